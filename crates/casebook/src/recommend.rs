//! Procuratorial recommendations: points one by one, replies point by point, and what changed afterwards (`effect`).
//!
//! The life of the document is that of every measure (`measure::life`).

pub mod effect;
pub mod example;

use parcel::{Bilingual, Day};

use crate::{
    Act, Office,
    acts::{
        ActKind, Payload,
        measure::{Answer, FollowUp},
        recommend::{Point, RecommendationIssued},
    },
    facts::{Fact, FactKind, Reason},
    legality::document::{Breach, Outcome, demand},
    measure::{
        Life, facts,
        life::{fits, is_name},
        profile::{self, Profile},
    },
    words::Named,
};

/// A recommendation as it stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RecommendationState {
    /// How many acts it has.
    pub version: u32,
    /// The latest act.
    pub sequence: u64,
    /// What was issued; none: nothing yet.
    pub issued: Option<RecommendationIssued>,
    /// By which office.
    pub office: Option<Office>,
    /// Where the document is.
    pub life: Life,
    /// What became of each point.
    pub points: Vec<PointState>,
}

/// What became of one point.
#[derive(Clone, Debug, PartialEq)]
pub struct PointState {
    /// What it says.
    pub point: Point,
    /// The latest answer to it; none: not answered.
    pub answer: Option<(Day, Answer)>,
    /// What was done, or why not.
    pub reason: Option<String>,
    /// What was found of it.
    pub finding: Option<(Day, FollowUp)>,
}

impl RecommendationState {
    /// In words.
    pub fn describe(&self) -> Bilingual {
        let Some(issued) = &self.issued else { return Bilingual::new("建议未发出", "nothing was issued") };
        let (kind, stage) = (issued.kind.label(), self.life.stage().label());
        Bilingual::new(format!("{}，{}", kind.zh, stage.zh), format!("{}, {}", kind.en, stage.en))
    }

    fn profile(&self) -> Option<Profile> {
        self.issued.as_ref().map(profile::of_recommendation)
    }

    pub(crate) fn apply(&mut self, act: &Act) {
        (self.version, self.sequence) = (act.version, act.sequence);
        let Some(profile) = self.profile() else { return self.begin(act) };
        self.life.apply(act, &profile);
        match &act.payload {
            Payload::DocumentReplied(reply) => {
                for answer in &reply.points {
                    if let Some(point) = at(&mut self.points, answer.point) {
                        point.answer = Some((act.day, answer.answer));
                        point.reason.clone_from(&answer.reason);
                    }
                }
            }
            Payload::DocumentFollowedUp(follow) => {
                for found in &follow.points {
                    if let Some(point) = at(&mut self.points, found.point) {
                        point.finding = Some((act.day, found.finding));
                    }
                }
            }
            _ => {}
        }
    }

    fn begin(&mut self, act: &Act) {
        let Payload::RecommendationIssued(issued) = &act.payload else { return };
        self.life.issue(act.day);
        self.office = Some(act.office.clone());
        let state = |point: &Point| PointState { point: point.clone(), answer: None, reason: None, finding: None };
        self.points = issued.points.iter().map(state).collect();
        self.issued = Some(issued.clone());
    }

    pub(crate) fn takes(&self, kind: ActKind) -> bool {
        self.order(kind).is_ok()
    }

    fn order(&self, kind: ActKind) -> Outcome {
        match self.profile() {
            None => demand(kind == ActKind::RecommendationIssued, "document-first"),
            Some(_) if kind == ActKind::RecommendationIssued => Err(Breach::Rule("document-first")),
            Some(profile) => {
                demand(is_shared(kind), "document-other")?;
                self.life.order(kind, &profile)
            }
        }
    }

    pub(crate) fn check(&self, day: Day, payload: &Payload) -> Outcome {
        self.order(payload.kind())?;
        demand(self.life.latest.is_none_or(|latest| latest <= day), "day-in-order")?;
        if let Payload::RecommendationIssued(issued) = payload {
            return issue(issued, day);
        }
        let Some(profile) = self.profile() else { return Ok(()) };
        self.life.particulars(day, payload, &profile, self.points.len())
    }

    pub(crate) fn facts(&self, act: &Act, number: u32) -> Vec<Fact> {
        match &act.payload {
            Payload::RecommendationIssued(_) => {
                vec![facts::fact(act, number, FactKind::RecommendationIssued, Reason::None)]
            }
            // The first reply is the one that is counted; later ones change the state.
            Payload::DocumentReplied(reply) if self.life.replies.is_empty() => {
                vec![facts::fact(act, number, FactKind::RecommendationReplied, facts::adoption(reply.answer))]
            }
            _ => Vec::new(),
        }
    }
}

/// A point by its number, from 1.
fn at(points: &mut [PointState], number: u16) -> Option<&mut PointState> {
    points.get_mut(usize::from(number).checked_sub(1)?)
}

/// Steps that every document knows.
pub(crate) fn is_shared(kind: ActKind) -> bool {
    matches!(
        kind,
        ActKind::DocumentServed
            | ActKind::DocumentUrged
            | ActKind::DocumentReplied
            | ActKind::DocumentObjected
            | ActKind::DocumentReexamined
            | ActKind::DocumentReviewAsked
            | ActKind::DocumentReviewed
            | ActKind::DocumentEscalated
            | ActKind::DocumentWithdrawn
            | ActKind::DocumentFollowedUp
            | ActKind::DocumentClosed
    )
}

fn issue(issued: &RecommendationIssued, day: Day) -> Outcome {
    let copies = issued.copies.iter().all(|copy| is_name(copy));
    demand(is_name(&issued.addressee) && copies, "text-length")?;
    let texts = |point: &Point| fits(&point.recommends) && point.problem.as_deref().is_none_or(fits);
    let short = |point: &Point| point.indicators.len() <= 16 && point.indicators.iter().all(|id| is_name(id));
    demand((1..=64).contains(&issued.points.len()), "text-length")?;
    demand(issued.points.iter().all(|point| texts(point) && short(point)), "text-length")?;
    demand(issued.reply_days.is_none_or(|days| (1..=61).contains(&days)), "advice-reply")?;
    demand(issued.investigated_from.is_none_or(|from| from <= day), "day-in-order")
}
