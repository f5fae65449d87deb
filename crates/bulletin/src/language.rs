//! The language of a bulletin.

use parcel::Bilingual;

/// Chinese or English.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Chinese (simplified).
    Zh,
    /// English.
    En,
}

impl Language {
    /// The text in this language.
    pub fn of<T>(self, zh: T, en: T) -> T {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }

    /// The text in this language.
    pub fn pick(self, text: &Bilingual) -> &str {
        self.of(&text.zh, &text.en)
    }
}
