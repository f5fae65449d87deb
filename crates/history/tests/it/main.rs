//! The history from outside: sealing, questions, look-ups, figures, damage.

mod damage;
mod figures;
mod finding;
mod fixture;
mod questions;
mod sealing;
mod size;
mod stored;
mod tails;
