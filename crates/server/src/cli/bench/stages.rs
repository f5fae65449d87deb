//! The cost of each stage: one thread, the pipeline's own parts, one after the other over 4,096 records at a time.

use std::{collections::HashMap, sync::Arc};

use history::{DecisionRow, History, Limits, NoticeRow, RecordRow, TableBuilder, Tail};
use intake::{
    answers::{AnswerText, Answers, KeptAnswer, Texts},
    decide::{Decided, Decider},
    decode::{self, Line},
    entry::{self, Kept, Link},
    items::{Items, ItemsOptions},
    naming::{self, Change, Standing},
    window_files,
    windows::{WindowBounds, WindowStore},
};
use journal::{Entries, Journal, SqliteJournal};
use law::Circumstances;
use parcel::{Acceptance, DutyState, Gate, Item, Operator};
use screening::{Prepared, Screener, duty, window::Entry as WindowEntry};
use seal::{KeyRing, Pseudonymiser, RetentionClass};

use super::{
    folder::Folder,
    meter::{Meter, Stage},
    source::{Lines, Source},
    stations,
};
use crate::{
    cli::{Context, store},
    clock,
    failure::{Exit, Failure, Outcome},
    progress,
};

/// Records of one pass through all stages, and of one append.
const BATCH: u64 = 4_096;

/// Journal entries after which a range is sealed, as `intake` does by default.
const SEAL_ENTRIES: u64 = 262_144;

/// Runs it.
pub(super) fn run(context: &Context) -> Outcome<Exit> {
    let number = |name: &str| context.matches.get_one::<u64>(name).copied().unwrap_or(1);
    let folder = Folder::make(context)?;
    let mut bench = Bench::open(&folder)?;
    let mut source = Source::made(number("items"), number("seed"))?;
    let bar = progress::bar(number("items"), context.language.of("测量", "Measuring"));
    loop {
        let lines = source.next(BATCH)?;
        if lines.count == 0 {
            break;
        }
        bench.pass(&lines)?;
        bar.set_position(bench.journal.end());
    }
    bench.seal()?;
    bench.settle()?;
    bar.finish_and_clear();
    let items = bench.journal.end();
    if context.matches.get_flag("json") {
        println!("{}", bench.meter.json(items));
    } else {
        let micros = bench.meter.total_micros(items);
        println!(
            "{}",
            context.language.of(
                format!("{items} 条记录，单线程，每条 {micros:.2} µs"),
                format!("{items} records, one thread, {micros:.2} µs each"),
            )
        );
        print!("{}", bench.meter.table(items, context.language));
    }
    Ok(Exit::Done)
}

/// Everything that a record goes through.
struct Bench {
    ring: KeyRing,
    screener: Arc<Screener>,
    pseudonymisers: HashMap<Operator, Pseudonymiser>,
    items: Items,
    journal: SqliteJournal,
    decider: Decider<WindowStore>,
    answers: Answers,
    texts: Texts,
    builder: TableBuilder,
    tail: Tail,
    entered: Vec<WindowEntry>,
    history: History,
    windows: std::path::PathBuf,
    sealed_to: u64,
    meter: Meter,
}

/// What one record has become on its way.
struct Way {
    kept: Kept<Item>,
    prepared: Option<Prepared>,
    envelope: Vec<u8>,
    entry: Vec<u8>,
    changes: Vec<Change>,
    decided: Option<Decided>,
    text: Option<AnswerText>,
}

fn cannot(cause: impl std::error::Error) -> Failure {
    Failure::because("测量无法进行", "the measurement cannot go on", &cause)
}

impl Bench {
    fn open(folder: &Folder) -> Outcome<Self> {
        let path = folder.path();
        let screener = store::screener()?;
        let windows = WindowStore::new(screener.pack().measures(), WindowBounds::default());
        Ok(Self {
            ring: KeyRing::unkept(&mut |bytes| clock::random(bytes))?,
            decider: Decider::new(Arc::clone(&screener), windows, None),
            screener,
            pseudonymisers: HashMap::new(),
            items: Items::open(&path.join("items"), ItemsOptions::default()).map_err(cannot)?.0,
            journal: SqliteJournal::open(&path.join("journal"), journal::Options::default())?,
            answers: Answers::open(&path.join("answers"), 0)?,
            texts: Texts::default(),
            builder: TableBuilder::new(),
            tail: Tail::default(),
            entered: Vec::new(),
            history: History::open(path.join("history"), Limits::default())?,
            windows: path.join("windows"),
            sealed_to: 0,
            meter: Meter::default(),
        })
    }

