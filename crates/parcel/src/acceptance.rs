//! One item accepted, in clear on its way in and in pseudonyms afterwards.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    Clear, Code64, Day, Fen, Gate, GateState, Grams, Identity, Inspection, ItemName, PersonalKind, Place, Pseudonym,
    Quantity, RecordName, Region, Xray,
    kind::{Channel, IdKind, ItemKind, OperatorKind, Outcome, PaymentMethod},
    statutory_day,
};

/// An acceptance as it arrived and was checked: personal values in clear.
pub type Acceptance = Record<Clear>;

/// An acceptance as it is journaled, screened and kept: personal values are pseudonyms, `id_kind` is left out,
/// and a letter carries no pseudonym of a party at all.
pub type Item = Record<Pseudonym>;

/// One record of an item; `P` is what stands for a personal value.
///
/// Stored by position of its fields: new fields go last and bump the format version of the journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record<P> {
    /// What names it.
    pub name: RecordName,
    /// What kind of business took it in.
    pub operator_kind: OperatorKind,
    /// At which outlet; 1 to 64 characters.
    pub outlet: Code64,
    /// Where it was taken in; where absent, the sender's region stands in and the decision says so.
    pub accepted_region: Option<Region>,
    /// Who took it in.
    pub courier: Option<P>,
    /// Where it was handed in.
    pub channel: Option<Channel>,
    /// When it was taken in.
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub accepted_at: Timestamp,
    /// What it is.
    pub item_kind: ItemKind,
    /// What the operator did with it, if known.
    pub outcome: Option<Outcome>,
    /// As weighed.
    pub weight: Option<Grams>,
    /// Who sends it.
    pub sender: Sender<P>,
    /// Who is to have it.
    pub recipient: Party<P>,
    /// What is declared to be in it; at most 64 lines; empty for a letter.
    pub goods: Vec<Goods>,
    /// Real-name acceptance; absent: not recorded.
    pub identity: Option<Identity>,
    /// Receipt inspection; absent: not recorded.
    pub inspection: Option<Inspection<P>>,
    /// Inspection by machine; absent: not recorded.
    pub xray: Option<Xray<P>>,
    /// How the carriage was paid.
    pub payment: Option<Payment<P>>,
}

/// Who sends an item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sender<P> {
    /// Name, phone, place and address.
    pub party: Party<P>,
    /// Which document was shown. Present only in clear records.
    pub id_kind: Option<IdKind>,
    /// Number of that document.
    pub id_number: Option<P>,
    /// Number of the safety agreement of a long-term sender.
    pub agreement: Option<P>,
}

/// Name, phone, place and address of a sender or recipient.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Party<P> {
    /// Name.
    pub name: Option<P>,
    /// Phone number.
    pub phone: Option<P>,
    /// GB/T 2260 code, or a country.
    pub place: Place,
    /// Address.
    pub address: Option<P>,
}

/// One line of declared goods.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Goods {
    /// As declared; 1 to 256 characters.
    pub name: String,
    /// How many or how much.
    pub quantity: Option<Quantity>,
    /// Unit of the quantity.
    pub unit: Option<String>,
    /// Mass of the whole line.
    pub weight: Option<Grams>,
    /// Value of the whole line.
    pub value: Option<Fen>,
    /// Harmonised System code, 4 to 10 digits.
    pub hs: Option<String>,
}

/// How the carriage was paid.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Payment<P> {
    /// By which means.
    pub method: Option<PaymentMethod>,
    /// Phone number of who paid.
    pub payer_phone: Option<P>,
}

impl<P> Record<P> {
    /// The item that this is a record of.
    pub fn item(&self) -> &ItemName {
        &self.name.item
    }

    /// The statutory day of acceptance.
    pub fn day(&self) -> Day {
        statutory_day(self.accepted_at)
    }

    /// Where duties are owed: the place of acceptance, or the sender's if it was not said.
    pub fn duty_place(&self) -> Place {
        self.accepted_region.map_or(self.sender.party.place, Place::Home)
    }

    /// What this record says of a gate.
    pub fn gate_state(&self, gate: Gate) -> GateState {
        let recorded = match gate {
            Gate::Identity => self.identity.as_ref().map(|identity| identity.result.state()),
            Gate::Inspection => self.inspection.as_ref().map(|inspection| inspection.result.state()),
            Gate::Machine => self.xray.as_ref().map(|xray| xray.result.state()),
        };
        recorded.unwrap_or(GateState::NotRecorded)
    }

    /// The same record with every personal value replaced; `None` leaves it out.
    ///
    /// `id_kind` is kept: the caller that makes an [`Item`] clears it.
    pub fn map_personal<Q>(self, mut replace: impl FnMut(PersonalKind, P) -> Option<Q>) -> Record<Q> {
        let replace = &mut replace;
        Record {
            courier: map(self.courier, PersonalKind::Staff, replace),
            sender: self.sender.map_personal(replace),
            recipient: self.recipient.map_personal(replace),
            inspection: self.inspection.map(|inspection| Inspection {
                result: inspection.result,
                by: map(inspection.by, PersonalKind::Staff, replace),
                at: inspection.at,
                mark: inspection.mark,
                photos: inspection.photos,
                found: inspection.found,
            }),
            xray: self.xray.map(|xray| Xray {
                result: xray.result,
                machine: xray.machine,
                by: map(xray.by, PersonalKind::Staff, replace),
                at: xray.at,
                image: xray.image,
            }),
            payment: self.payment.map(|payment| Payment {
                method: payment.method,
                payer_phone: map(payment.payer_phone, PersonalKind::Phone, replace),
            }),
            name: self.name,
            operator_kind: self.operator_kind,
            outlet: self.outlet,
            accepted_region: self.accepted_region,
            channel: self.channel,
            accepted_at: self.accepted_at,
            item_kind: self.item_kind,
            outcome: self.outcome,
            weight: self.weight,
            goods: self.goods,
            identity: self.identity,
        }
    }
}

impl Item {
    /// The sender's key: the first present of document, agreement and phone; none, and the item has no sender window.
    pub fn sender_key(&self) -> Option<Pseudonym> {
        self.sender.id_number.or(self.sender.agreement).or(self.sender.party.phone)
    }
}

impl<P> Sender<P> {
    fn map_personal<Q>(self, replace: &mut impl FnMut(PersonalKind, P) -> Option<Q>) -> Sender<Q> {
        Sender {
            party: self.party.map_personal(replace),
            id_kind: self.id_kind,
            id_number: map(self.id_number, PersonalKind::IdNumber, replace),
            agreement: map(self.agreement, PersonalKind::Agreement, replace),
        }
    }
}

impl<P> Party<P> {
    fn map_personal<Q>(self, replace: &mut impl FnMut(PersonalKind, P) -> Option<Q>) -> Party<Q> {
        Party {
            name: map(self.name, PersonalKind::Name, replace),
            phone: map(self.phone, PersonalKind::Phone, replace),
            place: self.place,
            address: map(self.address, PersonalKind::Address, replace),
        }
    }
}

fn map<P, Q>(
    value: Option<P>,
    kind: PersonalKind,
    replace: &mut impl FnMut(PersonalKind, P) -> Option<Q>,
) -> Option<Q> {
    value.and_then(|value| replace(kind, value))
}
