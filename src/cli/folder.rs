//! A folder that is searched or served at once: its index is kept in the user's cache folder.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use super::index;
use super::output::Output;
use crate::backend::embedded::EmbeddedIndex;
use crate::config::Config;
use crate::error::{Error, ErrorKind, Result};
use crate::ingest::{IngestOptions, Source};

/// A folder with its index.
pub(super) struct FolderIndex {
    /// The index.
    pub path: PathBuf,
    /// The folder.
    pub source: Source,
}

/// The index of a folder in the user's cache, brought up to date. It can always be made again, so that one of another
/// version is; and one that another process is writing serves as it is.
pub(super) fn folder_index(
    folder: &Path,
    config: &Config,
    output: &mut Output,
    stop: &AtomicBool,
) -> Result<FolderIndex> {
    let source = Source::new(folder, None)?;
    let path = config.index_of_folder(&source.folder)?;
    let update = |output: &Output| {
        let options = IngestOptions::default();
        index::update(&path, std::slice::from_ref(&source), &options, super::progress::progress(false, output), stop)
    };
    let report = match update(output) {
        Err(error) if matches!(error.kind(), ErrorKind::OtherVersion | ErrorKind::Damaged) => {
            std::fs::remove_dir_all(&path).map_err(|error| Error::io("remove the old index", &path, error))?;
            update(output)
        }
        Err(error) if error.kind() == ErrorKind::Locked && EmbeddedIndex::open(&path).is_ok() => {
            output.note("note: the index of this folder is being updated by another process; searching its last state");
            return Ok(FolderIndex { path, source });
        }
        other => other,
    }?;
    let missed = report.incomplete.len();
    if missed > 0 {
        let shown = path.display();
        output.note(&format!("note: {missed} files were not or not wholly read: raadpleeg status --index {shown}"));
    }
    Ok(FolderIndex { path, source })
}
