//! One `[[column]]` of a mapping.

use std::{collections::HashMap, ops::Range, path::Path};

use toml::{Spanned, Table, Value};

use super::Report;
use crate::table::{
    cell::Column,
    decimal::{Factor, factor, units},
    field::{Field, FieldKind},
    lookup::Lookup,
    time::{TimeFormat, TimeFormatFault},
};

const KEYS: [&str; 9] = ["name", "field", "absent", "table", "values", "unit", "time", "zone", "template"];

/// Checks a column; `None` where something is wrong with it.
pub(super) fn check(raw: &Spanned<Table>, directory: &Path, report: &mut Report<'_>) -> Option<Column> {
    let (table, place) = (raw.get_ref(), raw.span());
    let before = report.diagnostics.len();
    unknown_keys(table, &place, report);
    let name = text(table, "name", &place, report);
    if !table.contains_key("name") {
        report.add(&place, "missing", "缺少列名 name", "the column has no name");
    }
    let field = field(table, &place, report);
    let absent = texts(table, &place, report);
    let lookup = lookup(table, directory, &place, report);
    let template = template(table, &place, report);
    let kind = field.as_ref().map(|field| field.kind);
    let time = time(table, kind, &place, report);
    let unit = unit(table, kind, &place, report);
    if template.is_some() && kind.is_some_and(|kind| kind != FieldKind::Text) {
        report.add(&place, "wrong_type", "template 只用于文本字段", "a template is for fields of text only");
    }
    if report.diagnostics.len() > before {
        return None;
    }
    Some(Column { name: name?, field: field?, absent, lookup, time, unit, template })
}

fn unknown_keys(table: &Table, place: &Range<usize>, report: &mut Report<'_>) {
    for key in table.keys().filter(|key| !KEYS.contains(&key.as_str())) {
        let zh = format!("未知键 {key}，可用：{}", KEYS.join("、"));
        report.add(place, "unknown_field", zh, format!("unknown key {key}; known: {}", KEYS.join(", ")));
    }
}

fn field(table: &Table, place: &Range<usize>, report: &mut Report<'_>) -> Option<Field> {
    let pointer = text(table, "field", place, report);
    let field = pointer.as_deref().and_then(Field::parse);
    if field.is_none() && (pointer.is_some() || !table.contains_key("field")) {
        no_field(&pointer.unwrap_or_default(), place, report);
    }
    field
}

/// Says that a pointer names no field.
pub(super) fn no_field(pointer: &str, place: &Range<usize>, report: &mut Report<'_>) {
    let zh = format!("「{pointer}」不是收寄记录的字段，应形如 /goods/0/name");
    report.add(place, "unknown_field", zh, format!("{pointer:?} is no field of an acceptance; e.g. /goods/0/name"));
}

fn text(table: &Table, key: &str, place: &Range<usize>, report: &mut Report<'_>) -> Option<String> {
    let text = table.get(key)?.as_str().map(str::to_owned);
    if text.is_none() {
        report.add(place, "wrong_type", format!("{key} 须为文本"), format!("{key} must be text"));
    }
    text
}

fn texts(table: &Table, place: &Range<usize>, report: &mut Report<'_>) -> Vec<String> {
    let Some(value) = table.get("absent") else { return Vec::new() };
    let texts: Option<Vec<_>> =
        value.as_array().and_then(|values| values.iter().map(|value| value.as_str().map(str::to_owned)).collect());
    texts.unwrap_or_else(|| {
        report.add(place, "wrong_type", "absent 须为文本列表", "absent must be a list of texts");
        Vec::new()
    })
}

