//! A find at the gate or in transit, its two ways to the police, and the goods from hand to hand.

use jiff::Timestamp;
use parcel::{Sha256, kind::OperatorKind};
use serde::{Deserialize, Serialize};

use super::{Contraband, Recorded};
use crate::{Office, SubjectId, words::words};

words! {
    /// Where something was found.
    FoundAt {
        Gate = "gate" "收寄环节",
        Transit = "transit" "分拣运输环节",
        Delivery = "delivery" "投递环节",
        Inspection = "inspection" "执法检查",
    }
}

/// Something suspect was found in an item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FindRecorded {
    /// Who took the item in.
    pub operator: String,
    /// What kind of operator that is.
    pub operator_kind: OperatorKind,
    /// Its waybill.
    pub waybill: String,
    /// Position in the journal of the decision on the item; none: no decision was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<u64>,
    /// SHA-256 of the decision capsule.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "hash_text")]
    pub capsule: Option<Sha256>,
    /// Where.
    pub place: FoundAt,
    /// What.
    pub contraband: Contraband,
    /// Whether the item was a letter: those are not opened.
    #[serde(default)]
    pub letter: bool,
}

words! {
    /// Whom the operator told.
    Authority {
        Police = "police" "公安机关",
        Regulator = "regulator" "邮政管理部门",
        StateSecurity = "state_security" "国家安全机关",
        Customs = "customs" "海关",
    }
}

/// The operator reports it to an authority.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FindReported {
    /// To whom.
    pub to: Authority,
    /// Whether sorting, transport and delivery were stopped at once.
    pub stopped: Recorded,
    /// Number of the report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<SubjectId>,
}

words! {
    /// Sorts of those who can hold goods.
    HolderKind {
        Operator = "operator" "寄递企业",
        Regulator = "regulator" "邮政管理部门",
        Police = "police" "公安机关",
        Laboratory = "laboratory" "鉴定机构",
        Procuratorate = "procuratorate" "人民检察院",
        Court = "court" "人民法院",
        Other = "other" "其他",
    }
}

/// Who holds goods: an institution.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holder {
    /// What sort.
    pub kind: HolderKind,
    /// Its name; 1 to 64 characters, an institution.
    pub name: String,
}

/// Goods pass from hand to hand. What is not recorded is left out, and shows as a gap.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoodsPassed {
    /// Who gave them.
    pub from: Holder,
    /// Who took them.
    pub to: Holder,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// Number of the receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<SubjectId>,
    /// Seals found on the goods when they were given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seals_found: Vec<SubjectId>,
    /// Seals put on by the one who took them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seals_applied: Vec<SubjectId>,
    /// Mass in grams, where they were weighed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grams: Option<u32>,
}

/// The case goes straight to the police, with the goods (route one).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FindHandedOver {
    /// To which office of the police.
    pub to: Office,
    /// Number of the police's receipt.
    pub receipt: SubjectId,
}

/// The regulator inspects on the spot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FindInspected {
    /// How many officers, with credentials shown.
    pub officers: u8,
    /// Whether the item was opened.
    pub opened: bool,
    /// Number of the head's approval to open it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<SubjectId>,
    /// Number of the record.
    pub document: SubjectId,
}

/// Evidence is registered and kept in advance (Administrative Penalty Law 56).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceKept {
    /// Number of the head's approval.
    pub approval: SubjectId,
    /// Number of the list.
    pub document: SubjectId,
}

/// What becomes of the evidence that was kept is decided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceDealtWith {
    /// Number of the decision.
    pub document: SubjectId,
}

/// A team for the transfer is named (transfer rules 5).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TransferTeamNamed {
    /// How many officers.
    pub officers: u8,
}

/// The team's report reaches the head.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TransferReported {
    /// Number of the report.
    pub document: SubjectId,
}

/// The head decides on the transfer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TransferDecided {
    /// Whether the transfer is approved.
    pub approved: bool,
    /// When: 24 hours run from it.
    pub at: Timestamp,
    /// Why not; 1 to 512 characters, no personal data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Number of the decision.
    pub document: SubjectId,
}

words! {
    /// The papers that go with a transfer (transfer rules 6).
    TransferPaper {
        Letter = "letter" "移送书",
        Report = "report" "调查报告",
        GoodsList = "goods_list" "涉案物品清单",
        Expertise = "expertise" "检验报告或者鉴定结论",
        Other = "other" "其他材料",
    }
}

/// The papers reach the police, who sign the receipt (transfer rules 6, 7).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TransferSent {
    /// To which office of the police.
    pub to: Office,
    /// When.
    pub at: Timestamp,
    /// What was enclosed.
    pub papers: Vec<TransferPaper>,
    /// Number of the signed receipt.
    pub receipt: SubjectId,
}

/// The police decide on filing; the day is that on which the notice was received.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FindFilingDecided {
    /// Whether the case is filed.
    pub filed: bool,
    /// Number of the notice.
    pub document: SubjectId,
    /// Why not; 1 to 512 characters, no personal data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The case in the register.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<SubjectId>,
}

/// The regulator asks the police to reconsider (transfer rules 9).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilingReconsiderationAsked {
    /// Number of the request.
    pub document: SubjectId,
}

/// The regulator suggests filing supervision to the procuratorate (transfer rules 9).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupervisionSuggested {
    /// Number of the suggestion.
    pub document: SubjectId,
    /// The measure of supervision that it led to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<SubjectId>,
}

/// An opinion of the procuratorate comes back after non-prosecution (Criminal Procedure Law 177).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpinionReceived {
    /// The measure of supervision that is the opinion.
    pub measure: SubjectId,
}

/// The regulator tells the procuratorate what it did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpinionResultTold {
    /// The order or penalty that followed; none: nothing was imposed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<SubjectId>,
    /// Number of the letter.
    pub document: SubjectId,
}

/// `sha256:` and 64 hexadecimal digits.
mod hash_text {
    use parcel::Sha256;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    #[expect(clippy::ref_option, reason = "the form that serde asks for")]
    pub(super) fn serialize<S: Serializer>(hash: &Option<Sha256>, output: S) -> Result<S::Ok, S::Error> {
        match hash {
            Some(hash) => output.collect_str(hash),
            None => output.serialize_none(),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Option<Sha256>, D::Error> {
        let text = Option::<String>::deserialize(input)?;
        text.map(|text| Sha256::parse(&text).map_err(|fault| D::Error::custom(fault.would_pass))).transpose()
    }
}
