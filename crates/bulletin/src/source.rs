//! Where figures come from: facts as they were known at one moment, and figures from elsewhere.

use std::sync::Arc;

use casebook::{
    Casebook, CasebookError, Subject, SubjectId, SubjectKind,
    acts::{Payload, publication::FigureOrigin},
    case::effective,
    facts::{Fact, FactKind, Facts},
};

use crate::Period;

/// Subject under which figures from elsewhere are recorded.
pub const EXTERNAL_FIGURES: &str = "external-figures";

/// A figure that the register does not hold itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct External {
    /// Id of the series, e.g. `other-crimes-arrested`.
    pub series: String,
    /// The months that it speaks of.
    pub period: Period,
    /// The figure, in the unit of the series.
    pub value: u64,
    /// Whether it was solved back from a share and not published.
    pub back_solved: bool,
    /// Where it was read, or from what it was solved back.
    pub source: String,
    /// The act that recorded it.
    pub sequence: u64,
}

/// Facts as they were known at one moment.
pub trait Source {
    /// Calls `each` with every fact of the wanted kinds that was held to be so.
    fn scan(&self, wanted: &dyn Fn(FactKind) -> bool, each: &mut dyn FnMut(&Fact));

    /// Sequence of the last act that is taken into account.
    fn as_of(&self) -> u64;

    /// Figures from elsewhere.
    fn external(&self) -> &[External];
}

/// A casebook as it was known at one moment.
#[derive(Debug)]
pub struct Register {
    facts: Arc<Facts>,
    as_of: u64,
    external: Vec<External>,
}

impl Register {
    /// The casebook as it was known when its ledger ended at `as_of`; none: as it is now.
    ///
    /// # Errors
    /// Those of the casebook.
    pub fn read(casebook: &Casebook, as_of: Option<u64>) -> Result<Self, CasebookError> {
        let facts = casebook.facts()?;
        let as_of = as_of.unwrap_or(u64::MAX).min(facts.head());
        let external = external(casebook, as_of)?;
        Ok(Self { facts, as_of, external })
    }
}

fn external(casebook: &Casebook, as_of: u64) -> Result<Vec<External>, CasebookError> {
    let Some(id) = SubjectId::parse(EXTERNAL_FIGURES) else { return Ok(Vec::new()) };
    let acts = casebook.ledger().acts_of(&Subject { kind: SubjectKind::Publication, id }, as_of)?;
    let stated = effective(&acts)?.into_iter().filter_map(|act| match &act.payload {
        Payload::FigureStated(stated) => Some(External {
            series: stated.series.as_str().to_owned(),
            period: stated.period.as_str().parse().ok()?,
            value: stated.value,
            back_solved: stated.origin == FigureOrigin::BackSolved,
            source: stated.source.clone(),
            sequence: act.sequence,
        }),
        _ => None,
    });
    Ok(stated.collect())
}

impl Source for Register {
    fn scan(&self, wanted: &dyn Fn(FactKind) -> bool, each: &mut dyn FnMut(&Fact)) {
        self.facts.scan(self.as_of, wanted, each);
    }

    fn as_of(&self) -> u64 {
        self.as_of
    }

    fn external(&self) -> &[External] {
        &self.external
    }
}
