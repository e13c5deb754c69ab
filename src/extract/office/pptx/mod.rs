//! Presentations of OOXML (.pptx, .pptm, .ppsx): which slides there are and in which order, with their notes. What is
//! on a slide is left to `shapes`.

mod bullets;
mod layout;
mod shapes;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use self::layout::{Inherited, Layout};
use self::shapes::{Setting, Slide};
use super::drawing;
use super::flow::Item;
use super::relations::{Relations, optional};
use crate::document::{Block, Content, Coverage, Missing, Reason};
use crate::extract::markup::{self, Piece};
use crate::extract::package::{Budget, Package};

/// Reads a presentation: the title of the first slide is a heading of level 1, those of the others of level 2, speaker
/// notes follow their slide. With `furniture` the footers, dates and numbers of slides are read too.
///
/// # Errors
/// [`Reason::Encrypted`], [`Reason::Damaged`], [`Reason::Expands`]; [`Reason::NeedsOcr`] where it has pictures only,
/// and [`Reason::Empty`] where it has nothing.
pub fn pptx(bytes: &[u8], budget: &Budget, furniture: bool) -> Result<Content, Reason> {
    super::refuse_encrypted(bytes)?;
    let mut package = Package::open(bytes, budget)?;
    let main =
        Relations::of(&mut package, "")?.first("officeDocument").unwrap_or_else(|| "ppt/presentation.xml".to_owned());
    let xml = package.part(&main)?.ok_or(Reason::Damaged)?;
    let relations = Relations::of(&mut package, &main)?;
    let (parts, broken) = slides(&xml, &relations);
    let pages = u32::try_from(parts.len()).ok();
    let mut deck = Deck {
        package,
        furniture,
        layouts: HashMap::new(),
        blocks: Vec::new(),
        coverage: Coverage { pages, ..Coverage::default() },
        pictures: false,
    };
    super::note_missing(&mut deck.coverage, broken);
    for (part, page) in parts.iter().zip(1..) {
        deck.add(part, page)?;
    }
    if deck.blocks.is_empty() {
        let reason =
            deck.coverage.missing.iter().map(|missing| missing.reason).find(|reason| *reason != Reason::NeedsOcr);
        return Err(reason.unwrap_or(if deck.pictures { Reason::NeedsOcr } else { Reason::Empty }));
    }
    let declared = super::core_properties(&mut deck.package)?;
    Ok(Content { blocks: deck.blocks, declared, coverage: deck.coverage })
}

/// The parts of the slides in order, each once, and why reading broke off.
fn slides(xml: &[u8], relations: &Relations) -> (Vec<String>, Option<Reason>) {
    let mut parts = Vec::new();
    let mut seen = HashSet::new();
    let broken = markup::read(xml, |piece| {
        if let Piece::Start(tag) = piece
            && tag.name == "sldId"
            && let Some(slide) = tag.all("id").find_map(|id| relations.part(id)).filter(|slide| slide.kind == "slide")
            && seen.insert(slide.part.clone())
        {
            parts.push(slide.part.clone());
        }
        Ok::<(), Reason>(())
    });
    (parts, broken.err())
}

/// A presentation while it is read.
struct Deck<'b> {
    package: Package<'b>,
    furniture: bool,
    /// By the name of the layout.
    layouts: HashMap<String, Rc<Inherited>>,
    blocks: Vec<Block>,
    coverage: Coverage,
    pictures: bool,
}

impl Deck<'_> {
    /// Adds a slide and its notes.
    fn add(&mut self, part: &str, page: u32) -> Result<(), Reason> {
        let relations = Relations::of(&mut self.package, part)?;
        let inherited = self.inherited(&relations)?;
        let Some(xml) = optional(&mut self.package, part)? else {
            self.miss(page, Reason::Damaged);
            return Ok(());
        };
        let graphics = drawing::of_part(&mut self.package, &relations)?;
        let title = if self.blocks.is_empty() { 1 } else { 2 };
        let setting = Setting { inherited: &inherited, graphics, furniture: self.furniture, notes: false, title };
        let slide = shapes::read(&xml, setting);
        if slide.hidden {
            return Ok(());
        }
        self.pictures |= slide.pictures;
        if slide.items.is_empty() && slide.pictures && slide.broken.is_none() {
            self.miss(page, Reason::NeedsOcr);
        }
        self.take(slide, page);
        if let Some(notes) = relations.first("notesSlide") {
            let xml = optional(&mut self.package, &notes)?.unwrap_or_default();
            let none = Inherited::default();
            let graphics = HashMap::new();
            let setting = Setting { inherited: &none, graphics, furniture: self.furniture, notes: true, title };
            self.take(shapes::read(&xml, setting), page);
        }
        Ok(())
    }

    fn take(&mut self, slide: Slide, page: u32) {
        if let Some(reason) = slide.broken {
            self.miss(page, reason);
        }
        self.blocks.extend(super::told(slide.items).map(|item: Item| item.into_block(Some(page))));
    }

    fn miss(&mut self, page: u32, reason: Reason) {
        self.coverage.missing.push(Missing { pages: Some((page, page)), reason });
    }

    /// What a slide takes over from its layout, and the layout from its master.
    fn inherited(&mut self, relations: &Relations) -> Result<Rc<Inherited>, Reason> {
        let Some(layout) = relations.first("slideLayout") else { return Ok(Rc::default()) };
        if let Some(known) = self.layouts.get(&layout) {
            return Ok(Rc::clone(known));
        }
        let master = Relations::of(&mut self.package, &layout)?.first("slideMaster");
        let mut read = |part: &str| optional(&mut self.package, part).map(|xml| Layout::read(&xml.unwrap_or_default()));
        let inherited = Rc::new(Inherited {
            layout: read(&layout)?,
            master: master.map_or(Ok(Layout::default()), |part| read(&part))?,
        });
        self.layouts.insert(layout, Rc::clone(&inherited));
        Ok(inherited)
    }
}
