//! People and places for tests.

use access::{
    AccessOptions, AccountName, Bounds, HashCost, NewAccount, OfficeCode, Principal, PrincipalKind, Role, Scope, Store,
};
use jiff::Timestamp;
use parcel::{Operator, Region};

pub(crate) const PASSWORD: &str = "three parcels for the grey cat";

pub(crate) fn at(text: &str) -> Timestamp {
    format!("2026-11-22T{text}:00Z").parse().unwrap()
}

pub(crate) fn name(text: &str) -> AccountName {
    AccountName::parse(text).unwrap()
}

pub(crate) fn operator(text: &str) -> Operator {
    Operator::parse(text).unwrap()
}

pub(crate) fn region(text: &str) -> Region {
    Region::parse(text).unwrap()
}

pub(crate) fn office(text: &str) -> OfficeCode {
    OfficeCode::parse(text).unwrap()
}

/// What each role is bounded by in these tests.
pub(crate) fn bounds(role: Role) -> Bounds {
    let mut bounds = Bounds::default();
    match role {
        Role::Clerk | Role::ComplianceOfficer => bounds.operators = vec![operator("demo-express")],
        Role::Inspector => bounds.regions = vec![region("11")],
        Role::CaseOfficer | Role::CaseManager => bounds.office = Some(office("P-11")),
        Role::Statistician | Role::Auditor | Role::Administrator => {}
    }
    bounds
}

/// A person of a role.
pub(crate) fn person(account: &str, role: Role) -> Principal {
    Principal {
        name: account.to_owned(),
        role,
        bounds: bounds(role),
        kind: PrincipalKind::Person { account: name(account), must_change_password: false },
    }
}

/// An item of the own operator, in the own region, in a case of the own office.
pub(crate) fn own() -> Scope {
    Scope {
        operator: Some(operator("demo-express")),
        region: Some(region("110105")),
        office: Some(office("P-11")),
        is_letter: false,
    }
}

/// An item of everybody else.
pub(crate) fn foreign() -> Scope {
    Scope {
        operator: Some(operator("demo-post")),
        region: Some(region("330106")),
        office: Some(office("P-33")),
        is_letter: false,
    }
}

/// Stands for the system's randomness: every call gives other bytes.
pub(crate) fn random() -> impl FnMut(&mut [u8]) {
    let mut next = 0_u64;
    move |bytes: &mut [u8]| {
        for chunk in bytes.chunks_mut(32) {
            next += 1;
            let block = block_of(next);
            chunk.copy_from_slice(&block[..chunk.len()]);
        }
    }
}

/// Distinct blocks without a generator: a number, spread.
fn block_of(number: u64) -> [u8; 32] {
    let mut block = [0; 32];
    for (place, byte) in block.iter_mut().enumerate() {
        *byte = (number.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(place as u32 * 5) >> 16) as u8;
    }
    block
}

pub(crate) fn options() -> AccessOptions {
    AccessOptions { cost: HashCost { memory_kib: 64, passes: 1 }, ..AccessOptions::default() }
}

/// A store with one account.
pub(crate) fn store_with(account: &str, role: Role) -> Store {
    let store = Store::unkept(options()).unwrap();
    add(&store, account, role);
    store
}

pub(crate) fn add(store: &Store, account: &str, role: Role) {
    let account = NewAccount { name: name(account), role, bounds: bounds(role) };
    store.add_account(&account, PASSWORD, "local", at("01:00"), &mut random()).unwrap();
}
