//! Which fields of two records under one name differ. Personal fields are compared by `seal`.

use jiff::Timestamp;
use parcel::{Code64, Found, InspectionResult, Record, Sha256, XrayResult};

/// JSON Pointer of a field that holds no personal value.
pub type PlainField = &'static str;

/// The fields without personal values in which two records differ.
///
/// Only the first goods line that differs is not told apart: `/goods` stands for all of them.
pub fn differing_plain<P, Q>(a: &Record<P>, b: &Record<Q>) -> Vec<PlainField> {
    let mut fields = Vec::new();
    let mut compare = |field: PlainField, same: bool| {
        if !same {
            fields.push(field);
        }
    };
    compare("/operator_kind", a.operator_kind == b.operator_kind);
    compare("/outlet", a.outlet == b.outlet);
    compare("/accepted_region", a.accepted_region == b.accepted_region);
    compare("/channel", a.channel == b.channel);
    compare("/accepted_at", a.accepted_at == b.accepted_at);
    compare("/item_kind", a.item_kind == b.item_kind);
    compare("/outcome", a.outcome == b.outcome);
    compare("/weight_grams", a.weight == b.weight);
    compare("/sender/region", a.sender.party.place == b.sender.party.place);
    compare("/recipient/region", a.recipient.place == b.recipient.place);
    compare("/goods", a.goods == b.goods);
    compare("/identity", a.identity == b.identity);
    compare("/payment/method", method(a) == method(b));
    compare("/payment", a.payment.is_some() == b.payment.is_some());
    compare("/inspection", inspection(a) == inspection(b));
    compare("/xray", xray(a) == xray(b));
    fields
}

fn method<P>(record: &Record<P>) -> Option<parcel::kind::PaymentMethod> {
    record.payment.as_ref().and_then(|payment| payment.method)
}

type PlainInspection<'a> = (InspectionResult, Option<Timestamp>, &'a Option<Code64>, &'a [Sha256], &'a Option<Found>);

fn inspection<P>(record: &Record<P>) -> Option<PlainInspection<'_>> {
    record.inspection.as_ref().map(|inspection| {
        (inspection.result, inspection.at, &inspection.mark, &inspection.photos[..], &inspection.found)
    })
}

type PlainXray<'a> = (XrayResult, &'a Option<Code64>, Option<Timestamp>, Option<Sha256>);

fn xray<P>(record: &Record<P>) -> Option<PlainXray<'_>> {
    record.xray.as_ref().map(|xray| (xray.result, &xray.machine, xray.at, xray.image))
}
