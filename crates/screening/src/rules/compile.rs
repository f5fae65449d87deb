//! Checked conditions as closures.

use super::{
    schema::{Field, Read},
    subject::Subject,
    typed::{Operation, Typed},
};
use crate::window::Reading;

/// What a condition looks at.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'a> {
    pub(crate) subject: Subject<'a>,
    /// By measure.
    pub(crate) readings: &'a [Reading],
}

/// A condition that runs without looking anything up and without failing.
pub(crate) type Compiled = Box<dyn Fn(&Scene<'_>) -> i64 + Send + Sync>;

/// Turns a checked expression into a closure.
pub(crate) fn compile(typed: &Typed) -> Compiled {
    match typed {
        Typed::Constant(value) => constant(*value),
        Typed::Field(field) => read(field),
        Typed::Has(field) => {
            let field = *field;
            Box::new(move |scene| i64::from(field.value(scene.subject).is_some()))
        }
        Typed::Measured(measure, comparison, bound) => {
            let (measure, comparison, bound) = (measure.0, *comparison, i64::from(*bound));
            Box::new(move |scene| match scene.readings[measure] {
                Reading::Count(count) => i64::from(comparison.holds(i64::from(count), bound)),
                Reading::Absent | Reading::Abstains(_) => 0,
            })
        }
        Typed::Not(inner) => {
            let inner = compile(inner);
            Box::new(move |scene| i64::from(inner(scene) == 0))
        }
        Typed::And(left, right) => {
            let (left, right) = (compile(left), compile(right));
            Box::new(move |scene| i64::from(left(scene) != 0 && right(scene) != 0))
        }
        Typed::Or(left, right) => {
            let (left, right) = (compile(left), compile(right));
            Box::new(move |scene| i64::from(left(scene) != 0 || right(scene) != 0))
        }
        Typed::Compare(comparison, left, right) => {
            let (comparison, left, right) = (*comparison, compile(left), compile(right));
            Box::new(move |scene| i64::from(comparison.holds(left(scene), right(scene))))
        }
        Typed::OneOf(inner, members) => {
            let (inner, members) = (compile(inner), members.clone());
            Box::new(move |scene| i64::from(members.contains(&inner(scene))))
        }
        Typed::Calculate(operation, left, right) => calculate(*operation, compile(left), compile(right)),
        Typed::Choose(condition, yes, no) => {
            let (condition, yes, no) = (compile(condition), compile(yes), compile(no));
            Box::new(move |scene| if condition(scene) != 0 { yes(scene) } else { no(scene) })
        }
    }
}

fn constant(value: i64) -> Compiled {
    Box::new(move |_| value)
}

/// The check let only guarded fields of the rule's own occasion through: an absent one is never asked for.
fn read(field: &Field) -> Compiled {
    match field.read {
        Read::Item(read) => Box::new(move |scene| match scene.subject {
            Subject::Item(item) => read(item).unwrap_or_default(),
            Subject::Pass(_) => 0,
        }),
        Read::Pass(read) => Box::new(move |scene| match scene.subject {
            Subject::Pass(pass) => read(pass).unwrap_or_default(),
            Subject::Item(_) => 0,
        }),
    }
}

/// The check proved that nothing overflows and no divisor is zero; wrapping forms cannot panic in any case.
fn calculate(operation: Operation, left: Compiled, right: Compiled) -> Compiled {
    match operation {
        Operation::Add => Box::new(move |scene| left(scene).wrapping_add(right(scene))),
        Operation::Subtract => Box::new(move |scene| left(scene).wrapping_sub(right(scene))),
        Operation::Multiply => Box::new(move |scene| left(scene).wrapping_mul(right(scene))),
        Operation::Divide => Box::new(move |scene| left(scene).checked_div(right(scene)).unwrap_or_default()),
        Operation::Remainder => Box::new(move |scene| left(scene).checked_rem(right(scene)).unwrap_or_default()),
    }
}
