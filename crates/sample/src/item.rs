//! One item in numbers: all that is drawn about it, and nothing that can be computed.
//!
//! Times are seconds since the first midnight of the sample in Asia/Shanghai.

use parcel::{
    IdentityMethod, IdentityResult, InspectionResult, XrayResult,
    kind::{Channel, IdKind, ItemKind, Outcome, PaymentMethod},
};

use crate::{people::Person, truth::Planted};

/// Most goods lines of a sample item.
pub(crate) const LINES_MAX: usize = 3;

/// One item.
#[derive(Clone)]
pub(crate) struct Item {
    pub(crate) operator: u8,
    pub(crate) kind: ItemKind,
    pub(crate) revision: u8,
    pub(crate) channel: Channel,
    pub(crate) outcome: Option<Outcome>,
    /// Number of the waybill within its operator.
    pub(crate) serial: u32,
    /// Place in the operator's list of outlets.
    pub(crate) outlet: u32,
    /// 0: nobody (a cabinet).
    pub(crate) courier: u32,
    pub(crate) accepted_at: i32,
    pub(crate) weight_grams: u32,
    pub(crate) sender: Sender,
    pub(crate) recipient: Party,
    pub(crate) goods: [Goods; LINES_MAX],
    pub(crate) identity: Option<Identity>,
    pub(crate) inspection: Option<Inspection>,
    pub(crate) xray: Option<Xray>,
    pub(crate) payment: Option<Payment>,
    /// What its contents really are, where that is not what was declared: place in the list of prohibited names.
    pub(crate) hidden: Option<u8>,
    /// When the machine at the sorting centre is said to have seen it, where a scheme says so.
    pub(crate) belt_at: Option<i32>,
    pub(crate) planted: Option<Planted>,
}

/// Who sends.
#[derive(Clone, Copy)]
pub(crate) struct Sender {
    pub(crate) party: Party,
    pub(crate) document: Option<(IdKind, Person)>,
    pub(crate) agreement: Option<Person>,
}

/// Who, with which phone, and where.
#[derive(Clone, Copy)]
pub(crate) struct Party {
    pub(crate) person: Person,
    pub(crate) phone: u32,
    /// Whose home the address is.
    pub(crate) home: Person,
    pub(crate) place: Where,
}

/// Where a party is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Where {
    /// Place in the list of districts.
    District(u16),
    /// Place in the list of countries.
    Abroad(u8),
}

/// One goods line; quantity 0 stands for no line.
#[derive(Clone, Copy, Default)]
pub(crate) struct Goods {
    pub(crate) text: Text,
    pub(crate) quantity: u16,
    /// Of the whole line; 0: not declared.
    pub(crate) weight_grams: u32,
    /// Of the whole line; 0: not declared.
    pub(crate) value_yuan: u32,
}

/// What a goods line says.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Text {
    #[default]
    Nothing,
    /// Category, name and colour, by their places; colour 0: none.
    Innocent(u8, u8, u8),
    /// Place in the list of prohibited names.
    Planted(u8),
}

#[derive(Clone, Copy)]
pub(crate) struct Identity {
    pub(crate) result: IdentityResult,
    pub(crate) method: Option<IdentityMethod>,
    pub(crate) at: Option<i32>,
}

#[derive(Clone, Copy)]
pub(crate) struct Inspection {
    pub(crate) result: InspectionResult,
    /// 0: not said.
    pub(crate) by: u32,
    pub(crate) at: Option<i32>,
    /// 0: none.
    pub(crate) mark: u32,
    pub(crate) photo: Option<u64>,
    /// Place in the list of prohibited names.
    pub(crate) found: Option<u8>,
}

#[derive(Clone, Copy)]
pub(crate) struct Xray {
    pub(crate) result: XrayResult,
    /// 0: not said.
    pub(crate) machine: u8,
    /// 0: not said.
    pub(crate) by: u8,
    pub(crate) at: Option<i32>,
    pub(crate) image: Option<u64>,
}

#[derive(Clone, Copy)]
pub(crate) struct Payment {
    pub(crate) method: PaymentMethod,
    pub(crate) payer_phone: Option<u32>,
}
