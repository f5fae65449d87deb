//! Innocent words: what says that a text does not name the thing.

use super::{Checked, Expected, Parsed, add_examples, unknown};
use crate::goods::{
    entry::lies_under,
    pattern::{Manner, Target},
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
    ];
    for (manner, guards) in groups {
        for guard in guards {
            add(file, guard, manner, checked);
        }
    }
}

fn add(file: &Parsed<'_>, guard: &RawGuard, manner: Manner, checked: &mut Checked) {
    if guard.examples.is_empty() {
        let (zh, en) = ("排除词须附示例".to_owned(), "innocent words need an example at least".to_owned());
        checked.diagnostics.push(file.at(&guard.id, "no_example", zh, en));
    }
    for class in &guard.over {
        if !checked.entries.iter().any(|entry| lies_under(&entry.class, class.get_ref())) {
            checked.diagnostics.push(unknown(file, class, "unknown_class", "类别", "class"));
        }
    }
    let target = Target::Innocent(manner, checked.innocent.len());
    for word in &guard.words {
        if let Some(entry) = checked.patterns.named(word.get_ref()) {
            let (id, name) = (&checked.entries[entry].id, word.get_ref());
            let (zh, en) = (format!("“{name}”同时是条目 {id} 的名称"), format!("{name} is a name of {id} too"));
            checked.diagnostics.push(file.at(word, "guards_a_name", zh, en));
        }
        checked.patterns.add(word.get_ref(), target, None, false);
    }
    add_examples(file, &guard.examples, &Expected::Nothing, checked);
    checked.innocent.push(guard.over.iter().map(|class| class.get_ref().clone()).collect());
}
