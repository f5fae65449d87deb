//! Single values of the contract: texts with bounds, times, classes.

use jiff::Timestamp;
use parcel::{Clear, Code64, Fault, ProblemCode};

use super::reader::{Reader, Text};

/// Personal text of at most `max` characters.
pub(super) fn personal(max: usize, would_pass: &'static str) -> impl Reader<Value = Clear> {
    Text(move |text: &str| bounded(text, 0, max, would_pass).map(Clear::new))
}

/// Text of at most `max` characters.
pub(super) fn text(max: usize, would_pass: &'static str) -> impl Reader<Value = String> {
    Text(move |text: &str| bounded(text, 0, max, would_pass).map(str::to_owned))
}

/// Text of 1 to `max` characters.
pub(super) fn some_text(max: usize, would_pass: &'static str) -> impl Reader<Value = String> {
    Text(move |text: &str| bounded(text, 1, max, would_pass).map(str::to_owned))
}

/// A code of 1 to 64 characters.
pub(super) fn some_code() -> impl Reader<Value = Code64> {
    Text(|text: &str| bounded(text, 1, 64, "1 to 64 characters").and_then(Code64::new))
}

/// A code of at most 64 characters.
pub(super) fn code() -> impl Reader<Value = Code64> {
    Text(Code64::new)
}

/// A dotted class of the catalogue.
pub(super) fn class() -> impl Reader<Value = String> {
    Text(|text: &str| {
        let parts = || text.split('.');
        let well_formed = text.len() <= 64
            && parts().all(|part| {
                !part.is_empty()
                    && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
            });
        if well_formed {
            Ok(text.to_owned())
        } else {
            Err(Fault::new(ProblemCode::BadPattern, "a dotted catalogue class, e.g. drug.precursor"))
        }
    })
}

/// A Harmonised System code.
pub(super) fn hs() -> impl Reader<Value = String> {
    Text(|text: &str| {
        if (4..=10).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(text.to_owned())
        } else {
            Err(Fault::new(ProblemCode::BadPattern, "4 to 10 digits"))
        }
    })
}

/// An instant, RFC 3339 with an offset.
pub(super) fn time() -> impl Reader<Value = Timestamp> {
    Text(instant)
}

fn bounded<'t>(text: &'t str, min: usize, max: usize, would_pass: &'static str) -> Result<&'t str, Fault> {
    // No character takes less than a byte: most texts need no count.
    if text.len() > max && text.chars().count() > max {
        return Err(Fault::new(ProblemCode::TooLong, would_pass));
    }
    if text.len() < min {
        return Err(Fault::new(ProblemCode::TooShort, would_pass));
    }
    Ok(text)
}

/// Reads an instant strictly as RFC 3339 asks: `T`, seconds, and an offset.
pub(crate) fn instant(text: &str) -> Result<Timestamp, Fault> {
    let fault = Fault::new(ProblemCode::BadTime, "RFC 3339 with an offset, e.g. 2026-11-20T09:30:05+08:00");
    if !has_rfc3339_shape(text.as_bytes()) {
        return Err(fault);
    }
    text.parse::<Timestamp>().map_err(|_| fault)
}

fn has_rfc3339_shape(text: &[u8]) -> bool {
    let Some((stem, rest)) = text.split_at_checked(19) else { return false };
    let stem_fits = stem.iter().zip(b"0000-00-00T00:00:00").all(|(byte, shape)| match shape {
        b'0' => byte.is_ascii_digit(),
        b'T' => matches!(byte, b'T' | b't'),
        shape => byte == shape,
    });
    let fraction =
        rest.strip_prefix(b".").map_or(0, |digits| 1 + digits.iter().take_while(|byte| byte.is_ascii_digit()).count());
    let offset = &rest[fraction..];
    let offset_fits = match offset {
        [b'Z' | b'z'] => true,
        [b'+' | b'-', hours @ .., _, _] if hours.len() == 3 => {
            offset[1..].iter().zip(b"00:00").all(|(byte, shape)| match shape {
                b'0' => byte.is_ascii_digit(),
                shape => byte == shape,
            })
        }
        _ => false,
    };
    stem_fits && fraction != 1 && fraction <= 10 && offset_fits
}
