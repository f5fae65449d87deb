//! Framing: what is put together comes apart the same.

use super::*;

fn block(entries: &[&[u8]]) -> Block {
    let mut raw = Vec::new();
    frame(entries, &mut raw);
    let previous = Head { end: 7, hash: [1; 32] };
    let hash = chain::link(&previous, entries.len() as u32, &raw);
    Block::check(previous, entries.len() as u32, hash, raw).unwrap()
}

#[test]
fn entries_come_back_by_position() {
    let block = block(&[b"one", b"", b"three"]);
    assert_eq!((block.first(), block.head.end), (7, 10));
    assert_eq!([block.entry(7), block.entry(8), block.entry(9)], [&b"one"[..], b"", b"three"]);
    assert!(!block.contains(6) && block.contains(9) && !block.contains(10));
}

#[test]
fn a_block_with_another_hash_is_refused() {
    let good = block(&[b"one"]);
    assert!(Block::check(good.previous, 1, [0; 32], good.raw.clone()).is_err());
    assert!(Block::check(Head { end: 8, ..good.previous }, 1, good.head.hash, good.raw.clone()).is_err());
    assert!(Block::check(good.previous, 0, good.head.hash, good.raw).is_err());
}

#[test]
fn lengths_must_fill_the_block() {
    assert_eq!(ends(&[1, 0, 0, 0, 9], 1), Some(vec![5]));
    assert_eq!(ends(&[1, 0, 0, 0], 1), None);
    assert_eq!(ends(&[0, 0, 0, 0, 9], 1), None);
    assert_eq!(ends(&[255, 255, 255, 255, 9], 1), None);
    assert_eq!(ends(&[1, 0, 0], 1), None);
}

#[test]
fn splits_by_number_and_by_bytes() {
    let small = [&b"x"[..]; 600];
    assert_eq!(split(&small).map(<[_]>::len).collect::<Vec<_>>(), [256, 256, 88]);
    let half = vec![0; BLOCK_BYTES_MAX / 2];
    let long = vec![0; BLOCK_BYTES_MAX + 1];
    let mixed = [&half[..], &half, &b"x"[..], &long, &long, b"x"];
    assert_eq!(split(&mixed).map(<[_]>::len).collect::<Vec<_>>(), [2, 1, 1, 1, 1]);
    assert_eq!(split(&[]).count(), 0);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_bytes_are_judged(raw in proptest::collection::vec(0..4_u8, 0..200), count in 0..20_u32) {
        let previous = Head { end: u64::MAX - 10, hash: [0; 32] };
        let hash = chain::link(&previous, count, &raw);
        if let Ok(block) = Block::check(previous, count, hash, raw.clone()) {
            let bytes: usize = (block.first()..block.head.end).map(|at| block.entry(at).len()).sum();
            proptest::prop_assert_eq!(bytes + LENGTH_BYTES * count as usize, raw.len());
        }
    }
}
