//! What can and cannot be derived: missing bases, assumed totals, and where a published report contradicts itself.

use super::{
    Block,
    compose::{Figures, title},
};
use crate::{Language, Line, Published, Verdict, Wish, check, template::Template};

/// A list, and a heading before it.
pub(super) fn what_can_and_cannot(template: &Template, figures: &Figures, wish: Wish) -> Vec<Block> {
    let language = wish.language;
    let mut points = Vec::new();
    for name in template.figures() {
        let Some(figure) = figures.get(name) else { continue };
        let title = title(figure, language);
        if let Some(why) = &figure.why_not {
            points.push(point(language, &title, language.of("无法得出", "cannot be derived"), language.pick(why)));
        }
        for external in figure.external.iter().filter(|external| external.back_solved) {
            let what = format!("{} {} = {}", external.series, external.period, external.value);
            let (zh, en) = (format!("假定：由占比倒推，{what}"), format!("assumed: back-solved, {what}"));
            points.push(point(language, &title, &language.of(zh, en), &external.source));
        }
    }
    let checked = check(Published::built_in());
    points.extend(checked.iter().filter(|line| concerns(template, line, wish)).filter_map(|line| told(line, language)));
    points.dedup();
    if points.is_empty() {
        return Vec::new();
    }
    let heading = language.of("能够得出与不能得出的", "What can and cannot be derived").to_owned();
    vec![Block::Heading(heading), Block::List(points)]
}

fn point(language: Language, name: &str, what: &str, why: &str) -> String {
    language.of(format!("{name}：{what}（{why}）"), format!("{name}: {what} ({why})"))
}

/// Whether a checked line is about a figure of a report that this bulletin follows, within its months.
fn concerns(template: &Template, line: &Line, wish: Wish) -> bool {
    let within = line.period.overlap(wish.period) == line.period.months();
    let named = |compare: &crate::template::Compare| {
        let figures = compare.figures.iter().map(|(_, series)| series);
        compare.release == line.release && figures.chain(&compare.claims).any(|series| *series == line.indicator)
    };
    within && template.compare.iter().any(named)
}

/// A line that does not agree, or that needs a word to be read rightly.
fn told(line: &Line, language: Language) -> Option<String> {
    if line.verdict == Verdict::Agrees && line.notes.is_empty() {
        return None;
    }
    let name = Published::built_in().series(&line.indicator).map_or("", |series| language.pick(&series.name));
    let percent = if line.published.is_string() || line.formula.contains('/') { "%" } else { "" };
    let stated = line.published.as_str().map_or_else(|| format!("{}{percent}", line.published), str::to_owned);
    let recomputed = line.recomputed.map_or_else(
        || language.of("无法复算", "cannot be recomputed").to_owned(),
        |value| language.of(format!("复算{value}{percent}"), format!("recomputed {value}{percent}")),
    );
    let verdict = match line.verdict {
        Verdict::Agrees => language.of("相符", "agrees"),
        Verdict::OutsideRounding => language.of("超出四舍五入", "outside rounding"),
        Verdict::BaseRestated => language.of("基数已变", "base restated"),
        Verdict::CannotRecompute => language.of("无法复算", "cannot be recomputed"),
        Verdict::Inconsistent => language.of("自相矛盾", "inconsistent"),
    };
    let notes: Vec<_> = line.notes.iter().map(|note| language.pick(note)).collect();
    let notes = notes.join(language.of("；", "; "));
    Some(language.of(
        format!("公布的“{name}”{stated}：{verdict}；{recomputed}（{}）。{notes}", line.formula),
        format!("Published \"{name}\" {stated}: {verdict}; {recomputed} ({}). {notes}", line.formula),
    ))
}
