use sm3::Digest;

use super::*;
use crate::vectors::{hex, hex_of};

fn keyed(suite: Suite, digits: &str) -> KeyedHash {
    KeyedHash::new(suite, &Secret::filled(|key| *key = hex_of(digits)))
}

/// GB/T 32905-2016 (GM/T 0004-2012), appendix A.
#[test]
fn sm3_agrees_with_the_examples_of_its_standard() {
    let of = |message: &[u8]| <[u8; 32]>::from(Sm3::digest(message));
    assert_eq!(of(b"abc"), hex_of("66c7f0f4 62eeedd9 d1f2d46b dc10e4e2 4167c487 5cf2f7a2 297da02b 8f4ba8e0"));
    let long = b"abcd".repeat(16);
    assert_eq!(of(&long), hex_of("debe9ff9 2275b8a1 38604889 c18e5a4d 6fdb70e5 387e5765 293dcba3 9c0c5732"));
}

/// GM/T 0042-2015, appendix D.3: the examples whose keys are as long as ours.
#[test]
fn hmac_sm3_agrees_with_the_examples_of_its_standard() {
    let key = "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20";
    let message = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".repeat(2);
    let expected = hex("ca05e144ed05d1857840d1f318a4a8669e559fc8391f414485bfdf7bb408963a");
    assert_eq!(keyed(Suite::Guomi, key).hash(message.as_bytes()).to_vec(), expected);

    let expected = hex("c0ba18c68b90c88bc07de794bfc7d2c8d19ec31ed8773bc2b390c9604e0be11e");
    assert_eq!(keyed(Suite::Guomi, &"0b".repeat(32)).hash(b"Hi There").to_vec(), expected);
}

#[test]
fn one_key_serves_many_messages() {
    for suite in Suite::ALL {
        let ready = keyed(suite, &"07".repeat(32));
        let fresh = |message: &[u8]| keyed(suite, &"07".repeat(32)).hash(message);
        for message in [&b""[..], b"a", &[7; 200], b"a"] {
            assert_eq!(ready.hash(message), fresh(message), "{suite}");
            assert_eq!(ready.first::<16>(message), fresh(message)[..16], "{suite}");
        }
    }
}

#[test]
fn two_messages_do_not_run_into_each_other() {
    for suite in Suite::ALL {
        let ready = keyed(suite, &"07".repeat(32));
        let of = |one: &[u8], two: &[u8]| ready.first_of_two::<12>(one, two);
        assert_ne!(of(b"ab", b"c"), of(b"a", b"bc"), "{suite}");
        assert_eq!(of(b"ab", b"c"), of(b"ab", b"c"), "{suite}");
    }
}

#[test]
fn nothing_of_a_key_is_printed() {
    for suite in Suite::ALL {
        assert_eq!(format!("{:?}", keyed(suite, &"ab".repeat(32))), "<keyed hash>");
    }
}
