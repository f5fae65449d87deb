//! Goods: innocent names by category, and the own list of prohibited names for planted items.

use crate::{
    dice::{Dice, running},
    item::{Goods, Text},
};

const GOODS: &str = include_str!("../data/goods.txt");
const PROHIBITED: &str = include_str!("../data/prohibited.txt");

/// Colours written behind a name; some of them sound like what they are not.
pub(crate) const COLOURS: [&str; 18] = [
    "",
    "黑色",
    "白色",
    "藏青色",
    "米白色",
    "卡其色",
    "酒红色",
    "灰色",
    "粉色",
    "墨绿色",
    "象牙白",
    "枪灰色",
    "孔雀蓝",
    "豹纹",
    "虎纹",
    "玳瑁色",
    "雾霾蓝",
    "Black",
];

/// One category of goods.
pub(crate) struct Category {
    pub(crate) id: &'static str,
    pub(crate) unit: &'static str,
    pub(crate) hs: Option<&'static str>,
    pub(crate) names: Vec<&'static str>,
    kinds: &'static str,
    quantity: (i32, i32),
    grams: (i32, i32),
    yuan: (i32, i32),
    weight: u32,
    coloured: bool,
}

/// A prohibited name and how it is written.
pub(crate) struct Prohibited {
    pub(crate) class: &'static str,
    pub(crate) name: &'static str,
    pub(crate) way: &'static str,
}

/// All goods.
pub(crate) struct Stock {
    pub(crate) categories: Vec<Category>,
    pub(crate) prohibited: Vec<Prohibited>,
    /// For each letter of a kind of operator: running totals over the categories.
    shelves: Vec<(char, Vec<u32>)>,
    document: u8,
}

impl Stock {
    /// Reads both lists; the month weighs the seasons.
    pub(crate) fn new(month: i8) -> Self {
        let categories = categories(month);
        let shelf = |kind: char| {
            let weight = |category: &Category| {
                let carried = category.kinds.contains(kind) && category.id != "document";
                if carried { category.weight * (8 + category.names.len() as u32) } else { 0 }
            };
            (kind, running(categories.iter().map(weight)))
        };
        Self {
            shelves: ['p', 'i', 's', 'f'].map(shelf).into(),
            document: categories.iter().position(|category| category.id == "document").unwrap_or(0) as u8,
            prohibited: prohibited(),
            categories,
        }
    }

    /// A category that an operator of this kind carries.
    pub(crate) fn category(&self, kind: char, dice: &mut Dice) -> u8 {
        let carried = self.shelves.iter().find(|(own, _)| *own == kind).unwrap_or(&self.shelves[0]);
        dice.weighted(&carried.1) as u8
    }

    /// A goods line of a category.
    pub(crate) fn line(&self, number: u8, dice: &mut Dice) -> Goods {
        let category = &self.categories[usize::from(number)];
        let name = dice.below(category.names.len() as u32) as u8;
        let colour = if category.coloured && dice.chance(600_000) { dice.below(COLOURS.len() as u32) as u8 } else { 0 };
        let quantity = dice.between(category.quantity.0, category.quantity.1);
        // Most lines hold few pieces.
        let quantity = quantity.min(dice.between(category.quantity.0, category.quantity.1));
        let weight = quantity * dice.between(category.grams.0, category.grams.1);
        let value = quantity * dice.between(category.yuan.0, category.yuan.1);
        Goods {
            text: Text::Innocent(number, name, colour),
            quantity: quantity as u16,
            weight_grams: if dice.chance(820_000) { weight as u32 } else { 0 },
            value_yuan: if dice.chance(640_000) { value as u32 } else { 0 },
        }
    }

    /// A line of papers.
    pub(crate) fn paper(&self, dice: &mut Dice) -> Goods {
        self.line(self.document, dice)
    }

