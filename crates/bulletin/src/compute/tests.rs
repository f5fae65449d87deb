use super::*;
use casebook::{
    acts::Recorded,
    case::Stage,
    facts::{Fact, FactKind, Reason},
};
use law::ChargeGroup;

/// Memory in memory.
pub(crate) struct Memory {
    pub(crate) facts: Vec<Fact>,
    pub(crate) external: Vec<External>,
    pub(crate) as_of: u64,
}

impl Source for Memory {
    fn scan(&self, wanted: &dyn Fn(FactKind) -> bool, each: &mut dyn FnMut(&Fact)) {
        self.facts.iter().filter(|fact| wanted(fact.kind) && fact.is_known(self.as_of)).for_each(each);
    }

    fn as_of(&self) -> u64 {
        self.as_of
    }

    fn external(&self) -> &[External] {
        &self.external
    }
}

/// One drug fact about one person; the sequence is the number of the case.
pub(crate) fn fact(kind: FactKind, day: &str, case: u32) -> Fact {
    Fact {
        kind,
        day: day.parse().unwrap(),
        sequence: case.into(),
        known_from: case.into(),
        known_until: None,
        case,
        person: Some(0),
        region: 330_106,
        charge_group: ChargeGroup::Drug,
        charge: 3470,
        by_delivery: Recorded::Yes,
        contraband: None,
        operator_kind: None,
        stage: Stage::Investigation,
        reason: Reason::None,
        heavy: false,
        after_exclusion: false,
        plea: false,
        minor: Recorded::NotRecorded,
        foreign: Recorded::NotRecorded,
        count: 1,
    }
}

fn of(facts: Vec<Fact>) -> Memory {
    Memory { facts, external: Vec::new(), as_of: u64::MAX }
}

fn ask(indicator: &str, scope: &str, period: &str) -> Ask {
    Ask { indicator: indicator.to_owned(), scope: scope.to_owned(), period: period.parse().unwrap() }
}

fn one(source: &Memory, indicator: &str, scope: &str, period: &str) -> Computed {
    compute(source, &[ask(indicator, scope, period)]).unwrap().swap_remove(0)
}

fn external(series: &str, period: &str, value: u64, back_solved: bool) -> External {
    let (series, source) = (series.to_owned(), "own".to_owned());
    External { series, period: period.parse().unwrap(), value, back_solved, source, sequence: 1 }
}

use FactKind::{
    ArrestApproved, ArrestDecided, ArrestRefused, Prosecuted, ProtestPerson, SentenceDecided, SentenceRecommended,
};

#[test]
fn every_definition_names_only_what_facts_have() {
    let source = of(Vec::new());
    for indicator in Indicators::built_in().iter() {
        for scope in Indicators::built_in().scopes() {
            let asked = compute(&source, &[ask(&indicator.id, &scope.id, "2020-01..2020-12")]);
            assert!(asked.is_ok(), "{} in {}: {asked:?}", indicator.id, scope.id);
        }
    }
}

#[test]
fn a_person_counts_once_in_a_period_and_again_in_another() {
    let mut again = fact(ArrestDecided, "2020-03-01", 1);
    again.sequence = 9;
    let source = of(vec![fact(ArrestApproved, "2020-01-31", 1), again, fact(ArrestApproved, "2020-02-01", 2)]);
    let count = |period| one(&source, "arrests", "drug", period).numerator;
    assert_eq!(count("2020-01..2020-12"), Some(2));
    assert_eq!(count("2020-01..2020-01"), Some(1));
    assert_eq!(count("2020-03..2020-03"), Some(1));
    assert_eq!(count("2019-01..2019-12"), Some(0));
}

#[test]
fn person_times_count_each_time() {
    let two = |reason| {
        let mut fact = fact(ProtestPerson, "2020-01-01", 1);
        fact.reason = reason;
        fact
    };
    let mut crimes = fact(FactKind::MissedCrimeCorrected, "2020-01-01", 1);
    crimes.count = 3;
    let source = of(vec![two(Reason::Heavier), two(Reason::AcquittalToConviction), crimes, crimes]);
    assert_eq!(one(&source, "missed-crimes-corrected", "drug", "2020-01..2020-01").numerator, Some(6));
    assert_eq!(one(&source, "protest-persons-heavier", "drug", "2020-01..2020-01").numerator, Some(1));
}

