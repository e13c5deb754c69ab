//! The lists of a Word file: counts its items and gives each its marker ("a.", "1.2", "-").

use crate::extract::numerals::{Alphabet, Numeral};
use std::collections::HashMap;

use super::super::compound::number::{u8, u16, u32};
use super::super::flow::marker;

/// Levels of a list.
const LEVELS: usize = 9;
/// The size of the fixed part of a level.
const LEVEL: usize = 28;

/// How one level of a list is numbered.
#[derive(Clone, Debug, Default)]
struct Level {
    start: u32,
    form: u8,
    /// Whether all numbers in the marker are written as plain ones.
    plain: bool,
    /// Whether it counts on after items of higher levels.
    runs_on: bool,
    /// UTF-16 text, in which the units below 9 stand for the numbers of levels.
    text: Vec<u16>,
}

#[derive(Debug, Default)]
struct List {
    levels: Vec<Level>,
    styles: [u16; LEVELS],
}

/// A use of a list: which list, and levels that differ from it.
#[derive(Debug, Default)]
struct Use {
    list: u32,
    starts: Vec<(u8, u32)>,
    levels: HashMap<u8, Level>,
    begun: bool,
}

/// The lists of a file and how far they have counted.
#[derive(Debug, Default)]
pub struct Lists {
    lists: HashMap<u32, List>,
    uses: Vec<Use>,
    counts: HashMap<u32, [Option<u32>; LEVELS]>,
}

impl Lists {
    /// Reads the lists at the start of `lists` (their levels follow at `levels`), and the uses of them.
    pub fn read(lists: &[u8], levels: &[u8], uses: &[u8]) -> Lists {
        let mut all = HashMap::new();
        let mut at = 0;
        let count = usize::from(u16(lists, 0).unwrap_or(0));
        for own in lists.get(2..).unwrap_or(&[]).chunks_exact(LEVEL).take(count) {
            let simple = u8(own, 26).unwrap_or(0) & 1 != 0;
            let mut list = List::default();
            for (place, style) in list.styles.iter_mut().enumerate() {
                *style = u16(own, 8 + 2 * place).unwrap_or(0xfff);
            }
            for _ in 0..if simple { 1 } else { LEVELS } {
                let Some((level, size)) = level(levels.get(at..).unwrap_or(&[])) else { break };
                list.levels.push(level);
                at += size;
            }
            all.insert(u32(own, 0).unwrap_or(0), list);
        }
        Lists { lists: all, uses: read_uses(uses), counts: HashMap::new() }
    }

    /// The level that the style `style` has in the list of the use `number` (from 1).
    pub fn level_of_style(&self, number: u16, style: u16) -> Option<u8> {
        let own = self.uses.get(usize::from(number).checked_sub(1)?)?;
        self.lists.get(&own.list)?.styles.iter().position(|&linked| linked == style).map(|place| place as u8)
    }

    /// Counts an item of the use `number` (from 1) at `depth`, and gives its marker; empty where it shows none.
    pub fn next(&mut self, number: u16, depth: u8) -> String {
        self.count(number, depth).unwrap_or_default()
    }

    fn count(&mut self, number: u16, depth: u8) -> Option<String> {
        let own = self.uses.get_mut(usize::from(number).checked_sub(1)?)?;
        let list = self.lists.get(&own.list)?;
        let counts = self.counts.entry(own.list).or_default();
        if !std::mem::replace(&mut own.begun, true) {
            for &(level, _) in &own.starts {
                counts.iter_mut().skip(usize::from(level)).for_each(|count| *count = None);
            }
        }
        let level = |depth: u8| own.levels.get(&depth).or_else(|| list.levels.get(usize::from(depth)));
        let start = |depth: u8| {
            let own = own.starts.iter().find(|&&(level, _)| level == depth).map(|&(_, start)| start);
            own.or_else(|| level(depth).map(|level| level.start)).unwrap_or(1)
        };
        let shown = level(depth)?;
        for (place, count) in counts.iter_mut().enumerate() {
            let place = place as u8;
            if place < depth {
                count.get_or_insert_with(|| start(place));
            } else if place == depth {
                *count = Some(count.map_or_else(|| start(depth), |count| count.saturating_add(1)));
            } else if !level(place).is_some_and(|level| level.runs_on) {
                *count = None;
            }
        }
        if shown.form == 23 {
            return Some("-".to_owned());
        }
        let mut text = String::new();
        for c in char::decode_utf16(shown.text.iter().copied()).flatten() {
            let place = c as u32;
            if place < LEVELS as u32 {
                let form = if shown.plain { 0 } else { level(place as u8).map_or(0, |level| level.form) };
                text.push_str(&written(counts.get(place as usize).copied().flatten().unwrap_or(1), form));
            } else {
                text.push(c);
            }
        }
        Some(marker(&text))
    }
}

