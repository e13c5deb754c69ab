//! Properties of characters and paragraphs of a Word file: the changes ("sprm") that its pages of properties and its
//! styles hold, as far as they decide on text.

use super::super::compound::number::{u8, u16, u32};
use super::fib::plc;

/// The size of a page of properties.
const PAGE: usize = 512;

/// What decides on a run of characters.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Character {
    /// Whether it is hidden; `None` where its styles say it.
    pub hidden: Option<bool>,
    /// Taken out by a tracked change.
    pub deleted: bool,
    /// The number of its character style; 0 for none.
    pub style: u16,
    /// The number of its language.
    pub language: Option<u16>,
    /// Stands for something else than its character.
    pub special: bool,
    /// The character of a symbol font that it stands for.
    pub symbol: Option<u16>,
}

/// What decides on a paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Paragraph {
    /// The number of its style.
    pub style: u16,
    /// Its level in the outline, from 0; 9 is running text.
    pub outline: Option<u8>,
    /// Which use of a list it belongs to, counted from 1; 0 for none.
    pub list: Option<u16>,
    /// Its level in the list, from 0.
    pub level: Option<u8>,
    /// Whether it stands in a table.
    pub in_table: bool,
    /// How many tables it stands in; 0 where only `in_table` says it.
    pub depth: u32,
    /// Whether it closes a row.
    pub ends_row: bool,
    /// Whether it closes a cell of a table in a table.
    pub ends_inner_cell: bool,
    /// Whether it closes a row of a table in a table.
    pub ends_inner_row: bool,
    /// Whether its row is repeated as column heads.
    pub head: bool,
}

impl Character {
    /// Applies changes.
    pub fn apply(&mut self, changes: &[u8]) {
        each(changes, |code, operand| {
            // 0x80 and 0x81 take over and turn round what the style says, which seldom hides.
            let on = matches!(u8(operand, 0), Some(1 | 0x81));
            match code {
                0x083c => self.hidden = Some(on).filter(|_| u8(operand, 0) != Some(0x80)),
                0x0800 => self.deleted = on,
                0x4a30 => self.style = u16(operand, 0).unwrap_or(0),
                0x486d | 0x4873 => self.language = u16(operand, 0),
                0x0855 => self.special = on,
                0x6a09 => self.symbol = u16(operand, 2),
                _ => {}
            }
        });
    }
}

impl Paragraph {
    /// Applies changes; `data` is the stream that holds those too long for a page.
    pub fn apply(&mut self, changes: &[u8], data: &[u8]) {
        each(changes, |code, operand| {
            if matches!(code, 0x6645 | 0x6646) {
                if let Some(far) = far(operand, data) {
                    each(far, |code, operand| self.change(code, operand));
                }
            } else {
                self.change(code, operand);
            }
        });
    }

    fn change(&mut self, code: u16, operand: &[u8]) {
        let on = u8(operand, 0).is_some_and(|value| value != 0);
        match code {
            0x4600 => self.style = u16(operand, 0).unwrap_or(0),
            0x2640 => self.outline = u8(operand, 0),
            0x460b => self.list = u16(operand, 0),
            0x260a => self.level = u8(operand, 0),
            0x2416 => self.in_table = on,
            0x2417 => self.ends_row = on,
            0x244b => self.ends_inner_cell = on,
            0x244c => self.ends_inner_row = on,
            0x6649 => self.depth = u32(operand, 0).unwrap_or(0),
            0x3404 => self.head = on,
            _ => {}
        }
    }
}

/// Changes that lie in the data stream.
fn far<'d>(operand: &[u8], data: &'d [u8]) -> Option<&'d [u8]> {
    let at = u32(operand, 0)? as usize;
    let length = usize::from(u16(data, at)?);
    data.get(at + 2..)?.get(..length)
}

/// Hands each change and its operand to `take`; ends where they break off.
fn each(changes: &[u8], mut take: impl FnMut(u16, &[u8])) {
    let mut at = 0;
    while let Some(code) = u16(changes, at) {
        at += 2;
        let size = match code >> 13 {
            0 | 1 => 1,
            2 | 4 | 5 => 2,
            3 => 4,
            7 => 3,
            _ if code == 0xd608 => usize::from(u16(changes, at).unwrap_or(0)) + 1,
            _ if code == 0xc615 && u8(changes, at) == Some(255) => return,
            _ => usize::from(u8(changes, at).unwrap_or(0)) + 1,
        };
        let Some(operand) = changes.get(at..at + size) else { return };
        take(code, operand);
        at += size;
    }
}

