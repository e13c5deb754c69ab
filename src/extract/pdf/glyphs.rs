//! What one page shows: its glyphs with their text, place, size and style, its ruling lines, and how much of it is
//! covered by images. The order of reading is left to `lines` and `columns`.

use hayro_interpret::font::{Glyph as Shape, GlyphRun, PositionedGlyph};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::object::{Dict, Name, String as PdfString};
use hayro_interpret::kurbo::{Affine, BezPath, ParamCurve as _, PathEl, Point, Rect, Shape as _};
use hayro_interpret::{BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask};

use super::declared::text_string;
use super::fonts::{Fonts, Style};
use super::letters;

/// One character on the page; places in points from the top left corner, y downwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Glyph {
    /// The character; ligatures are several.
    pub(super) letter: char,
    /// Where it begins on its base line.
    pub(super) x: f32,
    /// Its base line.
    pub(super) y: f32,
    /// How far it reaches along its direction.
    pub(super) advance: f32,
    /// The size of the type.
    pub(super) size: f32,
    /// The direction of reading in degrees: 0 is to the right, 90 downwards.
    pub(super) angle: i16,
    /// Its looks.
    pub(super) style: Style,
}

/// A straight line that is drawn, or the edge of a box.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rule {
    /// Left end.
    pub(super) x0: f32,
    /// Upper end.
    pub(super) y0: f32,
    /// Right end.
    pub(super) x1: f32,
    /// Lower end.
    pub(super) y1: f32,
}

/// All of one page.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// In points.
    pub(super) width: f32,
    /// In points.
    pub(super) height: f32,
    /// In the order the file draws them.
    pub(super) glyphs: Vec<Glyph>,
    /// Horizontal and vertical rules.
    pub(super) rules: Vec<Rule>,
    /// The part of the page covered by images, 0 to 1 (overlaps count twice).
    pub(super) images: f32,
    /// Glyphs that have no known text.
    pub(super) unknown: usize,
    /// Shapes as intricate as letters are; many without any text are text drawn as shapes.
    pub(super) shapes: usize,
}

/// A page that has so many glyphs is an attack.
pub(super) const MOST_GLYPHS: usize = 1_000_000;
/// More rules than these say nothing more of the layout.
const MOST_RULES: usize = 6_000;
/// A rule is no thicker, in points.
const THICKEST: f64 = 3.0;
/// A rule is no shorter, in points.
const SHORTEST: f64 = 8.0;

/// A marked part of the page that is open.
enum Mark {
    Plain,
    Aside,
    /// Its glyphs, from the number on, stand for this text.
    Instead(usize, String),
}

/// Gathers a [`Sheet`].
pub(super) struct Gatherer<'f> {
    sheet: Sheet,
    fonts: &'f mut Fonts,
    clips: Vec<Rect>,
    marks: Vec<Mark>,
}

impl<'f> Gatherer<'f> {
    /// For a page of this size in points.
    pub(super) fn new(width: f32, height: f32, fonts: &'f mut Fonts) -> Self {
        Gatherer { sheet: Sheet { width, height, ..Sheet::default() }, fonts, clips: Vec::new(), marks: Vec::new() }
    }

    /// What was gathered.
    pub(super) fn done(mut self) -> Sheet {
        while let Some(mark) = self.marks.pop() {
            self.settle(mark);
        }
        self.sheet
    }

    fn page(&self) -> Rect {
        Rect::new(0.0, 0.0, f64::from(self.sheet.width), f64::from(self.sheet.height))
    }

    fn clip(&self) -> Rect {
        self.clips.last().copied().unwrap_or_else(|| self.page())
    }

    fn push_clip(&mut self, bounds: Rect) {
        let clip = self.clip().intersect(bounds);
        self.clips.push(clip);
    }

