//! Calculations: the range of every result is known at load, and must fit.

use cel::common::ast::IdedExpr;

use super::{Checked, Checker, Shape};
use crate::rules::{
    narrow::Known,
    schema::Kind,
    typed::{Operation, Typed},
};

type Range = (i128, i128);

impl Checker<'_> {
    pub(super) fn calculate(
        &mut self,
        at: &IdedExpr,
        operation: Operation,
        [left, right]: [&IdedExpr; 2],
        known: &Known,
    ) -> Option<Checked> {
        let one = self.number(left, known);
        let other = self.number(right, known);
        let ((one, one_range), (other, other_range)) = (one?, other?);
        let range = match operation {
            Operation::Add => (one_range.0 + other_range.0, one_range.1 + other_range.1),
            Operation::Subtract => (one_range.0 - other_range.1, one_range.1 - other_range.0),
            Operation::Multiply => corners(one_range, other_range, |a, b| a * b),
            Operation::Divide | Operation::Remainder if other_range.0 <= 0 && other_range.1 >= 0 => {
                self.complain(
                    right,
                    "division_by_zero",
                    "除数可能为零；请在左侧先排除零",
                    "the divisor may be zero; exclude zero to its left",
                );
                return None;
            }
            Operation::Divide => corners(one_range, other_range, |a, b| a / b),
            Operation::Remainder => remainder(one_range, other_range),
        };
        self.fits(at, Typed::Calculate(operation, Box::new(one), Box::new(other)), range)
    }

    pub(super) fn negate(&mut self, inner: &IdedExpr, known: &Known) -> Option<Checked> {
        let (typed, (low, high)) = self.number(inner, known)?;
        if let Typed::Constant(number) = typed {
            return self.fits(inner, Typed::Constant(number.wrapping_neg()), (-high, -low));
        }
        let negated = Typed::Calculate(Operation::Subtract, Box::new(Typed::Constant(0)), Box::new(typed));
        self.fits(inner, negated, (-high, -low))
    }

    fn number(&mut self, at: &IdedExpr, known: &Known) -> Option<(Typed, Range)> {
        let checked = self.expression(at, known)?;
        if let Shape::Value(Kind::Number(low, high)) = checked.kind {
            return Some((checked.typed, (i128::from(low), i128::from(high))));
        }
        let (zh, en) = match checked.kind {
            Shape::Measure(_) => (
                "统计值到界即止，不能参与计算，只能与固定的整数比较",
                "a measure stops at its bound: it can be compared with a fixed number, not calculated with",
            ),
            _ => ("此处须为数", "a number is expected here"),
        };
        self.complain(at, "wrong_type", zh, en);
        None
    }

    fn fits(&mut self, at: &IdedExpr, typed: Typed, (low, high): Range) -> Option<Checked> {
        if let (Ok(low), Ok(high)) = (i64::try_from(low), i64::try_from(high)) {
            return Some(Checked::number(typed, low, high));
        }
        self.complain(at, "overflow", "结果可能超出 64 位整数", "the result may not fit into 64 bits");
        None
    }
}

fn corners(one: Range, other: Range, combine: impl Fn(i128, i128) -> i128) -> Range {
    let all = [combine(one.0, other.0), combine(one.0, other.1), combine(one.1, other.0), combine(one.1, other.1)];
    (all.into_iter().fold(i128::MAX, i128::min), all.into_iter().fold(i128::MIN, i128::max))
}

/// The remainder has the sign of the dividend and is smaller than the divisor.
fn remainder(one: Range, other: Range) -> Range {
    let largest = other.0.abs().max(other.1.abs()) - 1;
    (if one.0 < 0 { -largest } else { 0 }, if one.1 > 0 { largest } else { 0 })
}
