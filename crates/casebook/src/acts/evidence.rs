//! Exclusion of illegal evidence: who raised it, which item, what came of it.

use serde::{Deserialize, Serialize};

use crate::{PersonId, SubjectId, words::words};

words! {
    /// Who raised that evidence may be illegal.
    RaisedBy {
        Suspect = "suspect" "犯罪嫌疑人、被告人",
        Counsel = "counsel" "辩护人",
        Prosecutor = "prosecutor" "检察官",
        Court = "court" "人民法院",
        Other = "other" "其他",
    }
}

words! {
    /// What kind of evidence it is.
    EvidenceKind {
        Confession = "confession" "供述",
        Testimony = "testimony" "证言、陈述",
        Physical = "physical" "物证",
        Document = "document" "书证",
        OpeningRecord = "opening_record" "开拆、搜查笔录",
        XrayImage = "xray_image" "过机安检图像",
        ControlledDelivery = "controlled_delivery" "控制下交付材料",
        Electronic = "electronic" "电子数据",
        Other = "other" "其他",
    }
}

words! {
    /// What came of it.
    ExclusionResult {
        Excluded = "excluded" "予以排除",
        Cured = "cured" "补正或者合理解释",
        Kept = "kept" "不予排除",
    }
}

/// Somebody says that a piece of evidence was collected unlawfully.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExclusionRaised {
    /// Number of the piece in the file.
    pub evidence: SubjectId,
    /// What kind it is.
    pub evidence_kind: EvidenceKind,
    /// Who raised it.
    pub raised_by: RaisedBy,
    /// Whom the evidence concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
}

/// The question is answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExclusionDecided {
    /// Number of the piece in the file.
    pub evidence: SubjectId,
    /// What came of it.
    pub result: ExclusionResult,
}
