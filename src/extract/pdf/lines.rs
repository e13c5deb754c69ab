//! From glyphs to words and rows: what stands on one base line over the whole width of the page, from left to right.
//! Text in other directions is turned first, each direction by itself. Columns and tables are left to later steps.

use std::collections::BTreeMap;

use super::fonts::Style;
use super::glyphs::{Glyph, Rule, Sheet};
use super::letters;

/// A word: letters that touch.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Word {
    /// Its letters.
    pub(super) text: String,
    /// Left end.
    pub(super) x0: f32,
    /// Right end.
    pub(super) x1: f32,
    /// Base line.
    pub(super) base: f32,
    /// Size of its type.
    pub(super) size: f32,
    /// Looks of its first letter.
    pub(super) style: Style,
    /// Whether a space was written after it.
    pub(super) spaced: bool,
}

/// Words on one base line.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Row {
    /// From left to right.
    pub(super) words: Vec<Word>,
    /// Base line.
    pub(super) base: f32,
    /// Size of most of its type.
    pub(super) size: f32,
}

impl Row {
    /// A row of these words, which come from one base line; sorts them.
    pub(super) fn new(mut words: Vec<Word>) -> Row {
        words.sort_by(|a, b| a.x0.total_cmp(&b.x0));
        let mut weights: BTreeMap<i32, (usize, f32, f32)> = BTreeMap::new();
        for word in &words {
            let entry = weights.entry((word.size * 4.0).round() as i32).or_insert((0, word.base, word.size));
            entry.0 += word.text.len();
        }
        let (_, base, size) = weights.into_values().max_by_key(|(weight, ..)| *weight).unwrap_or((0, 0.0, 1.0));
        Row { words, base, size }
    }

    /// Left end.
    pub(super) fn x0(&self) -> f32 {
        self.words.first().map_or(0.0, |word| word.x0)
    }

    /// Right end.
    pub(super) fn x1(&self) -> f32 {
        self.words.iter().map(|word| word.x1).fold(f32::MIN, f32::max)
    }

    /// Its words with spaces.
    pub(super) fn text(&self) -> String {
        self.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
    }
}

/// The rows of one direction, turned so that they read to the right.
#[derive(Debug, Default)]
pub(super) struct Frame {
    /// Height of the page as turned.
    pub(super) height: f32,
    /// From top to bottom.
    pub(super) rows: Vec<Row>,
    /// As turned.
    pub(super) rules: Vec<Rule>,
    /// Whether it is slanted over the page: a stamp or watermark.
    pub(super) slanted: bool,
}

/// Puts the glyphs of a page in rows; the direction of most of them comes first.
pub(super) fn frames(sheet: Sheet) -> Vec<Frame> {
    let Sheet { width, height, glyphs, rules, .. } = sheet;
    let mut turns: BTreeMap<i16, Vec<Glyph>> = BTreeMap::new();
    for glyph in glyphs {
        // Scans that lie a little askew read as straight.
        let nearest = (f32::from(glyph.angle) / 90.0).round() as i16 * 90;
        let turn = if (glyph.angle - nearest).abs() <= 6 { nearest } else { glyph.angle };
        turns.entry(if turn == -180 { 180 } else { turn }).or_default().push(glyph);
    }
    let mut turns: Vec<_> = turns.into_iter().collect();
    turns.sort_by_key(|(turn, glyphs)| (std::cmp::Reverse(glyphs.len()), *turn));
    turns.into_iter().map(|(turn, glyphs)| frame(turn, glyphs, &rules, width, height)).collect()
}

