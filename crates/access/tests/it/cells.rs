//! Every cell of role × action × scope, against a second writing of the table by hand.

use std::collections::BTreeSet;

use access::{Action, Principal, PrincipalKind, RefusalCode, Role, Scope, Verdict, may, row};

use crate::make::{bounds, foreign, name, own, person};

/// One letter for each role, in the order of [`Role::ALL`]: clerk, compliance officer, inspector, case officer, case
/// manager, statistician, auditor, administrator. `o` own, `a` all, `.` no.
const EXPECTED: &str = "
    item.submit           o.......
    item.answer           ooooo.a.
    item.read             .oooo.a.
    item.list             .oo.....
    item.override         .o......
    capsule.download      .oooo.a.
    trace.person          .o.o....
    identity.masked       .oooo...
    identity.request      .o.o....
    identity.approve      .o..o...
    inspection.act        .oo.....
    find.record           .oo.....
    find.read             .oooo.a.
    coverage.read         .oo..aa.
    signs.staff           .oo.....
    rectification.order   ..o.....
    rectification.reply   .o......
    probe.plan            ..o.....
    case.read             ...oo.a.
    case.act              ...o....
    case.assign           ....o...
    recommendation.write  ...o....
    recommendation.reply  .oo.....
    figure.read           .aaaaaa.
    figure.acts           ...oo.a.
    bulletin.publish      .....a..
    pack.read             .aaaaaaa
    pack.edit             .aa....a
    pack.backtest         .oo.....
    pack.publish          .aa....a
    audit.read            ......a.
    audit.verify          .aaaaaaa
    account.manage        .......a
";

/// Actions that no machine does.
const BY_PEOPLE: &str = "item.override trace.person identity.request identity.approve inspection.act find.record
    signs.staff rectification.order rectification.reply probe.plan case.act case.assign recommendation.write
    recommendation.reply bulletin.publish pack.edit pack.publish account.manage";

/// Actions that leave letters alone.
const NOT_LETTERS: &str = "trace.person identity.masked identity.request identity.approve inspection.act";

/// Actions that are not written down: what shows nobody, and the machine's own way.
const NOT_RECORDED: &str = "item.submit item.answer find.read coverage.read figure.read pack.read audit.verify";

fn listed(words: &str) -> BTreeSet<Action> {
    words.split_whitespace().map(|word| Action::parse(word).expect(word)).collect()
}

fn cells() -> Vec<(Action, Role, char)> {
    let mut cells = Vec::new();
    for line in EXPECTED.lines().filter(|line| !line.trim().is_empty()) {
        let (word, letters) = line.trim().split_once(' ').unwrap();
        let action = Action::parse(word).unwrap_or_else(|| panic!("{word}"));
        assert_eq!(letters.trim().len(), Role::ALL.len(), "{word}");
        cells.extend(Role::ALL.iter().zip(letters.trim().chars()).map(|(role, letter)| (action, *role, letter)));
    }
    assert_eq!(cells.len(), Action::ALL.len() * Role::ALL.len(), "every cell is expected something");
    cells
}

fn code(verdict: &Verdict) -> Option<RefusalCode> {
    match verdict {
        Verdict::Allowed(_) => None,
        Verdict::Refused(refusal) => Some(refusal.code),
    }
}

#[test]
fn every_cell_is_as_expected_for_own_foreign_and_nobodys() {
    for (action, role, letter) in cells() {
        let who = person("somebody", role);
        let about = |scope: &Scope| code(&may(&who, action, scope));
        let expected = match letter {
            'a' => [None, None, None],
            'o' => [None, Some(RefusalCode::Scope), Some(RefusalCode::Scope)],
            _ => [Some(RefusalCode::Role); 3],
        };
        let found = [about(&own()), about(&foreign()), about(&Scope::everything())];
        assert_eq!(found, expected, "{role} {action}");
    }
}

/// Each role by its own kind of bound: the two others being own as well helps nobody.
#[test]
fn a_role_is_bounded_by_its_own_kind() {
    for (action, role, letter) in cells().into_iter().filter(|(_, _, letter)| *letter == 'o') {
        let who = person("somebody", role);
        let mut scope = own();
        match role {
            Role::Clerk | Role::ComplianceOfficer => scope.operator = foreign().operator,
            Role::Inspector => scope.region = foreign().region,
            _ => scope.office = foreign().office,
        }
        assert_eq!(code(&may(&who, action, &scope)), Some(RefusalCode::Scope), "{role} {action} {letter}");
    }
}

#[test]
fn an_inspector_sees_everything_in_the_own_region_and_nothing_above_it() {
    let mut who = person("somebody", Role::Inspector);
    who.bounds.regions = vec![crate::make::region("1101")];
    let within = |code: &str| {
        may(&who, Action::CoverageRead, &Scope { region: Some(crate::make::region(code)), ..Scope::default() })
            .is_allowed()
    };
    assert!(within("1101") && within("110105"));
    assert!(!within("11") && !within("110205") && !within("33"));
}

