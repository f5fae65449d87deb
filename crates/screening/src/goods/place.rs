//! Whether a found name stands where a name can stand.
//!
//! Latin names need the ends of words; names in either script may be taken apart by signs and spaces, but two words
//! that happen to meet make no name.

use super::fold::{Folded, FoldedLetter, Gap};

/// Letters that a Latin name must have to be told from two words that happen to meet.
const APART_LETTERS_MIN: usize = 7;
/// Letters that a Latin name must have to stand against a digit or take a plural.
const LOOSE_LETTERS_MIN: usize = 5;

/// How a name may stand in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Shape {
    /// Bit n: the name itself has a space or sign before its nth letter, from 0.
    pub(super) own_gaps: u64,
    /// Whether it is part of too many innocent compounds to stand inside another word.
    pub(super) alone: bool,
}

impl Shape {
    fn has_gap(&self, at: usize) -> bool {
        at < 64 && self.own_gaps & 1 << at != 0
    }
}

/// Bit n: a name has a space or sign before its nth letter, from 0.
pub(super) fn own_gaps(name: &Folded) -> u64 {
    let gaps = name.letters.iter().take(64).enumerate().skip(1).filter(|(_, letter)| letter.gap > Gap::Invisible);
    gaps.fold(0, |bits, (at, _)| bits | 1 << at)
}

/// What may stand beside names and innocent words, folded.
#[derive(Debug, Default)]
pub(super) struct Beside {
    pub(super) before: Vec<String>,
    pub(super) after: Vec<String>,
    /// After these, contexts and heads are goods of their own.
    pub(super) given: Vec<String>,
    /// These may follow the last noun of a compound.
    pub(super) tails: Vec<String>,
}

/// Whether the letters from `start` to `end` can be a name of this shape.
pub(super) fn stands(text: &Folded, start: usize, end: usize, shape: &Shape, beside: &Beside) -> bool {
    let letters = &text.letters;
    begins(letters, start, end)
        && ends(letters, start, end)
        && holds_together(letters, start, end, shape)
        && (!shape.alone || is_alone(text, start, end, beside))
}

/// Whether words from `start` on are goods of their own, given away with others or holding them.
pub(super) fn are_given(text: &Folded, start: usize, beside: &Beside) -> bool {
    let before = &text.text[..text.letters[start].place];
    beside.given.iter().any(|word| {
        let Some(rest) = before.strip_suffix(word.as_str()) else { return false };
        let place = text.letter_at(rest.len());
        !is_word(text.letters[place].letter) || place == 0 || text.letters[place].gap > Gap::Invisible
    })
}

/// Whether a numeral stands right before `start`: 一箱 counts what came before it.
pub(super) fn is_counted(text: &Folded, start: usize) -> bool {
    const NUMERALS: &str = "一二两三四五六七八九十百千万几半数整每";
    let before = start.checked_sub(1).map(|place| text.letters[place].letter);
    before.is_some_and(|letter| letter.is_ascii_digit() || NUMERALS.contains(letter))
}

/// The places at which the compound that goes on at `end` may end: without a gap, and with its tails taken off.
pub(super) fn compound_ends(text: &Folded, end: usize, beside: &Beside) -> Vec<usize> {
    let letters = &text.letters;
    let mut last = end;
    while letters.get(last).is_some_and(|letter| letter.gap <= Gap::Joint) {
        last += 1;
    }
    let mut ends = vec![last];
    while last > end {
        let compound = &text.text[letters[end].place..letters.get(last).map_or(text.text.len(), |next| next.place)];
        last -= match beside.tails.iter().find(|tail| compound.ends_with(tail.as_str())) {
            Some(tail) => tail.chars().count(),
            None if is_word(letters[last - 1].letter) => 1,
            None => break,
        };
        ends.push(last);
    }
    ends
}

