//! What a slide takes over from its layout and its master: where the places for text stand, and which marks their
//! paragraphs have. Their own text is no part of a slide.

use super::bullets::{Bullet, Levels, level_of};
use crate::document::Reason;
use crate::extract::markup::{self, Piece, Tag};
use crate::extract::office::slide::Area;

/// A place for text, as slides, layouts and masters name it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Place {
    kind: String,
    number: String,
}

impl Place {
    /// The place that an element names.
    pub(super) fn of(tag: &Tag) -> Self {
        let text = |name| tag.get(name).unwrap_or_default().to_owned();
        Place { kind: text("type"), number: text("idx") }
    }

    /// It holds the title.
    pub(super) fn is_title(&self) -> bool {
        matches!(self.kind.as_str(), "title" | "ctrTitle")
    }

    /// It holds what returns on each slide: date, footer, number.
    pub(super) fn is_furniture(&self) -> bool {
        matches!(self.kind.as_str(), "dt" | "ftr" | "sldNum" | "hdr")
    }

    /// It holds the text of speaker notes.
    pub(super) fn is_body(&self) -> bool {
        self.kind == "body"
    }

    /// Its kind in a master, which has fewer.
    fn general(&self) -> &str {
        match self.kind.as_str() {
            "ctrTitle" | "title" => "title",
            kind @ ("dt" | "ftr" | "sldNum" | "hdr" | "sldImg") => kind,
            _ => "body",
        }
    }
}

/// The places of a layout or a master.
#[derive(Debug, Default)]
pub(super) struct Layout {
    places: Vec<(Place, Option<Area>, Levels)>,
    /// The marks of running text in a master.
    body: Levels,
}

/// More places than this are not told apart.
const MOST: usize = 200;

impl Layout {
    /// Reads a layout or a master; what breaks off gives what came before.
    pub(super) fn read(xml: &[u8]) -> Self {
        let mut layout = Layout::default();
        let mut shape: (Option<Place>, Option<Area>, Levels) = Default::default();
        let mut level = None;
        let mut in_body = false;
        let _broken = markup::read(xml, |piece| {
            match piece {
                Piece::Start(tag) => match tag.name.as_str() {
                    "sp" | "pic" => shape = Default::default(),
                    "ph" => shape.0 = Some(Place::of(&tag)),
                    "bodyStyle" => in_body = true,
                    "off" | "ext" => measure(&mut shape.1, &tag),
                    name => {
                        level = level_of(name).or(level);
                        let levels = if in_body { &mut layout.body } else { &mut shape.2 };
                        set(levels, level, Bullet::of(&tag));
                    }
                },
                Piece::End(name) => match name.as_str() {
                    "sp" if layout.places.len() < MOST => {
                        let (place, area, levels) = std::mem::take(&mut shape);
                        layout.places.extend(place.map(|place| (place, area, levels)));
                    }
                    "bodyStyle" => in_body = false,
                    name if level_of(name).is_some() => level = None,
                    _ => {}
                },
                Piece::Text(_) => {}
            }
            Ok::<(), Reason>(())
        });
        layout
    }

    fn same(&self, place: &Place) -> Option<&(Place, Option<Area>, Levels)> {
        let by_number = self.places.iter().find(|(own, ..)| {
            own.number == place.number && (!own.number.is_empty() || own.general() == place.general())
        });
        by_number.or_else(|| self.general(place))
    }

    fn general(&self, place: &Place) -> Option<&(Place, Option<Area>, Levels)> {
        self.places.iter().find(|(own, ..)| own.general() == place.general())
    }
}

/// What a slide takes over.
#[derive(Debug, Default)]
pub(super) struct Inherited {
    pub(super) layout: Layout,
    pub(super) master: Layout,
}

impl Inherited {
    /// Where a place stands.
    pub(super) fn area(&self, place: &Place) -> Option<Area> {
        let own = self.layout.same(place).and_then(|(_, area, _)| *area);
        own.or_else(|| self.master.general(place).and_then(|(_, area, _)| *area))
    }

    /// The mark of the paragraphs of a place at `level`.
    pub(super) fn bullet(&self, place: &Place, level: usize) -> Bullet {
        let at = |levels: &Levels| levels.get(level).copied().flatten();
        let own = self.layout.same(place).and_then(|(.., levels)| at(levels));
        let general = || self.master.general(place).and_then(|(.., levels)| at(levels));
        let body = || Some(&self.master.body).filter(|_| place.general() == "body").and_then(at);
        own.or_else(general).or_else(body).unwrap_or(Bullet::None)
    }
}

/// Sets the mark of a level.
pub(super) fn set(levels: &mut Levels, level: Option<usize>, bullet: Option<Bullet>) {
    if let (Some(own), Some(bullet)) = (level.and_then(|level| levels.get_mut(level)), bullet) {
        *own = Some(bullet);
    }
}

/// Reads where a shape stands, from the two elements that say so.
pub(super) fn measure(area: &mut Option<Area>, tag: &Tag) {
    let number = |name| tag.get(name).and_then(|number| number.parse::<i64>().ok());
    match (number("x"), number("y"), number("cx"), number("cy")) {
        (Some(left), Some(top), ..) => *area = Some(Area { left, top, ..Area::default() }),
        (None, None, Some(width), Some(height)) => {
            if let Some(area) = area {
                (area.width, area.height) = (width, height);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_by_number_and_then_by_kind() {
        let layout = "<l><sp><ph idx='1'/><xfrm><off x='1' y='2'/><ext cx='3' cy='4'/></xfrm><lstStyle><lvl1pPr>\
            <buNone/>\
            </lvl1pPr></lstStyle></sp></l>";
        let master = "<m><sp><ph type='title'/><off x='9' y='9'/></sp><txStyles><bodyStyle><lvl1pPr><buChar/></lvl1pPr>\
            <lvl2pPr><buChar/></lvl2pPr></bodyStyle></txStyles></m>";
        let inherited = Inherited { layout: Layout::read(layout.as_bytes()), master: Layout::read(master.as_bytes()) };
        let place = |kind: &str, number: &str| Place { kind: kind.to_owned(), number: number.to_owned() };
        assert_eq!(inherited.area(&place("", "1")), Some(Area { left: 1, top: 2, width: 3, height: 4 }));
        assert_eq!(inherited.area(&place("ctrTitle", "")).map(|area| area.left), Some(9));
        assert_eq!(inherited.bullet(&place("", "1"), 0), Bullet::None);
        assert_eq!(inherited.bullet(&place("", "1"), 1), Bullet::Sign);
        assert_eq!(inherited.bullet(&place("title", ""), 0), Bullet::None);
    }
}
