//! The checked data of one edition: what `read` makes of the files and `resolve` looks up.

use std::{collections::HashMap, sync::Arc};

use parcel::{Bilingual, Day, DutyState, Gate};

use crate::{
    Article, Due, Ground, Status, Word, retention::RetentionRow, scope::Scope, situation::Speech,
    territory::Territories,
};

/// The checked data of one edition.
#[derive(Debug)]
pub(crate) struct Book {
    pub(crate) edition: Arc<str>,
    pub(crate) words: Vec<Arc<Word>>,
    /// Editions of each provision, by id.
    pub(crate) articles: HashMap<Arc<str>, Vec<Arc<Article>>>,
    /// One for each situation, in the order of `Situation::ALL`.
    pub(crate) situations: Vec<Speech>,
    /// One for each ground, in the order of `Ground::ALL`.
    pub(crate) grounds: Vec<Speech>,
    pub(crate) reviews: Vec<ReviewRow>,
    pub(crate) duties: Vec<DutyRow>,
    pub(crate) refusals: Vec<RefusalRow>,
    pub(crate) retention: Vec<RetentionRow>,
    /// The first days on which something changes, in order.
    pub(crate) breaks: Vec<Day>,
    pub(crate) places: Territories,
    pub(crate) destinations: Territories,
}

#[derive(Debug)]
pub(crate) struct DutyRow {
    pub(crate) gate: Gate,
    pub(crate) state: DutyState,
    pub(crate) due: Due,
    pub(crate) provision: Arc<str>,
    pub(crate) scope: Scope,
    pub(crate) status: Status,
}

#[derive(Debug)]
pub(crate) struct RefusalRow {
    pub(crate) ground: Ground,
    pub(crate) provision: Arc<str>,
    pub(crate) scope: Scope,
}

#[derive(Debug)]
pub(crate) struct ReviewRow {
    pub(crate) scope: Scope,
    pub(crate) cites: Vec<Arc<str>>,
    pub(crate) text: Bilingual,
}

impl Book {
    /// The edition of a provision in force on the day.
    pub(crate) fn in_force(&self, provision: &str, day: Day) -> Option<&Arc<Article>> {
        self.articles.get(provision)?.iter().find(|article| article.in_force(day))
    }
}
