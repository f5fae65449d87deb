use super::{
    super::fold::{Reading, fold},
    *,
};

fn with(check: fn(&Folded, usize, usize) -> bool, text: &str, name: &str) -> bool {
    let text = fold(text, Reading::Plain);
    let start = text.letter_at(text.text.find(name).expect("the name is in the text"));
    check(&text, start, start + name.chars().count())
}

fn sound_themselves(text: &Folded, start: usize, end: usize) -> bool {
    are_words_themselves(text, start, end, Likeness::Toned)
}

#[test]
fn every_word_of_the_file_is_whole() {
    assert!(LEVELS.len() > 50_000);
    for (word, level) in LEVELS.iter() {
        assert!(word.chars().all(is_han) && (1..=WORD_LETTERS_MAX).contains(&word.chars().count()), "{word} {level}");
    }
}

#[test]
fn two_words_that_meet_take_a_name_apart() {
    for (text, name) in [
        ("老虎皮球", "虎皮"),
        ("老虎皮球", "老虎皮"),
        ("小象牙膏", "象牙"),
        ("孩子弹钢琴", "子弹"),
        ("消毒品质", "毒品"),
        ("现象牙齿", "象牙"),
    ] {
        assert!(with(are_parts_of_others, text, name), "{text}");
    }
}

#[test]
fn a_name_among_other_words_stays_whole() {
    for (text, name) in [
        ("正品象牙手串", "象牙"),
        ("老虎皮一张", "老虎皮"),
        ("出售子弹十发", "子弹"),
        ("天然虎骨", "虎骨"),
        ("收手枪一把", "手枪"),
        ("象牙", "象牙"),
        ("大象牙手串", "象牙"),
    ] {
        assert!(!with(are_parts_of_others, text, name), "{text}");
    }
}

#[test]
fn other_characters_of_the_same_sound_are_words_or_a_disguise() {
    for (text, name) in [("狮子蛋糕", "子蛋"), ("防病毒", "病毒"), ("炭火要大", "火要")] {
        assert!(with(sound_themselves, text, name), "{text}");
    }
    for (text, name) in [("冰独五克", "冰独"), ("出售象芽", "象芽")] {
        assert!(!with(sound_themselves, text, name), "{text}");
    }
}
