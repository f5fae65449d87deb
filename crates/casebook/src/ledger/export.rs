//! Export and import as NDJSON: one act a line, its bytes as they are hashed.

use std::io::{BufRead, Read, Write};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{Ledger, Wanted, verify::Chain};
use crate::{Act, CasebookError, Hash, NewAct, error::file};

/// Longest line of an export, in bytes.
pub(super) const LINE_BYTES_MAX: u64 = 4 << 20;

/// Acts that an import commits at once.
const IMPORT_ACTS: usize = 10_000;

/// A line of an export: the hash, and the act byte by byte as it was hashed.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line<'a> {
    hash: std::borrow::Cow<'a, str>,
    #[serde(borrow)]
    act: &'a RawValue,
}

/// Reads one line of an export; none: the end.
pub(super) fn line(source: &mut impl BufRead, number: u64, text: &mut String) -> Result<bool, CasebookError> {
    text.clear();
    let read = source.by_ref().take(LINE_BYTES_MAX).read_line(text).map_err(file("read an export"))?;
    if read as u64 == LINE_BYTES_MAX {
        return Err(CasebookError::Export { line: number, what: format!("longer than {LINE_BYTES_MAX} bytes") });
    }
    Ok(read > 0)
}

/// The hash and the bytes in a line.
pub(super) fn parse(text: &str, number: u64) -> Result<(Hash, &[u8]), CasebookError> {
    let fault = |what: String| CasebookError::Export { line: number, what };
    let line: Line = serde_json::from_str(text).map_err(|error| fault(error.to_string()))?;
    let hash = blake3::Hash::from_hex(&*line.hash).map_err(|_| fault("hash: 64 hexadecimal digits".to_owned()))?;
    Ok((*hash.as_bytes(), line.act.get().as_bytes()))
}

impl Ledger {
    /// Writes every act up to the head; returns how many.
    ///
    /// # Errors
    /// [`CasebookError::File`], and those of the engine.
    pub fn export(&self, output: &mut dyn Write) -> Result<u64, CasebookError> {
        let head = self.head();
        let failed = file("write an export");
        self.reader()?.each_stored(0, head.sequence, &mut |sequence, hash, body| {
            let text = std::str::from_utf8(body).ok().and_then(|text| serde_json::from_str::<&RawValue>(text).ok());
            let act = text.ok_or(CasebookError::Damaged { sequence, what: "its bytes are not JSON" })?;
            let hash = blake3::Hash::from_bytes(*hash).to_hex();
            let line = Line { hash: hash.as_str().into(), act };
            serde_json::to_writer(&mut *output, &line).map_err(|error| failed(error.into()))?;
            output.write_all(b"\n").map_err(&failed)
        })?;
        Ok(head.sequence)
    }

    /// Takes an export into an empty ledger, checking the chain; returns how many acts.
    ///
    /// # Errors
    /// [`CasebookError::Export`] with the line, [`CasebookError::Damaged`] where the chain breaks: acts before that
    /// place are there. [`CasebookError::Conflict`] where the ledger is not empty.
    pub fn import(&self, mut source: impl BufRead) -> Result<u64, CasebookError> {
        let (mut chain, mut text, mut number) = (Chain::new(), String::new(), 0);
        let mut acts = Vec::new();
        while line(&mut source, number + 1, &mut text)? {
            number += 1;
            let (hash, body) = parse(&text, number)?;
            let act = chain.take(number, &hash, body)?;
            acts.push((anew(act), hash));
            if acts.len() == IMPORT_ACTS {
                self.take(std::mem::take(&mut acts))?;
            }
        }
        self.take(acts)?;
        Ok(number)
    }

    fn take(&self, acts: Vec<((NewAct, Wanted), Hash)>) -> Result<(), CasebookError> {
        let (acts, hashes): (Vec<_>, Vec<_>) = acts.into_iter().unzip();
        let appended = self.append(acts)?;
        let differs = appended.iter().zip(hashes).find(|(appended, hash)| appended.hash != *hash);
        differs.map_or(Ok(()), |(appended, _)| {
            Err(CasebookError::Damaged { sequence: appended.sequence, what: "the export was written in another form" })
        })
    }
}

/// The act as it was before it was recorded.
fn anew(act: Act) -> (NewAct, Wanted) {
    let wanted = Wanted::Version(act.version - 1);
    let act = NewAct {
        subject: act.subject,
        day: act.day,
        recorded_at: act.recorded_at,
        actor: act.actor,
        role: act.role,
        office: act.office,
        purpose: act.purpose,
        key: act.key,
        payload: act.payload,
    };
    (act, wanted)
}
