//! Blocks from the lines of all pages: paragraphs, list items, rows of tables, and headings, told apart by how they
//! stand to the running text of the document. Foot notes come after the paragraph that is open at the end of their page.

use super::fonts::Style;
use super::headings::{Headings, Rank};
use super::hyphens::Words;
use super::marks;
use super::measures::Measures;
use super::pages::Page;
use super::tables::Line;
use crate::document::{Block, BlockKind};

/// Makes blocks of the pages.
pub(super) fn blocks(pages: Vec<Page>) -> Vec<Block> {
    let mut words = Words::default();
    pages.iter().flat_map(|page| &page.lines).for_each(|line| words.add(&line.text));
    let mut builder = Builder { measures: Measures::of(&pages), words, ..Builder::default() };
    for page in pages {
        builder.page(page);
    }
    builder.done()
}

/// A block that is being made.
struct Open {
    kind: BlockKind,
    text: String,
    page: u32,
    /// Its last line, and where that stands.
    last: Line,
    last_page: u32,
    lines: usize,
    /// Distance of its base lines, where it has several.
    pitch: Option<f32>,
    /// Where its text begins after a mark.
    hang: f32,
}

#[derive(Default)]
struct Builder {
    measures: Measures,
    words: Words,
    open: Option<Open>,
    notes: Vec<Block>,
    blocks: Vec<Block>,
    headings: Headings,
}

/// How a line goes with the block before it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Bond {
    /// It goes on.
    Same,
    /// It goes on, but its author began a new line.
    Broken,
    /// It is a block of its own.
    New,
}

impl Builder {
    fn page(&mut self, page: Page) {
        let number = page.number;
        self.measures.turn(&page);
        let (text, notes) = self.measures.parted(page);
        let mut before: Option<&Line> = None;
        for (place, line) in text.iter().enumerate() {
            let rest = text.get(place + 1..).unwrap_or_default();
            self.line(line, before, rest, number);
            before = Some(line);
        }
        let mut before: Option<&Line> = None;
        for line in &notes {
            self.note(line, before, number);
            before = Some(line);
        }
        if self.open.is_none() {
            self.blocks.append(&mut self.notes);
        }
    }

    fn line(&mut self, line: &Line, before: Option<&Line>, rest: &[Line], page: u32) {
        if line.cells {
            self.close();
            let text = line.text.split(" | ").map(|cell| self.cell(cell)).collect::<Vec<_>>().join(" | ");
            let head = self.measures.heads(line, before, rest);
            let kind = if head { BlockKind::TableHead } else { BlockKind::TableRow };
            self.blocks.push(Block { kind, text, page: Some(page) });
            return;
        }
        if self.open.as_ref().is_some_and(|open| wraps(open, line, page)) {
            return self.open.iter_mut().for_each(|open| extend(open, line, page, Bond::Same, &self.words));
        }
        if let Some(rank) = self.measures.heading(line, before, rest) {
            return self.heading(line, rank, page);
        }
        let bond = self.open.as_ref().map_or(Bond::New, |open| self.bond(open, line, page));
        match (&mut self.open, bond) {
            (Some(open), Bond::Same | Bond::Broken) => {
                extend(open, line, page, bond, &self.words);
            }
            _ => {
                self.close();
                let listed = marks::mark(&line.text).is_some();
                let kind = if listed { BlockKind::ListItem } else { BlockKind::Paragraph };
                self.open = Some(begun(kind, line, page));
            }
        }
    }

    fn heading(&mut self, line: &Line, rank: Rank, page: u32) {
        if let Some(open) = &mut self.open
            && let BlockKind::Heading(_) = open.kind
            && self.headings.last().is_some_and(|last| last.goes_on(&rank))
            && open.last_page == page
            && line.base - open.last.base < self.measures.loose(line) * line.size
            && line.base > open.last.base
            && open.lines < 4
            && !apart(&open.last, line, &self.measures)
        {
            extend(open, line, page, Bond::Same, &self.words);
            return;
        }
        self.close();
        self.headings.push(rank);
        self.open = Some(begun(BlockKind::Heading(1), line, page));
    }

    fn bond(&self, open: &Open, line: &Line, page: u32) -> Bond {
        let contents = marks::of_contents(&line.text);
        if matches!(open.kind, BlockKind::Heading(_)) {
            return Bond::New;
        }
        if contents || marks::of_contents(&open.last.text) {
            let both = contents && marks::of_contents(&open.last.text) && open.last_page == page;
            return if both { Bond::Broken } else { Bond::New };
        }
        if (open.last.size - line.size).abs() > 0.08 * line.size.max(open.last.size) {
            return Bond::New;
        }
        let apart = open.last_page != page || open.last.region != line.region;
        if apart { across(open, line) } else { self.within(open, line) }
    }

