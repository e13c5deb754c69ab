//! Tables: rows of a region whose words stand under each other in several columns become rows of cells. What is no
//! table becomes plain lines. The order of regions is settled before.

use super::fonts::Style;
use super::glyphs::Rule;
use super::grids;
use super::lines::{Row, Word};

/// A line of text, or a row of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Line {
    /// Its words with spaces; of a row of a table, its cells, with '\n' between the lines of one cell.
    pub(super) text: String,
    /// Whether it is a row of a table.
    pub(super) cells: bool,
    /// Number of the table on the page, from 1; 0 for plain lines.
    pub(super) table: usize,
    /// Left end.
    pub(super) x0: f32,
    /// Right end.
    pub(super) x1: f32,
    /// Base line.
    pub(super) base: f32,
    /// Size of most of its type.
    pub(super) size: f32,
    /// Looks that all of it has.
    pub(super) style: Style,
    /// Where the words of its first item begin after a mark of a list.
    pub(super) text_x: f32,
    /// Width of its first word.
    pub(super) first: f32,
    /// Number of the region on the page.
    pub(super) region: usize,
    /// Whether it stands in a side column, which interrupts the text beside it.
    pub(super) aside: bool,
    /// Left and right edge of its region.
    pub(super) column: (f32, f32),
}

/// A white strip between two columns of a table.
pub(super) type Strip = (f32, f32);

/// A table is cut after so many rows.
const MOST_ROWS: usize = 500;
/// A gap between cells, as a part of the size.
const CELL_GAP: f32 = 1.1;
/// What a strip may shrink to.
const LEAST_STRIP: f32 = 0.5;

/// What is known of the page of a region.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting<'r> {
    /// The rules of the page.
    pub(super) rules: &'r [Rule],
    /// Number of the region on the page.
    pub(super) region: usize,
    /// Height of the page.
    pub(super) height: f32,
}

/// The part of the height at each edge where running lines stand, which are no rows of a table.
const EDGE: f32 = 0.1;

/// Makes lines of the rows of one region; `tables` counts the tables of the page.
pub(super) fn lines(rows: &[Row], setting: Setting<'_>, tables: &mut usize) -> Vec<Line> {
    let Setting { rules, region, height } = setting;
    let column = (rows.iter().map(Row::x0).fold(f32::MAX, f32::min), right_edge(rows));
    let mut lines = Vec::new();
    let mut number = 0;
    while let Some(row) = rows.get(number) {
        if let Some((end, strips)) = grids::grid(rows, number, rules).or_else(|| table(rows, number, height)) {
            *tables += 1;
            let found = cells(rows.get(number..end).unwrap_or_default(), &strips, rules);
            lines.extend(found.into_iter().map(|line| Line { table: *tables, region, column, ..line }));
            number = end;
        } else {
            lines.push(Line { region, column, ..plain(&row.words) });
            number += 1;
        }
    }
    lines
}

/// How far running text reaches to the right: most of its long rows, as a few may stick out.
fn right_edge(rows: &[Row]) -> f32 {
    let mut ends: Vec<f32> = rows.iter().filter(|row| row.words.len() >= 5).map(Row::x1).collect();
    ends.sort_by(f32::total_cmp);
    let most = rows.iter().map(Row::x1).fold(f32::MIN, f32::max);
    if ends.len() < 3 { most } else { ends.get(ends.len() * 9 / 10).copied().unwrap_or(most) }
}

/// A line of these words, which are sorted by place.
pub(super) fn plain(words: &[Word]) -> Line {
    let row = Row::new(words.to_vec());
    let mut style = words.first().map_or_else(Style::default, |word| word.style);
    for look in [Style::BOLD, Style::ITALIC, Style::ASIDE] {
        let letters = |word: &&Word| word.text.chars().any(char::is_alphanumeric);
        if style.has(look) && !words.iter().filter(letters).all(|word| word.style.has(look)) {
            style = style.without(look);
        }
    }
    let first = words.first();
    Line {
        text: row.text(),
        x0: row.x0(),
        x1: row.x1(),
        base: row.base,
        size: row.size,
        style,
        text_x: words.get(1).map_or(row.x0(), |word| word.x0),
        first: first.map_or(0.0, |word| word.x1 - word.x0),
        ..Line::default()
    }
}

/// The white strips inside a row.
fn strips(row: &Row) -> Vec<Strip> {
    let mut reach = row.x0();
    let mut found = Vec::new();
    for word in &row.words {
        if word.x0 - reach >= CELL_GAP * row.size {
            found.push((reach, word.x0));
        }
        reach = reach.max(word.x1);
    }
    found
}

