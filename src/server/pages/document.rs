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
    /// The same passage through the years; only where it is opened and has other versions.
    pub timeline: Option<Timeline>,
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

/// One of two passages that are compared.
#[derive(Clone, Debug, Default)]
pub struct Side {
    /// The title of its document.
    pub title: String,
    /// Its date or year in words.
    pub when: Option<String>,
    /// The document view, opened at the passage.
    pub url: String,
}

/// A fact that changed.
#[derive(Clone, Debug, Default)]
pub struct ChangedFact {
    /// What it is: "bedrag".
    pub kind: String,
    /// In the older text.
    pub before: String,
    /// In the newer text.
    pub after: String,
}

/// A piece of a text with what changed in it: what the older text has and what the newer has, which are the same where
/// nothing changed.
#[derive(Clone, Debug, Default)]
pub struct DifferencePiece {
    /// What went; empty where nothing did.
    pub gone: String,
    /// What came; empty where nothing did.
    pub new: String,
    /// What stayed.
    pub same: String,
    /// What stood elsewhere.
    pub moved: String,
}

/// The same passage through the years, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    /// Its versions, that of the page among them.
    pub moments: Vec<Moment>,
}

/// A passage at one moment.
#[derive(Clone, Debug, Default)]
pub struct Moment {
    /// Its date or year in words: "2021", "4 oktober 2021"; empty where none is known.
    pub when: String,
    /// The year under the picture; empty where none is known.
    pub year: String,
    /// The title of its document.
    pub title: String,
    /// The language of the title: "nl".
    pub language: String,
    /// The document view, opened at the passage; absent for the one that is shown, and where it is gone.
    pub url: Option<String>,
    /// What changed since the one before it.
    pub change: Change,
    /// What changed, in full; absent for the first, and where nothing did.
    pub difference_url: Option<String>,
}

/// What became of a passage since the version before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Change {
    /// There is none before it.
    #[default]
    First,
    /// The same text.
    Same,
    /// Other words.
    Words,
    /// Other amounts, years or other figures.
    Figures,
    /// A later version of the document no longer has it.
    Gone,
}

/// Pixels between two moments of the picture, and around it.
const STEP: usize = 72;
const EDGE: usize = 24;

impl Timeline {
    /// How wide the picture is.
    pub fn width(&self) -> usize {
        2 * EDGE + STEP * self.moments.len().saturating_sub(1)
    }

    /// Where the last moment is.
    pub fn end(&self) -> usize {
        self.width() - EDGE
    }

    /// The moments with where they are in the picture.
    pub fn placed(&self) -> impl Iterator<Item = (usize, &Moment)> {
        self.moments.iter().enumerate().map(|(at, moment)| (EDGE + STEP * at, moment))
    }
}

impl Moment {
    /// Whether it is the one that is shown.
    pub fn is_current(&self) -> bool {
        self.url.is_none() && self.change != Change::Gone
    }

    /// The code of what changed, for the picture and its style.
    pub fn code(&self) -> &'static str {
        match self.change {
            Change::First => "first",
            Change::Same => "same",
            Change::Words => "words",
            Change::Figures => "figures",
            Change::Gone => "gone",
        }
    }
}

/// How deep headings are set in; deeper ones stand with these.
const DEEPEST_SHOWN: u8 = 4;

impl OutlineEntry {
    /// How far it is set in, from 1 to 4.
    pub fn depth(&self) -> u8 {
        self.level.clamp(1, DEEPEST_SHOWN)
    }
}
