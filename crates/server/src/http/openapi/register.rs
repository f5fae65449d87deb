//! Schemas of the register's bodies.

use casebook::{Role, acts::ActKind};
use serde_json::{Value, json};

use super::schema::{bilingual, words};

/// Every one under its name.
pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    vec![
        ("cases", page()),
        ("case", case()),
        ("act", act()),
        ("recorded", recorded()),
        ("clock_question", question()),
        ("clock_answer", answer()),
        ("indicators", indicators()),
    ]
}

fn label() -> Value {
    let text = json!({"type": "string"});
    json!({"type": "object", "required": ["word", "zh", "en"], "properties": {"word": text, "zh": text, "en": text}})
}

fn labels() -> Value {
    json!({"type": "array", "items": label()})
}

fn day() -> Value {
    json!({"type": "string", "format": "date"})
}

fn page() -> Value {
    json!({
        "title": "Cases",
        "type": "object",
        "required": ["cases", "next"],
        "properties": {
            "cases": {"type": "array", "items": {
                "type": "object",
                "required": ["case", "version", "office", "region", "filing", "stage", "registered", "latest", "charge", "persons"],
                "properties": {
                    "case": {"type": "string"}, "version": {"type": "integer"}, "office": {"type": "string"},
                    "region": {"type": "string"}, "filing": label(), "stage": label(), "registered": day(),
                    "latest": day(), "charge": {"type": "string"}, "persons": {"type": "integer"},
                },
            }},
            "next": {"type": ["string", "null"], "description": "`after` of the next page; null: there is none."},
        },
    })
}

fn case() -> Value {
    let act = json!({
        "type": "object",
        "required": ["sequence", "version", "day", "recorded_at", "kind", "actor", "role", "office", "purpose", "payload"],
        "properties": {
            "sequence": {"type": "integer"}, "version": {"type": "integer"}, "day": day(),
            "recorded_at": {"type": "string", "format": "date-time"}, "kind": label(), "actor": {"type": "string"},
            "role": label(), "office": {"type": "object"}, "purpose": {"type": "string"},
            "payload": {"type": "object"}, "corrected_by": {"type": "integer"},
        },
    });
    json!({
        "title": "Case",
        "description": "Persons stand by their place, `#1` being the first; pseudonyms and names are left out.",
        "type": "object",
        "required": ["case", "version", "sequence", "filing", "stage", "persons", "clocks", "timeline", "allowed"],
        "properties": {
            "case": {"type": "string"}, "sequence": {"type": "integer"},
            "version": {"type": "integer", "description": "What the next act must expect."},
            "filing": label(), "stage": label(), "office": {"type": ["object", "null"]},
            "registered": {"type": ["string", "null"], "format": "date"}, "by_delivery": label(),
            "contraband": {"oneOf": [label(), {"type": "null"}]}, "returns": {"type": "integer"},
            "persons": {"type": "array", "items": {
                "type": "object", "required": ["person", "hidden"],
                "properties": {"person": {"type": "string"}, "hidden": {"type": "boolean"}, "allowed": labels()},
            }},
            "clocks": {"type": "array", "items": answer()},
            "timeline": {"type": "array", "items": act},
            "allowed": labels(),
        },
    })
}

fn act() -> Value {
    json!({
        "title": "Act",
        "type": "object",
        "required": ["kind", "day", "actor", "role", "office", "purpose", "expected_version", "payload"],
        "additionalProperties": false,
        "properties": {
            "subject": {"type": "string", "description": "What it is about; must be what the address names."},
            "kind": {"enum": words::<ActKind>()},
            "payload_version": {"type": "integer", "default": 1},
            "day": day(),
            "actor": {"type": "string", "description": "A staff number, never a name."},
            "role": {"enum": words::<Role>()},
            "office": {
                "type": "object", "required": ["name", "region"],
                "properties": {"name": {"type": "string"}, "region": {"type": "string", "pattern": "^[0-9]{6}$"}},
            },
            "purpose": {"type": "string", "maxLength": 128},
            "key": {"type": "string", "description": "Repeats with the same key are recorded once."},
            "expected_version": {
                "type": "integer", "minimum": 0,
                "description": "The version that was looked at; 0: nothing was recorded yet.",
            },
            "payload": {
                "type": "object",
                "description": "What the act says, by its kind. A person of the case may be named by place, e.g. `#1`.",
            },
        },
    })
}

fn recorded() -> Value {
    json!({
        "title": "Recorded",
        "type": "object",
        "required": ["sequence", "version", "repeated"],
        "properties": {
            "sequence": {"type": "integer"}, "version": {"type": "integer"},
            "repeated": {"type": "boolean", "description": "Whether it was recorded before, under the same key."},
        },
    })
}

fn question() -> Value {
    json!({
        "title": "Question about a clock",
        "description": "As `portcullis clock` takes it; ids of clocks are in docs/reference/clocks.md.",
        "type": "object",
        "required": ["clock", "start"],
        "properties": {
            "clock": {"type": "string"}, "start": {"type": "string"}, "custody": {"type": "boolean"},
            "options": {"type": "object"}, "events": {"type": "array", "items": {"type": "object"}},
            "law_day": day(), "on": day(), "reference": {"type": "string"},
        },
    })
}

fn answer() -> Value {
    json!({
        "title": "Answer about a clock",
        "type": "object",
        "required": ["due", "provision", "steps", "provisional", "status", "clock", "name"],
        "properties": {
            "due": {"type": ["string", "null"], "description": "Null while a pause goes on."},
            "provision": {"type": "string"},
            "steps": {"type": "array", "items": {"type": "object", "required": ["zh", "en"]}},
            "provisional": {"type": "boolean"},
            "status": {"enum": ["verified", "unverified"]},
            "clock": {"type": "string"},
            "name": bilingual(),
            "standing": {"type": "object"},
        },
    })
}

fn indicators() -> Value {
    json!({
        "title": "Indicators",
        "type": "object",
        "required": ["period", "scope", "indicators"],
        "properties": {
            "period": {"type": ["string", "null"]},
            "scope": {"type": "string"},
            "indicators": {"type": "array", "items": {
                "type": "object",
                "required": ["indicator", "name", "definition", "source"],
                "properties": {
                    "indicator": {"type": "string"}, "name": bilingual(), "definition": bilingual(),
                    "source": {"type": "string"},
                    "value": {"type": ["string", "null"], "description": "Null: it cannot be derived, see `why_not`."},
                    "numerator": {"type": ["integer", "null"]}, "denominator": {"type": ["integer", "null"]},
                    "compared_with": {"type": ["string", "null"]}, "assumed": {"type": "boolean"},
                    "why_not": {"oneOf": [bilingual(), {"type": "null"}]},
                },
            }},
        },
    })
}
