//! How one character folds, whatever stands around it.

use std::sync::LazyLock;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::kind::{FoldKind, FoldKinds};

/// Pairs of a traditional character and its simplified form, with their licence at the top.
const TRADITIONAL: &str = include_str!("traditional.txt");

/// Letters of other scripts, each followed by the Latin letter that it looks like.
const HOMOGLYPHS: &str = "øođdħhıiłlǀlɑaɡgɢgɪiɴnʀrʏyʙbʜhʟlΑaΒbΕeΖzΗhΙiΚkΜmΝnΟoΡpΤtΥyΧxαaβbγyεeηnιiκkνvοoρpςcτtυuχxωwϲcЅsІiЈj\
    АaВbЕeКkМmНhОoРpСcТtУyХxаaвbгrеeкkмmнhоoпnрpсcтtуyхxѕsіiїiјjһhԁdԛqԝwᴀaᴄcᴅdᴇeᴊjᴋkᴍmᴏoᴘpᴛtᴜuᴠvᴡwᴢzꜰfꜱs\
    ⻁虎⻤鬼⻢马⻥鱼⻦鸟⻰龙⻮齿⻛风⻜飞⻋车⻓长⻔门⻉贝⻅见⺠民⺟母⻩黄⻄西⻘青⻝食⻣骨⻳龟⻲龟⻆角⻊足⺼肉⻗雨⺩王⻪黾⻬齐⻧卤⻨麦⺝月⺮竹\
    氷冰孑子孓子蔴麻弾弹氺水槑梅痲麻灬火砲炮鎗枪薬药葯药鴉鸦";

/// What one character folds to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Letter {
    /// One or more letters, signs or digits.
    Kept(Vec<char>, FoldKinds),
    /// Nothing: the character only separates, by more or less.
    Gap(Gap),
}

/// What separates two letters, from the least to the most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    /// Nothing.
    #[default]
    None,
    /// A character that cannot be seen.
    Invisible,
    /// A sign that no writer puts inside a word.
    Filler,
    /// A hyphen, dot or apostrophe.
    Joint,
    /// White space.
    Space,
    /// A bracket or quotation mark.
    Bracket,
    /// What stands between the entries of a list.
    List,
}

/// Folds one character, slowly. `one` is the letter that the digit 1 stands for where digits stand for letters.
pub(crate) fn fold_letter(raw: char, one: Option<char>) -> Letter {
    if is_invisible(raw) {
        return Letter::Gap(Gap::Invisible);
    }
    let mut kinds = FoldKinds::default();
    let mut letters = vec![raw];
    if let Some(letter) = one.and_then(|one| digit_as_letter(raw, one)) {
        letters = vec![letter];
        kinds = kinds.with(FoldKind::Digit);
    }
    // Twice is enough for every character of Unicode; a property test holds it to that.
    for _ in 0..2 {
        letters = letters.into_iter().flat_map(|letter| step(letter, &mut kinds)).collect();
    }
    match letters.iter().copied().find(|letter| !is_kept(*letter)) {
        Some(gap) if letters.len() == 1 => Letter::Gap(gap_of(gap)),
        _ => {
            letters.retain(|letter| is_kept(*letter));
            if letters.is_empty() { Letter::Gap(Gap::Filler) } else { Letter::Kept(letters, kinds) }
        }
    }
}

/// Whether a digit or sign, of any width, may stand for a letter.
pub(crate) fn looks_like_a_letter(raw: char) -> bool {
    matches!(narrow(raw), '0' | '1' | '3' | '4' | '5' | '7' | '$' | '@' | '!')
}

/// The narrow form of a wide character.
fn narrow(raw: char) -> char {
    match raw {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(raw as u32 - 0xFEE0).unwrap_or(raw),
        _ => raw,
    }
}

fn digit_as_letter(raw: char, one: char) -> Option<char> {
    Some(match narrow(raw) {
        '0' => 'o',
        '1' | '!' => one,
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        _ => return None,
    })
}

