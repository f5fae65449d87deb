//! Texts for users stand in both languages: where a table of a TOML file has `zh`, it has `en`, and both say something.

use toml::Value;

use crate::{Complaints, files::TextFile};

pub(super) fn complaints(file: &TextFile) -> Complaints {
    let for_users = file.path.starts_with("packs/") || file.path.contains("/data/");
    if !for_users || !file.is("toml") {
        return Complaints::new();
    }
    let mut complaints = Complaints::new();
    match toml::from_str::<toml::Table>(&file.text) {
        Ok(table) => visit(&Value::Table(table), "", &mut |place, what| {
            complaints.push(format!("{}: {place}: {what}", file.path));
        }),
        Err(error) => complaints.push(format!("{}: {}", file.path, error.message())),
    }
    complaints
}

fn visit(value: &Value, place: &str, complain: &mut impl FnMut(&str, &str)) {
    match value {
        Value::Table(table) => {
            if let Some(what) = what_is_wrong(table) {
                complain(place, what);
            }
            for (key, value) in table {
                visit(value, &format!("{place}.{key}"), complain);
            }
        }
        Value::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                visit(value, &format!("{place}[{index}]"), complain);
            }
        }
        _ => {}
    }
}

/// What is wrong with the texts of one table.
fn what_is_wrong(table: &toml::Table) -> Option<&'static str> {
    // A table of syllables may have one that is written "en".
    if !table.keys().all(|key| key == "zh" || key == "en") {
        return None;
    }
    let text = |key| table.get(key).map(|value| value.as_str().unwrap_or("?"));
    match (text("zh"), text("en")) {
        (Some(_), None) => Some("has zh but no en"),
        (None, Some(_)) => Some("has en but no zh"),
        (Some(zh), _) if !zh.chars().any(|character| ('\u{3400}'..='\u{9fff}').contains(&character)) => {
            Some("zh holds no Chinese")
        }
        (_, Some(en)) if !en.chars().any(|character| character.is_ascii_alphabetic()) => Some("en holds no English"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Complaints {
        complaints(&TextFile { path: "packs/cn/a.toml".to_owned(), text: text.to_owned() })
    }

    #[test]
    fn a_text_in_one_language_is_told_with_its_place() {
        assert_eq!(found("[message]\nzh = \"验视\"\nen = \"inspect\"\n"), Complaints::new());
        let complaints =
            found("[[rule]]\nmessage = { zh = \"验视\" }\n[[rule]]\nmessage = { zh = \"x\", en = \"x\" }\n");
        assert_eq!(
            complaints,
            [
                "packs/cn/a.toml: .rule[0].message: has zh but no en",
                "packs/cn/a.toml: .rule[1].message: zh holds no Chinese"
            ]
        );
    }
}
