//! How each kind of business works: its day, its gates, its channels. Invented orders of magnitude.
//!
//! Rates are parts per million; what is missing to a million is *not recorded*.

use parcel::{
    IdentityMethod,
    kind::{Channel, OperatorKind, PaymentMethod},
};

/// How one kind of business works.
pub(crate) struct Profile {
    pub(crate) kind: OperatorKind,
    /// Goods that it carries: a letter of `goods.txt`.
    pub(crate) goods: char,
    /// Weight of each hour of the day.
    pub(crate) hours: [u32; 24],
    /// Weight of each day of the week, Monday first.
    pub(crate) weekdays: [u32; 7],
    pub(crate) identity: IdentityRates,
    pub(crate) inspection: InspectionRates,
    /// Machine results that come later, and those said not to have been made at acceptance.
    pub(crate) machine_done: u32,
    pub(crate) machine_not_done: u32,
    pub(crate) letters: u32,
    pub(crate) documents: u32,
    /// Share of items that come from senders under an agreement.
    pub(crate) agreements: u32,
    pub(crate) channels: &'static [(Channel, u32)],
    pub(crate) methods: &'static [(IdentityMethod, u32)],
    pub(crate) payments: &'static [(PaymentMethod, u32)],
    /// Items that a courier takes in a day.
    pub(crate) courier_items: u32,
    /// Couriers of an outlet.
    pub(crate) outlet_couriers: u32,
    /// Works only inside big cities.
    pub(crate) within_city: bool,
    /// Minutes from acceptance to delivery.
    pub(crate) delivery_minutes: (i32, i32),
}

/// What becomes of the real-name gate.
pub(crate) struct IdentityRates {
    pub(crate) verified: u32,
    pub(crate) not_done: u32,
    pub(crate) refused: u32,
    pub(crate) mismatch: u32,
}

/// What becomes of the receipt inspection.
pub(crate) struct InspectionRates {
    pub(crate) passed: u32,
    pub(crate) not_done: u32,
    pub(crate) refused: u32,
    pub(crate) found: u32,
}

const OFFICE_HOURS: [u32; 24] = [0, 0, 0, 0, 0, 0, 1, 4, 30, 60, 70, 60, 30, 45, 65, 75, 85, 90, 60, 35, 20, 8, 2, 0];
const SHOP_HOURS: [u32; 24] = [4, 2, 1, 1, 1, 1, 2, 8, 25, 45, 60, 60, 45, 55, 70, 80, 95, 100, 85, 60, 50, 40, 25, 10];
const MEAL_HOURS: [u32; 24] =
    [14, 8, 5, 3, 2, 3, 8, 20, 30, 35, 60, 100, 95, 50, 40, 42, 50, 85, 100, 75, 55, 48, 35, 22];
const DOCK_HOURS: [u32; 24] =
    [8, 6, 4, 3, 3, 5, 15, 40, 70, 80, 80, 60, 40, 60, 75, 80, 80, 70, 50, 35, 30, 25, 18, 12];
const EVENING_HOURS: [u32; 24] =
    [10, 5, 3, 2, 2, 3, 10, 35, 50, 35, 30, 35, 45, 40, 35, 35, 45, 70, 90, 100, 95, 75, 45, 22];
const WORKDAYS: [u32; 7] = [100, 100, 98, 98, 100, 60, 35];
const EVEN_DAYS: [u32; 7] = [100, 96, 96, 97, 100, 92, 88];
const WEEKEND: [u32; 7] = [85, 84, 85, 88, 100, 118, 115];

const COUNTER: &[(Channel, u32)] = &[(Channel::Counter, 78), (Channel::Door, 16), (Channel::App, 6)];
const DOOR: &[(Channel, u32)] =
    &[(Channel::Door, 58), (Channel::Counter, 22), (Channel::App, 15), (Channel::Platform, 5)];
const ORDERED: &[(Channel, u32)] = &[(Channel::App, 62), (Channel::Platform, 34), (Channel::Other, 4)];
const DOCK: &[(Channel, u32)] =
    &[(Channel::Platform, 46), (Channel::Counter, 34), (Channel::Door, 16), (Channel::Other, 4)];
const CABINET: &[(Channel, u32)] = &[(Channel::Locker, 97), (Channel::App, 3)];

const CARD: &[(IdentityMethod, u32)] =
    &[(IdentityMethod::CardReader, 66), (IdentityMethod::App, 22), (IdentityMethod::Manual, 12)];
const APP: &[(IdentityMethod, u32)] = &[
    (IdentityMethod::App, 72),
    (IdentityMethod::CardReader, 12),
    (IdentityMethod::Face, 9),
    (IdentityMethod::Manual, 7),
];
const FACE: &[(IdentityMethod, u32)] = &[(IdentityMethod::App, 64), (IdentityMethod::Face, 36)];

const CASH: &[(PaymentMethod, u32)] =
    &[(PaymentMethod::Cash, 34), (PaymentMethod::ThirdPartyWallet, 58), (PaymentMethod::Bank, 8)];
const WALLET: &[(PaymentMethod, u32)] = &[
    (PaymentMethod::ThirdPartyWallet, 90),
    (PaymentMethod::Bank, 4),
    (PaymentMethod::Cash, 2),
    (PaymentMethod::CashOnDelivery, 4),
];
const TRANSFER: &[(PaymentMethod, u32)] = &[
    (PaymentMethod::Bank, 40),
    (PaymentMethod::ThirdPartyWallet, 34),
    (PaymentMethod::CashOnDelivery, 18),
    (PaymentMethod::Cash, 8),
];

const fn identity(verified: u32, not_done: u32, refused: u32, mismatch: u32) -> IdentityRates {
    IdentityRates { verified, not_done, refused, mismatch }
}

