//! From the data files of the clocks to checked definitions: every problem at once.

use std::{collections::HashMap, sync::Arc};

use parcel::Bilingual;
use serde::de::DeserializeOwned;

use super::{
    Choice, Cite, Clock, Clocks, Counting, Custody, Effect, Extension, Ground, Length, Text, definition::Period,
    raw::*, source::Before,
};
use crate::{Calendar, Diagnostic, LawError, Status, raw::RawEdition};

/// The data files, as they were when this was compiled.
pub(crate) const FILES: &[(&str, &str)] = &[
    ("edition.toml", include_str!("../../data/clocks/edition.toml")),
    ("texts.toml", include_str!("../../data/clocks/texts.toml")),
    ("countings.toml", include_str!("../../data/clocks/countings.toml")),
    ("grounds.toml", include_str!("../../data/clocks/grounds.toml")),
    ("detention.toml", include_str!("../../data/clocks/detention.toml")),
    ("custody.toml", include_str!("../../data/clocks/custody.toml")),
    ("prosecution.toml", include_str!("../../data/clocks/prosecution.toml")),
    ("trial.toml", include_str!("../../data/clocks/trial.toml")),
    ("supervision.toml", include_str!("../../data/clocks/supervision.toml")),
    ("transfer.toml", include_str!("../../data/clocks/transfer.toml")),
    ("regulator.toml", include_str!("../../data/clocks/regulator.toml")),
];

/// Files that hold no clocks.
const OTHERS: [&str; 4] = ["edition.toml", "texts.toml", "countings.toml", "grounds.toml"];

/// Reads and checks all files.
pub(crate) fn clocks(files: &[(&str, &str)]) -> Result<Clocks, LawError> {
    let mut reader = Reader { files, ..Reader::default() };
    let edition: Option<RawEdition> = reader.parse("edition.toml");
    reader.texts();
    reader.countings();
    reader.grounds();
    let clocks = reader.clocks();
    match edition {
        Some(edition) if reader.problems.is_empty() => Ok(Clocks {
            edition: format!("{}@{}", edition.name, edition.day).into(),
            by_id: clocks.iter().enumerate().map(|(place, clock)| (clock.id.clone(), place)).collect(),
            all: clocks,
            calendar: Calendar::built_in(),
        }),
        _ => Err(LawError::Data(reader.problems)),
    }
}

