//! Figures of the gates, from the roll-ups written at sealing and those of the tail.

mod roll_up;

use std::{collections::BTreeMap, fmt::Write as _, sync::Arc};

use parcel::{Choice, Day, DutyState, Gate, GateState, Operator, Region};
use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::Value;

pub(crate) use roll_up::add_up;

use crate::{
    answer::Rows,
    batch::Batch,
    error::{HistoryError, Result},
    store::History,
};

/// By what figures are broken down, besides the gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dimension {
    /// Statutory day of acceptance.
    Day,
    /// Operator.
    Operator,
    /// Kind of business.
    OperatorKind,
    /// Outlet; its name means something only beside its operator.
    Outlet,
    /// Place of acceptance, as recorded.
    Region,
    /// Where items were handed in.
    Channel,
}

impl Dimension {
    /// Every dimension.
    pub const ALL: [Self; 6] =
        [Self::Day, Self::Operator, Self::OperatorKind, Self::Outlet, Self::Region, Self::Channel];

    /// Name of its column.
    pub fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Operator => "operator",
            Self::OperatorKind => "operator_kind",
            Self::Outlet => "outlet",
            Self::Region => "region",
            Self::Channel => "channel",
        }
    }
}

/// Which items are counted and how they are broken down. Empty: all of them, by gate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CoverageQuestion {
    /// First statutory day of acceptance.
    pub from: Option<Day>,
    /// Last statutory day of acceptance.
    pub to: Option<Day>,
    /// One operator only.
    pub operator: Option<Operator>,
    /// One place and all that lies in it.
    pub region: Option<Region>,
    /// One gate only.
    pub gate: Option<Gate>,
    /// Broken down by these, in this order, after the gate: gates are never added up.
    pub by: Vec<Dimension>,
}

/// Figures of one gate. Unit: items, by their latest revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverageRow {
    /// The gate.
    pub gate: Gate,
    /// Names and values of the dimensions asked for; none where it was not recorded.
    pub by: Vec<(&'static str, Option<String>)>,
    /// Items by what is owed and what was recorded.
    cells: [[i64; GateState::ALL.len()]; DutyState::ALL.len()],
}

impl CoverageRow {
    /// Items of which the law asks this and the record says that.
    pub fn items(&self, duty: DutyState, state: GateState) -> i64 {
        self.cells[duty as usize][state as usize]
    }

    /// Items of which the law asks this: the denominator.
    pub fn of_duty(&self, duty: DutyState) -> i64 {
        self.cells[duty as usize].iter().sum()
    }
}

impl Serialize for CoverageRow {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("gate", &self.gate)?;
        for (name, value) in &self.by {
            map.serialize_entry(name, value)?;
        }
        for duty in DutyState::ALL {
            let states: BTreeMap<&str, i64> =
                GateState::ALL.iter().map(|state| (state.word(), self.items(*duty, *state))).collect();
            map.serialize_entry(duty.word(), &states)?;
        }
        map.end()
    }
}

impl History {
    /// Counts items by gate, duty and state, "not recorded" apart.
    ///
    /// Rows in the order of gate and dimensions. More than `query_rows_max` cells are an error: a figure cut short is
    /// none.
    pub fn coverage(&self, question: &CoverageQuestion, tail: &[Arc<Batch>]) -> Result<Vec<CoverageRow>> {
        let cells = self.query(&sql(question), tail)?;
        if cells.truncated {
            return Err(HistoryError::TooManyCells { rows_max: self.engine.limits.query_rows_max });
        }
        let mut rows: Vec<CoverageRow> = Vec::new();
        for cell in 0..cells.rows.len() {
            let Some(read) = Cell::read(&cells, cell, &question.by) else { continue };
            let same = rows.last_mut().filter(|row| row.gate == read.gate && row.by == read.by);
            if let Some(row) = same {
                row.cells[read.duty as usize][read.state as usize] += read.items;
            } else {
                let mut row = CoverageRow { gate: read.gate, by: read.by, cells: Default::default() };
                row.cells[read.duty as usize][read.state as usize] = read.items;
                rows.push(row);
            }
        }
        Ok(rows)
    }
}

/// Nothing in it comes from free text: names of operators and places have no quotation mark in them.
fn sql(question: &CoverageQuestion) -> String {
    let mut keys = "gate".to_owned();
    question.by.iter().for_each(|dimension| keys = format!("{keys}, {}", dimension.name()));
    let mut sql = format!("SELECT {keys}, duty, state, sum(items) AS items FROM coverage WHERE true");
    let mut and = |condition: Option<String>| {
        // Writing to memory cannot fail.
        let _ = condition.map_or(Ok(()), |condition| write!(sql, " AND {condition}"));
    };
    and(question.from.map(|day| format!("day >= '{day}'")));
    and(question.to.map(|day| format!("day <= '{day}'")));
    and(question.operator.as_ref().map(|operator| format!("operator = '{}'", operator.as_str())));
    and(question.region.map(|region| format!("starts_with(region, '{region}')")));
    and(question.gate.map(|gate| format!("gate = '{gate}'")));
    sql + &format!(" GROUP BY {keys}, duty, state HAVING sum(items) <> 0 ORDER BY {keys}, duty, state")
}

struct Cell {
    gate: Gate,
    by: Vec<(&'static str, Option<String>)>,
    duty: DutyState,
    state: GateState,
    items: i64,
}

impl Cell {
    fn read(cells: &Rows, row: usize, by: &[Dimension]) -> Option<Self> {
        let text = |column: &str| cells.cell(row, column).and_then(Value::as_str);
        Some(Self {
            gate: Gate::from_word(text("gate")?)?,
            by: by.iter().map(|dimension| (dimension.name(), text(dimension.name()).map(str::to_owned))).collect(),
            duty: DutyState::from_word(text("duty")?)?,
            state: GateState::from_word(text("state")?)?,
            items: cells.cell(row, "items")?.as_i64()?,
        })
    }
}
