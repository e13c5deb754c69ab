//! Separated values: the separator found by itself, quoted fields with line breaks. The bytes were decoded elsewhere.

use super::grid::{Cell, Grid};
use super::heads::numeric;
use super::{rows, tidy::tidy};
use crate::document::{Content, Coverage, Missing, Reason};
use crate::extract::package::Budget;

const SEPARATORS: [char; 4] = [';', '\t', ',', '|'];
/// Records that tell what the separator is.
const SAMPLE: usize = 50;

/// Reads a file of separated values.
pub fn csv(text: &str) -> Content {
    let text = text.trim_start_matches('\u{feff}');
    let (told, text) = told(text);
    let separator = told.or_else(|| separator(text));
    let budget = Budget::of(text.len());
    let mut grid = Grid::new(&budget);
    let reason = fill(&mut grid, text, separator).err();
    let mut content = Content::default();
    rows::push_blocks(&grid.rows(), true, &mut content.blocks);
    let reason = if content.blocks.is_empty() { Some(reason.unwrap_or(Reason::Empty)) } else { reason };
    let missing = reason.map(|reason| Missing { pages: None, reason }).into_iter().collect();
    content.coverage = Coverage { missing, ..Coverage::default() };
    content
}

/// The separator that a first line "sep=;" tells, and the text after it.
fn told(text: &str) -> (Option<char>, &str) {
    let line = text.lines().next().unwrap_or_default();
    let separator = line.trim_matches('"').strip_prefix("sep=").and_then(|rest| rest.chars().next());
    match separator {
        Some(separator) => {
            (Some(separator), text.get(line.len()..).unwrap_or_default().trim_start_matches(['\r', '\n']))
        }
        None => (None, text),
    }
}

fn fill(grid: &mut Grid<'_>, text: &str, separator: Option<char>) -> Result<(), Reason> {
    let (mut row, mut column) = (0u32, 0u32);
    for field in Fields::new(text, separator) {
        let text = tidy(&field.text);
        let value = numeric(&text) && !text.contains(' ') && !text.contains(char::is_alphabetic);
        grid.put(Cell { row, column, text, value, strong: false })?;
        (row, column) = if field.last { (row + 1, 0) } else { (row, column + 1) };
    }
    Ok(())
}

/// The separator with which most records of the start have as many fields as most others.
fn separator(text: &str) -> Option<char> {
    let best = SEPARATORS.iter().rev().max_by_key(|separator| agreement(text, **separator))?;
    (agreement(text, *best).0 > 0).then_some(*best)
}

/// How many of the first records have the most usual number of fields (more than one), and that number.
fn agreement(text: &str, separator: char) -> (usize, usize) {
    let mut counts: Vec<usize> = Vec::new();
    let mut fields = 0;
    for field in Fields::new(text, Some(separator)) {
        fields += 1;
        if field.last {
            counts.extend(Some(fields).filter(|fields| *fields > 1 || !field.text.trim().is_empty()));
            fields = 0;
        }
        if counts.len() >= SAMPLE || fields > 20_000 {
            break;
        }
    }
    counts.sort_unstable();
    let usual = counts.chunk_by(|a, b| a == b).map(|same| (same.len(), same.first().copied().unwrap_or(0)));
    let (records, fields) = usual.filter(|(_, fields)| *fields > 1).max().unwrap_or((0, 0));
    // Commas of running text agree now and then; a table agrees in most of its records.
    if records * 2 > counts.len() { (records, fields) } else { (0, 0) }
}

/// One field, and whether it ends its record.
struct Field {
    text: String,
    last: bool,
}

/// The fields of a text, one after the other.
struct Fields<'t> {
    rest: &'t str,
    separator: Option<char>,
    /// Whether quotes still have a meaning: not after one that is never closed.
    quotes: bool,
    done: bool,
}

impl<'t> Fields<'t> {
    fn new(text: &'t str, separator: Option<char>) -> Self {
        Fields { rest: text, separator, quotes: true, done: text.is_empty() }
    }

    /// A quoted field and what follows its closing quote.
    fn quoted(&mut self) -> Option<String> {
        let inner = self.rest.trim_start_matches(' ').strip_prefix('"').filter(|_| self.quotes)?;
        let mut text = String::new();
        let mut rest = inner;
        loop {
            let Some((before, after)) = rest.split_once('"') else {
                self.quotes = false;
                return None;
            };
            text.push_str(before);
            match after.strip_prefix('"') {
                Some(after) => {
                    text.push('"');
                    rest = after;
                }
                None => {
                    self.rest = after;
                    return Some(text);
                }
            }
        }
    }
}

impl Iterator for Fields<'_> {
    type Item = Field;

    fn next(&mut self) -> Option<Field> {
        if self.done {
            return None;
        }
        let mut text = self.quoted().unwrap_or_default();
        let ends = |c: char| Some(c) == self.separator || c == '\n' || c == '\r';
        let end = self.rest.find(ends).unwrap_or(self.rest.len());
        let (plain, after) = self.rest.split_at(end);
        text.push_str(plain);
        let mut letters = after.chars();
        let stop = letters.next();
        self.rest = letters.as_str();
        if stop == Some('\r') {
            self.rest = self.rest.strip_prefix('\n').unwrap_or(self.rest);
        }
        let last = stop.is_none() || stop != self.separator;
        self.done = stop.is_none() || (last && self.rest.is_empty());
        Some(Field { text, last })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::shown;

    #[test]
    fn separated_values() {
        let check = |text: &str, expected: &[&str]| assert_eq!(shown(&csv(text).blocks), expected, "{text:?}");
        check("Wijk;Aantal\nNoord;1,5\nZuid;2,5\n", &["h Wijk | Aantal", "t Noord | 1,5", "t Zuid | 2,5"]);
        check("naam,tekst\r\na,\"x, y\"\r\nb,\"een\r\ntwee\"", &["h naam | tekst", "t a | x, y", "t b | een/twee"]);
        check("Wijk\tSoort\nNoord\tstad", &["h Wijk | Soort", "t Noord | stad"]);
        check("a|b\n1|2\n", &["h a | b", "t 1 | 2"]);
        check("sep=,\na,b\n1,2", &["h a | b", "t 1 | 2"]);
        check("a;b\n\"hij zei \"\"nee\"\"\";c", &["h a | b", "t hij zei \"nee\" | c"]);
        check("a;b;c\n1;;3\n;;4\n", &["h a | b | c", "t 1 | | 3", "t | | 4"]);
        check("\u{feff}Alleen regels\nzonder iets\n", &["p Alleen regels", "p zonder iets"]);
        check("a;b\n\"nooit dicht;c\nd;e", &["h a | b", "t \"nooit dicht | c", "t d | e"]);
        check("", &[]);
    }
}
