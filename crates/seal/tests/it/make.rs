//! Records and rings for tests. Numbers of people are in region 000000 and phones are zeros.

use parcel::{
    Acceptance, Clear, Code64, Day, Event, EventKind, Goods, Grams, Identity, IdentityMethod, IdentityResult,
    Inspection, InspectionResult, ItemName, Operator, Party, Payment, Place, Quantity, Record, RecordName, Region,
    ReportedEvent, Revision, Sender, Waybill, Xray, XrayResult,
    kind::{Channel, IdKind, ItemKind, OperatorKind, PaymentMethod},
};
use seal::{KeyRing, MasterKey, OpeningGround, RetentionClass, Suite};
use tempfile::TempDir;

/// A ring of one suite in a directory of its own.
pub(crate) struct Ring<const GUOMI: bool> {
    pub(crate) directory: TempDir,
    pub(crate) ring: KeyRing,
}

impl<const GUOMI: bool> std::ops::Deref for Ring<GUOMI> {
    type Target = KeyRing;

    fn deref(&self) -> &KeyRing {
        &self.ring
    }
}

impl<const GUOMI: bool> Ring<GUOMI> {
    pub(crate) const SUITE: Suite = if GUOMI { Suite::Guomi } else { Suite::International };

    pub(crate) fn new() -> Self {
        Self::from_seed(1)
    }

    /// A ring whose keys come from another seed.
    pub(crate) fn from_seed(byte: u8) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let ring = KeyRing::open_as(directory.path(), &master(1), Some(Self::SUITE), &mut seeded(byte)).unwrap();
        Self { directory, ring }
    }

    /// The same directory, as the next run of the program finds it.
    pub(crate) fn reopened(self) -> Self {
        let Self { directory, ring } = self;
        drop(ring);
        let ring = KeyRing::open(directory.path(), &master(1), &mut seeded(2)).unwrap();
        Self { directory, ring }
    }

    pub(crate) fn file(&self) -> std::path::PathBuf {
        self.directory.path().join("ring")
    }
}

pub(crate) fn master(byte: u8) -> MasterKey {
    MasterKey::from_bytes([byte; 32])
}

/// Stands for the system's randomness.
pub(crate) fn seeded(byte: u8) -> impl FnMut(&mut [u8]) {
    move |bytes| bytes.fill(byte)
}

pub(crate) fn class() -> RetentionClass {
    RetentionClass::parse("cn").unwrap()
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(crate) fn operator(text: &str) -> Operator {
    Operator::parse(text).unwrap()
}

pub(crate) fn ground() -> OpeningGround {
    OpeningGround::new("case work", "Criminal Procedure Law art. 143", "JS-2026-0001", "officer-1", "officer-2")
        .unwrap()
}

#[expect(clippy::unnecessary_wraps, reason = "every personal field is optional")]
pub(crate) fn clear(text: &str) -> Option<Clear> {
    Some(Clear::new(text))
}

fn item(waybill: &str) -> ItemName {
    ItemName { operator: operator("demo-express"), waybill: Waybill::parse(waybill).unwrap() }
}

fn region(text: &str) -> Place {
    Place::Home(Region::parse(text).unwrap())
}

/// An acceptance with every field, of the size that operators send.
pub(crate) fn acceptance() -> Acceptance {
    Record {
        name: RecordName { item: item("EX0000000000001"), revision: Revision::FIRST },
        operator_kind: OperatorKind::Express,
        outlet: Code64::new("110105-0012").unwrap(),
        accepted_region: None,
        courier: clear("k-000117"),
        channel: Some(Channel::Counter),
        accepted_at: "2026-11-20T09:30:05+08:00".parse().unwrap(),
        item_kind: ItemKind::Parcel,
        outcome: None,
        weight: Grams::of_item(620).ok(),
        sender: Sender {
            party: Party {
                name: clear("张某"),
                phone: clear("00000000010"),
                place: region("110105"),
                address: clear("某路1号2单元300室"),
            },
            id_kind: Some(IdKind::ResidentId),
            id_number: clear("000000199001010011"),
            agreement: clear("XY-0001"),
        },
        recipient: Party {
            name: clear("孙某"),
            phone: clear("00000000050"),
            place: region("330106"),
            address: clear("某街8号"),
        },
        goods: vec![Goods {
            name: "茶叶".to_owned(),
            quantity: Quantity::new(2.0).ok(),
            unit: Some("盒".to_owned()),
            weight: Grams::of_line(500).ok(),
            value: Some(parcel::Fen(12_000)),
            hs: None,
        }],
        identity: Some(Identity {
            result: IdentityResult::Verified,
            method: Some(IdentityMethod::CardReader),
            at: "2026-11-20T09:29:40+08:00".parse().ok(),
        }),
        inspection: Some(Inspection {
            result: InspectionResult::Passed,
            by: clear("k-000118"),
            at: "2026-11-20T09:29:50+08:00".parse().ok(),
            mark: Code64::new("YS-0012").ok(),
            photos: Vec::new(),
            found: None,
        }),
        xray: Some(Xray {
            result: XrayResult::Clear,
            machine: Code64::new("x-03").ok(),
            by: clear("x-op-9"),
            at: None,
            image: None,
        }),
        payment: Some(Payment { method: Some(PaymentMethod::Cash), payer_phone: clear("00000000011") }),
    }
}

/// The acceptance above, taken in on another day.
pub(crate) fn accepted_on(day: &str) -> Acceptance {
    Acceptance { accepted_at: format!("{day}T12:00:00+08:00").parse().unwrap(), ..acceptance() }
}

/// An opening with all of its people and a note.
pub(crate) fn event() -> ReportedEvent {
    Event {
        item: item("EX0000000000001"),
        kind: EventKind::OpenedClear,
        at: "2026-11-20T13:40:00+08:00".parse().unwrap(),
        place: Code64::new("110105-hub-1").ok(),
        by: clear("o-1"),
        by_second: clear("o-2"),
        approved_by: clear("o-3"),
        machine: None,
        image: None,
        found: None,
        to: clear("某市公安局"),
        receipt: None,
        note: clear("联系人张某 00000000010"),
        basis: Some("Express Delivery Regulations 2025 art. 34".to_owned()),
    }
}

/// A way to change one thing.
pub(crate) type Change<T> = fn(&mut T);

/// One change per personal field of an acceptance, in the order of [`seal::Field::RECORD`].
pub(crate) const PERSONAL_CHANGES: [Change<Acceptance>; 13] = [
    |record| record.courier = clear("k-000999"),
    |record| record.sender.party.name = clear("李某"),
    |record| record.sender.party.phone = clear("00000000012"),
    |record| record.sender.id_kind = Some(IdKind::Passport),
    |record| record.sender.id_number = clear("000000199001010012"),
    |record| record.sender.agreement = None,
    |record| record.sender.party.address = clear("某路1号2单元301室"),
    |record| record.recipient.name = None,
    |record| record.recipient.phone = clear("00000000051"),
    |record| record.recipient.address = clear("某街9号"),
    |record| record.inspection.as_mut().unwrap().by = None,
    |record| record.xray.as_mut().unwrap().by = clear("x-op-10"),
    |record| record.payment = None,
];
