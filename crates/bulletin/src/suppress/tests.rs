use super::*;
use proptest::prelude::*;

fn hidden(cells: &[Cell]) -> Vec<usize> {
    (0..cells.len()).filter(|place| matches!(cells[*place], Cell::Withheld(_))).collect()
}

#[test]
fn a_small_cell_takes_another_with_it() {
    assert_eq!(hidden(&line(&[3, 40, 20, 0], 5)), [0, 2]);
    assert_eq!(line(&[3, 40, 20, 0], 5)[2], Cell::Withheld(Why::Protects));
    assert_eq!(hidden(&line(&[5, 40, 0], 5)), [] as [usize; 0]);
    // Two ones: everybody would see that both are 1.
    assert_eq!(hidden(&line(&[1, 1, 30, 9], 5)), [0, 1, 3]);
    assert_eq!(hidden(&line(&[3], 5)), [0]);
    assert_eq!(hidden(&line(&[3, 9], 0)), [] as [usize; 0]);
}

#[test]
fn a_cell_of_a_grid_is_protected_along_rows_and_columns() {
    let cells = vec![vec![2, 30, 40], vec![50, 60, 70], vec![80, 90, 100]];
    let out = grid(&cells, 5);
    let withheld: Vec<_> = out.iter().map(|row| hidden(row)).collect();
    assert_eq!(withheld, [vec![0, 1], vec![0, 1], vec![]]);
}

#[test]
fn small_rows_stand_together() {
    assert_eq!(merge(&[3, 100, 7, 50], 5), [0, 2]);
    assert_eq!(merge(&[30, 100], 5), [] as [usize; 0]);
}

/// Every way to fill the withheld cells with at least 1 so that all totals stay, as seen by an outsider.
fn worlds(cells: &[Vec<u64>], out: &[Vec<Cell>], both: bool) -> Vec<Vec<u64>> {
    let places: Vec<_> =
        (0..cells.len()).flat_map(|row| hidden(&out[row]).into_iter().map(move |column| (row, column))).collect();
    let left = |of: &dyn Fn(&(usize, usize)) -> usize, which: usize| {
        places.iter().filter(|place| of(place) == which).map(|(row, column)| cells[*row][*column]).sum::<u64>()
    };
    let rows: Vec<_> = (0..cells.len()).map(|row| left(&|place| place.0, row)).collect();
    let columns: Vec<_> = (0..cells[0].len()).map(|column| left(&|place| place.1, column)).collect();
    let mut found = Vec::new();
    fill(&places, 0, &mut rows.clone(), &mut columns.clone(), both, &mut Vec::new(), &mut found);
    found
}

fn fill(
    places: &[(usize, usize)],
    at: usize,
    rows: &mut [u64],
    columns: &mut [u64],
    both: bool,
    now: &mut Vec<u64>,
    found: &mut Vec<Vec<u64>>,
) {
    let Some((row, column)) = places.get(at).copied() else {
        if rows.iter().all(|rest| *rest == 0) && (!both || columns.iter().all(|rest| *rest == 0)) {
            found.push(now.clone());
        }
        return;
    };
    let most = if both { rows[row].min(columns[column]) } else { rows[row] };
    for value in 1..=most {
        rows[row] -= value;
        columns[column] = columns[column].wrapping_sub(value);
        now.push(value);
        fill(places, at + 1, rows, columns, both, now, found);
        now.pop();
        rows[row] += value;
        columns[column] = columns[column].wrapping_add(value);
    }
}

/// Whether an outsider who tries everything learns a withheld cell, or that it is small.
fn is_given_away(worlds: &[Vec<u64>], below: u64) -> bool {
    let cells = worlds.first().map_or(0, Vec::len);
    (0..cells).any(|cell| {
        let values: Vec<_> = worlds.iter().map(|world| world[cell]).collect();
        values.iter().max() == values.iter().min() || values.iter().max().is_some_and(|most| *most < below)
    })
}

proptest! {
    #[test]
    fn a_line_cannot_be_undone_by_subtraction(cells in prop::collection::vec(0_u64..12, 2..5), below in 0_u64..6) {
        let out = vec![line(&cells, below)];
        let table = vec![cells.clone()];
        prop_assert!(cells.iter().zip(&out[0]).all(|(value, cell)| *cell != Cell::Shown(*value) || *value == 0 || *value >= below));
        let shown = out[0].iter().any(|cell| matches!(cell, Cell::Shown(value) if *value > 0));
        let given_away = is_given_away(&worlds(&table, &out, false), below);
        prop_assert!(!given_away || !shown, "{out:?}");
    }

    #[test]
    fn a_grid_cannot_be_undone_by_subtraction(cells in prop::collection::vec(prop::collection::vec(0_u64..9, 3), 2..4), below in 0_u64..5) {
        let out = grid(&cells, below);
        for (row, line) in cells.iter().zip(&out) {
            prop_assert!(row.iter().zip(line).all(|(value, cell)| *cell != Cell::Shown(*value) || *value == 0 || *value >= below));
        }
        let shown = out.iter().flatten().any(|cell| matches!(cell, Cell::Shown(value) if *value > 0));
        let given_away = is_given_away(&worlds(&cells, &out, true), below);
        prop_assert!(!given_away || !shown, "{out:?}");
    }
}
