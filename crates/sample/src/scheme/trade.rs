//! Ways of the trade.

use parcel::{
    IdentityMethod, IdentityResult,
    kind::{IdKind, ItemKind, Outcome, PaymentMethod},
};

use super::{Run, SchemeId};
use crate::{
    draw::{Maker, Scene},
    item::{Goods, Identity, Item, Party, Payment, Sender, Text},
    people::{HAND, Person},
    visit::Handed,
    world::World,
};

/// Share of a trade's items whose contents are not what is declared.
const HIDDEN: u32 = 450_000;

/// Carries out one instance.
pub(super) fn carry_out(maker: &mut Maker, id: SchemeId, run: &Run) -> Vec<Handed> {
    let hand = maker.hand();
    let outlets = maker.world.networks[usize::from(run.operator)].outlets.len() as u32;
    let home = maker.dice.below(outlets);
    let times = run.times(maker.dice);
    let recipient = {
        let scene = maker.scene_at(run.operator, home, run.at);
        fresh(maker, scene)
    };
    let handed = |(number, at): (usize, i32)| {
        // Most go through one outlet, some through others of the operator.
        let outlet = if maker.dice.chance(750_000) { home } else { maker.dice.below(outlets) };
        let scene = maker.scene_at(run.operator, outlet, at);
        let mut item = match id {
            SchemeId::Scatter => scatter(maker, scene, hand),
            SchemeId::Split => split(maker, scene, recipient, hand + 1 + number as u32 % 5),
            SchemeId::LentIdentity => lent_identity(maker, scene, hand),
            SchemeId::OneHand => one_hand(maker, scene, hand),
            SchemeId::ForeignPayer => foreign_payer(maker, scene, hand),
            SchemeId::Apart => apart(maker, scene, hand),
            _ => disguise(maker, scene),
        };
        if item.hidden.is_none() && maker.dice.chance(HIDDEN) {
            item.hidden = Some(maker.dice.below(maker.world.stock.prohibited.len() as u32) as u8);
        }
        (at, item)
    };
    times.into_iter().enumerate().map(handed).collect()
}

fn scatter(maker: &mut Maker, scene: Scene, hand: Person) -> Item {
    let sender = at_home(maker, scene, hand);
    let recipient = maker.recipient(scene);
    let item = small(maker, scene, sender, recipient);
    shown(maker, item, hand)
}

fn split(maker: &mut Maker, scene: Scene, recipient: Party, sender: Person) -> Item {
    let party = at_home(maker, scene, sender);
    let item = small(maker, scene, party, recipient);
    shown(maker, item, sender)
}

fn lent_identity(maker: &mut Maker, scene: Scene, hand: Person) -> Item {
    let party = fresh(maker, scene);
    let recipient = maker.recipient(scene);
    let item = small(maker, scene, party, recipient);
    shown(maker, item, hand)
}

fn one_hand(maker: &mut Maker, scene: Scene, hand: Person) -> Item {
    let mut party = fresh(maker, scene);
    party.home = hand;
    let recipient = maker.recipient(scene);
    let item = small(maker, scene, party, recipient);
    let mut item = shown(maker, item, party.person);
    paid(&mut item, PaymentMethod::ThirdPartyWallet, hand);
    item
}

fn foreign_payer(maker: &mut Maker, scene: Scene, hand: Person) -> Item {
    let mut item = maker.individual_parcel(scene);
    paid(&mut item, PaymentMethod::ThirdPartyWallet, hand);
    item
}

fn apart(maker: &mut Maker, scene: Scene, hand: Person) -> Item {
    let sender = fresh(maker, scene);
    let mut recipient = maker.world.townsman(maker.district(scene), maker.dice);
    let stranger = fresh(maker, scene);
    (recipient.person, recipient.phone) = (stranger.person, stranger.phone);
    let mut item = small(maker, scene, sender, recipient);
    item.identity = None;
    item.sender.document = None;
    item.outcome = Some(Outcome::TakenIn);
    let method =
        if maker.dice.chance(200_000) { PaymentMethod::VirtualCurrency } else { PaymentMethod::ThirdPartyWallet };
    paid(&mut item, method, hand);
    item
}

fn disguise(maker: &mut Maker, scene: Scene) -> Item {
    let mut item = maker.individual_parcel(scene);
    let name = maker.dice.below(maker.world.stock.prohibited.len() as u32) as u8;
    let quantity = maker.dice.between(1, 4) as u16;
    let weight_grams = maker.dice.between(10, 600) as u32;
    item.goods = [
        Goods { text: Text::Planted(name), quantity, weight_grams, value_yuan: 0 },
        Goods::default(),
        Goods::default(),
    ];
    item.weight_grams = weight_grams + 60;
    item.hidden = Some(name);
    item
}

/// A small parcel of anything.
fn small(maker: &mut Maker, scene: Scene, party: Party, recipient: Party) -> Item {
    let mut item = maker.item(scene, Sender { party, document: None, agreement: None }, recipient, None);
    if item.kind != ItemKind::Parcel {
        item.kind = ItemKind::Parcel;
        let category = maker.world.stock.category(maker.profile(scene).goods, maker.dice);
        item.goods[0] = maker.world.stock.line(category, maker.dice);
        maker.gates(&mut item);
    }
    let weight_grams = maker.dice.between(20, 380) as u32;
    item.goods = [Goods { quantity: 1, weight_grams, ..item.goods[0] }, Goods::default(), Goods::default()];
    item.weight_grams = weight_grams + maker.dice.between(15, 80) as u32;
    item
}

/// The sender shows a document and is taken in.
pub(super) fn shown(maker: &mut Maker, mut item: Item, document: Person) -> Item {
    let at = item.identity.and_then(|identity| identity.at).unwrap_or(item.accepted_at - maker.dice.between(30, 90));
    let method = Some(if maker.dice.chance(400_000) { IdentityMethod::Manual } else { IdentityMethod::App });
    item.identity = Some(Identity { result: IdentityResult::Verified, method, at: Some(at) });
    item.sender.document = Some((IdKind::ResidentId, document));
    item.outcome = Some(Outcome::TakenIn);
    item
}

fn paid(item: &mut Item, method: PaymentMethod, payer: u32) {
    item.payment = Some(Payment { method, payer_phone: Some(payer) });
}

/// A person whom nobody has seen before.
fn fresh(maker: &mut Maker, scene: Scene) -> Party {
    let person = maker.hand();
    at_home(maker, scene, person)
}

fn at_home(maker: &Maker, scene: Scene, person: Person) -> Party {
    World::party(person, maker.district(scene))
}

impl Maker<'_> {
    /// Six numbers of people of planted schemes; the first of them.
    pub(crate) fn hand(&mut self) -> Person {
        self.floor.hands += 6;
        HAND + self.floor.hands % 3_900_000
    }
}