fn frame(turn: i16, mut glyphs: Vec<Glyph>, rules: &[Rule], width: f32, height: f32) -> Frame {
    if turn == 0 {
        return Frame { height, rows: rows(&glyphs), rules: rules.to_vec(), slanted: false };
    }
    let (sin, cos) = f32::from(turn).to_radians().sin_cos();
    let turned = |x: f32, y: f32| (x * cos + y * sin, y * cos - x * sin);
    let corners = [(0.0, 0.0), (width, 0.0), (0.0, height), (width, height)].map(|(x, y)| turned(x, y));
    let least = corners.iter().fold((f32::MAX, f32::MAX), |least, at| (least.0.min(at.0), least.1.min(at.1)));
    let most = corners.iter().fold((f32::MIN, f32::MIN), |most, at| (most.0.max(at.0), most.1.max(at.1)));
    let placed = |x: f32, y: f32| {
        let (x, y) = turned(x, y);
        (x - least.0, y - least.1)
    };
    for glyph in &mut glyphs {
        (glyph.x, glyph.y) = placed(glyph.x, glyph.y);
    }
    let slanted = turn % 90 != 0;
    let rules = rules.iter().filter(|_| !slanted).map(|rule| {
        let ((ax, ay), (bx, by)) = (placed(rule.x0, rule.y0), placed(rule.x1, rule.y1));
        Rule { x0: ax.min(bx), y0: ay.min(by), x1: ax.max(bx), y1: ay.max(by) }
    });
    let rules = rules.collect();
    Frame { height: most.1 - least.1, rows: rows(&glyphs), rules, slanted }
}

/// A gap from this part of the size on parts words that are written without spaces.
const WORD_GAP: f32 = 0.16;
/// The same where spaces are written; then a gap alone is more often just loose type.
const SPACED_GAP: f32 = 0.28;

fn rows(glyphs: &[Glyph]) -> Vec<Row> {
    let mut atoms = atoms(glyphs);
    atoms.sort_by(|a, b| a.base.total_cmp(&b.base));
    let rows = attached(levelled(atoms));
    let mut rows: Vec<Row> = rows.into_iter().map(|atoms| Row::new(words(atoms))).collect();
    rows.retain(|row| !row.words.is_empty());
    rows.sort_by(|a, b| a.base.total_cmp(&b.base));
    rows
}

/// Letters that follow each other in the file and touch.
fn atoms(glyphs: &[Glyph]) -> Vec<Word> {
    let mut atoms: Vec<Word> = Vec::new();
    let mut broken = true;
    let mut former: Option<&Glyph> = None;
    let mut seen = std::collections::HashSet::new();
    for glyph in glyphs {
        let place = (glyph.letter, (glyph.x * 2.0).round() as i32, (glyph.y * 2.0).round() as i32);
        if former.replace(glyph).is_some_and(|former| repeats(former, glyph))
            || (glyph.letter != ' ' && !seen.insert(place))
        {
            continue;
        }
        if glyph.letter == ' ' {
            broken = true;
            if let Some(last) = atoms.last_mut().filter(|last| (last.base - glyph.y).abs() < 0.3 * glyph.size) {
                last.spaced = true;
            }
            continue;
        }
        let end = glyph.x + glyph.advance;
        let follows = !broken && atoms.last().is_some_and(|last| touches(last, glyph));
        match atoms.last_mut() {
            Some(last) if follows => {
                last.x1 = last.x1.max(end);
                push(&mut last.text, glyph.letter);
            }
            _ => atoms.push(Word {
                text: glyph.letter.to_string(),
                x0: glyph.x,
                x1: end,
                base: glyph.y,
                size: glyph.size,
                style: glyph.style,
                spaced: false,
            }),
        }
        broken = false;
    }
    atoms
}

/// Whether a glyph is the one before it printed once more.
fn repeats(former: &Glyph, glyph: &Glyph) -> bool {
    let near = 0.15 * glyph.size;
    glyph.letter == former.letter && (glyph.x - former.x).abs() < near && (glyph.y - former.y).abs() < near
}

fn touches(last: &Word, glyph: &Glyph) -> bool {
    let size = last.size.min(glyph.size);
    let gap = glyph.x - last.x1;
    let level = (last.base - glyph.y).abs() < 0.08 * size && (last.size - glyph.size).abs() < 0.15 * size;
    let accent = letters::accent(glyph.letter).is_some() && glyph.x > last.x0;
    // Capitals may be set smaller than their initial ("small caps"); those are joined as words later.
    level && (accent || (-0.35 * size..WORD_GAP * size).contains(&gap)) && last.style == glyph.style
}

/// Adds a letter; an accent goes on the letter before it, and a letter after an accent takes it.
fn push(text: &mut String, letter: char) {
    let last = text.chars().next_back();
    let pair = match (last, letters::accent(letter), last.and_then(letters::accent)) {
        (Some(last), Some(accent), _) => letters::composed(last, accent),
        (_, None, Some(accent)) => letters::composed(letter, accent),
        _ => None,
    };
    if let Some(together) = pair {
        text.pop();
        text.push(together);
    } else {
        text.push(letter);
    }
}

