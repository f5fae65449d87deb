//! Gates whose recorded time lies far from that of acceptance.

use super::{
    mark::{Mark, Source},
    parameters::Parameters,
    sign::{Evidence, Sign},
};

/// Signs on marks of records that were timed too early or too late. Events have their own time and no order to keep.
pub(super) fn find(marks: &[Mark], parameters: &Parameters, out: &mut Vec<Evidence>) {
    let most = (parameters.value("order_minutes_max") * 60.0) as u64;
    for (place, mark) in marks.iter().enumerate().filter(|(_, mark)| mark.source == Source::Record) {
        // A machine at a sorting centre comes hours after acceptance.
        let late = mark.gate != parcel::Gate::Machine;
        let Some(at) = mark.at.filter(|at| late || *at < mark.accepted_at) else { continue };
        let apart = at.abs_diff(mark.accepted_at);
        if apart > most {
            let count = u32::try_from(apart / 60).unwrap_or(u32::MAX);
            out.push(Evidence { mark: place as u32, sign: Sign::Order, count, seconds: 0 });
        }
    }
}
