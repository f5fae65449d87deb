use super::*;

fn verdicts(indicator: &str) -> Vec<(String, Verdict)> {
    let lines = check(Published::built_in());
    let of = lines.into_iter().filter(|line| line.indicator == indicator);
    of.map(|line| (line.period.to_string(), line.verdict)).collect()
}

fn assert_verdicts(indicator: &str, expected: &[(&str, Verdict)]) {
    let found = verdicts(indicator);
    let found: Vec<_> = found.iter().map(|(period, verdict)| (period.as_str(), *verdict)).collect();
    let mut expected = expected.to_vec();
    let mut sorted = found.clone();
    sorted.sort_unstable();
    expected.sort_unstable();
    assert_eq!(sorted, expected, "{indicator}");
}

use Verdict::{Agrees, BaseRestated, CannotRecompute, Inconsistent, OutsideRounding};

#[test]
fn the_non_arrest_rate_left_its_formula_from_2021_to_2023() {
    assert_verdicts(
        "non-arrest-rate",
        &[
            ("2019-01..2019-12", Agrees),
            ("2020-01..2020-03", Agrees),
            ("2020-01..2020-06", Agrees),
            ("2020-01..2020-09", Agrees),
            ("2021-01..2021-09", OutsideRounding),
            ("2021-01..2021-12", OutsideRounding),
            ("2022-01..2022-03", OutsideRounding),
            ("2022-01..2022-06", OutsideRounding),
            ("2022-01..2022-09", OutsideRounding),
            ("2023-01..2023-03", OutsideRounding),
            ("2023-01..2023-06", OutsideRounding),
            ("2024-01..2024-06", Agrees),
        ],
    );
}

#[test]
fn the_non_prosecution_rate_kept_its_formula() {
    let found = verdicts("non-prosecution-rate");
    assert_eq!(found.len(), 12);
    assert!(found.iter().all(|(_, verdict)| *verdict == Agrees), "{found:?}");
}

#[test]
fn bases_were_restated_between_releases() {
    assert_verdicts(
        "arrests-year-on-year",
        &[
            ("2020-01..2020-09", CannotRecompute),
            ("2021-01..2021-09", BaseRestated),
            ("2022-01..2022-03", CannotRecompute),
            ("2022-01..2022-09", BaseRestated),
            ("2023-01..2023-12", CannotRecompute),
            ("2024-01..2024-03", BaseRestated),
            ("2024-01..2024-06", BaseRestated),
            ("2025-01..2025-12", Agrees),
        ],
    );
    assert_verdicts(
        "prosecutions-year-on-year",
        &[
            ("2020-01..2020-09", CannotRecompute),
            ("2021-01..2021-09", Agrees),
            ("2022-01..2022-03", CannotRecompute),
            ("2022-01..2022-09", Agrees),
            ("2023-01..2023-12", CannotRecompute),
            ("2024-01..2024-03", BaseRestated),
            ("2024-01..2024-06", Agrees),
            ("2025-01..2025-12", Agrees),
        ],
    );
}

#[test]
fn the_drug_report_contradicts_itself_where_it_does() {
    let window = "2019-01..2020-05";
    let of = |indicator: &str| {
        let found = verdicts(indicator);
        found.iter().find(|(period, _)| period == window).unwrap_or_else(|| panic!("{indicator}")).1
    };
    for (indicator, expected) in [
        ("drug-arrest-share", Inconsistent),
        ("drug-prosecution-share", Agrees),
        ("drug-arrests-year-on-year", CannotRecompute),
        ("drug-prosecutions-year-on-year", CannotRecompute),
        ("missed-arrests-prosecuted", Inconsistent),
        ("missed-arrests-heavy", Agrees),
        ("missed-accomplices-heavy", Agrees),
        ("drug-investigation-opinions-corrected", Agrees),
        ("drug-trial-opinions-corrected", Agrees),
        ("drug-protests-filed", Agrees),
        ("drug-protests-changed", Inconsistent),
        ("drug-not-arrested", Agrees),
        ("drug-not-prosecuted", Agrees),
        ("drug-plea-leniency", Agrees),
        ("drug-sentencing-recommendation-adoption-rate", CannotRecompute),
    ] {
        assert_eq!(of(indicator), expected, "{indicator}");
    }
    assert_verdicts("foreigners-drug-cases-year-on-year", &[("2019-01..2019-12", CannotRecompute)]);
}

#[test]
fn rapid_growth_is_not_true_of_firearms() {
    assert_verdicts("parcel-drug-trend", &[("2020-01..2020-12", Agrees)]);
    assert_verdicts("parcel-wildlife-trend", &[("2020-01..2020-12", Agrees)]);
    assert_verdicts("parcel-firearm-trend", &[("2020-01..2020-12", Inconsistent)]);
    let lines = check(Published::built_in());
    let line = lines.iter().find(|line| line.indicator == "parcel-firearm-trend").unwrap();
    assert_eq!(line.recomputed, Some(-23.8445));
    assert!(
        line.formula.contains("(parcel-firearm-cases 2017-01..2020-12 - parcel-firearm-cases 2020-01..2020-12) / 3")
    );
}

#[test]
fn a_window_that_overlaps_its_base_says_so() {
    let lines = check(Published::built_in());
    let line = lines.iter().find(|line| line.indicator == "drug-arrests-year-on-year").unwrap();
    assert!(line.notes.iter().any(|note| note.en.contains("by 5 months")), "{:?}", line.notes);
    assert!(line.formula.contains("not published: before(drug-arrested): drug-arrested 2018-01..2019-05"));
}

/// Verdicts of one outside release with these figures.
fn outside(figures: &str) -> Vec<(String, Verdict)> {
    let text = format!(
        "[[release]]\nid = \"a\"\nday = \"2024-01-01\"\ntitle = {{ zh = \"某\", en = \"some\" }}\nsource = \"own\"\nconfidence = \"H\"\n{figures}"
    );
    let lines = check(&Published::read_outside("own.toml", &text).unwrap());
    lines.into_iter().map(|line| (line.indicator, line.verdict)).collect()
}

#[test]
fn a_last_digit_decides() {
    let rate = |rate: &str| {
        outside(&format!("[release.figures.\"2023-01..2023-12\"]\narrested = \"1,088,490\"\nnot-arrested = \"313,743\"\nnon-arrest-rate = \"{rate}\""))[0].1
    };
    assert_eq!(rate("22.4%"), Agrees);
    assert_eq!(rate("22.37%"), Agrees);
    assert_eq!(rate("22%"), Agrees);
    assert_eq!(rate("22.3%"), OutsideRounding);
    assert_eq!(rate("22.38%"), OutsideRounding);
}

#[test]
fn outside_figures_are_not_mixed_with_those_inside() {
    let found =
        outside("[release.figures.\"2021-01..2021-09\"]\narrests-year-on-year = \"20.6%\"\narrested = \"670,755\"");
    assert_eq!(found, [("arrests-year-on-year".to_owned(), CannotRecompute)]);
}

#[test]
fn a_total_is_put_together_from_other_periods() {
    let figures = "[release.figures.\"2020-01..2020-06\"]\nnot-prosecuted = \"10\"\nnon-prosecution-rate = \"10%\"\n\
        [release.figures.\"2020-01..2020-09\"]\nprosecuted = \"130\"\n[release.figures.\"2020-07..2020-09\"]\nprosecuted = \"40\"";
    assert_eq!(outside(figures), [("non-prosecution-rate".to_owned(), Agrees)]);
}
