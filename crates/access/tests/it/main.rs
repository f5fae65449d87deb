//! The crate as its users see it.

mod cells;
mod make;
mod opening;
mod page;
mod publication;
mod store;
