//! Any bytes can stand where a log should be: they are judged, never trusted.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

const PAGE: usize = 512;

/// A log of whole transactions, as many frames in each as said.
fn log_of(transactions: &[usize]) -> Vec<u8> {
    let words = Words(u32::from_le_bytes);
    let mut log: Vec<u8> =
        [MAGIC, 3_007_000, PAGE as u32, 0, 11, 12].iter().flat_map(|word| word.to_be_bytes()).collect();
    let sum = words.sum((0, 0), &log);
    let mut before = seal(&mut log, sum);
    for frames in transactions {
        for frame in 1..=*frames {
            let pages = if frame == *frames { 9_u32 } else { 0 };
            let head: Vec<u8> = [frame as u32, pages, 11, 12].iter().flat_map(|word| word.to_be_bytes()).collect();
            let page = vec![frame as u8; PAGE];
            let sum = words.sum(words.sum(before, &head[..8]), &page);
            log.extend(head);
            before = seal(&mut log, sum);
            log.extend(page);
        }
    }
    log
}

fn seal(log: &mut Vec<u8>, sum: Sum) -> Sum {
    log.extend(sum.0.to_be_bytes());
    log.extend(sum.1.to_be_bytes());
    sum
}

fn verdict(log: &[u8]) -> Option<&'static str> {
    check_log(&mut &log[..]).unwrap()
}

#[test]
fn only_damage_before_a_later_transaction_is_damage() {
    let log = log_of(&[2, 3, 2]);
    assert_eq!(verdict(&log), None);
    let frame_bytes = FRAME_HEADER_BYTES + PAGE;
    for frame in 0..7 {
        let mut broken = log.clone();
        broken[HEADER_BYTES + frame * frame_bytes + FRAME_HEADER_BYTES + 100] ^= 1;
        assert_eq!(verdict(&broken).is_some(), frame < 5, "frame {frame}: the last two are of the last transaction");
    }
}

#[test]
fn a_damaged_header_is_damage_and_an_unwritten_one_is_not() {
    let mut log = log_of(&[1]);
    log[17] ^= 1;
    assert!(verdict(&log).is_some());
    assert_eq!(verdict(&[]), None);
    assert_eq!(verdict(&[1; HEADER_BYTES - 1]), None);
    assert_eq!(verdict(&[0; 4096]), None);
}

#[test]
fn frames_of_an_earlier_round_are_ignored() {
    let mut log = log_of(&[1]);
    let mut older = log_of(&[1, 2, 1])[HEADER_BYTES..].to_vec();
    for frame in older.chunks_mut(FRAME_HEADER_BYTES + PAGE) {
        frame[8] ^= 1;
    }
    log.extend(older);
    assert_eq!(verdict(&log), None);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_judged(bytes in vec(any::<u8>(), 0..2_000), cut in 0..5_000_usize) {
        verdict(&bytes);
        let whole = log_of(&[2, 3, 2]);
        prop_assert_eq!(verdict(&whole[..cut.min(whole.len())]), None, "a log cut short is what a crash leaves");
        let mut mixed = whole[..HEADER_BYTES].to_vec();
        mixed.extend(bytes);
        verdict(&mixed);
    }
}
