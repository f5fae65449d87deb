//! What windows keep of an item: a few fixed numbers, no text and no region.

use jiff::Timestamp;
use parcel::{
    Code64, EventKind, Item, ItemName, Operator, Pseudonym, PseudonymousEvent, Revision, Sha256, XrayResult,
    kind::ItemKind,
};
use serde::{Deserialize, Serialize};

use super::{Attribute, KeyKind, SLOTS};

/// Version of the stored shape of [`Entry`]; any change of a field or of [`fingerprint`] raises it.
pub const ENTRY_FORMAT: u16 = 2;

/// What windows keep of one acceptance, or of one later pass of an item through a machine.
///
/// Stored as postcard in the order of its fields. Values are 64 bits: pseudonyms by their first eight bytes,
/// other texts by [`fingerprint`]; two of ten million meet by chance with a probability of about 1 in 400 000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Fingerprint of operator and waybill; the same for an item's acceptance and its passes.
    pub item: u64,
    /// Fingerprint of the operator.
    pub operator: u64,
    /// `accepted_at`, or the time of the pass. Unit: microseconds since 1970; the smallest number in a blank.
    pub accepted_at: i64,
    /// Values by slot; 0 where the record has none.
    pub values: [u64; SLOTS],
    /// Unit: seconds since 1970; 0 where the record has none, or one outside 1970 to 2106.
    pub inspected_at: u32,
    /// Unit: seconds since 1970; 0 as above.
    pub xray_at: u32,
    /// Unit: gram; 0 where the record has none.
    pub weight_grams: u32,
    /// What it was made of.
    pub source: Source,
    /// What a machine said of the item; nothing where it was in none.
    pub result: MachineResult,
}

/// What an entry was made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// An acceptance.
    #[default]
    Acceptance,
    /// An event: an item went through a machine after its acceptance.
    Pass,
}

/// What a machine said of an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum MachineResult {
    /// The item was in no machine, as far as this entry knows.
    #[default]
    None,
    /// Nothing was seen.
    Clear,
    /// Something was.
    Suspect,
}

impl MachineResult {
    /// The result that rule files spell `word`.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "clear" => Some(Self::Clear),
            "suspect" => Some(Self::Suspect),
            _ => None,
        }
    }

    /// The word in rule files; none where there is no result.
    pub fn word(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Clear => Some("clear"),
            Self::Suspect => Some("suspect"),
        }
    }
}

/// An entry as version 1 stored it, before passes entered windows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryV1 {
    /// As [`Entry::item`].
    pub item: u64,
    /// As [`Entry::operator`].
    pub operator: u64,
    /// As [`Entry::accepted_at`].
    pub accepted_at: i64,
    /// As [`Entry::values`].
    pub values: [u64; SLOTS],
    /// As [`Entry::inspected_at`].
    pub inspected_at: u32,
    /// As [`Entry::xray_at`].
    pub xray_at: u32,
    /// As [`Entry::weight_grams`].
    pub weight_grams: u32,
}

impl From<EntryV1> for Entry {
    /// Whether a machine found something was not kept then: an entry with a machine and a time counts as clear.
    fn from(entry: EntryV1) -> Self {
        let EntryV1 { item, operator, accepted_at, values, inspected_at, xray_at, weight_grams } = entry;
        let passed = values[KeyKind::Machine as usize] != 0 && xray_at != 0;
        let result = if passed { MachineResult::Clear } else { MachineResult::None };
        let source = Source::Acceptance;
        Self { item, operator, accepted_at, values, inspected_at, xray_at, weight_grams, source, result }
    }
}

/// A time of a record that measures may compare, beside the time of acceptance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Moment {
    /// When the receipt inspection was done.
    Inspection,
    /// When the machine image was taken.
    Xray,
}

impl Moment {
    /// The moment that rule files spell `word`.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "inspection_at" => Some(Self::Inspection),
            "xray_at" => Some(Self::Xray),
            _ => None,
        }
    }
}

