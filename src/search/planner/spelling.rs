//! Words of the query that the index does not know, as it knows them.

use super::{Planner, variant};
use crate::analysis::Layer;
use crate::backend::Expansion;
use crate::error::Result;
use crate::query::plan::{MatchKind, Pattern};

/// Letters of the shortest word that is corrected, and from which two edits are allowed.
const SHORTEST_CORRECTED: usize = 4;
const LONG_WORD: usize = 8;

/// Corrections of one word at most.
const MOST_CORRECTIONS: usize = 3;

impl Planner<'_> {
    /// Gives words that the index holds in no way the words that are spelled nearly so. Returns whether there were any.
    pub(super) fn correct_unknown(&mut self) -> Result<bool> {
        let mut corrected = false;
        for number in 0..self.plan.clues.len() {
            let clue = &self.plan.clues[number];
            // That its parts occur somewhere does not make a compound known.
            let whole = clue.variants.iter().filter(|variant| variant.kind != MatchKind::Split);
            let known = whole.clone().any(|variant| self.occurs(&variant.pattern));
            let parts = clue.variants.iter().any(|variant| self.occurs(&variant.pattern));
            let word = self.folded(&clue.word);
            let letters = word.chars().count();
            let a_word =
                clue.variants.iter().all(|variant| !matches!(variant.kind, MatchKind::Prefix | MatchKind::Phrase));
            if known || !a_word || letters < SHORTEST_CORRECTED || word.bytes().any(|byte| byte.is_ascii_digit()) {
                continue;
            }
            let most = if letters < LONG_WORD || parts { 1 } else { 2 };
            let distances =
                (1..=most).map(|edits| self.reader.expand(&Expansion::Fuzzy(word.clone(), edits), MOST_CORRECTIONS));
            let nearest = distances.collect::<Result<Vec<_>>>()?.into_iter().find(|found| !found.is_empty());
            for term in nearest.unwrap_or_default() {
                let terms = self.analyzer.word(&term.text);
                let stem = self.plan.term(Layer::Stem, &terms.stem);
                let ids = vec![stem, self.plan.term(Layer::Part, &terms.stem)];
                let spelled = variant(Pattern::Any(ids), self.weights.spelling, MatchKind::Spelling);
                self.plan.clues[number].variants.push(spelled);
                corrected = true;
            }
        }
        Ok(corrected)
    }
}
