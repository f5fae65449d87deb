//! Properties of counting that hold for every clock and every day.

use jiff::{Span, ToSpan};
use law::{
    Calendar, DayKind,
    clock::{Clock, Clocks, Due, Event, Ledger, Moment, Opening, Start, board},
};
use parcel::Day;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Every day of the years that the holiday table covers and one beyond on each side.
fn days() -> impl Iterator<Item = Day> {
    day("2017-01-01").series(1.day()).take_while(|day| *day < jiff::civil::date(2028, 1, 1))
}

/// Values of the option worth trying: none, least and greatest.
fn values(clock: &Clock) -> Vec<Option<u16>> {
    match &clock.option {
        Some(choice) if choice.required => vec![Some(choice.min), Some(choice.max)],
        Some(choice) => vec![None, Some(choice.min), Some(choice.max)],
        None => vec![None],
    }
}

/// The last day of a clock that runs by the day, under today's law; none where custody cannot be so.
fn due(clock: &Clock, start: Day, custody: Option<bool>, option: Option<u16>) -> Option<Day> {
    let law_day = Some(day("2026-11-22"));
    let opening = Opening { start: Start::Day(start), custody, option, law_day };
    Ledger::open(Clocks::built_in(), &clock.id, opening).ok().and_then(|ledger| ledger.due()).map(Due::day)
}

fn by_day() -> impl Iterator<Item = &'static std::sync::Arc<Clock>> {
    Clocks::built_in().all().filter(|clock| !clock.is_hours())
}

#[test]
fn a_later_start_never_ends_earlier() {
    for clock in by_day() {
        for (custody, option) in values(clock).into_iter().flat_map(|option| [(Some(true), option), (None, option)]) {
            let mut before = None;
            for start in days() {
                let end = due(clock, start, custody, option);
                assert!(end.is_some() && before <= end, "{} from {start}: {before:?}, then {end:?}", clock.id);
                assert!(end > Some(start), "{} from {start} ends at once", clock.id);
                before = end;
            }
        }
    }
}

#[test]
fn a_later_start_never_ends_earlier_when_the_law_changes_either() {
    for clock in by_day() {
        let mut before = None;
        for start in days() {
            let opening = Opening { option: values(clock)[0], ..Opening::at(Start::Day(start)) };
            let Ok(ledger) = Ledger::open(Clocks::built_in(), &clock.id, opening) else { continue };
            let end = ledger.due().map(Due::day);
            assert!(before <= end, "{} from {start}: {before:?}, then {end:?}", clock.id);
            before = end;
        }
    }
}

#[test]
fn custody_never_ends_later_than_the_plain_rule_and_never_moves() {
    let mut moved = 0;
    for clock in by_day() {
        for option in values(clock) {
            for start in days() {
                let Some(plain) = due(clock, start, Some(false), option) else { continue };
                let held = due(clock, start, Some(true), option).unwrap();
                assert!(held <= plain, "{} from {start}", clock.id);
                let working = Calendar::built_in().is_workday(held);
                assert!(working == (held == plain) || plain == held, "{} from {start}", clock.id);
                moved += u32::from(held < plain);
            }
        }
    }
    assert!(moved > 10_000, "holidays move ends often: {moved}");
}

#[test]
fn what_is_moved_ends_on_the_first_working_day() {
    for clock in by_day().filter(|clock| !clock.liberty_ceiling) {
        let Some(moves) = clock.rule(day("2026-11-22")).ok().map(|rule| rule.counting.moves) else { continue };
        for start in days() {
            let Some(end) = due(clock, start, Some(false), values(clock)[0]) else { continue };
            assert!(!moves || Calendar::built_in().is_workday(end), "{} from {start} ends on {end}", clock.id);
        }
    }
}

/// A bail-like ceiling in months, or a correction notice in days: the two options that set a length.
fn set(id: &str, start: Day, value: u16) -> Day {
    due(Clocks::built_in().get(id).unwrap(), start, Some(true), Some(value)).unwrap()
}

#[test]
fn days_are_additive() {
    for start in days().step_by(7) {
        for (first, second) in [(1, 1), (3, 4), (7, 15), (30, 15)] {
            let chained = set("correction-reply", set("correction-reply", start, first), second);
            assert_eq!(chained, set("correction-reply", start, first + second));
        }
    }
}

#[test]
fn months_are_not_additive() {
    let chained = set("bail", set("bail", day("2025-12-30"), 2), 1);
    let at_once = set("bail", day("2025-12-30"), 3);
    assert_eq!((chained, at_once), (day("2026-03-31"), day("2026-03-30")));
    let chained = set("bail", set("bail", day("2025-10-30"), 4), 2);
    assert_eq!((chained, set("bail", day("2025-10-30"), 6)), (day("2026-04-30"), day("2026-04-30")));
    let differing = days().filter(|start| set("bail", set("bail", *start, 1), 1) != set("bail", *start, 2)).count();
    assert!(differing > 20, "{differing}");
}

#[test]
fn a_month_is_never_longer_than_31_days_nor_shorter_than_28() {
    for start in days() {
        let length = start.until(set("bail", start, 1)).unwrap().get_days();
        assert!((28..=31).contains(&length), "{start}: {length}");
    }
}

