//! What a bulletin consists of, as data: its words with places for figures, its breakdowns, and what it is compared with.

use std::sync::LazyLock;

use law::indicator::Indicators;
use parcel::Bilingual;
use serde::Deserialize;

use crate::{Ask, Dimension, Period, Published};

/// A bulletin before it is computed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Id, e.g. `drug-casework`.
    pub id: String,
    /// Id of the scope of figures that name none.
    pub scope: String,
    /// Title.
    pub title: Bilingual,
    pub(crate) section: Vec<Section>,
    #[serde(default)]
    pub(crate) breakdown: Vec<Breakdown>,
    #[serde(default)]
    pub(crate) compare: Vec<Compare>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Section {
    pub(crate) heading: Bilingual,
    pub(crate) text: Bilingual,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Breakdown {
    pub(crate) by: String,
    pub(crate) figures: Vec<String>,
    #[serde(default)]
    pub(crate) chart: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Compare {
    /// Id of a published release.
    pub(crate) release: String,
    /// Our figure and its published series.
    pub(crate) figures: Vec<(String, String)>,
    /// Claims in words of that release.
    #[serde(default)]
    pub(crate) claims: Vec<String>,
}

const FILES: [(&str, &str); 2] = [
    ("drug-casework.toml", include_str!("../data/bulletins/drug-casework.toml")),
    ("parcel-crime.toml", include_str!("../data/bulletins/parcel-crime.toml")),
];

/// The bulletins inside this program.
///
/// # Panics
///
/// If the data do not load; a test of this crate sees to it that they do.
pub fn templates() -> &'static [Template] {
    static ALL: LazyLock<Vec<Template>> = LazyLock::new(|| {
        FILES
            .iter()
            .map(|(file, text)| read(file, text).unwrap_or_else(|problems| panic!("{}", problems.join("; "))))
            .collect()
    });
    &ALL
}

/// A bulletin by id.
pub fn template(id: &str) -> Option<&'static Template> {
    templates().iter().find(|template| template.id == id)
}

/// Reads a bulletin; every place that names nothing known is told.
fn read(file: &str, text: &str) -> Result<Template, Vec<String>> {
    let template: Template = toml::from_str(text).map_err(|error| vec![format!("{file}: {error}")])?;
    let problems = problems(&template);
    if problems.is_empty() {
        Ok(template)
    } else {
        Err(problems.into_iter().map(|problem| format!("{file}: {problem}")).collect())
    }
}

fn problems(template: &Template) -> Vec<String> {
    let mut problems = Vec::new();
    let all = Indicators::built_in();
    let mut known = |name: &str| {
        let (indicator, scope) = template.split(name);
        if all.get(indicator).is_none() || all.scope(scope).is_none() {
            problems.push(format!("{name}: no such indicator or scope"));
        }
    };
    for section in &template.section {
        let (zh, en) = (places(&section.text.zh), places(&section.text.en));
        zh.iter().chain(&en).filter(|place| **place != PERIOD).for_each(|place| known(place));
    }
    template.breakdown.iter().flat_map(|breakdown| &breakdown.figures).for_each(|name| known(name));
    template.compare.iter().flat_map(|compare| &compare.figures).for_each(|(name, _)| known(name));
    for section in &template.section {
        if sorted(places(&section.text.zh)) != sorted(places(&section.text.en)) {
            problems.push(format!("{}: the languages name different figures", section.heading.en));
        }
    }
    for breakdown in &template.breakdown {
        if dimension(&breakdown.by).is_none() {
            problems.push(format!("{}: no such dimension", breakdown.by));
        }
    }
    for compare in &template.compare {
        let release = Published::built_in().releases().iter().any(|release| release.id == compare.release);
        let series = compare.figures.iter().map(|(_, series)| series).chain(&compare.claims);
        let unknown = series.filter(|series| Published::built_in().series(series).is_none());
        problems.extend(unknown.map(|series| format!("{series}: no such series")));
        if !release {
            problems.push(format!("{}: no such release", compare.release));
        }
    }
    problems
}

fn sorted(mut words: Vec<&str>) -> Vec<&str> {
    words.sort_unstable();
    words
}

/// The place that stands for the period.
pub(crate) const PERIOD: &str = "period";

/// What stands between braces, in order.
pub(crate) fn places(text: &str) -> Vec<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(place, _)| place)).collect()
}

/// A dimension by its word.
pub(crate) fn dimension(word: &str) -> Option<Dimension> {
    Dimension::ALL.iter().find(|(name, _)| *name == word).map(|(_, dimension)| *dimension)
}

impl Template {
    /// `indicator` or `indicator@scope`.
    fn split<'a>(&'a self, name: &'a str) -> (&'a str, &'a str) {
        name.split_once('@').unwrap_or((name, &self.scope))
    }

    /// What a place asks for.
    pub(crate) fn ask(&self, name: &str, period: Period) -> Ask {
        let (indicator, scope) = self.split(name);
        Ask { indicator: indicator.to_owned(), scope: scope.to_owned(), period }
    }

    /// Every figure that the text names, each once, in order.
    pub(crate) fn figures(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for place in self.section.iter().flat_map(|section| places(&section.text.zh)) {
            if place != PERIOD && !names.contains(&place) {
                names.push(place);
            }
        }
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_bulletins_load() {
        assert!(template("drug-casework").unwrap().figures().len() > 35);
        assert!(template("parcel-crime").is_some() && template("other").is_none());
    }

    #[test]
    fn what_a_bulletin_names_must_exist() {
        let text = "id = \"a\"\nscope = \"drug\"\ntitle = { zh = \"甲\", en = \"a\" }\n[[section]]\nheading = { zh = \"甲\", en = \"a\" }\n\
            text = { zh = \"{nothing}{arrests@nowhere}\", en = \"{arrests}\" }\n[[breakdown]]\nby = \"colour\"\nfigures = []\n\
            [[compare]]\nrelease = \"none\"\nfigures = [[\"arrests\", \"no-series\"]]\n";
        assert_eq!(read("a.toml", text).unwrap_err().len(), 6);
    }
}
