//! A find on its two routes, with the clocks of each, and the goods from hand to hand.

use casebook::{
    Office, SubjectKind, SubjectState,
    acts::{Contraband, Payload, Recorded, find::*},
    custody_chain::GapKind,
    facts::FactKind,
    find::{FilingStage, FindState, Route},
};
use parcel::{Region, Sha256, kind::OperatorKind};

use crate::documents::Story;
use crate::support::*;

fn found(letter: bool) -> Payload {
    Payload::FindRecorded(FindRecorded {
        operator: "sunrise".to_owned(),
        operator_kind: OperatorKind::Express,
        waybill: "SR0001".to_owned(),
        decision: Some(4_711),
        capsule: Some(Sha256([7; 32])),
        place: FoundAt::Transit,
        contraband: Contraband::Drug,
        letter,
    })
}

fn reported(to: Authority) -> Payload {
    Payload::FindReported(FindReported { to, stopped: Recorded::Yes, document: None })
}

fn police() -> Office {
    Office { name: "示例区公安局".to_owned(), region: Region::parse("330106").unwrap() }
}

fn handed_over() -> Payload {
    Payload::FindHandedOver(FindHandedOver { to: police(), receipt: id("receipt-1") })
}

fn decided_by_police(filed: bool) -> Payload {
    let reason = (!filed).then(|| "数量未达标准".to_owned());
    Payload::FindFilingDecided(FindFilingDecided { filed, document: id("notice-1"), reason, case: None })
}

fn team(officers: u8) -> Payload {
    Payload::TransferTeamNamed(TransferTeamNamed { officers })
}

fn head_decides(approved: bool, at: &str) -> Payload {
    let at = at.parse().unwrap();
    Payload::TransferDecided(TransferDecided { approved, at, reason: None, document: id("decision-1") })
}

fn sent(papers: Vec<TransferPaper>, at: &str) -> Payload {
    Payload::TransferSent(TransferSent { to: police(), at: at.parse().unwrap(), papers, receipt: id("receipt-2") })
}

fn papers() -> Vec<TransferPaper> {
    vec![TransferPaper::Letter, TransferPaper::Report, TransferPaper::GoodsList]
}

/// Route two up to the transfer of the papers on 2026-03-06.
fn transferred() -> Story {
    Story::of(
        SubjectKind::Find,
        vec![
            ("2026-03-02", found(false)),
            ("2026-03-02", reported(Authority::Regulator)),
            ("2026-03-03", team(2)),
            ("2026-03-04", Payload::TransferReported(TransferReported { document: id("report-1") })),
            ("2026-03-05", head_decides(true, "2026-03-05T10:20:00+08:00")),
            ("2026-03-06", sent(papers(), "2026-03-06T09:00:00+08:00")),
        ],
    )
}

fn find(story: &Story) -> FindState {
    match story.state() {
        SubjectState::Find(state) => *state,
        other => panic!("{other:?}"),
    }
}

#[test]
fn straight_to_the_police_runs_no_clock_of_the_transfer_rules() {
    let story = Story::of(SubjectKind::Find, vec![("2026-03-02", found(false))]);
    let cite = "Express Delivery Regulations 2025 art. 34";
    assert_eq!(story.refused("2026-03-02", handed_over()).1, cite, "reported first");
    story.tell("2026-03-02", reported(Authority::Police)).unwrap();
    story.tell("2026-03-02", handed_over()).unwrap();
    assert_eq!(story.refused("2026-03-03", team(2)).0, "one-route");
    story.tell("2026-03-12", decided_by_police(true)).unwrap();
    assert!(story.state().clocks().is_empty());
    assert_eq!((find(&story).route, find(&story).filing), (Route::Police, FilingStage::Filed));
    assert_eq!((story.count(FactKind::FindReported), story.count(FactKind::FindHandedOver)), (1, 1));
}

#[test]
fn the_duty_to_report_is_article_33_before_june_2025_and_34_after() {
    let cite = |on: &str| Story::of(SubjectKind::Find, vec![(on, found(false))]).refused(on, handed_over()).1;
    assert_eq!(cite("2025-05-31"), "Express Delivery Regulations 2019 art. 33");
    assert_eq!(cite("2025-06-01"), "Express Delivery Regulations 2025 art. 34");
}