fn is_word(letter: char) -> bool {
    !matches!(letter, '\u{2E80}'..='\u{FFFF}' | '\u{20000}'..='\u{3FFFF}')
}

fn begins(letters: &[FoldedLetter], start: usize, end: usize) -> bool {
    let first = letters[start];
    let Some(before) = start.checked_sub(1).map(|place| letters[place]) else { return true };
    first.gap > Gap::Invisible
        || !is_word(first.letter)
        || !is_word(before.letter)
        || (before.letter.is_ascii_digit() && first.letter.is_alphabetic() && end - start >= LOOSE_LETTERS_MIN)
}

fn ends(letters: &[FoldedLetter], start: usize, end: usize) -> bool {
    let last = letters[end - 1].letter;
    let Some(next) = letters.get(end) else { return true };
    if next.gap > Gap::Invisible || !is_word(last) || !is_word(next.letter) {
        return true;
    }
    let loose = last.is_alphabetic() && end - start >= LOOSE_LETTERS_MIN;
    let after = letters.get(end + 1);
    let plural = next.letter == 's' && after.is_none_or(|after| after.gap > Gap::Invisible || !is_word(after.letter));
    loose && (next.letter.is_ascii_digit() || plural)
}

fn holds_together(letters: &[FoldedLetter], start: usize, end: usize, shape: &Shape) -> bool {
    let (mut latin_pairs, mut broken, mut bad, mut digits, mut widest) = (0, 0, 0, false, Gap::None);
    let everywhere = (start + 1..end).all(|place| letters[place].gap > Gap::Invisible);
    for place in start + 1..end {
        let (before, here) = (letters[place - 1].letter, letters[place]);
        let latin = is_word(before) && is_word(here.letter);
        latin_pairs += usize::from(latin);
        broken += usize::from(latin && here.gap > Gap::Invisible);
        if here.gap <= Gap::Filler || shape.has_gap(place - start) {
            continue;
        }
        match (before.is_ascii_digit(), here.letter.is_ascii_digit()) {
            _ if !latin => widest = widest.max(here.gap),
            (true, true) => digits = true,
            (false, false) => bad += 1,
            _ => bad += usize::from(here.gap > Gap::Space),
        }
    }
    let spelled_out = broken == latin_pairs && latin_pairs >= 2 || everywhere && latin_pairs + 1 < end - start;
    let apart = !digits && (bad == 0 || end - start >= APART_LETTERS_MIN);
    (apart || spelled_out) && crosses_no_words(letters, start, end, widest)
}

/// Whether a space or a list's separator inside a Chinese name is a disguise, and not the end of another word.
fn crosses_no_words(letters: &[FoldedLetter], start: usize, end: usize, widest: Gap) -> bool {
    let starts_inside = letters[start].gap <= Gap::Invisible && start > 0;
    let ends_inside = letters.get(end).is_some_and(|next| next.gap <= Gap::Invisible);
    match widest {
        Gap::None | Gap::Invisible | Gap::Filler | Gap::Joint => true,
        Gap::Space => end - start > 2 || !(starts_inside && ends_inside),
        Gap::Bracket | Gap::List if end - start > 2 => !(starts_inside && ends_inside),
        Gap::Bracket | Gap::List => !starts_inside && !ends_inside,
    }
}

fn is_alone(text: &Folded, start: usize, end: usize, beside: &Beside) -> bool {
    let letters = &text.letters;
    let before = &text.text[..letters[start].place];
    let free_before = letters[start].gap > Gap::Invisible
        || before.ends_with(|letter: char| letter.is_ascii_digit())
        || beside.before.iter().any(|word| before.ends_with(word.as_str()));
    let after = letters.get(end).map_or("", |next| &text.text[next.place..]);
    let free_after = letters.get(end).is_none_or(|next| next.gap > Gap::Invisible)
        || after.starts_with(|letter: char| is_word(letter))
        || beside.after.iter().any(|word| after.starts_with(word.as_str()));
    free_before && free_after
}
