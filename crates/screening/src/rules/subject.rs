//! What a rule looks at: an acceptance, or one pass of an item through a machine.
//!
//! A pass is told by the acceptance itself or by a later event; rules over passes see both alike.

use parcel::{EventKind, Item, PseudonymousEvent, XrayResult};

use super::schema::{self, FIELDS, Field, PASS_FIELDS};

/// What makes rules look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Occasion {
    /// An acceptance was recorded.
    #[default]
    Acceptance,
    /// An item went through a machine, at acceptance or after it.
    Pass,
}

impl Occasion {
    /// The occasion that rule files spell `word`.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "acceptance" => Some(Self::Acceptance),
            "pass" => Some(Self::Pass),
            _ => None,
        }
    }

    /// The word in rule files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Acceptance => "acceptance",
            Self::Pass => "pass",
        }
    }

    /// What conditions call the record: `item` or `pass`.
    pub(crate) fn root(self) -> &'static str {
        match self {
            Self::Acceptance => "item",
            Self::Pass => "pass",
        }
    }

    /// The fields that conditions may read.
    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::Acceptance => FIELDS,
            Self::Pass => PASS_FIELDS,
        }
    }

    /// The field of a name.
    pub(crate) fn find(self, name: &str) -> Option<&'static Field> {
        self.fields().iter().find(|field| field.name == name)
    }
}

/// The record that a rule looks at.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'a> {
    /// An acceptance.
    Item(&'a Item),
    /// A pass.
    Pass(&'a Pass),
}

/// One pass of an item through a machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a field that rules read")]
pub struct Pass {
    /// Whether something was seen.
    pub suspect: bool,
    /// Whether an event told of it, rather than the acceptance.
    pub after_acceptance: bool,
    /// Whether the hash of its image is recorded.
    pub has_image: bool,
    /// Whether its machine is recorded.
    pub names_machine: bool,
    /// Whether it is recorded who read the image.
    pub names_staff: bool,
    /// Hour of the day, Asia/Shanghai; of the acceptance where no time of its own is recorded. Range: 0 to 23.
    pub hour: i8,
}

impl Pass {
    /// The pass that an acceptance tells of: none where no machine looked.
    pub fn of_item(item: &Item) -> Option<Self> {
        let xray = item.xray.as_ref()?;
        let suspect = match xray.result {
            XrayResult::Clear => false,
            XrayResult::Suspect => true,
            XrayResult::Exempt | XrayResult::NotDone => return None,
        };
        Some(Self {
            suspect,
            after_acceptance: false,
            has_image: xray.image.is_some(),
            names_machine: xray.machine.is_some(),
            names_staff: xray.by.is_some(),
            hour: schema::hour(xray.at.unwrap_or(item.accepted_at)),
        })
    }

    /// The pass that an event tells of: none where it is another event.
    pub fn of_event(event: &PseudonymousEvent) -> Option<Self> {
        let suspect = match event.kind {
            EventKind::XrayClear => false,
            EventKind::XraySuspect => true,
            _ => return None,
        };
        Some(Self {
            suspect,
            after_acceptance: true,
            has_image: event.image.is_some(),
            names_machine: event.machine.is_some(),
            names_staff: event.by.is_some(),
            hour: schema::hour(event.at),
        })
    }
}
