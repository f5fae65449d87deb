//! Who acts: an account that signed in, a machine with a key, or whoever sits at a machine without accounts.

use std::collections::BTreeSet;

use crate::{AccountName, Action, Bounds, Role};

/// Whoever asks to do something, after it was found out who it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    /// What it goes by in records of acts: the account's name, or `key:` and the key's id.
    pub name: String,
    /// Its role.
    pub role: Role,
    /// What "own" is for it.
    pub bounds: Bounds,
    /// What it is.
    pub kind: PrincipalKind,
}

/// What a principal is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrincipalKind {
    /// A person, signed in to an account.
    Person {
        /// The account.
        account: AccountName,
        /// Whether a password that somebody else gave must be changed before anything else.
        must_change_password: bool,
    },
    /// A machine with a key.
    Machine {
        /// The actions that the key was made for; empty: all that its role may.
        only: BTreeSet<Action>,
    },
    /// Whoever is on this machine, where no account or key was ever made: sends records and is told what to do.
    Local,
}

impl Principal {
    /// Whoever is on this machine, in a data directory in which no account or key was ever made.
    pub fn local() -> Self {
        Self { name: "local".to_owned(), role: Role::Clerk, bounds: Bounds::default(), kind: PrincipalKind::Local }
    }

    /// The account, where it is a person.
    pub fn account(&self) -> Option<&AccountName> {
        match &self.kind {
            PrincipalKind::Person { account, .. } => Some(account),
            PrincipalKind::Machine { .. } | PrincipalKind::Local => None,
        }
    }
}
