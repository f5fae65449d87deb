//! The history from outside: sealing, questions, look-ups, damage.

mod fixture;
mod questions;
mod sealing;
