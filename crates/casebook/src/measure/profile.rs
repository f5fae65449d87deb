//! What differs from kind to kind in the life of a document: its clock for the reply, and which rule governs a step.

use crate::acts::{
    measure::{MeasureIssued, MeasureKind},
    recommend::{RecommendationIssued, RecommendationType},
};

/// How a kind of document lives. A step without a rule does not exist for it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Profile {
    /// The clock that runs from service, and its option in days.
    pub(crate) reply_clock: Option<(&'static str, Option<u16>)>,
    /// Rule of a reply.
    pub(crate) reply: Option<&'static str>,
    /// Rule of urging.
    pub(crate) urge: Option<&'static str>,
    /// Rule of a report upward.
    pub(crate) escalate: Option<&'static str>,
    /// Rule of an objection, and the clock of its re-examination.
    pub(crate) objection: Option<(&'static str, Option<&'static str>)>,
    /// Rule of a look by the office above, and its clock.
    pub(crate) review: Option<(&'static str, Option<&'static str>)>,
    /// Whether somebody must ask for that look.
    pub(crate) review_is_asked: bool,
    /// Whether that look waits for a re-examination.
    pub(crate) review_after_reexamination: bool,
}

const PLAIN: Profile = Profile {
    reply_clock: None,
    reply: Some("reply"),
    urge: None,
    escalate: None,
    objection: None,
    review: None,
    review_is_asked: false,
    review_after_reexamination: true,
};

/// A measure of supervision.
pub(crate) fn of_measure(issued: &MeasureIssued) -> Profile {
    match issued.kind {
        MeasureKind::FilingSupervision => filing("filing-reasons"),
        MeasureKind::FilingSilence => filing("filing-silence-reasons"),
        MeasureKind::WithdrawalSupervision => Profile {
            objection: Some(("withdrawal-objection", Some("withdrawal-reconsideration"))),
            review: Some(("withdrawal-objection", Some("withdrawal-review"))),
            review_is_asked: true,
            ..filing("filing-reasons")
        },
        MeasureKind::InvestigationOpinion | MeasureKind::TrialOpinion => Profile {
            reply_clock: issued.reply_days.map(|days| ("correction-reply", Some(days))),
            urge: Some("opinion-urge"),
            escalate: Some("opinion-escalate"),
            objection: Some(("opinion-objection", Some("objection-reexamination"))),
            review: Some(("opinion-review", None)),
            ..PLAIN
        },
        MeasureKind::Protest => {
            Profile { reply: None, review: Some(("protest-above", None)), review_after_reexamination: false, ..PLAIN }
        }
        _ => PLAIN,
    }
}

fn filing(clock: &'static str) -> Profile {
    Profile {
        reply_clock: Some((clock, None)),
        reply: Some("filing-demand"),
        urge: Some("opinion-urge"),
        escalate: Some("filing-correction"),
        ..PLAIN
    }
}

/// A recommendation.
pub(crate) fn of_recommendation(issued: &RecommendationIssued) -> Profile {
    let clock = match (issued.kind, issued.urgent) {
        (RecommendationType::PublicInterest, true) => ("public-interest-reply-urgent", None),
        (RecommendationType::PublicInterest, false) => ("public-interest-reply", None),
        _ => ("recommendation-reply", issued.reply_days),
    };
    Profile {
        reply_clock: Some(clock),
        urge: Some("advice-urge"),
        escalate: Some("advice-urge"),
        objection: Some(("advice-objection", None)),
        ..PLAIN
    }
}

/// An order to rectify: its due day stands in the order; objections go to reconsideration and the courts.
pub(crate) fn of_order() -> Profile {
    Profile { reply: Some("order-correct"), ..PLAIN }
}
