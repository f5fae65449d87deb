//! Who may see and do what: accounts, sessions and keys, and the one function that decides.
//!
//! Knows no address, page or ledger: whoever serves finds out who asks ([`Store::session`],
//! [`Store::principal_of_key`]), asks [`may`] about every act and reading, and records what [`Duties`] says.
//! Two people are needed for an opening ([`opening`]) and for a pack ([`publication`]).
//! The clock and randomness are arguments; keys and ciphers are in `seal`, which [`Rekey`] stands for here.
//!
//! ```
//! use access::{Action, Bounds, Principal, PrincipalKind, Role, Scope, may};
//! use parcel::Operator;
//!
//! let own = Operator::parse("demo-express").expect("a name of that shape");
//! let officer = Principal {
//!     name: "officer-1".to_owned(),
//!     role: Role::ComplianceOfficer,
//!     bounds: Bounds { operators: vec![own.clone()], ..Bounds::default() },
//!     kind: PrincipalKind::Machine { only: Default::default() },
//! };
//! assert!(may(&officer, Action::CoverageRead, &Scope::of_operator(own, None)).is_allowed());
//! let refused = may(&officer, Action::CoverageRead, &Scope::everything()).allowed().unwrap_err();
//! assert!(refused.reason.en.contains("your own operator"));
//! ```

mod action;
mod csrf;
mod error;
mod lockout;
mod may;
mod name;
pub mod opening;
mod page;
mod password;
mod principal;
pub mod publication;
mod rate;
mod role;
mod scope;
mod secret;
mod shown;
mod step;
mod store;
mod table;
mod words;

pub use action::Action;
pub use csrf::{csrf_agrees, csrf_token};
pub use error::AccessError;
pub use lockout::{Lockout, LockoutRules};
pub use may::{Duties, Refusal, RefusalCode, Verdict, may};
pub use name::{AccountName, OfficeCode};
pub use page::page;
pub use password::{HashCost, PASSWORD_CHARACTERS_MAX, PASSWORD_CHARACTERS_MIN, check_password};
pub use principal::{Principal, PrincipalKind};
pub use rate::{Rate, RateLimiter, TooMany};
pub use role::{BoundKind, Role};
pub use scope::{Bounds, Scope};
pub use secret::Secret;
pub use shown::Rekey;
pub use step::StepRefusal;
pub use store::{
    AccessOptions, Account, ApiKey, MadeKey, NewAccount, NewKey, Session, SessionRules, SignIn, SignInRefusal, Store,
    StoredRequest,
};
pub use table::{ActionRow, Reach, row, rows};
