//! One run: what changed is prepared on all threads, written as it comes, and committed with the records of the files.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use rustc_hash::FxHashSet;

use super::changes::{Candidate, Changes, compare};
use super::known::Known;
use super::learning::Learned;
use super::lineages::Lineages;
use super::prepare::{self, Prepared, Preparing, Written};
use super::walk::Walk;
use super::{IndexReport, IngestOptions, Progress, Source, Warning, state};
use crate::analysis::Encoder;
use crate::backend::embedded::{EmbeddedIndex, EmbeddedWriter};
use crate::backend::{FORMAT, IndexInfo, Reader, Writer};
use crate::document::{Coverage, FileRecord, Reason};
use crate::error::{Error, ErrorKind, Result};
use crate::extract::ocr::{Ocr, forget};

/// Prepared files that wait to be written.
const WAITING: usize = 32;

/// One run over some collections of one index.
pub(super) struct Run<'a> {
    pub options: &'a IngestOptions,
    pub stop: &'a AtomicBool,
    index: EmbeddedIndex,
    writer: EmbeddedWriter,
    lineages: Lineages,
    pub ocr: Option<Arc<Ocr>>,
    pub info: IndexInfo,
    /// The records of the last run, of all collections.
    pub known: Known,
    report: IndexReport,
    committed: Instant,
    /// Where the text of scanned pages is kept.
    scans: PathBuf,
    /// Whether there may be pages of files that are gone.
    forgets: bool,
    /// Whether anything is to be committed.
    pub changed: bool,
    /// The names of the collections that the run is about.
    named: FxHashSet<String>,
}

impl<'a> Run<'a> {
    pub(super) fn open(index: &EmbeddedIndex, options: &'a IngestOptions, stop: &'a AtomicBool) -> Result<Self> {
        // The lock comes first: what is read after it cannot change under the run.
        let writer = index.writer()?;
        let info = index.info()?;
        let records = if info.format == 0 { Vec::new() } else { index.reader()?.records()? };
        let known = Known::new(records);
        let mut report = IndexReport::default();
        let ocr = match options.ocr.then(|| Ocr::new(options.workers.program(), &index.scanned_pages())).transpose() {
            Ok(ocr) => ocr.map(Arc::new),
            Err(program) => {
                report.warnings.push(Warning::NoOcr(program));
                None
            }
        };
        let (committed, named, changed) = (Instant::now(), FxHashSet::default(), info.format != FORMAT);
        let (scans, forgets) = (index.scanned_pages(), false);
        let (index, lineages) = (index.clone(), Lineages::default());
        Ok(Run {
            options,
            stop,
            index,
            writer,
            lineages,
            ocr,
            info,
            known,
            report,
            committed,
            scans,
            forgets,
            changed,
            named,
        })
    }

    /// Enters the collection, unless its name belongs to another folder.
    pub(super) fn claim(&mut self, source: &Source) -> Result<()> {
        let folder = source.folder.display().to_string();
        match self.info.collections.get(&source.collection) {
            Some(other) if *other != folder => {
                let context = format!(
                    "collection {} is the folder {other}, not {folder}: give another name with --collection, or delete \
                     it with --remove {}",
                    source.collection, source.collection,
                );
                Err(Error::new(ErrorKind::Usage, context))
            }
            known => {
                self.changed |= known.is_none();
                self.info.collections.insert(source.collection.clone(), folder);
                self.named.insert(source.collection.clone());
                Ok(())
            }
        }
    }

