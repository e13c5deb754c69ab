//! A query into a plan: the words analysed, with the ways in which this index can hold them.

use crate::analysis::{Analyzer, Layer, QueryWord, Region, WordRole};
use crate::backend::{Expansion, Reader};
use crate::error::Result;
use crate::query::plan::{Clue, Condition, MatchKind, Pattern, QueryPlan, Reach, TermId, Variant};
use crate::query::{Field, Item, Need, Node, Query};

use super::restrict::restrictions;
use super::weights::Weights;

/// Words that a prefix or a misspelling stands for at most.
const MOST_EXPANSIONS: usize = 500;

/// Words between the parts of a split compound of the query at most.
const SPLIT_REACH: u32 = 3;

/// Letters of the shortest word that is corrected, and from which two edits are allowed.
const SHORTEST_CORRECTED: usize = 4;
const LONG_WORD: usize = 8;

/// Corrections of one word at most.
const MOST_CORRECTIONS: usize = 3;

/// Linking elements between two words that are written as one.
const LINKS: [&str; 5] = ["", "s", "en", "e", "n"];

/// Makes plans for one index.
pub(super) struct Planner<'a> {
    analyzer: &'a Analyzer,
    reader: &'a dyn Reader,
    weights: &'a Weights,
    plan: QueryPlan,
    /// Clues of words that say little: they carry no weight in what matches.
    light: Vec<usize>,
}

impl<'a> Planner<'a> {
    pub(super) fn new(analyzer: &'a Analyzer, reader: &'a dyn Reader, weights: &'a Weights) -> Self {
        Planner { analyzer, reader, weights, plan: QueryPlan::default(), light: Vec::new() }
    }

    /// The plan of `query`.
    pub(super) fn plan(mut self, query: &Query) -> Result<QueryPlan> {
        self.plan.restrictions = restrictions(&query.filters);
        let mut loose = Vec::new();
        let words_only = query.items.iter().filter(|item| item.need == Need::Should);
        let content = words_only.clone().any(|item| self.has_content(&item.node));
        for item in &query.items {
            match item.need {
                Need::Should => loose.extend(self.conditions(&item.node, None, content)?),
                Need::Must => {
                    let conditions = self.conditions(&item.node, None, false)?;
                    self.plan.must.extend(conditions);
                }
                Need::MustNot => {
                    let first = self.plan.clues.len();
                    let conditions = self.whole(&item.node, None)?;
                    self.plan.must_not.push(conditions);
                    // What is excluded ranks nothing.
                    self.plan.clues[first..].iter_mut().for_each(|clue| clue.weight = 0.0);
                }
            }
        }
        self.join_neighbours(query)?;
        self.count()?;
        if self.correct_unknown()? {
            self.count()?;
        }
        self.weigh(loose);
        Ok(self.plan)
    }

    fn has_content(&self, node: &Node) -> bool {
        match node {
            Node::Word(word) => {
                let words = self.analyzer.query_words(word);
                words.iter().any(|word| matches!(word.role, WordRole::Content | WordRole::Whole | WordRole::Compound))
            }
            _ => true,
        }
    }

    /// The conditions that a node stands for; several where one typed word is several words.
    fn conditions(&mut self, node: &Node, field: Option<Region>, content: bool) -> Result<Vec<Condition>> {
        Ok(match node {
            Node::Word(word) => self.words(word, field, content),
            Node::Prefix(word) => vec![self.expanded(word, Expansion::Prefix(self.folded(word)), field)?],
            Node::Fuzzy { word, distance } => {
                vec![self.expanded(word, Expansion::Fuzzy(self.folded(word), *distance), field)?]
            }
            Node::Phrase(text) => self.phrase(text, Reach::Adjacent, field).into_iter().collect(),
            Node::Near { text, distance } => self.phrase(text, Reach::Within(*distance), field).into_iter().collect(),
            Node::Field { field, node } => {
                let region = match field {
                    Field::Title => Region::Title,
                    Field::Heading => Region::Headings,
                };
                // Who names a field means it.
                vec![self.whole(node, Some(region))?]
            }
            Node::Any(nodes) => {
                let alternatives = nodes.iter().map(|node| self.whole(node, field)).collect::<Result<_>>()?;
                vec![Condition::Any(alternatives)]
            }
            Node::Group(items) => vec![self.group(items, field)?],
        })
    }