    fn glyph(&mut self, glyph: &PositionedGlyph<'_>, transform: Affine, style: Style, even: bool) {
        let [a, b, c, d, x, y] = (transform * glyph.transform()).as_coeffs();
        let height = c.hypot(d) * 1000.0;
        let across = if even { a.hypot(b) } else { c.hypot(d) };
        let advance = match &**glyph {
            Shape::Outline(outline) => outline.advance_width(),
            Shape::Type3(drawn) => drawn.advance_width(),
        };
        let advance = f64::from(advance.unwrap_or(500.0)) * across;
        let size = if matches!(**glyph, Shape::Type3(_)) { drawn_size(height, advance) } else { height };
        let sane = [x, y, advance, size].iter().all(|value| value.is_finite() && value.abs() < 1e5) && size > 0.4;
        if !sane || !self.shows(x, y, a, b, size) || self.sheet.glyphs.len() >= MOST_GLYPHS {
            return;
        }
        let Some(text) = glyph.as_unicode() else {
            self.sheet.unknown += 1;
            return;
        };
        let angle = b.atan2(a).to_degrees().round() as i16;
        let place =
            Glyph { letter: ' ', x: x as f32, y: y as f32, advance: advance as f32, size: size as f32, angle, style };
        if matches!(text, BfString::Char('\u{e000}'..='\u{efff}' | '\u{f100}'..='\u{f8ff}' | '\u{fffd}')) {
            self.sheet.unknown += 1;
        }
        match text {
            BfString::Char(letter) => letters::resolve(letter, |part| spread(&mut self.sheet.glyphs, place, part)),
            BfString::String(text) => spread(&mut self.sheet.glyphs, place, &text),
        }
    }

    /// Whether a glyph is inside what is not clipped away; its middle decides.
    fn shows(&self, x: f64, y: f64, a: f64, b: f64, size: f64) -> bool {
        let length = a.hypot(b).max(1e-9);
        let (along_x, along_y) = (a / length, b / length);
        // Half the height of small letters above the base line, a quarter of the size onwards.
        let middle = Point::new(
            x + 0.25 * size * along_x + 0.25 * size * along_y,
            y + 0.25 * size * along_y - 0.25 * size * along_x,
        );
        let slack = 0.3 * size + 1.0;
        self.clip().inflate(slack, slack).contains(middle)
    }

    fn rule(&mut self, from: Point, to: Point) {
        let bounds = Rect::from_points(from, to).intersect(self.clip().inflate(2.0, 2.0));
        let thin = bounds.width().min(bounds.height()) <= THICKEST;
        if !thin || bounds.width().max(bounds.height()) < SHORTEST || self.sheet.rules.len() >= MOST_RULES {
            return;
        }
        let (x0, y0, x1, y1) = (bounds.x0 as f32, bounds.y0 as f32, bounds.x1 as f32, bounds.y1 as f32);
        self.sheet.rules.push(Rule { x0, y0, x1, y1 });
    }

    fn edges(&mut self, bounds: Rect, mode: &DrawMode) {
        if bounds.width().min(bounds.height()) <= THICKEST {
            self.rule(Point::new(bounds.x0, bounds.y0), Point::new(bounds.x1, bounds.y1));
        } else if !matches!(mode, DrawMode::Fill(_)) {
            let corners =
                [(bounds.x0, bounds.y0), (bounds.x1, bounds.y0), (bounds.x1, bounds.y1), (bounds.x0, bounds.y1)];
            for (from, to) in corners.iter().zip(corners.iter().cycle().skip(1)) {
                self.rule((*from).into(), (*to).into());
            }
        }
    }

    fn settle(&mut self, mark: Mark) {
        let Mark::Instead(start, text) = mark else { return };
        let Some(glyphs) = self.sheet.glyphs.get(start..) else { return };
        let (Some(first), Some(last)) = (glyphs.first().copied(), glyphs.last().copied()) else { return };
        let one_line =
            glyphs.iter().all(|glyph| glyph.angle == first.angle && (glyph.y - first.y).abs() < 0.5 * first.size);
        if !one_line || glyphs.len() > 3 * text.chars().count() + 3 || first.angle != 0 {
            return;
        }
        self.sheet.glyphs.truncate(start);
        spread(&mut self.sheet.glyphs, Glyph { advance: last.x + last.advance - first.x, ..first }, &text);
    }
}

