//! The sentence around the words that were found, with the words themselves marked.

use std::ops::Range;

use serde::Serialize;

use crate::analysis::{Analyzer, Layer, Region};
use crate::query::plan::QueryPlan;

use super::rank::Place;

/// A piece of a fragment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FragmentPiece {
    /// The text, white space made single spaces.
    #[serde(rename = "tekst")]
    pub text: String,
    /// Whether it is a word that was found.
    #[serde(rename = "treffer")]
    pub found: bool,
}

/// Characters of a fragment, about.
const LENGTH: usize = 280;
/// Characters looked back for the beginning of a sentence.
const LOOK_BACK: usize = 140;

/// Cuts the fragment of `text` that begins at or before the word at `start`, with the words at `places` marked; the whole
/// text where no start is given.
pub(super) fn fragment(
    analyzer: &Analyzer,
    plan: &QueryPlan,
    text: &str,
    start: Option<u32>,
    places: &[Place],
) -> Vec<FragmentPiece> {
    let words = analyzer.word_spans(text);
    let body = Region::Body.range().start;
    let word = |position: u32| words.get(position.checked_sub(body)? as usize).cloned();
    let range = match start {
        Some(start) => sentence_range(text, word(start).map_or(0, |span| span.start)),
        None => 0..text.len(),
    };
    let mut marks: Vec<Range<usize>> = Vec::new();
    for place in places {
        let Some(span) = word(place.position).filter(|span| span.start >= range.start && span.end <= range.end) else {
            continue;
        };
        let term = &plan.terms[place.term];
        let part = term.layer == Layer::Part && !text[span.clone()].contains('-');
        marks.push(if part { analyzer.part_span(text, span, &term.text) } else { span });
    }
    let white = if start.is_some() { WhiteSpace::Single } else { WhiteSpace::Lines };
    marked(text, range, union(marks), white)
}

/// The part of `text` to show: from the beginning of a sentence, to the end of one where that is near.
fn sentence_range(text: &str, first: usize) -> Range<usize> {
    let back = floor(text, first.saturating_sub(LOOK_BACK));
    let before = &text[back..first];
    let start = match before.rfind(['.', '!', '?', '\n', ';']) {
        Some(at) => back + at + before[at..].chars().next().map_or(1, char::len_utf8),
        None if back == 0 => 0,
        None => before.find(' ').map_or(first, |at| back + at + 1),
    };
    let limit = floor(text, (start + LENGTH).min(text.len()));
    let end = if limit == text.len() {
        limit
    } else {
        let shown = &text[start..limit];
        let after_word = first - start;
        let sentence = shown.rmatch_indices(". ").map(|(at, _)| at + 1).find(|at| *at > after_word.max(LENGTH / 2));
        start + sentence.or_else(|| shown.rfind(char::is_whitespace)).unwrap_or(shown.len())
    };
    start..end.max(start)
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Ranges in order, those that overlap or touch made one.
fn union(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

/// What becomes of white space: a single space all of it, or breaks of lines stay.
#[derive(Clone, Copy, PartialEq, Eq)]
enum WhiteSpace {
    Single,
    Lines,
}

fn marked(text: &str, range: Range<usize>, marks: Vec<Range<usize>>, white: WhiteSpace) -> Vec<FragmentPiece> {
    let mut pieces = Vec::new();
    let mut at = range.start;
    for mark in marks {
        push(&mut pieces, &text[at..mark.start], false, white);
        push(&mut pieces, &text[mark.clone()], true, white);
        at = mark.end;
    }
    push(&mut pieces, &text[at..range.end], false, white);
    if let Some(first) = pieces.first_mut().filter(|piece| !piece.found) {
        first.text = first.text.trim_start().to_string();
    }
    if let Some(last) = pieces.last_mut().filter(|piece| !piece.found) {
        last.text = last.text.trim_end().to_string();
    }
    if range.end < text.trim_end().len() {
        push(&mut pieces, " …", false, white);
    }
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

/// Adds `text` with its white space made single.
fn push(pieces: &mut Vec<FragmentPiece>, text: &str, found: bool, white: WhiteSpace) {
    let mut flat = String::with_capacity(text.len());
    for c in text.chars() {
        match c.is_whitespace() {
            true if c == '\n' && white == WhiteSpace::Lines => flat.push(c),
            true if flat.ends_with([' ', '\n']) => {}
            true => flat.push(' '),
            false => flat.push(c),
        }
    }
    pieces.push(FragmentPiece { text: flat, found });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::plan::MatchKind;

    fn shown(text: &str, term: (Layer, &str), positions: &[u32]) -> String {
        let mut plan = QueryPlan::default();
        let term = plan.term(term.0, term.1);
        let places: Vec<Place> = positions
            .iter()
            .map(|at| Place { position: 192 + at, kind: MatchKind::Form, term, counts: true })
            .collect();
        shown_pieces(&fragment(&Analyzer::new(), &plan, text, Some(192 + positions[0]), &places))
    }

    fn shown_pieces(pieces: &[FragmentPiece]) -> String {
        pieces.iter().map(|piece| if piece.found { format!("[{}]", piece.text) } else { piece.text.clone() }).collect()
    }

    /// Words and parts of compounds are marked, and the fragment is a sentence.
    #[test]
    fn found_words_are_marked_in_their_sentence() {
        for (text, term, positions, expected) in [
            ("Een zin. De raad  besluit.", (Layer::Stem, "raad"), vec![3], "De [raad] besluit."),
            ("Via glasvezelverbindingen.", (Layer::Part, "glasvezel"), vec![1], "Via [glasvezel]verbindingen."),
            ("raad en raad", (Layer::Stem, "raad"), vec![0, 2], "[raad] en [raad]"),
        ] {
            assert_eq!(shown(text, term, &positions), expected);
        }
    }

    /// A whole passage keeps its lines.
    #[test]
    fn a_whole_text_keeps_its_lines() {
        let mut plan = QueryPlan::default();
        let term = plan.term(Layer::Stem, "raad");
        let places = [Place { position: 195, kind: MatchKind::Form, term, counts: true }];
        let pieces = fragment(&Analyzer::new(), &plan, "Besluit:\n\na.  De raad\n", None, &places);
        assert_eq!(shown_pieces(&pieces), "Besluit:\n\na. De [raad]");
    }

    /// A long text is cut at words, and says so.
    #[test]
    fn long_texts_are_cut() {
        let text = format!("begin {}", "woord ".repeat(400));
        let fragment = shown(&text, (Layer::Stem, "woord"), &[200]);
        assert!(fragment.chars().count() < 400 && fragment.ends_with('…'), "{fragment}");
    }
}
