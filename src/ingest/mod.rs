//! The whole way of a folder into an index: walk, compare with the last run, prepare on all cores, write, commit.
//!
//! The index is the only store. Each file's record is written in the same commit as its passages, so that a crash at
//! any moment leaves the last commit, and the next run goes on from it.

mod learning;
mod lexicon;
pub mod metadata;
pub mod passages;
mod prepare;
mod reanalyze;
pub mod walk;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::analysis::{Analyzer, Encoder};
use crate::backend::embedded::{EmbeddedIndex, EmbeddedWriter, is_index};
use crate::backend::{FORMAT, IndexInfo, Reader, Writer};
use crate::document::{Coverage, FileRecord, Reason, document_id};
use crate::error::{Error, ErrorKind, Result};
pub use lexicon::LexiconSource;
pub use reanalyze::reanalyze;

use learning::Learned;
use prepare::Prepared;
use walk::{Globs, Walk, WalkedFile, walk};

/// How a run goes about.
#[derive(Clone, Debug)]
pub struct IngestOptions {
    /// Which files to take.
    pub globs: Globs,
    /// The largest file that is read, in bytes.
    pub largest_file: u64,
    /// Threads that extract and analyse.
    pub threads: usize,
    /// How long a run goes on before it commits what it has.
    pub commit_every: Duration,
    /// Where the words beyond the project's own come from.
    pub lexicon: LexiconSource,
}

impl Default for IngestOptions {
    fn default() -> Self {
        IngestOptions {
            globs: Globs::default(),
            largest_file: 200_000_000,
            threads: std::thread::available_parallelism().map_or(1, usize::from),
            commit_every: Duration::from_secs(120),
            lexicon: LexiconSource::default(),
        }
    }
}

/// A folder to index under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The name of the collection.
    pub collection: String,
    /// The folder.
    pub folder: PathBuf,
}

impl Source {
    /// A folder under the name given, or that of its last path component.
    ///
    /// # Errors
    /// When the folder is not there or has no name.
    pub fn new(folder: &Path, name: Option<&str>) -> Result<Self> {
        let folder = folder.canonicalize().map_err(|error| Error::io("read the folder", folder, error))?;
        let last = folder.file_name().map(|name| name.to_string_lossy().into_owned());
        let collection = name.map(str::to_string).or(last).filter(|name| !name.trim().is_empty());
        let collection = collection.ok_or_else(|| {
            Error::new(ErrorKind::Usage, format!("{} has no name: give one with --collection", folder.display()))
        })?;
        Ok(Source { collection, folder })
    }
}

/// What a run tells while it goes on.
pub trait Progress {
    /// How many files and bytes are to be looked at; called once per run, after the walk.
    fn start(&mut self, files: u64, bytes: u64);
    /// One file more was done, with so many bytes and passages.
    fn file(&mut self, bytes: u64, passages: u64);
    /// Everything is prepared; what is left is writing.
    fn committing(&mut self);
}

/// Nobody watches.
impl Progress for () {
    fn start(&mut self, _: u64, _: u64) {}
    fn file(&mut self, _: u64, _: u64) {}
    fn committing(&mut self) {}
}

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IndexReport {
    /// Files that were new.
    pub added: u64,
    /// Files with other content than before.
    pub changed: u64,
    /// Files that are as they were.
    pub unchanged: u64,
    /// Files that are gone.
    pub removed: u64,
    /// Passages in the index after the run.
    pub passages: u64,
    /// Documents in the index after the run.
    pub documents: u64,
    /// Files that gave nothing or not all, with the reason: collection, path, reason. Of all collections of the run.
    pub incomplete: Vec<(String, String, Reason)>,
}

/// One run over some collections of one index.
struct Run<'a> {
    options: &'a IngestOptions,
    stop: &'a AtomicBool,
    writer: EmbeddedWriter,
    info: IndexInfo,
    /// The records of the last run, of all collections.
    known: FxHashMap<String, FileRecord>,
    report: IndexReport,
    committed: Instant,
    /// The names of the collections that the run is about.
    named: FxHashSet<String>,
}

