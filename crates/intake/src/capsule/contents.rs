//! The texts that decided, packed into a capsule.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::STANDARD};
use law::Law;
use screening::{
    Screener,
    goods::{BUILT_IN_TEXTS, Catalogue},
    pack::Pack,
};
use serde::{Deserialize, Serialize};

use super::CapsuleError;

/// Largest content that is unpacked. Unit: byte.
const CONTENT_BYTES_MAX: usize = 64 * 1024 * 1024;

/// How hard texts are packed: they are packed once and kept for long.
const LEVEL: i32 = 19;

/// Pack, catalogue and law as files, each packed: names and texts with their lengths before them (little-endian 64 bit),
/// compressed (Zstandard), in base64.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contents {
    /// Head and rules of the pack.
    pub pack: String,
    /// Files of the catalogue.
    pub catalogue: String,
    /// Files of the law edition.
    pub law: String,
}

impl Contents {
    /// What a screener decides by: its pack, and the catalogue and law inside this program.
    pub(super) fn of(screener: &Screener) -> Self {
        Self {
            pack: packed(screener.pack().canonical()),
            catalogue: packed(&joined(BUILT_IN_TEXTS)),
            law: packed(&joined(Law::built_in_files())),
        }
    }

    /// A screener that decides by these. What this program holds itself is not read again.
    pub(super) fn screener(&self) -> Result<Screener, CapsuleError> {
        let law = unpacked(&self.law)?;
        let law: &'static Law = if law == joined(Law::built_in_files()) {
            Law::built_in()
        } else {
            let files = files(&law)?;
            // Read once for each replay and needed as long as the program runs.
            Box::leak(Box::new(Law::read(&texts(&files)).map_err(|error| damaged("law", &error.to_string()))?))
        };
        let catalogue = unpacked(&self.catalogue)?;
        let catalogue: &'static Catalogue = if catalogue == joined(BUILT_IN_TEXTS) {
            Catalogue::built_in()
        } else {
            let files = files(&catalogue)?;
            Box::leak(Box::new(Catalogue::load(&texts(&files)).map_err(|all| first("catalogue", &all))?))
        };
        let pack = Pack::from_canonical(&unpacked(&self.pack)?).map_err(|all| first("pack", &all))?;
        Ok(Screener::new(law, catalogue, Arc::new(pack)))
    }
}

fn joined(files: &[(&str, &str)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for text in files.iter().flat_map(|(name, text)| [name, text]) {
        bytes.extend_from_slice(&(text.len() as u64).to_le_bytes());
        bytes.extend_from_slice(text.as_bytes());
    }
    bytes
}

fn packed(bytes: &[u8]) -> String {
    // Compressing into memory fails only where memory does.
    STANDARD.encode(zstd::bulk::compress(bytes, LEVEL).unwrap_or_default())
}

fn unpacked(text: &str) -> Result<Vec<u8>, CapsuleError> {
    let bytes = STANDARD.decode(text).map_err(|error| damaged("contents", &error.to_string()))?;
    zstd::bulk::decompress(&bytes, CONTENT_BYTES_MAX).map_err(|error| damaged("contents", &error.to_string()))
}

fn files(bytes: &[u8]) -> Result<Vec<(String, String)>, CapsuleError> {
    Pack::files(bytes).ok_or_else(|| damaged("contents", "they are no files"))
}

fn texts(files: &[(String, String)]) -> Vec<(&str, &str)> {
    files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect()
}

fn first(what: &str, diagnostics: &[screening::Diagnostic]) -> CapsuleError {
    damaged(what, &diagnostics.first().map(ToString::to_string).unwrap_or_default())
}

fn damaged(what: &str, reason: &str) -> CapsuleError {
    CapsuleError::Damaged { reason: format!("{what}: {reason}") }
}
