//! The life of a document: issued, served, urged, replied to, objected to, re-examined, withdrawn, followed up, closed.

use std::collections::HashSet;

use parcel::Day;

use super::{clocks::ClockNotes, profile::Profile};
use crate::{
    Act,
    acts::{
        ActKind as K, Payload,
        measure::{Answer, Closing, FollowUp, PointReply, Reexamination},
    },
    legality::document::{Breach, Outcome, demand},
    words::words,
};

words! {
    /// Where a document is.
    LifeStage {
        NotIssued = "not_issued" "未发出",
        Issued = "issued" "已发出未送达",
        Served = "served" "已送达未回复",
        Replied = "replied" "已回复",
        Objected = "objected" "提出异议",
        Withdrawn = "withdrawn" "已撤回",
        Closed = "closed" "已办结",
    }
}

/// One answer of the addressee.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// When.
    pub day: Day,
    /// How far it adopts on the whole.
    pub answer: Answer,
    /// Point by point.
    pub points: Vec<PointReply>,
}

/// What happened to a document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Life {
    /// When it was issued.
    pub issued: Option<Day>,
    /// When the addressee received it.
    pub served: Option<Day>,
    /// When a reply was urged.
    pub urged: Vec<Day>,
    /// Every reply.
    pub replies: Vec<Reply>,
    /// When the addressee objected.
    pub objected: Option<Day>,
    /// What the re-examination came to.
    pub reexamined: Option<(Day, Reexamination)>,
    /// When the addressee asked the office above.
    pub review_asked: Option<Day>,
    /// What the office above decided.
    pub reviewed: Option<(Day, Reexamination)>,
    /// When it was reported upward.
    pub escalated: Option<Day>,
    /// When it was taken back.
    pub withdrawn: Option<Day>,
    /// Every follow-up.
    pub followed_up: Vec<(Day, FollowUp)>,
    /// When it was closed, and why.
    pub closed: Option<(Day, Closing)>,
    /// Day of the latest act.
    pub latest: Option<Day>,
    /// Clocks that were started.
    pub clocks: ClockNotes,
}

impl Life {
    /// Where it is.
    pub fn stage(&self) -> LifeStage {
        match () {
            () if self.closed.is_some() => LifeStage::Closed,
            () if self.withdrawn.is_some() => LifeStage::Withdrawn,
            () if self.objected.is_some() && self.reexamined.is_none() => LifeStage::Objected,
            () if !self.replies.is_empty() => LifeStage::Replied,
            () if self.served.is_some() => LifeStage::Served,
            () if self.issued.is_some() => LifeStage::Issued,
            () => LifeStage::NotIssued,
        }
    }

    pub(crate) fn issue(&mut self, day: Day) {
        (self.issued, self.latest) = (Some(day), Some(day));
    }

    pub(crate) fn apply(&mut self, act: &Act, profile: &Profile) {
        let (day, by) = (act.day, act.sequence);
        self.latest = self.latest.max(Some(day));
        match &act.payload {
            Payload::DocumentServed(_) => {
                self.served = Some(day);
                if let Some((clock, option)) = profile.reply_clock {
                    self.clocks.start_day(clock, day, option, by);
                }
            }
            Payload::DocumentUrged(_) => self.urged.push(day),
            Payload::DocumentReplied(reply) => {
                self.replies.push(Reply { day, answer: reply.answer, points: reply.points.clone() });
                if let Some((clock, _)) = profile.reply_clock {
                    self.clocks.done(clock, day);
                }
            }
            Payload::DocumentObjected(_) => {
                self.objected = Some(day);
                if let Some((_, Some(clock))) = profile.objection {
                    self.clocks.start_day(clock, day, None, by);
                }
            }
            _ => self.second_look(act, profile),
        }
    }

    fn second_look(&mut self, act: &Act, profile: &Profile) {
        let (day, by) = (act.day, act.sequence);
        let above = profile.review.and_then(|(_, clock)| clock);
        match &act.payload {
            Payload::DocumentReexamined(looked) => {
                self.reexamined = Some((day, looked.result));
                if let Some((_, Some(clock))) = profile.objection {
                    self.clocks.done(clock, day);
                }
                self.perhaps_withdrawn(looked.result, day);
            }
            Payload::DocumentReviewAsked(_) => {
                self.review_asked = Some(day);
                if let Some(clock) = above {
                    self.clocks.start_day(clock, day, None, by);
                }
            }
            Payload::DocumentReviewed(looked) => {
                self.reviewed = Some((day, looked.result));
                if let Some(clock) = above {
                    self.clocks.done(clock, day);
                }
                self.perhaps_withdrawn(looked.result, day);
            }
            Payload::DocumentEscalated(_) => self.escalated = Some(day),
            Payload::DocumentWithdrawn(_) => self.perhaps_withdrawn(Reexamination::Withdrawn, day),
            Payload::DocumentFollowedUp(follow) => self.followed_up.push((day, follow.finding)),
            Payload::DocumentClosed(closed) => {
                self.closed = Some((day, closed.why));
                self.clocks.lapse_all(day);
            }
            _ => {}
        }
    }

