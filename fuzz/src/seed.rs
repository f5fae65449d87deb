//! What mutation begins with: whole input of every kind, most of it from files of the repository.

use std::sync::LazyLock;

use parcel::Acceptance;
use seal::{Envelope, KeyRing, RetentionClass};

use crate::decode;

/// The store of names that ships as an example of its format.
pub const STORE: [(&str, &[u8]); 3] = [
    ("manifest", include_bytes!("../../crates/intake/src/items/tests/v1/manifest")),
    ("stations", include_bytes!("../../crates/intake/src/items/tests/v1/stations")),
    ("000000000001.run", include_bytes!("../../crates/intake/src/items/tests/v1/000000000001.run")),
];

const LINES: &str = include_str!("../seeds/lines.ndjson");

const MAPPING: &str = r#"
[constants]
"/operator" = "demo-express"
"/operator_kind" = "express"
"/item_kind" = "parcel"
"/outlet" = "A"
"/recipient/region" = "KR"

[[column]]
name = "a"
field = "/waybill"
template = "EX{}"

[[column]]
name = "b"
field = "/accepted_at"
time = "%Y-%m-%d %H:%M"
zone = "Asia/Shanghai"

[[column]]
name = "c"
field = "/sender/region"
values = { "Beijing" = "11" }

[[column]]
name = "d"
field = "/weight_grams"
unit = "kilogram"
absent = ["-"]
"#;

/// Seeds of a target; at least one.
pub fn of(target: &str) -> Vec<Vec<u8>> {
    match target {
        "line" => LINES.lines().map(|line| line.as_bytes().to_vec()).collect(),
        "lines" => vec![[b"\x10", LINES.as_bytes()].concat(), b"\x00a\r\n\n\nb".to_vec()],
        "table" => vec![format!("{MAPPING}\0a,b,c,d\n1,2026-11-02 09:30,Beijing,1.5\n2,,Nowhere,-\n").into_bytes()],
        "items_run" => vec![[b"\x00", STORE[2].1].concat(), [b"\x01", STORE[2].1].concat()],
        "items_manifest" => {
            let body = STORE[0].1.split(|byte| *byte == b'\n').next().unwrap_or_default();
            vec![[body, b"\0", STORE[1].1].concat(), body.to_vec()]
        }
        "catalogue" => vec![
            include_bytes!("../../packs/cn/catalogue/catalogue.toml").to_vec(),
            include_bytes!("../../packs/cn/catalogue/wildlife.toml").to_vec(),
            include_bytes!("../../packs/cn/catalogue/guard.toml").to_vec(),
        ],
        "pack" => vec![
            include_bytes!("../../packs/cn/rules/address.many_senders.toml").to_vec(),
            include_bytes!("../../packs/cn/rules/courier.two_outlets.toml").to_vec(),
        ],
        "goods" => ["象牙白连衣裙", "茶 叶", "ivory tower (toy)", "某路1号2单元300室", "000-0000-0010", "张某"]
            .map(|text| text.as_bytes().to_vec())
            .into(),
        "envelope" => vec![sealed().0.into_bytes()],
        _ => vec![vec![1, 1], vec![1, 2, 0, 0], vec![0; 64]],
    }
}

/// The ring of [`sealed`].
pub fn ring() -> &'static KeyRing {
    static RING: LazyLock<KeyRing> = LazyLock::new(|| KeyRing::unkept(&mut |bytes| bytes.fill(9)).expect("a ring"));
    &RING
}

/// A record and its envelope.
pub fn sealed() -> (Envelope, Acceptance) {
    let line = LINES.lines().next().unwrap_or_default();
    let acceptance = decode::acceptance(line.as_bytes()).expect("the first seed is an acceptance");
    let class = RetentionClass::parse("cn").expect("a class");
    (ring().seal_acceptance(&acceptance, class).expect("an envelope"), acceptance)
}
