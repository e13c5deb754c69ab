//! Goes through the characters of a Word file and makes paragraphs, cells and notes of them: fields give their result
//! only, hidden and deleted text is left out, styles and lists say what a paragraph is.

use std::collections::HashSet;
use std::ops::Range;

use super::anchors::{Anchor, Anchors};
use super::lists::Lists;
use super::pieces::Text;
use super::properties::{Character, Paragraph, Runs};
use super::styles::Styles;
use crate::document::BlockKind;
use crate::extract::flow::Flow;

/// The characters that Word gives a meaning of their own.
mod sign {
    pub const NOTE: u16 = 0x02;
    pub const CELL: u16 = 0x07;
    pub const SHAPE: u16 = 0x08;
    pub const TAB: u16 = 0x09;
    pub const LINE: u16 = 0x0b;
    pub const PAGE: u16 = 0x0c;
    pub const PARAGRAPH: u16 = 0x0d;
    pub const COLUMN: u16 = 0x0e;
    pub const FIELD: u16 = 0x13;
    pub const FIELD_RESULT: u16 = 0x14;
    pub const FIELD_END: u16 = 0x15;
    pub const HYPHEN: u16 = 0x1e;
    pub const SYMBOL: u16 = 0x28;
}

/// All that is known of a file besides its characters.
pub struct Known {
    /// The characters.
    pub text: Text,
    /// Properties of characters.
    pub characters: Runs<Character>,
    /// Properties of paragraphs.
    pub paragraphs: Runs<Paragraph>,
    /// The style sheet.
    pub styles: Styles,
    /// What hangs on characters.
    pub anchors: Anchors,
}

impl Known {
    /// Whether characters of this kind are hidden or taken out.
    fn is_gone(&self, character: &Character) -> bool {
        let by_style = || character.style != 0 && self.styles.get(character.style).hides == Some(true);
        character.deleted || character.hidden.unwrap_or_else(by_style)
    }
}

/// The paragraph that is being read.
#[derive(Default)]
struct Open {
    units: Vec<u16>,
    anchors: Vec<Anchor>,
}

/// Reads the main text into `flow`, with the notes and text boxes that hang on it.
pub fn main_text(known: &Known, lists: &mut Lists, range: Range<u32>, flow: &mut Flow) {
    each_paragraph(known, range, true, |text, anchors, paragraph, by_cell| {
        let ended = Ended { text: &text, paragraph: &paragraph, by_cell };
        place(known, lists, flow, &ended, || anchors.iter().flat_map(|anchor| hanging(known, anchor)).collect());
    });
}

/// The paragraphs of a text that is no main text: notes, text boxes, headers.
pub fn side_text(known: &Known, range: Range<u32>, mark: &str) -> Vec<String> {
    let mut texts = Vec::new();
    each_paragraph(known, range, false, |text, _, _, _| texts.push(text.replace('\u{2}', mark)));
    texts
}

/// The text that hangs on a character, a note as one paragraph that begins with its mark.
fn hanging(known: &Known, anchor: &Anchor) -> Vec<String> {
    if anchor.mark.is_empty() {
        return side_text(known, anchor.text.clone(), "");
    }
    let text = side_text(known, anchor.text.clone(), "").join("\n");
    vec![format!("{} {}", anchor.mark, text.trim())]
}

/// A paragraph that was read to its end.
struct Ended<'p> {
    text: &'p str,
    paragraph: &'p Paragraph,
    /// Whether a cell mark closed it.
    by_cell: bool,
}

/// Puts a paragraph where its properties say.
fn place(known: &Known, lists: &mut Lists, flow: &mut Flow, ended: &Ended<'_>, notes: impl FnOnce() -> Vec<String>) {
    let Ended { text, paragraph, by_cell } = *ended;
    let in_table = paragraph.in_table || paragraph.depth > 0;
    if in_table && paragraph.ends_row && by_cell {
        return flow.end_row(paragraph.head);
    }
    if paragraph.ends_inner_row {
        return;
    }
    let (kind, text) = marked(known, lists, text, paragraph);
    for note in notes() {
        flow.note(&note);
    }
    if in_table {
        flow.in_cell(kind, &text);
        if by_cell && paragraph.depth <= 1 {
            flow.end_cell();
        }
    } else {
        flow.paragraph(kind, &text);
    }
}

/// What a paragraph is, and its text with the marker of its list.
fn marked(known: &Known, lists: &mut Lists, text: &str, paragraph: &Paragraph) -> (BlockKind, String) {
    let style = known.styles.get(paragraph.style);
    let outline = paragraph.outline.filter(|&level| level < 9).map(|level| (level + 1).min(6));
    let heading = style.heading.or(outline);
    let mut kind = heading.map_or(BlockKind::Paragraph, BlockKind::Heading);
    let number = paragraph.list.or(style.list).filter(|&number| (1..0x7ff).contains(&number));
    let Some(number) = number else { return (kind, text.to_owned()) };
    let own = paragraph.level.or(style.level);
    let level = own.or_else(|| lists.level_of_style(number, paragraph.style)).unwrap_or(0);
    let marker = lists.next(number, level);
    if marker.is_empty() || text.trim().is_empty() {
        return (kind, text.to_owned());
    }
    if heading.is_none() {
        kind = BlockKind::ListItem;
    }
    (kind, format!("{marker} {text}"))
}