    /// Takes some lines through every stage.
    fn pass(&mut self, lines: &Lines) -> Outcome {
        let acceptances = self.meter.time(Stage::Decode, || decoded(lines));
        let mut ways = self.pseudonymous(acceptances)?;
        self.screen(&mut ways);
        self.meter.time(Stage::Encode, || {
            for way in &mut ways {
                way.entry = entry::acceptance(&way.kept, &way.envelope);
            }
        });
        let first = self.journal.end();
        ways = self.named(ways, first)?;
        let entries: Vec<&[u8]> = ways.iter().map(|way| way.entry.as_slice()).collect();
        self.meter.time(Stage::Journal, || self.journal.append(&entries))?;
        self.decide(&mut ways, first);
        self.rows(&ways, first)?;
        self.meter.time(Stage::Release, || drop(ways));
        if self.journal.end() - self.sealed_to >= SEAL_ENTRIES { self.seal() } else { Ok(()) }
    }

    /// Digests, envelopes, pseudonyms.
    #[expect(clippy::vec_box, reason = "they come boxed, and go on boxed")]
    fn pseudonymous(&mut self, acceptances: Vec<Box<Acceptance>>) -> Outcome<Vec<Way>> {
        let epoch = self.ring.current_epoch();
        for acceptance in &acceptances {
            let operator = &acceptance.name.item.operator;
            if !self.pseudonymisers.contains_key(operator) {
                self.pseudonymisers.insert(operator.clone(), self.ring.pseudonymiser(operator, epoch)?);
            }
        }
        let (ring, pseudonymisers) = (&self.ring, &self.pseudonymisers);
        let digests: Vec<_> =
            self.meter.time(Stage::Digest, || acceptances.iter().map(|acceptance| ring.digest(acceptance)).collect());
        let sealed: Result<Vec<_>, _> = self.meter.time(Stage::Envelope, || {
            acceptances.iter().map(|acceptance| ring.seal_acceptance(acceptance, class(acceptance)?)).collect()
        });
        let received: Vec<_> = acceptances.iter().map(|acceptance| acceptance.accepted_at).collect();
        let items: Vec<Item> = self.meter.time(Stage::Pseudonyms, || {
            let own = |acceptance: &Acceptance| pseudonymisers[&acceptance.name.item.operator].clone();
            acceptances
                .into_iter()
                .map(|acceptance| {
                    let own = own(&acceptance);
                    ring.pseudonymise(*acceptance, &own)
                })
                .collect()
        });
        let parts = items.into_iter().zip(sealed?).zip(digests).zip(received);
        let way = |(((record, envelope), digest), received_at): (((Item, seal::Envelope), [u8; 16]), _)| Way {
            kept: Kept { link: Link::NONE, received_at, epoch: epoch.0, digest, record, former: None },
            prepared: None,
            envelope: envelope.into_bytes(),
            entry: Vec::new(),
            changes: Vec::new(),
            decided: None,
            text: None,
        };
        Ok(parts.map(way).collect())
    }

    /// Duties and goods text.
    fn screen(&mut self, ways: &mut [Way]) {
        let (law, catalogue) = (self.screener.law(), self.screener.catalogue());
        self.meter.time(Stage::Duties, || {
            for way in ways.iter_mut() {
                let item = &way.kept.record;
                let duties = law.duties(&Circumstances::of(item));
                let mut states = [DutyState::NoRule; 3];
                [Gate::Identity, Gate::Inspection, Gate::Machine]
                    .iter()
                    .zip(&mut states)
                    .for_each(|(gate, state)| *state = duties.gate(*gate).state);
                let findings = duty::findings(item, duties);
                way.prepared = Some(Prepared { duties: states, findings, entry: None });
            }
        });
        self.meter.time(Stage::Goods, || {
            for way in ways.iter_mut() {
                let found = catalogue.findings(&way.kept.record);
                if let Some(prepared) = &mut way.prepared {
                    prepared.findings.extend(found);
                }
            }
        });
    }

    /// Names: repeats and conflicts fall out, the others get their places.
    fn named(&mut self, ways: Vec<Way>, first: u64) -> Outcome<Vec<Way>> {
        let items = &mut self.items;
        self.meter.time(Stage::Names, || {
            let mut taken = Vec::with_capacity(ways.len());
            for mut way in ways {
                let key = naming::key_of(way.kept.record.item());
                let standing = naming::standing(items, &key, &way.kept.record, &way.kept.digest).map_err(cannot)?;
                let Standing::New(before) = standing else { continue };
                let position = first + taken.len() as u64;
                Link::to(before.map(|before| before.last)).write_into(&mut way.entry);
                let duties = way.prepared.as_ref().map_or([DutyState::NoRule; 3], |prepared| prepared.duties);
                let at = (position, way.kept.digest);
                way.changes = naming::enter_record(items, key, before.as_ref(), &way.kept.record, at, duties);
                taken.push(way);
            }
            Ok(taken)
        })
    }

