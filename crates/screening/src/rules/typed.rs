//! A condition after its check: only what cannot fail is left to say.

use super::schema::Field;
use crate::window::{Count, MeasureId};

/// A checked expression; its value is a number, 0 or 1, or the position of a word.
#[derive(Clone, Debug)]
pub(crate) enum Typed {
    /// A fixed value.
    Constant(i64),
    /// A field that is known to be present.
    Field(&'static Field),
    /// Whether a field is present.
    Has(&'static Field),
    /// A measure against a bound that it can tell.
    Measured(MeasureId, Comparison, Count),
    /// Not.
    Not(Box<Typed>),
    /// Both; the second only if the first holds.
    And(Box<Typed>, Box<Typed>),
    /// Either; the second only if the first does not hold.
    Or(Box<Typed>, Box<Typed>),
    /// One against the other.
    Compare(Comparison, Box<Typed>, Box<Typed>),
    /// Whether it is one of these.
    OneOf(Box<Typed>, Vec<i64>),
    /// A calculation whose result is known to fit.
    Calculate(Operation, Box<Typed>, Box<Typed>),
    /// If, then, else.
    Choose(Box<Typed>, Box<Typed>, Box<Typed>),
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// How two numbers are combined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

impl Comparison {
    /// The comparison with its sides exchanged.
    pub(crate) fn mirrored(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
            same => same,
        }
    }

    /// The comparison that holds where this one does not.
    pub(crate) fn negated(self) -> Self {
        match self {
            Self::Equal => Self::Unequal,
            Self::Unequal => Self::Equal,
            Self::Less => Self::GreaterOrEqual,
            Self::LessOrEqual => Self::Greater,
            Self::Greater => Self::LessOrEqual,
            Self::GreaterOrEqual => Self::Less,
        }
    }

    /// Whether it holds.
    pub(crate) fn holds(self, left: i64, right: i64) -> bool {
        match self {
            Self::Equal => left == right,
            Self::Unequal => left != right,
            Self::Less => left < right,
            Self::LessOrEqual => left <= right,
            Self::Greater => left > right,
            Self::GreaterOrEqual => left >= right,
        }
    }
}

impl Typed {
    /// Calls `visit` with this expression and everything inside it.
    pub(crate) fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        visit(self);
        match self {
            Self::Constant(_) | Self::Field(_) | Self::Has(_) | Self::Measured(..) => {}
            Self::Not(inner) | Self::OneOf(inner, _) => inner.walk(visit),
            Self::And(left, right)
            | Self::Or(left, right)
            | Self::Compare(_, left, right)
            | Self::Calculate(_, left, right) => {
                left.walk(visit);
                right.walk(visit);
            }
            Self::Choose(condition, yes, no) => [condition, yes, no].into_iter().for_each(|part| part.walk(visit)),
        }
    }

    /// The parts that must all hold.
    pub(crate) fn conjuncts(&self) -> Vec<&Self> {
        match self {
            Self::And(left, right) => [left.conjuncts(), right.conjuncts()].concat(),
            part => vec![part],
        }
    }
}
