//! What a commit is to somebody who may not see all of it: its counts and collections, and how often words stand in it.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashSet;
use tantivy::postings::SegmentPostings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, TERMINATED, Term};

use super::reader::EmbeddedReader;
use super::visible::{Visible, holds};
use crate::backend::IndexInfo;

/// Passages that are looked at to count how often a term stands in what may be seen; a term of more is counted in all.
const COUNTED: u32 = 2_000;

impl EmbeddedReader {
    /// The same commit for somebody with `labels`.
    pub(super) fn view(&self, labels: &[String]) -> tantivy::Result<EmbeddedReader> {
        let Some(visible) = Visible::new(&self.searcher, self.index.fields.readers, labels)? else {
            return Ok(self.clone());
        };
        let info = self.info_of(&visible)?;
        Ok(EmbeddedReader { visible: Some(Arc::new(visible)), info: Arc::new(info), ..self.clone() })
    }

    fn info_of(&self, visible: &Visible) -> tantivy::Result<IndexInfo> {
        let (mut passages, mut words) = (0, 0);
        let mut documents: FxHashSet<u64> = FxHashSet::default();
        let mut collections: FxHashSet<String> = FxHashSet::default();
        for (ord, segment) in self.searcher.segment_readers().iter().enumerate() {
            let entries = visible.segment(ord as u32);
            let columns = segment.fast_fields();
            let (group, length) = (columns.u64("group")?, columns.u64("words")?);
            let collection = columns.str("collection")?;
            let mut here: FxHashSet<u64> = FxHashSet::default();
            for doc in segment.doc_ids_alive().filter(|doc| holds(&entries, *doc)) {
                // Records of files have no length.
                let Some(length) = length.first(doc) else { continue };
                passages += 1;
                words += length;
                documents.extend(group.first(doc));
                here.extend(collection.iter().filter_map(|column| column.ords().first(doc)));
            }
            for ord in here {
                let mut name = String::new();
                if let Some(column) = &collection
                    && column.ord_to_str(ord, &mut name)?
                {
                    collections.insert(name);
                }
            }
        }
        let all = self.info.collections.iter().filter(|(name, _)| collections.contains(*name));
        let collections: BTreeMap<String, String> = all.map(|(name, folder)| (name.clone(), folder.clone())).collect();
        let documents = documents.len() as u64;
        Ok(IndexInfo { documents, passages, words, collections, ..(*self.info).clone() })
    }

    /// In how many living passages a term stands; in a view of those that may be seen. Terms of many passages are
    /// counted in all of them, unless none may be seen.
    pub(super) fn frequency(&self, term: &Term) -> tantivy::Result<u64> {
        let (mut total, mut seen, mut looked_at) = (0, 0, 0);
        let mut exact = true;
        for (ord, segment) in self.searcher.segment_readers().iter().enumerate() {
            let inverted = segment.inverted_index(term.field())?;
            let Some(info) = inverted.get_term_info(term)? else { continue };
            let open = |option| inverted.read_postings_from_terminfo(&info, option);
            total += u64::from(info.doc_freq) - deleted_among(&self.deleted[ord], || open(IndexRecordOption::Basic))?;
            let Some(visible) = &self.visible else { continue };
            let entries = visible.segment(ord as u32);
            let mut postings = open(IndexRecordOption::Basic)?;
            while postings.doc() != TERMINATED && !(seen > 0 && looked_at >= COUNTED) {
                looked_at += 1;
                let doc = postings.doc();
                seen += u64::from(holds(&entries, doc) && !segment.is_deleted(doc));
                postings.advance();
            }
            exact &= postings.doc() == TERMINATED;
        }
        Ok(if self.visible.is_some() && exact { seen } else { total })
    }
}

/// How many of the deleted passages of a segment hold a term.
fn deleted_among(
    deleted: &[DocId],
    postings: impl FnOnce() -> std::io::Result<SegmentPostings>,
) -> tantivy::Result<u64> {
    if deleted.is_empty() {
        return Ok(0);
    }
    let mut postings = postings()?;
    let mut among = 0;
    for doc in deleted {
        if postings.doc() < *doc {
            postings.seek(*doc);
        }
        among += u64::from(postings.doc() == *doc);
    }
    Ok(among)
}
