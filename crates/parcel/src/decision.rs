//! What the system answers.

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Serialize, Serializer, ser::SerializeMap};

use crate::{
    EventKind, Evidence, Finding, HintEffect, ItemName, Provision, RecordName, Request, State, choice::choice,
};

choice! {
    /// May the item be taken in? In order of strength.
    Verdict {
        Accept = "accept",
        /// A person must act before the item moves.
        Inspect = "inspect",
        /// A provision of law says "must not accept".
        Refuse = "refuse",
    }
}

/// The answer to one acceptance.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// The record that it answers.
    pub name: RecordName,
    /// In order: duty, goods, pattern.
    pub findings: Vec<Finding>,
    /// Rule pack and edition, e.g. `cn@2026-11-01`.
    pub pack: Arc<str>,
    /// Edition of the law data, e.g. `cn@2026-11-01`.
    pub law: Arc<str>,
    /// How far the list of goods reaches.
    pub catalogue: Catalogue,
}

/// How far the list of goods reaches. A miss is never a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Catalogue {
    /// Edition of the catalogue.
    pub edition: Arc<str>,
    /// Whether whole chemical classes were evaluated.
    pub class_rules: ClassRules,
}

choice! {
    /// Whether whole chemical classes were evaluated: never, so far.
    ClassRules {
        NotEvaluated = "not_evaluated",
    }
}

impl Decision {
    /// The strongest that any finding asks for.
    pub fn verdict(&self) -> Verdict {
        let strength = |finding: &Finding| match finding.request() {
            Some(_) if finding.refuses() => Verdict::Refuse,
            Some(_) => Verdict::Inspect,
            None => Verdict::Accept,
        };
        self.findings.iter().map(strength).max().unwrap_or(Verdict::Accept)
    }

    /// The decision as the contract writes it, without its place in the journal.
    pub fn to_json(&self) -> String {
        // Serialising to memory cannot fail: no map key is other than a string.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Serialize for Decision {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("waybill", &self.name.item.waybill)?;
        map.serialize_entry("operator", &self.name.item.operator)?;
        map.serialize_entry("revision", &self.name.revision)?;
        map.serialize_entry("decision", &self.verdict())?;
        map.serialize_entry("findings", &self.findings)?;
        map.serialize_entry("pack", &*self.pack)?;
        map.serialize_entry("law", &*self.law)?;
        map.serialize_entry("catalogue", &CatalogueOut(&self.catalogue))?;
        map.end()
    }
}

struct CatalogueOut<'a>(&'a Catalogue);

impl Serialize for CatalogueOut<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("edition", &*self.0.edition)?;
        map.serialize_entry("class_rules", &self.0.class_rules)?;
        map.end()
    }
}

choice! {
    /// What a notice's window counts over.
    NoticeKey {
        Phone = "phone",
        Recipient = "recipient",
        Address = "address",
        Outlet = "outlet",
        Courier = "courier",
        Machine = "machine",
        Image = "image",
    }
}

/// Raised on an accepted item by a window over a key other than the sender. Never changes a decision.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// The item of the record that made it fire.
    pub item: ItemName,
    /// The rule.
    pub provision: Arc<Provision>,
    /// What its window counts over.
    pub key: NoticeKey,
    /// What it does.
    pub effect: HintEffect,
    /// Counts that made it fire; never a pseudonym.
    pub evidence: Evidence,
    /// Rule pack and edition.
    pub pack: Arc<str>,
    /// `received_at` of the record that made it fire, so that replay gives the same.
    pub raised_at: Timestamp,
}

impl Notice {
    /// What it asks, unless it is a note.
    pub fn request(&self) -> Option<&Request> {
        match &self.effect {
            HintEffect::Inspect(request) => Some(request),
            HintEffect::Note => None,
        }
    }
}

impl Serialize for Notice {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("waybill", &self.item.waybill)?;
        map.serialize_entry("operator", &self.item.operator)?;
        map.serialize_entry("rule", &self.provision.rule)?;
        map.serialize_entry("version", &self.provision.version)?;
        map.serialize_entry("key_kind", &self.key)?;
        map.serialize_entry("effect", if self.request().is_some() { "inspect" } else { "note" })?;
        if let Some(request) = self.request() {
            map.serialize_entry("asks", &request.asks)?;
        }
        map.serialize_entry("message", &self.provision.message)?;
        map.serialize_entry("evidence", &self.evidence)?;
        if let Some(request) = self.request() {
            map.serialize_entry("remedy", &request.remedy)?;
        }
        map.serialize_entry("source", &self.provision.source)?;
        map.serialize_entry("pack", &*self.pack)?;
        map.serialize_entry("raised_at", &self.raised_at)?;
        map.end()
    }
}

/// The answer to one event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The item.
    pub item: ItemName,
    /// What happened to it.
    pub event: EventKind,
    /// Where it stands now.
    pub state: State,
}

impl Serialize for Receipt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(4))?;
        map.serialize_entry("waybill", &self.item.waybill)?;
        map.serialize_entry("operator", &self.item.operator)?;
        map.serialize_entry("event", &self.event)?;
        map.serialize_entry("state", &self.state)?;
        map.end()
    }
}
