//! Figures in words: grouped numbers, percentages, rises and falls.

use law::indicator::{Indicator, Indicators, Measure};

use crate::{Computed, Exact, Language, Value};

/// `108,663` in tables and in English, `108663` in a Chinese sentence.
pub(super) fn inline(figure: &Computed, language: Language) -> String {
    let mark =
        if figure.is_assumed() { language.of("（假定：由占比倒推）", " (assumed: back-solved)") } else { "" };
    match figure.value {
        None => language.of("（无法得出）", "(cannot be derived)").to_owned(),
        Some(Value::Count(count)) => format!("{}{mark}", language.of(count.to_string(), grouped(count))),
        Some(Value::Share(share)) => format!("{}%{mark}", percent(share, decimals(figure))),
        Some(Value::Change(change)) => format!("{}{mark}", rise(change, decimals(figure), language)),
    }
}

/// The value alone, as in a table.
pub(super) fn plain(figure: &Computed, language: Language) -> String {
    match figure.value {
        None => "—".to_owned(),
        Some(Value::Count(count)) => grouped(count),
        Some(Value::Share(share)) => format!("{}%", percent(share, decimals(figure))),
        Some(Value::Change(change)) => rise(change, decimals(figure), language),
    }
}

fn decimals(figure: &Computed) -> u8 {
    Indicators::built_in().get(&figure.ask.indicator).map_or(2, |indicator| indicator.decimals)
}

fn rise(change: Exact, decimals: u8, language: Language) -> String {
    let size = percent(change, decimals);
    match size.strip_prefix('-') {
        Some(size) => format!("{}{size}%", language.of("下降", "down ")),
        None if change == Exact::ZERO => language.of("持平", "unchanged").to_owned(),
        None => format!("{}{size}%", language.of("上升", "up ")),
    }
}

/// In per cent with so many decimals, a half away from nought.
pub(super) fn percent(number: Exact, decimals: u8) -> String {
    let hundred = Exact::whole(100);
    number.times(hundred).map_or_else(|| "—".to_owned(), |number| number.fixed(decimals.into()))
}

/// `1,234,567`.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Unit behind a number: persons, cases; per cent for shares and changes.
pub(super) fn unit(indicator: &Indicator, language: Language) -> String {
    match &indicator.measure {
        Measure::Count { unit, .. } => language.pick(&unit.name()).to_owned(),
        _ => "%".to_owned(),
    }
}

/// `108,663 / 1,282,916`, with the months compared with.
pub(super) fn parts(figure: &Computed) -> String {
    match (figure.numerator, figure.denominator, figure.compared_with) {
        (Some(above), Some(below), Some(base)) => format!("{} / {} ({base})", grouped(above), grouped(below)),
        (Some(above), Some(below), None) => format!("{} / {}", grouped(above), grouped(below)),
        (Some(above), None, Some(base)) => format!("{} / — ({base})", grouped(above)),
        _ => "—".to_owned(),
    }
}
