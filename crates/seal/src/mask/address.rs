//! Masking an address: what may be shown ends before the first thing that could be a number of a house or room.

use super::HIDDEN;

/// An address as far as the last administrative area, place or road that stands before any number.
///
/// Hides more than GB/T 41833-2022 asks for (unit and room): the house number too. An address in which no such area
/// is found is hidden whole.
pub fn mask_address(address: &str) -> String {
    let letters: Vec<char> = address.trim().chars().collect();
    let before_numbers = &letters[..first_number(&letters)];
    let shown = before_numbers.iter().rposition(|letter| is_area_end(*letter)).map_or(0, |end| end + 1);
    format!("{}{HIDDEN}", letters[..shown].iter().collect::<String>())
}

/// Where the first number, Latin letter, or word of a room or building stands.
fn first_number(letters: &[char]) -> usize {
    let starts_number = |place: &usize| {
        let letter = letters[*place];
        (letter.is_numeric() && !is_chinese_numeral(letter))
            || letter.is_ascii_alphanumeric()
            || is_full_width(letter)
            || matches!(letter, '室' | '栋' | '幢' | '层' | '#' | '＃')
            || (letter == '单' && letters.get(place + 1) == Some(&'元'))
            || starts_chinese_number(&letters[*place..])
    };
    (0..letters.len()).find(starts_number).unwrap_or(letters.len())
}

/// Whether these letters begin with a number in Chinese numerals that counts houses or rooms.
///
/// Roads and places are named by numerals too (五一路, 三里屯): a run that is followed by the word of a road, or a
/// single numeral that no counting word follows, is a name.
fn starts_chinese_number(letters: &[char]) -> bool {
    let run = letters.iter().take_while(|letter| is_chinese_numeral(**letter)).count();
    match (run, letters.get(run)) {
        (0, _) | (1, None) | (_, Some('路' | '街' | '道' | '巷' | '里')) => false,
        (1, Some(next)) => {
            matches!(next, '号' | '楼' | '座' | '门' | '户' | '院' | '弄' | '栋' | '幢' | '单' | '室' | '层')
        }
        _ => true,
    }
}

fn is_chinese_numeral(letter: char) -> bool {
    matches!(
        letter,
        '〇' | '零'
            | '一'
            | '二'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '百'
            | '千'
            | '两'
            | '廿'
            | '壹'
            | '贰'
            | '叁'
            | '肆'
            | '伍'
            | '陆'
            | '柒'
            | '捌'
            | '玖'
            | '拾'
            | '佰'
    )
}

fn is_full_width(letter: char) -> bool {
    matches!(letter, '\u{ff10}'..='\u{ff19}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}')
}

fn is_area_end(letter: char) -> bool {
    matches!(
        letter,
        '省' | '市' | '区' | '县' | '旗' | '盟' | '州' | '镇' | '乡' | '村' | '路' | '街' | '道' | '巷' | '弄'
    )
}
