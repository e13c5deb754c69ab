//! XLS (BIFF8 and BIFF5): the stream of records in its container, the globals of the book, and the order of the
//! sheets. Records, strings and cells have files of their own.

mod cells;
mod globals;
mod properties;
mod records;
mod strings;

use std::io::{Cursor, Read};

use super::grid::Grid;
use super::{Book, Sheet};
use crate::document::{Content, Reason};
use crate::extract::package::Budget;

/// No stream is read beyond this many bytes.
const MOST: u64 = 200_000_000;

type File<'b> = cfb::CompoundFile<Cursor<&'b [u8]>>;

/// Reads a workbook.
///
/// # Errors
/// [`Reason::Encrypted`], [`Reason::Damaged`], [`Reason::Expands`] where sheets repeat each other beyond measure, or
/// [`Reason::Empty`] where no visible sheet has text.
pub fn xls(bytes: &[u8]) -> Result<Content, Reason> {
    let budget = Budget::of(bytes.len());
    let mut book = Book::default();
    // Old programs write the records without a container.
    let stream = if records::begins(bytes) { bytes.to_vec() } else { unpacked(bytes, &budget, &mut book)? };
    let (globals, broken) = globals::Globals::read(&stream);
    if globals.encrypted {
        return Err(Reason::Encrypted);
    }
    broken.into_iter().for_each(|reason| book.lack(reason));
    for sheet in globals.sheets.iter().filter(|sheet| sheet.visible) {
        let mut grid = Grid::new(&budget);
        if let Err(reason) = cells::read(&stream, sheet, &globals, &budget, &mut grid) {
            book.lack(reason);
        }
        book.add(&Sheet { name: sheet.name.clone(), rows: grid.rows() });
    }
    book.finish()
}

/// The stream of records out of its container; what the file says about itself goes to `book`.
fn unpacked(bytes: &[u8], budget: &Budget, book: &mut Book) -> Result<Vec<u8>, Reason> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| Reason::Damaged)?;
    if file.exists("/EncryptedPackage") {
        return Err(Reason::Encrypted);
    }
    let (summary, _) = stream(&mut file, "/\u{5}SummaryInformation", budget).unwrap_or_default();
    book.declared = properties::declared(&summary).unwrap_or_default();
    let path = if file.exists("/Workbook") { "/Workbook" } else { "/Book" };
    let (records, whole) = stream(&mut file, path, budget)?;
    if !whole {
        book.lack(Reason::Damaged);
    }
    Ok(records)
}

/// The bytes of a stream, and whether it could be read to its end.
fn stream(file: &mut File<'_>, path: &str, budget: &Budget) -> Result<(Vec<u8>, bool), Reason> {
    let stream = file.open_stream(path).map_err(|_| Reason::Damaged)?;
    let mut bytes = Vec::new();
    let whole = stream.take(MOST).read_to_end(&mut bytes).is_ok();
    budget.take(bytes.len() as u64)?;
    Ok((bytes, whole))
}
