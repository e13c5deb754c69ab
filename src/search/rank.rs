//! The order of candidates, from the places of the plan's terms in them. Written once, for every back end.
//!
//! The base is BM25 (S. Robertson and H. Zaragoza, "The probabilistic relevance framework", 2009) over a weighted
//! count of occurrences: fields and layers add to one count instead of having scores of their own. On top come the
//! share of the query that is met, the share of it within a few words, and neighbours that stay near.

use std::ops::Range;

use crate::analysis::{Layer, Region};
use crate::backend::{Candidate, Candidates, Hit};
use crate::query::plan::{Clue, Condition, MatchKind, Pattern, QueryPlan, TermId, half_of};

use super::page::Factors;
use super::planner::idf;
use super::weights::Weights;

/// A council term, in which most policy is made anew.
const TERM_DAYS: f32 = 4.0 * 365.25;

/// A candidate with its final score.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ranked {
    /// Its number among the candidates.
    pub number: usize,
    /// The score; higher is better.
    pub score: f32,
    /// Whether it matches: half of what is asked loosely.
    pub matches: bool,
    /// What its date adds, as a share.
    pub recency: f32,
}

/// How a passage holds one clue.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Evidence {
    /// The clue.
    pub clue: usize,
    /// Its share of the score before the factors for the whole query.
    pub score: f32,
    /// Whether the passage holds it as asked, or only some part of a compound.
    pub whole: bool,
    /// The places: position, how it matched there, and the term that stands there.
    pub places: Vec<Place>,
}

/// One place where a clue was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    pub position: u32,
    pub kind: MatchKind,
    pub term: TermId,
    /// Whether the score of the clue comes from here, or from a better way of saying it.
    pub counts: bool,
}

/// Scores candidates of one plan.
pub(super) struct Ranker<'a> {
    plan: &'a QueryPlan,
    weights: &'a Weights,
    average_words: f32,
    /// Information per clue, with its weight.
    information: Vec<f32>,
    total: f32,
    passages: u64,
}

/// The places of terms in one candidate.
struct Sheet {
    positions: Vec<u32>,
    ranges: Vec<Range<usize>>,
}

impl Sheet {
    fn new(terms: usize, hits: &[Hit]) -> Sheet {
        let mut ranges = vec![0..0; terms];
        for (at, hit) in hits.iter().enumerate() {
            let range = &mut ranges[hit.term as usize];
            if range.start == range.end {
                *range = at..at + 1;
            } else {
                range.end = at + 1;
            }
        }
        Sheet { positions: hits.iter().map(|hit| hit.position).collect(), ranges }
    }

    fn of(&self, term: TermId) -> &[u32] {
        &self.positions[self.ranges[term].clone()]
    }
}

impl<'a> Ranker<'a> {
    pub(super) fn new(plan: &'a QueryPlan, weights: &'a Weights, passages: u64, words: u64) -> Self {
        let information = |clue: &Clue| clue.weight * idf(clue.frequency, passages);
        let information: Vec<f32> = plan.clues.iter().map(information).collect();
        let total = information.iter().sum::<f32>().max(f32::MIN_POSITIVE);
        let average_words = (words as f32 / passages.max(1) as f32).max(1.0);
        Ranker { plan, weights, average_words, information, total, passages }
    }

