//! From a template and facts to a document.

use std::collections::BTreeMap;

use law::indicator::Indicators;

use super::{Block, Document, Table, compare, derive, tables, words};
use crate::{
    Ask, AskError, Computed, Language, Period, Source, compute,
    template::{PERIOD, Template},
};

/// What a bulletin is to say.
#[derive(Clone, Copy, Debug)]
pub struct Wish {
    /// The months.
    pub period: Period,
    /// The language.
    pub language: Language,
    /// Cells of breakdowns above nought and below this are withheld, with what would give them away.
    pub small_cells_below: u64,
}

/// Figures by place of the template.
pub(super) type Figures<'a> = BTreeMap<&'a str, Computed>;

/// Writes a bulletin.
///
/// # Errors
/// [`AskError`]: the template asks for something that is not defined; a test sees to it that those inside do not.
pub fn compose(source: &impl Source, template: &Template, wish: Wish) -> Result<Document, AskError> {
    let names = template.figures();
    let asks: Vec<Ask> = names.iter().map(|name| template.ask(name, wish.period)).collect();
    let figures: Figures = names.into_iter().zip(compute(source, &asks)?).collect();
    let language = wish.language;
    let title = format!("{}（{}）", language.pick(&template.title), wish.period);
    let title = language.of(title, format!("{}, {}", language.pick(&template.title), wish.period));
    let mut blocks = vec![Block::List(about(source, &figures, wish))];
    for section in &template.section {
        blocks.push(Block::Heading(language.pick(&section.heading).to_owned()));
        blocks.push(Block::Paragraph(fill(language.pick(&section.text), &figures, wish)));
    }
    blocks.push(Block::Heading(language.of("数字与定义", "Figures and definitions").to_owned()));
    blocks.push(Block::Table(table(template, &figures, language)));
    blocks.extend(tables::breakdowns(source, template, wish)?);
    let compared = compare::published(source, template, wish)?;
    blocks.extend(compared);
    blocks.extend(derive::what_can_and_cannot(template, &figures, wish));
    Ok(Document { title, language: language.of("zh-CN", "en"), blocks })
}

/// State of knowledge, version, comparison period.
fn about(source: &impl Source, figures: &Figures, wish: Wish) -> Vec<String> {
    let language = wish.language;
    let code = crate::compute::CODE;
    let mut lines = vec![
        language.of(format!("期间：{}", wish.period), format!("Period: {}", wish.period)),
        language.of(
            format!("所依据的记录：截至第{}号行为；程序版本{code}", source.as_of()),
            format!("State of knowledge: up to act {}; program version {code}", source.as_of()),
        ),
    ];
    let base = wish.period.a_year_before();
    if figures.values().any(|figure| figure.compared_with.is_some()) {
        let overlap = wish.period.overlap(base);
        let zh = format!("同比的比较期间：{base}");
        let en = format!("Year on year compares with {base}");
        lines.push(match overlap {
            0 => language.of(zh, en),
            _ => language.of(
                format!("{zh}，与本期重叠{overlap}个月"),
                format!("{en}, which overlaps the period by {overlap} months"),
            ),
        });
    }
    lines
}

/// The text with figures in their places.
fn fill(text: &str, figures: &Figures, wish: Wish) -> String {
    let mut pieces = text.split('{');
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let Some((place, rest)) = piece.split_once('}') else { continue };
        match figures.get(place) {
            Some(figure) => out.push_str(&words::inline(figure, wish.language)),
            None if place == PERIOD => out.push_str(&months(wish)),
            None => {}
        }
        out.push_str(rest);
    }
    out
}

/// `2019年1月至2020年5月`, `January 2019 to May 2020`.
fn months(wish: Wish) -> String {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let name = |month: i32| {
        let (year, month) = (month.div_euclid(12), month.rem_euclid(12));
        let en = NAMES.get(month as usize).copied().unwrap_or_default();
        wish.language.of(format!("{year}年{}月", month + 1), format!("{en} {year}"))
    };
    let (first, last) = (name(wish.period.begin()), name(wish.period.end() - 1));
    format!("{first}{}{last}", wish.language.of("至", " to "))
}

/// One line a figure: value, unit, numerator and denominator, definition.
fn table(template: &Template, figures: &Figures, language: Language) -> Table {
    let heads = language.of(
        ["指标", "数值", "单位", "分子／分母", "定义", "时间口径", "标记"],
        ["figure", "value", "unit", "numerator / denominator", "definition", "time basis", "mark"],
    );
    let row = |name: &str| {
        let figure = figures.get(name)?;
        let indicator = Indicators::built_in().get(&figure.ask.indicator)?;
        let mark = match (&figure.value, figure.is_assumed()) {
            (None, _) => language.of("无法得出", "cannot be derived"),
            (_, true) => language.of("假定：由占比倒推", "assumed: back-solved"),
            _ => "",
        };
        Some(vec![
            title(figure, language),
            words::plain(figure, language),
            words::unit(indicator, language),
            words::parts(figure),
            language.pick(&indicator.definition).to_owned(),
            language.pick(&indicator.time).to_owned(),
            mark.to_owned(),
        ])
    };
    Table {
        name: language.of("数字", "figures").to_owned(),
        heads: heads.map(str::to_owned).to_vec(),
        rows: template.figures().into_iter().filter_map(row).collect(),
    }
}

/// Name of a figure with its scope.
pub(super) fn title(figure: &Computed, language: Language) -> String {
    let all = Indicators::built_in();
    let name = all.get(&figure.ask.indicator).map_or("", |indicator| language.pick(&indicator.name));
    let scope = all.scope(&figure.ask.scope).map_or("", |scope| language.pick(&scope.name));
    language.of(format!("{scope}：{name}"), format!("{scope}: {name}"))
}