/// Groups atoms, sorted by base line, that share it.
fn levelled(atoms: Vec<Word>) -> Vec<Vec<Word>> {
    let mut rows: Vec<Vec<Word>> = Vec::new();
    let mut level = f32::MIN;
    for atom in atoms {
        let tolerance =
            0.2 * atom.size.min(rows.last().and_then(|row| row.first()).map_or(atom.size, |first| first.size));
        if atom.base - level > tolerance || rows.is_empty() {
            level = atom.base;
            rows.push(vec![atom]);
        } else if let Some(row) = rows.last_mut() {
            row.push(atom);
        }
    }
    rows
}

/// How many rows up and down a raised or lowered row looks for the row it belongs to.
const REACH: usize = 4;

/// Moves raised and lowered type, and words that jump about their line as those of scans do, into the row they belong
/// to.
fn attached(rows: Vec<Vec<Word>>) -> Vec<Vec<Word>> {
    let mut rows: Vec<(Vec<Word>, f32, f32)> = rows
        .into_iter()
        .map(|words| {
            let Row { words, base, size } = Row::new(words);
            (words, base, size)
        })
        .collect();
    for number in 0..rows.len() {
        let near = number.saturating_sub(REACH)..(number + REACH + 1).min(rows.len());
        let Some((words, base, size)) = rows.get_mut(number).map(|row| (std::mem::take(&mut row.0), row.1, row.2))
        else {
            continue;
        };
        let mut stay = Vec::new();
        for word in words {
            let host = near.clone().filter(|other| *other != number).find(|other| {
                rows.get(*other).is_some_and(|(hosts, host_base, host_size)| {
                    belongs(&word, base, size, hosts, *host_base, *host_size)
                })
            });
            match host.and_then(|host| rows.get_mut(host)) {
                Some(host) => host.0.insert(host.0.partition_point(|own| own.x0 < word.x0), word),
                None => stay.push(word),
            }
        }
        if let Some(row) = rows.get_mut(number) {
            row.0 = stay;
        }
    }
    rows.into_iter().map(|(words, ..)| words).filter(|words| !words.is_empty()).collect()
}

/// Whether a word at `base` belongs to the row of `hosts`, which are sorted by place.
fn belongs(word: &Word, base: f32, size: f32, hosts: &[Word], host_base: f32, host_size: f32) -> bool {
    let drop = base - host_base;
    let after = hosts.partition_point(|own| own.x0 < word.x0);
    let before = after.checked_sub(1).and_then(|place| hosts.get(place));
    let next = hosts.get(after);
    let clear = before.is_none_or(|own| own.x1 <= word.x0 + 0.3 * size)
        && next.is_none_or(|own| word.x1 <= own.x0 + 0.3 * size);
    if !clear {
        return false;
    }
    if size < 0.82 * host_size {
        let close = |gap: f32| gap < 0.5 * host_size;
        let beside =
            before.is_some_and(|own| close(word.x0 - own.x1)) || next.is_some_and(|own| close(own.x0 - word.x1));
        return beside && (-0.75 * host_size..0.35 * host_size).contains(&drop);
    }
    // Only a row that is the lesser of the two moves, so that two rows do not change places.
    size <= 1.22 * host_size && drop.abs() <= 0.4 * size.min(host_size) && (drop > 0.0 || size < host_size)
}

/// Words of the atoms of one row.
fn words(mut atoms: Vec<Word>) -> Vec<Word> {
    atoms.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let written = atoms.iter().filter(|atom| atom.spaced).count() * 3 > atoms.len();
    let loose = looseness(&atoms);
    let mut words: Vec<Word> = Vec::new();
    for atom in atoms {
        let Some(last) = words.last_mut() else {
            words.push(atom);
            continue;
        };
        if doubled(last, &atom) {
            last.spaced |= atom.spaced;
            continue;
        }
        let size = last.size.max(atom.size);
        let limit = if written { SPACED_GAP } else { WORD_GAP };
        let raised = last.size > 1.2 * atom.size && (last.base - atom.base) > 0.15 * last.size;
        let marks_next = atom.size > 1.2 * last.size && (atom.base - last.base) > 0.15 * atom.size;
        let note = marks_next || raised && last.text.chars().filter(|c| c.is_alphabetic()).count() > 2;
        if last.spaced || note || atom.x0 - last.x1 > (limit + loose) * size {
            words.push(atom);
        } else {
            last.x1 = last.x1.max(atom.x1);
            last.spaced = atom.spaced;
            for letter in atom.text.chars() {
                push(&mut last.text, letter);
            }
        }
    }
    words
}

