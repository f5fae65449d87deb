use super::*;
use crate::AccountName;

const CHEAP: HashCost = HashCost { memory_kib: 64, passes: 1 };

fn problems(password: &str) -> usize {
    check_password(password, &AccountName::parse("zhang-1").unwrap()).len()
}

#[test]
fn sentences_pass_in_both_languages() {
    for password in [
        "three parcels for the grey cat",
        "correct horse battery staple",
        "一只灰猫寄出三个包裹给北边的邻居",
        "Tiefe Wälder rauschen leise",
        "kV9~tq.4Lm#zR2u",
        "portcullis opens at dawn, slowly",
    ] {
        assert_eq!(problems(password), 0, "{password}");
    }
}

#[test]
fn what_is_short_repeated_or_guessed_first_is_refused() {
    for password in [
        "",
        "short",
        "kV9~tq.4Lm#zR2",
        "aaaaaaaaaaaaaaaaaaaa",
        "abcabcabcabcabcabc",
        "abcdefabcdefabcdef",
        "password12345678",
        "Password2026Password2026",
        "qwertyuiopasdfghjkl",
        "zhang-1zhang-1zhang-1",
        "zhang-1@portcullis1",
        "1qaz2wsx3edc4rfv",
        "98765432109876543210",
        "ｐａｓｓｗｏｒｄ１２３４５６７８",
        "admin 2026 admin 2027",
        "woaini1314520520",
        &"x ".repeat(200),
    ] {
        assert!(problems(password) > 0, "{password}");
    }
}

#[test]
fn no_kind_of_character_is_demanded() {
    assert_eq!(problems("onlysmalllettershere"), 0);
    assert_eq!(problems("41 97 03 58 26 60 19"), 0);
}

#[test]
fn the_bounds_count_characters_not_bytes() {
    let sentence = "灰猫寄三个包裹给北边的老邻居吧呀";
    assert_eq!(sentence.chars().count(), 16);
    assert_eq!(problems(sentence), 0);
    let long: String =
        "灰猫寄三个包裹给北边老邻居吧呀们".chars().cycle().zip(0..129).map(|(letter, _)| letter).collect();
    let told = check_password(&long, &AccountName::parse("zhang-1").unwrap());
    assert!(told[0].en.contains("at most 128") && told[0].zh.contains("128"));
}

#[test]
fn a_hash_is_that_of_one_password() {
    let mut next = 0;
    let mut random = |bytes: &mut [u8]| {
        next += 1;
        bytes.fill(next);
    };
    let kept = hash("three parcels for the grey cat", CHEAP, &mut random).unwrap();
    assert!(kept.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{kept}");
    assert!(agrees("three parcels for the grey cat", &kept));
    assert!(!agrees("three parcels for the gray cat", &kept));
    assert!(!agrees("", &kept) && !agrees("three parcels for the grey cat", "no hash"));
    assert_ne!(hash("three parcels for the grey cat", CHEAP, &mut random).unwrap(), kept, "each has its salt");
}

#[test]
fn keyboards_may_differ() {
    let kept = hash("caf\u{e9} caf\u{e9} caf\u{e9}", CHEAP, &mut |bytes| bytes.fill(1)).unwrap();
    assert!(agrees("cafe\u{301} cafe\u{301} cafe\u{301}", &kept));
}
