//! The sentences and the rows of tables of a text.

use std::ops::Range;

use super::tokens::{Class, Text, is_abbreviation};

/// A sentence, heading or item of a list, or a row of a table.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    /// Its tokens.
    pub(super) tokens: Range<usize>,
    /// Whether it is a row: a line in which " | " separates cells.
    pub(super) row: bool,
    /// Its tokens that are no marks.
    pub(super) words: usize,
}

impl Unit {
    /// The tokens of each cell of a row.
    pub(super) fn cells(&self, text: &Text) -> Vec<Range<usize>> {
        let mut cells = Vec::new();
        let mut start = self.tokens.start;
        for at in self.tokens.clone().filter(|at| text.class(*at) == Class::Cell) {
            cells.push(start..at);
            start = at + 1;
        }
        cells.push(start..self.tokens.end);
        cells
    }

    /// The tokens of the first cell that has any.
    pub(super) fn first_cell(&self, text: &Text) -> Option<Range<usize>> {
        self.cells(text).into_iter().find(|cell| !cell.is_empty())
    }
}

/// The units of `text`, in order.
pub(super) fn units(text: &Text) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    for line in lines(text) {
        let row = line.clone().any(|at| text.class(at) == Class::Cell);
        for (nth, at) in line.enumerate() {
            let last = units.last().filter(|unit| unit.row == row);
            let continues = last.is_some_and(|unit| if row { nth > 0 } else { !begins_unit(text, unit, at) });
            if !continues {
                units.push(Unit { tokens: at..at, row, words: 0 });
            }
            if let Some(unit) = units.last_mut() {
                unit.tokens.end = at + 1;
                unit.words += usize::from(text.is_word(at));
            }
        }
    }
    units
}

fn lines(text: &Text) -> Vec<Range<usize>> {
    let mut lines: Vec<Range<usize>> = Vec::new();
    for at in 0..text.tokens.len() {
        match lines.last_mut() {
            Some(line) if !text.begins_line(at) => line.end = at + 1,
            _ => lines.push(at..at + 1),
        }
    }
    lines
}

/// Whether a unit begins with token `at`, after those of `unit`.
fn begins_unit(text: &Text, unit: &Unit, at: usize) -> bool {
    let space = text.space_before(at);
    let blank_line = space.matches('\n').count() > 1;
    let opens = !text.token(at).starts_with(|c: char| c.is_lowercase() || matches!(c, ',' | ';' | ')' | '%'));
    let ended = ends_sentence(text, unit, at);
    blank_line || opens && !space.is_empty() && (ended || space.contains('\n'))
}

/// Whether a sentence may end before token `at`: after a full stop or the like, and the quotes and brackets that close.
fn ends_sentence(text: &Text, unit: &Unit, at: usize) -> bool {
    const MOST_CLOSING: usize = 3;
    const LONGEST_NUMBER: usize = 2;
    let closing = |at: &usize| matches!(text.token(*at), ")" | "]" | "\"" | "'" | "’" | "”");
    let mut last = (unit.tokens.start..at).rev().take(MOST_CLOSING + 1);
    let Some(stop) = last.find(|at| !closing(at)) else { return false };
    match text.token(stop) {
        "!" | "?" => true,
        dots if dots.starts_with(['.', '…']) => {
            let word = stop.checked_sub(1).map_or("", |word| text.token(word));
            // The full stop after the number of a list or heading ends nothing.
            let is_word = |at: usize| matches!(text.class(at), Class::Word | Class::Function | Class::Name);
            let number = stop - unit.tokens.start <= LONGEST_NUMBER && !(unit.tokens.start..stop).any(is_word);
            !number && !is_abbreviation(word)
        }
        _ => false,
    }
}