    /// A node as one condition.
    fn whole(&mut self, node: &Node, field: Option<Region>) -> Result<Condition> {
        let mut conditions = self.conditions(node, field, false)?;
        Ok(if conditions.len() == 1 { conditions.remove(0) } else { Condition::All(conditions) })
    }

    fn group(&mut self, items: &[Item], field: Option<Region>) -> Result<Condition> {
        let (mut loose, mut all) = (Vec::new(), Vec::new());
        for item in items {
            let condition = self.whole(&item.node, field)?;
            match item.need {
                Need::Should => loose.push((condition, 1.0)),
                Need::Must => all.push(condition),
                Need::MustNot => all.push(Condition::Not(Box::new(condition))),
            }
        }
        if !loose.is_empty() {
            all.push(Condition::Half(loose));
        }
        Ok(if all.len() == 1 { all.remove(0) } else { Condition::All(all) })
    }

    /// The words of a typed word; those that say little count less where others say what is asked.
    fn words(&mut self, typed: &str, field: Option<Region>, content: bool) -> Vec<Condition> {
        let words = self.analyzer.query_words(typed);
        if let Some(whole) = words.iter().find(|word| word.role == WordRole::Whole) {
            let parts: Vec<&QueryWord> = words.iter().filter(|word| word.role != WordRole::Whole).collect();
            return vec![self.whole_word(whole, &parts, field)];
        }
        let mut conditions = Vec::new();
        for word in words.iter().filter(|word| word.role != WordRole::Compound) {
            let clue = self.word(word, field);
            if content && matches!(word.role, WordRole::Question | WordRole::Function) {
                self.plan.clues[clue].weight = self.weights.question;
                self.plan.clues[clue].aside = word.role == WordRole::Function;
                self.light.push(clue);
            }
            conditions.push(Condition::Clue(clue));
        }
        conditions
    }

    /// "2!Connect": the whole, or its parts one after the other.
    fn whole_word(&mut self, whole: &QueryWord, parts: &[&QueryWord], field: Option<Region>) -> Condition {
        let term = self.plan.term(Layer::Stem, &whole.terms.stem);
        let mut variants = vec![variant(Pattern::Any(vec![term]), self.weights.stem, MatchKind::Exact)];
        if parts.len() > 1 && parts.iter().all(|part| part.role != WordRole::Compound) {
            let slots = parts.iter().map(|part| vec![self.exact_term(part)]).collect();
            let pattern = Pattern::Near { slots, reach: Reach::Adjacent };
            variants.push(variant(pattern, self.weights.split, MatchKind::Phrase));
        }
        Condition::Clue(self.clue(&whole.typed, field, variants))
    }

    fn word(&mut self, word: &QueryWord, field: Option<Region>) -> usize {
        let terms = &word.terms;
        let mut variants = Vec::new();
        if let Some(surface) = &terms.surface {
            let term = self.plan.term(Layer::Surface, surface);
            variants.push(variant(Pattern::Any(vec![term]), self.weights.exact, MatchKind::Exact));
        }
        let stem = self.plan.term(Layer::Stem, &terms.stem);
        let kind = if terms.surface.is_some() { MatchKind::Form } else { MatchKind::Exact };
        variants.push(variant(Pattern::Any(vec![stem]), self.weights.stem, kind));
        if word.role == WordRole::Content && terms.surface.is_some() {
            let part = self.plan.term(Layer::Part, &terms.stem);
            variants.push(variant(Pattern::Any(vec![part]), self.weights.part, MatchKind::Part));
        }
        if terms.single_parts > 1 {
            let slots = terms.parts[..terms.single_parts].iter();
            let slots =
                slots.map(|(part, _)| vec![self.plan.term(Layer::Stem, part), self.plan.term(Layer::Part, part)]);
            let pattern = Pattern::Near { slots: slots.collect(), reach: Reach::Within(SPLIT_REACH) };
            variants.push(variant(pattern, self.weights.split, MatchKind::Split));
        }
        self.clue(&word.typed, field, variants)
    }

