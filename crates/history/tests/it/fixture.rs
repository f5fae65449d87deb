//! Made-up records: pseudonyms are mixed numbers, nothing in them stands for anybody.

use std::sync::Arc;

use history::{Batch, CoverageChange, DecisionRow, EventRow, History, Limits, NoticeRow, RecordRow, TableBuilder};
use jiff::{Timestamp, ToSpan};
use parcel::{
    Bilingual, Catalogue, ClassRules, Code64, Decision, DutyEffect, DutyState, EventKind, Evidence, Finding, Gate,
    Goods, HintEffect, Identity, IdentityMethod, IdentityResult, Inspection, InspectionResult, Item, ItemName, Notice,
    NoticeKey, Operator, Party, Place, Provision, Pseudonym, PseudonymousEvent, Quantity, RecordName, Revision, Sender,
    State, Waybill,
    kind::{Channel, ItemKind, OperatorKind, Outcome},
};

/// Bytes that look random and depend on nothing but the number.
pub(crate) fn mixed(number: u64) -> u64 {
    let mut value = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// The pseudonym of a person in one domain.
pub(crate) fn pseudonym(domain: u64, person: u64) -> Pseudonym {
    let seed = domain << 56 | person;
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&mixed(seed).to_be_bytes());
    bytes[8..].copy_from_slice(&mixed(!seed).to_be_bytes());
    Pseudonym(bytes)
}

pub(crate) const NAME: u64 = 1;
pub(crate) const PHONE: u64 = 2;
pub(crate) const DOCUMENT: u64 = 3;
pub(crate) const ADDRESS: u64 = 4;
pub(crate) const STAFF: u64 = 5;

fn party(person: u64) -> Party<Pseudonym> {
    Party {
        name: Some(pseudonym(NAME, person)),
        phone: Some(pseudonym(PHONE, person)),
        place: Place::parse(["110105", "330106", "440106", "310115", "KR"][(person % 5) as usize]).unwrap(),
        address: Some(pseudonym(ADDRESS, person)),
    }
}

pub(crate) fn name(number: u64, revision: u64) -> RecordName {
    let operator = ["demo-express", "demo-postal", "demo-instant"][(number % 3) as usize];
    let item = ItemName {
        operator: Operator::parse(operator).unwrap(),
        waybill: Waybill::parse(&format!("EX{number:013}")).unwrap(),
    };
    RecordName { item, revision: Revision::new(revision).unwrap() }
}

/// A parcel of one of `people`, one second after the one before it from 2026-11-20 on.
pub(crate) fn item(number: u64, revision: u64, people: u64) -> Item {
    let draw = mixed(number);
    let accepted_at = "2026-11-20T00:00:00+08:00".parse::<Timestamp>().unwrap() + (number as i64).seconds();
    let sender = draw % people;
    let courier = pseudonym(STAFF, draw % 2_000);
    let goods = ["茶叶", "毛衣", "手机壳", "图书", "玩具", "陶瓷杯", "衬衫", "耳机"];
    Item {
        name: name(number, revision),
        operator_kind: [OperatorKind::Express, OperatorKind::Postal, OperatorKind::Instant][(number % 3) as usize],
        outlet: Code64::new(&format!("110105-{:04}", draw % 1_500)).unwrap(),
        accepted_region: None,
        courier: Some(courier),
        channel: Some([Channel::Counter, Channel::Door, Channel::App][(draw % 3) as usize]),
        accepted_at,
        item_kind: ItemKind::Parcel,
        outcome: Some(Outcome::TakenIn),
        weight: Some(parcel::Grams::of_item(100 + draw % 5_000).unwrap()),
        sender: Sender {
            party: party(sender),
            id_kind: None,
            id_number: Some(pseudonym(DOCUMENT, sender)),
            agreement: None,
        },
        recipient: party(mixed(draw) % people),
        goods: vec![Goods {
            name: goods[(draw % 8) as usize].to_owned(),
            quantity: Some(Quantity::new((1 + draw % 5) as f64).unwrap()),
            unit: Some("件".to_owned()),
            weight: Some(parcel::Grams::of_line(100 + draw % 4_000).unwrap()),
            value: Some(parcel::Fen(draw % 50_000)),
            hs: None,
        }],
        identity: Some(Identity {
            result: IdentityResult::Verified,
            method: Some(IdentityMethod::CardReader),
            at: Some(accepted_at - ((draw % 60) as i64).seconds()),
        }),
        inspection: Some(Inspection {
            result: InspectionResult::Passed,
            by: Some(courier),
            at: Some(accepted_at - ((draw % 30) as i64).seconds()),
            mark: Some(Code64::new(&format!("YS-{:04}", draw % 10_000)).unwrap()),
            photos: Vec::new(),
            found: None,
        }),
        xray: None,
        payment: None,
    }
}

/// The same parcel as a letter: no party, no goods.
pub(crate) fn letter(number: u64) -> Item {
    let mut letter = item(number, 1, 100);
    letter.item_kind = ItemKind::Letter;
    letter.goods.clear();
    for party in [&mut letter.sender.party, &mut letter.recipient] {
        (party.name, party.phone, party.address) = (None, None, None);
    }
    letter.sender.id_number = None;
    letter
}

