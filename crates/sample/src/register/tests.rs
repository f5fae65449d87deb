use std::collections::BTreeMap;

use casebook::{Casebook, facts::FactKind as K, facts::Reason};

use super::*;

const SCALE: u32 = 100;

/// Facts of drug crimes within the period of the report, by kind and reason; persons once.
fn figures(casebook: &Casebook) -> BTreeMap<(K, Reason), u32> {
    let (from, to) = (days::day(days::DRUG.0), days::day(days::DRUG.1));
    let mut figures = BTreeMap::new();
    casebook.facts().unwrap().scan(
        u64::MAX,
        |_| true,
        |fact| {
            if fact.charge_group.word() == "drug" && (from..to).contains(&fact.day) {
                *figures.entry((fact.kind, fact.reason)).or_default() += fact.count;
                if fact.heavy {
                    *figures.entry((fact.kind, Reason::Other)).or_default() += fact.count;
                }
            }
        },
    );
    figures
}

#[test]
fn every_figure_of_the_report_on_drug_crimes_is_met() {
    let dir = tempfile::tempdir().unwrap();
    let casebook = Casebook::open(dir.path()).unwrap();
    let sample = RegisterSample::new(RegisterPlan { seed: 1, scale: SCALE });
    let total = sample.total();
    let written = casebook.append_all(sample).map_err(|(place, error)| format!("{place}: {error:?}")).unwrap();
    assert_eq!(written, total);
    let figures = figures(&casebook);
    let sum = |kind: K| {
        figures
            .iter()
            .filter(|((of, reason), _)| *of == kind && *reason != Reason::Other)
            .map(|(_, count)| count)
            .sum::<u32>()
    };
    let of = |kind, reason| figures.get(&(kind, reason)).copied().unwrap_or_default();
    let counts = Counts::of_reports().scaled(SCALE);
    let drug = &counts.drug;
    let met = [
        ("arrested", drug.arrested, sum(K::ArrestApproved) + sum(K::ArrestDecided)),
        ("prosecuted", drug.prosecuted, sum(K::Prosecuted)),
        ("early interventions", drug.early_interventions, sum(K::EarlyIntervention)),
        ("filing supervised", drug.filing_supervised_cases, sum(K::FilingSupervised)),
        ("filing supervised, persons", drug.filing_supervised_persons, sum(K::FilingSupervisedPerson)),
        ("missed arrests", drug.missed_arrests_corrected, sum(K::MissedArrestCorrected)),
        ("missed arrests prosecuted", drug.missed_arrests_prosecuted, sum(K::MissedArrestProsecuted)),
        ("missed arrests heavy", drug.missed_arrests_heavy, of(K::MissedArrestSentenced, Reason::Other)),
        ("missed crimes", drug.missed_crimes, sum(K::MissedCrimeCorrected)),
        ("missed accomplices", drug.missed_accomplices, sum(K::MissedAccompliceCorrected)),
        ("missed accomplices heavy", drug.missed_accomplices_heavy, of(K::MissedAccompliceSentenced, Reason::Other)),
        ("opinions", drug.investigation_opinions, sum(K::InvestigationOpinionIssued)),
        ("opinions corrected", drug.investigation_opinions_corrected, sum(K::InvestigationOpinionCorrected)),
        ("trial opinions", drug.trial_opinions, sum(K::TrialOpinionIssued)),
        ("trial opinions corrected", drug.trial_opinions_corrected, sum(K::TrialOpinionCorrected)),
        ("protests", drug.protests, sum(K::ProtestFiled)),
        ("protests changed", drug.protests_changed, of(K::ProtestConcluded, Reason::Changed)),
        ("protests remanded", drug.protests_remanded, of(K::ProtestConcluded, Reason::Remanded)),
        ("heavier", drug.protest_heavier, of(K::ProtestPerson, Reason::Heavier)),
        ("lighter", drug.protest_lighter, of(K::ProtestPerson, Reason::Lighter)),
        ("to conviction", drug.protest_acquittal_to_conviction, of(K::ProtestPerson, Reason::AcquittalToConviction)),
        ("chiefs", drug.chiefs_attended, sum(K::ChiefAttended)),
        ("refused", drug.refused, sum(K::ArrestRefused)),
        ("refused, evidence", drug.refused_insufficient_evidence, of(K::ArrestRefused, Reason::InsufficientEvidence)),
        ("refused, no crime", drug.refused_no_crime, of(K::ArrestRefused, Reason::NoCrime)),
        ("not prosecuted", drug.not_prosecuted, sum(K::NotProsecuted)),
        (
            "not prosecuted, evidence",
            drug.not_prosecuted_insufficient_evidence,
            of(K::NotProsecuted, Reason::InsufficientEvidence),
        ),
        ("not prosecuted, no crime", drug.not_prosecuted_no_crime, of(K::NotProsecuted, Reason::NoCrime)),
        ("recommended", counts.assumed.sentence_recommendations, sum(K::SentenceRecommended)),
        ("adopted", counts.assumed.sentence_recommendations_adopted, of(K::SentenceDecided, Reason::Adopted)),
    ];
    let missed: Vec<_> = met.iter().filter(|(_, asked, found)| asked != found).collect();
    assert!(missed.is_empty(), "asked and found: {missed:?}");
}

#[test]
fn the_same_seed_gives_the_same_acts() {
    let plan = RegisterPlan { seed: 7, scale: 1_000 };
    let one: Vec<_> = RegisterSample::new(plan).collect();
    assert!(one == RegisterSample::new(plan).collect::<Vec<_>>());
    assert_ne!(one, RegisterSample::new(RegisterPlan { seed: 8, ..plan }).collect::<Vec<_>>());
}

/// `cargo test --release -p sample --lib register -- --ignored --nocapture` prints the rates.
#[test]
#[ignore = "a million acts: for measuring, in release"]
#[expect(clippy::disallowed_methods, reason = "measures time")]
fn a_register_of_full_size_is_written_and_read_again() {
    let dir = tempfile::tempdir().unwrap();
    let began = std::time::Instant::now();
    let sample = RegisterSample::new(RegisterPlan::default());
    let total = sample.total();
    println!("dealt {total} acts in {:.1} s", began.elapsed().as_secs_f64());
    let casebook = Casebook::open(dir.path()).unwrap();
    let began = std::time::Instant::now();
    casebook.append_all(sample).map_err(|(place, error)| format!("{place}: {error:?}")).unwrap();
    let took = began.elapsed().as_secs_f64();
    println!("written in {took:.1} s, {:.0} acts/s", total as f64 / took);
    let began = std::time::Instant::now();
    let figures = figures(&casebook);
    println!("read model and facts in {:.1} s", began.elapsed().as_secs_f64());
    let prosecuted: u32 = figures.iter().filter(|((kind, _), _)| *kind == K::Prosecuted).map(|(_, count)| count).sum();
    assert_eq!(prosecuted, Counts::of_reports().drug.prosecuted);
}
