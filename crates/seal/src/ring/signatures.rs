//! Signing in the name of a data directory.

use std::sync::Arc;

use super::KeyRing;
use crate::{
    SealError,
    data_key::DataKey,
    signing::{KeyPair, PublicKey, Purpose, Signature},
    slot::Slot,
    table::Table,
};

impl KeyRing {
    /// Most signing keys of a ring.
    pub const SIGNING_KEYS_MAX: usize = 1_024;

    /// Signs a message for a purpose with the latest signing key; the first is made when it is first needed.
    ///
    /// The same message and key give the same signature: no randomness is drawn.
    ///
    /// # Errors
    /// [`SealError::Disk`] or [`SealError::RingFull`] where the first key cannot be kept.
    pub fn sign(&self, purpose: Purpose, message: &[u8]) -> Result<Signature, SealError> {
        let key = self.latest_key()?;
        purpose.sign(&pair(&key)?, message)
    }

    /// The public keys of this ring, oldest first; the last one signs. Older ones go on vouching for what they signed.
    ///
    /// # Errors
    /// As [`Self::sign`].
    pub fn signing_keys(&self) -> Result<Vec<PublicKey>, SealError> {
        self.latest_key()?;
        let live = self.live();
        let slots = 0..count(&live.table);
        slots.map(|number| live.key(Slot::Signing(number)).and_then(|key| Ok(pair(&key)?.public()))).collect()
    }

    /// Makes a new signing key, which signs from now on; answers it.
    ///
    /// # Errors
    /// [`SealError::Disk`], [`SealError::RingFull`].
    pub fn start_signing_key(&self) -> Result<PublicKey, SealError> {
        let slot = self.change(|table, writer| {
            let slot = Slot::Signing(count(table));
            if count(table) as usize >= Self::SIGNING_KEYS_MAX {
                return Err(SealError::RingFull { what: "signing keys", max: Self::SIGNING_KEYS_MAX });
            }
            writer.add_key(table, slot).map(|()| slot)
        })?;
        let key = self.live().key(slot)?;
        Ok(pair(&key)?.public())
    }

    fn latest_key(&self) -> Result<Arc<DataKey>, SealError> {
        if count(&self.live().table) == 0 {
            self.change(|table, writer| match count(table) {
                0 => writer.add_key(table, Slot::Signing(0)),
                _ => Ok(()),
            })?;
        }
        let live = self.live();
        live.key(Slot::Signing(count(&live.table) - 1))
    }
}

fn pair(key: &DataKey) -> Result<KeyPair, SealError> {
    KeyPair::new(key.suite(), key.secret())
}

/// How many signing keys there are: their slots are the last of the table, and numbered without a gap.
fn count(table: &Table) -> u32 {
    match table.keys.last_key_value() {
        Some((Slot::Signing(last), _)) => last + 1,
        _ => 0,
    }
}
