//! The roles, and what the rights of each are bounded by.

use parcel::Bilingual;

use crate::words::words;

words! {
    /// What somebody is here for. An account or key has exactly one.
    Role {
        /// A counter, or an operator's own program: sends records and is told what to do.
        Clerk = "clerk",
        /// Watches over the gates of the own operator.
        ComplianceOfficer = "compliance_officer",
        /// Of the postal regulator: supervises operators in a region.
        Inspector = "inspector",
        /// Prosecutor or case officer of an office.
        CaseOfficer = "case_officer",
        /// Registers and assigns the cases of an office, and agrees to openings.
        CaseManager = "case_manager",
        /// Computes and publishes figures; sees no nominal data at all.
        Statistician = "statistician",
        /// Reads everything about acts, changes nothing, sees no clear identity.
        Auditor = "auditor",
        /// Keeps accounts and packs; sees no content of cases.
        Administrator = "administrator",
    }
}

/// What "own" means for a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoundKind {
    /// One or more operators.
    Operator,
    /// One or more regions.
    Region,
    /// One office.
    Office,
    /// Nothing: the role has no cell "own".
    Nothing,
}

impl Role {
    /// What bounds its rights.
    pub fn bound(self) -> BoundKind {
        match self {
            Self::Clerk | Self::ComplianceOfficer => BoundKind::Operator,
            Self::Inspector => BoundKind::Region,
            Self::CaseOfficer | Self::CaseManager => BoundKind::Office,
            Self::Statistician | Self::Auditor | Self::Administrator => BoundKind::Nothing,
        }
    }

    /// Its name.
    pub fn name(self) -> Bilingual {
        let (zh, en) = match self {
            Self::Clerk => ("收寄端", "clerk"),
            Self::ComplianceOfficer => ("企业合规员", "compliance officer"),
            Self::Inspector => ("邮政监管人员", "postal inspector"),
            Self::CaseOfficer => ("检察官、办案人员", "prosecutor or case officer"),
            Self::CaseManager => ("案管人员", "case manager"),
            Self::Statistician => ("统计人员", "statistician"),
            Self::Auditor => ("审计人员", "auditor"),
            Self::Administrator => ("系统管理员", "administrator"),
        };
        Bilingual::new(zh, en)
    }
}
