//! The embedded back end: an index in a folder, kept by tantivy. The only room that names tantivy.

mod best;
mod check;
mod directory;
mod expand;
mod facets;
mod half;
mod lineages;
mod lower;
mod pattern;
mod reader;
mod schema;
mod view;
mod visible;
mod writer;

use std::path::{Path, PathBuf};

use tantivy::directory::INDEX_WRITER_LOCK;
use tantivy::directory::error::{Incompatibility, LockError, OpenReadError};
use tantivy::{Directory, Index, ReloadPolicy, TantivyError};

pub use check::{Damage, check};
pub use reader::EmbeddedReader;
pub use writer::{BUFFER, EmbeddedWriter};

use super::{FORMAT, IndexInfo};
use crate::analysis::Analyzer;
use crate::error::{Error, ErrorKind, Result};
use directory::{COMMIT_FILE, IndexDirectory, WriteFailure};
use schema::{Fields, schema};

/// A file that marks a folder as an index, for people and for the walk.
pub const MARKER_FILE: &str = "raadpleeg-index.txt";

const MARKER_TEXT: &str = "This folder is a search index made by raadpleeg. Do not change its files; it can be deleted \
    and made again with `raadpleeg index`.\n";

/// An open index folder.
#[derive(Clone)]
pub struct EmbeddedIndex {
    index: Index,
    fields: Fields,
    path: PathBuf,
    write_failure: WriteFailure,
}

/// How often a commit is opened anew because a writer replaced it meanwhile.
const ATTEMPTS: usize = 20;

/// Whether `path` holds an index, sound or not.
pub fn is_index(path: &Path) -> bool {
    path.join(MARKER_FILE).is_file() || path.join(COMMIT_FILE).is_file()
}

/// A number that changes with every commit of the index in `path`; `None` where there is none.
pub fn commit_mark(path: &Path) -> Option<u64> {
    std::fs::read(path.join(COMMIT_FILE)).ok().map(|record| xxhash_rust::xxh3::xxh3_64(&record))
}

impl EmbeddedIndex {
    /// Opens the index in `path` for writing, or makes an empty one there.
    ///
    /// # Errors
    /// When the folder cannot be made or holds other things, or the index is damaged or of another version.
    pub fn open_or_create(path: &Path) -> Result<Self> {
        if is_index(path) && path.join(COMMIT_FILE).exists() {
            let index = Self::open_with(path, true)?;
            index.info()?;
            return Ok(index);
        }
        std::fs::create_dir_all(path).map_err(|error| Error::io("make the index folder", path, error))?;
        let mut entries = std::fs::read_dir(path).map_err(|error| Error::io("read", path, error))?;
        let foreign = entries.any(|entry| entry.is_ok_and(|entry| !is_own_file(&entry.file_name().to_string_lossy())));
        // Another process may just have made the index.
        if foreign && !path.join(COMMIT_FILE).exists() {
            if is_index(path) {
                return Err(no_commit(path));
            }
            let context = format!("{} holds other files: choose an empty folder for the index", path.display());
            return Err(Error::new(ErrorKind::Usage, context));
        }
        let marker = path.join(MARKER_FILE);
        std::fs::write(&marker, MARKER_TEXT).map_err(|error| Error::io("write", &marker, error))?;
        Self::open_with(path, true)
    }

    /// Opens the index in `path` for reading; needs no write access.
    ///
    /// # Errors
    /// When there is none, or it is damaged or of another version.
    pub fn open(path: &Path) -> Result<Self> {
        Self::existing(path, false)
    }

    /// Opens the index in `path` for writing, whatever analysis made its terms: to make them anew.
    ///
    /// # Errors
    /// As [`EmbeddedIndex::open`].
    pub fn open_to_reanalyze(path: &Path) -> Result<Self> {
        Self::existing(path, true)
    }

    fn existing(path: &Path, writable: bool) -> Result<Self> {
        let commit = path.join(COMMIT_FILE);
        let there = commit.try_exists().map_err(|error| Error::io("read the index in", path, error))?;
        if !there {
            return Err(no_commit(path));
        }
        let index = Self::open_with(path, writable)?;
        // A first run that was broken off leaves a record of an empty commit.
        if index.read_info()?.is_some() { Ok(index) } else { Err(not_yet(path)) }
    }

