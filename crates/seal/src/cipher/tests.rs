use aes_gcm_siv::aead::array::Array;
use sm4::cipher::{BlockCipherDecrypt, BlockCipherEncrypt};

use super::*;
use crate::vectors::{hex, hex_of};

const KEY: &str = "0123456789abcdeffedcba9876543210";

fn cipher(suite: Suite) -> Cipher {
    Cipher::new(suite, &Secret::filled(|key| key.fill(5)))
}

fn sealed(suite: Suite, text: &[u8], bound: &[u8]) -> Vec<u8> {
    let mut message = text.to_vec();
    cipher(suite).seal(&mut message, 0, bound).unwrap();
    message
}

/// GB/T 32907-2016, appendix A.1.
#[test]
fn sm4_agrees_with_the_example_of_its_standard() {
    let cipher = <Sm4 as KeyInit>::new(&hex_of::<16>(KEY).into());
    let mut block = Array::from(hex_of::<16>(KEY));
    cipher.encrypt_block(&mut block);
    assert_eq!(block.to_vec(), hex("681edf34d206965e86b3e94f536e4246"));
    cipher.decrypt_block(&mut block);
    assert_eq!(block.to_vec(), hex(KEY));
}

/// RFC 8998, appendix A.1.
#[test]
fn sm4_gcm_agrees_with_the_example_of_rfc_8998() {
    let cipher = <AesGcm<Sm4, U12> as KeyInit>::new(&hex_of::<16>(KEY).into());
    let nonce = Nonce::from(hex_of::<12>("00001234567800000000abcd"));
    let bound = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    let clear = ["aa", "bb", "cc", "dd", "ee", "ff", "ee", "aa"].map(|byte| byte.repeat(8)).concat();
    let mut text = hex(&clear);
    let tag = encrypt(&cipher, &nonce, &bound, &mut text).unwrap();
    let expected = "17f399f08c67d5ee19d0dc9969c4bb7d 5fd46fd3756489069157b282bb200735 \
                    d82710ca5c22f0ccfa7cbf93d496ac15 a56834cbcf98c397b4024a2691233b8d";
    assert_eq!(text, hex(expected));
    assert_eq!(tag, hex_of("83de3541e4c2b58177e065a9bf7b62ec"));
    let kept = [text, tag.to_vec()].concat();
    assert_eq!(decrypt(&cipher, &nonce, &bound, &kept).unwrap().to_vec(), hex(&clear));
}

/// RFC 8452, appendix C.2: 256-bit key, 8 bytes of text, 1 byte of associated data.
#[test]
fn aes_gcm_siv_agrees_with_an_example_of_rfc_8452() {
    let key: [u8; 32] = hex_of(&["01", &"00".repeat(31)].concat());
    let cipher = <Aes256GcmSiv as KeyInit>::new(&key.into());
    let nonce = Nonce::from(hex_of::<12>("030000000000000000000000"));
    let mut text = hex("0200000000000000");
    let tag = encrypt(&cipher, &nonce, &hex("01"), &mut text).unwrap();
    assert_eq!([text, tag.to_vec()].concat(), hex("1de22967237a8132 91213f267e3b452f02d01ae33e4ec854"));
}

#[test]
fn what_was_sealed_opens_under_its_name_only() {
    for suite in Suite::ALL {
        let kept = sealed(suite, b"text", b"name");
        assert_eq!(kept.len(), 4 + suite.trailer_bytes(), "{suite}");
        assert_eq!(cipher(suite).open(&kept, b"name").unwrap().as_slice(), b"text", "{suite}");
        assert!(matches!(cipher(suite).open(&kept, b"other"), Err(SealError::EnvelopeRefused)), "{suite}");
        for place in 0..kept.len() {
            let mut changed = kept.clone();
            changed[place] ^= 1;
            assert!(cipher(suite).open(&changed, b"name").is_err(), "{suite}: byte {place}");
            assert!(cipher(suite).open(&kept[..place], b"name").is_err(), "{suite}: cut to {place}");
        }
    }
}

/// The stream of counter mode is the difference of text and cipher text: two texts under one nonce would show theirs.
#[test]
fn no_two_texts_share_a_stream() {
    let streams: std::collections::HashSet<Vec<u8>> = (0..=255_u8)
        .map(|byte| {
            let text = [byte; 32];
            let kept = sealed(Suite::Guomi, &text, b"one name");
            kept[..32].iter().zip(text).map(|(sealed, clear)| sealed ^ clear).collect()
        })
        .collect();
    assert_eq!(streams.len(), 256);
}

#[test]
fn the_nonce_is_that_of_name_and_text() {
    let nonce = |text: &[u8], bound: &[u8]| sealed(Suite::Guomi, text, bound)[text.len() + TAG_BYTES..].to_vec();
    assert_eq!(nonce(b"text", b"name"), nonce(b"text", b"name"));
    assert_ne!(nonce(b"text", b"name"), nonce(b"texu", b"name"));
    assert_ne!(nonce(b"text", b"name"), nonce(b"text", b"nbme"));
    assert_ne!(nonce(b"etext", b"nam"), nonce(b"text", b"name"), "they do not run into each other");
}

/// A sealed text whose tag is right and whose nonce this ring would not have chosen.
#[test]
fn a_nonce_of_another_making_is_refused() {
    let ours = cipher(Suite::Guomi);
    let Cipher::Sm4Gcm { cipher, .. } = &ours else { unreachable!("the suite that was asked for") };
    let nonce = Nonce::from([9; 12]);
    let mut text = b"text".to_vec();
    let tag = encrypt(&**cipher, &nonce, b"name", &mut text).unwrap();
    let kept = [&text[..], &tag, &nonce].concat();
    assert!(matches!(ours.open(&kept, b"name"), Err(SealError::EnvelopeRefused)));
}
