//! The tables of content.xml piece by piece: columns, rows and cells with their repetitions, and the text in them.

use super::super::dates::from_iso;
use super::super::grid::{Cell, Grid};
use super::super::numbers::general;
use super::super::styles::truth;
use super::super::tidy::tidy;
use super::looks::Looks;
use crate::document::Reason;
use crate::extract::markup::{Piece, Tag};
use crate::extract::package::Budget;

/// A cell or a row with text that is repeated shows up to so many times.
const MOST_REPEATS: u32 = 1_000;

/// The reading of content.xml.
pub struct Walk<'b> {
    budget: &'b Budget,
    looks: Looks,
    sheets: Vec<(String, Grid<'b>)>,
    /// How deep in elements, and how deep the element is that is passed over with all in it.
    depth: usize,
    passed: Option<usize>,
    /// Whether a visible sheet is open, and whether its rows are rows of heads.
    within: bool,
    heads: bool,
    row: u32,
    column: u32,
    /// Columns of which the cells stand out.
    strong_columns: Vec<(u32, u32)>,
    strong_row: bool,
    /// How many times the open row stands there.
    repeats: u32,
    cells: Vec<Cell>,
    open: Option<Open>,
}

/// A cell of which the end has not come.
#[derive(Default)]
struct Open {
    depth: usize,
    repeats: u32,
    covered: bool,
    value: bool,
    strong: bool,
    /// What it shows where it has no text.
    spare: String,
    text: String,
    /// Whether a paragraph of the cell itself is open.
    within: bool,
    any: bool,
}

impl<'b> Walk<'b> {
    /// Begins; `looks` holds the styles read so far.
    pub fn new(looks: Looks, budget: &'b Budget) -> Self {
        Walk {
            budget,
            looks,
            sheets: Vec::new(),
            depth: 0,
            passed: None,
            within: false,
            heads: false,
            row: 0,
            column: 0,
            strong_columns: Vec::new(),
            strong_row: false,
            repeats: 1,
            cells: Vec::new(),
            open: None,
        }
    }

    /// The visible sheets that were read, with their names.
    pub fn sheets(mut self) -> Vec<(String, Grid<'b>)> {
        // What broke off still shows the cells before the break.
        let _ = self.end_row();
        self.sheets
    }

    /// Takes a piece of content.xml.
    ///
    /// # Errors
    /// What [`Grid::put`] gives.
    pub fn take(&mut self, piece: Piece) -> Result<(), Reason> {
        match piece {
            Piece::Start(tag) => {
                self.depth += 1;
                self.start(&tag);
                self.looks.take(&Piece::Start(tag));
            }
            Piece::End(name) => {
                let own = self.passed.is_none();
                if self.passed == Some(self.depth) {
                    self.passed = None;
                }
                let ended = if own { self.end(&name) } else { Ok(()) };
                self.depth = self.depth.saturating_sub(1);
                self.looks.take(&Piece::End(name));
                return ended;
            }
            Piece::Text(text) if self.passed.is_none() => {
                self.open.as_mut().filter(|open| open.within).into_iter().for_each(|open| open.text.push_str(&text));
            }
            Piece::Text(_) => {}
        }
        Ok(())
    }

    fn start(&mut self, tag: &Tag) {
        let hidden_sheet = |walk: &Self| tag.get("style-name").is_some_and(|style| walk.looks.hidden(style));
        match tag.name.as_str() {
            _ if self.passed.is_some() => {}
            "tracked-changes" | "annotation" | "shapes" | "ruby-text" | "note" => self.passed = Some(self.depth),
            "table" if self.within || hidden_sheet(self) => self.passed = Some(self.depth),
            "table" => self.begin_sheet(tag.get("name").unwrap_or_default()),
            _ if !self.within => {}
            "table-header-rows" => self.heads = true,
            "table-column" => self.columns(tag),
            "table-row" => self.begin_row(tag),
            "table-cell" | "covered-table-cell" => self.begin_cell(tag),
            name => self.open.iter_mut().for_each(|open| open.start(name, self.depth)),
        }
    }

