//! Properties that hold for every combination.

use law::{Circumstances, Ground, Law};
use parcel::{Choice, Day, DutyState, Evidence, Gate, Place, kind::ItemKind, kind::OperatorKind};

const PLACES: [&str; 8] = ["110105", "310101", "330106", "500101", "140105", "350203", "440106", "KR"];

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Calls `visit` for every kind, item, agreement and place on one day.
fn every(day: Day, mut visit: impl FnMut(&Circumstances)) {
    for operator_kind in OperatorKind::ALL.iter().copied() {
        for item_kind in ItemKind::ALL.iter().copied() {
            for agreement in [false, true] {
                for place in PLACES {
                    for destination in ["110105", "350203", "440106", "KR"] {
                        let [place, destination] = [place, destination].map(|code| Place::parse(code).unwrap());
                        visit(&Circumstances { operator_kind, place, destination, item_kind, agreement, day });
                    }
                }
            }
        }
    }
}

/// Days on and around every change, and the first of each month of 2015 to 2030.
fn days() -> Vec<Day> {
    let changes = Law::built_in().changes();
    let around = changes.iter().flat_map(|day| [day.yesterday().unwrap(), *day, day.tomorrow().unwrap()]);
    let months = (2015..=2030).flat_map(|year| (1..=12).map(move |month| jiff::civil::date(year, month, 1)));
    around.chain(months).collect()
}

#[test]
fn every_circumstance_resolves_and_cites_what_is_in_force() {
    for day in days() {
        every(day, |circumstances| {
            let duties = Law::built_in().duties(circumstances);
            for gate in Gate::ALL {
                let duty = duties.gate(*gate);
                assert_eq!(duty.articles.is_empty(), duty.state == DutyState::NoRule, "{circumstances:?}");
                assert!(duty.articles.iter().all(|article| article.in_force(day)), "{circumstances:?}");
            }
        });
    }
}

#[test]
fn every_day_from_2015_to_2030_resolves() {
    let mut day = day("2015-01-01");
    while day < jiff::civil::date(2031, 1, 1) {
        for (operator_kind, item_kind) in
            OperatorKind::ALL.iter().flat_map(|kind| ItemKind::ALL.iter().map(move |item| (kind, item)))
        {
            let place = Place::parse("110105").unwrap();
            let circumstances = Circumstances {
                operator_kind: *operator_kind,
                place,
                destination: place,
                item_kind: *item_kind,
                agreement: false,
                day,
            };
            let duties = Law::built_in().duties(&circumstances);
            let cited = Gate::ALL.iter().flat_map(|gate| &duties.gate(*gate).articles);
            assert!(cited.into_iter().all(|article| article.in_force(day)), "{circumstances:?}");
        }
        day = day.tomorrow().unwrap();
    }
}

#[test]
fn nothing_refuses_without_words_that_forbid() {
    let mut refusals = 0;
    for day in days() {
        every(day, |circumstances| {
            let duties = Law::built_in().duties(circumstances);
            for refusal in Ground::ALL.iter().filter_map(|ground| duties.refusal(*ground)) {
                refusals += 1;
                assert!(refusal.words().words().contains("不") || refusal.words().words().contains("拒绝收寄"));
                let finding = refusal.finding(Evidence::default());
                let request = finding.request().expect("a refusal says what would let the item pass");
                assert!(!request.remedy.zh.is_empty() && !request.remedy.en.is_empty());
                assert!(finding.refuses());
            }
        });
    }
    assert!(refusals > 1000);
}

#[test]
fn new_formats_refuse_nothing_and_owe_only_in_beijing() {
    for day in days() {
        every(day, |circumstances| {
            let new_format = matches!(
                circumstances.operator_kind,
                OperatorKind::Instant | OperatorKind::SameCity | OperatorKind::CrowdSourced | OperatorKind::Locker
            );
            if !new_format {
                return;
            }
            let duties = Law::built_in().duties(circumstances);
            assert!(Ground::ALL.iter().all(|ground| duties.refusal(*ground).is_none()), "{circumstances:?}");
            let owed =
                Gate::ALL.iter().any(|gate| matches!(duties.gate(*gate).state, DutyState::Owed | DutyState::OwedOneOf));
            let beijing = circumstances.operator_kind == OperatorKind::Instant
                && circumstances.place == Place::parse("110105").unwrap()
                && day >= jiff::civil::date(2024, 1, 1);
            assert_eq!(owed, beijing, "{circumstances:?}");
        });
    }
}

#[test]
fn a_letter_owes_no_inspection_anywhere() {
    for day in days() {
        every(day, |circumstances| {
            if circumstances.item_kind == ItemKind::Letter {
                let duties = Law::built_in().duties(circumstances);
                for gate in [Gate::Inspection, Gate::Machine] {
                    let state = duties.gate(gate).state;
                    assert!(!matches!(state, DutyState::Owed | DutyState::OwedOneOf), "{circumstances:?}");
                }
            }
        });
    }
}

#[test]
fn the_narrowest_code_of_a_place_does_not_matter() {
    for (wide, narrow) in [("11", "110105"), ("1101", "110105"), ("33", "330106"), ("44", "440106")] {
        let duties = |code: &str| {
            let place = Place::parse(code).unwrap();
            let circumstances = Circumstances {
                operator_kind: OperatorKind::Instant,
                place,
                destination: place,
                item_kind: ItemKind::Parcel,
                agreement: false,
                day: day("2026-11-20"),
            };
            Law::built_in().duties(&circumstances).gate(Gate::Identity).state
        };
        assert_eq!(duties(wide), duties(narrow));
    }
}
