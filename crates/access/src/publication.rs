//! Publishing a pack: proposed by one person, agreed to by another, for exactly the bytes that both saw.
//!
//! Whoever edited the draft cannot publish it alone: of the two, at least one edited nothing of it.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{AccountName, Action, Principal, Scope, StepRefusal, may};

/// A proposal waits this long for its second person.
pub const WAITS_MAX: SignedDuration = SignedDuration::from_hours(24 * 14);

/// A draft as it is when somebody looks at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Hash of the whole pack, as the pack itself states it.
    pub hash: String,
    /// Everybody who changed something since the pack that is in force.
    pub editors: BTreeSet<AccountName>,
}

/// A proposal to publish, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// Hash of the pack that is proposed.
    pub hash: String,
    /// Who proposed it.
    pub proposed_by: AccountName,
    /// When.
    pub proposed_at: Timestamp,
    /// What became of it.
    pub state: PublicationState,
}

/// What became of a proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum PublicationState {
    /// It waits for a second person.
    Proposed,
    /// A second person agreed: the caller publishes the pack of this hash, under both names.
    Agreed {
        /// Who.
        by: AccountName,
        /// When.
        at: Timestamp,
    },
    /// A second person refused, or the one who proposed it took it back.
    Declined {
        /// Who.
        by: AccountName,
        /// When.
        at: Timestamp,
    },
}

impl Publication {
    /// Proposes a draft, or the return to a pack that was in force before.
    ///
    /// # Errors
    /// [`StepRefusal::May`].
    pub fn propose(by: &Principal, draft: &Draft, now: Timestamp) -> Result<Self, StepRefusal> {
        let proposed_by = person(by)?;
        Ok(Self { hash: draft.hash.clone(), proposed_by, proposed_at: now, state: PublicationState::Proposed })
    }

    /// A second person agrees to the draft as it is now.
    ///
    /// # Errors
    /// [`StepRefusal`]: the same person; both edited it; the draft was changed since; too late; not waiting.
    pub fn agree(&self, by: &Principal, draft: &Draft, now: Timestamp) -> Result<Self, StepRefusal> {
        let by = person(by)?;
        self.waits(now)?;
        if by == self.proposed_by {
            return Err(StepRefusal::step("须由另一人同意", "somebody else must agree"));
        }
        if draft.hash != self.hash {
            return Err(StepRefusal::step(
                "草稿在提出后已被修改，请重新提出",
                "the draft was changed since it was proposed; propose it anew",
            ));
        }
        if draft.editors.contains(&by) && draft.editors.contains(&self.proposed_by) {
            return Err(StepRefusal::step(
                "两人都修改过此草稿；其中至少一人须未修改过",
                "both edited this draft; at least one of the two must not have",
            ));
        }
        Ok(Self { state: PublicationState::Agreed { by, at: now }, ..self.clone() })
    }

    /// A second person refuses it, or the one who proposed it takes it back.
    ///
    /// # Errors
    /// [`StepRefusal`]: not allowed, or not waiting.
    pub fn decline(&self, by: &Principal, now: Timestamp) -> Result<Self, StepRefusal> {
        let by = person(by)?;
        self.waits(now)?;
        Ok(Self { state: PublicationState::Declined { by, at: now }, ..self.clone() })
    }

    fn waits(&self, now: Timestamp) -> Result<(), StepRefusal> {
        match self.state {
            PublicationState::Proposed if now.duration_since(self.proposed_at) >= WAITS_MAX => Err(StepRefusal::step(
                "已超过 14 天，请重新提出",
                "it has waited for more than 14 days; propose it anew",
            )),
            PublicationState::Proposed => Ok(()),
            PublicationState::Agreed { .. } | PublicationState::Declined { .. } => {
                Err(StepRefusal::step("此项已经办结", "this proposal has come to its end"))
            }
        }
    }
}

fn person(by: &Principal) -> Result<AccountName, StepRefusal> {
    may(by, Action::PackPublish, &Scope::everything()).allowed()?;
    by.account().cloned().ok_or_else(|| StepRefusal::step("须由人员登录后办理", "a person signs in for this"))
}
