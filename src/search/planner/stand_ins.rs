//! What stands in for words of the query: neighbours written as one word, and other words for the same.

use super::{LooseWord, Planner, variant};
use crate::analysis::{Layer, QueryWord, WordRole};
use crate::error::Result;
use crate::query::plan::{MatchKind, Pattern, QueryPlan, Reach, TermId};
use crate::synonyms::{QueryTerm, Synonym, SynonymKind, Synonyms};

/// Linking elements between two words that are written as one.
const LINKS: [&str; 5] = ["", "s", "en", "e", "n"];

/// Letters of the shortest word that two words make.
const SHORTEST_JOINED: usize = 6;

/// Words that may stand between the words of a synonym of several.
const SYNONYM_REACH: u32 = 2;

impl Planner<'_> {
    /// Neighbouring words that the index knows as one word ("glas vezel", "honden belasting").
    pub(super) fn join_neighbours(&mut self) -> Result<()> {
        let content = |loose: &&LooseWord| loose.word.role == WordRole::Content;
        let words: Vec<(usize, usize, String)> = self
            .loose_words
            .iter()
            .filter(content)
            .map(|loose| (loose.clue, loose.place, loose.word.folded.clone()))
            .collect();
        for pair in words.windows(2) {
            let ((first, place, before), (second, next, after)) = (&pair[0], &pair[1]);
            if *next == place + 1 && before.len() + after.len() >= SHORTEST_JOINED {
                self.join(*first, *second, before, after)?;
            }
        }
        Ok(())
    }

    fn join(&mut self, first: usize, second: usize, before: &str, after: &str) -> Result<()> {
        let mut candidates = QueryPlan::default();
        for link in LINKS {
            let stem = self.analyzer.stem(&format!("{before}{link}{after}"));
            candidates.term(Layer::Stem, &stem);
            candidates.term(Layer::Part, &stem);
        }
        let frequencies = self.reader.frequencies(&candidates.terms)?;
        let known = candidates.terms.iter().zip(frequencies).filter(|(_, frequency)| *frequency > 0);
        let ids: Vec<TermId> = known.map(|(term, _)| self.plan.term(term.layer, &term.text)).collect();
        if !ids.is_empty() {
            let joined = variant(Pattern::Any(ids), self.weights.joined, MatchKind::Joined);
            self.plan.clues[first].variants.push(joined.clone());
            self.plan.clues[second].variants.push(joined);
        }
        Ok(())
    }

    /// Other words for the words that need not be there.
    pub(super) fn add_synonyms(&mut self, synonyms: &Synonyms) {
        let loose_words = std::mem::take(&mut self.loose_words);
        let free = |loose: &&LooseWord| !loose.needed;
        let free: Vec<&LooseWord> = loose_words.iter().filter(free).collect();
        let terms: Vec<QueryTerm<'_>> =
            free.iter().map(|loose| QueryTerm { word: &loose.word, place: loose.place }).collect();
        for synonym in synonyms.of(&terms) {
            let Some(pattern) = self.synonym_pattern(&synonym) else { continue };
            let weight = match synonym.kind {
                SynonymKind::Abbreviation => self.weights.abbreviation,
                _ => self.weights.synonym,
            };
            for word in &synonym.words {
                let way = variant(pattern.clone(), weight, MatchKind::Synonym(synonym.kind));
                self.plan.clues[free[*word].clue].variants.push(way);
            }
        }
        self.loose_words = loose_words;
    }

    /// The words of a synonym, near each other.
    fn synonym_pattern(&mut self, synonym: &Synonym<'_>) -> Option<Pattern> {
        let words = self.analyzer.query_words(synonym.text);
        let counted =
            |word: &&QueryWord| !matches!(word.role, WordRole::Function | WordRole::Whole | WordRole::Compound);
        let mut slots: Vec<Vec<TermId>> =
            words.iter().filter(counted).map(|word| self.stem_slot(&word.terms.stem)).collect();
        match slots.len() {
            0 => None,
            1 => Some(Pattern::Any(slots.remove(0))),
            _ => Some(Pattern::Near { slots, reach: Reach::Within(SYNONYM_REACH) }),
        }
    }
}
