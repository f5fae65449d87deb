//! Articles of the Criminal Law as dated data: what a person in a case is charged with.
//!
//! What becomes of a charge in a case belongs in `casebook`; how charges are counted, in `bulletin`.

use std::sync::{Arc, LazyLock};

use parcel::{Bilingual, Day};
use serde::Deserialize;

use crate::{Diagnostic, LawError, Status};

const FILE: &str = "charges.toml";

/// Groups of charges that are counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChargeGroup {
    /// Drugs: articles 347 to 357.
    Drug,
    /// Firearms and ammunition: articles 125 to 128 and 130.
    Firearm,
    /// Explosives: the same articles, where the contraband of the case is explosive.
    Explosive,
    /// Wild animals and their products: article 341.
    Wildlife,
    /// Smuggling: article 151.
    Smuggling,
    /// Terrorism and extremism: articles 120-3 and 120-6.
    Terror,
    /// Crimes on information networks: articles 287-1 and 287-2.
    Network,
    /// Laundering and concealment: articles 191 and 312.
    Laundering,
    /// Every other crime.
    Other,
}

impl ChargeGroup {
    /// Every group, in the order in which they are stored: new ones go last.
    pub const ALL: [Self; 9] = [
        Self::Drug,
        Self::Firearm,
        Self::Explosive,
        Self::Wildlife,
        Self::Smuggling,
        Self::Terror,
        Self::Network,
        Self::Laundering,
        Self::Other,
    ];

    /// The word in data, e.g. `drug`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Drug => "drug",
            Self::Firearm => "firearm",
            Self::Explosive => "explosive",
            Self::Wildlife => "wildlife",
            Self::Smuggling => "smuggling",
            Self::Terror => "terror",
            Self::Network => "network",
            Self::Laundering => "laundering",
            Self::Other => "other",
        }
    }
}

/// One article that a person can be charged with.
#[derive(Clone, Debug)]
pub struct Charge {
    /// Number of the article, e.g. `347` or `120-3`; `other` for every article that has no row.
    pub id: Arc<str>,
    /// The group that it is counted in.
    pub group: ChargeGroup,
    /// Name of the crime.
    pub name: Bilingual,
    /// Citation, e.g. `Criminal Law art. 347`.
    pub cite: Bilingual,
    /// First day in force.
    pub valid_from: Day,
    /// Last day in force; none: no end known.
    pub valid_to: Option<Day>,
    /// Whether the text was read.
    pub status: Status,
    /// Why it is unverified.
    pub why: Option<String>,
    /// The article as one number: article × 10 + the part behind the hyphen; 0 for `other`.
    pub code: u16,
}

/// All charges of this edition.
#[derive(Debug)]
pub struct Charges(Vec<Charge>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    title: Bilingual,
    why: String,
    charge: Vec<RawCharge>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCharge {
    id: String,
    group: ChargeGroup,
    name: Bilingual,
    valid_from: Day,
    valid_to: Option<Day>,
    #[serde(default)]
    verified: bool,
}

impl Charges {
    /// The charges inside this program.
    ///
    /// # Panics
    /// If the data do not load; a test of this crate sees to it that they do.
    pub fn built_in() -> &'static Self {
        static CHARGES: LazyLock<Charges> = LazyLock::new(|| {
            Charges::read(include_str!("../data/charges.toml")).unwrap_or_else(|error| panic!("{error}"))
        });
        &CHARGES
    }

    /// Reads charges from the text of a file. Every problem is answered at once.
    ///
    /// # Errors
    /// [`LawError::Data`] with one diagnostic per problem.
    pub fn read(text: &str) -> Result<Self, LawError> {
        let problem = |message: String| Diagnostic { file: FILE.to_owned(), message };
        let raw: RawFile = toml::from_str(text).map_err(|error| LawError::Data(vec![problem(error.to_string())]))?;
        let mut problems = Vec::new();
        let mut charges: Vec<Charge> = Vec::new();
        for row in &raw.charge {
            match code(&row.id) {
                None => problems.push(problem(format!("charge {}: not the number of an article", row.id))),
                Some(_) if charges.iter().any(|charge| *charge.id == *row.id && overlaps(charge, row)) => {
                    problems.push(problem(format!("charge {}: two rows are in force on one day", row.id)));
                }
                Some(code) => charges.push(charge(&raw, row, code)),
            }
        }
        if problems.is_empty() { Ok(Self(charges)) } else { Err(LawError::Data(problems)) }
    }

    /// The edition of an article in force on a day; none: no such article, or not in force.
    ///
    /// ```
    /// use law::{ChargeGroup, Charges};
    ///
    /// let charges = Charges::built_in();
    /// let day = "2020-05-01".parse().unwrap();
    /// assert_eq!(charges.find("347", day).unwrap().group, ChargeGroup::Drug);
    /// assert!(charges.find("355-1", day).is_none()); // added in 2021
    /// ```
    pub fn find(&self, id: &str, day: Day) -> Option<&Charge> {
        self.0.iter().find(|charge| {
            &*charge.id == id && charge.valid_from <= day && charge.valid_to.is_none_or(|last| day <= last)
        })
    }

    /// Every row, in the order of the data.
    pub fn iter(&self) -> impl Iterator<Item = &Charge> {
        self.0.iter()
    }
}

