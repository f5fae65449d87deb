//! Personal data: in clear only on its way in, a pseudonym everywhere else.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Personal text as it arrived. Neither printed nor logged: `Debug` shows no content, `Display` does not exist.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clear(String);

impl Clear {
    /// Wraps personal text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself. Only `seal` and checks of shape should need it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Clear {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("<personal>")
    }
}

/// What a personal value is. Each kind has its own pseudonym domain, so that equal texts of two kinds stay unlinked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PersonalKind {
    /// A party's name.
    Name,
    /// A phone number, of sender, recipient or payer alike.
    Phone,
    /// The number of an identity document.
    IdNumber,
    /// An address.
    Address,
    /// The number of a long-term sender's safety agreement.
    Agreement,
    /// A member of staff.
    Staff,
    /// Free text (`note`, `to`): sealed, never a pseudonym.
    Note,
}

impl PersonalKind {
    /// Every kind.
    pub const ALL: [Self; 7] =
        [Self::Name, Self::Phone, Self::IdNumber, Self::Address, Self::Agreement, Self::Staff, Self::Note];

    /// The name of its pseudonym domain. Part of stored data: never renamed.
    pub fn domain(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Phone => "phone",
            Self::IdNumber => "id_number",
            Self::Address => "address",
            Self::Agreement => "agreement",
            Self::Staff => "staff",
            Self::Note => "note",
        }
    }
}

/// What stands for a personal value: keyed, per operator, kind and key epoch.
///
/// Equal where the values are equal within one domain; nothing else can be learnt from it without the key.
/// Written as 32 hexadecimal digits. It leaves the house only re-keyed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pseudonym(pub [u8; 16]);

impl fmt::Display for Pseudonym {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl fmt::Debug for Pseudonym {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{self}")
    }
}
