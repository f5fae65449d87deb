//! Signatures of a ring, over its restarts and changes of key.

use seal::{
    SealError,
    signing::{Purpose, Signature, verify},
};

use super::Ring;

#[test]
fn a_signature_is_checked_without_the_ring() {
    let ring = Ring::new();
    let signature = ring.sign(Purpose::LedgerHead, b"head").unwrap();
    let trusted = ring.signing_keys().unwrap();
    drop(ring);
    let read = Signature::parse(&signature.to_string()).unwrap();
    assert!(verify(Purpose::LedgerHead, b"head", &read, &trusted).is_ok());
    assert!(matches!(verify(Purpose::Pack, b"head", &read, &trusted), Err(SealError::SignatureRefused)));
    assert!(matches!(verify(Purpose::LedgerHead, b"heed", &read, &trusted), Err(SealError::SignatureRefused)));
}

#[test]
fn the_first_key_is_made_once_and_kept() {
    let ring = Ring::new();
    let before = ring.sign(Purpose::LedgerHead, b"head").unwrap();
    assert_eq!(ring.signing_keys().unwrap(), [before.key().clone()]);
    let ring = ring.reopened();
    assert_eq!(ring.sign(Purpose::LedgerHead, b"head").unwrap(), before);
}

#[test]
fn a_former_key_goes_on_vouching_for_what_it_signed() {
    let ring = Ring::new();
    let before = ring.sign(Purpose::LedgerHead, b"head").unwrap();
    let latest = ring.start_signing_key().unwrap();
    let ring = ring.reopened();
    let after = ring.sign(Purpose::LedgerHead, b"head").unwrap();
    assert_eq!(ring.signing_keys().unwrap(), [before.key().clone(), latest.clone()]);
    assert_eq!(after.key(), &latest);
    let trusted = ring.signing_keys().unwrap();
    for signature in [&before, &after] {
        assert!(verify(Purpose::LedgerHead, b"head", signature, &trusted).is_ok());
        let stranger = verify(Purpose::LedgerHead, b"head", signature, &[]);
        assert!(matches!(stranger, Err(SealError::SignerUnknown { .. })));
    }
    assert!(verify(Purpose::LedgerHead, b"head", &before, &[latest]).is_err());
}

#[test]
fn rings_have_keys_of_their_own_that_outlive_a_new_master_key() {
    let ring = Ring::new();
    let before = ring.sign(Purpose::LedgerHead, b"head").unwrap();
    ring.rewrap(&crate::make::master(2)).unwrap();
    assert_eq!(ring.sign(Purpose::LedgerHead, b"head").unwrap(), before);
    assert_ne!(Ring::from_seed(9).signing_keys().unwrap(), ring.signing_keys().unwrap());
}
