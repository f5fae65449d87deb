//! From the files as written to the checked book: every problem at once, never the first only.

use std::{collections::HashMap, sync::Arc};

use parcel::{Ask, Bilingual, Day, Region};
use serde::de::DeserializeOwned;

use crate::{
    Article, Diagnostic, Ground, LawError, MustNotAccept, Reading, Situation, Status, Word,
    book::{Book, DutyRow, RefusalRow, ReviewRow},
    raw::*,
    scope::Scope,
    situation::Speech,
    territory::Territories,
};

mod rows;

/// The files of an edition: name and text.
pub(crate) type Files<'a> = &'a [(&'a str, &'a str)];

/// Reads and checks all files.
pub(crate) fn book(files: Files) -> Result<Book, LawError> {
    let mut reader = Reader { files, problems: Vec::new(), file: String::new() };
    let book = reader.book();
    match book {
        Some(book) if reader.problems.is_empty() => Ok(book),
        _ => Err(LawError::Data(reader.problems)),
    }
}

struct Reader<'a> {
    files: Files<'a>,
    problems: Vec<Diagnostic>,
    /// The file being read, for diagnostics.
    file: String,
}

impl Reader<'_> {
    fn problem(&mut self, message: impl Into<String>) {
        self.problems.push(Diagnostic { file: self.file.clone(), message: message.into() });
    }

    fn parse<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        name.clone_into(&mut self.file);
        let Some((_, text)) = self.files.iter().find(|(file, _)| *file == name) else {
            self.problem("the file is missing");
            return None;
        };
        toml::from_str(text).map_err(|error| self.problem(error.to_string())).ok()
    }

    fn book(&mut self) -> Option<Book> {
        let edition: Option<RawEdition> = self.parse("edition.toml");
        let words = self.words();
        let mut articles = self.articles();
        let situations = self.situations();
        let grounds = self.grounds();
        let orders: Option<RawOrders> = self.parse("orders.toml");
        let mut duties = orders.map(|orders| self.orders(orders, &words, &mut articles)).unwrap_or_default();
        let known = Known { words: &words, articles: &articles };
        duties.extend(self.duties(&known));
        let refusals = self.refusals(&known);
        let reviews = self.reviews(&known);
        let retention = self.retention(&known);
        "edition.toml".clone_into(&mut self.file);
        self.required(&articles);
        let edition = edition?;
        Some(Book {
            edition: format!("{}@{}", edition.name, edition.day).into(),
            breaks: breaks(&articles),
            places: Territories::new(
                duties
                    .iter()
                    .flat_map(|row| row.scope.place.iter().chain(&row.scope.place_outside))
                    .copied()
                    .chain(refusals.iter().flat_map(|row| row.scope.place.iter().copied()))
                    .chain(reviews.iter().flat_map(|row| row.scope.place.iter().copied())),
            ),
            destinations: Territories::new(duties.iter().flat_map(|row| row.scope.destination.iter().copied())),
            words,
            articles,
            situations,
            grounds,
            reviews,
            duties,
            refusals,
            retention,
        })
    }

    fn words(&mut self) -> Vec<Arc<Word>> {
        let Some(raw) = self.parse::<RawWords>("words.toml") else { return Vec::new() };
        raw.word.into_iter().map(|word| Arc::new(self.word(word))).collect()
    }

    fn word(&mut self, raw: RawWord) -> Word {
        let read =
            |covered| move |raw: RawReading| Reading { kind: raw.kind, covered, status: raw.status, why: raw.why };
        let left_out = raw.leaves_out.into_iter().map(read(false));
        let readings: Vec<_> = raw.covers.into_iter().map(read(true)).chain(left_out).collect();
        for reading in readings.iter().filter(|reading| reading.status == Status::Unverified && reading.why.is_none()) {
            self.problem(format!("word {}: {} is unverified without a why", raw.id, reading.kind));
        }
        Word { id: raw.id.into(), words: Bilingual::new(raw.zh, raw.en), readings }
    }

    fn articles(&mut self) -> HashMap<Arc<str>, Vec<Arc<Article>>> {
        let names: Vec<_> =
            self.files.iter().map(|(name, _)| *name).filter(|name| name.starts_with("provisions/")).collect();
        let mut articles = HashMap::new();
        for name in names {
            let Some(raw) = self.parse::<RawProvisions>(name) else { continue };
            for provision in raw.provision {
                let id: Arc<str> = provision.id.as_str().into();
                let editions = self.editions(&id, &provision);
                if articles.insert(id.clone(), editions).is_some() {
                    self.problem(format!("provision {id} is there twice"));
                }
            }
        }
        articles
    }

    fn editions(&mut self, id: &Arc<str>, raw: &RawProvision) -> Vec<Arc<Article>> {
        self.bilingual(id, &raw.says);
        let editions: Vec<_> = raw.edition.iter().filter_map(|edition| self.article(id, raw, edition)).collect();
        for pair in editions.windows(2) {
            let follows = pair[0].valid_to.zip(pair[1].valid_from).is_some_and(|(last, first)| last < first);
            if !follows || pair[0].version >= pair[1].version {
                self.problem(format!("provision {id}: editions overlap or are out of order"));
            }
        }
        editions
    }

    fn article(&mut self, id: &Arc<str>, raw: &RawProvision, edition: &RawArticle) -> Option<Arc<Article>> {
        if (edition.text == Status::Unverified || edition.dates == Status::Unverified) && edition.why.is_none() {
            self.problem(format!("provision {id}: unverified without a why"));
        }
        let Some(cite) = edition.source.clone().or_else(|| cite(raw.title.as_ref()?, edition)) else {
            self.problem(format!("provision {id}: neither source nor title, year and article"));
            return None;
        };
        let mut must_not_accept = Vec::new();
        for words in &raw.must_not_accept {
            match MustNotAccept::read(words.ground, &words.words, edition.text) {
                Some(words) => must_not_accept.push(words),
                None => self.problem(format!("provision {id}: the words do not forbid acceptance, or were not read")),
            }
        }
        Some(Arc::new(Article {
            id: id.clone(),
            version: edition.version,
            cite,
            says: raw.says.clone(),
            valid_from: edition.valid_from,
            valid_to: edition.valid_to,
            text: edition.text,
            dates: edition.dates,
            why: edition.why.clone(),
            must_not_accept,
        }))
    }

    fn situations(&mut self) -> Vec<Speech> {
        let raw = self.parse::<RawSituations>("situations.toml").map_or_else(Vec::new, |raw| raw.situation);
        self.speeches(&raw, Situation::ALL, Situation::word)
    }

    fn grounds(&mut self) -> Vec<Speech> {
        let raw = self.parse::<RawGrounds>("grounds.toml").map_or_else(Vec::new, |raw| raw.ground);
        if raw.iter().any(|speech| speech.asks.is_none()) {
            self.problem("a ground must ask something");
        }
        self.speeches(&raw, Ground::ALL, Ground::word)
    }

    /// One speech for each member, in the order of `all`.
    fn speeches<I: Copy + PartialEq>(
        &mut self,
        raw: &[RawSpeech<I>],
        all: &[I],
        word: fn(I) -> &'static str,
    ) -> Vec<Speech> {
        if raw.len() > all.len() {
            self.problem("something is said twice");
        }
        all.iter()
            .filter_map(|member| {
                let Some(speech) = raw.iter().find(|speech| speech.id == *member) else {
                    self.problem(format!("nothing is said for {}", word(*member)));
                    return None;
                };
                self.bilingual(word(*member), &speech.message);
                Some(Speech {
                    message: Arc::new(speech.message.clone()),
                    request: self.request(word(*member), speech)?,
                })
            })
            .collect()
    }

    #[expect(clippy::option_option, reason = "none: a problem; some none: a note, which asks nothing")]
    fn request<I>(&mut self, name: &str, speech: &RawSpeech<I>) -> Option<Option<(Ask, Bilingual)>> {
        match (speech.asks, &speech.remedy) {
            (Some(asks), Some(remedy)) => {
                self.bilingual(name, remedy);
                Some(Some((asks, remedy.clone())))
            }
            (None, None) => Some(None),
            _ => {
                self.problem(format!("{name}: asks and remedy go together"));
                None
            }
        }
    }

    fn bilingual(&mut self, name: &str, text: &Bilingual) {
        if text.zh.trim().is_empty() || text.en.trim().is_empty() {
            self.problem(format!("{name}: a language is empty"));
        }
    }

    /// Articles that the code cites by itself.
    fn required(&mut self, articles: &HashMap<Arc<str>, Vec<Arc<Article>>>) {
        for id in ["gap.format", "gap.day", "gap.abroad", "contract.place"] {
            let always = |editions: &Vec<Arc<Article>>| editions.iter().any(|article| article.valid_from.is_none());
            if !articles.get(id).is_some_and(always) {
                self.problem(format!("provision {id} must always be in force"));
            }
        }
    }
}

/// What rows may refer to.
struct Known<'a> {
    words: &'a [Arc<Word>],
    articles: &'a HashMap<Arc<str>, Vec<Arc<Article>>>,
}

fn cite(title: &Bilingual, edition: &RawArticle) -> Option<Bilingual> {
    let (year, article) = (edition.year?, edition.article.as_ref()?);
    Some(Bilingual::new(
        format!("《{}》（{year}年）第{article}条", title.zh),
        format!("{} {year} art. {article}", title.en),
    ))
}

/// The first days on which any article comes into or goes out of force.
fn breaks(articles: &HashMap<Arc<str>, Vec<Arc<Article>>>) -> Vec<Day> {
    let after = |day: Day| day.tomorrow().unwrap_or(day);
    let mut days: Vec<_> = articles
        .values()
        .flatten()
        .flat_map(|article| article.valid_from.into_iter().chain(article.valid_to.map(after)))
        .collect();
    days.sort_unstable();
    days.dedup();
    days
}
