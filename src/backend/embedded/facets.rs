//! Counting matching passages and the values of their keyword fields.

use rustc_hash::FxHashMap;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::StrColumn;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::schema::Fields;
use crate::backend::Matches;
use crate::query::plan::{KEYWORDS, Keyword};

/// Values that a facet shows at most.
const MOST_VALUES: usize = 50;

/// Counts; keyword values only where asked.
pub(super) struct MatchCollector {
    pub facets: bool,
    pub fields: Fields,
}

/// The counts of one segment.
pub(super) struct SegmentMatches {
    total: u64,
    columns: Vec<(Keyword, StrColumn, FxHashMap<u64, u64>)>,
}

/// Counts by value, as they go from segment to index.
type Counts = Vec<(Keyword, Vec<(String, u64)>)>;

impl Collector for MatchCollector {
    type Fruit = Matches;
    type Child = SegmentMatches;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentMatches> {
        let mut columns = Vec::new();
        for keyword in KEYWORDS.into_iter().filter(|_| self.facets) {
            let name = segment.schema().get_field_name(self.fields.keyword(keyword));
            let column = segment.fast_fields().str(name)?;
            columns.extend(column.map(|column| (keyword, column, FxHashMap::default())));
        }
        Ok(SegmentMatches { total: 0, columns })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<(u64, Counts)>) -> tantivy::Result<Matches> {
        let mut matches = Matches::default();
        let mut sums: FxHashMap<Keyword, FxHashMap<String, u64>> = FxHashMap::default();
        for (total, counts) in segments {
            matches.total += total;
            for (keyword, values) in counts {
                for (value, count) in values {
                    *sums.entry(keyword).or_default().entry(value).or_default() += count;
                }
            }
        }
        for keyword in KEYWORDS.into_iter().filter(|_| self.facets) {
            let mut values: Vec<(String, u64)> = sums.remove(&keyword).unwrap_or_default().into_iter().collect();
            values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            values.truncate(MOST_VALUES);
            matches.facets.push((keyword, values));
        }
        Ok(matches)
    }
}

impl SegmentCollector for SegmentMatches {
    type Fruit = (u64, Counts);

    fn collect(&mut self, doc: DocId, _: Score) {
        self.total += 1;
        for (_, column, counts) in &mut self.columns {
            if let Some(ord) = column.ords().first(doc) {
                *counts.entry(ord).or_default() += 1;
            }
        }
    }

    fn harvest(self) -> (u64, Counts) {
        let name = |column: &StrColumn, ord: u64| {
            let mut value = String::new();
            matches!(column.ord_to_str(ord, &mut value), Ok(true)).then_some(value)
        };
        let counts = self.columns.iter().map(|(keyword, column, counts)| {
            let values = counts.iter().filter_map(|(ord, count)| Some((name(column, *ord)?, *count)));
            (*keyword, values.collect())
        });
        (self.total, counts.collect())
    }
}
