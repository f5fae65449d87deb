//! The index of rules that need no count: a rule is looked at only where one chosen field of the record lets it fire.

use std::collections::BTreeMap;

use super::{
    schema::{Field, Kind},
    subject::Subject,
    typed::{Comparison, Typed},
};

/// What one field must be before a condition can hold.
#[derive(Clone, Debug)]
pub(crate) struct Selector {
    field: &'static Field,
    demand: Demand,
}

#[derive(Clone, Debug)]
enum Demand {
    /// One of these values.
    Values(Vec<i64>),
    /// At least this.
    From(i64),
    /// At most this.
    To(i64),
}

impl Selector {
    /// The narrowest demand among the parts that must hold; none where a condition makes none.
    pub(crate) fn of(condition: &Typed) -> Option<Self> {
        condition.conjuncts().into_iter().filter_map(Self::of_part).min_by_key(Self::width)
    }

    fn of_part(part: &Typed) -> Option<Self> {
        let made = |field: &&'static Field, demand| Some(Self { field, demand });
        match part {
            Typed::Field(field) => made(field, Demand::Values(vec![1])),
            Typed::Not(inner) => match &**inner {
                Typed::Field(field) => made(field, Demand::Values(vec![0])),
                _ => None,
            },
            Typed::OneOf(inner, members) => match &**inner {
                Typed::Field(field) => made(field, Demand::Values(members.clone())),
                _ => None,
            },
            Typed::Compare(comparison, left, right) => match (&**left, &**right) {
                (Typed::Field(field), Typed::Constant(bound)) => made(field, demand(*comparison, *bound)?),
                (Typed::Constant(bound), Typed::Field(field)) => made(field, demand(comparison.mirrored(), *bound)?),
                _ => None,
            },
            _ => None,
        }
    }

    /// Smaller is narrower: few words of a long list before thresholds, flags last. Nothing is known of frequencies.
    fn width(&self) -> usize {
        match (&self.demand, self.field.kind) {
            (Demand::Values(values), Kind::Word(_) | Kind::Number(..)) => values.len(),
            (Demand::From(_) | Demand::To(_), _) => 64,
            (Demand::Values(_), Kind::Flag) => 128,
        }
    }
}

fn demand(comparison: Comparison, bound: i64) -> Option<Demand> {
    Some(match comparison {
        Comparison::Equal => Demand::Values(vec![bound]),
        Comparison::Unequal => return None,
        Comparison::Less => Demand::To(bound.checked_sub(1)?),
        Comparison::LessOrEqual => Demand::To(bound),
        Comparison::Greater => Demand::From(bound.checked_add(1)?),
        Comparison::GreaterOrEqual => Demand::From(bound),
    })
}

/// Rules by what one field of each must be.
#[derive(Debug, Default)]
pub(super) struct Selected {
    by_field: Vec<ByField>,
}

#[derive(Debug)]
struct ByField {
    field: &'static Field,
    values: BTreeMap<i64, Vec<usize>>,
    /// By bound, smallest first.
    from: Vec<(i64, usize)>,
    /// By bound, largest first.
    to: Vec<(i64, usize)>,
}

impl Selected {
    /// Adds a rule.
    pub(super) fn add(&mut self, selector: &Selector, rule: usize) {
        let position =
            self.by_field.iter().position(|by| std::ptr::eq(by.field, selector.field)).unwrap_or_else(|| {
                let (values, from, to) = (BTreeMap::new(), Vec::new(), Vec::new());
                self.by_field.push(ByField { field: selector.field, values, from, to });
                self.by_field.len() - 1
            });
        let by = &mut self.by_field[position];
        match &selector.demand {
            Demand::Values(values) => values.iter().for_each(|value| by.values.entry(*value).or_default().push(rule)),
            Demand::From(bound) => by.from.insert(by.from.partition_point(|(other, _)| other <= bound), (*bound, rule)),
            Demand::To(bound) => by.to.insert(by.to.partition_point(|(other, _)| other >= bound), (*bound, rule)),
        }
    }

    /// Calls `take` with every rule whose demand the record meets; some more than once.
    pub(super) fn candidates(&self, subject: Subject<'_>, mut take: impl FnMut(usize)) {
        for by in &self.by_field {
            let Some(value) = by.field.value(subject) else { continue };
            by.values.get(&value).into_iter().flatten().for_each(|rule| take(*rule));
            by.from.iter().take_while(|(bound, _)| *bound <= value).for_each(|(_, rule)| take(*rule));
            by.to.iter().take_while(|(bound, _)| *bound >= value).for_each(|(_, rule)| take(*rule));
        }
    }
}
