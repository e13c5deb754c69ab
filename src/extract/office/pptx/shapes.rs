//! The shapes of one slide, or of its notes, with their text: paragraphs with their marks, tables, charts, groups.

use std::collections::HashMap;

use super::bullets::{Bullet, LEVELS, Levels, level_of, marker};
use super::layout::{Inherited, Place, measure, set};
use crate::document::{BlockKind, Reason};
use crate::extract::markup::{self, Piece, Tag};
use crate::extract::numerals::Counters;
use crate::extract::office::flow::{Flow, Item};
use crate::extract::office::slide::{Area, Shape, in_order, name_title};

/// Groups deeper than this are not kept apart.
const DEEPEST_GROUP: usize = 50;

/// What a slide is read with.
pub(super) struct Setting<'s> {
    pub(super) inherited: &'s Inherited,
    /// The lines of charts and diagrams, by the name that the slide uses for them.
    pub(super) graphics: HashMap<String, Vec<String>>,
    /// Whether to read what returns on each slide.
    pub(super) furniture: bool,
    /// Only the text of speaker notes is read.
    pub(super) notes: bool,
    /// The level of a title.
    pub(super) title: u8,
}

/// What is on a slide.
#[derive(Debug, Default)]
pub(super) struct Slide {
    pub(super) items: Vec<Item>,
    /// The slide is not shown.
    pub(super) hidden: bool,
    pub(super) pictures: bool,
    /// Why reading broke off.
    pub(super) broken: Option<Reason>,
}

/// Reads a slide; where it breaks off, what came before is given.
pub(super) fn read(xml: &[u8], setting: Setting<'_>) -> Slide {
    let mut reading = Reading {
        setting,
        slide: Slide::default(),
        flow: Flow::default(),
        groups: vec![Group::default()],
        frame: Frame::default(),
        paragraph: Paragraph::default(),
        counters: Counters::default(),
        style_level: None,
        choices: Vec::new(),
        skipped: 0,
        in_text: false,
        bold: false,
        first_row: false,
    };
    let broken = markup::read(xml, |piece| reading.take(piece)).err();
    reading.end_shape();
    while reading.groups.len() > 1 {
        reading.end_group();
    }
    let mut shapes = reading.groups.pop().map(|group| group.shapes).unwrap_or_default();
    if !reading.setting.notes {
        name_title(&mut shapes, reading.setting.title);
    }
    Slide { items: in_order(shapes), broken, ..reading.slide }
}

struct Reading<'s> {
    setting: Setting<'s>,
    slide: Slide,
    flow: Flow,
    groups: Vec<Group>,
    frame: Frame,
    paragraph: Paragraph,
    counters: Counters,
    /// The level whose style is read.
    style_level: Option<usize>,
    choices: Vec<bool>,
    skipped: usize,
    in_text: bool,
    bold: bool,
    /// The first row of the table holds its heads.
    first_row: bool,
}

/// Shapes that belong together.
#[derive(Default)]
struct Group {
    hidden: bool,
    area: Option<Area>,
    shapes: Vec<Shape>,
}

/// The shape that is read.
#[derive(Default)]
struct Frame {
    open: bool,
    hidden: bool,
    place: Option<Place>,
    area: Option<Area>,
    levels: Levels,
    /// The size of the text that is read, and of the largest of the shape, in hundredths of a point.
    size: u32,
    largest: u32,
}

#[derive(Default)]
struct Paragraph {
    level: usize,
    bullet: Option<Bullet>,
    in_properties: bool,
}

