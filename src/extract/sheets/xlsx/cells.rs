//! The part of one worksheet: its cells, what is hidden or merged, and where its filter stands.

use super::super::areas::{Area, place};
use super::super::dates::from_iso;
use super::super::grid::{Cell, Grid};
use super::super::styles::{Styles, truth};
use super::super::tidy::tidy;
use super::is_true;
use super::strings::{Text, unescaped};
use crate::document::Reason;
use crate::extract::markup::{self, Piece, Tag};

/// Fills `grid` with the cells of a worksheet; what came before a break in the XML stays.
///
/// # Errors
/// What [`markup::read`] and [`Grid::put`] give.
pub fn read(xml: &[u8], strings: &[String], styles: &Styles, grid: &mut Grid<'_>) -> Result<(), Reason> {
    let mut walk = Walk { strings, styles, row: 0, column: 0, open: None, filter: None };
    markup::read(xml, |piece| {
        match &piece {
            Piece::Start(tag) => walk.start(tag, grid),
            Piece::End(name) if name == "c" => walk.close(grid)?,
            _ => {}
        }
        walk.open.as_mut().into_iter().for_each(|open| open.add(&piece));
        Ok(())
    })
}

/// Where the reading of a worksheet stands.
struct Walk<'s> {
    strings: &'s [String],
    styles: &'s Styles,
    /// The row and the column that come next, counted from 0.
    row: u32,
    column: u32,
    open: Option<Open>,
    /// Where the filter stands.
    filter: Option<Area>,
}

/// A cell of which the end has not come.
#[derive(Default)]
struct Open {
    kind: String,
    style: usize,
    within: bool,
    value: String,
    inline: Text,
}

impl Open {
    fn add(&mut self, piece: &Piece) {
        match piece {
            Piece::Start(tag) if tag.name == "v" => self.within = true,
            Piece::End(name) if name == "v" => self.within = false,
            Piece::Text(text) if self.within => self.value.push_str(text),
            _ => self.inline.add(piece),
        }
    }
}

