//! Finding passages that meet at least half of the sum of some weights: what counts as a match of loose words.
//!
//! The conditions are taken by falling weight. Those at the end whose weights together stay under half can never make
//! a match alone, so only the passages of the others are visited (H. Turtle and J. Flood, "Query evaluation:
//! strategies and optimizations", 1995, for scores).

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

use crate::query::plan::half_of;

/// Passages that meet conditions with at least half of the sum of their weights. Scores nothing.
#[derive(Debug)]
pub(super) struct HalfQuery {
    pub conditions: Vec<(Box<dyn Query>, f32)>,
}

impl Clone for HalfQuery {
    fn clone(&self) -> Self {
        HalfQuery { conditions: self.conditions.iter().map(|(query, weight)| (query.box_clone(), *weight)).collect() }
    }
}

impl Query for HalfQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let conditions = self.conditions.iter().map(|(query, weight)| Ok((query.weight(scoring)?, *weight)));
        Ok(Box::new(HalfWeight { conditions: conditions.collect::<tantivy::Result<_>>()? }))
    }
}

struct HalfWeight {
    conditions: Vec<(Box<dyn Weight>, f32)>,
}

impl Weight for HalfWeight {
    fn scorer(&self, reader: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let conditions = self.conditions.iter().map(|(weight, share)| Ok((weight.scorer(reader, 0.0)?, *share)));
        Ok(Box::new(HalfScorer::new(conditions.collect::<tantivy::Result<_>>()?)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("half", 0.0))
    }
}

struct HalfScorer {
    /// By falling weight.
    conditions: Vec<(Box<dyn Scorer>, f32)>,
    /// Sums of the weights from each condition to the last.
    rest: Vec<f32>,
    /// How many conditions, from the first, are needed to reach every match.
    essential: usize,
    half: f32,
    doc: DocId,
}

impl HalfScorer {
    fn new(mut conditions: Vec<(Box<dyn Scorer>, f32)>) -> Self {
        conditions.sort_by(|a, b| b.1.total_cmp(&a.1));
        let mut rest = vec![0.0; conditions.len() + 1];
        for at in (0..conditions.len()).rev() {
            rest[at] = rest[at + 1] + conditions[at].1;
        }
        let half = half_of(rest[0]);
        let essential = (0..conditions.len()).find(|at| rest[*at] < half).unwrap_or(conditions.len());
        let mut scorer = HalfScorer { conditions, rest, essential, half, doc: 0 };
        scorer.doc = scorer.first_from(0);
        scorer
    }

    fn first_from(&mut self, mut target: DocId) -> DocId {
        loop {
            let mut next = TERMINATED;
            for (condition, _) in &mut self.conditions[..self.essential] {
                let doc = if condition.doc() < target { condition.seek(target) } else { condition.doc() };
                next = next.min(doc);
            }
            if next == TERMINATED || self.meets_half(next) {
                return next;
            }
            target = next + 1;
        }
    }

    fn meets_half(&mut self, doc: DocId) -> bool {
        let mut sum = 0.0;
        for at in 0..self.conditions.len() {
            if sum >= self.half || sum + self.rest[at] < self.half {
                break;
            }
            let (condition, weight) = &mut self.conditions[at];
            let found = if condition.doc() < doc { condition.seek(doc) } else { condition.doc() };
            if found == doc {
                sum += *weight;
            }
        }
        sum >= self.half
    }
}

impl DocSet for HalfScorer {
    fn advance(&mut self) -> DocId {
        self.doc = if self.doc == TERMINATED { TERMINATED } else { self.first_from(self.doc + 1) };
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            self.doc = if target == TERMINATED { TERMINATED } else { self.first_from(target) };
        }
        self.doc
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.conditions[..self.essential].iter().map(|(condition, _)| condition.size_hint()).sum()
    }
}

impl Scorer for HalfScorer {
    fn score(&mut self) -> Score {
        0.0
    }
}
