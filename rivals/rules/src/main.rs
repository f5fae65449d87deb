//! Rules beside other engines, and screening alone: `rival-rules conditions [ITEMS]` and `rival-rules screening [ITEMS]`.
//!
//! `conditions` gives three engines the same 30, 300 and 3,000 conditions over values that are ready, and checks that
//! they find the same; `screening` runs everything that is said of an item, windows included, on one thread.
//! Prints JSON.

#[cfg(feature = "engines")]
mod conditions;
mod items;
mod screening_alone;
#[cfg(feature = "engines")]
mod zen;
#[expect(dead_code, reason = "as much of the store as is measured")]
mod windows;

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let what = arguments.next().unwrap_or_default();
    let items = arguments.next().and_then(|text| text.parse().ok());
    match what.as_str() {
        #[cfg(feature = "engines")]
        "conditions" => println!("{}", conditions::run(items.unwrap_or(20_000))),
        "screening" => println!("{}", screening_alone::run(items.unwrap_or(6_000_000))),
        _ => {
            eprintln!("usage: rival-rules conditions|screening [ITEMS]");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
