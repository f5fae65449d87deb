//! Keys: pseudonyms, content digests and sealed envelopes, and the destruction of keys when retention ends.
//!
//! The only crate that holds keys or ciphers.
//! What is personal is said by `parcel`; how long a class is kept is said by `law`; who may open an envelope is
//! decided, and recorded, by the caller before it calls [`KeyRing::open_envelope`].
//! Clear text enters here and leaves only as [`ClearFields`] of an opening or as a [`Masked`] form.

mod canonical;
mod class;
mod data_key;
mod destroyed;
mod envelope;
mod error;
mod field;
mod file;
mod live;
mod mask;
mod master;
mod opening;
mod pseudonym;
mod ring;
mod secret;
mod slot;
mod subject;
mod table;

pub use class::{CaseNumber, RetentionClass};
pub use envelope::Envelope;
pub use error::SealError;
pub use field::{ClearFields, Field};
pub use mask::{Masked, MaskedParty, mask_address, mask_name, mask_phone};
pub use master::{KeyOrigin, MasterKey};
pub use opening::OpeningGround;
pub use pseudonym::Pseudonymiser;
pub use ring::{Epoch, KeyRing};
pub use slot::EpochId;
pub use subject::Subject;