/// What holds for ranges of the bytes of the main stream, in their order.
#[derive(Debug, Default)]
pub struct Runs<T> {
    runs: Vec<(u32, u32, T)>,
}

impl<T: Copy + Default> Runs<T> {
    /// What holds for the byte `at`, and the range for which it does.
    pub fn at(&self, at: u32) -> (T, std::ops::Range<u32>) {
        let after = self.runs.partition_point(|&(start, _, _)| start <= at);
        match after.checked_sub(1).and_then(|last| self.runs.get(last)) {
            Some(&(start, end, value)) if at < end => (value, start..end),
            _ => (T::default(), at..at.saturating_add(1)),
        }
    }

    fn collect(part: &[u8], main: &[u8], mut value: impl FnMut(&[u8], usize, usize) -> T) -> Self {
        let mut runs = Vec::new();
        let (_, pages) = plc(part, 4);
        // No page is named twice by an honest file.
        for number in pages.into_iter().take(main.len() / PAGE).filter_map(|number| u32(number, 0)) {
            let start = (number & 0x003f_ffff) as usize * PAGE;
            let Some(page) = main.get(start..start + PAGE) else { continue };
            let count = usize::from(page.last().copied().unwrap_or(0));
            for place in 0..count {
                let (Some(from), Some(to)) = (u32(page, 4 * place), u32(page, 4 * place + 4)) else { break };
                runs.push((from, to, value(page, place, count)));
            }
        }
        runs.sort_by_key(|&(start, _, _)| start);
        Runs { runs }
    }
}

impl Runs<Character> {
    /// Reads the properties of characters from the pages that `part` names.
    pub fn characters(part: &[u8], main: &[u8]) -> Self {
        Self::collect(part, main, |page, place, count| {
            let mut character = Character::default();
            let at = u8(page, 4 * (count + 1) + place).map_or(0, |half| usize::from(half) * 2);
            if at > 0 {
                let size = u8(page, at).map_or(0, usize::from);
                let rest = page.get(at + 1..).unwrap_or(&[]);
                character.apply(rest.get(..size).unwrap_or(&[]));
            }
            character
        })
    }
}

impl Runs<Paragraph> {
    /// Reads the properties of paragraphs from the pages that `part` names.
    pub fn paragraphs(part: &[u8], main: &[u8], data: &[u8]) -> Self {
        Self::collect(part, main, |page, place, count| {
            let mut paragraph = Paragraph::default();
            let at = u8(page, 4 * (count + 1) + 13 * place).map_or(0, |half| usize::from(half) * 2);
            if at > 0 {
                let first = u8(page, at).map_or(0, usize::from);
                let (start, size) = match first {
                    0 => (at + 2, u8(page, at + 1).map_or(0, |size| usize::from(size) * 2)),
                    size => (at + 1, size * 2 - 1),
                };
                let rest = page.get(start..).unwrap_or(&[]);
                let changes = rest.get(..size.min(rest.len())).unwrap_or(&[]);
                paragraph.style = u16(changes, 0).unwrap_or(0);
                paragraph.apply(changes.get(2..).unwrap_or(&[]), data);
            }
            paragraph
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraph_changes() {
        let check = |changes: &[u8], data: &[u8], expected: Paragraph| {
            let mut paragraph = Paragraph::default();
            paragraph.apply(changes, data);
            assert_eq!(paragraph, expected);
        };
        check(&[0x16, 0x24, 1], &[], Paragraph { in_table: true, ..Paragraph::default() });
        // A definition of a table, with its long length, and then the mark of a row of heads.
        check(&[0x08, 0xd6, 3, 0, 9, 9, 0x04, 0x34, 1], &[], Paragraph { head: true, ..Paragraph::default() });
        check(
            &[0x46, 0x66, 1, 0, 0, 0],
            &[9, 3, 0, 0x17, 0x24, 1],
            Paragraph { ends_row: true, ..Paragraph::default() },
        );
        check(&[0x0b, 0x46, 2], &[], Paragraph::default());
    }

    #[test]
    fn character_changes() {
        let check = |changes: &[u8], hidden, deleted| {
            let mut character = Character::default();
            character.apply(changes);
            assert_eq!((character.hidden, character.deleted), (hidden, deleted));
        };
        check(&[0x3c, 0x08, 1], Some(true), false);
        check(&[0x00, 0x08, 1, 0x3c, 0x08, 0], Some(false), true);
        check(&[0x3c, 0x08, 0x80], None, false);
    }
}
