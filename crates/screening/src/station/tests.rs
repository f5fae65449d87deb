//! Signs and estimates on the cases of the built-in pack's rules and on marks made by hand.

use parcel::{Gate, Operator};

use super::{
    mark::{Mark, Source},
    *,
};
use crate::pack::{Journaled, Pack};

fn parameters() -> Parameters {
    Parameters::built_in().unwrap()
}

/// Surveys everything that a case of a rule journals.
fn survey(rule: &str, title: &str) -> Surveyed {
    let pack = Pack::built_in().unwrap_or_else(|found| panic!("{found:#?}"));
    let case = pack.cases().iter().find(|case| case.rule == rule && case.title == title);
    let case = case.unwrap_or_else(|| panic!("no case {title} of {rule}"));
    let mut survey = Survey::default();
    for (position, record) in case.before.iter().chain([&case.record]).enumerate() {
        match record {
            Journaled::Item(item) => survey.item(item, position as u64).unwrap(),
            Journaled::Pass(event) => survey.event(event, position as u64).unwrap(),
        }
    }
    survey.finish(&parameters(), &[])
}

fn signs(surveyed: &Surveyed) -> Vec<Sign> {
    let mut signs: Vec<_> = surveyed.evidence.iter().map(|evidence| evidence.sign).collect();
    signs.sort_unstable();
    signs.dedup();
    signs
}

fn plain(number: u32, gate: Gate) -> Mark {
    Mark {
        position: u64::from(number),
        item: u64::from(number) + 1,
        gate,
        source: Source::Record,
        outlet: StationId(1),
        courier: StationId(2),
        machine: StationId(3),
        day: 20_000,
        accepted_at: 1_728_000_000 + i64::from(number) * 60,
        at: Some(1_728_000_000 + i64::from(number) * 60),
        values: [0; 2],
        agreed: false,
    }
}

fn at(mark: Mark, seconds: i64) -> Mark {
    let at = 1_728_000_000 + seconds;
    Mark { accepted_at: at, at: Some(at), ..mark }
}

fn signs_of(find: fn(&[Mark], &Parameters, &mut Vec<Evidence>), marks: &[Mark]) -> Vec<(u32, Sign, u32)> {
    let mut out = Vec::new();
    find(marks, &parameters(), &mut out);
    out.sort_unstable();
    out.iter().map(|evidence| (evidence.mark, evidence.sign, evidence.count)).collect()
}

#[test]
fn a_run_faster_than_hands_is_found_in_the_cases_of_the_rule() {
    let fast = survey("inspector.faster_than_hands", "tenth inspection within twenty seconds");
    assert_eq!(signs(&fast), [Sign::Hands]);
    assert_eq!(fast.evidence.len(), 10);
    let inspections = fast.stations.iter().find(|station| station.gate == Gate::Inspection).unwrap();
    assert_eq!((inspections.estimate.marks, inspections.estimate.signed), (10, 10));
    let many = survey("inspector.faster_than_hands", "ten by different staff");
    assert!(signs(&many).is_empty());
}

#[test]
fn hands_that_pause_are_not_fast() {
    let marks: Vec<_> = (0..40).map(|number| at(plain(number, Gate::Inspection), i64::from(number) * 3)).collect();
    assert!(signs_of(pace::find, &marks).is_empty());
    // Nine within eight seconds, in the middle of a quiet day.
    let burst = (0..9).map(|number| at(plain(100 + number, Gate::Inspection), 4_000 + i64::from(number)));
    let marks: Vec<_> = marks.into_iter().chain(burst).collect();
    let found = signs_of(pace::find, &marks);
    assert_eq!(found.len(), 9);
    assert!(found.iter().all(|(mark, sign, count)| *mark >= 40 && *sign == Sign::Hands && *count == 9));
}

#[test]
fn a_belt_has_a_bound_of_its_own() {
    let every = |tenths: i64| -> Vec<_> {
        (0..30).map(|number| at(plain(number, Gate::Machine), i64::from(number) * tenths / 10)).collect()
    };
    assert!(signs_of(pace::find, &every(20)).is_empty());
    assert_eq!(signs_of(pace::find, &every(5)).len(), 30);
}

#[test]
fn five_of_one_second_are_a_batch_and_four_are_none() {
    let batch = |size: u32| -> Vec<_> { (0..size).map(|number| at(plain(number, Gate::Inspection), 7)).collect() };
    assert!(signs_of(pace::find, &batch(4)).is_empty());
    assert_eq!(signs_of(pace::find, &batch(5)), [0, 1, 2, 3, 4].map(|mark| (mark, Sign::Second, 5)));
}

