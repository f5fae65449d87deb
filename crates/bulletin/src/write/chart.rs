//! A line of bars as SVG. One kind of picture: a plotting library would bring more code than this room.

use std::fmt::Write as _;

use super::page::escaped;
use crate::Chart;

const WIDTH: u64 = 720;
const HEIGHT: u64 = 160;
/// Room for labels below the bars.
const FOOT: u64 = 24;
/// Labels that fit side by side.
const LABELS_MAX: usize = 12;

/// A figure with its caption. The table before it says the same in numbers; each bar says its own when pointed at.
pub(super) fn svg(chart: &Chart, language: &str) -> String {
    let title = escaped(&chart.title);
    let highest = chart.bars.iter().filter_map(|(_, height)| *height).max().unwrap_or(0).max(1);
    let step = WIDTH / (chart.bars.len() as u64).max(1);
    let mut out = format!(
        "<figure>\n<figcaption>{title}</figcaption>\n\
         <svg role=\"img\" aria-label=\"{title}\" viewBox=\"0 0 {WIDTH} {}\" width=\"{WIDTH}\" height=\"{}\">\n",
        HEIGHT + FOOT,
        HEIGHT + FOOT
    );
    let every = chart.bars.len().div_ceil(LABELS_MAX).max(1);
    for (place, (label, height)) in chart.bars.iter().enumerate() {
        let (left, wide) = (place as u64 * step, (step * 4 / 5).max(1));
        let label = escaped(label);
        if let Some(height) = height {
            let tall = height * HEIGHT / highest;
            let top = HEIGHT - tall;
            let says = format!("<title>{label}: {height}</title>");
            let _ = writeln!(
                out,
                "<rect x=\"{left}\" y=\"{top}\" width=\"{wide}\" height=\"{tall}\" fill=\"#1f5f8b\">{says}</rect>"
            );
        } else {
            let withheld = if language == "en" { "withheld" } else { "不予公布" };
            let says = format!("<title>{label}: {withheld}</title>");
            let _ = writeln!(out, "<text x=\"{left}\" y=\"{HEIGHT}\" font-size=\"14\">*{says}</text>");
        }
        if place % every == 0 {
            let _ = writeln!(out, "<text x=\"{left}\" y=\"{}\" font-size=\"11\">{label}</text>", HEIGHT + 16);
        }
    }
    out.push_str("</svg>\n</figure>\n");
    out
}
