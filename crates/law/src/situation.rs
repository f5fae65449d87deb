//! The situations that duties speak of, and the grounds on which a provision may refuse.

use std::sync::Arc;

use parcel::{Ask, Bilingual};

/// A closed list whose members are named in the data files.
macro_rules! named {
    ($(#[$meta:meta])* $name:ident { $($(#[$member_meta:meta])* $member:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
        pub enum $name { $($(#[$member_meta])* #[serde(rename = $word)] $member),+ }

        impl $name {
            /// Every member.
            pub const ALL: &'static [Self] = &[$(Self::$member),+];

            /// Its name in the data files.
            pub fn word(self) -> &'static str {
                match self { $(Self::$member => $word),+ }
            }
        }
    };
}
pub(crate) use named;

named! {
    /// What a duty may say of an item. A situation notes or asks; it never refuses.
    Situation {
        /// Identity owed, not recorded or not done.
        IdentityMissing = "identity_missing",
        /// Identity owed, an exemption claimed that the law does not know.
        IdentityExemptWithoutGround = "identity_exempt_without_ground",
        /// Identity owed and untrue, no provision refuses.
        IdentityMismatch = "identity_mismatch",
        /// Identity owed and refused, no provision refuses the item.
        IdentityRefused = "identity_refused",
        /// Identity refused or untrue where none is owed.
        IdentityNotAsked = "identity_not_asked",
        /// Inspection owed, not recorded or not done.
        InspectionMissing = "inspection_missing",
        /// Inspection owed, an exemption claimed that the law does not know.
        InspectionExemptWithoutGround = "inspection_exempt_without_ground",
        /// Inspection owed and refused, no provision refuses the item.
        InspectionRefused = "inspection_refused",
        /// Inspection refused where none is owed.
        InspectionNotAsked = "inspection_not_asked",
        /// One of inspection and machine owed, neither done.
        OneOfMissing = "one_of_missing",
        /// Machine owed before the item moves, not recorded or not done.
        MachineMissing = "machine_missing",
        /// Machine owed, an exemption claimed that the law does not know.
        MachineExemptWithoutGround = "machine_exempt_without_ground",
        /// Machine owed when the item reaches its destination.
        MachineOnArrival = "machine_on_arrival",
        /// A suspect image, no inspection passed after it.
        XraySuspect = "xray_suspect",
        /// A suspect image of a letter: a person looks, nobody opens.
        XraySuspectLetter = "xray_suspect_letter",
        /// A prohibited item found, no provision refuses.
        FoundWithoutRule = "found_without_rule",
        /// No provision was found for a gate.
        Gap = "gap",
        /// The sender's place stands in for the place of acceptance.
        PlaceStandsIn = "place_stands_in",
    }
}

named! {
    /// The grounds on which a provision may say "must not accept".
    Ground {
        /// The sender refused to show an identity.
        IdentityRefused = "identity_refused",
        /// The identity shown is not true.
        IdentityMismatch = "identity_mismatch",
        /// The sender refused the inspection of an item other than a letter.
        InspectionRefused = "inspection_refused",
        /// The sender of a letter refused to open it when necessary.
        LetterOpeningRefused = "letter_opening_refused",
        /// A prohibited item was found.
        ProhibitedFound = "prohibited_found",
    }
}

/// What is said in a situation or on a ground.
#[derive(Clone, Debug)]
pub(crate) struct Speech {
    pub(crate) message: Arc<Bilingual>,
    /// What is asked and what would let the item pass; none: a note.
    pub(crate) request: Option<(Ask, Bilingual)>,
}
