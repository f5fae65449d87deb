//! The head as a signed note: C2SP tlog-checkpoint in a signed-note envelope with an Ed25519 signature.
//!
//! The key lies in `seal`; here are the text and the form only.
//! Formats: <https://c2sp.org/tlog-checkpoint>, <https://c2sp.org/signed-note>.

use base64::{Engine, engine::general_purpose::STANDARD};
use seal::KeyRing;
use sha2::{Digest, Sha256};

use super::{Ledger, tree::Tree};
use crate::CasebookError;

/// Ed25519, as signed notes number it.
const ED25519: u8 = 1;

/// What a checkpoint says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Name of the ledger, without spaces and plus signs, e.g. `example.org/casebook`.
    pub origin: String,
    /// How many acts.
    pub size: u64,
    /// Root of the Merkle tree over the hashes of the acts (RFC 6962).
    pub root: [u8; 32],
    /// The end of the hash chain, as an extension line.
    pub chain: [u8; 32],
}

impl Checkpoint {
    /// The text that is signed; ends with a line break.
    pub fn text(&self) -> String {
        let chain = blake3::Hash::from_bytes(self.chain).to_hex();
        format!("{}\n{}\n{}\nchain {chain}\n", self.origin, self.size, STANDARD.encode(self.root))
    }

    /// The signed note: text, empty line, signature line. `sign` gives the Ed25519 signature of the text.
    pub fn note(&self, public_key: &[u8; 32], sign: impl FnOnce(&[u8]) -> [u8; 64]) -> String {
        let text = self.text();
        let mut signature = key_id(&self.origin, public_key).to_vec();
        signature.extend_from_slice(&sign(text.as_bytes()));
        format!("{text}\n\u{2014} {} {}\n", self.origin, STANDARD.encode(signature))
    }

    /// Reads a signed note back: the checkpoint and the signatures that bear this key's id, for the caller to verify
    /// over [`Checkpoint::text`]. None: it is no note of that form.
    pub fn parse(note: &str, public_key: &[u8; 32]) -> Option<(Self, Vec<[u8; 64]>)> {
        let (text, signatures) = note.split_once("\n\n")?;
        let mut lines = text.lines();
        let origin = lines.next()?.to_owned();
        let size = lines.next()?.parse().ok()?;
        let root = STANDARD.decode(lines.next()?).ok()?.try_into().ok()?;
        let chain = *blake3::Hash::from_hex(lines.next()?.strip_prefix("chain ")?).ok()?.as_bytes();
        let id = key_id(&origin, public_key);
        let ours = signatures.lines().filter_map(|line| {
            let encoded = line.strip_prefix("\u{2014} ")?.strip_prefix(&*origin)?.strip_prefix(' ')?;
            let bytes = STANDARD.decode(encoded).ok()?;
            bytes.strip_prefix(&id)?.try_into().ok()
        });
        let ours = ours.collect();
        Some((Self { origin, size, root, chain }, ours))
    }

    /// Reads a signed note and checks that this key signed it; none: it did not, or the note has another form.
    pub fn verified(note: &str, public_key: &[u8; 32]) -> Option<Self> {
        let (checkpoint, signatures) = Self::parse(note, public_key)?;
        let text = checkpoint.text();
        let signed = |signature: &[u8; 64]| seal::is_note_signed_by(public_key, text.as_bytes(), signature);
        // What was signed is the text as it stands in the note; it must be the text that the checkpoint says.
        (note.starts_with(&format!("{text}\n")) && signatures.iter().any(signed)).then_some(checkpoint)
    }

    /// The key as verifiers of signed notes read it: `name+id+key`.
    pub fn verifier_key(origin: &str, public_key: &[u8; 32]) -> String {
        let id = key_id(origin, public_key);
        format!("{origin}+{:08x}+{}", u32::from_be_bytes(id), STANDARD.encode([&[ED25519], &public_key[..]].concat()))
    }
}

fn key_id(origin: &str, public_key: &[u8; 32]) -> [u8; 4] {
    let mut hasher = Sha256::new_with_prefix(origin);
    hasher.update([b'\n', ED25519]);
    hasher.update(public_key);
    let hash: [u8; 32] = hasher.finalize().into();
    [hash[0], hash[1], hash[2], hash[3]]
}

impl Ledger {
    /// The head as a signed note, ready to be published.
    ///
    /// # Errors
    /// [`CasebookError::Seal`], and those of the engine.
    pub fn signed_head(&self, origin: &str, ring: &KeyRing) -> Result<String, CasebookError> {
        let checkpoint = self.checkpoint(origin, u64::MAX)?;
        let (key, signature) = (ring.note_key()?, ring.sign_note(checkpoint.text().as_bytes())?);
        Ok(checkpoint.note(&key, |_| signature))
    }

    /// The checkpoint over the acts up to a sequence; an earlier one shows whether a published head still fits.
    ///
    /// # Errors
    /// Those of the engine.
    pub fn checkpoint(&self, origin: &str, size: u64) -> Result<Checkpoint, CasebookError> {
        let mut tree = Tree::default();
        let mut chain = super::ORIGIN.hash;
        let mut count = 0;
        self.reader()?.each_stored(0, size.min(self.head().sequence), &mut |sequence, hash, _| {
            tree.push(hash);
            (chain, count) = (*hash, sequence);
            Ok(())
        })?;
        Ok(Checkpoint { origin: origin.to_owned(), size: count, root: tree.root(), chain })
    }
}
