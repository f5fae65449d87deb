//! The targets. A panic is a find; so is a promise broken, which they assert.

mod files;

pub use files::{items_manifest, items_run, table};

use std::{cell::RefCell, io::BufReader, sync::LazyLock};

use parcel::{Acceptance, ProblemCode};
use screening::{goods::Catalogue, pack::Pack};
use seal::{Envelope, KeyRing, OpeningGround, RetentionClass, mask_address, mask_name, mask_phone};

use crate::{
    decode::{self, LINE_BYTES_MAX, Line, PROBLEMS_MAX},
    entry,
    lines::{LineReader, Splitter},
};

/// A target by the name of its function.
pub const ALL: &[(&str, fn(&[u8]))] = &[
    ("line", line),
    ("lines", lines),
    ("entry", entry),
    ("table", table),
    ("items_run", items_run),
    ("items_manifest", items_manifest),
    ("catalogue", catalogue),
    ("pack", pack),
    ("goods", goods),
    ("envelope", envelope),
];

static RING: LazyLock<KeyRing> = LazyLock::new(|| KeyRing::unkept(&mut |bytes| bytes.fill(7)).expect("a ring"));

/// One line of input. What is taken can be sealed and opened; what is not has problems, and a bounded number of them.
pub fn line(bytes: &[u8]) {
    match decode::line(bytes) {
        Ok(Line::Acceptance(acceptance)) => keep(&acceptance),
        Ok(Line::Event(event)) => {
            RING.seal_event(&event, RetentionClass::parse("cn").expect("a class")).expect("an envelope");
        }
        Err(problems) => {
            assert!((1..=PROBLEMS_MAX + 1).contains(&problems.len()), "{} problems", problems.len());
            assert!(bytes.len() <= LINE_BYTES_MAX || problems[0].code == ProblemCode::LineTooLong);
            let rejection = decode::rejection(1, bytes, problems);
            serde_json::to_string(&rejection).expect("a rejection is JSON");
        }
    }
}

fn keep(acceptance: &Acceptance) {
    let class = RetentionClass::parse("cn").expect("a class");
    let envelope = RING.seal_acceptance(acceptance, class).expect("an envelope");
    let differing = RING.differing(&envelope, acceptance).expect("it opens again");
    assert!(differing.is_empty(), "a record differs from itself in {differing:?}");
    RING.masked(&envelope, &acceptance.name).expect("a mask");
}

/// A stream of lines: whatever the pieces in which it comes, the lines are the same.
pub fn lines(bytes: &[u8]) {
    let Some((piece, bytes)) = bytes.split_first() else { return };
    let mut whole = Vec::new();
    let mut reader = LineReader::new(BufReader::new(bytes));
    loop {
        let batch = reader.next_batch().expect("memory can be read");
        if batch.is_empty() {
            break;
        }
        whole.extend(batch.iter().map(|(number, line)| (number, line.to_vec())));
    }
    let (mut splitter, mut pieces) = (Splitter::default(), Vec::new());
    let mut batch = crate::lines::Batch::default();
    for mut piece in bytes.chunks(usize::from(*piece) + 1) {
        while !piece.is_empty() {
            piece = &piece[splitter.take(piece, &mut batch)..];
            if batch.is_full() {
                pieces.extend(std::mem::take(&mut batch).iter().map(|(number, line)| (number, line.to_vec())));
            }
        }
    }
    splitter.finish(&mut batch);
    pieces.extend(batch.iter().map(|(number, line)| (number, line.to_vec())));
    assert_eq!(whole, pieces);
}

/// One entry of the journal.
pub fn entry(bytes: &[u8]) {
    // What cannot be read is an error; nothing more is promised.
    drop(entry::read(bytes));
}

/// A catalogue of goods: loaded, or every mistake with its place.
pub fn catalogue(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Err(diagnostics) = Catalogue::load(&[("catalogue.toml", text)]) {
        assert!(!diagnostics.is_empty());
        assert!(diagnostics.iter().all(|diagnostic| diagnostic.line >= 1 && diagnostic.column >= 1));
    }
}

/// One rule of a pack, under the head that ships.
pub fn pack(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let head = include_str!("../../packs/cn/pack.toml");
    if let Err(diagnostics) = Pack::load(("pack.toml", head), &[("rule.toml", text)]) {
        assert!(!diagnostics.is_empty());
        assert!(diagnostics.iter().all(|diagnostic| diagnostic.line >= 1 && diagnostic.column >= 1));
    }
}

/// The name of goods, and the masks of what people write.
pub fn goods(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    serde_json::to_string(&Catalogue::built_in().answer(text)).expect("an answer is JSON");
    // A mask hides something, unless there is nothing, or the text looks like a mask already.
    for masked in [mask_name(text), mask_phone(text)] {
        assert!(text.trim().is_empty() || text.contains('*') || masked != text, "a mask shows everything");
    }
    let _ = mask_address(text);
}

thread_local! {
    static SEALED: RefCell<Option<(Envelope, Acceptance)>> = const { RefCell::new(None) };
}

/// An envelope: whatever is changed in it, it does not open.
pub fn envelope(bytes: &[u8]) {
    let Ok(envelope) = Envelope::from_bytes(bytes.to_vec()) else { return };
    let _ = envelope.day();
    SEALED.with_borrow_mut(|sealed| {
        let (whole, acceptance) = sealed.get_or_insert_with(crate::seed::sealed);
        let ground = OpeningGround::new("fuzzing", "none", "0", "a", "b").expect("a ground");
        let opened = crate::seed::ring().open_envelope(&envelope, &acceptance.name, &ground);
        assert!(opened.is_err() || envelope == *whole, "a forged envelope opened");
    });
}
