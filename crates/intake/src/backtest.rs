//! A changed pack tried on what was journaled: which items it touches, what it finds, what it costs.
//!
//! Two deciders run over the journal in its order, each with windows of its own, filled as they were filled then:
//! what is said of a record knows nothing that came after it. Both are the decider that decides live.
//! Nothing is written. What became of items afterwards is read from the same pass (`labels`).

mod labels;
mod pass;
mod report;
mod sum;
mod tally;

use std::sync::Arc;

use hashbrown::{HashMap, HashSet};
use journal::Entries;
use parcel::Day;
use screening::Screener;

pub use labels::Known;
pub use report::{
    Asked, Backtest, Example, Expectation, RuleReport, Share, Sides, Standing, Surprise, Unexpected, VerdictChange,
};

use crate::{
    store::{Progress, StoreError},
    windows::WindowBounds,
};

/// What is tried on what.
pub struct Trial<'a> {
    /// The journal.
    pub journal: &'a dyn Entries,
    /// The pack in force.
    pub base: Arc<Screener>,
    /// The changed pack.
    pub changed: Arc<Screener>,
    /// Bounds of windows, of each side.
    pub bounds: WindowBounds,
    /// First day of acceptance that counts; windows fill from the start of the journal all the same.
    pub from: Option<Day>,
    /// Last day of acceptance that counts.
    pub to: Option<Day>,
    /// Finds that the journal does not tell of, e.g. of covert test parcels: by `screening::window::item_print`.
    pub known: HashSet<u64>,
    /// Which rules may newly fire on which items; every other new hit is unexpected. None: nobody asks.
    pub expected: Option<HashMap<u64, Vec<String>>>,
}

/// Tries the changed pack. `progress` hears entries passed.
pub fn run(trial: &Trial<'_>, progress: Progress<'_>) -> Result<Backtest, StoreError> {
    let mut tally = tally::Tally::new(trial);
    pass::run(trial, &mut tally, progress)?;
    tally.finish(trial)
}
