//! A find from the gate to the police: stopped and reported, then one of two routes, and the goods from hand to hand.
//!
//! Route one goes straight to the police; route two by the postal regulator, under the rules on transfer, whose clocks
//! run on this route only. What the police file becomes a case of its own.

mod check;

use parcel::{Bilingual, Day};

use crate::{
    Act,
    acts::{
        ActKind, Payload, Recorded,
        find::{Authority, FindFilingDecided, FindRecorded, Holder, HolderKind},
    },
    custody_chain::{Chain, Link},
    facts::{Fact, FactKind, Reason},
    legality::document::Outcome,
    measure::{ClockNotes, facts},
    words::{Named, words},
};

words! {
    /// Which way a find goes.
    #[derive(Default)]
    Route {
        #[default]
        Open = "open" "未定",
        Police = "police" "直接移交公安机关",
        Regulator = "regulator" "经邮政管理部门移送",
    }
}

words! {
    /// How far a transfer by the regulator has come.
    #[derive(Default)]
    TransferStage {
        #[default]
        None = "none" "未启动",
        Team = "team" "已成立专案组",
        Reported = "reported" "已报负责人",
        Refused = "refused" "不批准移送",
        Approved = "approved" "已批准移送",
        Sent = "sent" "已移送",
    }
}

words! {
    /// Where the decision on filing stands.
    #[derive(Default)]
    FilingStage {
        #[default]
        None = "none" "未决定",
        Refused = "refused" "不予立案",
        ReconsiderationAsked = "reconsideration_asked" "已提请复议",
        RefusedAgain = "refused_again" "复议维持不立案",
        SupervisionSuggested = "supervision_suggested" "已建议立案监督",
        Filed = "filed" "已立案",
    }
}

/// A find as it stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FindState {
    /// How many acts it has.
    pub version: u32,
    /// The latest act.
    pub sequence: u64,
    /// What was found; none: nothing yet.
    pub recorded: Option<FindRecorded>,
    /// When.
    pub day: Option<Day>,
    /// Whom the operator told, when, and whether it stopped the item.
    pub reports: Vec<(Day, Authority, Recorded)>,
    /// Which way it goes.
    pub route: Route,
    /// When evidence was kept in advance, and when that was dealt with.
    pub evidence: Option<(Day, Option<Day>)>,
    /// How far the transfer has come.
    pub transfer: TransferStage,
    /// Where the decision on filing stands.
    pub filing: FilingStage,
    /// The latest decision on filing.
    pub decision: Option<FindFilingDecided>,
    /// When an opinion came back after non-prosecution.
    pub opinion: Option<Day>,
    /// When its result was told.
    pub opinion_told: Option<Day>,
    /// The goods from hand to hand.
    pub chain: Chain,
    /// Clocks that were started.
    pub clocks: ClockNotes,
    /// Day of the latest act that is no passing of goods.
    pub latest: Option<Day>,
}

impl FindState {
    /// In words.
    pub fn describe(&self) -> Bilingual {
        if self.recorded.is_none() {
            return Bilingual::new("查获未登记", "the find is not recorded");
        }
        let (route, transfer, filing) = (self.route.label(), self.transfer.label(), self.filing.label());
        Bilingual::new(
            format!("路径：{}；移送：{}；立案：{}", route.zh, transfer.zh, filing.zh),
            format!("route: {}; transfer: {}; filing: {}", route.en, transfer.en, filing.en),
        )
    }

    pub(crate) fn takes(&self, kind: ActKind) -> bool {
        check::order(self, kind).is_ok()
    }

    pub(crate) fn check(&self, day: Day, payload: &Payload) -> Outcome {
        check::order(self, payload.kind())?;
        check::particulars(self, day, payload)
    }

