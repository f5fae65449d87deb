//! From placed records to answers, in the order of the journal: windows, rules, rows for history, answers kept.
//!
//! Live, recovery and replay run this same code. What is durable was made so before, in `keep`.

use std::sync::Arc;

use history::{CoverageChange, DecisionRow, EventRow, NoticeRow, RecordRow};
use parcel::{Item, PseudonymousEvent, Receipt, Rejection, Verdict};
use screening::{
    Outcome, PassOutcome, Screener,
    rules::{Explained, Scratch},
    window::{Entry as WindowEntry, Insertion, Windows},
};

use crate::{
    answers::{AnswerText, Answers, AnswersError, KeptAnswer, Texts},
    entry::Kept,
    items::Station,
    keep::{EnteredEvent, Placed, PlacedEvent, PlacedRecord},
    naming::{Change, day_of},
    prepare::PreparedAcceptance,
    tail::OpenTail,
};

/// What a line is answered with.
#[derive(Clone, Debug)]
pub enum Answer {
    /// An acceptance was recorded, now or before.
    Decision {
        /// Its place in the journal.
        position: u64,
        /// What was decided.
        verdict: Verdict,
        /// The decision without its place in the journal.
        text: AnswerText,
        /// Whether it was recorded before.
        repeat: bool,
    },
    /// An event was recorded, now or before.
    Receipt {
        /// Its place in the journal.
        position: u64,
        /// The answer.
        receipt: Receipt,
        /// Whether it was recorded before.
        repeat: bool,
    },
    /// The line was not taken.
    Rejected(Rejection),
}

impl Answer {
    /// The answer as one line of the wire contract, without a line end.
    pub fn to_json(&self) -> String {
        let mut json = String::new();
        self.write_json(&mut json);
        json
    }

    /// Writes the answer as one line of the wire contract, without a line end, behind what `out` holds.
    pub fn write_json(&self, out: &mut String) {
        match self {
            Self::Decision { position, text, .. } => write_placed([&text.name, &text.said], *position, out),
            Self::Receipt { position, receipt, .. } => {
                write_placed(["", &serde_json::to_string(receipt).unwrap_or_default()], *position, out);
            }
            Self::Rejected(rejection) => out.push_str(&serde_json::to_string(rejection).unwrap_or_default()),
        }
    }
}

/// Every answer is an object with fields: its place goes before the closing brace.
fn write_placed([name, rest]: [&str; 2], position: u64, out: &mut String) {
    out.extend([name, rest.strip_suffix('}').unwrap_or(rest), ",\"sequence\":", &position.to_string(), "}"]);
}

/// Decides records in the order of the journal. Whoever runs it runs alone.
pub struct Decider<W> {
    screener: Arc<Screener>,
    windows: W,
    scratch: Scratch,
    texts: Texts,
    sinks: Option<Sinks>,
}

/// Where what is decided is kept; none where lines are screened without stores or replayed.
pub struct Sinks {
    /// Answers for repeats.
    pub answers: Arc<Answers>,
    /// Rows for history; none where nobody will ask for them.
    pub tail: Option<Arc<OpenTail>>,
}

impl<W: Windows> Decider<W> {
    /// A decider over these windows.
    pub fn new(screener: Arc<Screener>, windows: W, sinks: Option<Sinks>) -> Self {
        Self { screener, windows, scratch: Scratch::default(), texts: Texts::default(), sinks }
    }

    /// What decides.
    pub fn screener(&self) -> &Arc<Screener> {
        &self.screener
    }

    /// Decides by another screener from here on; over `windows` where its measures are others. They hold the same past.
    pub fn activate(&mut self, screener: Arc<Screener>, windows: Option<W>) {
        self.screener = screener;
        if let Some(windows) = windows {
            self.windows = windows;
        }
    }

