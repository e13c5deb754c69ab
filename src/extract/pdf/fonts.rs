//! Whether the type of a glyph is bold or italic: from the name and weight of its font where the file gives them, else
//! from the thickness of a stem in its outline. Sizes and places are left to `glyphs`.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};

use hayro_interpret::font::{Glyph, GlyphRun, OutlineGlyph};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::kurbo::{PathEl, Point, flatten};

/// How type looks and what it is for, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Style(u8);

impl Style {
    /// Heavier than running text.
    pub(super) const BOLD: Style = Style(1);
    /// Slanted.
    pub(super) const ITALIC: Style = Style(2);
    /// Marked by the file as belonging to the page, not to the text: a running header or footer.
    pub(super) const ASIDE: Style = Style(4);

    /// Both together.
    pub(super) fn with(self, other: Style) -> Style {
        Style(self.0 | other.0)
    }

    /// The first without the other.
    pub(super) fn without(self, other: Style) -> Style {
        Style(self.0 & !other.0)
    }

    /// Whether all of `other` is in it.
    pub(super) fn has(self, other: Style) -> bool {
        self.0 & other.0 == other.0
    }
}

/// The styles of the font programs met so far; one for all pages of a document.
#[derive(Debug, Default)]
pub(super) struct Fonts {
    known: HashMap<u128, Style>,
}

impl Fonts {
    /// The style of a run; all its glyphs are of one font.
    pub(super) fn style(&mut self, run: &GlyphRun<'_, '_>) -> Style {
        let mut outlines = run.glyphs().iter().filter_map(|glyph| match &**glyph {
            Glyph::Outline(outline) => Some(outline),
            Glyph::Type3(_) => None,
        });
        let Some(first) = outlines.next() else { return Style::default() };
        let key = program(first);
        if let Some(style) = self.known.get(&key) {
            return *style;
        }
        let style = declared(first).or_else(|| std::iter::once(first).chain(outlines).find_map(measured));
        if let Some(style) = style {
            self.known.insert(key, style);
        }
        style.unwrap_or_default()
    }
}

/// Keeps the first 128 bits that are hashed: the library hashes a glyph's font program first, and gives no other way to
/// tell programs apart. Should it hash otherwise, each glyph would count as a font of its own, at the price of time.
#[derive(Default)]
struct FirstHashed(Option<u128>);

impl Hasher for FirstHashed {
    fn finish(&self) -> u64 {
        0
    }

    fn write(&mut self, bytes: &[u8]) {
        let value = bytes.iter().fold(0u128, |value, byte| value << 8 | u128::from(*byte));
        self.0.get_or_insert(value);
    }

    fn write_u128(&mut self, value: u128) {
        self.0.get_or_insert(value);
    }
}

fn program(glyph: &OutlineGlyph) -> u128 {
    let mut first = FirstHashed::default();
    glyph.identifier().hash(&mut first);
    first.0.unwrap_or_default()
}

/// The style by the font's name and weight; `None` where the file does not give them.
fn declared(glyph: &OutlineGlyph) -> Option<Style> {
    let font = glyph.font_data()?;
    let name = font.postscript_name.unwrap_or_default();
    let mut style = of_name(&name);
    if font.weight.is_some_and(|weight| weight >= 600) {
        style = style.with(Style::BOLD);
    }
    if font.is_italic {
        style = style.with(Style::ITALIC);
    }
    let says_nothing = style == Style::default() && !name.contains(['-', ',']) && font.weight.is_none();
    (!says_nothing).then_some(style)
}

fn of_name(name: &str) -> Style {
    let name = name.to_ascii_lowercase();
    let mut style = Style::default();
    if ["bold", "black", "heavy", "demi"].iter().any(|word| name.contains(word)) || name.ends_with("-bd") {
        style = style.with(Style::BOLD);
    }
    if ["italic", "oblique"].iter().any(|word| name.contains(word)) || name.ends_with("-it") {
        style = style.with(Style::ITALIC);
    }
    style
}

/// Letters that begin with an upright stem at the height of [`STEM_HEIGHT`].
const STEMS: &str = "bhiklmnpruBDEFHIKLMNPR1";
/// Where stems are measured, in thousandths of the size above the base line.
const STEM_HEIGHT: f64 = 200.0;
/// Stems from this thickness are bold: those of regular type measure 65 to 100, those of bold type 120 to 180.
const BOLD_STEM: f64 = 112.0;

/// The style by the thickness of the first stem; `None` for glyphs that have none.
fn measured(glyph: &OutlineGlyph) -> Option<Style> {
    match glyph.as_unicode()? {
        BfString::Char(letter) if STEMS.contains(letter) => {}
        _ => return None,
    }
    let mut crossings = Vec::new();
    let mut last = Point::ZERO;
    let mut start = Point::ZERO;
    flatten(glyph.outline(), 5.0, |element| match element {
        PathEl::MoveTo(point) => (start, last) = (point, point),
        PathEl::LineTo(point) => {
            crossings.extend(crossing(last, point));
            last = point;
        }
        PathEl::ClosePath => {
            crossings.extend(crossing(last, start));
            last = start;
        }
        PathEl::QuadTo(..) | PathEl::CurveTo(..) => {}
    });
    crossings.sort_by(f64::total_cmp);
    let [left, right, ..] = crossings[..] else { return None };
    Some(if right - left >= BOLD_STEM { Style::BOLD } else { Style::default() })
}

fn crossing(from: Point, to: Point) -> Option<f64> {
    let crosses = (from.y < STEM_HEIGHT) != (to.y < STEM_HEIGHT);
    crosses.then(|| from.x + (to.x - from.x) * (STEM_HEIGHT - from.y) / (to.y - from.y))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_weight_and_slant() {
        let check = |name: &str, bold: bool, italic: bool| {
            let style = of_name(name);
            assert_eq!((style.has(Style::BOLD), style.has(Style::ITALIC)), (bold, italic), "{name}");
        };
        check("Arial", false, false);
        check("Arial-BoldMT", true, false);
        check("Verdana,BoldItalic", true, true);
        check("Times-Oblique", false, true);
        check("Univers-Bd", true, false);
    }

    #[test]
    fn a_line_crosses_the_height_once() {
        assert_eq!(crossing(Point::new(10.0, 0.0), Point::new(10.0, 700.0)), Some(10.0));
        assert_eq!(crossing(Point::new(10.0, 300.0), Point::new(10.0, 700.0)), None);
    }
}