fn lookup(table: &Table, directory: &Path, place: &Range<usize>, report: &mut Report<'_>) -> Option<Lookup> {
    match (table.get("table"), table.get("values")) {
        (None, None) => None,
        (Some(_), Some(_)) => {
            report.add(place, "ambiguous", "table 与 values 只能取其一", "give table or values, not both");
            None
        }
        (Some(value), None) => lookup_file(value, directory, place, report),
        (None, Some(value)) => {
            let pair = |(key, value): (&String, &Value)| Some((key.clone(), value.as_str()?.to_owned()));
            let values: Option<HashMap<_, _>> = value.as_table().and_then(|values| values.iter().map(pair).collect());
            if values.is_none() {
                report.add(place, "wrong_type", "values 须为文本对文本", "values must map texts to texts");
            }
            values.map(Lookup::inline)
        }
    }
}

fn lookup_file(value: &Value, directory: &Path, place: &Range<usize>, report: &mut Report<'_>) -> Option<Lookup> {
    let part = |key| value.get(key).and_then(Value::as_str);
    let whole = value.as_table().is_some_and(|table| table.len() == 3);
    let (Some(file), Some(key), Some(column), true) = (part("file"), part("key"), part("value"), whole) else {
        let en = "table must be { file = \"...\", key = \"column\", value = \"column\" }";
        report.add(place, "wrong_type", "table 须写作 { file = \"…\", key = \"列名\", value = \"列名\" }", en);
        return None;
    };
    match Lookup::read(&directory.join(file), file, key, column) {
        Ok(lookup) => Some(lookup),
        Err(faults) => {
            for (code, message) in faults {
                report.add(place, code, message.zh, message.en);
            }
            None
        }
    }
}

fn template(table: &Table, place: &Range<usize>, report: &mut Report<'_>) -> Option<(String, String)> {
    let template = text(table, "template", place, report)?;
    match template.split_once("{}") {
        Some((before, after)) if !after.contains("{}") => Some((before.to_owned(), after.to_owned())),
        _ => {
            report.add(place, "bad_template", "template 须恰含一个 {}", "the template must hold {} exactly once");
            None
        }
    }
}

fn time(table: &Table, kind: Option<FieldKind>, place: &Range<usize>, report: &mut Report<'_>) -> Option<TimeFormat> {
    let (pattern, zone) = (text(table, "time", place, report), text(table, "zone", place, report));
    let pattern = match pattern {
        Some(pattern) if kind.is_none_or(|kind| kind == FieldKind::Time) => pattern,
        Some(_) => {
            report.add(place, "wrong_type", "time 只用于时间字段", "a time pattern is for fields of time only");
            return None;
        }
        None if zone.is_some() => {
            report.add(place, "missing", "有 zone 而无 time", "a zone without a time pattern");
            return None;
        }
        None => return None,
    };
    let (zh, en) = match TimeFormat::new(&pattern, zone.as_deref()) {
        Ok(format) => return Some(format),
        Err(TimeFormatFault::Pattern) => {
            ("time 不是可读出日期的 strftime 格式", "time is no strftime pattern that tells a date")
        }
        Err(TimeFormatFault::Zone) => ("zone 不是 IANA 时区名", "zone is no IANA time zone, e.g. Asia/Shanghai"),
        Err(TimeFormatFault::NoZone) => {
            ("格式不含时差，须给出 zone", "the pattern has no offset: name a zone, e.g. Asia/Shanghai")
        }
    };
    report.add(place, "bad_time", zh, en);
    None
}

fn unit(table: &Table, kind: Option<FieldKind>, place: &Range<usize>, report: &mut Report<'_>) -> Option<Factor> {
    let unit = text(table, "unit", place, report)?;
    let Some(FieldKind::Integer(dimension)) = kind else {
        if kind.is_some() {
            report.add(place, "wrong_type", "unit 只用于质量或金额字段", "a unit is for fields of mass or money only");
        }
        return None;
    };
    let factor = factor(&unit, dimension);
    if factor.is_none() {
        let known = units(dimension);
        report.add(
            place,
            "bad_unit",
            format!("未知单位 {unit}，可用：{known}"),
            format!("unknown unit {unit}; known: {known}"),
        );
    }
    factor
}
