//! What is fixed once a plan is chosen: places, operators, goods, and where people live.

use jiff::civil::Date;

use crate::{
    dice::{Dice, noise, noise_below},
    goods::Stock,
    item::{Party, Where},
    operator::Network,
    people::{MERCHANT, Person, SECOND_PHONE},
    place::Places,
    plan::Plan,
};

/// Items of one merchant, on average.
const ITEMS_A_MERCHANT: u64 = 260;

/// Numbers that merchants have.
const MERCHANTS_MAX: u64 = 4_900_000;

/// The fixed part of a sample.
pub(crate) struct World {
    pub(crate) plan: Plan,
    pub(crate) people: u32,
    pub(crate) places: Places,
    pub(crate) networks: Vec<Network>,
    pub(crate) stock: Stock,
    /// By operator.
    merchants_an_outlet: Vec<u32>,
}

impl World {
    pub(crate) fn new(plan: Plan, dice: &mut Dice) -> Self {
        let places = Places::choose(plan.seed, plan.items);
        let networks = Network::all(&plan, &places, dice);
        Self {
            people: plan.people(),
            stock: Stock::new(plan.first_day.month()),
            merchants_an_outlet: networks.iter().map(|network| merchants_an_outlet(&plan, network)).collect(),
            places,
            networks,
            plan,
        }
    }

    /// The first day.
    pub(crate) fn first_day(&self) -> Date {
        self.plan.first_day
    }

    /// The end of the sample, in seconds since its first midnight.
    pub(crate) fn end(&self) -> i32 {
        i32::from(self.plan.days) * 86_400
    }

    /// Anybody, wherever they live.
    pub(crate) fn anybody(&self, dice: &mut Dice) -> Party {
        let person = dice.below(self.people);
        Self::party(person, self.district_of(person))
    }

    /// Somebody who lives in a district, or in its city where nobody lives in the district.
    pub(crate) fn neighbour(&self, district: u16, dice: &mut Dice) -> Party {
        let range = self.people_of(usize::from(district)..usize::from(district) + 1);
        if range.is_empty() { self.townsman(district, dice) } else { self.one_of(range, dice) }
    }

    /// Somebody who lives in the city of a district.
    pub(crate) fn townsman(&self, district: u16, dice: &mut Dice) -> Party {
        let range = self.people_of(self.places.city[usize::from(district)].clone());
        if range.is_empty() { self.anybody(dice) } else { self.one_of(range, dice) }
    }

    /// A person at home, reached by the first phone.
    pub(crate) fn party(person: Person, district: u16) -> Party {
        Party { person, phone: person, home: person, place: Where::District(district) }
    }

    /// The second phone of a person who sends and receives.
    pub(crate) fn second_phone(person: Person) -> u32 {
        SECOND_PHONE + person % Plan::PEOPLE_MAX
    }

    /// One of the merchants of an outlet: some are busier than others, and they come back.
    pub(crate) fn merchant(&self, operator: u8, outlet: u32, dice: &mut Dice) -> Person {
        let count = self.merchants_an_outlet[usize::from(operator)];
        // The smaller of two draws: the first merchants of an outlet are the busy ones.
        let drawn = dice.below(count).min(dice.below(count));
        let place = u64::from(operator) << 48 | u64::from(outlet) << 16 | u64::from(drawn);
        MERCHANT + (noise(self.plan.seed ^ 0x31, place) % MERCHANTS_MAX) as u32
    }

    /// The category that a merchant sells.
    pub(crate) fn sells(&self, merchant: Person, kind: char) -> u8 {
        self.stock.category(kind, &mut Dice::new(noise(0x5e, u64::from(merchant))))
    }

    /// Fixed noise of this sample.
    pub(crate) fn noise_below(&self, salt: u64, number: u64, bound: u32) -> u32 {
        noise_below(self.plan.seed ^ salt, number, bound)
    }

    fn one_of(&self, range: std::ops::Range<u32>, dice: &mut Dice) -> Party {
        let person = range.start + dice.below(range.end - range.start);
        Self::party(person, self.district_of(person))
    }

    fn district_of(&self, person: Person) -> u16 {
        let total = self.places.homes.last().copied().unwrap_or(1);
        let mark = (u64::from(person) * u64::from(total) / u64::from(self.people)) as u32;
        self.places.homes.partition_point(|sum| *sum <= mark).min(self.places.homes.len() - 1) as u16
    }

    fn people_of(&self, districts: std::ops::Range<usize>) -> std::ops::Range<u32> {
        let homes = &self.places.homes;
        let total = u64::from(homes.last().copied().unwrap_or(1));
        let first = |sum: u32| (u64::from(sum) * u64::from(self.people)).div_ceil(total) as u32;
        let before = districts.start.checked_sub(1).map_or(0, |previous| homes[previous]);
        first(before)..first(homes[districts.end - 1]).min(self.people)
    }
}

fn merchants_an_outlet(plan: &Plan, network: &Network) -> u32 {
    let items = plan.items * u64::from(network.share()) / 1_000 * u64::from(network.profile.agreements)
        / u64::from(crate::plan::MILLION);
    (items / ITEMS_A_MERCHANT / network.outlets.len() as u64).clamp(1, 1 << 15) as u32
}
