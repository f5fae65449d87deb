//! People by number: whatever is asked of one is computed, nothing is remembered.
//!
//! Numbers are shared out so that phones and documents never meet by accident:
//! people who send and receive, their second phones, merchants, and hands of planted schemes.

use crate::dice::{noise, noise_below};

/// Number of a person; also of a phone and of a document that carries the person's name.
pub(crate) type Person = u32;

/// Second phone of a person: this plus the person's number.
pub(crate) const SECOND_PHONE: u32 = 50_000_000;
/// First merchant (sender under an agreement).
pub(crate) const MERCHANT: Person = 91_000_000;
/// First person of the planted schemes.
pub(crate) const HAND: Person = 96_000_000;

const PHONES: u64 = 100_000_000;
const DOCUMENTS: u64 = 200_000_000;
/// Coprime to the numbers of phones and of documents, so that multiplying by them shuffles.
const STRIDE: u64 = 61_803_399;
const DOCUMENT_STRIDE: u64 = 123_456_789;

const SURNAMES: [&str; 60] = [
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭", "何", "高", "林",
    "罗", "郑", "梁", "谢", "宋", "唐", "许", "韩", "冯", "邓", "曹", "彭", "曾", "肖", "田", "董", "袁", "潘", "于",
    "蒋", "蔡", "余", "杜", "叶", "程", "苏", "魏", "吕", "丁", "任", "沈", "姚", "卢", "姜", "崔", "钟", "谭", "陆",
    "汪", "范", "金",
];

/// Writes a name: surname and "somebody".
pub(crate) fn name(out: &mut String, person: Person) {
    // The square of a fair draw: the first surnames are the frequent ones.
    let drawn = u64::from(noise_below(11, u64::from(person), 1 << 16));
    out.push_str(SURNAMES[((drawn * drawn * SURNAMES.len() as u64) >> 32) as usize]);
    out.push('某');
    if noise(12, u64::from(person)) & 1 == 1 {
        out.push('某');
    }
}

/// Writes a phone number: eleven digits, the first three of them zeros. No such number exists.
pub(crate) fn phone(out: &mut String, phone: u32) {
    out.push_str("000");
    digits(out, u64::from(phone) * STRIDE % PHONES, 8);
}

/// Writes a document number of 18 digits, of a region that does not exist: 000000.
pub(crate) fn document(out: &mut String, person: Person) {
    let shuffled = u64::from(person) * DOCUMENT_STRIDE % DOCUMENTS;
    let day = (shuffled / 10_000) as u32;
    out.push_str("000000");
    digits(out, u64::from(1_950 + day / 372), 4);
    digits(out, u64::from(1 + day % 372 / 31), 2);
    digits(out, u64::from(1 + day % 31), 2);
    digits(out, shuffled % 10_000, 4);
}

/// Writes a street, a house and a room; the head of the address is the district's.
pub(crate) fn street(out: &mut String, home: Person) {
    const ROADS: [&str; 16] = [
        "某路",
        "某街",
        "某大道",
        "东某路",
        "西某街",
        "南某路",
        "北某街",
        "某巷",
        "新某路",
        "老某街",
        "中某路",
        "某胡同",
        "环某路",
        "某里",
        "某园路",
        "某江路",
    ];
    let drawn = noise(13, u64::from(home));
    out.push_str(ROADS[(drawn & 15) as usize]);
    number(out, 1 + (drawn >> 8) % 299);
    out.push('号');
    if drawn >> 20 & 1 != 0 {
        number(out, 1 + (drawn >> 24) % 38);
        out.push('栋');
        number(out, 1 + (drawn >> 32) % 6);
        out.push_str("单元");
    }
    number(out, (1 + (drawn >> 40) % 28) * 100 + 1 + (drawn >> 48) % 12);
    out.push('室');
}

/// Writes a number with leading zeros.
pub(crate) fn digits(out: &mut String, mut number: u64, width: usize) {
    let mut text = [b'0'; 20];
    for place in text[..width].iter_mut().rev() {
        *place = b'0' + (number % 10) as u8;
        number /= 10;
    }
    ascii(out, &text[..width]);
}

/// Writes bytes that are ASCII.
pub(crate) fn ascii(out: &mut String, text: &[u8]) {
    out.push_str(std::str::from_utf8(text).unwrap_or_default());
}

/// Writes a number without leading zeros.
pub(crate) fn number(out: &mut String, number: u64) {
    let width = number.checked_ilog10().map_or(1, |log| log as usize + 1);
    digits(out, number, width);
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn written(write: fn(&mut String, u32), person: u32) -> String {
        let mut out = String::new();
        write(&mut out, person);
        out
    }

    #[test]
    fn no_two_people_share_a_phone_or_a_document() {
        let mut phones = HashSet::new();
        let mut documents = HashSet::new();
        for start in [0, SECOND_PHONE, MERCHANT, HAND] {
            for person in start..start + 20_000 {
                assert!(phones.insert(written(phone, person)));
                assert!(documents.insert(written(document, person)));
            }
        }
    }

    #[test]
    fn numbers_are_invalid_and_well_shaped() {
        for person in (0..100_000_000).step_by(999_983) {
            let text = written(document, person);
            assert!(text.starts_with("000000") && text.len() == 18, "{text}");
            let (year, month, day): (u32, u32, u32) =
                (text[6..10].parse().unwrap(), text[10..12].parse().unwrap(), text[12..14].parse().unwrap());
            assert!((1950..=2004).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day));
            let text = written(phone, person);
            assert!(text.starts_with("000") && text.len() == 11, "{text}");
        }
    }

    #[test]
    fn a_number_has_no_leading_zeros() {
        let text = |value| {
            let mut out = String::new();
            number(&mut out, value);
            out
        };
        assert_eq!([text(0), text(9), text(10), text(1_234_567)], ["0", "9", "10", "1234567"]);
    }
}
