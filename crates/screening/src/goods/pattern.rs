//! What the automaton looks for: names, guards and lawful uses, and the spellings that are made from names.

use std::collections::BTreeMap;

use super::{
    fold::{FoldKind, Folded, Reading, fold},
    place::Shape,
};

/// Spellings made from one name; more would be a mistake in the tables.
const SPELLINGS_MAX: usize = 32;
/// Letters of a name that may be written by its sound.
const SOUNDED_LETTERS_MIN: usize = 2;
const SOUNDED_LETTERS_MAX: usize = 4;
/// Latin letters of a sound that stands for a whole name.
const WHOLE_SOUND_MIN: usize = 8;

/// One thing to look for.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    /// What it means.
    pub(super) target: Target,
    /// How it was made from the name, if it is not the name itself.
    pub(super) via: Option<FoldKind>,
    /// How it may stand in a text.
    pub(super) shape: Shape,
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
}

/// Everything to look for, by its folded spelling.
#[derive(Debug, Default)]
pub(super) struct Patterns(pub(super) BTreeMap<String, Vec<Pattern>>);

impl Patterns {
    /// Adds a spelling as it is written.
    pub(super) fn add(&mut self, word: &str, target: Target, via: Option<FoldKind>, alone: bool) {
        let folded = fold(word, Reading::Plain);
        let shape = Shape::of(&folded, alone);
        self.0.entry(folded.text).or_default().push(Pattern { target, via, shape });
    }

    /// The entry that this spelling names already, if any.
    pub(super) fn named(&self, word: &str) -> Option<usize> {
        let folded = fold(word, Reading::Plain);
        self.0.get(&folded.text)?.iter().find_map(|pattern| match pattern.target {
            Target::Name(entry, _) if pattern.via.is_none() => Some(entry),
            _ => None,
        })
    }

    /// Adds a spelling made from a name, unless it means something already.
    pub(super) fn add_made(&mut self, word: &str, target: Target, via: FoldKind, alone: bool) {
        if !self.0.contains_key(&fold(word, Reading::Plain).text) {
            self.add(word, target, Some(via), alone);
        }
    }
}

/// The name with some of its characters written as their parts, in every combination.
pub(super) fn split_spellings(name: &str, parts: &BTreeMap<char, String>) -> Vec<String> {
    combinations(name, |letter| parts.get(&letter).map(String::as_str), false)
}

/// The name with some of its characters written by their sound; with all of them only where that is long enough to be
/// no other word.
pub(super) fn pinyin_spellings(name: &str, sounds: &BTreeMap<char, String>) -> Vec<String> {
    let letters = fold(name, Reading::Plain).letters;
    let han = letters.iter().all(|letter| !letter.letter.is_ascii());
    if !(SOUNDED_LETTERS_MIN..=SOUNDED_LETTERS_MAX).contains(&letters.len()) {
        return Vec::new();
    }
    let mut spellings = combinations(name, |letter| sounds.get(&letter).map(String::as_str), true);
    let whole: Option<String> = letters.iter().map(|letter| sounds.get(&letter.letter).map(String::as_str)).collect();
    spellings.extend(whole.filter(|whole| han && letters.len() > 2 && whole.len() >= WHOLE_SOUND_MIN));
    spellings
}

fn combinations<'a>(name: &str, other: impl Fn(char) -> Option<&'a str>, keep_one: bool) -> Vec<String> {
    let Folded { letters, .. } = fold(name, Reading::Plain);
    let mut spellings = vec![(String::new(), 0_usize)];
    for letter in &letters {
        let letter = letter.letter;
        let mut longer = Vec::with_capacity(spellings.len() * 2);
        for (spelling, replaced) in spellings {
            if let Some(other) = other(letter) {
                longer.push((format!("{spelling}{other}"), replaced + 1));
            }
            longer.push((format!("{spelling}{letter}"), replaced));
        }
        spellings = longer;
        spellings.truncate(SPELLINGS_MAX);
    }
    let most = if keep_one { letters.len().saturating_sub(1) } else { letters.len() };
    spellings.into_iter().filter(|(_, replaced)| (1..=most).contains(replaced)).map(|(text, _)| text).collect()
}