fn overlaps(charge: &Charge, row: &RawCharge) -> bool {
    charge.valid_to.is_none_or(|last| row.valid_from <= last)
        && row.valid_to.is_none_or(|last| charge.valid_from <= last)
}

fn charge(raw: &RawFile, row: &RawCharge, code: u16) -> Charge {
    let cite = if code == 0 {
        raw.title.clone()
    } else {
        Bilingual::new(
            format!("《{}》{}", raw.title.zh, article_zh(&row.id)),
            format!("{} art. {}", raw.title.en, row.id),
        )
    };
    Charge {
        id: row.id.as_str().into(),
        group: row.group,
        name: row.name.clone(),
        cite,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        status: if row.verified { Status::Verified } else { Status::Unverified },
        why: (!row.verified).then(|| raw.why.clone()),
        code,
    }
}

fn code(id: &str) -> Option<u16> {
    if id == "other" {
        return Some(0);
    }
    let (article, part) = id.split_once('-').unwrap_or((id, "0"));
    let (article, part) = (article.parse::<u16>().ok()?, part.parse::<u16>().ok()?);
    ((1..=452).contains(&article) && part < 10).then_some(article * 10 + part)
}

/// `120-3` as 第120条之三.
fn article_zh(id: &str) -> String {
    const NUMERALS: [&str; 9] = ["一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let Some((article, part)) = id.split_once('-') else { return format!("第{id}条") };
    let numeral = part.parse::<usize>().ok().and_then(|part| NUMERALS.get(part.wrapping_sub(1)));
    format!("第{article}条之{}", numeral.unwrap_or(&part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_charges_inside_load_and_say_that_they_were_not_read() {
        for charge in Charges::built_in().iter() {
            assert_eq!(charge.status == Status::Unverified, charge.why.is_some(), "{}", charge.id);
            assert!(!charge.name.zh.is_empty() && !charge.name.en.is_empty());
        }
        let day = "2020-01-01".parse().unwrap();
        assert_eq!(Charges::built_in().find("120-3", day).unwrap().code, 1203);
        assert_eq!(Charges::built_in().find("120-3", day).unwrap().cite.zh, "《刑法》第120条之三");
    }

    #[test]
    fn every_problem_is_answered() {
        let text = r#"
            title = { zh = "法", en = "Law" }
            why = "w"
            [[charge]]
            id = "x"
            group = "drug"
            name = { zh = "一", en = "a" }
            valid_from = "2000-01-01"
            [[charge]]
            id = "347"
            group = "drug"
            name = { zh = "一", en = "a" }
            valid_from = "2000-01-01"
            [[charge]]
            id = "347"
            group = "drug"
            name = { zh = "一", en = "a" }
            valid_from = "2001-01-01"
        "#;
        let LawError::Data(problems) = Charges::read(text).unwrap_err();
        assert_eq!(problems.len(), 2, "{problems:?}");
    }
}
