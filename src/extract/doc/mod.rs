//! Word 97-2003 files ("doc"), and the plain text of Word 6 and 95. Macros, comments and pictures are left out.

mod anchors;
mod fib;
mod lists;
mod old;
mod pieces;
mod properties;
mod story;
mod styles;
pub mod summary;

use super::codepage;
use super::compound::Compound;
use super::flow::Flow;
use super::package::Budget;
use crate::document::{BlockKind, Content, Reason};
use anchors::Anchors;
use fib::{Fib, Story, part};
use lists::Lists;
use pieces::Text;
use properties::Runs;
use story::Known;
use styles::Styles;

/// Reads a Word file; `furniture` adds the running headers and footers of its pages at the end.
///
/// # Errors
/// [`Reason::UnknownFormat`] where it is no Word file, [`Reason::Encrypted`], [`Reason::Damaged`], [`Reason::Empty`]
/// or [`Reason::NeedsOcr`] where it has no text, [`Reason::Expands`].
pub fn read(bytes: &[u8], furniture: bool) -> Result<Content, Reason> {
    if !bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(Reason::UnknownFormat);
    }
    let budget = Budget::of(bytes.len());
    let mut file = Compound::open(bytes, &budget)?;
    let main = file.stream("/WordDocument")?.ok_or(Reason::UnknownFormat)?;
    let fib = Fib::read(&main)?;
    let mut content = Content { declared: summary::declared(&mut file), ..Content::default() };
    if fib.old {
        content.blocks = old::read(&main)?;
    } else {
        let table = file.stream(&format!("/{}", fib.table))?.ok_or(Reason::Damaged)?;
        let data = file.stream("/Data")?.unwrap_or_default();
        read_text(&fib, &main, &table, &data, furniture, &mut content)?;
    }
    if content.blocks.is_empty() {
        // A picture is the only other thing that makes a file of any size.
        return Err(if main.len() > 100_000 || file.has("/Data") { Reason::NeedsOcr } else { Reason::Empty });
    }
    Ok(content)
}

/// Reads the texts of a file into `content`.
fn read_text(
    fib: &Fib,
    main: &[u8],
    table: &[u8],
    data: &[u8],
    furniture: bool,
    content: &mut Content,
) -> Result<(), Reason> {
    let of = |place| fib.part(table, place);
    let known = Known {
        text: Text::read(of(part::PIECES), main)?,
        characters: Runs::characters(of(part::CHARACTERS), main),
        paragraphs: Runs::paragraphs(of(part::PARAGRAPHS), main, data),
        styles: Styles::read(of(part::STYLES)),
        anchors: Anchors::read(fib, table),
    };
    let levels = fib.range(part::LISTS).and_then(|range| table.get(range.end..)).unwrap_or(&[]);
    let mut lists = Lists::read(of(part::LISTS), levels, of(part::LIST_USES));
    let mut flow = Flow::default();
    story::main_text(&known, &mut lists, fib.story(Story::Main), &mut flow);
    let headers = if furniture { Some(fib.story(Story::Furniture)) } else { None };
    for range in known.anchors.loose.iter().cloned().chain(headers) {
        for text in story::side_text(&known, range, "") {
            flow.paragraph(BlockKind::Paragraph, &text);
        }
    }
    let language = known.styles.get(0).language.and_then(|number| codepage::language(number.into()));
    content.declared.language = language.map(str::to_owned);
    content.blocks = flow.finish();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::compound::built;
    use super::super::shown;
    use super::*;

    /// Where the text begins.
    const TEXT: usize = 0x600;

    /// A file of this text in one piece of 8-bit characters, without styles.
    fn file(text: &[u8], change: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
        let mut pieces = vec![2, 16, 0, 0, 0, 0, 0, 0, 0];
        pieces.extend((text.len() as u32).to_le_bytes());
        pieces.extend([0, 0]);
        pieces.extend(((TEXT as u32 * 2) | 0x4000_0000).to_le_bytes());
        pieces.extend([0, 0]);
        let mut main = vec![0; TEXT];
        main[..4].copy_from_slice(&[0xec, 0xa5, 0xc1, 0]);
        main[0x4c..0x50].copy_from_slice(&(text.len() as u32).to_le_bytes());
        main[0x98] = 93;
        main[0x1a6] = pieces.len() as u8;
        main.extend(text);
        change(&mut main);
        built(&[("/WordDocument", &main), ("/0Table", &pieces)])
    }

    #[test]
    fn texts() {
        let check = |text: &[u8], expected: &[&str]| {
            assert_eq!(shown(&read(&file(text, |_| ()), false).unwrap().blocks), expected);
        };
        check(b"Besluit\rArtikel\x0b1 caf\xe9\r", &["p Besluit", "p Artikel/1 café"]);
        check(b"Zie \x13 HYPERLINK \x14de nota\x15 en \x13x\r", &["p Zie de nota en x"]);
        check(b"\x13 a \x13 b \x14c\x15 \x14d\x15 e\r", &["p d e"]);
        check(b"a\x1eb\x1fc\x01", &["p a-bc"]);
    }

    #[test]
    fn broken() {
        let check = |bytes: &[u8], reason| assert_eq!(read(bytes, false).err(), Some(reason));
        check(b"geen", Reason::UnknownFormat);
        check(&built(&[("/Workbook", b"x")]), Reason::UnknownFormat);
        check(&file(b"x\r", |main| main[11] = 1), Reason::Encrypted);
        check(&file(b"x\r", |main| main[0x1a6] = 0), Reason::Damaged);
        check(&file(b"\r\r", |_| ()), Reason::Empty);
    }
}
