//! Innocent words: what says that a text does not name the thing, and what says that it does all the same.

use super::{Checked, Expected, Parsed, add_examples, unknown};
use crate::goods::{
    entry::lies_under,
    pattern::{Manner, Spelling, Target},
    source::RawGuard,
};

/// Adds every group of innocent words of a file.
pub(super) fn add_all(file: &Parsed<'_>, checked: &mut Checked) {
    let groups = [
        (Manner::Covers, &file.raw.guard),
        (Manner::InLine, &file.raw.context),
        (Manner::Crosses, &file.raw.crossing),
        (Manner::Follows, &file.raw.after),
        (Manner::Precedes, &file.raw.before),
        (Manner::Heads, &file.raw.head),
    ];
    for (manner, guards) in groups {
        for guard in guards {
            let place = checked.innocent.len();
            add(file, guard, Target::Innocent(manner, place), &Expected::Nothing, checked);
        }
    }
    for words in &file.raw.despite {
        add(file, words, Target::Despite(checked.innocent.len()), &Expected::Something, checked);
    }
}

fn add(file: &Parsed<'_>, guard: &RawGuard, target: Target, expected: &Expected, checked: &mut Checked) {
    if guard.examples.is_empty() {
        let (zh, en) = ("排除词须附示例".to_owned(), "innocent words need an example at least".to_owned());
        checked.diagnostics.push(file.at(&guard.id, "no_example", zh, en));
    }
    for class in &guard.over {
        if !checked.entries.iter().any(|entry| lies_under(&entry.class, class.get_ref())) {
            checked.diagnostics.push(unknown(file, class, "unknown_class", "类别", "class"));
        }
    }
    for word in &guard.words {
        let spelling = Spelling::of(word.get_ref());
        if let Some(entry) = checked.patterns.named(spelling.text()) {
            let (id, name) = (&checked.entries[entry].id, word.get_ref());
            let (zh, en) = (format!("“{name}”同时是条目 {id} 的名称"), format!("{name} is a name of {id} too"));
            checked.diagnostics.push(file.at(word, "guards_a_name", zh, en));
        }
        checked.patterns.add_spelling(&spelling, target, None, false, None);
    }
    add_examples(file, &guard.examples, expected, checked);
    checked.innocent.push(guard.over.iter().map(|class| class.get_ref().clone()).collect());
}
