//! What must be said before an envelope is opened.

use crate::SealError;

/// Why, on which legal ground, and by which two people an envelope is opened. All five parts are needed.
///
/// This crate demands it; the caller checks it against the rights of both people and records it before it opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpeningGround {
    purpose: String,
    ground: String,
    document: String,
    person: String,
    second_person: String,
}

impl OpeningGround {
    /// Longest part, in characters.
    pub const PART_MAX: usize = 128;

    /// Takes the parts: what for, by which provision, under which document number, by whom and with whom.
    ///
    /// # Errors
    /// [`SealError::GroundIncomplete`] where one is empty or longer than 128 characters;
    /// [`SealError::SamePerson`] where both people are one.
    pub fn new(
        purpose: &str,
        ground: &str,
        document: &str,
        person: &str,
        second_person: &str,
    ) -> Result<Self, SealError> {
        let person = part("person", person)?;
        let second_person = part("second person", second_person)?;
        if person == second_person {
            return Err(SealError::SamePerson);
        }
        Ok(Self {
            purpose: part("purpose", purpose)?,
            ground: part("legal ground", ground)?,
            document: part("document number", document)?,
            person,
            second_person,
        })
    }

    /// What for.
    pub fn purpose(&self) -> &str {
        &self.purpose
    }

    /// By which provision.
    pub fn ground(&self) -> &str {
        &self.ground
    }

    /// Under which document number.
    pub fn document(&self) -> &str {
        &self.document
    }

    /// By whom.
    pub fn person(&self) -> &str {
        &self.person
    }

    /// With whom.
    pub fn second_person(&self) -> &str {
        &self.second_person
    }
}

fn part(name: &'static str, text: &str) -> Result<String, SealError> {
    let text = text.trim();
    if (1..=OpeningGround::PART_MAX).contains(&text.chars().count()) {
        Ok(text.to_owned())
    } else {
        Err(SealError::GroundIncomplete { part: name })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ground_needs_every_part_and_two_people() {
        let parts = ["case work", "CPL 143", "JS-2026-0001", "officer-1", "officer-2"];
        let ground = |parts: [&str; 5]| OpeningGround::new(parts[0], parts[1], parts[2], parts[3], parts[4]);
        assert!(ground(parts).is_ok());
        for missing in 0..5 {
            for text in ["", "  ", &"x".repeat(129)] {
                let mut parts = parts;
                parts[missing] = text;
                assert!(matches!(ground(parts), Err(SealError::GroundIncomplete { .. })), "{missing}");
            }
        }
        let alone = [parts[0], parts[1], parts[2], "officer-1", " officer-1 "];
        assert!(matches!(ground(alone), Err(SealError::SamePerson)));
    }
}
