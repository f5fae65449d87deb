//! A published recommendation in the form in which one is recorded.

use law::{ExamplePoint, RecommendationExample};
use parcel::{Bilingual, Choice};

use crate::{
    SubjectId,
    acts::recommend::{Point, RecommendationIssued, RecommendationType},
};

/// An example as an act that could be recorded, its texts chosen by `pick`; none: it names no type or number we know.
pub fn issued(
    example: &RecommendationExample,
    approval: SubjectId,
    pick: impl Fn(&Bilingual) -> String,
) -> Option<RecommendationIssued> {
    let point = |(place, point): (usize, &ExamplePoint)| Point {
        problem: example.problems.get(place).map(&pick),
        recommends: pick(&point.recommends),
        indicators: point.indicators.clone(),
    };
    Some(RecommendationIssued {
        kind: RecommendationType::from_word(&example.kind)?,
        document: SubjectId::parse(&example.document)?,
        addressee: pick(&example.addressee),
        operator: None,
        copies: example.copies.iter().map(&pick).collect(),
        copies_count: Some(example.copies_count),
        case: None,
        points: example.points.iter().enumerate().map(point).collect(),
        reply_days: None,
        urgent: false,
        approval,
        investigated_from: None,
    })
}
