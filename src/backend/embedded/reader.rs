//! Reading one commit of an embedded index.

use std::ops::Range;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::collector::TopDocs;
use tantivy::postings::Postings;
use tantivy::query::{Bm25StatisticsProvider, Query};
use tantivy::schema::{Field, IndexRecordOption, Value};
use tantivy::{DocAddress, DocId, DocSet, Order, SegmentReader, TERMINATED, TantivyDocument, Term};

use super::best::Best;
use super::expand;
use super::facets;
use super::lineages::LineageColumns;
use super::lower::{Lowering, index_term};
use super::schema::Fields;
use super::visible::{self, Only, Visible};
use super::{EmbeddedIndex, failed};
use crate::analysis::folded_line;
use crate::backend::{
    Address, Candidate, Candidates, Counting, Expansion, Hit, IndexInfo, Matches, PlacedUnits, Reader, StoredPassage,
};
use crate::document::FileRecord;
use crate::error::{Error, ErrorKind, Result};
use crate::lineage::{Band, Lineage, Node};
use crate::query::plan::{PlanTerm, QueryPlan, TermId};

/// Titles looked at for each that is shown.
const TITLES_PER_RESULT: usize = 4;

/// One commit, open for reading. Cheap to share; sees no later commit.
#[derive(Clone)]
pub struct EmbeddedReader {
    pub(super) index: EmbeddedIndex,
    pub(super) searcher: tantivy::Searcher,
    pub(super) info: Arc<IndexInfo>,
    /// Per segment the deleted passages, for exact frequencies.
    pub(super) deleted: Arc<Vec<Vec<DocId>>>,
    /// Columns by segment that lineages need.
    pub(super) lineage_columns: Arc<OnceLock<Vec<LineageColumns>>>,
    /// What may be seen; `None` where that is everything.
    pub(super) visible: Option<Arc<Visible>>,
}

impl EmbeddedReader {
    pub(super) fn new(index: EmbeddedIndex, searcher: tantivy::Searcher, info: IndexInfo) -> Self {
        let deleted: Vec<_> = searcher.segment_readers().iter().map(deleted_documents).collect();
        let (info, deleted, lineage_columns) = (Arc::new(info), Arc::new(deleted), Arc::default());
        EmbeddedReader { index, searcher, info, deleted, lineage_columns, visible: None }
    }

    fn fields(&self) -> &Fields {
        &self.index.fields
    }

    fn top(&self, query: &dyn Query, count: usize, until: Option<Instant>) -> tantivy::Result<Vec<DocAddress>> {
        let collector = Best { count, visible: self.visible.as_deref(), until };
        self.searcher.search_with_statistics_provider(query, &collector, self)
    }

    fn newest_first(&self, query: &dyn Query, range: Range<usize>) -> tantivy::Result<Vec<DocAddress>> {
        let collector =
            TopDocs::with_limit(range.len()).and_offset(range.start).order_by_fast_field::<i64>("day", Order::Desc);
        let found = self.searcher.search(query, &self.only(collector))?;
        Ok(found.into_iter().map(|(_, address)| address).collect())
    }

