//! The order of reading: rows are parted where a white gutter runs down between two columns of text, and the parts come
//! in the order above, left, right, below. What stays together, tables too, is one region.

use super::glyphs::Rule;
use super::lines::{Row, Word};

/// Rows that are read one after the other, from top to bottom.
#[derive(Debug, Default)]
pub(super) struct Region {
    /// From top to bottom.
    pub(super) rows: Vec<Row>,
    /// Whether it is a side column, which interrupts the text beside it.
    pub(super) aside: bool,
}

/// A white strip between columns.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Gutter {
    /// Its middle.
    x: f32,
    /// Its first row and the one after its last.
    rows: (usize, usize),
    /// The part that is a side column, to be read after the other.
    aside: Option<Place>,
}

/// A side of a gutter.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    Left,
    Right,
}

/// No page is cut in more parts.
const MOST_CUTS: usize = 200;
/// In more rows no columns are looked for: no page has so many.
const MOST_ROWS: usize = 4_000;
/// A column has at least so many rows.
const FEWEST_ROWS: usize = 4;
/// A gutter is no narrower, as a part of the size of the type.
const LEAST_WHITE: f32 = 0.7;
/// A table has no more columns, as far as telling it from running text goes.
const MOST_COLUMNS: usize = 20;
/// How many gutters are considered for one cut.
const CANDIDATES: usize = 8;

/// Cuts the rows of a page in regions in the order of reading.
pub(super) fn regions(rows: Vec<Row>, rules: &[Rule]) -> Vec<Region> {
    let mut regions = Vec::new();
    let mut cuts = 0;
    let mut waiting = vec![Region { rows, aside: false }];
    while let Some(Region { rows, aside }) = waiting.pop() {
        if rows.is_empty() {
            continue;
        }
        match gutter(&rows, rules).filter(|_| cuts < MOST_CUTS) {
            Some(gutter) => {
                cuts += 1;
                let [above, left, right, below] = cut(rows, gutter).map(|rows| Region { rows, aside });
                let (first, mut second) = if gutter.aside == Some(Place::Left) { (right, left) } else { (left, right) };
                second.aside |= gutter.aside.is_some();
                waiting.extend([below, second, first, above]);
            }
            None => regions.push(Region { rows, aside }),
        }
    }
    regions
}

/// The parts above, left of, right of and below a gutter.
fn cut(rows: Vec<Row>, gutter: Gutter) -> [Vec<Row>; 4] {
    let mut parts: [Vec<Row>; 4] = Default::default();
    let [above, left, right, below] = &mut parts;
    for (number, row) in rows.into_iter().enumerate() {
        if number < gutter.rows.0 {
            above.push(row);
        } else if number >= gutter.rows.1 {
            below.push(row);
        } else {
            let (before, after): (Vec<Word>, Vec<Word>) =
                row.words.into_iter().partition(|word| middle(word) < gutter.x);
            left.extend((!before.is_empty()).then(|| Row::new(before)));
            right.extend((!after.is_empty()).then(|| Row::new(after)));
        }
    }
    parts
}

fn middle(word: &Word) -> f32 {
    (word.x0 + word.x1) / 2.0
}

/// A run of rows over which one step of the width is white.
#[derive(Clone, Copy, Debug)]
struct Run {
    step: usize,
    rows: (usize, usize),
    weight: usize,
}

fn gutter(rows: &[Row], rules: &[Rule]) -> Option<Gutter> {
    let least = rows.iter().map(Row::x0).fold(f32::MAX, f32::min);
    let most = rows.iter().map(Row::x1).fold(f32::MIN, f32::max);
    if rows.len() < FEWEST_ROWS || rows.len() > MOST_ROWS || most - least < 60.0 {
        return None;
    }
    let width = ((most - least) / 1500.0).max(1.0);
    let mut runs = white_runs(rows, least, width, ((most - least) / width) as usize + 1);
    runs.sort_by_key(|run| (std::cmp::Reverse(run.weight), run.step));
    let mut tried: Vec<(f32, (usize, usize))> = Vec::new();
    for run in runs {
        let at = least + (run.step as f32 + 0.5) * width;
        if tried.iter().any(|(x, span)| (x - at).abs() < 12.0 && overlap(*span, run.rows)) {
            continue;
        }
        tried.push((at, run.rows));
        if let Some(found) = judged(rows, rules, at, run.rows) {
            return Some(found);
        }
        if tried.len() >= CANDIDATES {
            break;
        }
    }
    None
}

