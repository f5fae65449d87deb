//! Names in a condition: `item.FIELD`, `has(item.FIELD)` and `window.MEASURE`.

use cel::common::ast::{Expr, IdedExpr, SelectExpr};

use super::{Checked, Checker, Shape};
use crate::rules::{narrow::Known, typed::Typed};

impl Checker<'_> {
    pub(super) fn select(&mut self, at: &IdedExpr, select: &SelectExpr, known: &Known) -> Option<Checked> {
        match &select.operand.expr {
            Expr::Ident(root) if root == self.setting.occasion.root() => self.field(at, select, known),
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
        let (occasion, root) = (self.setting.occasion, self.setting.occasion.root());
        let Some(field) = occasion.find(name) else {
            let fields: Vec<&str> = occasion.fields().iter().map(|field| field.name).collect();
            let fields = fields.join(", ");
            self.complain(
                at,
                "unknown_field",
                format!("规则不能读取 {root}.{name}；可读取：{fields}"),
                format!("rules cannot read {root}.{name}; what they can: {fields}"),
            );
            return None;
        };
        if select.test {
            if !field.optional {
                self.complain(
                    at,
                    "needless_guard",
                    format!("{root}.{name} 始终存在，无须 has()"),
                    format!("{root}.{name} is always present: drop has()"),
                );
            }
            return Some(Checked::flag(Typed::Has(field)));
        }
        if !known.has(field) {
            self.complain(
                at,
                "unguarded",
                format!("{root}.{name} 可能缺失；请在左侧先写 has({root}.{name}) &&"),
                format!("{root}.{name} may be absent; write has({root}.{name}) && to its left"),
            );
        }
        Some(Checked { typed: Typed::Field(field), kind: Shape::Value(known.kind(field)) })
    }

    fn measure(&mut self, at: &IdedExpr, name: &str) -> Option<Checked> {
        let measures = self.setting.measures;
        let Some(key) = self.setting.key else {
            self.complain(
                at,
                "no_window",
                "key = \"item\" 的规则只看本条记录，不能使用统计",
                "a rule with key = \"item\" looks at the record alone and has no measures",
            );
            return None;
        };
        let Some(id) = measures.find(name) else {
            let names: Vec<&str> = measures.of(key).map(|(_, measure)| &*measure.name).collect();
            let names = names.join(", ");
            self.complain(
                at,
                "unknown_measure",
                format!("规则包中没有统计 {name}；以 {} 为键的有：{names}", key.word()),
                format!("the pack has no measure {name}; over {} it has: {names}", key.word()),
            );
            return None;
        };
        let counted_over = measures.get(id).key;
        if counted_over != key {
            let (own, other) = (key.word(), counted_over.word());
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
        let root = self.setting.occasion.root();
        self.complain(
            at,
            "unknown_name",
            format!("未知名称 {name}；此规则只有 {root}.字段 与 window.统计"),
            format!("unknown name {name}; in this rule there are only {root}.FIELD and window.MEASURE"),
        );
    }
}