    /// The words of a phrase, each exactly as typed; `None` where there is none.
    fn phrase(&mut self, text: &str, reach: Reach, field: Option<Region>) -> Option<Condition> {
        let words = self.analyzer.query_words(text);
        let words = words.iter().filter(|word| !matches!(word.role, WordRole::Whole | WordRole::Compound));
        let slots: Vec<Vec<TermId>> = words.map(|word| vec![self.exact_term(word)]).collect();
        let pattern = match slots.as_slice() {
            [] => return None,
            [only] => Pattern::Any(only.clone()),
            _ => Pattern::Near { slots, reach },
        };
        let variants = vec![variant(pattern, self.weights.stem, MatchKind::Phrase)];
        Some(Condition::Clue(self.clue(text, field, variants)))
    }

    fn expanded(&mut self, typed: &str, expansion: Expansion, field: Option<Region>) -> Result<Condition> {
        let found = self.reader.expand(&expansion, MOST_EXPANSIONS)?;
        let (weight, kind) = match expansion {
            Expansion::Prefix(_) => (self.weights.stem, MatchKind::Prefix),
            Expansion::Fuzzy(..) => (self.weights.spelling, MatchKind::Spelling),
        };
        let folded = self.folded(typed);
        let (mut exact, mut others) = (Vec::new(), Vec::new());
        for term in found {
            let id = self.plan.term(term.layer, &term.text);
            if term.text == folded { exact.push(id) } else { others.push(id) }
        }
        let mut variants = vec![variant(Pattern::Any(exact), self.weights.stem, MatchKind::Exact)];
        variants.push(variant(Pattern::Any(others), weight, kind));
        Ok(Condition::Clue(self.clue(typed, field, variants)))
    }

    fn exact_term(&mut self, word: &QueryWord) -> TermId {
        match &word.terms.surface {
            Some(surface) => self.plan.term(Layer::Surface, surface),
            None => self.plan.term(Layer::Stem, &word.terms.stem),
        }
    }

    fn folded(&self, typed: &str) -> String {
        let words = self.analyzer.query_words(typed);
        words.last().map(|word| word.folded.clone()).unwrap_or_default()
    }

    fn clue(&mut self, typed: &str, field: Option<Region>, variants: Vec<Variant>) -> usize {
        self.plan.clues.push(Clue {
            word: typed.to_string(),
            weight: 1.0,
            aside: false,
            frequency: 0,
            field,
            variants,
        });
        self.plan.clues.len() - 1
    }

    /// Neighbouring words that the index knows as one word ("glas vezel", "honden belasting").
    fn join_neighbours(&mut self, query: &Query) -> Result<()> {
        let mut before: Option<(usize, String)> = None;
        for item in &query.items {
            let Node::Word(typed) = &item.node else {
                before = None;
                continue;
            };
            for word in self.analyzer.query_words(typed) {
                let known = self.plan.clues.iter().position(|clue| clue.word == word.typed && clue.field.is_none());
                let here = known.filter(|_| word.role == WordRole::Content && item.need != Need::MustNot);
                let Some(here) = here else {
                    before = before.filter(|_| word.role == WordRole::Compound);
                    continue;
                };
                if let Some((there, first)) = &before {
                    self.join(*there, here, first, &word.folded)?;
                }
                before = Some((here, word.folded));
            }
        }
        Ok(())
    }