pub(crate) fn provision(rule: &str) -> Arc<Provision> {
    Arc::new(Provision {
        rule: rule.to_owned(),
        version: 1,
        message: Bilingual::new("没有查到适用的规定", "no provision was found"),
        source: "Express Delivery Regulations 2025 art. 23".to_owned(),
    })
}

/// Accepts; every third item, of the instant operator, with a note.
pub(crate) fn decision(item: &Item) -> Decision {
    let note =
        Finding::Duty { provision: provision("duty.no_rule"), effect: DutyEffect::Note, evidence: Evidence::default() };
    Decision {
        name: item.name.clone(),
        findings: if item.operator_kind == OperatorKind::Instant { vec![note] } else { Vec::new() },
        pack: "cn@2026-11-01".into(),
        law: "cn@2026-11-01".into(),
        catalogue: Catalogue { edition: "cn@2026-11-01".into(), class_rules: ClassRules::NotEvaluated },
    }
}

/// An envelope of the size of a real one.
pub(crate) fn envelope(sequence: u64) -> Vec<u8> {
    (0..38).flat_map(|word| mixed(sequence << 8 | word).to_be_bytes()).collect()
}

/// Adds a record, its decision and its three gates.
pub(crate) fn add(builder: &mut TableBuilder, sequence: u64, item: &Item) {
    let sealed = envelope(sequence);
    let received_at = item.accepted_at + 5.seconds();
    builder.record(&RecordRow { sequence, received_at, item, epoch: 1, envelope: &sealed });
    let decision = decision(item);
    builder.decision(&DecisionRow {
        sequence,
        name: &item.name,
        day: item.day(),
        verdict: decision.verdict(),
        rules: decision.findings.iter().map(|finding| finding.provision().rule.as_str()).collect(),
        answer: [&decision.to_json(), ""],
        pack: &decision.pack,
        law: &decision.law,
        catalogue: &decision.catalogue.edition,
        duties: [DutyState::Owed, DutyState::Owed, DutyState::OwedOneOf],
    });
    for gate in [Gate::Identity, Gate::Inspection, Gate::Machine] {
        builder.coverage(&new_item(item, gate));
    }
}

/// The step of a new item into the figures of one gate.
pub(crate) fn new_item(item: &Item, gate: Gate) -> CoverageChange<'_> {
    CoverageChange {
        operator: &item.item().operator,
        operator_kind: item.operator_kind,
        outlet: &item.outlet,
        region: item.duty_place(),
        channel: item.channel,
        day: item.day(),
        gate,
        duty: if gate == Gate::Machine { DutyState::OwedOneOf } else { DutyState::Owed },
        from: None,
        to: Some(item.gate_state(gate)),
        items: 1,
    }
}

/// A batch of new parcels; positions in the journal are their numbers.
pub(crate) fn parcels(numbers: std::ops::Range<u64>, people: u64) -> Arc<Batch> {
    let mut builder = TableBuilder::new();
    numbers.for_each(|number| add(&mut builder, number, &item(number, 1, people)));
    Arc::new(builder.finish().unwrap())
}

pub(crate) fn event(item: &Item, kind: EventKind, staff: u64) -> PseudonymousEvent {
    PseudonymousEvent {
        item: item.item().clone(),
        kind,
        at: item.accepted_at + 3.hours(),
        place: Some(Code64::new("110105-hub-1").unwrap()),
        by: Some(pseudonym(STAFF, staff)),
        by_second: None,
        approved_by: None,
        machine: Some(Code64::new("x-03").unwrap()),
        image: None,
        found: None,
        to: None,
        receipt: None,
        note: None,
        basis: None,
    }
}

pub(crate) fn add_event(builder: &mut TableBuilder, sequence: u64, item: &Item, event: &PseudonymousEvent) {
    let row = EventRow {
        sequence,
        received_at: event.at + 1.minutes(),
        day: item.day(),
        event,
        state: State::TakenIn,
        epoch: 1,
        envelope: &envelope(sequence),
    };
    builder.event(&row);
}

pub(crate) fn add_notice(builder: &mut TableBuilder, sequence: u64, item: &Item) {
    let notice = Notice {
        item: item.item().clone(),
        provision: provision("pattern.one_machine"),
        key: NoticeKey::Machine,
        effect: HintEffect::Note,
        evidence: Evidence::default().with("items", 61_u64),
        pack: "cn@2026-11-01".into(),
        raised_at: item.accepted_at,
    };
    builder.notice(&NoticeRow { sequence, day: item.day(), notice: &notice });
}

pub(crate) fn open(folder: &std::path::Path) -> History {
    History::open(folder, Limits::default()).unwrap()
}

/// The only number of an answer with one row and one column.
pub(crate) fn number(history: &History, sql: &str, tail: &[Arc<Batch>]) -> i64 {
    let rows = history.query(sql, tail).unwrap();
    rows.rows[0][0].as_i64().unwrap_or_else(|| panic!("{sql}: {:?}", rows.rows))
}
