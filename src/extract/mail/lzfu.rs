//! The compression that Outlook uses for RTF.

use super::super::compound::number::{u16, u32};
use super::super::package::Budget;
use crate::document::Reason;

/// What the window holds at the start, so that the usual head of RTF is short.
const KNOWN: &[u8] = b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
/// The size of the window.
const WINDOW: usize = 4096;
/// The size of the head.
const HEAD: usize = 16;

/// The RTF that `bytes` hold, as far as they go.
///
/// # Errors
/// [`Reason::Damaged`] where it is not compressed in a known way, [`Reason::Expands`].
pub fn unpacked(bytes: &[u8], budget: &Budget) -> Result<Vec<u8>, Reason> {
    let size = u32(bytes, 4).ok_or(Reason::Damaged)? as usize;
    let body = bytes.get(HEAD..).ok_or(Reason::Damaged)?;
    match bytes.get(8..12) {
        Some(b"MELA") => Ok(body.get(..size.min(body.len())).unwrap_or(&[]).to_vec()),
        Some(b"LZFu") => {
            let mut found = Vec::new();
            unpack(body, &mut found);
            budget.take(found.len() as u64)?;
            Ok(found)
        }
        _ => Err(Reason::Damaged),
    }
}

fn unpack(body: &[u8], found: &mut Vec<u8>) {
    let mut window = [b' '; WINDOW];
    for (place, &byte) in window.iter_mut().zip(KNOWN) {
        *place = byte;
    }
    let mut next = KNOWN.len();
    let mut write = |byte: u8, window: &mut [u8; WINDOW]| {
        window[next % WINDOW] = byte;
        next = (next + 1) % WINDOW;
        found.push(byte);
        next
    };
    let mut at = 0;
    let mut end = KNOWN.len();
    while let Some(&flags) = body.get(at) {
        at += 1;
        for bit in 0..8 {
            if flags >> bit & 1 == 0 {
                let Some(&byte) = body.get(at) else { return };
                end = write(byte, &mut window);
                at += 1;
                continue;
            }
            // A reference: twelve bits of place, four of length, the high byte first.
            let Some(pair) = u16(body, at).map(u16::swap_bytes) else { return };
            let (place, length) = (usize::from(pair >> 4), usize::from(pair & 0xf) + 2);
            if place == end {
                return;
            }
            for step in 0..length {
                end = write(window[(place + step) % WINDOW], &mut window);
            }
            at += 2;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts() {
        let check = |kind: &[u8], body: &[u8], expected: &[u8]| {
            let bytes = [&[0; 4], &[9u8, 0, 0, 0][..], kind, &[0; 4], body].concat();
            assert_eq!(unpacked(&bytes, &Budget::of(0)).unwrap(), expected);
        };
        assert_eq!(KNOWN.len(), 207);
        check(b"MELA", b"{\\rtf1 a}", b"{\\rtf1 a}");
        // Six characters of what is known, then two bytes of their own, then the end.
        check(b"LZFu", &[0b1001, 0, 4, b'1', b'}', 0x0d, 0x70, 0], b"{\\rtf11}");
        check(b"LZFu", &[0b10, b'a', 0x0c, 0xf9], b"aaaaaaaaaaaa");
    }
}
