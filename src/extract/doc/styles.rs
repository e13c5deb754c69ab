//! The style sheet of a Word file: which styles are headings and of which level, and which belong to a list, and
//! which hide their text.

use super::super::compound::number::{u16, utf16};
use super::super::flow::named_level;
use super::properties::{Character, Paragraph};

/// Styles on styles on styles further than this are a circle.
const FURTHEST: usize = 12;
/// Stands for "no style".
const NONE: u16 = 0xfff;

/// A style of paragraphs or of characters.
#[derive(Clone, Debug, Default)]
pub struct Style {
    /// The level of the headings that have it.
    pub heading: Option<u8>,
    /// Which use of a list it belongs to.
    pub list: Option<u16>,
    /// Its level in the list.
    pub level: Option<u8>,
    /// Whether its text is hidden.
    pub hides: Option<bool>,
    /// The number of the language of its text.
    pub language: Option<u16>,
    base: u16,
}

/// The styles of a file, by their numbers.
#[derive(Debug, Default)]
pub struct Styles(Vec<Style>);

impl Styles {
    /// Reads the style sheet.
    pub fn read(part: &[u8]) -> Styles {
        let head = usize::from(u16(part, 0).unwrap_or(0));
        let fixed = usize::from(u16(part, 4).unwrap_or(10));
        let mut styles = Vec::new();
        let mut at = 2 + head;
        while let Some(size) = u16(part, at) {
            let size = usize::from(size);
            let own = part.get(at + 2..).and_then(|rest| rest.get(..size.min(rest.len()))).unwrap_or(&[]);
            styles.push(style(own, fixed).unwrap_or(Style { base: NONE, ..Style::default() }));
            at += 2 + size;
        }
        let inherited = (0..styles.len()).map(|place| inherited(&styles, place)).collect();
        Styles(inherited)
    }

    /// The style of this number; one without meaning where there is no such style.
    pub fn get(&self, number: u16) -> Style {
        self.0.get(usize::from(number)).cloned().unwrap_or_default()
    }
}

/// Reads one style, of which the first `fixed` bytes have a fixed place.
fn style(own: &[u8], fixed: usize) -> Option<Style> {
    let known = u16(own, 0)? & 0xfff;
    let kind = u16(own, 2)?;
    let length = usize::from(u16(own, fixed)?);
    let name = utf16(own.get(fixed + 2..fixed + 2 + 2 * length)?);
    let is_paragraph = kind & 0xf == 1;
    let mut paragraph = Paragraph::default();
    let mut character = Character::default();
    let at = fixed + 2 + 2 * (length + 1);
    let (first, next) = changes(own, at);
    // Of a paragraph style the first properties are those of the paragraph, led by its own number.
    if is_paragraph {
        paragraph.apply(first.get(2..).unwrap_or(&[]), &[]);
        character.apply(changes(own, next).0);
    } else if kind & 0xf == 2 {
        character.apply(first);
    }
    let outline = paragraph.outline.filter(|&level| level < 9).map(|level| (level + 1).min(6));
    let heading = match known {
        1..=9 => Some((known as u8).min(6)),
        62 => Some(1),
        _ => named_level(&name).or(outline),
    };
    let heading = heading.filter(|_| is_paragraph);
    Some(Style {
        heading,
        list: paragraph.list,
        level: paragraph.level,
        hides: character.hidden,
        language: character.language,
        base: kind >> 4,
    })
}

/// The property changes that begin at `at` with their size, and where what follows begins, on an even place.
fn changes(own: &[u8], at: usize) -> (&[u8], usize) {
    let size = usize::from(u16(own, at).unwrap_or(0));
    let found = own.get(at + 2..).and_then(|rest| rest.get(..size.min(rest.len()))).unwrap_or(&[]);
    (found, at + 2 + size + size % 2)
}

fn inherited(styles: &[Style], place: usize) -> Style {
    let mut whole = styles.get(place).cloned().unwrap_or_default();
    let mut base = whole.base;
    for _ in 0..FURTHEST {
        let Some(style) = styles.get(usize::from(base)) else { break };
        whole.heading = whole.heading.or(style.heading);
        whole.list = whole.list.or(style.list);
        whole.level = whole.level.or(style.level);
        whole.hides = whole.hides.or(style.hides);
        base = style.base;
    }
    whole
}