#[test]
fn extensions_are_applied_once_to_the_start() {
    let clock = Clocks::built_in().get("custody-investigation").unwrap();
    let total =
        |steps: Option<u16>| clock.extensions.iter().take(steps.unwrap_or(0).into()).map(|one| one.length.months);
    for start in days() {
        for steps in [None, Some(1), Some(2), Some(3)] {
            let months = 2 + total(steps).sum::<u16>();
            assert_eq!(due(clock, start, None, steps).unwrap(), set("bail", start, months), "{start} {steps:?}");
        }
    }
}

#[test]
fn hour_clocks_end_between_the_hours_and_one_more() {
    for clock in Clocks::built_in().all().filter(|clock| clock.is_hours()) {
        let hours = i64::from(clock.rule(day("2026-11-22")).unwrap().length.hours);
        let mut before = None;
        for minute in 0..600 {
            let start = Moment::parse("2026-09-25T08:00:00+08:00").unwrap();
            let at = start.timestamp() + Span::new().seconds(minute * 37);
            let start = Moment::new(at, jiff::tz::offset(8));
            let ledger = Ledger::open(Clocks::built_in(), &clock.id, Opening::at(Start::Moment(start))).unwrap();
            let Some(Due::Moment(end)) = ledger.due() else { panic!("{}", clock.id) };
            let seconds = end.timestamp().as_second() - at.as_second();
            assert!((hours * 3600..(hours + 1) * 3600).contains(&seconds), "{}: {seconds}", clock.id);
            assert!(before <= Some(end.timestamp()));
            before = Some(end.timestamp());
        }
    }
}

#[test]
fn the_explanation_ends_where_the_answer_is() {
    for clock in by_day() {
        for start in days().step_by(5) {
            let opening = Opening { option: values(clock)[0], ..Opening::at(Start::Day(start)) };
            let Ok(ledger) = Ledger::open(Clocks::built_in(), &clock.id, opening) else { continue };
            let reckoning = ledger.reckoning();
            let end = ledger.due().map(|due| due.to_string());
            assert_eq!(reckoning.due.map(|due| due.to_string()), end);
            assert!(reckoning.steps.iter().any(|step| step.day == end), "{} from {start}", clock.id);
            assert!(
                reckoning
                    .steps
                    .iter()
                    .all(|step| !step.text.zh.is_empty() && step.text.en.is_ascii() || step.text.en.contains('国'))
            );
        }
    }
}

#[test]
fn an_answer_is_provisional_exactly_where_the_table_has_no_say() {
    let calendar = Calendar::built_in();
    let clock = Clocks::built_in().get("filing-reasons").unwrap();
    for start in days() {
        for custody in [true, false] {
            let opening = Opening { custody: Some(custody), ..Opening::at(Start::Day(start)) };
            let ledger = Ledger::open(Clocks::built_in(), &clock.id, opening).unwrap();
            let end = ledger.due().unwrap().day();
            assert_eq!(ledger.reckoning().provisional, !custody && !calendar.covers(end), "{start}");
        }
    }
}

#[test]
fn each_year_has_as_many_working_days_as_the_law_leaves() {
    // Make-up workdays only move days: what remains is the year without weekends and statutory days off, which were 11
    // and are 13 since 2025. In 2020 the lengthened holiday took two working days more.
    for year in 2018..=2026 {
        let days = || jiff::civil::date(year, 1, 1).series(1.day()).take_while(|day| day.year() == year);
        let weekends = days().filter(|day| day.weekday().to_monday_zero_offset() >= 5).count();
        let statutory = if year >= 2025 { 13 } else { 11 } + if year == 2020 { 2 } else { 0 };
        let working = days().filter(|day| Calendar::built_in().is_workday(*day)).count();
        assert_eq!(working, days().count() - weekends - statutory, "{year}");
    }
    let made_up = days().filter(|day| matches!(Calendar::built_in().kind(*day), DayKind::MakeUpWorkday(_))).count();
    assert_eq!(made_up, 59);
}

#[test]
fn the_board_is_in_the_order_of_due_dates_and_leaves_out_what_is_done() {
    let open = |id: &str, start: &str, events: &[Event]| {
        let mut ledger = Ledger::open(Clocks::built_in(), id, Opening::at(Start::Day(day(start)))).unwrap();
        for event in events {
            ledger.record(event.clone()).unwrap();
        }
        ledger
    };
    let evaluation = Event::Paused { ground: "psychiatric_evaluation".to_owned(), from: day("2026-11-05"), to: None };
    let ledgers = [
        ("late", open("custody-investigation", "2026-10-30", &[])),
        ("still", open("custody-investigation", "2026-10-30", &[evaluation])),
        ("done", open("filing-reasons", "2026-11-02", &[Event::Done { day: day("2026-11-03") }])),
        ("held", open("arrest-review", "2026-11-13", &[])),
        ("plain", open("objection-reexamination", "2026-11-13", &[])),
        ("ended", open("counsel-notice", "2026-11-02", &[])),
        ("ahead", open("counsel-notice", "2026-12-02", &[])),
    ];
    let rows = board(ledgers.iter().map(|(name, ledger)| (*name, ledger)), day("2026-11-16"));
    let names: Vec<_> = rows.iter().map(|row| (row.reference, row.left_days)).collect();
    assert_eq!(
        names,
        [("ended", Some(-11)), ("held", Some(4)), ("plain", Some(4)), ("late", Some(44)), ("still", None)]
    );
}
