//! Names with a part of the thing right after them, and names in both scripts.

use super::{Catalogue, Found, Pattern};
use crate::goods::{fold::Folded, mixed::Scripts};

impl Catalogue {
    /// A name with a part of the thing right after it, which needs no other words: 雪豹 and 皮.
    pub(super) fn wholes(
        &self,
        pattern: &Pattern,
        folded: &Folded,
        start: usize,
        end: usize,
    ) -> Vec<(usize, usize, Pattern)> {
        let (Some(needs), None) = (pattern.needs, pattern.via) else { return Vec::new() };
        let rest = folded.letters.get(end).map_or("", |next| &folded.text[next.place..]);
        let parts = self.after[needs].iter().filter(|part| !part.is_empty() && rest.starts_with(part.as_str()));
        let whole = || Pattern { needs: None, ..pattern.clone() };
        let is_latin = folded.letters[start..end].iter().all(|letter| letter.letter.is_ascii());
        parts.filter(|_| !is_latin).map(|part| (start, end + part.chars().count(), whole())).collect()
    }

    /// Adds names with parts after them, one a place and none where the same letters mean something already.
    pub(super) fn add_wholes(
        &self,
        mut wholes: Vec<(usize, usize, Pattern)>,
        text: &str,
        folded: &Folded,
        all: &mut Vec<Found>,
    ) {
        if wholes.is_empty() {
            return;
        }
        wholes.sort_by_key(|(start, end, pattern)| (*start, *end, pattern.target));
        wholes.dedup_by_key(|(start, end, _)| (*start, *end));
        for (start, end, pattern) in wholes {
            let to = folded.letters.get(end).map_or(folded.text.len(), |next| next.place);
            let letters = &folded.text[folded.letters[start].place..to];
            if !self.means_something(letters) {
                self.add_if_it_stands(&pattern, text, folded, (start, end), all);
            }
        }
    }

    /// Adds names that are written in both scripts.
    pub(super) fn add_mixed(&self, text: &str, folded: &Folded, all: &mut Vec<Found>) {
        let mut scripts = Scripts::default();
        for letter in &folded.letters {
            scripts.see(letter.letter);
        }
        let Some(automaton) = scripts.are_mixed().then(|| self.mixed().automaton()).flatten() else { return };
        for found in automaton.find_overlapping_iter(&folded.text) {
            let place = (folded.letter_at(found.start()), folded.letter_at(found.end()));
            self.add_if_it_stands(self.mixed().pattern(found.value()), text, folded, place, all);
        }
    }
}