    fn end(&mut self, name: &str) -> Result<(), Reason> {
        match name {
            "table" => self.within = false,
            "table-header-rows" => self.heads = false,
            "table-row" => return self.end_row(),
            "table-cell" | "covered-table-cell" => self.end_cell(),
            "p" => self.open.iter_mut().for_each(|open| open.within &= self.depth != open.depth + 1),
            _ => {}
        }
        Ok(())
    }

    fn begin_sheet(&mut self, name: &str) {
        self.sheets.push((name.to_owned(), Grid::new(self.budget)));
        (self.within, self.heads, self.row, self.column) = (true, false, 0, 0);
        self.strong_columns.clear();
    }

    fn columns(&mut self, tag: &Tag) {
        let last = self.column.saturating_add(count(tag, "number-columns-repeated") - 1);
        if is_hidden(tag)
            && let Some((_, grid)) = self.sheets.last_mut()
        {
            grid.hidden_columns.add(self.column, last);
        }
        if self.looks.strong(tag.get("default-cell-style-name").unwrap_or_default()) {
            self.strong_columns.push((self.column, last));
        }
        self.column = last.saturating_add(1);
    }

    fn begin_row(&mut self, tag: &Tag) {
        self.repeats = count(tag, "number-rows-repeated");
        self.strong_row = self.looks.strong(tag.get("default-cell-style-name").unwrap_or_default());
        self.column = 0;
        let last = self.row.saturating_add(self.repeats - 1);
        let Some((_, grid)) = self.sheets.last_mut() else { return };
        if is_hidden(tag) {
            grid.hidden_rows.add(self.row, last);
        }
        if self.heads {
            grid.heads.add(self.row, last);
        }
    }

    fn begin_cell(&mut self, tag: &Tag) {
        let kind = tag.get("value-type").unwrap_or_default();
        let strong = match tag.get("style-name") {
            Some(style) => self.looks.strong(style),
            None => {
                let column = |(first, last): &(u32, u32)| (*first..=*last).contains(&self.column);
                self.strong_row || self.strong_columns.iter().take(100).any(column)
            }
        };
        self.open = Some(Open {
            depth: self.depth,
            repeats: count(tag, "number-columns-repeated"),
            covered: tag.name == "covered-table-cell",
            value: !matches!(kind, "" | "string"),
            strong,
            spare: spare(tag, kind),
            ..Open::default()
        });
    }

    fn end_cell(&mut self) {
        let Some(open) = self.open.take() else { return };
        let text = tidy(if open.any { &open.text } else { &open.spare });
        if !(open.covered || text.is_empty() || is_error(&text)) {
            for at in 0..open.repeats.min(MOST_REPEATS) {
                let column = self.column.saturating_add(at);
                let (value, strong) = (open.value, open.strong);
                self.cells.push(Cell { row: self.row, column, text: text.clone(), value, strong });
            }
        }
        self.column = self.column.saturating_add(open.repeats);
    }

    fn end_row(&mut self) -> Result<(), Reason> {
        let cells = std::mem::take(&mut self.cells);
        let row = self.row;
        self.row = row.saturating_add(self.repeats);
        let Some((_, grid)) = self.sheets.last_mut() else { return Ok(()) };
        for at in 0..if cells.is_empty() { 0 } else { self.repeats.min(MOST_REPEATS) } {
            cells.iter().try_for_each(|cell| grid.put(Cell { row: row.saturating_add(at), ..cell.clone() }))?;
        }
        Ok(())
    }
}

impl Open {
    /// Takes the start of an element in the cell.
    fn start(&mut self, name: &str, depth: usize) {
        match name {
            "p" if depth == self.depth + 1 => {
                self.text.push_str(if self.any { "\n" } else { "" });
                (self.within, self.any) = (true, true);
            }
            "s" | "tab" if self.within => self.text.push(' '),
            "line-break" if self.within => self.text.push('\n'),
            _ => {}
        }
    }
}

/// How many times an element stands there; at least once.
fn count(tag: &Tag, name: &str) -> u32 {
    tag.get(name).and_then(|count| count.parse().ok()).unwrap_or(1).max(1)
}

