//! Reading TOML with every problem and its place: a section knows which fields were asked for.

use std::{cell::RefCell, ops::Range};

use parcel::Bilingual;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::Diagnostic;

/// Longest text of a field. Unit: bytes.
const TEXT_BYTES_MAX: usize = 8192;

/// Everything that was found wrong so far.
#[derive(Default)]
pub(super) struct Problems(RefCell<Vec<Diagnostic>>);

impl Problems {
    pub(super) fn add(&self, (file, text): (&str, &str), offset: usize, code: &'static str, message: Bilingual) {
        self.0.borrow_mut().push(Diagnostic::at(file, text, offset, code, message));
    }

    /// Everything that was found, in the order of files and places.
    pub(super) fn none(self) -> Result<(), Vec<Diagnostic>> {
        let mut found = self.0.into_inner();
        found.sort_by(|one, other| (&one.file, one.line, one.column).cmp(&(&other.file, other.line, other.column)));
        if found.is_empty() { Ok(()) } else { Err(found) }
    }
}

/// Reads as much of a file as can be read.
pub(super) fn parse<'t>(file: &str, text: &'t str, problems: &Problems) -> DeTable<'t> {
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let message = error.message().to_owned();
        let offset = error.span().map_or(0, |span| span.start);
        let message = Bilingual::new(format!("不是合法的 TOML：{message}"), format!("not TOML: {message}"));
        problems.add((file, text), offset, "not_toml", message);
    }
    table.into_inner()
}

/// A text of a file with its place.
pub(super) struct Located<'d> {
    pub(super) text: &'d str,
    pub(super) span: Range<usize>,
}

/// A table of a file whose fields are asked for one by one.
pub(super) struct Section<'t, 'd> {
    file: &'t str,
    text: &'t str,
    table: &'d DeTable<'t>,
    at: usize,
    asked: Vec<&'static str>,
    problems: &'d Problems,
}

impl<'t, 'd> Section<'t, 'd> {
    pub(super) fn root(file: &'t str, text: &'t str, table: &'d DeTable<'t>, problems: &'d Problems) -> Self {
        Self { file, text, table, at: 0, asked: Vec::new(), problems }
    }

    fn inner(&self, table: &'d DeTable<'t>, at: usize) -> Self {
        Self { table, at, asked: Vec::new(), ..*self }
    }

    /// Adds a problem at a place in bytes.
    pub(super) fn problem(&self, offset: usize, code: &'static str, zh: impl Into<String>, en: impl Into<String>) {
        self.problems.add((self.file, self.text), offset, code, Bilingual::new(zh, en));
    }

    /// Where the section starts, in bytes.
    pub(super) fn start(&self) -> usize {
        self.at
    }

    /// Where a field's value starts, or the section where it is absent.
    pub(super) fn place(&self, name: &str) -> usize {
        self.table.get(name).map_or(self.at, |value| value.span().start)
    }

    /// A field that may be absent.
    pub(super) fn value(&mut self, name: &'static str) -> Option<&'d Spanned<DeValue<'t>>> {
        self.asked.push(name);
        self.table.get(name)
    }

    fn required(&mut self, name: &'static str) -> Option<&'d Spanned<DeValue<'t>>> {
        let value = self.value(name);
        if value.is_none() {
            self.problem(self.at, "missing", format!("缺少字段 {name}"), format!("field {name} is missing"));
        }
        value
    }

    fn wrong(&self, name: &str, value: &Spanned<DeValue<'_>>, zh: &str, en: &str) {
        let offset = value.span().start;
        self.problem(offset, "wrong_type", format!("{name} 须为{zh}"), format!("{name} must be {en}"));
    }

