//! A page of results, and why each is there.

use crate::analysis::{Layer, Region};
use crate::document::{Document, Passage};
use crate::lineage::Likeness;
use crate::query::plan::{Keyword, MatchKind, QueryPlan};

use super::fragment::FragmentPiece;
use super::rank::{Evidence, Place};

/// The answer to a query.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchPage {
    /// The query as it was typed.
    pub query: String,
    /// The query that was perhaps meant, where words of it are in no document; their corrections were looked for too.
    pub suggestion: Option<String>,
    /// How many passages match: meet at least half of what is asked. More may be ranked.
    pub total: u64,
    /// The results of this page.
    pub groups: Vec<Group>,
    /// Per keyword field its values among the matching passages with their numbers, most first.
    pub facets: Vec<(Keyword, Vec<(String, u64)>)>,
    /// Whether everything was looked at; `false` where the time was over before.
    pub complete: bool,
}

/// A result: a passage and the other matching passages of its document.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The best passage.
    pub hit: Hit,
    /// How many other passages of its document match; 0 where passages are not grouped.
    pub others: usize,
    /// As many of these as were asked for, with their scores, best first.
    pub more: Vec<(Passage, f32)>,
}

/// A passage that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Its score; comparable within one query only.
    pub score: f32,
    /// Whether it meets at least half of what is asked.
    pub matches: bool,
    /// Its document.
    pub document: Document,
    /// The passage.
    pub passage: Passage,
    /// The sentence around the words, with the words marked.
    pub fragment: Vec<FragmentPiece>,
    /// What all words together add; `None` where that was not asked.
    pub factors: Option<Factors>,
    /// The same passage in other documents, newest first; not all where there are many.
    pub versions: Vec<Version>,
    /// How many of these there are.
    pub version_count: usize,
    /// Why it was found: one reason per word of the query and way of matching; empty where that was not asked.
    pub reasons: Vec<Reason>,
}

/// A passage of another document that says nearly what a result says.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// Its document.
    pub document: Document,
    /// The passage.
    pub passage: Passage,
    /// How alike the two are.
    pub likeness: Likeness,
}

/// Why a passage was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// The word as typed.
    pub word: String,
    /// How it matched.
    pub kind: MatchKind,
    /// Where.
    pub region: Region,
    /// The word in the document that was found.
    pub found: String,
    /// The same with `|` around the part that was found, where it is part of a compound.
    pub divided: Option<String>,
    /// What it contributed to the score.
    pub contribution: f32,
}

/// What the score of a hit owes to all words together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Factors {
    /// The share of the query's information that the passage holds, 0 to 1.
    pub coverage: f32,
    /// What is added because words stand near each other, as a share of the score.
    pub nearness: f32,
    /// What is added because the passage is the article that was asked for by its number, as a share of the score.
    pub article: f32,
    /// What is added because the document is recent, as a share of the score.
    pub recency: f32,
}

/// One reason per clue, way and field. The score of a clue is shared out over its places; `factor` is what the rest of
/// the ranking (coverage, nearness) multiplies all of them by.
pub(super) fn reasons(
    plan: &QueryPlan,
    evidence: &[Evidence],
    factor: f32,
    word_at: impl Fn(u32, Option<&str>) -> Option<(String, Option<String>)>,
) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = Vec::new();
    for evidence in evidence {
        let clue = &plan.clues[evidence.clue];
        let counted: Vec<Place> = evidence.places.iter().filter(|place| place.counts).copied().collect();
        let places = distinct(plan, &counted);
        let share = evidence.score * factor / places.len().max(1) as f32;
        for place in places {
            let region = Region::of(place.position);
            let term = &plan.terms[place.term];
            let part = (term.layer == Layer::Part).then_some(term.text.as_str());
            let (found, divided) = word_at(place.position, part).unwrap_or_else(|| (term.text.clone(), None));
            let known = reasons.iter_mut().find(|reason| {
                reason.word == clue.word
                    && reason.kind == place.kind
                    && reason.region == region
                    && reason.found == found
            });
            match known {
                Some(reason) => reason.contribution += share,
                None => reasons.push(Reason {
                    word: clue.word.clone(),
                    kind: place.kind,
                    region,
                    found,
                    divided,
                    contribution: share,
                }),
            }
        }
    }
    reasons.sort_by(|a, b| b.contribution.total_cmp(&a.contribution));
    reasons
}

/// One place per position: the exact word before its form.
fn distinct(plan: &QueryPlan, places: &[Place]) -> Vec<Place> {
    let mut places = places.to_vec();
    let order = |place: &Place| match plan.terms[place.term].layer {
        Layer::Surface => 0,
        Layer::Stem => 1,
        Layer::Part => 2,
    };
    places.sort_by_key(|place| (place.position, order(place)));
    places.dedup_by_key(|place| place.position);
    places
}
