//! What hangs on a character of the main text of a Word file: footnotes, endnotes and text boxes, and which characters
//! hold their text.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::compound::number::{u16, u32};
use super::fib::{Fib, Story, part, plc};
use super::lists::written;

/// Something that hangs on a character.
#[derive(Clone, Debug, PartialEq)]
pub struct Anchor {
    /// The mark of a note that Word numbers itself; empty for notes with a mark of their own, and for text boxes.
    pub mark: String,
    /// The characters that hold its text.
    pub text: Range<u32>,
}

/// All that hangs on characters of the main text, by character; and text boxes of which the place is unknown.
#[derive(Debug, Default)]
pub struct Anchors {
    /// By the character it hangs on.
    pub placed: BTreeMap<u32, Anchor>,
    /// In groups of shapes, or in none that is known.
    pub loose: Vec<Range<u32>>,
}

impl Anchors {
    /// Reads the anchors from the table stream.
    pub fn read(fib: &Fib, table: &[u8]) -> Anchors {
        let mut anchors = Anchors::default();
        let of = |place| fib.part(table, place);
        anchors.notes(of(part::FOOTNOTE_MARKS), of(part::FOOTNOTE_TEXTS), fib.story(Story::Footnotes), 0);
        anchors.notes(of(part::ENDNOTE_MARKS), of(part::ENDNOTE_TEXTS), fib.story(Story::Endnotes), 2);
        anchors.boxes(of(part::SHAPES), of(part::BOX_TEXTS), fib.story(Story::Boxes));
        anchors
    }

    fn notes(&mut self, marks: &[u8], texts: &[u8], story: Range<u32>, form: u8) {
        let (places, kinds) = plc(marks, 2);
        let mut number = 0;
        for ((place, kind), text) in places.into_iter().zip(kinds).zip(within(&plc(texts, 0).0, &story)) {
            let numbered = u16(kind, 0) != Some(0);
            number += u32::from(numbered);
            let mark = if numbered { written(number, form) } else { String::new() };
            self.placed.insert(place, Anchor { mark, text });
        }
    }

    fn boxes(&mut self, shapes: &[u8], texts: &[u8], story: Range<u32>) {
        let (places, shapes) = plc(shapes, 26);
        let place_of: BTreeMap<u32, u32> =
            shapes.into_iter().zip(places).filter_map(|(shape, place)| Some((u32(shape, 0)?, place))).collect();
        let (starts, boxes) = plc(texts, 22);
        for (text, shape) in within(&starts, &story).into_iter().zip(boxes) {
            // One that is free for use has no text of its own.
            if u16(shape, 8) == Some(1) {
                continue;
            }
            match u32(shape, 14).and_then(|shape| place_of.get(&shape)) {
                Some(&place) if !self.placed.contains_key(&place) => {
                    self.placed.insert(place, Anchor { mark: String::new(), text });
                }
                _ => self.loose.push(text),
            }
        }
    }
}

/// The ranges between `starts` that lie in `story`, which they are counted from.
fn within(starts: &[u32], story: &Range<u32>) -> Vec<Range<u32>> {
    let at = |start: u32| story.start.saturating_add(start).min(story.end);
    let mut last = story.start;
    let mut ranges = Vec::new();
    for ends in starts.windows(2) {
        let &[from, to] = ends else { continue };
        // Texts that overlap could multiply the text.
        let (from, to) = (at(from).max(last), at(to).max(last));
        ranges.push(from..to);
        last = to;
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges() {
        let check = |starts: &[u32], expected: &[Range<u32>]| assert_eq!(within(starts, &(10..20)), expected);
        check(&[0, 4, 8], &[10..14, 14..18]);
        check(&[0, 90, 3], &[10..20, 20..20]);
        check(&[1], &[]);
    }
}
