//! An error together with what caused it, in one line, for whoever mends it.

use std::error::Error;

/// The text of an error and of its causes, each said once.
///
/// Errors of this project hold no personal data, and neither does this.
pub fn of(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        let said = next.to_string();
        if !text.ends_with(&said) {
            text.push_str(": ");
            text.push_str(&said);
        }
        cause = next.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("{said}")]
    struct Outer {
        said: &'static str,
        source: std::io::Error,
    }

    #[test]
    fn each_cause_is_said_once() {
        let outer = |said| Outer { said, source: std::io::Error::other("no space") };
        assert_eq!(of(&outer("cannot write")), "cannot write: no space");
        assert_eq!(of(&outer("cannot write: no space")), "cannot write: no space");
    }
}
