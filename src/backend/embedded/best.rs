//! The best passages by score: tantivy's own collector, but for what an asker may see and until a moment only.
//!
//! Hidden passages are left out while the rest is pruned by score as ever; a condition in the query would have every
//! passage scored.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::time::Instant;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::query::Weight;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use super::visible::{Visible, holds};

/// Passages taken between two looks at the clock.
const GLANCE: usize = 64;

/// The best `count` passages; what is found when `until` has passed.
pub(super) struct Best<'v> {
    pub count: usize,
    pub visible: Option<&'v Visible>,
    pub until: Option<Instant>,
}

/// A passage found, ordered by score; of equals the first in the index is better.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    score: Score,
    address: DocAddress,
}

impl Ord for Found {
    fn cmp(&self, other: &Self) -> Ordering {
        self.score.total_cmp(&other.score).then_with(|| other.address.cmp(&self.address))
    }
}

impl PartialOrd for Found {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Found {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Found {}

/// Never used: [`Best`] collects a whole segment at once.
pub(super) struct Whole;

impl SegmentCollector for Whole {
    type Fruit = Vec<Found>;

    fn collect(&mut self, _: DocId, _: Score) {}

    fn harvest(self) -> Vec<Found> {
        Vec::new()
    }
}

impl Collector for Best<'_> {
    type Fruit = Vec<DocAddress>;
    type Child = Whole;

    fn for_segment(&self, _: SegmentOrdinal, _: &SegmentReader) -> tantivy::Result<Whole> {
        Ok(Whole)
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, segments: Vec<Vec<Found>>) -> tantivy::Result<Vec<DocAddress>> {
        let mut found: Vec<Found> = segments.into_iter().flatten().collect();
        found.sort_unstable_by_key(|found| Reverse(*found));
        found.truncate(self.count);
        Ok(found.into_iter().map(|found| found.address).collect())
    }

    fn collect_segment(
        &self,
        weight: &dyn Weight,
        ord: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<Vec<Found>> {
        let entries = self.visible.and_then(|visible| visible.segment(ord));
        let mut best: BinaryHeap<Reverse<Found>> = BinaryHeap::with_capacity(self.count + 1);
        let mut least = Score::MIN;
        let mut taken: usize = 0;
        weight.for_each_pruning(least, segment, &mut |doc, score| {
            if segment.is_deleted(doc) || !holds(&entries, doc) {
                return least;
            }
            if taken.is_multiple_of(GLANCE) && self.until.is_some_and(|until| Instant::now() >= until) {
                return Score::MAX;
            }
            taken += 1;
            best.push(Reverse(Found { score, address: DocAddress::new(ord, doc) }));
            if best.len() > self.count {
                best.pop();
            }
            if best.len() == self.count {
                least = best.peek().map_or(Score::MIN, |Reverse(worst)| worst.score);
            }
            least
        })?;
        Ok(best.into_iter().map(|Reverse(found)| found).collect())
    }
}
