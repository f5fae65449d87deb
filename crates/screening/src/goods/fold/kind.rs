//! The ways in which one spelling is folded to another.

use serde::Serialize;

/// One way of folding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FoldKind {
    /// Width, ligature, circle or font of the same character (NFKC).
    Width,
    /// Capital to small letter.
    Case,
    /// A mark on a letter left out.
    Mark,
    /// Traditional to simplified.
    Traditional,
    /// A letter of another script that looks the same.
    Homoglyph,
    /// A digit or sign that stands for a letter.
    Digit,
    /// A space, punctuation mark or sign left out.
    Separator,
    /// A character that cannot be seen left out.
    Invisible,
    /// A character written as its parts, side by side.
    Split,
    /// A character written by its sound in Latin letters.
    Pinyin,
    /// A character of another sense with the same sound.
    Homophone,
    /// Another spelling, written down in the catalogue.
    Spelling,
}

impl FoldKind {
    /// Every kind, in the order in which they are applied.
    pub const ALL: [Self; 12] = [
        Self::Width,
        Self::Case,
        Self::Mark,
        Self::Traditional,
        Self::Homoglyph,
        Self::Digit,
        Self::Separator,
        Self::Invisible,
        Self::Split,
        Self::Pinyin,
        Self::Homophone,
        Self::Spelling,
    ];

    /// The word in evidence.
    pub fn word(self) -> &'static str {
        match self {
            Self::Width => "width",
            Self::Case => "case",
            Self::Mark => "mark",
            Self::Traditional => "traditional",
            Self::Homoglyph => "homoglyph",
            Self::Digit => "digit",
            Self::Separator => "separator",
            Self::Invisible => "invisible",
            Self::Split => "split",
            Self::Pinyin => "pinyin",
            Self::Homophone => "homophone",
            Self::Spelling => "spelling",
        }
    }
}

/// A set of kinds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct FoldKinds(u16);

impl FoldKinds {
    /// The same set with one more kind.
    pub(crate) fn with(self, kind: FoldKind) -> Self {
        Self(self.0 | 1 << kind as u16)
    }

    /// Whether a kind is in the set.
    pub(crate) fn has(self, kind: FoldKind) -> bool {
        self.0 & 1 << kind as u16 != 0
    }

    /// Whether nothing is in the set.
    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The kinds, in the order in which they are applied.
    pub(crate) fn list(self) -> Vec<FoldKind> {
        FoldKind::ALL.into_iter().filter(|kind| self.has(*kind)).collect()
    }
}

/// What was folded to what, where, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fold {
    /// Characters from the start of the text, from 0.
    pub at: usize,
    /// As it stands in the text.
    pub from: String,
    /// As it was read; empty where it was left out.
    pub to: String,
    /// In which ways, in the order in which they were applied.
    pub kinds: Vec<FoldKind>,
}
