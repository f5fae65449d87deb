//! From what is written to what it means: every mistake of every file at once.

mod entry;
mod guard;

use std::{collections::BTreeMap, sync::Arc};

use hashbrown::{HashMap, HashSet};
use parcel::{Bilingual, Request};

use self::entry::Partner;
use super::{
    entry::Entry,
    fold::folded,
    mixed::Mixable,
    pattern::Patterns,
    place::Beside,
    source::{RawClass, RawFile, RawList, Word},
};
use crate::Diagnostic;

/// A catalogue whose texts were checked.
#[derive(Debug, Default)]
pub(super) struct Checked {
    pub(super) edition: Option<String>,
    pub(super) entries: Vec<Entry>,
    /// Classes that each group of innocent words holds for; empty: all.
    pub(super) innocent: Vec<Vec<String>>,
    pub(super) patterns: Patterns,
    pub(super) beside: Beside,
    /// By group of partner words, folded: the words that make a name whole right after it.
    pub(super) after: Vec<Vec<String>>,
    ids: HashSet<Arc<str>>,
    /// Names to look for by their sound: entry and name.
    pub(super) sounded: Vec<(usize, usize)>,
    /// Names that may be written in both scripts.
    pub(super) mixable: Vec<Mixable>,
    pub(super) examples: Vec<Example>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// A text with what the catalogue says must come of it.
#[derive(Clone, Debug)]
pub(super) struct Example {
    pub(super) text: String,
    pub(super) expected: Expected,
    /// The file with its content, and where it is written there, in bytes.
    file: Arc<(String, String)>,
    offset: usize,
}

impl Example {
    /// That something else came of it.
    pub(super) fn fails(&self) -> Diagnostic {
        let zh = format!("示例“{}”的结果与目录所写不符", self.text);
        let en = format!("the example {} does not give what the catalogue says", self.text);
        let (file, content) = &*self.file;
        Diagnostic::at(file, content, self.offset, "example_fails", Bilingual { zh, en })
    }
}

/// What must come of an example.
#[derive(Clone, Debug)]
pub(super) enum Expected {
    /// This entry, by a lawful use or not.
    Hit { entry: Arc<str>, lawful: bool },
    /// Any entry.
    Something,
    /// Nothing.
    Nothing,
}

/// A file that could be read.
struct Parsed<'a> {
    file: &'a str,
    content: &'a str,
    /// Both, for those who outlive the reading.
    kept: Arc<(String, String)>,
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
    let mut partners: Vec<_> = tables.partners.values().collect();
    partners.sort_by_key(|partner| partner.place());
    for partner in partners {
        partner.add(&mut checked);
    }
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
        Ok(raw) => Some(Parsed { file, content, kept: Arc::new((file.to_owned(), content.to_owned())), raw }),
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
    parts: HashMap<char, Vec<String>>,
    unsounded: Vec<String>,
    partners: BTreeMap<&'a str, Partner>,
}

impl<'a> Tables<'a> {
    fn gather(files: &'a [Parsed<'_>], checked: &mut Checked) -> Self {
        let (mut lists, mut classes, mut requests) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let (mut parts, mut unsounded, mut partners) = (HashMap::new(), Vec::new(), BTreeMap::new());
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
            for partner in &file.raw.partner {
                let group = Partner::of(partner, partners.len());
                if partners.insert(partner.id.get_ref().as_str(), group).is_some() {
                    checked.diagnostics.push(repeated(file, &partner.id));
                }
            }
            let parts_of = |(letter, parts): (&char, &String)| (*letter, parts.split('|').map(folded).collect());
            parts.extend(file.raw.parts.iter().map(parts_of));
            unsounded.extend(file.raw.unsounded.iter().map(|word| folded(word)));
            checked.beside.given.extend(file.raw.given.iter().map(|word| folded(word)));
            checked.beside.tails.extend(file.raw.tails.iter().map(|word| folded(word)));
            checked.beside.before.extend(file.raw.beside.before.iter().map(|word| folded(word)));
            checked.beside.after.extend(file.raw.beside.after.iter().map(|word| folded(word)));
        }
        Self { lists, classes, requests, parts, unsounded, partners }
    }
}

fn add_examples(file: &Parsed<'_>, examples: &[Word], expected: &Expected, checked: &mut Checked) {
    for example in examples {
        let (text, expected) = (example.get_ref().clone(), expected.clone());
        let (file, offset) = (file.kept.clone(), example.span().start);
        checked.examples.push(Example { text, expected, file, offset });
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