#[test]
fn staff_need_time_from_one_outlet_to_another() {
    let here = at(plain(0, Gate::Inspection), 0);
    let there = |seconds| Mark { outlet: StationId(9), ..at(plain(1, Gate::Inspection), seconds) };
    assert_eq!(signs_of(places::find, &[here, there(60)]), [(0, Sign::Places, 2), (1, Sign::Places, 2)]);
    assert!(signs_of(places::find, &[here, there(480)]).is_empty());
}

#[test]
fn images_and_documents_are_shared_by_few() {
    let image = |number| Mark { values: [77, 0], ..plain(number, Gate::Inspection) };
    assert!(signs_of(reuse::find, &[image(0), image(1), image(2)]).is_empty());
    assert_eq!(signs_of(reuse::find, &[0, 1, 2, 3].map(image)).len(), 4);
    let document = |number| Mark { values: [5, 100 + u64::from(number)], ..plain(number, Gate::Identity) };
    assert!(signs_of(reuse::find, &[0, 1, 2, 3].map(document)).is_empty());
    assert_eq!(signs_of(reuse::find, &[0, 1, 2, 3, 4].map(document)).len(), 5);
    let agreed = |number| Mark { agreed: true, ..document(number) };
    assert!(signs_of(reuse::find, &[0, 1, 2, 3, 4].map(agreed)).is_empty());
}

#[test]
fn a_bare_mark_now_and_then_is_no_sign() {
    let bare = |number| Mark { machine: StationId::NONE, at: None, ..plain(number, Gate::Machine) };
    let day = |with: u32| -> Vec<_> {
        (0..60).map(|number| if number < with { bare(number) } else { plain(number, Gate::Machine) }).collect()
    };
    assert!(signs_of(bare::find, &day(2)).is_empty());
    assert_eq!(signs_of(bare::find, &day(12)).len(), 12);
}

#[test]
fn a_later_revision_replaces_the_marks_of_an_earlier_one() {
    let pack = Pack::built_in().unwrap();
    let item = pack.cases().iter().find_map(|case| match &case.record {
        Journaled::Item(item) if item.inspection.is_some() => Some(item.clone()),
        _ => None,
    });
    let item = item.unwrap();
    let mut survey = Survey::default();
    survey.item(&item, 1).unwrap();
    survey.item(&item, 2).unwrap();
    let surveyed = survey.finish(&parameters(), &[]);
    assert!(!surveyed.marks.is_empty() && surveyed.marks.iter().all(|mark| mark.position == 2));
}

#[test]
fn counters_are_held_against_marks() {
    let machine = parcel::Code64::new("M1").unwrap();
    let operator = Operator::parse("demo-express").unwrap();
    let counter = |pieces| Counter {
        operator: operator.clone(),
        machine: machine.clone(),
        day: "2026-11-10".parse().unwrap(),
        pieces,
    };
    let pass = |number: u32| parcel::PseudonymousEvent {
        item: parcel::ItemName {
            operator: operator.clone(),
            waybill: parcel::Waybill::parse(&format!("W{number}")).unwrap(),
        },
        kind: parcel::EventKind::XrayClear,
        at: "2026-11-10T12:00:00+08:00".parse().unwrap(),
        place: None,
        by: None,
        by_second: None,
        approved_by: None,
        machine: Some(machine.clone()),
        image: None,
        found: None,
        to: None,
        receipt: None,
        note: None,
        basis: None,
    };
    let excess = |pieces| {
        let mut survey = Survey::default();
        (0..5).for_each(|number| survey.event(&pass(number), u64::from(number)).unwrap());
        survey.finish(&parameters(), &[counter(pieces)]).excess
    };
    assert!(excess(5).is_empty());
    let more = excess(3);
    assert_eq!((more[0].marks, more[0].pieces), (5, 3));
}

#[test]
fn stations_stand_in_the_order_of_their_names() {
    let surveyed = survey("courier.two_outlets", "two outlets in five minutes");
    let names: Vec<_> = surveyed.stations.iter().map(|station| surveyed.roll.name(station.id)).collect();
    assert!(names.is_sorted());
}

#[test]
fn parameters_say_where_they_come_from_and_complain_all_at_once() {
    let parameters = parameters();
    assert!(
        parameters.all().iter().all(|parameter| !parameter.reason.zh.is_empty() && !parameter.reason.en.is_empty())
    );
    let error = Parameters::parse(
        "edition = \"x\"\n[hands_second_min]\nvalue = 1.0\nunit = \"s\"\nstatus = \"assumed\"\nzh = \"a\"\nen = \"a\"\n",
    );
    let Err(ParametersError::Values(wrong)) = error else { panic!("{error:?}") };
    assert!(wrong.contains(&"hands_seconds_min is missing".to_owned()));
    assert!(wrong.contains(&"hands_second_min is not known".to_owned()));
}
