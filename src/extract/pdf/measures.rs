//! What is usual in a document: the size of its running text and the distance of its lines; and by that, which lines
//! are headings, heads of tables and foot notes.

use std::collections::BTreeMap;

use super::fonts::Style;
use super::headings::Rank;
use super::marks;
use super::pages::Page;
use super::tables::Line;

/// What is usual in one document.
#[derive(Debug)]
pub(super) struct Measures {
    /// Size of running text of the document.
    usual: f32,
    /// Size of running text of the page at hand.
    body: f32,
    /// Distance of lines as a part of their size.
    pub(super) pitch: f32,
    /// Whether much of the running text is bold, so that bold says nothing.
    bold: bool,
}

impl Default for Measures {
    fn default() -> Self {
        Measures { usual: 10.0, body: 10.0, pitch: 1.25, bold: false }
    }
}

/// The longest heading, in characters.
const LONGEST: usize = 160;

impl Measures {
    /// Measures all lines.
    pub(super) fn of(pages: &[Page]) -> Measures {
        let (mut bold, mut all) = (0, 0);
        for line in pages.iter().flat_map(|page| &page.lines) {
            all += line.text.len();
            bold += if line.style.has(Style::BOLD) { line.text.len() } else { 0 };
        }
        let (body, _) = commonest(pages.iter().flat_map(|page| &page.lines));
        Measures { usual: body, body, pitch: pitch(pages, body), bold: 2 * bold > all }
    }

    /// Turns to a page: documents are put together of parts in different sizes.
    pub(super) fn turn(&mut self, page: &Page) {
        let (size, share) = commonest(page.lines.iter().filter(|line| !line.aside));
        let long = page.lines.iter().map(|line| line.text.len()).sum::<usize>() > 500;
        self.body = if long && share > 0.6 && size < 1.35 * self.usual { size } else { self.usual };
    }

    /// How far apart the lines of one heading may stand, as a part of their size: more in the large type of titles.
    pub(super) fn loose(&self, line: &Line) -> f32 {
        if line.size > 1.4 * self.body { 2.7 } else { 2.0 }
    }

    /// The size above which headings are titles.
    pub(super) fn titles(&self) -> f32 {
        1.25 * self.body
    }

    /// Whether a line is of the size of running text.
    fn usual(&self, line: &Line) -> bool {
        (line.size - self.body).abs() < 0.06 * self.body
    }

    /// The lines of a page, and those of them that are foot notes: small lines below, from one with a mark on.
    pub(super) fn parted(&self, page: Page) -> (Vec<Line>, Vec<Line>) {
        let mut noted = vec![false; page.lines.len()];
        let mut end = page.lines.len();
        while let Some(last) = end.checked_sub(1).and_then(|last| page.lines.get(last)) {
            let mut region = last.region;
            let mut from = None;
            let mut at = end;
            let mut within = true;
            while let Some(line) = at.checked_sub(1).and_then(|place| page.lines.get(place)) {
                if line.region != region {
                    // Small lines at the end may be cut off from the note they belong to.
                    if !within {
                        break;
                    }
                    region = line.region;
                }
                at -= 1;
                within &= line.size < 0.94 * self.body && !line.cells && line.base > 0.4 * page.height;
                if within && marks::notes(&line.text) {
                    from = Some(at);
                }
            }
            let low = (at..end).filter(|place| page.lines.get(*place).is_some_and(|line| self.low(line, page.height)));
            if let Some(from) = from.or_else(|| low.clone().min().filter(|first| low.count() == end - first)) {
                noted.iter_mut().take(end).skip(from).for_each(|noted| *noted = true);
            }
            end = at;
        }
        let mut noted = noted.into_iter();
        let (notes, text) =
            page.lines.into_iter().partition(|line| noted.next().unwrap_or_default() || (line.aside && !line.cells));
        (text, notes)
    }

    /// Whether a line is small and stands at the foot of its page.
    fn low(&self, line: &Line, height: f32) -> bool {
        line.size < 0.94 * self.body && !line.cells && line.base > 0.87 * height
    }

    /// Whether a row of a table holds the heads of its columns: the first row, in short words without digits, where
    /// later rows look different.
    pub(super) fn heads(&self, line: &Line, before: Option<&Line>, rest: &[Line]) -> bool {
        if before.is_some_and(|before| before.cells && before.table == line.table) {
            return false;
        }
        let cells = |line: &Line| line.text.split(" | ").filter(|cell| !cell.trim().is_empty()).count();
        let rows: Vec<&Line> = rest.iter().take_while(|row| row.cells && row.table == line.table).collect();
        let wide = rows.iter().map(|row| cells(row)).max().unwrap_or_default();
        let short =
            line.text.split(" | ").all(|cell| cell.chars().count() <= 40 && !cell.bytes().any(|b| b.is_ascii_digit()));
        let digits = rows.iter().filter(|row| row.text.bytes().any(|byte| byte.is_ascii_digit())).count();
        let longer = rows.iter().filter(|row| row.text.chars().count() > 2 * line.text.chars().count()).count();
        let plain = rows.iter().filter(|row| !row.style.has(Style::BOLD)).count();
        let differ = 2 * digits >= rows.len() || 2 * longer >= rows.len();
        let bold = line.style.has(Style::BOLD) && 2 * plain > rows.len();
        let label = line.text.split(" | ").next().is_some_and(|cell| cell.ends_with(':'));
        rows.len() >= 2 && short && !label && cells(line) >= 2 && cells(line) >= wide && (differ || bold)
    }