const fn inspection(passed: u32, not_done: u32, refused: u32, found: u32) -> InspectionRates {
    InspectionRates { passed, not_done, refused, found }
}

/// Every kind of business, in the order of the contract.
pub(crate) static PROFILES: [Profile; 8] = [
    Profile {
        kind: OperatorKind::Postal,
        goods: 'p',
        hours: OFFICE_HOURS,
        weekdays: WORKDAYS,
        identity: identity(968_000, 9_000, 1_300, 700),
        inspection: inspection(950_000, 15_000, 500, 300),
        machine_done: 920_000,
        machine_not_done: 4_000,
        letters: 110_000,
        documents: 90_000,
        agreements: 280_000,
        channels: COUNTER,
        methods: CARD,
        payments: CASH,
        courier_items: 90,
        outlet_couriers: 5,
        within_city: false,
        delivery_minutes: (1_600, 5_600),
    },
    Profile {
        kind: OperatorKind::Express,
        goods: 'p',
        hours: SHOP_HOURS,
        weekdays: EVEN_DAYS,
        identity: identity(948_000, 16_000, 1_500, 900),
        inspection: inspection(885_000, 32_000, 600, 400),
        machine_done: 860_000,
        machine_not_done: 6_000,
        letters: 4_000,
        documents: 45_000,
        agreements: 560_000,
        channels: DOOR,
        methods: APP,
        payments: WALLET,
        courier_items: 110,
        outlet_couriers: 8,
        within_city: false,
        delivery_minutes: (1_100, 4_000),
    },
    Profile {
        kind: OperatorKind::Instant,
        goods: 'i',
        hours: MEAL_HOURS,
        weekdays: WEEKEND,
        identity: identity(90_000, 240_000, 400, 200),
        inspection: inspection(70_000, 210_000, 200, 100),
        machine_done: 0,
        machine_not_done: 1_000,
        letters: 0,
        documents: 30_000,
        agreements: 60_000,
        channels: ORDERED,
        methods: FACE,
        payments: WALLET,
        courier_items: 30,
        outlet_couriers: 12,
        within_city: true,
        delivery_minutes: (18, 75),
    },
    Profile {
        kind: OperatorKind::SameCity,
        goods: 's',
        hours: SHOP_HOURS,
        weekdays: EVEN_DAYS,
        identity: identity(260_000, 200_000, 700, 400),
        inspection: inspection(190_000, 230_000, 400, 200),
        machine_done: 20_000,
        machine_not_done: 8_000,
        letters: 0,
        documents: 120_000,
        agreements: 150_000,
        channels: ORDERED,
        methods: FACE,
        payments: WALLET,
        courier_items: 32,
        outlet_couriers: 9,
        within_city: true,
        delivery_minutes: (35, 240),
    },
    Profile {
        kind: OperatorKind::CrowdSourced,
        goods: 's',
        hours: MEAL_HOURS,
        weekdays: WEEKEND,
        identity: identity(120_000, 310_000, 500, 300),
        inspection: inspection(60_000, 280_000, 200, 100),
        machine_done: 0,
        machine_not_done: 3_000,
        letters: 0,
        documents: 80_000,
        agreements: 30_000,
        channels: ORDERED,
        methods: FACE,
        payments: WALLET,
        courier_items: 24,
        outlet_couriers: 14,
        within_city: true,
        delivery_minutes: (25, 180),
    },
    Profile {
        kind: OperatorKind::NetworkFreight,
        goods: 'f',
        hours: DOCK_HOURS,
        weekdays: WORKDAYS,
        identity: identity(620_000, 110_000, 1_000, 700),
        inspection: inspection(330_000, 190_000, 500, 400),
        machine_done: 60_000,
        machine_not_done: 90_000,
        letters: 0,
        documents: 5_000,
        agreements: 420_000,
        channels: DOCK,
        methods: APP,
        payments: TRANSFER,
        courier_items: 20,
        outlet_couriers: 4,
        within_city: false,
        delivery_minutes: (1_900, 7_200),
    },
    Profile {
        kind: OperatorKind::BulkFreight,
        goods: 'f',
        hours: DOCK_HOURS,
        weekdays: WORKDAYS,
        identity: identity(740_000, 70_000, 900, 600),
        inspection: inspection(470_000, 140_000, 500, 400),
        machine_done: 180_000,
        machine_not_done: 60_000,
        letters: 0,
        documents: 3_000,
        agreements: 380_000,
        channels: DOCK,
        methods: CARD,
        payments: TRANSFER,
        courier_items: 26,
        outlet_couriers: 4,
        within_city: false,
        delivery_minutes: (2_300, 8_600),
    },
    Profile {
        kind: OperatorKind::Locker,
        goods: 'p',
        hours: EVENING_HOURS,
        weekdays: WEEKEND,
        identity: identity(815_000, 60_000, 0, 600),
        inspection: inspection(110_000, 430_000, 100, 100),
        machine_done: 610_000,
        machine_not_done: 10_000,
        letters: 0,
        documents: 50_000,
        agreements: 40_000,
        channels: CABINET,
        methods: FACE,
        payments: WALLET,
        courier_items: 40,
        outlet_couriers: 2,
        within_city: false,
        delivery_minutes: (1_300, 4_600),
    },
];

#[cfg(test)]
mod tests {
    use parcel::Choice;

    use super::*;

    #[test]
    fn profiles_stand_in_the_order_of_the_contract() {
        let kinds: Vec<_> = PROFILES.iter().map(|profile| profile.kind).collect();
        assert_eq!(kinds, OperatorKind::ALL);
    }
}
