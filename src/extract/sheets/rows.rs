//! Rows of a sheet made into blocks: titles and notes, heads of columns and rows of tables. Which rows hold heads is
//! left to `heads`.

use super::grid::{Cell, Row};
use super::heads::heads;
use crate::document::{Block, BlockKind};

/// A title above a table is no longer than this, in characters.
const LONGEST_TITLE: usize = 80;
/// Columns next to each other that are empty in a row, beyond this, leave no mark.
const MOST_EMPTY: usize = 20;

/// Adds the blocks of a sheet; `titled` as for [`heads`].
pub fn push_blocks(rows: &[Row], titled: bool, blocks: &mut Vec<Block>) {
    let mut start = 0;
    while let Some(rest) = rows.get(start..).filter(|rest| !rest.is_empty()) {
        let end = rest.iter().skip(1).position(|row| row.apart).map_or(rest.len(), |at| at + 1);
        let (region, after) = rest.split_at(end);
        push_region(region, after.first(), titled && start == 0, blocks);
        start += end;
    }
}

/// Adds rows without an empty row between them; `next` is the row that follows.
fn push_region(region: &[Row], next: Option<&Row>, titled: bool, blocks: &mut Vec<Block>) {
    let heads = heads(region, next, titled);
    let columns = columns(region);
    let table = |row: &Row| row.cells.len() > 1;
    let first = region.iter().position(table).unwrap_or(region.len());
    let last = region.iter().rposition(table).unwrap_or(0);
    for (at, (row, head)) in region.iter().zip(heads).enumerate() {
        let kind = match row.cells.as_slice() {
            [] => continue,
            [cell] if is_title(cell) && region.get(at + 1).or(next).is_some_and(under_title) => BlockKind::Heading(3),
            [cell] if first < at && (at < last || cell.value) => BlockKind::TableRow,
            [_] => BlockKind::Paragraph,
            _ if head => BlockKind::TableHead,
            _ => BlockKind::TableRow,
        };
        let columns = if kind == BlockKind::TableRow || head { columns.as_slice() } else { &[] };
        blocks.push(Block { kind, text: joined(&row.cells, columns), page: None });
    }
}

/// The columns that tables of `region` use, in order.
fn columns(region: &[Row]) -> Vec<u32> {
    let rows = region.iter().filter(|row| row.cells.len() > 1);
    let mut columns: Vec<u32> = rows.flat_map(|row| row.cells.iter().map(|cell| cell.column)).collect();
    columns.sort_unstable();
    columns.dedup();
    columns
}

/// Whether the only cell of a row is a title, given that the right row follows.
fn is_title(cell: &Cell) -> bool {
    cell.strong && !cell.value && !cell.text.contains('\n') && cell.text.chars().count() <= LONGEST_TITLE
}

/// Whether a row may stand under a title: one of a table, or running text.
fn under_title(row: &Row) -> bool {
    row.cells.len() > 1 || row.cells.iter().all(|cell| !cell.strong && !cell.value)
}

/// The texts of `cells`, each in its place among `columns`.
fn joined(cells: &[Cell], columns: &[u32]) -> String {
    let mut text = String::with_capacity(cells.iter().map(|cell| cell.text.len() + 3).sum());
    let mut at = 0;
    for cell in cells {
        let place = columns.binary_search(&cell.column).unwrap_or(at);
        let empty = place.saturating_sub(at).min(MOST_EMPTY);
        (0..empty).for_each(|_| text.push_str("| "));
        text.push_str(&cell.text);
        text.push_str(" | ");
        at = place + 1;
    }
    text.truncate(text.trim_end_matches(" | ").len());
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::shown;

    #[test]
    fn blocks_of_a_sheet() {
        let cell = |column, text: &str| Cell {
            row: 0,
            column,
            text: text.trim_start_matches(['*', '=']).to_owned(),
            value: text.starts_with('='),
            strong: text.starts_with('*'),
        };
        let row = |apart, cells: &[(u32, &str)]| Row {
            cells: cells.iter().map(|(column, text)| cell(*column, text)).collect(),
            head: false,
            apart,
        };
        let rows = [
            row(false, &[(0, "*Jaarcijfers")]),
            row(true, &[(0, "*Wijk"), (2, "*Inwoners"), (5, "*Huizen")]),
            row(false, &[(0, "Noord"), (5, "=40")]),
            row(false, &[(2, "=5"), (5, "=6")]),
            row(false, &[(5, "=46")]),
            row(true, &[(3, "Bron: eigen telling")]),
            row(true, &[(1, "Straat"), (16_383, "Lengte")]),
            row(false, &[(1, "Dijk"), (16_383, "=12")]),
            row(false, &[(1, "Laan"), (16_383, "=14")]),
        ];
        let mut blocks = Vec::new();
        push_blocks(&rows, false, &mut blocks);
        let expected = [
            "3 Jaarcijfers",
            "h Wijk | Inwoners | Huizen",
            "t Noord | | 40",
            "t | 5 | 6",
            "t | | 46",
            "p Bron: eigen telling",
            "h Straat | Lengte",
            "t Dijk | 12",
            "t Laan | 14",
        ];
        assert_eq!(shown(&blocks), expected);
    }
}
