//! Persons in a case and what they are charged with.

use serde::{Deserialize, Serialize};

use super::Recorded;
use crate::{PersonId, words::words};

words! {
    /// A person's place in the chain of a crime by delivery.
    ChainRole {
        Sender = "sender" "寄件人",
        Recipient = "recipient" "收件人",
        Courier = "courier" "快递员",
        Warehouse = "warehouse" "仓储",
        Payer = "payer" "付款人",
        Organiser = "organiser" "组织者",
        Abroad = "abroad" "境外人员",
        Supplier = "supplier" "上家",
        Other = "other" "其他",
    }
}

words! {
    /// How a person came into the case.
    FoundBy {
        Investigation = "investigation" "侦查中",
        MissedArrest = "missed_arrest" "检察机关纠正漏捕",
        MissedAccomplice = "missed_accomplice" "检察机关纠正遗漏同案犯",
    }
}

/// Somebody enters the case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonAdded {
    /// Who, by pseudonym.
    pub person: PersonId,
    /// Place in the chain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chain_role: Option<ChainRole>,
    /// How the person came into the case.
    pub found_by: FoundBy,
    /// Whether the person was under 18 at the time of the crime.
    #[serde(default)]
    pub minor: Recorded,
    /// Nationality, ISO 3166-1 alpha-2; for published statistics only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nationality: Option<String>,
    /// Articles of the Criminal Law, the main one first, e.g. `347`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub charges: Vec<String>,
    /// Name and document, sealed (base64); opened only as every envelope is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed: Option<String>,
}

/// What became known of a person later; fields left out stay as they are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonDescribed {
    /// Who.
    pub person: PersonId,
    /// Place in the chain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chain_role: Option<ChainRole>,
    /// Whether the person was under 18 at the time of the crime.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minor: Option<Recorded>,
    /// Nationality, ISO 3166-1 alpha-2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nationality: Option<String>,
}

/// What a person is charged with from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChargesSet {
    /// Who.
    pub person: PersonId,
    /// Articles of the Criminal Law, the main one first.
    pub charges: Vec<String>,
}
