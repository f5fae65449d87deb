//! Measures of supervision: what was asked of whom, what was answered, and which clocks run.
//!
//! The life that every document shares is in `life`, what differs from kind to kind in `profile`; recommendations and
//! orders to rectify go through the same life. Deadlines are computed in `law`.

mod check;
pub(crate) mod clocks;
pub(crate) mod facts;
pub(crate) mod life;
pub(crate) mod profile;

use parcel::{Bilingual, Day};

pub use clocks::{ClockNotes, DocumentClock};
pub use life::{Life, LifeStage, Reply};

use crate::{
    Act, Office,
    acts::{
        Payload,
        measure::{FilingResult, FollowUp, MeasureIssued, MeasureKind},
    },
    legality::document::{Breach, Outcome},
    words::Named,
};

/// A measure of supervision as it stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MeasureState {
    /// How many acts it has.
    pub version: u32,
    /// The latest act.
    pub sequence: u64,
    /// What was issued; none: nothing yet.
    pub issued: Option<MeasureIssued>,
    /// By which office.
    pub office: Option<Office>,
    /// Where its document is.
    pub life: Life,
    /// Whether the reasons of the police hold; none: not judged.
    pub reasons_hold: Option<bool>,
    /// When notice to file or to withdraw was received.
    pub noticed: Option<Day>,
    /// What the police did, and when.
    pub outcome: Option<(Day, FilingResult)>,
    /// When reminders were sent.
    pub reminded: Vec<Day>,
    /// When the procuratorate decided the arrest or prosecuted directly.
    pub directly: Option<Day>,
}

impl MeasureState {
    /// What it asks for; none: nothing was issued.
    pub fn kind(&self) -> Option<MeasureKind> {
        self.issued.as_ref().map(|issued| issued.kind)
    }

    /// In words.
    pub fn describe(&self) -> Bilingual {
        let Some(kind) = self.kind() else { return Bilingual::new("文书未发出", "nothing was issued") };
        let (kind, stage) = (kind.label(), self.life.stage().label());
        Bilingual::new(format!("{}，{}", kind.zh, stage.zh), format!("{}, {}", kind.en, stage.en))
    }

    pub(crate) fn apply(&mut self, act: &Act) {
        (self.version, self.sequence) = (act.version, act.sequence);
        let Some(issued) = &self.issued else { return self.begin(act) };
        let (kind, profile) = (issued.kind, profile::of_measure(issued));
        self.life.apply(act, &profile);
        let (day, by) = (act.day, act.sequence);
        let clocks = &mut self.life.clocks;
        match &act.payload {
            Payload::ReasonsJudged(judged) => {
                self.reasons_hold = Some(judged.hold);
                if judged.hold {
                    clocks.start_day("filing-reasons-accepted", day, None, by);
                }
            }
            Payload::ComplainantTold(_) => clocks.done("filing-reasons-accepted", day),
            Payload::FilingNoticed(_) => {
                self.noticed = Some(day);
                if kind != MeasureKind::WithdrawalSupervision {
                    clocks.start_day("filing-after-notice", day, None, by);
                }
            }
            Payload::FilingOutcome(outcome) => {
                self.outcome = Some((day, outcome.result));
                clocks.lapse("filing-reasons", day);
                clocks.lapse("filing-silence-reasons", day);
                clocks.done("filing-after-notice", day);
                if outcome.result == FilingResult::Filed {
                    clocks.start_day("filing-conclude", day, None, by);
                }
            }
            Payload::FilingReminded(_) => self.reminded.push(day),
            Payload::TakenDirectly(_) => self.directly = Some(day),
            Payload::DocumentFollowedUp(follow) if follow.finding == FollowUp::Done => {
                clocks.done("filing-conclude", day);
            }
            _ => {}
        }
    }

    fn begin(&mut self, act: &Act) {
        let Payload::MeasureIssued(issued) = &act.payload else { return };
        self.life.issue(act.day);
        self.office = Some(act.office.clone());
        self.issued = Some(issued.clone());
    }

    pub(crate) fn check(&self, day: Day, payload: &Payload) -> Outcome {
        check::order(self, payload.kind())?;
        if self.life.latest.is_some_and(|latest| day < latest) {
            return Err(Breach::Rule("day-in-order"));
        }
        check::particulars(self, day, payload)
    }

    /// Whether acts of a kind could follow, whatever they say in particular.
    pub(crate) fn takes(&self, kind: crate::acts::ActKind) -> bool {
        check::order(self, kind).is_ok()
    }
}