/// Hands over each paragraph of `range`: its text, what hangs on it where `anchored`, its properties, and whether a
/// cell mark closed it.
fn each_paragraph(
    known: &Known,
    range: Range<u32>,
    anchored: bool,
    mut take: impl FnMut(String, Vec<Anchor>, Paragraph, bool),
) {
    let range = range.start..range.end.min(known.text.len());
    let mut fields = Fields { whole: whole_fields(known, range.clone()), ..Fields::default() };
    let mut open = Open::default();
    let mut run = (Character::default(), 0..0);
    let mut gone = false;
    for at in range {
        let Some(unit) = known.text.unit(at) else { break };
        let bytes = known.text.bytes_at(at);
        if !run.1.contains(&bytes) {
            run = known.characters.at(bytes);
            gone = known.is_gone(&run.0);
        }
        if fields.hide(at, unit) {
            continue;
        }
        match unit {
            sign::PARAGRAPH | sign::CELL | sign::PAGE if !(run.0.deleted && unit == sign::PARAGRAPH) => {
                let Open { units, anchors } = std::mem::take(&mut open);
                let paragraph = known.paragraphs.at(bytes).0;
                take(String::from_utf16_lossy(&units), anchors, paragraph, unit == sign::CELL);
            }
            _ if gone => {}
            _ => open.add(known, at, unit, &run.0, anchored),
        }
    }
    if !open.units.is_empty() {
        take(String::from_utf16_lossy(&open.units), open.anchors, Paragraph::default(), false);
    }
}

/// The fields that are open at a place.
#[derive(Default)]
struct Fields {
    /// Where the fields begin that also end.
    whole: HashSet<u32>,
    /// For each open field whether it is still in its instruction.
    open: Vec<bool>,
    /// How many are.
    instructions: usize,
}

impl Fields {
    /// Whether the character is the sign of a field, or stands in the instruction of one.
    fn hide(&mut self, at: u32, unit: u16) -> bool {
        match unit {
            sign::FIELD if self.whole.contains(&at) => {
                self.open.push(true);
                self.instructions += 1;
            }
            sign::FIELD_RESULT | sign::FIELD_END => {
                let in_instruction = self.open.pop().unwrap_or(false);
                self.instructions -= usize::from(in_instruction);
                if unit == sign::FIELD_RESULT {
                    self.open.push(false);
                }
            }
            _ => return self.instructions > 0,
        }
        true
    }
}

impl Open {
    fn add(&mut self, known: &Known, at: u32, unit: u16, character: &Character, anchored: bool) {
        let anchor = if anchored { known.anchors.placed.get(&at) } else { None };
        if let Some(anchor) = anchor {
            self.units.extend(anchor.mark.encode_utf16());
            self.anchors.push(anchor.clone());
        }
        match unit {
            sign::NOTE if !anchored && character.special => self.units.push(unit),
            sign::TAB => self.units.push(unit),
            sign::LINE | sign::COLUMN => self.units.push(u16::from(b'\n')),
            sign::HYPHEN => self.units.push(u16::from(b'-')),
            sign::SYMBOL if character.special => self.units.extend(character.symbol.and_then(plain)),
            sign::SHAPE | 0..0x20 => {}
            0xf000..=0xf0ff => self.units.extend(plain(unit)),
            _ => self.units.push(unit),
        }
    }
}

/// The letter for a character of a symbol font, for those that carry meaning in running text.
fn plain(symbol: u16) -> Option<u16> {
    let sign = match symbol & 0xff {
        0xb7 => '•',
        0xa7 => '▪',
        0xa8 | 0x6f => '☐',
        0xfc => '✓',
        0xfd | 0xfe | 0x78 => '☒',
        0xe0 | 0xae => '→',
        _ => return (symbol & 0xff00 == 0).then_some(symbol).filter(|&symbol| symbol >= 0x20),
    };
    Some(sign as u16)
}

/// Where the fields begin that also end; one that does not would hide all that follows.
fn whole_fields(known: &Known, range: Range<u32>) -> HashSet<u32> {
    let mut open = Vec::new();
    let mut whole = HashSet::new();
    for at in range {
        match known.text.unit(at) {
            Some(sign::FIELD) => open.push(at),
            Some(sign::FIELD_END) => whole.extend(open.pop()),
            _ => {}
        }
    }
    whole
}
