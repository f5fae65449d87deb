//! The pipeline: decode, check, seal, journal, screen, hand on.
//!
//! What a record means belongs in `parcel`, what is noticed in `screening`, how it is asked for in `server`.

pub mod answers;
pub mod backtest;
pub mod capsule;
pub mod causes;
pub mod counterfactual;
pub mod decide;
pub mod decode;
pub mod entry;
pub mod explain;
pub mod items;
pub mod keep;
pub mod lines;
pub mod naming;
pub mod packs;
mod past;
pub mod pipeline;
pub mod prepare;
mod range_name;
pub mod replay;
pub mod scorecard;
pub mod screen;
pub mod seal_off;
pub mod store;
pub mod survey;
pub mod table;
mod tail;
pub mod window_files;
pub mod windows;
