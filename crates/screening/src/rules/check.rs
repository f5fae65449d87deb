//! The strict check of a condition: types, guards, ranges, bounds of measures; every complaint at once.
//!
//! What passes cannot fail at run time: no absent field is read, no divisor is zero, no number overflows.

mod calculate;
mod compare;
mod names;

use cel::{
    common::ast::{CallExpr, Expr, IdedExpr, LiteralValue, SourceInfo, operators as op},
    parser::Parser,
};
use parcel::Bilingual;

use super::{
    narrow::Known,
    rule::Condition,
    schema::Kind,
    subject::Occasion,
    typed::{Comparison, Operation, Typed},
};
use crate::window::{KeyKind, MeasureId, Measures};

/// Deepest nesting of a condition.
const DEPTH_MAX: u16 = 32;

/// Longest condition. Unit: bytes.
pub(crate) const CONDITION_BYTES_MAX: usize = 4096;

/// One thing that is wrong with a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// Where, in characters from the start of the condition.
    pub offset: usize,
    /// Stable code.
    pub code: &'static str,
    /// What is wrong and what would pass.
    pub message: Bilingual,
}

/// What a condition is checked against.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// What makes the rule look.
    pub occasion: Occasion,
    /// What its windows count over; none where it looks at the record alone.
    pub key: Option<KeyKind>,
    /// The measures of the pack.
    pub measures: &'a Measures,
}

/// Checks a condition.
pub fn check(source: &str, setting: Setting<'_>) -> Result<Condition, Vec<Complaint>> {
    if source.len() > CONDITION_BYTES_MAX {
        return Err(vec![Complaint::new(0, "too_long", "条件过长，至多 4096 字节", "at most 4096 bytes")]);
    }
    let parsed = Parser::new().max_recursion_depth(DEPTH_MAX).parse_with_source_info(source);
    let (expression, places) = parsed.map_err(|errors| syntax(source, &errors))?;
    let mut checker = Checker { setting, places: &places, complaints: Vec::new() };
    let whole = checker.expression(&expression, &Known::default());
    if let Some(Checked { kind, .. }) = &whole
        && !matches!(kind, Shape::Value(Kind::Flag))
    {
        checker.complain(&expression, "not_a_condition", "条件须为真假值", "a condition must be true or false");
    }
    match whole {
        Some(whole) if checker.complaints.is_empty() => Ok(Condition::new(source, &whole.typed, setting)),
        _ => Err(checker.complaints),
    }
}

impl Complaint {
    pub(super) fn new(offset: usize, code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { offset, code, message: Bilingual::new(zh, en) }
    }
}

fn syntax(source: &str, errors: &cel::ParseErrors) -> Vec<Complaint> {
    let place = |(line, column): (isize, isize)| {
        let line = usize::try_from(line - 1).unwrap_or(0);
        let before: usize = source.split_inclusive('\n').take(line).map(|line| line.chars().count()).sum();
        before + usize::try_from(column - 1).unwrap_or(0)
    };
    let complain = |error: &cel::ParseError| {
        let message = error.msg.trim();
        Complaint::new(
            place(error.pos),
            "bad_syntax",
            format!("不是合法的 CEL：{message}"),
            format!("not CEL: {message}"),
        )
    };
    errors.errors.iter().map(complain).collect()
}

/// What an expression is worth.
enum Shape {
    /// A value of a known kind.
    Value(Kind),
    /// A word that still has to meet its list.
    Text(String),
    /// A measure: may only be compared with a number.
    Measure(MeasureId),
}

struct Checked {
    typed: Typed,
    kind: Shape,
}

struct Checker<'a> {
    setting: Setting<'a>,
    places: &'a SourceInfo,
    complaints: Vec<Complaint>,
}

