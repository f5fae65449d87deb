//! Where Chinese words end: a name of two or three characters may only seem to stand where two other words meet.
//!
//! The likeliest row of words is looked for in the few characters around a found name, by how often words occur.
//! What a name is belongs in `catalogue`.

use std::sync::LazyLock;

use hashbrown::HashMap;

use super::{
    fold::{Folded, Gap},
    sound::Likeness,
};

/// Words by level, see the head of the file.
const WORDS: &str = include_str!("words/words.txt");

/// Characters on each side of a name that are looked at.
const REACH_LETTERS: usize = 6;
/// Characters of the longest word.
const WORD_LETTERS_MAX: usize = 4;
/// The level of a word that stands for one of sixty million: nothing occurs less often.
const RAREST: f32 = -35.8;
/// A name of the catalogue of two, and of more characters, counts as a word that occurs at least so often.
const SHORT_NAME_LEVEL_MIN: f32 = 8.0;
const LONG_NAME_LEVEL_MIN: f32 = 3.0;
/// A name written by other characters of its sounds counts as a word that hardly occurs; without their tones, less.
const TONED_LEVEL: f32 = 3.0;
const TONELESS_LEVEL: f32 = 0.0;

static LEVELS: LazyLock<HashMap<&'static str, u8>> = LazyLock::new(|| {
    let mut levels = HashMap::new();
    for line in WORDS.lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.splitn(3, ' ');
        let mut number = || fields.next().and_then(|field| field.parse::<u8>().ok()).unwrap_or_default();
        let (level, letters) = (number(), usize::from(number()));
        let words = fields.next().unwrap_or_default();
        // Every character of the file takes three bytes.
        let words = words.as_bytes().chunks(letters.max(1) * 3);
        levels.extend(words.filter_map(|word| Some((std::str::from_utf8(word).ok()?, level))));
    }
    levels
});

/// Whether the letters from `start` to `end` are likelier to be parts of other words than a name.
pub(super) fn are_parts_of_others(text: &Folded, start: usize, end: usize) -> bool {
    Window::around(text, start, end).is_some_and(|window| {
        let inside = window.best((window.start, window.end), |_| true);
        let level = if end - start > 2 { LONG_NAME_LEVEL_MIN } else { SHORT_NAME_LEVEL_MIN };
        window.beats(inside.max(level + RAREST))
    })
}

/// Whether the letters from `start` to `end` are likelier to be what they are than a name written by its sound.
pub(super) fn are_words_themselves(text: &Folded, start: usize, end: usize, likeness: Likeness) -> bool {
    let Some(window) = Window::around(text, start, end) else { return false };
    let name = RAREST + if likeness == Likeness::Toned { TONED_LEVEL } else { TONELESS_LEVEL };
    window.best((window.start, window.end), |_| true) > name || window.beats(name)
}

/// The Chinese characters around a name that no gap takes from it.
struct Window<'a> {
    text: &'a str,
    /// Bytes of `text` at which each character begins, and its end.
    places: Vec<usize>,
    /// The name, in characters of the window.
    start: usize,
    end: usize,
}

impl<'a> Window<'a> {
    /// None where the name itself is taken apart or is not Chinese.
    fn around(text: &'a Folded, start: usize, end: usize) -> Option<Self> {
        let letters = &text.letters;
        let together = |place: usize| letters[place].gap <= Gap::Invisible && is_han(letters[place].letter);
        if !is_han(letters[start].letter) || !(start + 1..end).all(together) {
            return None;
        }
        let mut first = start;
        while first > 0 && start - first < REACH_LETTERS && together(first) && is_han(letters[first - 1].letter) {
            first -= 1;
        }
        let mut last = end;
        while last < letters.len() && last - end < REACH_LETTERS && together(last) {
            last += 1;
        }
        let from = letters[first].place;
        let to = letters.get(last).map_or(text.text.len(), |letter| letter.place);
        let mut places: Vec<usize> = letters[first..last].iter().map(|letter| letter.place - from).collect();
        places.push(to - from);
        Some(Self { text: &text.text[from..to], places, start: start - first, end: end - first })
    }

    /// Whether some row of words that takes the name apart is likelier than every row with it, itself of this level.
    fn beats(&self, name: f32) -> bool {
        let whole = (0, self.places.len() - 1);
        let with = self.best((0, self.start), |_| true) + name + self.best((self.end, whole.1), |_| true);
        // A longer word around the name does not take it apart: names that are innocent there are guarded by name.
        let apart = self.best(whole, |(first, last)| first > self.start || last < self.end);
        apart > with
    }

    /// The level of the likeliest row of words between two characters.
    fn best(&self, (from, to): (usize, usize), allowed: impl Fn((usize, usize)) -> bool) -> f32 {
        let mut best = vec![f32::NEG_INFINITY; to - from + 1];
        best[0] = 0.0;
        for first in from..to {
            for last in first + 1..=to.min(first + WORD_LETTERS_MAX) {
                if let Some(level) = self.level(first, last)
                    && allowed((first, last))
                {
                    best[last - from] = best[last - from].max(best[first - from] + level);
                }
            }
        }
        best[to - from]
    }

    fn level(&self, first: usize, last: usize) -> Option<f32> {
        let word = &self.text[self.places[first]..self.places[last]];
        match LEVELS.get(word) {
            Some(level) => Some(f32::from(*level) + RAREST),
            None => (last - first == 1).then_some(RAREST),
        }
    }
}

fn is_han(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{9FFF}')
}

#[cfg(test)]
mod tests;