    fn as_text(&self, name: &str, value: &'d Spanned<DeValue<'t>>) -> Option<Located<'d>> {
        let text = value.get_ref().as_str().filter(|text| !text.trim().is_empty() && text.len() <= TEXT_BYTES_MAX);
        if text.is_none() {
            self.wrong(name, value, "非空且不过长的文本", "text that is neither empty nor over-long");
        }
        text.map(|text| Located { text, span: value.span() })
    }

    /// A required text.
    pub(super) fn located(&mut self, name: &'static str) -> Option<Located<'d>> {
        let value = self.required(name)?;
        self.as_text(name, value)
    }

    /// A required text of one line.
    pub(super) fn word(&mut self, name: &'static str) -> Option<&'d str> {
        self.located(name).map(|located| located.text.trim())
    }

    /// A text that may be absent.
    pub(super) fn optional(&mut self, name: &'static str) -> Option<Located<'d>> {
        let value = self.value(name)?;
        self.as_text(name, value)
    }

    /// A required text as a member of a list.
    pub(super) fn choice<T>(
        &mut self,
        name: &'static str,
        list: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let located = self.located(name)?;
        self.member(name, &located, list, read)
    }

    /// A text that may be absent, as a member of a list.
    pub(super) fn optional_choice<T>(
        &mut self,
        name: &'static str,
        list: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let located = self.optional(name)?;
        self.member(name, &located, list, read)
    }

    fn member<T>(&self, name: &str, at: &Located<'_>, list: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let member = read(at.text);
        if member.is_none() {
            let word = at.text;
            self.problem(
                at.span.start,
                "not_in_list",
                format!("{name} 不能是 {word}；可为：{list}"),
                format!("{name} cannot be {word}; what it can be: {list}"),
            );
        }
        member
    }

    /// A whole number in a range that may be absent.
    pub(super) fn optional_number(&mut self, name: &'static str, low: i64, high: i64) -> Option<i64> {
        let value = self.value(name)?;
        let number = value.get_ref().as_integer().and_then(|number| {
            i64::from_str_radix(number.as_str(), number.radix()).ok().filter(|number| (low..=high).contains(number))
        });
        if number.is_none() {
            self.wrong(
                name,
                value,
                &format!(" {low} 至 {high} 的整数"),
                &format!("a whole number from {low} to {high}"),
            );
        }
        number
    }

    /// A required whole number in a range.
    pub(super) fn number(&mut self, name: &'static str, low: i64, high: i64) -> Option<i64> {
        self.required(name)?;
        self.optional_number(name, low, high)
    }

    /// A required pair of whole numbers, the lower first, none above `max`.
    pub(super) fn range(&mut self, name: &'static str, max: u32) -> Option<(u32, u32)> {
        let value = self.required(name)?;
        let number = |member: &Spanned<DeValue<'_>>| {
            let integer = member.get_ref().as_integer()?;
            u32::from_str_radix(integer.as_str(), integer.radix()).ok().filter(|number| *number <= max)
        };
        let list: Vec<_> = value.get_ref().as_array().into_iter().flat_map(|list| list.iter()).collect();
        let pair = match list.as_slice() {
            [low, high] => number(low).zip(number(high)),
            _ => None,
        };
        let pair = pair.filter(|(low, high)| low <= high);
        if pair.is_none() {
            self.wrong(
                name,
                value,
                &format!("两个数 [低, 高]，均在 0 至 {max} 之间"),
                &format!("two numbers [low, high] from 0 to {max}"),
            );
        }
        pair
    }

    /// A yes or no that may be absent.
    pub(super) fn optional_flag(&mut self, name: &'static str) -> Option<bool> {
        if self.table.get(name).is_some() {
            return self.flag(name);
        }
        self.asked.push(name);
        None
    }

    /// A required yes or no.
    pub(super) fn flag(&mut self, name: &'static str) -> Option<bool> {
        let value = self.required(name)?;
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong(name, value, " true 或 false", "true or false");
        }
        flag
    }

    /// A required length of time, e.g. `24h`. Unit of the answer: microseconds.
    pub(super) fn length(&mut self, name: &'static str) -> Option<i64> {
        self.required(name)?;
        self.optional_length(name)
    }

    /// A length of time that may be absent. Unit of the answer: microseconds.
    pub(super) fn optional_length(&mut self, name: &'static str) -> Option<i64> {
        self.optional_choice(name, "0s, 60s, 10m, 24h, 7d", micros)
    }

    /// A required text in both languages.
    pub(super) fn bilingual(&mut self, name: &'static str) -> Option<Bilingual> {
        let mut section = self.required_table(name)?;
        let (zh, en) = (section.word("zh"), section.word("en"));
        section.finish();
        Some(Bilingual::new(zh?, en?))
    }

    pub(super) fn required_table(&mut self, name: &'static str) -> Option<Self> {
        self.required(name)?;
        self.table(name)
    }

    /// A table that may be absent.
    pub(super) fn table(&mut self, name: &'static str) -> Option<Self> {
        let value = self.value(name)?;
        self.as_table(name, value)
    }

    fn as_table(&self, name: &str, value: &'d Spanned<DeValue<'t>>) -> Option<Self> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong(name, value, "表", "a table");
        }
        table.map(|table| self.inner(table, value.span().start))
    }

    /// A list of tables; an absent one is empty.
    pub(super) fn tables(&mut self, name: &'static str) -> Vec<Self> {
        let Some(value) = self.value(name) else { return Vec::new() };
        let Some(list) = value.get_ref().as_array() else {
            self.wrong(name, value, "表的列表", "a list of tables");
            return Vec::new();
        };
        list.iter().filter_map(|member| self.as_table(name, member)).collect()
    }

    /// Every field of the section as a section of its own, with its name and place.
    pub(super) fn entries(&self) -> Vec<(&'d str, usize, Self)> {
        let entry = |(name, value): (&'d Spanned<std::borrow::Cow<'t, str>>, &'d Spanned<DeValue<'t>>)| {
            let section = self.as_table(name.get_ref(), value)?;
            Some((&**name.get_ref(), name.span().start, section))
        };
        self.table.iter().filter_map(entry).collect()
    }

    /// Names every field that nobody asked for: a misspelt field is never silently lost.
    pub(super) fn finish(self) {
        let unknown = self.table.iter().filter(|(name, _)| !self.asked.contains(&&**name.get_ref()));
        for (name, _) in unknown {
            let (offset, name) = (name.span().start, name.get_ref());
            let known = self.asked.join(", ");
            self.problem(
                offset,
                "unknown_field",
                format!("未知字段 {name}；可用：{known}"),
                format!("unknown field {name}; known here: {known}"),
            );
        }
    }
}

/// A length of time as microseconds: a whole number and `s`, `m`, `h` or `d`; at most 400 days.
pub(super) fn micros(text: &str) -> Option<i64> {
    let unit = match text.chars().last()? {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86_400,
        _ => return None,
    };
    let digits = &text[..text.len() - 1];
    let number = digits.bytes().all(|digit| digit.is_ascii_digit()).then(|| digits.parse::<i64>().ok())??;
    let seconds = number.checked_mul(unit).filter(|seconds| *seconds <= 400 * 86_400)?;
    Some(seconds * 1_000_000)
}