fn overlap(a: (usize, usize), b: (usize, usize)) -> bool {
    a.0 < b.1 && b.0 < a.1
}

/// For each step of the width, the runs of rows over which it is white, with text on both sides.
fn white_runs(rows: &[Row], least: f32, width: f32, steps: usize) -> Vec<Run> {
    let mut since = vec![0usize; steps];
    let mut runs = Vec::new();
    let mut end_run = |since: usize, step: usize, end: usize| {
        if end < since + FEWEST_ROWS {
            return;
        }
        let x = least + (step as f32 + 0.5) * width;
        let span = rows.get(since..end).unwrap_or_default();
        let left = span.iter().filter(|row| row.x0() < x).count();
        let right = span.iter().filter(|row| row.x1() > x).count();
        if left >= 2 && right >= 2 {
            runs.push(Run { step, rows: (since, end), weight: left.min(right) });
        }
    };
    for (number, row) in rows.iter().enumerate() {
        let mut nexts = row.words.iter().skip(1);
        for word in &row.words {
            // White no wider than that between words hides no gutter.
            let next = nexts.next().map(|next| next.x0).filter(|x0| *x0 - word.x1 < LEAST_WHITE * row.size);
            let first = ((word.x0 - least) / width).floor().max(0.0) as usize;
            let last = ((next.unwrap_or(word.x1) - least) / width).ceil().max(0.0) as usize;
            for step in first..last.min(steps) {
                if let Some(start) = since.get_mut(step) {
                    end_run(*start, step, number);
                    *start = number + 1;
                }
            }
        }
    }
    for (step, start) in since.iter().enumerate() {
        end_run(*start, step, rows.len());
    }
    runs
}

/// What stands on one side of a gutter.
#[derive(Debug, Default)]
struct Side {
    rows: usize,
    words: usize,
    /// Sum of the widths of its rows.
    filled: f32,
    x0: f32,
    x1: f32,
    /// Sum of the sizes of its words.
    sizes: f32,
    /// Whether its words stand in columns, none of which is running text.
    cells: bool,
}

impl Side {
    fn of(rows: &[Vec<&Word>]) -> Side {
        let side = Side::plain(rows);
        let columns = side.columns(rows);
        let runs = |(from, to): (f32, f32)| {
            let mut parts: Vec<Vec<&Word>> = Vec::with_capacity(rows.len());
            for row in rows {
                parts.push(row.iter().copied().filter(|word| (from..to).contains(&middle(word))).collect());
            }
            Side::plain(&parts).runs()
        };
        let cells = columns.len() > 1 && !columns.into_iter().any(runs);
        Side { cells, ..side }
    }

    fn plain(words: &[Vec<&Word>]) -> Side {
        let mut side = Side { x0: f32::MAX, x1: f32::MIN, ..Side::default() };
        for row in words.iter().filter(|row| !row.is_empty()) {
            let x0 = row.iter().map(|word| word.x0).fold(f32::MAX, f32::min);
            let x1 = row.iter().map(|word| word.x1).fold(f32::MIN, f32::max);
            side.rows += 1;
            side.words += row.len();
            side.filled += x1 - x0;
            side.sizes += row.iter().map(|word| word.size).sum::<f32>();
            (side.x0, side.x1) = (side.x0.min(x0), side.x1.max(x1));
        }
        side
    }

    /// The spans that white strips over all of its rows leave; no more than [`MOST_COLUMNS`].
    fn columns(&self, rows: &[Vec<&Word>]) -> Vec<(f32, f32)> {
        let mut spans: Vec<(f32, f32)> = rows.iter().flatten().map(|word| (word.x0, word.x1)).collect();
        spans.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut columns: Vec<(f32, f32)> = Vec::new();
        for (x0, x1) in spans {
            let full = columns.len() == MOST_COLUMNS;
            match columns.last_mut() {
                Some(last) if x0 - last.1 < LEAST_WHITE * self.size() || full => {
                    last.1 = last.1.max(x1);
                }
                _ => columns.push((x0, x1)),
            }
        }
        columns
    }

    fn width(&self) -> f32 {
        self.x1 - self.x0
    }

    fn size(&self) -> f32 {
        self.sizes / self.words.max(1) as f32
    }

    /// Whether its rows are lines of running text rather than cells.
    fn runs(&self) -> bool {
        let rows = self.rows.max(1) as f32;
        !self.cells
            && self.rows >= FEWEST_ROWS
            && self.words as f32 / rows >= 2.6
            && self.filled / rows >= 0.5 * self.width()
    }
}

