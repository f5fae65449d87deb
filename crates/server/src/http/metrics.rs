//! Figures about the server itself. No label holds a person, an operator, an item or an address that was asked for.

use std::{
    fmt,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use intake::{decide::Answer, store::Store};
use parcel::{Choice, ProblemCode, Verdict};
use prometheus_client::{
    encoding::{DescriptorEncoder, EncodeLabelSet, EncodeMetric, text},
    metrics::{
        counter::{ConstCounter, Counter},
        family::Family,
        gauge::ConstGauge,
        histogram::Histogram,
    },
    registry::{Registry, Unit},
};

use super::route::Route;

/// Media type of the figures.
pub(super) const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Before every name.
const PREFIX: &str = "portcullis";

/// Upper bounds of the classes of durations. Unit: second.
const SECONDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OutcomeLabel {
    outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct VerdictLabel {
    verdict: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabel {
    route: &'static str,
    status: u32,
}

/// Counted since the start.
pub(super) struct Metrics {
    registry: Registry,
    recorded: Counter,
    duplicates: Counter,
    conflicts: Counter,
    rejected: Counter,
    verdicts: Vec<Counter>,
    requests: Family<RequestLabel, Histogram, fn() -> Histogram>,
    later: AtomicU64,
}

impl Metrics {
    pub(super) fn new() -> Self {
        let mut registry = Registry::with_prefix(PREFIX);
        let lines = Family::<OutcomeLabel, Counter>::default();
        let decisions = Family::<VerdictLabel, Counter>::default();
        let requests = Family::new_with_constructor((|| Histogram::new(SECONDS)) as fn() -> Histogram);
        registry.register("lines", "Lines that were answered over HTTP, by what became of them", lines.clone());
        registry.register("decisions", "Decisions on records taken over HTTP, repeats left out", decisions.clone());
        registry.register_with_unit(
            "request_duration",
            "From the head of a request to the head of its answer",
            Unit::Seconds,
            requests.clone(),
        );
        let outcome = |outcome| lines.get_or_create_owned(&OutcomeLabel { outcome });
        let verdict = |verdict: &Verdict| decisions.get_or_create_owned(&VerdictLabel { verdict: verdict.word() });
        Self {
            recorded: outcome("recorded"),
            duplicates: outcome("duplicate"),
            conflicts: outcome("conflict"),
            rejected: outcome("rejected"),
            verdicts: Verdict::ALL.iter().map(verdict).collect(),
            requests,
            later: AtomicU64::new(0),
            registry,
        }
    }

    /// Counts what became of a line.
    pub(super) fn line(&self, answer: &Answer) {
        let clashes = |code| matches!(code, ProblemCode::Conflict | ProblemCode::LowerRevision);
        let counter = match answer {
            Answer::Decision { repeat: true, .. } | Answer::Receipt { repeat: true, .. } => &self.duplicates,
            Answer::Decision { .. } | Answer::Receipt { .. } => &self.recorded,
            Answer::Rejected(rejection) if rejection.problems.iter().any(|problem| clashes(problem.code)) => {
                &self.conflicts
            }
            Answer::Rejected(_) => &self.rejected,
        };
        counter.inc();
        if let Answer::Decision { verdict, repeat: false, .. } = answer
            && let Some(counter) = self.verdicts.get(*verdict as usize)
        {
            counter.inc();
        }
    }

    /// Counts a request and how long it took.
    pub(super) fn answered(&self, route: &Route, status: u16, took: Duration) {
        let label = RequestLabel { route: route.path, status: status.into() };
        self.requests.get_or_create(&label).observe(took.as_secs_f64());
    }

    /// Counts a request that a bound of this room turned away.
    pub(super) fn later(&self) {
        self.later.fetch_add(1, Ordering::Relaxed);
    }

    /// Requests that bounds of this room turned away.
    pub(super) fn told_later(&self) -> u64 {
        self.later.load(Ordering::Relaxed)
    }

    /// All figures as text.
    pub(super) fn write(&self, reading: &Reading) -> String {
        let mut out = String::new();
        // Writing to memory cannot fail.
        let _ = text::encode_registry(&mut out, &self.registry);
        let mut read = Registry::with_prefix(PREFIX);
        read.register_collector(Box::new(*reading));
        let _ = text::encode_registry(&mut out, &read);
        let _ = text::encode_eof(&mut out);
        out
    }
}

/// What is read at the moment of asking.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    commits: u64,
    later: u64,
    dropped: u64,
    notices: u64,
    queued: u64,
    journal_end: u64,
    sealed_to: u64,
}

impl Reading {
    /// Reads a store.
    pub(super) fn of(store: &Store, notices: u64, told_later: u64) -> Self {
        let counts = store.pipeline().counts();
        Self {
            commits: counts.commits.load(Ordering::Relaxed),
            later: counts.later.load(Ordering::Relaxed) + told_later,
            dropped: counts.dropped.load(Ordering::Relaxed),
            notices,
            queued: store.pipeline().queued() as u64,
            sealed_to: store.history().sealed_to(),
            journal_end: store.journal().end(),
        }
    }
}

impl prometheus_client::collector::Collector for Reading {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        let counters = [
            ("commits", "Commits of the journal since the start", self.commits),
            ("later", "Requests told to come later since the start", self.later),
            ("dropped_lines", "Lines lost since the start: stays 0", self.dropped),
            ("notices", "Notices raised, since the data directory was made", self.notices),
        ];
        for (name, help, value) in counters {
            let counter = ConstCounter::new(value);
            counter.encode(encoder.encode_descriptor(name, help, None, counter.metric_type())?)?;
        }
        let gauges = [
            ("queue_lines", "Lines taken and not yet answered", self.queued),
            ("journal_end_position", "Where the next entry of the journal goes", self.journal_end),
            ("sealed_position", "The first position that is not sealed to files", self.sealed_to),
            (
                "unsealed_entries",
                "Entries of the journal not yet sealed",
                self.journal_end.saturating_sub(self.sealed_to),
            ),
        ];
        for (name, help, value) in gauges {
            let gauge = ConstGauge::new(value);
            gauge.encode(encoder.encode_descriptor(name, help, None, gauge.metric_type())?)?;
        }
        Ok(())
    }
}