impl Entry {
    /// What windows keep of an item; nothing of a letter.
    ///
    /// A later revision that says that the item is a letter leaves a blank, which takes the earlier one out.
    pub fn of(item: &Item) -> Option<Self> {
        let operator = &item.name.item.operator;
        if item.item_kind == ItemKind::Letter {
            let later = item.name.revision > Revision::FIRST;
            return later.then(|| Self::blank(item_print(item.item()), fingerprint(operator, b"")));
        }
        let xray = item.xray.as_ref();
        let inspection = item.inspection.as_ref();
        Some(Self {
            item: item_print(item.item()),
            operator: fingerprint(operator, b""),
            accepted_at: item.accepted_at.as_microsecond(),
            values: values(item, operator),
            inspected_at: inspection.and_then(|inspection| inspection.at).map_or(0, seconds),
            xray_at: xray.and_then(|xray| xray.at).map_or(0, seconds),
            weight_grams: item.weight.map_or(0, |weight| u32::try_from(weight.get()).unwrap_or(u32::MAX)),
            source: Source::Acceptance,
            result: xray.map_or(MachineResult::None, |xray| match xray.result {
                XrayResult::Clear => MachineResult::Clear,
                XrayResult::Suspect => MachineResult::Suspect,
                XrayResult::Exempt | XrayResult::NotDone => MachineResult::None,
            }),
        })
    }

    /// What windows keep of a pass through a machine after acceptance; nothing of any other event, nor of one that
    /// names neither place, machine nor image.
    ///
    /// Whether the item is a letter is not said here: the caller asks whether windows hold its acceptance.
    pub fn of_pass(event: &PseudonymousEvent) -> Option<Self> {
        let result = match event.kind {
            EventKind::XrayClear => MachineResult::Clear,
            EventKind::XraySuspect => MachineResult::Suspect,
            _ => return None,
        };
        let operator = &event.item.operator;
        let of_code = |code: &Code64| fingerprint(operator, code.as_str().as_bytes());
        let mut values = [0; SLOTS];
        values[KeyKind::Outlet as usize] = event.place.as_ref().map_or(0, of_code);
        // Centres number their machines from one each: a number alone would take them for one machine.
        let machine = event.machine.as_ref().map(|machine| match &event.place {
            Some(place) => fingerprint(operator, format!("{}\0{}", place.as_str(), machine.as_str()).as_bytes()),
            None => of_code(machine),
        });
        values[KeyKind::Machine as usize] = machine.unwrap_or(0);
        values[KeyKind::Image.slots().start] = event.image.as_ref().map_or(0, |image| fingerprint(operator, &image.0));
        let entry = Self {
            values,
            accepted_at: event.at.as_microsecond(),
            xray_at: seconds(event.at),
            source: Source::Pass,
            result,
            ..Self::blank(item_print(&event.item), fingerprint(operator, b""))
        };
        (!entry.is_blank()).then_some(entry)
    }

    /// Nothing but the name of an item: inserted, it takes out what windows hold of that item.
    pub fn blank(item: u64, operator: u64) -> Self {
        Self {
            item,
            operator,
            accepted_at: i64::MIN,
            values: [0; SLOTS],
            inspected_at: 0,
            xray_at: 0,
            weight_grams: 0,
            source: Source::Acceptance,
            result: MachineResult::None,
        }
    }

    /// Whether, inserted, it takes out everything that windows hold of its item.
    pub fn takes_out(&self) -> bool {
        self.is_blank() && self.accepted_at == i64::MIN
    }

    /// Whether, inserted, it takes the place of an earlier entry: an acceptance that of the same item, a pass itself.
    pub fn replaces(&self, earlier: &Self) -> bool {
        self.item == earlier.item
            && (self.takes_out()
                || (self.source == earlier.source
                    && (self.source == Source::Acceptance || self.accepted_at == earlier.accepted_at)))
    }

