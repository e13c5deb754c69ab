//! Writing to an embedded index: one writer at a time, nothing seen before the commit.

use std::time::Duration;

use rustc_hash::FxHashSet;
use tantivy::directory::error::LockError;
use tantivy::merge_policy::LogMergePolicy;
use tantivy::{Index, IndexWriter, ReloadPolicy, TantivyDocument, TantivyError, Term};

use super::EmbeddedIndex;
use super::lower::day;
use super::schema::Fields;
use super::visible::reader_terms;
use crate::analysis::title_keys;
use crate::backend::{IndexInfo, NewPassage, StoredPassage, Writer};
use crate::document::{Document, FileRecord, document_number, passage_key};
use crate::error::{Error, ErrorKind, Result};
use crate::lineage::{Lineage, Node};

/// Memory for terms before a segment is written, in bytes.
pub const BUFFER: usize = 160_000_000;

/// How often a lock that is held is tried again, and after how long: together far less than a run takes.
const LOCK_TRIES: u32 = 6;
const LOCK_PAUSE: Duration = Duration::from_millis(5);

/// The share of deleted passages from which a segment is merged, which drops them.
const DELETED_BEFORE_MERGE: f32 = 0.1;

/// The only writer of an index; others are refused while it lives. Dropping it without a commit changes nothing.
pub struct EmbeddedWriter {
    index: EmbeddedIndex,
    writer: IndexWriter,
    /// The files of which the index may hold something, as [`document_number`]. Others need no deletion: tantivy keeps each until
    /// the commit and looks for it in every segment.
    known: FxHashSet<u64>,
}

impl EmbeddedWriter {
    pub(super) fn new(index: EmbeddedIndex) -> Result<Self> {
        // What an earlier writer met is not what this one meets.
        drop(index.write_failure.take());
        let writer = writer_of(&index.index).map_err(|error| index.write_failed(error))?;
        // A run that was broken off left files whose names this run would choose again.
        writer.garbage_collect_files().wait().map_err(|error| index.write_failed(error))?;
        let mut policy = LogMergePolicy::default();
        policy.set_del_docs_ratio_before_merge(DELETED_BEFORE_MERGE);
        writer.set_merge_policy(Box::new(policy));
        let known = known_files(&index.index, &index.fields).map_err(|error| super::failed(&index.path, error))?;
        Ok(EmbeddedWriter { index, writer, known })
    }

    /// Waits for merges under way, so that the files of the index are at rest.
    pub fn finish(self) -> Result<()> {
        self.writer.wait_merging_threads().map_err(|error| self.index.write_failed(error))
    }

    fn passage(&self, document: &Document, new: NewPassage) -> Result<TantivyDocument> {
        let fields = &self.index.fields;
        let mut entry = TantivyDocument::default();
        entry.add_text(fields.terms, &new.terms);
        entry.add_text(fields.document, &document.id);
        entry.add_u64(fields.group, document_number(&document.id));
        entry.add_text(fields.collection, &document.collection);
        if let Some(municipality) = &document.municipality {
            entry.add_text(fields.municipality, municipality);
        }
        if let Some(kind) = &document.kind {
            entry.add_text(fields.kind, kind);
        }
        entry.add_text(fields.language, &new.passage.language);
        for term in reader_terms(document.readers.as_deref()) {
            entry.add_text(fields.readers, &term);
        }
        if let Some(year) = document.date.map(|date| date.year()).or(document.year) {
            entry.add_text(fields.year, year.to_string());
        }
        if let Some(date) = document.day() {
            entry.add_i64(fields.day, day(date));
        }
        entry.add_u64(fields.words, u64::from(new.words));
        entry.add_u64(fields.sentences, u64::from(new.passage.sentences()));
        entry.add_u64(fields.ordinal, u64::from(new.passage.ordinal));
        entry.add_u64(fields.key, passage_key(&new.passage.id));
        for unit in &new.units {
            entry.add_u64(fields.units, unit.unit.node.0);
            unit.bands.iter().for_each(|band| entry.add_u64(fields.bands, u64::from(*band)));
        }
        let stored = StoredPassage { document: document.clone(), passage: new.passage };
        entry.add_bytes(fields.stored, &json(&stored)?);
        Ok(entry)
    }

