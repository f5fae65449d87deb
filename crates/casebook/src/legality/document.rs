//! Refusals upon documents, orders and finds: which rule, in which state, and what would be allowed.

use law::{Procedure, StepRule};
use parcel::{Bilingual, Choice, Day};

use super::Refused;
use crate::acts::ActKind;

/// A rule that an act breaks.
#[derive(Clone, Debug)]
pub(crate) enum Breach {
    /// A rule of procedure, by its id in `law`.
    Rule(&'static str),
    /// What the basis of a penalty says.
    Basis(Box<StepRule>),
}

/// A rule that an act meets, or breaks.
pub(crate) type Outcome = Result<(), Breach>;

/// Passes if `holds`, else names the rule.
pub(crate) fn demand(holds: bool, rule: &'static str) -> Outcome {
    if holds { Ok(()) } else { Err(Breach::Rule(rule)) }
}

/// The refusal in full.
pub(crate) fn refused(
    breach: Breach,
    kind: ActKind,
    day: Day,
    state: Bilingual,
    takes: impl Fn(ActKind) -> bool,
) -> Box<Refused> {
    let rule = match breach {
        Breach::Rule(id) => {
            let rule = Procedure::built_in().rule(id, day).cloned();
            rule.expect("a test sees to it that every rule named in code has a row")
        }
        Breach::Basis(rule) => *rule,
    };
    let allowed = ActKind::ALL.iter().copied().filter(|kind| takes(*kind)).collect();
    Box::new(Refused { kind, rule, state, person: None, allowed })
}
