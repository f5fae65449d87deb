//! Pseudonyms as one viewer sees them for one case.

use parcel::Pseudonym;

use crate::Principal;

/// Gives a pseudonym the form in which one viewer sees it for one case. Needs a key: the key ring does it.
pub trait Rekey {
    /// The form for this viewer and case; an empty case is none.
    fn shown(&self, pseudonym: Pseudonym, viewer: &str, case: &str) -> Pseudonym;
}

impl<F: Fn(Pseudonym, &str, &str) -> Pseudonym> Rekey for F {
    fn shown(&self, pseudonym: Pseudonym, viewer: &str, case: &str) -> Pseudonym {
        self(pseudonym, viewer, case)
    }
}

impl Principal {
    /// A pseudonym as this principal sees it, in a case or in none.
    ///
    /// Two viewers cannot compare what they see, nor can one compare two cases.
    pub fn sees(&self, pseudonym: Pseudonym, case: Option<&str>, rekey: &impl Rekey) -> Pseudonym {
        rekey.shown(pseudonym, &self.name, case.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_viewer_and_the_case_are_what_is_keyed_by() {
        let rekey = |_: Pseudonym, viewer: &str, case: &str| {
            let mut bytes = [0; 16];
            bytes[0] = viewer.len() as u8;
            bytes[1] = case.len() as u8;
            Pseudonym(bytes)
        };
        let local = Principal::local();
        let seen = |case| local.sees(Pseudonym([7; 16]), case, &rekey).0[..2].to_vec();
        assert_eq!((seen(None), seen(Some("AJ-1"))), (vec![5, 0], vec![5, 4]));
    }
}
