//! Our figures beside those that were published for the same months.

use super::{Block, Table, compose::title, words};
use crate::{
    Ask, AskError, Computed, Exact, Figure, Language, Published, Source, Value, Wish, compute,
    template::{Compare, Template},
};

/// A table, where something was published for months within the period.
pub(super) fn published(source: &impl Source, template: &Template, wish: Wish) -> Result<Vec<Block>, AskError> {
    let language = wish.language;
    let pairs: Vec<_> = template.compare.iter().flat_map(|compare| pairs(template, compare, wish)).collect();
    if pairs.is_empty() {
        return Ok(Vec::new());
    }
    let asks: Vec<Ask> = pairs.iter().map(|(ask, _)| ask.clone()).collect();
    let rows =
        pairs.iter().zip(compute(source, &asks)?).map(|((_, figure), ours)| row(figure, &ours, language)).collect();
    let heads = language
        .of(["指标", "期间", "公布", "登记簿", "比较"], ["figure", "period", "published", "register", "compared"]);
    let name = language.of("与公布数字比较", "Compared with published figures").to_owned();
    let table = Table { name: name.clone(), heads: heads.map(str::to_owned).to_vec(), rows };
    Ok(vec![Block::Heading(name), Block::Table(table)])
}

/// Published figures of a release with the ask that should give the same.
fn pairs<'a>(template: &'a Template, compare: &'a Compare, wish: Wish) -> Vec<(Ask, &'static Figure)> {
    let Some(release) = Published::built_in().releases().iter().find(|release| release.id == compare.release) else {
        return Vec::new();
    };
    let of = |(name, series): &'a (String, String)| {
        let figure = release.figures.iter().find(|figure| figure.series == *series)?;
        let within = figure.period.overlap(wish.period) == figure.period.months();
        within.then(|| (template.ask(name, figure.period), figure))
    };
    compare.figures.iter().filter_map(of).collect()
}

fn row(figure: &Figure, ours: &Computed, language: Language) -> Vec<String> {
    let fits = ours.value.map(|value| {
        let value = match value {
            Value::Count(count) => Exact::whole(count.try_into().unwrap_or(i64::MAX)),
            Value::Share(share) | Value::Change(share) => share,
        };
        figure.interval.low() <= value && value <= figure.interval.high()
    });
    let compared = match fits {
        Some(true) => language.of("相同", "the same"),
        Some(false) => language.of("不同", "differs"),
        None => language.of("登记簿无法得出", "the register cannot derive it"),
    };
    vec![
        title(ours, language),
        figure.period.to_string(),
        figure.stated.to_string(),
        words::plain(ours, language),
        compared.to_owned(),
    ]
}
