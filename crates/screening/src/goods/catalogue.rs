//! The catalogue: what may not be sent, under all its names, and one automaton that looks for them all.

use std::sync::{Arc, LazyLock, OnceLock};

use daachorse::CharwiseDoubleArrayAhoCorasick;
use parcel::{Bilingual, ClassRules, Day};

use super::{
    check::{Checked, Example, Expected, check},
    entry::Entry,
    mixed::{Mixable, Mixed},
    pattern::{Pattern, Target},
    place::Beside,
    sound::Sounds,
    source::Status,
};
use crate::Diagnostic;

/// The texts that the built-in catalogue is made of.
pub const BUILT_IN_TEXTS: &[(&str, &str)] = &[
    ("catalogue.toml", include_str!("../../../../packs/cn/catalogue/catalogue.toml")),
    ("drug.toml", include_str!("../../../../packs/cn/catalogue/drug.toml")),
    ("drug-disguised.toml", include_str!("../../../../packs/cn/catalogue/drug-disguised.toml")),
    ("drug-listed.toml", include_str!("../../../../packs/cn/catalogue/drug-listed.toml")),
    ("drug-new.toml", include_str!("../../../../packs/cn/catalogue/drug-new.toml")),
    ("precursor.toml", include_str!("../../../../packs/cn/catalogue/precursor.toml")),
    ("firearm.toml", include_str!("../../../../packs/cn/catalogue/firearm.toml")),
    ("explosive.toml", include_str!("../../../../packs/cn/catalogue/explosive.toml")),
    ("wildlife.toml", include_str!("../../../../packs/cn/catalogue/wildlife.toml")),
    ("drug-schedule.toml", include_str!("../../../../packs/cn/catalogue/drug-schedule.toml")),
    ("drug-substances.toml", include_str!("../../../../packs/cn/catalogue/drug-substances.toml")),
    ("firearm-more.toml", include_str!("../../../../packs/cn/catalogue/firearm-more.toml")),
    ("explosive-more.toml", include_str!("../../../../packs/cn/catalogue/explosive-more.toml")),
    ("wildlife-mammal-bird.toml", include_str!("../../../../packs/cn/catalogue/wildlife-mammal-bird.toml")),
    ("wildlife-other.toml", include_str!("../../../../packs/cn/catalogue/wildlife-other.toml")),
    ("further.toml", include_str!("../../../../packs/cn/catalogue/further.toml")),
    ("breadth.toml", include_str!("../../../../packs/cn/catalogue/breadth.toml")),
    ("medicine.toml", include_str!("../../../../packs/cn/catalogue/medicine.toml")),
    ("other.toml", include_str!("../../../../packs/cn/catalogue/other.toml")),
    ("guard.toml", include_str!("../../../../packs/cn/catalogue/guard.toml")),
    ("head.toml", include_str!("../../../../packs/cn/catalogue/head.toml")),
    ("context.toml", include_str!("../../../../packs/cn/catalogue/context.toml")),
    ("spelling.toml", include_str!("../../../../packs/cn/catalogue/spelling.toml")),
];

/// Names of goods, each with its class, its source and what it asks.
pub struct Catalogue {
    pub(super) edition: Arc<str>,
    pub(super) entries: Vec<Entry>,
    pub(super) innocent: Vec<Vec<String>>,
    pub(super) beside: Beside,
    pub(super) patterns: Vec<Vec<Pattern>>,
    /// Finds places in `patterns`, shifted left by one; the lowest bit says that a name is among them.
    pub(super) automaton: CharwiseDoubleArrayAhoCorasick<u32>,
    /// By group of partner words: the words that make a name whole right after it.
    pub(super) after: Vec<Vec<String>>,
    /// Names to look for by their sound: entry and name.
    sounded: Vec<(usize, usize)>,
    sounds: OnceLock<Sounds>,
    mixable: Vec<Mixable>,
    mixed: OnceLock<Mixed>,
    examples: Vec<Example>,
}

/// How much a catalogue holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Entries.
    pub entries: usize,
    /// Names of entries; made spellings do not count.
    pub names: usize,
    /// Groups of innocent words.
    pub guards: usize,
    /// Spellings that the automaton looks for.
    pub spellings: usize,
}

