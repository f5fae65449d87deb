//! What stands for personal values in everything that is kept, screened and asked.

use std::{fmt, sync::Arc};

use parcel::kind::ItemKind;
use parcel::{Acceptance, Clear, Event, Item, Operator, PersonalKind, Pseudonym, PseudonymousEvent, ReportedEvent};

use crate::{EpochId, Suite, canonical::canonical, keyed_hash::KeyedHash, secret::Secret};

/// Makes the pseudonyms of one operator in one key epoch. Cheap to clone.
///
/// Equal values of one kind have equal pseudonyms; other kinds, operators and epochs have others.
#[derive(Clone)]
pub struct Pseudonymiser {
    epoch: EpochId,
    keys: Arc<[KeyedHash; PersonalKind::ALL.len()]>,
}

impl Pseudonymiser {
    pub(crate) fn new(epoch: EpochId, suite: Suite, secret: &Secret, operator: &Operator) -> Self {
        // Neither a domain nor an operator's name can hold the separator.
        let usage = |kind: PersonalKind| format!("pseudonym 1\0{}\0{}", kind.domain(), operator.as_str());
        Self { epoch, keys: Arc::new(PersonalKind::ALL.map(|kind| secret.hash_for(suite, &usage(kind)))) }
    }

    /// The epoch whose key it uses.
    pub fn epoch(&self) -> EpochId {
        self.epoch
    }

    /// What stands for a value. A phone or document number counts in one spelling, whatever its separators.
    pub fn of(&self, kind: PersonalKind, value: &Clear) -> Pseudonym {
        self.hash(kind, &canonical(kind, value.expose()))
    }

    /// As [`Self::of`], or nothing where the value is left empty or free text: neither names anybody.
    fn of_named(&self, kind: PersonalKind, value: &Clear) -> Option<Pseudonym> {
        let text = canonical(kind, value.expose());
        (kind != PersonalKind::Note && !text.is_empty()).then(|| self.hash(kind, &text))
    }

    fn hash(&self, kind: PersonalKind, text: &str) -> Pseudonym {
        Pseudonym(self.keys[kind as usize].first(text.as_bytes()))
    }

    /// The record as it may be kept: pseudonyms, no `id_kind`; a letter without any pseudonym of a party and without
    /// its goods (nobody traces letters).
    pub(crate) fn item(&self, acceptance: Acceptance) -> Item {
        let is_letter = acceptance.item_kind == ItemKind::Letter;
        let mut item = acceptance.map_personal(|kind, value| {
            if is_letter && kind != PersonalKind::Staff { None } else { self.of_named(kind, &value) }
        });
        item.sender.id_kind = None;
        if is_letter {
            item.goods.clear();
        }
        item
    }

    /// The event as it may be kept: pseudonyms of staff, no free text.
    pub(crate) fn event(&self, event: ReportedEvent) -> PseudonymousEvent {
        Event::map_personal(event, |kind, value| self.of_named(kind, &value))
    }
}

impl fmt::Debug for Pseudonymiser {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "<pseudonymiser of epoch {}>", self.epoch)
    }
}