    /// The plan by which it ranks.
    pub(super) fn plan(&self) -> &'a QueryPlan {
        self.plan
    }

    /// The terms by which candidates are found, with their boosts.
    pub(super) fn probes(&self) -> Vec<(TermId, f32)> {
        let mut boosts = vec![0.0f32; self.plan.terms.len()];
        for clue in self.plan.clues.iter().filter(|clue| clue.weight > 0.0 && !clue.aside) {
            for variant in &clue.variants {
                let (boost, terms): (f32, Vec<TermId>) = match &variant.pattern {
                    // The exact word is found by its stem.
                    Pattern::Any(_)
                        if variant.kind == MatchKind::Exact && clue.variants.len() > 1 && variant.weight < 1.0 =>
                    {
                        continue;
                    }
                    Pattern::Any(ids) => (variant.weight, ids.clone()),
                    Pattern::Near { slots, .. } => {
                        (variant.weight / slots.len() as f32, variant.pattern.terms().collect())
                    }
                };
                for term in terms {
                    boosts[term] = boosts[term].max(clue.weight * boost);
                }
            }
        }
        let known = |(term, boost): &(TermId, f32)| *boost > 0.0 && self.plan.terms[*term].frequency > 0;
        boosts.into_iter().enumerate().filter(known).collect()
    }

    /// The candidates at `window`, best first; equal scores by document and place, so that the order does not depend on
    /// how the index came about.
    pub(super) fn rank(&self, candidates: &Candidates, window: Range<usize>) -> Vec<Ranked> {
        let newest = candidates.list[window.clone()].iter().filter_map(|candidate| candidate.day).max();
        let rank = |number: usize| {
            let candidate = &candidates.list[number];
            let terms = newest.zip(candidate.day).map(|(newest, day)| (newest - day) as f32 / TERM_DAYS);
            let recency = terms.map_or(0.0, |terms| self.weights.recency / (1.0 + terms));
            let ranked = self.score(number, candidate, candidates);
            Ranked { score: ranked.score * (1.0 + recency), recency, ..ranked }
        };
        let mut ranked: Vec<Ranked> = window.map(rank).collect();
        let place = |ranked: &Ranked| {
            let candidate = &candidates.list[ranked.number];
            (candidate.document, candidate.address)
        };
        ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| place(a).cmp(&place(b))));
        ranked
    }

    fn score(&self, number: usize, candidate: &Candidate, candidates: &Candidates) -> Ranked {
        let sheet = self.sheet(candidate, candidates);
        let evidence = self.evidence_in(candidate, &sheet);
        // The sum of nothing is -0.0, which is shown.
        let base = evidence.iter().fold(0.0, |sum, evidence| sum + evidence.score);
        let Factors { coverage, nearness, article, .. } = self.factors(&evidence, &sheet, 0.0);
        let factor = (1.0 + self.weights.coverage * coverage) / (1.0 + self.weights.coverage);
        let fragments = 1.0 - f32::from(candidate.sentences) / 100.0;
        let factor = factor * (1.0 - self.weights.sentences * fragments);
        let met = |clue: usize| evidence.iter().any(|evidence| evidence.clue == clue && evidence.whole);
        let matches = holds_half(&self.plan.soft, &met);
        Ranked { number, score: base * factor * (1.0 + nearness + article), matches, recency: 0.0 }
    }

    /// What all words together add to the score.
    fn factors(&self, evidence: &[Evidence], sheet: &Sheet, recency: f32) -> Factors {
        let met = evidence.iter().filter(|evidence| evidence.whole).map(|evidence| self.information[evidence.clue]);
        let nearness = self.weights.window * self.best_window(evidence).0 + self.weights.pairs * self.pairs(evidence);
        Factors { coverage: met.sum::<f32>() / self.total, nearness, article: self.article(sheet), recency }
    }

    /// How the candidate holds each clue that it holds.
    pub(super) fn evidence(&self, candidate: &Candidate, candidates: &Candidates) -> Vec<Evidence> {
        self.evidence_in(candidate, &self.sheet(candidate, candidates))
    }

    /// What all words together add to the score of a ranked candidate.
    pub(super) fn factors_of(&self, ranked: &Ranked, candidates: &Candidates, evidence: &[Evidence]) -> Factors {
        self.factors(evidence, &self.sheet(&candidates.list[ranked.number], candidates), ranked.recency)
    }

    fn sheet(&self, candidate: &Candidate, candidates: &Candidates) -> Sheet {
        Sheet::new(self.plan.terms.len(), &candidates.hits[candidate.hits.clone()])
    }

    /// What is added because the passage is the article asked for: its number stands in a heading, or begins the text.
    fn article(&self, sheet: &Sheet) -> f32 {
        let (headings, body) = (Region::Headings.range(), Region::Body.range().start);
        let asked = self.plan.article.is_some_and(|(artikel, number)| {
            let mut first = sheet.of(artikel).iter().filter(|at| headings.contains(*at) || **at == body);
            first.any(|at| sheet.of(number).contains(&(at + 1)))
        });
        if asked { self.weights.article } else { 0.0 }
    }

    fn evidence_in(&self, candidate: &Candidate, sheet: &Sheet) -> Vec<Evidence> {
        let length = candidate.words as f32 / self.average_words;
        let norm = self.weights.k1 * (1.0 - self.weights.b + self.weights.b * length);
        let clues = self.plan.clues.iter().enumerate();
        let evidence = clues.filter(|(_, clue)| clue.weight > 0.0).filter_map(|(number, clue)| {
            let (score, places) = self.held(number, sheet, norm);
            if places.is_empty() {
                let (score, places) = self.loose_parts(clue, sheet, norm);
                return (!places.is_empty()).then_some(Evidence { clue: number, score, whole: false, places });
            }
            Some(Evidence { clue: number, score, whole: true, places })
        });
        evidence.collect()
    }

    /// The score of a clue, and where it is. Ways of the word itself add up to one count; of that score and that of each
    /// way that stands in for it, the best counts.
    fn held(&self, number: usize, sheet: &Sheet, norm: f32) -> (f32, Vec<Place>) {
        let clue = &self.plan.clues[number];
        let mut own = 0.0;
        // The best stand-in: its score, and which of the places are its own.
        let mut best = (0.0f32, 0..0);
        let mut places = Vec::new();
        for variant in &clue.variants {
            let start = places.len();
            find(variant.kind, &variant.pattern, sheet, &mut places);
            if let Some(field) = clue.field {
                let kept: Vec<Place> =
                    places.drain(start..).filter(|place| Region::of(place.position) == field).collect();
                places.extend(kept);
            }
            let found = places[start..].iter().map(|place| self.weights.region(Region::of(place.position)));
            let count = found.sum::<f32>();
            match variant.kind {
                MatchKind::Synonym(_) => {
                    let information = clue.weight * idf(variant.frequency, self.passages);
                    let score = variant.weight * information * self.saturated(count, norm);
                    best = better(best, score, start..places.len());
                }
                kind if kind.stands_in() => {
                    let score = self.information[number] * self.saturated(count * variant.weight, norm);
                    best = better(best, score, start..places.len());
                }
                _ => own += count * variant.weight,
            }
        }
        let own = self.information[number] * self.saturated(own, norm);
        for (number, place) in places.iter_mut().enumerate() {
            place.counts = if best.0 > own { best.1.contains(&number) } else { !place.kind.stands_in() };
        }
        (best.0.max(own), places)
    }

    /// BM25's count: each occurrence more counts less.
    fn saturated(&self, count: f32, norm: f32) -> f32 {
        count * (self.weights.k1 + 1.0) / (count + norm)
    }

    /// Parts of a compound of the query that stand somewhere by themselves: scored as words of their own, for less.
    fn loose_parts(&self, clue: &Clue, sheet: &Sheet, norm: f32) -> (f32, Vec<Place>) {
        let split = clue.variants.iter().find(|variant| variant.kind == MatchKind::Split);
        let Some(Pattern::Near { slots, .. }) = split.map(|variant| &variant.pattern) else { return (0.0, Vec::new()) };
        let (mut score, mut places) = (0.0, Vec::new());
        for slot in slots {
            let start = places.len();
            find(MatchKind::Split, &Pattern::Any(slot.clone()), sheet, &mut places);
            places.retain(|place| clue.field.is_none_or(|field| Region::of(place.position) == field));
            let count = places[start..].iter().map(|place| {
                let layer = if self.plan.terms[place.term].layer == Layer::Part { self.weights.part } else { 1.0 };
                layer * self.weights.region(Region::of(place.position))
            });
            let frequency = slot.iter().map(|term| self.plan.terms[*term].frequency).sum();
            score += idf(frequency, self.passages) * self.saturated(count.sum(), norm);
        }
        (score * clue.weight * self.weights.loose_part, places)
    }

    /// The share of the query's information in the best window of the text, and where that window begins.
    pub(super) fn best_window(&self, evidence: &[Evidence]) -> (f32, u32) {
        let body = Region::Body.range().start;
        let mut places: Vec<(u32, usize)> = Vec::new();
        for (number, evidence) in evidence.iter().enumerate() {
            places.extend(evidence.places.iter().map(|place| (place.position, number)));
        }
        places.retain(|(position, _)| *position >= body);
        places.sort_unstable();
        places.dedup();
        let mut counts = vec![0u32; evidence.len()];
        let (mut first, mut sum, mut best) = (0, 0.0f32, (0.0f32, body));
        for (last, (position, number)) in places.iter().enumerate() {
            counts[*number] += 1;
            if counts[*number] == 1 {
                sum += self.information[evidence[*number].clue];
            }
            while position - places[first].0 >= self.weights.window_words {
                let left = places[first].1;
                counts[left] -= 1;
                if counts[left] == 0 {
                    sum -= self.information[evidence[left].clue];
                }
                first += 1;
            }
            debug_assert!(first <= last);
            if sum > best.0 * (1.0 + 1e-6) {
                best = (sum, places[first].0);
            }
        }
        (best.0 / self.total, best.1)
    }

    /// The share of neighbouring clues that are near each other in the passage.
    fn pairs(&self, evidence: &[Evidence]) -> f32 {
        let possible = self.plan.clues.iter().filter(|clue| clue.weight > 0.0).count().saturating_sub(1);
        if possible == 0 {
            return 0.0;
        }
        let near = evidence.windows(2).filter(|pair| {
            let follows = pair[1].clue == pair[0].clue + 1;
            follows
                && pair[0]
                    .places
                    .iter()
                    .any(|a| pair[1].places.iter().any(|b| a.position.abs_diff(b.position) <= self.weights.pair_words))
        });
        near.count() as f32 / possible as f32
    }
}

