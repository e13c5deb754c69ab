//! Which rows of a table hold the heads of its columns: by what the file says, by how they look, or by their shape
//! beside the rows that follow. `rows` uses it.

use super::grid::{Cell, Row};

/// A head is no longer than this, in characters.
const LONGEST_HEAD: usize = 80;
/// Rows of heads above one table.
const MOST_HEADS: usize = 3;
/// Rows that are compared with the first.
const SAMPLE: usize = 20;

/// For each row of `region` (rows without an empty row between them) whether it holds heads. `titled` says that the
/// first row is likely to hold heads, as in a file of separated values; `next` is the row after the region.
pub fn heads(region: &[Row], next: Option<&Row>, titled: bool) -> Vec<bool> {
    let mut heads: Vec<bool> = region.iter().map(|row| row.head && row.cells.len() > 1).collect();
    let declared = heads.contains(&true);
    let mut at = 0;
    while at < region.len() {
        let rest = region.get(at..).unwrap_or_default();
        let first = at == 0 || region.get(at - 1).is_some_and(|row| row.cells.len() == 1);
        let shaped = if at == 0 { shaped_heads(rest, titled) } else { 0 };
        let count = if first && !declared { strong_heads(rest, next).max(shaped) } else { 0 };
        heads.iter_mut().skip(at).take(count).for_each(|head| *head = true);
        at += count.max(1);
    }
    heads
}

/// How many rows at the start stand out as a whole, with others below them.
fn strong_heads(rows: &[Row], next: Option<&Row>) -> usize {
    let strong = |row: &&Row| row.cells.len() > 1 && row.cells.iter().all(|cell| cell.strong && headlike(cell));
    let count = rows.iter().take(MOST_HEADS + 1).take_while(strong).count();
    let table = rows.iter().skip(count).take(SAMPLE).chain(next).any(|row| row.cells.len() > 1);
    if count <= MOST_HEADS && table { count } else { 0 }
}

/// One where the first row has the shape of heads and the rows below have another.
fn shaped_heads(rows: &[Row], titled: bool) -> usize {
    let Some((first, rest)) = rows.split_first() else { return 0 };
    let words = first.cells.iter().filter(|cell| !cell.value).count();
    if first.cells.len() < 2 || words == 0 || !first.cells.iter().all(headlike) || !distinct(first) {
        return 0;
    }
    let below: Vec<&Row> = rest.iter().take(10 * SAMPLE).filter(|row| row.cells.len() > 1).take(SAMPLE).collect();
    let plain = first.cells.iter().all(|cell| !cell.value && !cell.text.contains(|c: char| c.is_ascii_digit()));
    let differs = || below.len() > 1 && first.cells.iter().any(|cell| differs(cell, &below));
    usize::from(!below.is_empty() && ((titled && plain) || differs()))
}

fn distinct(row: &Row) -> bool {
    let mut texts: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
    texts.sort_unstable();
    texts.windows(2).all(|pair| pair.first() != pair.last())
}

/// Short words, or a year.
fn headlike(cell: &Cell) -> bool {
    let year = || cell.text.len() == 4 && matches!(cell.text.parse(), Ok(1900..=2100));
    if cell.value { year() } else { cell.text.chars().count() <= LONGEST_HEAD }
}

/// Whether the cells below `head` are values or long texts, nearly all of them.
fn differs(head: &Cell, below: &[&Row]) -> bool {
    let length = |cell: &Cell| cell.text.chars().count();
    let same = |row: &&Row| row.cells.iter().find(|cell| cell.column == head.column).cloned();
    let cells: Vec<Cell> = below.iter().filter_map(same).collect();
    let other = |cell: &&Cell| {
        // Below years as heads stand amounts, not years.
        let number = (cell.value || numeric(&cell.text)) && !(head.value && headlike(cell));
        (number && (head.value || !numeric(&head.text))) || (length(cell) > 40 && length(cell) > 3 * length(head))
    };
    !cells.is_empty() && cells.len() * 2 > below.len() && cells.iter().filter(other).count() * 10 >= cells.len() * 8
}

/// Whether a text is mostly digits: a number, an amount, a date, a code.
pub fn numeric(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    digits > 0 && digits >= letters
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of cells: '*' before a strong one, '=' before a value.
    fn rows(texts: &[&[&str]]) -> Vec<Row> {
        let cell = |(column, text): (u32, &&str)| Cell {
            row: 0,
            column,
            text: text.trim_start_matches(['*', '=']).to_owned(),
            value: text.starts_with('='),
            strong: text.starts_with('*'),
        };
        let row = |cells: &&[&str]| Row { cells: (0..).zip(cells.iter()).map(cell).collect(), ..Row::default() };
        texts.iter().map(row).collect()
    }

    #[test]
    fn rows_of_heads() {
        let check = |texts: &[&[&str]], titled, expected: &[bool]| {
            assert_eq!(heads(&rows(texts), None, titled), expected, "{texts:?}");
        };
        let plain: &[&[&str]] = &[&["Wijk", "Inwoners"], &["Noord", "=1.200"], &["Zuid", "=900"]];
        check(plain, false, &[true, false, false]);
        check(&[&["*Wijk", "*Soort"], &["Noord", "stad"]], false, &[true, false]);
        check(&[&["*2020", "*2021"], &["*A", "*B"], &["=1", "=2"]], false, &[true, true, false]);
        check(&[&["Wijk", "Soort"], &["Noord", "stad"]], false, &[false, false]);
        check(&[&["Wijk", "Soort"], &["Noord", "stad"]], true, &[true, false]);
        check(&[&["Post", "=2020"], &["Zorg", "=1.500"], &["Weg", "=900"]], false, &[true, false, false]);
        check(&[&["Versie", "=1.500"], &["Datum", "=1-2-2020"], &["Deel", "=7"]], false, &[false; 3]);
        check(&[&["Titel"], &["*Wijk", "*Soort"], &["Noord", "stad"]], false, &[false, true, false]);
        check(&[&["*Alles", "*vet"], &["*Noord", "*stad"]], false, &[false, false]);
    }
}