    /// The bond of two lines of one region.
    fn within(&self, open: &Open, line: &Line) -> Bond {
        let last = &open.last;
        let gap = line.base - last.base;
        let usual = open.pitch.unwrap_or(self.measures.pitch * last.size);
        if gap > 1.28 * usual + 0.5 || gap < 0.2 * last.size {
            return Bond::New;
        }
        let fits = fits(last, line);
        let ended = marks::ends(&last.text);
        if let Some(mark) = marks::mark(&line.text) {
            let counted = marks::counts(mark) && open.kind == BlockKind::Paragraph;
            if !counted || fits || ended {
                return Bond::New;
            }
        }
        if last.style.has(Style::BOLD) != line.style.has(Style::BOLD) && (fits || ended) {
            return Bond::New;
        }
        let indent = line.x0 - last.x0;
        let step = 0.8 * last.size;
        if open.kind == BlockKind::ListItem {
            let left = line.x0 < open.hang - step && (fits || ended);
            return if left { Bond::New } else { short(fits, ended, line) };
        }
        if ended && (indent > step || (indent < -step && open.lines > 1)) {
            return Bond::New;
        }
        short(fits, ended, line)
    }

    /// Text of a cell, its lines joined.
    fn cell(&self, cell: &str) -> String {
        let mut lines = cell.split('\n');
        let mut text = lines.next().unwrap_or_default().to_owned();
        for line in lines {
            self.words.join(&mut text, line);
        }
        text
    }

    /// Adds a line of a foot note or of a side column.
    fn note(&mut self, line: &Line, before: Option<&Line>, page: u32) {
        let near = before.is_some_and(|before| {
            let gap = (line.base - before.base) / line.size.max(1.0);
            before.aside == line.aside && (!line.aside || (before.region == line.region && (0.2..1.7).contains(&gap)))
        });
        match self.notes.last_mut().filter(|last| near && last.page == Some(page)) {
            Some(last) if line.aside => {
                last.text.push('\n');
                last.text.push_str(&line.text);
            }
            Some(last) if !marks::notes(&line.text) => self.words.join(&mut last.text, &line.text),
            _ => self.notes.push(Block { kind: BlockKind::Paragraph, text: line.text.clone(), page: Some(page) }),
        }
    }

    fn close(&mut self) {
        if let Some(open) = self.open.take() {
            self.blocks.push(Block { kind: open.kind, text: open.text, page: Some(open.page) });
        }
        self.blocks.append(&mut self.notes);
    }

    fn done(mut self) -> Vec<Block> {
        self.close();
        let levels = self.headings.levels();
        let mut levels = levels.into_iter();
        for block in &mut self.blocks {
            if let BlockKind::Heading(level) = &mut block.kind {
                *level = levels.next().unwrap_or(1);
            }
            block.text = tidied(&block.text);
        }
        self.blocks.retain(|block| !block.text.is_empty());
        self.blocks
    }
}

/// Whether a line is the rest of a heading that found no room on its line.
fn wraps(open: &Open, line: &Line, page: u32) -> bool {
    let last = &open.last;
    let near = open.last_page == page
        && last.region == line.region
        && (0.3..1.9).contains(&((line.base - last.base) / last.size));
    let alike = (last.size - line.size).abs() < 0.06 * line.size && last.style == line.style;
    let own =
        marks::depth(&line.text).is_some() || marks::named(&line.text).is_some() || marks::mark(&line.text).is_some();
    let heavy = last.style.has(Style::BOLD) || last.style.has(Style::ITALIC);
    matches!(open.kind, BlockKind::Heading(_)) && near && alike && heavy && !own && !fits(last, line) && open.lines < 4
}

/// Whether two lines set as headings are two headings: the first word of the second would have found room. Titles are
/// broken by sense.
fn apart(last: &Line, line: &Line, measures: &Measures) -> bool {
    let large = line.size > measures.titles();
    !large && fits(last, line) && line.text.starts_with(char::is_uppercase)
}

/// The bond of the last line of a column or page with the first of the next: it goes on in the middle of a sentence.
fn across(open: &Open, line: &Line) -> Bond {
    let bold = open.last.style.has(Style::BOLD) == line.style.has(Style::BOLD);
    if !bold || marks::ends(&open.text) || marks::mark(&line.text).is_some() {
        return Bond::New;
    }
    let small = line.text.chars().next().is_some_and(char::is_lowercase);
    if small || (!fits(&open.last, line) && open.text.len() > 60) { Bond::Same } else { Bond::New }
}

/// Whether the first word of a line would have found room in the line before it.
fn fits(last: &Line, line: &Line) -> bool {
    last.x1 + line.first + 0.8 * last.size < last.column.1
}

/// The bond after a line in which the next word would have found room: its author ended it there.
fn short(fits: bool, ended: bool, line: &Line) -> Bond {
    let small = line.text.chars().next().is_some_and(char::is_lowercase);
    match (fits, ended) {
        (false, _) => Bond::Same,
        (true, true) => Bond::New,
        (true, false) if small => Bond::Same,
        (true, false) => Bond::Broken,
    }
}

