//! Tests of the executable and its faces.

mod accounts;
mod bytes;
mod crash;
mod damage;
mod http;
mod lock;
mod process;
mod register;
mod tools;
