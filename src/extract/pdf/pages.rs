//! The pages of an open PDF, one at a time: interpreting one and making lines of it, in the order of reading. What of a
//! page cannot be read is said here; blocks are made from all pages together later.

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::content::TypedIter;
use hayro_interpret::hayro_syntax::object::{Array, Stream};
use hayro_interpret::hayro_syntax::page::Page as Source;
use hayro_interpret::kurbo::Rect;
use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, RenderContent, TransformExt as _, interpret, interpret_page,
};

use super::columns;
use super::fonts::Fonts;
use super::glyphs::{Gatherer, MOST_GLYPHS, Sheet};
use super::lines;
use super::tables::{self, Line, Setting};
use crate::document::Reason;

/// The lines of one page.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// From 1.
    pub(super) number: u32,
    /// Height in points.
    pub(super) height: f32,
    /// In the order of reading.
    pub(super) lines: Vec<Line>,
    /// Slanted over the page: watermarks.
    pub(super) stamps: Vec<Line>,
}

/// Reads the pages of one document.
pub(super) struct Pages<'p> {
    pdf: &'p Pdf,
    cache: InterpreterCache<'p>,
    fonts: Fonts,
}

/// Instructions of one page beyond this are an attack, in bytes.
const MOST_CONTENT: usize = 100_000_000;
/// A page of which images cover this part, and that has fewer letters than [`FEW_LETTERS`], is a scan.
const MUCH: f32 = 0.4;
/// On a page without any letter, an image of this part of it is what there is to read.
const SOME: f32 = 0.03;
const FEW_LETTERS: usize = 30;
/// Titles on covers are no smaller, in points.
const TITLE: f32 = 15.0;
/// So many intricate shapes without text are text drawn as shapes.
const MANY_SHAPES: usize = 400;

impl<'p> Pages<'p> {
    /// For all pages of `pdf`.
    pub(super) fn new(pdf: &'p Pdf) -> Self {
        Pages { pdf, cache: InterpreterCache::new(), fonts: Fonts::default() }
    }

    /// How many pages there are.
    pub(super) fn count(&self) -> u32 {
        u32::try_from(self.pdf.pages().len()).unwrap_or(u32::MAX)
    }

    /// Reads the page `number`, from 1.
    ///
    /// # Errors
    /// [`Reason::NeedsOcr`] for pictures of text and text without known letters, [`Reason::Damaged`] where nothing can
    /// be read, [`Reason::TooLarge`] where it has more letters than any page has.
    pub(super) fn page(&mut self, number: u32) -> Result<Page, Reason> {
        let source = self.pdf.pages().get(number as usize - 1).ok_or(Reason::Damaged)?;
        let sheet = self.sheet(source)?;
        if sheet.glyphs.len() >= MOST_GLYPHS {
            return Err(Reason::TooLarge);
        }
        let letters = sheet.glyphs.iter().filter(|glyph| glyph.letter.is_alphanumeric()).count();
        let pictured = sheet.images > if letters == 0 { SOME } else { MUCH } || sheet.shapes > MANY_SHAPES;
        let garbled = sheet.unknown > 20 && sheet.unknown > letters;
        // A few large letters over a picture are the title of a cover, not the stamp on a scan.
        let titled = letters >= 4 && sheet.glyphs.iter().filter(|glyph| glyph.size >= TITLE).count() >= letters / 2;
        if (letters < FEW_LETTERS && pictured && !titled) || garbled {
            return Err(Reason::NeedsOcr);
        }
        Ok(ordered(number, sheet))
    }

    fn sheet(&mut self, source: &Source<'p>) -> Result<Sheet, Reason> {
        let content = content(source)?;
        let (width, height) = source.render_dimensions();
        let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let transform = source.initial_transform(true).to_kurbo();
        let context = |part: RenderContent| {
            let settings = InterpreterSettings { render_content: part, ..InterpreterSettings::default() };
            Context::new(transform, bounds, &self.cache, self.pdf.xref(), settings)
        };
        let mut gatherer = Gatherer::new(width, height, &mut self.fonts);
        let mut page = context(RenderContent::PAGE);
        // The library would keep the instructions of every page, so they are handed over here.
        interpret(TypedIter::new(&content), source.resources(), &mut page, &mut gatherer);
        interpret_page(source, &mut context(RenderContent::ANNOTATIONS), &mut gatherer);
        Ok(gatherer.done())
    }
}

/// The instructions of a page.
fn content(source: &Source<'_>) -> Result<Vec<u8>, Reason> {
    let raw = source.raw();
    let mut content = Vec::new();
    let mut failed = 0;
    let mut add = |stream: &Stream<'_>| match stream.decoded_data() {
        Ok(part) if content.len() + part.len() <= MOST_CONTENT => {
            if content.is_empty() {
                content = part.into_owned();
            } else {
                content.extend_from_slice(&part);
            }
            content.push(b' ');
        }
        _ => failed += 1,
    };
    if let Some(stream) = raw.get::<Stream<'_>>(b"Contents") {
        add(&stream);
    } else if let Some(streams) = raw.get::<Array<'_>>(b"Contents") {
        streams.iter::<Stream<'_>>().for_each(|stream| add(&stream));
    } else if raw.contains_key(b"Contents") {
        failed += 1;
    }
    if content.is_empty() && failed > 0 { Err(Reason::Damaged) } else { Ok(content) }
}

/// The lines of a page in the order of reading.
fn ordered(number: u32, sheet: Sheet) -> Page {
    let mut page = Page { number, height: sheet.height, ..Page::default() };
    let (mut region, mut count) = (0, 0);
    for (place, frame) in lines::frames(sheet).into_iter().enumerate() {
        if place == 0 {
            page.height = frame.height;
        }
        for columns::Region { rows, aside } in columns::regions(frame.rows, &frame.rules) {
            region += 1;
            let setting = Setting { rules: &frame.rules, region, height: frame.height };
            let lines = tables::lines(&rows, setting, &mut count);
            let lines = lines.into_iter().map(|line| Line { aside, ..line });
            if frame.slanted { page.stamps.extend(lines) } else { page.lines.extend(lines) }
        }
    }
    page
}