    fn open_with(path: &Path, writable: bool) -> Result<Self> {
        let directory = IndexDirectory::open(path, writable).map_err(|error| {
            Error::with_source(ErrorKind::Storage, format!("cannot open {}", path.display()), error)
        })?;
        let write_failure = directory.failure();
        let (schema, fields) = schema();
        let index =
            if path.join(COMMIT_FILE).exists() { Index::open(directory) } else { create(path, directory, &schema) };
        let index = index.map_err(|error| failed(path, error))?;
        schema::register_tokenizers(index.tokenizers());
        let opened = EmbeddedIndex { index, fields, path: path.to_path_buf(), write_failure };
        let info = opened.read_info()?;
        if opened.index.schema() != schema || info.as_ref().is_some_and(|info| info.format != FORMAT) {
            let context = format!(
                "index {} has format {}, this program {FORMAT}: delete the folder and run `raadpleeg index` again",
                path.display(),
                info.map_or_else(|| "of another program".to_string(), |info| info.format.to_string()),
            );
            return Err(Error::new(ErrorKind::OtherVersion, context));
        }
        Ok(opened)
    }

    /// Where the text of scanned pages is kept, so that none is read twice.
    pub fn scanned_pages(&self) -> PathBuf {
        self.path.join("scans")
    }

    /// What the last commit says about the index; the default where there is none yet.
    ///
    /// # Errors
    /// When the index was made with another analysis, so that its terms would not be found.
    pub fn info(&self) -> Result<IndexInfo> {
        let Some(info) = self.read_info()? else { return Ok(IndexInfo::default()) };
        if info.fingerprint != Analyzer::fingerprint() {
            let context = format!(
                "index {} was made with another analysis of Dutch ({}, now {}): run `raadpleeg index --reanalyze`",
                self.path.display(),
                info.fingerprint,
                Analyzer::fingerprint(),
            );
            return Err(Error::new(ErrorKind::OtherVersion, context));
        }
        Ok(info)
    }

    fn read_info(&self) -> Result<Option<IndexInfo>> {
        let meta = self.index.load_metas().map_err(|error| failed(&self.path, error))?;
        let Some(payload) = meta.payload else { return Ok(None) };
        serde_json::from_str(&payload).map(Some).map_err(|error| {
            let what = "has a commit record of another version: delete the folder and run `raadpleeg index` again";
            let context = format!("index {} {what}", self.path.display());
            Error::with_source(ErrorKind::OtherVersion, context, error)
        })
    }

    /// Opens the last commit for reading.
    ///
    /// # Errors
    /// As [`EmbeddedIndex::info`], and when a file of the commit is missing or damaged.
    pub fn reader(&self) -> Result<EmbeddedReader> {
        self.settled(|| self.open_reader(self.info()?))
    }

    /// The same whatever analysis made its terms: for what is stored, not for searching.
    ///
    /// # Errors
    /// When a file of the commit is missing or damaged.
    pub fn stored_reader(&self) -> Result<EmbeddedReader> {
        self.settled(|| self.open_reader(self.read_info()?.unwrap_or_default()))
    }

    fn open_reader(&self, info: IndexInfo) -> Result<EmbeddedReader> {
        check::suspicious_files(&self.index, &self.path)?;
        let reader = self.index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into();
        let reader: tantivy::IndexReader = reader.map_err(|error| failed(&self.path, error))?;
        Ok(EmbeddedReader::new(self.clone(), reader.searcher(), info))
    }

    /// What `action` finds in one commit. A reader takes no lock, so that a writer may replace the commit under it and
    /// remove its files; then it is done again.
    fn settled<T>(&self, action: impl Fn() -> Result<T>) -> Result<T> {
        let record = || std::fs::read(self.path.join(COMMIT_FILE)).ok();
        for _ in 1..ATTEMPTS {
            let before = record();
            let found = action();
            if before == record() {
                return found;
            }
        }
        action()
    }

