//! Words of the query that the index does not know, as it knows them; and slips in documents.
//!
//! Candidates come from the vocabulary of the index, by edits. They are ordered by the distance of letters or sounds and
//! by how frequent they are: of two that are as near, the more frequent is more likely meant.

use super::{LooseWord, Planner, variant};
use crate::analysis::{Layer, QueryWord, WordRole, spelling_distance};
use crate::backend::Expansion;
use crate::error::Result;
use crate::query::plan::{MatchKind, Pattern, PlanTerm, QueryPlan, Reach, TermId};

/// Letters of the shortest word that is corrected, and from which two edits are allowed.
const SHORTEST_CORRECTED: usize = 4;
const TWO_EDITS: usize = 6;
/// Letters of the longest word that is corrected: every place in it is tried for a missing space.
const LONGEST_CORRECTED: usize = 60;

/// Corrections of one word at most, how many candidates they are chosen from, and how much farther than the best one
/// they may be.
const MOST_CORRECTIONS: usize = 3;
const MOST_CANDIDATES: usize = 50;
const AS_GOOD: f32 = 0.15;

/// What being more frequent by a factor e makes up for, in edits.
const FREQUENCY_BONUS: f32 = 0.08;

/// Letters of the shortest word whose slips in documents are looked for, and how rare a slip must be beside the word.
const SHORTEST_WITH_SLIPS: usize = 7;
const RARE: u64 = 20;
const MOST_SLIPS: usize = 8;

/// Letters of the shortest words that were typed without the space between them.
const SHORTEST_HALF: usize = 3;