    /// The rank of a line that is a heading or a part of one; `None` for text.
    pub(super) fn heading(&self, line: &Line, before: Option<&Line>, rest: &[Line]) -> Option<Rank> {
        let text = line.text.as_str();
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        let length = text.chars().count();
        let mark = marks::mark(text);
        if letters < 2 || length > LONGEST || marks::of_contents(text) || mark.is_some_and(|mark| !marks::counts(mark))
        {
            return None;
        }
        // Two sentences, or the end of one and the next.
        if length > 60
            && text.split(". ").skip(1).any(|rest| rest.starts_with(char::is_uppercase))
            && marks::depth(text).is_none()
        {
            return None;
        }
        let rank = Rank::of(line);
        let large = line.size >= 1.12 * self.body && self.few(line, rest) && !self.tells(line, rest);
        let set_off = self.set_off(line, before);
        let weighty = self.weighty(line, before, rest);
        let contents = before.is_some_and(|line| marks::of_contents(&line.text))
            && rest.iter().take(2).any(|line| marks::of_contents(&line.text));
        let by_name = marks::named(text).is_some()
            && length <= 110
            && self.begins(line, before)
            && !contents
            && !self.runs_on(line, rest);
        let slanted = set_off && mark.is_none() && self.slanted(line, rest);
        let by_number = marks::depth(text).is_some_and(|depth| depth >= 2)
            && length <= 90
            && !marks::ends(text)
            && set_off
            && rest.first().is_none_or(|next| {
                marks::depth(&next.text).is_none() || next.base - line.base > 1.6 * self.pitch * line.size
            });
        let capitals =
            letters >= 4 && length <= 80 && text.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
        let capitals = capitals && set_off && line.size >= 0.95 * self.body && !text.ends_with(':');
        (large || weighty || by_name || by_number || capitals || slanted).then_some(rank)
    }

    /// Whether a line little larger than running text and the lines after it, set alike, end as a sentence does.
    fn tells(&self, line: &Line, rest: &[Line]) -> bool {
        let mut last = line;
        let mut length = line.text.chars().count();
        for next in rest.iter().take(6) {
            let alike = next.style == line.style && (next.size - line.size).abs() < 0.06 * line.size && !next.cells;
            if !alike || next.region != line.region || !(0.2..1.8).contains(&((next.base - last.base) / line.size)) {
                break;
            }
            length += next.text.chars().count();
            last = next;
        }
        let small = line.text.starts_with(char::is_lowercase);
        line.size < 1.35 * self.body
            && !line.style.has(Style::BOLD)
            && last.text.trim_end().ends_with(['.', ':', ';', ','])
            && (small || length > 60)
            && marks::depth(&line.text).is_none()
    }

    /// Whether a line of running text goes on in the next for want of room.
    fn runs_on(&self, line: &Line, rest: &[Line]) -> bool {
        self.usual(line)
            && rest.first().is_some_and(|next| {
                next.region == line.region
                    && next.style == line.style
                    && !next.cells
                    && (0.2..1.3 * self.pitch).contains(&((next.base - line.base) / line.size.max(1.0)))
                    && line.x1 + next.first + 0.8 * line.size >= line.column.1
                    && (!line.style.has(Style::BOLD) || self.bold)
            })
    }

    /// Whether few lines of the size of this one follow it: large type in many lines is text.
    fn few(&self, line: &Line, rest: &[Line]) -> bool {
        let same = rest.iter().take(5).take_while(|next| {
            (next.size - line.size).abs() < 0.5
                && next.region == line.region
                && next.style == line.style
                && !marks::ends(&next.text)
        });
        same.count() < 4 && !(line.text.chars().count() > 60 && marks::ends(&line.text) && !line.style.has(Style::BOLD))
    }