impl Walk<'_> {
    fn start(&mut self, tag: &Tag, grid: &mut Grid<'_>) {
        let number = |name: &str| tag.get(name).and_then(|value| value.parse::<u32>().ok());
        let yes = |name: &str| tag.get(name).is_some_and(is_true);
        let flat = |name: &str| tag.get(name).and_then(|value| value.parse::<f64>().ok()) == Some(0.0);
        match tag.name.as_str() {
            "col" if yes("hidden") || flat("width") => {
                let span = number("min").zip(number("max"));
                span.into_iter()
                    .for_each(|(min, max)| grid.hidden_columns.add(min.saturating_sub(1), max.saturating_sub(1)));
            }
            "row" => {
                self.row = number("r").map_or(self.row, |row| row.saturating_sub(1));
                self.column = 0;
                if yes("hidden") || flat("ht") {
                    grid.hidden_rows.add(self.row, self.row);
                }
                self.row = self.row.saturating_add(1);
            }
            "c" => {
                let place = tag.get("r").and_then(place);
                (self.row, self.column) =
                    place.map_or((self.row, self.column), |(row, column)| (row.saturating_add(1), column));
                let style = number("s").and_then(|style| usize::try_from(style).ok()).unwrap_or(0);
                self.open = Some(Open { kind: tag.get("t").unwrap_or("n").to_owned(), style, ..Open::default() });
                self.column = self.column.saturating_add(1);
            }
            "mergeCell" => grid.merged.extend(tag.get("ref").and_then(Area::parse)),
            "autoFilter" => {
                self.filter = tag.get("ref").and_then(Area::parse);
                self.filter.into_iter().for_each(|area| grid.heads.add(area.top, area.top));
            }
            "filterColumn" => {
                self.filter.into_iter().for_each(|area| grid.filtered.add(area.top.saturating_add(1), area.bottom));
            }
            _ => {}
        }
    }

    /// Puts the cell that ends here into `grid`; errors of formulas show nothing.
    fn close(&mut self, grid: &mut Grid<'_>) -> Result<(), Reason> {
        let Some(mut open) = self.open.take() else { return Ok(()) };
        let number = open.value.trim().parse::<f64>().ok();
        let (text, value) = match (open.kind.as_str(), number) {
            ("e", _) => return Ok(()),
            ("b", _) => (truth(is_true(open.value.trim())).to_owned(), true),
            ("d", _) => (from_iso(&open.value), true),
            ("s", _) => {
                let index = open.value.trim().parse::<usize>().ok();
                (index.and_then(|index| self.strings.get(index)).cloned().unwrap_or_default(), false)
            }
            ("inlineStr", _) => (open.inline.take(), false),
            ("n", Some(number)) => (self.styles.number(open.style, number), true),
            _ => (unescaped(&open.value), false),
        };
        let text = if value { text } else { self.styles.text(open.style, &text).into_owned() };
        let (row, column) = (self.row.saturating_sub(1), self.column.saturating_sub(1));
        grid.put(Cell { row, column, text: tidy(&text), value, strong: self.styles.strong(open.style) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::package::Budget;

    /// The rows of a worksheet as "row: text|text".
    fn shown(xml: &str) -> Vec<String> {
        let budget = Budget::of(0);
        let mut grid = Grid::new(&budget);
        let strings = ["Noord".to_owned(), "Zuid".to_owned()];
        let mut styles = Styles::default();
        styles.cells = vec![(0, 0), (9, 0), (14, 0)];
        styles.add_known();
        let _ = read(xml.as_bytes(), &strings, &styles, &mut grid);
        let row = |row: super::super::super::grid::Row| {
            let texts: Vec<_> = row.cells.iter().map(|cell| format!("{}{}", cell.column, cell.text)).collect();
            format!("{}{}", texts.join("|"), if row.head { "!" } else { "" })
        };
        grid.rows().into_iter().map(row).collect()
    }

    #[test]
    fn cells_of_all_kinds() {
        let check = |inner: &str, expected: &[&str]| {
            assert_eq!(shown(&format!("<worksheet>{inner}</worksheet>")), expected, "{inner}");
        };
        check(
            "<row r='1'><c r='B1' t='s'><v>1</v></c><c t='s'><v>7</v></c><c s='1'><v>0.5</v></c></row>",
            &["1Zuid|350%"],
        );
        check("<row><c s='2'><v>44296</v></c></row><row><c t='b'><v>0</v></c></row>", &["010-04-2021", "0ONWAAR"]);
        check("<row><c t='str'><f>A1&amp;\"x\"</f><v>samen</v></c><c t='e'><v>#REF!</v></c></row>", &["0samen"]);
        check("<row><c t='d'><v>2021-04-10</v></c></row>", &["010-04-2021"]);
        check("<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>", &["163831"]);
        check("<row hidden='1'><c><v>1</v></c></row><row><c><v>2</v></c></row>", &["02"]);
        check("<cols><col min='1' max='1' hidden='1'/></cols><row><c><v>1</v></c><c><v>2</v></c></row>", &["12"]);
        check("<row><c><v>1</v></c><c><v>2</v></c></row><mergeCells><mergeCell ref='A1:B1'/></mergeCells>", &["01"]);
        check("<row><c><v>1</v></c></row><autoFilter ref='A1:B1'/>", &["01!"]);
        let filter = "<autoFilter ref='A1:B2'><filterColumn colId='0'/></autoFilter>";
        check(&format!("<row><c><v>1</v></c></row><row hidden='1'><c><v>2</v></c></row>{filter}"), &["01!", "02"]);
        check("<row r='0'><c r='A0'><v>1</v></c></row><row r='x'><c r='?'><v>z</v></c></row>", &["01", "0z"]);
    }
}
