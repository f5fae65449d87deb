//! From what is written to what it means: every mistake of every file at once.

mod guard;

use std::{collections::BTreeMap, sync::Arc};

use parcel::{Bilingual, HintEffect, Provision, Request};

use super::{
    entry::{Entry, Name},
    fold::{FoldKind, folded},
    pattern::{Patterns, Target, pinyin_spellings, split_spellings},
    place::Beside,
    source::{RawClass, RawEntry, RawFile, RawList, RawTable, Status, Word},
};
use crate::Diagnostic;

/// Letters that a name must have: Chinese, and Latin.
const HAN_LETTERS_MIN: usize = 2;
const LATIN_LETTERS_MIN: usize = 3;

/// A catalogue whose texts were checked.
#[derive(Debug, Default)]
pub(super) struct Checked {
    pub(super) edition: Option<String>,
    pub(super) entries: Vec<Entry>,
    /// Classes that each group of innocent words holds for; empty: all.
    pub(super) innocent: Vec<Vec<String>>,
    pub(super) patterns: Patterns,
    pub(super) beside: Beside,
    pub(super) examples: Vec<Example>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// A text with what the catalogue says must come of it.
#[derive(Clone, Debug)]
pub(super) struct Example {
    pub(super) text: String,
    pub(super) expected: Expected,
    /// Where it is written.
    pub(super) at: Diagnostic,
}

/// What must come of an example.
#[derive(Clone, Debug)]
pub(super) enum Expected {
    /// This entry, by a lawful use or not.
    Hit { entry: Arc<str>, lawful: bool },
    /// Nothing.
    Nothing,
}

/// A file that could be read.
struct Parsed<'a> {
    file: &'a str,
    content: &'a str,
    raw: RawFile,
}

impl Parsed<'_> {
    fn at(&self, word: &Word, code: &'static str, zh: String, en: String) -> Diagnostic {
        Diagnostic::at(self.file, self.content, word.span().start, code, Bilingual { zh, en })
    }
}

/// Reads and checks every file.
pub(super) fn check(texts: &[(&str, &str)]) -> Checked {
    let mut checked = Checked::default();
    let files: Vec<Parsed<'_>> =
        texts.iter().filter_map(|(file, content)| parse(file, content, &mut checked.diagnostics)).collect();
    let tables = Tables::gather(&files, &mut checked);
    for file in &files {
        for entry in &file.raw.entry {
            tables.add_entry(file, entry, &mut checked);
        }
        for table in &file.raw.table {
            tables.add_table(file, table, &mut checked);
        }
    }
    for file in &files {
        guard::add_all(file, &mut checked);
    }
    if checked.edition.is_none() && checked.diagnostics.is_empty() {
        let message =
            Bilingual::new("缺少目录版本（edition）", "no file says the edition, e.g. edition = \"2026-11-22\"");
        checked.diagnostics.push(Diagnostic::at("", "", 0, "missing_edition", message));
    }
    checked
}

fn parse<'a>(file: &'a str, content: &'a str, diagnostics: &mut Vec<Diagnostic>) -> Option<Parsed<'a>> {
    match toml::from_str(content) {
        Ok(raw) => Some(Parsed { file, content, raw }),
        Err(error) => {
            let message = Bilingual::new(format!("文件无法读取：{}", error.message()), error.message());
            let offset = error.span().map_or(0, |span| span.start);
            diagnostics.push(Diagnostic::at(file, content, offset, "unreadable", message));
            None
        }
    }
}

/// What entries refer to, from all files.
struct Tables<'a> {
    lists: BTreeMap<&'a str, &'a RawList>,
    classes: BTreeMap<&'a str, &'a RawClass>,
    requests: BTreeMap<&'a str, Arc<Request>>,
    sounds: BTreeMap<char, String>,
    parts: BTreeMap<char, String>,
}

