//! Stations by name: marks, signs, the estimated share with its interval; and the signs on items of one station.

use intake::{
    entry::{self, Entry},
    store::Store,
};
use parcel::{Choice, Gate, ItemName};
use screening::station::{Evidence, Mark, Name, Parameters, Sign, Station, Surveyed};
use serde_json::{Value, json};

use super::Wanted;
use crate::{
    cli::{Context, coverage::gate_word},
    failure::Outcome,
    language::Language,
    output::{left, right},
};

/// Most signs on items that are listed of one station.
const ITEMS_MAX: usize = 200;

/// Prints what is wanted.
pub(super) fn print(
    surveyed: &Surveyed,
    store: &Store,
    parameters: &Parameters,
    wanted: &Wanted,
    context: &Context,
) -> Outcome {
    let stations = surveyed.stations.iter().filter(|station| is_wanted(surveyed, station, wanted));
    let stations: Vec<&Station> = stations.collect();
    let json = context.matches.get_flag("json");
    if !json {
        said(parameters, context.language);
    }
    for station in &stations {
        let shown = shown(surveyed.roll.name(station.id), store, wanted);
        if json {
            println!("{}", as_json(station, &shown));
        } else {
            println!("{}", line(station, &shown, context.language));
        }
    }
    for excess in &surveyed.excess {
        println!("{}", if json { json!({ "excess": excess }).to_string() } else { over(excess, context.language) });
    }
    if wanted.id.is_some() || wanted.kinds == [screening::station::Kind::Courier] {
        items(surveyed, store, &stations, wanted, context)?;
    }
    Ok(())
}

fn is_wanted(surveyed: &Surveyed, station: &Station, wanted: &Wanted) -> bool {
    let Some(name) = surveyed.roll.name(station.id) else { return false };
    let code = match name {
        Name::Outlet(_, code) | Name::Machine(_, code, _) => Some(code.as_str()),
        Name::Courier(..) => None,
    };
    wanted.kinds.contains(&name.kind()) && wanted.id.as_deref().is_none_or(|id| code.is_none() || code == Some(id))
}

/// Operator, kind and code; members of staff by a pseudonym for this viewer and ground only.
fn shown(name: Option<&Name>, store: &Store, wanted: &Wanted) -> [String; 3] {
    let Some(name) = name else { return Default::default() };
    let code = match name {
        Name::Outlet(_, code) | Name::Machine(_, code, None) => code.as_str().to_owned(),
        Name::Machine(_, code, Some(place)) => format!("{} @ {}", code.as_str(), place.as_str()),
        Name::Courier(_, stored) => store.ring().shown(*stored, "command line", &wanted.ground).to_string(),
    };
    [name.operator().as_str().to_owned(), name.kind().word().to_owned(), code]
}

/// What the numbers rest on, said every time.
fn said(parameters: &Parameters, language: Language) {
    let assumed = parameters.all().iter().filter(|parameter| parameter.status == "assumed").count();
    let (all, edition) = (parameters.all().len(), parameters.edition());
    println!(
        "{}",
        language.of(
            format!("模型参数 {edition}：{all} 项，其中 {assumed} 项为假定，未经测量。迹象不是定论；比例为估计，区间 95%。按名称排列，不作排名。"),
            format!("Parameters {edition}: {all}, of which {assumed} are assumed, not measured. Signs are no proof; shares are estimates with intervals of 95 %. By name, not ranked."),
        )
    );
    let heads = [("标记", "marks"), ("有迹象", "signed"), ("天", "days")];
    let heads: String = heads.iter().map(|(zh, en)| right(language.of(zh, en), 9)).collect();
    println!(
        "{}{}{heads}  {}",
        left(language.of("站点", "station"), 46),
        left(language.of("关口", "gate"), 12),
        language.of("估计未做的比例（区间）", "estimated share without a gate (interval)")
    );
}

fn line(station: &Station, [operator, kind, code]: &[String; 3], language: Language) -> String {
    let estimate = station.estimate;
    let numbers = [estimate.marks, estimate.signed, estimate.days];
    let cells: String = numbers.iter().map(|number| right(&number.to_string(), 9)).collect();
    let percent = |share: f64| format!("{:.1} %", share * 100.0);
    format!(
        "{}{}{cells}  {} ({}–{})",
        left(&format!("{operator} {kind} {code}"), 46),
        left(gate_word(station.gate, language), 12),
        percent(estimate.share),
        percent(estimate.interval.from),
        percent(estimate.interval.to),
    )
}

fn as_json(station: &Station, [operator, kind, code]: &[String; 3]) -> Value {
    json!({
        "operator": operator, "kind": kind, "id": code, "gate": station.gate,
        "estimate": station.estimate, "usual": station.usual,
    })
}

fn over(excess: &screening::station::Excess, language: Language) -> String {
    let (operator, machine) = (excess.operator.as_str(), excess.machine.as_str());
    let (day, marks, pieces) = (excess.day, excess.marks, excess.pieces);
    language.of(
        format!(
            "{operator} {machine} {day}：标记 {marks} 件，机器只计数 {pieces} 件，至少 {} 件没有过机",
            marks - pieces
        ),
        format!(
            "{operator} {machine} {day}: {marks} marks, the machine counted {pieces}: at least {} passed no machine",
            marks - pieces
        ),
    )
}

/// The signs on items of the stations that are shown.
fn items(surveyed: &Surveyed, store: &Store, stations: &[&Station], wanted: &Wanted, context: &Context) -> Outcome {
    let mut ids: Vec<_> = stations.iter().map(|station| station.id).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut left = ITEMS_MAX;
    for id in ids {
        let shown = shown(surveyed.roll.name(id), store, wanted);
        for (mark, evidence) in surveyed.of_station(id) {
            if left == 0 {
                let more = context
                    .language
                    .of("更多依据未列出；请缩短期间", "more signs are not listed: choose a shorter period");
                eprintln!("{more}");
                return Ok(());
            }
            left -= 1;
            let item = item(store, mark.position)?;
            println!("{}", sign(&shown, item.as_ref(), mark, evidence, context));
        }
    }
    Ok(())
}

/// Whose record or event stands at a place of the journal.
pub(super) fn item(store: &Store, position: u64) -> Outcome<Option<ItemName>> {
    let bytes = store.journal().entry(position)?;
    Ok(match entry::read(&bytes) {
        Ok(Entry::Acceptance(kept, _)) => Some(kept.record.name.item),
        Ok(Entry::Event(kept, _)) => Some(kept.record.item),
        _ => None,
    })
}

fn sign(
    [operator, kind, code]: &[String; 3],
    item: Option<&ItemName>,
    mark: &Mark,
    evidence: &Evidence,
    context: &Context,
) -> String {
    let waybill = item.map_or("", |item| item.waybill.as_str());
    let (sign, says): (Sign, _) = (evidence.sign, evidence.says(mark.gate));
    if context.matches.get_flag("json") {
        return json!({
            "operator": operator, "kind": kind, "id": code, "waybill": waybill, "sequence": mark.position,
            "gate": mark.gate, "sign": sign.word(), "count": evidence.count, "seconds": evidence.seconds,
            "message": says,
        })
        .to_string();
    }
    let gate = Gate::from_word(mark.gate.word()).unwrap_or(mark.gate);
    format!(
        "  {:>10}  {code} {waybill}  {} — {}: {}",
        mark.position,
        gate_word(gate, context.language),
        context.language.pick(&sign.title()),
        context.language.pick(&says)
    )
}
