//! The text of one part of a text document (body, notes, header) into items: paragraphs with their styles and numbers,
//! runs that may be hidden, fields, tables, text boxes and notes. Parts and their relations are left to `docx`.

use std::collections::HashMap;
use std::rc::Rc;

use super::notes::AllNotes;
use super::numbering::Numbering;
use super::styles::{Look, Styles, is_on};
use crate::document::{BlockKind, Reason};
use crate::extract::markup::{self, Piece, Tag};
use crate::extract::office::clean::without_leader;
use crate::extract::office::flow::{Closed, Flow, Item};
use crate::extract::office::languages::Languages;
use crate::extract::office::names::names_itself;
use crate::extract::office::symbols;

/// A heading that is longer than this, in characters, is running text in a wrong style.
const LONGEST_HEADING: usize = 400;

/// More fields in each other than this are an attack.
const MOST_FIELDS: usize = 100;

/// What the parts of a document share.
#[derive(Debug, Default)]
pub(super) struct Shared {
    pub(super) styles: Styles,
    pub(super) numbering: Numbering,
    pub(super) notes: AllNotes,
    /// The lines of charts and diagrams, by the name that the part uses for them.
    pub(super) graphics: HashMap<String, Vec<String>>,
    pub(super) languages: Languages,
}

/// A part while it is read.
pub(super) struct Story<'s> {
    shared: &'s mut Shared,
    flow: Flow,
    paragraphs: Vec<Paragraph>,
    runs: Vec<Run>,
    /// The fields that are open: whether their instruction is read, and not yet their result.
    fields: Vec<bool>,
    /// How many elements are open in one that is left out.
    skipped: usize,
    /// For each place with alternatives, whether one was chosen.
    choices: Vec<bool>,
    properties: Properties,
    in_text: bool,
    /// A paragraph whose mark was deleted goes on in the next.
    carried: Option<Closed>,
    /// The note that is read.
    note: Option<String>,
    /// The notes that were read, by id.
    notes: HashMap<String, Vec<Item>>,
    /// Whether a picture was seen.
    pictures: bool,
}

/// Of what the properties are that are read.
#[derive(Clone, Copy, PartialEq)]
enum Properties {
    None,
    Paragraph,
    Row,
    Cell,
}

#[derive(Default)]
struct Paragraph {
    look: Rc<Look>,
    style: Option<String>,
    list: Option<String>,
    level: Option<usize>,
    outline: Option<u8>,
    /// Its mark was deleted.
    mark_deleted: bool,
}

#[derive(Clone, Copy, Default)]
struct Run {
    hidden: bool,
    bold: bool,
    language: Option<usize>,
}

/// What a part came down to.
pub(super) struct Told {
    pub(super) items: Vec<Item>,
    pub(super) notes: HashMap<String, Vec<Item>>,
    pub(super) pictures: bool,
    /// Why reading broke off.
    pub(super) broken: Option<Reason>,
}

/// Reads a part; where it breaks off, what came before is given.
pub(super) fn tell(xml: &[u8], shared: &mut Shared) -> Told {
    let mut story = Story {
        shared,
        flow: Flow::default(),
        paragraphs: Vec::new(),
        runs: Vec::new(),
        fields: Vec::new(),
        skipped: 0,
        choices: Vec::new(),
        properties: Properties::None,
        in_text: false,
        carried: None,
        note: None,
        notes: HashMap::new(),
        pictures: false,
    };
    let broken = markup::read(xml, |piece| story.take(piece)).err();
    story.settle_carried();
    Told { items: story.flow.finish(), notes: story.notes, pictures: story.pictures, broken }
}

