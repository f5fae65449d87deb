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
    "address.many_senders",
    "courier.two_outlets",
    "image.reused",
    "inspector.faster_than_hands",
    "inspector.same_second",
    "machine.faster_than_belt",
    "machine.same_second",
    "outlet.inspections_same_second",
    "outlet.marks_without_machine",
    "payer.many_senders",
    "phone.many_senders",
    "recipient.many_senders",
    "sender.document_many_phones",
    "sender.many_outlets",
    "sender.many_recipients",
    "sender.split_to_one",
];
