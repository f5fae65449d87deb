//! Pieces per minute against hands and belts, and batches in one second.

use parcel::Gate;

use super::{
    mark::Mark,
    parameters::Parameters,
    roll::StationId,
    sign::{Evidence, Sign},
};

/// A bound on the pace of one kind of station.
struct Bound {
    sign: Sign,
    gate: Gate,
    seconds_min: f64,
    run_min: u32,
}

/// Signs of pace on inspections by a member of staff and on results of a machine.
pub(super) fn find(marks: &[Mark], parameters: &Parameters, out: &mut Vec<Evidence>) {
    let hands = Bound {
        sign: Sign::Hands,
        gate: Gate::Inspection,
        seconds_min: parameters.value("hands_seconds_min"),
        run_min: parameters.count("hands_run_min"),
    };
    let belt = Bound {
        sign: Sign::Belt,
        gate: Gate::Machine,
        seconds_min: parameters.value("belt_seconds_min"),
        run_min: parameters.count("belt_run_min"),
    };
    for (bound, station) in
        [(hands, (|mark: &Mark| mark.courier) as fn(&Mark) -> StationId), (belt, |mark| mark.machine)]
    {
        let timed = timed(marks, bound.gate, station);
        for same in timed.chunk_by(|one, other| one.0 == other.0) {
            runs(same, &bound, out);
            if bound.gate == Gate::Inspection {
                seconds(same, parameters.count("same_second_min"), out);
            }
        }
    }
}

/// Station, time and place of every mark of a gate that has both, in this order.
fn timed(marks: &[Mark], gate: Gate, station: impl Fn(&Mark) -> StationId) -> Vec<(StationId, i64, u32)> {
    let of = |(place, mark): (usize, &Mark)| {
        let station = station(mark);
        let wanted = mark.gate == gate && station != StationId::NONE;
        mark.at.filter(|_| wanted).map(|at| (station, at, place as u32))
    };
    let mut timed: Vec<_> = marks.iter().enumerate().filter_map(of).collect();
    timed.sort_unstable();
    timed
}

/// Runs whose pieces came faster than the bound allows, found within stretches without a longer pause.
///
/// With `late = time − number × least seconds`, marks i to j came too fast where `late` of j lies below that of i.
fn runs(marks: &[(StationId, i64, u32)], bound: &Bound, out: &mut Vec<Evidence>) {
    let pause_max = (2.0 * bound.seconds_min).ceil() as i64;
    for stretch in marks.chunk_by(|one, other| other.1 - one.1 <= pause_max) {
        if stretch.len() < bound.run_min as usize {
            continue;
        }
        let late: Vec<f64> =
            stretch.iter().enumerate().map(|(place, mark)| mark.1 as f64 - place as f64 * bound.seconds_min).collect();
        let lowest = lowest_from(&late);
        let mut start = 0;
        while start < stretch.len() {
            // The last mark that came too early for its number, counted from this one: lowest values only rise.
            let end = lowest.partition_point(|low| *low < late[start]).saturating_sub(1).max(start);
            let size = end - start + 1;
            if size < bound.run_min as usize {
                start += 1;
                continue;
            }
            let seconds = (stretch[end].1 - stretch[start].1) as u32;
            let evidence =
                |(_, _, mark): &(_, _, u32)| Evidence { mark: *mark, sign: bound.sign, count: size as u32, seconds };
            out.extend(stretch[start..=end].iter().map(evidence));
            start = end + 1;
        }
    }
}

/// The lowest value from each place on.
fn lowest_from(values: &[f64]) -> Vec<f64> {
    let mut lowest = values.to_vec();
    for place in (1..lowest.len()).rev() {
        lowest[place - 1] = lowest[place - 1].min(lowest[place]);
    }
    lowest
}

/// Batches of marks in one second.
fn seconds(marks: &[(StationId, i64, u32)], least: u32, out: &mut Vec<Evidence>) {
    for same in marks.chunk_by(|one, other| one.1 == other.1).filter(|same| same.len() >= least as usize) {
        let count = same.len() as u32;
        out.extend(same.iter().map(|(_, _, mark)| Evidence { mark: *mark, sign: Sign::Second, count, seconds: 0 }));
    }
}
