//! Text documents and presentations of ODF, packed (.odt, .odp) or as one XML file (.fodt, .fodp): which parts there
//! are. Text is left to `story`, slides to `slides`.

mod lists;
mod slides;
mod story;
mod styles;
#[cfg(test)]
mod tests;

use self::story::Story;
use self::styles::Styles;
use super::languages::Languages;
use super::properties;
use super::relations::optional;
use crate::document::{BlockKind, Content, Coverage, Reason};
use crate::extract::markup::{self, Piece};
use crate::extract::package::{Budget, Package};

/// Reads a text document. With `furniture` the running headers and footers follow as paragraphs.
///
/// # Errors
/// [`Reason::Encrypted`], [`Reason::Damaged`], [`Reason::Expands`], [`Reason::TooDeep`]; [`Reason::NeedsOcr`] where it
/// has pictures only, and [`Reason::Empty`] where it has nothing.
pub fn odt(bytes: &[u8], budget: &Budget, furniture: bool) -> Result<Content, Reason> {
    let parts = Parts::of(bytes, budget)?;
    let mut styles = parts.styles();
    let mut story = Story::new(&mut styles);
    let mut coverage = Coverage::default();
    let broken = markup::read(&parts.content, |piece| story.take(piece)).err();
    super::note_missing(&mut coverage, broken);
    let mut items = super::told(story.finish()).collect::<Vec<_>>();
    if items.is_empty() {
        return Err(broken.unwrap_or(if story.pictures { Reason::NeedsOcr } else { Reason::Empty }));
    }
    super::outline::name_headings(&mut items);
    super::outline::name_items(&mut items);
    let languages = std::mem::take(&mut story.languages);
    if furniture {
        let mut story = Story::new(&mut styles);
        let _broken = markup::read(&parts.styles, |piece| story.take(piece));
        items.extend(story.finish().into_iter().map(|mut item| {
            item.kind = BlockKind::Paragraph;
            item
        }));
    }
    let blocks = items.into_iter().map(|item| item.into_block(None)).collect();
    Ok(Content { blocks, declared: parts.declared(&languages), coverage })
}

/// Reads a presentation: the title of the first slide is a heading of level 1, those of the others of level 2, speaker
/// notes follow their slide. With `furniture` the footers, dates and numbers of slides are read too.
///
/// # Errors
/// As [`odt`].
pub fn odp(bytes: &[u8], budget: &Budget, furniture: bool) -> Result<Content, Reason> {
    let parts = Parts::of(bytes, budget)?;
    let mut styles = parts.styles();
    let deck = slides::read(&parts.content, &mut styles, furniture);
    if deck.blocks.is_empty() {
        return Err(deck.broken.unwrap_or(if deck.pictures { Reason::NeedsOcr } else { Reason::Empty }));
    }
    let mut coverage = Coverage { pages: Some(deck.pages), missing: deck.missing, ..Coverage::default() };
    super::note_missing(&mut coverage, deck.broken);
    Ok(Content { blocks: deck.blocks, declared: parts.declared(&deck.languages), coverage })
}

/// The parts of a document; a file of one XML is all of them.
struct Parts {
    content: Vec<u8>,
    styles: Vec<u8>,
    meta: Vec<u8>,
}

impl Parts {
    fn of(bytes: &[u8], budget: &Budget) -> Result<Self, Reason> {
        if !bytes.starts_with(b"PK") {
            return Self::flat(bytes, budget);
        }
        let mut package = Package::open(bytes, budget)?;
        let manifest = optional(&mut package, "META-INF/manifest.xml")?.unwrap_or_default();
        if is_encrypted(&manifest) {
            return Err(Reason::Encrypted);
        }
        let content = package.part("content.xml")?.ok_or(Reason::Damaged)?;
        let mut part = |name| optional(&mut package, name).map(Option::unwrap_or_default);
        Ok(Parts { content, styles: part("styles.xml")?, meta: part("meta.xml")? })
    }

    fn flat(bytes: &[u8], budget: &Budget) -> Result<Self, Reason> {
        let start = bytes.get(..bytes.len().min(2_000)).unwrap_or_default();
        if !start.windows(16).any(|window| window == b"office:document ") {
            return Err(Reason::Damaged);
        }
        budget.take(bytes.len() as u64)?;
        Ok(Parts { content: bytes.to_vec(), styles: Vec::new(), meta: Vec::new() })
    }

    fn styles(&self) -> Styles {
        let mut styles = Styles::default();
        styles.add(&self.styles);
        styles.add(&self.content);
        styles
    }

    fn declared(&self, languages: &Languages) -> crate::document::Declared {
        let flat = self.meta.is_empty() && self.styles.is_empty();
        let mut declared = properties::declared(if flat { &self.content } else { &self.meta });
        declared.language = declared.language.or_else(|| languages.most_used());
        declared
    }
}

/// Whether a manifest says how parts are encrypted.
fn is_encrypted(manifest: &[u8]) -> bool {
    let mut found = false;
    let _broken = markup::read(manifest, |piece| {
        found |= matches!(&piece, Piece::Start(tag) if tag.name == "encryption-data");
        Ok::<(), Reason>(())
    });
    found
}
