//! The pieces as text, with the white space between them.

use std::ops::Range;

use super::kinds::{Part, take_apart, written};
use super::runs::Run;
use super::tokens::Text;
use super::{Difference, Piece};

/// Writes the pieces of a difference in order.
///
/// White space goes with what is the same where it can, so that changes have none around them. What is gone has that of
/// the older text after it, or else before it, so that words stay apart with it and without it.
#[derive(Debug)]
pub(super) struct Writer<'w, 't> {
    before: &'w Text<'t>,
    after: &'w Text<'t>,
    pieces: Vec<Piece>,
    /// The token of the newer text of which the white space before it is written already.
    spaced: Option<usize>,
    /// Words in both texts of what was kept.
    kept: usize,
}

impl<'w, 't> Writer<'w, 't> {
    pub(super) fn new(before: &'w Text<'t>, after: &'w Text<'t>) -> Self {
        Writer { before, after, pieces: Vec::new(), spaced: None, kept: 0 }
    }

    /// Writes `run`.
    pub(super) fn run(&mut self, run: &Run) {
        if !run.changed {
            return self.same(&run.before, run.after.clone(), run.moved);
        }
        for piece in take_apart(self.before, self.after, run) {
            let before = run.before.get(piece.before).unwrap_or_default();
            match piece.part {
                Part::Same => self.same(before, piece.after, run.moved),
                Part::Changed(kind) => {
                    let (before, after) = (written(self.before, before), self.after.written(piece.after.clone()));
                    self.add(piece.after.start, Piece::Changed { before, after: after.to_string(), kind });
                }
                Part::Gone => self.gone(before, piece.after.start),
                Part::New => {
                    let text = self.after.written(piece.after.clone()).to_string();
                    self.add(piece.after.start, Piece::New { text });
                }
            }
        }
    }

    /// The difference, when all runs have been written.
    pub(super) fn finish(mut self) -> Difference {
        self.space(self.after.space_before(self.after.tokens.len()));
        let words = |text: &Text| text.units.iter().map(|unit| unit.words).sum::<usize>();
        let all = words(self.before) + words(self.after);
        let similarity = if all == 0 { 1.0 } else { self.kept as f32 / all as f32 };
        Difference { pieces: self.pieces, similarity }
    }

    fn same(&mut self, before: &[usize], after: Range<usize>, moved: bool) {
        self.kept += before.iter().filter(|at| self.before.is_word(**at)).count();
        self.kept += after.clone().filter(|at| self.after.is_word(*at)).count();
        let text = self.after.written(after.clone()).to_string();
        self.add(after.start, if moved { Piece::Moved { text } } else { Piece::Same { text } });
    }

    /// Adds `piece`, which begins with token `at` of the newer text, and the white space before that token.
    fn add(&mut self, at: usize, piece: Piece) {
        let space = if self.spaced == Some(at) { "" } else { self.after.space_before(at) };
        let piece = match (self.pieces.last_mut(), piece) {
            (Some(Piece::Same { text: last }), Piece::Same { text })
            | (Some(Piece::New { text: last }), Piece::New { text })
            | (Some(Piece::Moved { text: last }), Piece::Moved { text }) => {
                last.push_str(space);
                return last.push_str(&text);
            }
            (_, Piece::Same { text }) => Piece::Same { text: format!("{space}{text}") },
            (None | Some(Piece::Gone { .. }), Piece::New { text }) => Piece::New { text: format!("{space}{text}") },
            (None | Some(Piece::Gone { .. }), Piece::Moved { text }) => Piece::Moved { text: format!("{space}{text}") },
            (_, piece) => {
                self.space(space);
                piece
            }
        };
        self.pieces.push(piece);
    }

    /// Adds `tokens` of the older text, which stood before token `at` of the newer.
    fn gone(&mut self, tokens: &[usize], at: usize) {
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return };
        let (lead, trail) = (self.before.space_before(*first), self.before.space_before(last + 1));
        let space = self.after.space_before(at);
        let text = written(self.before, tokens);
        if let Some(Piece::Gone { text: last }) = self.pieces.last_mut() {
            last.push_str(if last.ends_with(char::is_whitespace) { "" } else { lead });
            return last.push_str(&text);
        }
        let inside = !self.pieces.is_empty() && at < self.after.tokens.len() && self.spaced != Some(at);
        if inside && [lead, trail, space].iter().all(|space| !space.is_empty()) {
            self.space(space);
            self.spaced = Some(at);
        }
        let apart = !lead.is_empty() || !space.is_empty();
        let leads = apart && self.spaced != Some(at) && !self.pieces.is_empty();
        let text = if leads { format!("{lead}{text}") } else { format!("{text}{trail}") };
        self.pieces.push(Piece::Gone { text });
    }

    /// Adds white space to the last piece that can have it at its end, or as a piece.
    fn space(&mut self, space: &str) {
        match self.pieces.last_mut() {
            Some(Piece::Same { text } | Piece::New { text } | Piece::Moved { text }) => text.push_str(space),
            _ if space.is_empty() => {}
            _ => self.pieces.push(Piece::Same { text: space.to_string() }),
        }
    }
}
