//! The object that a mapping makes of a row: a tree of names whose leaves are constants and columns.

use super::field::{Field, Step};

/// What stands at a leaf.
#[derive(Clone, Debug)]
pub(super) enum Source {
    /// The JSON of a constant.
    Constant(String),
    /// Which of the mapping's columns.
    Column(usize),
}

/// A part of the object.
#[derive(Clone, Debug)]
enum Node {
    Object(Vec<(&'static str, Node)>),
    /// By index, in order.
    List(Vec<(usize, Node)>),
    Leaf(Source),
}

/// The whole object.
#[derive(Clone, Debug)]
pub(super) struct Shape(Node);

impl Default for Shape {
    /// An object with an empty list of goods: the contract asks for the list, not for goods.
    fn default() -> Self {
        Self(Node::Object(vec![("goods", Node::List(Vec::new()))]))
    }
}

impl Shape {
    /// Puts a leaf at its field. The caller has seen to it that no field has two.
    pub(super) fn add(&mut self, field: &Field, source: Source) {
        insert(&mut self.0, &field.steps, source);
    }

    /// The JSON of a row, whose columns have these values. Objects without a value are left out;
    /// so are entries of lists that have columns but no value from them.
    pub(super) fn json(&self, values: &[Option<String>]) -> String {
        let mut json = String::new();
        if !write(&self.0, values, &mut json) {
            json.push_str("{}");
        }
        json
    }
}

fn insert(node: &mut Node, steps: &[Step], source: Source) {
    let Some((step, rest)) = steps.split_first() else {
        *node = Node::Leaf(source);
        return;
    };
    let fresh = || match rest.first() {
        Some(Step::Index(_)) => Node::List(Vec::new()),
        _ => Node::Object(Vec::new()),
    };
    match (step, node) {
        (Step::Name(name), Node::Object(members)) => {
            let at = members.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
                members.push((name, fresh()));
                members.len() - 1
            });
            insert(&mut members[at].1, rest, source);
        }
        (Step::Index(index), Node::List(entries)) => {
            let at = entries.binary_search_by_key(index, |(known, _)| *known).unwrap_or_else(|at| {
                entries.insert(at, (*index, fresh()));
                at
            });
            insert(&mut entries[at].1, rest, source);
        }
        // The list of fields gives every name one kind.
        _ => {}
    }
}

/// Writes a part; nothing, and false, where it has no value.
fn write(node: &Node, values: &[Option<String>], json: &mut String) -> bool {
    match node {
        Node::Leaf(Source::Constant(constant)) => {
            json.push_str(constant);
            true
        }
        Node::Leaf(Source::Column(column)) => match &values[*column] {
            Some(value) => {
                json.push_str(value);
                true
            }
            None => false,
        },
        Node::Object(members) => {
            let parts = members.iter().map(|(name, member)| (Some(*name), member));
            write_parts(('{', '}'), parts, values, json)
        }
        Node::List(entries) => {
            let recorded = entries.iter().filter(|(_, entry)| is_recorded(entry, values));
            let any = write_parts(('[', ']'), recorded.map(|(_, entry)| (None, entry)), values, json);
            if !any {
                json.push_str("[]");
            }
            true
        }
    }
}

fn write_parts<'a>(
    (open, close): (char, char),
    parts: impl Iterator<Item = (Option<&'static str>, &'a Node)>,
    values: &[Option<String>],
    json: &mut String,
) -> bool {
    let start = json.len();
    for (name, part) in parts {
        let before = json.len();
        json.push(if before == start { open } else { ',' });
        if let Some(name) = name {
            json.push('"');
            json.push_str(name);
            json.push_str("\":");
        }
        if !write(part, values, json) {
            json.truncate(before);
        }
    }
    let any = json.len() > start;
    if any {
        json.push(close);
    }
    any
}

/// Whether an entry of a list has a value from a column, or no columns at all.
fn is_recorded(node: &Node, values: &[Option<String>]) -> bool {
    let mut columns = Vec::new();
    collect(node, &mut columns);
    columns.is_empty() || columns.iter().any(|column| values[*column].is_some())
}

fn collect(node: &Node, columns: &mut Vec<usize>) {
    match node {
        Node::Leaf(Source::Constant(_)) => {}
        Node::Leaf(Source::Column(column)) => columns.push(*column),
        Node::Object(members) => members.iter().for_each(|(_, member)| collect(member, columns)),
        Node::List(entries) => entries.iter().for_each(|(_, entry)| collect(entry, columns)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_without_a_value_are_left_out() {
        let mut shape = Shape::default();
        let leaves = [
            ("/operator", Source::Constant("\"a\"".to_owned())),
            ("/goods/1/name", Source::Column(1)),
            ("/goods/0/name", Source::Column(0)),
            ("/goods/0/unit", Source::Constant("\"kg\"".to_owned())),
            ("/xray/result", Source::Column(2)),
        ];
        for (pointer, source) in leaves {
            shape.add(&Field::parse(pointer).unwrap(), source);
        }
        let json = |values: [&str; 3]| shape.json(&values.map(|value| (!value.is_empty()).then(|| value.to_owned())));
        let all = r#"{"goods":[{"name":1,"unit":"kg"},{"name":2}],"operator":"a","xray":{"result":3}}"#;
        assert_eq!(json(["1", "2", "3"]), all);
        assert_eq!(json(["", "2", ""]), r#"{"goods":[{"name":2}],"operator":"a"}"#);
        assert_eq!(json(["", "", ""]), r#"{"goods":[],"operator":"a"}"#);
    }
}
