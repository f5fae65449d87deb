//! Measures of supervision: each step with the article that allows or refuses it, and the clocks that run.

use casebook::{
    Casebook, CasebookError, NewAct, Subject, SubjectKind, SubjectState,
    acts::{ActKind, Payload, measure::*},
    facts::FactKind,
    measure::{LifeStage, MeasureState},
};
use parcel::Day;
use proptest::prelude::*;

use crate::support::*;

/// A subject that is no case, with acts recorded on given days.
pub(crate) struct Story {
    _folder: tempfile::TempDir,
    pub(crate) casebook: Casebook,
    subject: Subject,
}

impl Story {
    pub(crate) fn new(kind: SubjectKind) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let casebook = Casebook::open(folder.path()).unwrap();
        Self { _folder: folder, casebook, subject: Subject { kind, id: id("d-1") } }
    }

    pub(crate) fn of(kind: SubjectKind, acts: Vec<(&str, Payload)>) -> Self {
        let story = Self::new(kind);
        for (on, payload) in acts {
            story.tell(on, payload).unwrap_or_else(|error| panic!("{error}"));
        }
        story
    }

    pub(crate) fn tell(&self, on: &str, payload: Payload) -> Result<u64, CasebookError> {
        self.tell_on(day(on), payload)
    }

    fn tell_on(&self, on: Day, payload: Payload) -> Result<u64, CasebookError> {
        let act = NewAct { subject: self.subject.clone(), ..act("c-1", on, payload) };
        let version = self.casebook.state_at(&self.subject, u64::MAX).map_or(0, |state| state.version());
        Ok(self.casebook.append(act, version)?.sequence)
    }

    /// The article by which an act is refused.
    pub(crate) fn refused(&self, on: &str, payload: Payload) -> (String, String) {
        match self.tell(on, payload) {
            Err(CasebookError::Refused(refused)) => (refused.rule.id.clone(), refused.rule.cite.en.clone()),
            other => panic!("not refused: {other:?}"),
        }
    }

    pub(crate) fn state(&self) -> SubjectState {
        self.casebook.state_at(&self.subject, u64::MAX).unwrap()
    }

    /// Last day of a clock.
    pub(crate) fn due(&self, clock: &str) -> String {
        let state = self.state();
        let clock = state.clocks().iter().rfind(|started| started.id == clock).expect("it was started");
        clock.ledger().unwrap().due().unwrap().to_string()
    }

    pub(crate) fn is_done(&self, clock: &str) -> bool {
        self.state().clocks().iter().any(|started| started.id == clock && started.done.is_some())
    }

    pub(crate) fn count(&self, kind: FactKind) -> u32 {
        let mut count = 0;
        self.casebook.facts().unwrap().scan(u64::MAX, |of| of == kind, |fact| count += fact.count);
        count
    }
}

pub(crate) fn issued(kind: MeasureKind) -> MeasureIssued {
    MeasureIssued {
        kind,
        document: id("m-1"),
        addressee: "示例区公安局".to_owned(),
        case: None,
        find: None,
        persons: Vec::new(),
        charge: None,
        reply_days: None,
        approval: None,
        in_court: false,
    }
}

pub(crate) fn step(number: &str) -> DocumentStep {
    DocumentStep { document: id(number) }
}

pub(crate) fn served() -> Payload {
    Payload::DocumentServed(DocumentServed { how: Service::InPerson, receipt: Some(id("r-1")) })
}

pub(crate) fn replied(answer: Answer) -> Payload {
    let reason = (answer != Answer::Adopted).then(|| "证据尚在收集".to_owned());
    Payload::DocumentReplied(DocumentReplied { document: Some(id("re-1")), answer, reason, points: Vec::new() })
}

fn opinion(kind: MeasureKind) -> Payload {
    let issued = MeasureIssued { reply_days: Some(10), approval: Some(id("a-1")), ..issued(kind) };
    Payload::MeasureIssued(issued)
}

