//! From the text of a formula to its sums.

use parcel::Bilingual;

use super::{Formula, PARTS_MAX, Part, Sum, When};

/// Longest text that is read.
const LENGTH_MAX: usize = 400;

pub(super) fn formula(text: &str) -> Result<Formula, Bilingual> {
    if text.len() > LENGTH_MAX {
        return Err(wrong("公式过长，至多400个字符", "the formula is too long: at most 400 characters"));
    }
    let mut parts = Vec::new();
    let (rest, less_one) = match text.trim().strip_suffix("- 1") {
        Some(rest) => (rest.trim(), true),
        None => (text.trim(), false),
    };
    let (above, below) = match rest.split_once('/') {
        Some((above, below)) => (above, Some(below)),
        None => (rest, None),
    };
    if less_one && below.is_none() {
        return Err(wrong("“- 1”只能跟在商之后", "\"- 1\" may only follow a quotient"));
    }
    let above = sum(above, below.is_some(), &mut parts)?;
    let below = below.map(|below| sum(below, true, &mut parts)).transpose()?;
    if parts.len() > PARTS_MAX {
        return Err(wrong("公式至多有8个组成部分", "a formula has at most 8 parts"));
    }
    Ok(Formula { text: text.trim().to_owned(), parts, above, below, less_one })
}

fn wrong(zh: &str, en: &str) -> Bilingual {
    Bilingual::new(zh, en)
}

/// Terms joined by ` + ` and ` - `; beside a quotient several terms stand in parentheses.
fn sum(text: &str, beside_quotient: bool, parts: &mut Vec<Part>) -> Result<Sum, Bilingual> {
    let text = text.trim();
    let inner = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    if inner.is_none() && beside_quotient && text.contains(' ') {
        return Err(wrong("商的两边若有多项，须加括号", "several terms beside a quotient stand in parentheses"));
    }
    let mut sign = Some(1);
    let mut sum = Sum::new();
    for word in inner.unwrap_or(text).split_whitespace() {
        sign = match (sign, word) {
            (None, "+") => Some(1),
            (None, "-") => Some(-1),
            (Some(sign), word) => {
                sum.push((sign, index(part(word)?, parts)));
                None
            }
            (None, word) => {
                return Err(wrong(
                    &format!("“{word}”之前应为“+”或“-”，两边有空格"),
                    &format!("before \"{word}\" there must be \"+\" or \"-\" with spaces around it"),
                ));
            }
        };
    }
    if sign.is_some() {
        return Err(wrong("和的末尾缺少一项", "a sum ends without a term"));
    }
    Ok(sum)
}

fn part(word: &str) -> Result<Part, Bilingual> {
    let of = |prefix: &str| word.strip_prefix(prefix).and_then(|rest| rest.strip_suffix(')'));
    let (series, when) = match (of("before("), of("earlier-years(")) {
        (Some(series), _) => (series, When::YearBefore),
        (_, Some(series)) => (series, When::EarlierYears),
        _ => (word, When::Same),
    };
    let named = series.starts_with(|letter: char| letter.is_ascii_lowercase())
        && series.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-');
    if !named {
        return Err(wrong(
            &format!("“{word}”不是指标名；可通过：arrested、before(arrested)、earlier-years(arrested)"),
            &format!("\"{word}\" is no series; would pass: arrested, before(arrested), earlier-years(arrested)"),
        ));
    }
    Ok(Part { series: series.to_owned(), when })
}

/// Where the part stands among the parts, each once.
fn index(part: Part, parts: &mut Vec<Part>) -> usize {
    parts.iter().position(|other| *other == part).unwrap_or_else(|| {
        parts.push(part);
        parts.len() - 1
    })
}
