//! One member of staff at two outlets with too little time between them.

use parcel::Gate;

use super::{
    mark::{Mark, Source},
    parameters::Parameters,
    roll::StationId,
    sign::{Evidence, Sign},
};

/// Signs on both marks of a change of outlet that took less than the way does.
pub(super) fn find(marks: &[Mark], parameters: &Parameters, out: &mut Vec<Evidence>) {
    let seconds_min = (parameters.value("places_minutes_min") * 60.0) as i64;
    let of = |(place, mark): (usize, &Mark)| {
        let wanted = mark.gate == Gate::Inspection && mark.source == Source::Record && mark.courier != StationId::NONE;
        wanted.then_some((mark.courier, mark.accepted_at, mark.outlet, place as u32))
    };
    let mut stays: Vec<_> = marks.iter().enumerate().filter_map(of).collect();
    stays.sort_unstable();
    for same in stays.chunk_by(|one, other| one.0 == other.0) {
        for pair in same.windows(2).filter(|pair| pair[0].2 != pair[1].2) {
            let between = pair[1].1 - pair[0].1;
            if between < seconds_min {
                let evidence = |mark| Evidence {
                    mark,
                    sign: Sign::Places,
                    count: 2,
                    seconds: u32::try_from(between).unwrap_or(0),
                };
                out.extend([evidence(pair[0].3), evidence(pair[1].3)]);
            }
        }
    }
}
