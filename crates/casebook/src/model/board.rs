//! Clocks on which something is still to be done, over all cases, in the order of their days.
//!
//! Offices and persons are not ranked: a row says what is due and which kind of office must act.

use law::clock::{Bearer, Clocks, Due};
use parcel::{Bilingual, Day};
use rusqlite::{Connection, Row, params};

use crate::{
    CasebookError, SubjectId,
    case::{
        CaseState,
        clocks::{Board, is_right},
    },
    error::engine,
};

/// Which clocks a board shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardFilter {
    /// The day of the board: rights that have lapsed before it are left out.
    pub day: Day,
    /// Only what is due on this day or before; none: everything.
    pub until: Option<Day>,
    /// Only in this place, as the first digits of a district.
    pub region: Option<String>,
    /// Most rows; 1 to 1,000.
    pub limit: u16,
}

/// A clock on the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardRow {
    /// The case.
    pub case: SubjectId,
    /// The person's place in the case, from 0; none: the clock is of the case.
    pub ordinal: Option<u16>,
    /// Id of the clock in `law`.
    pub clock: String,
    /// Its name.
    pub name: Bilingual,
    /// Which kind of office or person must act; none: the clock is not of this edition.
    pub bearer: Option<Bearer>,
    /// When it ends; none: it stands still.
    pub due: Option<Day>,
    /// Whether a person is in custody.
    pub custody: bool,
    /// The act that started it.
    pub started_by: u64,
}

/// Writes the open clocks of a case; those of hidden persons are left out.
pub(super) fn write(
    connection: &Connection,
    number: u32,
    case: &CaseState,
    board: &Board,
) -> Result<(), CasebookError> {
    let write = || {
        connection.prepare_cached("DELETE FROM clock_row WHERE number = ?1")?.execute([number])?;
        let mut note = connection.prepare_cached("INSERT INTO clock_row VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?;
        let hidden = |person| case.person(person).is_none_or(crate::case::PersonState::is_hidden);
        let open = board.open().filter(|clock| !clock.person.is_some_and(hidden));
        for (place, clock) in open.enumerate().filter(|_| !case.is_hidden()) {
            let ordinal = clock.person.and_then(|person| case.ordinal(person)).map(|ordinal| ordinal as i64);
            let id = &*clock.ledger.clock().id;
            let due = clock.ledger.due().map(Due::day).map(|day| day.to_string());
            let (custody, by) = (clock.ledger.custody(), clock.started_by as i64);
            note.execute(params![number, place as i64, ordinal, id, due, is_right(id), custody, by])?;
        }
        Ok(())
    };
    write().map_err(engine("write the register"))
}

pub(super) fn read(connection: &Connection, filter: &BoardFilter) -> Result<Vec<BoardRow>, CasebookError> {
    let (low, high) = super::rows::regions(filter.region.as_deref());
    let query = "SELECT id, ordinal, clock, due, custody, started_by FROM clock_row JOIN case_row USING (number)
        WHERE hidden = 0 AND region BETWEEN ?1 AND ?2 AND (?3 IS NULL OR due <= ?3)
        AND NOT (lapses = 1 AND due IS NOT NULL AND due < ?4)
        ORDER BY due IS NULL, due, id, place LIMIT ?5";
    let (until, day) = (filter.until.map(|day| day.to_string()), filter.day.to_string());
    let read = || {
        let mut query = connection.prepare_cached(query)?;
        let limit = filter.limit.clamp(1, 1_000);
        query.query_map(params![low, high, until, day, limit], row)?.collect::<rusqlite::Result<Vec<_>>>()
    };
    Ok(read().map_err(engine("read the register"))?.into_iter().flatten().collect())
}

fn row(row: &Row<'_>) -> rusqlite::Result<Option<BoardRow>> {
    let Some(case) = SubjectId::parse(&row.get::<_, String>(0)?) else { return Ok(None) };
    let clock: String = row.get(2)?;
    let known = Clocks::built_in().get(&clock);
    Ok(Some(BoardRow {
        case,
        ordinal: row.get(1)?,
        name: known.map_or_else(|| Bilingual::new(&*clock, &*clock), |clock| clock.name.clone()),
        bearer: known.map(|clock| clock.bearer),
        clock,
        due: row.get::<_, Option<String>>(3)?.and_then(|day| day.parse().ok()),
        custody: row.get(4)?,
        started_by: row.get::<_, i64>(5)? as u64,
    }))
}