    /// What is to be done for a collection.
    pub(super) fn changes<'w>(&self, source: &Source, walk: &'w Walk) -> Changes<'w> {
        compare(source, walk, &self.known, self.ocr.is_some())
    }

    /// Brings one collection up to date.
    pub(super) fn collection(
        &mut self,
        source: &Source,
        walk: &Walk,
        learned: &Learned,
        progress: &mut dyn Progress,
    ) -> Result<()> {
        let name = source.collection.as_str();
        let changes = self.changes(source, walk);
        self.report.unchanged += changes.unchanged.len() as u64;
        changes.unchanged.iter().for_each(|size| progress.file(*size, 0));
        if changes.vanished && !self.options.confirm_removal {
            self.report.warnings.push(Warning::Vanished(name.to_owned()));
            return Ok(());
        }
        let moved = self.write_changed(name, &changes, learned, progress)?;
        for (path, reason) in &walk.skipped {
            self.note_skipped(source, path, *reason)?;
        }
        let gone = changes.gone.iter().filter(|id| !moved.contains(*id));
        gone.into_iter().try_for_each(|id| self.remove(id))
    }

    /// Keeps a record of what was left out, so that `status` can tell it.
    fn note_skipped(&mut self, source: &Source, path: &str, reason: Reason) -> Result<()> {
        let id = self.known.id_of(&source.collection, path);
        let record = FileRecord {
            id: id.clone(),
            coverage: Coverage::nothing(reason),
            readers: source.rules.of(path).readers,
            ..FileRecord::new(&source.collection, path)
        };
        if self.known.get(&id) != Some(&record) {
            self.changed = true;
            self.remove_members(&id, &FxHashSet::default())?;
            self.take_out(&id)?;
            self.writer.update_record(&record)?;
            self.known.insert(record);
        }
        Ok(())
    }

    /// Prepares files on all threads and writes them as they come. Returns the ids of those that moved.
    fn write_changed(
        &mut self,
        collection: &str,
        changes: &Changes<'_>,
        learned: &Learned,
        progress: &mut dyn Progress,
    ) -> Result<FxHashSet<String>> {
        let mut moved = FxHashSet::default();
        let (preparing, stop) = (self.preparing(collection, changes), self.stop);
        let (work, todo) = crossbeam_channel::unbounded::<&Candidate<'_>>();
        let (done, results) = crossbeam_channel::bounded::<(u64, Prepared)>(WAITING);
        // The receiver lives as long as this function.
        for candidate in &changes.read {
            let _ = work.send(candidate);
        }
        drop(work);
        std::thread::scope(|scope| {
            for _ in 0..self.options.threads.min(changes.read.len()) {
                let (todo, done, preparing) = (todo.clone(), done.clone(), &preparing);
                scope.spawn(move || {
                    let mut encoder = Encoder::new(learned.analyzer());
                    for candidate in todo {
                        let extracted = learned.take(&candidate.id).unwrap_or_else(|| preparing.read(candidate));
                        let prepared = prepare::analyse(extracted, &mut encoder);
                        if stop.load(Ordering::Relaxed) || done.send((candidate.file.size, prepared)).is_err() {
                            return;
                        }
                    }
                });
            }
            drop(done);
            for (bytes, prepared) in results {
                let passages = self.write(prepared, &mut moved)?;
                progress.file(bytes, passages);
                self.check_stop()?;
                if self.committed.elapsed() > self.options.commit_every || self.lineages.is_full() {
                    self.commit()?;
                }
            }
            self.check_stop()
        })?;
        Ok(moved)
    }

    /// What the threads of a run read with.
    pub(super) fn preparing<'p>(&self, collection: &'p str, changes: &Changes<'_>) -> Preparing<'p>
    where
        'a: 'p,
    {
        let gone = changes.gone.iter().filter_map(|id| self.known.get(id)).filter(|record| !record.hash.is_empty());
        Preparing {
            collection,
            moved: Mutex::new(gone.map(|record| (record.hash.clone(), record.id.clone())).collect()),
            workers: &self.options.workers,
            ocr: self.ocr.clone(),
            largest: self.options.largest_file,
        }
    }

    pub(super) fn check_stop(&self) -> Result<()> {
        if self.stop.load(Ordering::Relaxed) {
            let context = "stopped; the last commit is intact and the next run goes on from it";
            return Err(Error::new(ErrorKind::Interrupted, context));
        }
        Ok(())
    }

    /// Writes a file and what it holds; returns the number of passages. Enters in `moved` the id that a file brought
    /// from its old place.
    fn write(&mut self, prepared: Prepared, moved: &mut FxHashSet<String>) -> Result<u64> {
        let parts = match prepared {
            Prepared::Unchanged(record) => {
                self.changed = true;
                self.report.unchanged += 1;
                self.writer.update_record(&record)?;
                self.known.insert(*record);
                return Ok(0);
            }
            Prepared::Content(parts) => parts,
        };
        let Some(Written { record: file, .. }) = parts.first() else { return Ok(0) };
        let before = self.known.get(&file.id);
        if before == Some(file) && parts.len() == 1 && file.hash.is_empty() {
            // It still cannot be read.
            self.report.unchanged += 1;
            return Ok(0);
        }
        self.changed = true;
        match before.map(|before| before.path == file.path) {
            Some(true) => self.report.changed += 1,
            Some(false) => {
                self.report.moved += 1;
                moved.insert(file.id.clone());
            }
            None => self.report.added += 1,
        }
        let ids = parts.iter().map(|part| part.record.id.clone()).collect();
        self.remove_members(&file.id.clone(), &ids)?;
        let mut count = 0;
        for Written { record, document, passages } in parts {
            count += passages.len() as u64;
            self.lineages.put(&document.id, &passages);
            self.writer.put(&record, &document, passages)?;
            self.known.insert(record);
        }
        Ok(count)
    }

    /// Removes what a file held, but for `kept`.
    fn remove_members(&mut self, id: &str, kept: &FxHashSet<String>) -> Result<()> {
        for member in self.known.members(id).into_iter().filter(|member| !kept.contains(member)) {
            self.take_out(&member)?;
            self.known.remove(&member);
        }
        Ok(())
    }

    /// Removes the passages and the record of one document.
    fn take_out(&mut self, id: &str) -> Result<()> {
        self.lineages.remove(id);
        self.writer.remove(id)
    }

    /// Removes a file and what it held.
    pub(super) fn remove(&mut self, id: &str) -> Result<()> {
        (self.changed, self.forgets) = (true, true);
        self.remove_members(id, &FxHashSet::default())?;
        self.take_out(id)?;
        let record = self.known.remove(id);
        self.report.removed += u64::from(record.is_some_and(|record| !record.hash.is_empty()));
        Ok(())
    }

    /// Commits what changed since the last commit, if anything did.
    fn commit(&mut self) -> Result<()> {
        if !std::mem::take(&mut self.changed) {
            return Ok(());
        }
        state(&mut self.info, self.known.records());
        // Where only records change nothing is to be compared.
        if !self.lineages.is_empty() {
            let before = if self.index.info()?.format == 0 { None } else { Some(self.index.reader()?) };
            self.lineages.write(before.as_ref().map(|reader| reader as &dyn Reader), &mut self.writer)?;
        }
        self.writer.commit(&self.info)?;
        self.committed = Instant::now();
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<IndexReport> {
        self.commit()?;
        self.writer.finish()?;
        if self.forgets {
            let hashes: FxHashSet<&str> = self.known.records().map(|record| record.hash.as_str()).collect();
            forget(&self.scans, |hash| hashes.contains(hash));
        }
        let mut report = self.report;
        (report.documents, report.passages) = (self.info.documents, self.info.passages);
        let short = self.known.records().filter_map(|record| {
            let reason = record.coverage.shortfall()?;
            let named = self.named.contains(&record.collection);
            named.then(|| (record.collection.clone(), record.path.clone(), reason))
        });
        report.incomplete.extend(short);
        report.incomplete.sort();
        Ok(report)
    }
}
