//! What moves while a sample is made: waybill numbers, couriers' last acts, machines' belts.

use crate::{dice::Dice, operator::Outlet, world::World};

/// Machines of one sorting centre at most.
const MACHINES: usize = 4;
/// A belt carries a piece in this many seconds at least.
pub(crate) const BELT_SECONDS: i32 = 2;

/// The moving part of a sample.
pub(crate) struct Floor {
    /// Last waybill number by operator.
    serials: Vec<u32>,
    /// When each courier last took something, by operator and number.
    couriers: Vec<Vec<i32>>,
    /// When each belt is free again, by operator, city and machine.
    belts: Vec<i32>,
    /// People of planted schemes so far.
    pub(crate) hands: u32,
    districts: usize,
}

/// A piece on a belt.
pub(crate) struct Slot {
    /// From 1.
    pub(crate) machine: u8,
    pub(crate) at: i32,
}

impl Floor {
    pub(crate) fn new(world: &World) -> Self {
        let staff =
            |network: &crate::operator::Network| network.outlets.len() * network.profile.outlet_couriers as usize + 1;
        let districts = world.places.districts.len();
        Self {
            serials: vec![0; world.networks.len()],
            couriers: world.networks.iter().map(|network| vec![i32::MIN / 2; staff(network)]).collect(),
            belts: vec![0; world.networks.len() * districts * MACHINES],
            hands: 0,
            districts,
        }
    }

    /// The next waybill number of an operator.
    pub(crate) fn serial(&mut self, operator: u8) -> u32 {
        let serial = &mut self.serials[usize::from(operator)];
        *serial += 1;
        *serial
    }

    /// Of four draws among an outlet's couriers the one who has been idle for longest.
    pub(crate) fn courier(&mut self, operator: u8, outlet: &Outlet, couriers: u32, at: i32, dice: &mut Dice) -> u32 {
        let last = &mut self.couriers[usize::from(operator)];
        let drawn = [(); 4].map(|()| outlet.courier + dice.below(couriers));
        let idle = drawn.into_iter().min_by_key(|courier| last[*courier as usize]).unwrap_or(outlet.courier);
        last[idle as usize] = last[idle as usize].max(at);
        idle
    }

    /// Says that a courier is busy until an instant.
    pub(crate) fn busy(&mut self, operator: u8, courier: u32, until: i32) {
        if let Some(last) = self.couriers[usize::from(operator)].get_mut(courier as usize) {
            *last = until.max(*last);
        }
    }

    /// The next free place on a belt of the sorting centre of a city, not before an instant.
    pub(crate) fn belt(&mut self, operator: u8, city: usize, not_before: i32, dice: &mut Dice) -> Slot {
        let machine = dice.below(MACHINES as u32) as usize;
        let free = &mut self.belts[(usize::from(operator) * self.districts + city) * MACHINES + machine];
        let at = not_before.max(*free);
        *free = at + BELT_SECONDS + dice.between(0, 3);
        Slot { machine: machine as u8 + 1, at }
    }
}