impl Reading<'_> {
    fn take(&mut self, piece: Piece) -> Result<(), Reason> {
        match piece {
            Piece::Start(_) if self.skipped > 0 => self.skipped += 1,
            Piece::End(_) if self.skipped > 0 => self.skipped -= 1,
            Piece::Start(tag) if self.is_left_out(&tag) => self.skipped = 1,
            Piece::Start(tag) => return self.start(&tag),
            Piece::End(name) => self.end(&name),
            Piece::Text(text) if self.in_text && self.skipped == 0 => {
                let bold = self.bold;
                self.flow.line().into_iter().for_each(|line| line.push(&text, bold));
                self.frame.largest = self.frame.largest.max(self.frame.size);
            }
            Piece::Text(_) => {}
        }
        Ok(())
    }

    fn is_left_out(&mut self, tag: &Tag) -> bool {
        match tag.name.as_str() {
            "extLst" | "timing" | "transition" => true,
            "Choice" | "Fallback" => match self.choices.last_mut() {
                Some(chosen) => std::mem::replace(chosen, true),
                None => false,
            },
            "fld" => {
                let kind = tag.get("type").unwrap_or_default();
                !self.setting.furniture && (kind == "slidenum" || kind.starts_with("datetime"))
            }
            _ => false,
        }
    }

    fn start(&mut self, tag: &Tag) -> Result<(), Reason> {
        match tag.name.as_str() {
            "tbl" => self.flow.open_table()?,
            "tblPr" => self.first_row = is_on(tag, "firstRow"),
            "tr" => {
                self.flow.open_row()?;
                let head = std::mem::take(&mut self.first_row);
                self.flow.row().into_iter().for_each(|row| row.head = head);
            }
            "tc" => {
                self.flow.open_cell()?;
                if is_on(tag, "hMerge") || is_on(tag, "vMerge") {
                    self.flow.cover_cell();
                }
            }
            "p" => {
                self.flow.open_paragraph()?;
                self.paragraph = Paragraph::default();
            }
            _ => self.start_shape(tag),
        }
        Ok(())
    }

    fn start_shape(&mut self, tag: &Tag) {
        match tag.name.as_str() {
            "sld" => self.slide.hidden = matches!(tag.get("show"), Some("0" | "false")),
            "AlternateContent" => self.choices.push(false),
            "grpSp" if self.groups.len() < DEEPEST_GROUP => self.groups.push(Group::default()),
            "sp" | "graphicFrame" | "cxnSp" | "pic" => {
                self.frame = Frame { open: true, ..Frame::default() };
                self.counters = Counters::default();
            }
            "cNvPr" if self.frame.open => self.frame.hidden |= is_on(tag, "hidden"),
            "cNvPr" => self.groups.last_mut().into_iter().for_each(|group| group.hidden |= is_on(tag, "hidden")),
            "ph" => self.frame.place = Some(Place::of(tag)),
            "off" | "ext" if self.frame.open => measure(&mut self.frame.area, tag),
            "off" | "ext" => self.groups.last_mut().into_iter().for_each(|group| measure(&mut group.area, tag)),
            "blip" => self.slide.pictures = true,
            "chart" | "relIds" => self.graphic(tag),
            _ => self.start_text(tag),
        }
    }

    fn start_text(&mut self, tag: &Tag) {
        match tag.name.as_str() {
            "t" => self.in_text = true,
            "rPr" => {
                self.bold = is_on(tag, "b");
                self.frame.size = tag.get("sz").and_then(|size| size.parse().ok()).unwrap_or(0);
            }
            "br" => self.flow.line().into_iter().for_each(|line| line.end_line()),
            "tab" if !self.paragraph.in_properties => self.flow.line().into_iter().for_each(|line| line.space()),
            "pPr" => {
                let level = tag.get("lvl").and_then(|level| level.parse().ok()).unwrap_or(0usize);
                self.paragraph.level = level.min(LEVELS - 1);
                self.paragraph.in_properties = true;
            }
            name if level_of(name).is_some() => self.style_level = level_of(name),
            _ => {
                let bullet = Bullet::of(tag);
                if self.style_level.is_some() {
                    set(&mut self.frame.levels, self.style_level, bullet);
                } else if self.paragraph.in_properties {
                    self.paragraph.bullet = bullet.or(self.paragraph.bullet);
                }
            }
        }
    }

    fn graphic(&mut self, tag: &Tag) {
        let id = tag.get("dm").or(tag.get("id")).unwrap_or_default();
        for line in self.setting.graphics.remove(id).into_iter().flatten() {
            self.flow.put(Item::new(BlockKind::Paragraph, line));
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "AlternateContent" => drop(self.choices.pop()),
            "grpSp" => self.end_group(),
            "sp" | "graphicFrame" | "cxnSp" | "pic" => self.end_shape(),
            "tbl" => self.flow.close_table(),
            "tr" => self.flow.close_row(),
            "tc" => self.flow.close_cell(),
            "p" => self.end_paragraph(),
            "t" => self.in_text = false,
            "r" => self.bold = false,
            "pPr" => self.paragraph.in_properties = false,
            name if level_of(name).is_some() => self.style_level = None,
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        let Some(mut closed) = self.flow.close_paragraph() else { return };
        let level = self.paragraph.level;
        let title = self.frame.place.as_ref().is_some_and(Place::is_title);
        let own = self.paragraph.bullet.or(self.frame.levels.get(level).copied().flatten());
        let inherited = || self.frame.place.as_ref().map(|place| self.setting.inherited.bullet(place, level));
        let bullet = own.or_else(inherited).unwrap_or(Bullet::None);
        // Marks are not shown, nor counted, where there is no text.
        let marker = if closed.text.is_empty() || title { None } else { marker(bullet, level, &mut self.counters) };
        let kind = if marker.is_some() { BlockKind::ListItem } else { BlockKind::Paragraph };
        if let Some(marker) = marker {
            closed.text = format!("{marker} {}", closed.text);
        }
        self.flow.settle(closed, kind);
    }

    fn end_shape(&mut self) {
        let frame = std::mem::take(&mut self.frame);
        let mut items = self.flow.finish();
        let place = frame.place.as_ref();
        let furniture = place.is_some_and(Place::is_furniture);
        let left_out = if self.setting.notes {
            !(place.is_some_and(Place::is_body) || furniture && self.setting.furniture)
        } else {
            frame.hidden || furniture && !self.setting.furniture
        };
        if items.is_empty() || left_out {
            return;
        }
        let title = place.is_some_and(Place::is_title) && !self.setting.notes;
        if title {
            let lines: Vec<&str> = items.iter().flat_map(|item| item.text.lines()).collect();
            items = vec![Item::new(BlockKind::Heading(self.setting.title), lines.join(" "))];
        }
        let area = frame.area.or_else(|| place.and_then(|place| self.setting.inherited.area(place)));
        self.groups.last_mut().into_iter().for_each(|group| {
            group.shapes.push(Shape { title, area, size: frame.largest, items: std::mem::take(&mut items) });
        });
    }

    fn end_group(&mut self) {
        if self.groups.len() > 1
            && let Some(group) = self.groups.pop()
            && let Some(outer) = self.groups.last_mut()
            && !group.hidden
        {
            let title = group.shapes.iter().any(|shape| shape.title);
            outer.shapes.push(Shape { title, area: group.area, size: 0, items: in_order(group.shapes) });
        }
    }
}

/// Whether an attribute says yes.
fn is_on(tag: &Tag, name: &str) -> bool {
    matches!(tag.get(name), Some("1" | "true"))
}
