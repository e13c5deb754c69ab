//! The text of a Word file out of its pieces: each character (a UTF-16 unit) and where its bytes lie, by which its
//! properties are found.

use super::super::codepage;
use super::super::compound::number::{u8, u16, u32};
use super::fib::plc;
use crate::document::Reason;

/// A run of characters that lie together in the main stream.
#[derive(Debug)]
struct Piece {
    /// Its first character, counted over the whole text.
    start: u32,
    /// Where its bytes begin.
    bytes: u32,
    /// How many bytes a character takes: 1 or 2.
    width: u32,
}

/// The characters of a file.
#[derive(Debug)]
pub struct Text {
    units: Vec<u16>,
    pieces: Vec<Piece>,
}

impl Text {
    /// Reads the characters that the pieces of `part` name in the main stream `main`.
    ///
    /// # Errors
    /// [`Reason::Damaged`] where there are no pieces.
    pub fn read(part: &[u8], main: &[u8]) -> Result<Text, Reason> {
        let (positions, values) = plc(table(part).ok_or(Reason::Damaged)?, 8);
        let mut text = Text { units: Vec::new(), pieces: Vec::new() };
        // Pieces that overlap could multiply the text; no honest file holds more characters than bytes.
        let mut left = main.len();
        for (ends, value) in positions.windows(2).zip(values) {
            let &[from, to] = ends else { continue };
            let place = u32(value, 2).unwrap_or(0);
            let width = if place & 0x4000_0000 == 0 { 2 } else { 1 };
            let bytes = (place & 0x3fff_ffff) / (3 - width);
            let length = (to.saturating_sub(from) as usize).saturating_mul(width as usize).min(left);
            left -= length;
            let start = bytes as usize;
            let found = main.get(start..start.saturating_add(length).min(main.len())).unwrap_or(&[]);
            text.pieces.push(Piece { start: text.units.len() as u32, bytes, width });
            text.add(found, width);
            let wanted = text.units.len() + (length - found.len()) / width as usize;
            text.units.resize(wanted, 0);
        }
        if text.pieces.is_empty() { Err(Reason::Damaged) } else { Ok(text) }
    }

    fn add(&mut self, bytes: &[u8], width: u32) {
        if width == 1 {
            self.units.extend(codepage::decode(bytes, 1252).encode_utf16());
        } else {
            self.units.extend(bytes.chunks_exact(2).filter_map(|pair| u16(pair, 0)));
        }
    }

    /// The number of characters.
    pub fn len(&self) -> u32 {
        self.units.len() as u32
    }

    /// The character at `place`.
    pub fn unit(&self, place: u32) -> Option<u16> {
        self.units.get(place as usize).copied()
    }

    /// Where the bytes of the character at `place` lie in the main stream.
    pub fn bytes_at(&self, place: u32) -> u32 {
        let after = self.pieces.partition_point(|piece| piece.start <= place);
        let piece = after.checked_sub(1).and_then(|last| self.pieces.get(last));
        piece.map_or(0, |piece| piece.bytes.saturating_add((place - piece.start).saturating_mul(piece.width)))
    }
}

/// The list of pieces, behind the property changes that may precede it.
fn table(part: &[u8]) -> Option<&[u8]> {
    let mut at = 0usize;
    loop {
        match u8(part, at)? {
            1 => at = at.checked_add(3 + usize::from(u16(part, at + 1)?))?,
            2 => {
                let length = u32(part, at + 1)? as usize;
                let list = part.get(at + 5..)?;
                return list.get(..length.min(list.len()));
            }
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pieces as (characters, place, width).
    fn part(pieces: &[(u32, u32, u32)]) -> Vec<u8> {
        let mut position = 0;
        let mut list = vec![0; 4];
        for piece in pieces {
            position += piece.0;
            list.extend(position.to_le_bytes());
        }
        for &(_, place, width) in pieces {
            let place = if width == 1 { (place * 2) | 0x4000_0000 } else { place };
            list.extend([0, 0]);
            list.extend(place.to_le_bytes());
            list.extend([0, 0]);
        }
        let mut part = vec![1, 1, 0, 9, 2];
        part.extend((list.len() as u32).to_le_bytes());
        part.extend(list);
        part
    }

    #[test]
    fn texts() {
        let check = |pieces: &[(u32, u32, u32)], main: &[u8], expected: &str| {
            let text = Text::read(&part(pieces), main).unwrap();
            assert_eq!(String::from_utf16_lossy(&text.units), expected);
        };
        check(&[(2, 4, 1), (1, 0, 2)], b"c\0..\xe9b", "\u{e9}bc");
        check(&[(3, 0, 1), (3, 0, 1)], b"abc", "abc");
        check(&[(9, 1, 1)], b"abc", "bc\0");
        let text = Text::read(&part(&[(2, 4, 1), (1, 0, 2)]), b"c\0..ab").unwrap();
        assert_eq!([text.bytes_at(0), text.bytes_at(1), text.bytes_at(2)], [4, 5, 0]);
        assert!(Text::read(&[], &[]).is_err());
    }
}
