//! Writes an event.

use parcel::{Choice, EventKind};

use super::{Calendar, digest, region, waybill};
use crate::{
    dice::noise,
    event::Note,
    people::{digits, number},
    world::World,
};

/// What a clerk or sorter reports.
const REPORTS: [&str; 6] = [
    "寄件人催促，不愿说明内件用途",
    "申报品名与重量明显不符",
    "多件包裹外包装相同，寄件人不同",
    "包裹有异味",
    "寄件人要求不要拍照",
    "Sender asked which items are not scanned",
];

/// Legal ground of what is done to a suspect item.
const BASIS: &str = "Express Delivery Regulations 2025 art. 34";

/// Writes an event, without a line end.
pub(crate) fn event(out: &mut String, world: &World, calendar: &Calendar, note: &Note) {
    let listed = world.networks[usize::from(note.operator)].listed;
    out.push_str("{\"waybill\":\"");
    waybill(out, world, note.operator, note.serial);
    out.push_str("\",\"operator\":\"");
    out.push_str(listed.name);
    out.push_str("\",\"event\":\"");
    out.push_str(note.what.word());
    out.push_str("\",\"at\":\"");
    calendar.time(out, note.at, listed.utc);
    out.push_str("\",\"place\":\"");
    region(out, world, note.district);
    let noise = noise(u64::from(note.operator), u64::from(note.serial));
    match note.what {
        EventKind::TakenIn | EventKind::TurnedAway => out.push_str("-counter\""),
        EventKind::XrayClear | EventKind::XraySuspect => machine(out, note, noise),
        EventKind::Delivered | EventKind::Returned => by(out, "-round\"", "\"d-", note.by),
        EventKind::StaffReport => {
            by(out, "-counter\"", "\"k-", note.by);
            out.push_str(",\"note\":\"");
            out.push_str(REPORTS[(noise % REPORTS.len() as u64) as usize]);
            out.push('"');
        }
        _ => opened(out, world, note, noise),
    }
    out.push('}');
}

fn by(out: &mut String, place: &str, prefix: &str, by: u16) {
    out.push_str(place);
    if by > 0 {
        out.push_str(",\"by\":");
        out.push_str(prefix);
        digits(out, u64::from(by), 6);
        out.push('"');
    }
}

fn machine(out: &mut String, note: &Note, noise: u64) {
    out.push_str("-hub-1\",\"by\":\"x-op-");
    number(out, u64::from(note.by));
    out.push_str("\",\"machine\":\"x-");
    digits(out, u64::from(note.machine), 2);
    out.push('"');
    if noise & 1 == 0 {
        out.push_str(",\"image\":\"");
        digest(out, noise);
        out.push('"');
    }
}

fn opened(out: &mut String, world: &World, note: &Note, noise: u64) {
    by(out, "-hub-1\"", "\"o-", note.by);
    if note.what.is_opening() {
        out.push_str(",\"by_second\":\"o-");
        digits(out, u64::from(note.by) + 1, 6);
        out.push('"');
    }
    if note.what != EventKind::Released {
        out.push_str(",\"basis\":\"");
        out.push_str(BASIS);
        out.push('"');
    }
    if note.what == EventKind::OpenedFound {
        out.push_str(",\"found\":{\"class\":\"");
        out.push_str(world.stock.prohibited[usize::from(note.found)].class);
        out.push_str("\",\"quantity\":");
        number(out, 1 + noise % 12);
        out.push_str(",\"unit\":\"件\"}");
    }
    if note.what == EventKind::HandedOver {
        out.push_str(",\"to\":\"county public security bureau\",\"receipt\":\"JS-");
        digits(out, u64::from(note.serial), 8);
        out.push('"');
    }
}
