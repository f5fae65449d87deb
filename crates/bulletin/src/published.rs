//! Figures that were published: by whom, when, as which words, and how each is to be checked.
//!
//! The data only say what was published. What follows from it is worked out in `check`.

use std::{collections::BTreeMap, fmt, sync::LazyLock};

use jiff::civil::Date;
use parcel::Bilingual;
use serde::{Deserialize, Serialize};

use crate::{BulletinError, Exact, Interval, Period, formula::Formula};

mod raw;
mod read;
mod stated;
#[cfg(test)]
mod tests;

pub use stated::Stated;

/// How sure it is that a figure was published like this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Confidence {
    /// The publisher's own text was read, or several independent sources agree.
    H,
    /// One reasonable secondary source.
    M,
    /// Not verified.
    L,
}

/// How a release rounds its percentages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Rounding {
    /// To the nearest: within half a unit of the last place.
    #[default]
    Nearest,
    /// Not said whether to the nearest, up or down: within one unit of the last place.
    Unstated,
}

/// What is counted or compared, in every release by the same id.
#[derive(Clone, Debug)]
pub struct Series {
    /// Id, e.g. `non-arrest-rate`.
    pub id: String,
    /// Name in both languages.
    pub name: Bilingual,
    /// Unit: cases, persons, person-times, case-times, documents, percent.
    pub unit: String,
}

/// One figure of a release.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Id of the series.
    pub series: String,
    /// The months that it speaks of.
    pub period: Period,
    /// As published.
    pub stated: Stated,
    /// What it may stand for, by the rounding of its release.
    pub interval: Interval,
}

/// Something published on one day by one publisher.
#[derive(Clone, Debug)]
pub struct Release {
    /// Id within the file.
    pub id: String,
    /// Day of publication.
    pub day: Date,
    /// Whether that day was found in a source, and not only inferred.
    pub day_verified: bool,
    /// What its figures speak of; only figures of one scope are compared.
    pub scope: String,
    /// Publisher and title.
    pub title: Bilingual,
    /// Where it was read.
    pub source: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// Its figures.
    pub figures: Vec<Figure>,
}

/// How what is stated must stand to what follows from other figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Relation {
    /// The same.
    #[default]
    Equals,
    /// A part of it: not more.
    AtMost,
    /// The whole of it and perhaps more: not less.
    AtLeast,
}

/// One check: a series and the formula that it should come out of.
#[derive(Clone, Debug)]
pub(crate) struct Check {
    pub(crate) series: String,
    pub(crate) formula: Formula,
    pub(crate) relation: Relation,
    /// Where a total was not published for the very period: the factor by which a month may differ from the mean
    /// of the published stretch in which it lies. An assumption, and shown as one.
    pub(crate) months_within: Option<Exact>,
    pub(crate) note: Option<Bilingual>,
}

/// Releases, series and checks, read and checked.
#[derive(Debug)]
pub struct Published {
    pub(crate) series: BTreeMap<String, Series>,
    pub(crate) releases: Vec<Release>,
    pub(crate) checks: Vec<Check>,
}

/// The files inside this program.
const FILES: &[(&str, &str)] = &[
    ("series.toml", include_str!("../data/published/series.toml")),
    ("checks.toml", include_str!("../data/published/checks.toml")),
    ("national.toml", include_str!("../data/published/national.toml")),
    ("drugs-and-parcels.toml", include_str!("../data/published/drugs-and-parcels.toml")),
    ("two-reports.toml", include_str!("../data/published/two-reports.toml")),
];

impl Published {
    /// The series inside this program, read once.
    ///
    /// # Panics
    ///
    /// If the data do not load; a test of this crate sees to it that they do.
    pub fn built_in() -> &'static Self {
        static PUBLISHED: LazyLock<Published> =
            LazyLock::new(|| Published::read(FILES).unwrap_or_else(|error| panic!("{error}")));
        &PUBLISHED
    }

    /// Reads files, by name and text. Every problem is answered at once.
    pub fn read(files: &[(&str, &str)]) -> Result<Self, BulletinError> {
        read::published(files, None)
    }

    /// Reads somebody else's figures. Series and checks of this program are known to it; its figures are not mixed in.
    pub fn read_outside(name: &str, text: &str) -> Result<Self, BulletinError> {
        read::published(&[(name, text)], Some(Self::built_in()))
    }

    /// The releases, by day.
    pub fn releases(&self) -> &[Release] {
        &self.releases
    }

    /// A series by id.
    pub fn series(&self, id: &str) -> Option<&Series> {
        self.series.get(id)
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, out)
    }
}
