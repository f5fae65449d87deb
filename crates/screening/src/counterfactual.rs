//! What would have let an item pass: the largest counts at which a rule still says nothing.
//!
//! Told from the rule and the counts in its evidence alone; decisions are not touched by it.
//! How many items were like it, and what was found in them, is counted in `intake`.

use serde::Serialize;

use crate::{pack::Pack, rules::Rule, window::Measure};

/// A count below which a rule says nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Limit {
    /// Name of the measure, as evidence has it.
    pub measure: String,
    /// Largest count at which the rule still says nothing.
    pub at_most: u64,
    /// Length of the window. Unit: seconds.
    pub window_seconds: u64,
}

/// Under which counts a rule of a pack says nothing: all of them must hold together.
///
/// Empty where no count alone would do, or where the pack has no such rule.
pub fn limits(pack: &Pack, rule: &str) -> Vec<Limit> {
    let rules = pack.rules().rules();
    let Ok(place) = rules.binary_search_by(|known| known.provision.rule.as_str().cmp(rule)) else {
        return Vec::new();
    };
    of_rule(pack, &rules[place])
}

fn of_rule(pack: &Pack, rule: &Rule) -> Vec<Limit> {
    let limit = |measure: &Measure, count: u64| Limit {
        measure: measure.name.to_string(),
        at_most: count - 1,
        window_seconds: u64::try_from(measure.window / 1_000_000).unwrap_or(0),
    };
    let witness = rule.condition.witness().unwrap_or_default();
    let measures = pack.measures();
    // A witness asks for at least one: the count before it is never below zero.
    witness.iter().map(|(id, count)| limit(measures.get(*id), u64::from(*count))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::window::PlainWindows;

    #[test]
    fn below_its_limit_a_rule_says_nothing() {
        let pack = Pack::built_in().unwrap();
        let found = limits(&pack, "sender.many_recipients");
        assert_eq!(
            found,
            [Limit { measure: "sender_small_recipients_24h".to_owned(), at_most: 14, window_seconds: 86_400 }]
        );
        // The rule's own cases stand on both sides of it.
        let fires: Vec<_> = pack
            .run_cases(|_| PlainWindows::new())
            .into_iter()
            .filter(|outcome| outcome.case.rule == "sender.many_recipients")
            .map(|outcome| outcome.fired)
            .collect();
        assert!(fires.contains(&true) && fires.contains(&false));
    }

    #[test]
    fn a_rule_over_the_record_alone_has_no_count() {
        let pack = Pack::built_in().unwrap();
        assert!(limits(&pack, "counter.at_night").is_empty());
        assert!(limits(&pack, "no.such_rule").is_empty());
    }
}