    fn perhaps_withdrawn(&mut self, result: Reexamination, day: Day) {
        if result == Reexamination::Withdrawn {
            self.withdrawn = Some(day);
            self.clocks.lapse_all(day);
        }
    }

    /// Whether a step may follow, whatever it says in particular.
    pub(crate) fn order(&self, kind: K, profile: &Profile) -> Outcome {
        demand(self.issued.is_some(), "document-first")?;
        if kind == K::DocumentClosed && self.withdrawn.is_some() && self.closed.is_none() {
            return Ok(());
        }
        demand(self.withdrawn.is_none() && self.closed.is_none(), "document-over")?;
        match kind {
            K::DocumentServed => return demand(self.served.is_none(), "document-served-first"),
            K::DocumentWithdrawn => return Ok(()),
            _ => demand(self.served.is_some(), "document-served-first")?,
        }
        let step = |rule: Option<&'static str>, holds: bool| match rule {
            None => Err(Breach::Rule("document-other")),
            Some(rule) => demand(holds, rule),
        };
        let upheld = self.reexamined.is_some_and(|(_, result)| result == Reexamination::Upheld);
        let objection = profile.objection.map(|(rule, _)| rule);
        let review = profile.review.map(|(rule, _)| rule);
        match kind {
            K::DocumentUrged => step(profile.urge, self.replies.is_empty()),
            K::DocumentReplied => step(profile.reply, true),
            K::DocumentObjected => step(objection, self.objected.is_none()),
            K::DocumentReexamined => step(objection, self.objected.is_some() && self.reexamined.is_none()),
            K::DocumentReviewAsked => {
                step(review.filter(|_| profile.review_is_asked), upheld && self.review_asked.is_none())
            }
            K::DocumentReviewed => {
                let asked = self.review_asked.is_some() || !profile.review_is_asked;
                let ready = asked && (upheld || !profile.review_after_reexamination);
                step(review, ready && self.reviewed.is_none())
            }
            K::DocumentEscalated => step(profile.escalate, self.is_wanting() && self.escalated.is_none()),
            K::DocumentClosed => demand(self.is_settled(), "close-answered"),
            _ => Ok(()),
        }
    }

    /// Urged without an answer, not adopted, or not done.
    fn is_wanting(&self) -> bool {
        let refused = self.replies.last().is_some_and(|reply| reply.answer != Answer::Adopted);
        let silent = self.replies.is_empty() && !self.urged.is_empty();
        let undone = matches!(self.followed_up.last(), Some((_, FollowUp::NotDone | FollowUp::Partly)));
        refused || silent || undone
    }

    fn is_settled(&self) -> bool {
        !self.replies.is_empty() || !self.followed_up.is_empty() || self.escalated.is_some() || self.reviewed.is_some()
    }

    /// What a step says in particular.
    pub(crate) fn particulars(&self, day: Day, payload: &Payload, profile: &Profile, points: usize) -> Outcome {
        match payload {
            Payload::DocumentUrged(_) => {
                let clock = profile.reply_clock.map_or("", |(clock, _)| clock);
                demand(self.clocks.is_past(clock, day), profile.urge.unwrap_or("document-other"))
            }
            Payload::DocumentReplied(reply) => {
                let stated = |answer: Answer, reason: Option<&str>| {
                    matches!(answer, Answer::Adopted | Answer::Explained) || reason.is_some_and(fits)
                };
                let each = reply.points.iter().all(|point| stated(point.answer, point.reason.as_deref()));
                let whole = stated(reply.answer, reply.reason.as_deref()) || !reply.points.is_empty();
                demand(each && whole, "reason-stated")?;
                named(reply.points.iter().map(|point| point.point), points)
            }
            Payload::DocumentFollowedUp(follow) => named(follow.points.iter().map(|point| point.point), points),
            Payload::DocumentWithdrawn(withdrawn) => demand(fits(&withdrawn.reason), "reason-stated"),
            Payload::DocumentEscalated(escalated) => demand(is_name(&escalated.to), "text-length"),
            Payload::DocumentClosed(closed) => {
                let why = match closed.why {
                    Closing::Withdrawn => self.withdrawn.is_some(),
                    Closing::Escalated => self.escalated.is_some(),
                    _ => true,
                };
                demand(why, "close-answered")
            }
            _ => Ok(()),
        }
    }
}

/// Points that exist, each once.
fn named(points: impl Iterator<Item = u16>, count: usize) -> Outcome {
    let mut seen = HashSet::new();
    let mut points = points;
    demand(points.all(|point| (1..=count).contains(&usize::from(point)) && seen.insert(point)), "points-known")
}

/// Whether a text has a length that is kept.
pub(crate) fn fits(text: &str) -> bool {
    (1..=1_000).contains(&text.trim().chars().count())
}

/// Whether the name of an institution has a length that is kept.
pub(crate) fn is_name(text: &str) -> bool {
    (1..=64).contains(&text.trim().chars().count()) && !text.chars().any(char::is_control)
}