/// Reads one level; it and its size.
fn level(bytes: &[u8]) -> Option<(Level, usize)> {
    let flags = u8(bytes, 5)?;
    let changes = usize::from(u8(bytes, 24)?) + usize::from(u8(bytes, 25)?);
    let at = LEVEL + changes;
    let length = usize::from(u16(bytes, at)?);
    let text = bytes.get(at + 2..at + 2 + 2 * length)?;
    let text = text.chunks_exact(2).filter_map(|pair| u16(pair, 0)).collect();
    let (start, form) = (u32(bytes, 0)?, u8(bytes, 4)?);
    Some((Level { start, form, plain: flags & 4 != 0, runs_on: flags & 8 != 0, text }, at + 2 + 2 * length))
}

fn read_uses(bytes: &[u8]) -> Vec<Use> {
    let count = u32(bytes, 0).unwrap_or(0) as usize;
    let fixed = bytes.get(4..).unwrap_or(&[]).chunks_exact(16).take(count);
    let mut uses: Vec<(Use, u8)> =
        fixed.map(|own| (Use { list: u32(own, 0).unwrap_or(0), ..Use::default() }, u8(own, 12).unwrap_or(0))).collect();
    let mut at = 4 + 16 * uses.len();
    for (own, changed) in &mut uses {
        at += 4;
        for _ in 0..*changed {
            let (Some(start), Some(flags)) = (u32(bytes, at), u32(bytes, at + 4)) else { break };
            at += 8;
            let depth = (flags & 0xf) as u8;
            let mut first = start;
            if flags & 0x20 != 0 {
                let Some((level, size)) = level(bytes.get(at..).unwrap_or(&[])) else { break };
                at += size;
                first = level.start;
                own.levels.insert(depth, level);
            }
            if flags & 0x10 != 0 {
                own.starts.push((depth, first));
            }
        }
    }
    uses.into_iter().map(|(own, _)| own).collect()
}

/// A number as the form writes it.
pub fn written(number: u32, form: u8) -> String {
    let numeral = match form {
        1 => Numeral::RomanUpper,
        2 => Numeral::RomanLower,
        3 => Numeral::Upper(Alphabet::Repeated),
        4 => Numeral::Lower(Alphabet::Repeated),
        22 => Numeral::Padded,
        23 | 255 => Numeral::Nothing,
        _ => Numeral::Decimal,
    };
    numeral.write(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        let check = |number, form, text: &str| assert_eq!(written(number, form), text);
        check(14, 2, "xiv");
        check(28, 4, "bb");
        check(3, 3, "C");
        check(7, 22, "07");
        check(0, 4, "0");
        check(5, 255, "");
    }

    /// A level: its first number, its form and its text.
    fn level_bytes(start: u32, form: u8, text: &[u16]) -> Vec<u8> {
        let mut bytes = vec![0; LEVEL];
        bytes[..4].copy_from_slice(&start.to_le_bytes());
        bytes[4] = form;
        bytes.extend((text.len() as u16).to_le_bytes());
        bytes.extend(text.iter().flat_map(|unit| unit.to_le_bytes()));
        bytes
    }

    #[test]
    fn counting() {
        let mut list = vec![0; 30];
        list[0] = 1;
        list[2] = 5;
        let dot = u16::from(b'.');
        let mut levels = [level_bytes(1, 0, &[0, dot]), level_bytes(1, 4, &[0, dot, 1])].concat();
        (2..9).for_each(|_| levels.extend(level_bytes(1, 23, &[0xf0b7])));
        let mut uses = vec![0; 20];
        uses[0] = 1;
        uses[4] = 5;
        let mut lists = Lists::read(&list, &levels, &uses);
        for (depth, text) in [(0, "1."), (1, "1.a"), (1, "1.b"), (0, "2."), (1, "2.a"), (4, "-")] {
            assert_eq!(lists.next(1, depth), text);
        }
        assert_eq!(lists.next(2, 0), "");
    }
}
