//! Figures from elsewhere on which published shares rest, and bulletins as they were published.
//!
//! A figure that was published is kept as it was; what it would be today is computed in `bulletin` and stands beside it.

use serde::{Deserialize, Serialize};

use crate::{SubjectId, words::words};

words! {
    /// Where a figure from elsewhere comes from.
    FigureOrigin {
        Published = "published" "已公布",
        BackSolved = "back_solved" "假定：由占比倒推",
    }
}

/// A figure that the register does not hold itself, e.g. arrests for all other crimes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigureStated {
    /// Id of the series, e.g. `other-crimes-arrested`.
    pub series: SubjectId,
    /// The months that it speaks of, e.g. `2019-01..2020-05`.
    pub period: SubjectId,
    /// The figure, in the unit of the series.
    pub value: u64,
    /// Whether somebody published it.
    pub origin: FigureOrigin,
    /// Where it was read, or from what it was solved back; 1 to 512 characters.
    pub source: String,
}

/// A bulletin left the house.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BulletinPublished {
    /// Which, e.g. `drug-casework`.
    pub bulletin: SubjectId,
    /// The months that it speaks of.
    pub period: SubjectId,
    /// Sequence of the last act that was known.
    pub as_of: u64,
    /// Version of the program that computed it.
    pub code: String,
    /// Cells of breakdowns below this were withheld.
    pub small_cells_below: u32,
    /// Every figure; at least one.
    pub figures: Vec<FigurePublished>,
}

/// One figure of a bulletin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigurePublished {
    /// Id of the indicator.
    pub indicator: SubjectId,
    /// Id of the scope.
    pub scope: SubjectId,
    /// As printed, e.g. `108663` or `-29.84`; none: it could not be derived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Numerator, or the count itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numerator: Option<u64>,
    /// Denominator, or the base of a change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denominator: Option<u64>,
}