fn begun(kind: BlockKind, line: &Line, page: u32) -> Open {
    let hang = if kind == BlockKind::ListItem { line.text_x } else { line.x0 };
    Open { kind, text: line.text.clone(), page, last: line.clone(), last_page: page, lines: 1, pitch: None, hang }
}

fn extend(open: &mut Open, line: &Line, page: u32, bond: Bond, words: &Words) {
    if bond == Bond::Broken {
        open.text.push('\n');
        open.text.push_str(&line.text);
    } else {
        words.join(&mut open.text, &line.text);
    }
    if open.last_page == page && open.last.region == line.region {
        open.pitch = Some(line.base - open.last.base);
    }
    open.last = line.clone();
    open.last_page = page;
    open.lines += 1;
}

/// Text without leaders, soft hyphens and characters without meaning.
fn tidied(text: &str) -> String {
    let lines = text.split('\n').map(|line| {
        let line: String = line.chars().filter(|c| *c != '\u{ad}' && !('\u{e000}'..='\u{f8ff}').contains(c)).collect();
        marks::without_leaders(&line)
    });
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line of 10 points at (x, base), each letter 5 wide, in a column from 50 to 300.
    fn line(x: f32, base: f32, text: &str) -> Line {
        let width = |text: &str| 5.0 * text.chars().count() as f32;
        let first = text.split(' ').next().map_or(0.0, width);
        Line {
            text: text.to_owned(),
            x0: x,
            x1: x + width(text),
            base,
            size: 10.0,
            text_x: x + first + 5.0,
            first,
            region: 1,
            column: (50.0, 300.0),
            ..Line::default()
        }
    }

    fn check(pages: Vec<Vec<Line>>, expected: &[&str]) {
        let page = |(number, lines): (usize, Vec<Line>)| Page {
            number: number as u32 + 1,
            height: 800.0,
            lines,
            stamps: Vec::new(),
        };
        let found = blocks(pages.into_iter().enumerate().map(page).collect());
        assert_eq!(crate::extract::shown(&found), expected);
    }

    const FULL: &str = "een regel die loopt tot aan de rand van de kolom";

    #[test]
    fn lines_become_paragraphs() {
        let both = format!("p {FULL} en dan");
        check(vec![vec![line(50.0, 100.0, FULL), line(50.0, 112.0, "en dan")]], &[&both]);
        check(
            vec![vec![line(50.0, 100.0, "Kort."), line(50.0, 112.0, "Ook kort."), line(50.0, 140.0, "Los.")]],
            &["p Kort.", "p Ook kort.", "p Los."],
        );
        check(vec![vec![line(50.0, 100.0, "Postbus 1"), line(50.0, 112.0, "Dorp")]], &["p Postbus 1/Dorp"]);
    }

    #[test]
    fn paragraphs_go_on_over_pages() {
        let both = format!("p {FULL} en verder.");
        check(vec![vec![line(50.0, 700.0, FULL)], vec![line(50.0, 100.0, "en verder.")]], &[&both]);
    }

    #[test]
    fn items_keep_their_lines() {
        let item = format!("- {FULL}");
        let first = format!("i {item} en dan");
        let lines = vec![line(50.0, 100.0, &item), line(60.0, 112.0, "en dan"), line(50.0, 124.0, "- twee")];
        check(vec![lines], &[&first, "i - twee"]);
    }

    #[test]
    fn bold_lines_are_headings() {
        let lines = vec![
            Line { style: Style::BOLD, ..line(50.0, 100.0, "2.1 Wonen") },
            line(50.0, 124.0, FULL),
            line(50.0, 136.0, FULL),
            line(50.0, 148.0, "einde."),
        ];
        let text = format!("p {FULL} {FULL} einde.");
        check(vec![lines], &["2 2.1 Wonen", &text]);
    }

    #[test]
    fn headings_below_each_other_are_two() {
        let bold = |base, text| Line { style: Style::BOLD, ..line(50.0, base, text) };
        let lines = vec![bold(100.0, "Overwegingen"), bold(118.0, "Geluid"), line(50.0, 136.0, FULL)];
        let text = format!("p {FULL}");
        check(vec![lines], &["1 Overwegingen", "1 Geluid", &text]);
    }

    #[test]
    fn foot_notes_come_after_the_text() {
        let small = |base, text| Line { size: 7.0, ..line(50.0, base, text) };
        let both = format!("p {FULL} en verder.");
        let pages = vec![
            vec![line(50.0, 600.0, FULL), small(700.0, "1 Zie de bijlage.")],
            vec![line(50.0, 100.0, "en verder."), line(50.0, 112.0, FULL)],
        ];
        let last = format!("p {FULL}");
        check(pages, &[&both, "p 1 Zie de bijlage.", &last]);
    }
}
