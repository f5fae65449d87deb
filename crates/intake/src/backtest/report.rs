//! What a back-test says, in the shape in which it is written as JSON.

use parcel::{Day, Verdict};
use screening::{interval::Interval, rules::Expected};
use serde::Serialize;

/// A share with the interval in which the true one lies.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Share {
    /// Items that have it.
    pub part: u64,
    /// Items that it is a share of.
    pub all: u64,
    /// Wilson interval of 95 per cent; none of nothing.
    pub interval: Option<Interval>,
}

impl Share {
    /// A share of a number of items.
    pub fn of(part: u64, all: u64) -> Self {
        Self { part, all, interval: Interval::of(part, all) }
    }
}

/// A number of items on each side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sides {
    /// Under the pack in force.
    pub base: u64,
    /// Under the changed pack.
    pub changed: u64,
    /// Only under the pack in force.
    pub only_base: u64,
    /// Only under the changed pack.
    pub only_changed: u64,
}

impl Sides {
    pub(super) fn add(&mut self, base: bool, changed: bool) {
        self.base += u64::from(base);
        self.changed += u64::from(changed);
        self.only_base += u64::from(base && !changed);
        self.only_changed += u64::from(changed && !base);
    }
}

/// Items that patterns ask somebody to look at, and what that costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Asked {
    /// Items.
    pub items: Sides,
    /// Unit: items a day with acceptances, under the pack in force.
    pub per_day_base: f64,
    /// The same under the changed pack.
    pub per_day_changed: f64,
}

/// Records whose decision came out otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct VerdictChange {
    /// Decision under the pack in force.
    pub from: Verdict,
    /// Decision under the changed pack.
    pub to: Verdict,
    /// Records.
    pub records: u64,
}

/// How a rule stands in the changed pack beside the pack in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Its text is the same.
    Same,
    /// Its condition, version, effect, mode or share is another.
    Changed,
    /// It is new.
    Added,
    /// It is gone.
    Removed,
}

/// What one rule does on both sides.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RuleReport {
    /// Its id.
    pub rule: String,
    /// How it stands.
    pub standing: Standing,
    /// Whether it only watches in the changed pack, or in the pack in force where it is gone.
    pub shadow: bool,
    /// Items on which it fires.
    pub items: Sides,
    /// Items on which it fires in the changed pack, of all items. Unit: items in a million.
    pub hits_per_million: f64,
    /// Finds among the items that it hit and that were opened, under the changed pack.
    pub precision: Share,
    /// The same under the pack in force.
    pub precision_base: Share,
    /// Finds among those that only the changed pack hits.
    pub finds_gained: u64,
    /// Finds among those that only the pack in force hits.
    pub finds_lost: u64,
    /// Latest day on which it fired under the changed pack.
    pub last_fired: Option<Day>,
}

/// An item whose treatment changes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Example {
    /// Place in the journal.
    pub sequence: u64,
    /// Who took it in.
    pub operator: String,
    /// Its waybill.
    pub waybill: String,
    /// Decision under the pack in force.
    pub from: Verdict,
    /// Decision under the changed pack.
    pub to: Verdict,
    /// Rules that fire under the changed pack only, with what made them fire.
    pub gained: Vec<(String, parcel::Evidence)>,
    /// Rules that fire under the pack in force only.
    pub lost: Vec<String>,
    /// Whether something was found in it; none where nobody opened it.
    pub found: Option<bool>,
}