#[derive(Default)]
struct Reader<'a> {
    files: &'a [(&'a str, &'a str)],
    problems: Vec<Diagnostic>,
    /// The file being read, for diagnostics.
    file: String,
    texts: HashMap<String, Arc<Text>>,
    countings: HashMap<String, Arc<Counting>>,
    grounds: HashMap<String, Arc<Ground>>,
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

    fn texts(&mut self) {
        let raw = self.parse::<RawTexts>("texts.toml").map_or_else(Vec::new, |raw| raw.text);
        for text in raw {
            self.sourced(&text.id, text.status, text.why.as_ref());
            let before = text.before.map(|before| Before {
                year: before.year,
                status: before.status.unwrap_or(Status::Unverified),
                why: before.why,
                articles: before.articles,
            });
            let read = Text {
                id: text.id.as_str().into(),
                title: Bilingual::new(text.zh, text.en),
                year: text.year,
                valid_from: text.valid_from,
                status: text.status,
                why: text.why,
                dates_why: text.dates_why,
                before,
            };
            if self.texts.insert(text.id.clone(), Arc::new(read)).is_some() {
                self.problem(format!("text {} is there twice", text.id));
            }
        }
    }

    fn countings(&mut self) {
        let raw = self.parse::<RawCountings>("countings.toml").map_or_else(Vec::new, |raw| raw.counting);
        for counting in raw {
            let status = counting.status.unwrap_or(Status::Verified);
            self.sourced(&counting.id, status, counting.why.as_ref());
            let read = Counting {
                id: counting.id.as_str().into(),
                name: counting.name,
                moves: counting.moves == RawMoves::UnlessCustody,
                cites: self.cites(&counting.id, &counting.cites),
                months: self.cites(&counting.id, &counting.months),
                status,
                why: counting.why,
            };
            self.countings.insert(counting.id, Arc::new(read));
        }
    }

    fn grounds(&mut self) {
        let raw = self.parse::<RawGrounds>("grounds.toml").map_or_else(Vec::new, |raw| raw.ground);
        for ground in raw {
            let read = Ground {
                id: ground.id.as_str().into(),
                name: ground.name,
                effect: ground.effect,
                cites: self.cites(&ground.id, &ground.cites),
                times_max: ground.times_max,
                after_expiry: ground.after_expiry,
            };
            self.grounds.insert(ground.id, Arc::new(read));
        }
    }

    fn clocks(&mut self) -> Vec<Arc<Clock>> {
        let names: Vec<_> = self.files.iter().map(|(name, _)| *name).filter(|name| !OTHERS.contains(name)).collect();
        let mut clocks: Vec<Arc<Clock>> = Vec::new();
        for name in names {
            for raw in self.parse::<RawClocks>(name).map_or_else(Vec::new, |raw| raw.clock) {
                if clocks.iter().any(|clock| *clock.id == *raw.id) {
                    self.problem(format!("clock {} is there twice", raw.id));
                }
                clocks.extend(self.clock(raw).map(Arc::new));
            }
        }
        clocks
    }

    fn clock(&mut self, raw: RawClock) -> Option<Clock> {
        let id = raw.id;
        let status = raw.status.unwrap_or(Status::Verified);
        self.sourced(&id, status, raw.why.as_ref());
        for text in [&raw.name, &raw.starts, &raw.expiry] {
            if text.zh.trim().is_empty() || text.en.trim().is_empty() {
                self.problem(format!("clock {id}: a language is empty"));
            }
        }
        let extensions: Vec<_> = raw.extension.into_iter().map(|extension| self.extension(&id, extension)).collect();
        if let Some(choice) = &raw.option {
            self.choice(&id, choice, &extensions);
        }
        let earlier = raw.earlier.into_iter().next().and_then(|period| {
            let RawPeriod { length, counting, cites, why } = period;
            self.period(&id, length, &counting, &cites, Status::Unverified, Some(why))
        });
        let grounds = raw.grounds.iter().filter_map(|ground| self.ground(&id, ground)).collect();
        let now = self.period(&id, raw.length, &raw.counting, &raw.cites, status, raw.why)?;
        Some(Clock {
            id: id.into(),
            name: raw.name,
            starts: raw.starts,
            bearer: raw.bearer,
            custody: raw.custody.unwrap_or(Custody::Either),
            liberty_ceiling: raw.liberty_ceiling,
            expiry: raw.expiry,
            option: raw.option,
            extensions,
            grounds,
            now,
            earlier,
            new: raw.new,
        })
    }

    fn period(
        &mut self,
        id: &str,
        length: Length,
        counting: &str,
        cites: &[String],
        status: Status,
        why: Option<Bilingual>,
    ) -> Option<Period> {
        let cites = self.cites(id, cites);
        if cites.is_empty() {
            self.problem(format!("clock {id} cites nothing"));
        }
        let counting = self.countings.get(counting).cloned();
        if counting.is_none() {
            self.problem(format!("clock {id}: this way of counting does not exist"));
        }
        if !length.is_sound() {
            self.problem(format!("clock {id}: calendar time, working days and hours do not mix"));
        }
        counting.filter(|_| !cites.is_empty()).map(|counting| Period { length, counting, cites, status, why })
    }

    fn extension(&mut self, id: &str, raw: RawExtension) -> Extension {
        if raw.request_before_days.is_some() == raw.request_cites.is_empty() {
            self.problem(format!("clock {id}: a time for asking and the article that sets it go together"));
        }
        Extension {
            length: raw.length,
            days_min: raw.days_min,
            by: raw.by,
            cites: self.cites(id, &raw.cites),
            request_before_days: raw.request_before_days,
            request_cites: self.cites(id, &raw.request_cites),
        }
    }

    fn choice(&mut self, id: &str, choice: &Choice, extensions: &[Extension]) {
        let greatest = match choice.effect {
            Effect::ExtensionSteps => extensions.len(),
            Effect::ExtensionDays => extensions.first().map_or(0, |extension| usize::from(extension.length.days)),
            Effect::SetDays | Effect::SetMonths | Effect::Ordinal => usize::from(choice.max),
        };
        let default = choice.default.is_none_or(|default| (choice.min..=choice.max).contains(&default));
        if choice.min > choice.max || usize::from(choice.max) != greatest || !default {
            self.problem(format!("clock {id}: option {} does not fit", choice.name));
        }
    }

    fn ground(&mut self, id: &str, ground: &str) -> Option<Arc<Ground>> {
        let known = self.grounds.get(ground).cloned();
        if known.is_none() {
            self.problem(format!("clock {id}: ground {ground} does not exist"));
        }
        known
    }

    fn cites(&mut self, id: &str, cites: &[String]) -> Vec<Cite> {
        cites.iter().filter_map(|cite| self.cite(id, cite)).collect()
    }

    fn cite(&mut self, id: &str, cite: &str) -> Option<Cite> {
        let found = cite.split_once(' ').and_then(|(text, article)| Some((self.texts.get(text)?.clone(), article)));
        if found.is_none() {
            self.problem(format!("{id}: {cite} cites no text that is known"));
        }
        found.map(|(text, article)| Cite { text, article: article.into() })
    }

    fn sourced(&mut self, id: &str, status: Status, why: Option<&Bilingual>) {
        if status == Status::Unverified && why.is_none() {
            self.problem(format!("{id} is unverified without a why"));
        }
    }
}
