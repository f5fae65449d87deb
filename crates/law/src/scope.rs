//! Whom a row binds: words of statutes, kinds of item, places.

use std::sync::Arc;

use parcel::{
    Bilingual, Region,
    kind::{ItemKind, OperatorKind},
};

use crate::{Status, territory::Territory};

/// The words by which a statute names those who owe a duty, and what kinds of operator they reach.
#[derive(Clone, Debug)]
pub struct Word {
    /// Its id in the data files.
    pub id: Arc<str>,
    /// The words themselves.
    pub words: Bilingual,
    /// Kinds whose standing under these words was considered.
    pub readings: Vec<Reading>,
}

/// Whether the words of a statute reach a kind of operator.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The kind.
    pub kind: OperatorKind,
    /// Whether the words reach it.
    pub covered: bool,
    /// Whether a text settles it.
    pub status: Status,
    /// Why it is unverified.
    pub why: Option<String>,
}

impl Word {
    /// The reading for a kind, if it was considered.
    pub fn reading(&self, kind: OperatorKind) -> Option<&Reading> {
        self.readings.iter().find(|reading| reading.kind == kind)
    }
}

/// Whom and what a row binds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    pub(crate) who: Vec<Arc<Word>>,
    pub(crate) items: Vec<ItemKind>,
    pub(crate) agreement: Option<bool>,
    pub(crate) place: Vec<Region>,
    pub(crate) place_outside: Vec<Region>,
    pub(crate) destination: Vec<Region>,
}

/// Circumstances as the data see them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Case {
    pub(crate) kind: OperatorKind,
    pub(crate) item: ItemKind,
    pub(crate) agreement: bool,
    pub(crate) place: Territory,
    pub(crate) destination: Territory,
}

impl Scope {
    /// Whether the row binds the case, and how sure that is.
    pub(crate) fn binds(&self, case: Case) -> Option<Status> {
        let fits = (self.items.is_empty() || self.items.contains(&case.item))
            && self.agreement.is_none_or(|agreement| agreement == case.agreement)
            && (self.place.is_empty() || case.place.lies_in(&self.place))
            && !case.place.lies_in(&self.place_outside)
            && (self.destination.is_empty() || case.destination.lies_in(&self.destination))
            && case.place != Territory::Abroad;
        if fits { self.covers(case.kind) } else { None }
    }

    /// Whether any of the words reaches the kind, and how sure that is.
    pub(crate) fn covers(&self, kind: OperatorKind) -> Option<Status> {
        let readings = self.who.iter().filter_map(|word| word.reading(kind));
        readings.filter(|reading| reading.covered).map(|reading| reading.status).next()
    }
}
