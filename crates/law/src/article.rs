//! Articles of statutes: what they say, from when to when, and whether we have read them.

use std::sync::Arc;

use parcel::{Bilingual, Day};
use serde::Deserialize;

use crate::Ground;

/// Whether a statement of the data was checked against a primary text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The primary text was read and says so.
    Verified,
    /// A secondary source or our own reading; `why` says which.
    Unverified,
}

impl Status {
    /// Verified only if both are.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        if self == Self::Verified { other } else { self }
    }
}

/// One edition of one article.
#[derive(Clone, Debug)]
pub struct Article {
    /// Id of the rule, the same in every edition, e.g. `express.identity`.
    pub id: Arc<str>,
    /// Which edition, from 1 up.
    pub version: u32,
    /// Citation with edition and article, e.g. `Express Delivery Regulations 2025 art. 23`.
    pub cite: Bilingual,
    /// What it says, in short.
    pub says: Bilingual,
    /// First day in force; none: always.
    pub valid_from: Option<Day>,
    /// Last day in force; none: no end known.
    pub valid_to: Option<Day>,
    /// Whether its text was read.
    pub text: Status,
    /// Whether its days in force were read.
    pub dates: Status,
    /// Why something is unverified.
    pub why: Option<String>,
    pub(crate) must_not_accept: Vec<MustNotAccept>,
}

impl Article {
    /// Whether it is in force on `day`.
    pub fn in_force(&self, day: Day) -> bool {
        self.valid_from.is_none_or(|first| first <= day) && self.valid_to.is_none_or(|last| day <= last)
    }

    /// The words by which it forbids acceptance on this ground, if it does.
    pub fn must_not_accept(&self, ground: Ground) -> Option<&MustNotAccept> {
        self.must_not_accept.iter().find(|words| words.ground == ground)
    }
}

/// The words of an article that forbid acceptance on one ground.
///
/// Comes into being only from words that say "must not accept" in a text that was read; a refusal needs one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MustNotAccept {
    ground: Ground,
    words: String,
}

impl MustNotAccept {
    /// The phrases of the statutes that forbid acceptance.
    const PHRASES: [&'static str; 4] = ["不得收寄", "不予收寄", "应当拒绝收寄", "不得运输、寄递"];

    pub(crate) fn read(ground: Ground, words: &str, text: Status) -> Option<Self> {
        let forbids = Self::PHRASES.iter().any(|phrase| words.contains(phrase));
        (forbids && text == Status::Verified).then(|| Self { ground, words: words.to_owned() })
    }

    /// The ground.
    pub fn ground(&self) -> Ground {
        self.ground
    }

    /// The words of the article, in Chinese.
    pub fn words(&self) -> &str {
        &self.words
    }
}
