//! A capsule decides again, with nothing but itself.

use std::sync::Arc;

use seal::signing::{PublicKey, Purpose, verify};

use super::{Capsule, CapsuleError, told::Retelling};
use crate::{
    decide::Decider,
    entry::{Kept, Link},
};

/// What came of a replay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replayed {
    /// The decision that comes out.
    pub decision: String,
    /// Whether it is the decision in the capsule, byte for byte.
    pub same_decision: bool,
    /// Whether the notices are those in the capsule, byte for byte.
    pub same_notices: bool,
    /// The key that signed the capsule, where the signature holds; trusting it is another question.
    pub signed_by: Option<PublicKey>,
}

/// Decides again. Refuses by name where this program would mean something else by the same words.
pub fn replay(capsule: &Capsule) -> Result<Replayed, CapsuleError> {
    super::same("semantics", &capsule.semantics.to_string(), &screening::SEMANTICS.to_string())?;
    super::same("folding", &capsule.folding, &screening::goods::folding())?;
    let signed_by = signed_by(capsule)?;
    let screener = Arc::new(capsule.contents.screener()?);
    stated("pack", &capsule.pack, screener.pack().name())?;
    stated("law", &capsule.law, screener.law().edition())?;
    stated("catalogue", &capsule.catalogue, screener.catalogue().edition())?;
    let windows = Retelling::new(&capsule.windows, screener.pack().measures())
        .map_err(|word| CapsuleError::Damaged { reason: format!("windows: {word}") })?;
    let mut decider = Decider::new(Arc::clone(&screener), windows, None);
    let outcome = decider.decide(&kept(capsule), screener.prepare(&capsule.record));
    if let Some(measure) = &decider.windows().unknown {
        return Err(CapsuleError::Damaged { reason: format!("windows: {measure} is missing") });
    }
    let decision = outcome.decision.to_json();
    let notices: Vec<String> = outcome.notices.iter().map(notice).collect();
    Ok(Replayed {
        same_decision: decision == capsule.decision,
        same_notices: notices == capsule.notices,
        decision,
        signed_by,
    })
}

/// A notice as the contract writes it, without its place in the journal.
pub(super) fn notice(notice: &parcel::Notice) -> String {
    // Serialising to memory cannot fail: every key is a string.
    serde_json::to_string(notice).unwrap_or_default()
}

fn kept(capsule: &Capsule) -> Kept<parcel::Item> {
    Kept {
        link: Link::NONE,
        received_at: capsule.received_at,
        epoch: 0,
        digest: [0; 16],
        record: capsule.record.clone(),
        former: capsule.former.clone(),
    }
}

fn signed_by(capsule: &Capsule) -> Result<Option<PublicKey>, CapsuleError> {
    let Some(signature) = &capsule.signature else { return Ok(None) };
    let key = signature.key().clone();
    verify(Purpose::Capsule, capsule.hash.as_bytes(), signature, std::slice::from_ref(&key))
        .map_err(|error| CapsuleError::Damaged { reason: format!("signature: {error}") })?;
    Ok(Some(key))
}

fn stated(what: &'static str, stated: &str, found: &str) -> Result<(), CapsuleError> {
    if stated == found {
        return Ok(());
    }
    Err(CapsuleError::OtherEdition { what, found: stated.to_owned(), held: found.to_owned() })
}
