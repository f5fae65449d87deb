//! A survey: marks in the order of the journal in, signs and estimates out.

use hashbrown::HashMap;
use parcel::{Code64, Day, Gate, Item, Operator, PseudonymousEvent};
use serde::Serialize;

use super::{
    bare,
    estimate::{Days, Estimate, Usual},
    mark::{self, Mark, Source},
    order, pace,
    parameters::Parameters,
    places, reuse,
    roll::{Kind, Name, Roll, StationId},
    sign::Evidence,
};

/// Most marks of one survey: about 3 GB.
pub const MARKS_MAX: usize = 30_000_000;

/// There are more marks than fit: choose a shorter period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("more than {MARKS_MAX} marks (marks_max): choose a shorter period or one operator")]
pub struct Full;

/// Marks gathered so far.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    roll: Roll,
    marks: Vec<Mark>,
}

/// What a machine's own counter says of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counter {
    /// Whose machine.
    pub operator: Operator,
    /// Which machine.
    pub machine: Code64,
    /// Statutory day.
    pub day: Day,
    /// Pieces counted.
    pub pieces: u32,
}

/// A day on which a machine has more marks than its counter has pieces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Excess {
    /// Whose machine.
    pub operator: Operator,
    /// Which machine.
    pub machine: Code64,
    /// Statutory day.
    pub day: Day,
    /// Marks that name it.
    pub marks: u32,
    /// Pieces that it counted.
    pub pieces: u32,
}

/// One station and gate.
#[derive(Clone, Debug, PartialEq)]
pub struct Station {
    /// Which station.
    pub id: StationId,
    /// Which gate.
    pub gate: Gate,
    /// The share of its marks without a gate.
    pub estimate: Estimate,
    /// What is usual among stations of its kind.
    pub usual: Usual,
}

/// What a survey says.
#[derive(Debug)]
pub struct Surveyed {
    /// The names of stations.
    pub roll: Roll,
    /// Every mark that counts, one per item, gate and source.
    pub marks: Vec<Mark>,
    /// Every sign, in the order of marks.
    pub evidence: Vec<Evidence>,
    /// Every station with marks, in the order of its name and gate.
    pub stations: Vec<Station>,
    /// Days on which counters say less than marks, in the order of machine and day.
    pub excess: Vec<Excess>,
}

impl Survey {
    /// Adds the marks of an acceptance; a later revision replaces those of an earlier one.
    pub fn item(&mut self, item: &Item, position: u64) -> Result<(), Full> {
        let Self { roll, marks } = self;
        mark::of_item(item, position, roll, |mark| marks.push(mark));
        self.room()
    }

    /// Adds the mark of a pass through a machine after acceptance; other events have none.
    pub fn event(&mut self, event: &PseudonymousEvent, position: u64) -> Result<(), Full> {
        self.marks.extend(mark::of_event(event, position, &mut self.roll));
        self.room()
    }

    fn room(&self) -> Result<(), Full> {
        if self.marks.len() > MARKS_MAX { Err(Full) } else { Ok(()) }
    }

    /// Looks for signs and estimates every station.
    pub fn finish(self, parameters: &Parameters, counters: &[Counter]) -> Surveyed {
        let Self { roll, mut marks } = self;
        keep_latest(&mut marks);
        let mut evidence = Vec::new();
        for find in [pace::find, places::find, reuse::find, bare::find, order::find] {
            find(&marks, parameters, &mut evidence);
        }
        evidence.sort_unstable();
        evidence.dedup_by_key(|evidence| (evidence.mark, evidence.sign));
        let stations = stations(&roll, &marks, &evidence, parameters);
        let excess = excess(&roll, &marks, counters);
        Surveyed { roll, marks, evidence, stations, excess }
    }
}

impl Surveyed {
    /// The signs on marks of one station.
    pub fn of_station(&self, id: StationId) -> impl Iterator<Item = (&Mark, &Evidence)> {
        let mark = |evidence: &Evidence| &self.marks[evidence.mark as usize];
        self.evidence.iter().map(move |evidence| (mark(evidence), evidence)).filter(move |(mark, _)| {
            [Kind::Outlet, Kind::Courier, Kind::Machine].into_iter().any(|kind| mark.station(kind) == id)
        })
    }
}

