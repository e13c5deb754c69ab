//! The slides of an ODF presentation: their shapes in reading order, and their notes. The text of a shape is left to
//! `story`.

use super::story::Story;
use super::styles::{Family, Styles};
use crate::document::{Block, BlockKind, Missing, Reason};
use crate::extract::markup::{self, Piece, Tag};
use crate::extract::office::languages::Languages;
use crate::extract::office::slide::{Area, Shape, in_order};
use crate::extract::office::told;

/// Groups deeper than this are not kept apart.
const DEEPEST_GROUP: usize = 50;

/// What a presentation came down to.
pub(super) struct Deck {
    pub(super) blocks: Vec<Block>,
    pub(super) pages: u32,
    pub(super) missing: Vec<Missing>,
    pub(super) languages: Languages,
    pub(super) pictures: bool,
    /// Why reading broke off.
    pub(super) broken: Option<Reason>,
}

/// Reads the slides; where it breaks off, what came before is given.
pub(super) fn read(xml: &[u8], styles: &mut Styles, furniture: bool) -> Deck {
    let mut reading = Reading {
        story: Story::new(styles),
        furniture,
        page: 0,
        hidden: false,
        in_notes: false,
        groups: Vec::new(),
        notes: Vec::new(),
        frames: Vec::new(),
        blocks: Vec::new(),
        missing: Vec::new(),
        pictures: false,
    };
    let broken = markup::read(xml, |piece| reading.take(piece)).err();
    reading.end_page();
    let Reading { story, page, blocks, missing, pictures, .. } = reading;
    Deck { blocks, pages: page, missing, languages: story.languages, pictures, broken }
}

struct Reading<'s> {
    story: Story<'s>,
    furniture: bool,
    /// The slide that is read, counted from 1.
    page: u32,
    hidden: bool,
    in_notes: bool,
    groups: Vec<(Option<Area>, Vec<Shape>)>,
    notes: Vec<Shape>,
    /// The shapes that are open; text boxes may hold others.
    frames: Vec<Frame>,
    blocks: Vec<Block>,
    missing: Vec<Missing>,
    pictures: bool,
}

struct Frame {
    class: String,
    area: Option<Area>,
}

impl Reading<'_> {
    fn take(&mut self, piece: Piece) -> Result<(), Reason> {
        match &piece {
            Piece::Start(tag) => self.start(tag),
            Piece::End(name) if is_shape(name) => {
                self.story.take(piece)?;
                self.end_shape();
                return Ok(());
            }
            Piece::End(name) => self.end(name),
            Piece::Text(_) => {}
        }
        self.story.take(piece)
    }

    fn start(&mut self, tag: &Tag) {
        match tag.name.as_str() {
            "page" => {
                self.end_page();
                self.page = self.page.saturating_add(1);
                self.hidden = self.story.hides(Family::Page, tag.get("style-name"));
                self.groups = vec![(None, Vec::new())];
            }
            "notes" => self.in_notes = true,
            "g" if self.groups.len() < DEEPEST_GROUP => self.groups.push((None, Vec::new())),
            name if is_shape(name) => {
                self.frames.push(Frame { class: tag.get("class").unwrap_or_default().to_owned(), area: area(tag) });
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "page" => self.end_page(),
            "notes" => self.in_notes = false,
            "g" => self.end_group(),
            _ => {}
        }
    }

    fn end_group(&mut self) {
        if self.groups.len() > 1
            && let Some((area, shapes)) = self.groups.pop()
            && let Some((_, outer)) = self.groups.last_mut()
        {
            outer.push(Shape { area, items: in_order(shapes), ..Shape::default() });
        }
    }

    fn end_shape(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        if !self.frames.is_empty() {
            return;
        }
        let mut items = self.story.finish();
        let furniture = matches!(frame.class.as_str(), "footer" | "header" | "date-time" | "page-number");
        let left_out = furniture && !self.furniture || self.in_notes && frame.class != "notes" || self.page == 0;
        if items.is_empty() || left_out {
            return;
        }
        if self.in_notes {
            items.iter_mut().for_each(|item| item.kind = BlockKind::Paragraph);
            self.notes.push(Shape { items, ..Shape::default() });
            return;
        }
        let title = frame.class == "title";
        if title {
            let lines: Vec<&str> = items.iter().flat_map(|item| item.text.lines()).collect();
            let level = if self.blocks.is_empty() { 1 } else { 2 };
            items = vec![crate::extract::office::flow::Item::new(BlockKind::Heading(level), lines.join(" "))];
        }
        if let Some((area, shapes)) = self.groups.last_mut() {
            *area = joined(*area, frame.area);
            shapes.push(Shape { title, area: frame.area, items, ..Shape::default() });
        }
    }

    fn end_page(&mut self) {
        while self.groups.len() > 1 {
            self.end_group();
        }
        let shapes = self.groups.pop().map(|(_, shapes)| shapes).unwrap_or_default();
        let notes = std::mem::take(&mut self.notes);
        let pictures = std::mem::take(&mut self.story.pictures);
        self.frames.clear();
        let page = self.page;
        if page == 0 || self.hidden {
            return;
        }
        self.pictures |= pictures;
        let items: Vec<_> = told(in_order(shapes)).collect();
        if items.is_empty() && pictures {
            self.missing.push(Missing { pages: Some((page, page)), reason: Reason::NeedsOcr });
        }
        let notes = told(notes.into_iter().flat_map(|shape| shape.items).collect());
        self.blocks.extend(items.into_iter().chain(notes).map(|item| item.into_block(Some(page))));
    }
}

fn is_shape(name: &str) -> bool {
    matches!(
        name,
        "frame"
            | "rect"
            | "line"
            | "polyline"
            | "polygon"
            | "path"
            | "circle"
            | "ellipse"
            | "connector"
            | "caption"
            | "custom-shape"
            | "regular-polygon"
    )
}

fn area(tag: &Tag) -> Option<Area> {
    let length = |name| tag.get(name).and_then(length);
    let (left, top) = (length("x")?, length("y")?);
    Some(Area { left, top, width: length("width").unwrap_or(0), height: length("height").unwrap_or(0) })
}

/// A length in thousandths of a millimetre.
fn length(text: &str) -> Option<i64> {
    let at = text.find(|c: char| c.is_ascii_alphabetic())?;
    let (number, unit) = text.split_at_checked(at)?;
    let scale = match unit {
        "cm" => 10_000.0,
        "mm" => 1_000.0,
        "in" => 25_400.0,
        "pt" => 352.8,
        _ => return None,
    };
    let number: f64 = number.parse().ok()?;
    // Casts of floats stop at the ends of the range.
    Some((number * scale) as i64)
}

/// The area that holds both.
fn joined(a: Option<Area>, b: Option<Area>) -> Option<Area> {
    let (Some(a), Some(b)) = (a, b) else { return a.or(b) };
    let (left, top) = (a.left.min(b.left), a.top.min(b.top));
    let right = a.left.saturating_add(a.width).max(b.left.saturating_add(b.width));
    let bottom = a.top.saturating_add(a.height).max(b.top.saturating_add(b.height));
    Some(Area { left, top, width: right.saturating_sub(left), height: bottom.saturating_sub(top) })
}