fn step(letter: char, kinds: &mut FoldKinds) -> Vec<char> {
    if letter.is_ascii_lowercase() || letter.is_ascii_digit() {
        return vec![letter];
    }
    // Unified ideographs have neither capitals nor parts of their own.
    if matches!(letter, '\u{4E00}'..='\u{9FFF}') {
        let plain = note(letter, homoglyph(letter), FoldKind::Homoglyph, kinds);
        return vec![note(plain, simplified(plain), FoldKind::Traditional, kinds)];
    }
    let mut out = Vec::with_capacity(1);
    for plain in decompose(letter, kinds) {
        let plain = note(plain, homoglyph(plain), FoldKind::Homoglyph, kinds);
        for small in plain.to_lowercase().filter(|small| !is_combining_mark(*small)) {
            let small = note(plain, small, FoldKind::Case, kinds);
            out.push(note(small, simplified(small), FoldKind::Traditional, kinds));
        }
    }
    out
}

fn decompose(letter: char, kinds: &mut FoldKinds) -> Vec<char> {
    let squared = squared_letter(letter);
    if squared != letter {
        *kinds = kinds.with(FoldKind::Width);
        return vec![squared];
    }
    // Hangul would fall into its parts and gain nothing.
    if letter.is_ascii() || matches!(letter, '\u{AC00}'..='\u{D7A3}') {
        return vec![letter];
    }
    let whole: Vec<char> = [letter].into_iter().nfkd().collect();
    let bare: Vec<char> = whole.iter().copied().filter(|part| !is_combining_mark(*part)).collect();
    if bare.len() < whole.len() {
        *kinds = kinds.with(FoldKind::Mark);
    } else if bare != [letter] {
        *kinds = kinds.with(FoldKind::Width);
    }
    bare
}

/// Letters in black squares and circles, which normalisation leaves alone.
fn squared_letter(letter: char) -> char {
    let first = match letter {
        '\u{1F150}'..='\u{1F169}' => 0x1F150,
        '\u{1F170}'..='\u{1F189}' => 0x1F170,
        '\u{1F1E6}'..='\u{1F1FF}' => 0x1F1E6,
        _ => return letter,
    };
    char::from(b'a' + (letter as u32 - first) as u8)
}

fn note(before: char, after: char, kind: FoldKind, kinds: &mut FoldKinds) -> char {
    if before != after {
        *kinds = kinds.with(kind);
    }
    after
}

fn homoglyph(letter: char) -> char {
    if letter.is_ascii() { letter } else { find(&HOMOGLYPH_PAIRS, letter) }
}

fn simplified(letter: char) -> char {
    if letter < '\u{3400}' { letter } else { find(&TRADITIONAL_PAIRS, letter) }
}

fn find(pairs: &[(char, char)], letter: char) -> char {
    pairs.binary_search_by_key(&letter, |pair| pair.0).map_or(letter, |place| pairs[place].1)
}

static HOMOGLYPH_PAIRS: LazyLock<Vec<(char, char)>> = LazyLock::new(|| pairs(HOMOGLYPHS));
static TRADITIONAL_PAIRS: LazyLock<Vec<(char, char)>> = LazyLock::new(|| {
    let lines: String = TRADITIONAL.lines().filter(|line| !line.starts_with('#')).collect();
    pairs(&lines)
});

fn pairs(text: &str) -> Vec<(char, char)> {
    let letters: Vec<char> = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    let mut pairs: Vec<(char, char)> = letters.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
    pairs.sort_unstable();
    pairs
}

fn is_kept(letter: char) -> bool {
    letter.is_alphanumeric() && !matches!(letter, '丨' | '丶' | '丿' | '亅' | 'ー')
}

fn is_invisible(raw: char) -> bool {
    is_combining_mark(raw)
        || matches!(raw,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{E0000}'..='\u{E0FFF}')
}

fn gap_of(sign: char) -> Gap {
    match sign {
        _ if sign.is_whitespace() => Gap::Space,
        '(' | ')' | '[' | ']' | '{' | '}' | '《' | '》' | '【' | '】' | '"' | '“' | '”' => Gap::Bracket,
        ',' | ';' | '、' | '。' | '/' | '\\' | '&' | '?' => Gap::List,
        '-' | '.' | '\'' | '’' | '\u{2010}'..='\u{2015}' | '−' | '·' => Gap::Joint,
        _ => Gap::Filler,
    }
}