/// Of several revisions of a record the latest counts, gate by gate; every event counts.
fn keep_latest(marks: &mut Vec<Mark>) {
    let key = |mark: &Mark| {
        let event = if mark.source == Source::Event { mark.position } else { 0 };
        (mark.item, mark.gate, mark.source, event)
    };
    marks.sort_unstable_by_key(|mark| (key(mark), std::cmp::Reverse(mark.position)));
    marks.dedup_by_key(|mark| key(mark));
    marks.sort_unstable_by_key(|mark| (mark.position, mark.gate));
}

/// The gates that stations of a kind work.
fn gates(kind: Kind) -> &'static [Gate] {
    match kind {
        Kind::Outlet => &[Gate::Identity, Gate::Inspection, Gate::Machine],
        Kind::Courier => &[Gate::Identity, Gate::Inspection],
        Kind::Machine => &[Gate::Machine],
    }
}

fn stations(roll: &Roll, marks: &[Mark], evidence: &[Evidence], parameters: &Parameters) -> Vec<Station> {
    let mut signed = vec![false; marks.len()];
    for evidence in evidence {
        signed[evidence.mark as usize] = true;
    }
    let mut all = Vec::new();
    for kind in Kind::ALL {
        for gate in gates(kind) {
            let days = days(marks, &signed, kind, *gate);
            let total = |days: &Days| days.iter().fold((0, 0), |sum, day| (sum.0 + day.0, sum.1 + day.1));
            let usual = Usual::of(days.iter().map(|(_, days)| total(days)), parameters);
            all.extend(days.into_iter().filter_map(|(id, days)| {
                Some(Station { id, gate: *gate, estimate: Estimate::of(&days, usual, parameters)?, usual })
            }));
        }
    }
    let names: Vec<Option<&Name>> = all.iter().map(|station| roll.name(station.id)).collect();
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|place| (names[*place], all[*place].gate));
    order.into_iter().map(|place| all[place].clone()).collect()
}

/// The marks of each station by day.
fn days(marks: &[Mark], signed: &[bool], kind: Kind, gate: Gate) -> Vec<(StationId, Days)> {
    let of = |(mark, signed): (&Mark, &bool)| {
        let id = mark.station(kind);
        (mark.gate == gate && id != StationId::NONE).then_some((id, mark.day, *signed))
    };
    let mut all: Vec<_> = marks.iter().zip(signed).filter_map(of).collect();
    all.sort_unstable();
    let day = |day: &[(StationId, i32, bool)]| (day.len() as u32, day.iter().filter(|mark| mark.2).count() as u32);
    let station = |station: &[(StationId, i32, bool)]| {
        (station[0].0, station.chunk_by(|one, other| one.1 == other.1).map(day).collect())
    };
    all.chunk_by(|one, other| one.0 == other.0).map(station).collect()
}

/// Days on which a counter says less than marks do.
fn excess(roll: &Roll, marks: &[Mark], counters: &[Counter]) -> Vec<Excess> {
    let mut counted: HashMap<(&Operator, &Code64, i32), u32> = HashMap::new();
    for mark in marks.iter().filter(|mark| mark.gate == Gate::Machine) {
        if let Some(Name::Machine(operator, machine, _)) = roll.name(mark.machine) {
            *counted.entry((operator, machine, mark.day)).or_default() += 1;
        }
    }
    let more = |counter: &Counter| {
        let Counter { operator, machine, day, pieces } = counter.clone();
        let marks = *counted.get(&(&counter.operator, &counter.machine, mark::day_number(day)))?;
        (marks > pieces).then_some(Excess { operator, machine, day, marks, pieces })
    };
    let mut all: Vec<_> = counters.iter().filter_map(more).collect();
    all.sort_by(|one, other| (&one.operator, &one.machine, one.day).cmp(&(&other.operator, &other.machine, other.day)));
    all
}
