//! A fact as a row of fixed length: what is stored, and read by the million.

use jiff::civil::{Date, date};
use law::ChargeGroup;
use parcel::{Choice, kind::OperatorKind};

use super::{Fact, FactKind, Reason};
use crate::{
    acts::{Contraband, Recorded},
    case::Stage,
};

/// Length of a row.
pub const FACT_BYTES: usize = 56;

/// Where `known_until` stands in a row.
pub(super) const KNOWN_UNTIL: std::ops::Range<usize> = 32..40;

const EPOCH: Date = date(1970, 1, 1);
const NONE: u8 = u8::MAX;

/// Days since 1970-01-01.
pub(super) fn day_number(day: Date) -> i32 {
    (day.duration_since(EPOCH).as_hours() / 24) as i32
}

/// The day of a number; none: outside of the calendar.
pub(super) fn day_of(number: i32) -> Option<Date> {
    EPOCH.checked_add(jiff::Span::new().try_days(number).ok()?).ok()
}

/// Writes a row.
pub(super) fn encode(fact: &Fact) -> [u8; FACT_BYTES] {
    let mut row = [0; FACT_BYTES];
    let flags = u8::from(fact.heavy) | u8::from(fact.after_exclusion) << 1 | u8::from(fact.plea) << 2;
    row[..8].copy_from_slice(&[
        fact.kind as u8,
        fact.charge_group as u8,
        fact.by_delivery as u8 | (fact.minor as u8) << 2 | (fact.foreign as u8) << 4,
        fact.contraband.map_or(NONE, |contraband| contraband as u8),
        fact.operator_kind.map_or(NONE, |kind| kind as u8),
        fact.stage as u8,
        fact.reason as u8,
        flags,
    ]);
    row[8..12].copy_from_slice(&day_number(fact.day).to_le_bytes());
    row[12..16].copy_from_slice(&fact.region.to_le_bytes());
    row[16..24].copy_from_slice(&fact.sequence.to_le_bytes());
    row[24..32].copy_from_slice(&fact.known_from.to_le_bytes());
    row[KNOWN_UNTIL].copy_from_slice(&fact.known_until.unwrap_or(0).to_le_bytes());
    row[40..44].copy_from_slice(&fact.case.to_le_bytes());
    row[44..46].copy_from_slice(&fact.person.unwrap_or(u16::MAX).to_le_bytes());
    row[46..48].copy_from_slice(&fact.charge.to_le_bytes());
    row[48..52].copy_from_slice(&fact.count.to_le_bytes());
    row
}

/// Reads a row; none: it is not one of this edition.
pub(super) fn decode(row: &[u8; FACT_BYTES], days: &mut Days) -> Option<Fact> {
    let until = u64::from_le_bytes(part(row, 32));
    Some(Fact {
        kind: *FactKind::ALL.get(usize::from(row[0]))?,
        charge_group: *ChargeGroup::ALL.get(usize::from(row[1]))?,
        by_delivery: recorded(row[2])?,
        minor: recorded(row[2] >> 2)?,
        foreign: recorded(row[2] >> 4)?,
        contraband: Contraband::ALL.get(usize::from(row[3])).copied(),
        operator_kind: OperatorKind::ALL.get(usize::from(row[4])).copied(),
        stage: *Stage::ALL.get(usize::from(row[5]))?,
        reason: *Reason::ALL.get(usize::from(row[6]))?,
        heavy: row[7] & 1 != 0,
        after_exclusion: row[7] & 2 != 0,
        plea: row[7] & 4 != 0,
        day: days.of(i32::from_le_bytes(part(row, 8)))?,
        region: u32::from_le_bytes(part(row, 12)),
        sequence: u64::from_le_bytes(part(row, 16)),
        known_from: u64::from_le_bytes(part(row, 24)),
        known_until: (until != 0).then_some(until),
        case: u32::from_le_bytes(part(row, 40)),
        person: Some(u16::from_le_bytes(part(row, 44))).filter(|ordinal| *ordinal != u16::MAX),
        charge: u16::from_le_bytes(part(row, 46)),
        count: u32::from_le_bytes(part(row, 48)),
    })
}

fn recorded(bits: u8) -> Option<Recorded> {
    Recorded::ALL.get(usize::from(bits & 3)).copied()
}

fn part<const N: usize>(row: &[u8; FACT_BYTES], at: usize) -> [u8; N] {
    let mut part = [0; N];
    part.copy_from_slice(&row[at..at + N]);
    part
}

/// Days by number: facts come by the million and days by the thousand.
#[derive(Debug, Default)]
pub(super) struct Days {
    first: i32,
    days: Vec<Option<Date>>,
}

impl Days {
    /// Most days kept; about 270 years.
    const DAYS_MAX: i32 = 100_000;

    fn of(&mut self, number: i32) -> Option<Date> {
        if self.days.is_empty() {
            self.first = number - 1_000;
        }
        let place = number - self.first;
        if !(0..Self::DAYS_MAX).contains(&place) {
            return day_of(number);
        }
        let place = place as usize;
        if place >= self.days.len() {
            let first = self.first;
            self.days.extend((self.days.len()..=place).map(|place| day_of(first + place as i32)));
        }
        self.days[place]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_come_back() {
        for text in ["1970-01-01", "1969-12-31", "2020-02-29", "2026-11-22", "1850-01-01", "2200-01-01"] {
            let day: Date = text.parse().unwrap();
            assert_eq!(day_of(day_number(day)), Some(day));
            assert_eq!(Days::default().of(day_number(day)), Some(day));
        }
    }

    #[test]
    fn rows_come_back() {
        let fact = Fact {
            kind: FactKind::AdministrativeOpinion,
            day: date(2020, 2, 29),
            sequence: 7,
            known_from: 8,
            known_until: Some(9),
            case: 10,
            person: Some(11),
            region: 110_105,
            charge_group: ChargeGroup::Other,
            charge: 3_551,
            by_delivery: Recorded::Yes,
            contraband: Some(Contraband::Other),
            operator_kind: Some(OperatorKind::Locker),
            stage: Stage::Moved,
            reason: Reason::Other,
            heavy: true,
            after_exclusion: false,
            plea: true,
            minor: Recorded::No,
            foreign: Recorded::Yes,
            count: 12,
        };
        let bare =
            Fact { person: None, contraband: None, operator_kind: None, known_until: None, heavy: false, ..fact };
        for fact in [fact, bare] {
            assert_eq!(decode(&encode(&fact), &mut Days::default()), Some(fact));
        }
    }
}
