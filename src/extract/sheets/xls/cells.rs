//! The records of one XLS sheet: its cells, and what is hidden or merged.

use super::super::areas::Area;
use super::super::grid::{Cell, Grid};
use super::super::styles::truth;
use super::super::tidy::tidy;
use super::globals::{Globals, Listed};
use super::records::{BOF, Bytes, EOF, Record, Records};
use crate::document::Reason;
use crate::extract::package::Budget;

const FILTERMODE: u16 = 0x009B;
const FORMULA: u16 = 0x0006;
const COLINFO: u16 = 0x007D;
const MULRK: u16 = 0x00BD;
const RSTRING: u16 = 0x00D6;
const MERGEDCELLS: u16 = 0x00E5;
const LABELSST: u16 = 0x00FD;
const NUMBER: u16 = 0x0203;
const LABEL: u16 = 0x0204;
const BOOLERR: u16 = 0x0205;
const STRING: u16 = 0x0207;
const ROW: u16 = 0x0208;
const RK: u16 = 0x027E;

/// Fills `grid` with the cells of `sheet`.
///
/// # Errors
/// [`Reason::Damaged`] where the sheet breaks off (what came before stays), and what [`Grid::put`] and the budget give.
pub fn read(
    stream: &[u8],
    sheet: &Listed,
    globals: &Globals,
    budget: &Budget,
    grid: &mut Grid<'_>,
) -> Result<(), Reason> {
    let mut walk = Walk { globals, filter: sheet.filter, waiting: None };
    sheet.filter.into_iter().for_each(|area| grid.heads.add(area.top, area.top));
    // Drawings and charts on the sheet are parts in the part.
    let mut depth = 0usize;
    for record in Records::from(stream, sheet.start) {
        budget.take(record.data.len() as u64)?;
        match record.kind {
            BOF => depth += 1,
            EOF if depth <= 1 => return Ok(()),
            EOF => depth -= 1,
            _ if depth == 1 => walk.take(record, grid)?,
            _ => {}
        }
    }
    Err(Reason::Damaged)
}

/// Where a cell stands, and its style.
#[derive(Clone, Copy)]
struct Place {
    row: u32,
    column: u32,
    style: usize,
}

struct Walk<'g> {
    globals: &'g Globals,
    filter: Option<Area>,
    /// The cell of a formula of which the text comes in a later record.
    waiting: Option<Place>,
}

impl Walk<'_> {
    fn take(&mut self, record: Record<'_>, grid: &mut Grid<'_>) -> Result<(), Reason> {
        let mut bytes = Bytes(record.data);
        match record.kind {
            ROW => drop(hide_row(bytes, grid)),
            COLINFO => drop(hide_columns(bytes, grid)),
            FILTERMODE => {
                self.filter.into_iter().for_each(|area| grid.filtered.add(area.top + 1, area.bottom));
            }
            MERGEDCELLS => drop(merge(bytes, grid)),
            MULRK => return self.numbers(bytes, grid),
            STRING => {
                let text = self.globals.writing.long(&mut bytes);
                return self.waiting.take().zip(text).map_or(Ok(()), |(place, text)| self.text(place, &text, grid));
            }
            FORMULA | NUMBER | RK | BOOLERR | LABEL | RSTRING | LABELSST => {
                let place = || {
                    Some(Place { row: bytes.u16()?.into(), column: bytes.u16()?.into(), style: bytes.u16()?.into() })
                };
                return { place }().map_or(Ok(()), |place| self.cell(record.kind, place, bytes, grid));
            }
            _ => {}
        }
        Ok(())
    }

    fn cell(&mut self, kind: u16, place: Place, mut bytes: Bytes<'_>, grid: &mut Grid<'_>) -> Result<(), Reason> {
        match kind {
            NUMBER => self.number(place, bytes.f64(), grid),
            RK => self.number(place, bytes.u32().map(unpacked), grid),
            FORMULA => self.formula(place, bytes, grid),
            BOOLERR => match (bytes.u8(), bytes.u8()) {
                (Some(value), Some(0)) => self.value(place, truth(value != 0), grid),
                _ => Ok(()),
            },
            LABELSST => {
                let index = bytes.u32().and_then(|index| usize::try_from(index).ok());
                let text = index.and_then(|index| self.globals.strings.get(index));
                text.map_or(Ok(()), |text| self.text(place, text, grid))
            }
            _ => self.globals.writing.long(&mut bytes).map_or(Ok(()), |text| self.text(place, &text, grid)),
        }
    }

    /// The result that a formula had last; failed formulas show nothing.
    fn formula(&mut self, place: Place, bytes: Bytes<'_>, grid: &mut Grid<'_>) -> Result<(), Reason> {
        match bytes.0 {
            [0, _, _, _, _, _, 0xFF, 0xFF, ..] => {
                self.waiting = Some(place);
                Ok(())
            }
            [1, _, value, _, _, _, 0xFF, 0xFF, ..] => self.value(place, truth(*value != 0), grid),
            [_, _, _, _, _, _, 0xFF, 0xFF, ..] => Ok(()),
            _ => self.number(place, Bytes(bytes.0).f64(), grid),
        }
    }

    /// Numbers in cells next to each other.
    fn numbers(&mut self, mut bytes: Bytes<'_>, grid: &mut Grid<'_>) -> Result<(), Reason> {
        let Some((row, first)) = bytes.u16().zip(bytes.u16()) else { return Ok(()) };
        let columns = u32::from(first)..;
        for (column, packed) in columns.zip(bytes.0.chunks_exact(6)) {
            let mut packed = Bytes(packed);
            let style = packed.u16().unwrap_or_default().into();
            self.number(Place { row: row.into(), column, style }, packed.u32().map(unpacked), grid)?;
        }
        Ok(())
    }

    fn number(&self, place: Place, number: Option<f64>, grid: &mut Grid<'_>) -> Result<(), Reason> {
        number.map_or(Ok(()), |number| self.value(place, &self.globals.styles.number(place.style, number), grid))
    }

    fn value(&self, place: Place, text: &str, grid: &mut Grid<'_>) -> Result<(), Reason> {
        self.put(place, text, true, grid)
    }

    fn text(&self, place: Place, text: &str, grid: &mut Grid<'_>) -> Result<(), Reason> {
        self.put(place, &self.globals.styles.text(place.style, text), false, grid)
    }

    fn put(&self, place: Place, text: &str, value: bool, grid: &mut Grid<'_>) -> Result<(), Reason> {
        let Place { row, column, style } = place;
        grid.put(Cell { row, column, text: tidy(text), value, strong: self.globals.styles.strong(style) })
    }
}

