//! What happens to an item after its acceptance.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Clear, Code64, Found, ItemName, PersonalKind, Pseudonym, Sha256, choice::choice};

choice! {
    /// What happened.
    EventKind {
        TakenIn = "taken_in",
        TurnedAway = "turned_away",
        XrayClear = "xray_clear",
        XraySuspect = "xray_suspect",
        OpenedClear = "opened_clear",
        OpenedFound = "opened_found",
        Held = "held",
        Released = "released",
        HandedOver = "handed_over",
        Delivered = "delivered",
        Returned = "returned",
        Destroyed = "destroyed",
        StaffReport = "staff_report",
    }
}

impl EventKind {
    /// Whether the item was opened: that needs a legal ground and two people.
    pub fn is_opening(self) -> bool {
        matches!(self, Self::OpenedClear | Self::OpenedFound)
    }
}

/// An event as it arrived and was checked: personal values in clear.
pub type ReportedEvent = Event<Clear>;

/// An event as it is journaled and kept: pseudonyms, and free text only in its envelope.
pub type PseudonymousEvent = Event<Pseudonym>;

/// Something that happened to an item; `P` is what stands for a personal value.
///
/// Stored by position of its fields: new fields go last and bump the format version of the journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event<P> {
    /// The item.
    pub item: ItemName,
    /// What happened.
    pub kind: EventKind,
    /// When.
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub at: Timestamp,
    /// Outlet or sorting centre.
    pub place: Option<Code64>,
    /// Who acted.
    pub by: Option<P>,
    /// The second officer or employee present at an opening.
    pub by_second: Option<P>,
    /// Who approved the opening, where the law asks for it.
    pub approved_by: Option<P>,
    /// Which machine.
    pub machine: Option<Code64>,
    /// Hash of the image.
    pub image: Option<Sha256>,
    /// What was found.
    pub found: Option<Found>,
    /// Authority that took the item over; sealed.
    pub to: Option<P>,
    /// Number of the hand-over receipt.
    pub receipt: Option<Code64>,
    /// Free text; sealed.
    pub note: Option<P>,
    /// Legal ground: article or document number; at most 128 characters.
    pub basis: Option<String>,
}

impl<P> Event<P> {
    /// The same event with every personal value replaced; `None` leaves it out.
    pub fn map_personal<Q>(self, mut replace: impl FnMut(PersonalKind, P) -> Option<Q>) -> Event<Q> {
        let mut map = |kind, value: Option<P>| value.and_then(|value| replace(kind, value));
        Event {
            by: map(PersonalKind::Staff, self.by),
            by_second: map(PersonalKind::Staff, self.by_second),
            approved_by: map(PersonalKind::Staff, self.approved_by),
            to: map(PersonalKind::Note, self.to),
            note: map(PersonalKind::Note, self.note),
            item: self.item,
            kind: self.kind,
            at: self.at,
            place: self.place,
            machine: self.machine,
            image: self.image,
            found: self.found,
            receipt: self.receipt,
            basis: self.basis,
        }
    }
}
