//! Strings in records of XLS: of BIFF8 (one or two bytes a character, with runs of fonts), of BIFF5 (a code page), and
//! the table of shared strings, that goes on over several records.

use encoding_rs::Encoding;

use super::super::tidy::tidy;
use super::records::Bytes;
use crate::document::Reason;

/// Two bytes a character.
const WIDE: u8 = 1;
/// Followed by data of East Asian writing.
const EXTENDED: u8 = 4;
/// Followed by runs of fonts.
const RICH: u8 = 8;

/// How strings stand in a file.
#[derive(Clone, Copy, Debug)]
pub enum Writing {
    /// BIFF8.
    Unicode,
    /// BIFF5, in a code page.
    Page(&'static Encoding),
}

impl Writing {
    /// The code page of number `page`.
    pub fn page(page: u16) -> Writing {
        let label = match page {
            10_000 | 32_768 => "macintosh".to_owned(),
            437 | 850 | 858 | 367 => "windows-1252".to_owned(),
            _ => format!("windows-{page}"),
        };
        Writing::Page(Encoding::for_label(label.as_bytes()).unwrap_or(encoding_rs::WINDOWS_1252))
    }

    /// A string of which the length stands in one byte.
    pub fn short(self, bytes: &mut Bytes<'_>) -> Option<String> {
        let count = usize::from(bytes.u8()?);
        self.of_length(bytes, count)
    }

    /// A string of which the length stands in two bytes.
    pub fn long(self, bytes: &mut Bytes<'_>) -> Option<String> {
        let count = usize::from(bytes.u16()?);
        self.of_length(bytes, count)
    }

    /// A string of `count` characters, or of as many as there are.
    pub fn of_length(self, bytes: &mut Bytes<'_>, count: usize) -> Option<String> {
        match self {
            Writing::Page(encoding) => {
                let raw = bytes.take(count.min(bytes.0.len()))?;
                Some(encoding.decode_without_bom_handling(raw).0.into_owned())
            }
            Writing::Unicode => {
                let flags = bytes.u8()?;
                bytes.take(if flags & RICH == 0 { 0 } else { 2 })?;
                bytes.take(if flags & EXTENDED == 0 { 0 } else { 4 })?;
                let mut units = Vec::new();
                characters(bytes, flags, count, &mut units);
                Some(String::from_utf16_lossy(&units))
            }
        }
    }
}

/// Takes up to `count` characters; how many there were.
fn characters(bytes: &mut Bytes<'_>, flags: u8, count: usize, units: &mut Vec<u16>) -> usize {
    let width = if flags & WIDE == 0 { 1 } else { 2 };
    let count = count.min(bytes.0.len() / width);
    let raw = bytes.take(count * width).unwrap_or_default();
    match width {
        1 => units.extend(raw.iter().map(|byte| u16::from(*byte))),
        _ => units.extend(raw.chunks_exact(2).filter_map(|pair| Some(u16::from_le_bytes(pair.try_into().ok()?)))),
    }
    count
}

/// The table of shared strings out of its record and the records that go on with it, tidied.
///
/// # Errors
/// [`Reason::Damaged`] where it breaks off; the strings before stay.
pub fn shared(first: &[u8], more: Vec<&[u8]>, strings: &mut Vec<String>) -> Result<(), Reason> {
    let mut bytes = Bytes(first);
    let count = bytes.take(4).and_then(|_| bytes.u32()).ok_or(Reason::Damaged)?;
    let mut table = Table { bytes, more: more.into_iter() };
    for _ in 0..count {
        strings.push(table.string().ok_or(Reason::Damaged)?);
    }
    Ok(())
}

/// The bytes of the table, over the bounds of records.
struct Table<'s> {
    bytes: Bytes<'s>,
    more: std::vec::IntoIter<&'s [u8]>,
}

impl Table<'_> {
    fn string(&mut self) -> Option<String> {
        if self.bytes.0.is_empty() {
            self.bytes = Bytes(self.more.next()?);
        }
        let mut left = usize::from(self.bytes.u16()?);
        let mut flags = self.bytes.u8()?;
        let runs = if flags & RICH == 0 { 0 } else { usize::from(self.bytes.u16()?) * 4 };
        let extended = if flags & EXTENDED == 0 { 0 } else { usize::try_from(self.bytes.u32()?).ok()? };
        let mut units = Vec::new();
        loop {
            left -= characters(&mut self.bytes, flags, left, &mut units);
            if left == 0 {
                break;
            }
            // Where characters go on in the next record, it says anew how wide they are.
            self.bytes = Bytes(self.more.next()?);
            flags = self.bytes.u8()?;
        }
        self.pass(runs.saturating_add(extended))?;
        Some(tidy(&String::from_utf16_lossy(&units)))
    }

    fn pass(&mut self, mut size: usize) -> Option<()> {
        while size > self.bytes.0.len() {
            size -= self.bytes.0.len();
            self.bytes = Bytes(self.more.next()?);
        }
        self.bytes.take(size).map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_strings_over_records() {
        let first = [&[9, 0, 0, 0, 4, 0, 0, 0][..], &[4, 0, 0], b"brug", &[4, 0, RICH, 1, 0], b"we"].concat();
        let second = [&[1, b'g', 0, b'!', 0, 0, 0, 0, 0][..], &[2, 0, WIDE, 0xAC, 0x20]].concat();
        let third = [&[0][..], b"1", &[3, 0, EXTENDED, 2, 0, 0, 0], b"abcde"].concat();
        let mut strings = Vec::new();
        assert_eq!(shared(&first, vec![&second, &third], &mut strings), Ok(()));
        assert_eq!(strings, ["brug", "weg!", "€1", "abc"]);
        strings.clear();
        assert_eq!(shared(&first, vec![], &mut strings), Err(Reason::Damaged));
        assert_eq!(strings, ["brug"]);
    }

    #[test]
    fn strings_in_records() {
        let check = |writing: Writing, bytes: &[u8], expected: Option<&str>| {
            assert_eq!(writing.short(&mut Bytes(bytes)).as_deref(), expected);
        };
        check(Writing::Unicode, &[2, 0, b'j', 0xE9], Some("jé"));
        check(Writing::Unicode, &[2, 1, b'j', 0, 0xAC, 0x20], Some("j€"));
        check(Writing::page(1252), &[2, b'j', 0x80], Some("j€"));
        check(Writing::page(1252), &[9, b'j'], Some("j"));
        check(Writing::Unicode, &[], None);
    }
}
