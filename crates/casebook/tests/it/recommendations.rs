//! Recommendations: points, replies point by point, and the worked example.

use casebook::{
    SubjectKind, SubjectState,
    acts::{Payload, measure::*, recommend::*},
    facts::FactKind,
    recommend::{RecommendationState, example},
};
use law::RecommendationExample;

use crate::documents::{Story, served, step};
use crate::support::*;

fn seven() -> RecommendationIssued {
    let example = &RecommendationExample::built_in()[0];
    example::issued(example, id("approval-1"), |text| text.zh.clone()).expect("its type and number are known")
}

fn sent() -> Story {
    let issued = Payload::RecommendationIssued(seven());
    Story::of(SubjectKind::Recommendation, vec![("2021-10-20", issued), ("2021-10-20", served())])
}

fn reply(points: &[(u16, Answer, Option<&str>)]) -> Payload {
    let point = |(point, answer, reason): &(u16, Answer, Option<&str>)| PointReply {
        point: *point,
        answer: *answer,
        reason: reason.map(ToOwned::to_owned),
    };
    let points = points.iter().map(point).collect();
    let answer = Answer::PartlyAdopted;
    Payload::DocumentReplied(DocumentReplied { document: Some(id("r-1")), answer, reason: None, points })
}

fn state(story: &Story) -> RecommendationState {
    match story.state() {
        SubjectState::Recommendation(state) => *state,
        other => panic!("{other:?}"),
    }
}

#[test]
fn number_seven_is_recorded_point_by_point_and_answered_in_two_months() {
    let story = sent();
    assert_eq!(state(&story).points.len(), 9);
    assert_eq!(story.due("recommendation-reply"), "2021-12-20");
    let clock = story.state().clocks()[0].ledger().unwrap();
    assert_eq!(clock.reckoning().status, law::Status::Unverified, "the provisions of 2019 were not read");
    let answers = [(1, Answer::Adopted, None), (4, Answer::NotAdopted, Some("须修订规章"))];
    story.tell("2021-12-10", reply(&answers)).unwrap();
    let points = state(&story).points;
    assert_eq!(points[3].answer, Some((day("2021-12-10"), Answer::NotAdopted)));
    assert_eq!(points[1].answer, None, "not answered is not \"not adopted\"");
    assert_eq!(story.count(FactKind::RecommendationIssued), 1);
    assert_eq!(story.count(FactKind::RecommendationReplied), 1);
}

#[test]
fn answers_name_points_that_exist_once_and_say_why_not() {
    let story = sent();
    assert_eq!(story.refused("2021-12-10", reply(&[(10, Answer::Adopted, None)])).0, "points-known");
    assert_eq!(story.refused("2021-12-10", reply(&[(0, Answer::Adopted, None)])).0, "points-known");
    let twice = [(1, Answer::Adopted, None), (1, Answer::Adopted, None)];
    assert_eq!(story.refused("2021-12-10", reply(&twice)).0, "points-known");
    assert_eq!(story.refused("2021-12-10", reply(&[(1, Answer::NotAdopted, None)])).0, "reason-stated");
}

#[test]
fn urged_after_the_period_and_then_told_upward() {
    let story = sent();
    let urge = || Payload::DocumentUrged(step("u-1"));
    let upward = || {
        let document = id("e-1");
        Payload::DocumentEscalated(DocumentEscalated { to: "上级机关".to_owned(), document })
    };
    assert_eq!(story.refused("2021-12-20", urge()).0, "advice-urge");
    story.tell("2021-12-21", urge()).unwrap();
    story.tell("2022-02-01", upward()).unwrap();
    story.tell("2022-03-01", reply(&[(1, Answer::Adopted, None)])).unwrap();
}

#[test]
fn a_shorter_period_is_set_by_the_document_and_a_longer_one_refused() {
    let story = Story::new(SubjectKind::Recommendation);
    let with = |days| Payload::RecommendationIssued(RecommendationIssued { reply_days: Some(days), ..seven() });
    assert_eq!(story.refused("2026-03-02", with(90)).0, "advice-reply");
    story.tell("2026-03-02", with(20)).unwrap();
    story.tell("2026-03-02", served()).unwrap();
    assert_eq!(story.due("recommendation-reply"), "2026-03-23", "twenty days end on a Sunday");
}

#[test]
fn public_interest_in_urgency_is_answered_in_fifteen_days() {
    let issued = RecommendationIssued { kind: RecommendationType::PublicInterest, urgent: true, ..seven() };
    let story = Story::of(
        SubjectKind::Recommendation,
        vec![("2026-03-02", Payload::RecommendationIssued(issued)), ("2026-03-02", served())],
    );
    assert_eq!(story.due("public-interest-reply-urgent"), "2026-03-17");
}

#[test]
fn a_follow_up_is_kept_point_by_point() {
    let story = sent();
    let points = vec![PointFinding { point: 6, finding: FollowUp::Partly }];
    let follow = DocumentFollowedUp { finding: FollowUp::Partly, points };
    story.tell("2022-03-01", Payload::DocumentFollowedUp(follow)).unwrap();
    assert_eq!(state(&story).points[5].finding, Some((day("2022-03-01"), FollowUp::Partly)));
}