/// The usual gap between letters where most atoms are single letters set loosely, as a part of their size.
fn looseness(atoms: &[Word]) -> f32 {
    let single = atoms.iter().filter(|atom| atom.text.chars().count() == 1).count();
    if single < 6 || single * 4 < atoms.len() * 3 {
        return 0.0;
    }
    let mut gaps: Vec<f32> =
        atoms.windows(2).filter_map(|pair| Some((pair.get(1)?.x0 - pair.first()?.x1) / pair.first()?.size)).collect();
    gaps.sort_by(f32::total_cmp);
    gaps.get(gaps.len() / 2).copied().unwrap_or_default().clamp(0.0, 1.0)
}

/// Whether `next` is `last` printed once more in about the same place, to look bold or shaded.
fn doubled(last: &Word, next: &Word) -> bool {
    let near = 0.22 * last.size;
    (next.x0 - last.x0).abs() < near
        && (next.x1 - last.x1).abs() < near
        && last.text == next.text
        && next.x1 - next.x0 > 0.1 * near
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Glyphs half as wide as high; "^" raises the next letter and makes it small.
    fn glyphs(text: &str, x: f32, y: f32) -> Vec<Glyph> {
        let mut found = Vec::new();
        let (mut x, mut raised) = (x, false);
        for letter in text.chars() {
            if letter == '^' {
                raised = true;
                continue;
            }
            let (size, lift) = if raised { (6.0, 4.0) } else { (10.0, 0.0) };
            let advance = size / 2.0;
            found.push(Glyph { letter, x, y: y - lift, advance, size, angle: 0, style: Style::default() });
            (x, raised) = (x + advance, false);
        }
        found
    }

    fn check(glyphs: &[Glyph], expected: &[&str]) {
        let found: Vec<String> = rows(glyphs).iter().map(Row::text).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn words_and_rows_come_from_places() {
        check(&glyphs("een twee", 50.0, 100.0), &["een twee"]);
        check(&[glyphs("onder", 50.0, 112.0), glyphs("boven", 50.0, 100.0)].concat(), &["boven", "onder"]);
        check(&[glyphs("los", 68.0, 100.0), glyphs("een", 50.0, 100.0)].concat(), &["een los"]);
        check(&[glyphs("vast", 65.0, 100.0), glyphs("een", 50.0, 100.0)].concat(), &["eenvast"]);
    }

    #[test]
    fn raised_type_stays_in_its_row() {
        check(&[glyphs("m^2 groot", 50.0, 100.0), glyphs("boven", 50.0, 88.0)].concat(), &["boven", "m2 groot"]);
        check(&glyphs("beleid^1 van", 50.0, 100.0), &["beleid 1 van"]);
    }

    #[test]
    fn type_printed_twice_is_read_once() {
        check(&[glyphs("vet", 50.0, 100.0), glyphs("vet", 50.4, 100.0)].concat(), &["vet"]);
        check(&glyphs("llama", 50.0, 100.0), &["llama"]);
    }

    #[test]
    fn accents_go_on_their_letters() {
        let mut accent = glyphs("\u{a8}", 60.0, 100.0);
        accent.extend(glyphs("e", 60.0, 100.0));
        check(&[glyphs("id", 50.0, 100.0), accent, glyphs("en", 65.0, 100.0)].concat(), &["idëen"]);
    }

    #[test]
    fn upright_text_is_turned() {
        let glyphs: Vec<Glyph> = "hoog"
            .chars()
            .enumerate()
            .map(|(number, letter)| Glyph {
                letter,
                x: 50.0,
                y: 500.0 - 5.0 * number as f32,
                advance: 5.0,
                size: 10.0,
                angle: -90,
                style: Style::default(),
            })
            .collect();
        let frames = frames(Sheet { width: 600.0, height: 800.0, glyphs, ..Sheet::default() });
        assert_eq!(frames.len(), 1);
        assert_eq!((frames[0].height.round(), frames[0].rows[0].text().as_str()), (600.0, "hoog"));
    }
}