    /// Says of every rule why it fires on an acceptance or does not, as the windows stand now.
    pub fn explain(&mut self, item: &Item) -> Vec<Explained<'_>> {
        self.screener.explain(item, &mut self.windows)
    }

    /// The windows.
    pub fn windows(&self) -> &W {
        &self.windows
    }

    /// The windows.
    pub fn windows_mut(&mut self) -> &mut W {
        &mut self.windows
    }

    /// Puts an entry of the past into the windows.
    pub fn refill(&mut self, entry: &WindowEntry) {
        self.windows.insert(entry);
    }

    /// Answers the lines of one batch.
    pub fn answer(&mut self, placed: Vec<Placed>) -> Result<Vec<Answer>, AnswersError> {
        placed.into_iter().map(|placed| self.answer_one(placed)).collect()
    }

    fn answer_one(&mut self, placed: Placed) -> Result<Answer, AnswersError> {
        Ok(match placed {
            Placed::Record(record) => self.record(*record),
            Placed::Event(event) => self.event(&event),
            Placed::Rejected(rejection) => Answer::Rejected(rejection),
            Placed::RepeatedEvent(event, position, state) => {
                let receipt = Receipt { item: event.kept.record.item, event: event.kept.record.kind, state };
                Answer::Receipt { position, receipt, repeat: true }
            }
            Placed::Repeat(position) => {
                let kept = self.sinks.as_ref().map_or(Ok(None), |sinks| sinks.answers.get(position))?;
                let KeptAnswer { verdict, text, .. } = kept.ok_or(AnswersError::Missing { position })?;
                Answer::Decision { position, verdict, text, repeat: true }
            }
        })
    }

    fn record(&mut self, record: PlacedRecord) -> Answer {
        let PlacedRecord { position, prepared, changes } = record;
        let PreparedAcceptance { kept, screened, entry, envelope_at, .. } = prepared;
        let (verdict, text) = self.enter_record(position, &kept, screened, &entry[envelope_at..], &changes);
        Answer::Decision { position, verdict, text, repeat: false }
    }

    /// Decides a journaled record, keeps the answer and hands its rows on.
    pub fn enter_record(
        &mut self,
        position: u64,
        kept: &Kept<Item>,
        screened: screening::Prepared,
        envelope: &[u8],
        changes: &[(Arc<Station>, Change)],
    ) -> (Verdict, AnswerText) {
        let outcome = self.decide(kept, screened);
        let verdict = outcome.decision.verdict();
        let text = self.texts.of(&outcome.decision, verdict);
        if let Some(sinks) = &self.sinks {
            sinks.answers.keep([KeptAnswer { position, verdict, text: text.clone() }]);
            let rows = RecordRows { position, kept, envelope, outcome: &outcome, verdict, text: &text, changes };
            if let Some(tail) = &sinks.tail {
                tail.add(|builder| rows.write(builder), &outcome.entered);
            }
        }
        (verdict, text)
    }

    /// Decides one record and enters it into the windows.
    pub fn decide(&mut self, kept: &Kept<Item>, mut screened: screening::Prepared) -> Decided {
        let under = match &kept.former {
            Some(former) => {
                screened.entry = WindowEntry::of(former);
                former
            }
            None => &kept.record,
        };
        let outcome = self.screener.decide(under, screened, kept.received_at, &mut self.windows, &mut self.scratch);
        let mut entered: Vec<_> = outcome.entry.iter().map(|(entry, _)| *entry).collect();
        if kept.former.is_some() {
            let own = WindowEntry::of(&kept.record).map(|entry| in_epoch(entry, kept.epoch));
            if let Some(entry) = own {
                let full = self.windows.insert(&entry) == Insertion::Full;
                entered.push(if full { entry.missed() } else { entry });
            }
        }
        Decided { outcome, entered }
    }

    fn event(&mut self, event: &PlacedEvent) -> Answer {
        let kept = &event.prepared.kept;
        self.enter_event(event.position, kept, event.prepared.envelope(), Some(&event.entered));
        let receipt = Receipt { item: kept.record.item.clone(), event: kept.record.kind, state: event.entered.state };
        Answer::Receipt { position: event.position, receipt, repeat: false }
    }

    /// Looks at a journaled event and enters it into the windows, where it tells of a pass through a machine.
    pub fn decide_event(&mut self, kept: &Kept<PseudonymousEvent>) -> PassOutcome {
        self.screener.pass(&kept.record, kept.received_at, &mut self.windows, &mut self.scratch)
    }

    /// Looks at a journaled event and hands its rows on; only its windows' where what it does to its item is not known
    /// any more.
    pub fn enter_event(
        &mut self,
        position: u64,
        kept: &Kept<PseudonymousEvent>,
        envelope: &[u8],
        entered: Option<&EnteredEvent>,
    ) {
        let outcome = self.decide_event(kept);
        let Some(tail) = self.sinks.as_ref().and_then(|sinks| sinks.tail.as_ref()) else { return };
        let write = |builder: &mut history::TableBuilder| {
            let Some(entered) = entered else { return };
            let day = day_of(entered.day);
            builder.event(&EventRow {
                sequence: position,
                received_at: kept.received_at,
                day,
                event: &kept.record,
                state: entered.state,
                epoch: kept.epoch,
                envelope,
            });
            for notice in &outcome.notices {
                builder.notice(&NoticeRow { sequence: position, day, notice });
            }
            write_changes(builder, entered.change.as_slice());
        };
        let own: Vec<_> = outcome.entry.iter().map(|(entry, _)| *entry).collect();
        tail.add(write, &own);
    }
}

