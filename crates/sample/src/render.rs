//! Writes items and events as lines of JSON, by hand into one buffer: no text here needs an escape.

mod event;
mod record;

use jiff::civil::Date;

use crate::{
    dice::noise,
    people::{ascii, digits},
    world::World,
};

pub(crate) use event::event;
pub(crate) use record::record;

/// Days as written at the head of a time, from the day before the first.
pub(crate) struct Calendar(Vec<String>);

impl Calendar {
    /// The days of a sample and one on either side.
    pub(crate) fn new(first: Date, days: u16) -> Self {
        let day = |offset: i64| first.checked_add(jiff::Span::new().days(offset)).unwrap_or(first).to_string();
        Self((-1..=i64::from(days) + 1).map(day).collect())
    }

    /// Writes an instant, in UTC or with the offset of Asia/Shanghai.
    fn time(&self, out: &mut String, second: i32, utc: bool) {
        let second = if utc { second - 8 * 3_600 } else { second };
        let day = (second.div_euclid(86_400) + 1).clamp(0, self.0.len() as i32 - 1);
        let clock = second.rem_euclid(86_400) as u32;
        out.push_str(&self.0[day as usize]);
        for (mark, number) in [('T', clock / 3_600), (':', clock / 60 % 60), (':', clock % 60)] {
            out.push(mark);
            ascii(out, &[b'0' + (number / 10) as u8, b'0' + (number % 10) as u8]);
        }
        out.push_str(if utc { "Z" } else { "+08:00" });
    }
}

/// Writes a waybill: the operator's letters and thirteen digits.
pub(crate) fn waybill(out: &mut String, world: &World, operator: u8, serial: u32) {
    out.push_str(world.networks[usize::from(operator)].listed.prefix);
    digits(out, u64::from(serial), 13);
}

/// Writes the digest of an image.
fn digest(out: &mut String, image: u64) {
    const DIGITS: [u8; 16] = *b"0123456789abcdef";
    out.push_str("sha256:");
    let mut text = [0; 64];
    for (word, part) in text.chunks_exact_mut(16).enumerate() {
        let bits = noise(word as u64 + 1, image);
        for (place, digit) in part.iter_mut().enumerate() {
            *digit = DIGITS[(bits >> (4 * place) & 15) as usize];
        }
    }
    ascii(out, &text);
}

/// Writes a place of six digits.
fn region(out: &mut String, world: &World, district: u16) {
    digits(out, u64::from(world.places.districts[usize::from(district)].code), 6);
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn time(second: i32, utc: bool) -> String {
        let mut out = String::new();
        Calendar::new(date(2026, 12, 31), 2).time(&mut out, second, utc);
        out
    }

    #[test]
    fn times_cross_midnight_and_the_year() {
        assert_eq!(time(-1, false), "2026-12-30T23:59:59+08:00");
        assert_eq!(time(0, false), "2026-12-31T00:00:00+08:00");
        assert_eq!(time(0, true), "2026-12-30T16:00:00Z");
        assert_eq!(time(86_400 + 3_661, false), "2027-01-01T01:01:01+08:00");
        assert_eq!(time(2 * 86_400, false), "2027-01-02T00:00:00+08:00");
    }

    #[test]
    fn equal_images_have_equal_digests() {
        let text = |image| {
            let mut out = String::new();
            digest(&mut out, image);
            out
        };
        assert_eq!(text(5), text(5));
        assert_ne!(text(5), text(6));
        assert!(parcel::Sha256::parse(&text(5)).is_ok());
    }
}
