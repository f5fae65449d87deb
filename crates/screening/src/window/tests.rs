//! What windows keep of an item must stay readable: fingerprints and the order of fields never change silently.

use parcel::Operator;

use super::*;
use crate::pack::Pack;

#[test]
fn a_fingerprint_is_what_it_always_was() {
    let operator = Operator::parse("demo-express").unwrap();
    let prints = [b"".as_slice(), b"EX0000000000001"].map(|bytes| fingerprint(&operator, bytes));
    assert_eq!((ENTRY_FORMAT, prints), (2, [17_373_819_328_919_878_057, 368_119_939_260_949_543]));
}

#[test]
fn an_entry_reads_as_it_was_written() {
    let text = include_str!("entry-v2.json").trim();
    let entry: Entry = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&entry).unwrap(), text);
}

#[test]
fn an_entry_of_version_1_reads_as_the_same_acceptance() {
    let earlier: EntryV1 = serde_json::from_str(include_str!("entry-v1.json").trim()).unwrap();
    let entry = Entry::from(earlier);
    assert_eq!((entry.item, entry.values, entry.weight_grams), (1, earlier.values, 6));
    assert_eq!((entry.source, entry.result), (Source::Acceptance, MachineResult::Clear));
    let unpassed = Entry::from(EntryV1 { xray_at: 0, ..earlier });
    assert_eq!(unpassed.result, MachineResult::None);
}

#[test]
fn images_are_kept_once_each_and_three_at_most() {
    let pack = Pack::built_in().unwrap();
    let case = pack.cases().iter().find(|case| case.rule == "image.reused").unwrap();
    let crate::pack::Journaled::Item(mut item) = case.record.clone() else { panic!("an acceptance") };
    let image = |byte| parcel::Sha256([byte; 32]);
    item.inspection = Some(parcel::Inspection {
        result: parcel::InspectionResult::Passed,
        by: None,
        at: None,
        mark: None,
        photos: vec![image(1), image(1), image(2), image(3), image(4)],
        found: None,
    });
    item.xray.as_mut().unwrap().image = Some(image(2));
    let entry = Entry::of(&item).unwrap();
    let images = &entry.values[KeyKind::Image.slots()];
    let of = |byte: u8| fingerprint(&item.name.item.operator, &[byte; 32]);
    assert_eq!(images, [of(2), of(1), of(3)]);
}
