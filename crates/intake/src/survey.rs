//! The journal read for the model of stations: acceptances and passes of a period, one operator or all.

use std::ops::ControlFlow;

use journal::Entries;
use parcel::{Day, Operator, statutory_day};
use screening::station::{Counter, Full, Parameters, Survey, Surveyed};

use crate::{
    entry::{self, Entry},
    keep::KeepError,
    store::{Progress, StoreError},
};

/// What is looked at.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// First day of acceptance, or of the pass.
    pub from: Option<Day>,
    /// Last day of acceptance, or of the pass.
    pub to: Option<Day>,
    /// One operator only.
    pub operator: Option<Operator>,
}

/// Stations cannot be surveyed.
#[derive(Debug, thiserror::Error)]
pub enum SurveyError {
    /// There is more than fits: choose less.
    #[error(transparent)]
    Full(#[from] Full),
    /// The journal cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Scope {
    fn holds(&self, operator: &Operator, day: Day) -> bool {
        self.operator.as_ref().is_none_or(|wanted| wanted == operator)
            && self.from.is_none_or(|from| day >= from)
            && self.to.is_none_or(|to| day <= to)
    }
}

/// Reads the marks of a scope and looks for signs.
pub fn survey(
    journal: &dyn Entries,
    scope: &Scope,
    parameters: &Parameters,
    counters: &[Counter],
    progress: Progress<'_>,
) -> Result<Surveyed, SurveyError> {
    let mut survey = Survey::default();
    let mut failed: Option<SurveyError> = None;
    let end = journal.end();
    let read = journal.read(journal.start()..end, &mut |position, bytes| {
        if position % 4_096 == 0 {
            progress(position, end);
        }
        match add(&mut survey, scope, position, bytes) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        }
    });
    read.map_err(StoreError::from)?;
    progress(end, end);
    failed.map_or_else(|| Ok(survey.finish(parameters, counters)), Err)
}

fn add(survey: &mut Survey, scope: &Scope, position: u64, bytes: &[u8]) -> Result<(), SurveyError> {
    let entry = entry::read(bytes).map_err(|source| StoreError::from(KeepError::Entry { position, source }))?;
    match entry {
        Entry::Acceptance(kept, _) if scope.holds(&kept.record.item().operator, kept.record.day()) => {
            survey.item(&kept.record, position)?;
        }
        Entry::Event(kept, _) if scope.holds(&kept.record.item.operator, statutory_day(kept.record.at)) => {
            survey.event(&kept.record, position)?;
        }
        _ => {}
    }
    Ok(())
}
