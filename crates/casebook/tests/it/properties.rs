//! Whatever is recorded in whatever order: taken in bit by bit or all at once, the register is the same.

use casebook::{
    Casebook, PersonId, ReadModel,
    acts::{Payload, arrest::RefusalReason, prosecution::NonProsecution, record},
};
use proptest::prelude::*;

use crate::story::*;
use crate::support::*;

fn payload(choice: u8, person: PersonId, target: u64) -> Payload {
    match choice % 19 {
        0 => registered(),
        1 => filed(),
        2 | 3 => added(person),
        4 => detained(person),
        5 => arrest_requested(&[person]),
        6 => arrest_approved(person),
        7 => arrest_refused(person, RefusalReason::NoCrime, false),
        8 | 9 => transferred(&[person]),
        10 => returned(),
        11 => resubmitted(),
        12 => plea(person, true),
        13 => prosecuted(&[person]),
        14 => not_prosecuted(person, NonProsecution::Discretionary),
        15 => judged(person, months(60)),
        16 => took_effect(&[person]),
        _ => Payload::Correction(record::Correction { corrects: target, why: "wrong".to_owned(), replacement: None }),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn bit_by_bit_or_all_at_once(steps in prop::collection::vec((any::<u8>(), 0_u8..3, 0_u8..3, any::<u64>()), 1..160)) {
        let folder = tempfile::tempdir().unwrap();
        let casebook = Casebook::open(folder.path()).unwrap();
        for (place, (choice, case, person, target)) in steps.into_iter().enumerate() {
            let name = format!("c-{case}");
            let begun = casebook.case(&id(&name)).is_ok();
            let choice = if begun { choice } else { 0 };
            let target = 1 + target % (casebook.ledger().head().sequence + 1);
            // What the law refuses is simply not recorded.
            let _ = tell_one(&casebook, &name, payload(choice, someone(person), target));
            if place % 7 == 0 {
                drop(casebook.model().unwrap());
            }
        }
        let bit_by_bit = casebook.model().unwrap().dump().unwrap();
        let head = casebook.ledger().head().sequence;
        let at_once = ReadModel::as_of(casebook.ledger(), head).unwrap().dump().unwrap();
        prop_assert_eq!(bit_by_bit, at_once);
        casebook.ledger().verify().unwrap();
    }
}
