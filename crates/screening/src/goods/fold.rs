//! Folding: one spelling for every disguise of a text, with a trail of what was changed.
//!
//! Each character folds by itself, so that folding is linear and folding twice changes nothing.
//! What counts as a name belongs in `catalogue`; whether a found name stands where a name can stand, in `place`.

mod kind;
mod letter;
mod table;

use std::sync::LazyLock;

pub(crate) use kind::FoldKinds;
pub use kind::{Fold, FoldKind};
pub(crate) use letter::{Gap, looks_like_a_letter};
use letter::{Letter, fold_letter};
use table::{Cell, cell};

/// Letters that a name must have to be found where digits stand for letters.
pub(crate) const READ_LETTERS_MIN: usize = 5;

/// How digits are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// As digits.
    Plain,
    /// As the letters that they look like; 1 as this letter.
    Letters(char),
}

/// A text in its one spelling.
#[derive(Clone, Debug, Default)]
pub(crate) struct Folded {
    /// Letters and digits only.
    pub(crate) text: String,
    /// Where each character of `text` comes from.
    pub(crate) letters: Vec<FoldedLetter>,
}

/// Where a character of a folded text comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FoldedLetter {
    /// The character itself.
    pub(crate) letter: char,
    /// Bytes from the start of the folded text.
    pub(crate) place: usize,
    /// Bytes from the start of the text as it stood.
    pub(crate) source: (usize, usize),
    /// What separates it from the one before; at the start of the text, a list's separator.
    pub(crate) gap: Gap,
    /// How it was folded.
    pub(crate) kinds: FoldKinds,
}

/// Hands each folded character to `each` until it says stop, without keeping anything.
///
/// Says whether it was stopped and, if not, whether digits or signs may stand for letters of a word.
pub(crate) fn scan(text: &str, mut each: impl FnMut(char) -> bool) -> Scan {
    let (mut run, mut digits) = (Run::default(), false);
    for raw in text.chars() {
        if !run.goes_on(raw) {
            digits |= run.may_be_read();
            run = Run::default();
        }
        match cell(raw) {
            Some(Cell::Gap(_)) => {}
            Some(Cell::One(letter, _)) => {
                if each(letter) {
                    return Scan::Stopped;
                }
            }
            Some(Cell::Several) | None => {
                if let Letter::Kept(letters, _) = fold_letter(raw, None)
                    && letters.into_iter().any(&mut each)
                {
                    return Scan::Stopped;
                }
            }
        }
    }
    if digits || run.may_be_read() { Scan::DigitsBesideLetters } else { Scan::Through }
}

/// Letters with digits and signs among them that may stand for letters.
#[derive(Default)]
struct Run {
    letters: usize,
    digits: usize,
    /// Characters since the last sign.
    piece: usize,
}

impl Run {
    /// Counts a character; false where it ends the run.
    fn goes_on(&mut self, raw: char) -> bool {
        if matches!(raw, '.' | '-' | '*' | '_' | '·' | ' ') {
            // Only a word that is spelled out goes on: s.h.0.t.g.u.n.
            let is_spelled_out = self.piece == 1;
            self.piece = 0;
            return is_spelled_out;
        }
        self.piece += 1;
        if looks_like_a_letter(raw) {
            self.digits += 1;
        } else if raw.is_ascii_alphabetic() || matches!(raw, '\u{370}'..='\u{52F}' | '\u{FF21}'..='\u{FF5A}') {
            self.letters += 1;
        } else {
            return false;
        }
        true
    }

    fn may_be_read(&self) -> bool {
        self.digits > 0 && self.letters >= self.digits && self.letters + self.digits >= READ_LETTERS_MIN
    }
}

/// How a scan ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scan {
    /// It was stopped.
    Stopped,
    /// It went through, and digits stood beside letters.
    DigitsBesideLetters,
    /// It went through.
    Through,
}

