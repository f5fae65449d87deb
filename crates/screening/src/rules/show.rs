//! A checked expression written out as CEL again, for explanations.

use super::{
    schema::{Field, Kind, Read},
    typed::{Comparison, Operation, Typed},
};
use crate::window::Measures;

/// Writes an expression; parts of `&&`, `||` and `? :` stand in brackets where they need them.
pub(crate) fn shown(typed: &Typed, measures: &Measures) -> String {
    let of = |part: &Typed| shown(part, measures);
    let inner = |part: &Typed| bracketed(part, measures);
    match typed {
        Typed::Constant(value) => value.to_string(),
        Typed::Field(field) => named(field),
        Typed::Has(field) => format!("has({})", named(field)),
        Typed::Measured(id, comparison, bound) => {
            format!("window.{} {} {bound}", measures.get(*id).name, sign(*comparison))
        }
        Typed::Not(part) => format!("!{}", inner(part)),
        Typed::And(left, right) => format!("{} && {}", inner(left), inner(right)),
        Typed::Or(left, right) => format!("{} || {}", inner(left), inner(right)),
        Typed::Compare(comparison, left, right) => {
            let side = |one: &Typed, other: &Typed| match (one, kind(other)) {
                (Typed::Constant(value), Some(kind)) => constant(*value, kind),
                _ => inner(one),
            };
            format!("{} {} {}", side(left, right), sign(*comparison), side(right, left))
        }
        Typed::OneOf(part, members) => {
            let kind = kind(part).unwrap_or(Kind::Number(0, 0));
            let members: Vec<String> = members.iter().map(|member| constant(*member, kind)).collect();
            format!("{} in [{}]", inner(part), members.join(", "))
        }
        Typed::Calculate(operation, left, right) => {
            format!("{} {} {}", inner(left), operator(*operation), inner(right))
        }
        Typed::Choose(condition, yes, no) => format!("{} ? {} : {}", inner(condition), inner(yes), of(no)),
    }
}

fn bracketed(part: &Typed, measures: &Measures) -> String {
    let text = shown(part, measures);
    let alone = matches!(part, Typed::Constant(_) | Typed::Field(_) | Typed::Has(_) | Typed::Measured(..));
    if alone { text } else { format!("({text})") }
}

fn named(field: &Field) -> String {
    let root = match field.read {
        Read::Item(_) => "item",
        Read::Pass(_) => "pass",
    };
    format!("{root}.{}", field.name)
}

fn kind(typed: &Typed) -> Option<Kind> {
    match typed {
        Typed::Field(field) => Some(field.kind),
        _ => None,
    }
}

fn constant(value: i64, kind: Kind) -> String {
    match kind {
        Kind::Flag => (value != 0).to_string(),
        Kind::Number(..) => value.to_string(),
        Kind::Word(words) => {
            let word = usize::try_from(value).ok().and_then(|position| words().get(position).copied());
            format!("'{}'", word.unwrap_or_default())
        }
    }
}

fn sign(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => "==",
        Comparison::Unequal => "!=",
        Comparison::Less => "<",
        Comparison::LessOrEqual => "<=",
        Comparison::Greater => ">",
        Comparison::GreaterOrEqual => ">=",
    }
}

fn operator(operation: Operation) -> &'static str {
    match operation {
        Operation::Add => "+",
        Operation::Subtract => "-",
        Operation::Multiply => "*",
        Operation::Divide => "/",
        Operation::Remainder => "%",
    }
}
