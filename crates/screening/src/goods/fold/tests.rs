use proptest::prelude::*;

use super::*;

#[test]
fn every_disguise_has_one_spelling() {
    for (text, spelling) in [
        ("Ｋ粉", "k粉"),
        ("象 牙 手 串", "象牙手串"),
        ("象\u{200B}牙", "象牙"),
        ("煙花爆竹", "烟花爆竹"),
        ("mеthаmphetamine", "methamphetamine"),
        ("ＨＥＲＯＩＮ", "heroin"),
        ("ⓗⓔⓡⓞⓘⓝ", "heroin"),
        ("🅷🅴🆁🅾🅸🅽", "heroin"),
        ("fentanýl", "fentanyl"),
        ("⽊仓", "木仓"),
        ("K--粉", "k粉"),
    ] {
        assert_eq!(folded(text), spelling, "{text}");
    }
}

#[test]
fn digits_are_letters_only_where_asked() {
    assert_eq!(fold("c0ca1ne", Reading::Letters('i')).text, "cocaine");
    assert_eq!(fold("fent4ny1", Reading::Letters('l')).text, "fentanyl");
    assert_eq!(folded("c0ca1ne"), "c0ca1ne");
}

#[test]
fn the_trail_names_each_fold() {
    let text = "ＨＥ r象\u{200B}牙";
    let folded = fold(text, Reading::Plain);
    let trail = folded.trail(text, 0, folded.letters.len());
    let seen: Vec<_> = trail.iter().map(|fold| (fold.at, &*fold.from, &*fold.to, fold.kinds.clone())).collect();
    assert_eq!(
        seen,
        [
            (0, "ＨＥ", "he", vec![FoldKind::Width, FoldKind::Case]),
            (2, " ", "", vec![FoldKind::Separator]),
            (5, "\u{200B}", "", vec![FoldKind::Invisible]),
        ]
    );
}

#[test]
fn folding_every_character_twice_changes_nothing() {
    for raw in (0..=u32::from(char::MAX)).filter_map(char::from_u32) {
        let once = folded(raw.encode_utf8(&mut [0; 4]));
        assert_eq!(folded(&once), once, "U+{:04X}", u32::from(raw));
    }
}

proptest! {
    #[test]
    fn folding_twice_changes_nothing(text in "\\PC{0,64}") {
        let once = folded(&text);
        prop_assert_eq!(folded(&once), once);
    }

    #[test]
    fn scanning_sees_what_folding_keeps(text in "\\PC{0,64}") {
        let mut scanned = String::new();
        scan(&text, |letter| { scanned.push(letter); false });
        prop_assert_eq!(scanned, fold(&text, Reading::Plain).text);
    }
}
