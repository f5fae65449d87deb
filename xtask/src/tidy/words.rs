//! Words that do not belong in the project, and numbers that could be a person's.

use crate::{Complaints, files::TextFile};

/// Words with the reason why they do not belong. Cut in two, so that this file passes.
const WORDS: &[(&str, &str)] = &[
    (concat!("/wo", "rk/"), "a path of somebody's machine"),
    (concat!("/ho", "me/"), "a path of somebody's machine"),
    (concat!("this ses", "sion"), "the project speaks of itself alone"),
    (concat!("previous ses", "sion"), "the project speaks of itself alone"),
    (concat!("next ses", "sion"), "the project speaks of itself alone"),
    (concat!("sub", "agent"), "the project speaks of itself alone"),
    (concat!("TO", "DO"), "an open end: do it, or open an issue"),
    (concat!("FIX", "ME"), "an open end: do it, or open an issue"),
    (concat!("X", "XX:"), "an open end: do it, or open an issue"),
];

pub(super) fn complaints(file: &TextFile) -> Complaints {
    let mut complaints = Complaints::new();
    for (number, line) in (1..).zip(file.text.lines()) {
        for (word, reason) in WORDS.iter().filter(|(word, _)| stands_alone(line, word)) {
            complaints.push(file.complaint(number, &format!("{word:?}: {reason}")));
        }
        if !file.path.ends_with("Cargo.lock") && digit_runs(line).any(could_be_a_persons) {
            complaints.push(file.complaint(number, "a number that could be a person's; use 000000… and 0000…"));
        }
    }
    complaints
}

/// Whether the word stands in the line and is no part of a longer word or path.
fn stands_alone(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let (before, after) = (line[..at].chars().next_back(), line[at + word.len()..].chars().next());
        let joined = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
        !joined(before) && (word.ends_with('/') || !joined(after))
    })
}

/// Runs of digits that are no part of a longer word; a last `X` belongs to a number of identity.
fn digit_runs(line: &str) -> impl Iterator<Item = &str> {
    line.split(|character: char| !character.is_alphanumeric() && character != '_' && character != '.')
}

/// A Chinese mobile number, or a number of identity whose check digit is right.
fn could_be_a_persons(run: &str) -> bool {
    match run.len() {
        11 => run.bytes().all(|byte| byte.is_ascii_digit()) && run.starts_with('1') && run.as_bytes()[1] >= b'3',
        18 => is_identity(run.as_bytes()),
        _ => false,
    }
}

/// GB 11643-1999: the weights of the digits and the sum modulo 11; a region begins with 1 to 9.
fn is_identity(number: &[u8]) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let (digits, check) = number.split_at(17);
    if number[0] == b'0' || !digits.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    let plausible_year = (b"1900"[..].cmp(&number[6..10]).is_le()) && (number[6..10].cmp(&b"2099"[..]).is_le());
    plausible_year && b"10X98765432"[(sum % 11) as usize] == check[0].to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> usize {
        complaints(&TextFile { path: "a.md".to_owned(), text: text.to_owned() }).len()
    }

    #[test]
    fn words_are_found_where_they_stand_alone() {
        assert_eq!(found(&format!("see {}main", concat!("/wo", "rk/"))), 1);
        assert_eq!(found(concat!("docs/wo", "rk/flow.md and net", "work/")), 0);
        assert_eq!(found(concat!("// TO", "DO later")), 1);
        assert_eq!(found(concat!("a TO", "DOS prompt")), 0);
    }

    #[test]
    fn numbers_of_persons_are_found_and_those_of_nobody_pass() {
        // Put together here, so that the whole number stands in no file. The check digit of the first is right.
        let identity = |check: &str| format!("id 110105{}{}{check}", "19491231", "002");
        assert_eq!((found(&identity("X")), found(&identity("1"))), (1, 0));
        assert_eq!(found("000000199001010011 00000000010 12000000000"), 0);
        assert_eq!(found(&format!("1{}", "3800138000")), 1);
        assert_eq!(found("1577836800000 12800138000 0x13800138000 v13800138000.5"), 0);
    }
}