    /// A collector of what may be seen.
    fn only<C>(&self, inner: C) -> Only<'_, C> {
        Only { inner, visible: self.visible.as_deref() }
    }

    pub(super) fn sees(&self, address: DocAddress) -> bool {
        self.visible.as_ref().is_none_or(|visible| visible.holds(address))
    }

    /// The living entries with this term that may be seen.
    pub(super) fn entries_of(&self, term: &Term) -> tantivy::Result<Vec<DocAddress>> {
        let mut found = Vec::new();
        for (ord, segment) in self.searcher.segment_readers().iter().enumerate() {
            let inverted = segment.inverted_index(term.field())?;
            let Some(info) = inverted.get_term_info(term)? else { continue };
            let living = expand::living(segment, &inverted, &info)?;
            found.extend(living.map(|doc| DocAddress::new(ord as u32, doc)).filter(|address| self.sees(*address)));
        }
        Ok(found)
    }

    /// Adds to each candidate its numbers and the places of the plan's terms, going once through each posting list.
    fn describe(&self, plan: &QueryPlan, found: Vec<DocAddress>) -> tantivy::Result<Candidates> {
        let mut order: Vec<usize> = (0..found.len()).collect();
        order.sort_by_key(|at| found[*at]);
        let mut places: Vec<Vec<Hit>> = vec![Vec::new(); found.len()];
        let mut list: Vec<Option<Candidate>> = vec![None; found.len()];
        let mut rest = order.as_slice();
        while let Some(first) = rest.first() {
            let segment_ord = found[*first].segment_ord;
            let count = rest.iter().take_while(|at| found[**at].segment_ord == segment_ord).count();
            let (here, after) = rest.split_at(count);
            rest = after;
            let segment = self.searcher.segment_reader(segment_ord);
            self.read_places(plan, segment, here, &found, &mut places)?;
            let columns = segment.fast_fields();
            let (group, words, day) = (columns.u64("group")?, columns.u64("words")?, columns.i64("day")?);
            let sentences = columns.u64("sentences")?;
            for at in here {
                let doc = found[*at].doc_id;
                list[*at] = Some(Candidate {
                    address: address(found[*at]),
                    document: group.first(doc).unwrap_or_default(),
                    words: words.first(doc).unwrap_or_default() as u32,
                    sentences: sentences.first(doc).unwrap_or_default() as u8,
                    day: day.first(doc),
                    hits: 0..0,
                });
            }
        }
        let mut candidates = Candidates::default();
        for (candidate, hits) in list.into_iter().flatten().zip(places) {
            let start = candidates.hits.len();
            candidates.hits.extend(hits);
            candidates.list.push(Candidate { hits: start..candidates.hits.len(), ..candidate });
        }
        Ok(candidates)
    }

    fn read_places(
        &self,
        plan: &QueryPlan,
        segment: &SegmentReader,
        here: &[usize],
        found: &[DocAddress],
        places: &mut [Vec<Hit>],
    ) -> tantivy::Result<()> {
        let inverted = segment.inverted_index(self.fields().terms)?;
        let mut positions = Vec::new();
        for (number, term) in plan.terms.iter().enumerate() {
            let term = index_term(self.fields(), term.layer, &term.text);
            let option = IndexRecordOption::WithFreqsAndPositions;
            let Some(mut postings) = inverted.read_postings(&term, option)? else { continue };
            for at in here {
                let doc = found[*at].doc_id;
                if postings.doc() < doc && postings.seek(doc) == TERMINATED {
                    break;
                }
                if postings.doc() == doc {
                    postings.positions(&mut positions);
                    let hit = |position: &u32| Hit { term: number as u32, position: *position };
                    places[*at].extend(positions.iter().map(hit));
                }
            }
        }
        Ok(())
    }

    pub(super) fn stored<T: serde::de::DeserializeOwned>(&self, address: DocAddress) -> Result<T> {
        let document: TantivyDocument = self.searcher.doc(address).map_err(|error| failed(&self.index.path, error))?;
        let bytes = document.get_first(self.fields().stored).and_then(|value| value.as_bytes()).unwrap_or_default();
        serde_json::from_slice(bytes).map_err(|error| {
            let context = format!("index {} is damaged: run `raadpleeg check`", self.index.path.display());
            Error::with_source(ErrorKind::Damaged, context, error)
        })
    }

    /// Calls `found` with each value of an id field and each entry that has it and is not deleted.
    pub(super) fn each_living(&self, field: Field, mut found: impl FnMut(&[u8], DocAddress)) -> Result<()> {
        self.run(|| {
            for (ord, segment) in self.searcher.segment_readers().iter().enumerate() {
                let inverted = segment.inverted_index(field)?;
                let mut terms = inverted.terms().stream()?;
                while terms.advance() {
                    for doc in expand::living(segment, &inverted, terms.value())? {
                        let address = DocAddress::new(ord as u32, doc);
                        if self.sees(address) {
                            found(terms.key(), address);
                        }
                    }
                }
            }
            Ok(())
        })
    }

    pub(super) fn run<T>(&self, action: impl FnOnce() -> tantivy::Result<T>) -> Result<T> {
        action().map_err(|error| failed(&self.index.path, error))
    }
}

impl Reader for EmbeddedReader {
    fn info(&self) -> &IndexInfo {
        &self.info
    }

