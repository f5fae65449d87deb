//! What a checked line says in words: the formula with its values, and notes in both languages.

use parcel::Bilingual;

use super::Parts;
use crate::{Figure, Interval, Period, published::Check, published::Relation};

/// `not-arrested / (arrested + not-arrested); arrested = 670755; not-arrested = 279050`.
pub(super) fn formula(check: &Check, parts: &Parts, period: Period) -> String {
    let relation = match check.relation {
        Relation::Equals => "",
        Relation::AtMost => "at most ",
        Relation::AtLeast => "at least ",
    };
    let mut words = vec![format!("{relation}{}", check.formula.text())];
    for (part, found) in check.formula.parts().iter().zip(parts.found.iter().flatten()) {
        let plain = format!("{} {period}", part.series);
        let from = if found.words == plain { String::new() } else { format!(" = {}", found.words) };
        words.push(format!("{part}{from} = {}", value(found.interval)));
    }
    words.extend(parts.missing.iter().map(|missing| format!("not published: {missing}")));
    words.join("; ")
}

fn value(interval: Interval) -> String {
    if interval.is_exact() {
        return interval.low().to_string();
    }
    format!("{}..{}", interval.low(), interval.high())
}

/// The check's own note, what was assumed, and whether the window overlaps its own base.
pub(super) fn notes(check: &Check, parts: &Parts, figure: &Figure) -> Vec<Bilingual> {
    let mut notes: Vec<_> = check.note.iter().cloned().collect();
    if let Some(factor) = check.months_within.filter(|_| parts.found.iter().flatten().any(|part| part.assumed)) {
        notes.push(Bilingual::new(
            format!("假定：任一月份与所在公布时段的月均值相差不超过{factor}倍"),
            format!(
                "assumed: no month differs from the mean of its published stretch by more than a factor of {factor}"
            ),
        ));
    }
    let overlap = figure.period.overlap(figure.period.a_year_before());
    if check.formula.compares() && overlap > 0 {
        notes.push(Bilingual::new(
            format!("本期{}个月，与其同比基期重叠{overlap}个月", figure.period.months()),
            format!("the window of {} months overlaps its own base by {overlap} months", figure.period.months()),
        ));
    }
    notes
}
