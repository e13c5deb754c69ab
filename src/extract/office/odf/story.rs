//! The text of ODF into items: paragraphs and headings with their styles and numbers, spans that may be hidden, lists,
//! tables, text boxes and notes. What stands on slides is left to `slides`.

use std::collections::HashSet;
use std::rc::Rc;

use super::lists::Lists;
use super::styles::{Family, Look, Styles};
use crate::document::{BlockKind, Reason};
use crate::extract::markup::{Piece, Tag};
use crate::extract::office::clean::{cleaned, without_leader};
use crate::extract::office::flow::{Closed, Flow, Item};
use crate::extract::office::languages::Languages;
use crate::extract::office::names::names_itself;

/// A heading that is longer than this, in characters, is running text in a wrong style.
const LONGEST_HEADING: usize = 400;
/// A number that stands in the text is no longer than this, in bytes.
const LONGEST_NUMBER: usize = 60;

/// Text while it is read.
pub(super) struct Story<'s> {
    styles: &'s mut Styles,
    pub(super) flow: Flow,
    lists: Lists,
    paragraphs: Vec<Paragraph>,
    /// How text looks, of the paragraph and each span that is open.
    looks: Vec<Shown>,
    /// How many elements are open in one that is left out.
    skipped: usize,
    /// For each element that is open, whether it is a drawing: a title in it is a description.
    drawings: Vec<bool>,
    /// The notes that are open: their mark, and whether their text was begun.
    notes: Vec<Note>,
    /// How many rows of column heads are open.
    heads: usize,
    capture: Capture,
    changes: Changes,
    pub(super) languages: Languages,
    /// Whether a picture was seen.
    pub(super) pictures: bool,
}

/// The changes that were tracked.
#[derive(Default)]
struct Changes {
    /// The change that is read.
    region: String,
    /// Those that took text away; it may still stand in its place.
    deletions: HashSet<String>,
    /// The deletions that are open where the text is.
    open: HashSet<String>,
    /// A paragraph whose end was deleted goes on in the next.
    carried: Option<Closed>,
}

/// Where text goes.
#[derive(Clone, Copy, PartialEq)]
enum Capture {
    Line,
    /// The number of a paragraph, as it was when the file was saved.
    Number,
    /// The mark of a note.
    Mark,
}

#[derive(Default)]
struct Paragraph {
    look: Rc<Look>,
    /// The level of a heading.
    level: Option<u8>,
    unnumbered: bool,
    restart: Option<u32>,
    /// Its number, where it stands in the text.
    number: String,
    hidden: bool,
}

/// How text looks.
#[derive(Clone, Copy, Default)]
struct Shown {
    hidden: bool,
    bold: bool,
    language: Option<usize>,
}

#[derive(Default)]
struct Note {
    mark: String,
    begun: bool,
    /// Its text is read, and not its mark.
    body: bool,
}

impl<'s> Story<'s> {
    /// Text that looks as `styles` say.
    pub(super) fn new(styles: &'s mut Styles) -> Self {
        Story {
            styles,
            flow: Flow::default(),
            lists: Lists::default(),
            paragraphs: Vec::new(),
            looks: Vec::new(),
            skipped: 0,
            drawings: Vec::new(),
            notes: Vec::new(),
            heads: 0,
            capture: Capture::Line,
            changes: Changes::default(),
            languages: Languages::default(),
            pictures: false,
        }
    }

    /// Reads a piece.
    ///
    /// # Errors
    /// [`Reason::TooDeep`].
    pub(super) fn take(&mut self, piece: Piece) -> Result<(), Reason> {
        match piece {
            Piece::Start(_) if self.skipped > 0 => self.skipped += 1,
            Piece::End(_) if self.skipped > 0 => self.skipped -= 1,
            Piece::Start(tag) if self.is_left_out(&tag) => self.skipped = 1,
            Piece::Start(tag) => {
                self.drawings.push(is_drawing(&tag.name));
                self.start(&tag)?;
            }
            Piece::End(name) => {
                self.drawings.pop();
                self.end(&name);
            }
            Piece::Text(text) if self.skipped == 0 => self.write(&text),
            Piece::Text(_) => {}
        }
        Ok(())
    }

    /// Whether a style of a page or a run hides it.
    pub(super) fn hides(&mut self, family: Family, style: Option<&str>) -> bool {
        style.is_some_and(|style| self.styles.look(family, style).hidden == Some(true))
    }

