//! Schemas of bodies: those of the contract as they are checked in, and those of this interface alone.

use parcel::{Choice, DutyState, Gate, GateState, ProblemCode, State};
use serde_json::{Map, Value, json};

use super::{super::problem, reference};

/// Schemas of the wire contract.
const CONTRACT: [(&str, &str); 6] = [
    ("acceptance", include_str!("../../../../../docs/contract/acceptance.schema.json")),
    ("event", include_str!("../../../../../docs/contract/event.schema.json")),
    ("decision", include_str!("../../../../../docs/contract/decision.schema.json")),
    ("receipt", include_str!("../../../../../docs/contract/receipt.schema.json")),
    ("notice", include_str!("../../../../../docs/contract/notice.schema.json")),
    ("rejection", include_str!("../../../../../docs/contract/rejection.schema.json")),
];

/// Every schema under its name.
pub(super) fn schemas() -> Value {
    let mut schemas = Map::new();
    for (name, text) in CONTRACT {
        let mut schema: Value = serde_json::from_str(text).unwrap_or_default();
        // Said once for the whole document.
        schema.as_object_mut().map(|members| members.remove("$schema"));
        schemas.insert(name.to_owned(), schema);
    }
    let own = [
        ("problem", problem()),
        ("item", item()),
        ("counterfactual", super::super::counterfactual::schema()),
        ("notices", notices()),
        ("coverage", coverage()),
        ("status", json!({"type": "object", "required": ["status"], "properties": {"status": {"type": "string"}}})),
    ];
    schemas.extend(own.map(|(name, schema)| (name.to_owned(), schema)));
    schemas.extend(super::register::schemas().into_iter().map(|(name, schema)| (name.to_owned(), schema)));
    Value::Object(schemas)
}

pub(super) fn words<C: Choice>() -> Vec<&'static str> {
    C::ALL.iter().map(|member| member.word()).collect()
}

pub(super) fn bilingual() -> Value {
    let text = json!({"type": "string"});
    json!({"type": "object", "required": ["zh", "en"], "properties": {"zh": text, "en": text}})
}

fn problem() -> Value {
    let mut codes: Vec<_> = problem::ALL.iter().map(|kind| kind.code).collect();
    codes.sort_unstable();
    json!({
        "title": "Problem",
        "description": "Why not (RFC 9457). Never repeats what was sent.",
        "type": "object",
        "required": ["type", "title", "status", "code", "message"],
        "properties": {
            "type": {"type": "string", "format": "uri"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "code": {"enum": codes},
            "message": bilingual(),
            "says": bilingual(),
            "fields": {"type": "array", "description": "Of an act: fields that do not fit.", "items": {"type": "object"}},
            "rule": {"type": "object", "description": "Of an act: the article that does not allow it."},
            "allowed": {"type": "array", "description": "Of an act: what the law would allow.", "items": {"type": "object"}},
            "version": {"type": "integer", "description": "Of an act: the version that the subject has."},
            "changed": {"type": "array", "description": "Of an act: what was recorded since.", "items": {"type": "object"}},
            "problems": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["field", "code", "message", "would_pass"],
                    "properties": {
                        "field": {"type": "string", "description": "JSON Pointer; a parameter stands as /name."},
                        "code": {"enum": words::<ProblemCode>()},
                        "message": bilingual(),
                        "would_pass": {"type": "string"},
                    },
                },
            },
        },
    })
}

fn item() -> Value {
    let row = |says: &str| json!({"type": "object", "description": says});
    let record = "A record, by the columns of `records`; what was not recorded is left out, and so are pseudonyms.";
    json!({
        "title": "Item",
        "type": "object",
        "required": ["operator", "waybill", "state", "record", "records", "decisions", "events", "notices", "counterfactuals", "truncated"],
        "properties": {
            "operator": {"type": "string"},
            "waybill": {"type": "string"},
            "state": {"enum": words::<State>()},
            "record": row("The latest revision."),
            "records": {"type": "array", "items": row(record)},
            "decisions": {"type": "array", "items": reference("decision")},
            "events": {"type": "array", "items": row("An event, by the columns of `events`.")},
            "notices": {"type": "array", "items": reference("notice")},
            "counterfactuals": {"type": "array", "items": reference("counterfactual")},
            "truncated": {"type": "boolean", "description": "Whether a bound on rows was reached."},
        },
    })
}

fn notices() -> Value {
    json!({
        "title": "Notices",
        "type": "object",
        "required": ["notices", "next", "more"],
        "properties": {
            "notices": {"type": "array", "items": reference("notice")},
            "next": {
                "type": ["integer", "null"],
                "description": "`after` of the next page; good after the last page too, for what comes later.",
            },
            "more": {"type": "boolean", "description": "Whether there are more now."},
        },
    })
}

fn coverage() -> Value {
    let states = Value::Object(
        words::<GateState>().into_iter().map(|word| (word.to_owned(), json!({"type": "integer"}))).collect(),
    );
    let items = json!({"type": "object", "description": "Items by what was recorded.", "properties": states});
    let mut properties: Map<_, _> =
        words::<DutyState>().into_iter().map(|word| (word.to_owned(), items.clone())).collect();
    properties.insert("gate".to_owned(), json!({"enum": words::<Gate>()}));
    json!({
        "title": "Coverage",
        "description": "Items, by their latest revision. Each row also holds what it is broken down by.",
        "type": "object",
        "required": ["rows"],
        "properties": {
            "rows": {"type": "array", "items": {"type": "object", "required": ["gate"], "properties": properties}},
        },
    })
}
