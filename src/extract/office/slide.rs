//! The shapes of a slide in the order in which they are read: the title, and then as they stand in the file, or, where
//! that jumps up or back, row by row.

use super::flow::Item;
use crate::document::BlockKind;

/// A shape with its text.
#[derive(Debug, Default)]
pub(super) struct Shape {
    /// It holds the title of the slide.
    pub(super) title: bool,
    /// Where it stands, where that is known.
    pub(super) area: Option<Area>,
    /// The size of its largest letters, in any unit; 0 where that is unknown.
    pub(super) size: u32,
    pub(super) items: Vec<Item>,
}

/// Where a shape stands, in any unit.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Area {
    pub(super) left: i64,
    pub(super) top: i64,
    pub(super) width: i64,
    pub(super) height: i64,
}

/// With more shapes than this it is a drawing, whose order nobody reads.
const MOST: usize = 300;

/// A title that is told by its size is no longer than this, in characters.
const LONGEST_TITLE: usize = 100;

/// With more lines than this under it, in the same shape, the first is no title.
const MOST_UNDER_TITLE: usize = 3;

/// Makes the title of a slide that names none: the line in the largest letters.
pub(super) fn name_title(shapes: &mut [Shape], level: u8) {
    let largest = shapes.iter().map(|shape| shape.size).max().unwrap_or(0);
    if largest == 0 || shapes.iter().any(|shape| shape.title) {
        return;
    }
    let mut named = shapes.iter_mut().filter(|shape| shape.size == largest);
    let (Some(shape), None) = (named.next(), named.next()) else { return };
    if let [item, rest @ ..] = shape.items.as_mut_slice()
        && rest.len() < MOST_UNDER_TITLE
        && item.kind == BlockKind::Paragraph
        && item.text.chars().count() <= LONGEST_TITLE
        && item.text.contains(char::is_alphabetic)
    {
        item.text = item.text.replace('\n', " ");
        item.kind = BlockKind::Heading(level);
        shape.title = true;
    }
}

/// The text of the shapes in reading order.
pub(super) fn in_order(mut shapes: Vec<Shape>) -> Vec<Item> {
    shapes.retain(|shape| !shape.items.is_empty());
    let (mut ordered, mut rest): (Vec<_>, Vec<_>) = shapes.into_iter().partition(|shape| shape.title);
    let areas: Option<Vec<Area>> = rest.iter().map(|shape| shape.area).collect();
    if let Some(areas) = areas.filter(|areas| areas.len() <= MOST && jumps(areas)) {
        let mut numbered: Vec<(usize, Shape)> = by_rows(&areas).into_iter().zip(rest).collect();
        numbered.sort_by_key(|(place, _)| *place);
        rest = numbered.into_iter().map(|(_, shape)| shape).collect();
    }
    ordered.append(&mut rest);
    ordered.into_iter().flat_map(|shape| shape.items).collect()
}

/// Whether some shape comes later in the file though it stands straight above another, or beside it on its left.
fn jumps(areas: &[Area]) -> bool {
    areas.iter().enumerate().any(|(at, later)| {
        areas.iter().take(at).any(|earlier| {
            let above = later.bottom() <= earlier.top && overlap(later.columns(), earlier.columns());
            let left = later.right() <= earlier.left && overlap(later.rows(), earlier.rows());
            above || left
        })
    })
}

/// Whether two stretches share more than half of the shorter one.
fn overlap(a: (i64, i64), b: (i64, i64)) -> bool {
    let shared = a.1.min(b.1).saturating_sub(a.0.max(b.0));
    let shorter = a.1.saturating_sub(a.0).min(b.1.saturating_sub(b.0));
    shared > shorter / 2
}

/// The place of each area when they are read row by row.
fn by_rows(areas: &[Area]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..areas.len()).collect();
    let area = |at: usize| areas.get(at).copied().unwrap_or_default();
    order.sort_by_key(|at| (area(*at).top, area(*at).left));
    let mut row = 0;
    let mut middle = i64::MIN;
    let mut keyed = Vec::new();
    for at in order {
        let own = area(at);
        // A row is what begins above the middle of its first shape.
        if own.top >= middle {
            row += 1;
            middle = own.top.saturating_add(own.height / 2).max(own.top.saturating_add(1));
        }
        keyed.push((row, own.left, at));
    }
    keyed.sort_unstable();
    let mut places = vec![0; areas.len()];
    for (place, (_, _, at)) in keyed.into_iter().enumerate() {
        places.iter_mut().skip(at).take(1).for_each(|own| *own = place);
    }
    places
}

impl Area {
    fn right(self) -> i64 {
        self.left.saturating_add(self.width)
    }

    fn bottom(self) -> i64 {
        self.top.saturating_add(self.height)
    }

    fn columns(self) -> (i64, i64) {
        (self.left, self.right())
    }

    fn rows(self) -> (i64, i64) {
        (self.top, self.bottom())
    }
}

#[cfg(test)]
mod tests {
    //! Properties tested: the title is first, columns stay together, and what jumps is put in rows.

    use super::*;

    /// Left, top, width, height and text; the text "titel" is the title.
    fn check(shapes: &[(i64, i64, i64, i64, &str)], expected: &[&str]) {
        let shapes = shapes.iter().map(|&(left, top, width, height, text)| Shape {
            title: text == "titel",
            area: Some(Area { left, top, width, height }),
            size: 0,
            items: vec![Item::new(BlockKind::Paragraph, text.to_owned())],
        });
        let texts: Vec<String> = in_order(shapes.collect()).into_iter().map(|item| item.text).collect();
        assert_eq!(texts, expected);
    }

    #[test]
    fn order() {
        check(&[(0, 20, 9, 9, "tekst"), (0, 0, 9, 9, "titel")], &["titel", "tekst"]);
        let columns = [(0, 0, 9, 9, "a"), (0, 20, 9, 9, "b"), (20, 0, 9, 9, "c"), (20, 20, 9, 9, "d")];
        check(&columns, &["a", "b", "c", "d"]);
        let mixed = [(20, 21, 9, 9, "d"), (0, 20, 9, 9, "c"), (20, 0, 9, 9, "b"), (0, 1, 9, 9, "a")];
        check(&mixed, &["a", "b", "c", "d"]);
        check(&[(i64::MAX, i64::MAX, i64::MAX, 9, "x"), (i64::MIN, 0, i64::MIN, i64::MIN, "y")], &["x", "y"]);
    }

    #[test]
    fn the_largest_line_is_the_title() {
        let shape = |text: &str, size| Shape {
            size,
            items: vec![Item::new(BlockKind::Paragraph, text.to_owned())],
            ..Shape::default()
        };
        for (sizes, title) in [([20, 40, 10], Some(1)), ([40, 40, 10], None), ([0, 0, 0], None)] {
            let mut shapes: Vec<Shape> = sizes.iter().map(|size| shape("Woonvisie", *size)).collect();
            name_title(&mut shapes, 2);
            assert_eq!(shapes.iter().position(|shape| shape.title), title);
        }
    }
}
