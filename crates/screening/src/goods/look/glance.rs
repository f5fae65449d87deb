//! A scan that keeps nothing: whether anything of the catalogue may be in a text.

use daachorse::CharwiseDoubleArrayAhoCorasick;

use super::Catalogue;
use crate::goods::{
    fold::{Scan, scan},
    mixed::Scripts,
    sound::{self, letter_of_sound},
};

impl Catalogue {
    /// Whether anything of the catalogue may be in a text.
    pub(super) fn glance(&self, text: &str) -> Scan {
        let mut scripts = Scripts::default();
        let seen = self.glance_at_names(text, &mut scripts);
        let mixed = (seen != Scan::Stopped && scripts.are_mixed()).then(|| self.mixed().automaton()).flatten();
        let Some(mixed) = mixed else { return seen };
        let mut stepper = mixed.find_overlapping_stepper();
        let is_mixed = scan(text, |letter| {
            stepper.consume(letter);
            stepper.matches().next().is_some()
        });
        if is_mixed == Scan::Stopped { is_mixed } else { seen }
    }

    fn glance_at_names(&self, text: &str, scripts: &mut Scripts) -> Scan {
        let mut stepper = self.automaton.find_overlapping_stepper();
        let names = self.sounds();
        let mut sounds = names.automaton().map(CharwiseDoubleArrayAhoCorasick::find_overlapping_stepper);
        let mut last = ['\0'; sound::LETTERS_MAX];
        scan(text, |letter| {
            scripts.see(letter);
            stepper.consume(letter);
            if stepper.matches().any(|found| found.value() & 1 == 1) {
                return true;
            }
            let Some(sounds) = sounds.as_mut().filter(|_| !letter.is_ascii()) else { return false };
            last.rotate_left(1);
            last[sound::LETTERS_MAX - 1] = letter;
            sounds.consume(letter_of_sound(letter));
            sounds.matches().any(|found| {
                let group = names.group(found.value());
                group
                    .iter()
                    .any(|name| name.likeness(last[sound::LETTERS_MAX - name.len()..].iter().copied()).is_some())
            })
        })
    }
}