    /// Opens the index for writing.
    ///
    /// # Errors
    /// [`ErrorKind::Locked`] at once when another process writes.
    pub fn writer(&self) -> Result<EmbeddedWriter> {
        EmbeddedWriter::new(self.clone())
    }

    /// The error of tantivy while writing: what the system said, where that was the cause.
    fn write_failed(&self, error: TantivyError) -> Error {
        match self.write_failure.take() {
            Some(cause) => io_failed("write to", &self.path, &cause),
            None => failed(&self.path, error),
        }
    }
}

/// Makes an index; of two processes that do so at once, one makes it and the other opens it.
fn create(path: &Path, directory: IndexDirectory, schema: &tantivy::schema::Schema) -> tantivy::Result<Index> {
    let lock = directory.acquire_lock(&INDEX_WRITER_LOCK).map_err(|error| TantivyError::LockFailure(error, None))?;
    let index = match path.join(COMMIT_FILE).exists() {
        true => Index::open(directory),
        false => Index::create(directory, schema.clone(), tantivy::IndexSettings::default()),
    };
    drop(lock);
    index
}

/// Why a folder without a commit record cannot be opened.
fn no_commit(path: &Path) -> Error {
    let shown = path.display();
    if !is_index(path) {
        let context = format!("no index in {shown}: make one with `raadpleeg index FOLDER --index DIR`");
        return Error::new(ErrorKind::NotFound, context);
    }
    let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
    if entries.into_iter().all(|entry| is_own_file(&entry.file_name().to_string_lossy())) {
        return not_yet(path);
    }
    let context = format!("index {shown} misses its file {COMMIT_FILE}: run `raadpleeg check`");
    Error::new(ErrorKind::Damaged, context)
}

fn not_yet(path: &Path) -> Error {
    let context = format!("index {} has no commit yet: run `raadpleeg index` again", path.display());
    Error::new(ErrorKind::NotFound, context)
}

/// Names of files that an interrupted first run may have left.
fn is_own_file(name: &str) -> bool {
    name == MARKER_FILE || name.starts_with('.') || name.ends_with(".new") || name.starts_with(COMMIT_FILE)
}

/// The error of tantivy as ours: what it means for the index at `path` and what to do.
fn failed(path: &Path, error: TantivyError) -> Error {
    let shown = path.display();
    let (kind, context) = match &error {
        TantivyError::LockFailure(LockError::LockBusy, _) => {
            (ErrorKind::Locked, format!("index {shown} is being written by another process: wait until it is done"))
        }
        TantivyError::LockFailure(LockError::IoError(cause), _) => return io_failed("write to", path, cause),
        TantivyError::IoError(cause) => return io_failed("read", path, cause),
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. }) => {
            return io_failed("read", path, io_error);
        }
        TantivyError::OpenWriteError(tantivy::directory::error::OpenWriteError::IoError { io_error, .. }) => {
            return io_failed("write to", path, io_error);
        }
        TantivyError::OpenReadError(OpenReadError::IncompatibleIndex(Incompatibility::IndexMismatch { .. }))
        | TantivyError::IncompatibleIndex(_) => {
            let what = "was made by another version of the program: delete the folder and run `raadpleeg index` again";
            (ErrorKind::OtherVersion, format!("index {shown} {what}"))
        }
        TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(file)) => {
            (ErrorKind::Damaged, format!("index {shown} misses its file {}: run `raadpleeg check`", file.display()))
        }
        TantivyError::ErrorInThread(_) | TantivyError::Poisoned => {
            (ErrorKind::Storage, format!("writing index {shown} failed; the last commit is intact: run it again"))
        }
        _ => (ErrorKind::Damaged, format!("index {shown} is damaged: run `raadpleeg check`")),
    };
    Error::with_source(kind, context, error)
}

fn io_failed(doing: &str, path: &Path, cause: &std::io::Error) -> Error {
    if cause.kind() == std::io::ErrorKind::InvalidData || cause.kind() == std::io::ErrorKind::UnexpectedEof {
        let context = format!("index {} is damaged ({cause}): run `raadpleeg check`", path.display());
        return Error::new(ErrorKind::Damaged, context);
    }
    Error::io(&format!("{doing} the index in"), path, directory::copy(cause))
}
