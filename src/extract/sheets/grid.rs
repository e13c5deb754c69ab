//! The cells of one sheet as its reader finds them, in any order, and the rows that a person would see. It does not
//! know formats of files, nor what the rows mean.

use super::areas::{Area, Merged, Spans};
use crate::document::Reason;
use crate::extract::package::Budget;

/// One cell that shows something.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Its row, counted from 0.
    pub row: u32,
    /// Its column, counted from 0.
    pub column: u32,
    /// What it shows, tidied.
    pub text: String,
    /// Whether it holds a number, a date or a truth value, not text.
    pub value: bool,
    /// Whether it stands out: bold, or larger than the others.
    pub strong: bool,
}

/// A row that shows something.
#[derive(Debug, Default)]
pub struct Row {
    /// Its cells from left to right.
    pub cells: Vec<Cell>,
    /// Whether the file says that it holds the heads of columns.
    pub head: bool,
    /// Whether empty rows stand between it and the row before.
    pub apart: bool,
}

/// Cells of one sheet beyond this are not read.
const MOST_CELLS: usize = 2_000_000;
/// What a cell takes off the budget beside its text, in bytes.
const COST: u64 = 16;

/// The cells of a sheet while it is read.
pub struct Grid<'b> {
    budget: &'b Budget,
    cells: Vec<Cell>,
    /// Rows that are not shown.
    pub hidden_rows: Spans,
    /// Columns that are not shown.
    pub hidden_columns: Spans,
    /// Merged areas.
    pub merged: Vec<Area>,
    /// Rows that hold the heads of columns.
    pub heads: Spans,
    /// Rows under a filter that is on. A filter is a view that a person can lift, so they are shown.
    pub filtered: Spans,
}

impl<'b> Grid<'b> {
    /// An empty sheet; the text of its cells comes off `budget`.
    pub fn new(budget: &'b Budget) -> Self {
        let [hidden_rows, hidden_columns, heads, filtered] = <[Spans; 4]>::default();
        Grid { budget, cells: Vec::new(), hidden_rows, hidden_columns, merged: Vec::new(), heads, filtered }
    }

    /// Adds a cell, unless it shows nothing.
    ///
    /// # Errors
    /// [`Reason::Expands`] where the text is more than the budget has left, [`Reason::TooLarge`] where there are too
    /// many cells.
    pub fn put(&mut self, cell: Cell) -> Result<(), Reason> {
        if cell.text.is_empty() {
            return Ok(());
        }
        if self.cells.len() >= MOST_CELLS {
            return Err(Reason::TooLarge);
        }
        self.budget.take(cell.text.len() as u64 + COST)?;
        self.cells.push(cell);
        Ok(())
    }

    /// The rows that are shown, from top to bottom.
    pub fn rows(mut self) -> Vec<Row> {
        let spans = [&mut self.hidden_rows, &mut self.hidden_columns, &mut self.heads, &mut self.filtered];
        spans.into_iter().for_each(Spans::settle);
        self.cells.sort_by_key(|cell| (cell.row, cell.column));
        let mut merged = Merged::new(self.merged);
        let mut rows: Vec<Row> = Vec::new();
        let mut last = None;
        for cell in self.cells {
            let number = cell.row;
            let hidden_row = self.hidden_rows.contains(number) && !self.filtered.contains(number);
            let hidden = hidden_row || self.hidden_columns.contains(cell.column);
            if hidden || merged.covers(number, cell.column) {
                continue;
            }
            match rows.last_mut() {
                Some(row) if last == Some(number) => row.cells.push(cell),
                _ => {
                    let apart = last.is_some_and(|last| number - last > 1 + self.hidden_rows.between(last, number));
                    rows.push(Row { cells: vec![cell], head: self.heads.contains(number), apart });
                }
            }
            last = Some(number);
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(row: u32, column: u32, text: &str) -> Cell {
        Cell { row, column, text: text.to_owned(), value: false, strong: false }
    }

    #[test]
    fn only_what_is_shown_becomes_rows() {
        let budget = Budget::of(0);
        let mut grid = Grid::new(&budget);
        for (row, column, text) in
            [(4, 0, "d"), (0, 1, "b"), (0, 0, "a"), (1, 0, "weg"), (2, 2, "ook weg"), (2, 0, "c"), (2, 1, "")]
        {
            assert!(grid.put(cell(row, column, text)).is_ok());
        }
        grid.hidden_rows.add(1, 1);
        grid.hidden_columns.add(2, 9);
        grid.heads.add(0, 0);
        let shown = |row: &Row| {
            let texts: Vec<_> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
            format!("{}{}{}", texts.join(","), if row.head { "!" } else { "" }, if row.apart { "^" } else { "" })
        };
        assert_eq!(grid.rows().iter().map(shown).collect::<Vec<_>>(), ["a,b!", "c", "d^"]);
    }

    #[test]
    fn text_comes_off_the_budget() {
        let budget = Budget::of(0);
        let mut grid = Grid::new(&budget);
        let long = "x".repeat(10_000_000);
        assert_eq!(grid.put(cell(0, 0, &long)), Ok(()));
        assert_eq!(grid.put(cell(1, 0, &long)), Err(Reason::Expands));
    }
}
