//! Measures as they stand in the head file of a pack.

use std::sync::Arc;

use super::reader::Section;
use crate::window::{
    Attribute, COUNT_MAX, Counted, DISTINCT_MAX, KeyKind, MachineResult, Measure, Measures, Moment, Near,
};

const KEYS: &str = "sender, phone, payer, recipient, address, outlet, courier, inspector, machine, image";
const ATTRIBUTES: &str = "sender, phone, payer, recipient, address, outlet, courier, inspector, machine";

/// Reads every `[measure.NAME]`.
pub(super) fn read(section: &Section<'_, '_>) -> Vec<Measure> {
    let mut measures: Vec<Measure> = Vec::new();
    for (name, place, entry) in section.entries() {
        let well_named = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        if !well_named || name.starts_with(|first: char| first.is_ascii_digit()) {
            section.problem(
                place,
                "bad_name",
                "统计名只能用小写字母、数字和下划线，且不以数字开头",
                "names of measures: a-z, 0-9 and _, not starting with a digit",
            );
        }
        measures.extend(one(name, entry));
    }
    for kind in KeyKind::ALL {
        if measures.iter().filter(|measure| measure.key == kind).count() > Measures::OF_KIND_MAX {
            let max = Measures::OF_KIND_MAX;
            section.problem(
                section.start(),
                "too_many",
                format!("同一键的统计至多 {max} 个"),
                format!("at most {max} measures over one key"),
            );
        }
    }
    measures
}

fn one(name: &str, mut section: Section<'_, '_>) -> Option<Measure> {
    let key = section.choice("key", KEYS, KeyKind::from_word);
    let window = section.length("window");
    let distinct = section.optional_choice("distinct", ATTRIBUTES, Attribute::from_word);
    let same = section.optional_choice("same", ATTRIBUTES, Attribute::from_word);
    let differs = section.optional_choice("differs", ATTRIBUTES, Attribute::from_word);
    let near = section.table("near").and_then(near);
    let weight_grams_max = section.optional_number("weight_grams_max", 1, 100_000_000);
    let same_weight = section.optional_flag("same_weight").unwrap_or(false);
    let result = section.optional_choice("result", "clear, suspect", MachineResult::from_word);
    let counted =
        section.optional_choice("counts", "items, passes, events, any", Counted::from_word).unwrap_or_default();
    let at_least_max = if distinct.is_some() { DISTINCT_MAX } else { COUNT_MAX };
    let at_least = section.number("at_least", 1, i64::from(at_least_max));
    if window == Some(0) {
        section.problem(section.place("window"), "out_of_range", "窗口须长于零", "a window is longer than nothing");
    }
    section.finish();
    Some(Measure {
        name: Arc::from(name),
        key: key?,
        counted,
        window: window?,
        distinct,
        same,
        differs,
        near,
        weight_grams_max: weight_grams_max.and_then(|grams| u32::try_from(grams).ok()),
        same_weight,
        result,
        at_least: u32::try_from(at_least?).ok()?,
    })
}

fn near(mut section: Section<'_, '_>) -> Option<Near> {
    let moment = section.choice("moment", "inspection_at, xray_at", Moment::from_word);
    let within = section.length("within");
    section.finish();
    Some(Near { moment: moment?, seconds: u32::try_from(within? / 1_000_000).ok()? })
}
