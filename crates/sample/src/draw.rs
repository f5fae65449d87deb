//! Draws one honest item.

use parcel::{
    InspectionResult,
    kind::{Channel, ItemKind, OperatorKind, PaymentMethod},
};

use crate::{
    dice::Dice,
    floor::Floor,
    gate::{self, Post},
    item::{Goods, Item, LINES_MAX, Party, Payment, Sender, Where},
    people::Person,
    profile::Profile,
    world::World,
};

/// Countries that parcels go to.
pub(crate) const COUNTRIES: [&str; 12] = ["KR", "JP", "US", "SG", "MY", "TH", "GB", "DE", "AU", "RU", "CA", "VN"];

/// All that draws need.
pub(crate) struct Maker<'a> {
    pub(crate) world: &'a World,
    pub(crate) floor: &'a mut Floor,
    pub(crate) dice: &'a mut Dice,
}

/// Where and when something is handed in.
#[derive(Clone, Copy)]
pub(crate) struct Scene {
    pub(crate) operator: u8,
    pub(crate) outlet: u32,
    pub(crate) courier: u32,
    pub(crate) at: i32,
}

impl Maker<'_> {
    /// A scene at one of the operator's outlets.
    pub(crate) fn scene(&mut self, operator: u8, at: i32) -> Scene {
        let outlets = self.world.networks[usize::from(operator)].outlets.len() as u32;
        let outlet = self.dice.below(outlets);
        self.scene_at(operator, outlet, at)
    }

    /// A scene at an outlet.
    pub(crate) fn scene_at(&mut self, operator: u8, outlet: u32, at: i32) -> Scene {
        let network = &self.world.networks[usize::from(operator)];
        let unattended = network.profile.kind == OperatorKind::Locker && self.dice.chance(700_000);
        let courier = if unattended {
            0
        } else {
            let couriers = network.profile.outlet_couriers;
            self.floor.courier(operator, &network.outlets[outlet as usize], couriers, at, self.dice)
        };
        Scene { operator, outlet, courier, at }
    }

    /// The district of an outlet.
    pub(crate) fn district(&self, scene: Scene) -> u16 {
        self.world.networks[usize::from(scene.operator)].outlets[scene.outlet as usize].district
    }

    pub(crate) fn profile(&self, scene: Scene) -> &'static Profile {
        self.world.networks[usize::from(scene.operator)].profile
    }

    /// An item that somebody of the neighbourhood sends.
    pub(crate) fn individual(&mut self, scene: Scene) -> Item {
        let district = self.district(scene);
        let mut party = self.world.neighbour(district, self.dice);
        if self.dice.chance(25_000) {
            party.phone = World::second_phone(party.person);
        }
        if self.dice.chance(90_000) {
            // Sent from a dormitory, an office block, a friend's home: one address for a hundred people.
            party.home -= party.home % 100;
        }
        let recipient = self.recipient(scene);
        self.item(scene, Sender { party, document: None, agreement: None }, recipient, None)
    }

    /// An item that a merchant sends under an agreement.
    pub(crate) fn sold(&mut self, scene: Scene, merchant: Person, category: u8) -> Item {
        let party = World::party(merchant, self.district(scene));
        let recipient = self.recipient(scene);
        self.item(scene, Sender { party, document: None, agreement: Some(merchant) }, recipient, Some(category))
    }

    /// Somebody who receives: in the same city, anywhere, or abroad.
    pub(crate) fn recipient(&mut self, scene: Scene) -> Party {
        let local = if self.profile(scene).within_city { 1_000_000 } else { 120_000 };
        let mut party = if self.dice.chance(local) {
            self.world.townsman(self.district(scene), self.dice)
        } else {
            self.world.anybody(self.dice)
        };
        if self.dice.chance(30_000) {
            // Received at a front desk, a school or a collecting point: one phone for two hundred people.
            party.phone -= party.phone % 200;
            party.home = party.phone;
        }
        let abroad = matches!(self.profile(scene).kind, OperatorKind::Postal | OperatorKind::Express);
        if abroad && self.dice.chance(12_000) {
            party.place = Where::Abroad(self.dice.below(COUNTRIES.len() as u32) as u8);
        }
        party
    }

    /// An item of given parties, honest in all else.
    pub(crate) fn item(&mut self, scene: Scene, sender: Sender, recipient: Party, category: Option<u8>) -> Item {
        let profile = self.profile(scene);
        let kind = self.kind(profile, category.is_some());
        let goods = self.goods(profile, kind, category);
        let serial = self.floor.serial(scene.operator);
        let mut item = Item {
            operator: scene.operator,
            kind,
            revision: 1,
            channel: self.channel(profile),
            outcome: None,
            serial,
            outlet: scene.outlet,
            courier: scene.courier,
            accepted_at: scene.at,
            weight_grams: self.weight(kind, &goods),
            sender,
            recipient,
            goods,
            identity: None,
            inspection: None,
            xray: None,
            payment: self.payment(profile, &sender),
            hidden: None,
            belt_at: None,
            planted: None,
        };
        self.gates(&mut item);
        item
    }

    /// Works the gates of an item anew, after its parties or its time have changed.
    pub(crate) fn gates(&mut self, item: &mut Item) {
        let network = &self.world.networks[usize::from(item.operator)];
        let outlet = &network.outlets[item.outlet as usize];
        let local_duty = self.world.places.districts[usize::from(outlet.district)].code / 10_000 == 11;
        let care = network.listed.care * u32::from(outlet.care) / 100;
        gate::work(&Post { network, care, local_duty }, item, self.dice);
        if let Some(inspection) =
            item.inspection.as_mut().filter(|inspection| inspection.result == InspectionResult::Found)
        {
            let found = self.dice.below(self.world.stock.prohibited.len() as u32) as u8;
            inspection.found = Some(found);
            item.hidden = Some(found);
        }
    }

    fn kind(&mut self, profile: &Profile, merchant: bool) -> ItemKind {
        let drawn = self.dice.below(crate::plan::MILLION);
        if merchant || drawn >= profile.letters + profile.documents {
            ItemKind::Parcel
        } else if drawn < profile.letters {
            ItemKind::Letter
        } else {
            ItemKind::Document
        }
    }

    fn goods(&mut self, profile: &Profile, kind: ItemKind, category: Option<u8>) -> [Goods; LINES_MAX] {
        let mut goods = [Goods::default(); LINES_MAX];
        match kind {
            ItemKind::Letter => {}
            ItemKind::Document => goods[0] = self.world.stock.paper(self.dice),
            ItemKind::Parcel => {
                let lines = [1, 1, 1, 1, 1, 1, 1, 2, 2, 3][self.dice.below(10) as usize];
                for line in &mut goods[..lines] {
                    let category = category.unwrap_or_else(|| self.world.stock.category(profile.goods, self.dice));
                    *line = self.world.stock.line(category, self.dice);
                }
            }
        }
        goods
    }

    /// What is declared, or would have been, and the packing.
    pub(crate) fn weight(&mut self, kind: ItemKind, goods: &[Goods; LINES_MAX]) -> u32 {
        if kind == ItemKind::Letter {
            return self.dice.between(8, 60) as u32;
        }
        let contents: u32 = goods
            .iter()
            .filter(|line| line.quantity > 0)
            .map(|line| self.world.stock.guess_grams(line, self.dice))
            .sum();
        contents + contents / 100 * self.dice.below(9) + 15 + self.dice.below(90)
    }

    fn channel(&mut self, profile: &Profile) -> Channel {
        self.dice.choose(profile.channels)
    }

    fn payment(&mut self, profile: &Profile, sender: &Sender) -> Option<Payment> {
        let phone = sender.party.phone;
        if sender.agreement.is_some() {
            return Some(Payment { method: PaymentMethod::MonthlyAccount, payer_phone: Some(phone) });
        }
        if self.dice.chance(80_000) {
            return None;
        }
        let method = self.dice.choose(profile.payments);
        let traced = matches!(method, PaymentMethod::ThirdPartyWallet | PaymentMethod::Bank);
        // A parent, a friend or a secretary pays for some: one payer for fifty people at most.
        let payer = if self.dice.chance(35_000) { phone - phone % 50 } else { phone };
        Some(Payment { method, payer_phone: traced.then_some(payer) })
    }
}
