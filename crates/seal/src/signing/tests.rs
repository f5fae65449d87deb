use super::*;
use crate::{Suite, secret::Secret, vectors::hex};

fn pair(suite: Suite, byte: u8) -> KeyPair {
    KeyPair::new(suite, &Secret::filled(|key| key.fill(byte))).unwrap()
}

fn written(key: &str, signature: &str) -> Signature {
    Signature::parse(&format!("{key}:{signature}").to_lowercase()).unwrap()
}

/// RFC 8032, section 7.1, test 2; and what a changed message says.
#[test]
fn ed25519_agrees_with_an_example_of_rfc_8032() {
    let signature = written(
        "ed25519:3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da\
         085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    );
    assert!(pair::is_by(&signature, &hex("72")));
    assert!(!pair::is_by(&signature, &hex("73")));
}

/// GB/T 32918.5-2017 (GM/T 0003.5-2012), appendix A: private key 3945…C5B8, the identity that we use.
#[test]
fn sm2_agrees_with_the_example_of_its_standard() {
    let signature = written(
        "sm2:0309F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020",
        "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3\
         B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA",
    );
    assert!(pair::is_by(&signature, b"message digest"));
    assert!(!pair::is_by(&signature, b"message digesu"));

    let number = hex("3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8");
    let number = sm2::SecretKey::from_slice(&number).unwrap();
    let pair = KeyPair::Sm2(Box::new(sm2::dsa::SigningKey::new("1234567812345678", &number).unwrap()));
    assert_eq!(&pair.public(), signature.key());
    assert!(pair::is_by(&pair.sign(b"message digest").unwrap(), b"message digest"));
}

#[test]
fn a_signature_is_for_one_message_purpose_and_key() {
    for suite in Suite::ALL {
        let (ours, other) = (pair(suite, 1), pair(suite, 2));
        let signature = Purpose::Pack.sign(&ours, b"message").unwrap();
        let check = |purpose, message, keys: &[PublicKey]| verify(purpose, message, &signature, keys);
        let trusted = [other.public(), ours.public()];
        assert!(check(Purpose::Pack, b"message", &trusted).is_ok(), "{suite}");
        for purpose in Purpose::ALL.into_iter().filter(|purpose| *purpose != Purpose::Pack) {
            assert!(matches!(check(purpose, b"message", &trusted), Err(SealError::SignatureRefused)), "{suite}");
        }
        assert!(matches!(check(Purpose::Pack, b"messagf", &trusted), Err(SealError::SignatureRefused)), "{suite}");
        for stranger in [&[][..], &[other.public()]] {
            assert!(matches!(check(Purpose::Pack, b"message", stranger), Err(SealError::SignerUnknown { .. })));
        }
    }
}

#[test]
fn signing_is_deterministic() {
    for suite in Suite::ALL {
        let sign = || Purpose::Capsule.sign(&pair(suite, 1), b"message").unwrap();
        assert_eq!(sign(), sign(), "{suite}");
    }
}

#[test]
fn every_changed_byte_is_noticed() {
    for suite in Suite::ALL {
        let ours = pair(suite, 1);
        let signature = Purpose::Figure.sign(&ours, b"message").unwrap();
        for place in 0..SIGNATURE_BYTES {
            let mut bytes = *signature.bytes();
            bytes[place] ^= 1;
            let changed = Signature::new(ours.public(), bytes);
            assert!(verify(Purpose::Figure, b"message", &changed, &[ours.public()]).is_err(), "{suite}: {place}");
        }
    }
}

#[test]
fn the_written_form_comes_back_and_has_one_spelling() {
    for suite in Suite::ALL {
        let signature = Purpose::Pack.sign(&pair(suite, 1), b"message").unwrap();
        let text = signature.to_string();
        assert_eq!(Signature::parse(&text).unwrap(), signature);
        assert_eq!(PublicKey::parse(&signature.key().to_string()).unwrap(), *signature.key());
        let json = serde_json::to_string(&signature).unwrap();
        assert_eq!(json, format!("\"{text}\""));
        assert_eq!(serde_json::from_str::<Signature>(&json).unwrap(), signature);
        for bad in [&text[1..], &text[..text.len() - 1], &text[..text.len() - 2], &text.to_uppercase(), "", "sm2::"] {
            assert!(matches!(Signature::parse(bad), Err(SealError::BadShape { .. })), "{bad}");
        }
    }
}

#[test]
fn keys_that_are_no_points_sign_nothing() {
    for key in [format!("ed25519:{}", "00".repeat(32)), format!("sm2:05{}", "00".repeat(32))] {
        let signature = Signature::parse(&format!("{key}:{}", "00".repeat(64))).unwrap();
        let key = PublicKey::parse(&key).unwrap();
        assert!(verify(Purpose::Pack, b"message", &signature, &[key]).is_err());
    }
}
