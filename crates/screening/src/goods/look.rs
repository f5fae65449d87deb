//! Looking for the names of the catalogue in one text.
//!
//! A scan that keeps nothing comes first, because most texts name nothing of the catalogue.

use std::{cmp::Reverse, sync::Arc};

use parcel::{Day, GoodsHit, HintEffect, Provision};

use super::{
    catalogue::Catalogue,
    entry::lies_under,
    fold::{Fold, FoldKind, Folded, Gap, READ_LETTERS_MIN, Reading, Scan, fold, scan},
    pattern::{Manner, Pattern, Target},
    place::stands,
};

/// Letters of the longest name that an innocent word beside it can take apart.
const CROSSED_LETTERS_MAX: usize = 3;

/// A name of the catalogue, found in a text.
#[derive(Clone, Debug)]
pub struct Hit {
    /// The entry.
    pub entry: Arc<str>,
    /// Its dotted class.
    pub class: Arc<str>,
    /// What the entry says, and where it comes from.
    pub provision: Arc<Provision>,
    /// What it asks.
    pub effect: HintEffect,
    /// The name, as written in the catalogue.
    pub name: String,
    /// The matched words, as they stand in the text.
    pub matched: String,
    /// Where they stand, in characters from 0.
    pub at: usize,
    /// Every fold between the matched words and the name.
    pub trail: Vec<Fold>,
    /// Weaker hits on the same text, one an entry.
    pub also: Vec<GoodsHit>,
    /// Whether the text says a use that the law allows; the remedy differs.
    pub lawful_use: bool,
}

impl Hit {
    /// Whether this entry was hit, first or also.
    pub fn names_entry(&self, entry: &str) -> bool {
        &*self.entry == entry || self.also.iter().any(|also| &*also.entry == entry)
    }
}

/// A pattern found where it can stand.
#[derive(Clone, Debug)]
struct Found {
    target: Target,
    via: Option<FoldKind>,
    /// Bytes of the text.
    source: (usize, usize),
    letters: usize,
    trail: Vec<Fold>,
}

impl Catalogue {
    /// Looks for names in a text, whatever the day.
    ///
    /// Linear in the length of the text.
    pub fn look(&self, text: &str) -> Option<Hit> {
        self.look_on(text, None)
    }

    /// Looks for names of entries that hold on a day.
    pub fn look_on(&self, text: &str, day: Option<Day>) -> Option<Hit> {
        let mut found = match self.glance(text) {
            Scan::Through => return None,
            Scan::Stopped => {
                let mut found = self.find(text, Reading::Plain);
                self.find_in_readings(text, &mut found);
                found
            }
            Scan::DigitsBesideLetters => {
                let mut found = Vec::new();
                self.find_in_readings(text, &mut found);
                found
            }
        };
        let innocent: Vec<Found> = found.extract_if(.., |found| !matches!(found.target, Target::Name(..))).collect();
        found.retain(|name| self.is_named(text, name, &innocent, day));
        self.choose(text, found, &innocent)
    }

    /// Whether anything of the catalogue may be in a text.
    fn glance(&self, text: &str) -> Scan {
        let mut stepper = self.automaton.find_overlapping_stepper();
        scan(text, |letter| {
            stepper.consume(letter);
            stepper.matches().any(|found| found.value() & 1 == 1)
        })
    }

    fn find(&self, text: &str, reading: Reading) -> Vec<Found> {
        let folded = fold(text, reading);
        let mut all = Vec::new();
        for found in self.automaton.find_overlapping_iter(&folded.text) {
            let (start, end) = (folded.letter_at(found.start()), folded.letter_at(found.end()));
            for pattern in &self.patterns[found.value() as usize >> 1] {
                if stands(&folded, start, end, &pattern.shape, &self.beside) {
                    all.push(Found::of(pattern, text, &folded, start, end));
                }
            }
        }
        all
    }

    fn find_in_readings(&self, text: &str, found: &mut Vec<Found>) {
        if !text.contains(['0', '1', '3', '4', '5', '7', '$', '@', '!']) {
            return;
        }
        for one in ['i', 'l'] {
            let mut read = self.find(text, Reading::Letters(one));
            read.retain(Found::is_read);
            found.append(&mut read);
        }
    }

    /// Whether nothing says that a found name is no name.
    fn is_named(&self, text: &str, name: &Found, innocent: &[Found], day: Option<Day>) -> bool {
        let Target::Name(entry, _) = name.target else { return false };
        let entry = &self.entries[entry];
        let over =
            |classes: &[String]| classes.is_empty() || classes.iter().any(|class| lies_under(&entry.class, class));
        let suppressed = innocent.iter().any(|other| match other.target {
            Target::Innocent(manner, words) => name.is_excused(text, other, manner) && over(&self.innocent[words]),
            _ => false,
        });
        !suppressed && day.is_none_or(|day| entry.holds_on(day))
    }

