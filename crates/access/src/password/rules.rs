//! What a password must keep. Every problem is told at once.

use parcel::Bilingual;
use unicode_normalization::UnicodeNormalization;

use crate::AccountName;

/// Fewest characters: the password is the only factor (NIST SP 800-63B-4, section 3.1.1.2).
pub const PASSWORD_CHARACTERS_MIN: usize = 15;

/// Most characters. Enough for a sentence; a bound on the work of hashing.
pub const PASSWORD_CHARACTERS_MAX: usize = 128;

/// Fewest characters that must be left when everything easily guessed is taken out.
const OWN_CHARACTERS_MIN: usize = 8;

/// Fewest different characters.
const DIFFERENT_MIN: usize = 6;

/// Shortest run along the alphabet, the digits or a row of keys that counts as one character.
const RUN_MIN: usize = 4;

const ROWS: [&str; 6] =
    ["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb"];

/// Words that are tried first, one a line; more are in the page of the same name.
const COMMON: &str = include_str!("../../data/common-passwords.txt");

/// Everything that is wrong with a password; nothing where it passes.
pub fn check_password(password: &str, account: &AccountName) -> Vec<Bilingual> {
    let folded: String = password.nfkc().flat_map(char::to_lowercase).collect();
    let mut problems = Vec::new();
    let mut tell = |zh: String, en: String| problems.push(Bilingual::new(zh, en));
    let length = password.nfkc().count();
    if length < PASSWORD_CHARACTERS_MIN {
        tell(
            format!("至少 {PASSWORD_CHARACTERS_MIN} 个字符，可以是一句话，空格也算"),
            format!("at least {PASSWORD_CHARACTERS_MIN} characters would pass; a sentence does, spaces count"),
        );
    }
    if length > PASSWORD_CHARACTERS_MAX {
        tell(
            format!("至多 {PASSWORD_CHARACTERS_MAX} 个字符"),
            format!("at most {PASSWORD_CHARACTERS_MAX} characters would pass"),
        );
        return problems;
    }
    let different = folded.chars().collect::<std::collections::BTreeSet<_>>().len();
    if different < DIFFERENT_MIN || is_repeated(&folded) {
        tell(
            "不能只是重复少数几个字符".to_owned(),
            "it repeats a few characters; more different ones would pass".to_owned(),
        );
    } else if length >= PASSWORD_CHARACTERS_MIN && own_characters(&folded, account) < OWN_CHARACTERS_MIN {
        tell(
            format!("去掉常见口令、账户名、系统名和连续字符后，还应剩下至少 {OWN_CHARACTERS_MIN} 个字符"),
            format!(
                "without common passwords, the account's and the system's name and runs of keys, at least {OWN_CHARACTERS_MIN} characters must be left"
            ),
        );
    }
    problems
}

/// How many characters are left when all that is guessed first is taken out.
fn own_characters(folded: &str, account: &AccountName) -> usize {
    let common = COMMON.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut words: Vec<&str> = common.chain([account.as_str(), "portcullis", "把关"]).collect();
    // The longest first, so that a word within a word does not save its rest.
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let mut left = folded.to_owned();
    for word in words {
        left = left.replace(word, " ");
    }
    without_runs(&left).chars().filter(|letter| !letter.is_whitespace()).count()
}

/// Runs of neighbours on a row, forwards or backwards, and of one character, are replaced by a space.
fn without_runs(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut start = 0;
    while start < letters.len() {
        let length = run_length(&letters[start..]);
        if length >= RUN_MIN {
            out.push(' ');
        } else {
            out.extend(&letters[start..start + length]);
        }
        start += length;
    }
    out
}

/// The length of the longest run at the beginning: at least 1.
fn run_length(letters: &[char]) -> usize {
    let same = letters.iter().take_while(|letter| **letter == letters[0]).count();
    let rows = ROWS.iter().flat_map(|row| [row.chars().collect::<Vec<_>>(), row.chars().rev().collect()]);
    let along = |row: Vec<char>| {
        let starts = row.iter().enumerate().filter(|(_, letter)| **letter == letters[0]).map(|(place, _)| place);
        let common = |place: usize| row[place..].iter().zip(letters).take_while(|(one, other)| one == other).count();
        starts.map(common).max().unwrap_or(1)
    };
    rows.map(along).max().unwrap_or(1).max(same)
}

/// Whether the whole is a piece of at most a third of its length, again and again.
fn is_repeated(folded: &str) -> bool {
    let letters: Vec<char> = folded.chars().collect();
    (1..=letters.len() / 3).any(|piece| letters.iter().zip(&letters[piece..]).all(|(one, other)| one == other))
}
