//! Findings of an item, as a decision writes them.

use parcel::{
    Code64, Goods, Item, ItemName, Operator, Party, Place, RecordName, Region, Revision, Sender, Waybill,
    kind::{ItemKind, OperatorKind},
};

use super::super::*;

fn item(kind: ItemKind, goods: &[&str]) -> Item {
    let party = || Party { name: None, phone: None, place: Place::parse("11").expect("a region"), address: None };
    let line = |name: &&str| Goods {
        name: (*name).to_owned(),
        quantity: None,
        unit: None,
        weight: None,
        value: None,
        hs: None,
    };
    Item {
        name: RecordName {
            item: ItemName {
                operator: Operator::parse("demo-express").expect("an operator"),
                waybill: Waybill::parse("EX0000000000001").expect("a waybill"),
            },
            revision: Revision::FIRST,
        },
        operator_kind: OperatorKind::Express,
        outlet: Code64::new("110105-0012").expect("an outlet"),
        accepted_region: Some(Region::parse("110105").expect("a region")),
        courier: None,
        channel: None,
        accepted_at: "2026-11-20T09:30:00+08:00".parse().expect("an instant"),
        item_kind: kind,
        outcome: None,
        weight: None,
        sender: Sender { party: party(), id_kind: None, id_number: None, agreement: None },
        recipient: party(),
        goods: goods.iter().map(line).collect(),
        identity: None,
        inspection: None,
        xray: None,
        payment: None,
    }
}

#[test]
fn each_line_of_goods_that_hits_is_one_finding() {
    let item = item(ItemKind::Parcel, &["毛衣", "象 牙 手 串", "象牙白毛衣", "heroin and opium"]);
    let findings = Catalogue::built_in().findings(&item);
    let out = serde_json::to_value(&findings).expect("serialises");
    assert_eq!(findings.len(), 2);
    assert_eq!(out[0]["kind"], "goods");
    assert_eq!(out[0]["effect"], "inspect");
    assert_eq!(out[0]["asks"], "open");
    assert_eq!(out[0]["evidence"]["field"], "/goods/1/name");
    assert_eq!(out[0]["evidence"]["matched"], "象 牙 手 串");
    assert_eq!(out[0]["evidence"]["folds"].as_array().map(Vec::len), Some(3));
    assert!(out[0]["remedy"]["zh"].is_string() && out[0]["remedy"]["en"].is_string());
    assert_eq!(out[1]["evidence"]["field"], "/goods/3/name");
    assert_eq!(out[1]["also"][0]["entry"], "opium");
}

#[test]
fn a_letter_has_no_goods() {
    assert!(Catalogue::built_in().findings(&item(ItemKind::Letter, &["海洛因"])).is_empty());
}

#[test]
fn no_finding_of_goods_refuses() {
    let catalogue = Catalogue::built_in();
    let names: Vec<&str> =
        catalogue.entries().iter().flat_map(|entry| entry.names.iter().map(|name| name.text.as_str())).collect();
    for names in names.chunks(64) {
        assert!(catalogue.findings(&item(ItemKind::Parcel, names)).iter().all(|finding| !finding.refuses()));
    }
}
