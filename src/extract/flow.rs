//! Paragraphs, cells and notes as word processors store them, made into blocks: what belongs together in a table, which
//! rows are heads, where notes go, and clean text. What a paragraph is (its style) is for the readers to find out.

use crate::document::{Block, BlockKind};
use crate::extract::tidy::ligature;

/// Cells longer than this (in characters) are no column heads.
const LONGEST_HEAD: usize = 60;

/// Collects what a reader finds, in reading order.
#[derive(Debug, Default)]
pub struct Flow {
    blocks: Vec<Block>,
    rows: Vec<Row>,
    row: Row,
    cell: Vec<(BlockKind, String)>,
    notes: Vec<String>,
}

#[derive(Debug, Default)]
struct Row {
    cells: Vec<Vec<(BlockKind, String)>>,
    notes: Vec<String>,
    head: bool,
}

impl Flow {
    /// Adds a paragraph outside of tables; a table that was open ends.
    pub fn paragraph(&mut self, kind: BlockKind, text: &str) {
        self.end_table();
        self.push(kind, tidy(text));
        for note in std::mem::take(&mut self.notes) {
            self.push(BlockKind::Paragraph, note);
        }
    }

    /// Adds a paragraph to the open cell.
    pub fn in_cell(&mut self, kind: BlockKind, text: &str) {
        let text = tidy(text);
        if !text.is_empty() {
            self.cell.push((kind, text));
        }
    }

    /// Closes the open cell.
    pub fn end_cell(&mut self) {
        let cell = std::mem::take(&mut self.cell);
        self.row.cells.push(cell);
    }

    /// Closes the row; `head` says that the format marks it as column heads.
    pub fn end_row(&mut self, head: bool) {
        if !self.cell.is_empty() {
            self.end_cell();
        }
        let notes = std::mem::take(&mut self.notes);
        let row = std::mem::take(&mut self.row);
        self.rows.push(Row { head, notes, ..row });
    }

    /// Adds a note that belongs to the paragraph or row that is being read.
    pub fn note(&mut self, text: &str) {
        let text = tidy(text);
        if !text.is_empty() {
            self.notes.push(text);
        }
    }

    /// Whether nothing was added yet.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty() && self.rows.is_empty() && self.row.cells.is_empty() && self.cell.is_empty()
    }

    /// All blocks, in reading order.
    pub fn finish(mut self) -> Vec<Block> {
        self.end_table();
        for note in std::mem::take(&mut self.notes) {
            self.push(BlockKind::Paragraph, note);
        }
        self.blocks
    }

    fn push(&mut self, kind: BlockKind, text: String) {
        if !text.is_empty() {
            self.blocks.push(Block { kind, text, page: None });
        }
    }

    fn end_table(&mut self) {
        if !self.cell.is_empty() || !self.row.cells.is_empty() {
            let notes = std::mem::take(&mut self.notes);
            self.end_row(false);
            self.notes = notes;
        }
        let rows = std::mem::take(&mut self.rows);
        let filled = |row: &Row| row.cells.iter().filter(|cell| !cell.is_empty()).count();
        // A table of one column, or of one cell, only frames its text.
        let frames = rows.iter().all(|row| filled(row) <= 1);
        let first_is_head = !rows.iter().any(|row| row.head) && are_heads(&rows);
        for (place, row) in rows.into_iter().enumerate() {
            if frames {
                for (kind, text) in row.cells.into_iter().flatten() {
                    self.push(kind, text);
                }
            } else {
                let head = row.head || (place == 0 && first_is_head);
                self.push(if head { BlockKind::TableHead } else { BlockKind::TableRow }, row.text());
            }
            for note in row.notes {
                self.push(BlockKind::Paragraph, note);
            }
        }
    }
}

impl Row {
    fn cell_texts(&self) -> Vec<String> {
        let line = |cell: &Vec<(BlockKind, String)>| {
            cell.iter().map(|(_, text)| text.replace('\n', " ")).collect::<Vec<_>>().join(" ")
        };
        self.cells.iter().map(line).collect()
    }

    fn text(&self) -> String {
        let mut texts = self.cell_texts();
        while texts.last().is_some_and(String::is_empty) {
            texts.pop();
        }
        texts.join(" | ").trim_end().to_owned()
    }
}

