//! The catalogue as it is written down: TOML files, before anything is checked.
//!
//! What a name must be belongs in `check`.

use std::collections::BTreeMap;

use parcel::{Ask, Bilingual, Day};
use serde::Deserialize;
use toml::Spanned;

/// A word with its place in the file.
pub(super) type Word = Spanned<String>;

/// One file; every part may be left out.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawFile {
    /// Edition of the whole catalogue; in one file only.
    pub(super) edition: Option<Word>,
    /// Lists that entries come from.
    pub(super) list: Vec<RawList>,
    /// Classes.
    pub(super) class: Vec<RawClass>,
    /// Entries, one by one.
    pub(super) entry: Vec<RawEntry>,
    /// Entries, one a row.
    pub(super) table: Vec<RawTable>,
    /// Innocent compounds.
    pub(super) guard: Vec<RawGuard>,
    /// Words that make the whole line innocent.
    pub(super) context: Vec<RawGuard>,
    /// Innocent words whose end or beginning a short name may only seem to share.
    pub(super) crossing: Vec<RawGuard>,
    /// Words that make a name innocent right after it.
    pub(super) after: Vec<RawGuard>,
    /// Words that make a name innocent right before it.
    pub(super) before: Vec<RawGuard>,
    /// Words that make a name innocent where they end its compound.
    pub(super) head: Vec<RawGuard>,
    /// Words that take the excuse of contexts and heads away.
    pub(super) despite: Vec<RawGuard>,
    /// Words that names with `+` need in the same line.
    pub(super) partner: Vec<RawPartner>,
    /// What may stand beside a name that must stand alone.
    pub(super) beside: RawBeside,
    /// Words after which contexts and heads are goods of their own: 送, "with a".
    pub(super) given: Vec<String>,
    /// Words that may follow the last noun of a compound: 两件, 包邮.
    pub(super) tails: Vec<String>,
    /// Whole sounds in Latin letters that are other words too.
    pub(super) unsounded: Vec<String>,
    /// The parts of a character, side by side; several ways with a bar between.
    pub(super) parts: BTreeMap<char, String>,
}

/// A published list, or our own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawList {
    pub(super) id: Word,
    /// Title, article and year in English.
    pub(super) source: String,
    pub(super) edition: String,
    /// The list was opened, and its entries were read from it.
    pub(super) verified: bool,
    /// Last day on which its entries hold unless somebody renews them.
    pub(super) renew_by: Option<Day>,
}

/// A class.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawClass {
    pub(super) id: Word,
    /// What such goods are called.
    pub(super) title: Bilingual,
    /// What a person is asked to do.
    pub(super) asks: Ask,
    /// What would let the item pass, and where to ask for review.
    pub(super) remedy: Bilingual,
    /// Names are looked for by their sound too.
    #[serde(default)]
    pub(super) sounded: bool,
}

/// What one thing is called.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawEntry {
    pub(super) id: Word,
    pub(super) class: Word,
    pub(super) list: Word,
    /// From 1; goes up when what the entry says changes.
    #[serde(default = "first_version")]
    pub(super) version: u32,
    /// First and last day on which the entry holds.
    pub(super) from: Option<Day>,
    pub(super) until: Option<Day>,
    /// Last day on which the entry holds unless somebody renews it; that of its list where left out.
    pub(super) renew_by: Option<Day>,
    #[serde(default)]
    pub(super) official: Vec<Word>,
    #[serde(default)]
    pub(super) trade: Vec<Word>,
    #[serde(default)]
    pub(super) common: Vec<Word>,
    #[serde(default)]
    pub(super) slang: Vec<Word>,
    /// Names that many innocent goods bear: they make a note only.
    #[serde(default)]
    pub(super) weak: Vec<Word>,
    /// Other spellings; they count as no names of their own.
    #[serde(default)]
    pub(super) spelled: Vec<Word>,
    /// Names that are parts of many innocent compounds.
    #[serde(default)]
    pub(super) alone: Vec<Word>,
    #[serde(default)]
    pub(super) lawful: Vec<RawLawful>,
    /// Texts that must hit this entry.
    #[serde(default)]
    pub(super) examples: Vec<Word>,
}

fn first_version() -> u32 {
    1
}

/// A use that the law allows: the entry fires, what would let the item pass differs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLawful {
    pub(super) words: Vec<Word>,
    pub(super) remedy: Bilingual,
    pub(super) examples: Vec<Word>,
}

/// Entries that need no more than a row: the id and the names, between bars.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTable {
    pub(super) class: Word,
    pub(super) list: Word,
    pub(super) status: Status,
    pub(super) rows: Vec<Word>,
}

/// Words that say that the text does not name the thing.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawGuard {
    pub(super) id: Word,
    /// Classes, and those under them, that it holds for; all where left out.
    #[serde(default)]
    pub(super) over: Vec<Word>,
    pub(super) words: Vec<Word>,
    /// Texts that must hit nothing.
    pub(super) examples: Vec<Word>,
}

/// Words of which one must stand in the same line as a name that is written with `+` and their id.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPartner {
    pub(super) id: Word,
    pub(super) words: Vec<Word>,
    /// Words that make the name whole right after it: 雪豹 and 皮.
    #[serde(default)]
    pub(super) after: Vec<String>,
}

/// What may stand beside a name that must stand alone.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawBeside {
    pub(super) before: Vec<String>,
    pub(super) after: Vec<String>,
}

/// Who calls a thing by a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The law or a published list.
    Official,
    /// Makers and sellers.
    Trade,
    /// Everybody.
    Common,
    /// Those who would rather not be understood.
    Slang,
    /// Those too, with a word of innocent goods.
    Weak,
}