/// Whether the white at `x` over `span` parts columns; cells of a table are not parted.
fn judged(rows: &[Row], rules: &[Rule], x: f32, span: (usize, usize)) -> Option<Gutter> {
    let whole = span;
    let span = trimmed(rows, x, span)?;
    let within = rows.get(span.0..span.1)?;
    let (left, right) = (side(within, x, true), side(within, x, false));
    if left.rows == 0 || right.rows == 0 {
        return None;
    }
    let size = left.size().min(right.size());
    let white = right.x0 - left.x1;
    let (top, bottom) = (within.first()?.base - size, within.last()?.base);
    let crossing = rules.iter().filter(|rule| {
        rule.x0 < left.x1 - 2.0
            && rule.x1 > right.x0 + 2.0
            && (top..bottom).contains(&rule.y0)
            && rule.y1 - rule.y0 < 3.0
    });
    let ruled = crossing.take(2).count() == 2;
    if ruled || listed(within, x) {
        return None;
    }
    if white >= LEAST_WHITE * size && left.runs() && right.runs() && balanced(&left, &right) {
        return Some(Gutter { x: (left.x1 + right.x0) / 2.0, rows: span, aside: None });
    }
    beside(rows, x, [whole, span], &left, &right)
}

/// A narrow column of other type or of few lines beside the text: the sender's details of a letter, or a note in the
/// margin. It may reach above and below the lines of text beside it, so all of the white over `whole` counts, of which
/// `span` has text on both sides.
fn beside(rows: &[Row], x: f32, [whole, span]: [(usize, usize); 2], left: &Side, right: &Side) -> Option<Gutter> {
    let all = rows.get(whole.0..whole.1)?;
    let leftmost = left.width() < right.width();
    let (narrow, wide) = if leftmost { (left, right) } else { (right, left) };
    let (details, text) = (side(all, x, leftmost), side(all, x, !leftmost));
    let size = narrow.size().min(wide.size());
    let white = right.x0 - left.x1;
    let apart = if leftmost { text.x0 - details.x1 } else { details.x0 - text.x1 };
    let clear = text.runs() && apart >= 0.9 * size;
    let other = narrow.size() < 0.93 * wide.size() && (narrow.rows >= 3 || (clear && details.rows >= 3));
    let few = narrow.rows * 3 <= wide.rows && white >= 1.4 * size && !leftmost;
    let slender = narrow.width() < 0.45 * wide.width().max(text.width());
    if !slender || !(other || few) || !(wide.runs() || clear) || white < 0.9 * size {
        return None;
    }
    let only = |row: Option<&Row>| row.is_some_and(|row| row.words.iter().all(|word| (middle(word) < x) == leftmost));
    let (mut first, mut end) = span;
    while first > whole.0 && only(rows.get(first - 1)) {
        first -= 1;
    }
    while end < whole.1 && only(rows.get(end)) {
        end += 1;
    }
    let aside = Some(if leftmost { Place::Left } else { Place::Right });
    Some(Gutter { x: (left.x1 + right.x0) / 2.0, rows: (first, end), aside })
}

/// What stands left or right of `x`.
fn side(rows: &[Row], x: f32, left: bool) -> Side {
    let mut sides: Vec<Vec<&Word>> = Vec::with_capacity(rows.len());
    for row in rows {
        sides.push(row.words.iter().filter(|word| (middle(word) < x) == left).collect());
    }
    Side::of(&sides)
}

fn balanced(left: &Side, right: &Side) -> bool {
    let (narrow, wide) = (left.width().min(right.width()), left.width().max(right.width()));
    narrow >= 0.28 * wide
}

/// Whether what stands left of the gutter are only the marks of a list.
fn listed(rows: &[Row], x: f32) -> bool {
    rows.iter().flat_map(|row| &row.words).filter(|word| middle(word) < x).all(|word| word.text.chars().count() <= 3)
}