    fn join(&mut self, first: usize, second: usize, first_word: &str, second_word: &str) -> Result<()> {
        if first_word.len() + second_word.len() < 6 || first == second {
            return Ok(());
        }
        let mut candidates = QueryPlan::default();
        for link in LINKS {
            let stem = self.analyzer.stem(&format!("{first_word}{link}{second_word}"));
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

    /// Gives words that the index holds in no way the words that are spelled nearly so. Returns whether there were any.
    fn correct_unknown(&mut self) -> Result<bool> {
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

    /// Whether the index may hold a pattern: any of its terms, one for every slot.
    fn occurs(&self, pattern: &Pattern) -> bool {
        let any = |ids: &Vec<TermId>| ids.iter().any(|id| self.plan.terms[*id].frequency > 0);
        match pattern {
            Pattern::Any(ids) => any(ids),
            Pattern::Near { slots, .. } => slots.iter().all(any),
        }
    }

    /// Fills in how many passages hold each term, and about how many each clue.
    fn count(&mut self) -> Result<()> {
        let frequencies = self.reader.frequencies(&self.plan.terms)?;
        for (term, frequency) in self.plan.terms.iter_mut().zip(frequencies) {
            term.frequency = frequency;
        }
        let passages = self.reader.info().passages;
        for clue in &mut self.plan.clues {
            let terms = &self.plan.terms;
            clue.frequency =
                clue.variants.iter().map(|variant| own_frequency(variant, terms)).sum::<u64>().min(passages);
        }
        Ok(())
    }

    /// Gives the loose conditions their share of the information of the query; words that the index does not know
    /// have none, so that a slip of the pen does not hide everything.
    fn weigh(&mut self, loose: Vec<Condition>) {
        let passages = self.reader.info().passages;
        let light = std::mem::take(&mut self.light);
        let mut weighed: Vec<(Condition, f32)> = loose
            .into_iter()
            .map(|condition| {
                let light = matches!(&condition, Condition::Clue(clue) if light.contains(clue));
                let weight = if light { 0.0 } else { information(&self.plan, &condition, passages) };
                (condition, weight)
            })
            .collect();
        if weighed.iter().all(|(_, weight)| *weight == 0.0) {
            weighed.iter_mut().for_each(|(_, weight)| *weight = 1.0);
        }
        weighed.retain(|(_, weight)| *weight > 0.0);
        self.plan.soft = weighed;
    }
}

/// In how many passages a way of holding a clue stands by itself; ways that combine words are about as frequent as
/// the rarest, and count only where nothing else does.
fn own_frequency(variant: &Variant, terms: &[crate::query::plan::PlanTerm]) -> u64 {
    match (&variant.pattern, variant.kind) {
        // The exact word is among its forms.
        (Pattern::Any(_), MatchKind::Exact) if variant.weight < 1.0 => 0,
        (Pattern::Any(_), MatchKind::Joined) => 0,
        (Pattern::Any(ids), _) => ids.iter().map(|id| terms[*id].frequency).sum(),
        (Pattern::Near { .. }, MatchKind::Split) => 0,
        (Pattern::Near { slots, .. }, _) => {
            slots.iter().map(|slot| slot.iter().map(|id| terms[*id].frequency).sum()).min().unwrap_or(0)
        }
    }
}

/// The information of a condition: that of its clue, the most of alternatives, the sum of what is asked together.
fn information(plan: &QueryPlan, condition: &Condition, passages: u64) -> f32 {
    let of = |condition| information(plan, condition, passages);
    match condition {
        Condition::Clue(clue) => {
            let clue = &plan.clues[*clue];
            let found =
                clue.variants.iter().any(|variant| variant.pattern.terms().any(|id| plan.terms[id].frequency > 0));
            if found { clue.weight * idf(clue.frequency, passages) } else { 0.0 }
        }
        Condition::Any(conditions) => conditions.iter().map(of).fold(0.0, f32::max),
        Condition::All(conditions) => conditions.iter().map(of).sum(),
        Condition::Not(_) => 0.0,
        Condition::Half(conditions) => conditions.iter().map(|(condition, _)| of(condition)).sum(),
    }
}

/// Inverse document frequency as BM25 has it; never negative.
pub(super) fn idf(frequency: u64, passages: u64) -> f32 {
    let (frequency, passages) = (frequency.max(1) as f64, passages as f64);
    (1.0 + (passages - frequency + 0.5).max(0.0) / (frequency + 0.5)).ln() as f32
}

fn variant(pattern: Pattern, weight: f32, kind: MatchKind) -> Variant {
    Variant { pattern, weight, kind }
}
