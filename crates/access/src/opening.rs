//! Opening an identity: asked for by one person, agreed to by another, for a while. A value for each step, no store.
//!
//! A request names one item, a purpose from the list, the provision and the number of a document, so that senders
//! cannot be browsed; letters never pass.
//! Each step is recorded by the caller before it takes effect, and each opening before the envelope is opened.

mod form;

use jiff::{SignedDuration, Timestamp};
use parcel::ItemName;
use serde::{Deserialize, Serialize};

pub use form::{OpeningForm, OpeningPurpose, PART_CHARACTERS_MAX};

use crate::{AccountName, Action, Principal, Role, Scope, StepRefusal, may};

/// A request waits this long for its second person.
pub const WAITS_MAX: SignedDuration = SignedDuration::from_hours(72);
/// What was agreed to may be opened this long.
pub const OPEN_MAX: SignedDuration = SignedDuration::from_hours(24);
/// What was agreed to may be opened this often.
pub const TIMES_MAX: u32 = 3;

/// A request to open the identities of one item, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// What was asked.
    pub form: OpeningForm,
    /// Who asked.
    pub asked_by: AccountName,
    /// In which role.
    pub asked_as: Role,
    /// When.
    pub asked_at: Timestamp,
    /// What became of it.
    pub state: OpeningState,
}

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum OpeningState {
    /// It waits for a second person.
    Asked,
    /// A second person agreed.
    Agreed {
        /// Who.
        by: AccountName,
        /// When.
        at: Timestamp,
        /// How often it was opened.
        times: u32,
    },
    /// A second person refused.
    Declined {
        /// Who.
        by: AccountName,
        /// When.
        at: Timestamp,
        /// Why.
        reason: String,
    },
    /// Who asked took it back.
    Withdrawn {
        /// When.
        at: Timestamp,
    },
}

/// What an opening is recorded with, and what the key ring demands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grounds {
    /// The item whose envelope is opened.
    pub item: ItemName,
    /// What for: the word of the purpose.
    pub purpose: &'static str,
    /// By which provision.
    pub ground: String,
    /// Under which document number.
    pub document: String,
    /// By whom.
    pub person: AccountName,
    /// With whose agreement.
    pub second_person: AccountName,
}

impl Opening {
    /// Asks to open the identities of an item. `scope` is that of the item, or of the case that holds it.
    ///
    /// # Errors
    /// [`StepRefusal::May`]; [`StepRefusal::Form`] with everything that is wrong with the form.
    pub fn ask(by: &Principal, scope: &Scope, form: OpeningForm, now: Timestamp) -> Result<Self, StepRefusal> {
        let asked_by = person(by, Action::IdentityRequest, scope)?;
        let problems = form.problems(by.role);
        if !problems.is_empty() {
            return Err(StepRefusal::Form(problems));
        }
        Ok(Self { form, asked_by, asked_as: by.role, asked_at: now, state: OpeningState::Asked })
    }

    /// A second person agrees.
    ///
    /// # Errors
    /// [`StepRefusal`]: the one who asked may not agree, nor anybody of another house; too late; not waiting.
    pub fn agree(&self, by: &Principal, scope: &Scope, now: Timestamp) -> Result<Self, StepRefusal> {
        let by = self.second_person(by, scope, now)?;
        Ok(self.with(OpeningState::Agreed { by, at: now, times: 0 }))
    }

    /// A second person refuses, and says why.
    ///
    /// # Errors
    /// As [`Self::agree`]; [`StepRefusal::Form`] without a reason.
    pub fn decline(&self, by: &Principal, scope: &Scope, reason: &str, now: Timestamp) -> Result<Self, StepRefusal> {
        let by = self.second_person(by, scope, now)?;
        let reason = reason.trim().to_owned();
        if !(1..=PART_CHARACTERS_MAX).contains(&reason.chars().count()) {
            return Err(StepRefusal::Form(vec![form::wrong_length("理由", "reason")]));
        }
        Ok(self.with(OpeningState::Declined { by, at: now, reason }))
    }

