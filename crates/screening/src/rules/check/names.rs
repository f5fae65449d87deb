//! Names in a condition: `item.FIELD`, `has(item.FIELD)` and `window.MEASURE`.

use cel::common::ast::{Expr, IdedExpr, SelectExpr};

use super::{Checked, Checker, Shape};
use crate::rules::{
    narrow::Known,
    schema::{self, FIELDS},
    typed::Typed,
};

impl Checker<'_> {
    pub(super) fn select(&mut self, at: &IdedExpr, select: &SelectExpr, known: &Known) -> Option<Checked> {
        match &select.operand.expr {
            Expr::Ident(root) if root == "item" => self.field(at, select, known),
            Expr::Ident(root) if root == "window" && !select.test => self.measure(at, &select.field),
            Expr::Ident(root) if root == "window" => {
                self.complain(
                    at,
                    "needless_guard",
                    "规则只在其全部统计可得时才求值，无须 has(window…)",
                    "a rule is evaluated only where all its measures can be told: drop has(window…)",
                );
                None
            }
            Expr::Ident(root) => {
                self.unknown_name(at, root);
                None
            }
            _ => {
                self.unsupported(at);
                None
            }
        }
    }

    fn field(&mut self, at: &IdedExpr, select: &SelectExpr, known: &Known) -> Option<Checked> {
        let name = select.field.as_str();
        let Some(field) = schema::find(name) else {
            let fields: Vec<&str> = FIELDS.iter().map(|field| field.name).collect();
            let fields = fields.join(", ");
            self.complain(
                at,
                "unknown_field",
                format!("规则不能读取 item.{name}；可读取：{fields}"),
                format!("rules cannot read item.{name}; what they can: {fields}"),
            );
            return None;
        };
        if select.test {
            if !field.optional {
                self.complain(
                    at,
                    "needless_guard",
                    format!("item.{name} 始终存在，无须 has()"),
                    format!("item.{name} is always present: drop has()"),
                );
            }
            return Some(Checked::flag(Typed::Has(field)));
        }
        if !known.has(field) {
            self.complain(
                at,
                "unguarded",
                format!("item.{name} 可能缺失；请在左侧先写 has(item.{name}) &&"),
                format!("item.{name} may be absent; write has(item.{name}) && to its left"),
            );
        }
        Some(Checked { typed: Typed::Field(field), kind: Shape::Value(known.kind(field)) })
    }

    fn measure(&mut self, at: &IdedExpr, name: &str) -> Option<Checked> {
        let Some(id) = self.measures.find(name) else {
            let key = self.key;
            let names: Vec<&str> = self.measures.of(key).map(|(_, measure)| &*measure.name).collect();
            let names = names.join(", ");
            self.complain(
                at,
                "unknown_measure",
                format!("规则包中没有统计 {name}；以 {} 为键的有：{names}", key.word()),
                format!("the pack has no measure {name}; over {} it has: {names}", key.word()),
            );
            return None;
        };
        let measured = self.measures.get(id).key;
        if measured != self.key {
            let (own, other) = (self.key.word(), measured.word());
            self.complain(
                at,
                "other_key",
                format!("统计 {name} 以 {other} 为键，而本规则以 {own} 为键"),
                format!("measure {name} counts over {other}, but this rule is over {own}"),
            );
            return None;
        }
        Some(Checked { typed: Typed::Constant(0), kind: Shape::Measure(id) })
    }

    pub(super) fn unknown_name(&mut self, at: &IdedExpr, name: &str) {
        self.complain(
            at,
            "unknown_name",
            format!("未知名称 {name}；只有 item.字段 与 window.统计"),
            format!("unknown name {name}; there are only item.FIELD and window.MEASURE"),
        );
    }
}
