//! Literate cases of the law, and properties of its data.

mod cases;
mod clock_data;
mod clock_properties;
mod clocks;
mod data;
mod properties;