/// Whether a row or a column is hidden. A filter is a view that a person can lift, so its rows are shown.
fn is_hidden(tag: &Tag) -> bool {
    tag.get("visibility") == Some("collapse")
}

/// What a cell without text shows by its value.
fn spare(tag: &Tag, kind: &str) -> String {
    let says = |name: &str| tag.get(name).unwrap_or_default();
    let number = || says("value").parse::<f64>().ok();
    match kind {
        "float" => number().map(general).unwrap_or_default(),
        "percentage" => number().map(|number| format!("{}%", general(number * 100.0))).unwrap_or_default(),
        "currency" => number().map(|number| format!("{} {}", says("currency"), general(number))).unwrap_or_default(),
        "date" => from_iso(says("date-value")),
        "boolean" => truth(says("boolean-value") == "true").to_owned(),
        "string" => says("string-value").to_owned(),
        _ => String::new(),
    }
}

/// Whether a cell shows that its formula failed.
fn is_error(text: &str) -> bool {
    let names = ["#REF!", "#VERW!", "#N/A", "#N/B", "#DIV/0!", "#DEEL/0!", "#VALUE!", "#WAARDE!", "#NAME?", "#NAAM?"];
    names.contains(&text) || text.strip_prefix("Err:").is_some_and(|code| code.parse::<u16>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::markup;

    /// The rows of the first sheet as "column text|column text".
    fn shown(inner: &str) -> Vec<String> {
        let budget = Budget::of(0);
        let mut walk = Walk::new(Looks::default(), &budget);
        let xml = format!("<body><table name='x'>{inner}</table></body>");
        assert_eq!(markup::read(xml.as_bytes(), |piece| walk.take(piece)), Ok(()));
        let rows = walk.sheets().into_iter().next().map(|(_, grid)| grid.rows()).unwrap_or_default();
        let cell = |cell: &Cell| format!("{}{}", cell.column, cell.text.replace('\n', "/"));
        rows.iter().map(|row| row.cells.iter().map(cell).collect::<Vec<_>>().join("|")).collect()
    }

    #[test]
    fn cells_and_repetitions() {
        let check = |inner: &str, expected: &[&str]| assert_eq!(shown(inner), expected, "{inner}");
        let row = |cells: &str| format!("<table-row>{cells}</table-row>");
        check(&row("<table-cell><p>a<s c='3'/>b</p><p><span>c</span></p></table-cell>"), &["0a b/c"]);
        check(&row("<table-cell number-columns-repeated='16383'/><table-cell><p>x</p></table-cell>"), &["16383x"]);
        check(&row("<table-cell number-columns-repeated='3'><p>x</p></table-cell>"), &["0x|1x|2x"]);
        check(&row("<table-cell><p>x</p></table-cell><covered-table-cell><p>y</p></covered-table-cell>"), &["0x"]);
        check(&row("<table-cell><annotation><p>noot</p></annotation><p>x</p></table-cell>"), &["0x"]);
        check(&row("<table-cell><frame><text-box><p>vak</p></text-box></frame><p>x</p></table-cell>"), &["0x"]);
        check(&row("<table-cell value-type='float' value='0.25'/><table-cell><p>#REF!</p></table-cell>"), &["00,25"]);
        check(&row("<table-cell value-type='date' date-value='2021-04-10'/>"), &["010-04-2021"]);
        let many = "<table-row number-rows-repeated='1048576'><table-cell number-columns-repeated='9'/></table-row>";
        check(&format!("{many}{}", row("<table-cell><p>x</p></table-cell>")), &["0x"]);
        let hidden = "<table-row visibility='collapse'><table-cell><p>weg</p></table-cell></table-row>";
        check(&format!("{hidden}{}", row("<table-cell><p>x</p></table-cell>")), &["0x"]);
        check(
            &format!(
                "<table-column/><table-column visibility='collapse' number-columns-repeated='2'/>{}",
                row("<table-cell><p>a</p></table-cell><table-cell><p>b</p></table-cell>")
            ),
            &["0a"],
        );
    }
}
