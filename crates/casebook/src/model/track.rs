//! The states behind the tables while acts are taken into account: folded in memory, written when it is their turn.

use std::collections::{HashMap, hash_map::Entry};

use rusqlite::{Connection, OptionalExtension, params};

use super::{board, rows};
use crate::{
    Act, CasebookError, Subject,
    acts::Payload,
    case::clocks::{Board, Met},
    error::engine,
    facts::{Fact, FactStore},
    ledger::LedgerReader,
    state::{SubjectState, as_case},
};

/// Most subjects whose states are kept in memory at once.
const SUBJECTS_MAX: usize = 200_000;

/// Most chunks of facts kept in memory at once, of 112 KiB each.
const CHUNKS_MAX: usize = 256;

/// One subject.
struct Kept {
    subject: Subject,
    state: SubjectState,
    /// Clocks, where the subject is a case.
    board: Board,
    /// Rows of its facts that are held to be so.
    facts: Vec<u32>,
    dirty: bool,
}

/// Subjects by number and by name.
#[derive(Default)]
pub(super) struct Tracked {
    kept: HashMap<u32, Kept>,
    numbers: HashMap<String, u32>,
    /// Numbers given so far; the next subject gets this one.
    next: u32,
    /// Whether `numbers` holds every subject there is, so that the table need not be asked.
    whole: bool,
}

impl Tracked {
    pub(super) fn open(connection: &Connection) -> Result<Self, CasebookError> {
        let next = connection.query_row("SELECT coalesce(max(number) + 1, 0) FROM subject", [], |row| row.get(0));
        Ok(Self { next: next.map_err(engine("open the register"))?, ..Self::default() })
    }

    /// Says that the tables were empty when this began.
    pub(super) fn is_whole(&mut self) {
        self.whole = self.next == 0;
    }

    /// Takes an act into account.
    pub(super) fn apply(
        &mut self,
        connection: &Connection,
        facts: &mut FactStore,
        reader: &LedgerReader,
        act: &Act,
    ) -> Result<(), CasebookError> {
        let number = self.number(connection, &act.subject)?;
        let kept = match self.kept.entry(number) {
            Entry::Occupied(kept) => kept.into_mut(),
            Entry::Vacant(free) => free.insert(load(connection, reader, number, act)?),
        };
        kept.dirty = true;
        if matches!(act.payload, Payload::Correction(_)) {
            return kept.correct(connection, facts, reader, number, act);
        }
        for fact in kept.state.facts(act, number) {
            kept.facts.push(facts.push(connection, &fact)?);
        }
        let met = as_case(&kept.state).map(|state| Met::of(state, act));
        kept.state.apply(act);
        if let (Some(met), Some(state)) = (met, as_case(&kept.state)) {
            kept.board.take(&met, state, act);
        }
        Ok(())
    }

    fn number(&mut self, connection: &Connection, subject: &Subject) -> Result<u32, CasebookError> {
        let name = subject.to_string();
        if let Some(number) = self.numbers.get(&name) {
            return Ok(*number);
        }
        let known = if self.whole { None } else { find(connection, &name)? };
        let number = known.unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        });
        self.numbers.insert(name, number);
        Ok(number)
    }

    /// Makes room where too much is kept.
    pub(super) fn relieve(&mut self, connection: &Connection, facts: &mut FactStore) -> Result<(), CasebookError> {
        if facts.waiting() > CHUNKS_MAX {
            facts.flush(connection)?;
        }
        if self.kept.len() > SUBJECTS_MAX {
            self.flush(connection)?;
            self.kept.clear();
        }
        Ok(())
    }

    /// Writes the rows of every subject that changed.
    pub(super) fn flush(&mut self, connection: &Connection) -> Result<(), CasebookError> {
        let mut changed: Vec<_> = self.kept.iter_mut().filter(|(_, kept)| kept.dirty).collect();
        changed.sort_unstable_by_key(|(number, _)| **number);
        for (number, kept) in changed {
            rows::write(connection, *number, &kept.subject, &kept.state, &kept.facts)?;
            if let Some(case) = as_case(&kept.state) {
                board::write(connection, *number, case, &kept.board)?;
            }
            kept.dirty = false;
        }
        Ok(())
    }
}

impl Kept {
    /// Folds the subject anew without what was corrected; closes facts that are no longer so and adds new ones.
    fn correct(
        &mut self,
        connection: &Connection,
        facts: &mut FactStore,
        reader: &LedgerReader,
        number: u32,
        act: &Act,
    ) -> Result<(), CasebookError> {
        let acts = reader.acts_of(&self.subject, 0, act.sequence)?;
        let (state, mut now) = SubjectState::replay(self.subject.kind, &acts, number)?;
        let mut still = Vec::with_capacity(self.facts.len());
        for row in std::mem::take(&mut self.facts) {
            let kept = facts.get(connection, row)?;
            match kept.and_then(|kept| now.iter().position(|fact| same(fact, &kept))) {
                Some(place) => {
                    now.remove(place);
                    still.push(row);
                }
                None => facts.close(connection, row, act.sequence)?,
            }
        }
        for fact in now {
            still.push(facts.push(connection, &Fact { known_from: act.sequence, ..fact })?);
        }
        self.board = board_of(&state, &acts)?;
        (self.state, self.facts) = (state, still);
        Ok(())
    }
}

/// Whether two facts say the same, whenever they became known.
fn same(fact: &Fact, kept: &Fact) -> bool {
    *fact == Fact { known_from: fact.known_from, known_until: fact.known_until, ..*kept }
}

fn find(connection: &Connection, name: &str) -> Result<Option<u32>, CasebookError> {
    let find = || {
        let mut query = connection.prepare_cached("SELECT number FROM subject WHERE name = ?1")?;
        query.query_row([name], |row| row.get(0)).optional()
    };
    find().map_err(engine("read the register"))
}

fn board_of(state: &SubjectState, acts: &[Act]) -> Result<Board, CasebookError> {
    if as_case(state).is_some() { Board::of(acts) } else { Ok(Board::default()) }
}

/// A subject as it stood before an act.
fn load(connection: &Connection, reader: &LedgerReader, number: u32, act: &Act) -> Result<Kept, CasebookError> {
    let (subject, kind) = (act.subject.clone(), act.subject.kind);
    if act.version == 1 {
        return Ok(Kept {
            subject,
            state: SubjectState::new(kind),
            board: Board::default(),
            facts: Vec::new(),
            dirty: true,
        });
    }
    let acts = reader.acts_of(&subject, 0, act.sequence - 1)?;
    let state = SubjectState::fold(kind, &acts)?;
    let read = || {
        let mut query = connection.prepare_cached("SELECT facts FROM subject WHERE number = ?1")?;
        query.query_row(params![number], |row| row.get::<_, Vec<u8>>(0)).optional()
    };
    let rows = read().map_err(engine("read the register"))?.unwrap_or_default();
    let facts = rows.as_chunks::<4>().0.iter().map(|row| u32::from_le_bytes(*row)).collect();
    let board = board_of(&state, &acts)?;
    Ok(Kept { subject, state, board, facts, dirty: false })
}