#[test]
fn the_regulators_route_has_the_clocks_of_the_transfer_rules() {
    let story = transferred();
    assert_eq!(story.due("transfer-decision"), "2026-03-09", "three days from the report, the last a Saturday");
    assert!(story.due("transfer-handover").starts_with("2026-03-06T11:00"), "24 hours, the hour begun not counted");
    assert_eq!(story.due("police-filing-decision"), "2026-03-09");
    assert!(story.is_done("transfer-handover"));
    story.tell("2026-03-09", decided_by_police(true)).unwrap();
    assert_eq!(story.due("goods-handover"), "2026-03-12", "transfer rules 12");
    let passed = passing("sunrise", HolderKind::Operator, "示例区公安局", HolderKind::Police, "2026-03-11");
    story.tell("2026-03-11", Payload::GoodsPassed(passed)).unwrap();
    assert!(story.is_done("goods-handover"));
}

#[test]
fn a_refusal_to_file_goes_to_reconsideration_then_to_the_procuratorate() {
    let story = transferred();
    let silent = FindFilingDecided { filed: false, document: id("n-1"), reason: None, case: None };
    let cite = "Rules on Transfer of Suspected Crimes 2020 art. 8";
    assert_eq!(story.refused("2026-03-09", Payload::FindFilingDecided(silent)).1, cite, "reasons are owed");
    story.tell("2026-03-09", decided_by_police(false)).unwrap();
    assert_eq!(story.due("transfer-reconsideration"), "2026-03-12");
    let ask = Payload::FilingReconsiderationAsked(FilingReconsiderationAsked { document: id("rc-1") });
    story.tell("2026-03-11", ask.clone()).unwrap();
    assert_eq!(story.due("transfer-reconsideration-decision"), "2026-03-16", "the 14th is a Saturday");
    story.tell("2026-03-13", decided_by_police(false)).unwrap();
    assert_eq!(story.due("filing-supervision-suggestion"), "2026-03-16");
    assert_eq!(story.refused("2026-03-14", ask).0, "transfer-reconsider", "once");
    let suggest = SupervisionSuggested { document: id("s-1"), measure: Some(id("m-1")) };
    story.tell("2026-03-16", Payload::SupervisionSuggested(suggest)).unwrap();
    assert!(story.is_done("filing-supervision-suggestion"));
    story.tell("2026-04-20", decided_by_police(true)).unwrap();
    assert_eq!(find(&story).filing, FilingStage::Filed);
}

#[test]
fn two_officers_a_report_and_the_papers() {
    let story = Story::of(SubjectKind::Find, vec![("2026-03-02", found(false))]);
    assert_eq!(story.refused("2026-03-03", team(1)).1, "Rules on Transfer of Suspected Crimes 2020 art. 5");
    story.tell("2026-03-03", team(2)).unwrap();
    let decision = head_decides(true, "2026-03-05T10:20:00+08:00");
    assert_eq!(story.refused("2026-03-05", decision.clone()).0, "transfer-head", "the report comes first");
    story.tell("2026-03-04", Payload::TransferReported(TransferReported { document: id("report-1") })).unwrap();
    let unreasoned = head_decides(false, "2026-03-05T10:20:00+08:00");
    assert_eq!(story.refused("2026-03-05", unreasoned).0, "transfer-head", "a refusal says why");
    story.tell("2026-03-05", decision).unwrap();
    let missing = sent(vec![TransferPaper::Letter], "2026-03-06T09:00:00+08:00");
    assert_eq!(story.refused("2026-03-06", missing).1, "Rules on Transfer of Suspected Crimes 2020 art. 6");
}

#[test]
fn letters_are_not_opened_and_opening_needs_the_head() {
    let inspect = |officers, approval: Option<&str>| {
        Payload::FindInspected(FindInspected {
            officers,
            opened: true,
            approval: approval.map(id),
            document: id("i-1"),
        })
    };
    let story = Story::of(SubjectKind::Find, vec![("2026-03-02", found(false))]);
    assert_eq!(story.refused("2026-03-02", inspect(1, Some("a-1"))).1, "Postal Law 2015 art. 63");
    assert_eq!(story.refused("2026-03-02", inspect(2, None)).1, "Postal Law 2015 art. 61");
    story.tell("2026-03-02", inspect(2, Some("a-1"))).unwrap();
    let letter = Story::of(SubjectKind::Find, vec![("2026-03-02", found(true))]);
    assert_eq!(letter.refused("2026-03-02", inspect(2, Some("a-1"))).0, "find-opening");
}

