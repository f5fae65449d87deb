//! Orders to rectify and the penalties that follow, with the rights of the operator.
//!
//! The life of the order is that of every document (`measure::life`); the penalty has steps of its own (`penalty`).

mod penalty;

use parcel::{Bilingual, Day};

pub use penalty::PenaltyState;

use crate::{
    Act, Office,
    acts::{ActKind, ActKind as K, Payload, measure::FollowUp, order::OrderIssued},
    facts::{Fact, FactKind, Reason},
    legality::document::{Breach, Outcome, demand},
    measure::{
        Life, facts,
        life::{fits, is_name},
        profile,
    },
    recommend::is_shared,
    words::Named,
};

/// An order as it stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OrderState {
    /// How many acts it has.
    pub version: u32,
    /// The latest act.
    pub sequence: u64,
    /// What was ordered; none: nothing yet.
    pub issued: Option<OrderIssued>,
    /// By which office.
    pub office: Option<Office>,
    /// Where the document is.
    pub life: Life,
    /// The penalty, as far as it has come.
    pub penalty: PenaltyState,
}

impl OrderState {
    /// In words.
    pub fn describe(&self) -> Bilingual {
        if self.issued.is_none() {
            return Bilingual::new("责令改正未发出", "no order was issued");
        }
        let (stage, penalty) = (self.life.stage().label(), self.penalty.stage().label());
        Bilingual::new(format!("{}；处罚：{}", stage.zh, penalty.zh), format!("{}; penalty: {}", stage.en, penalty.en))
    }

    /// Last day for putting right that the order sets: the day of service where it is owed at once; none: not served.
    pub fn due(&self) -> Option<Day> {
        self.issued.as_ref().and_then(|issued| issued.due).or(self.life.served)
    }

    /// Whether a follow-up found everything put right.
    pub fn is_fulfilled(&self) -> bool {
        matches!(self.life.followed_up.last(), Some((_, FollowUp::Done)))
    }

    pub(crate) fn apply(&mut self, act: &Act) {
        (self.version, self.sequence) = (act.version, act.sequence);
        if self.issued.is_none() {
            if let Payload::OrderIssued(issued) = &act.payload {
                self.life.issue(act.day);
                (self.issued, self.office) = (Some(issued.clone()), Some(act.office.clone()));
            }
            return;
        }
        self.life.apply(act, &profile::of_order());
        self.penalty.apply(act, &mut self.life.clocks);
    }

    pub(crate) fn takes(&self, kind: ActKind) -> bool {
        self.order(kind).is_ok()
    }

    fn order(&self, kind: ActKind) -> Outcome {
        if self.issued.is_none() {
            return demand(kind == K::OrderIssued, "document-first");
        }
        match kind {
            K::OrderIssued => Err(Breach::Rule("document-first")),
            // A closed order takes no more; a penalty is decided before.
            K::DocumentClosed => {
                self.life.order(kind, &profile::of_order())?;
                demand(!self.penalty.is_pending(), "close-answered")
            }
            _ if is_shared(kind) => self.life.order(kind, &profile::of_order()),
            _ => {
                demand(self.life.closed.is_none() && self.life.withdrawn.is_none(), "document-over")?;
                self.penalty.order(kind)
            }
        }
    }

    pub(crate) fn check(&self, day: Day, payload: &Payload) -> Outcome {
        self.order(payload.kind())?;
        demand(self.life.latest.is_none_or(|latest| latest <= day), "day-in-order")?;
        match (&self.issued, payload) {
            (_, Payload::OrderIssued(issued)) => issue(issued, day),
            (Some(issued), _) if is_shared(payload.kind()) => {
                self.life.particulars(day, payload, &profile::of_order(), issued.points.len())
            }
            (Some(issued), _) => self.penalty.particulars(issued, &self.life.clocks, self.is_fulfilled(), day, payload),
            _ => Ok(()),
        }
    }

    pub(crate) fn facts(&self, act: &Act, number: u32) -> Vec<Fact> {
        let one = |kind| vec![facts::fact(act, number, kind, Reason::None)];
        match &act.payload {
            Payload::OrderIssued(_) => one(FactKind::OrderIssued),
            Payload::DocumentFollowedUp(follow) if follow.finding == FollowUp::Done && !self.is_fulfilled() => {
                one(FactKind::OrderFulfilled)
            }
            Payload::PenaltyDecided(_) => one(FactKind::PenaltyImposed),
            _ => Vec::new(),
        }
    }
}

fn issue(issued: &OrderIssued, day: Day) -> Outcome {
    demand(is_name(&issued.operator), "text-length")?;
    demand((1..=64).contains(&issued.points.len()) && issued.points.iter().all(|point| fits(point)), "text-length")?;
    demand(issued.officers >= 2, "order-officers")?;
    demand(issued.due.is_none_or(|due| day <= due), "order-correct")?;
    let known = |breach: &String| law::Penalties::built_in().find(breach, day).is_some();
    demand(!issued.breaches.is_empty() && issued.breaches.iter().all(known), "breach-known")
}