impl Story<'_> {
    fn take(&mut self, piece: Piece) -> Result<(), Reason> {
        match piece {
            Piece::Start(_) if self.skipped > 0 => self.skipped += 1,
            Piece::End(_) if self.skipped > 0 => self.skipped -= 1,
            Piece::Start(tag) => return self.start(&tag),
            Piece::End(name) => self.end(&name),
            Piece::Text(text) if self.in_text && self.skipped == 0 => self.write(&text),
            Piece::Text(_) => {}
        }
        Ok(())
    }

    fn start(&mut self, tag: &Tag) -> Result<(), Reason> {
        if self.is_left_out(tag) {
            self.skipped = 1;
            return Ok(());
        }
        match tag.name.as_str() {
            "p" => self.start_paragraph()?,
            "tbl" => {
                self.settle_carried();
                self.flow.open_table()?;
            }
            "tr" => self.flow.open_row()?,
            "tc" => self.flow.open_cell()?,
            "tblpPr" => self.flow.float_table(),
            "pPr" => self.properties = Properties::Paragraph,
            "trPr" => self.properties = Properties::Row,
            "tcPr" => self.properties = Properties::Cell,
            "AlternateContent" => self.choices.push(false),
            "footnote" | "endnote" if self.properties == Properties::None => {
                self.note = tag.get("id").map(str::to_owned);
            }
            "r" => {
                let run = self.plain_run();
                self.runs.push(run);
            }
            _ => match self.properties {
                Properties::None => self.start_inline(tag),
                Properties::Paragraph => self.paragraph_property(tag),
                Properties::Row => self.row_property(tag),
                Properties::Cell => self.cell_property(tag),
            },
        }
        Ok(())
    }

    /// Whether an element has nothing that is shown: deleted text, old properties, instructions, the other
    /// alternatives.
    fn is_left_out(&mut self, tag: &Tag) -> bool {
        match tag.name.as_str() {
            "del" | "moveFrom" => self.properties == Properties::None,
            "pPrChange" | "rPrChange" | "tblPrChange" | "trPrChange" | "tcPrChange" | "sectPrChange"
            | "tblGridChange" | "numberingChange" | "tblPrExChange" | "sdtPr" | "sdtEndPr" | "sectPr" | "ffData"
            | "instrText" | "delInstrText" | "delText" | "rt" | "binData" => true,
            "footnote" | "endnote" => tag.get("type").is_some_and(|kind| kind != "normal"),
            "Choice" | "Fallback" => match self.choices.last_mut() {
                Some(chosen) => std::mem::replace(chosen, true),
                None => false,
            },
            _ => false,
        }
    }

    fn start_paragraph(&mut self) -> Result<(), Reason> {
        self.flow.open_paragraph()?;
        let styles = &mut self.shared.styles;
        let style = styles.default_style().map(str::to_owned);
        let look = style.as_deref().map(|style| styles.look(style)).unwrap_or_default();
        self.paragraphs.push(Paragraph { look, style, ..Paragraph::default() });
        if let Some(carried) = self.carried.take() {
            self.flow.resume(carried);
        }
        Ok(())
    }

    fn paragraph_property(&mut self, tag: &Tag) {
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        let value = tag.get("val");
        match tag.name.as_str() {
            "pStyle" => {
                paragraph.style = value.map(str::to_owned);
                paragraph.look = value.map(|style| self.shared.styles.look(style)).unwrap_or_default();
            }
            "numId" => paragraph.list = value.map(str::to_owned),
            "ilvl" => paragraph.level = value.and_then(|value| value.parse().ok()),
            "outlineLvl" => paragraph.outline = value.and_then(|value| value.parse().ok()),
            "del" | "moveFrom" => paragraph.mark_deleted = true,
            _ => {}
        }
    }

    fn row_property(&mut self, tag: &Tag) {
        let Some(row) = self.flow.row() else { return };
        match tag.name.as_str() {
            "tblHeader" => row.head = is_on(tag),
            "hidden" => row.dropped |= is_on(tag),
            "del" => row.dropped = true,
            _ => {}
        }
    }

    fn cell_property(&mut self, tag: &Tag) {
        let continues = match tag.name.as_str() {
            "vMerge" | "hMerge" => tag.get("val").is_none_or(|value| value == "continue"),
            "cellDel" => true,
            _ => false,
        };
        if continues {
            self.flow.cover_cell();
        }
    }

    fn start_inline(&mut self, tag: &Tag) {
        match tag.name.as_str() {
            "t" => self.in_text = true,
            "tab" | "ptab" => self.space(),
            "br" if tag.get("type").is_none_or(|kind| kind == "textWrapping") => self.end_line(),
            "br" => self.space(),
            "cr" => self.end_line(),
            "noBreakHyphen" => self.write("-"),
            "sym" => self.write(symbols::shown(tag.get("font"), tag.get("char"))),
            "fldChar" => self.field(tag.get("fldCharType").unwrap_or_default()),
            "footnoteReference" | "endnoteReference" => self.note_reference(tag),
            "blip" | "imagedata" => self.pictures = true,
            "chart" | "relIds" => self.graphic(tag),
            name => self.run_property(name, tag),
        }
    }

    /// How a run looks that says nothing itself.
    fn plain_run(&mut self) -> Run {
        let look = self.paragraphs.last().map(|paragraph| Rc::clone(&paragraph.look)).unwrap_or_default();
        let outer = self.runs.last().is_some_and(|outer| outer.hidden);
        let language = look.language.as_deref().or(self.shared.styles.language.as_deref());
        Run {
            hidden: outer || look.hidden.unwrap_or(false),
            bold: look.bold.unwrap_or(false),
            language: language.and_then(|name| self.shared.languages.known(name)),
        }
    }

    fn run_property(&mut self, name: &str, tag: &Tag) {
        let Some(run) = self.runs.last_mut() else { return };
        match name {
            "vanish" => run.hidden = is_on(tag),
            "b" => run.bold = is_on(tag),
            "lang" => run.language = tag.get("val").and_then(|name| self.shared.languages.known(name)).or(run.language),
            "rStyle" => {
                let look = tag.get("val").map(|style| self.shared.styles.look(style)).unwrap_or_default();
                run.hidden = look.hidden.unwrap_or(run.hidden);
                run.bold = look.bold.unwrap_or(run.bold);
            }
            _ => {}
        }
    }

    fn field(&mut self, kind: &str) {
        match kind {
            "begin" if self.fields.len() < MOST_FIELDS => self.fields.push(true),
            "separate" => self.fields.last_mut().into_iter().for_each(|instruction| *instruction = false),
            "end" => drop(self.fields.pop()),
            _ => {}
        }
    }

    fn note_reference(&mut self, tag: &Tag) {
        if !self.is_shown() {
            return;
        }
        let notes = &mut self.shared.notes;
        let notes = if tag.name == "footnoteReference" { &mut notes.foot } else { &mut notes.end };
        let own = tag.get("customMarkFollows").is_some_and(|is| !matches!(is, "0" | "false"));
        let mark = if own { None } else { Some(notes.mark()) };
        let items = notes.take(tag.get("id").unwrap_or_default(), mark.as_deref());
        // A space keeps the word before it whole.
        self.space();
        self.write(mark.as_deref().unwrap_or_default());
        self.flow.put_all(items);
    }

    fn graphic(&mut self, tag: &Tag) {
        let id = tag.get("dm").or(tag.get("id")).unwrap_or_default();
        for line in self.shared.graphics.remove(id).into_iter().flatten() {
            self.flow.put(Item::new(BlockKind::Paragraph, line));
        }
    }

    fn is_shown(&self) -> bool {
        !self.runs.last().is_some_and(|run| run.hidden) && !self.fields.contains(&true)
    }

    fn write(&mut self, text: &str) {
        if self.is_shown() {
            let run = self.runs.last().copied().unwrap_or_default();
            self.shared.languages.count(run.language, text.len());
            let bold = run.bold;
            self.flow.line().into_iter().for_each(|line| line.push(text, bold));
        }
    }

    fn space(&mut self) {
        if !self.runs.is_empty() && self.is_shown() {
            self.flow.line().into_iter().for_each(|line| line.space());
        }
    }

    fn end_line(&mut self) {
        if self.is_shown() {
            self.flow.line().into_iter().for_each(|line| line.end_line());
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "t" => self.in_text = false,
            "r" => drop(self.runs.pop()),
            "p" => self.end_paragraph(),
            "pPr" | "trPr" | "tcPr" => self.properties = Properties::None,
            "tc" => {
                self.settle_carried();
                self.flow.close_cell();
            }
            "tr" => self.flow.close_row(),
            "tbl" => self.flow.close_table(),
            "txbxContent" => self.settle_carried(),
            "AlternateContent" => drop(self.choices.pop()),
            "footnote" | "endnote" => {
                self.settle_carried();
                let items = self.flow.finish();
                self.notes.extend(self.note.take().map(|id| (id, items)));
            }
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        // An instruction does not run over paragraphs; a field that was never ended must not hide the rest.
        self.fields.iter_mut().for_each(|instruction| *instruction = false);
        let (Some(paragraph), Some(mut closed)) = (self.paragraphs.pop(), self.flow.close_paragraph()) else { return };
        if paragraph.mark_deleted {
            self.carried = Some(closed);
            return;
        }
        let marker = self.marker(&paragraph);
        let heading = match paragraph.outline {
            Some(outline) => (outline < 9).then_some(outline + 1),
            None => paragraph.look.heading,
        };
        closed.text = without_leader(closed.text);
        let is_short = closed.text.chars().count() <= LONGEST_HEADING;
        let kind = match (heading, &marker) {
            (Some(level), _) if is_short => BlockKind::Heading(level.clamp(1, 6)),
            (_, Some(marker)) if !names_itself(marker) => BlockKind::ListItem,
            _ => BlockKind::Paragraph,
        };
        if let Some(marker) = marker.filter(|_| !closed.text.is_empty()) {
            closed.text = format!("{marker} {}", closed.text);
        }
        self.flow.settle(closed, kind);
    }

    /// The marker of a paragraph in a list. Counts it.
    fn marker(&mut self, paragraph: &Paragraph) -> Option<String> {
        let look = &paragraph.look;
        let list = paragraph.list.as_ref().or(look.list.as_ref()).filter(|list| *list != "0" && !look.contents)?;
        let numbering = &mut self.shared.numbering;
        let style = numbering.style_of(list).map(|style| self.shared.styles.look(style));
        let list = style.and_then(|style| style.list.clone()).unwrap_or_else(|| list.clone());
        let of_style = || look.level.or_else(|| numbering.level_of_style(&list, &look.lineage));
        let level = match (paragraph.level, &paragraph.list) {
            (Some(level), _) => level,
            (None, Some(_)) => 0,
            (None, None) => of_style().unwrap_or(0),
        };
        numbering.count(&list, level)
    }

    fn settle_carried(&mut self) {
        if let Some(carried) = self.carried.take() {
            self.flow.settle(carried, BlockKind::Paragraph);
        }
    }
}
