use super::*;
use proptest::prelude::*;

fn exact(text: &str) -> Exact {
    Exact::parse(text).unwrap()
}

#[test]
fn decimals_are_read_whole_and_nothing_else_is() {
    assert_eq!(exact("29.60"), Exact::ratio(148, 5).unwrap());
    assert_eq!(exact("-0.5"), Exact::ratio(-1, 2).unwrap());
    assert_eq!(exact("+12"), Exact::whole(12));
    for text in ["", ".", "1.", ".5", "1e3", "1.2.3", "--1", "1 000", "1234567890123456"] {
        assert_eq!(Exact::parse(text), None, "{text}");
    }
}

#[test]
fn a_tenth_thrice_is_three_tenths() {
    let tenth = exact("0.1");
    assert_eq!(tenth.plus(tenth).unwrap().plus(tenth).unwrap(), exact("0.3"));
}

#[test]
fn what_leaves_the_range_answers_none_and_still_compares() {
    let huge = Exact::ratio(i128::MAX, 3).unwrap();
    assert_eq!(huge.times(huge), None);
    assert!(huge > Exact::ratio(i128::MAX - 1, 3).unwrap());
    assert!(Exact::ratio(1, i128::MAX).unwrap() < Exact::ratio(1, i128::MAX - 1).unwrap());
}

proptest! {
    #[test]
    fn the_slow_comparison_agrees_with_the_quick_one(
        a in -1000_i128..1000, b in 1_i128..1000, c in -1000_i128..1000, d in 1_i128..1000,
    ) {
        let (left, right) = (Exact::ratio(a, b).unwrap(), Exact::ratio(c, d).unwrap());
        prop_assert_eq!(compare(left, right), left.cmp(&right));
    }
}