    /// Mass of one line where none was declared.
    pub(crate) fn guess_grams(&self, line: &Goods, dice: &mut Dice) -> u32 {
        match line.text {
            Text::Innocent(number, ..) if line.weight_grams == 0 => {
                let grams = self.categories[usize::from(number)].grams;
                u32::from(line.quantity) * dice.between(grams.0, grams.1) as u32
            }
            _ => line.weight_grams,
        }
    }
}

fn categories(month: i8) -> Vec<Category> {
    let mut categories: Vec<Category> = Vec::new();
    for line in GOODS.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        match line.strip_prefix('@') {
            Some(head) => categories.push(category(head, month)),
            None => categories.last_mut().into_iter().for_each(|last| last.names.extend(line.split('、'))),
        }
    }
    categories
}

fn category(head: &'static str, month: i8) -> Category {
    let mut fields = head.split('|').map(str::trim);
    let mut next = || fields.next().unwrap_or_default();
    Category {
        id: next(),
        kinds: next(),
        unit: next(),
        quantity: range(next()),
        grams: range(next()),
        yuan: range(next()),
        hs: Some(next()).filter(|code| *code != "-"),
        weight: season(next(), month),
        coloured: next() == "yes",
        names: Vec::new(),
    }
}

fn range(text: &str) -> (i32, i32) {
    let (low, high) = text.split_once('-').unwrap_or((text, text));
    (low.parse().unwrap_or(1), high.parse().unwrap_or(1))
}

/// Three times as much in its season, a fifth out of it; November counts as autumn and as winter.
fn season(name: &str, month: i8) -> u32 {
    let months: &[i8] = match name {
        "spring" => &[3, 4, 5],
        "summer" => &[6, 7, 8],
        "autumn" => &[9, 10, 11],
        "winter" => &[11, 12, 1, 2],
        _ => return 5,
    };
    if months.contains(&month) { 15 } else { 1 }
}

fn prohibited() -> Vec<Prohibited> {
    let entry = |line: &'static str| {
        let mut fields = line.split('|');
        Some(Prohibited { class: fields.next()?, name: fields.next()?, way: fields.next()? })
    };
    PROHIBITED.lines().filter(|line| !line.starts_with('#')).filter_map(entry).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn several_hundred_names_none_of_which_breaks_a_line() {
        let stock = Stock::new(11);
        let names: BTreeSet<_> = stock.categories.iter().flat_map(|category| category.names.iter()).collect();
        assert!(names.len() >= 400, "{}", names.len());
        let all = names.iter().copied().chain(stock.prohibited.iter().map(|entry| &entry.name));
        for name in all {
            assert!(!name.is_empty() && !name.contains(['"', '\\', '\n', '|', '@']), "{name}");
        }
        for category in &stock.categories {
            assert!(!category.names.is_empty() && category.names.len() < 256, "{}", category.id);
            assert!(category.grams.0 > 0 && category.grams.0 <= category.grams.1, "{}", category.id);
            assert!(category.quantity.0 > 0 && category.yuan.0 <= category.yuan.1, "{}", category.id);
            assert!(
                ["all", "spring", "summer", "autumn", "winter"].iter().any(|season| head_of(category.id) == *season)
            );
        }
    }

    fn head_of(id: &str) -> &'static str {
        let head = GOODS.lines().find(|line| line.starts_with(&format!("@ {id} |"))).unwrap();
        head.split('|').nth(7).unwrap().trim()
    }

    #[test]
    fn every_way_of_writing_is_planted() {
        let ways: BTreeSet<_> = prohibited().iter().map(|entry| entry.way).collect();
        let expected = ["filler", "homoglyph", "pinyin", "plain", "slang", "spaced", "traditional", "vague", "width"];
        assert_eq!(ways.into_iter().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_season_changes_what_is_sent() {
        let share = |month| {
            let stock = Stock::new(month);
            let mut dice = Dice::new(3);
            (0..20_000).filter(|_| stock.categories[usize::from(stock.category('p', &mut dice))].id == "coats").count()
        };
        assert!(share(12) > 4 * share(7));
    }
}