    /// A blank that still says when: stands for an entry that a bound kept out, so that windows filled again
    /// abstain where they abstained.
    #[must_use]
    pub fn missed(self) -> Self {
        Self { accepted_at: self.accepted_at, source: self.source, ..Self::blank(self.item, self.operator) }
    }

    /// Whether it has no value at all. No record is: every one has an outlet.
    pub fn is_blank(&self) -> bool {
        self.values == [0; SLOTS]
    }

    /// Whether the record has a value of this kind.
    pub fn has_key(&self, kind: KeyKind) -> bool {
        self.values[kind.slots()].iter().any(|value| *value != 0)
    }

    /// A value to compare; none where the record has none.
    pub fn attribute(&self, attribute: Attribute) -> Option<u64> {
        Some(self.values[attribute.slot()]).filter(|value| *value != 0)
    }

    /// A time to compare, in whole seconds; none where the record has none.
    pub fn moment(&self, moment: Moment) -> Option<u32> {
        let seconds = match moment {
            Moment::Inspection => self.inspected_at,
            Moment::Xray => self.xray_at,
        };
        Some(seconds).filter(|seconds| *seconds != 0)
    }
}

/// What stands for an item's name in windows.
pub fn item_print(item: &ItemName) -> u64 {
    fingerprint(&item.operator, item.waybill.as_str().as_bytes())
}

fn values(item: &Item, operator: &Operator) -> [u64; SLOTS] {
    let of_code = |code: &Code64| fingerprint(operator, code.as_str().as_bytes());
    let inspection = item.inspection.as_ref();
    let xray = item.xray.as_ref();
    let mut values = [0; SLOTS];
    let mut set = |kind: KeyKind, value: Option<u64>| values[kind as usize] = value.unwrap_or(0);
    set(KeyKind::Sender, item.sender_key().map(short));
    set(KeyKind::Phone, item.sender.party.phone.map(short));
    set(KeyKind::Payer, item.payment.as_ref().and_then(|payment| payment.payer_phone).map(short));
    set(KeyKind::Recipient, item.recipient.phone.map(short));
    set(KeyKind::Address, item.sender.party.address.map(short));
    set(KeyKind::Outlet, Some(of_code(&item.outlet)));
    set(KeyKind::Courier, item.courier.map(short));
    set(KeyKind::Inspector, inspection.and_then(|inspection| inspection.by).map(short));
    set(KeyKind::Machine, xray.and_then(|xray| xray.machine.as_ref()).map(of_code));
    let image = xray.and_then(|xray| xray.image.as_ref());
    let photos = inspection.into_iter().flat_map(|inspection| &inspection.photos);
    keep_images(&mut values[KeyKind::Image.slots()], operator, image.into_iter().chain(photos));
    values
}

/// Keeps the first images, each once.
fn keep_images<'a>(slots: &mut [u64], operator: &Operator, images: impl Iterator<Item = &'a Sha256>) {
    let mut kept = 0;
    for image in images {
        let value = fingerprint(operator, &image.0);
        if kept < slots.len() && !slots[..kept].contains(&value) {
            slots[kept] = value;
            kept += 1;
        }
    }
}

fn short(pseudonym: Pseudonym) -> u64 {
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&pseudonym.0[..8]);
    u64::from_le_bytes(bytes).max(1)
}

fn seconds(instant: Timestamp) -> u32 {
    u32::try_from(instant.as_second()).unwrap_or(0)
}

/// 64 bits that stand for bytes of one operator: FNV-1a over the operator's name, a zero byte and the bytes,
/// then mixed; never 0. Stored, therefore never changed without raising [`ENTRY_FORMAT`].
pub fn fingerprint(operator: &Operator, bytes: &[u8]) -> u64 {
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(PRIME);
    let start = operator.as_str().as_bytes().iter().fold(0xcbf2_9ce4_8422_2325, step);
    let hash = bytes.iter().fold(step(start, &0), step);
    let hash = (hash ^ hash >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93);
    (hash ^ hash >> 32).max(1)
}
