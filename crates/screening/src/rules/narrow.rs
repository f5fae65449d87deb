//! What is known of fields at one place of a condition, from the guards before it.

use std::collections::BTreeMap;

use super::{
    schema::{Field, Kind},
    typed::{Comparison, Typed},
};

/// Facts that hold at one place of a condition.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    /// Present fields by name, with the range that is left of their numbers.
    ranges: BTreeMap<&'static str, (i64, i64)>,
    present: Vec<&'static str>,
}

impl Known {
    /// Whether the field can be read here.
    pub(crate) fn has(&self, field: &Field) -> bool {
        !field.optional || self.present.contains(&field.name)
    }

    /// What values the field can have here.
    pub(crate) fn kind(&self, field: &Field) -> Kind {
        match (field.kind, self.ranges.get(field.name)) {
            (Kind::Number(..), Some((low, high))) => Kind::Number(*low, *high),
            (kind, _) => kind,
        }
    }

    /// What is known besides where `condition` came out as `outcome`.
    pub(crate) fn assuming(&self, condition: &Typed, outcome: bool) -> Self {
        let mut known = self.clone();
        known.learn(condition, outcome);
        known
    }

    fn learn(&mut self, condition: &Typed, outcome: bool) {
        match condition {
            Typed::Has(field) if outcome => self.present.push(field.name),
            Typed::Not(inner) => self.learn(inner, !outcome),
            Typed::And(left, right) if outcome => {
                self.learn(left, true);
                self.learn(right, true);
            }
            Typed::Or(left, right) if !outcome => {
                self.learn(left, false);
                self.learn(right, false);
            }
            Typed::Compare(comparison, left, right) => {
                let comparison = if outcome { *comparison } else { comparison.negated() };
                match (&**left, &**right) {
                    (Typed::Field(field), Typed::Constant(bound)) => self.narrow(field, comparison, *bound),
                    (Typed::Constant(bound), Typed::Field(field)) => self.narrow(field, comparison.mirrored(), *bound),
                    _ => {}
                }
            }
            _ => {}
        }
    }

    fn narrow(&mut self, field: &Field, comparison: Comparison, bound: i64) {
        let Kind::Number(low, high) = self.kind(field) else { return };
        let (low, high) = match comparison {
            Comparison::Equal => (low.max(bound), high.min(bound)),
            Comparison::Unequal if bound == low => (low.saturating_add(1), high),
            Comparison::Unequal if bound == high => (low, high.saturating_sub(1)),
            Comparison::Unequal => (low, high),
            Comparison::Less => (low, high.min(bound.saturating_sub(1))),
            Comparison::LessOrEqual => (low, high.min(bound)),
            Comparison::Greater => (low.max(bound.saturating_add(1)), high),
            Comparison::GreaterOrEqual => (low.max(bound), high),
        };
        // An empty range means that this place is never reached; the wider one stays sound.
        if low <= high {
            self.ranges.insert(field_name(field), (low, high));
        }
    }
}

fn field_name(field: &Field) -> &'static str {
    field.name
}
