//! What is said of an item for its declared goods, and of a text without an item.

use parcel::{Evidence, Finding, HintEffect, Item, Value, kind::ItemKind};
use serde::Serialize;

use super::{catalogue::Catalogue, fold::Fold, look::Hit};

impl Catalogue {
    /// One finding for each line of goods that names something of the catalogue; none for a letter.
    pub fn findings(&self, item: &Item) -> Vec<Finding> {
        if item.item_kind == ItemKind::Letter {
            return Vec::new();
        }
        let day = Some(item.day());
        let hits = item.goods.iter().enumerate().filter_map(|(line, goods)| {
            self.look_on(&goods.name, day).map(|hit| hit.into_finding(line, &goods.name, &self.edition))
        });
        hits.collect()
    }

    /// What the catalogue says of a text, as the command line writes it.
    pub fn answer(&self, text: &str) -> Answer {
        let hit = self.look(text);
        let effect = hit.as_ref().map(|hit| if hit.effect == HintEffect::Note { "note" } else { "inspect" });
        Answer {
            text: text.to_owned(),
            class: hit.as_ref().map(|hit| hit.class.to_string()),
            entry: hit.as_ref().map(|hit| hit.entry.to_string()),
            effect,
            edition: self.edition.to_string(),
            trail: hit.map_or_else(Vec::new, |hit| hit.trail),
        }
    }
}

/// What the catalogue says of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// The text.
    pub text: String,
    /// Dotted class; none where nothing matched.
    pub class: Option<String>,
    /// Entry; none where nothing matched.
    pub entry: Option<String>,
    /// `inspect` or `note`; none where nothing matched.
    pub effect: Option<&'static str>,
    /// Edition of the catalogue.
    pub edition: String,
    /// Every fold between the text and the name.
    pub trail: Vec<Fold>,
}

impl Hit {
    fn into_finding(self, line: usize, text: &str, edition: &str) -> Finding {
        let folds: Vec<Value> = self.trail.into_iter().map(|fold| Evidence::from(fold).into()).collect();
        let mut evidence = Evidence::default()
            .with("field", format!("/goods/{line}/name"))
            .with("text", text)
            .with("matched", self.matched)
            .with("at", self.at as u64)
            .with("name", self.name)
            .with("folds", folds)
            .with("edition", edition);
        if self.lawful_use {
            evidence = evidence.with("lawful_use", true);
        }
        Finding::Goods { provision: self.provision, effect: self.effect, class: self.class, evidence, also: self.also }
    }
}

impl From<Fold> for Evidence {
    fn from(fold: Fold) -> Self {
        let kinds: Vec<Value> = fold.kinds.into_iter().map(|kind| Value::from(kind.word())).collect();
        Self::default().with("at", fold.at as u64).with("from", fold.from).with("to", fold.to).with("kinds", kinds)
    }
}
