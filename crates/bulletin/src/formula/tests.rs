use super::*;

fn number(low: &str, high: &str) -> Interval {
    Interval::new(Exact::parse(low).unwrap(), Exact::parse(high).unwrap())
}

fn value(formula: &str, parts: &[(&str, &str)]) -> Option<Interval> {
    let parts: Vec<_> = parts.iter().map(|(low, high)| number(low, high)).collect();
    Formula::parse(formula).unwrap().value(&parts)
}

#[test]
fn a_part_named_twice_is_one_number() {
    // Independent intervals would answer 1/5 to 6/7.
    let share = value("a / (a + b)", &[("2", "3"), ("1", "2")]).unwrap();
    assert_eq!((share.low(), share.high()), (Exact::ratio(1, 2).unwrap(), Exact::ratio(3, 4).unwrap()));
}

#[test]
fn a_change_takes_one_away() {
    let change = value("a / before(a) - 1", &[("110", "110"), ("100", "100")]).unwrap();
    assert_eq!(change, Interval::exact(Exact::parse("0.1").unwrap()));
}

#[test]
fn a_divisor_that_may_be_nought_has_no_value() {
    assert_eq!(value("a / b", &[("1", "1"), ("0", "3")]), None);
    assert_eq!(value("a / (b - c)", &[("1", "1"), ("2", "3"), ("2", "2")]), None);
    assert!(value("a / (b - c)", &[("1", "1"), ("3", "4"), ("2", "2")]).is_some());
}

#[test]
fn what_is_wrong_is_said_with_what_would_pass() {
    for (text, says) in [
        ("a + ", "ends without a term"),
        ("a b", "there must be \"+\""),
        ("a / b + c", "parentheses"),
        ("a - 1", "quotient"),
        ("A / b", "would pass"),
        ("before(a / b", "no series"),
        ("a + b + c + d + e + f + g + h + i", "at most 8"),
        ("", "ends without a term"),
    ] {
        let error = Formula::parse(text).unwrap_err();
        assert!(error.en.contains(says), "{text}: {}", error.en);
        assert!(!error.zh.is_ascii());
    }
}
