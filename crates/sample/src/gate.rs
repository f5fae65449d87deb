//! What the staff does at the gates and what the record says of it.

use parcel::{
    IdentityMethod, IdentityResult, InspectionResult, XrayResult,
    kind::{IdKind, ItemKind, OperatorKind, Outcome},
};

use crate::{
    dice::Dice,
    item::{Identity, Inspection, Item, Xray},
    operator::{MachineWay, Network},
    people::Person,
    profile::Profile,
};

/// Rates where a local duty covers a new format: Beijing.
const LOCAL_IDENTITY: u32 = 560_000;
const LOCAL_INSPECTION: u32 = 450_000;

/// Where and by whom the gates are worked.
pub(crate) struct Post<'a> {
    pub(crate) network: &'a Network,
    /// Care of operator and outlet together, percent.
    pub(crate) care: u32,
    pub(crate) local_duty: bool,
}

impl Post<'_> {
    fn profile(&self) -> &Profile {
        self.network.profile
    }

    fn new_format(&self) -> bool {
        let kind = self.profile().kind;
        self.local_duty && matches!(kind, OperatorKind::Instant | OperatorKind::SameCity | OperatorKind::CrowdSourced)
    }

    fn careful(&self, rate: u32, local: u32) -> u32 {
        let rate = if self.new_format() { rate.max(local) } else { rate };
        rate / 100 * self.care
    }
}

/// Works all gates of an item whose parties, time and courier are known.
pub(crate) fn work(post: &Post, item: &mut Item, dice: &mut Dice) {
    item.inspection = inspection(post, item, dice);
    item.identity = identity(post, item, dice);
    item.xray = xray(post, item, dice);
    item.sender.document = document(item, dice);
    item.outcome = outcome(item, dice);
}

fn inspection(post: &Post, item: &Item, dice: &mut Dice) -> Option<Inspection> {
    use InspectionResult as R;
    let rates = &post.profile().inspection;
    let result = if item.kind == ItemKind::Letter {
        drawn(dice, &[(R::Exempt, 30_000), (R::Refused, 500)])?
    } else {
        let passed = post.careful(rates.passed, LOCAL_INSPECTION);
        let rates =
            [(R::Found, rates.found), (R::Refused, rates.refused), (R::Passed, passed), (R::NotDone, rates.not_done)];
        drawn(dice, &rates)?
    };
    let done = matches!(result, R::Passed | R::Found);
    let timed = done && dice.chance(970_000);
    Some(Inspection {
        result,
        by: if done && dice.chance(950_000) { item.courier } else { 0 },
        at: timed.then(|| item.accepted_at - dice.between(5, 45)),
        mark: if done && dice.chance(880_000) { item.serial } else { 0 },
        photo: (done && dice.chance(200_000)).then(|| dice.word()),
        found: None,
    })
}

fn identity(post: &Post, item: &Item, dice: &mut Dice) -> Option<Identity> {
    use IdentityResult as R;
    let plain = |result| Some(Identity { result, method: None, at: None });
    if item.kind == ItemKind::Letter {
        return plain(drawn(dice, &[(R::Exempt, 720_000)])?);
    }
    if item.sender.agreement.is_some() {
        let result = drawn(dice, &[(R::Exempt, 900_000), (R::Verified, 40_000)])?;
        return Some(Identity { result, method: Some(IdentityMethod::Agreement), at: None });
    }
    let rates = &post.profile().identity;
    let verified = post.careful(rates.verified, LOCAL_IDENTITY);
    let rates = [
        (R::Refused, rates.refused),
        (R::Mismatch, rates.mismatch),
        (R::Verified, verified),
        (R::NotDone, rates.not_done),
    ];
    let result = drawn(dice, &rates)?;
    if !matches!(result, R::Verified | R::Mismatch) {
        return plain(result);
    }
    let method = dice.choose(post.profile().methods);
    let before = item.inspection.and_then(|inspection| inspection.at).unwrap_or(item.accepted_at);
    let at = dice.chance(975_000).then(|| before - dice.between(6, 40));
    Some(Identity { result, method: Some(method), at })
}

/// Only what the record of acceptance says: later results are events and revisions.
fn xray(post: &Post, item: &Item, dice: &mut Dice) -> Option<Xray> {
    if item.kind == ItemKind::Letter {
        return None;
    }
    let said = |result| Some(Xray { result, machine: 0, by: 0, at: None, image: None });
    if post.network.listed.machine != MachineWay::AtOutlet {
        return if dice.chance(post.profile().machine_not_done) { said(XrayResult::NotDone) } else { None };
    }
    if !dice.chance(post.careful(post.profile().machine_done, 0)) {
        return None;
    }
    let result = if dice.chance(6_000) { XrayResult::Suspect } else { XrayResult::Clear };
    if dice.chance(20_000) {
        // An honest record, too, at times says no more than the result.
        return said(result);
    }
    let at = Some(item.accepted_at - dice.between(1, 4));
    Some(Xray { result, machine: 1, by: 1 + dice.below(9) as u8, at, image: dice.chance(500_000).then(|| dice.word()) })
}

/// The document stands in the record only where one was shown.
fn document(item: &Item, dice: &mut Dice) -> Option<(IdKind, Person)> {
    let person = item.sender.party.person;
    if let Some(merchant) = item.sender.agreement {
        // Half of the merchants gave the code of their company when they signed.
        return (merchant % 2 == 0).then_some((IdKind::CreditCode, merchant));
    }
    let shown = item
        .identity
        .filter(|identity| matches!(identity.result, IdentityResult::Verified | IdentityResult::Mismatch))?;
    let kind = match dice.below(1_000) {
        0..=949 => IdKind::ResidentId,
        950..=959 => IdKind::TemporaryId,
        960..=964 => IdKind::MilitaryId,
        965..=972 => IdKind::HkMacaoPermit,
        973..=978 => IdKind::TaiwanPermit,
        979..=986 => IdKind::ResidencePermit,
        987..=996 => IdKind::Passport,
        _ => IdKind::Other,
    };
    // What is shown on a mismatch is somebody else's.
    let shown_by = if shown.result == IdentityResult::Mismatch { person ^ 1 } else { person };
    Some((kind, shown_by))
}

fn outcome(item: &Item, dice: &mut Dice) -> Option<Outcome> {
    let identity = item.identity.map(|identity| identity.result);
    let inspection = item.inspection.map(|inspection| inspection.result);
    let stopped = matches!(identity, Some(IdentityResult::Refused | IdentityResult::Mismatch))
        || matches!(inspection, Some(InspectionResult::Refused | InspectionResult::Found));
    if stopped && dice.chance(850_000) {
        return Some(Outcome::TurnedAway);
    }
    dice.chance(910_000).then_some(Outcome::TakenIn)
}

/// One of several results by their rates; what is missing to a million is nothing.
fn drawn<R: Copy>(dice: &mut Dice, rates: &[(R, u32)]) -> Option<R> {
    let mut left = dice.below(crate::plan::MILLION);
    for (result, rate) in rates {
        if left < *rate {
            return Some(*result);
        }
        left -= rate;
    }
    None
}
