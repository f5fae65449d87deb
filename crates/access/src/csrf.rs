//! Tokens that a form carries, so that no other site can send it in somebody's name.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::secret::{Secret, are_equal};

/// The token of the forms of one session: derived from the session's secret, so that nothing more is kept.
///
/// It is shown in pages of that session only, and does not tell the secret.
pub fn csrf_token(session: &Secret) -> String {
    URL_SAFE_NO_PAD.encode(session.hash("csrf").0)
}

/// Whether a form came from a page of the same sign-in; compared in constant time.
pub fn csrf_agrees(session: &Secret, given: &str) -> bool {
    let given: Option<[u8; 32]> = URL_SAFE_NO_PAD.decode(given).ok().and_then(|bytes| bytes.try_into().ok());
    given.is_some_and(|given| are_equal(session.hash("csrf").0, given))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_belongs_to_its_session() {
        let (one, other) = (Secret::new(&mut |bytes| bytes.fill(1)), Secret::new(&mut |bytes| bytes.fill(2)));
        let token = csrf_token(&one);
        assert!(csrf_agrees(&one, &token));
        assert!(!csrf_agrees(&other, &token));
        for bad in ["", &token[1..], &format!("{token}A"), &*one.expose()] {
            assert!(!csrf_agrees(&one, bad), "{bad}");
        }
    }
}