impl Checker<'_> {
    fn complain(&mut self, at: &IdedExpr, code: &'static str, zh: impl Into<String>, en: impl Into<String>) {
        // A selection stands at its dot: what it starts with is the better place.
        let start = if let Expr::Select(select) = &at.expr { select.operand.id } else { at.id };
        let offset = self.places.offset_for(start).map_or(0, |(start, _)| start as usize);
        self.complaints.push(Complaint::new(offset, code, zh, en));
    }

    /// Checks an expression; `None` where a complaint was made that leaves it without a value.
    fn expression(&mut self, at: &IdedExpr, known: &Known) -> Option<Checked> {
        match &at.expr {
            Expr::Literal(literal) => self.literal(at, literal),
            Expr::Select(select) => self.select(at, select, known),
            Expr::Call(call) => self.call(at, call, known),
            Expr::Ident(name) => {
                self.unknown_name(at, name);
                None
            }
            _ => {
                self.unsupported(at);
                None
            }
        }
    }

    fn literal(&mut self, at: &IdedExpr, literal: &LiteralValue) -> Option<Checked> {
        match literal {
            LiteralValue::Boolean(flag) => Some(Checked::flag(Typed::Constant(i64::from(**flag)))),
            LiteralValue::Int(number) => Some(Checked::number(Typed::Constant(**number), **number, **number)),
            LiteralValue::String(text) => {
                Some(Checked { typed: Typed::Constant(0), kind: Shape::Text(text.inner().to_owned()) })
            }
            _ => {
                self.complain(
                    at,
                    "wrong_type",
                    "只允许整数、字符串和 true、false",
                    "only whole numbers, strings, true and false pass",
                );
                None
            }
        }
    }

    fn call(&mut self, at: &IdedExpr, call: &CallExpr, known: &Known) -> Option<Checked> {
        if call.target.is_some() {
            self.unsupported(at);
            return None;
        }
        match (call.func_name.as_str(), call.args.as_slice()) {
            (op::LOGICAL_AND, parts) if !parts.is_empty() => self.chain(parts, known, true),
            (op::LOGICAL_OR, parts) if !parts.is_empty() => self.chain(parts, known, false),
            (op::LOGICAL_NOT, [inner]) => {
                let inner = self.flag(inner, known)?;
                Some(Checked::flag(Typed::Not(Box::new(inner))))
            }
            (op::CONDITIONAL, [condition, yes, no]) => self.choose(at, [condition, yes, no], known),
            (op::NEGATE, [inner]) => self.negate(inner, known),
            (op::IN, [inner, list]) => self.one_of(inner, list, known),
            (name, [left, right]) => {
                if let Some(comparison) = comparison(name) {
                    self.compare(at, comparison, [left, right], known)
                } else if let Some(operation) = operation(name) {
                    self.calculate(at, operation, [left, right], known)
                } else {
                    self.unsupported(at);
                    None
                }
            }
            _ => {
                self.unsupported(at);
                None
            }
        }
    }

    /// `&&` and `||` look at their parts from left to right: what the left says is known on the right.
    fn chain(&mut self, parts: &[IdedExpr], known: &Known, all: bool) -> Option<Checked> {
        let mut known = known.clone();
        let mut whole: Option<Typed> = None;
        let mut sound = true;
        for part in parts {
            let Some(typed) = self.flag(part, &known) else {
                sound = false;
                continue;
            };
            known = known.assuming(&typed, all);
            whole = Some(match whole {
                None => typed,
                Some(left) if all => Typed::And(Box::new(left), Box::new(typed)),
                Some(left) => Typed::Or(Box::new(left), Box::new(typed)),
            });
        }
        whole.filter(|_| sound).map(Checked::flag)
    }

    fn choose(&mut self, at: &IdedExpr, [condition, yes, no]: [&IdedExpr; 3], known: &Known) -> Option<Checked> {
        let condition = self.flag(condition, known)?;
        let yes = self.expression(yes, &known.assuming(&condition, true));
        let no = self.expression(no, &known.assuming(&condition, false));
        let (yes, no) = (yes?, no?);
        let kind = match (&yes.kind, &no.kind) {
            (Shape::Value(Kind::Flag), Shape::Value(Kind::Flag)) => Kind::Flag,
            (Shape::Value(Kind::Number(a, b)), Shape::Value(Kind::Number(c, d))) => Kind::Number(*a.min(c), *b.max(d)),
            _ => {
                self.complain(
                    at,
                    "wrong_type",
                    "? : 的两支须同为数或同为真假",
                    "both branches of ? : must be numbers, or both true or false",
                );
                return None;
            }
        };
        let typed = Typed::Choose(Box::new(condition), Box::new(yes.typed), Box::new(no.typed));
        Some(Checked { typed, kind: Shape::Value(kind) })
    }

    /// An expression that must be true or false.
    fn flag(&mut self, at: &IdedExpr, known: &Known) -> Option<Typed> {
        let checked = self.expression(at, known)?;
        if matches!(checked.kind, Shape::Value(Kind::Flag)) {
            return Some(checked.typed);
        }
        self.complain(at, "wrong_type", "此处须为真假值", "true or false is expected here");
        None
    }

    fn unsupported(&mut self, at: &IdedExpr) {
        self.complain(
            at,
            "unsupported",
            "规则中不能使用此写法；可用：&& || ! == != < <= > >= + - * / % in ? : has()",
            "not available in rules; what is: && || ! == != < <= > >= + - * / % in ? : has()",
        );
    }
}

impl Checked {
    fn flag(typed: Typed) -> Self {
        Self { typed, kind: Shape::Value(Kind::Flag) }
    }

    fn number(typed: Typed, low: i64, high: i64) -> Self {
        Self { typed, kind: Shape::Value(Kind::Number(low, high)) }
    }
}

fn comparison(name: &str) -> Option<Comparison> {
    Some(match name {
        op::EQUALS => Comparison::Equal,
        op::NOT_EQUALS => Comparison::Unequal,
        op::LESS => Comparison::Less,
        op::LESS_EQUALS => Comparison::LessOrEqual,
        op::GREATER => Comparison::Greater,
        op::GREATER_EQUALS => Comparison::GreaterOrEqual,
        _ => return None,
    })
}

fn operation(name: &str) -> Option<Operation> {
    Some(match name {
        op::ADD => Operation::Add,
        op::SUBSTRACT => Operation::Subtract,
        op::MULTIPLY => Operation::Multiply,
        op::DIVIDE => Operation::Divide,
        op::MODULO => Operation::Remainder,
        _ => return None,
    })
}