    fn add(&mut self, entry: TantivyDocument) -> Result<()> {
        self.writer.add_document(entry).map(|_| ()).map_err(|error| self.index.write_failed(error))
    }
}

impl Writer for EmbeddedWriter {
    fn put(&mut self, record: &FileRecord, document: &Document, passages: Vec<NewPassage>) -> Result<()> {
        self.remove(&record.id)?;
        for passage in passages {
            let entry = self.passage(document, passage)?;
            self.add(entry)?;
        }
        self.update_record(record)
    }

    fn update_record(&mut self, record: &FileRecord) -> Result<()> {
        let fields = &self.index.fields;
        if !self.known.insert(document_number(&record.id)) {
            self.writer.delete_term(Term::from_field_text(fields.record, &record.id));
        }
        let mut entry = TantivyDocument::default();
        entry.add_text(fields.record, &record.id);
        for term in reader_terms(record.readers.as_deref()) {
            entry.add_text(fields.readers, &term);
        }
        // A file without passages is not found by its title either.
        let titles = if record.passages > 0 { title_keys(&record.title) } else { Vec::new() };
        titles.iter().for_each(|key| entry.add_text(fields.titles, key));
        entry.add_bytes(fields.stored, &json(record)?);
        self.add(entry)
    }

    fn remove(&mut self, document_id: &str) -> Result<()> {
        let fields = &self.index.fields;
        if !self.known.contains(&document_number(document_id)) {
            return Ok(());
        }
        self.writer.delete_term(Term::from_field_text(fields.document, document_id));
        self.writer.delete_term(Term::from_field_text(fields.record, document_id));
        Ok(())
    }

    fn put_lineage(&mut self, name: Node, lineage: &Lineage) -> Result<()> {
        let fields = &self.index.fields;
        self.writer.delete_term(Term::from_field_u64(fields.lineage, name.0));
        if lineage.edges.is_empty() {
            return Ok(());
        }
        let mut entry = TantivyDocument::default();
        entry.add_u64(fields.lineage, name.0);
        lineage.nodes().iter().for_each(|node| entry.add_u64(fields.member, node.0));
        // Whoever may see a passage may know its nodes; which others may be named is for the reader.
        reader_terms(None).iter().for_each(|term| entry.add_text(fields.readers, term));
        entry.add_bytes(fields.stored, &json(lineage)?);
        self.add(entry)
    }

    fn commit(&mut self, info: &IndexInfo) -> Result<()> {
        let payload = String::from_utf8(json(info)?).unwrap_or_default();
        let mut commit = self.writer.prepare_commit().map_err(|error| self.index.write_failed(error))?;
        commit.set_payload(&payload);
        commit.commit().map(|_| ()).map_err(|error| self.index.write_failed(error))
    }
}

/// Takes the lock of the writer. A program that is started just now holds the locks of this process for a moment, until
/// it is itself: another try tells that from a writer that works.
fn writer_of(index: &Index) -> tantivy::Result<IndexWriter> {
    for _ in 0..LOCK_TRIES {
        match index.writer_with_num_threads(1, BUFFER) {
            Err(TantivyError::LockFailure(LockError::LockBusy, _)) => std::thread::sleep(LOCK_PAUSE),
            opened => return opened,
        }
    }
    index.writer_with_num_threads(1, BUFFER)
}

/// The files that have a record in the last commit; every file that has passages has one.
fn known_files(index: &Index, fields: &Fields) -> tantivy::Result<FxHashSet<u64>> {
    let reader: tantivy::IndexReader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
    let mut known = FxHashSet::default();
    for segment in reader.searcher().segment_readers() {
        let inverted = segment.inverted_index(fields.record)?;
        let mut ids = inverted.terms().stream()?;
        while ids.advance() {
            known.extend(std::str::from_utf8(ids.key()).map(document_number));
        }
    }
    Ok(known)
}

fn json<T: serde::Serialize>(value: &T) -> Result<Vec<u8>> {
    serde_json::to_vec(value)
        .map_err(|error| Error::with_source(ErrorKind::Data, "a value cannot be written as JSON", error))
}
