//! When items are handed in: one ticket an item, spread over the days as the operators' rhythms say.

use crate::{
    dice::{Dice, running},
    visit::items_of_a_hundred,
    world::World,
};

const HOUR: i32 = 3_600;
const WEEK_HOURS: usize = 7 * 24;

/// The tickets of a sample in order of time.
pub(crate) struct Tickets {
    /// Tickets of each hour.
    counts: Vec<u64>,
    hour: usize,
    taken: u64,
    left: u64,
    /// For each hour of the week: running totals over the operators.
    operators: Vec<Vec<u32>>,
    first_weekday: usize,
}

impl Tickets {
    pub(crate) fn new(world: &World) -> Self {
        let first_weekday = world.first_day().weekday().to_monday_zero_offset() as usize;
        let operators: Vec<Vec<u32>> = (0..WEEK_HOURS).map(|hour| running(weights(world, hour))).collect();
        let hours = usize::from(world.plan.days) * 24;
        let weight = |hour: usize| operators[(first_weekday * 24 + hour) % WEEK_HOURS].last().copied().unwrap_or(0);
        let total: u64 = (0..hours).map(|hour| u64::from(weight(hour))).sum();
        let (mut sum, mut given) = (0, 0);
        let counts = (0..hours)
            .map(|hour| {
                sum += u64::from(weight(hour));
                let due = (u128::from(world.plan.items) * u128::from(sum) / u128::from(total.max(1))) as u64;
                let count = due - given;
                given = due;
                count
            })
            .collect();
        let mut tickets = Self { counts, hour: 0, taken: 0, left: world.plan.items, operators, first_weekday };
        tickets.skip_empty_hours();
        tickets
    }

    /// Tickets left.
    pub(crate) fn left(&self) -> u64 {
        self.left
    }

    /// When the next ticket is due; seconds since the first midnight.
    pub(crate) fn due(&self) -> Option<i32> {
        let count = *self.counts.get(self.hour)?;
        Some(self.hour as i32 * HOUR + (self.taken * HOUR as u64 / count) as i32)
    }

    /// An operator who takes something in at the hour of the next ticket.
    pub(crate) fn operator(&self, dice: &mut Dice) -> u8 {
        dice.weighted(&self.operators[(self.first_weekday * 24 + self.hour) % WEEK_HOURS]) as u8
    }

    /// Uses up tickets.
    pub(crate) fn take(&mut self, tickets: u64) {
        self.left -= tickets;
        self.taken += tickets;
        self.skip_empty_hours();
    }

    fn skip_empty_hours(&mut self) {
        while self.counts.get(self.hour).is_some_and(|count| self.taken >= *count) {
            self.taken -= self.counts[self.hour];
            self.hour += 1;
        }
    }
}

/// How many visits each operator has at an hour of the week.
fn weights(world: &World, hour: usize) -> Vec<u32> {
    let weight = |network: &crate::operator::Network| {
        let profile = network.profile;
        let day: u32 = profile.hours.iter().sum();
        let week: u32 = profile.weekdays.iter().sum();
        let visit = u64::from(items_of_a_hundred(profile));
        let share =
            u64::from(network.share()) * u64::from(profile.hours[hour % 24]) * u64::from(profile.weekdays[hour / 24]);
        (share * 700_000_000 / (u64::from(day) * u64::from(week) * visit)) as u32
    };
    world.networks.iter().map(weight).collect()
}
