//! What the postal regulator can impose for which breach: dated bases with amounts as ranges.
//!
//! Which penalty is fitting within a range is for people to say; whether a case reached that point, for `casebook`.

use std::sync::LazyLock;

use parcel::{Bilingual, Day};
use serde::Deserialize;

use crate::{Diagnostic, LawError, Status};

const FILE: &str = "penalties.toml";

/// A breach in one edition of its basis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PenaltyBasis {
    /// Id of the breach, e.g. `identity-not-checked`.
    pub breach: String,
    /// What was done or left undone.
    pub says: Bilingual,
    /// Articles with editions.
    pub cite: Bilingual,
    /// First day in force.
    pub valid_from: Day,
    /// Last day in force; none: no end known.
    pub valid_to: Option<Day>,
    /// Whether the text was read.
    pub status: Status,
    forms: Vec<String>,
    forms_serious: Option<Vec<String>>,
    fine: Option<[u64; 2]>,
    fine_serious: Option<[u64; 2]>,
    person_fine: Option<[u64; 2]>,
}

impl PenaltyBasis {
    /// Words of the forms that it allows, e.g. `fine`.
    pub fn forms(&self, serious: bool) -> &[String] {
        self.forms_serious.as_ref().filter(|_| serious).unwrap_or(&self.forms)
    }

    /// Least and most of a fine on the enterprise, in yuan; none: it allows no fine.
    pub fn fine_yuan(&self, serious: bool) -> Option<[u64; 2]> {
        self.fine_serious.filter(|_| serious).or(self.fine)
    }

    /// Least and most of a fine on a responsible person, in yuan; none: it allows none.
    pub fn person_fine_yuan(&self) -> Option<[u64; 2]> {
        self.person_fine
    }

    /// Whether it tells serious circumstances from others.
    pub fn knows_serious(&self) -> bool {
        self.forms_serious.is_some() || self.fine_serious.is_some()
    }

    fn is_in_force(&self, day: Day) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }
}

