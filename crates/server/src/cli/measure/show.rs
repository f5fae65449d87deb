//! Lists, and one subject with its clocks explained line by line.

use std::io::{self, BufWriter, Write};

use casebook::{
    Act, Casebook, Named, Subject, SubjectKind, SubjectState, acts::ActKind, custody_chain::Chain,
    measure::DocumentClock,
};
use clap::ArgMatches;
use parcel::{Bilingual, Choice, Day};
use serde_json::{Value, json};

use super::{record::failure, tool};
use crate::{
    failure::{Exit, Outcome},
    language::Language,
    output::left,
};

/// `show ID`.
pub(in crate::cli) fn show(matches: &ArgMatches, kind: SubjectKind, language: Language) -> Outcome<Exit> {
    let subject = tool::subject(matches, kind)?;
    let day = tool::day(matches);
    let (_lock, casebook) = tool::open(matches)?;
    let state = casebook.state_at(&subject, u64::MAX).map_err(failure)?;
    let acts = casebook.ledger().acts_of(&subject, u64::MAX).map_err(failure)?;
    let mut out = BufWriter::new(io::stdout().lock());
    if matches.get_flag("json") {
        writeln!(out, "{}", in_json(&subject, &state, &acts, day))?;
    } else {
        in_words(&mut out, &subject, &state, &acts, day, language)?;
    }
    out.flush()?;
    Ok(Exit::Done)
}

/// `list`.
pub(in crate::cli) fn list(matches: &ArgMatches, kind: SubjectKind, language: Language) -> Outcome<Exit> {
    let (_lock, casebook) = tool::open(matches)?;
    let after = matches.get_one::<String>("after").map_or("", String::as_str);
    let limit = matches.get_one::<u32>("limit").copied().unwrap_or(100) as usize;
    let day = tool::day(matches);
    let mut out = BufWriter::new(io::stdout().lock());
    for subject in subjects(&casebook, kind, after)?.into_iter().take(limit) {
        let state = casebook.state_at(&subject, u64::MAX).map_err(failure)?;
        let described = state.describe();
        let open = state.clocks().iter().filter(|clock| clock.is_open()).filter_map(|clock| row(clock, day));
        if matches.get_flag("json") {
            let clocks: Vec<_> = open.map(|row| row.json()).collect();
            let line = json!({
                "id": subject.id.as_str(), "version": state.version(), "state": described, "open_clocks": clocks,
            });
            writeln!(out, "{line}")?;
        } else {
            writeln!(out, "{}  {}", left(subject.id.as_str(), 24), language.pick(&described))?;
            for row in open {
                writeln!(out, "    {}", row.line(language))?;
            }
        }
    }
    out.flush()?;
    Ok(Exit::Done)
}

/// Subjects of a kind after a number, in order.
fn subjects(casebook: &Casebook, kind: SubjectKind, after: &str) -> Outcome<Vec<Subject>> {
    let model = casebook.model().map_err(failure)?;
    let mut found = Vec::new();
    for number in 0.. {
        let Some(subject) = model.subject(number).map_err(failure)? else { break };
        if subject.kind == kind && subject.id.as_str() > after {
            found.push(subject);
        }
    }
    found.sort();
    Ok(found)
}

/// A clock as it stands on a day.
struct Row {
    id: &'static str,
    name: Bilingual,
    due: String,
    state: Bilingual,
    left_days: Option<i32>,
    provisional: bool,
    unverified: bool,
    steps: Vec<Value>,
    lines: Vec<(Bilingual, String)>,
}

fn row(clock: &DocumentClock, day: Day) -> Option<Row> {
    let ledger = clock.ledger()?;
    let (reckoning, standing) = (ledger.reckoning(), ledger.standing(day));
    let state = match (clock.lapsed, clock.done) {
        (Some(on), _) => Bilingual::new(format!("不再计算（{on}）"), format!("no longer owed ({on})")),
        (None, Some(on)) => Bilingual::new(format!("已办（{on}）"), format!("done ({on})")),
        (None, None) => match standing.left_days {
            Some(days) if days < 0 => Bilingual::new(format!("已过{}天", -days), format!("{} days past", -days)),
            Some(days) => Bilingual::new(format!("还有{days}天"), format!("{days} days left")),
            None => Bilingual::new("暂停", "paused"),
        },
    };
    let lines = reckoning.steps.iter().map(|step| {
        let reached = step.day.clone().unwrap_or_default();
        let provision = step.provision.as_ref().map(|cite| format!("  [{cite}]")).unwrap_or_default();
        (step.text.clone(), format!("{reached}{provision}"))
    });
    Some(Row {
        id: clock.id,
        name: ledger.clock().name.clone(),
        due: reckoning.due.map(|due| due.to_string()).unwrap_or_default(),
        state,
        left_days: standing.left_days.filter(|_| clock.is_open()),
        provisional: reckoning.provisional,
        unverified: reckoning.status == law::Status::Unverified,
        lines: lines.collect(),
        steps: reckoning.steps.iter().filter_map(|step| serde_json::to_value(step).ok()).collect(),
    })
}

