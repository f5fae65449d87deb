//! How names stand in texts: gaps, ends of words, guards, lawful uses, effects.

use parcel::HintEffect;

use super::super::*;

fn entry(text: &str) -> Option<String> {
    Catalogue::built_in().look(text).map(|hit| hit.entry.to_string())
}

#[test]
fn latin_names_need_the_ends_of_words() {
    for text in ["rice cooker", "heroine novel", "gunmetal", "hero in a box", "TNTX", "Mescalinebert"] {
        assert_eq!(entry(text), None, "{text}");
    }
    for text in ["heroin", "2 pistols", "heroin2kg", "500mg heroin", "co-caine", "met-ham-phet-amine"] {
        assert!(entry(text).is_some(), "{text}");
    }
}

#[test]
fn two_words_that_meet_make_no_name() {
    assert_eq!(entry("大象、牙刷"), None);
    assert_eq!(entry("小象 牙膏"), None);
    assert_eq!(entry("蓝冰，毒液玩偶"), None);
    assert_eq!(entry("象、牙").as_deref(), Some("ivory"));
}

#[test]
fn the_examples_of_the_wire_contract_hold() {
    let hit = Catalogue::built_in().look("象 牙 手 串").expect("ivory");
    assert!(hit.class.starts_with("wildlife"));
    assert!(matches!(hit.effect, HintEffect::Inspect(_)));
    assert_eq!(hit.matched, "象 牙 手 串");
    assert_eq!(hit.trail.len(), 3);
    assert_eq!(entry("象牙白毛衣"), None);
}

#[test]
fn a_lawful_use_changes_the_remedy_only() {
    let catalogue = Catalogue::built_in();
    let (plain, lawful) = (catalogue.look("麝香").expect("musk"), catalogue.look("麝香保心丸").expect("musk"));
    assert_eq!((&plain.class, plain.lawful_use, lawful.lawful_use), (&lawful.class, false, true));
    assert_ne!(plain.effect, lawful.effect);
}

#[test]
fn a_weak_name_makes_a_note() {
    let hit = Catalogue::built_in().look("ecstasy").expect("a weak name");
    assert_eq!(hit.effect, HintEffect::Note);
}

#[test]
fn the_strongest_then_the_longest_comes_first() {
    let hit = Catalogue::built_in().look("opium and heroin").expect("two names");
    assert_eq!(&*hit.entry, "heroin");
    assert_eq!(hit.also.len(), 1);
    let hit = Catalogue::built_in().look("子弹 和 高压气枪").expect("two names");
    assert_eq!(&*hit.entry, "air-gun");
}

#[test]
fn the_answer_says_the_edition_and_every_fold() {
    let catalogue = Catalogue::built_in();
    let answer = serde_json::to_value(catalogue.answer("Ｋ 粉")).expect("serialises");
    assert_eq!(answer["class"], "drug.hallucinogen");
    assert_eq!(answer["effect"], "inspect");
    assert_eq!(answer["edition"], "cn-goods@2026-11-22");
    assert_eq!(answer["trail"][0]["kinds"], serde_json::json!(["width", "case"]));
    assert_eq!(serde_json::to_value(catalogue.answer("毛衣")).expect("serialises")["class"], serde_json::Value::Null);
}

#[test]
fn sounds_and_parts_are_read_as_the_characters() {
    for text in ["hailuoyin", "海luo因", "穿shan甲", "zi弹", "仿真木仓", "木仓支", "子弓单", "雨田管", "Chuan Shan Jia"]
    {
        assert!(entry(text).is_some(), "{text}");
    }
    let trail = Catalogue::built_in().look("穿shan甲").expect("pangolin").trail;
    assert_eq!(
        trail.last().map(|fold| (fold.to.as_str(), fold.kinds.clone())),
        Some(("穿山甲", vec![FoldKind::Pinyin]))
    );
}