/// Brings `sources` in `index` up to date.
///
/// `stop` ends the run early: what was committed stays, and the next run goes on from there.
///
/// # Errors
/// When nothing could be committed: a folder that cannot be read, an index that cannot be written, `stop`. Single
/// files never fail a run; they stand in the report.
pub fn ingest(
    index: &EmbeddedIndex,
    sources: &[Source],
    options: &IngestOptions,
    progress: &mut dyn Progress,
    stop: &AtomicBool,
) -> Result<IndexReport> {
    let mut run = Run::open(index, options, stop)?;
    for source in sources {
        run.claim(source)?;
    }
    let walked: Vec<(&Source, Walk)> = sources
        .iter()
        .map(|source| Ok((source, walk(&source.folder, &options.globs, is_index)?)))
        .collect::<Result<_>>()?;
    let files = walked.iter().map(|(_, walk)| walk.files.len() as u64).sum();
    let bytes = walked.iter().flat_map(|(_, walk)| &walk.files).map(|file| file.size).sum();
    progress.start(files, bytes);
    let learned = run.settle_lexicon(&walked)?;
    for (source, walk) in &walked {
        run.collection(source, walk, &learned, progress)?;
    }
    progress.committing();
    run.finish()
}

/// Removes a collection from an index; returns how many files it had.
///
/// # Errors
/// When there is no such collection, or the index cannot be written.
pub fn remove_collection(index: &EmbeddedIndex, name: &str) -> Result<u64> {
    let (options, stop) = (IngestOptions::default(), AtomicBool::new(false));
    let mut run = Run::open(index, &options, &stop)?;
    if run.info.collections.remove(name).is_none() {
        let names: Vec<&str> = run.info.collections.keys().map(String::as_str).collect();
        let context = format!("no collection {name} in this index; it has: {}", names.join(", "));
        return Err(Error::new(ErrorKind::NotFound, context));
    }
    let ids: Vec<String> =
        run.known.values().filter(|record| record.collection == name).map(|record| record.id.clone()).collect();
    for id in &ids {
        run.remove(id)?;
    }
    run.finish().map(|report| report.removed)
}

impl<'a> Run<'a> {
    fn open(index: &EmbeddedIndex, options: &'a IngestOptions, stop: &'a AtomicBool) -> Result<Self> {
        // The lock comes first: what is read after it cannot change under the run.
        let writer = index.writer()?;
        let info = index.info()?;
        let records = if info.format == 0 { Vec::new() } else { index.reader()?.records()? };
        let known = records.into_iter().map(|record| (record.id.clone(), record)).collect();
        let (report, committed, named) = (IndexReport::default(), Instant::now(), FxHashSet::default());
        Ok(Run { options, stop, writer, info, known, report, committed, named })
    }