impl Row {
    fn line(&self, language: Language) -> String {
        let mark = match (self.unverified, self.provisional) {
            (true, _) => language.of(" [未核]", " [unverified]"),
            (_, true) => language.of(" [暂定]", " [provisional]"),
            _ => "",
        };
        let due = language.of("期满", "due");
        format!("{}  {due} {}  {}{mark}", language.pick(&self.name), self.due, language.pick(&self.state))
    }

    fn json(&self) -> Value {
        json!({
            "clock": self.id, "name": self.name, "due": self.due, "state": self.state, "left_days": self.left_days,
            "provisional": self.provisional, "status": if self.unverified { "unverified" } else { "verified" },
            "steps": self.steps,
        })
    }
}

fn allowed(state: &SubjectState) -> Vec<ActKind> {
    ActKind::ALL.iter().copied().filter(|kind| state.takes(*kind)).collect()
}

fn in_json(subject: &Subject, state: &SubjectState, acts: &[Act], day: Day) -> Value {
    let clocks: Vec<_> = state.clocks().iter().filter_map(|clock| row(clock, day)).map(|row| row.json()).collect();
    let acts: Vec<_> = acts
        .iter()
        .map(|act| {
            json!({
                "sequence": act.sequence, "version": act.version, "day": act.day, "recorded_at": act.recorded_at,
                "kind": act.kind(), "actor": act.actor, "role": act.role, "office": act.office, "payload": act.payload.json(),
            })
        })
        .collect();
    let mut answer = json!({
        "id": subject.id.as_str(), "kind": subject.kind, "version": state.version(), "state": state.describe(),
        "clocks": clocks, "allowed": allowed(state), "acts": acts,
    });
    if let SubjectState::Find(find) = state {
        answer["custody"] = chain_json(&find.chain);
    }
    answer
}

fn chain_json(chain: &Chain) -> Value {
    let gaps = chain.gaps().into_iter();
    let gaps: Vec<_> = gaps.map(|gap| json!({ "link": gap.link, "kind": gap.kind, "says": gap.kind.says() })).collect();
    let links: Vec<_> = chain.links.iter().map(|link| json!({ "act": link.sequence, "passed": link.passed })).collect();
    json!({ "holder": chain.holder(), "links": links, "gaps": gaps })
}

fn in_words(
    out: &mut impl Write,
    subject: &Subject,
    state: &SubjectState,
    acts: &[Act],
    day: Day,
    language: Language,
) -> io::Result<()> {
    writeln!(out, "{}  {}", subject.id, language.pick(&state.describe()))?;
    points(out, state, language)?;
    if let SubjectState::Find(find) = state {
        chain(out, &find.chain, language)?;
    }
    for row in state.clocks().iter().filter_map(|clock| row(clock, day)) {
        writeln!(out, "{}", row.line(language))?;
        for (text, reached) in &row.lines {
            writeln!(out, "    {}  {reached}", language.pick(text))?;
        }
    }
    writeln!(out, "{}", language.of("经过", "History"))?;
    for act in acts {
        let kind = act.kind().label();
        writeln!(out, "    {}  {}  {}  #{}", act.day, language.pick(&kind), act.office.name, act.sequence)?;
    }
    let names: Vec<_> = allowed(state).into_iter().map(Named::label).collect();
    let names: Vec<_> = names.iter().map(|name| language.pick(name)).collect();
    writeln!(out, "{} {}", language.of("可以记录：", "May follow:"), names.join(language.of("、", ", ")))
}

fn points(out: &mut impl Write, state: &SubjectState, language: Language) -> io::Result<()> {
    let SubjectState::Recommendation(state) = state else { return Ok(()) };
    for (place, point) in state.points.iter().enumerate() {
        let unanswered = Bilingual::new("未答复", "not answered");
        let answer = point.answer.map_or(unanswered, |(_, answer)| answer.label());
        let looked = point.finding.map(|(_, finding)| finding.label());
        let looked = looked.map(|looked| format!("; {}", language.pick(&looked))).unwrap_or_default();
        writeln!(out, "  {}. {}", place + 1, point.point.recommends)?;
        writeln!(out, "     → {}{looked}", language.pick(&answer))?;
    }
    Ok(())
}

fn chain(out: &mut impl Write, chain: &Chain, language: Language) -> io::Result<()> {
    let Some(holder) = chain.holder() else { return Ok(()) };
    writeln!(out, "{} {}", language.of("物品现由：", "Goods held by:"), holder.name)?;
    let gaps = chain.gaps();
    for (place, link) in chain.links.iter().enumerate() {
        let passed = &link.passed;
        let receipt = passed.receipt.as_ref().map_or("—", |receipt| receipt.as_str());
        let when = passed.at.map_or_else(|| link.day.to_string(), |at| at.to_string());
        writeln!(out, "    {}. {when}  {} → {}  {receipt}", place + 1, passed.from.name, passed.to.name)?;
        for gap in gaps.iter().filter(|gap| gap.link == place + 1) {
            writeln!(out, "       {} {}", language.of("缺口：", "gap:"), language.pick(&gap.kind.says()))?;
        }
    }
    Ok(())
}
