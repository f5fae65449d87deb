//! What the check lets through and what it names.

use super::*;
use crate::window::{Attribute, Counted, KeyKind, Measure, Measures};

fn measures() -> Measures {
    let of = |name: &str, key, at_least| Measure {
        name: name.into(),
        key,
        window: 60_000_000,
        distinct: Attribute::from_word("phone"),
        same: None,
        differs: None,
        counted: Counted::Items,
        near: None,
        weight_grams_max: None,
        same_weight: false,
        result: None,
        at_least,
    };
    Measures::new(vec![of("phones", KeyKind::Sender, 10), of("pieces", KeyKind::Courier, 20)], 0)
}

fn check_over(source: &str, key: Option<KeyKind>) -> Result<Condition, Vec<Complaint>> {
    check(source, Setting { occasion: Occasion::Acceptance, key, measures: &measures() })
}

/// The codes of all complaints about a condition, with their places.
fn complaints(source: &str) -> Vec<(usize, &'static str)> {
    match check_over(source, Some(KeyKind::Sender)) {
        Ok(_) => Vec::new(),
        Err(found) => found.into_iter().map(|complaint| (complaint.offset, complaint.code)).collect(),
    }
}

fn codes(source: &str) -> Vec<&'static str> {
    complaints(source).into_iter().map(|(_, code)| code).collect()
}

#[test]
fn what_is_sound_passes() {
    for source in [
        "window.phones >= 10",
        "3 < window.phones",
        "window.phones == 9 || window.phones < 2",
        "has(item.weight_grams) && item.weight_grams < 500 && window.phones >= 1",
        "!has(item.weight_grams) || item.weight_grams < 500",
        "!(has(item.weight_grams) && item.weight_grams < 500)",
        "has(item.channel) && item.channel in ['locker', \"app\"]",
        "item.operator_kind == 'express' && 'done' != item.identity",
        "has(item.value_fen) && item.goods_lines > 0 && item.value_fen / item.goods_lines > 100000",
        "has(item.value_fen) && item.goods_lines != 0 && item.value_fen % item.goods_lines == 0",
        "item.under_agreement ? item.hour < 6 : item.hour >= 23",
        "has(item.inspection_after_seconds) && -item.inspection_after_seconds > 60",
        "(item.photos + 1) * 2 > 4 && true",
        "has(item.weight_grams) ? item.weight_grams > 5 : window.phones > 2",
    ] {
        assert_eq!(complaints(source), [], "{source}");
    }
}

#[test]
fn what_could_fail_at_run_time_is_named() {
    for (source, expected) in [
        ("item.weight_grams < 500", "unguarded"),
        ("item.weight_grams < 500 && has(item.weight_grams)", "unguarded"),
        ("has(item.weight_grams) || item.weight_grams < 500", "unguarded"),
        ("has(item.channel) && item.weight_grams < 500", "unguarded"),
        ("100 / item.goods_lines > 3", "division_by_zero"),
        ("item.goods_lines >= 0 && 100 % item.goods_lines > 3", "constant"),
        ("100 / (item.photos - 16) > 3", "division_by_zero"),
        ("has(item.value_fen) && item.value_fen * item.value_fen > 9", "overflow"),
        ("9223372036854775807 + item.photos > 9", "overflow"),
    ] {
        assert!(codes(source).contains(&expected), "{source}: {:?}", codes(source));
    }
}

#[test]
fn what_cannot_be_told_is_named() {
    for (source, expected) in [
        ("window.phones > 10", "beyond_bound"),
        ("window.phones >= 11", "beyond_bound"),
        ("window.phones == 10", "beyond_bound"),
        ("window.phones <= 10", "beyond_bound"),
        ("window.phones >= -1", "beyond_bound"),
        ("window.phones * 2 > 10", "wrong_type"),
        ("window.phones > item.hour", "wrong_type"),
        ("window.phones", "not_a_condition"),
        ("window.pieces > 3", "other_key"),
        ("window.people > 3", "unknown_measure"),
        ("has(window.phones) && window.phones > 3", "needless_guard"),
        ("has(item.hour) && item.hour > 3", "needless_guard"),
        ("item.hour > 23", "constant"),
        ("item.channel == 'app'", "unguarded"),
        ("has(item.channel) && item.channel == 'phone'", "not_in_list"),
        ("has(item.channel) && item.channel > 'app'", "wrong_type"),
        ("item.hour == 'late'", "wrong_type"),
        ("item.hour", "not_a_condition"),
        ("item.goods.exists(line, line == 'x')", "unsupported"),
        ("size(item.hour) > 3", "unsupported"),
        ("1.5 < item.hour", "wrong_type"),
        ("phones > 3", "unknown_name"),
        ("window.phones >", "bad_syntax"),
        ("", "bad_syntax"),
    ] {
        assert!(codes(source).contains(&expected), "{source}: {:?}", codes(source));
    }
}

