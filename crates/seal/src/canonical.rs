//! One spelling per personal value, so that a space or a full-width digit does not make another person of somebody.
//!
//! Part of stored data: a change here makes other pseudonyms and needs a new key epoch.

use std::borrow::Cow;

use parcel::PersonalKind;

/// The spelling that stands for `text`. Empty where nothing of it names anybody.
pub(crate) fn canonical(kind: PersonalKind, text: &str) -> Cow<'_, str> {
    match kind {
        PersonalKind::Phone => phone(text),
        PersonalKind::IdNumber => id_number(text),
        PersonalKind::Name
        | PersonalKind::Address
        | PersonalKind::Agreement
        | PersonalKind::Staff
        | PersonalKind::Note => Cow::Borrowed(text.trim()),
    }
}

/// Without separators and without the code of China; full-width digits become plain ones.
pub(crate) fn phone(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Cow::Borrowed(without_country(text));
    }
    let plain: String = text.chars().map(fold_width).filter(|letter| !is_separator(*letter)).collect();
    Cow::Owned(without_country(&plain).to_owned())
}

/// Without separators, in capitals.
fn id_number(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()) {
        return Cow::Borrowed(text);
    }
    let plain = text.chars().map(fold_width).filter(|letter| !is_separator(*letter));
    Cow::Owned(plain.map(|letter| letter.to_ascii_uppercase()).collect())
}

fn without_country(digits: &str) -> &str {
    let rest = digits.strip_prefix("+86").or_else(|| digits.strip_prefix("0086"));
    rest.filter(|rest| rest.len() >= 7).unwrap_or(digits)
}

/// Full-width forms (U+FF01 to U+FF5E) as their plain ones.
fn fold_width(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        _ => letter,
    }
}

fn is_separator(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(letter, '-' | '(' | ')' | '.' | '/' | '_' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{200b}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_number_has_one_spelling() {
        for text in ["00000000010", "000-0000-0010", "+86 000 0000 0010", "００００００００010", "008600000000010"]
        {
            assert_eq!(phone(text), "00000000010", "{text}");
        }
        for (text, kept) in [("(010)0000-0000", "01000000000"), ("0086", "0086"), ("+86000", "+86000"), (" - ", "")] {
            assert_eq!(phone(text), kept, "{text}");
        }
    }

    #[test]
    fn a_document_number_has_one_spelling() {
        for text in ["00000019900101001X", "00000019900101001x", "000000 19900101 001x", "０00000-19900101-001Ｘ"] {
            assert_eq!(canonical(PersonalKind::IdNumber, text), "00000019900101001X", "{text}");
        }
    }

    #[test]
    fn other_texts_keep_their_spelling() {
        assert_eq!(canonical(PersonalKind::Name, " 张 某 "), "张 某");
        assert_eq!(canonical(PersonalKind::Staff, "k-000117"), "k-000117");
    }
}
