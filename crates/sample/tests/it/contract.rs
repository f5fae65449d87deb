//! Every line is valid by the wire contract, and no personal value could be real.

use parcel::{
    Choice, EventKind, IdentityMethod, IdentityResult, InspectionResult, Operator, Place, Region, Sha256, Waybill,
    XrayResult,
    kind::{Channel, IdKind, ItemKind, OperatorKind, Outcome, PaymentMethod},
};
use sample::LineKind;
use serde_json::{Map, Value};

use crate::made::{Line, WEEK};

type Object = Map<String, Value>;

#[test]
fn every_line_is_valid() {
    for line in &WEEK.0 {
        let object = line.json.as_object().unwrap();
        let faults = match line.kind {
            LineKind::Acceptance => acceptance(object),
            LineKind::Event => event(object),
        };
        assert!(faults.is_empty(), "{faults:?}: {}", line.text);
    }
}

#[test]
fn no_field_stands_twice_and_no_byte_is_a_control() {
    for line in &WEEK.0 {
        assert!(!line.text.bytes().any(|byte| byte < 0x20));
        // A repeated field would be lost in reading back: the number of keys tells.
        assert_eq!(line.text.matches("\":").count(), keys(&line.json), "{}", line.text);
    }
}

#[test]
fn the_checker_finds_faults() {
    let line = WEEK.0.iter().find(|line| line.kind == LineKind::Acceptance).unwrap();
    let broken = |change: fn(&mut Object)| {
        let mut object = line.json.as_object().unwrap().clone();
        change(&mut object);
        !acceptance(&object).is_empty()
    };
    assert!(!broken(|_| ()));
    assert!(broken(|object| drop(object.remove("outlet"))));
    assert!(broken(|object| drop(object.insert("adress".into(), "x".into()))));
    assert!(broken(|object| drop(object.insert("weight_grams".into(), 0.into()))));
    assert!(broken(|object| drop(object.insert("accepted_at".into(), "2026-11-09T10:00:00".into()))));
    assert!(broken(|object| drop(object["sender"].as_object_mut().unwrap().insert("region".into(), "11010".into()))));
    assert!(broken(|object| drop(
        object["sender"].as_object_mut().unwrap().insert("phone".into(), concat!("138", "00000000").into())
    )));
}

fn keys(value: &Value) -> usize {
    match value {
        Value::Object(object) => object.len() + object.values().map(keys).sum::<usize>(),
        Value::Array(list) => list.iter().map(keys).sum(),
        _ => 0,
    }
}

/// What of one object breaks the contract.
struct Check<'a> {
    object: &'a Object,
    faults: Vec<String>,
    known: Vec<&'static str>,
}

impl<'a> Check<'a> {
    fn new(object: &'a Object) -> Self {
        Self { object, faults: Vec::new(), known: Vec::new() }
    }

    fn test(&mut self, key: &'static str, required: bool, passes: impl FnOnce(&Value) -> bool) -> &mut Self {
        self.known.push(key);
        match self.object.get(key) {
            None if required => self.faults.push(format!("{key} is missing")),
            Some(value) if !passes(value) => self.faults.push(format!("{key}: {value}")),
            _ => {}
        }
        self
    }

    fn text(&mut self, key: &'static str, required: bool, passes: impl FnOnce(&str) -> bool) -> &mut Self {
        self.test(key, required, |value| value.as_str().is_some_and(passes))
    }

    fn word<C: Choice>(&mut self, key: &'static str, required: bool) -> &mut Self {
        self.text(key, required, |word| C::from_word(word).is_some())
    }

    fn within(&mut self, key: &'static str, required: bool, low: u64, high: u64) -> &mut Self {
        self.test(key, required, |value| value.as_u64().is_some_and(|number| (low..=high).contains(&number)))
    }

    fn part(&mut self, key: &'static str, required: bool, check: fn(&Object) -> Vec<String>) -> &mut Self {
        let mut inner = Vec::new();
        self.test(key, required, |value| {
            inner = value.as_object().map_or(vec!["not an object".to_owned()], check);
            true
        });
        self.faults.extend(inner.into_iter().map(|fault| format!("{key}/{fault}")));
        self
    }

    fn end(&mut self) -> Vec<String> {
        let unknown = self.object.keys().filter(|key| !self.known.contains(&key.as_str()));
        let unknown: Vec<String> = unknown.map(|key| format!("{key} is unknown")).collect();
        self.faults.extend(unknown);
        std::mem::take(&mut self.faults)
    }
}

fn acceptance(object: &Object) -> Vec<String> {
    Check::new(object)
        .text("waybill", true, |text| Waybill::parse(text).is_ok())
        .within("revision", false, 1, 9)
        .text("operator", true, |text| Operator::parse(text).is_ok())
        .word::<OperatorKind>("operator_kind", true)
        .text("outlet", true, short)
        .text("accepted_region", false, |text| Region::parse(text).is_ok())
        .text("courier", false, short)
        .word::<Channel>("channel", false)
        .text("accepted_at", true, time)
        .word::<ItemKind>("item_kind", true)
        .word::<Outcome>("outcome", false)
        .within("weight_grams", false, 1, 100_000_000)
        .part("sender", true, sender)
        .part("recipient", true, recipient)
        .test("goods", true, |value| value.as_array().is_some_and(|list| list.len() <= 64 && list.iter().all(goods)))
        .part("identity", false, identity)
        .part("inspection", false, inspection)
        .part("xray", false, xray)
        .part("payment", false, payment)
        .end()
}