/// Every basis of a penalty.
#[derive(Debug)]
pub struct Penalties(Vec<PenaltyBasis>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    breach: Vec<RawBreach>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBreach {
    id: String,
    says: Bilingual,
    edition: Vec<RawEdition>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEdition {
    cite: Bilingual,
    valid_from: Day,
    valid_to: Option<Day>,
    forms: Vec<String>,
    forms_serious: Option<Vec<String>>,
    fine_yuan: Option<[u64; 2]>,
    fine_serious_yuan: Option<[u64; 2]>,
    person_fine_yuan: Option<[u64; 2]>,
    status: Status,
}

impl Penalties {
    /// The bases inside this program.
    ///
    /// # Panics
    /// If the data do not load; a test of this crate sees to it that they do.
    pub fn built_in() -> &'static Self {
        static PENALTIES: LazyLock<Penalties> = LazyLock::new(|| {
            Penalties::read(include_str!("../data/penalties.toml")).unwrap_or_else(|error| panic!("{error}"))
        });
        &PENALTIES
    }

    /// Reads bases from the text of a file. Every problem is answered at once.
    ///
    /// # Errors
    /// [`LawError::Data`] with one diagnostic per problem.
    pub fn read(text: &str) -> Result<Self, LawError> {
        let problem = |message: String| Diagnostic { file: FILE.to_owned(), message };
        let raw: RawFile = toml::from_str(text).map_err(|error| LawError::Data(vec![problem(error.to_string())]))?;
        let bases: Vec<_> = raw.breach.into_iter().flat_map(editions).collect();
        let mut problems: Vec<_> = bases.iter().flat_map(faults).map(problem).collect();
        for (place, basis) in bases.iter().enumerate() {
            let twice = |other: &&PenaltyBasis| other.breach == basis.breach && other.is_in_force(basis.valid_from);
            if bases[..place].iter().any(|other| twice(&other)) {
                problems.push(problem(format!("{}: two editions on {}", basis.breach, basis.valid_from)));
            }
        }
        if problems.is_empty() { Ok(Self(bases)) } else { Err(LawError::Data(problems)) }
    }

    /// The basis of a breach on a day; none: no edition that was read was in force.
    pub fn find(&self, breach: &str, day: Day) -> Option<&PenaltyBasis> {
        self.0.iter().find(|basis| basis.breach == breach && basis.is_in_force(day))
    }

    /// Every basis in force on a day, in the order of the data.
    pub fn on(&self, day: Day) -> impl Iterator<Item = &PenaltyBasis> {
        self.0.iter().filter(move |basis| basis.is_in_force(day))
    }
}

fn editions(breach: RawBreach) -> impl Iterator<Item = PenaltyBasis> {
    let RawBreach { id, says, edition } = breach;
    edition.into_iter().map(move |raw| PenaltyBasis {
        breach: id.clone(),
        says: says.clone(),
        cite: raw.cite,
        valid_from: raw.valid_from,
        valid_to: raw.valid_to,
        status: raw.status,
        forms: raw.forms,
        forms_serious: raw.forms_serious,
        fine: raw.fine_yuan,
        fine_serious: raw.fine_serious_yuan,
        person_fine: raw.person_fine_yuan,
    })
}

const FORMS: [&str; 5] = ["warning", "fine", "confiscation", "suspension", "revocation"];

fn faults(basis: &PenaltyBasis) -> Vec<String> {
    let breach = &basis.breach;
    let mut faults = Vec::new();
    for serious in [false, true] {
        let strange = basis.forms(serious).iter().filter(|form| !FORMS.contains(&form.as_str()));
        faults.extend(strange.map(|form| format!("{breach}: no form {form}; would pass: {}", FORMS.join(", "))));
        let fined = basis.forms(serious).iter().any(|form| form == "fine");
        if fined != basis.fine_yuan(serious).is_some() {
            faults.push(format!("{breach}: a fine needs a range, and a range a fine"));
        }
    }
    for [least, most] in [basis.fine, basis.fine_serious, basis.person_fine].into_iter().flatten() {
        if least >= most {
            faults.push(format!("{breach}: {least} is not below {most}"));
        }
    }
    if basis.cite.zh.is_empty() || basis.cite.en.is_empty() || basis.says.zh.is_empty() || basis.says.en.is_empty() {
        faults.push(format!("{breach}: a language is empty"));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn the_article_moves_with_the_edition_and_the_amounts_stay() {
        let before = Penalties::built_in().find("data-not-kept", day("2025-05-31")).unwrap();
        let after = Penalties::built_in().find("data-not-kept", day("2025-06-01")).unwrap();
        assert!(before.cite.en.ends_with("2019 art. 44") && after.cite.en.ends_with("2025 art. 54"));
        assert_eq!(before.fine_yuan(true), Some([50_000, 100_000]));
        assert_eq!(before.fine_yuan(false), after.fine_yuan(false));
    }

    #[test]
    fn identity_not_checked_is_fined_without_a_prior_order() {
        let basis = Penalties::built_in().find("identity-not-checked", day("2026-01-05")).unwrap();
        assert_eq!(basis.fine_yuan(false), Some([100_000, 500_000]));
        assert_eq!(basis.person_fine_yuan(), Some([0, 100_000]));
        assert!(!basis.knows_serious());
        assert!(Penalties::built_in().find("identity-not-checked", day("2014-01-05")).is_none(), "no text was read");
    }

    #[test]
    fn every_problem_is_answered_at_once() {
        let broken = include_str!("../data/penalties.toml")
            .replacen("fine_yuan = [10000, 50000]", "fine_yuan = [50000, 10000]", 1)
            .replacen("valid_to = \"2025-05-31\"", "valid_to = \"2025-06-01\"", 1)
            .replacen("\"revocation\"", "\"flogging\"", 1);
        let Err(LawError::Data(problems)) = Penalties::read(&broken) else { panic!("it was read") };
        assert_eq!(problems.len(), 4, "{problems:?}");
    }
}
