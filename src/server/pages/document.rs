//! The parts of the document view, as plain data.

use super::views::{FileLink, Piece};

/// A part of a document that could not be read.
#[derive(Clone, Debug, Default)]
pub struct Gap {
    /// Which part: "blz. 3-4"; absent where it is the whole document.
    pub part: Option<String>,
    /// Why: "het is een scan zonder tekst: OCR is nodig".
    pub reason: String,
}

/// A heading of a document.
#[derive(Clone, Debug, Default)]
pub struct OutlineEntry {
    /// Its text.
    pub title: String,
    /// How deep it is, from 1; deeper than 4 is shown as 4.
    pub level: u8,
    /// Where it is: "#p-12", or another page of the document with that.
    pub url: String,
    /// Whether the opened passage is under it.
    pub current: bool,
}

/// How often the query is in the document, and the way along its hits.
#[derive(Clone, Debug, Default)]
pub struct Within {
    /// What was asked.
    pub query: String,
    /// How many passages of the document fit.
    pub passages: u64,
    /// The hit before the opened passage.
    pub previous: Option<String>,
    /// The hit after the opened passage, or the first where none is opened.
    pub next: Option<String>,
    /// Back to the results.
    pub results_url: Option<String>,
    /// The document without marks.
    pub clear_url: String,
}

/// A passage in its document.
#[derive(Clone, Debug, Default)]
pub struct PassageView {
    /// Its place in the document; its anchor is `p-` with this number.
    pub ordinal: u64,
    /// The headings above, the outermost first; empty where the passage before it has the same.
    pub headings: Vec<String>,
    /// The language of the text: "nl".
    pub language: String,
    /// Where it is: "blz. 4".
    pub place: Option<String>,
    /// The text in paragraphs, each in pieces.
    pub paragraphs: Vec<Vec<Piece>>,
    /// Whether the reader came for this passage.
    pub opened: bool,
    /// This view, opened at the citation of this passage (`#citeer`).
    pub cite_url: String,
    /// The original file at this passage.
    pub file: Option<FileLink>,
    /// How to refer to it; only where it is opened.
    pub citation: Option<Citation>,
    /// The next passage that fits; absent at the last, and where this one does not fit.
    pub next_hit: Option<String>,
}

/// How to refer to a passage.
#[derive(Clone, Debug, Default)]
pub struct Citation {
    /// Title, heading, municipality, date, page, permanent link, day of consultation: ready to copy.
    pub text: String,
    /// The permanent link.
    pub url: String,
}

/// How deep headings are set in; deeper ones stand with these.
const DEEPEST_SHOWN: u8 = 4;

impl OutlineEntry {
    /// How far it is set in, from 1 to 4.
    pub fn depth(&self) -> u8 {
        self.level.clamp(1, DEEPEST_SHOWN)
    }
}
