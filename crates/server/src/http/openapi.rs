//! The document of the interface (OpenAPI 3.1), made from the table of routes and the schemas of the contract.

mod register;
mod schema;

use std::collections::BTreeMap;

use axum::response::Response;
use serde_json::{Map, Value, json};

use self::schema::schemas;
use super::{
    body::NDJSON,
    lines,
    parameter::{In, Kind, Parameter},
    problem::{self, PROBLEM_JSON},
    route::{Content, ROUTES, Route},
};

/// The document, as it is checked in under `docs/openapi.json`.
pub fn text() -> String {
    // Serialising to memory cannot fail: every key is a string.
    let mut text = serde_json::to_string_pretty(&document()).unwrap_or_default();
    text.push('\n');
    text
}

/// The document as a value.
pub fn document() -> Value {
    let mut paths = Map::new();
    for route in ROUTES {
        paths.insert(route.path.to_owned(), json!({ route.method: operation(route) }));
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Portcullis (把关)",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "The gate where parcels enter the delivery network: records in, decisions out",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "paths": paths,
        "components": {
            "schemas": schemas(),
            "securitySchemes": {
                "bearer": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "Asked for where the server was started with a bearer key file; it listens on \
                                    loopback only without one."
                }
            },
        },
    })
}

/// `GET /openapi.json`.
pub(super) async fn get() -> Response {
    lines::json(text())
}

fn operation(route: &Route) -> Value {
    let mut operation = json!({
        "operationId": route.id,
        "summary": route.en,
        "description": route.zh,
        "responses": responses(route),
        "security": if route.is_open { json!([]) } else { json!([{"bearer": []}, {}]) },
    });
    if !route.parameters.is_empty() {
        operation["parameters"] = route.parameters.iter().map(parameter).collect();
    }
    if !route.takes.is_empty() {
        operation["requestBody"] = json!({"required": true, "content": contents(route.takes)});
    }
    operation
}

fn parameter(parameter: &Parameter) -> Value {
    let schema = match parameter.kind {
        Kind::Day => json!({"type": "string", "format": "date"}),
        Kind::Whole(least, u64::MAX) => json!({"type": "integer", "minimum": least}),
        Kind::Whole(least, most) => json!({"type": "integer", "minimum": least, "maximum": most}),
        Kind::Words(words) => json!({"type": "string", "enum": words()}),
        Kind::ManyWords(words) => {
            json!({"type": "array", "uniqueItems": true, "items": {"type": "string", "enum": words()}})
        }
        Kind::Pattern(pattern) => json!({"type": "string", "pattern": pattern}),
    };
    let (within, required) = match parameter.within {
        In::Path => ("path", true),
        In::Query => ("query", false),
    };
    let mut out = json!({
        "name": parameter.name, "in": within, "required": required, "description": parameter.says, "schema": schema,
    });
    if matches!(parameter.kind, Kind::ManyWords(_)) {
        out["style"] = json!("form");
        out["explode"] = json!(false);
    }
    out
}

/// A stream has no schema of its own in OpenAPI 3.1: that of its lines stands beside.
fn contents(contents: &[Content]) -> Value {
    let body = |content: &Content| {
        let one: Vec<_> = content.schemas.iter().map(|name| reference(name)).collect();
        let schema = match one.len() {
            0 => json!({}),
            1 => one[0].clone(),
            _ => json!({"oneOf": one}),
        };
        let body = if content.media == NDJSON {
            json!({"schema": {"type": "string", "description": "One JSON object a line."}, "x-line-schema": schema})
        } else {
            json!({"schema": schema})
        };
        (content.media.to_owned(), body)
    };
    Value::Object(contents.iter().map(body).collect())
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

fn responses(route: &Route) -> Value {
    let everywhere: &[&problem::Kind] = if route.is_open {
        &[&problem::MISDIRECTED]
    } else {
        &[&problem::MISDIRECTED, &problem::UNAUTHORIZED, &problem::LATER]
    };
    let mut kinds: BTreeMap<u16, Vec<&problem::Kind>> = BTreeMap::new();
    for kind in route.problems.iter().chain(everywhere) {
        kinds.entry(kind.status).or_default().push(kind);
    }
    let mut responses = Map::new();
    responses.insert("200".to_owned(), json!({"description": "Answered.", "content": contents(route.answers)}));
    for (status, kinds) in kinds {
        let says: Vec<_> = kinds.iter().map(|kind| format!("`{}`: {}.", kind.code, kind.en)).collect();
        let mut response = json!({
            "description": says.join(" "),
            "content": {PROBLEM_JSON: {"schema": reference("problem")}},
        });
        if matches!(status, 429 | 503) {
            response["headers"] = json!({"Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}}});
        }
        responses.insert(status.to_string(), response);
    }
    Value::Object(responses)
}
