//! The one key that callers show where the server is reachable from elsewhere. Accounts and roles do not belong here.

use std::{fmt, fs, hint::black_box, path::Path};

use super::ServeError;

/// Shortest key: 24 characters of base64 hold 144 bits.
pub(super) const CHARACTERS_MIN: usize = 24;

/// Longest key.
pub(super) const CHARACTERS_MAX: usize = 512;

/// A key that was read from its file. Shown by no `Debug`.
pub(super) struct BearerKey(Box<[u8]>);

impl BearerKey {
    /// Reads a key; white space around it is left out.
    pub(super) fn read(path: &Path) -> Result<Self, ServeError> {
        let text = fs::read_to_string(path).map_err(|source| ServeError::KeyFile { path: path.to_owned(), source })?;
        let key = text.trim().as_bytes();
        let sound = (CHARACTERS_MIN..=CHARACTERS_MAX).contains(&key.len()) && key.iter().all(u8::is_ascii_graphic);
        if sound { Ok(Self(key.into())) } else { Err(ServeError::WeakKey { path: path.to_owned() }) }
    }

    /// Whether a header `Authorization` shows this key. Takes the same time wherever two keys of a length differ.
    pub(super) fn is_shown_by(&self, authorization: Option<&[u8]>) -> bool {
        const SCHEME: &[u8] = b"bearer ";
        let Some((scheme, shown)) = authorization.and_then(|value| value.split_at_checked(SCHEME.len())) else {
            return false;
        };
        let shown = shown.trim_ascii();
        let differ = |sum: u8, (one, other): (&u8, &u8)| black_box(sum | (one ^ other));
        scheme.eq_ignore_ascii_case(SCHEME)
            && shown.len() == self.0.len()
            && shown.iter().zip(&self.0).fold(0, differ) == 0
    }
}

impl fmt::Debug for BearerKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("<bearer key>")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_whole_key_passes() {
        let key = BearerKey(b"0123456789abcdefghijklmn".as_slice().into());
        let passes = |value: &str| key.is_shown_by(Some(value.as_bytes()));
        assert!(passes("Bearer 0123456789abcdefghijklmn"));
        assert!(passes("bearer  0123456789abcdefghijklmn"));
        for other in [
            "",
            "Bearer",
            "Bearer ",
            "Basic 0123456789abcdefghijklmn",
            "Bearer 0123456789abcdefghijklmo",
            "Bearer 1123456789abcdefghijklmn",
            "Bearer 0123456789abcdefghijklm",
            "Bearer 0123456789abcdefghijklmnn",
        ] {
            assert!(!passes(other), "{other}");
        }
        assert!(!key.is_shown_by(None));
    }
}