/// What is left of `strip` after the words of `row`; the largest part.
fn narrowed(strip: Strip, row: &Row) -> Option<Strip> {
    let mut best: Option<Strip> = None;
    let mut start = strip.0;
    let inside = row.words.iter().filter(|word| word.x1 > strip.0 && word.x0 < strip.1);
    let ends = inside.map(|word| (word.x0, word.x1)).chain(std::iter::once((strip.1, strip.1)));
    for (x0, x1) in ends {
        if x0 - start > best.map_or(0.0, |(from, to)| to - from) {
            best = Some((start, x0));
        }
        start = start.max(x1);
    }
    best.filter(|(from, to)| to - from >= LEAST_STRIP * row.size)
}

/// The end of the table that begins at `start`, and its strips; `None` where none begins.
fn table(rows: &[Row], start: usize, height: f32) -> Option<(usize, Vec<Strip>)> {
    let first = rows.get(start)?;
    let mut kept = strips(first);
    let (mut several, mut end, mut last) = (1, start + 1, start + 1);
    while let Some(row) = rows.get(end).filter(|_| end < start + MOST_ROWS) {
        let above = rows.get(end - 1)?;
        let edge = above.base < EDGE * height || row.base > (1.0 - EDGE) * height;
        let most = if edge { 1.9 } else { 3.5 };
        if kept.is_empty() || row.base - above.base > most * row.size.max(above.size) {
            break;
        }
        let own = strips(row);
        // A row that lies wholly in one column says nothing about the others.
        let left: Vec<Strip> = kept.iter().filter_map(|strip| narrowed(*strip, row)).collect();
        let parted = left.iter().filter(|strip| row.x0() < strip.0 + 0.1 && row.x1() > strip.1 - 0.1).count();
        let fits = if own.is_empty() { left.len() == kept.len() } else { parted > 0 && 2 * left.len() >= kept.len() };
        if !fits {
            break;
        }
        kept = left;
        end += 1;
        if parted > 0 {
            several += 1;
            last = end;
        }
    }
    // Rows after the last with several cells belong to it while they lie below a later column.
    while let (Some(row), Some((_, edge))) = (rows.get(last), kept.first()) {
        if last >= end || row.x0() < *edge - 1.0 {
            break;
        }
        last += 1;
    }
    let span = rows.get(start..last)?;
    let enough = several >= 3 && 5 * several >= 2 * span.len() && !kept.is_empty();
    (enough && !listing(span, &kept)).then_some((last, kept))
}

/// Whether rows are a list with its marks in front, or a table of contents with dots.
fn listing(rows: &[Row], strips: &[Strip]) -> bool {
    let dotted = rows.iter().filter(|row| row.words.iter().any(|word| word.text.contains("....."))).count();
    if 2 * dotted > rows.len() {
        return true;
    }
    let [(from, _)] = strips else { return false };
    rows.iter().all(|row| {
        let front: Vec<&Word> = row.words.iter().filter(|word| word.x0 < *from).collect();
        front.len() <= 1 && front.iter().all(|word| super::marks::is_mark(&word.text))
    })
}

/// The column of a word: how many strips lie before it.
fn column_of(word: &Word, strips: &[Strip]) -> usize {
    let middle = (word.x0 + word.x1) / 2.0;
    strips.iter().filter(|(from, to)| (from + to) / 2.0 < middle).count()
}

/// Joins the rows of a table that are lines of one row of cells.
fn cells(rows: &[Row], strips: &[Strip], rules: &[Rule]) -> Vec<Line> {
    let starts = row_starts(rows, strips, rules);
    let mut lines = Vec::new();
    let mut group: Vec<&Row> = Vec::new();
    for (row, starts) in rows.iter().zip(starts) {
        if starts && !group.is_empty() {
            lines.push(joined(&group, strips));
            group.clear();
        }
        group.push(row);
    }
    if !group.is_empty() {
        lines.push(joined(&group, strips));
    }
    lines
}

