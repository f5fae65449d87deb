//! Every test of a ring, in the suite `guomi`.

type Ring = crate::make::Ring<true>;

#[path = "destruction.rs"]
mod destruction;
#[path = "envelopes.rs"]
mod envelopes;
#[path = "keys.rs"]
mod keys;
#[path = "pseudonyms.rs"]
mod pseudonyms;
#[path = "signatures.rs"]
mod signatures;