fn better(best: (f32, Range<usize>), score: f32, places: Range<usize>) -> (f32, Range<usize>) {
    if score > best.0 { (score, places) } else { best }
}

/// Adds the places where `pattern` holds.
fn find(kind: MatchKind, pattern: &Pattern, sheet: &Sheet, places: &mut Vec<Place>) {
    match pattern {
        Pattern::Any(ids) => {
            for term in ids {
                places.extend(sheet.of(*term).iter().map(|position| Place {
                    position: *position,
                    kind,
                    term: *term,
                    counts: true,
                }));
            }
        }
        Pattern::Near { slots, reach } => {
            let merged: Vec<Vec<u32>> = slots.iter().map(|slot| merge(slot, sheet)).collect();
            let slices: Vec<&[u32]> = merged.iter().map(Vec::as_slice).collect();
            for start in reach.places(&slices) {
                // Every word of the place is shown, not only the first.
                for (slot, positions) in slots.iter().zip(&merged) {
                    let at = positions.partition_point(|position| *position < start);
                    let Some(position) = positions.get(at) else { continue };
                    let stands = |term: &&TermId| sheet.of(**term).binary_search(position).is_ok();
                    let term = *slot.iter().find(stands).unwrap_or(&slot[0]);
                    places.push(Place { position: *position, kind, term, counts: true });
                }
            }
        }
    }
}

fn merge(slot: &[TermId], sheet: &Sheet) -> Vec<u32> {
    if let [only] = slot {
        return sheet.of(*only).to_vec();
    }
    let mut positions: Vec<u32> = slot.iter().flat_map(|term| sheet.of(*term)).copied().collect();
    positions.sort_unstable();
    positions.dedup();
    positions
}

/// Whether a condition holds, given which clues are met.
fn holds(condition: &Condition, met: &impl Fn(usize) -> bool) -> bool {
    match condition {
        Condition::Clue(clue) => met(*clue),
        Condition::Any(conditions) => conditions.iter().any(|condition| holds(condition, met)),
        Condition::All(conditions) => conditions.iter().all(|condition| holds(condition, met)),
        Condition::Not(condition) => !holds(condition, met),
        Condition::Half(conditions) => holds_half(conditions, met),
    }
}

fn holds_half(conditions: &[(Condition, f32)], met: &impl Fn(usize) -> bool) -> bool {
    let total: f32 = conditions.iter().map(|(_, weight)| weight).sum();
    let found = conditions.iter().filter(|(condition, _)| holds(condition, met)).map(|(_, weight)| weight);
    found.sum::<f32>() >= half_of(total)
}
