//! The rows of a table into blocks: cells side by side, column heads, and tables that only lay out a page taken apart.

use super::flow::{Item, Place};
use crate::document::BlockKind;

/// A row of a table.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// What stands in each cell; a covered cell is empty.
    pub(super) cells: Vec<Vec<Item>>,
    /// The format says that it is a row of column heads.
    pub(super) head: bool,
    /// It is hidden or deleted.
    pub(super) dropped: bool,
}

/// Column heads are no longer than this, in characters.
const LONGEST_HEAD: usize = 60;
/// A cell with more paragraphs than this, and more text, is a page in a layout and no cell.
const MOST_PARAGRAPHS: usize = 8;
const MOST_TEXT: usize = 1500;

/// The blocks of a table: nested tables and layouts in reading order, everything else as rows.
pub(super) fn items(mut rows: Vec<Row>) -> Vec<Item> {
    rows.retain(|row| row.cells.iter().any(|cell| !cell.is_empty()));
    if is_layout(&rows) {
        return rows.into_iter().flat_map(|row| row.cells.into_iter().flatten()).collect();
    }
    let heads = heads(&rows);
    let mut items = Vec::new();
    for (at, row) in rows.into_iter().enumerate() {
        if is_spread(&row) {
            items.extend(row.cells.into_iter().flatten());
            continue;
        }
        let kind = if at < heads { BlockKind::TableHead } else { BlockKind::TableRow };
        let bold = row.cells.iter().flatten().all(|item| item.bold);
        let text = joined(&row.cells);
        if !text.is_empty() {
            items.push(Item { kind, text, bold, place: Place::Text });
        }
        items.extend(row.cells.into_iter().flatten().filter(|item| item.place == Place::Note));
    }
    items
}

/// Whether there is text in one column only.
fn is_layout(rows: &[Row]) -> bool {
    let mut columns = rows
        .iter()
        .flat_map(|row| row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()).map(|(column, _)| column));
    match columns.next() {
        Some(first) => columns.all(|column| column == first),
        None => true,
    }
}

/// Whether a row lays out a page: tables in it, headings in its only cell, or very much text in one cell.
fn is_spread(row: &Row) -> bool {
    let filled = row.cells.iter().filter(|cell| !cell.is_empty()).count();
    row.cells.iter().any(|cell| {
        let is_table = |item: &Item| matches!(item.kind, BlockKind::TableRow | BlockKind::TableHead);
        let is_heading = |item: &Item| matches!(item.kind, BlockKind::Heading(_));
        cell.iter().any(is_table)
            || filled == 1 && cell.iter().any(is_heading)
            || cell.len() > MOST_PARAGRAPHS && cell.iter().map(|item| item.text.len()).sum::<usize>() > MOST_TEXT
    })
}

/// How many rows at the top are column heads.
fn heads(rows: &[Row]) -> usize {
    let flagged = rows.iter().take_while(|row| row.head && !is_spread(row)).count();
    if flagged == rows.len() {
        return 0;
    }
    if flagged == 0 { usize::from(starts_with_heads(rows)) } else { flagged }
}

/// Whether the first row, which the format does not say to be heads, clearly is: short text without digits in all its
/// cells, over rows that look otherwise. Two columns may be names and values, so there the looks decide.
fn starts_with_heads(rows: &[Row]) -> bool {
    let [first, rest @ ..] = rows else { return false };
    let Some(second) = rest.first() else { return false };
    let columns = first.cells.len();
    let is_head = |cell: &Vec<Item>| {
        let text = cell_text(cell);
        let size = text.chars().count();
        (1..=LONGEST_HEAD).contains(&size)
            && !text.contains(|c: char| c.is_ascii_digit())
            && !text.ends_with(['.', ':', ';', '!'])
            && text.contains(char::is_alphabetic)
            && cell.iter().all(|item| item.kind != BlockKind::ListItem)
    };
    let named =
        first.cells.iter().skip(1).all(is_head) && first.cells.first().is_some_and(|c| c.is_empty() || is_head(c));
    if columns < 2 || !named {
        return false;
    }
    let is_bold = |row: &Row| row.cells.iter().flatten().all(|item| item.bold);
    if is_bold(first) && !is_bold(second) && second.cells.len() > 1 {
        return true;
    }
    let differs = |row: &Row| row.cells.iter().skip(1).any(|cell| !cell.is_empty() && !is_head(cell));
    columns > 2 && rest.iter().take(20).filter(|row| differs(row)).count() * 2 > rest.len().min(20)
}

/// The cells side by side; empty ones only where text follows.
fn joined(cells: &[Vec<Item>]) -> String {
    let mut texts: Vec<String> = cells.iter().map(|cell| cell_text(cell)).collect();
    while texts.pop_if(|text| text.is_empty()).is_some() {}
    texts.join(" | ").trim().to_owned()
}

/// The paragraphs of a cell on one line: with a space where the first ends a sentence or the next goes on with it, and
/// otherwise a semicolon.
fn cell_text(cell: &[Item]) -> String {
    let mut text = String::new();
    for line in cell.iter().filter(|item| item.place != Place::Note).flat_map(|item| item.text.lines()) {
        if text.ends_with(|c: char| !c.is_alphanumeric() && !matches!(c, ')' | '%' | '"' | '”' | '’'))
            || line.starts_with(|c: char| c.is_lowercase() || matches!(c, '-' | '('))
        {
            text.push(' ');
        } else if !text.is_empty() {
            text.push_str("; ");
        }
        text.push_str(line);
    }
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    //! Properties tested: heads by flag, by looks and by their rows; layouts are taken apart; cells are joined.

    use super::*;
    use crate::extract::shown;

    /// Rows by lines, cells by "|", paragraphs by "/"; "!" before a row flags it, "*" before a paragraph makes it bold.
    fn check(table: &str, expected: &[&str]) {
        let paragraph = |text: &str| Item {
            bold: text.starts_with('*'),
            ..Item::new(BlockKind::Paragraph, text.trim_start_matches('*').to_owned())
        };
        let cell = |text: &str| text.split('/').filter(|text| !text.is_empty()).map(paragraph).collect();
        let row = |line: &str| Row {
            cells: line.trim_start_matches('!').split('|').map(cell).collect(),
            head: line.starts_with('!'),
            dropped: false,
        };
        let blocks: Vec<_> =
            items(table.lines().map(row).collect()).into_iter().map(|item| item.into_block(None)).collect();
        assert_eq!(shown(&blocks), expected, "{table}");
    }

    #[test]
    fn rows() {
        check("!Jaar|Bedrag\n2024|12", &["h Jaar | Bedrag", "t 2024 | 12"]);
        check("Wijk|Woningen|Ouderen\nNoord|300|12", &["h Wijk | Woningen | Ouderen", "t Noord | 300 | 12"]);
        check("*Soort|*Uitleg\nA|Lang verhaal", &["h Soort | Uitleg", "t A | Lang verhaal"]);
        check("Naam|Jansen\nDatum|3 mei", &["t Naam | Jansen", "t Datum | 3 mei"]);
        check("!a|b\n!c|d", &["t a | b", "t c | d"]);
        check("x||\n|y|", &["t x", "t | y"]);
        check("alleen\nonder elkaar", &["p alleen", "p onder elkaar"]);
        check("|alleen\n|rechts", &["p alleen", "p rechts"]);
        check("", &[]);
    }

    #[test]
    fn cells() {
        check("Wie/Wethouder|x", &["t Wie; Wethouder | x"]);
        check("Datum van/ingang|Kort./Lang", &["t Datum van ingang | Kort. Lang"]);
    }
}