    fn is_left_out(&mut self, tag: &Tag) -> bool {
        let is = |name, value| tag.get(name) == Some(value);
        match tag.name.as_str() {
            "annotation"
            | "insertion"
            | "format-change"
            | "forms"
            | "scripts"
            | "font-face-decls"
            | "automatic-styles"
            | "styles"
            | "settings"
            | "variable-decls"
            | "sequence-decls"
            | "user-field-decls"
            | "dde-connection-decls"
            | "event-listeners"
            | "binary-data"
            | "ruby-text"
            | "object"
            | "object-ole"
            | "script" => true,
            "deletion" => {
                self.changes.deletions.insert(std::mem::take(&mut self.changes.region));
                true
            }
            "meta" => self.paragraphs.is_empty(),
            "title" | "desc" => self.drawings.last() == Some(&true),
            "section" => is("display", "none") || is("display", "condition") && is("is-hidden", "true"),
            "hidden-text" => is("is-hidden", "true"),
            name => name.ends_with("-source"),
        }
    }

    fn start(&mut self, tag: &Tag) -> Result<(), Reason> {
        match tag.name.as_str() {
            "p" | "h" => self.start_paragraph(tag)?,
            "span" => self.start_span(tag),
            "list" => self.lists.open(tag),
            "list-item" | "list-header" => self.lists.open_item(tag),
            "table" => self.flow.open_table()?,
            "table-header-rows" => self.heads += 1,
            "table-row" => {
                self.flow.open_row()?;
                let head = self.heads > 0;
                let dropped = matches!(tag.get("visibility"), Some("collapse" | "filter"));
                self.flow.row().into_iter().for_each(|row| (row.head, row.dropped) = (head, dropped));
            }
            "table-cell" => self.flow.open_cell()?,
            "covered-table-cell" => {
                self.flow.open_cell()?;
                self.flow.cover_cell();
            }
            "note" => self.notes.push(Note::default()),
            "note-citation" => self.capture = Capture::Mark,
            "note-body" => self.notes.last_mut().into_iter().for_each(|note| note.body = true),
            "number" if !self.paragraphs.is_empty() => self.capture = Capture::Number,
            "image" => self.pictures = true,
            "hidden-paragraph" if tag.get("is-hidden") == Some("true") => {
                self.paragraphs.last_mut().into_iter().for_each(|paragraph| paragraph.hidden = true);
            }
            "changed-region" => self.changes.region = tag.get("id").unwrap_or_default().to_owned(),
            "change-start" | "change-end" => self.change(tag),
            "s" | "tab" => self.flow.line().into_iter().for_each(|line| line.space()),
            "line-break" => self.flow.line().into_iter().for_each(|line| line.end_line()),
            _ => {}
        }
        Ok(())
    }

    /// Text from here on was deleted, or no longer.
    fn change(&mut self, tag: &Tag) {
        let id = tag.get("change-id").unwrap_or_default();
        if tag.name == "change-end" {
            self.changes.open.remove(id);
        } else if self.changes.deletions.contains(id) {
            self.changes.open.insert(id.to_owned());
        }
    }

    fn start_paragraph(&mut self, tag: &Tag) -> Result<(), Reason> {
        self.flow.open_paragraph()?;
        let style = tag.get("style-name").unwrap_or_default();
        let look = self.styles.look(Family::Paragraph, style);
        let number = |name| tag.get(name).and_then(|number| number.parse().ok());
        let level = if tag.name == "h" {
            Some(number("outline-level").map_or(1, |level: u32| u8::try_from(level.clamp(1, 10)).unwrap_or(1)))
        } else {
            look.heading
        };
        let language = look.language.as_deref().or(self.styles.language.as_deref());
        self.looks.push(Shown {
            hidden: look.hidden == Some(true),
            bold: look.bold == Some(true),
            language: language.and_then(|name| self.languages.known(name)),
        });
        let restart = Some(number("start-value").unwrap_or(1)).filter(|_| tag.get("restart-numbering") == Some("true"));
        // Only what the format calls a heading has a number of the outline.
        let unnumbered = tag.get("is-list-header") == Some("true") || look.unnumbered;
        self.paragraphs.push(Paragraph { look, level, unnumbered, restart, ..Paragraph::default() });
        if let Some(carried) = self.changes.carried.take() {
            self.flow.resume(carried);
        }
        Ok(())
    }

    fn start_span(&mut self, tag: &Tag) {
        let look = self.styles.look(Family::Text, tag.get("style-name").unwrap_or_default());
        let outer = self.looks.last().copied().unwrap_or_default();
        let language = look.language.as_deref().and_then(|name| self.languages.known(name));
        self.looks.push(Shown {
            hidden: look.hidden.unwrap_or(outer.hidden),
            bold: look.bold.unwrap_or(outer.bold),
            language: language.or(outer.language),
        });
    }

