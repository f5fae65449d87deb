//! Days as numbers, and the periods of the reports.

use jiff::civil::date;
use parcel::Day;

use crate::dice::Dice;

/// Days since 2018-01-01.
pub(super) type DayNumber = i32;

/// The first day of the report on drug crimes, and the day after its last.
pub(super) const DRUG: (DayNumber, DayNumber) = (365, 882);

/// The first day of 2020, the first of its second part that the other report leaves out, and the day after its last.
pub(super) const YEAR: (DayNumber, DayNumber, DayNumber) = (730, 882, 1_096);

/// Courts and offices worked little in February 2020.
const STILL: (DayNumber, DayNumber) = (760, 785);

/// The day of a number.
pub(super) fn day(number: DayNumber) -> Day {
    let first: Day = date(2018, 1, 1);
    first.checked_add(jiff::Span::new().days(i64::from(number))).unwrap_or(first)
}

/// A day in a period, weekdays mostly, few while offices stood still.
pub(super) fn draw(dice: &mut Dice, from: DayNumber, to: DayNumber) -> DayNumber {
    for _ in 0..4 {
        let number = dice.between(from, to - 1);
        let weekend = (number.rem_euclid(7)) >= 5;
        let still = (STILL.0..STILL.1).contains(&number);
        if weekend || (still && dice.chance(700_000)) {
            continue;
        }
        return number;
    }
    dice.between(from, to - 1)
}

/// Whether a day lies in the period of the report on drug crimes.
pub(super) fn is_in_drug(number: DayNumber) -> bool {
    (DRUG.0..DRUG.1).contains(&number)
}
