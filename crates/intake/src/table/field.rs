//! The fields of an acceptance that a mapping may name, and what kind of value each takes.

/// What kind of value a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FieldKind {
    Text,
    /// RFC 3339 with an offset.
    Time,
    Integer(Dimension),
    Number,
}

/// What an integer counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dimension {
    Plain,
    /// Unit: gram.
    Mass,
    /// Unit: fen.
    Money,
}

/// Most entries of any list: a mapping names each by its index.
const ENTRIES_MAX: usize = 64;

/// Every field, `#` standing for the index in a list.
const FIELDS: &[(&str, FieldKind)] = &[
    ("/waybill", FieldKind::Text),
    ("/revision", FieldKind::Integer(Dimension::Plain)),
    ("/operator", FieldKind::Text),
    ("/operator_kind", FieldKind::Text),
    ("/outlet", FieldKind::Text),
    ("/accepted_region", FieldKind::Text),
    ("/courier", FieldKind::Text),
    ("/channel", FieldKind::Text),
    ("/accepted_at", FieldKind::Time),
    ("/item_kind", FieldKind::Text),
    ("/outcome", FieldKind::Text),
    ("/weight_grams", FieldKind::Integer(Dimension::Mass)),
    ("/sender/name", FieldKind::Text),
    ("/sender/phone", FieldKind::Text),
    ("/sender/id_kind", FieldKind::Text),
    ("/sender/id_number", FieldKind::Text),
    ("/sender/region", FieldKind::Text),
    ("/sender/address", FieldKind::Text),
    ("/sender/agreement", FieldKind::Text),
    ("/recipient/name", FieldKind::Text),
    ("/recipient/phone", FieldKind::Text),
    ("/recipient/region", FieldKind::Text),
    ("/recipient/address", FieldKind::Text),
    ("/goods/#/name", FieldKind::Text),
    ("/goods/#/quantity", FieldKind::Number),
    ("/goods/#/unit", FieldKind::Text),
    ("/goods/#/weight_grams", FieldKind::Integer(Dimension::Mass)),
    ("/goods/#/value_fen", FieldKind::Integer(Dimension::Money)),
    ("/goods/#/hs", FieldKind::Text),
    ("/identity/result", FieldKind::Text),
    ("/identity/method", FieldKind::Text),
    ("/identity/at", FieldKind::Time),
    ("/inspection/result", FieldKind::Text),
    ("/inspection/by", FieldKind::Text),
    ("/inspection/at", FieldKind::Time),
    ("/inspection/mark", FieldKind::Text),
    ("/inspection/photos/#", FieldKind::Text),
    ("/inspection/found/class", FieldKind::Text),
    ("/inspection/found/entry", FieldKind::Text),
    ("/inspection/found/quantity", FieldKind::Number),
    ("/inspection/found/unit", FieldKind::Text),
    ("/xray/result", FieldKind::Text),
    ("/xray/machine", FieldKind::Text),
    ("/xray/by", FieldKind::Text),
    ("/xray/at", FieldKind::Time),
    ("/xray/image", FieldKind::Text),
    ("/payment/method", FieldKind::Text),
    ("/payment/payer_phone", FieldKind::Text),
];

/// Fields without which every row would be rejected.
pub(super) const REQUIRED: [&str; 8] = [
    "/waybill",
    "/operator",
    "/operator_kind",
    "/outlet",
    "/accepted_at",
    "/item_kind",
    "/sender/region",
    "/recipient/region",
];

/// One step of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Name(&'static str),
    Index(usize),
}

/// A field of an acceptance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field {
    /// JSON Pointer.
    pub(super) pointer: String,
    pub(super) steps: Vec<Step>,
    pub(super) kind: FieldKind,
}

impl Field {
    /// The field of a pointer, if the contract knows it.
    pub(super) fn parse(pointer: &str) -> Option<Self> {
        let asked: Vec<_> = pointer.strip_prefix('/')?.split('/').collect();
        FIELDS.iter().find_map(|(pattern, kind)| {
            let steps = steps(pattern, &asked)?;
            Some(Self { pointer: pointer.to_owned(), steps, kind: *kind })
        })
    }
}

fn steps(pattern: &'static str, asked: &[&str]) -> Option<Vec<Step>> {
    let known: Vec<_> = pattern.split('/').skip(1).collect();
    if known.len() != asked.len() {
        return None;
    }
    let step = |(known, asked): (&'static str, &&str)| match known {
        "#" => index(asked).map(Step::Index),
        _ => (known == *asked).then_some(Step::Name(known)),
    };
    known.into_iter().zip(asked).map(step).collect()
}

/// An index as JSON Pointer writes it: no sign, no leading zero.
fn index(text: &str) -> Option<usize> {
    let index: usize = text.parse().ok().filter(|index| *index < ENTRIES_MAX)?;
    (text == index.to_string()).then_some(index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_names_a_field_or_nothing() {
        let field = Field::parse("/goods/12/weight_grams").unwrap();
        assert_eq!(field.steps, [Step::Name("goods"), Step::Index(12), Step::Name("weight_grams")]);
        assert_eq!(field.kind, FieldKind::Integer(Dimension::Mass));
        for pointer in ["", "/", "waybill", "/adress", "/goods/name", "/goods/01/name", "/goods/64/name", "/sender"] {
            assert_eq!(Field::parse(pointer), None, "{pointer}");
        }
        assert!(REQUIRED.iter().all(|pointer| Field::parse(pointer).is_some()));
    }
}
