//! The truth about a sample, kept aside from its lines.

use std::collections::BTreeMap;

use parcel::Bilingual;
use serde::Serialize;

use crate::scheme::{Family, SchemeId};

/// That an item belongs to a scheme.
#[derive(Clone, Copy)]
pub(crate) struct Planted {
    pub(crate) scheme: SchemeId,
    pub(crate) instance: u32,
    pub(crate) number: u16,
    pub(crate) of: u16,
    pub(crate) minutes: u16,
    pub(crate) overt: bool,
}

/// The truth about one planted item; written as one line of JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Truth {
    /// Which scheme it belongs to.
    pub scheme: SchemeId,
    /// Who took it in.
    pub operator: &'static str,
    /// Its waybill.
    pub waybill: String,
    /// What the scheme is about.
    pub kind: Family,
    /// Which carrying out of the scheme; numbered from 1 over all schemes.
    pub instance: u32,
    /// Whether the parameters of this instance lie outside the range of honest senders and staff.
    /// Where not, nobody can be expected to notice it.
    pub overt: bool,
    /// Place within the instance, for people.
    pub note: Bilingual,
}

impl Truth {
    pub(crate) fn new(planted: &Planted, operator: &'static str, waybill: String) -> Self {
        let Planted { scheme, instance, number, of, minutes, overt } = *planted;
        let (zh, en) = if overt { ("之外", "outside") } else { ("之内", "inside") };
        let note = Bilingual::new(
            format!("{minutes} 分钟内共 {of} 件的第 {number} 件，参数在正常范围{zh}"),
            format!("item {number} of {of} within {minutes} min, {en} the honest range"),
        );
        Self { scheme, operator, waybill, kind: scheme.family(), instance, overt, note }
    }
}

/// What a sample has given so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Distinct items.
    pub items: u64,
    /// Records of acceptance: items, revisions, repeats and conflicts.
    pub acceptances: u64,
    /// Higher revisions.
    pub revisions: u64,
    /// Records sent a second time, unchanged.
    pub repeats: u64,
    /// Records sent again under the same name with another content.
    pub conflicts: u64,
    /// Events.
    pub events: u64,
    /// Planted items by scheme.
    pub planted: BTreeMap<SchemeId, Count>,
}

/// How much of a scheme was planted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// Times it was carried out.
    pub instances: u64,
    /// Items in them.
    pub items: u64,
    /// Items in instances that lie outside the honest range.
    pub overt_items: u64,
}

impl Summary {
    pub(crate) fn note(&mut self, planted: &Planted) {
        let count = self.planted.entry(planted.scheme).or_default();
        count.items += 1;
        count.instances += u64::from(planted.number == 1);
        count.overt_items += u64::from(planted.overt);
    }
}
