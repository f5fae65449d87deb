use proptest::prelude::*;

use super::*;

const VALID: &str = include_str!("../../tests/fixtures/valid.ndjson");
const INVALID: &str = include_str!("../../tests/fixtures/invalid.ndjson");
const EVENTS: &str = include_str!("../../tests/fixtures/events.ndjson");

/// The problems of a line as `pointer code`.
fn problems(text: &str) -> Vec<String> {
    let problems = line(text.as_bytes()).err().unwrap_or_default();
    problems.iter().map(|problem| format!("{} {}", problem.field, problem.code)).collect()
}

/// The first valid example with one part of its text replaced.
fn with(from: &str, to: &str) -> String {
    let text = VALID.lines().next().unwrap();
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

#[test]
fn valid_examples_are_taken() {
    for text in VALID.lines() {
        assert!(matches!(line(text.as_bytes()), Ok(Line::Acceptance(_))), "{text}");
    }
    for text in EVENTS.lines() {
        assert!(matches!(line(text.as_bytes()), Ok(Line::Event(_))), "{text}");
    }
}

#[test]
fn invalid_examples_name_every_problem() {
    let found: Vec<_> = INVALID.lines().map(problems).collect();
    assert_eq!(found[0], [" not_json"]);
    assert_eq!(found[1], ["/adress unknown_field"]);
    assert_eq!(found[2], ["/waybill bad_pattern", "/accepted_at bad_time"]);
    assert_eq!(found[3], ["/weight_grams out_of_range", "/sender/region bad_pattern"]);
    assert_eq!(found[4], ["/identity/result not_in_list"]);
    assert_eq!(found[5], ["/goods/0/name too_short"]);
    assert!(found[6].is_empty(), "a conflict is no matter of decoding");
}

#[test]
fn wrong_types_are_named_and_reading_goes_on() {
    assert_eq!(problems(&with("\"express\"", "7")), ["/operator_kind wrong_type"]);
    assert_eq!(
        problems(&with(
            "\"weight_grams\": 620, \"sender\": {",
            "\"weight_grams\": \"620\", \"sender\": {\"nmae\": 1, "
        )),
        ["/weight_grams wrong_type", "/sender/nmae unknown_field"]
    );
    assert_eq!(
        problems(&with("\"goods\": [", "\"goods\": [null, [], ")),
        ["/goods/0 wrong_type", "/goods/1 wrong_type"]
    );
    assert_eq!(problems(&with("620", "null")), ["/weight_grams wrong_type"]);
    assert_eq!(problems("[]"), [" not_an_object"]);
    assert_eq!(problems("3"), [" not_an_object"]);
}

#[test]
fn numbers_keep_their_ranges() {
    assert_eq!(problems(&with("620", "620.0")), Vec::<String>::new());
    for bad in ["0", "-1", "100000001", "18446744073709551616", "-0.0", "1e30"] {
        assert_eq!(problems(&with("620", bad)), ["/weight_grams out_of_range"], "{bad}");
    }
    assert_eq!(problems(&with("620", "6.5")), ["/weight_grams wrong_type"]);
    assert_eq!(problems(&with("\"quantity\": 2", "\"quantity\": 0")), ["/goods/0/quantity out_of_range"]);
    assert_eq!(problems(&with("\"quantity\": 2", "\"quantity\": 1e999")), [" out_of_range"]);
    assert_eq!(problems(&with("12000", "-1")), ["/goods/0/value_fen out_of_range"]);
}

#[test]
fn times_are_strict_rfc_3339() {
    for good in ["2026-11-20T09:30:05Z", "2026-11-20t09:30:05.123456789+08:00", "2026-11-20T09:30:05.1-00:30"] {
        assert_eq!(problems(&with("2026-11-20T09:30:05+08:00", good)), Vec::<String>::new(), "{good}");
    }
    for bad in [
        "2026-11-20T09:30:05",
        "2026-11-20T09:30+08:00",
        "2026-11-20 09:30:05+08:00",
        "2026-02-30T09:30:05+08:00",
        "2026-11-20T09:30:05+0800",
        "2026-11-20T09:30:05.+08:00",
        "2026-11-20T25:30:05Z",
        "2026-11-20T09:30:05+08:00[Asia/Shanghai]",
        "",
        "now",
    ] {
        assert_eq!(problems(&with("2026-11-20T09:30:05+08:00", bad)), ["/accepted_at bad_time"], "{bad}");
    }
}

#[test]
fn bounds_count_characters() {
    let long = "茶".repeat(256);
    assert_eq!(problems(&with("茶叶", &long)), Vec::<String>::new());
    assert_eq!(problems(&with("茶叶", &format!("{long}茶"))), ["/goods/0/name too_long"]);
    let lines = vec!["{\"name\":\"a\"}"; GOODS_MAX + 1].join(",");
    assert_eq!(problems(&with("\"goods\": [", &format!("\"goods\": [{lines},"))), ["/goods too_many"]);
    assert_eq!(problems(&" ".repeat(LINE_BYTES_MAX + 1)), [" line_too_long"]);
}

#[test]
fn broken_json_is_told_apart() {
    assert_eq!(problems(&"[".repeat(100_000)), [" not_json"]);
    let deep = format!("\"goods\": [{}{}, ", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(problems(&with("\"goods\": [", &deep)), ["/goods/0 wrong_type"]);
    assert_eq!(problems(&with("张某", "张\u{1}某")), [" control_character"]);
    assert_eq!(problems(&with("{", "{\"waybill\": \"EX1\", ")), ["/waybill repeated_field"]);
    assert_eq!(line(b"{\"waybill\": \"\xff\"}").unwrap_err()[0].code, ProblemCode::NotUtf8);
    assert_eq!(problems(&format!("{} x", VALID.lines().next().unwrap())), [" not_json"]);
}

#[test]
fn an_opening_needs_a_ground_and_two_people() {
    let opening = |rest: &str| {
        format!(
            "{{\"waybill\":\"A\",\"operator\":\"o\",\"event\":\"opened_clear\",\"at\":\"2026-11-20T09:30:05Z\"{rest}}}"
        )
    };
    assert_eq!(problems(&opening("")), ["/basis missing", "/by missing", "/by_second missing"]);
    assert_eq!(problems(&opening(",\"basis\":\"x\",\"by\":\"a\",\"by_second\":\"a\"")), ["/by_second same_person"]);
    assert_eq!(problems(&opening(",\"basis\":\"x\",\"by\":\"a\",\"by_second\":\"b\"")), Vec::<String>::new());
}

#[test]
fn goods_of_a_letter_are_not_read() {
    let Ok(Line::Acceptance(letter)) = line(with("\"parcel\"", "\"letter\"").as_bytes()) else { panic!() };
    assert!(letter.goods.is_empty());
}

#[test]
fn a_rejection_names_the_waybill_where_it_can() {
    let text = INVALID.lines().nth(1).unwrap();
    assert_eq!(rejection(2, text.as_bytes(), Vec::new()).waybill.as_deref(), Some("EX0000000000007"));
    assert_eq!(rejection(1, b"{", Vec::new()).waybill, None);
}

proptest! {
    #[test]
    fn no_bytes_crash_the_decoder(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = line(&bytes);
    }

    #[test]
    fn a_changed_byte_is_read_or_answered(place in 0_usize..700, byte in any::<u8>()) {
        let mut text = VALID.lines().next().unwrap().as_bytes().to_vec();
        let place = place % text.len();
        text[place] = byte;
        if let Err(problems) = line(&text) {
            prop_assert!(!problems.is_empty());
        }
    }
}