    /// The strongest effect, then the longest match, then the first in the text, then by entry; the others in `also`.
    fn choose(&self, text: &str, mut found: Vec<Found>, innocent: &[Found]) -> Option<Hit> {
        found.sort_by_cached_key(|found| {
            let (entry, name) = found.name();
            let note = self.entries[entry].effect_of(name) == HintEffect::Note;
            (note, Reverse(found.letters), found.source, found.via.is_some(), self.entries[entry].id.clone(), name)
        });
        let mut seen = Vec::new();
        found.retain(|found| {
            let (entry, _) = found.name();
            let new = !seen.contains(&entry);
            seen.push(entry);
            new
        });
        let mut found = found.into_iter();
        let first = found.next()?;
        let also = found.map(|found| self.weaker(text, &found)).collect();
        Some(self.hit(text, first, also, innocent))
    }

    fn hit(&self, text: &str, found: Found, also: Vec<GoodsHit>, innocent: &[Found]) -> Hit {
        let (place, name) = found.name();
        let entry = &self.entries[place];
        let lawful = innocent.iter().find_map(|other| match other.target {
            Target::Lawful(lawful_entry, lawful) if lawful_entry == place => Some(lawful),
            _ => None,
        });
        let effect = match (entry.effect_of(name), lawful) {
            (HintEffect::Inspect(_), Some(lawful)) => HintEffect::Inspect(entry.lawful[lawful].clone()),
            (effect, _) => effect,
        };
        let (start, end) = found.source;
        let (matched, name) = (text[start..end].to_owned(), entry.names[name].text.clone());
        let at = text[..start].chars().count();
        let mut trail = found.trail;
        if let Some(via) = found.via {
            trail.push(Fold { at, from: matched.clone(), to: name.clone(), kinds: vec![via] });
        }
        Hit {
            entry: entry.id.clone(),
            class: entry.class.clone(),
            provision: entry.provision.clone(),
            effect,
            name,
            matched,
            at,
            trail,
            also,
            lawful_use: lawful.is_some(),
        }
    }

    fn weaker(&self, text: &str, found: &Found) -> GoodsHit {
        let entry = &self.entries[found.name().0];
        let matched = text[found.source.0..found.source.1].to_owned();
        GoodsHit { entry: entry.id.clone(), class: entry.class.clone(), matched }
    }
}

impl Found {
    fn of(pattern: &Pattern, text: &str, folded: &Folded, start: usize, end: usize) -> Self {
        let source = (folded.letters[start].source.0, folded.letters[end - 1].source.1);
        let named = matches!(pattern.target, Target::Name(..));
        let trail = if named { folded.trail(text, start, end) } else { Vec::new() };
        Self { target: pattern.target, via: pattern.via, source, letters: end - start, trail }
    }

    /// The place of the entry and of its name; only names are chosen from.
    fn name(&self) -> (usize, usize) {
        match self.target {
            Target::Name(entry, name) => (entry, name),
            _ => (0, 0),
        }
    }

    /// Whether innocent words stand to this name so that it is none.
    fn is_excused(&self, text: &str, words: &Self, manner: Manner) -> bool {
        let ((start, end), (first, last)) = (self.source, words.source);
        let inside = start <= first && last <= end;
        match manner {
            Manner::Covers => first <= start && end <= last,
            Manner::InLine => !inside && in_one_line(text, self.source, words.source),
            Manner::Crosses if self.letters > CROSSED_LETTERS_MAX => false,
            Manner::Crosses => {
                first < start && start < last && last < end || start < first && first < end && end < last
            }
            Manner::Follows => first == end,
            Manner::Precedes => last == start,
        }
    }

    /// Whether this name needs digits read as letters, and only a few of them.
    fn is_read(&self) -> bool {
        let digits: usize =
            self.trail.iter().filter(|fold| fold.kinds.contains(&FoldKind::Digit)).map(|fold| fold.to.len()).sum();
        matches!(self.target, Target::Name(..))
            && self.letters >= READ_LETTERS_MIN
            && (1..=self.letters / 2).contains(&digits)
    }
}

/// Whether no list's separator stands between two places of a text.
fn in_one_line(text: &str, one: (usize, usize), other: (usize, usize)) -> bool {
    let (start, end) = (one.0.min(other.0), one.1.max(other.1));
    fold(&text[start..end], Reading::Plain).letters.iter().skip(1).all(|letter| letter.gap != Gap::List)
}