#[test]
fn evidence_kept_in_advance_is_dealt_with_in_seven_working_days() {
    let story = Story::of(SubjectKind::Find, vec![("2026-03-02", found(false))]);
    let dealt = Payload::EvidenceDealtWith(EvidenceDealtWith { document: id("d-1") });
    assert_eq!(story.refused("2026-03-02", dealt.clone()).1, "Administrative Penalty Law 2021 art. 56");
    let kept = Payload::EvidenceKept(EvidenceKept { approval: id("a-1"), document: id("l-1") });
    story.tell("2026-03-02", kept.clone()).unwrap();
    assert_eq!(story.due("advance-evidence"), "2026-03-11", "Saturday and Sunday do not count");
    assert_eq!(story.refused("2026-03-03", kept).0, "evidence-kept");
    story.tell("2026-03-10", dealt).unwrap();
    assert!(story.is_done("advance-evidence"));
}

#[test]
fn an_opinion_after_non_prosecution_comes_back_and_its_result_is_told() {
    let story = transferred();
    let opinion = Payload::OpinionReceived(OpinionReceived { measure: id("m-1") });
    assert_eq!(story.refused("2026-03-07", opinion.clone()).1, "Criminal Procedure Law 2018 art. 177");
    story.tell("2026-03-09", decided_by_police(true)).unwrap();
    story.tell("2026-09-01", opinion).unwrap();
    let told = OpinionResultTold { order: Some(id("o-1")), document: id("l-1") };
    story.tell("2026-09-20", Payload::OpinionResultTold(told)).unwrap();
    assert_eq!(find(&story).opinion_told, Some(day("2026-09-20")));
}

fn passing(from: &str, from_kind: HolderKind, to: &str, to_kind: HolderKind, on: &str) -> GoodsPassed {
    GoodsPassed {
        from: Holder { kind: from_kind, name: from.to_owned() },
        to: Holder { kind: to_kind, name: to.to_owned() },
        at: Some(format!("{on}T10:00:00+08:00").parse().unwrap()),
        receipt: Some(id("receipt-1")),
        seals_found: Vec::new(),
        seals_applied: vec![id("seal-1")],
        grams: Some(512),
    }
}

#[test]
fn a_gap_in_the_chain_is_shown_and_not_bridged() {
    let regulator = passing("sunrise", HolderKind::Operator, "示例邮政管理局", HolderKind::Regulator, "2026-03-02");
    let mut police = passing("示例邮政管理局", HolderKind::Regulator, "示例区公安局", HolderKind::Police, "2026-03-10");
    police.seals_found = vec![id("seal-1")];
    let whole = |first: &GoodsPassed, second: &GoodsPassed| {
        let passed = |of: &GoodsPassed| Payload::GoodsPassed(of.clone());
        let story = Story::of(SubjectKind::Find, vec![("2026-03-02", found(false)), ("2026-03-02", passed(first))]);
        story.tell("2026-03-10", passed(second)).unwrap();
        let chain = find(&story).chain;
        assert_eq!(chain.holder().unwrap().kind, HolderKind::Police, "the holder is who took them last");
        chain.gaps().into_iter().map(|gap| (gap.kind, gap.link)).collect::<Vec<_>>()
    };
    assert_eq!(whole(&regulator, &police), []);
    let mut bare = police.clone();
    (bare.receipt, bare.at, bare.grams) = (None, None, Some(498));
    bare.seals_found = vec![id("seal-9")];
    bare.from.name = "另一单位".to_owned();
    let gaps = [GapKind::Holder, GapKind::Receipt, GapKind::Seal, GapKind::Time, GapKind::Mass];
    assert_eq!(whole(&regulator, &bare), gaps.map(|kind| (kind, 2)));
    let mut unsealed = regulator.clone();
    unsealed.seals_applied = Vec::new();
    police.seals_found = Vec::new();
    assert_eq!(whole(&unsealed, &police), [(GapKind::Unsealed, 1)]);
}

#[test]
fn a_passing_recorded_late_takes_its_place_in_time() {
    let story = Story::of(SubjectKind::Find, vec![("2026-03-02", found(false))]);
    let police = passing("示例邮政管理局", HolderKind::Regulator, "示例区公安局", HolderKind::Police, "2026-03-10");
    story.tell("2026-03-10", Payload::GoodsPassed(GoodsPassed { seals_found: vec![id("seal-1")], ..police })).unwrap();
    assert_eq!(find(&story).chain.gaps()[0].kind, GapKind::Holder, "how it left the operator is not recorded");
    let earlier = passing("sunrise", HolderKind::Operator, "示例邮政管理局", HolderKind::Regulator, "2026-03-02");
    story.tell("2026-03-02", Payload::GoodsPassed(earlier)).unwrap();
    assert_eq!(find(&story).chain.gaps(), []);
}
