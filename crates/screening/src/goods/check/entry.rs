//! Entries: what a thing is called, and every spelling that is looked for on account of it.

use std::sync::Arc;

use parcel::{Bilingual, HintEffect, Provision, Request};

use super::{Checked, Expected, Parsed, Tables, add_examples, repeated, unknown};
use crate::goods::{
    entry::{Entry, Name},
    fold::{FoldKind, folded},
    mixed::Mixable,
    pattern::{Spelling, Target, may_be_mixed, split_spellings, whole_sound},
    source::{RawClass, RawEntry, RawList, RawPartner, RawTable, Status, Word},
};

/// Letters that a name must have: Chinese, and Latin.
const HAN_LETTERS_MIN: usize = 2;
const LATIN_LETTERS_MIN: usize = 3;
/// What stands between a name and the words that it needs in the same line.
const NEEDS: &str = " + ";

/// Words of which one must stand in the same line as a name.
#[derive(Debug)]
pub(super) struct Partner {
    place: usize,
    words: Arc<[String]>,
    after: Vec<String>,
}

impl Partner {
    pub(super) fn of(raw: &RawPartner, place: usize) -> Self {
        Self {
            place,
            words: raw.words.iter().map(|word| word.get_ref().clone()).collect(),
            after: raw.after.iter().map(|word| folded(word)).collect(),
        }
    }

    pub(super) fn place(&self) -> usize {
        self.place
    }

    pub(super) fn add(&self, checked: &mut Checked) {
        for word in self.words.iter() {
            checked.patterns.add(word, Target::Partner(self.place), None, false);
        }
        checked.after.push(self.after.clone());
    }
}

/// A name as it is written down, and what it needs beside it.
struct Written<'a> {
    status: Status,
    text: &'a str,
    spelling: Spelling,
    partner: Option<&'a Partner>,
    word: &'a Word,
}

impl Written<'_> {
    fn needs(&self) -> Option<usize> {
        self.partner.map(|partner| partner.place)
    }
}

impl Tables<'_> {
    pub(super) fn add_table(&self, file: &Parsed<'_>, table: &RawTable, checked: &mut Checked) {
        let (class, list) = (self.class(file, &table.class, checked), self.list(file, &table.list, checked));
        let (Some(class), Some(list)) = (class, list) else { return };
        for row in &table.rows {
            let mut fields = row.get_ref().split('|').map(str::trim);
            let id = fields.next().unwrap_or_default();
            let names: Vec<_> = fields.map(|name| self.written(file, table.status, name, row, checked)).collect();
            let id = toml::Spanned::new(row.span(), id.to_owned());
            let heading = Heading {
                id: &id,
                class,
                list,
                version: 1,
                from: None,
                until: None,
                renew_by: list.renew_by,
                is_row: true,
            };
            self.add(file, &heading, &names, &[], checked);
        }
    }

    pub(super) fn add_entry(&self, file: &Parsed<'_>, raw: &RawEntry, checked: &mut Checked) {
        let (class, list) = (self.class(file, &raw.class, checked), self.list(file, &raw.list, checked));
        let (Some(class), Some(list)) = (class, list) else { return };
        let RawEntry { id, version, from, until, .. } = raw;
        let renew_by = raw.renew_by.or(list.renew_by);
        let heading =
            Heading { id, class, list, version: *version, from: *from, until: *until, renew_by, is_row: false };
        let statuses = [
            (Status::Official, &raw.official),
            (Status::Trade, &raw.trade),
            (Status::Common, &raw.common),
            (Status::Slang, &raw.slang),
            (Status::Weak, &raw.weak),
        ];
        let names = statuses.into_iter().flat_map(|(status, words)| words.iter().map(move |word| (status, word)));
        let names: Vec<_> =
            names.map(|(status, word)| self.written(file, status, word.get_ref(), word, checked)).collect();
        if let Some(place) = self.add(file, &heading, &names, &raw.alone, checked) {
            add_spellings(raw, place, checked);
            add_lawful(file, raw, place, checked);
        }
    }

    fn written<'a>(
        &'a self,
        file: &Parsed<'_>,
        status: Status,
        text: &'a str,
        word: &'a Word,
        checked: &mut Checked,
    ) -> Written<'a> {
        let (text, id) = text.split_once(NEEDS).map_or((text, None), |(text, id)| (text, Some(id)));
        let partner = id.and_then(|id| self.partners.get(id));
        if let (Some(id), None) = (id, partner) {
            let (zh, en) = (format!("没有名为“{id}”的同行词组"), format!("there are no partner words {id}"));
            checked.diagnostics.push(file.at(word, "unknown_partner", zh, en));
        }
        Written { status, text, spelling: Spelling::of(text), partner, word }
    }

    fn class(&self, file: &Parsed<'_>, id: &Word, checked: &mut Checked) -> Option<&RawClass> {
        let class = self.classes.get(id.get_ref().as_str()).copied();
        if class.is_none() {
            checked.diagnostics.push(unknown(file, id, "unknown_class", "类别", "class"));
        }
        class
    }

    fn list(&self, file: &Parsed<'_>, id: &Word, checked: &mut Checked) -> Option<&RawList> {
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
        names: &[Written<'_>],
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
        if !checked.ids.insert(id.as_str().into()) {
            checked.diagnostics.push(repeated(file, heading.id));
            return None;
        }
        let place = checked.entries.len();
        let request = self.requests[heading.class.id.get_ref().as_str()].clone();
        checked.entries.push(heading.entry(names, request));
        for (number, name) in names.iter().enumerate() {
            let alone = alone.iter().any(|alone| alone.get_ref() == name.text);
            add_name(file, name, Target::Name(place, number), alone, checked);
        }
        for (number, name) in names.iter().enumerate() {
            self.add_made(name, Target::Name(place, number), heading.class.sounded, checked);
            let is_plain = !alone.iter().any(|alone| alone.get_ref() == name.text) && name.partner.is_none();
            // Names of two characters in rows are many and rare: by their sound they would be found in other words.
            let is_long = !heading.is_row || name.text.chars().nth(2).is_some();
            if heading.class.sounded && is_plain && is_long && name.status != Status::Weak {
                checked.sounded.push((place, number));
            }
        }
        for word in alone.iter().filter(|word| !names.iter().any(|name| name.text == word.get_ref())) {
            checked.diagnostics.push(unknown(file, word, "unknown_name", "名称", "name of this entry"));
        }
        Some(place)
    }

    /// Adds the spellings that are made from a name.
    fn add_made(&self, name: &Written<'_>, target: Target, sounded: bool, checked: &mut Checked) {
        let letters: Vec<char> = name.spelling.text().chars().collect();
        for spelling in split_spellings(&letters, &self.parts) {
            checked.patterns.add_made(&spelling, target, FoldKind::Split, name.needs());
        }
        let sound = whole_sound(&letters).filter(|_| sounded);
        if let Some(spelling) = sound.filter(|sound| !self.unsounded.iter().any(|word| word == sound.text())) {
            checked.patterns.add_made(&spelling, target, FoldKind::Pinyin, name.needs());
        }
        if let Target::Name(entry, number) = target
            && !name.spelling.is_latin()
            && may_be_mixed(letters.len())
        {
            checked.mixable.push(Mixable { entry, name: number, needs: name.needs() });
        }
    }
}

