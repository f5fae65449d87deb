//! Breakdowns: cells in the order of their codes, never of their size; small ones withheld.

use std::collections::{BTreeMap, BTreeSet};

use super::{Block, Chart, Table, compose::title, words};
use crate::{
    Ask, AskError, Cell, Dimension, Language, Source, Why, Wish, break_down, compute, suppress,
    template::{Breakdown, Template, dimension},
};

/// Tables of all breakdowns, with what was withheld and why.
pub(super) fn breakdowns(source: &impl Source, template: &Template, wish: Wish) -> Result<Vec<Block>, AskError> {
    let mut blocks = Vec::new();
    for breakdown in &template.breakdown {
        let Some(by) = dimension(&breakdown.by) else { continue };
        blocks.extend(one(source, template, breakdown, by, wish)?);
    }
    Ok(blocks)
}

/// One figure: its name and its cells.
struct Column {
    title: String,
    cells: BTreeMap<u32, Cell>,
}

fn one(
    source: &impl Source,
    template: &Template,
    breakdown: &Breakdown,
    by: Dimension,
    wish: Wish,
) -> Result<Vec<Block>, AskError> {
    let language = wish.language;
    let asks: Vec<Ask> = breakdown.figures.iter().map(|name| template.ask(name, wish.period)).collect();
    let mut columns = Vec::new();
    for (ask, figure) in asks.iter().zip(compute(source, &asks)?) {
        let counts = break_down(source, ask, by)?;
        let values: Vec<_> = counts.values().copied().collect();
        let cells = counts.into_keys().zip(suppress::line(&values, wish.small_cells_below)).collect();
        columns.push(Column { title: title(&figure, language), cells });
    }
    let heading = language.of(format!("按{}", by.name().zh), format!("By {}", by.name().en));
    let mut blocks = vec![Block::Heading(heading), Block::Table(table(&columns, by, language))];
    blocks.extend(withheld(&columns, wish).map(Block::Paragraph));
    if breakdown.chart {
        blocks.extend(columns.iter().map(|column| Block::Chart(chart(column, by, language))));
    }
    Ok(blocks)
}

fn table(columns: &[Column], by: Dimension, language: Language) -> Table {
    let keys: BTreeSet<u32> = columns.iter().flat_map(|column| column.cells.keys().copied()).collect();
    let cell = |column: &Column, key: u32| match column.cells.get(&key) {
        None => "0".to_owned(),
        Some(Cell::Shown(value)) => words::grouped(*value),
        Some(Cell::Withheld(_)) => WITHHELD.to_owned(),
    };
    let row = |key: u32| {
        let label = language.pick(&by.label(key)).to_owned();
        std::iter::once(label).chain(columns.iter().map(|column| cell(column, key))).collect()
    };
    let name = language.pick(&by.name()).to_owned();
    let heads = std::iter::once(name.clone()).chain(columns.iter().map(|column| column.title.clone()));
    Table { name, heads: heads.collect(), rows: keys.into_iter().map(row).collect() }
}

/// The sign of a withheld cell; the same whatever the reason.
const WITHHELD: &str = "*";

/// How many cells were withheld; which of them were small is not said.
fn withheld(columns: &[Column], wish: Wish) -> Option<String> {
    let of = |why: Why| {
        let cells = columns.iter().flat_map(|column| column.cells.values());
        cells.filter(|cell| **cell == Cell::Withheld(why)).count()
    };
    let below = wish.small_cells_below;
    let all = of(Why::Small) + of(Why::Protects);
    (all > 0).then(|| {
        wish.language.of(
            format!("*：{all}个单元格不予公布：小于{below}，或者可由其倒推出小于{below}的数字。全国合计不受影响。"),
            format!("*: {all} cells are withheld: below {below}, or giving one away that is below {below}. National totals stand."),
        )
    })
}

fn chart(column: &Column, by: Dimension, language: Language) -> Chart {
    let bar = |(key, cell): (&u32, &Cell)| {
        let height = match cell {
            Cell::Shown(value) => Some(*value),
            Cell::Withheld(_) => None,
        };
        (language.pick(&by.label(*key)).to_owned(), height)
    };
    Chart { title: column.title.clone(), bars: column.cells.iter().map(bar).collect() }
}
