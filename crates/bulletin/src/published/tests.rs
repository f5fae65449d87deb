use super::*;

fn interval(text: &str, rounding: Rounding) -> (f64, f64) {
    let interval = Stated::parse(text).unwrap().interval(rounding).unwrap();
    (interval.low().to_f64(), interval.high().to_f64())
}

#[test]
fn what_a_figure_may_stand_for_follows_from_how_it_is_written() {
    let nearest = |text| interval(text, Rounding::Nearest);
    assert_eq!(nearest("108,663"), (108_663.0, 108_663.0));
    assert_eq!(nearest("86.8万"), (867_500.0, 868_500.0));
    assert_eq!(nearest("21万"), (205_000.0, 215_000.0));
    assert_eq!(nearest("868k"), (867_500.0, 868_500.0));
    assert_eq!(nearest("3300+"), (3_300.0, 3_400.0));
    assert_eq!(nearest("3,000+"), (3_000.0, 4_000.0));
    assert_eq!(nearest("29.6%"), (0.2955, 0.2965));
    assert_eq!(nearest("-29.84%"), (-0.29845, -0.29835));
    assert_eq!(interval("29.6%", Rounding::Unstated), (0.295, 0.297));
    assert!(nearest(">0%").0 > 0.0);
}

#[test]
fn what_is_no_figure_is_not_read() {
    for text in ["", "about 5", "1,00", ",100", "12,34,567", "-5", "5%+", "1e5", "%", "+", "万", "=0%", "1 %"] {
        assert_eq!(Stated::parse(text), None, "{text}");
    }
}

#[test]
fn the_built_in_series_load_and_every_series_is_said_in_both_languages() {
    let published = Published::built_in();
    assert!(published.releases().iter().map(|release| release.figures.len()).sum::<usize>() > 150);
    for series in published.series.values() {
        assert!(!series.name.zh.is_ascii() && series.name.en.is_ascii(), "{}", series.id);
    }
}

#[test]
fn every_published_share_or_claim_has_a_check() {
    let published = Published::built_in();
    for figure in published.releases().iter().flat_map(|release| &release.figures) {
        let checked = published.checks.iter().any(|check| check.series == figure.series);
        assert!(checked || !(figure.stated.is_percent() || figure.stated.is_claim()), "{}", figure.series);
    }
}

#[test]
fn every_problem_of_an_outside_file_is_told_at_once_in_both_languages() {
    let text = r#"
        [[release]]
        id = "a"
        day = "2024-01-01"
        title = { zh = "某地", en = "somewhere" }
        source = "own"
        confidence = "H"
        [release.figures."2024-1..2024-02"]
        arrested = "5"
        [release.figures."2024-01..2024-02"]
        arrested = "about 5"
        arests = "5"
        non-arrest-rate = "5"
        [[check]]
        series = "non-arrest-rate"
        formula = "a b"
    "#;
    let BulletinError::Data(problems) = Published::read_outside("own.toml", text).unwrap_err();
    let told: Vec<_> = problems.iter().map(|problem| problem.message.en.split(';').next().unwrap()).collect();
    assert_eq!(told.len(), 5, "{told:?}");
    assert!(problems.iter().all(|problem| !problem.message.zh.is_ascii()));
}

#[test]
fn an_outside_file_may_be_json() {
    let text = r#"{"release": [{"id": "a", "day": "2024-01-01", "title": {"zh": "某", "en": "some"}, "source": "own",
        "confidence": "L", "figures": {"2023-01..2023-12": {"arrested": "10"}}}]}"#;
    let published = Published::read_outside("own.json", text).unwrap();
    assert_eq!(published.releases()[0].figures.len(), 1);
}