/// Cuts off rows at both ends that have nothing on one side, unless they go on without a gap.
fn trimmed(rows: &[Row], x: f32, span: (usize, usize)) -> Option<(usize, usize)> {
    let within = rows.get(span.0..span.1)?;
    let ends = |mut has: Box<dyn FnMut(&Row) -> bool + '_>| {
        let first = within.iter().position(&mut *has)?;
        let last = within.iter().rposition(&mut *has)?;
        Some((first, last))
    };
    let left = ends(Box::new(|row: &Row| row.words.iter().any(|word| middle(word) < x)))?;
    let right = ends(Box::new(|row: &Row| row.words.iter().any(|word| middle(word) > x)))?;
    let near = |upper: usize, lower: usize| {
        let (Some(upper), Some(lower)) = (within.get(upper), within.get(lower)) else { return false };
        lower.base - upper.base <= 1.7 * upper.size.max(lower.size)
            && (upper.size - lower.size).abs() < 0.1 * lower.size
    };
    let mut first = left.0.max(right.0);
    while first > 0 && near(first - 1, first) {
        first -= 1;
    }
    let mut last = left.1.min(right.1);
    while last + 1 < within.len() && near(last, last + 1) {
        last += 1;
    }
    Some((span.0 + first, span.0 + last + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::pdf::fonts::Style;

    /// A row of words, each letter 5 wide, from (x, base).
    fn row(base: f32, parts: &[(f32, &str)]) -> Row {
        let mut words = Vec::new();
        for (x, text) in parts {
            let mut x = *x;
            for word in text.split(' ') {
                let x1 = x + 5.0 * word.chars().count() as f32;
                words.push(Word {
                    text: word.to_owned(),
                    x0: x,
                    x1,
                    base,
                    size: 10.0,
                    style: Style::default(),
                    spaced: true,
                });
                x = x1 + 3.0;
            }
        }
        Row::new(words)
    }

    fn check(rows: Vec<Row>, expected: &[&str]) {
        let regions = regions(rows, &[]);
        let found: Vec<String> =
            regions.iter().map(|region| region.rows.iter().map(Row::text).collect::<Vec<_>>().join("/")).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn columns_are_read_one_after_the_other() {
        let mut rows = vec![row(80.0, &[(50.0, "een kop over de hele breedte van de bladzijde gezet hier")])];
        for line in 0..5 {
            let base = 110.0 + 12.0 * line as f32;
            rows.push(row(base, &[(50.0, "de linker kolom loopt door"), (220.0, "de rechter kolom gaat ook")]));
        }
        check(
            rows,
            &[
                "een kop over de hele breedte van de bladzijde gezet hier",
                &["de linker kolom loopt door"; 5].join("/"),
                &["de rechter kolom gaat ook"; 5].join("/"),
            ],
        );
    }

    #[test]
    fn wide_tables_are_not_cut() {
        let cells = [(50.0, "een lange omschrijving van stuk"), (230.0, "deels"), (275.0, "10.1"), (320.0, "burger")];
        let rows = (0..6).map(|line| row(100.0 + 12.0 * line as f32, &cells)).collect();
        check(rows, &[&["een lange omschrijving van stuk deels 10.1 burger"; 6].join("/")]);
    }

    #[test]
    fn details_beside_a_short_paragraph_come_after_it() {
        let mut rows = vec![];
        for (line, detail) in ["datum", "1 mei", "kenmerk"].into_iter().enumerate() {
            let mut own =
                row(100.0 + 12.0 * line as f32, &[(50.0, "een regel van de brief die doorloopt"), (260.0, detail)]);
            own.words.iter_mut().filter(|word| word.x0 > 250.0).for_each(|word| word.size = 7.0);
            rows.push(own);
        }
        rows.extend(
            (0..5).map(|line| row(160.0 + 12.0 * line as f32, &[(50.0, "en de volgende alinea van de brief")])),
        );
        let text = ["een regel van de brief die doorloopt"; 3].join("/");
        check(rows, &[&text, "datum/1 mei/kenmerk", &["en de volgende alinea van de brief"; 5].join("/")]);
    }

    #[test]
    fn details_that_begin_above_the_text_come_after_it() {
        let detail = |base, text| {
            let mut own = row(base, &[(260.0, text)]);
            own.words.iter_mut().for_each(|word| word.size = 7.0);
            own.words
        };
        let text = |base| row(base, &[(50.0, "een regel van de brief die doorloopt")]);
        let mut rows = vec![Row::new(detail(90.0, "datum")), Row::new(detail(98.0, "1 mei"))];
        rows.push(Row::new([text(120.0).words, detail(120.0, "kenmerk")].concat()));
        rows.extend((1..6).map(|line| text(120.0 + 12.0 * line as f32)));
        check(rows, &[&["een regel van de brief die doorloopt"; 6].join("/"), "datum/1 mei/kenmerk"]);
    }

    #[test]
    fn cells_stay_in_their_rows() {
        let rows = (0..6).map(|line| row(100.0 + 12.0 * line as f32, &[(50.0, "wijk"), (220.0, "120")])).collect();
        check(rows, &[&["wijk 120"; 6].join("/")]);
    }
}