    /// Whether a bold line stands by itself.
    fn weighty(&self, line: &Line, before: Option<&Line>, rest: &[Line]) -> bool {
        if self.bold || !line.style.has(Style::BOLD) || line.size < 0.93 * self.body {
            return false;
        }
        let text = line.text.trim_end();
        if text.chars().count() > 130 || text.ends_with([',', ';']) {
            return false;
        }
        let near = |a: &Line, b: &Line| a.region == b.region && (b.base - a.base) < 1.6 * self.pitch * a.size;
        let follows = before.is_some_and(|before| {
            near(before, line)
                && !before.style.has(Style::BOLD)
                && self.usual(before)
                && !self.begins(line, Some(before))
        });
        let block = rest
            .iter()
            .take(5)
            .take_while(|next| next.style.has(Style::BOLD) && near(line, next) && !next.cells)
            .count();
        let sentence = text.ends_with('.') && text.chars().count() > 50 && marks::depth(text).is_none();
        !follows && block < 4 && !sentence
    }

    /// Whether a slanted line, with the one after it at most, stands before upright text.
    fn slanted(&self, line: &Line, rest: &[Line]) -> bool {
        let slanted = |line: &Line| line.style.has(Style::ITALIC);
        let more = rest.iter().take_while(|next| slanted(next) && next.region == line.region).count();
        let last = more.checked_sub(1).and_then(|last| rest.get(last)).unwrap_or(line);
        let upright = rest.get(more).is_some_and(|next| next.region == line.region && !next.cells && self.usual(next));
        let length = line.text.chars().count();
        slanted(line)
            && more <= 1
            && upright
            && length <= 100
            && !marks::ends(&last.text)
            && line.size >= 0.97 * self.body
    }

    /// Whether a line has more than the usual white above it.
    fn set_off(&self, line: &Line, before: Option<&Line>) -> bool {
        before.is_none_or(|before| {
            before.region != line.region || line.base - before.base > 1.3 * self.pitch * line.size.max(before.size)
        })
    }

    /// Whether a line begins a block: it is set off, or the line before was ended by its author.
    fn begins(&self, line: &Line, before: Option<&Line>) -> bool {
        let ended = before.is_none_or(|before| {
            marks::ends(&before.text) || before.x1 + line.first + 0.8 * line.size < before.column.1
        });
        ended || self.set_off(line, before)
    }
}

/// The size of most of the text of lines, and its part of all.
fn commonest<'l>(lines: impl Iterator<Item = &'l Line>) -> (f32, f32) {
    let mut sizes: BTreeMap<i32, usize> = BTreeMap::new();
    lines.for_each(|line| *sizes.entry((line.size * 4.0).round() as i32).or_default() += line.text.len());
    let all: usize = sizes.values().sum();
    let most = sizes.into_iter().max_by_key(|(_, weight)| *weight);
    most.map_or((10.0, 0.0), |(size, weight)| (size as f32 / 4.0, weight as f32 / all.max(1) as f32))
}

/// The usual distance of the lines of running text, as a part of their size.
fn pitch(pages: &[Page], body: f32) -> f32 {
    let mut pitches: Vec<f32> = Vec::new();
    for page in pages {
        for pair in page.lines.windows(2) {
            let [upper, lower] = pair else { continue };
            let alike = upper.region == lower.region
                && (upper.size - lower.size).abs() < 0.3
                && (upper.size - body).abs() < 0.6;
            let pitch = (lower.base - upper.base) / upper.size.max(1.0);
            if alike && (0.8..2.4).contains(&pitch) && !upper.cells && pitches.len() < 200_000 {
                pitches.push(pitch);
            }
        }
    }
    pitches.sort_by(f32::total_cmp);
    // Below the middle: paragraphs of one line put the distance of paragraphs among them.
    pitches.get(pitches.len() * 2 / 5).copied().unwrap_or(1.25).clamp(1.0, 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line that fills its column from 50 to 300, or is as short as its text.
    fn line(base: f32, size: f32, text: &str) -> Line {
        let x1 = (50.0 + 5.0 * text.chars().count() as f32).min(300.0);
        Line { text: text.to_owned(), x0: 50.0, x1, base, size, first: 20.0, column: (50.0, 300.0), ..Line::default() }
    }

    fn check(line: &Line, rest: &[Line], expected: bool) {
        assert_eq!(Measures::default().heading(line, None, rest).is_some(), expected, "{}", line.text);
    }

    #[test]
    fn sentences_are_no_headings() {
        let next = line(112.0, 10.0, "vast welke regels er gelden.");
        check(&line(100.0, 10.0, "Artikel 7 Bomenwet is kort en stelt daarom niet"), &[next], false);
        check(&line(100.0, 10.0, "Artikel 7 Bomen"), &[line(112.0, 10.0, "De boom blijft staan.")], true);
        let large = "De volgende zinnen staan in letters die wat groter zijn";
        check(&line(100.0, 12.0, large), &[line(114.0, 12.0, "dan de andere.")], false);
        check(&line(100.0, 12.0, "Bomen in de stad"), &[line(124.0, 10.0, "Er staan er veel.")], true);
        check(&line(100.0, 10.0, "Vraag 3"), &[line(112.0, 10.0, "Hoeveel bomen zijn er?")], true);
    }
}
