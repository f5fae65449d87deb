//! Procuratorial recommendations that were published, as worked examples.
//!
//! What is recorded of a recommendation in a register belongs in `casebook`.

use std::sync::LazyLock;

use parcel::{Bilingual, Day};
use serde::Deserialize;

use crate::{Diagnostic, LawError, Status};

/// A published recommendation in both languages.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecommendationExample {
    /// Id, e.g. `seven-2021`.
    pub id: String,
    /// Its name.
    pub name: Bilingual,
    /// Word of its type, e.g. `social_governance`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Number of the document.
    pub document: String,
    /// Who issued it.
    pub issuer: Bilingual,
    /// To whom.
    pub addressee: Bilingual,
    /// When it was sent.
    pub day: Day,
    /// Those of the departments copied to that the sources name.
    pub copies: Vec<Bilingual>,
    /// How many departments it was copied to.
    pub copies_count: u16,
    /// Problems found.
    pub problems: Vec<Bilingual>,
    /// What it recommends, one by one.
    pub points: Vec<ExamplePoint>,
    /// What followed.
    pub followed: Vec<Bilingual>,
    /// Where this was read.
    pub source: String,
    /// Whether the document itself was read.
    pub status: Status,
    /// Why not.
    pub why: Bilingual,
}

/// One point of an example.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExamplePoint {
    /// What it recommends.
    pub recommends: Bilingual,
    /// Indicators by which its effect could be seen; our own reading, not part of the document.
    #[serde(default)]
    pub indicators: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    example: Vec<RecommendationExample>,
}

impl RecommendationExample {
    /// Those inside this program.
    ///
    /// # Panics
    /// If the data do not load; a test of this crate sees to it that they do.
    pub fn built_in() -> &'static [Self] {
        static EXAMPLES: LazyLock<Vec<RecommendationExample>> = LazyLock::new(|| {
            RecommendationExample::read(include_str!("../data/recommendations.toml"))
                .unwrap_or_else(|error| panic!("{error}"))
        });
        &EXAMPLES
    }

    /// Reads examples from the text of a file.
    ///
    /// # Errors
    /// [`LawError::Data`] with one diagnostic per problem.
    pub fn read(text: &str) -> Result<Vec<Self>, LawError> {
        let problem = |message: String| Diagnostic { file: "recommendations.toml".to_owned(), message };
        let file: File = toml::from_str(text).map_err(|error| LawError::Data(vec![problem(error.to_string())]))?;
        let problems: Vec<_> = file.example.iter().flat_map(Self::faults).map(problem).collect();
        if problems.is_empty() { Ok(file.example) } else { Err(LawError::Data(problems)) }
    }

    fn faults(&self) -> Vec<String> {
        let points = self.points.iter().map(|point| &point.recommends);
        let texts = [&self.name, &self.issuer, &self.addressee, &self.why].into_iter().chain(points);
        let texts = texts.chain(&self.problems).chain(&self.copies).chain(&self.followed);
        let empty = |text: &Bilingual| text.zh.is_empty() || text.en.is_empty();
        let mut faults: Vec<_> =
            texts.filter(|text| empty(text)).map(|_| format!("{}: a language is empty", self.id)).collect();
        if usize::from(self.copies_count) < self.copies.len() {
            faults.push(format!("{}: more copies are named than were sent", self.id));
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_seven_has_its_problems_points_and_copies() {
        let seven = &RecommendationExample::built_in()[0];
        assert_eq!((seven.id.as_str(), seven.day.to_string().as_str()), ("seven-2021", "2021-10-20"));
        assert_eq!((seven.problems.len(), seven.points.len(), seven.copies_count), (4, 9, 12));
        assert_eq!(seven.status, Status::Unverified, "the letter itself was not read");
    }

    #[test]
    fn every_problem_is_answered_at_once() {
        let broken = include_str!("../data/recommendations.toml")
            .replacen("copies_count = 12", "copies_count = 1", 1)
            .replacen("en = \"train staff and warn the public\"", "en = \"\"", 1);
        let Err(LawError::Data(problems)) = RecommendationExample::read(&broken) else { panic!("it was read") };
        assert_eq!(problems.len(), 2, "{problems:?}");
    }
}