/// A number packed in four bytes: half of a double, or a whole number; perhaps a hundred times too large.
fn unpacked(packed: u32) -> f64 {
    const HUNDREDFOLD: u32 = 1;
    const WHOLE: u32 = 2;
    let number = match packed & WHOLE {
        0 => f64::from_bits(u64::from(packed & !3) << 32),
        _ => f64::from(packed.cast_signed() >> 2),
    };
    if packed & HUNDREDFOLD == 0 { number } else { number / 100.0 }
}

fn hide_row(mut bytes: Bytes<'_>, grid: &mut Grid<'_>) -> Option<()> {
    const HIDDEN: u8 = 0x20;
    let row = u32::from(bytes.u16()?);
    bytes.take(10)?;
    if bytes.u8()? & HIDDEN != 0 {
        grid.hidden_rows.add(row, row);
    }
    Some(())
}

fn hide_columns(mut bytes: Bytes<'_>, grid: &mut Grid<'_>) -> Option<()> {
    let (first, last) = (bytes.u16()?.into(), bytes.u16()?.into());
    let (width, hidden) = (bytes.u16()?, bytes.take(2).and_then(|_| bytes.u8())? & 1 != 0);
    if hidden || width == 0 {
        grid.hidden_columns.add(first, last);
    }
    Some(())
}

fn merge(mut bytes: Bytes<'_>, grid: &mut Grid<'_>) -> Option<()> {
    for _ in 0..bytes.u16()? {
        let (top, bottom) = (bytes.u16()?.into(), bytes.u16()?.into());
        grid.merged.push(Area { top, left: bytes.u16()?.into(), bottom, right: bytes.u16()?.into() });
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::super::records::tests::record;
    use super::*;

    #[test]
    fn packed_numbers() {
        let check = |packed: u32, expected: f64| assert!((unpacked(packed) - expected).abs() < 1e-9, "{packed:x}");
        check(0x3FF0_0000, 1.0);
        check(0x3FF0_0001, 0.01);
        check(5 << 2 | 2, 5.0);
        check(1234 << 2 | 3, 12.34);
        check((-7i32 << 2).cast_unsigned() | 2, -7.0);
    }

    #[test]
    fn cells_of_a_sheet() {
        let place = |row: u8, column: u8, rest: &[u8]| [&[row, 0, column, 0, 0, 0][..], rest].concat();
        let number = 2.5f64.to_le_bytes();
        let parts = [
            record(BOF, &[0, 6, 16, 0]),
            record(ROW, &[3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x20, 0, 0, 0]),
            record(COLINFO, &[4, 0, 9, 0, 1, 1, 0, 0, 1, 0]),
            record(NUMBER, &place(0, 0, &number)),
            record(LABELSST, &place(0, 1, &[1, 0, 0, 0])),
            record(BOF, &[0, 6, 32, 0]),
            record(NUMBER, &place(0, 2, &number)),
            record(EOF, &[]),
            record(MULRK, &[1, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 10, 0, 0, 0, 1, 0]),
            record(FORMULA, &place(1, 2, &[0, 0, 0, 0, 0, 0, 0xFF, 0xFF])),
            record(STRING, &[2, 0, 0, b'j', b'a']),
            record(FORMULA, &place(2, 0, &[1, 0, 1, 0, 0, 0, 0xFF, 0xFF])),
            record(BOOLERR, &place(2, 1, &[7, 1])),
            record(LABEL, &place(2, 2, &[1, 0, 0, b'x'])),
            record(NUMBER, &place(3, 0, &number)),
            record(NUMBER, &place(0, 4, &number)),
            record(MERGEDCELLS, &[1, 0, 2, 0, 2, 0, 0, 0, 2, 0]),
            record(EOF, &[]),
        ];
        let stream = parts.concat();
        let (mut globals, _) = Globals::read(&record(BOF, &[0, 6, 5, 0]));
        globals.strings = vec!["weg".to_owned(), "brug".to_owned()];
        let sheet = Listed { name: String::new(), start: 0, visible: true, filter: None };
        let shown = |stream: &[u8]| {
            let budget = Budget::of(0);
            let mut grid = Grid::new(&budget);
            let read = read(stream, &sheet, &globals, &budget, &mut grid);
            let texts = |row: super::super::super::grid::Row| {
                row.cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join("|")
            };
            (grid.rows().into_iter().map(texts).collect::<Vec<_>>(), read)
        };
        let rows = |rows: &[&str]| rows.iter().map(|row| (*row).to_owned()).collect::<Vec<_>>();
        assert_eq!(shown(&stream), (rows(&["2,5|brug", "1|2|ja", "WAAR"]), Ok(())));
        assert_eq!(shown(stream.get(..60).unwrap_or_default()).1, Err(Reason::Damaged));
    }
}
