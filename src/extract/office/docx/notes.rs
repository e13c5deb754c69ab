//! Footnotes and endnotes: kept by id until the text refers to them, and the marks that they get there.

use std::collections::HashMap;

use super::numbering::numeral;
use crate::document::{BlockKind, Reason};
use crate::extract::markup::{self, Piece};
use crate::extract::numerals::Numeral;
use crate::extract::office::flow::{Item, Place};

/// The notes of one kind.
#[derive(Debug)]
pub(super) struct Notes {
    by_id: HashMap<String, Vec<Item>>,
    numeral: Numeral,
    next: u32,
}

/// The notes of a document.
#[derive(Debug)]
pub(super) struct AllNotes {
    pub(super) foot: Notes,
    pub(super) end: Notes,
}

impl Default for AllNotes {
    fn default() -> Self {
        let notes = |numeral| Notes { by_id: HashMap::new(), numeral, next: 1 };
        AllNotes { foot: notes(Numeral::Decimal), end: notes(Numeral::RomanLower) }
    }
}

impl AllNotes {
    /// Reads how the settings of the document number them.
    pub(super) fn set(&mut self, settings: &[u8]) {
        let mut inside = None;
        let _broken = markup::read(settings, |piece| {
            match piece {
                Piece::Start(tag) => match (tag.name.as_str(), inside) {
                    ("footnotePr", _) => inside = Some(true),
                    ("endnotePr", _) => inside = Some(false),
                    (name @ ("numFmt" | "numStart"), Some(foot)) => {
                        let notes = if foot { &mut self.foot } else { &mut self.end };
                        let value = tag.get("val").unwrap_or_default();
                        match name {
                            "numFmt" => notes.numeral = numeral(value).unwrap_or_default(),
                            _ => notes.next = value.parse().unwrap_or(1),
                        }
                    }
                    _ => {}
                },
                Piece::End(name) if matches!(name.as_str(), "footnotePr" | "endnotePr") => inside = None,
                Piece::End(_) | Piece::Text(_) => {}
            }
            Ok::<(), Reason>(())
        });
    }
}

impl Notes {
    /// Keeps the notes until they are referred to.
    pub(super) fn keep(&mut self, notes: HashMap<String, Vec<Item>>) {
        self.by_id.extend(notes);
    }

    /// The mark of the next reference.
    pub(super) fn mark(&mut self) -> String {
        let mark = self.numeral.write(self.next);
        self.next = self.next.saturating_add(1);
        mark
    }

    /// The paragraphs of the note `id`, the first with its `mark`. A note is given once, whatever refers to it.
    pub(super) fn take(&mut self, id: &str, mark: Option<&str>) -> Vec<Item> {
        let mut items = self.by_id.remove(id).unwrap_or_default();
        if let (Some(first), Some(mark)) = (items.first_mut(), mark) {
            first.text = format!("{mark} {}", first.text);
        }
        for item in &mut items {
            item.place = Place::Note;
            if matches!(item.kind, BlockKind::Heading(_)) {
                item.kind = BlockKind::Paragraph;
            }
        }
        items
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks() {
        let mut notes = AllNotes::default();
        notes.set(b"<settings><footnotePr><numFmt val='lowerLetter'/><numStart val='3'/></footnotePr></settings>");
        assert_eq!([notes.foot.mark(), notes.foot.mark(), notes.end.mark()], ["c", "d", "i"]);
        let note = vec![Item::new(BlockKind::Heading(1), "Zie de nota.".to_owned())];
        notes.foot.keep(HashMap::from([("2".to_owned(), note)]));
        let taken = notes.foot.take("2", Some("c"));
        assert_eq!((taken[0].text.as_str(), taken[0].kind), ("c Zie de nota.", BlockKind::Paragraph));
        assert_eq!(notes.foot.take("2", Some("d")), []);
    }
}
