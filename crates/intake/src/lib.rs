//! The pipeline: decode, check, seal, journal, screen, hand on.
//!
//! What a record means belongs in `parcel`, what is noticed in `screening`, how it is asked for in `server`.

pub mod decode;
pub mod items;
