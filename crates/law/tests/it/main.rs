//! Literate cases of the law, and properties of its data.

mod cases;
mod clocks;
mod data;
mod properties;