#[test]
fn the_adoption_rate_is_of_recommendations_made() {
    let decided = |case, reason| Fact { reason, ..fact(SentenceDecided, "2020-02-01", case) };
    let mut facts: Vec<_> = (1..=4).map(|case| fact(SentenceRecommended, "2020-01-01", case)).collect();
    facts.extend([decided(1, Reason::Adopted), decided(2, Reason::NotAdopted), decided(3, Reason::Adopted)]);
    let rate = one(&of(facts), "sentencing-recommendation-adoption-rate", "drug", "2020-01..2020-12");
    assert_eq!(rate.value, Some(Value::Share(Exact::ratio(1, 2).unwrap())));
    assert_eq!((rate.numerator, rate.denominator), (Some(2), Some(4)));
}

#[test]
fn a_share_of_all_crimes_needs_the_other_crimes_and_says_where_they_are_from() {
    let mut source = of(vec![fact(ArrestApproved, "2020-01-01", 1)]);
    let share = |source: &Memory| one(source, "share-of-all-arrests", "drug", "2020-01..2020-06");
    assert!(share(&source).value.is_none());
    assert!(share(&source).why_not.unwrap().en.contains("other-crimes-arrested"));
    source.external = vec![
        external("other-crimes-arrested", "2020-01..2020-03", 1, false),
        external("other-crimes-arrested", "2020-04..2020-06", 2, true),
    ];
    let found = share(&source);
    assert_eq!(found.value, Some(Value::Share(Exact::ratio(1, 4).unwrap())));
    assert!(found.is_assumed());
}

#[test]
fn a_change_needs_its_base() {
    let mut source = of((1..=3).map(|case| fact(ArrestApproved, "2020-02-01", case)).collect());
    let change = |source: &Memory| one(source, "arrests-year-on-year", "drug", "2020-01..2020-12");
    assert!(change(&source).value.is_none(), "a register that begins later has no base");
    source.facts.extend((4..=7).map(|case| fact(ArrestApproved, "2019-01-01", case)));
    let found = change(&source);
    assert_eq!(found.value, Some(Value::Change(Exact::ratio(-1, 4).unwrap())));
    assert_eq!(found.compared_with.unwrap().to_string(), "2019-01..2019-12");
    source.external = vec![external("arrests.drug", "2019-01..2019-12", 6, true)];
    assert_eq!(change(&source).value, Some(Value::Change(Exact::ratio(-1, 2).unwrap())));
}

#[test]
fn a_figure_opens_to_its_acts() {
    let facts = vec![
        fact(ArrestApproved, "2020-01-01", 11),
        fact(ArrestRefused, "2020-01-01", 12),
        fact(ArrestRefused, "2019-01-01", 13),
        fact(Prosecuted, "2020-01-01", 14),
    ];
    let opened = open(&of(facts), &ask("non-arrest-rate", "drug", "2020-01..2020-12")).unwrap();
    assert_eq!((opened.numerator, opened.denominator), (vec![12], vec![11, 12]));
}

#[test]
fn what_is_corrected_later_was_counted_before() {
    let mut withdrawn = fact(ArrestApproved, "2020-01-01", 1);
    withdrawn.known_until = Some(50);
    let mut source = of(vec![withdrawn, fact(ArrestApproved, "2020-01-01", 2)]);
    assert_eq!(one(&source, "arrests", "drug", "2020-01..2020-12").numerator, Some(1));
    source.as_of = 49;
    assert_eq!(one(&source, "arrests", "drug", "2020-01..2020-12").numerator, Some(2));
}

#[test]
fn cells_add_up_to_the_count() {
    let place = |case, region, day: &str| Fact { region, ..fact(ArrestApproved, day, case) };
    let source =
        of(vec![place(1, 330_106, "2020-01-05"), place(2, 110_101, "2020-02-05"), place(3, 330_110, "2020-02-06")]);
    let ask = ask("arrests", "drug", "2020-01..2020-12");
    for (_, by) in Dimension::ALL {
        assert_eq!(break_down(&source, &ask, by).unwrap().values().sum::<u64>(), 3, "{by:?}");
    }
    let provinces = break_down(&source, &ask, Dimension::Province).unwrap();
    assert_eq!(provinces, BTreeMap::from([(11, 1), (33, 2)]));
    assert_eq!(Dimension::Province.label(33).zh, "浙江");
}

#[test]
fn what_is_not_defined_is_answered_by_name() {
    let source = of(Vec::new());
    assert_eq!(
        compute(&source, &[ask("nothing", "drug", "2020-01..2020-12")]).unwrap_err(),
        AskError::Indicator("nothing".to_owned())
    );
    assert_eq!(
        compute(&source, &[ask("arrests", "nowhere", "2020-01..2020-12")]).unwrap_err(),
        AskError::Scope("nowhere".to_owned())
    );
}
