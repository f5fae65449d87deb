//! For the casebook: names of persons in cases, and notes that carry the head of its ledger.

use ed25519_dalek::Signer as _;
use parcel::{Clear, Day, Pseudonym};

use super::{KeyRing, sealing};
use crate::{CaseNumber, Envelope, Field, RetentionClass, SealError, Subject, slot::Slot};

impl KeyRing {
    /// Seals what names a person in a case under the key of a day and retention class.
    ///
    /// Fields that are not of [`Field::PERSON`] are left out. Opened with [`KeyRing::open_envelope`] and
    /// [`Subject::Person`].
    ///
    /// # Errors
    /// As [`KeyRing::seal_acceptance`].
    pub fn seal_person(
        &self,
        case: &CaseNumber,
        person: &Pseudonym,
        fields: &[(Field, Clear)],
        day: Day,
        class: RetentionClass,
    ) -> Result<Envelope, SealError> {
        let key = self.day_key(day, class)?;
        let text = |of: Field| fields.iter().find(|(field, _)| *field == of).map(|(_, text)| text.expose());
        let subject = Subject::Person { case: case.as_str(), person };
        sealing::seal(&key, subject, &Field::PERSON.map(text))
    }

    /// The Ed25519 key that checks [`Self::sign_note`]: one per ring, used for nothing else.
    ///
    /// # Errors
    /// None in practice: a ring always has its root key.
    pub fn note_key(&self) -> Result<[u8; 32], SealError> {
        Ok(self.note_pair()?.verifying_key().to_bytes())
    }

    /// Signs the text of a signed note (C2SP) with Ed25519, whatever the suite: readers of such notes know no other.
    ///
    /// # Errors
    /// As [`Self::note_key`].
    pub fn sign_note(&self, text: &[u8]) -> Result<[u8; 64], SealError> {
        Ok(self.note_pair()?.sign(text).to_bytes())
    }

    fn note_pair(&self) -> Result<ed25519_dalek::SigningKey, SealError> {
        let root = self.live().key(Slot::Root)?;
        let seed = root.secret().derive(self.suite(), "portcullis signed note 1: ed25519");
        Ok(ed25519_dalek::SigningKey::from_bytes(seed.expose()))
    }
}

/// Whether an Ed25519 key signed a text: what anybody can check without a ring.
pub fn is_note_signed_by(key: &[u8; 32], text: &[u8], signature: &[u8; 64]) -> bool {
    let key = ed25519_dalek::VerifyingKey::from_bytes(key);
    key.is_ok_and(|key| key.verify_strict(text, &ed25519_dalek::Signature::from_bytes(signature)).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OpeningGround;

    fn ring() -> KeyRing {
        KeyRing::unkept(&mut |bytes| bytes.fill(7)).unwrap()
    }

    #[test]
    fn a_person_opens_in_its_own_case_only() {
        let (ring, person) = (ring(), Pseudonym([1; 16]));
        let (case, class) = (CaseNumber::parse("c-1").unwrap(), RetentionClass::parse("case").unwrap());
        let name = (Field::PersonName, Clear::new("张某"));
        let sealed = ring.seal_person(&case, &person, &[name], Day::constant(2026, 1, 1), class).unwrap();
        let ground = OpeningGround::new("case work", "CPL 143", "D-1", "officer-1", "officer-2").unwrap();
        let open = |case, person| ring.open_envelope(&sealed, Subject::Person { case, person }, &ground);
        let clear = open("c-1", &person).unwrap();
        assert_eq!(clear.get(Field::PersonName).unwrap().expose(), "张某");
        assert!(clear.get(Field::PersonPhone).is_none());
        assert!(open("c-2", &person).is_err());
        assert!(open("c-1", &Pseudonym([2; 16])).is_err());
    }

    #[test]
    fn a_note_is_signed_by_the_key_of_its_ring() {
        let ring = ring();
        let (key, signature) = (ring.note_key().unwrap(), ring.sign_note(b"text").unwrap());
        assert!(is_note_signed_by(&key, b"text", &signature));
        assert!(!is_note_signed_by(&key, b"texts", &signature));
        let other = KeyRing::unkept(&mut |bytes| bytes.fill(8)).unwrap();
        assert_ne!(other.note_key().unwrap(), key);
    }
}
