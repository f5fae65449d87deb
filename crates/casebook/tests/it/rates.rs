//! How fast: run with `cargo test --release -p casebook --test it rates -- --ignored --nocapture`.

#![expect(clippy::disallowed_methods, reason = "rates are measured with the clock")]

use std::time::Instant;

use casebook::{Casebook, NewAct, PersonId, ReadModel, acts::Payload};

use crate::story::*;
use crate::support::*;

/// Acts of cases with three persons each, interleaved as they come in life: by day over all cases of a group.
fn acts(cases: usize) -> impl Iterator<Item = NewAct> {
    let group = 5_000;
    (0..cases.div_ceil(group)).flat_map(move |round| {
        let names: Vec<_> = (round * group..cases.min((round + 1) * group)).collect();
        let stories: Vec<Vec<Payload>> = names.iter().map(|case| story(*case)).collect();
        let longest = stories.iter().map(Vec::len).max().unwrap_or(0);
        let mut out = Vec::new();
        for step in 0..longest {
            for (case, story) in names.iter().zip(&stories) {
                if let Some(payload) = story.get(step) {
                    let on = day("2019-01-01").saturating_add(jiff::Span::new().days(step as i64));
                    out.push(act(&format!("c-{case:07}"), on, payload.clone()));
                }
            }
        }
        out
    })
}

fn story(case: usize) -> Vec<Payload> {
    let person = |number: usize| {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&((case * 4 + number) as u64).to_le_bytes());
        PersonId(bytes)
    };
    let persons = [person(0), person(1), person(2)];
    let mut story = in_review(&persons);
    story.push(prosecuted(&persons));
    story.extend(persons.iter().map(|person| judged(*person, months(40))));
    story.push(took_effect(&persons));
    story
}

/// When something began: by the clock, and by the processor time of this process.
struct Begun(Instant, f64);

impl Begun {
    fn now() -> Self {
        Self(Instant::now(), processor_seconds())
    }
}

/// Processor time of all threads so far: what a busy machine does not distort.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<_> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

fn rate(what: &str, count: u64, begun: &Begun) {
    let (seconds, processor) = (begun.0.elapsed().as_secs_f64(), processor_seconds() - begun.1);
    println!("{what}: {count} in {seconds:.2} s, {:.0}/s; processor {processor:.2} s", count as f64 / seconds);
}

#[test]
#[ignore = "takes minutes; measures, asserts little"]
fn append_from_eight_writers() {
    let folder = tempfile::tempdir().unwrap();
    let casebook = Casebook::open(folder.path()).unwrap();
    let begun = Begun::now();
    std::thread::scope(|scope| {
        for writer in 0..8 {
            let casebook = &casebook;
            scope.spawn(move || {
                for case in 0..60 {
                    let name = format!("w{writer}-{case}");
                    for (version, payload) in (0..).zip(story(case)) {
                        let on = day("2019-01-01").saturating_add(jiff::Span::new().days(version));
                        casebook.append(act(&name, on, payload), version).unwrap();
                    }
                }
            });
        }
    });
    rate("durable appends, 8 writers, one act each", casebook.ledger().head().sequence, &begun);
}

#[test]
#[ignore = "takes minutes; measures, asserts little"]
fn append_documents_from_eight_writers() {
    let folder = tempfile::tempdir().unwrap();
    let casebook = Casebook::open(folder.path()).unwrap();
    let begun = Begun::now();
    std::thread::scope(|scope| {
        for writer in 0..8 {
            let casebook = &casebook;
            scope.spawn(move || {
                for case in 0..200 {
                    let on = |version: u32| day("2019-01-01").saturating_add(jiff::Span::new().days(version));
                    let name = format!("w{writer}-{case}");
                    let acts: Vec<_> = (0..).zip(story(case)).map(|(v, act_)| (act(&name, on(v), act_), v)).collect();
                    for document in acts.chunks(5) {
                        casebook.append_together(document.to_vec()).unwrap();
                    }
                }
            });
        }
    });
    rate("durable appends, 8 writers, five acts each", casebook.ledger().head().sequence, &begun);
}

#[test]
#[ignore = "takes minutes; measures, asserts little"]
fn a_million_acts() {
    let cases = std::env::var("CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(71_500);
    let folder = tempfile::tempdir().unwrap();
    let casebook = Casebook::open(folder.path()).unwrap();
    let begun = Begun::now();
    let written = casebook.append_all(acts(cases)).map_err(|(place, error)| format!("{place}: {error}")).unwrap();
    rate("bulk append", written, &begun);
    let begun = Begun::now();
    drop(casebook.model().unwrap());
    rate("catch up", written, &begun);
    let begun = Begun::now();
    let path = folder.path().join("again.sqlite");
    let mut model = ReadModel::rebuild(&path, casebook.ledger()).unwrap();
    rate("full rebuild", written, &begun);
    let begun = Begun::now();
    let facts = model.facts().unwrap();
    rate("load facts", facts.len() as u64, &begun);
    for as_of in [u64::MAX, written / 2] {
        let begun = Begun::now();
        let mut sum = 0_u64;
        facts.scan(as_of, |_| true, |fact| sum += u64::from(fact.count));
        rate(&format!("scan facts as of {as_of} ({sum})"), facts.len() as u64, &begun);
    }
    let begun = Begun::now();
    casebook.ledger().verify().unwrap();
    rate("verify", written, &begun);
    let begun = Begun::now();
    let pages = 1_000;
    for page in 0..pages {
        let name = format!("c-{:07}", page * 7_919 % cases);
        casebook.case(&id(&name)).unwrap();
    }
    rate("case pages", pages as u64, &begun);
    let ledger = std::fs::metadata(folder.path().join("ledger.sqlite")).unwrap().len();
    let register = std::fs::metadata(&path).unwrap().len();
    println!("bytes an act: ledger {}, register {}", ledger / written, register / written);
}