/// Which rows begin a new row of cells: those below a rule where rules part them, else those after a larger gap, else
/// those whose first cell has text.
fn row_starts(rows: &[Row], strips: &[Strip], rules: &[Rule]) -> Vec<bool> {
    let x0 = rows.iter().map(Row::x0).fold(f32::MAX, f32::min);
    let x1 = rows.iter().map(Row::x1).fold(f32::MIN, f32::max);
    let across =
        rules.iter().filter(|rule| rule.x1.min(x1) - rule.x0.max(x0) > 0.12 * (x1 - x0) && rule.y1 - rule.y0 < 3.5);
    let mut levels: Vec<f32> = across.map(|rule| (rule.y0 + rule.y1) / 2.0).collect();
    levels.sort_by(f32::total_cmp);
    let parted = |upper: f32, lower: f32| {
        let after = levels.partition_point(|level| *level < upper - 0.5);
        levels.get(after).is_some_and(|level| *level < lower - 0.15)
    };
    let pairs = || rows.windows(2).filter_map(|pair| Some((pair.first()?, pair.get(1)?)));
    let ruled: Vec<bool> = pairs().map(|(upper, lower)| parted(upper.base, lower.base)).collect();
    if 5 * ruled.iter().filter(|ruled| **ruled).count() >= rows.len() {
        return std::iter::once(true).chain(ruled).collect();
    }
    let pitches: Vec<f32> =
        pairs().map(|(upper, lower)| (lower.base - upper.base) / upper.size.max(lower.size)).collect();
    let mut sorted = pitches.clone();
    sorted.sort_by(f32::total_cmp);
    let least = sorted.get(sorted.len() / 8).copied().unwrap_or(1.0);
    let wide = pitches.iter().filter(|pitch| **pitch > 1.25 * least).count();
    let by_gap = 3 * wide >= rows.len();
    let starts = pairs().zip(&pitches).map(|((_, lower), pitch)| {
        let leads = lower.words.iter().any(|word| column_of(word, strips) == 0);
        if by_gap { *pitch > 1.25 * least } else { leads || *pitch > 1.8 * least }
    });
    std::iter::once(true).chain(starts).collect()
}

/// One row of cells from its lines.
fn joined(rows: &[&Row], strips: &[Strip]) -> Line {
    let mut cells = vec![String::new(); strips.len() + 1];
    let mut all: Vec<Word> = Vec::new();
    for row in rows {
        let mut begun = vec![false; cells.len()];
        for word in &row.words {
            let column = column_of(word, strips);
            if let (Some(cell), Some(begun)) = (cells.get_mut(column), begun.get_mut(column)) {
                if !cell.is_empty() {
                    cell.push(if *begun { ' ' } else { '\n' });
                }
                cell.push_str(&word.text);
                *begun = true;
            }
            all.push(word.clone());
        }
    }
    while cells.last().is_some_and(String::is_empty) {
        cells.pop();
    }
    let line = plain(&all);
    let base = rows.first().map_or(line.base, |row| row.base);
    Line { text: cells.join(" | "), cells: true, base, ..line }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(base: f32, parts: &[(f32, &str)]) -> Row {
        let word = |(x, text): &(f32, &str)| Word {
            text: (*text).to_owned(),
            x0: *x,
            x1: x + 5.0 * text.chars().count() as f32,
            base,
            size: 10.0,
            style: Style::default(),
            spaced: true,
        };
        Row::new(parts.iter().map(word).collect())
    }

    fn check(rows: &[Row], rules: &[Rule], expected: &[&str]) {
        let found: Vec<String> = lines(rows, Setting { rules, region: 0, height: 800.0 }, &mut 0)
            .into_iter()
            .map(|line| line.text.replace('\n', " "))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn words_under_each_other_are_cells() {
        let rows = [
            row(100.0, &[(50.0, "Wijk"), (150.0, "Huizen"), (250.0, "Jaar")]),
            row(112.0, &[(50.0, "Noord"), (150.0, "120"), (250.0, "2020")]),
            row(124.0, &[(50.0, "Zuid"), (250.0, "2021")]),
        ];
        check(&rows, &[], &["Wijk | Huizen | Jaar", "Noord | 120 | 2020", "Zuid |  | 2021"]);
    }

    #[test]
    fn lines_of_one_cell_are_joined() {
        let rows = [
            row(100.0, &[(50.0, "Noord"), (150.0, "lange")]),
            row(112.0, &[(150.0, "tekst")]),
            row(124.0, &[(50.0, "Zuid"), (150.0, "kort")]),
            row(136.0, &[(50.0, "West"), (150.0, "kort")]),
        ];
        check(&rows, &[], &["Noord | lange tekst", "Zuid | kort", "West | kort"]);
        let rules = [118.0, 127.0].map(|y| Rule { x0: 50.0, y0: y, x1: 180.0, y1: y });
        check(&rows, &rules, &["Noord | lange tekst", "Zuid | kort", "West | kort"]);
    }

    #[test]
    fn lists_are_no_tables() {
        let rows: Vec<Row> =
            (0..4).map(|line| row(100.0 + 12.0 * line as f32, &[(50.0, "-"), (70.0, "woord")])).collect();
        check(&rows, &[], &["- woord"; 4]);
    }
}
