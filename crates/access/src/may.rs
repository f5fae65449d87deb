//! The one place that decides who may do what, and about what.

use parcel::Bilingual;

use crate::{
    Action, Principal, PrincipalKind, Scope,
    role::BoundKind,
    table::{ActionRow, Reach, row},
    words::words,
};

/// Whether somebody may, what goes with it, and if not, why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It may be done.
    Allowed(Duties),
    /// It may not.
    Refused(Refusal),
}

/// What goes with something that may be done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Duties {
    /// The caller records it, with who, when and what about, before it takes effect or is shown.
    pub record: bool,
    /// A second person must have agreed: an [`crate::opening::Opening`] or [`crate::publication::Publication`].
    pub two_people: bool,
}

/// Why something may not be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Which rule.
    pub code: RefusalCode,
    /// In words, with what would pass.
    pub reason: Bilingual,
}

words! {
    /// The rule by which something is refused.
    RefusalCode {
        /// The role does not have this right.
        Role = "role",
        /// The role has it, for other operators, regions or offices.
        Scope = "scope",
        /// Letters are left alone, whoever asks.
        Letter = "letter",
        /// A machine may not; a person signs in for it.
        Person = "person",
        /// The key was made for other actions.
        Key = "key",
        /// Nobody signed in, and this needs somebody.
        NoAccount = "no_account",
        /// The password that was given must be changed first.
        PasswordChange = "password_change",
    }
}

impl Verdict {
    /// Whether it may be done.
    pub fn is_allowed(&self) -> bool {
        matches!(self, Self::Allowed(_))
    }

    /// The refusal, or what goes with it.
    ///
    /// # Errors
    /// The refusal.
    pub fn allowed(self) -> Result<Duties, Refusal> {
        match self {
            Self::Allowed(duties) => Ok(duties),
            Self::Refused(refusal) => Err(refusal),
        }
    }
}

/// What is open on the machine itself where no account or key was ever made, for every operator.
const LOCAL: [Action; 3] = [Action::ItemSubmit, Action::ItemAnswer, Action::ItemRead];

/// Whether `principal` may do `action` about `scope`.
///
/// Decides by `data/roles.toml` and nothing else; the reason names the rule and what would pass, and nothing of what
/// it is about.
pub fn may(principal: &Principal, action: Action, scope: &Scope) -> Verdict {
    let row = row(action);
    let refused = of_letter(row, scope).or_else(|| of_kind(principal, row)).or_else(|| of_reach(principal, row, scope));
    match refused {
        Some(refusal) => Verdict::Refused(refusal),
        None => Verdict::Allowed(Duties { record: row.is_recorded, two_people: row.needs_two_people }),
    }
}

fn of_kind(principal: &Principal, row: &ActionRow) -> Option<Refusal> {
    match &principal.kind {
        PrincipalKind::Person { must_change_password: true, .. } => Some(refusal(
            RefusalCode::PasswordChange,
            "请先修改初始口令",
            "change the password that was given to you first",
        )),
        PrincipalKind::Local => (!LOCAL.contains(&row.action)).then(|| {
            refusal(
                RefusalCode::NoAccount,
                format!("“{}”须登录后办理；用 portcullis account add 建立账户", row.name.zh),
                format!("to {} somebody signs in; make an account with portcullis account add", row.name.en),
            )
        }),
        PrincipalKind::Machine { .. } if row.needs_person => Some(refusal(
            RefusalCode::Person,
            format!("“{}”须由人员登录后办理，密钥不能办理", row.name.zh),
            format!("to {} a person signs in; no key can do it", row.name.en),
        )),
        PrincipalKind::Machine { only } if !only.is_empty() && !only.contains(&row.action) => Some(refusal(
            RefusalCode::Key,
            format!("此密钥不是为“{}”签发的", row.name.zh),
            format!("this key was not made to {}", row.name.en),
        )),
        PrincipalKind::Person { .. } | PrincipalKind::Machine { .. } => None,
    }
}

fn of_letter(row: &ActionRow, scope: &Scope) -> Option<Refusal> {
    (row.spares_letters && scope.is_letter).then(|| {
        refusal(
            RefusalCode::Letter,
            "信件受通信自由和通信秘密保护，任何角色均不得如此处理（宪法第四十条、邮政法第三条）",
            "letters are protected by the freedom and secrecy of correspondence; no role may do this (Constitution art. 40, Postal Law art. 3)",
        )
    })
}

fn of_reach(principal: &Principal, row: &ActionRow, scope: &Scope) -> Option<Refusal> {
    if principal.kind == PrincipalKind::Local {
        return None;
    }
    match row.reach(principal.role) {
        Reach::All => None,
        Reach::Own if scope.lies_in(principal.role.bound(), &principal.bounds) => None,
        Reach::Own => Some(outside(principal, row)),
        Reach::No => {
            let role = principal.role.name();
            Some(refusal(
                RefusalCode::Role,
                format!("角色“{}”不能{}", role.zh, row.name.zh),
                format!("the role of {} may not {}", role.en, row.name.en),
            ))
        }
    }
}

fn outside(principal: &Principal, row: &ActionRow) -> Refusal {
    let (zh, en) = match principal.role.bound() {
        BoundKind::Operator => ("本企业", "of your own operator"),
        BoundKind::Region => ("本地区", "in your own region"),
        BoundKind::Office | BoundKind::Nothing => ("本机关案件", "in a case of your own office"),
    };
    refusal(
        RefusalCode::Scope,
        format!("只能就{zh}{}", row.name.zh),
        format!("you may {} only for what is {en}", row.name.en),
    )
}

fn refusal(code: RefusalCode, zh: impl Into<String>, en: impl Into<String>) -> Refusal {
    Refusal { code, reason: Bilingual::new(zh, en) }
}