/// What a back-test says.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Backtest {
    /// The pack in force, as decisions name it.
    pub base: String,
    /// The changed pack.
    pub changed: String,
    /// First day of acceptance that was asked for.
    pub from: Option<Day>,
    /// Last day of acceptance that was asked for.
    pub to: Option<Day>,
    /// Entries of the journal that were passed.
    pub entries: u64,
    /// Items that count.
    pub items: u64,
    /// Records of acceptance that count, every revision.
    pub records: u64,
    /// Events.
    pub events: u64,
    /// Days with acceptances that count.
    pub days: u64,
    /// Records with another decision or other patterns in it.
    pub records_changed: u64,
    /// By decision, where that is another.
    pub verdicts: Vec<VerdictChange>,
    /// Items on which a live rule fires.
    pub touched: Sides,
    /// Items that a live rule asks somebody to look at.
    pub asked: Asked,
    /// Finds that are known among items that count.
    pub finds: u64,
    /// Finds among items that live rules touch.
    pub finds_touched: Sides,
    /// Finds among touched items that were opened, under the changed pack.
    pub precision: Share,
    /// The same under the pack in force.
    pub precision_base: Share,
    /// Touched items among known finds, under the changed pack. Finds that nobody made are in no share.
    pub recall: Share,
    /// The same under the pack in force.
    pub recall_base: Share,
    /// Every rule of either side, by id.
    pub rules: Vec<RuleReport>,
    /// Items whose treatment changes, a few of each rule.
    pub examples: Vec<Example>,
    /// New hits that are not among the expected ones, where those were named.
    pub surprises: u64,
    /// The first of them.
    pub surprising: Vec<Surprise>,
}

/// A new hit that nobody expected.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Surprise {
    /// The rule.
    pub rule: String,
    /// Place in the journal of the record or event.
    pub sequence: u64,
    /// Who took the item in.
    pub operator: String,
    /// Its waybill.
    pub waybill: String,
}

/// A rule that does otherwise than its file expects, or a hit that nobody expected.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Unexpected {
    /// The rule.
    pub rule: String,
    /// What was expected and what came, in both languages.
    pub message: parcel::Bilingual,
}

/// What is expected of a rule by its file.
pub type Expectation<'a> = (&'a str, &'a Expected);

impl Backtest {
    /// The new hits that were not among the expected ones, the first of them by name.
    pub fn unexpected_hits(&self) -> Vec<Unexpected> {
        let named = |hit: &Surprise| Unexpected {
            rule: hit.rule.clone(),
            message: parcel::Bilingual::new(
                format!("{} {} 意外触发", hit.operator, hit.waybill),
                format!("fires on {} {}, which nobody expected", hit.operator, hit.waybill),
            ),
        };
        self.surprising.iter().map(named).collect()
    }

    /// Rules of the changed pack that fire more or less often than their files expect, or for nothing too often.
    ///
    /// False alarms count only where enough items were opened that the interval tells.
    pub fn unexpected<'a>(&self, expectations: impl Iterator<Item = Expectation<'a>>) -> Vec<Unexpected> {
        let mut all = Vec::new();
        for (rule, expected) in expectations {
            let Ok(place) = self.rules.binary_search_by(|report| report.rule.as_str().cmp(rule)) else { continue };
            let report = &self.rules[place];
            let (least, most) = expected.hits_per_million;
            let rate = report.hits_per_million;
            if !(f64::from(least)..=f64::from(most)).contains(&rate) {
                let message = parcel::Bilingual::new(
                    format!("预期每百万件 {least} 至 {most} 次，实际 {rate:.1} 次"),
                    format!("{least} to {most} hits in a million items are expected, {rate:.1} came"),
                );
                all.push(Unexpected { rule: rule.to_owned(), message });
            }
            let Some(interval) = report.precision.interval else { continue };
            let most = f64::from(expected.false_alarm_percent.1) / 100.0;
            let alarms = 1.0 - interval.to;
            if alarms > most {
                let message = parcel::Bilingual::new(
                    format!("预期落空至多 {:.0}%，实际至少 {:.1}%（95% 区间）", most * 100.0, alarms * 100.0),
                    format!(
                        "at most {:.0} % false alarms are expected, at least {:.1} % came (interval of 95 %)",
                        most * 100.0,
                        alarms * 100.0
                    ),
                );
                all.push(Unexpected { rule: rule.to_owned(), message });
            }
        }
        all
    }
}
