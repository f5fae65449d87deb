//! The invented operators and their outlets.

use parcel::kind::OperatorKind;

use crate::{
    dice::{Dice, running},
    place::Places,
    plan::Plan,
    profile::{PROFILES, Profile},
};

/// How machine results reach the supervisor.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum MachineWay {
    /// As an event from the sorting centre.
    Event,
    /// As a revision of the record.
    Revision,
    /// In the record itself: the machine stands at the outlet.
    AtOutlet,
}

/// An operator as it is listed.
pub(crate) struct Listed {
    pub(crate) name: &'static str,
    /// First letters of its waybills.
    pub(crate) prefix: &'static str,
    pub(crate) kind: OperatorKind,
    /// Share of all items; parts per thousand.
    share: u32,
    /// How careful its staff is with the gates; percent of the rates of its kind.
    pub(crate) care: u32,
    pub(crate) machine: MachineWay,
    /// Writes its times in UTC.
    pub(crate) utc: bool,
    /// Says where it takes items in; where not, the sender's region has to stand in.
    pub(crate) says_region: bool,
}

const fn listed(name: &'static str, prefix: &'static str, kind: OperatorKind, share: u32, care: u32) -> Listed {
    Listed { name, prefix, kind, share, care, machine: MachineWay::Event, utc: false, says_region: true }
}

/// The operators; the shares add up to a thousand.
pub(crate) static OPERATORS: [Listed; 24] = [
    listed("postal-east", "PE", OperatorKind::Postal, 44, 100),
    listed("postal-west", "PW", OperatorKind::Postal, 30, 97),
    listed("postal-islands", "PI", OperatorKind::Postal, 6, 92),
    listed("crane-express", "CR", OperatorKind::Express, 190, 100),
    listed("river-express", "RV", OperatorKind::Express, 160, 98),
    listed("plum-express", "PL", OperatorKind::Express, 120, 93),
    Listed { machine: MachineWay::Revision, ..listed("harbour-express", "HB", OperatorKind::Express, 60, 99) },
    Listed { utc: true, ..listed("overseas-express", "OV", OperatorKind::Express, 30, 96) },
    Listed { machine: MachineWay::AtOutlet, ..listed("summit-express", "SM", OperatorKind::Express, 20, 85) },
    listed("noon-instant", "NN", OperatorKind::Instant, 60, 100),
    listed("lantern-instant", "LN", OperatorKind::Instant, 40, 80),
    listed("ring-road-direct", "RR", OperatorKind::SameCity, 40, 100),
    listed("two-bridges-direct", "TB", OperatorKind::SameCity, 20, 70),
    listed("many-hands", "MH", OperatorKind::CrowdSourced, 30, 100),
    listed("on-the-way", "OW", OperatorKind::CrowdSourced, 14, 75),
    listed("cloud-cargo", "CC", OperatorKind::NetworkFreight, 16, 100),
    listed("long-road-net", "LR", OperatorKind::NetworkFreight, 10, 85),
    listed("iron-ox-freight", "IX", OperatorKind::BulkFreight, 24, 100),
    Listed { machine: MachineWay::AtOutlet, ..listed("great-canal-freight", "GC", OperatorKind::BulkFreight, 14, 95) },
    Listed { says_region: false, ..listed("west-gate-freight", "WG", OperatorKind::BulkFreight, 8, 80) },
    listed("pine-locker", "PN", OperatorKind::Locker, 34, 100),
    listed("corner-locker", "CN", OperatorKind::Locker, 18, 90),
    listed("campus-locker", "CM", OperatorKind::Locker, 8, 95),
    listed("night-errand", "NE", OperatorKind::Instant, 4, 50),
];

/// An operator at work: its outlets and their staff.
pub(crate) struct Network {
    pub(crate) listed: &'static Listed,
    pub(crate) profile: &'static Profile,
    pub(crate) outlets: Vec<Outlet>,
}

/// One outlet.
#[derive(Clone, Copy)]
pub(crate) struct Outlet {
    /// Place in the list of districts.
    pub(crate) district: u16,
    /// Number within the operator's district.
    pub(crate) number: u16,
    /// First courier; the others follow.
    pub(crate) courier: u32,
    /// Care of this outlet, percent of its operator's.
    pub(crate) care: u8,
}

impl Network {
    /// Share of all items; parts per thousand.
    pub(crate) fn share(&self) -> u32 {
        self.listed.share
    }

    /// Spreads outlets over the districts, as many as the items need.
    pub(crate) fn all(plan: &Plan, places: &Places, dice: &mut Dice) -> Vec<Self> {
        OPERATORS.iter().map(|listed| Self::new(listed, plan, places, dice)).collect()
    }

    fn new(listed: &'static Listed, plan: &Plan, places: &Places, dice: &mut Dice) -> Self {
        let profile = &PROFILES[listed.kind as usize];
        let daily = plan.items * u64::from(listed.share) / 1_000 / u64::from(plan.days);
        let per_outlet = u64::from(profile.courier_items * profile.outlet_couriers);
        let count = (daily / per_outlet).clamp(3, 60_000) as u32;
        let weights = running((0..places.districts.len()).map(|number| {
            let before = number.checked_sub(1).map_or(0, |previous| places.senders[previous]);
            let weight = places.senders[number] - before;
            if profile.within_city && !places.districts[number].big_city { 0 } else { weight }
        }));
        let mut districts: Vec<usize> = (0..count).map(|_| dice.weighted(&weights)).collect();
        if profile.within_city {
            // Beijing has a local duty for these formats: it is always served.
            districts[0] = 0;
        }
        districts.sort_unstable();
        let mut outlets: Vec<Outlet> = Vec::with_capacity(districts.len());
        for (place, district) in districts.into_iter().enumerate() {
            let previous = outlets.last().filter(|outlet| usize::from(outlet.district) == district);
            outlets.push(Outlet {
                district: district as u16,
                number: previous.map_or(1, |outlet| outlet.number + 1),
                courier: 1 + place as u32 * profile.outlet_couriers,
                care: if dice.chance(120_000) { dice.between(55, 85) as u8 } else { dice.between(97, 100) as u8 },
            });
        }
        Self { listed, profile, outlets }
    }
}

#[cfg(test)]
mod tests {
    use parcel::Choice;

    use super::*;

    #[test]
    fn every_kind_has_several_operators_and_the_shares_add_up() {
        assert_eq!(OPERATORS.iter().map(|operator| operator.share).sum::<u32>(), 1_000);
        for kind in OperatorKind::ALL {
            assert!(OPERATORS.iter().filter(|operator| operator.kind == *kind).count() >= 2, "{kind}");
        }
    }

    #[test]
    fn outlets_lie_in_districts_and_in_big_cities_where_they_must() {
        let plan = Plan::default();
        let places = Places::choose(plan.seed, plan.items);
        for network in Network::all(&plan, &places, &mut Dice::new(1)) {
            for outlet in &network.outlets {
                let district = &places.districts[usize::from(outlet.district)];
                assert!(district.big_city || !network.profile.within_city, "{}", network.listed.name);
            }
        }
    }
}