fn demanded() -> Payload {
    Payload::MeasureIssued(MeasureIssued {
        persons: vec![someone(1), someone(2)],
        ..issued(MeasureKind::FilingSupervision)
    })
}

fn noticed() -> Payload {
    Payload::FilingNoticed(FilingNoticed { document: id("n-1"), approval: id("a-1") })
}

fn outcome(result: FilingResult) -> Payload {
    Payload::FilingOutcome(FilingOutcome { result, document: id("o-1"), case: None })
}

fn judged(hold: bool) -> Payload {
    Payload::ReasonsJudged(ReasonsJudged { hold })
}

fn reexamined(result: Reexamination) -> DocumentReexamined {
    DocumentReexamined { result, document: id("x-1") }
}

fn measure(story: &Story) -> MeasureState {
    match story.state() {
        SubjectState::Measure(state) => *state,
        other => panic!("{other:?}"),
    }
}

#[test]
fn supervision_of_filing_runs_by_rules_560_to_564() {
    let story = Story::of(SubjectKind::Measure, vec![("2026-03-02", demanded()), ("2026-03-03", served())]);
    assert_eq!(story.due("filing-reasons"), "2026-03-10", "Rules 560: seven days after receipt");
    let early = story.refused("2026-03-04", judged(false));
    assert_eq!(early.1, "Rules of Criminal Procedure of the People's Procuratorates 2019 art. 561");
    story.tell("2026-03-09", replied(Answer::Explained)).unwrap();
    assert!(story.is_done("filing-reasons"));
    assert_eq!(story.refused("2026-03-10", noticed()).0, "filing-notice", "the reasons are judged first");
    story.tell("2026-03-11", judged(false)).unwrap();
    story.tell("2026-03-12", noticed()).unwrap();
    assert_eq!(story.due("filing-after-notice"), "2026-03-27", "Rules 563: fifteen days");
    assert_eq!(story.refused("2026-03-27", escalated()).0, "filing-correction", "the last day is still theirs");
    assert_eq!(story.refused("2026-03-20", outcome(FilingResult::Withdrawn)).0, "filing-outcome");
    story.tell("2026-03-20", outcome(FilingResult::Filed)).unwrap();
    assert_eq!(story.due("filing-conclude"), "2026-06-22", "three months from the 20th end on a Saturday");
    let reminder = Payload::FilingReminded(step("urge-1"));
    let early = story.refused("2026-06-22", reminder.clone());
    assert_eq!(early.1, "Rules of Criminal Procedure of the People's Procuratorates 2019 art. 564");
    story.tell("2026-06-23", reminder).unwrap();
    assert_eq!(story.count(FactKind::FilingSupervised), 1);
    assert_eq!(story.count(FactKind::FilingSupervisedPerson), 2);
    assert_eq!(story.count(FactKind::FiledAfterSupervision), 1);
}

fn escalated() -> Payload {
    Payload::DocumentEscalated(DocumentEscalated { to: "示例市人民检察院".to_owned(), document: id("e-1") })
}

#[test]
fn a_notice_not_followed_goes_upward_after_fifteen_days() {
    let story = Story::of(
        SubjectKind::Measure,
        vec![
            ("2026-03-02", demanded()),
            ("2026-03-03", served()),
            ("2026-03-09", replied(Answer::Explained)),
            ("2026-03-11", judged(false)),
            ("2026-03-12", noticed()),
        ],
    );
    story.tell("2026-03-28", escalated()).unwrap();
    assert_eq!(story.refused("2026-03-29", escalated()).0, "filing-correction", "once");
}

