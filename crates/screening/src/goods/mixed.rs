//! Names with some of their characters written by their sound in Latin letters: 穿shan甲.
//!
//! They are many, so they are gathered when the first text in both scripts is read.
//! Names written by their sound as a whole stand among the other patterns.

use daachorse::CharwiseDoubleArrayAhoCorasick;
use hashbrown::HashSet;

use super::{
    fold::{FoldKind, folded},
    pattern::{Pattern, Spelling, Target, mixed_spellings},
};

/// A name that may be written in both scripts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mixable {
    pub(super) entry: usize,
    pub(super) name: usize,
    /// Words that must stand in the same line, by the place of their group.
    pub(super) needs: Option<usize>,
}

/// Every name in both scripts.
pub(super) struct Mixed {
    automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    patterns: Vec<Pattern>,
}

impl Mixed {
    /// Gathers names with their texts; a spelling that means something already is left out.
    pub(super) fn of<'a>(
        names: impl Iterator<Item = (Mixable, &'a str)>,
        means_something: impl Fn(&str) -> bool,
    ) -> Self {
        let (mut seen, mut spellings, mut patterns) = (HashSet::new(), Vec::new(), Vec::new());
        for (Mixable { entry, name, needs }, text) in names {
            let letters: Vec<char> = folded(text).chars().collect();
            for made in mixed_spellings(&letters) {
                if made.is_latin() || means_something(made.text()) || !seen.insert(made.text().to_owned()) {
                    continue;
                }
                let (via, shape) = (Some(FoldKind::Pinyin), made.shape());
                patterns.push(Pattern { target: Target::Name(entry, name), via, shape, needs });
                spellings.push(made);
            }
        }
        let spellings = spellings.iter().map(Spelling::text).zip(0_u32..);
        Self { automaton: CharwiseDoubleArrayAhoCorasick::with_values(spellings).ok(), patterns }
    }

    /// The automaton over spellings; none where there is nothing to look for.
    pub(super) fn automaton(&self) -> Option<&CharwiseDoubleArrayAhoCorasick<u32>> {
        self.automaton.as_ref()
    }

    /// What a spelling means.
    pub(super) fn pattern(&self, place: u32) -> &Pattern {
        &self.patterns[place as usize]
    }
}

/// Whether folded letters are in both scripts.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Scripts {
    latin: bool,
    other: bool,
}

impl Scripts {
    /// Counts a letter.
    pub(super) fn see(&mut self, letter: char) {
        self.latin |= letter.is_ascii_alphabetic();
        self.other |= !letter.is_ascii();
    }

    /// Whether letters of both were seen.
    pub(super) fn are_mixed(self) -> bool {
        self.latin && self.other
    }
}
