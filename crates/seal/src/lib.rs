//! Keys: pseudonyms, content digests and sealed envelopes, and the destruction of keys when retention ends.
//!
//! The only crate that holds keys or ciphers.
//! What is personal is said by `parcel`; how long a class is kept is said by `law`; who may open an envelope is
//! decided, and recorded, by the caller before it calls [`KeyRing::open_envelope`].
//! Clear text enters here and leaves only as [`ClearFields`] of an opening or as a [`Masked`] form.
//!
//! ```
//! # fn main() -> Result<(), seal::SealError> {
//! use parcel::{Clear, Operator, PersonalKind};
//! use seal::{KeyRing, MasterKey};
//!
//! # let (data, keys) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
//! let mut random = |bytes: &mut [u8]| bytes.fill(7); // In earnest: the system's randomness.
//! let (master, _) = MasterKey::load_or_create(&keys.path().join("data.key"), &mut random)?;
//! let ring = KeyRing::open(&data.path().join("ring"), &master, &mut random)?;
//!
//! let operator = Operator::parse("demo-express").expect("a name of that shape");
//! let pseudonymiser = ring.pseudonymiser(&operator, ring.current_epoch())?;
//! let phone = |text| pseudonymiser.of(PersonalKind::Phone, &Clear::new(text));
//! assert_eq!(phone("000-0000-0010"), phone("00000000010"));
//! assert_ne!(phone("00000000011"), phone("00000000010"));
//! # Ok(())
//! # }
//! ```

mod canonical;
mod cipher;
mod class;
mod data_key;
mod destroyed;
mod envelope;
mod error;
mod field;
mod file;
mod keyed_hash;
mod live;
mod mask;
mod master;
mod opening;
mod pseudonym;
mod ring;
mod room;
mod secret;
pub mod signing;
mod slot;
mod subject;
mod suite;
mod table;
#[cfg(test)]
mod vectors;

pub use class::{CaseNumber, RetentionClass};
pub use envelope::Envelope;
pub use error::SealError;
pub use field::{ClearFields, Field};
pub use mask::{Masked, MaskedParty, mask_address, mask_name, mask_phone};
pub use master::{KeyOrigin, MasterKey};
pub use opening::OpeningGround;
pub use pseudonym::Pseudonymiser;
pub use ring::{Epoch, KeyRing, is_note_signed_by};
pub use slot::EpochId;
pub use subject::Subject;
pub use suite::Suite;
