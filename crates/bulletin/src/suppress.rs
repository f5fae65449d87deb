//! Small cells of breakdowns, and what would give them away, are withheld in everything that leaves.
//!
//! A total that is published may be the sum of a line or of rows and columns; a cell is safe when nobody can work out from
//! the rest that it is below the threshold, or which number it is. Nought is shown: it says nothing about anybody.
//! What a reader knows from tables of other periods or by other dimensions is outside this room.

mod flow;
#[cfg(test)]
mod tests;

/// Why a cell is withheld. Recorded, and the same sign stands for both in what leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is above nought and below the threshold.
    Small,
    /// It would give another one away by subtraction.
    Protects,
}

/// A cell of a breakdown as it leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Shown.
    Shown(u64),
    /// Withheld.
    Withheld(Why),
}

/// Cells of one line whose total is published. `below`: the threshold; 0 and 1 withhold nothing.
///
/// After it either nothing is withheld, or at least two cells are, and each of them could be `below` or more.
/// Where the whole line is too small for that, all of it is withheld.
pub fn line(cells: &[u64], below: u64) -> Vec<Cell> {
    let small = |value: u64| value > 0 && value < below;
    let mut out: Vec<_> =
        cells.iter().map(|value| if small(*value) { withheld(Why::Small) } else { Cell::Shown(*value) }).collect();
    if !cells.iter().any(|value| small(*value)) {
        return out;
    }
    let mut order: Vec<_> = (0..cells.len()).filter(|place| cells[*place] >= below).collect();
    order.sort_by_key(|place| (cells[*place], *place));
    let mut order = order.into_iter();
    while !is_safe(cells, &out, below) {
        let Some(next) = order.next() else { break };
        out[next] = withheld(Why::Protects);
    }
    out
}

fn withheld(why: Why) -> Cell {
    Cell::Withheld(why)
}

/// Each withheld cell is at least 1; one may have everything that the others do not need.
fn is_safe(cells: &[u64], out: &[Cell], below: u64) -> bool {
    let hidden: Vec<_> =
        cells.iter().zip(out).filter(|(_, cell)| matches!(cell, Cell::Withheld(_))).map(|(value, _)| *value).collect();
    let others = hidden.len() as u64 - 1;
    hidden.len() >= 2 && hidden.iter().sum::<u64>() - others >= below
}

/// Cells of rows and columns whose totals are all published. Rows are of one length.
///
/// Totals of rows that are themselves small must have been merged before ([`merge`]).
/// After it every withheld cell could be another number and could be `below` or more, given all that is shown.
pub fn grid(cells: &[Vec<u64>], below: u64) -> Vec<Vec<Cell>> {
    let small = |value: u64| value > 0 && value < below;
    let first = |value: &u64| if small(*value) { withheld(Why::Small) } else { Cell::Shown(*value) };
    let mut out: Vec<Vec<_>> = cells.iter().map(|row| row.iter().map(first).collect()).collect();
    while let Some(exposed) = flow::exposed(cells, &out, below) {
        let Some((row, column)) = protector(cells, &out, exposed, below) else { return withhold_all(cells, &out) };
        out[row][column] = withheld(Why::Protects);
    }
    out
}

/// The smallest shown cell that makes the exposed one safe by itself; else the smallest of a row or column in which the
/// exposed one stands alone; else the smallest of all.
fn protector(cells: &[Vec<u64>], out: &[Vec<Cell>], exposed: (usize, usize), below: u64) -> Option<(usize, usize)> {
    let all = (0..cells.len()).flat_map(|row| (0..cells[row].len()).map(move |column| (row, column)));
    let is_shown =
        |(row, column): &(usize, usize)| cells[*row][*column] > 0 && matches!(out[*row][*column], Cell::Shown(_));
    let mut shown: Vec<_> = all.filter(is_shown).collect();
    shown.sort_by_key(|(row, column)| (cells[*row][*column], *row, *column));
    let protects = |(row, column): &&(usize, usize)| {
        let mut tried = out.to_vec();
        tried[*row][*column] = withheld(Why::Protects);
        !flow::is_exposed(cells, &tried, exposed, below)
    };
    let is_hidden = |row: usize, column: usize| matches!(out[row][column], Cell::Withheld(_));
    let alone_in_row = (0..cells[exposed.0].len()).filter(|column| is_hidden(exposed.0, *column)).count() < 2;
    let alone_in_column = (0..cells.len()).filter(|row| is_hidden(*row, exposed.1)).count() < 2;
    let beside = |(row, column): &&(usize, usize)| {
        (alone_in_row && *row == exposed.0) || (alone_in_column && *column == exposed.1)
    };
    shown.iter().find(protects).or_else(|| shown.iter().find(beside)).or_else(|| shown.first()).copied()
}

/// Nothing protects what is small: only totals are left.
fn withhold_all(cells: &[Vec<u64>], out: &[Vec<Cell>]) -> Vec<Vec<Cell>> {
    let hide = |(value, cell): (&u64, &Cell)| match cell {
        Cell::Shown(_) if *value > 0 => withheld(Why::Protects),
        cell => *cell,
    };
    cells.iter().zip(out).map(|(row, out)| row.iter().zip(out).map(hide).collect()).collect()
}

/// Rows that must stand together as "other", so that every total of a row is 0 or at least `below`; by place, in order.
///
/// Either none or at least two; empty also where everything together is below the threshold and no row may be shown.
pub fn merge(totals: &[u64], below: u64) -> Vec<usize> {
    let hidden = line(totals, below);
    (0..totals.len()).filter(|place| matches!(hidden[*place], Cell::Withheld(_))).collect()
}