    fn write(&mut self, text: &str) {
        match self.capture {
            Capture::Line => {
                let look = self.looks.last().copied().unwrap_or_default();
                if let Some(line) = self.flow.line().filter(|_| !look.hidden && self.changes.open.is_empty()) {
                    line.push(text, look.bold);
                    self.languages.count(look.language, text.len());
                }
            }
            Capture::Number => {
                let number = self.paragraphs.last_mut().map(|paragraph| &mut paragraph.number);
                number
                    .filter(|own| own.len() + text.len() <= LONGEST_NUMBER)
                    .into_iter()
                    .for_each(|own| own.push_str(text));
            }
            Capture::Mark => {
                let mark = self.notes.last_mut().map(|note| &mut note.mark);
                mark.filter(|own| own.len() + text.len() <= LONGEST_NUMBER)
                    .into_iter()
                    .for_each(|own| own.push_str(text));
            }
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" | "h" => self.end_paragraph(name == "h"),
            "span" => drop(self.looks.pop()),
            "list" => self.lists.close(),
            "table" => self.flow.close_table(),
            "table-header-rows" => self.heads = self.heads.saturating_sub(1),
            "table-row" => self.flow.close_row(),
            "table-cell" | "covered-table-cell" => {
                self.settle_carried();
                self.flow.close_cell();
            }
            "note" => drop(self.notes.pop()),
            "note-citation" => self.end_mark(),
            "note-body" => self.notes.last_mut().into_iter().for_each(|note| note.body = false),
            "number" => self.capture = Capture::Line,
            _ => {}
        }
    }

    /// The mark of a note stands in the text; a space keeps the word before it whole.
    fn end_mark(&mut self) {
        self.capture = Capture::Line;
        let hidden = self.looks.last().is_some_and(|look| look.hidden);
        if let (Some(note), Some(line), false) = (self.notes.last_mut(), self.flow.line(), hidden) {
            note.mark = cleaned(&note.mark);
            line.space();
            line.push(&note.mark, false);
        }
    }

    fn end_paragraph(&mut self, heading: bool) {
        self.looks.pop();
        let (Some(paragraph), Some(mut closed)) = (self.paragraphs.pop(), self.flow.close_paragraph()) else { return };
        if paragraph.hidden {
            return;
        }
        if !self.changes.open.is_empty() {
            self.changes.carried = Some(closed);
            return;
        }
        if let Some(note) = self.notes.last_mut().filter(|note| note.body) {
            if !std::mem::replace(&mut note.begun, true) {
                closed.text = format!("{} {}", note.mark, closed.text).trim().to_owned();
            }
            self.flow.settle_note(closed);
            return;
        }
        let marker = self.marker(&paragraph, heading);
        closed.text = without_leader(closed.text);
        let is_short = closed.text.chars().count() <= LONGEST_HEADING;
        let kind = match (paragraph.level, &marker) {
            (Some(level), _) if is_short => BlockKind::Heading(level.clamp(1, 6)),
            (_, Some(marker)) if !names_itself(marker) => BlockKind::ListItem,
            _ => BlockKind::Paragraph,
        };
        if let Some(marker) = marker.filter(|_| !closed.text.is_empty()) {
            closed.text = format!("{marker} {}", closed.text);
        }
        self.flow.settle(closed, kind);
    }

    /// The marker of a paragraph, which is counted.
    fn marker(&mut self, paragraph: &Paragraph, heading: bool) -> Option<String> {
        if paragraph.unnumbered {
            return None;
        }
        let lists = &self.styles.lists;
        let counted = if self.lists.is_open() {
            self.lists.marker(lists, paragraph.look.list.as_deref())
        } else {
            let level = paragraph.level.filter(|_| heading);
            level.and_then(|level| self.lists.heading(lists, level, paragraph.restart))
        };
        let given = cleaned(&paragraph.number);
        if given.is_empty() { counted } else { Some(given) }
    }

    fn settle_carried(&mut self) {
        if let Some(carried) = self.changes.carried.take() {
            self.flow.settle(carried, BlockKind::Paragraph);
        }
    }

    /// What is done.
    pub(super) fn finish(&mut self) -> Vec<Item> {
        self.settle_carried();
        self.flow.finish()
    }
}

fn is_drawing(name: &str) -> bool {
    matches!(
        name,
        "frame"
            | "g"
            | "rect"
            | "line"
            | "polyline"
            | "polygon"
            | "path"
            | "circle"
            | "ellipse"
            | "connector"
            | "caption"
            | "measure"
            | "control"
            | "page-thumbnail"
            | "custom-shape"
            | "regular-polygon"
            | "image"
            | "a"
    )
}