/// Whether the first row is clearly column heads: short cells without digits, over rows that differ from it.
fn are_heads(rows: &[Row]) -> bool {
    let [first, rest @ ..] = rows else { return false };
    let heads = first.cell_texts();
    let short = |text: &String| text.chars().count() <= LONGEST_HEAD && !text.contains(|c: char| c.is_ascii_digit());
    let length = |texts: &[String]| texts.iter().map(String::len).sum::<usize>();
    let differs = |row: &Row| {
        let texts = row.cell_texts();
        texts.iter().any(|text| !short(text)) || length(&texts) > 2 * length(&heads)
    };
    let filled = heads.iter().filter(|text| !text.is_empty()).count();
    filled > 1 && filled + 1 >= heads.len() && heads.iter().all(short) && rest.iter().any(differs)
}

/// Clean text: runs of white space are one space, lines are trimmed and empty lines left out, soft hyphens and what
/// has no width and no letter is removed, ligatures are resolved.
pub fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => {
                tidied.truncate(tidied.trim_end_matches(' ').len());
                if !tidied.is_empty() && !tidied.ends_with('\n') {
                    tidied.push('\n');
                }
            }
            c if c.is_whitespace() => {
                if !tidied.is_empty() && !tidied.ends_with([' ', '\n']) {
                    tidied.push(' ');
                }
            }
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            c if c.is_control() => {}
            c => match ligature(c) {
                Some(letters) => tidied.push_str(letters),
                None => tidied.push(c),
            },
        }
    }
    tidied.truncate(tidied.trim_end().len());
    tidied
}

/// What a style of this name makes of a paragraph: the level of a heading, for the names that word processors give
/// their own styles in Dutch and English.
pub fn named_level(name: &str) -> Option<u8> {
    let name = name.trim().to_lowercase();
    if name == "title" || name == "titel" {
        return Some(1);
    }
    let level = ["heading ", "kop "].iter().find_map(|prefix| name.strip_prefix(prefix))?;
    level.trim().parse::<u8>().ok().filter(|level| (1..=9).contains(level)).map(|level| level.min(6))
}

/// The marker of a list item as text: bullets of whatever shape are "-".
pub fn marker(text: &str) -> String {
    let text = tidy(text);
    let bullet =
        !text.contains(char::is_alphanumeric) || matches!(text.as_str(), "o" | "q" | "v" | "n" | "l" | "Ø" | "ü");
    if bullet && !text.is_empty() { "-".to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::super::shown;
    use super::*;

    /// Each line is a paragraph; one of cells between bars is a row, "=" before it the mark of a head.
    fn check(lines: &[&str], expected: &[&str]) {
        let mut flow = Flow::default();
        for line in lines {
            if let Some(note) = line.strip_prefix('^') {
                flow.note(note);
            } else if let Some(cells) = line.trim_start_matches('=').strip_prefix('|') {
                for cell in cells.split('|') {
                    flow.in_cell(BlockKind::Paragraph, cell);
                    flow.end_cell();
                }
                flow.end_row(line.starts_with('='));
            } else {
                flow.paragraph(BlockKind::Paragraph, line);
            }
        }
        assert_eq!(shown(&flow.finish()), expected);
    }

    #[test]
    fn tables() {
        check(&["Voor", "|Naam|Bedrag", "|Jan|5", "Na"], &["p Voor", "h Naam | Bedrag", "t Jan | 5", "p Na"]);
        check(&["|Naam|Plaats", "|Jan|Ede"], &["t Naam | Plaats", "t Jan | Ede"]);
        check(&["=|a1|b", "|c||"], &["h a1 | b", "t c"]);
        check(&["|Kader", "|Tekst||"], &["p Kader", "p Tekst"]);
        check(&["|a||c"], &["t a |  | c"]);
    }

    #[test]
    fn notes() {
        check(&["^1 Zie", "Tekst 1", "Na"], &["p Tekst 1", "p 1 Zie", "p Na"]);
        check(&["^1 Zie", "|a1|b", "Na"], &["t a1 | b", "p 1 Zie", "p Na"]);
        check(&["^1 Zie"], &["p 1 Zie"]);
    }

    #[test]
    fn clean_text() {
        let check = |text, expected: &str| assert_eq!(tidy(text), expected);
        check(" a \u{a0} b\u{ad}c \n\n d\te ", "a bc\nd e");
        check("\u{fb01}ets\u{200b}en\n", "fietsen");
    }

    #[test]
    fn names() {
        let check = |name, level| assert_eq!(named_level(name), level, "{name}");
        check("heading 2", Some(2));
        check("Kop 8", Some(6));
        check("Titel", Some(1));
        check("Kopregel", None);
    }
}
