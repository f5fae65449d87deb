//! Rows of the tables: how a state is written, and the questions that lists ask.

use parcel::{Choice, Day};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::{
    CasebookError, PersonId, Subject, SubjectId,
    acts::Recorded,
    case::{CaseState, Constraint, Filing, Stage},
    error::engine,
    state::{SubjectState, as_case},
};

/// Which cases a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseFilter {
    /// Only numbers after this one: where the page before ended.
    pub after: Option<SubjectId>,
    /// Only in this place, as the first digits of a district.
    pub region: Option<String>,
    /// Only at this stage.
    pub stage: Option<Stage>,
    /// Most rows; 1 to 1,000.
    pub limit: u16,
}

/// A case in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseRow {
    /// Its number in facts.
    pub number: u32,
    /// Its number for people.
    pub id: SubjectId,
    /// How many acts it has.
    pub version: u32,
    /// The office that handles it.
    pub office: String,
    /// District of the office.
    pub region: u32,
    /// Whether it is filed.
    pub filing: Filing,
    /// How far it has come.
    pub stage: Stage,
    /// Day of registration.
    pub registered: Day,
    /// Day of the latest act.
    pub latest: Day,
    /// Main charge of the first person; empty: none.
    pub charge: String,
    /// Whether delivery was used for the crime.
    pub by_delivery: Recorded,
    /// How many persons.
    pub persons: u32,
}

/// A person in a case, in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRow {
    /// The case.
    pub case: SubjectId,
    /// Place in the case, from 0.
    pub ordinal: u16,
    /// Where the proceedings stand.
    pub stage: Stage,
    /// Under which measure.
    pub constraint: Constraint,
    /// Main charge; empty: none.
    pub charge: String,
}

/// Writes the rows of one subject.
pub(super) fn write(
    connection: &Connection,
    number: u32,
    subject: &Subject,
    state: &SubjectState,
    facts: &[u32],
) -> Result<(), CasebookError> {
    let write = || {
        let facts: Vec<u8> = facts.iter().flat_map(|row| row.to_le_bytes()).collect();
        let mut note = connection.prepare_cached("INSERT OR REPLACE INTO subject VALUES (?1, ?2, ?3)")?;
        note.execute(params![number, subject.to_string(), facts])?;
        as_case(state).map_or(Ok(()), |case| write_case(connection, number, subject, case))
    };
    write().map_err(engine("write the register"))
}

