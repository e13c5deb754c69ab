//! The records that a PowerPoint file consists of, some of which hold others.

use super::super::compound::number::{u16, u32};

/// The kinds of records that are read.
pub mod kind {
    /// The document.
    pub const DOCUMENT: u16 = 0x03e8;
    /// A slide.
    pub const SLIDE: u16 = 0x03ee;
    /// Where a slide of the outline lies.
    pub const SLIDE_PLACE: u16 = 0x03f3;
    /// Refers to a text of the outline.
    pub const OUTLINE_PLACE: u16 = 0x0f9e;
    /// What the text that follows is for.
    pub const TEXT_HEAD: u16 = 0x0f9f;
    /// Text in UTF-16.
    pub const WIDE_TEXT: u16 = 0x0fa0;
    /// Text of a byte a character.
    pub const BYTE_TEXT: u16 = 0x0fa8;
    /// The outline of slides.
    pub const SLIDES: u16 = 0x0ff0;
    /// Where parts lie.
    pub const PLACES: u16 = 0x1772;
}

/// The size of what precedes the body of a record.
const HEAD: usize = 8;

/// A record.
#[derive(Clone, Copy, Debug)]
pub struct Record<'b> {
    /// Which of its kind it is.
    pub instance: u16,
    /// Its kind.
    pub kind: u16,
    /// What is in it.
    pub body: &'b [u8],
}

/// Goes through records, one after the other.
#[derive(Debug)]
pub struct Records<'b> {
    rest: &'b [u8],
    deep: bool,
}

impl<'b> Records<'b> {
    /// The records of `bytes`, without those within them.
    pub fn new(bytes: &'b [u8]) -> Self {
        Records { rest: bytes, deep: false }
    }

    /// The records of `bytes` and those within them, in the order of the file.
    pub fn deep(bytes: &'b [u8]) -> Self {
        Records { rest: bytes, deep: true }
    }
}

impl<'b> Iterator for Records<'b> {
    type Item = Record<'b>;

    fn next(&mut self) -> Option<Record<'b>> {
        let head = u16(self.rest, 0)?;
        let kind = u16(self.rest, 2)?;
        let size = u32(self.rest, 4)? as usize;
        let body = self.rest.get(HEAD..)?;
        let (own, after) = body.split_at(size.min(body.len()));
        // Records that hold others have this version; to go into them is to skip only what precedes their body.
        let holds_records = head & 0xf == 0xf;
        self.rest = if self.deep && holds_records { body } else { after };
        Some(Record { instance: head >> 4, kind, body: own })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records() {
        let record =
            |version: u8, kind: u8, body: &[u8]| [&[version, 0, kind, 0, body.len() as u8, 0, 0, 0], body].concat();
        let bytes = [record(0xf, 1, &record(0, 2, b"ab")), record(0, 3, b"")].concat();
        let check = |records: Records, expected: &[u16]| {
            assert_eq!(records.map(|record| record.kind).collect::<Vec<_>>(), expected);
        };
        check(Records::new(&bytes), &[1, 3]);
        check(Records::deep(&bytes), &[1, 2, 3]);
        check(Records::deep(&bytes[..9]), &[1]);
    }
}