    /// Enters the collection, unless its name belongs to another folder.
    fn claim(&mut self, source: &Source) -> Result<()> {
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
            _ => {
                self.info.collections.insert(source.collection.clone(), folder);
                self.named.insert(source.collection.clone());
                Ok(())
            }
        }
    }

    fn collection(
        &mut self,
        source: &Source,
        walk: &Walk,
        learned: &Learned,
        progress: &mut dyn Progress,
    ) -> Result<()> {
        let name = source.collection.as_str();
        let mut present: FxHashSet<String> = FxHashSet::default();
        let mut changed: Vec<&WalkedFile> = Vec::new();
        for file in &walk.files {
            let id = document_id(name, &file.path);
            let known = self.known.get(&id);
            // A file that could not be read is tried again: its permissions may have changed.
            let same = known.is_some_and(|known| {
                known.size == file.size && known.modified == file.modified && !known.hash.is_empty()
            });
            present.insert(id);
            if same {
                self.report.unchanged += 1;
                progress.file(file.size, 0);
            } else {
                changed.push(file);
            }
        }
        self.write_changed(name, &changed, learned, progress)?;
        for (path, reason) in &walk.skipped {
            present.insert(self.note_skipped(name, path, *reason)?);
        }
        self.remove_absent(name, walk, &present)
    }

    /// Keeps a record of what was left out, so that `status` can tell it. Returns its id.
    fn note_skipped(&mut self, collection: &str, path: &str, reason: Reason) -> Result<String> {
        let coverage = Coverage { shortfall: Some(reason) };
        let record = FileRecord { coverage, ..FileRecord::new(collection, path) };
        let id = record.id.clone();
        if self.known.get(&id) != Some(&record) {
            self.writer.remove(&id)?;
            self.writer.update_record(&record)?;
            self.known.insert(id.clone(), record);
        }
        Ok(id)
    }

    /// Prepares files on all threads and writes them as they come.
    fn write_changed(
        &mut self,
        collection: &str,
        files: &[&WalkedFile],
        learned: &Learned,
        progress: &mut dyn Progress,
    ) -> Result<()> {
        if files.is_empty() {
            return Ok(());
        }
        let known: FxHashMap<&str, FileRecord> = files
            .iter()
            .filter_map(|file| {
                Some((file.path.as_str(), self.known.get(&document_id(collection, &file.path))?.clone()))
            })
            .collect();
        let (largest, stop) = (self.options.largest_file, self.stop);
        let (work, todo) = crossbeam_channel::unbounded::<&WalkedFile>();
        let (done, results) = crossbeam_channel::bounded::<(u64, Prepared)>(32);
        for file in files {
            // The receiver lives as long as this function.
            let _ = work.send(file);
        }
        drop(work);
        std::thread::scope(|scope| {
            for _ in 0..self.options.threads.min(files.len()) {
                let (todo, done, known) = (todo.clone(), done.clone(), &known);
                scope.spawn(move || {
                    let mut encoder = Encoder::new(&learned.analyzer);
                    for file in todo {
                        let before = learned.take(&document_id(collection, &file.path));
                        let known = known.get(file.path.as_str());
                        let extracted = before.unwrap_or_else(|| prepare::read(file, collection, known, largest));
                        let prepared = prepare::analyse(extracted, &mut encoder);
                        if stop.load(Ordering::Relaxed) || done.send((file.size, prepared)).is_err() {
                            return;
                        }
                    }
                });
            }
            drop(done);
            for (bytes, prepared) in results {
                let passages = self.write(prepared)?;
                progress.file(bytes, passages);
                self.check_stop()?;
                if self.committed.elapsed() > self.options.commit_every {
                    self.commit()?;
                }
            }
            self.check_stop()
        })
    }

    fn check_stop(&self) -> Result<()> {
        if self.stop.load(Ordering::Relaxed) {
            let context = "stopped; the last commit is intact and the next run goes on from it";
            return Err(Error::new(ErrorKind::Interrupted, context));
        }
        Ok(())
    }

    fn write(&mut self, prepared: Prepared) -> Result<u64> {
        match prepared {
            Prepared::Unchanged(record) => {
                self.report.unchanged += 1;
                self.writer.update_record(&record)?;
                self.known.insert(record.id.clone(), record);
                Ok(0)
            }
            Prepared::Content(content) => {
                let (record, document, passages) = *content;
                match self.known.contains_key(&record.id) {
                    true => self.report.changed += 1,
                    false => self.report.added += 1,
                }
                let count = passages.len() as u64;
                self.writer.put(&record, &document, passages)?;
                self.known.insert(record.id.clone(), record);
                Ok(count)
            }
        }
    }

    /// Removes files that are gone; not those in folders that could not be read this time.
    fn remove_absent(&mut self, collection: &str, walk: &Walk, present: &FxHashSet<String>) -> Result<()> {
        let hidden = |path: &str| {
            walk.unreadable_folders.iter().any(|folder| {
                folder.is_empty() || path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'))
            })
        };
        let gone = |record: &&FileRecord| {
            record.collection == collection && !present.contains(&record.id) && !hidden(&record.path)
        };
        let gone: Vec<String> = self.known.values().filter(gone).map(|record| record.id.clone()).collect();
        gone.iter().try_for_each(|id| self.remove(id))
    }

    fn remove(&mut self, id: &str) -> Result<()> {
        self.writer.remove(id)?;
        let record = self.known.remove(id);
        self.report.removed += u64::from(record.is_some_and(|record| !record.hash.is_empty()));
        Ok(())
    }

    fn commit(&mut self) -> Result<()> {
        state(&mut self.info, self.known.values());
        self.writer.commit(&self.info)?;
        self.committed = Instant::now();
        Ok(())
    }

    fn finish(mut self) -> Result<IndexReport> {
        self.commit()?;
        self.writer.finish()?;
        let mut report = self.report;
        (report.documents, report.passages) = (self.info.documents, self.info.passages);
        let named = self.named;
        let short = self.known.into_values().filter_map(|record| {
            let reason = record.coverage.shortfall?;
            named.contains(&record.collection).then_some((record.collection, record.path, reason))
        });
        report.incomplete.extend(short);
        report.incomplete.sort();
        Ok(report)
    }
}

/// Brings what an index says about itself up to date with its records.
fn state<'r>(info: &mut IndexInfo, records: impl Iterator<Item = &'r FileRecord> + Clone) {
    info.format = FORMAT;
    info.fingerprint = Analyzer::fingerprint();
    info.program = env!("CARGO_PKG_VERSION").to_string();
    info.committed = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    info.documents = records.clone().filter(|record| record.passages > 0).count() as u64;
    info.passages = records.clone().map(|record| u64::from(record.passages)).sum();
    info.words = records.map(|record| record.words).sum();
}