#[test]
fn reasons_that_hold_are_told_within_ten_days() {
    let story = Story::of(
        SubjectKind::Measure,
        vec![
            ("2026-03-02", demanded()),
            ("2026-03-03", served()),
            ("2026-03-09", replied(Answer::Explained)),
            ("2026-03-11", judged(true)),
        ],
    );
    assert_eq!(story.due("filing-reasons-accepted"), "2026-03-23", "the 21st is a Saturday");
    story.tell("2026-03-16", Payload::ComplainantTold(ComplainantTold {})).unwrap();
    assert!(story.is_done("filing-reasons-accepted"));
    let closed = Payload::DocumentClosed(DocumentClosed { why: Closing::ReasonsHold });
    story.tell("2026-03-17", closed).unwrap();
    assert_eq!(story.refused("2026-03-18", judged(false)).0, "document-over");
}

#[test]
fn the_police_may_object_to_a_notice_to_withdraw_by_rules_565() {
    let story = Story::of(
        SubjectKind::Measure,
        vec![
            ("2026-03-02", Payload::MeasureIssued(issued(MeasureKind::WithdrawalSupervision))),
            ("2026-03-03", served()),
            ("2026-03-09", replied(Answer::Explained)),
            ("2026-03-11", judged(false)),
        ],
    );
    assert_eq!(story.refused("2026-03-11", Payload::DocumentObjected(step("ob-1"))).0, "withdrawal-objection");
    story.tell("2026-03-12", noticed()).unwrap();
    story.tell("2026-03-16", Payload::DocumentObjected(step("ob-1"))).unwrap();
    assert_eq!(story.due("withdrawal-reconsideration"), "2026-03-23");
    story.tell("2026-03-20", Payload::DocumentReexamined(reexamined(Reexamination::Upheld))).unwrap();
    story.tell("2026-03-21", Payload::DocumentReviewAsked(step("rv-1"))).unwrap();
    assert_eq!(story.due("withdrawal-review"), "2026-04-07", "fifteen days end on Sunday in a holiday of three days");
    story.tell("2026-04-01", Payload::DocumentReviewed(reexamined(Reexamination::Withdrawn))).unwrap();
    assert_eq!(measure(&story).life.stage(), LifeStage::Withdrawn);
}

#[test]
fn an_opinion_sets_its_own_period_and_is_urged_only_after_it() {
    let bare = Story::new(SubjectKind::Measure);
    let without = MeasureIssued { approval: Some(id("a-1")), ..issued(MeasureKind::InvestigationOpinion) };
    let cite = "Rules of Criminal Procedure of the People's Procuratorates 2019 art. 553";
    assert_eq!(bare.refused("2026-03-02", Payload::MeasureIssued(without)).1, cite);
    let unapproved = MeasureIssued { reply_days: Some(10), ..issued(MeasureKind::InvestigationOpinion) };
    assert_eq!(bare.refused("2026-03-02", Payload::MeasureIssued(unapproved)).0, "opinion-approval");

    let story = Story::of(
        SubjectKind::Measure,
        vec![("2026-03-02", opinion(MeasureKind::InvestigationOpinion)), ("2026-03-03", served())],
    );
    assert_eq!(story.due("correction-reply"), "2026-03-13");
    let urge = Payload::DocumentUrged(step("u-1"));
    assert_eq!(story.refused("2026-03-13", urge.clone()), ("opinion-urge".to_owned(), cite.to_owned()));
    assert_eq!(story.refused("2026-03-14", escalated()).0, "opinion-escalate", "urging comes first");
    story.tell("2026-03-14", urge).unwrap();
    story.tell("2026-03-20", escalated()).unwrap();
    story.tell("2026-03-23", replied(Answer::Adopted)).unwrap();
    assert_eq!(story.count(FactKind::InvestigationOpinionCorrected), 1);
    story.tell("2026-03-24", replied(Answer::Adopted)).unwrap();
    assert_eq!(story.count(FactKind::InvestigationOpinionCorrected), 1, "corrected once");
}

