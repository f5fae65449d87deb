//! A register of invented cases whose figures are those of the two reports: person by person, act by act.
//!
//! Every act is one that the register accepts; what the reports do not say is drawn by seed.
//! The figures to meet are data (`data/register.toml`). Months, regions and lengths of proceedings are plausible, not real.

mod cases;
mod counts;
mod days;
mod deal;
mod expand;
mod external;
mod steps;
mod supervision;

use std::{iter::Peekable, vec::IntoIter};

use casebook::NewAct;

use self::{days::DayNumber, deal::Deal, expand::Expander, steps::Step};
pub use counts::Counts;

/// What register to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegisterPlan {
    /// The same seed gives the same acts.
    pub seed: u64,
    /// Every figure is divided by this and rounded. Range: 1 to 1,000; 1 is the reports' own size.
    pub scale: u32,
}

impl Default for RegisterPlan {
    fn default() -> Self {
        Self { seed: 1, scale: 1 }
    }
}

/// The acts of a register, in the order in which they are recorded.
pub struct RegisterSample {
    steps: Peekable<IntoIter<Step>>,
    expander: Expander,
    /// Acts beside the cases, by day.
    others: Peekable<IntoIter<(DayNumber, NewAct)>>,
    total: u64,
}

impl RegisterSample {
    /// Deals out the figures to persons and cases.
    pub fn new(plan: RegisterPlan) -> Self {
        let counts = Counts::of_reports().scaled(plan.scale);
        let deal = Deal::new(&counts, plan.seed);
        let steps = steps::of(&deal);
        let mut others = supervision::acts(&counts, plan.seed);
        others.extend(external::acts(&counts, &deal));
        others.sort_by_key(|(day, _)| *day);
        let total = (steps.len() + others.len()) as u64;
        Self {
            steps: steps.into_iter().peekable(),
            expander: Expander::new(deal, plan.seed),
            others: others.into_iter().peekable(),
            total,
        }
    }

    /// How many acts there are in all.
    pub fn total(&self) -> u64 {
        self.total
    }
}

impl Iterator for RegisterSample {
    type Item = NewAct;

    fn next(&mut self) -> Option<NewAct> {
        let step = self.steps.peek().map(|step| step.day);
        let other = self.others.peek().map(|(day, _)| *day);
        match (step, other) {
            (Some(step), other) if other.is_none_or(|other| step <= other) => {
                self.steps.next().map(|step| self.expander.act(&step))
            }
            _ => self.others.next().map(|(_, act)| act),
        }
    }
}

#[cfg(test)]
mod tests;
