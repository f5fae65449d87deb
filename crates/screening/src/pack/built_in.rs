//! The texts of the built-in pack, compiled in.

/// Name and text of the head file.
pub(super) const HEAD: (&str, &str) = ("packs/cn/pack.toml", include_str!("../../../../packs/cn/pack.toml"));

macro_rules! rules {
    ($($id:literal),+ $(,)?) => {
        &[$((
            concat!("packs/cn/rules/", $id, ".toml"),
            include_str!(concat!("../../../../packs/cn/rules/", $id, ".toml")),
        )),+]
    };
}

/// Name and text of every rule file.
pub(super) const RULES: &[(&str, &str)] = rules![
    "address.many_phones",
    "address.many_senders",
    "counter.at_night",
    "courier.faster_than_hands",
    "courier.same_second",
    "courier.same_weight",
    "courier.two_outlets",
    "gates.machine_before_inspection",
    "identity.long_after",
    "image.other_sender",
    "image.reused",
    "inspection.bare_result",
    "inspection.before_acceptance",
    "inspection.long_after",
    "inspector.faster_than_hands",
    "inspector.same_second",
    "inspector.two_outlets",
    "item.goods_far_lighter",
    "item.goods_heavier",
    "item.value_beyond_gold",
    "machine.always_clear",
    "machine.before_acceptance",
    "machine.faster_than_belt",
    "machine.same_second",
    "machine.suspect_not_opened",
    "outlet.inspections_same_second",
    "outlet.marks_without_machine",
    "parties.same_phone",
    "pass.image_reused",
    "pass.without_image",
    "payer.many_senders",
    "payer.stranger_at_night",
    "phone.many_addresses",
    "phone.many_senders",
    "recipient.many_outlets",
    "recipient.many_payers",
    "recipient.many_senders",
    "sender.burst",
    "sender.document_many_phones",
    "sender.many_addresses",
    "sender.many_couriers",
    "sender.many_outlets",
    "sender.many_payers",
    "sender.many_recipients",
    "sender.split_to_one",
];