#[test]
fn an_objection_is_re_examined_within_seven_days_and_may_end_the_opinion() {
    let story = Story::of(
        SubjectKind::Measure,
        vec![("2026-03-02", opinion(MeasureKind::TrialOpinion)), ("2026-03-03", served())],
    );
    let looked = Payload::DocumentReexamined(reexamined(Reexamination::Upheld));
    assert_eq!(story.refused("2026-03-04", looked.clone()).0, "opinion-objection");
    story.tell("2026-03-05", Payload::DocumentObjected(step("ob-1"))).unwrap();
    assert_eq!(story.due("objection-reexamination"), "2026-03-12", "Rules 554");
    story.tell("2026-03-10", looked).unwrap();
    story.tell("2026-03-20", Payload::DocumentReviewed(reexamined(Reexamination::Withdrawn))).unwrap();
    assert_eq!(story.refused("2026-03-21", replied(Answer::Adopted)).0, "document-over");
    assert_eq!(story.count(FactKind::TrialOpinionIssued), 1);
    assert!(!story.state().clocks().iter().any(casebook::measure::DocumentClock::is_open));
}

#[test]
fn a_missed_arrest_is_decided_directly_only_when_the_police_decline() {
    let mut missed = MeasureIssued { persons: vec![someone(1)], ..issued(MeasureKind::MissedArrest) };
    let bare = Story::new(SubjectKind::Measure);
    assert_eq!(bare.refused("2026-03-02", Payload::MeasureIssued(missed.clone())).0, "missed-arrest-approval");
    missed.approval = Some(id("a-1"));
    let story =
        Story::of(SubjectKind::Measure, vec![("2026-03-02", Payload::MeasureIssued(missed)), ("2026-03-03", served())]);
    let direct = Payload::TakenDirectly(step("d-1"));
    let cite = "Rules of Criminal Procedure of the People's Procuratorates 2019 art. 288";
    assert_eq!(story.refused("2026-03-04", direct.clone()).1, cite);
    story.tell("2026-03-06", replied(Answer::NotAdopted)).unwrap();
    story.tell("2026-03-07", direct.clone()).unwrap();
    assert_eq!(story.refused("2026-03-08", direct).0, "missed-arrest-direct", "once");
}

#[test]
fn who_does_not_adopt_says_why() {
    let story = Story::of(
        SubjectKind::Measure,
        vec![("2026-03-02", opinion(MeasureKind::TrialOpinion)), ("2026-03-03", served())],
    );
    let bare = DocumentReplied { document: None, answer: Answer::NotAdopted, reason: None, points: Vec::new() };
    assert_eq!(story.refused("2026-03-04", Payload::DocumentReplied(bare)).0, "reason-stated");
}

#[test]
fn a_protest_is_supported_or_withdrawn_above_and_not_replied_to() {
    let story = Story::of(
        SubjectKind::Measure,
        vec![("2026-03-02", Payload::MeasureIssued(issued(MeasureKind::Protest))), ("2026-03-03", served())],
    );
    assert_eq!(story.refused("2026-03-04", replied(Answer::Adopted)).0, "document-other");
    story.tell("2026-03-10", Payload::DocumentReviewed(reexamined(Reexamination::Withdrawn))).unwrap();
    assert_eq!(measure(&story).life.stage(), LifeStage::Withdrawn);
}

#[test]
fn a_refusal_says_in_which_state_and_what_would_be_allowed() {
    let story = Story::of(SubjectKind::Measure, vec![("2026-03-02", opinion(MeasureKind::TrialOpinion))]);
    let Err(CasebookError::Refused(refused)) = story.tell("2026-03-03", replied(Answer::Adopted)) else { panic!() };
    let message = refused.message();
    assert!(message.zh.contains("已发出未送达") && message.zh.contains("送达文书"), "{}", message.zh);
    assert!(message.en.contains("document served"), "{}", message.en);
    assert_eq!(refused.allowed, [ActKind::DocumentServed, ActKind::DocumentWithdrawn]);
    story.tell("2026-03-03", served()).unwrap();
    assert!(story.state().takes(ActKind::DocumentReplied) && !story.state().takes(ActKind::CaseFiled));
}

