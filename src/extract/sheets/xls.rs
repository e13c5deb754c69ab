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

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::records::tests::record;
    use super::*;
    use crate::extract::shown;

    /// The records of a BIFF5 book with one sheet.
    fn book() -> Vec<u8> {
        let bof = |kind: u8| record(records::BOF, &[0, 5, kind, 0]);
        let globals = |start: u32| {
            let sheet = [&start.to_le_bytes()[..], &[0, 0, 5], b"Bomen"].concat();
            [bof(5), record(0x42, &[0xE4, 4]), record(0x85, &sheet), record(records::EOF, &[])].concat()
        };
        let start = u32::try_from(globals(0).len()).unwrap_or_default();
        let label =
            |row: u8, column: u8, text: &[u8]| record(0x204, &[&[row, 0, column, 0, 0, 0, 4, 0][..], text].concat());
        let number = record(0x203, &[&[1, 0, 1, 0, 0, 0][..], &2.5f64.to_le_bytes()].concat());
        let cells = [label(0, 0, b"Eik\x80"), label(1, 0, b"Beuk"), number].concat();
        [globals(start), bof(16), cells, record(records::EOF, &[])].concat()
    }

    /// A container with the stream `name`.
    fn container(name: &str, bytes: &[u8]) -> Vec<u8> {
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a container");
        file.create_stream(name).and_then(|mut stream| stream.write_all(bytes)).expect("a stream");
        file.into_inner().into_inner()
    }

    #[test]
    fn books_with_and_without_a_container() {
        for bytes in [book(), container("/Book", &book())] {
            let content = xls(&bytes).expect("a book");
            assert_eq!(shown(&content.blocks), ["2 Bomen", "p Eik€", "t Beuk | 2,5"]);
            assert_eq!((content.coverage.pages, content.coverage.missing), (Some(1), Vec::new()));
        }
    }

    #[test]
    fn what_cannot_be_read() {
        let check = |bytes: &[u8], reason| assert_eq!(xls(bytes), Err(reason));
        let protected = [record(records::BOF, &[0, 6, 5, 0]), record(0x2F, &[1, 0])].concat();
        check(&container("/Workbook", &protected), Reason::Encrypted);
        check(&container("/EncryptedPackage", b"x"), Reason::Encrypted);
        check(&container("/Workbook", b""), Reason::Damaged);
        check(&container("/Anders", b""), Reason::Damaged);
        check(b"niets", Reason::Damaged);
        let whole = book();
        (0..whole.len()).for_each(|size| drop(xls(whole.get(..size).unwrap_or_default())));
    }
}
