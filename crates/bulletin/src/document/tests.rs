use super::*;
use crate::{
    Language, Period, Source,
    compute::tests::{Memory, fact},
    template::{template, templates},
    write,
};
use casebook::facts::FactKind;

fn wish(period: &str, language: Language) -> Wish {
    Wish { period: period.parse::<Period>().unwrap(), language, small_cells_below: 5 }
}

fn register() -> Memory {
    let mut facts: Vec<_> = (1..=120).map(|case| fact(FactKind::ArrestApproved, "2019-06-15", case)).collect();
    for (case, fact) in (1..).zip(&mut facts) {
        fact.region = [330_106, 110_101, 440_103][case % 3];
        if case > 117 {
            fact.region = 540_102;
        }
    }
    facts.extend((121..=240).map(|case| fact(FactKind::Prosecuted, "2020-03-15", case)));
    Memory { facts, external: Vec::new(), as_of: 240 }
}

fn written(source: &impl Source, id: &str, period: &str, language: Language) -> String {
    write::markdown(&compose(source, template(id).unwrap(), wish(period, language)).unwrap())
}

#[test]
fn every_bulletin_is_complete_in_both_languages() {
    for template in templates() {
        let of = |language| compose(&register(), template, wish("2019-01..2020-12", language)).unwrap();
        let (zh, en) = (of(Language::Zh), of(Language::En));
        assert_eq!(zh.blocks.len(), en.blocks.len(), "{}", template.id);
        let (zh, en) = (write::markdown(&zh), write::markdown(&en));
        assert!(!zh.contains('{') && !en.contains('{'), "a place was left open");
        let chinese = |text: &str| text.chars().filter(|letter| ('\u{4e00}'..='\u{9fff}').contains(letter)).count();
        assert_eq!(chinese(&en), 0, "{en}");
        assert!(chinese(&zh) > 200);
    }
}

#[test]
fn figures_stand_in_sentences_with_what_cannot_be_derived() {
    let text = written(&register(), "drug-casework", "2019-01..2020-05", Language::Zh);
    assert!(
        text.contains("2019年1月至2020年5月，检察机关共批准逮捕毒品犯罪嫌疑人120人，占全部批捕人数的（无法得出）"),
        "{text}"
    );
    assert!(text.contains("与本期重叠5个月"), "{text}");
    assert!(text.contains("未登记外部数字 other-crimes-arrested"), "{text}");
    let text = written(&register(), "drug-casework", "2019-01..2020-05", Language::En);
    assert!(text.contains("approved the arrest of 120 persons"), "{text}");
    assert!(text.contains("302..302") || text.contains("protest-heavier = 302"), "{text}");
    assert!(
        text.contains("| drug crimes: arrests approved and decided | 2019-01..2020-05 | 108,663 | 120 | differs |"),
        "{text}"
    );
    assert!(
        text.contains(
            "foreigners' cases, year on year | 2019-01..2019-12 | +187% | — | the register cannot derive it |"
        ),
        "{text}"
    );
}

#[test]
fn a_back_solved_total_is_marked_beside_its_share() {
    let mut source = register();
    source.external = vec![crate::External {
        series: "other-crimes-arrested".to_owned(),
        period: "2019-01..2020-05".parse().unwrap(),
        value: 880,
        back_solved: true,
        source: "12.00 %".to_owned(),
        sequence: 1,
    }];
    let text = written(&source, "drug-casework", "2019-01..2020-05", Language::En);
    assert!(text.contains("12.00% (assumed: back-solved) of all arrests"), "{text}");
    let text = written(&source, "drug-casework", "2019-01..2020-05", Language::Zh);
    assert!(text.contains("占全部批捕人数的12.00%（假定：由占比倒推）"), "{text}");
}

#[test]
fn a_small_province_is_withheld_with_another() {
    let text = written(&register(), "drug-casework", "2019-01..2020-05", Language::En);
    assert!(text.contains("| Tibet | \\* | 0 |"), "{text}");
    assert!(text.contains("2 cells are withheld: below 5"), "{text}");
}

#[test]
fn one_more_act_moves_the_figures_that_it_should_and_no_other() {
    let document = |source: &Memory| {
        compose(source, template("drug-casework").unwrap(), wish("2019-01..2020-05", Language::En)).unwrap()
    };
    let figures = |document: &Document| {
        let table = document.blocks.iter().find_map(|block| match block {
            Block::Table(table) if table.name == "figures" => Some(table.clone()),
            _ => None,
        });
        table.unwrap().rows
    };
    let mut source = register();
    let before = figures(&document(&source));
    source.facts.push(fact(FactKind::ArrestRefused, "2020-01-05", 300));
    source.as_of = 300;
    let after = figures(&document(&source));
    let moved: Vec<_> = before
        .iter()
        .zip(&after)
        .filter(|(before, after)| before != after)
        .map(|(before, _)| before[0].as_str())
        .collect();
    assert_eq!(moved, ["drug crimes: not arrested", "drug crimes: non-arrest rate"]);
}

#[test]
fn the_announcement_of_2020_says_what_is_not_true_of_firearms() {
    let text = written(&register(), "parcel-crime", "2020-01..2020-12", Language::En);
    assert!(text.contains("\"rapid growth\"\" >0%: inconsistent; recomputed -23.8445%"), "{text}");
}
