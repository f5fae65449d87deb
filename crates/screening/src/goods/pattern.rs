//! What the automaton looks for: names, guards and lawful uses, and the spellings that are made from names.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashMap, HashTable};

use super::{
    fold::{FoldKind, Reading, fold},
    place::{Shape, own_gaps},
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

/// Everything to look for, by its folded spelling, in the order in which it was added.
#[derive(Debug, Default)]
pub(super) struct Patterns {
    all: Vec<(String, Vec<Pattern>)>,
    /// Places in `all`, by spelling.
    places: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Patterns {
    /// Adds a spelling as it is written.
    pub(super) fn add(&mut self, word: &str, target: Target, via: Option<FoldKind>, alone: bool) {
        self.add_spelling(&Spelling::of(word), target, via, alone, None);
    }

    /// Adds a folded spelling.
    pub(super) fn add_spelling(
        &mut self,
        spelling: &Spelling,
        target: Target,
        via: Option<FoldKind>,
        alone: bool,
        needs: Option<usize>,
    ) {
        let shape = Shape { own_gaps: spelling.own_gaps, alone };
        self.push(&spelling.text, Pattern { target, via, shape, needs });
    }

    /// The entry that this folded spelling names already, if any.
    pub(super) fn named(&self, spelling: &str) -> Option<usize> {
        let (_, patterns) = &self.all[self.place(spelling)?];
        patterns.iter().find_map(|pattern| match pattern.target {
            Target::Name(entry, _) if pattern.via.is_none() && pattern.needs.is_none() => Some(entry),
            _ => None,
        })
    }

    /// Adds a spelling made from a name, unless it means something already.
    pub(super) fn add_made(&mut self, made: &Spelling, target: Target, via: FoldKind, needs: Option<usize>) {
        if self.place(&made.text).is_none() {
            self.add_spelling(made, target, Some(via), false, needs);
        }
    }

    /// Every spelling with what it means.
    pub(super) fn into_inner(self) -> Vec<(String, Vec<Pattern>)> {
        self.all
    }

    fn place(&self, spelling: &str) -> Option<usize> {
        let found = self.places.find(self.hasher.hash_one(spelling), |place| self.all[*place as usize].0 == spelling);
        found.map(|place| *place as usize)
    }

    fn push(&mut self, spelling: &str, pattern: Pattern) {
        if let Some(place) = self.place(spelling) {
            self.all[place].1.push(pattern);
            return;
        }
        let place = self.all.len() as u32;
        self.all.push((spelling.to_owned(), vec![pattern]));
        let (all, hasher) = (&self.all, &self.hasher);
        let hash = |place: &u32| hasher.hash_one(all[*place as usize].0.as_str());
        self.places.insert_unique(hasher.hash_one(spelling), place, hash);
    }
}

/// A folded spelling, and where it has spaces of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Spelling {
    text: String,
    own_gaps: u64,
    letters: usize,
}

impl Spelling {
    /// A spelling as somebody wrote it down.
    pub(super) fn of(word: &str) -> Self {
        let folded = fold(word, Reading::Plain);
        let own_gaps = own_gaps(&folded);
        Self { letters: folded.letters.len(), text: folded.text, own_gaps }
    }

    /// Whether it is written in Latin letters alone.
    pub(super) fn is_latin(&self) -> bool {
        self.text.is_ascii()
    }

    /// Its one spelling.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// How it may stand in a text.
    pub(super) fn shape(&self) -> Shape {
        Shape { own_gaps: self.own_gaps, alone: false }
    }

    /// Adds folded letters, with a space where two Latin spellings meet, so that they may stand apart.
    fn push(&mut self, letters: &str) {
        let is_latin = |letter: char| letter.is_ascii_alphabetic();
        if self.text.ends_with(is_latin) && letters.starts_with(is_latin) && self.letters < 64 {
            self.own_gaps |= 1 << self.letters;
        }
        self.text.push_str(letters);
        self.letters += letters.chars().count();
    }
}

/// The name with some of its characters written as their parts, in every combination.
pub(super) fn split_spellings(name: &[char], parts: &HashMap<char, Vec<String>>) -> Vec<Spelling> {
    let has_parts = |letter: &char| parts.contains_key(letter);
    if name.len() > SPLIT_LETTERS_MAX || !name.iter().any(has_parts) {
        return Vec::new();
    }
    let others: Vec<Vec<&str>> =
        name.iter().map(|letter| parts.get(letter).into_iter().flatten().map(String::as_str).collect()).collect();
    combinations(name, &others, name.len())
}

/// The name with some of its characters written by their sound.
pub(super) fn mixed_spellings(name: &[char]) -> Vec<Spelling> {
    if !may_be_mixed(name.len()) {
        return Vec::new();
    }
    let sounds: Vec<Vec<&str>> = name.iter().map(|letter| syllable_of(*letter).into_iter().collect()).collect();
    combinations(name, &sounds, name.len() - 1)
}

/// Whether a name of so many letters may have some of them written by their sound.
pub(super) fn may_be_mixed(letters: usize) -> bool {
    (SOUNDED_LETTERS_MIN..=SOUNDED_LETTERS_MAX).contains(&letters)
}

/// The name with all of its characters written by their sound, where that is long enough to be no other word.
pub(super) fn whole_sound(name: &[char]) -> Option<Spelling> {
    let sounds: Vec<&str> = name.iter().map(|letter| syllable_of(*letter)).collect::<Option<_>>()?;
    let letters: usize = sounds.iter().map(|sound| sound.len()).sum();
    let mut made = Spelling::default();
    for sound in sounds {
        made.push(sound);
    }
    (may_be_mixed(name.len()) && letters >= WHOLE_SOUND_MIN).then_some(made)
}

/// The letters with at least one and at most so many of them written in one of the other ways.
fn combinations(name: &[char], others: &[Vec<&str>], most: usize) -> Vec<Spelling> {
    // The way of each letter, and how many are written in another way.
    let mut rows = vec![([0_usize; SPLIT_LETTERS_MAX], 0_usize)];
    for (letter, others) in others.iter().enumerate() {
        let mut longer = Vec::with_capacity(SPELLINGS_MAX);
        for (ways, replaced) in rows {
            for way in (0..others.len()).map(Some).chain([None]) {
                let mut ways = ways;
                ways[letter] = way.unwrap_or(others.len());
                longer.push((ways, replaced + usize::from(way.is_some())));
            }
        }
        rows = longer;
        rows.truncate(SPELLINGS_MAX);
    }
    rows.retain(|(_, replaced)| (1..=most).contains(replaced));
    let made = |(ways, _): ([usize; SPLIT_LETTERS_MAX], usize)| {
        let mut made = Spelling::default();
        for ((letter, others), way) in name.iter().zip(others).zip(ways) {
            match others.get(way) {
                Some(other) => made.push(other),
                None => made.push(letter.encode_utf8(&mut [0; 4])),
            }
        }
        made
    };
    rows.into_iter().map(made).collect()
}