fn write_case(connection: &Connection, number: u32, subject: &Subject, case: &CaseState) -> rusqlite::Result<()> {
    let charge = |place: usize| case.persons.get(place).and_then(|person| person.charges.first()).map_or("", |c| c);
    let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let mut note = connection.prepare_cached(
        "INSERT OR REPLACE INTO case_row VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    )?;
    note.execute(params![
        number,
        subject.id.as_str(),
        case.version,
        case.office.as_ref().map_or("", |office| &office.name),
        case.office.as_ref().map_or(0, crate::Office::region_code),
        case.filing.word(),
        case.stage().word(),
        day(case.registered),
        day(case.latest),
        charge(0),
        case.by_delivery.word(),
        case.contraband.map_or("", Choice::word),
        case.persons.len() as i64,
        case.is_hidden(),
    ])?;
    // A correction can take a person out of the case again.
    let mut rest = connection.prepare_cached("DELETE FROM person_row WHERE number = ?1 AND ordinal >= ?2")?;
    rest.execute(params![number, case.persons.len() as i64])?;
    let mut note =
        connection.prepare_cached("INSERT OR REPLACE INTO person_row VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
    for (ordinal, person) in case.persons.iter().enumerate() {
        let hidden = person.is_hidden() || case.is_hidden();
        let (stage, constraint) = (person.stage.word(), person.constraint.word());
        note.execute(params![number, ordinal as i64, person.person.0, stage, constraint, charge(ordinal), hidden])?;
    }
    Ok(())
}

/// The subject of a number.
pub(super) fn subject(connection: &Connection, number: u32) -> Result<Option<Subject>, CasebookError> {
    let find = || {
        let mut query = connection.prepare_cached("SELECT name FROM subject WHERE number = ?1")?;
        query.query_row([number], |row| row.get::<_, String>(0)).optional()
    };
    Ok(find().map_err(engine("read the register"))?.and_then(|name| Subject::parse(&name)))
}

pub(super) fn cases(connection: &Connection, filter: &CaseFilter) -> Result<Vec<CaseRow>, CasebookError> {
    let (low, high) = regions(filter.region.as_deref());
    let stage = filter.stage.map(Choice::word);
    let query = "SELECT number, id, version, office, region, filing, stage, registered, latest, charge, by_delivery,
        persons FROM case_row WHERE hidden = 0 AND id > ?1 AND region BETWEEN ?2 AND ?3
        AND (?4 IS NULL OR stage = ?4) ORDER BY id LIMIT ?5";
    let read = || {
        let mut query = connection.prepare_cached(query)?;
        let after = filter.after.as_ref().map_or("", SubjectId::as_str);
        let limit = filter.limit.clamp(1, 1_000);
        query.query_map(params![after, low, high, stage, limit], case_row)?.collect::<rusqlite::Result<Vec<_>>>()
    };
    Ok(read().map_err(engine("read the register"))?.into_iter().flatten().collect())
}

/// The districts that begin with these digits.
pub(super) fn regions(digits: Option<&str>) -> (u32, u32) {
    let digits = digits.unwrap_or("");
    let width = digits.len().min(6) as u32;
    let scale = 10_u32.pow(6 - width);
    let first = digits.get(..width as usize).and_then(|digits| digits.parse::<u32>().ok()).unwrap_or(0) * scale;
    (first, first + (scale - 1))
}

/// None: words of another edition.
fn case_row(row: &Row<'_>) -> rusqlite::Result<Option<CaseRow>> {
    let text = |at: usize| row.get::<_, String>(at);
    let day = |at: usize| Ok::<_, rusqlite::Error>(text(at)?.parse::<Day>().ok());
    let parts = (
        SubjectId::parse(&text(1)?),
        Filing::from_word(&text(5)?),
        Stage::from_word(&text(6)?),
        day(7)?,
        day(8)?,
        Recorded::from_word(&text(10)?),
    );
    let (Some(id), Some(filing), Some(stage), Some(registered), Some(latest), Some(by_delivery)) = parts else {
        return Ok(None);
    };
    Ok(Some(CaseRow {
        number: row.get(0)?,
        id,
        version: row.get(2)?,
        office: text(3)?,
        region: row.get(4)?,
        filing,
        stage,
        registered,
        latest,
        charge: text(9)?,
        by_delivery,
        persons: row.get(11)?,
    }))
}

pub(super) fn cases_of(connection: &Connection, person: PersonId) -> Result<Vec<PersonRow>, CasebookError> {
    let query = "SELECT id, ordinal, person_row.stage, measure, person_row.charge FROM person_row
        JOIN case_row USING (number) WHERE person = ?1 AND person_row.hidden = 0 ORDER BY id";
    let read = || {
        let mut query = connection.prepare_cached(query)?;
        query.query_map([person.0], person_row)?.collect::<rusqlite::Result<Vec<_>>>()
    };
    Ok(read().map_err(engine("read the register"))?.into_iter().flatten().collect())
}

fn person_row(row: &Row<'_>) -> rusqlite::Result<Option<PersonRow>> {
    let text = |at: usize| row.get::<_, String>(at);
    let parts = (SubjectId::parse(&text(0)?), Stage::from_word(&text(2)?), Constraint::from_word(&text(3)?));
    let (Some(case), Some(stage), Some(constraint)) = parts else { return Ok(None) };
    Ok(Some(PersonRow { case, ordinal: row.get(1)?, stage, constraint, charge: text(4)? }))
}

/// Every row of every table as text.
pub(super) fn dump(connection: &Connection) -> Result<Vec<String>, CasebookError> {
    let mut lines = Vec::new();
    for table in ["head", "subject", "case_row", "person_row", "clock_row", "fact_chunk"] {
        let read = || {
            let mut query = connection.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2"))?;
            let columns = query.column_count();
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                let values: rusqlite::Result<Vec<_>> =
                    (0..columns).map(|at| Ok(format!("{:?}", row.get_ref(at)?))).collect();
                lines.push(format!("{table} {}", values?.join(" ")));
            }
            Ok(())
        };
        let mut read = read;
        read().map_err(engine("read the register"))?;
    }
    Ok(lines)
}
