//! A query into a plan: the words analysed, with the ways in which this index can hold them.
//!
//! Here the syntax becomes clues and conditions; `stand_ins` adds other ways of saying a word, `spelling` corrects words
//! that the index does not know, and `counts` weighs all by how rare they are.

mod counts;
mod spelling;
mod stand_ins;

pub(super) use counts::idf;

use crate::analysis::{Analyzer, Layer, QueryWord, Region, WordRole};
use crate::backend::{Expansion, Reader};
use crate::error::Result;
use crate::query::plan::{Clue, Condition, MatchKind, Pattern, QueryPlan, Reach, TermId, Variant};
use crate::query::{Field, Item, Need, Node, Query};

use crate::synonyms::Synonyms;

use super::restrict::restrictions;
use super::weights::Weights;

/// Words that a prefix or a misspelling stands for at most.
const MOST_EXPANSIONS: usize = 500;

/// Words between the parts of a split compound of the query at most.
const SPLIT_REACH: u32 = 3;

/// Makes plans for one index.
pub(super) struct Planner<'a> {
    analyzer: &'a Analyzer,
    reader: &'a dyn Reader,
    weights: &'a Weights,
    plan: QueryPlan,
    /// Clues of words that say little: they carry no weight in what matches.
    light: Vec<usize>,
    /// The words that other ways of saying may stand in for, in the order of the query.
    loose_words: Vec<LooseWord>,
    /// The number of the next word.
    place: usize,
    /// Words as typed, with what they were most likely meant to be.
    corrected: Vec<(String, String)>,
}

/// A plan, and the query that was perhaps meant.
pub(super) struct Planned {
    pub plan: QueryPlan,
    pub suggestion: Option<String>,
}

/// A word of the query without any sign.
struct LooseWord {
    word: QueryWord,
    clue: usize,
    /// Its place among the words of the query.
    place: usize,
    /// Whether every passage must hold it.
    needed: bool,
}

impl<'a> Planner<'a> {
    pub(super) fn new(analyzer: &'a Analyzer, reader: &'a dyn Reader, weights: &'a Weights) -> Self {
        let (plan, light, loose_words) = (QueryPlan::default(), Vec::new(), Vec::new());
        Planner { analyzer, reader, weights, plan, light, loose_words, place: 0, corrected: Vec::new() }
    }

    /// The plan of `query`; words of `synonyms` stand in for its words.
    pub(super) fn plan(mut self, query: &Query, synonyms: Option<&Synonyms>) -> Result<Planned> {
        self.plan.restrictions = restrictions(&query.filters);
        let mut loose = Vec::new();
        let words: Vec<Option<Vec<QueryWord>>> = query.items.iter().map(|item| self.plain(item)).collect();
        let mut wished = query.items.iter().zip(&words).filter(|(item, _)| item.need == Need::Should);
        let content = wished.any(|(_, words)| words.as_ref().is_none_or(|words| have_content(words)));
        for (item, words) in query.items.iter().zip(words) {
            // What has a sign stands between its neighbours.
            self.place += 1;
            match (item.need, words) {
                (Need::Should, Some(words)) => loose.extend(self.plain_words(words, content, false)),
                (Need::Should, None) => loose.extend(self.conditions(&item.node, None)?),
                (Need::Must, Some(words)) => {
                    let conditions = self.plain_words(words, false, true);
                    self.plan.must.extend(conditions);
                }
                (Need::Must, None) => {
                    let conditions = self.conditions(&item.node, None)?;
                    self.plan.must.extend(conditions);
                }
                (Need::MustNot, _) => {
                    let first = self.plan.clues.len();
                    let conditions = self.whole(&item.node, None)?;
                    self.plan.must_not.push(conditions);
                    // What is excluded ranks nothing.
                    self.plan.clues[first..].iter_mut().for_each(|clue| clue.weight = 0.0);
                }
            }
        }
        self.note_article();
        self.join_neighbours()?;
        if let Some(synonyms) = synonyms {
            self.add_synonyms(synonyms);
        }
        self.count()?;
        self.add_slips()?;
        self.correct_unknown()?;
        self.count()?;
        self.weigh(loose);
        let suggestion = self.suggestion(&query.source);
        Ok(Planned { plan: self.plan, suggestion })
    }

