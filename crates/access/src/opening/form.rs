//! What a request to open an identity must say.

use parcel::{Bilingual, ItemName};
use serde::{Deserialize, Serialize};

use crate::{Role, words::words};

/// Longest part of a form, in characters; that of the key ring.
pub const PART_CHARACTERS_MAX: usize = 128;

words! {
    /// What an identity is opened for. The list is closed: what is not on it is not a purpose.
    OpeningPurpose {
        /// Investigation or prosecution of a case (Criminal Procedure Law 2018 art. 54, 143).
        CaseInvestigation = "case_investigation",
        /// Evidence for a court.
        CourtEvidence = "court_evidence",
        /// A find is handed over to the police or state security (Postal Law 2015 art. 36).
        HandOver = "hand_over",
        /// A complaint or claim of the sender or recipient (Express Delivery Regulations 2025 art. 29).
        Complaint = "complaint",
        /// Somebody asks for the own data, or for their correction (Personal Information Protection Law art. 45, 46).
        OwnData = "own_data",
    }
}

impl OpeningPurpose {
    /// Its name.
    pub fn name(self) -> Bilingual {
        let (zh, en) = match self {
            Self::CaseInvestigation => ("办理案件", "investigation or prosecution of a case"),
            Self::CourtEvidence => ("出庭举证", "evidence for a court"),
            Self::HandOver => ("查获物移交公安、国家安全机关", "hand-over of a find to police or state security"),
            Self::Complaint => ("处理用户投诉、赔偿", "complaint or claim of a user"),
            Self::OwnData => ("本人查阅、更正个人信息", "access to or correction of one's own data"),
        };
        Bilingual::new(zh, en)
    }

    /// Who may open for it.
    pub fn is_of(self, role: Role) -> bool {
        match self {
            Self::CaseInvestigation | Self::CourtEvidence => role == Role::CaseOfficer,
            Self::HandOver | Self::Complaint | Self::OwnData => role == Role::ComplianceOfficer,
        }
    }
}

/// What is asked: one item, why, by which provision, under which document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpeningForm {
    /// The item.
    pub item: ItemName,
    /// What for.
    pub purpose: OpeningPurpose,
    /// By which provision: 1 to 128 characters.
    pub ground: String,
    /// Number of the document that orders or asks for it: 1 to 128 characters.
    pub document: String,
}

impl OpeningForm {
    /// Everything that is wrong with it for a role.
    pub(super) fn problems(&self, role: Role) -> Vec<Bilingual> {
        let mut problems = Vec::new();
        if !self.purpose.is_of(role) {
            let of_role =
                OpeningPurpose::ALL.iter().filter(|purpose| purpose.is_of(role)).map(|purpose| purpose.name());
            let (zh, en): (Vec<_>, Vec<_>) = of_role.map(|name| (name.zh, name.en)).unzip();
            problems.push(Bilingual::new(
                format!("目的应为：{}", zh.join("、")),
                format!("the purpose must be one of: {}", en.join(", ")),
            ));
        }
        for (text, zh, en) in
            [(&self.ground, "法律依据", "legal ground"), (&self.document, "文书号", "document number")]
        {
            if !(1..=PART_CHARACTERS_MAX).contains(&text.trim().chars().count()) {
                problems.push(wrong_length(zh, en));
            }
        }
        problems
    }
}

pub(super) fn wrong_length(zh: &str, en: &str) -> Bilingual {
    Bilingual::new(
        format!("{zh}须为 1 至 {PART_CHARACTERS_MAX} 个字符"),
        format!("the {en} needs 1 to {PART_CHARACTERS_MAX} characters"),
    )
}
