//! Looking for the names of the catalogue in one text.
//!
//! A scan that keeps nothing comes first, because most texts name nothing of the catalogue.

mod glance;
mod made;

use std::{cmp::Reverse, sync::Arc};

use parcel::{Day, GoodsHit, HintEffect, Provision};

use super::{
    catalogue::Catalogue,
    entry::lies_under,
    fold::{Fold, FoldKind, Folded, Gap, READ_LETTERS_MIN, Reading, Scan, fold, looks_like_a_letter},
    pattern::{Manner, Pattern, Target},
    place::{Shape, are_given, compound_ends, is_counted, stands},
    sound::letter_of_sound,
    words::{are_parts_of_others, are_words_themselves},
};

/// Letters of the longest name that an innocent word beside it can take apart.
const CROSSED_LETTERS_MAX: usize = 3;

/// Letters of the longest name that is weighed against the words around it.
const WEIGHED_LETTERS_MAX: usize = 4;

/// The class of media, whose titles name them.
const SPEECH: &str = "terror_media";

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
    /// Words that it needs in the same line.
    needs: Option<usize>,
    /// Bytes of the text.
    source: (usize, usize),
    letters: usize,
    /// For names, the bytes of the text at which their compound may end.
    compound_ends: Vec<usize>,
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
        let others: Vec<Found> = found.extract_if(.., |found| !matches!(found.target, Target::Name(..))).collect();
        found.retain(|name| self.is_named(text, name, &others, day));
        self.choose(text, found, &others)
    }

    fn find(&self, text: &str, reading: Reading) -> Vec<Found> {
        let folded = fold(text, reading);
        let (mut all, mut wholes) = (Vec::new(), Vec::new());
        for found in self.automaton.find_overlapping_iter(&folded.text) {
            let (start, end) = (folded.letter_at(found.start()), folded.letter_at(found.end()));
            for pattern in &self.patterns[found.value() as usize >> 1] {
                wholes.extend(self.wholes(pattern, &folded, start, end));
                self.add_if_it_stands(pattern, text, &folded, (start, end), &mut all);
            }
        }
        self.add_wholes(wholes, text, &folded, &mut all);
        self.add_mixed(text, &folded, &mut all);
        if reading == Reading::Plain {
            self.find_by_sound(text, &folded, &mut all);
        }
        all
    }

    fn add_if_it_stands(
        &self,
        pattern: &Pattern,
        text: &str,
        folded: &Folded,
        (start, end): (usize, usize),
        all: &mut Vec<Found>,
    ) {
        if stands(folded, start, end, &pattern.shape, &self.beside) && self.counts(pattern.target, folded, start, end) {
            all.push(self.found(pattern, text, folded, start, end));
        }
    }

    /// Whether the words around something found leave it what it is.
    fn counts(&self, target: Target, text: &Folded, start: usize, end: usize) -> bool {
        match target {
            Target::Name(..) if end - start <= WEIGHED_LETTERS_MAX => !are_parts_of_others(text, start, end),
            Target::Innocent(Manner::Heads, _) if is_counted(text, start) => false,
            Target::Innocent(manner, _) if manner.can_be_withdrawn() => !are_given(text, start, &self.beside),
            _ => true,
        }
    }

    /// Finds names that are written with other characters of the same sound.
    fn find_by_sound(&self, text: &str, folded: &Folded, all: &mut Vec<Found>) {
        let Some(automaton) = self.sounds().automaton() else { return };
        let sounds: String = folded.letters.iter().map(|letter| letter_of_sound(letter.letter)).collect();
        for found in automaton.find_overlapping_iter(&sounds) {
            // Every letter of `sounds` takes three bytes.
            let (start, end) = (found.start() / 3, found.end() / 3);
            let letters = || folded.letters[start..end].iter().map(|letter| letter.letter);
            for name in self.sounds().group(found.value()) {
                let Some(likeness) = name.likeness(letters()) else { continue };
                let shape = Shape::default();
                if stands(folded, start, end, &shape, &self.beside)
                    && !are_words_themselves(folded, start, end, likeness)
                {
                    let target = Target::Name(name.entry, name.name);
                    let pattern = Pattern { target, via: Some(FoldKind::Homophone), shape, needs: None };
                    all.push(self.found(&pattern, text, folded, start, end));
                }
            }
        }
    }

    fn found(&self, pattern: &Pattern, text: &str, folded: &Folded, start: usize, end: usize) -> Found {
        let mut found = Found::of(pattern, text, folded, start, end);
        if matches!(pattern.target, Target::Name(..)) {
            let ends = compound_ends(folded, end, &self.beside);
            found.compound_ends = ends.into_iter().map(|end| folded.letters[end - 1].source.1).collect();
        }
        found
    }

    fn find_in_readings(&self, text: &str, found: &mut Vec<Found>) {
        if !text.contains(looks_like_a_letter) {
            return;
        }
        for one in ['i', 'l'] {
            let mut read = self.find(text, Reading::Letters(one));
            read.retain(Found::is_read);
            found.append(&mut read);
        }
    }

    /// Whether nothing says that a found name is no name.
    fn is_named(&self, text: &str, name: &Found, others: &[Found], day: Option<Day>) -> bool {
        let Target::Name(entry, _) = name.target else { return false };
        let entry = &self.entries[entry];
        let over =
            |classes: &[String]| classes.is_empty() || classes.iter().any(|class| lies_under(&entry.class, class));
        let despite = others.iter().any(|other| match other.target {
            Target::Despite(words) => over(&self.innocent[words]) && name.shares_a_line(text, other),
            _ => false,
        });
        let excused = others.iter().any(|other| match other.target {
            Target::Innocent(manner, words) => {
                !(despite && manner.can_be_withdrawn())
                    && over(&self.innocent[words])
                    && name.is_excused(text, other, manner)
            }
            _ => false,
        });
        let accompanied = name.needs.is_none_or(|needs| {
            others.iter().any(|other| other.target == Target::Partner(needs) && name.shares_a_line(text, other))
        });
        let titled = in_title(text, name.source) && !lies_under(&entry.class, SPEECH);
        accompanied && !excused && !titled && day.is_none_or(|day| entry.holds_on(day))
    }

    /// The strongest effect, then the longest match, then the first in the text, then by entry; the others in `also`.
    fn choose(&self, text: &str, mut found: Vec<Found>, others: &[Found]) -> Option<Hit> {
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
        Some(self.hit(text, first, also, others))
    }

    fn hit(&self, text: &str, found: Found, also: Vec<GoodsHit>, others: &[Found]) -> Hit {
        let (place, name) = found.name();
        let entry = &self.entries[place];
        let lawful = others.iter().find_map(|other| match other.target {
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
        let Pattern { target, via, needs, .. } = *pattern;
        Self { target, via, needs, source, letters: end - start, compound_ends: Vec::new(), trail }
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
        match manner {
            Manner::Covers => first <= start && end <= last,
            Manner::InLine => self.shares_a_line(text, words),
            Manner::Heads => first >= end && self.compound_ends.contains(&last),
            Manner::Crosses if self.letters > CROSSED_LETTERS_MAX => false,
            Manner::Crosses => {
                first < start && start < last && last < end || start < first && first < end && end < last
            }
            Manner::Follows => first == end,
            Manner::Precedes => last == start,
        }
    }

    /// Whether other words stand in the same line of a list, and not in the name itself.
    fn shares_a_line(&self, text: &str, words: &Self) -> bool {
        let inside = self.source.0 <= words.source.0 && words.source.1 <= self.source.1;
        !inside && in_one_line(text, self.source, words.source)
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

/// Whether a place lies inside the marks of a title, with other words of it.
fn in_title(text: &str, (start, end): (usize, usize)) -> bool {
    let before = text[..start].rfind(['《', '》']).map(|place| &text[place..]);
    let Some(title) = before.and_then(|rest| rest.strip_prefix('《')) else { return false };
    let Some((title, _)) = title.split_once('》') else { return false };
    title.len() > end - start && title.contains(&text[start..end])
}

/// Whether no list's separator stands between two places of a text.
fn in_one_line(text: &str, one: (usize, usize), other: (usize, usize)) -> bool {
    let (first, second) = if one.0 <= other.0 { (one, other) } else { (other, one) };
    // From the last letter of the first to the first of the second, so that the gap between them counts.
    let start = text[..first.1].char_indices().next_back().map_or(0, |(place, _)| place);
    let end = second.0 + text[second.0..].chars().next().map_or(0, char::len_utf8);
    start >= end || fold(&text[start..end], Reading::Plain).letters.iter().skip(1).all(|letter| letter.gap != Gap::List)
}
