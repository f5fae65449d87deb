//! What the automaton looks for: names, guards and lawful uses, and the spellings that are made from names.

use std::collections::BTreeMap;

use super::{
    fold::{FoldKind, Folded, Reading, fold},
    place::Shape,
    sound::syllable_of,
};

/// Spellings made from one name; more would be a mistake in the tables.
const SPELLINGS_MAX: usize = 16;
/// Characters that a name may have to be looked for by its parts.
const SPLIT_LETTERS_MAX: usize = 5;
/// Letters of a name that may be written by its sound.
const SOUNDED_LETTERS_MIN: usize = 2;
const SOUNDED_LETTERS_MAX: usize = 5;
/// Latin letters of a sound that stands for a whole name.
const WHOLE_SOUND_MIN: usize = 6;

/// One thing to look for.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    /// What it means.
    pub(super) target: Target,
    /// How it was made from the name, if it is not the name itself.
    pub(super) via: Option<FoldKind>,
    /// How it may stand in a text.
    pub(super) shape: Shape,
    /// Words that must stand in the same line for it to count, by the place of their group.
    pub(super) needs: Option<usize>,
}

/// What a pattern means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Target {
    /// A name, by its entry and its place among that entry's names.
    Name(usize, usize),
    /// A lawful use of an entry.
    Lawful(usize, usize),
    /// Innocent words: how they stand to a name that is none, and their place among all such words.
    Innocent(Manner, usize),
    /// Words that say that innocent words in the same line do not count, by their place among innocent words.
    Despite(usize),
    /// Words that names of few letters need beside them, by the place of their group.
    Partner(usize),
}

/// How innocent words stand to a name that is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Manner {
    /// The name stands inside them.
    Covers,
    /// The name stands in the same line.
    InLine,
    /// A short name shares only a part of them.
    Crosses,
    /// They stand right after the name.
    Follows,
    /// They stand right before the name.
    Precedes,
    /// They end the compound of which the name is a part.
    Heads,
}

impl Manner {
    /// Whether words that say that the thing is there all the same take the excuse away.
    pub(super) fn can_be_withdrawn(self) -> bool {
        matches!(self, Self::InLine | Self::Heads)
    }
}

/// Everything to look for, by its folded spelling.
#[derive(Debug, Default)]
pub(super) struct Patterns(pub(super) BTreeMap<String, Vec<Pattern>>);

impl Patterns {
    /// Adds a spelling as it is written.
    pub(super) fn add(&mut self, word: &str, target: Target, via: Option<FoldKind>, alone: bool) {
        self.add_with(word, target, via, alone, None);
    }

    /// Adds a spelling that counts only where words of a group stand in the same line.
    pub(super) fn add_with(
        &mut self,
        word: &str,
        target: Target,
        via: Option<FoldKind>,
        alone: bool,
        needs: Option<usize>,
    ) {
        let folded = fold(word, Reading::Plain);
        let shape = Shape::of(&folded, alone);
        self.0.entry(folded.text).or_default().push(Pattern { target, via, shape, needs });
    }

    /// The entry that this spelling names already, if any.
    pub(super) fn named(&self, word: &str) -> Option<usize> {
        let folded = fold(word, Reading::Plain);
        self.0.get(&folded.text)?.iter().find_map(|pattern| match pattern.target {
            Target::Name(entry, _) if pattern.via.is_none() && pattern.needs.is_none() => Some(entry),
            _ => None,
        })
    }

    /// Adds a name with a part of the thing after it, unless it means something already.
    pub(super) fn add_whole(&mut self, word: &str, target: Target) {
        if !self.0.contains_key(&fold(word, Reading::Plain).text) {
            self.add(word, target, None, false);
        }
    }

    /// Adds a spelling made from a name, unless it means something already.
    pub(super) fn add_made(&mut self, word: &str, target: Target, via: FoldKind, needs: Option<usize>) {
        if !self.0.contains_key(&fold(word, Reading::Plain).text) {
            self.add_with(word, target, Some(via), false, needs);
        }
    }
}

/// The name with some of its characters written as their parts, in every combination.
pub(super) fn split_spellings(name: &str, parts: &BTreeMap<char, Vec<String>>) -> Vec<String> {
    if name.chars().count() > SPLIT_LETTERS_MAX {
        return Vec::new();
    }
    combinations(name, |letter| parts.get(&letter).into_iter().flatten().map(String::as_str).collect(), false)
}

/// The name with some of its characters written by their sound; with all of them, apart or together, only where that
/// is long enough to be no other word.
pub(super) fn pinyin_spellings(name: &str) -> Vec<String> {
    let letters = fold(name, Reading::Plain).letters;
    if !(SOUNDED_LETTERS_MIN..=SOUNDED_LETTERS_MAX).contains(&letters.len()) {
        return Vec::new();
    }
    let mut spellings = combinations(name, |letter| syllable_of(letter).into_iter().collect(), true);
    let whole: Option<Vec<&str>> = letters.iter().map(|letter| syllable_of(letter.letter)).collect();
    let whole = whole.map(|whole| whole.join(" ")).unwrap_or_default();
    if whole.len() >= WHOLE_SOUND_MIN + letters.len() - 1 {
        spellings.push(whole);
    }
    spellings
}

fn combinations<'a>(name: &str, others: impl Fn(char) -> Vec<&'a str>, keep_one: bool) -> Vec<String> {
    let Folded { letters, .. } = fold(name, Reading::Plain);
    let mut spellings = vec![(String::new(), 0_usize)];
    for letter in &letters {
        let letter = letter.letter;
        let mut longer = Vec::with_capacity(spellings.len() * 2);
        for (spelling, replaced) in spellings {
            for other in others(letter) {
                longer.push((format!("{spelling}{}{other}", between(&spelling, other)), replaced + 1));
            }
            let own = letter.encode_utf8(&mut [0; 4]).to_owned();
            longer.push((format!("{spelling}{}{own}", between(&spelling, &own)), replaced));
        }
        spellings = longer;
        spellings.truncate(SPELLINGS_MAX);
    }
    let most = if keep_one { letters.len().saturating_sub(1) } else { letters.len() };
    spellings.into_iter().filter(|(_, replaced)| (1..=most).contains(replaced)).map(|(text, _)| text).collect()
}

/// A space where two Latin spellings meet, so that they may stand apart.
fn between(before: &str, after: &str) -> &'static str {
    let is_latin = |letter: char| letter.is_ascii_alphabetic();
    if before.ends_with(is_latin) && after.starts_with(is_latin) { " " } else { "" }
}
