//! What to do with a rule or an entry of the catalogue, by what became of its hits: keep, tune, retire, or wait.
//!
//! A proposal with its reason, for a person to decide; nothing acts on it. Counting belongs in `intake`.

use jiff::Span;
use parcel::{Bilingual, Day};
use serde::Serialize;

use crate::{goods::yields::Yield, rules::Expected};

/// Fewer opened hits than this tell nothing of false alarms.
const CHECKED_MIN: u64 = 10;

/// Items without a hit after which silence counts.
const SILENT_ITEMS_MIN: u64 = 1_000_000;

/// Days without a hit after which a rule that did fire is asked about.
const SILENT_DAYS: i32 = 180;

/// A share of finds below which hits are good for nothing.
const WORTHLESS: f64 = 0.01;

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Proposal {
    /// It does what it should.
    Keep,
    /// It fires too often, too seldom, or for nothing too often.
    Tune,
    /// It does not fire, or finds nothing.
    Retire,
    /// Too few of its hits were opened to tell.
    Wait,
}

/// A proposal and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Judged {
    /// What to do.
    pub proposal: Proposal,
    /// Why.
    pub reason: Bilingual,
}

/// What was seen of one rule or entry.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// What became of its hits.
    pub counts: &'a Yield,
    /// Items of the period.
    pub items: u64,
    /// What its file expects, where it says so.
    pub expected: Option<&'a Expected>,
    /// Last day of the period.
    pub until: Day,
}

/// Judges one rule or entry.
pub fn judge(seen: &Seen<'_>) -> Judged {
    silent(seen).or_else(|| alarms(seen)).or_else(|| rate(seen)).unwrap_or_else(|| opened(seen))
}

fn judged(proposal: Proposal, zh: String, en: String) -> Judged {
    Judged { proposal, reason: Bilingual::new(zh, en) }
}

/// It does not fire, or not any more.
fn silent(seen: &Seen<'_>) -> Option<Judged> {
    let Some(last) = seen.counts.last_hit.filter(|_| seen.counts.hits > 0) else {
        let items = seen.items;
        let proposal = if items >= SILENT_ITEMS_MIN { Proposal::Retire } else { Proposal::Wait };
        return Some(judged(proposal, format!("{items} 件中一次也没有触发"), format!("not one hit in {items} items")));
    };
    let since = last.checked_add(Span::new().days(SILENT_DAYS)).is_ok_and(|limit| limit < seen.until);
    since.then(|| {
        judged(
            Proposal::Retire,
            format!("最近一次触发是 {last}，已逾 {SILENT_DAYS} 天"),
            format!("last fired on {last}, more than {SILENT_DAYS} days ago"),
        )
    })
}

/// What it hits is opened for nothing too often, as far as the interval tells.
fn alarms(seen: &Seen<'_>) -> Option<Judged> {
    let Yield { checked, finds, .. } = *seen.counts;
    let interval = seen.counts.precision().filter(|_| checked >= CHECKED_MIN)?;
    let (zh, en) = (
        format!("开拆 {checked} 件，查获 {finds} 件，查获率至多 {:.1}%（95% 区间）", interval.to * 100.0),
        format!("{checked} opened, {finds} found: at most {:.1} % (interval of 95 %)", interval.to * 100.0),
    );
    if interval.to < WORTHLESS {
        return Some(judged(Proposal::Retire, zh, en));
    }
    let expected = seen.expected?;
    let alarms_max = f64::from(expected.false_alarm_percent.1) / 100.0;
    (1.0 - interval.to > alarms_max).then(|| {
        judged(
            Proposal::Tune,
            format!("{zh}，落空多于预期的 {:.0}%", alarms_max * 100.0),
            format!("{en}, more false alarms than the {:.0} % expected", alarms_max * 100.0),
        )
    })
}

/// It fires more or less often than its file expects.
fn rate(seen: &Seen<'_>) -> Option<Judged> {
    let (least, most) = seen.expected?.hits_per_million;
    let rate = seen.counts.hits as f64 * 1e6 / seen.items.max(1) as f64;
    (!(f64::from(least)..=f64::from(most)).contains(&rate)).then(|| {
        judged(
            Proposal::Tune,
            format!("每百万件触发 {rate:.0} 次，预期 {least} 至 {most} 次"),
            format!("{rate:.0} hits in a million items, {least} to {most} expected"),
        )
    })
}

/// Nothing speaks against it.
fn opened(seen: &Seen<'_>) -> Judged {
    let Yield { hits, checked, finds, .. } = *seen.counts;
    if checked < CHECKED_MIN {
        return judged(
            Proposal::Wait,
            format!("触发 {hits} 件，只开拆 {checked} 件，不足以判断"),
            format!("{hits} hits, {checked} of them opened: too few to tell"),
        );
    }
    judged(
        Proposal::Keep,
        format!("触发 {hits} 件，开拆 {checked} 件，查获 {finds} 件，均在预期之内"),
        format!("{hits} hits, {checked} opened, {finds} found: as expected"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Basis;

    const EXPECTED: Expected =
        Expected { hits_per_million: (10, 1_000), false_alarm_percent: (0, 60), basis: Basis::Assumed };

    fn proposal(hits: u64, checked: u64, finds: u64, last: Option<&str>) -> Proposal {
        let counts = Yield { hits, checked, finds, last_hit: last.map(|day| day.parse().unwrap()) };
        let until = "2026-11-20".parse().unwrap();
        let judged = judge(&Seen { counts: &counts, items: 2_000_000, expected: Some(&EXPECTED), until });
        assert!(!judged.reason.zh.is_empty() && judged.reason.en.is_ascii());
        judged.proposal
    }

    #[test]
    fn what_finds_as_expected_is_kept() {
        assert_eq!(proposal(400, 60, 40, Some("2026-11-19")), Proposal::Keep);
    }

    #[test]
    fn what_never_fires_or_not_any_more_is_retired() {
        assert_eq!(proposal(0, 0, 0, None), Proposal::Retire);
        assert_eq!(proposal(400, 60, 40, Some("2026-01-02")), Proposal::Retire);
    }

    #[test]
    fn what_finds_nothing_is_retired_and_what_finds_little_is_tuned() {
        assert_eq!(proposal(900, 800, 0, Some("2026-11-19")), Proposal::Retire);
        assert_eq!(proposal(900, 100, 10, Some("2026-11-19")), Proposal::Tune);
    }

    #[test]
    fn what_fires_too_often_is_tuned() {
        assert_eq!(proposal(90_000, 60, 40, Some("2026-11-19")), Proposal::Tune);
    }

    #[test]
    fn few_openings_tell_nothing() {
        assert_eq!(proposal(400, 9, 0, Some("2026-11-19")), Proposal::Wait);
    }
}