/// Folds a text and keeps where everything comes from.
pub(crate) fn fold(text: &str, reading: Reading) -> Folded {
    let one = match reading {
        Reading::Plain => None,
        Reading::Letters(one) => Some(one),
    };
    let mut folded = Folded { text: String::with_capacity(text.len()), letters: Vec::with_capacity(text.len()) };
    let mut gap = Gap::List;
    for (start, raw) in text.char_indices() {
        let source = (start, start + raw.len_utf8());
        let known = cell(raw).filter(|_| one.is_none() || !looks_like_a_letter(raw));
        match known {
            Some(Cell::Gap(wider)) => gap = gap.max(wider),
            Some(Cell::One(letter, kinds)) => folded.push(letter, source, &mut gap, kinds),
            Some(Cell::Several) | None => match fold_letter(raw, one) {
                Letter::Gap(wider) => gap = gap.max(wider),
                Letter::Kept(letters, kinds) => {
                    for letter in letters {
                        folded.push(letter, source, &mut gap, kinds);
                    }
                }
            },
        }
    }
    folded
}

/// The one spelling of a text.
pub fn folded(text: &str) -> String {
    let mut spelling = String::with_capacity(text.len());
    scan(text, |letter| {
        spelling.push(letter);
        false
    });
    spelling
}

/// Fingerprint of folding: BLAKE3 over what every character of the planes that hold letters folds to.
///
/// Two programs with the same fingerprint read every name alike. Unit: hexadecimal digits.
pub fn folding() -> String {
    static FINGERPRINT: LazyLock<String> = LazyLock::new(|| {
        let mut hash = blake3::Hasher::new();
        for letter in '\0'..='\u{2ffff}' {
            hash.update(folded(letter.encode_utf8(&mut [0; 4])).as_bytes());
            hash.update(&[0]);
        }
        hash.finalize().to_hex().to_string()
    });
    FINGERPRINT.clone()
}

impl Folded {
    fn push(&mut self, letter: char, source: (usize, usize), gap: &mut Gap, kinds: FoldKinds) {
        self.letters.push(FoldedLetter { letter, place: self.text.len(), source, gap: *gap, kinds });
        self.text.push(letter);
        *gap = Gap::None;
    }

    /// The character that begins at a byte of the folded text.
    pub(crate) fn letter_at(&self, place: usize) -> usize {
        self.letters.partition_point(|letter| letter.place < place)
    }

    /// Every fold between two characters, neighbours of one kind joined.
    pub(crate) fn trail(&self, source: &str, start: usize, end: usize) -> Vec<Fold> {
        let mut trail = Trail { source, folds: Vec::new(), end: 0 };
        for place in start..end {
            let letter = &self.letters[place];
            if place > start && letter.gap > Gap::None {
                let kind = if letter.gap == Gap::Invisible { FoldKind::Invisible } else { FoldKind::Separator };
                trail.add((self.letters[place - 1].source.1, letter.source.0), None, FoldKinds::default().with(kind));
            }
            if !letter.kinds.is_empty() {
                trail.add(letter.source, Some(letter.letter), letter.kinds);
            }
        }
        trail.folds
    }
}

struct Trail<'a> {
    source: &'a str,
    folds: Vec<Fold>,
    end: usize,
}

impl Trail<'_> {
    fn add(&mut self, (start, end): (usize, usize), to: Option<char>, kinds: FoldKinds) {
        let kinds = kinds.list();
        let from = &self.source[start..end];
        let repeated = self.end == end;
        match self.folds.last_mut() {
            Some(last) if (repeated || self.end == start) && last.kinds == kinds => {
                if !repeated {
                    last.from.push_str(from);
                }
                last.to.extend(to);
            }
            _ => self.folds.push(Fold {
                at: self.source[..start].chars().count(),
                from: from.to_owned(),
                to: to.into_iter().collect(),
                kinds,
            }),
        }
        self.end = end;
    }
}

#[cfg(test)]
mod tests;
