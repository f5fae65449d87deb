//! Where a clock comes from: texts in their editions, articles, and the rules of counting.

use std::{collections::HashMap, sync::Arc};

use parcel::{Bilingual, Day};

use crate::Status;

/// A statute or rule, in the edition that was read and the one before it.
#[derive(Clone, Debug)]
pub struct Text {
    /// Id in the data, e.g. `cpl`.
    pub id: Arc<str>,
    /// Its title.
    pub title: Bilingual,
    /// Year of the edition.
    pub year: u16,
    /// First day of the edition.
    pub valid_from: Day,
    /// Whether it was read.
    pub status: Status,
    /// Why it is unverified.
    pub why: Option<Bilingual>,
    /// Why its first day is unverified; none: it was read.
    pub dates_why: Option<Bilingual>,
    pub(crate) before: Option<Before>,
}

/// The edition before.
#[derive(Clone, Debug)]
pub(crate) struct Before {
    pub(crate) year: u16,
    pub(crate) status: Status,
    pub(crate) why: Option<Bilingual>,
    /// Its number for an article of ours.
    pub(crate) articles: HashMap<String, String>,
}

/// An article of a text.
#[derive(Clone, Debug)]
pub struct Cite {
    /// The text.
    pub text: Arc<Text>,
    /// The number of the article in the edition that was read.
    pub article: Arc<str>,
}

/// An article as it is cited for a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited {
    /// Title, edition and article.
    pub cite: Bilingual,
    /// Whether that edition was read.
    pub status: Status,
    /// Why it is unverified.
    pub why: Option<Bilingual>,
}

impl Cite {
    /// The article in the edition in force on a day.
    pub fn on(&self, day: Day) -> Cited {
        let text = &self.text;
        if day >= text.valid_from {
            let cite = words(&text.title, text.year, Some(&self.article));
            return Cited { cite, status: text.status, why: text.why.clone() };
        }
        match &text.before {
            Some(before) => {
                let article = before.articles.get(&*self.article);
                let cite = words(&text.title, before.year, article.map(String::as_str));
                let status = if article.is_some() { before.status } else { Status::Unverified };
                Cited { cite, status, why: before.why.clone() }
            }
            None => Cited {
                cite: words(&text.title, text.year, Some(&self.article)),
                status: Status::Unverified,
                why: Some(Bilingual::new("当日施行的文本未核", "the text in force on that day was not read")),
            },
        }
    }
}

fn words(title: &Bilingual, year: u16, article: Option<&str>) -> Bilingual {
    match article {
        Some(article) => Bilingual::new(
            format!("《{}》（{year}年）第{article}条", title.zh),
            format!("{} {year} art. {article}", title.en),
        ),
        None => Bilingual::new(
            format!("《{}》（{year}年，条文序号未核）", title.zh),
            format!("{} {year} (article not verified)", title.en),
        ),
    }
}

/// How days are counted.
#[derive(Clone, Debug)]
pub struct Counting {
    /// Id in the data, e.g. `criminal`.
    pub id: Arc<str>,
    /// Its name.
    pub name: Bilingual,
    /// Whether a holiday on the last day moves it, unless a person is in custody.
    pub moves: bool,
    /// Articles on counting in general.
    pub cites: Vec<Cite>,
    /// Articles on months.
    pub months: Vec<Cite>,
    /// Whether the way of counting was read.
    pub status: Status,
    /// Why it is unverified.
    pub why: Option<Bilingual>,
}
