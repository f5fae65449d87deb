//! Corrections: the acts of a subject as if what was corrected had not been, or had been otherwise.

use std::{borrow::Cow, collections::HashMap};

use crate::{Act, CasebookError, acts::Payload};

/// The acts that count, in order; a replaced act stands in its old place with the sequence of its correction.
///
/// A correction can itself be corrected: then the first act counts again.
///
/// # Errors
/// Where the replacement in a correction cannot be read.
pub fn effective(acts: &[Act]) -> Result<Vec<Cow<'_, Act>>, CasebookError> {
    let mut corrected: HashMap<u64, &Act> = HashMap::new();
    for act in acts.iter().rev() {
        if let Payload::Correction(correction) = &act.payload
            && !corrected.contains_key(&act.sequence)
        {
            corrected.entry(correction.corrects).or_insert(act);
        }
    }
    if corrected.is_empty() {
        return Ok(acts.iter().map(Cow::Borrowed).collect());
    }
    let mut kept = Vec::with_capacity(acts.len());
    for act in acts.iter().filter(|act| !matches!(act.payload, Payload::Correction(_))) {
        kept.extend(stand_in(act, &corrected)?);
    }
    Ok(kept)
}

/// The act itself, its replacement, or nothing.
fn stand_in<'a>(act: &'a Act, corrected: &HashMap<u64, &'a Act>) -> Result<Option<Cow<'a, Act>>, CasebookError> {
    let Some(correcting) = corrected.get(&act.sequence) else { return Ok(Some(Cow::Borrowed(act))) };
    let Payload::Correction(correction) = &correcting.payload else { return Ok(None) };
    let Some(replacement) = &correction.replacement else { return Ok(None) };
    let mut replaced = act.clone();
    replaced.day = replacement.day;
    replaced.payload = replacement.read()?;
    replaced.sequence = correcting.sequence;
    Ok(Some(Cow::Owned(replaced)))
}
