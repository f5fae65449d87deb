//! How far a withheld cell could move while every total stays: a flow between rows and columns.
//!
//! Raising one cell lowers another of its row, which raises another of that column, and so on back: a cycle.

use std::collections::VecDeque;

use super::Cell;

/// Rows first, then columns.
struct Network {
    /// Capacity from node to node.
    capacity: Vec<Vec<u64>>,
}

/// Enough for any shift, and far from overflow.
const UNBOUNDED: u64 = u64::MAX / 4;

impl Network {
    /// Withheld cells may rise without bound, and fall to 1; the cell itself is left out.
    fn without(cells: &[Vec<u64>], out: &[Vec<Cell>], own: (usize, usize)) -> Self {
        let rows = cells.len();
        let nodes = rows + cells.first().map_or(0, Vec::len);
        let mut capacity = vec![vec![0; nodes]; nodes];
        for (row, line) in cells.iter().enumerate() {
            for (column, value) in line.iter().enumerate() {
                if matches!(out[row][column], Cell::Withheld(_)) && (row, column) != own {
                    capacity[row][rows + column] = UNBOUNDED;
                    capacity[rows + column][row] = value - 1;
                }
            }
        }
        Self { capacity }
    }

    /// The most that can flow, up to `enough`.
    fn flow(mut self, from: usize, to: usize, enough: u64) -> u64 {
        let mut total = 0;
        while total < enough {
            let Some(path) = self.path(from, to) else { break };
            let least = path.windows(2).map(|step| self.capacity[step[0]][step[1]]).min().unwrap_or(0);
            for step in path.windows(2) {
                self.capacity[step[0]][step[1]] -= least;
                self.capacity[step[1]][step[0]] += least;
            }
            total += least;
        }
        total
    }

    fn path(&self, from: usize, to: usize) -> Option<Vec<usize>> {
        let mut came = vec![None; self.capacity.len()];
        let mut queue = VecDeque::from([from]);
        while let Some(node) = queue.pop_front().filter(|node| *node != to) {
            for (next, before) in came.iter_mut().enumerate() {
                if self.capacity[node][next] > 0 && before.is_none() && next != from {
                    *before = Some(node);
                    queue.push_back(next);
                }
            }
        }
        let mut path = vec![to];
        while let Some(node) = came[*path.last()?] {
            path.push(node);
        }
        path.reverse();
        (path.first() == Some(&from)).then_some(path)
    }
}

/// The first withheld cell that the rest gives away.
pub(super) fn exposed(cells: &[Vec<u64>], out: &[Vec<Cell>], below: u64) -> Option<(usize, usize)> {
    let places = out.iter().enumerate().flat_map(|(row, line)| {
        let hidden = line.iter().enumerate().filter(|(_, cell)| matches!(cell, Cell::Withheld(_)));
        hidden.map(move |(column, _)| (row, column))
    });
    places.into_iter().find(|place| is_exposed(cells, out, *place, below))
}

/// Whether the rest gives a withheld cell away: it cannot be another number, or not as large as the threshold.
pub(super) fn is_exposed(cells: &[Vec<u64>], out: &[Vec<Cell>], (row, column): (usize, usize), below: u64) -> bool {
    let value = cells[row][column];
    let (row_node, column_node) = (row, cells.len() + column);
    let needed = below.saturating_sub(value).max(1);
    let rise = Network::without(cells, out, (row, column)).flow(column_node, row_node, needed);
    // A cell that is large enough may also be another number by falling.
    let fall = || Network::without(cells, out, (row, column)).flow(row_node, column_node, 1).min(value - 1);
    rise < needed && (value < below || fall() == 0)
}