/// Puts the letters of `text` next to each other in the place of one glyph.
fn spread(glyphs: &mut Vec<Glyph>, place: Glyph, text: &str) {
    let count = text.chars().count();
    if count == 0 || count > 64 {
        return;
    }
    let advance = place.advance / count as f32;
    let (along_y, along_x) = f32::from(place.angle).to_radians().sin_cos();
    for (number, letter) in text.chars().enumerate() {
        let offset = advance * number as f32;
        glyphs.push(Glyph { letter, x: place.x + offset * along_x, y: place.y + offset * along_y, advance, ..place });
    }
}

/// Fonts whose letters are drawn by the file measure in units of their own; a letter is about half as wide as high.
fn drawn_size(height: f64, advance: f64) -> f64 {
    if advance > 0.0 && !(0.15..1.3).contains(&(advance / height)) { 1.9 * advance } else { height }
}

impl<'a> Device<'a> for Gatherer<'_> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        let elements = path.elements();
        if elements.len() > 8 {
            self.sheet.shapes += 1;
        }
        let straight = elements.iter().all(|element| !matches!(element, PathEl::QuadTo(..) | PathEl::CurveTo(..)));
        if !straight || elements.len() > 4_000 {
            return;
        }
        let bounds = props.transform.transform_rect_bbox(path.bounding_box());
        if matches!(mode, DrawMode::Fill(_)) || bounds.width().min(bounds.height()) <= THICKEST {
            return self.edges(bounds, &DrawMode::Fill(hayro_interpret::FillRule::NonZero));
        }
        for segment in path.segments() {
            let (from, to) = (props.transform * segment.start(), props.transform * segment.end());
            self.rule(from, to);
        }
    }

    fn draw_rect(&mut self, rect: &Rect, props: DrawProps<'a>, mode: &DrawMode) {
        self.edges(props.transform.transform_rect_bbox(*rect), mode);
    }

    fn push_clip_path(&mut self, clip_path: &ClipPath) {
        self.push_clip(clip_path.path.bounding_box());
    }

    fn push_clip_rect(&mut self, rect: &Rect) {
        self.push_clip(*rect);
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        let aside = self.marks.iter().any(|mark| matches!(mark, Mark::Aside));
        let style = self.fonts.style(run).with(if aside { Style::ASIDE } else { Style::default() });
        // Where a font is replaced by another, each glyph is stretched to its place by itself; the true width is then
        // that of the size.
        let stretch = |glyph: &PositionedGlyph<'_>| {
            let [a, b, c, d, ..] = glyph.transform().as_coeffs();
            a.hypot(b) / c.hypot(d).max(1e-9)
        };
        let first = run.glyphs().first().map_or(1.0, stretch);
        let even = run.glyphs().iter().all(|glyph| (stretch(glyph) - first).abs() < 1e-3);
        for glyph in run.glyphs() {
            self.glyph(glyph, props.transform, style, even);
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let pixels = Rect::new(0.0, 0.0, f64::from(image.width()), f64::from(image.height()));
        let shown = props.transform.transform_rect_bbox(pixels).intersect(self.clip());
        self.sheet.images += (shown.area().max(0.0) / self.page().area().max(1.0)) as f32;
    }

    fn pop_clip(&mut self) {
        self.clips.pop();
    }

    fn pop_transparency_group(&mut self) {}

    fn begin_marked_content(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) {
        let instead = properties.and_then(|dict| dict.get::<PdfString<'_>>(b"ActualText"));
        let kind = properties.and_then(|dict| dict.get::<Name<'_>>(b"Type"));
        let pagination = kind.is_some_and(|kind| kind.as_ref() == b"Pagination");
        self.marks.push(match instead {
            _ if tag == b"Artifact" && pagination => Mark::Aside,
            Some(text) => Mark::Instead(self.sheet.glyphs.len(), text_string(text.as_bytes())),
            None => Mark::Plain,
        });
    }

    fn end_marked_content(&mut self) {
        if let Some(mark) = self.marks.pop() {
            self.settle(mark);
        }
    }
}
