//! What a window may count over, and what it may tell apart.

use std::ops::Range;

use parcel::NoticeKey;

/// Number of values that an entry keeps: one per key kind, three for images.
pub const SLOTS: usize = 12;

/// Where an entry keeps the values of each key kind.
const IMAGE_SLOTS: Range<usize> = 9..SLOTS;

macro_rules! key_kinds {
    ($($(#[$meta:meta])* $kind:ident = $word:literal),+ $(,)?) => {
        /// What a window counts over. All are per operator.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum KeyKind { $($(#[$meta])* $kind),+ }

        impl KeyKind {
            /// Every kind, in the order in which rules are evaluated.
            pub const ALL: [Self; 10] = [$(Self::$kind),+];

            /// The word in rule files.
            pub fn word(self) -> &'static str {
                match self { $(Self::$kind => $word),+ }
            }
        }
    };
}

key_kinds! {
    /// The sender: document, agreement or phone, the first present.
    Sender = "sender",
    /// The sender's phone.
    Phone = "phone",
    /// The phone of who paid.
    Payer = "payer",
    /// The recipient's phone.
    Recipient = "recipient",
    /// The sender's address.
    Address = "address",
    /// The outlet.
    Outlet = "outlet",
    /// The courier who took the item in.
    Courier = "courier",
    /// The member of staff who inspected.
    Inspector = "inspector",
    /// The machine.
    Machine = "machine",
    /// A photo or machine image; at most three of an item are kept.
    Image = "image",
}

impl KeyKind {
    /// The kind that rule files spell `word`.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Where an entry keeps its values.
    pub fn slots(self) -> Range<usize> {
        match self {
            Self::Image => IMAGE_SLOTS,
            kind => kind as usize..kind as usize + 1,
        }
    }

    /// The kind whose values stand in a slot.
    pub fn of_slot(slot: usize) -> Self {
        Self::ALL[slot.min(Self::Image as usize)]
    }

    /// How a notice names it; none for the sender, whose rules enter the decision.
    pub fn notice(self) -> Option<NoticeKey> {
        Some(match self {
            Self::Sender => return None,
            Self::Phone | Self::Payer => NoticeKey::Phone,
            Self::Recipient => NoticeKey::Recipient,
            Self::Address => NoticeKey::Address,
            Self::Outlet => NoticeKey::Outlet,
            Self::Courier | Self::Inspector => NoticeKey::Courier,
            Self::Machine => NoticeKey::Machine,
            Self::Image => NoticeKey::Image,
        })
    }
}

/// A value of another item that a measure may count once each, or compare: any key but an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Attribute(KeyKind);

impl Attribute {
    /// The attribute that rule files spell `word`.
    pub fn from_word(word: &str) -> Option<Self> {
        KeyKind::from_word(word).filter(|kind| *kind != KeyKind::Image).map(Self)
    }

    /// The word in rule files.
    pub fn word(self) -> &'static str {
        self.0.word()
    }

    /// Where an entry keeps it.
    pub fn slot(self) -> usize {
        self.0 as usize
    }
}
