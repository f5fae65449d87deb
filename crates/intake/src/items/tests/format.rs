//! The stored format, version 1: what was written then is read for ever, and is written still.

use super::*;

const FILES: [(&str, &[u8]); 3] = [
    ("manifest", include_bytes!("v1/manifest")),
    ("stations", include_bytes!("v1/stations")),
    ("000000000001.run", include_bytes!("v1/000000000001.run")),
];

/// 65 names: one full block and one of a single record.
fn write_example(directory: &std::path::Path) {
    let (mut items, _) = Items::open(directory, ItemsOptions::default()).unwrap();
    for (number, state) in (0..65).zip(parcel::Choice::ALL.iter().copied().cycle()) {
        items.put(key(number), ItemEntry { state, ..entry(number, 20_000 + number as i32) });
    }
    let operator = Operator::parse("demo-express").unwrap();
    let outlet = Code64::new("OUTLET-1").unwrap();
    let place = Place::parse("110105").unwrap();
    items.intern(StationRef { operator: &operator, operator_kind: OperatorKind::Express, outlet: &outlet, place });
    items.flush(66).unwrap();
    items.settle().unwrap();
}

#[test]
fn version_1_is_read() {
    let directory = TempDir::new().unwrap();
    for (name, bytes) in FILES {
        fs::write(directory.path().join(name), bytes).unwrap();
    }
    let (items, up_to) = open(&directory);
    assert_eq!((up_to, items.verify().unwrap()), (66, 65));
    assert_eq!(items.station(StationId(1)).map(|station| station.outlet.as_str()), Some("OUTLET-1"));
    for (number, state) in (0..65).zip(parcel::Choice::ALL.iter().copied().cycle()) {
        let expected = ItemEntry { state, ..entry(number, 20_000 + number as i32) };
        assert_eq!(items.get(&key(number)).unwrap(), Some(expected));
    }
}

#[test]
fn version_1_is_written() {
    let directory = TempDir::new().unwrap();
    write_example(directory.path());
    if let Ok(target) = std::env::var("WRITE_FIXTURES") {
        for (name, _) in FILES {
            fs::copy(directory.path().join(name), format!("{target}/{name}")).unwrap();
        }
    }
    for (name, bytes) in FILES {
        assert!(fs::read(directory.path().join(name)).unwrap() == bytes, "{name} is not as it was");
    }
}
