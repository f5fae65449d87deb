//! Closed lists of words with their Chinese names: one macro, so that each list has one spelling everywhere.

/// A word of a closed list as a person reads it.
pub trait Named: parcel::Choice {
    /// Its name in both languages.
    fn label(self) -> parcel::Bilingual;
}

/// Declares an enum together with its words in data and its Chinese names.
///
/// Stored facts keep the position of a member: new members go last.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$member_meta:meta])* $member:ident = $word:literal $zh:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
        )]
        pub enum $name { $(
            #[doc = concat!("In data `", $word, "`; ", $zh, ".")]
            $(#[$member_meta])*
            #[serde(rename = $word)]
            $member
        ),+ }

        impl parcel::Choice for $name {
            const ALL: &'static [Self] = &[$(Self::$member),+];
            fn word(self) -> &'static str {
                match self { $(Self::$member => $word),+ }
            }
        }

        impl $crate::words::Named for $name {
            fn label(self) -> parcel::Bilingual {
                let zh = match self { $(Self::$member => $zh),+ };
                parcel::Bilingual::new(zh, parcel::Choice::word(self).replace('_', " "))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str(parcel::Choice::word(*self))
            }
        }
    };
}
pub(crate) use words;
