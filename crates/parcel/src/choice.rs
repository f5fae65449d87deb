//! Closed lists of words: one macro, so that each list has one spelling everywhere.

/// A closed list of words as the wire contract spells them.
pub trait Choice: Sized + Copy + 'static {
    /// Every member, in the order of the contract.
    const ALL: &'static [Self];

    /// The word on the wire.
    fn word(self) -> &'static str;

    /// The member that the wire spells `word`.
    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|member| member.word() == word)
    }
}

/// Declares an enum together with its words.
///
/// Stored formats keep the position of a member: new members go last.
macro_rules! choice {
    ($(#[$meta:meta])* $name:ident { $($(#[$member_meta:meta])* $member:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
        )]
        pub enum $name { $(
            #[doc = concat!("On the wire `", $word, "`.")]
            $(#[$member_meta])*
            #[serde(rename = $word)]
            $member
        ),+ }

        impl $crate::Choice for $name {
            const ALL: &'static [Self] = &[$(Self::$member),+];
            fn word(self) -> &'static str {
                match self { $(Self::$member => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str($crate::Choice::word(*self))
            }
        }
    };
}
pub(crate) use choice;
