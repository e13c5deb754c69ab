//! Is an index sound? Checksums of its files, and counts against its records.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;
use tantivy::Index;
use tantivy::index::SegmentComponent;

use super::directory::{COMMIT_FILE, LIST_FILE};
use super::{EmbeddedIndex, failed};
use crate::backend::Reader;
use crate::error::{Error, ErrorKind, Result};

/// The files that every segment of our schema has.
const COMPONENTS: [SegmentComponent; 6] = [
    SegmentComponent::Postings,
    SegmentComponent::Positions,
    SegmentComponent::Terms,
    SegmentComponent::FieldNorms,
    SegmentComponent::FastFields,
    SegmentComponent::Store,
];

/// Something wrong with an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// The file, or the document, that is wrong.
    pub what: String,
    /// What is wrong with it.
    pub problem: String,
}

/// All damage to the index in `path`, empty when it is sound. Reads every file of the last commit once.
///
/// # Errors
/// When there is no index, or it is of another version; damage is no error but the answer.
pub fn check(path: &Path) -> Result<Vec<Damage>> {
    let index = match EmbeddedIndex::open(path) {
        Ok(index) => index,
        Err(error) if error.kind() == ErrorKind::Damaged => {
            return Ok(vec![Damage { what: COMMIT_FILE.into(), problem: cause(&error) }]);
        }
        Err(error) => return Err(error),
    };
    let mut damages = index.settled(|| damages(&index, path))?;
    damages.sort_by(|a, b| a.what.cmp(&b.what));
    Ok(damages)
}

fn damages(index: &EmbeddedIndex, path: &Path) -> Result<Vec<Damage>> {
    let mut damages = Vec::new();
    let files = committed_files(&index.index, path)?;
    for file in &files {
        if let Some(problem) = file_problem(&index.index, path, file) {
            damages.push(Damage { what: file.display().to_string(), problem });
        }
    }
    if let Some(problem) = list_problem(path, &files) {
        damages.push(Damage { what: LIST_FILE.into(), problem });
    }
    if damages.is_empty() { count_problems(index) } else { Ok(damages) }
}

/// The list of the index's files holds at least those of the commit.
fn list_problem(path: &Path, files: &[PathBuf]) -> Option<String> {
    let bytes = match std::fs::read(path.join(LIST_FILE)) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Some("is missing".into()),
        Err(error) => return Some(format!("cannot be read ({error})")),
    };
    let listed: Vec<PathBuf> = match serde_json::from_slice(&bytes) {
        Ok(listed) => listed,
        Err(_) => return Some("is no list of files".into()),
    };
    let commit = Path::new(COMMIT_FILE);
    let unlisted =
        files.iter().map(PathBuf::as_path).chain([commit]).find(|file| !listed.iter().any(|one| one == file))?;
    Some(format!("does not list {}", unlisted.display()))
}

/// Refuses an index with a file that changed after its commit and no longer has its checksum. Files of a commit never
/// change, so that looking at their times is enough, and costs nothing.
pub(super) fn suspicious_files(index: &Index, path: &Path) -> Result<()> {
    let changed = |file: &Path| path.join(file).metadata().and_then(|data| data.modified());
    let Ok(committed) = changed(Path::new(COMMIT_FILE)) else { return Ok(()) };
    for file in committed_files(index, path)? {
        let later = changed(&file).map_or(true, |time| time > committed);
        if later && let Some(problem) = file_problem(index, path, &file) {
            let context = format!("index {}: {} {problem}; run `raadpleeg check`", path.display(), file.display());
            return Err(Error::new(ErrorKind::Damaged, context));
        }
    }
    Ok(())
}

fn cause(error: &Error) -> String {
    std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string)
}

/// The files that the last commit needs.
fn committed_files(index: &Index, path: &Path) -> Result<Vec<PathBuf>> {
    let segments = index.searchable_segment_metas().map_err(|error| failed(path, error))?;
    let mut files: Vec<PathBuf> = Vec::new();
    for segment in segments {
        files.extend(COMPONENTS.map(|component| segment.relative_path(component)));
        if segment.has_deletes() {
            files.push(segment.relative_path(SegmentComponent::Delete));
        }
    }
    files.sort();
    Ok(files)
}

fn file_problem(index: &Index, path: &Path, file: &Path) -> Option<String> {
    let full = path.join(file);
    if !full.exists() {
        return Some("is missing".into());
    }
    match index.directory().validate_checksum(file) {
        Ok(true) => None,
        Ok(false) => Some("has a wrong checksum".into()),
        Err(error) => Some(format!("cannot be read ({})", short(&error.to_string()))),
    }
}

fn short(text: &str) -> String {
    text.split_whitespace().take(20).collect::<Vec<_>>().join(" ")
}

/// Counts that do not agree: passages per document against its record, and the totals of the commit.
fn count_problems(index: &EmbeddedIndex) -> Result<Vec<Damage>> {
    let reader = index.reader()?;
    let mut counted: FxHashMap<String, u32> = FxHashMap::default();
    reader.each_living(index.fields.document, |id, _| {
        *counted.entry(String::from_utf8_lossy(id).into_owned()).or_default() += 1;
    })?;
    let (mut damages, mut passages) = (Vec::new(), 0);
    for record in reader.records()? {
        let found = counted.remove(&record.id).unwrap_or_default();
        passages += u64::from(found);
        if found != record.passages {
            let problem = format!("has {found} passages, its record says {}", record.passages);
            damages.push(Damage { what: record.path, problem });
        }
    }
    damages.extend(counted.into_keys().map(|id| Damage { what: id, problem: "has passages but no record".into() }));
    if damages.is_empty() && passages != reader.info().passages {
        let problem = format!("says {} passages, there are {passages}", reader.info().passages);
        damages.push(Damage { what: COMMIT_FILE.into(), problem });
    }
    Ok(damages)
}