    fn frequencies(&self, terms: &[PlanTerm]) -> Result<Vec<u64>> {
        let frequency = |term: &PlanTerm| self.frequency(&index_term(self.fields(), term.layer, &term.text));
        self.run(|| terms.iter().map(frequency).collect())
    }

    fn expand(&self, expansion: &Expansion, limit: usize) -> Result<Vec<PlanTerm>> {
        let mut terms = self.run(|| expand::expand(&self.searcher, self.fields().terms, expansion))?;
        // Words of what was deleted stand in a segment until it is merged.
        if self.visible.is_some() || self.deleted.iter().any(|deleted| !deleted.is_empty()) {
            // How often words stand in what may not be seen must not decide which of the others are given.
            self.run(|| {
                terms.iter_mut().try_for_each(|term| {
                    term.frequency = self.frequency(&index_term(self.fields(), term.layer, &term.text))?;
                    Ok(())
                })
            })?;
            terms.retain(|term| term.frequency > 0);
        }
        terms.sort_by(|a, b| b.frequency.cmp(&a.frequency).then_with(|| a.text.cmp(&b.text)));
        terms.truncate(limit);
        Ok(terms)
    }

    fn candidates(
        &self,
        plan: &QueryPlan,
        probes: &[(TermId, f32)],
        count: usize,
        seen: &FxHashSet<Address>,
        until: Option<Instant>,
    ) -> Result<Candidates> {
        if count == 0 {
            return Ok(Candidates::default());
        }
        let query = Lowering::new(*self.fields(), plan).ranked(probes);
        self.run(|| {
            let mut found = self.top(&*query, count, until)?;
            found.retain(|found| !seen.contains(&address(*found)));
            self.describe(plan, found)
        })
    }

    fn newest(&self, plan: &QueryPlan, range: Range<usize>) -> Result<Candidates> {
        if range.is_empty() {
            return Ok(Candidates::default());
        }
        let query = Lowering::new(*self.fields(), plan).matching();
        self.run(|| self.describe(plan, self.newest_first(&*query, range)?))
    }

    fn matches(&self, plan: &QueryPlan, counting: &Counting<'_>) -> Result<Matches> {
        let query = Lowering::new(*self.fields(), plan).matching();
        let collector = facets::MatchCollector { counting: *counting, fields: *self.fields() };
        self.run(|| self.searcher.search(&*query, &self.only(collector)))
    }

    fn titles(&self, begin: &str, limit: usize) -> Result<Vec<String>> {
        let addresses = self.run(|| {
            let sees = |address| self.sees(address);
            expand::records_from(&self.searcher, self.fields().titles, begin, TITLES_PER_RESULT * limit, sees)
        })?;
        let mut titles: Vec<String> = Vec::new();
        for address in addresses {
            let record: FileRecord = self.stored(address)?;
            titles.push(record.title);
        }
        titles.sort_by_cached_key(|title| (!folded_line(title).starts_with(begin), title.len(), title.clone()));
        titles.dedup();
        titles.truncate(limit);
        Ok(titles)
    }

    fn passages_by_document(&self) -> Result<Vec<Vec<Address>>> {
        let mut documents: FxHashMap<u64, Vec<(u64, Address)>> = FxHashMap::default();
        self.run(|| {
            for (segment_ord, segment) in self.searcher.segment_readers().iter().enumerate() {
                let (group, ordinal) = (segment.fast_fields().u64("group")?, segment.fast_fields().u64("ordinal")?);
                for doc in segment.doc_ids_alive() {
                    // Records of files have neither.
                    let place = DocAddress::new(segment_ord as u32, doc);
                    if let (Some(group), Some(ordinal)) = (group.first(doc), ordinal.first(doc))
                        && self.sees(place)
                    {
                        let place = (ordinal, address(place));
                        documents.entry(group).or_default().push(place);
                    }
                }
            }
            Ok(())
        })?;
        let in_order = |mut places: Vec<(u64, Address)>| {
            places.sort_unstable();
            places.into_iter().map(|(_, address)| address).collect()
        };
        Ok(documents.into_values().map(in_order).collect())
    }

    fn vocabulary(&self) -> Result<u64> {
        self.run(|| expand::distinct_words(&self.searcher, self.fields().terms))
    }

