//! Items that touch every key of the windows, made from a counter: the same for every run.

use jiff::{SignedDuration, Timestamp};
use parcel::{
    Code64, Goods, Grams, Identity, IdentityMethod, IdentityResult, Inspection, InspectionResult, Item, ItemName,
    Operator, Party, Payment, Place, Pseudonym, RecordName, Region, Revision, Sender, Sha256, Waybill, Xray,
    XrayResult,
    kind::{Channel, ItemKind, OperatorKind, Outcome},
};

/// People who send and receive.
pub(crate) const PEOPLE: u64 = 5_000_000;

const OPERATORS: u64 = 4;
const OUTLETS: u64 = 2_000;
const COURIERS: u64 = 10_000;
const MACHINES: u64 = 200;
/// A week.
const SPAN_MICROS: i64 = 7 * 86_400 * 1_000_000;
const START_SECOND: i64 = 1_794_400_000;

const NAMES: [&str; 12] = [
    "女式连衣裙", "手机壳", "大米5kg", "儿童绘本", "茶叶礼盒", "蓝牙耳机", "T-shirt cotton", "运动鞋", "洗发水", "文件", "笔记本电脑",
    "ceramic mug",
];

/// The item of a number out of so many.
pub(crate) fn item(number: u64, of: u64) -> Item {
    let dice = |salt: u64| mixed(number.wrapping_mul(31).wrapping_add(salt));
    let operator_number = dice(1) % OPERATORS;
    let operator = Operator::parse(&format!("demo-{operator_number}")).expect("a name of that shape");
    let sender = dice(2) % PEOPLE;
    let recipient = dice(3) % PEOPLE;
    let courier = dice(4) % COURIERS;
    let machine = dice(5) % MACHINES;
    let accepted_at = Timestamp::from_second(START_SECOND).expect("in range")
        + SignedDuration::from_micros((number as i128 * i128::from(SPAN_MICROS) / i128::from(of.max(1))) as i64);
    let place = Place::Home(Region::parse("110101").expect("a region"));
    let party = |phone, address| Party { name: None, phone: Some(phone), place, address };
    let code = |text: String| Code64::new(&text).expect("a code");
    let seconds = |salt: u64, within: u64| SignedDuration::from_secs((dice(salt) % within) as i64);
    Item {
        name: RecordName {
            item: ItemName { waybill: Waybill::parse(&format!("EX{number:013}")).expect("a waybill"), operator },
            revision: Revision::FIRST,
        },
        operator_kind: OperatorKind::Express,
        outlet: code(format!("O{}", courier % OUTLETS)),
        accepted_region: None,
        courier: Some(pseudonym(4, courier)),
        channel: Some(Channel::Counter),
        accepted_at,
        item_kind: ItemKind::Parcel,
        outcome: Some(Outcome::TakenIn),
        weight: Grams::of_item(50 + dice(6) % 5_000).ok(),
        sender: Sender {
            party: party(pseudonym(2, sender), Some(pseudonym(3, sender / 2))),
            id_kind: None,
            id_number: Some(pseudonym(1, sender)),
            agreement: None,
        },
        recipient: party(pseudonym(2, recipient), None),
        goods: vec![Goods {
            name: NAMES[(dice(7) % NAMES.len() as u64) as usize].to_owned(),
            quantity: None,
            unit: None,
            weight: None,
            value: None,
            hs: None,
        }],
        identity: Some(Identity {
            result: IdentityResult::Verified,
            method: Some(IdentityMethod::CardReader),
            at: Some(accepted_at),
        }),
        inspection: Some(Inspection {
            result: InspectionResult::Passed,
            by: Some(pseudonym(4, courier)),
            at: Some(accepted_at + seconds(8, 60)),
            mark: Some(code(format!("K{number}"))),
            photos: vec![image(number * 2)],
            found: None,
        }),
        xray: Some(Xray {
            result: if dice(9).is_multiple_of(200) { XrayResult::Suspect } else { XrayResult::Clear },
            machine: Some(code(format!("M{machine}"))),
            by: None,
            at: Some(accepted_at + seconds(10, 7_200)),
            image: Some(image(number * 2 + 1)),
        }),
        payment: (dice(11) % 5 == 0)
            .then(|| Payment { method: None, payer_phone: Some(pseudonym(2, dice(12) % PEOPLE)) }),
    }
}

fn mixed(value: u64) -> u64 {
    let value = (value ^ value >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93);
    let value = (value ^ value >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93);
    value ^ value >> 32
}

fn pseudonym(kind: u64, number: u64) -> Pseudonym {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&mixed(number << 8 | kind).to_le_bytes());
    Pseudonym(bytes)
}

fn image(number: u64) -> Sha256 {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&mixed(number).to_le_bytes());
    Sha256(bytes)
}