impl<'a> Tables<'a> {
    fn gather(files: &'a [Parsed<'_>], checked: &mut Checked) -> Self {
        let (mut lists, mut classes, mut requests) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let (mut sounds, mut parts) = (BTreeMap::new(), BTreeMap::new());
        for file in files {
            for list in &file.raw.list {
                if lists.insert(list.id.get_ref().as_str(), list).is_some() {
                    checked.diagnostics.push(repeated(file, &list.id));
                }
            }
            for class in &file.raw.class {
                let request = Arc::new(Request { asks: class.asks, remedy: class.remedy.clone() });
                requests.insert(class.id.get_ref().as_str(), request);
                if classes.insert(class.id.get_ref().as_str(), class).is_some() {
                    checked.diagnostics.push(repeated(file, &class.id));
                }
            }
            if let Some(edition) = &file.raw.edition
                && checked.edition.replace(edition.get_ref().clone()).is_some()
            {
                checked.diagnostics.push(repeated(file, edition));
            }
            for (sound, letters) in &file.raw.sounds {
                sounds.extend(letters.chars().map(|letter| (letter, sound.clone())));
            }
            parts.extend(file.raw.parts.clone());
            checked.beside.before.extend(file.raw.beside.before.iter().map(|word| folded(word)));
            checked.beside.after.extend(file.raw.beside.after.iter().map(|word| folded(word)));
        }
        Self { lists, classes, requests, sounds, parts }
    }

    fn add_table(&self, file: &Parsed<'_>, table: &RawTable, checked: &mut Checked) {
        let (class, list) = (self.class(file, &table.class, checked), self.list(file, &table.list, checked));
        let (Some(class), Some(list)) = (class, list) else { return };
        for row in &table.rows {
            let mut fields = row.get_ref().split('|').map(str::trim);
            let id = fields.next().unwrap_or_default();
            let names: Vec<(Status, &str, &Word)> = fields.map(|name| (table.status, name, row)).collect();
            let id = toml::Spanned::new(row.span(), id.to_owned());
            self.add(
                file,
                &Heading { id: &id, class, list, version: 1, from: None, until: None },
                &names,
                &[],
                checked,
            );
        }
    }

    fn add_entry(&self, file: &Parsed<'_>, raw: &RawEntry, checked: &mut Checked) {
        let (class, list) = (self.class(file, &raw.class, checked), self.list(file, &raw.list, checked));
        let (Some(class), Some(list)) = (class, list) else { return };
        let heading = Heading { id: &raw.id, class, list, version: raw.version, from: raw.from, until: raw.until };
        let statuses = [
            (Status::Official, &raw.official),
            (Status::Trade, &raw.trade),
            (Status::Common, &raw.common),
            (Status::Slang, &raw.slang),
            (Status::Weak, &raw.weak),
        ];
        let names = statuses.into_iter().flat_map(|(status, words)| words.iter().map(move |word| (status, word)));
        let names: Vec<_> = names.map(|(status, word)| (status, word.get_ref().as_str(), word)).collect();
        if let Some(place) = self.add(file, &heading, &names, &raw.alone, checked) {
            add_spellings(raw, place, checked);
            add_lawful(file, raw, place, checked);
        }
    }

    fn class(&self, file: &Parsed<'_>, id: &Word, checked: &mut Checked) -> Option<&'a RawClass> {
        let class = self.classes.get(id.get_ref().as_str()).copied();
        if class.is_none() {
            checked.diagnostics.push(unknown(file, id, "unknown_class", "类别", "class"));
        }
        class
    }

    fn list(&self, file: &Parsed<'_>, id: &Word, checked: &mut Checked) -> Option<&'a RawList> {
        let list = self.lists.get(id.get_ref().as_str()).copied();
        if list.is_none() {
            checked.diagnostics.push(unknown(file, id, "unknown_list", "名录", "list"));
        }
        list
    }

    /// Adds an entry with its names; returns its place.
    fn add(
        &self,
        file: &Parsed<'_>,
        heading: &Heading<'_>,
        names: &[(Status, &str, &Word)],
        alone: &[Word],
        checked: &mut Checked,
    ) -> Option<usize> {
        let id = heading.id.get_ref();
        if id.is_empty() || names.is_empty() {
            let (zh, en) =
                ("条目须有编号和至少一个名称".to_owned(), "an entry needs an id and a name at least".to_owned());
            checked.diagnostics.push(file.at(heading.id, "empty_entry", zh, en));
            return None;
        }
        if checked.entries.iter().any(|entry| *entry.id == **id) {
            checked.diagnostics.push(repeated(file, heading.id));
            return None;
        }
        let place = checked.entries.len();
        let request = self.requests[heading.class.id.get_ref().as_str()].clone();
        checked.entries.push(heading.entry(names, request));
        for (number, (_, name, word)) in names.iter().enumerate() {
            let alone = alone.iter().any(|alone| alone.get_ref() == name);
            add_name(file, name, word, Target::Name(place, number), alone, checked);
        }
        for (number, (_, name, _)) in names.iter().enumerate() {
            let target = Target::Name(place, number);
            for spelling in split_spellings(name, &self.parts) {
                checked.patterns.add_made(&spelling, target, FoldKind::Split, false);
            }
            for spelling in pinyin_spellings(name, &self.sounds) {
                checked.patterns.add_made(&spelling, target, FoldKind::Pinyin, false);
            }
        }
        for word in alone.iter().filter(|word| !names.iter().any(|(_, name, _)| name == word.get_ref())) {
            checked.diagnostics.push(unknown(file, word, "unknown_name", "名称", "name of this entry"));
        }
        Some(place)
    }
}

fn add_name(file: &Parsed<'_>, name: &str, word: &Word, target: Target, alone: bool, checked: &mut Checked) {
    let folded = folded(name);
    let han = folded.chars().filter(|letter| !letter.is_ascii()).count();
    let letters = folded.chars().count();
    if !alone && (letters < LATIN_LETTERS_MIN && han == 0 || letters < HAN_LETTERS_MIN) {
        let zh = format!("名称“{name}”过短：汉字名称至少两字，拉丁字母名称至少三个字母，或者列入 alone");
        let en =
            format!("the name {name} is too short: 2 Chinese characters or 3 Latin letters at least, or under `alone`");
        checked.diagnostics.push(file.at(word, "too_short", zh, en));
    } else if let Some(other) = checked.patterns.named(name) {
        let other = &checked.entries[other].id;
        let (zh, en) = (format!("名称“{name}”已见于条目 {other}"), format!("{name} is a name of {other} already"));
        checked.diagnostics.push(file.at(word, "repeated_name", zh, en));
    } else {
        checked.patterns.add(name, target, None, alone);
    }
}

fn add_spellings(raw: &RawEntry, place: usize, checked: &mut Checked) {
    for spelling in &raw.spelled {
        checked.patterns.add_made(spelling.get_ref(), Target::Name(place, 0), FoldKind::Spelling, false);
    }
}

fn add_lawful(file: &Parsed<'_>, raw: &RawEntry, place: usize, checked: &mut Checked) {
    let entry = checked.entries[place].id.clone();
    for (number, lawful) in raw.lawful.iter().enumerate() {
        let request = Request { asks: parcel::Ask::Look, remedy: lawful.remedy.clone() };
        checked.entries[place].lawful.push(Arc::new(request));
        for word in &lawful.words {
            checked.patterns.add(word.get_ref(), Target::Lawful(place, number), None, false);
        }
        let expected = Expected::Hit { entry: entry.clone(), lawful: true };
        add_examples(file, &lawful.examples, &expected, checked);
    }
    add_examples(file, &raw.examples, &Expected::Hit { entry, lawful: false }, checked);
}

fn add_examples(file: &Parsed<'_>, examples: &[Word], expected: &Expected, checked: &mut Checked) {
    for example in examples {
        let zh = format!("示例“{}”的结果与目录所写不符", example.get_ref());
        let en = format!("the example {} does not give what the catalogue says", example.get_ref());
        let at = file.at(example, "example_fails", zh, en);
        checked.examples.push(Example { text: example.get_ref().clone(), expected: expected.clone(), at });
    }
}

fn repeated(file: &Parsed<'_>, word: &Word) -> Diagnostic {
    let id = word.get_ref();
    file.at(word, "repeated_id", format!("编号 {id} 重复出现"), format!("the id {id} appears more than once"))
}

fn unknown(file: &Parsed<'_>, word: &Word, code: &'static str, zh: &str, en: &str) -> Diagnostic {
    let id = word.get_ref();
    file.at(word, code, format!("没有名为“{id}”的{zh}"), format!("there is no {en} {id}"))
}

/// What stands over the names of an entry.
struct Heading<'a> {
    id: &'a Word,
    class: &'a RawClass,
    list: &'a RawList,
    version: u32,
    from: Option<parcel::Day>,
    until: Option<parcel::Day>,
}

