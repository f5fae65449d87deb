//! The bytes of a block of answers.
//!
//! What several records were told stands once in a block, in the order in which it first comes.

use std::{collections::HashMap, sync::Arc};

use parcel::Verdict;
use serde::{Deserialize, Serialize};

use super::{AnswerText, KeptAnswer};

/// Which version of the format a file has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    /// Each answer whole.
    One,
    /// Shared texts once.
    Two,
}

#[derive(Serialize, Deserialize)]
struct Packed<'a> {
    /// Texts that answers name by their place here.
    said: Vec<Arc<str>>,
    #[serde(borrow)]
    answers: Vec<Short<'a>>,
}

#[derive(Serialize, Deserialize)]
struct Short<'a> {
    /// How far its position lies behind that of the answer before; behind 0 for the first.
    step: u64,
    verdict: Verdict,
    name: &'a str,
    said: u32,
}

/// An answer as version 1 had it.
#[derive(Serialize, Deserialize)]
struct Whole {
    position: u64,
    verdict: Verdict,
    json: String,
}

/// Packs answers in the order of their positions.
pub(super) fn pack(answers: &[KeptAnswer]) -> Vec<u8> {
    let mut places = HashMap::new();
    let mut said = Vec::new();
    let mut shorts = Vec::with_capacity(answers.len());
    let mut before = 0;
    for answer in answers {
        let place = *places.entry(&*answer.text.said).or_insert_with(|| {
            said.push(Arc::clone(&answer.text.said));
            said.len() as u32 - 1
        });
        let step = answer.position - before;
        before = answer.position;
        shorts.push(Short { step, verdict: answer.verdict, name: &answer.text.name, said: place });
    }
    // Writing to memory cannot fail; nothing of it has an unknown length.
    let plain = postcard::to_stdvec(&Packed { said, answers: shorts }).unwrap_or_default();
    zstd::bulk::compress(&plain, 1).unwrap_or_default()
}

/// The answers of a block; none where the bytes are not one.
pub(super) fn unpack(bytes: &[u8], version: Version) -> Option<Vec<KeptAnswer>> {
    let plain = zstd::stream::decode_all(bytes).ok()?;
    match version {
        Version::One => {
            let answers: Vec<Whole> = postcard::from_bytes(&plain).ok()?;
            let kept =
                |Whole { position, verdict, json }| KeptAnswer { position, verdict, text: AnswerText::of_json(&json) };
            Some(answers.into_iter().map(kept).collect())
        }
        Version::Two => {
            let Packed { said, answers } = postcard::from_bytes(&plain).ok()?;
            let mut position = 0_u64;
            let kept = |Short { step, verdict, name, said: place }: Short<'_>| {
                position = position.checked_add(step)?;
                let said = Arc::clone(said.get(place as usize)?);
                Some(KeptAnswer { position, verdict, text: AnswerText { name: name.to_owned(), said } })
            };
            answers.into_iter().map(kept).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(position: u64) -> KeptAnswer {
        let json = format!("{{\"waybill\":\"EX{position}\",\"findings\":[{}]}}", position % 3);
        KeptAnswer { position, verdict: Verdict::Inspect, text: AnswerText::of_json(&json) }
    }

    #[test]
    fn answers_come_back_and_what_they_share_stands_once() {
        let answers: Vec<_> = (7..400).step_by(3).chain(400..500).map(answer).collect();
        let packed = pack(&answers);
        let plain = zstd::stream::decode_all(&*packed).unwrap();
        let said = postcard::from_bytes::<Packed<'_>>(&plain).unwrap().said;
        assert_eq!(said.len(), 3);
        assert_eq!(unpack(&packed, Version::Two), Some(answers));
        assert_eq!(unpack(&packed, Version::One), None);
    }

    #[test]
    fn version_one_is_read() {
        let whole = |position| {
            let KeptAnswer { verdict, text, .. } = answer(position);
            Whole { position, verdict, json: text.json() }
        };
        let plain = postcard::to_stdvec(&[whole(1), whole(5)][..]).unwrap();
        let packed = zstd::bulk::compress(&plain[..], 1).unwrap();
        assert_eq!(unpack(&packed, Version::One), Some(vec![answer(1), answer(5)]));
    }

    #[test]
    fn a_text_that_is_not_there_is_damage() {
        let short = Short { step: 1, verdict: Verdict::Accept, name: "{", said: 1 };
        let plain = postcard::to_stdvec(&Packed { said: vec!["".into()], answers: vec![short] }).unwrap();
        assert_eq!(unpack(&zstd::bulk::compress(&plain, 1).unwrap(), Version::Two), None);
    }
}