    fn load(&self, addresses: &[Address]) -> Result<Vec<StoredPassage>> {
        addresses.iter().map(|address| self.stored(doc_address(*address))).collect()
    }

    fn records(&self) -> Result<Vec<FileRecord>> {
        let mut addresses = Vec::new();
        self.each_living(self.fields().record, |_, address| addresses.push(address))?;
        // Ids are hashes; in the order of the store each of its blocks is unpacked once.
        addresses.sort_unstable();
        let mut records: Vec<FileRecord> =
            addresses.into_iter().map(|address| self.stored(address)).collect::<Result<_>>()?;
        records.sort_by(|a, b| (&a.collection, &a.path).cmp(&(&b.collection, &b.path)));
        Ok(records)
    }

    fn record(&self, document_id: &str) -> Result<Option<FileRecord>> {
        let found = self.run(|| self.entries_of(&Term::from_field_text(self.fields().record, document_id)))?;
        found.first().map(|address| self.stored(*address)).transpose()
    }

    fn passages_of(&self, document_id: &str) -> Result<Vec<(Address, u64)>> {
        self.run(|| {
            let found = self.entries_of(&Term::from_field_text(self.fields().document, document_id))?;
            let number = |name, found: DocAddress| -> tantivy::Result<u64> {
                let columns = self.searcher.segment_reader(found.segment_ord).fast_fields();
                Ok(columns.u64(name)?.first(found.doc_id).unwrap_or_default())
            };
            let placed =
                found.into_iter().map(|found| Ok((number("ordinal", found)?, address(found), number("key", found)?)));
            let mut placed = placed.collect::<tantivy::Result<Vec<_>>>()?;
            placed.sort_unstable();
            Ok(placed.into_iter().map(|(_, address, key)| (address, key)).collect())
        })
    }

    fn units(&self, addresses: &[Address]) -> Result<Vec<PlacedUnits>> {
        self.run(|| self.units_at(addresses))
    }

    fn with_bands(&self, bands: &[Band], most: usize) -> Result<Vec<(Band, Address)>> {
        self.run(|| self.banded(bands, most))
    }

    fn with_node(&self, node: Node) -> Result<Vec<Address>> {
        let places = self.run(|| self.entries_of(&Term::from_field_u64(self.fields().units, node.0)))?;
        Ok(places.into_iter().map(address).collect())
    }

    fn lineage_nodes(&self, nodes: &[Node]) -> Result<Vec<Option<Vec<Node>>>> {
        nodes.iter().map(|node| self.nodes_around(*node)).collect()
    }

    fn lineages(&self, nodes: &[Node]) -> Result<Vec<Option<Lineage>>> {
        nodes.iter().map(|node| self.lineage(*node)).collect()
    }

    fn labels(&self) -> Result<Vec<String>> {
        self.run(|| visible::labels(&self.searcher, self.fields().readers))
    }

    fn seen_by(&self, labels: &[String]) -> Result<Box<dyn Reader>> {
        Ok(Box::new(self.run(|| self.view(labels))?))
    }

    fn size(&self) -> Result<u64> {
        let entries = std::fs::read_dir(&self.index.path);
        let entries = entries.map_err(|error| Error::io("read", &self.index.path, error))?;
        Ok(entries.filter_map(|entry| Some(entry.ok()?.metadata().ok()?.len())).sum())
    }
}

/// Statistics over living passages, so that scores do not depend on what was deleted.
impl Bm25StatisticsProvider for EmbeddedReader {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        self.searcher.total_num_tokens(field)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.searcher.num_docs())
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        self.frequency(term)
    }
}

fn deleted_documents(segment: &SegmentReader) -> Vec<DocId> {
    match segment.alive_bitset() {
        None => Vec::new(),
        Some(alive) => (0..segment.max_doc()).filter(|doc| !alive.is_alive(*doc)).collect(),
    }
}

pub(super) fn address(address: DocAddress) -> Address {
    Address(u64::from(address.segment_ord) << 32 | u64::from(address.doc_id))
}

pub(super) fn doc_address(address: Address) -> DocAddress {
    DocAddress::new((address.0 >> 32) as u32, address.0 as u32)
}