fn add_name(file: &Parsed<'_>, name: &Written<'_>, target: Target, alone: bool, checked: &mut Checked) {
    let (text, folded) = (name.text, name.spelling.text());
    let han = folded.chars().filter(|letter| !letter.is_ascii()).count();
    let letters = folded.chars().count();
    let free = alone || name.partner.is_some() && letters > 0;
    if !free && (letters < LATIN_LETTERS_MIN && han == 0 || letters < HAN_LETTERS_MIN) {
        let zh = format!("名称“{text}”过短：汉字名称至少两字，拉丁字母名称至少三个字母，或者列入 alone");
        let en =
            format!("the name {text} is too short: 2 Chinese characters or 3 Latin letters at least, or under `alone`");
        checked.diagnostics.push(file.at(name.word, "too_short", zh, en));
    } else if let Some(other) = checked.patterns.named(folded).filter(|_| name.partner.is_none()) {
        let other = &checked.entries[other].id;
        let (zh, en) = (format!("名称“{text}”已见于条目 {other}"), format!("{text} is a name of {other} already"));
        checked.diagnostics.push(file.at(name.word, "repeated_name", zh, en));
    } else {
        checked.patterns.add_spelling(&name.spelling, target, None, alone, name.needs());
    }
}

fn add_spellings(raw: &RawEntry, place: usize, checked: &mut Checked) {
    for spelling in &raw.spelled {
        checked.patterns.add_made(&Spelling::of(spelling.get_ref()), Target::Name(place, 0), FoldKind::Spelling, None);
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

/// What stands over the names of an entry.
struct Heading<'a> {
    id: &'a Word,
    class: &'a RawClass,
    list: &'a RawList,
    version: u32,
    from: Option<parcel::Day>,
    until: Option<parcel::Day>,
    renew_by: Option<parcel::Day>,
    is_row: bool,
}

impl Heading<'_> {
    fn entry(&self, names: &[Written<'_>], request: Arc<Request>) -> Entry {
        let name = |name: &Written<'_>| {
            let beside = name.partner.map(|partner| partner.words.clone());
            Name { text: name.text.to_owned(), status: name.status, beside }
        };
        let names: Vec<Name> = names.iter().map(name).collect();
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
            renew_by: self.renew_by,
            names,
        }
    }
}
