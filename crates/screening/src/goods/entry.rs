//! A catalogue entry, checked.

use std::sync::Arc;

use parcel::{Day, HintEffect, Provision, Request};

use super::source::Status;

/// What one thing is called, and what is said of an item that names it.
#[derive(Debug)]
pub struct Entry {
    /// Its id, unique in the catalogue.
    pub id: Arc<str>,
    /// Its dotted class.
    pub class: Arc<str>,
    /// What it says, and where it comes from.
    pub provision: Arc<Provision>,
    /// What it asks where a strong name is found.
    pub effect: HintEffect,
    /// What it asks instead, by lawful use.
    pub lawful: Vec<Arc<Request>>,
    /// First day on which it holds, if bounded.
    pub from: Option<Day>,
    /// Last day on which it holds, if bounded.
    pub until: Option<Day>,
    /// Last day on which it holds unless somebody renews it, if bounded.
    pub renew_by: Option<Day>,
    /// What the thing is called.
    pub names: Vec<Name>,
}

/// One name of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// As written in the catalogue.
    pub text: String,
    /// Who calls it so.
    pub status: Status,
    /// Words of which one must stand in the same line, where the name alone is too common.
    pub beside: Option<Arc<[String]>>,
}

impl Name {
    /// A text that names the thing: the name, with one of the words that it needs.
    pub fn sample(&self) -> String {
        self.beside
            .iter()
            .filter_map(|words| words.first())
            .fold(self.text.clone(), |text, word| format!("{text} {word}"))
    }
}

impl Entry {
    /// Whether the entry holds on a day.
    pub fn holds_on(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.last_day().is_none_or(|last| day <= last)
    }

    /// Last day on which the entry holds, if bounded: the earlier of `until` and `renew_by`.
    pub fn last_day(&self) -> Option<Day> {
        self.until.into_iter().chain(self.renew_by).min()
    }

    /// What the entry asks where this name of it is found.
    pub fn effect_of(&self, name: usize) -> HintEffect {
        if self.names[name].status == Status::Weak { HintEffect::Note } else { self.effect.clone() }
    }
}

/// Whether a class is another or lies under it.
pub(super) fn lies_under(class: &str, other: &str) -> bool {
    class.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
