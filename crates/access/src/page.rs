//! The table of rights as a page of the documentation.

use std::fmt::Write as _;

use crate::{BoundKind, Role, table, table::Reach};

const HEAD: &str = "# Who may do what

Made from `crates/access/data/roles.toml`; a test compares the two.
`access::may` is the one place that decides, below the interface and the console alike.

- **own**: within the own operators (clerk, compliance officer), regions (inspector) or office (case officer, case manager) of the account or key; what belongs to none of them is refused.
- **all**: everywhere.
- *recorded*: each time is written down with who and when, readings too.
- *person*: never by a machine's key.
- *two people*: a second account must agree.
- *no letters*: refused for letters, whoever asks (Constitution art. 40, Postal Law art. 3).

An account or key has one role.
Where no account or key was ever made, whoever is on the machine itself may send records, see what to do with an item, and see an item; making the first account or key closes that.

";

/// The page, in Markdown.
pub fn page() -> String {
    let mut page = HEAD.to_owned();
    let roles: Vec<_> = Role::ALL.iter().map(|role| role.name()).collect();
    let names: Vec<_> = roles.iter().map(|name| format!("{}<br>{}", name.en, name.zh)).collect();
    _ = writeln!(page, "| action | what | {} | needs |", names.join(" | "));
    _ = writeln!(page, "|---|---|{}---|", "---|".repeat(roles.len()));
    for row in table::rows() {
        let cells: Vec<_> = Role::ALL.iter().map(|role| cell(row.reach(*role))).collect();
        let what = format!("{}<br>{}", row.name.en, row.name.zh);
        _ = writeln!(page, "| `{}` | {what} | {} | {} |", row.action, cells.join(" | "), needs(row));
    }
    page.push_str("\n## What bounds a role\n\n| role | own |\n|---|---|\n");
    for role in Role::ALL {
        let bound = match role.bound() {
            BoundKind::Operator => "its operators",
            BoundKind::Region => "its regions, with everything in them",
            BoundKind::Office => "the cases of its office",
            BoundKind::Nothing => "–",
        };
        _ = writeln!(page, "| `{role}` | {bound} |");
    }
    page
}

fn cell(reach: Reach) -> &'static str {
    match reach {
        Reach::No => "–",
        Reach::Own => "own",
        Reach::All => "all",
    }
}

fn needs(row: &table::ActionRow) -> String {
    let needs = [
        (row.is_recorded, "recorded"),
        (row.needs_person, "person"),
        (row.needs_two_people, "two people"),
        (row.spares_letters, "no letters"),
    ];
    needs.into_iter().filter(|(holds, _)| *holds).map(|(_, word)| word).collect::<Vec<_>>().join(", ")
}
