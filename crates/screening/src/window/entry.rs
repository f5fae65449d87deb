//! What windows keep of an item: a few fixed numbers, no text and no region.

use jiff::Timestamp;
use parcel::{Code64, Item, Operator, Pseudonym, Revision, Sha256, kind::ItemKind};
use serde::{Deserialize, Serialize};

use super::{Attribute, KeyKind, SLOTS};

/// Version of the stored shape of [`Entry`]; any change of a field or of [`fingerprint`] raises it.
pub const ENTRY_FORMAT: u16 = 1;

/// What windows keep of one item.
///
/// Stored as postcard in the order of its fields. Values are 64 bits: pseudonyms by their first eight bytes,
/// other texts by [`fingerprint`]; two of ten million meet by chance with a probability of about 1 in 400 000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Fingerprint of operator and waybill.
    pub item: u64,
    /// Fingerprint of the operator.
    pub operator: u64,
    /// `accepted_at`. Unit: microseconds since 1970; the smallest number in a blank.
    pub accepted_at: i64,
    /// Values by slot; 0 where the record has none.
    pub values: [u64; SLOTS],
    /// Unit: seconds since 1970; 0 where the record has none, or one outside 1970 to 2106.
    pub inspected_at: u32,
    /// Unit: seconds since 1970; 0 as above.
    pub xray_at: u32,
    /// Unit: gram; 0 where the record has none.
    pub weight_grams: u32,
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
            let item_print = || fingerprint(operator, item.name.item.waybill.as_str().as_bytes());
            let later = item.name.revision > Revision::FIRST;
            return later.then(|| Self::blank(item_print(), fingerprint(operator, b"")));
        }
        let xray = item.xray.as_ref();
        let inspection = item.inspection.as_ref();
        Some(Self {
            item: fingerprint(operator, item.name.item.waybill.as_str().as_bytes()),
            operator: fingerprint(operator, b""),
            accepted_at: item.accepted_at.as_microsecond(),
            values: values(item, operator),
            inspected_at: inspection.and_then(|inspection| inspection.at).map_or(0, seconds),
            xray_at: xray.and_then(|xray| xray.at).map_or(0, seconds),
            weight_grams: item.weight.map_or(0, |weight| u32::try_from(weight.get()).unwrap_or(u32::MAX)),
        })
    }

    /// Nothing but the name of an item: inserted, it takes out what windows hold of that item.
    pub fn blank(item: u64, operator: u64) -> Self {
        let values = [0; SLOTS];
        Self { item, operator, accepted_at: i64::MIN, values, inspected_at: 0, xray_at: 0, weight_grams: 0 }
    }

    /// A blank that still says when: stands for an entry that a bound kept out, so that windows filled again
    /// abstain where they abstained.
    #[must_use]
    pub fn missed(self) -> Self {
        Self { accepted_at: self.accepted_at, ..Self::blank(self.item, self.operator) }
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
