//! Files of Word 6 and 95: their plain text only, without styles.

use super::super::codepage;
use super::super::compound::number::u32;
use super::super::flow::Flow;
use crate::document::{Block, BlockKind, Reason};

/// Reads the text of the main stream.
///
/// # Errors
/// [`Reason::Damaged`] where it does not lie where the head says.
pub fn read(main: &[u8]) -> Result<Vec<Block>, Reason> {
    let start = u32(main, 0x18).ok_or(Reason::Damaged)? as usize;
    let length = u32(main, 0x34).ok_or(Reason::Damaged)? as usize;
    let bytes = main.get(start..).ok_or(Reason::Damaged)?;
    let mut flow = Flow::default();
    let mut text = Vec::new();
    // Whether each open field is still in its instruction.
    let mut fields: Vec<bool> = Vec::new();
    for &byte in bytes.iter().take(length) {
        let quiet = fields.iter().rev().take(16).any(|&instruction| instruction);
        match byte {
            0x13 => fields.push(true),
            0x14 => fields.iter_mut().next_back().into_iter().for_each(|instruction| *instruction = false),
            0x15 => fields.truncate(fields.len().saturating_sub(1)),
            0x0d => {
                // An instruction that does not end would hide the rest.
                fields.clear();
                flow.paragraph(BlockKind::Paragraph, &codepage::decode(&std::mem::take(&mut text), 1252));
            }
            _ if quiet => {}
            0x07 | 0x0c => flow.paragraph(BlockKind::Paragraph, &codepage::decode(&std::mem::take(&mut text), 1252)),
            0x0b => text.push(b'\n'),
            0x1e => text.push(b'-'),
            0x09 | 0x20.. => text.push(byte),
            _ => {}
        }
    }
    flow.paragraph(BlockKind::Paragraph, &codepage::decode(&text, 1252));
    Ok(flow.finish())
}

#[cfg(test)]
mod tests {
    use super::super::super::shown;
    use super::*;

    #[test]
    fn texts() {
        let check = |text: &[u8], expected: &[&str]| {
            let mut main = vec![0; 0x40];
            main[0x18] = 0x40;
            main[0x34] = text.len() as u8;
            main.extend(text);
            assert_eq!(shown(&read(&main).unwrap()), expected);
        };
        check(b"Besluit\rArt. 1\x0bcaf\xe9\r", &["p Besluit", "p Art. 1/café"]);
        check(b"a \x13DATE\x14mei\x15 b\r", &["p a mei b"]);
        check(b"a \x13DATE\rb\r", &["p a", "p b"]);
    }
}