    /// Who asked takes the request back, also after it was agreed to.
    ///
    /// # Errors
    /// [`StepRefusal::Step`] by anybody else, or where it came to its end already.
    pub fn withdraw(&self, by: &Principal, now: Timestamp) -> Result<Self, StepRefusal> {
        self.by_asker(by)?;
        match self.state {
            OpeningState::Asked | OpeningState::Agreed { .. } => Ok(self.with(OpeningState::Withdrawn { at: now })),
            OpeningState::Declined { .. } | OpeningState::Withdrawn { .. } => Err(ended()),
        }
    }

    /// Opens once: who asked, while it lasts. Gives what the opening is recorded with.
    ///
    /// # Errors
    /// [`StepRefusal`]: not agreed to, over, opened too often, by somebody else, or no longer allowed.
    pub fn open(&self, by: &Principal, scope: &Scope, now: Timestamp) -> Result<(Self, Grounds), StepRefusal> {
        person(by, Action::IdentityRequest, scope)?;
        self.by_asker(by)?;
        let OpeningState::Agreed { by: second, at, times } = &self.state else {
            return Err(StepRefusal::step("尚未经第二人同意", "a second person has not agreed"));
        };
        if is_over(*at, OPEN_MAX, now) || *times >= TIMES_MAX {
            return Err(StepRefusal::step(
                "同意后 24 小时内可打开 3 次，现已用完；请另行申请",
                "it may be opened 3 times within 24 hours of the agreement, and that is over; ask anew",
            ));
        }
        let state = OpeningState::Agreed { by: second.clone(), at: *at, times: times + 1 };
        let grounds = Grounds {
            item: self.form.item.clone(),
            purpose: self.form.purpose.word(),
            ground: self.form.ground.trim().to_owned(),
            document: self.form.document.trim().to_owned(),
            person: self.asked_by.clone(),
            second_person: second.clone(),
        };
        Ok((self.with(state), grounds))
    }

    /// Whether anything can still come of it.
    pub fn is_open(&self, now: Timestamp) -> bool {
        match &self.state {
            OpeningState::Asked => !is_over(self.asked_at, WAITS_MAX, now),
            OpeningState::Agreed { at, times, .. } => !is_over(*at, OPEN_MAX, now) && *times < TIMES_MAX,
            OpeningState::Declined { .. } | OpeningState::Withdrawn { .. } => false,
        }
    }

    fn second_person(&self, by: &Principal, scope: &Scope, now: Timestamp) -> Result<AccountName, StepRefusal> {
        let second = person(by, Action::IdentityApprove, scope)?;
        if second == self.asked_by {
            return Err(StepRefusal::step("申请人不能审批自己的申请", "the one who asked cannot agree"));
        }
        // An item of a case lies in an operator's scope and in an office's; one house does not agree for the other.
        if by.role.bound() != self.asked_as.bound() {
            return Err(StepRefusal::step(
                "须由申请人所在单位的人员审批",
                "somebody of the same house as the one who asked must agree",
            ));
        }
        match self.state {
            OpeningState::Asked if is_over(self.asked_at, WAITS_MAX, now) => Err(StepRefusal::step(
                "申请已超过 72 小时，请另行申请",
                "it has waited for more than 72 hours; ask anew",
            )),
            OpeningState::Asked => Ok(second),
            _ => Err(ended()),
        }
    }

    fn by_asker(&self, by: &Principal) -> Result<(), StepRefusal> {
        if by.account() == Some(&self.asked_by) {
            return Ok(());
        }
        Err(StepRefusal::step("只有申请人可以这样做", "only the one who asked can do this"))
    }

    fn with(&self, state: OpeningState) -> Self {
        Self { state, ..self.clone() }
    }
}

/// The account of a person who may.
fn person(by: &Principal, action: Action, scope: &Scope) -> Result<AccountName, StepRefusal> {
    may(by, action, scope).allowed()?;
    by.account().cloned().ok_or_else(|| StepRefusal::step("须由人员登录后办理", "a person signs in for this"))
}

fn is_over(since: Timestamp, lasts: SignedDuration, now: Timestamp) -> bool {
    now.duration_since(since) >= lasts
}

fn ended() -> StepRefusal {
    StepRefusal::step("此申请已经办结", "this request has come to its end")
}