impl Heading<'_> {
    fn entry(&self, names: &[(Status, &str, &Word)], request: Arc<Request>) -> Entry {
        let names: Vec<Name> =
            names.iter().map(|(status, text, _)| Name { text: (*text).to_owned(), status: *status }).collect();
        let is_chinese = |name: &&Name| name.text.chars().any(|letter| letter >= '\u{2E80}');
        let chinese = names.iter().find(is_chinese).unwrap_or(&names[0]);
        let english = names.iter().find(|name| !is_chinese(name)).unwrap_or(&names[0]);
        let title = &self.class.title;
        let message = Bilingual::new(
            format!("申报品名可能指“{}”（{}）", chinese.text, title.zh),
            format!("the declared name may stand for \"{}\" ({})", english.text, title.en),
        );
        let RawList { source, edition, verified, .. } = self.list;
        let unverified = if *verified { "" } else { ", unverified" };
        let provision = Provision {
            rule: format!("goods.{}", self.id.get_ref()),
            version: self.version,
            message,
            source: format!("{source}, edition {edition}{unverified}"),
        };
        Entry {
            id: self.id.get_ref().as_str().into(),
            class: self.class.id.get_ref().as_str().into(),
            provision: Arc::new(provision),
            effect: HintEffect::Inspect(request),
            lawful: Vec::new(),
            from: self.from,
            until: self.until,
            names,
        }
    }
}
