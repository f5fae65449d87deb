//! What is owed in given circumstances, ready to be said.

use std::sync::Arc;

use parcel::{DutyEffect, DutyState, Evidence, Finding, Gate, Provision, Request};

use crate::{Article, Ground, MustNotAccept, Situation, Status};

/// What the law asks of each gate in given circumstances, and what refuses.
#[derive(Clone, Debug)]
pub struct Duties {
    pub(crate) gates: [GateDuty; 3],
    pub(crate) refusals: [Option<Refusal>; Ground::ALL.len()],
    pub(crate) sayings: [Arc<Saying>; Situation::ALL.len()],
    pub(crate) gap: bool,
}

/// What the law asks of one gate.
#[derive(Clone, Debug)]
pub struct GateDuty {
    /// Owed, owed one of several, may, exempt, or no rule found.
    pub state: DutyState,
    /// When it is to be done.
    pub due: Due,
    /// The provision that governs first, then those that say the same. Empty where no rule was found.
    pub articles: Vec<Arc<Article>>,
    /// Whether it is sure that the first article asks this of this operator.
    pub status: Status,
}

/// When a gate is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Due {
    /// Before the item is taken in and moves.
    AtAcceptance,
    /// When the item reaches the place of processing at its destination; nothing is asked at acceptance.
    OnArrival,
}

/// Words prepared for one situation: provision, message, remedy.
#[derive(Clone, Debug)]
pub(crate) struct Saying {
    pub(crate) provision: Arc<Provision>,
    pub(crate) request: Option<Arc<Request>>,
    pub(crate) verification: Verification,
}

/// What of a provision's application was not verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Verification {
    /// That it says this to this operator.
    pub(crate) rule: Status,
    /// That it is in force on the day.
    pub(crate) dates: Status,
}

/// A refusal: made by this crate alone, and only from an article that itself says "must not accept".
#[derive(Clone, Debug)]
pub struct Refusal {
    pub(crate) words: MustNotAccept,
    pub(crate) provision: Arc<Provision>,
    pub(crate) request: Arc<Request>,
    pub(crate) verification: Verification,
}

impl Duties {
    /// What is asked of a gate.
    pub fn gate(&self, gate: Gate) -> &GateDuty {
        &self.gates[gate as usize]
    }

    /// What refuses the item on this ground, if any provision in force does.
    pub fn refusal(&self, ground: Ground) -> Option<&Refusal> {
        self.refusals[ground as usize].as_ref()
    }

    /// Whether identity or inspection has no rule: a gap that the decision notes.
    pub fn has_gap(&self) -> bool {
        self.gap
    }

    /// Says a situation: a note, or a request where the situation asks something.
    pub fn finding(&self, situation: Situation, evidence: Evidence) -> Finding {
        let saying = &self.sayings[situation as usize];
        let effect = saying.request.as_ref().map_or(DutyEffect::Note, |request| DutyEffect::Inspect(request.clone()));
        let evidence = saying.verification.mark(evidence);
        Finding::Duty { provision: saying.provision.clone(), effect, evidence }
    }
}

impl Refusal {
    /// The words that forbid acceptance.
    pub fn words(&self) -> &MustNotAccept {
        &self.words
    }

    /// The provision, with what it says of the item.
    pub fn provision(&self) -> &Provision {
        &self.provision
    }

    /// Says the refusal.
    pub fn finding(&self, evidence: Evidence) -> Finding {
        let effect = DutyEffect::Refuse(self.request.clone());
        Finding::Duty { provision: self.provision.clone(), effect, evidence: self.verification.mark(evidence) }
    }
}

impl Verification {
    fn mark(self, mut evidence: Evidence) -> Evidence {
        if self.rule == Status::Unverified {
            evidence = evidence.with("verification", "unverified");
        }
        if self.dates == Status::Unverified {
            evidence = evidence.with("days_in_force", "unverified");
        }
        evidence
    }
}
