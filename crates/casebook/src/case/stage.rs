//! How far the proceedings against one person have come, and under which constraint.

use crate::words::words;

words! {
    /// Where the proceedings against a person stand.
    #[derive(Default)]
    Stage {
        #[default]
        Investigation = "investigation" "侦查",
        ArrestReview = "arrest_review" "审查逮捕",
        Review = "review" "审查起诉",
        Supplementary = "supplementary" "补充侦查",
        Conditional = "conditional" "附条件不起诉考验期",
        Trial = "trial" "一审",
        Judged = "judged" "一审已裁判",
        Protested = "protested" "抗诉审理",
        Effective = "effective" "裁判已生效",
        Executed = "executed" "已交付执行",
        NotProsecuted = "not_prosecuted" "不起诉",
        Withdrawn = "withdrawn" "撤回起诉",
        Dropped = "dropped" "撤案",
        Acquitted = "acquitted" "宣告无罪",
        Moved = "moved" "已转入他案",
    }
}

impl Stage {
    /// Whether nothing is awaited any more.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Executed | Self::NotProsecuted | Self::Dropped | Self::Acquitted | Self::Moved)
    }

    /// Whether the investigation is still the police's.
    pub fn is_investigation(self) -> bool {
        matches!(self, Self::Investigation | Self::ArrestReview)
    }
}

words! {
    /// Under which measure of constraint a person is.
    #[derive(Default)]
    Constraint {
        #[default]
        None = "none" "无",
        Detained = "detained" "刑事拘留",
        Arrested = "arrested" "逮捕",
        Bail = "bail" "取保候审",
        Surveillance = "surveillance" "监视居住",
    }
}

impl Constraint {
    /// Whether the person is in custody: clocks then never move with holidays (CPL 105).
    pub fn is_custody(self) -> bool {
        matches!(self, Self::Detained | Self::Arrested)
    }
}
