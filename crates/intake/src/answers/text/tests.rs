use parcel::{
    Bilingual, Catalogue, ClassRules, DutyEffect, HintEffect, ItemName, Operator, Provision, RecordName, Revision,
    Waybill,
};

use super::*;

fn decision(waybill: &str, revision: u64, findings: Vec<Finding>) -> Decision {
    let item =
        ItemName { operator: Operator::parse("demo-express").unwrap(), waybill: Waybill::parse(waybill).unwrap() };
    Decision {
        name: RecordName { item, revision: Revision::new(revision).unwrap() },
        findings,
        pack: "cn@1".into(),
        law: "cn@2".into(),
        catalogue: Catalogue { edition: "goods@3".into(), class_rules: ClassRules::NotEvaluated },
    }
}

fn provision() -> Arc<Provision> {
    let message = Bilingual::new("说明 \"引号\"", "a \"quoted\" word");
    Arc::new(Provision { rule: "try.rule".into(), version: 1, message, source: "Law 2015 art. 1".into() })
}

fn duty(recorded: &str) -> Vec<Finding> {
    let evidence = Evidence::default().with("recorded", recorded).with("n", 3_u64);
    vec![Finding::Duty { provision: provision(), effect: DutyEffect::Note, evidence }]
}

fn goods(text: &str) -> Vec<Finding> {
    let evidence = Evidence::default().with("text", text);
    let effect = HintEffect::Note;
    vec![Finding::Goods { provision: provision(), effect, class: "drug".into(), evidence, also: Vec::new() }]
}

/// The text, which must be the decision's own.
fn said(texts: &mut Texts, decision: &Decision) -> Arc<str> {
    let text = texts.of(decision, decision.verdict());
    assert_eq!(text.json(), decision.to_json());
    assert_eq!(AnswerText::of_json(&text.json()), text);
    text.said
}

#[test]
fn equal_findings_share_their_text_and_others_have_their_own() {
    let mut texts = Texts::default();
    let first = said(&mut texts, &decision("EX1", 1, duty("done")));
    let again = said(&mut texts, &decision("EX-2", 4_294_967_295, duty("done")));
    assert!(Arc::ptr_eq(&first, &again));
    assert_ne!(first, said(&mut texts, &decision("EX1", 1, duty("not_done"))));
    assert_ne!(first, said(&mut texts, &decision("EX1", 1, Vec::new())));
    assert_ne!(said(&mut texts, &decision("EX1", 1, goods("甲"))), said(&mut texts, &decision("EX1", 1, goods("乙"))));
}

#[test]
fn another_edition_has_another_text() {
    let mut texts = Texts::default();
    let mut decision = decision("EX1", 1, duty("done"));
    let before = said(&mut texts, &decision);
    decision.pack = "cn@2".into();
    assert_ne!(before, said(&mut texts, &decision));
}

#[test]
fn what_is_known_stays_within_its_bound() {
    let mut texts = Texts::default();
    for number in 0..=KNOWN_MAX {
        said(&mut texts, &decision("EX1", 1, duty(&number.to_string())));
    }
    assert_eq!(texts.known.len(), 1);
}