impl Catalogue {
    /// Reads a catalogue from its texts, each with the name of its file.
    ///
    /// # Errors
    /// Every mistake in every file, with its place and what would pass.
    pub fn load(texts: &[(&str, &str)]) -> Result<Self, Vec<Diagnostic>> {
        let Checked {
            edition,
            entries,
            innocent,
            patterns,
            beside,
            after,
            sounded,
            mixable,
            examples,
            diagnostics,
            ..
        } = check(texts);
        if !diagnostics.is_empty() {
            return Err(diagnostics);
        }
        let patterns = patterns.into_inner();
        let spellings =
            patterns.iter().zip(0_u32..).map(|((spelling, group), place)| (spelling, place << 1 | names(group)));
        let automaton = CharwiseDoubleArrayAhoCorasick::with_values(spellings).map_err(|error| {
            let message =
                Bilingual::new(format!("无法建立检索表：{error}"), format!("cannot build the automaton: {error}"));
            vec![Diagnostic::at("", "", 0, "unbuildable", message)]
        })?;
        let edition = format!("cn-goods@{}", edition.unwrap_or_default()).into();
        let patterns = patterns.into_iter().map(|(_, group)| group).collect();
        let (sounds, mixed) = (OnceLock::new(), OnceLock::new());
        Ok(Self {
            edition,
            entries,
            innocent,
            beside,
            patterns,
            automaton,
            after,
            sounded,
            sounds,
            mixable,
            mixed,
            examples,
        })
    }

    /// The names by their sound, gathered when the first text is read.
    pub(super) fn sounds(&self) -> &Sounds {
        let names = self.sounded.iter().map(|(entry, name)| (*entry, *name, &*self.entries[*entry].names[*name].text));
        self.sounds.get_or_init(|| Sounds::of(names))
    }

    /// The names in both scripts, gathered when the first text in both is read.
    pub(super) fn mixed(&self) -> &Mixed {
        self.mixed.get_or_init(|| {
            let names = self.mixable.iter().map(|name| (*name, &*self.entries[name.entry].names[name.name].text));
            Mixed::of(names, |spelling| self.means_something(spelling))
        })
    }

    /// Whether a folded spelling is one of the patterns.
    pub(super) fn means_something(&self, spelling: &str) -> bool {
        self.automaton.find_overlapping_iter(spelling).any(|found| found.end() - found.start() == spelling.len())
    }

    /// The catalogue that ships with the program.
    pub fn built_in() -> &'static Self {
        static BUILT_IN: LazyLock<Catalogue> = LazyLock::new(|| match Catalogue::load(BUILT_IN_TEXTS) {
            Ok(catalogue) => catalogue,
            Err(diagnostics) => {
                let lines: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
                unreachable!("a test loads the built-in catalogue: {}", lines.join("\n"))
            }
        });
        &BUILT_IN
    }

    /// The edition, e.g. `cn-goods@2026-11-22`.
    pub fn edition(&self) -> &Arc<str> {
        &self.edition
    }

    /// How far the catalogue reaches, as a decision says it.
    pub fn reach(&self) -> parcel::Catalogue {
        parcel::Catalogue { edition: self.edition.clone(), class_rules: ClassRules::NotEvaluated }
    }

    /// The entries, in the order of their files.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// How much it holds.
    pub fn size(&self) -> Size {
        Size {
            entries: self.entries.len(),
            names: self.entries.iter().map(|entry| entry.names.len()).sum(),
            guards: self.innocent.len(),
            spellings: self.patterns.len(),
        }
    }

    /// Entries that hold on a day and no longer so many days later, unless somebody renews them; the first to end first.
    pub fn ending(&self, day: Day, days: u16) -> Vec<&Entry> {
        let horizon = day.checked_add(jiff::Span::new().days(i64::from(days))).unwrap_or(Day::MAX);
        let ends = |entry: &&Entry| entry.holds_on(day) && entry.last_day().is_some_and(|last| last < horizon);
        let mut entries: Vec<&Entry> = self.entries.iter().filter(ends).collect();
        entries.sort_by_key(|entry| (entry.last_day(), entry.id.clone()));
        entries
    }

    /// How many names of each status it holds.
    pub fn names_by_status(&self) -> Vec<(Status, usize)> {
        let names = || self.entries.iter().flat_map(|entry| &entry.names);
        [Status::Official, Status::Trade, Status::Common, Status::Slang, Status::Weak]
            .into_iter()
            .map(|status| (status, names().filter(|name| name.status == status).count()))
            .collect()
    }

    /// Runs every example of the catalogue; each that fails, with its place.
    pub fn failing_examples(&self) -> Vec<Diagnostic> {
        let fails = |example: &&Example| {
            let hit = self.look(&example.text);
            match &example.expected {
                Expected::Hit { entry, lawful } => {
                    !hit.is_some_and(|hit| hit.lawful_use == *lawful && hit.names_entry(entry))
                }
                Expected::Something => hit.is_none(),
                Expected::Nothing => hit.is_some(),
            }
        };
        self.examples.iter().filter(fails).map(Example::fails).collect()
    }
}

/// 1 if a name is among the patterns, else 0.
fn names(patterns: &[Pattern]) -> u32 {
    u32::from(patterns.iter().any(|pattern| matches!(pattern.target, Target::Name(..))))
}
