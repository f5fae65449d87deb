//! The ledger of human acts, and the register of cases read from it.
//!
//! Acts go in through [`Casebook::append`]: fields, then the law's order of steps, then the ledger.
//! Everything else is read from the ledger: a case at any moment ([`Casebook::case`]), the tables for lists, and the
//! facts from which figures are computed.
//! Deadlines are computed in `law`; figures in `bulletin`; persons are pseudonyms and names are sealed by `seal`.

mod act;
pub mod acts;
pub mod case;
mod casebook;
pub mod custody_chain;
mod error;
pub mod facts;
pub mod find;
mod ledger;
pub mod legality;
pub mod measure;
mod model;
pub mod order;
pub mod recommend;
mod state;
mod subject;
mod words;

pub use act::{Act, Hash, NewAct};
pub use casebook::{Casebook, case_of};
pub use error::{CasebookError, FieldProblem};
pub use ledger::{Appended, Checkpoint, Head, Ledger, LedgerReader, ORIGIN, Parting, Wanted, compare};
pub use model::{BoardFilter, BoardRow, CaseFilter, CaseRow, PersonRow, ReadModel};
pub use state::SubjectState;
pub use subject::{Office, PersonId, Role, Subject, SubjectId, SubjectKind};
pub use words::Named;
