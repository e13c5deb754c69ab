//! The head of a Word 97-2003 file: which parts it has and where they lie. What they mean is for the other files.

use std::ops::Range;

use super::super::compound::number::{u16, u32};
use crate::document::Reason;

/// Places in the list of parts.
pub mod part {
    /// The style sheet.
    pub const STYLES: usize = 1;
    /// Where the main text refers to footnotes.
    pub const FOOTNOTE_MARKS: usize = 2;
    /// Where the text of each footnote begins.
    pub const FOOTNOTE_TEXTS: usize = 3;
    /// Pages of character properties.
    pub const CHARACTERS: usize = 12;
    /// Pages of paragraph properties.
    pub const PARAGRAPHS: usize = 13;
    /// The pieces of the text.
    pub const PIECES: usize = 33;
    /// Shapes and where they are anchored in the main text.
    pub const SHAPES: usize = 40;
    /// Where the main text refers to endnotes.
    pub const ENDNOTE_MARKS: usize = 46;
    /// Where the text of each endnote begins.
    pub const ENDNOTE_TEXTS: usize = 47;
    /// Where the text of each text box begins.
    pub const BOX_TEXTS: usize = 56;
    /// Lists.
    pub const LISTS: usize = 73;
    /// What paragraphs use of lists.
    pub const LIST_USES: usize = 74;
}

/// Where the list of parts begins.
const PARTS: usize = 0x9a;
/// Where the lengths of the texts begin.
const LENGTHS: usize = 0x4c;

/// The head of a file.
#[derive(Debug)]
pub struct Fib {
    /// The name of the stream that holds the parts.
    pub table: &'static str,
    /// Whether it comes from Word 6 or 95, of which nothing here holds.
    pub old: bool,
    /// The lengths in characters of main text, footnotes, headers, macros, comments, endnotes, text boxes.
    lengths: [u32; 7],
    /// Places and lengths of the parts.
    parts: Vec<(u32, u32)>,
}

/// The texts of a file, one after the other in its characters.
#[derive(Clone, Copy, Debug)]
pub enum Story {
    /// The main text.
    Main,
    /// Footnotes.
    Footnotes,
    /// Running headers and footers of pages.
    Furniture,
    /// Endnotes.
    Endnotes = 5,
    /// Text boxes.
    Boxes,
}

impl Fib {
    /// Reads the head of the main stream.
    ///
    /// # Errors
    /// [`Reason::UnknownFormat`] where it is none of Word, [`Reason::Encrypted`], [`Reason::Damaged`].
    pub fn read(main: &[u8]) -> Result<Fib, Reason> {
        let mark = u16(main, 0).ok_or(Reason::Damaged)?;
        if !matches!(mark, 0xa5ec | 0xa5dc | 0xa5db | 0xa697..=0xa699) {
            return Err(Reason::UnknownFormat);
        }
        let flags = u16(main, 10).ok_or(Reason::Damaged)?;
        if flags & 0x0100 != 0 {
            return Err(Reason::Encrypted);
        }
        let old = mark != 0xa5ec || u16(main, 2).ok_or(Reason::Damaged)? < 0xc0;
        let mut lengths = [0; 7];
        for (place, length) in lengths.iter_mut().enumerate() {
            *length = u32(main, LENGTHS + 4 * place).unwrap_or(0).min(i32::MAX as u32);
        }
        let count = usize::from(u16(main, PARTS - 2).unwrap_or(0));
        let parts =
            (0..count).map_while(|place| Some((u32(main, PARTS + 8 * place)?, u32(main, PARTS + 8 * place + 4)?)));
        let table = if flags & 0x0200 == 0 { "0Table" } else { "1Table" };
        Ok(Fib { table, old, lengths, parts: parts.collect() })
    }

    /// Where the part at `place` lies in the table stream `table`; the part itself.
    pub fn part<'t>(&self, table: &'t [u8], place: usize) -> &'t [u8] {
        self.range(place).and_then(|range| table.get(range)).unwrap_or(&[])
    }

    /// The bytes of the table stream that the part at `place` takes.
    pub fn range(&self, place: usize) -> Option<Range<usize>> {
        let &(start, length) = self.parts.get(place)?;
        let start = start as usize;
        Some(start..start.checked_add(length as usize)?)
    }

    /// The characters that a text of the file takes.
    pub fn story(&self, story: Story) -> Range<u32> {
        let place = story as usize;
        let start = self.lengths.iter().take(place).fold(0u32, |sum, &length| sum.saturating_add(length));
        start..start.saturating_add(self.lengths.get(place).copied().unwrap_or(0))
    }
}

/// A list of `positions` with a value of `size` bytes for each but the last, as Word stores most of its lists.
pub fn plc(part: &[u8], size: usize) -> (Vec<u32>, Vec<&[u8]>) {
    let count = part.len().saturating_sub(4) / (size + 4);
    let positions = (0..=count).map_while(|place| u32(part, 4 * place)).collect();
    let values = part.get(4 * (count + 1)..).unwrap_or(&[]);
    (positions, if size == 0 { Vec::new() } else { values.chunks_exact(size).take(count).collect() })
}
