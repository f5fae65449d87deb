//! A board of clocks: what is due, by whom, in the order of their days. Offices and persons are not ranked.

use parcel::{Bilingual, Day};
use serde::Serialize;

use super::{Due, Ledger, State};

/// A clock on the board.
#[derive(Clone, Debug, Serialize)]
pub struct BoardRow<K> {
    /// What the clock belongs to, as the caller names it.
    pub reference: K,
    /// When it ends; none while a pause goes on.
    pub due: Option<String>,
    /// Days left on the day of the board; below 0: days since the end; none while a pause goes on.
    pub left_days: Option<i32>,
    /// Where it is.
    pub state: State,
    /// Id of the clock.
    pub clock: String,
    /// Its name.
    pub name: Bilingual,
    /// Which kind of office or person must act.
    pub bearer: Bilingual,
    /// Whether a person is in custody.
    pub custody: bool,
    /// What its end means.
    pub expiry: Bilingual,
}

/// The clocks on which something is still to be done on a day, by due date, those that stand still last.
///
/// The order within a day is that of the clocks given: neither custody nor office moves a row.
pub fn board<'a, K>(clocks: impl IntoIterator<Item = (K, &'a Ledger)>, day: Day) -> Vec<BoardRow<K>> {
    let mut rows: Vec<(Option<Due>, BoardRow<K>)> =
        clocks.into_iter().filter_map(|(reference, ledger)| row(reference, ledger, day)).collect();
    rows.sort_by_key(|(due, _)| due.map_or((true, Day::MAX, None), |due| (false, due.day(), due.timestamp())));
    rows.into_iter().map(|(_, row)| row).collect()
}

fn row<K>(reference: K, ledger: &Ledger, day: Day) -> Option<(Option<Due>, BoardRow<K>)> {
    let standing = ledger.standing(day);
    let over = matches!(standing.state, State::Done | State::DoneLate | State::NotStarted);
    let clock = ledger.clock();
    let row = || BoardRow {
        reference,
        due: standing.due.map(|due| due.to_string()),
        left_days: standing.left_days,
        state: standing.state,
        clock: clock.id.to_string(),
        name: clock.name.clone(),
        bearer: clock.bearer.name(),
        custody: ledger.custody(),
        expiry: clock.expiry.clone(),
    };
    (!over).then(|| (standing.due, row()))
}
