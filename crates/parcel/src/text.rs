//! Text that a person reads, always in both languages.

use serde::{Deserialize, Serialize};

/// A text in Chinese and English; neither can be left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// Chinese (simplified).
    pub zh: String,
    /// English.
    pub en: String,
}

impl Bilingual {
    /// Pairs the two texts.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }
}
