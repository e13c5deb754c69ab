//! Finding passages in which terms lie as a pattern asks: phrases, words near each other, words in one field.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use crate::analysis::Region;
use crate::query::plan::Reach;

/// Passages with a term of every slot, placed as `reach` says, in `region` where one is given. Scores nothing.
#[derive(Clone, Debug)]
pub(super) struct PatternQuery {
    pub field: Field,
    pub slots: Vec<Vec<Term>>,
    pub reach: Reach,
    pub region: Option<Region>,
}

impl Query for PatternQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for PatternQuery {
    fn scorer(&self, reader: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut slots = Vec::new();
        for terms in &self.slots {
            let slot = Slot::open(reader, self.field, terms)?;
            if slot.postings.is_empty() {
                return Ok(Box::new(EmptyScorer));
            }
            slots.push(slot);
        }
        let mut scorer = PatternScorer { slots, reach: self.reach, region: self.region, doc: 0 };
        scorer.doc = scorer.first_from(0);
        Ok(Box::new(scorer))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("pattern", 0.0))
    }
}

/// The postings of the terms that may fill one slot.
struct Slot {
    postings: Vec<SegmentPostings>,
    positions: Vec<u32>,
    scratch: Vec<u32>,
}

impl Slot {
    fn open(reader: &SegmentReader, field: Field, terms: &[Term]) -> tantivy::Result<Slot> {
        let inverted = reader.inverted_index(field)?;
        let mut postings = Vec::new();
        for term in terms {
            postings.extend(inverted.read_postings(term, IndexRecordOption::WithFreqsAndPositions)?);
        }
        Ok(Slot { postings, positions: Vec::new(), scratch: Vec::new() })
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let seek = |postings: &mut SegmentPostings| {
            if postings.doc() < target { postings.seek(target) } else { postings.doc() }
        };
        self.postings.iter_mut().map(seek).min().unwrap_or(TERMINATED)
    }

    fn collect(&mut self, doc: DocId, region: Option<Region>) {
        self.positions.clear();
        for postings in self.postings.iter_mut().filter(|postings| postings.doc() == doc) {
            postings.positions(&mut self.scratch);
            self.positions.extend_from_slice(&self.scratch);
        }
        self.positions.retain(|position| region.is_none_or(|region| Region::of(*position) == region));
        self.positions.sort_unstable();
        self.positions.dedup();
    }
}

struct PatternScorer {
    slots: Vec<Slot>,
    reach: Reach,
    region: Option<Region>,
    doc: DocId,
}

impl PatternScorer {
    /// The first passage at or after `target` that fits.
    fn first_from(&mut self, mut target: DocId) -> DocId {
        loop {
            let furthest = self.slots.iter_mut().map(|slot| slot.seek(target)).max().unwrap_or(TERMINATED);
            if furthest == TERMINATED {
                return TERMINATED;
            }
            if furthest == target && self.fits(target) {
                return target;
            }
            target = if furthest == target { target + 1 } else { furthest };
        }
    }

    fn fits(&mut self, doc: DocId) -> bool {
        for slot in &mut self.slots {
            slot.collect(doc, self.region);
        }
        let positions: Vec<&[u32]> = self.slots.iter().map(|slot| slot.positions.as_slice()).collect();
        !self.reach.places(&positions).is_empty()
    }
}

impl DocSet for PatternScorer {
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
        let slot = |slot: &Slot| slot.postings.iter().map(DocSet::size_hint).sum();
        self.slots.iter().map(slot).min().unwrap_or(0)
    }
}

impl Scorer for PatternScorer {
    fn score(&mut self) -> Score {
        0.0
    }
}
