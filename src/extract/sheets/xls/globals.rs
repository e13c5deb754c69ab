//! The globals of an XLS book: its sheets, strings, formats and fonts, and where filters stand.

use super::super::areas::Area;
use super::super::styles::{Font, Styles};
use super::records::{BOF, Bytes, EOF, Record, Records};
use super::strings::{Writing, shared};
use crate::document::Reason;

const FILEPASS: u16 = 0x002F;
const CODEPAGE: u16 = 0x0042;
const DATEMODE: u16 = 0x0022;
const FONT: u16 = 0x0031;
const FORMAT: u16 = 0x041E;
const XF: u16 = 0x00E0;
const BOUNDSHEET: u16 = 0x0085;
const SST: u16 = 0x00FC;
const NAME: u16 = 0x0018;

const BIFF8: u16 = 0x0600;

/// A sheet as the book lists it.
#[derive(Debug)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// Where its records begin in the stream.
    pub start: usize,
    /// Whether it is a worksheet that is shown.
    pub visible: bool,
    /// Where its filter stands.
    pub filter: Option<Area>,
}

/// What holds for all sheets.
#[derive(Debug)]
pub struct Globals {
    /// How strings stand in the file.
    pub writing: Writing,
    /// Whether the records after the first few are enciphered.
    pub encrypted: bool,
    /// All sheets, in order.
    pub sheets: Vec<Listed>,
    /// Shared strings.
    pub strings: Vec<String>,
    /// The styles of cells.
    pub styles: Styles,
}

impl Globals {
    /// Reads the globals, and says what was wrong with them.
    pub fn read(stream: &[u8]) -> (Globals, Option<Reason>) {
        let mut globals = Globals {
            writing: Writing::page(1252),
            encrypted: false,
            sheets: Vec::new(),
            strings: Vec::new(),
            styles: Styles::default(),
        };
        let mut records = Records::from(stream, 0);
        let mut broken = Some(Reason::Damaged);
        let mut strings = Ok(());
        while let Some(record) = records.next() {
            match record.kind {
                EOF => {
                    broken = None;
                    break;
                }
                FILEPASS => globals.encrypted = true,
                SST => strings = shared(record.data, records.more(), &mut globals.strings),
                _ => drop(globals.take(record)),
            }
        }
        globals.styles.add_known();
        (globals, broken.or(strings.err()))
    }

    fn take(&mut self, record: Record<'_>) -> Option<()> {
        let mut bytes = Bytes(record.data);
        match record.kind {
            BOF if bytes.u16()? == BIFF8 => self.writing = Writing::Unicode,
            CODEPAGE if matches!(self.writing, Writing::Page(_)) => self.writing = Writing::page(bytes.u16()?),
            DATEMODE => self.styles.from_1904 = bytes.u16()? == 1,
            FONT => self.font(bytes)?,
            FORMAT => {
                let number = u32::from(bytes.u16()?);
                let long = matches!(self.writing, Writing::Unicode);
                let code = if long { self.writing.long(&mut bytes)? } else { self.writing.short(&mut bytes)? };
                self.styles.add_format(number, &code);
            }
            XF => {
                let (font, format) = (usize::from(bytes.u16()?), u32::from(bytes.u16()?));
                // Number 4 is left out among the fonts.
                self.styles.cells.push((format, if font > 4 { font - 1 } else { font }));
            }
            BOUNDSHEET => {
                let start = usize::try_from(bytes.u32()?).ok()?;
                let visible = bytes.u8()? & 3 == 0 && bytes.u8()? == 0;
                self.sheets.push(Listed { name: String::new(), start, visible, filter: None });
                let mut name = Bytes(record.data.get(6..)?);
                self.sheets.last_mut()?.name = self.writing.short(&mut name)?;
            }
            NAME => {
                let (sheet, area) = filter(bytes)?;
                self.sheets.get_mut(sheet)?.filter = Some(area);
            }
            _ => {}
        }
        Some(())
    }

    fn font(&mut self, mut bytes: Bytes<'_>) -> Option<()> {
        let size = f64::from(bytes.u16()?) / 20.0;
        let weight = bytes.take(4).and_then(|_| bytes.u16())?;
        self.styles.fonts.push(Font { bold: weight >= 600, size });
        Some(())
    }
}

/// The sheet and the place of a filter, where the name is the one that programs give to its range.
fn filter(mut bytes: Bytes<'_>) -> Option<(usize, Area)> {
    const BUILT_IN: u16 = 0x20;
    const FILTER: [u8; 2] = [0, 0x0D];
    const AREA: u8 = 0x3B;
    let built_in = bytes.u16()? & BUILT_IN != 0;
    bytes.take(6)?;
    let sheet = usize::from(bytes.u16()?).checked_sub(1)?;
    bytes.take(4)?;
    let area = bytes.take(2)? == FILTER && bytes.u8()? == AREA;
    bytes.take(2)?;
    let (top, bottom) = (bytes.u16()?.into(), bytes.u16()?.into());
    let (left, right) = (bytes.u16()?.into(), bytes.u16()?.into());
    (built_in && area).then_some((sheet, Area { top, left, bottom, right }))
}

#[cfg(test)]
mod tests {
    use super::super::records::tests::record;
    use super::*;

    #[test]
    fn globals_of_a_book() {
        let bof = record(BOF, &[0, 6, 5, 0]);
        let sheet = |hidden: u8, kind: u8, name: &[u8]| {
            record(BOUNDSHEET, &[&[7, 0, 0, 0, hidden, kind, 3, 0][..], name].concat())
        };
        let name = [0x20, 0, 0, 1, 11, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0x0D, 0x3B, 0, 0, 5, 0, 9, 0, 0, 0, 3, 0];
        let parts = [
            bof.clone(),
            record(DATEMODE, &[1, 0]),
            record(FONT, &[220, 0, 0, 0, 0, 0, 144, 1]),
            record(FONT, &[220, 0, 0, 0, 0, 0, 188, 2]),
            record(FORMAT, &[164, 0, 3, 0, 0, b'0', b'.', b'0']),
            record(XF, &[0, 0, 164, 0]),
            record(XF, &[1, 0, 9, 0]),
            sheet(0, 0, b"een"),
            sheet(1, 0, b"weg"),
            sheet(0, 2, b"fig"),
            record(NAME, &name),
            record(EOF, &[]),
        ];
        let (globals, broken) = Globals::read(&parts.concat());
        let sheets: Vec<_> = globals.sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.visible)).collect();
        assert_eq!(sheets, [("een", true), ("weg", false), ("fig", false)]);
        assert_eq!((globals.styles.number(0, 1.25), globals.styles.number(1, 0.5)), ("1,3".into(), "50%".into()));
        assert_eq!((globals.styles.strong(0), globals.styles.strong(1)), (false, true));
        let filters: Vec<_> = globals.sheets.iter().map(|sheet| sheet.filter.map(|area| area.top)).collect();
        assert_eq!((filters, globals.styles.from_1904, broken), (vec![None, Some(5), None], true, None));
        let (globals, broken) = Globals::read(&[bof, record(FILEPASS, &[])].concat());
        assert_eq!((globals.encrypted, broken), (true, Some(Reason::Damaged)));
    }
}