#[test]
fn forbidden_attributes_cannot_be_named() {
    let forbidden = [
        "nationality",
        "ethnicity",
        "religion",
        "sex",
        "gender",
        "age",
        "birthday",
        "id_kind",
        "id_number",
        "name",
        "sender",
        "recipient",
        "region",
        "accepted_region",
        "place",
        "country",
        "province",
        "address",
        "phone",
        "agreement",
        "goods",
        "courier",
        "payer_phone",
        "waybill",
        "operator",
    ];
    for field in forbidden {
        for source in
            [format!("item.{field} == 'x'"), format!("has(item.{field})"), format!("item.sender.{field} == 1")]
        {
            assert!(check_over(&source, Some(KeyKind::Sender)).is_err(), "{source}");
        }
        assert!(FIELDS.iter().all(|known| known.name != field));
    }
    for word in ["nationality", "ethnic", "sex", "age", "region", "country", "province", "birth", "id_"] {
        assert!(FIELDS.iter().all(|field| field.name.split('_').all(|part| part != word)), "{word}");
    }
    let sender_name = Attribute::from_word("name").or(Attribute::from_word("region"));
    assert_eq!(sender_name, None);
}

#[test]
fn all_complaints_come_at_once_with_their_places() {
    let source = "item.weight_grams < 5\n  && window.people > 3\n  && item.sex == 'x'";
    assert_eq!(complaints(source), [(0, "unguarded"), (27, "unknown_measure"), (50, "unknown_field")]);
}

#[test]
fn a_condition_knows_what_must_be_counted_before_it_holds() {
    let witness = |source| {
        let condition = check_over(source, Some(KeyKind::Sender)).unwrap();
        condition.witness().map(|witness| witness.iter().map(|(id, count)| (id.0, *count)).collect::<Vec<_>>())
    };
    assert_eq!(witness("item.hour > 3 && window.phones >= 4"), Some(vec![(0, 4)]));
    assert_eq!(witness("4 < window.phones"), Some(vec![(0, 5)]));
    assert_eq!(witness("window.phones > 2 || window.phones == 7"), Some(vec![(0, 3), (0, 7)]));
    assert_eq!(witness("window.phones > 2 || item.hour > 3"), None);
    assert_eq!(witness("window.phones < 2"), None);
    assert_eq!(witness("!(window.phones < 2)"), None);
}

#[test]
fn the_page_about_rules_names_every_field() {
    let page = include_str!("../../../../docs/reference/rules.md");
    for (root, field) in [("item", FIELDS), ("pass", PASS_FIELDS)]
        .into_iter()
        .flat_map(|(root, fields)| fields.iter().map(move |field| (root, field)))
    {
        assert!(page.contains(&format!("`{root}.{}`", field.name)), "{root}.{}", field.name);
    }
}

#[test]
fn a_rule_sees_its_own_occasion_only() {
    let on = |source: &str, occasion, key| {
        let checked = check(source, Setting { occasion, key, measures: &measures() });
        checked.err().map(|found| found[0].code)
    };
    let machine = Some(KeyKind::Machine);
    assert_eq!(on("pass.result == 'suspect' && !pass.has_image", Occasion::Pass, machine), None);
    assert_eq!(on("item.hour > 3", Occasion::Pass, machine), Some("unknown_name"));
    assert_eq!(on("pass.has_image", Occasion::Acceptance, machine), Some("unknown_name"));
    assert_eq!(on("window.phones > 3", Occasion::Acceptance, None), Some("no_window"));
}
