//! Lengths of periods.

use parcel::Bilingual;
use serde::{Deserialize, Serialize};

/// How long a period is. Months are applied first and once, then days; hours and working days stand alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Length {
    /// Calendar months.
    #[serde(skip_serializing_if = "is_zero")]
    pub months: u16,
    /// Calendar days; half a month is 15.
    #[serde(skip_serializing_if = "is_zero")]
    pub days: u16,
    /// Working days.
    #[serde(skip_serializing_if = "is_zero")]
    pub working_days: u16,
    /// Hours.
    #[serde(skip_serializing_if = "is_zero")]
    pub hours: u16,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the shape that serde asks for")]
fn is_zero(number: &u16) -> bool {
    *number == 0
}

impl Length {
    /// So many days.
    pub fn of_days(days: u16) -> Self {
        Self { days, ..Self::default() }
    }

    /// So many months.
    pub fn of_months(months: u16) -> Self {
        Self { months, ..Self::default() }
    }

    /// Both together, unit by unit: two months and one month are three months, applied once.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            months: self.months + other.months,
            days: self.days + other.days,
            working_days: self.working_days + other.working_days,
            hours: self.hours + other.hours,
        }
    }

    /// Whether it is counted in hours, so that it begins and ends at an instant.
    pub fn is_hours(self) -> bool {
        self.hours > 0
    }

    /// Whether hours, working days and calendar time are kept apart and something is given.
    pub(crate) fn is_sound(self) -> bool {
        let calendar = self.months + self.days;
        [calendar > 0, self.working_days > 0, self.hours > 0].iter().filter(|given| **given).count() == 1
    }

    /// In words, e.g. `1 month and 15 days`.
    pub fn words(self) -> Bilingual {
        let parts = [
            (self.months, "个月", "month"),
            (self.days, "日", "day"),
            (self.working_days, "个工作日", "working day"),
            (self.hours, "小时", "hour"),
        ];
        let given: Vec<_> = parts.iter().filter(|(number, ..)| *number > 0).collect();
        let zh: Vec<_> = given.iter().map(|(number, zh, _)| format!("{number}{zh}")).collect();
        let en: Vec<_> = given
            .iter()
            .map(|(number, _, en)| format!("{number} {en}{}", if *number == 1 { "" } else { "s" }))
            .collect();
        Bilingual::new(zh.join("加"), en.join(" and "))
    }
}
