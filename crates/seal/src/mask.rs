//! Masked forms: enough to recognise a party one knows, not enough to find one.
//!
//! GB/T 41833-2022 hides at least 1 character of a name, at least 6 digits of a phone number, and the unit and room
//! number of an address. Where a value does not have the expected shape, all of it is hidden.
//! Masked forms are derived when they are asked for and never stored.

mod address;

use serde::Serialize;

use crate::{Field, canonical};

pub use address::mask_address;

/// What stands for hidden text; its length says nothing.
pub(crate) const HIDDEN: &str = "******";

/// The parties of a record in masked form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Masked {
    /// Who sends it.
    pub sender: MaskedParty,
    /// Who is to have it.
    pub recipient: MaskedParty,
    /// That a document number was recorded: stars only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_number: Option<String>,
    /// Phone number of who paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payer_phone: Option<String>,
}

/// Name, phone and address in masked form; absent where not recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MaskedParty {
    /// First character, then stars.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// At least 6 digits hidden.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// As far as the road or the place; house, unit and room hidden.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

impl Masked {
    /// Masks the texts of a record, which stand in the order of [`Field::RECORD`].
    pub(crate) fn of(texts: &[Option<&str>; 13]) -> Self {
        let text = |field| Field::RECORD.iter().position(|known| *known == field).and_then(|place| texts[place]);
        let party = |name, phone, address| MaskedParty {
            name: text(name).map(mask_name),
            phone: text(phone).map(mask_phone),
            address: text(address).map(mask_address),
        };
        Self {
            sender: party(Field::SenderName, Field::SenderPhone, Field::SenderAddress),
            recipient: party(Field::RecipientName, Field::RecipientPhone, Field::RecipientAddress),
            id_number: text(Field::IdNumber).map(|_| HIDDEN.to_owned()),
            payer_phone: text(Field::PayerPhone).map(mask_phone),
        }
    }
}

/// A name as its first character and stars: one for each character hidden, at most three. A single character is
/// hidden.
pub fn mask_name(name: &str) -> String {
    let name = name.trim();
    let hidden = name.chars().count().saturating_sub(1);
    match name.chars().next() {
        Some(first) if hidden > 0 => format!("{first}{}", "*".repeat(hidden.min(3))),
        _ => "*".to_owned(),
    }
}

/// A phone number as its first 3 and last 2 digits, fewer where less than 6 would be hidden; separators are dropped.
pub fn mask_phone(phone: &str) -> String {
    let digits: Vec<char> = canonical::phone(phone).chars().filter(char::is_ascii_digit).collect();
    let shown = digits.len().saturating_sub(6);
    let tail = shown.min(2);
    let head = (shown - tail).min(3);
    let part = |digits: &[char]| digits.iter().collect::<String>();
    format!("{}{HIDDEN}{}", part(&digits[..head]), part(&digits[digits.len() - tail..]))
}

#[cfg(test)]
mod tests;