    /// The line as typed, with the corrections in it.
    fn suggestion(&self, source: &str) -> Option<String> {
        let mut meant = source.to_string();
        for (typed, correction) in &self.corrected {
            meant = meant.replacen(typed.as_str(), correction, 1);
        }
        (meant != source).then_some(meant)
    }

    /// The words of an item that is a word without field, or is excluded.
    fn plain(&self, item: &Item) -> Option<Vec<QueryWord>> {
        match &item.node {
            Node::Word(word) if item.need != Need::MustNot => Some(self.analyzer.query_words(word)),
            _ => None,
        }
    }

    /// The conditions that a node stands for; several where one typed word is several words.
    fn conditions(&mut self, node: &Node, field: Option<Region>) -> Result<Vec<Condition>> {
        Ok(match node {
            Node::Word(word) => {
                let words = self.analyzer.query_words(word);
                self.words(&words, field, false)
            }
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
        let mut conditions = self.conditions(node, field)?;
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

    /// The conditions of the words of an item, which are noted for what may stand in for them.
    fn plain_words(&mut self, words: Vec<QueryWord>, content: bool, needed: bool) -> Vec<Condition> {
        let first = self.plan.clues.len();
        let conditions = self.words(&words, None, content);
        if !words.iter().any(|word| word.role == WordRole::Whole) {
            let single = words.into_iter().filter(|word| word.role != WordRole::Compound);
            for (number, word) in single.enumerate() {
                let (clue, place) = (first + number, self.place + number);
                self.loose_words.push(LooseWord { word, clue, place, needed });
            }
            self.place += conditions.len().saturating_sub(1);
        }
        conditions
    }

    /// The conditions of words; those that say little count less where others say what is asked.
    fn words(&mut self, words: &[QueryWord], field: Option<Region>, content: bool) -> Vec<Condition> {
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
            let slots = terms.parts[..terms.single_parts].iter().map(|(part, _)| self.stem_slot(part));
            let pattern = Pattern::Near { slots: slots.collect(), reach: Reach::Within(SPLIT_REACH) };
            variants.push(variant(pattern, self.weights.split, MatchKind::Split));
        }
        self.clue(&word.typed, field, variants)
    }

    /// "artikel 36": the article that is asked for by its number.
    fn note_article(&mut self) {
        let asked = self.loose_words.windows(2).find(|pair| {
            let number = pair[1].word.folded.as_bytes().first().is_some_and(u8::is_ascii_digit);
            matches!(pair[0].word.folded.as_str(), "artikel" | "art") && number
        });
        let Some(number) = asked.map(|pair| pair[1].word.terms.stem.clone()) else { return };
        let artikel = self.analyzer.stem("artikel");
        self.plan.article = Some((self.plan.term(Layer::Stem, &artikel), self.plan.term(Layer::Stem, &number)));
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
            Expansion::Fuzzy(..) | Expansion::Slips(_) => (self.weights.spelling, MatchKind::Spelling),
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

    /// The terms of a stem, as a word and as a part of one.
    fn stem_slot(&mut self, stem: &str) -> Vec<TermId> {
        [Layer::Stem, Layer::Part].map(|layer| self.plan.term(layer, stem)).to_vec()
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
}

/// Whether words say what is asked, rather than ask it.
fn have_content(words: &[QueryWord]) -> bool {
    words.iter().any(|word| matches!(word.role, WordRole::Content | WordRole::Whole | WordRole::Compound))
}

fn variant(pattern: Pattern, weight: f32, kind: MatchKind) -> Variant {
    Variant { pattern, weight, kind, frequency: 0 }
}