impl Planner<'_> {
    /// Gives words that the index holds in no way the words that are spelled nearly so.
    pub(super) fn correct_unknown(&mut self) -> Result<()> {
        for number in 0..self.plan.clues.len() {
            let Some((word, most)) = self.unknown(number) else { continue };
            let corrections = self.corrections(&word, most)?;
            if let Some(best) = corrections.first() {
                self.corrected.push((self.plan.clues[number].word.clone(), best.clone()));
            }
            for correction in &corrections {
                let stem = self.analyzer.stem(correction);
                let spelled = variant(Pattern::Any(self.stem_slot(&stem)), self.weights.spelling, MatchKind::Spelling);
                self.plan.clues[number].variants.push(spelled);
            }
            // A compound is found by its parts.
            let compound = self.plan.clues[number].variants.iter().any(|variant| variant.kind == MatchKind::Split);
            if corrections.is_empty()
                && !compound
                && let Some((first, second)) = self.two_words(&word)?
            {
                self.corrected.push((self.plan.clues[number].word.clone(), format!("{first} {second}")));
                let slots = [first, second].iter().map(|half| self.stem_slot(&self.analyzer.stem(half))).collect();
                let pattern = Pattern::Near { slots, reach: Reach::Within(1) };
                self.plan.clues[number].variants.push(variant(pattern, self.weights.spelling, MatchKind::Spelling));
            }
        }
        Ok(())
    }

    /// The word of a clue that may be misspelt, and how many edits it may be off.
    fn unknown(&self, number: usize) -> Option<(String, u8)> {
        let clue = &self.plan.clues[number];
        let a_word = clue.variants.iter().all(|variant| !matches!(variant.kind, MatchKind::Prefix | MatchKind::Phrase));
        // That its parts occur somewhere does not make a compound known.
        let whole = clue.variants.iter().filter(|variant| variant.kind != MatchKind::Split);
        if !a_word || whole.clone().any(|variant| self.occurs(&variant.pattern)) {
            return None;
        }
        let word = self.folded(&clue.word);
        let letters = word.chars().count();
        if !(SHORTEST_CORRECTED..=LONGEST_CORRECTED).contains(&letters)
            || word.bytes().any(|byte| byte.is_ascii_digit())
            || self.analyzer.is_known(&word)
        {
            return None;
        }
        let parts = clue.variants.iter().any(|variant| self.occurs(&variant.pattern));
        Some((word, if letters < TWO_EDITS || parts { 1 } else { 2 }))
    }

    /// The words of the index that `word` was most likely meant to be, best first.
    fn corrections(&self, word: &str, most: u8) -> Result<Vec<String>> {
        let mut found = Vec::new();
        for edits in 1..=most {
            found = self.reader.expand(&Expansion::Fuzzy(word.to_string(), edits), MOST_CANDIDATES)?;
            if found.iter().any(|term| spelling_distance(word, &term.text) <= f32::from(edits)) {
                break;
            }
        }
        let cost = |text: &str, frequency: u64| {
            spelling_distance(word, text) - FREQUENCY_BONUS * (frequency.max(1) as f32).ln()
        };
        let mut costs: Vec<(f32, String)> =
            found.into_iter().map(|term| (cost(&term.text, term.frequency), term.text)).collect();
        costs.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
        let best = costs.first().map_or(0.0, |(cost, _)| *cost);
        let near = costs.into_iter().filter(|(cost, _)| *cost <= best + AS_GOOD);
        Ok(near.take(MOST_CORRECTIONS).map(|(_, text)| text).collect())
    }

    /// Two words of the index that were typed as one, the rarer of which is as frequent as can be.
    fn two_words(&self, word: &str) -> Result<Option<(String, String)>> {
        let borders =
            word.char_indices().map(|(at, _)| at).filter(|at| *at >= SHORTEST_HALF && word.len() - at >= SHORTEST_HALF);
        let halves: Vec<(&str, &str)> = borders.map(|at| word.split_at(at)).collect();
        let mut lookup = QueryPlan::default();
        let ids: Vec<[usize; 2]> = halves
            .iter()
            .map(|(first, second)| [first, second].map(|half| lookup.term(Layer::Surface, half)))
            .collect();
        let frequencies = self.reader.frequencies(&lookup.terms)?;
        let rarer = |ids: &[usize; 2]| frequencies[ids[0]].min(frequencies[ids[1]]);
        let best = (0..halves.len()).max_by_key(|at| rarer(&ids[*at])).filter(|at| rarer(&ids[*at]) > 0);
        Ok(best.map(|at| (halves[at].0.to_string(), halves[at].1.to_string())))
    }

    /// Gives known words the slips that documents make in them ("infrastrucuur"): rare words one edit away that no list
    /// knows.
    pub(super) fn add_slips(&mut self) -> Result<()> {
        let long =
            |loose: &&LooseWord| loose.word.role == WordRole::Content && loose.word.folded.len() >= SHORTEST_WITH_SLIPS;
        let words: Vec<(usize, QueryWord)> =
            self.loose_words.iter().filter(long).map(|loose| (loose.clue, loose.word.clone())).collect();
        for (clue, QueryWord { folded: word, terms, .. }) in words {
            let frequency = self.plan.clues[clue].frequency;
            if frequency == 0 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
                continue;
            }
            let near = self.reader.expand(&Expansion::Slips(word.clone()), MOST_CANDIDATES)?;
            let slips = near.into_iter().filter(|term| {
                term.frequency * RARE <= frequency && term.text != word && self.is_slip(&term.text, &terms.stem)
            });
            let slips: Vec<PlanTerm> = slips.take(MOST_SLIPS).collect();
            let ids: Vec<TermId> = slips.iter().map(|slip| self.plan.term(slip.layer, &slip.text)).collect();
            if !ids.is_empty() {
                let slip = variant(Pattern::Any(ids), self.weights.slip, MatchKind::Spelling);
                self.plan.clues[clue].variants.push(slip);
            }
        }
        Ok(())
    }

    fn is_slip(&self, text: &str, own_stem: &str) -> bool {
        let terms = self.analyzer.word(text);
        terms.stem != own_stem && terms.single_parts < 2 && !self.analyzer.is_known(text)
    }
}