fn sender(object: &Object) -> Vec<String> {
    let mut check = party(object);
    check
        .word::<IdKind>("id_kind", false)
        .text("id_number", false, |text| text.len() == 18 && text.starts_with("000000"))
        .text("agreement", false, |text| text.starts_with("A-") && short(text))
        .end()
}

fn recipient(object: &Object) -> Vec<String> {
    party(object).end()
}

fn party(object: &Object) -> Check<'_> {
    let mut check = Check::new(object);
    check
        .text("name", false, |text| text.contains('某') && text.chars().count() <= 3)
        .text("phone", false, phone)
        .text("region", true, |text| Place::parse(text).is_ok())
        .text("address", false, |text| {
            (text.contains('某') || text.starts_with("Sample")) && text.chars().count() <= 256
        });
    check
}

fn goods(value: &Value) -> bool {
    let Some(object) = value.as_object() else { return false };
    Check::new(object)
        .text("name", true, |text| (1..=256).contains(&text.chars().count()))
        .test("quantity", false, |value| value.as_f64().is_some_and(|number| number > 0.0))
        .text("unit", false, |text| text.chars().count() <= 16)
        .within("weight_grams", false, 1, u64::MAX)
        .within("value_fen", false, 0, u64::MAX)
        .text("hs", false, |text| (4..=10).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()))
        .end()
        .is_empty()
}

fn identity(object: &Object) -> Vec<String> {
    Check::new(object)
        .word::<IdentityResult>("result", true)
        .word::<IdentityMethod>("method", false)
        .text("at", false, time)
        .end()
}

fn inspection(object: &Object) -> Vec<String> {
    let photos = |value: &Value| {
        value.as_array().is_some_and(|list| {
            list.len() <= 16 && list.iter().all(|photo| photo.as_str().is_some_and(|text| Sha256::parse(text).is_ok()))
        })
    };
    Check::new(object)
        .word::<InspectionResult>("result", true)
        .text("by", false, short)
        .text("at", false, time)
        .text("mark", false, short)
        .test("photos", false, photos)
        .part("found", false, found)
        .end()
}

fn xray(object: &Object) -> Vec<String> {
    Check::new(object)
        .word::<XrayResult>("result", true)
        .text("machine", false, short)
        .text("by", false, short)
        .text("at", false, time)
        .text("image", false, |text| Sha256::parse(text).is_ok())
        .end()
}

fn payment(object: &Object) -> Vec<String> {
    Check::new(object).word::<PaymentMethod>("method", false).text("payer_phone", false, phone).end()
}

fn found(object: &Object) -> Vec<String> {
    const CLASSES: [&str; 5] = ["drug", "firearm", "explosive", "wildlife", "terror_media"];
    Check::new(object)
        .text("class", true, |class| CLASSES.contains(&class.split('.').next().unwrap_or_default()))
        .test("quantity", false, |value| value.as_f64().is_some_and(|number| number > 0.0))
        .text("unit", false, |text| text.chars().count() <= 16)
        .end()
}

fn event(object: &Object) -> Vec<String> {
    let kind = object["event"].as_str().and_then(EventKind::from_word);
    let opening = kind.is_some_and(EventKind::is_opening);
    let mut faults = Check::new(object)
        .text("waybill", true, |text| Waybill::parse(text).is_ok())
        .text("operator", true, |text| Operator::parse(text).is_ok())
        .word::<EventKind>("event", true)
        .text("at", true, time)
        .text("place", false, short)
        .text("by", opening, short)
        .text("by_second", opening, short)
        .text("basis", opening, |text| text.chars().count() <= 128)
        .text("machine", false, short)
        .text("image", false, |text| Sha256::parse(text).is_ok())
        .part("found", kind == Some(EventKind::OpenedFound), found)
        .text("to", false, |text| text.chars().count() <= 128)
        .text("receipt", false, short)
        .text("note", false, |text| text.chars().count() <= 1_024)
        .end();
    if opening && object["by"] == object["by_second"] {
        faults.push("one person opened alone".to_owned());
    }
    faults
}

fn short(text: &str) -> bool {
    (1..=64).contains(&text.chars().count())
}

fn time(text: &str) -> bool {
    text.len() >= 20 && text.parse::<jiff::Timestamp>().is_ok()
}

/// Eleven digits, the first three of them zeros: no such number exists.
fn phone(text: &str) -> bool {
    text.len() == 11 && text.starts_with("000") && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[test]
fn lines_are_of_the_size_of_the_examples() {
    let records: Vec<&Line> = WEEK.0.iter().filter(|line| line.kind == LineKind::Acceptance).collect();
    let mean = records.iter().map(|line| line.text.len()).sum::<usize>() / records.len();
    assert!((700..=920).contains(&mean), "{mean}");
}