#[test]
fn letters_are_left_alone_whoever_asks() {
    for (action, role, letter) in cells() {
        let verdict = may(&person("somebody", role), action, &Scope { is_letter: true, ..own() });
        if listed(NOT_LETTERS).contains(&action) {
            assert_eq!(code(&verdict), Some(RefusalCode::Letter), "{role} {action}");
        } else {
            assert_eq!(verdict.is_allowed(), letter != '.', "{role} {action}");
        }
    }
}

#[test]
fn a_machine_does_not_do_what_a_person_must() {
    for (action, role, letter) in cells() {
        let kind = PrincipalKind::Machine { only: BTreeSet::new() };
        let machine = Principal { name: "key:1".to_owned(), role, bounds: bounds(role), kind };
        let found = code(&may(&machine, action, &own()));
        let expected = match letter {
            _ if listed(BY_PEOPLE).contains(&action) => Some(RefusalCode::Person),
            '.' => Some(RefusalCode::Role),
            _ => None,
        };
        assert_eq!(found, expected, "{role} {action}");
    }
}

#[test]
fn a_key_for_one_action_opens_no_other() {
    for (action, role, letter) in cells().into_iter().filter(|(action, _, _)| !row(*action).needs_person) {
        let only = BTreeSet::from([Action::FigureRead]);
        let machine =
            Principal { name: "key:1".to_owned(), role, bounds: bounds(role), kind: PrincipalKind::Machine { only } };
        let found = code(&may(&machine, action, &own()));
        let expected = match letter {
            _ if action != Action::FigureRead => Some(RefusalCode::Key),
            '.' => Some(RefusalCode::Role),
            _ => None,
        };
        assert_eq!(found, expected, "{role} {action}");
    }
}

#[test]
fn a_given_password_is_changed_before_anything_else() {
    for (action, role, _) in cells() {
        let kind = PrincipalKind::Person { account: name("somebody"), must_change_password: true };
        let verdict = may(&Principal { kind, ..person("somebody", role) }, action, &own());
        assert_eq!(code(&verdict), Some(RefusalCode::PasswordChange), "{role} {action}");
    }
}

#[test]
fn without_accounts_the_machine_itself_sends_and_sees_items() {
    let open = [Action::ItemSubmit, Action::ItemAnswer, Action::ItemRead];
    for action in Action::ALL {
        for scope in [own(), foreign(), Scope::everything()] {
            let found = code(&may(&Principal::local(), *action, &scope));
            let expected = if open.contains(action) { None } else { Some(RefusalCode::NoAccount) };
            assert_eq!(found, expected, "{action}");
        }
    }
}

#[test]
fn what_goes_with_an_act_is_as_expected() {
    for action in Action::ALL {
        let allowed = Role::ALL.iter().find_map(|role| may(&person("somebody", *role), *action, &own()).allowed().ok());
        let duties = allowed.unwrap_or_else(|| panic!("nobody may {action}"));
        assert_eq!(duties.record, !listed(NOT_RECORDED).contains(action), "{action}");
        let two = [Action::IdentityRequest, Action::PackPublish].contains(action);
        assert_eq!(duties.two_people, two, "{action}");
    }
}

#[test]
fn a_refusal_says_why_in_both_languages_and_nothing_of_what_it_is_about() {
    for (action, role, _) in cells() {
        for scope in [foreign(), Scope { is_letter: true, ..own() }] {
            let Verdict::Refused(refusal) = may(&person("somebody", role), action, &scope) else { continue };
            let (zh, en) = (&refusal.reason.zh, &refusal.reason.en);
            assert!(zh.chars().any(|letter| letter > '\u{2e80}'), "{zh}");
            assert!(en.len() > 15 && en.is_ascii(), "{en}");
            for told in ["demo-post", "demo-express", "330106", "P-33", "P-11"] {
                assert!(!zh.contains(told) && !en.contains(told), "{en}");
            }
        }
    }
}

/// The invariants that the table may never lose, whatever is changed in it.
#[test]
fn the_table_keeps_what_the_law_asks() {
    let reaches = |role: Role| Action::ALL.iter().filter(move |action| row(**action).reach(role) != access::Reach::No);
    assert!(reaches(Role::Statistician).all(|action| !row(*action).is_nominal), "no nominal data");
    let changes = |action: &&Action| !row(**action).needs_person;
    assert!(reaches(Role::Auditor).all(|action| changes(&action)), "an auditor changes nothing");
    let clear = [Action::IdentityMasked, Action::IdentityRequest, Action::IdentityApprove];
    assert!(reaches(Role::Auditor).all(|action| !clear.contains(action)), "an auditor sees no identity");
    assert!(reaches(Role::Administrator).all(|action| !row(*action).is_nominal), "no content of cases");
    let browse = [Action::TracePerson, Action::IdentityRequest];
    assert!(reaches(Role::Inspector).all(|action| !browse.contains(action)), "the regulator browses no senders");
    let staff = Role::ALL.iter().filter(|role| row(Action::SignsStaff).reach(**role) != access::Reach::No);
    assert_eq!(staff.copied().collect::<Vec<_>>(), [Role::ComplianceOfficer, Role::Inspector]);
}
