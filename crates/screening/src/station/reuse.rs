//! What is used more often than it can be: photos and images for many items, a document for many phones.

use parcel::Gate;

use super::{
    mark::Mark,
    parameters::Parameters,
    sign::{Evidence, Sign},
};

/// Signs on every mark that shares an image or a document with too many others.
pub(super) fn find(marks: &[Mark], parameters: &Parameters, out: &mut Vec<Evidence>) {
    images(marks, parameters.count("image_items_min"), out);
    documents(marks, parameters.count("document_phones_min"), out);
}

fn images(marks: &[Mark], least: u32, out: &mut Vec<Evidence>) {
    let mut used: Vec<(u64, u64, u32)> = Vec::new();
    for (place, mark) in marks.iter().enumerate().filter(|(_, mark)| mark.gate != Gate::Identity) {
        used.extend(mark.values.iter().filter(|image| **image != 0).map(|image| (*image, mark.item, place as u32)));
    }
    used.sort_unstable();
    used.dedup();
    for same in used.chunk_by(|one, other| one.0 == other.0) {
        let items = same.chunk_by(|one, other| one.1 == other.1).count() as u32;
        if items >= least {
            let evidence =
                |(_, _, mark): &(_, _, u32)| Evidence { mark: *mark, sign: Sign::Image, count: items, seconds: 0 };
            out.extend(same.iter().map(evidence));
        }
    }
}

/// A document shown at one outlet with many phones; senders under an agreement show none.
fn documents(marks: &[Mark], least: u32, out: &mut Vec<Evidence>) {
    let of = |(place, mark): (usize, &Mark)| {
        let [document, phone] = mark.values;
        let wanted = mark.gate == Gate::Identity && !mark.agreed && document != 0 && phone != 0;
        wanted.then_some(((mark.outlet, document), phone, place as u32))
    };
    let mut shown: Vec<_> = marks.iter().enumerate().filter_map(of).collect();
    shown.sort_unstable();
    for same in shown.chunk_by(|one, other| one.0 == other.0) {
        let phones = same.chunk_by(|one, other| one.1 == other.1).count() as u32;
        if phones >= least {
            let evidence =
                |(_, _, mark): &(_, _, u32)| Evidence { mark: *mark, sign: Sign::Document, count: phones, seconds: 0 };
            out.extend(same.iter().map(evidence));
        }
    }
}
