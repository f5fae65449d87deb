//! Comparisons: numbers with numbers, words with their own list, measures with bounds that they can tell.

use cel::common::ast::{Expr, IdedExpr};

use super::{Checked, Checker, Shape};
use crate::{
    rules::{
        narrow::Known,
        schema::Kind,
        typed::{Comparison, Typed},
    },
    window::MeasureId,
};

impl Checker<'_> {
    pub(super) fn compare(
        &mut self,
        at: &IdedExpr,
        comparison: Comparison,
        [left, right]: [&IdedExpr; 2],
        known: &Known,
    ) -> Option<Checked> {
        let left = self.expression(left, known);
        let right = self.expression(right, known);
        let (left, right) = (left?, right?);
        let (comparison, left, right) = match right.kind {
            // A measure and a word of a list stand on the left from here on.
            Shape::Measure(_) => (comparison.mirrored(), right, left),
            Shape::Value(Kind::Word(_)) if matches!(left.kind, Shape::Text(_)) => (comparison.mirrored(), right, left),
            _ => (comparison, left, right),
        };
        match (&left.kind, &right.kind) {
            (Shape::Measure(measure), _) => self.measured(at, *measure, comparison, &right),
            (Shape::Value(Kind::Number(..)), Shape::Value(Kind::Number(..))) => {
                Some(self.ordered(at, comparison, left, right))
            }
            (Shape::Value(Kind::Flag), Shape::Value(Kind::Flag)) => self.equal_only(at, comparison, left, right),
            (Shape::Value(Kind::Word(list)), Shape::Text(word)) => {
                let position = self.word(at, &list(), word)?;
                let right = Checked { typed: Typed::Constant(position), kind: Shape::Value(Kind::Flag) };
                self.equal_only(at, comparison, left, right)
            }
            (Shape::Value(Kind::Word(one)), Shape::Value(Kind::Word(other))) if one() == other() => {
                self.equal_only(at, comparison, left, right)
            }
            _ => {
                self.complain(at, "wrong_type", "两侧的类型不同", "the two sides have different types");
                None
            }
        }
    }

    /// A measure saturates at its bound: nothing above can be told, and at the bound only "at least".
    fn measured(&mut self, at: &IdedExpr, id: MeasureId, comparison: Comparison, other: &Checked) -> Option<Checked> {
        let Typed::Constant(number) = other.typed else {
            return self.not_constant(at);
        };
        if !matches!(other.kind, Shape::Value(Kind::Number(..))) {
            return self.not_constant(at);
        }
        let bound = i64::from(self.setting.measures.get(id).at_least);
        let largest = match comparison {
            Comparison::GreaterOrEqual | Comparison::Less => bound,
            _ => bound - 1,
        };
        if !(0..=largest).contains(&number) {
            self.complain(
                at,
                "beyond_bound",
                format!("该统计只能确知到“至少 {bound}”，此处可比较的数为 0 至 {largest}"),
                format!("this measure can tell no more than \"at least {bound}\": 0 to {largest} pass here"),
            );
            return None;
        }
        Some(Checked::flag(Typed::Measured(id, comparison, u32::try_from(number).unwrap_or(0))))
    }

    fn not_constant(&mut self, at: &IdedExpr) -> Option<Checked> {
        self.complain(
            at,
            "wrong_type",
            "统计值到界即止，只能与固定的整数比较",
            "a measure stops at its bound and can only be compared with a fixed whole number",
        );
        None
    }

    fn ordered(&mut self, at: &IdedExpr, comparison: Comparison, left: Checked, right: Checked) -> Checked {
        if let (Shape::Value(Kind::Number(a, b)), Shape::Value(Kind::Number(c, d))) = (&left.kind, &right.kind) {
            let (always, never) = outcome(comparison, (*a, *b), (*c, *d));
            if always || never {
                let (zh, en) = if always { ("恒真", "always true") } else { ("恒假", "always false") };
                self.complain(
                    at,
                    "constant",
                    format!("按字段的取值范围（{a}～{b} 与 {c}～{d}），此比较{zh}"),
                    format!("by the ranges of its sides ({a} to {b}, {c} to {d}) this is {en}"),
                );
            }
        }
        Checked::flag(Typed::Compare(comparison, Box::new(left.typed), Box::new(right.typed)))
    }

    fn equal_only(&mut self, at: &IdedExpr, comparison: Comparison, left: Checked, right: Checked) -> Option<Checked> {
        if matches!(comparison, Comparison::Equal | Comparison::Unequal) {
            return Some(Checked::flag(Typed::Compare(comparison, Box::new(left.typed), Box::new(right.typed))));
        }
        self.complain(at, "wrong_type", "只有数可比较大小", "only numbers have an order");
        None
    }

    pub(super) fn one_of(&mut self, inner: &IdedExpr, list: &IdedExpr, known: &Known) -> Option<Checked> {
        let inner_checked = self.expression(inner, known)?;
        let Expr::List(members) = &list.expr else {
            self.complain(list, "wrong_type", "in 之后须为列表", "a list must follow in");
            return None;
        };
        let mut positions = Vec::new();
        for member in &members.elements {
            let checked = self.expression(member, known)?;
            positions.push(match (&inner_checked.kind, &checked.kind, checked.typed) {
                (Shape::Value(Kind::Word(words)), Shape::Text(word), _) => self.word(member, &words(), word)?,
                (Shape::Value(Kind::Number(..)), Shape::Value(Kind::Number(..)), Typed::Constant(number)) => number,
                _ => {
                    self.complain(
                        member,
                        "wrong_type",
                        "列表成员须为同类的固定值",
                        "members must be fixed values of the same type",
                    );
                    return None;
                }
            });
        }
        Some(Checked::flag(Typed::OneOf(Box::new(inner_checked.typed), positions)))
    }

    fn word(&mut self, at: &IdedExpr, list: &[&str], word: &str) -> Option<i64> {
        let position = list.iter().position(|member| *member == word);
        if position.is_none() {
            let list = list.join(", ");
            self.complain(
                at,
                "not_in_list",
                format!("{word} 不在允许的列表中：{list}"),
                format!("{word} is not in the list: {list}"),
            );
        }
        position.map(|position| position as i64)
    }
}

/// Whether a comparison of two ranges always, or never, holds.
fn outcome(comparison: Comparison, left: (i64, i64), right: (i64, i64)) -> (bool, bool) {
    let meet = left.0 <= right.1 && right.0 <= left.1;
    let one = left.0 == left.1 && left == right;
    match comparison {
        Comparison::Equal => (one, !meet),
        Comparison::Unequal => (!meet, one),
        Comparison::Less => (left.1 < right.0, left.0 >= right.1),
        Comparison::LessOrEqual => (left.1 <= right.0, left.0 > right.1),
        Comparison::Greater => (left.0 > right.1, left.1 <= right.0),
        Comparison::GreaterOrEqual => (left.0 >= right.1, left.1 < right.0),
    }
}