    /// Windows and rules, the answer as JSON, the answer kept.
    fn decide(&mut self, ways: &mut [Way], first: u64) {
        self.meter.time(Stage::Windows, || {
            for way in ways.iter_mut() {
                let Some(mut prepared) = way.prepared.take() else { continue };
                prepared.entry = WindowEntry::of(&way.kept.record);
                way.decided = Some(self.decider.decide(&way.kept, prepared));
            }
        });
        self.meter.time(Stage::Decision, || {
            for way in ways.iter_mut() {
                let text = |decided: &Decided| self.texts.of(&decided.decision, decided.decision.verdict());
                way.text = way.decided.as_ref().map(text);
            }
        });
        self.meter.time(Stage::Answers, || {
            for (way, position) in ways.iter().zip(first..) {
                let Some((decided, text)) = way.decided.as_ref().zip(way.text.clone()) else { continue };
                self.answers.keep([KeptAnswer { position, verdict: decided.decision.verdict(), text }]);
            }
        });
    }

    fn rows(&mut self, ways: &[Way], first: u64) -> Outcome {
        let (builder, items) = (&mut self.builder, &self.items);
        let batch = self.meter.time(Stage::Rows, || {
            for (way, position) in ways.iter().zip(first..) {
                way.add_rows(builder, position);
                stations::add(builder, items, &way.changes);
            }
            builder.finish()
        })?;
        self.meter.time(Stage::Rows, || self.tail.push(batch))?;
        let entered = ways.iter().filter_map(|way| way.decided.as_ref()).flat_map(|decided| &decided.entered);
        self.entered.extend(entered);
        Ok(())
    }

    /// Seals what is open.
    fn seal(&mut self) -> Outcome {
        let range = self.sealed_to..self.journal.end();
        self.meter.time(Stage::SealAnswers, || self.answers.seal(range.clone()))?;
        let entered = std::mem::take(&mut self.entered);
        self.meter.time(Stage::SealWindows, || window_files::write(&self.windows, &range, &entered)).map_err(cannot)?;
        let batches = self.tail.freeze();
        self.meter.time(Stage::SealHistory, || self.history.seal(range.clone(), &batches))?;
        self.tail.drop_sealed(range.end);
        self.meter.time(Stage::SealNames, || self.items.flush(range.end)).map_err(cannot)?;
        self.sealed_to = range.end;
        Ok(())
    }

    /// Waits for names that are written behind.
    fn settle(&mut self) -> Outcome {
        self.meter.time(Stage::SealNames, || self.items.settle()).map_err(cannot)
    }
}

#[expect(clippy::vec_box, reason = "they come boxed, and go on boxed")]
fn decoded(lines: &Lines) -> Vec<Box<Acceptance>> {
    let acceptance = |line: &str| match decode::line(line.as_bytes()) {
        Ok(Line::Acceptance(acceptance)) => Some(acceptance),
        _ => None,
    };
    lines.text.lines().filter_map(acceptance).collect()
}

/// A retention class by province, as `intake` chooses it.
fn class(acceptance: &Acceptance) -> Result<RetentionClass, seal::SealError> {
    match acceptance.duty_place().home() {
        Some(region) => RetentionClass::parse(&format!("cn-{}", region.province())),
        None => RetentionClass::parse("cn"),
    }
}

impl Way {
    fn add_rows(&self, builder: &mut TableBuilder, sequence: u64) {
        let Some((decided, text)) = self.decided.as_ref().zip(self.text.as_ref()) else { return };
        let Kept { received_at, epoch, record: item, .. } = &self.kept;
        let (decision, day) = (&decided.decision, item.day());
        builder.record(&RecordRow {
            sequence,
            received_at: *received_at,
            item,
            epoch: *epoch,
            envelope: &self.envelope,
        });
        builder.decision(&DecisionRow {
            sequence,
            name: &item.name,
            day,
            verdict: decision.verdict(),
            rules: decision.findings.iter().map(|finding| finding.provision().rule.as_str()).collect(),
            answer: [&text.name, &text.said],
            pack: &decision.pack,
            law: &decision.law,
            catalogue: &decision.catalogue.edition,
            duties: decided.duties,
        });
        decided.notices.iter().for_each(|notice| builder.notice(&NoticeRow { sequence, day, notice }));
    }
}
