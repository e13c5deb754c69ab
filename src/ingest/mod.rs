//! The whole way of a folder into an index: walk, compare with the last run, prepare on all cores, write, commit.
//!
//! The index is the only store. Each file's record is written in the same commit as its passages, so that a crash at
//! any moment leaves the last commit, and the next run goes on from it.

mod beside;
mod changes;
mod dry_run;
mod known;
mod learning;
mod lexicon;
mod lineages;
pub mod metadata;
pub mod passages;
mod prepare;
mod reanalyze;
mod rules;
mod run;
pub mod walk;
pub mod watch;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use crate::analysis::Analyzer;
use crate::backend::embedded::{EmbeddedIndex, is_index};
use crate::backend::{FORMAT, IndexInfo};
use crate::config;
use crate::document::{FileRecord, Reason};
use crate::error::{Error, ErrorKind, Result};
use crate::extract::worker::Workers;
pub use beside::metadata_beside;
pub use dry_run::{Planned, dry_run};
pub use lexicon::LexiconSource;
pub use reanalyze::reanalyze;
pub use rules::Rules;

use run::Run;
use walk::{Globs, Walk, walk};

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
    /// The processes that read files. By default this program is started again as a worker; its `main` must begin with
    /// [`crate::extract::worker::run_if_asked`].
    pub workers: Arc<Workers>,
    /// Whether scanned pages are read from their picture, where the programs for that are installed.
    pub ocr: bool,
    /// Whether a folder without any file is believed where the index knows files of it.
    pub confirm_removal: bool,
}

impl Default for IngestOptions {
    fn default() -> Self {
        IngestOptions {
            globs: Globs::default(),
            largest_file: 200_000_000,
            threads: std::thread::available_parallelism().map_or(1, usize::from),
            commit_every: Duration::from_secs(120),
            lexicon: LexiconSource::default(),
            workers: Arc::new(Workers::of(config::program())),
            ocr: false,
            confirm_removal: false,
        }
    }
}

/// A folder to index under a name.
#[derive(Clone, Debug)]
pub struct Source {
    /// The name of the collection.
    pub collection: String,
    /// The folder.
    pub folder: PathBuf,
    /// What is said about its files.
    pub rules: Rules,
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
        Ok(Source { collection, folder, rules: Rules::default() })
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
    /// Files that are in another place than before.
    pub moved: u64,
    /// Passages in the index after the run.
    pub passages: u64,
    /// Documents in the index after the run.
    pub documents: u64,
    /// Files that gave nothing or not all, with the reason: collection, path, reason. Of all collections of the run.
    pub incomplete: Vec<(String, String, Reason)>,
    /// What the user should know: collections whose files all seem to be gone, programs that are not installed.
    pub warnings: Vec<Warning>,
}

/// What a user should know about a run that was otherwise well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// All files of this collection are gone at once; what the index knew of them was kept.
    Vanished(String),
    /// Scans cannot be read: this program is not there.
    NoOcr(&'static str),
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
    run.changed = true;
    let files = run.known.files(name).count() as u64;
    let ids: Vec<String> =
        run.known.records().filter(|record| record.collection == name).map(|record| record.id.clone()).collect();
    for id in &ids {
        run.remove(id)?;
    }
    run.finish().map(|_| files)
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