/// The same item under its new pseudonyms, so that their windows fill while the old ones still count: another item to
/// the windows, since no key of the one is a key of the other.
fn in_epoch(entry: WindowEntry, epoch: u32) -> WindowEntry {
    WindowEntry { item: entry.item.wrapping_add(u64::from(epoch).wrapping_mul(0x9e37_79b9_7f4a_7c15)), ..entry }
}

/// What was decided of one record, and what it entered into the windows.
pub struct Decided {
    outcome: Outcome,
    /// Window entries in the order in which they were put in.
    pub entered: Vec<WindowEntry>,
}

impl std::ops::Deref for Decided {
    type Target = Outcome;

    fn deref(&self) -> &Outcome {
        &self.outcome
    }
}

struct RecordRows<'a> {
    position: u64,
    kept: &'a Kept<Item>,
    envelope: &'a [u8],
    outcome: &'a Decided,
    verdict: Verdict,
    text: &'a AnswerText,
    changes: &'a [(Arc<Station>, Change)],
}

impl RecordRows<'_> {
    fn write(&self, builder: &mut history::TableBuilder) {
        let Kept { received_at, epoch, record: item, .. } = self.kept;
        let decision = &self.outcome.decision;
        let day = item.day();
        builder.record(&RecordRow {
            sequence: self.position,
            received_at: *received_at,
            item,
            epoch: *epoch,
            envelope: self.envelope,
        });
        builder.decision(&DecisionRow {
            sequence: self.position,
            name: &item.name,
            day,
            verdict: self.verdict,
            rules: decision.findings.iter().map(|finding| finding.provision().rule.as_str()).collect(),
            answer: [&self.text.name, &self.text.said],
            pack: &decision.pack,
            law: &decision.law,
            catalogue: &decision.catalogue.edition,
            duties: self.outcome.duties,
        });
        for notice in &self.outcome.notices {
            builder.notice(&NoticeRow { sequence: self.position, day, notice });
        }
        write_changes(builder, self.changes);
    }
}

fn write_changes(builder: &mut history::TableBuilder, changes: &[(Arc<Station>, Change)]) {
    for (station, change) in changes {
        builder.coverage(&coverage_row(station, change));
    }
}

/// A change of coverage as a row of the history.
pub fn coverage_row<'a>(station: &'a Station, change: &Change) -> CoverageChange<'a> {
    CoverageChange {
        operator: &station.operator,
        operator_kind: station.operator_kind,
        outlet: &station.outlet,
        region: station.place,
        channel: None,
        day: day_of(change.day),
        gate: change.gate,
        duty: change.duty,
        from: change.from,
        to: change.to,
        items: 1,
    }
}