#[test]
fn a_measure_is_counted_under_the_charge_that_it_names() {
    let story = Story::new(SubjectKind::Measure);
    let drug = |charge: &str| {
        let charge = Some(charge.to_owned());
        Payload::MeasureIssued(MeasureIssued { charge, ..issued(MeasureKind::FilingSupervision) })
    };
    assert_eq!(story.refused("2026-03-02", drug("9999")).0, "charge-known");
    story.tell("2026-03-02", drug("347")).unwrap();
    let mut groups = Vec::new();
    story.casebook.facts().unwrap().scan(u64::MAX, |_| true, |fact| groups.push(fact.charge_group));
    assert_eq!(groups, [law::ChargeGroup::Drug]);
}

#[test]
fn acts_go_with_their_kind_of_subject() {
    let story = Story::new(SubjectKind::Order);
    let Err(CasebookError::Fields(problems)) = story.tell("2026-03-02", demanded()) else { panic!() };
    assert_eq!((problems[0].field.as_str(), problems[0].would_pass.as_str()), ("/subject", "measure"));
}

fn any_payload(choice: u8, kind: u8) -> Payload {
    let kinds = <MeasureKind as parcel::Choice>::ALL;
    let kind = kinds[usize::from(kind) % kinds.len()];
    match choice % 18 {
        0 | 1 => {
            let reply_days = matches!(kind, MeasureKind::InvestigationOpinion | MeasureKind::TrialOpinion).then_some(7);
            let issued = issued(kind);
            Payload::MeasureIssued(MeasureIssued {
                persons: vec![someone(1)],
                approval: Some(id("a-1")),
                reply_days,
                ..issued
            })
        }
        2 | 3 => served(),
        4 => Payload::DocumentUrged(step("u-1")),
        5 => replied(Answer::Adopted),
        6 => replied(Answer::NotAdopted),
        7 => Payload::DocumentObjected(step("ob-1")),
        8 => Payload::DocumentReexamined(reexamined(Reexamination::Upheld)),
        9 => Payload::DocumentReviewAsked(step("rv-1")),
        10 => Payload::DocumentReviewed(reexamined(Reexamination::Withdrawn)),
        11 => judged(choice.is_multiple_of(2)),
        12 => noticed(),
        13 => outcome(FilingResult::Filed),
        14 => outcome(FilingResult::Withdrawn),
        15 => Payload::TakenDirectly(step("d-1")),
        16 => Payload::DocumentFollowedUp(DocumentFollowedUp { finding: FollowUp::Partly, points: Vec::new() }),
        _ => Payload::DocumentClosed(DocumentClosed { why: Closing::Fulfilled }),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Any sequence of acts is refused with an article or leaves a state whose clocks compute.
    #[test]
    fn refused_with_an_article_or_clocks_compute(steps in prop::collection::vec((any::<u8>(), 0_u8..20), 1..40), kind: u8) {
        let story = Story::new(SubjectKind::Measure);
        let mut on = day("2026-01-05");
        for (choice, days) in steps {
            on = on.saturating_add(jiff::Span::new().days(i64::from(days % 8)));
            match story.tell_on(on, any_payload(choice, kind)) {
                Ok(_) => {
                    for clock in story.state().clocks() {
                        let ledger = clock.ledger().expect("the law has it");
                        prop_assert!(ledger.due().is_some());
                        prop_assert!(!ledger.reckoning().provisions.is_empty(), "{}", clock.id);
                    }
                }
                Err(CasebookError::Refused(refused)) => {
                    prop_assert!(!refused.rule.cite.zh.is_empty() && !refused.rule.says.en.is_empty());
                }
                Err(other) => prop_assert!(false, "{other}"),
            }
        }
        story.casebook.ledger().verify().unwrap();
    }
}