    pub(crate) fn apply(&mut self, act: &Act) {
        (self.version, self.sequence) = (act.version, act.sequence);
        let (day, by) = (act.day, act.sequence);
        match &act.payload {
            Payload::FindRecorded(found) => {
                let holder = Holder { kind: HolderKind::Operator, name: found.operator.clone() };
                self.chain = Chain::beginning(holder);
                (self.recorded, self.day) = (Some(found.clone()), Some(day));
            }
            Payload::FindReported(reported) => self.reports.push((day, reported.to, reported.stopped)),
            Payload::GoodsPassed(passed) => {
                if passed.to.kind == HolderKind::Police {
                    self.clocks.done("goods-handover", day);
                }
                self.chain.add(Link { sequence: by, day, passed: passed.clone() });
                return;
            }
            Payload::FindHandedOver(_) => self.route = Route::Police,
            Payload::EvidenceKept(_) => {
                self.evidence = Some((day, None));
                self.clocks.start_day("advance-evidence", day, None, by);
            }
            Payload::EvidenceDealtWith(_) => {
                self.evidence = self.evidence.map(|(kept, _)| (kept, Some(day)));
                self.clocks.done("advance-evidence", day);
            }
            Payload::OpinionReceived(_) => self.opinion = Some(day),
            Payload::OpinionResultTold(_) => self.opinion_told = Some(day),
            _ => self.transferred(act),
        }
        self.latest = self.latest.max(Some(day));
    }

    fn transferred(&mut self, act: &Act) {
        let (day, by) = (act.day, act.sequence);
        match &act.payload {
            Payload::TransferTeamNamed(_) => {
                (self.route, self.transfer) = (Route::Regulator, TransferStage::Team);
            }
            Payload::TransferReported(_) => {
                self.transfer = TransferStage::Reported;
                self.clocks.start_day("transfer-decision", day, None, by);
            }
            Payload::TransferDecided(decided) => {
                self.clocks.done("transfer-decision", day);
                self.transfer = if decided.approved { TransferStage::Approved } else { TransferStage::Refused };
                if decided.approved {
                    self.clocks.start_moment("transfer-handover", decided.at, by);
                }
            }
            Payload::TransferSent(_) => {
                self.transfer = TransferStage::Sent;
                self.clocks.done("transfer-handover", day);
                self.clocks.start_day("police-filing-decision", day, None, by);
            }
            _ => self.filed(act),
        }
    }

    fn filed(&mut self, act: &Act) {
        let (day, by) = (act.day, act.sequence);
        let by_rules = self.route == Route::Regulator;
        match &act.payload {
            Payload::FindFilingDecided(decided) => {
                let again = self.filing == FilingStage::ReconsiderationAsked;
                self.clocks.done("police-filing-decision", day);
                self.clocks.done("transfer-reconsideration-decision", day);
                self.clocks.lapse("transfer-reconsideration", day);
                self.decision = Some(decided.clone());
                let start = match (decided.filed, again) {
                    (true, _) => (FilingStage::Filed, "goods-handover"),
                    (false, false) => (FilingStage::Refused, "transfer-reconsideration"),
                    (false, true) => (FilingStage::RefusedAgain, "filing-supervision-suggestion"),
                };
                self.filing = start.0;
                let handed = self.chain.holder().is_some_and(|holder| holder.kind == HolderKind::Police);
                if by_rules && !(decided.filed && handed) {
                    self.clocks.start_day(start.1, day, None, by);
                }
            }
            Payload::FilingReconsiderationAsked(_) => {
                self.filing = FilingStage::ReconsiderationAsked;
                self.clocks.done("transfer-reconsideration", day);
                self.clocks.start_day("transfer-reconsideration-decision", day, None, by);
            }
            Payload::SupervisionSuggested(_) => {
                self.filing = FilingStage::SupervisionSuggested;
                self.clocks.lapse("transfer-reconsideration", day);
                self.clocks.done("filing-supervision-suggestion", day);
            }
            _ => {}
        }
    }

    pub(crate) fn facts(&self, act: &Act, number: u32) -> Vec<Fact> {
        let kind = match &act.payload {
            // Reported twice is one find.
            Payload::FindReported(_) if self.reports.is_empty() => FactKind::FindReported,
            Payload::FindHandedOver(_) | Payload::TransferSent(_) => FactKind::FindHandedOver,
            _ => return Vec::new(),
        };
        let mut fact = facts::fact(act, number, kind, Reason::None);
        if let Some(found) = &self.recorded {
            (fact.contraband, fact.operator_kind) = (Some(found.contraband), Some(found.operator_kind));
            fact.by_delivery = Recorded::Yes;
        }
        vec![fact]
    }
}
