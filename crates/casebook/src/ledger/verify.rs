//! Whether the ledger is what was recorded: every hash, every place, every version, from the first act on.

use std::collections::HashMap;

use super::{Head, Ledger, ORIGIN};
use crate::{Act, CasebookError, act::link};

/// Follows a chain of acts and names the first place that does not fit.
#[derive(Debug)]
pub(super) struct Chain {
    head: Head,
    recorded_at: jiff::Timestamp,
    versions: HashMap<String, u32>,
}

impl Chain {
    pub(super) fn new() -> Self {
        Self { head: ORIGIN, recorded_at: jiff::Timestamp::MIN, versions: HashMap::new() }
    }

    /// Takes the next act as stored.
    pub(super) fn take(&mut self, sequence: u64, hash: &[u8; 32], body: &[u8]) -> Result<Act, CasebookError> {
        let damaged = |what| CasebookError::Damaged { sequence: self.head.sequence + 1, what };
        if sequence != self.head.sequence + 1 {
            return Err(damaged("it is missing"));
        }
        if link(&self.head.hash, body) != *hash {
            return Err(damaged("its hash is not that of its bytes and of the act before"));
        }
        let act = Act::read(body)?;
        if act.sequence != sequence {
            return Err(damaged("it says that it stands elsewhere"));
        }
        if act.recorded_at < self.recorded_at {
            return Err(damaged("it was recorded before the act before it"));
        }
        let version = self.versions.entry(act.subject.to_string()).or_default();
        *version += 1;
        if act.version != *version {
            return Err(damaged("its version does not follow that of its subject"));
        }
        self.head = Head { sequence, hash: *hash };
        self.recorded_at = act.recorded_at;
        Ok(act)
    }

    pub(super) fn head(&self) -> Head {
        self.head
    }
}

impl Ledger {
    /// Follows the whole chain; returns the head that it makes.
    ///
    /// # Errors
    /// [`CasebookError::Damaged`] with the first place that does not fit, and those of the engine.
    pub fn verify(&self) -> Result<Head, CasebookError> {
        let expected = self.head();
        let reader = self.reader()?;
        let mut chain = Chain::new();
        reader.each_stored(0, expected.sequence, &mut |sequence, hash, body| {
            chain.take(sequence, hash, body).map(drop)
        })?;
        if chain.head() == expected {
            Ok(expected)
        } else {
            Err(CasebookError::Damaged { sequence: chain.head().sequence + 1, what: "the chain ends too early" })
        }
    }
}
