//! Counting matching passages and the values of their keyword fields.

use std::time::Instant;

use rustc_hash::FxHashMap;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::StrColumn;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::schema::Fields;
use crate::backend::{Counting, Matches};
use crate::query::plan::Keyword;

/// Values that a facet shows at most.
const MOST_VALUES: usize = 50;

/// How many passages are counted between two looks at the clock.
const GLANCE: u64 = 1024;

/// Counts; keyword values only where asked.
pub(super) struct MatchCollector<'c> {
    pub counting: Counting<'c>,
    pub fields: Fields,
}

/// The counts of one segment.
pub(super) struct SegmentMatches {
    until: Option<Instant>,
    cut_short: bool,
    total: u64,
    columns: Vec<(Keyword, StrColumn, FxHashMap<u64, u64>)>,
}

/// The same as it goes from segment to index.
pub(super) struct SegmentCounts {
    cut_short: bool,
    total: u64,
    counts: Vec<(Keyword, Vec<(String, u64)>)>,
}

impl Collector for MatchCollector<'_> {
    type Fruit = Matches;
    type Child = SegmentMatches;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentMatches> {
        let mut columns = Vec::new();
        for keyword in self.counting.facets.iter().copied() {
            let name = segment.schema().get_field_name(self.fields.keyword(keyword));
            let column = segment.fast_fields().str(name)?;
            columns.extend(column.map(|column| (keyword, column, FxHashMap::default())));
        }
        Ok(SegmentMatches { until: self.counting.until, cut_short: false, total: 0, columns })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<SegmentCounts>) -> tantivy::Result<Matches> {
        let mut matches = Matches::default();
        let mut sums: FxHashMap<Keyword, FxHashMap<String, u64>> = FxHashMap::default();
        for SegmentCounts { cut_short, total, counts } in segments {
            matches.cut_short |= cut_short;
            matches.total += total;
            for (keyword, values) in counts {
                for (value, count) in values {
                    *sums.entry(keyword).or_default().entry(value).or_default() += count;
                }
            }
        }
        for keyword in self.counting.facets.iter().copied() {
            let mut values: Vec<(String, u64)> = sums.remove(&keyword).unwrap_or_default().into_iter().collect();
            values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            values.truncate(MOST_VALUES);
            matches.facets.push((keyword, values));
        }
        Ok(matches)
    }
}

impl SegmentCollector for SegmentMatches {
    type Fruit = SegmentCounts;

    fn collect(&mut self, doc: DocId, _: Score) {
        if self.cut_short {
            return;
        }
        self.total += 1;
        if self.total.is_multiple_of(GLANCE) && self.until.is_some_and(|until| Instant::now() >= until) {
            self.cut_short = true;
        }
        for (_, column, counts) in &mut self.columns {
            if let Some(ord) = column.ords().first(doc) {
                *counts.entry(ord).or_default() += 1;
            }
        }
    }

    fn harvest(self) -> SegmentCounts {
        let name = |column: &StrColumn, ord: u64| {
            let mut value = String::new();
            matches!(column.ord_to_str(ord, &mut value), Ok(true)).then_some(value)
        };
        let counts = self.columns.iter().map(|(keyword, column, counts)| {
            let values = counts.iter().filter_map(|(ord, count)| Some((name(column, *ord)?, *count)));
            (*keyword, values.collect())
        });
        SegmentCounts { cut_short: self.cut_short, total: self.total, counts: counts.collect() }
    }
}
