//! What a folder holds beside what the last run found there: files that are new, changed, moved, as they were, or gone.
//! Compares sizes, times and what reading depends on; bytes are not looked at here.

use rustc_hash::FxHashSet;

use super::Source;
use super::beside::pairs;
use super::known::Known;
use super::walk::{Walk, WalkedFile};
use crate::document::{FileRecord, Given, Reason};
use crate::extract::READERS;

/// A file to read.
#[derive(Debug)]
pub(super) struct Candidate<'w> {
    pub file: &'w WalkedFile,
    /// The file of metadata beside it.
    pub beside: Option<&'w WalkedFile>,
    /// What the rules say about it.
    pub given: Given,
    /// The id that its document has or gets, unless it turns out to have moved.
    pub id: String,
    /// Its record of the last run.
    pub before: Option<FileRecord>,
    /// See [`FileRecord::basis`].
    pub basis: u64,
}

/// The files of a collection and what is to be done with them.
#[derive(Debug, Default)]
pub(super) struct Changes<'w> {
    /// New ones and those that changed.
    pub read: Vec<Candidate<'w>>,
    /// Sizes of those that are as they were.
    pub unchanged: Vec<u64>,
    /// Ids of files that are there, were left out or could not be looked for.
    pub present: FxHashSet<String>,
    /// Ids of files that are gone, those of their members not among them.
    pub gone: Vec<String>,
    /// Whether all files are gone at once: an empty folder is more often a share that is not there.
    pub vanished: bool,
}

/// Compares what `walk` found with `known`, the records of the last run. `ocr` tells whether scans are read now.
pub(super) fn compare<'w>(source: &Source, walk: &'w Walk, known: &Known, ocr: bool) -> Changes<'w> {
    let name = source.collection.as_str();
    let own: Vec<&FileRecord> = known.files(name).collect();
    let beside = pairs(&walk.files);
    let about: FxHashSet<&str> = beside.values().map(|file| file.path.as_str()).collect();
    let mut changes = Changes::default();
    for file in walk.files.iter().filter(|file| !about.contains(file.path.as_str())) {
        let beside = beside.get(file.path.as_str()).copied();
        let given = source.rules.of(&file.path);
        let basis = basis(&given, beside);
        let id = known.id_of(name, &file.path);
        let same = known.get(&id).is_some_and(|record| is_same(record, file, basis, ocr));
        changes.present.insert(id.clone());
        if same {
            changes.unchanged.push(file.size);
        } else {
            changes.read.push(Candidate { file, beside, given, before: known.get(&id).cloned(), id, basis });
        }
    }
    let skipped = walk.skipped.iter().map(|(path, _)| known.id_of(name, path));
    changes.present.extend(skipped);
    let is_gone = |record: &&&FileRecord| !changes.present.contains(&record.id) && !is_hidden(walk, &record.path);
    changes.gone = own.iter().filter(is_gone).map(|record| record.id.clone()).collect();
    let had = own.iter().filter(|record| !record.hash.is_empty()).count();
    changes.vanished = walk.files.is_empty() && had > 0 && walk.unreadable_folders.is_empty();
    changes
}

/// Whether a file is as its record says. One that could not be read is tried again: its permissions may have changed.
fn is_same(record: &FileRecord, file: &WalkedFile, basis: u64, ocr: bool) -> bool {
    let waits = waits_for_ocr(record, ocr);
    let read = !record.hash.is_empty() && record.coverage.shortfall() != Some(Reason::NoWorker);
    record.size == file.size && record.modified == file.modified && record.basis == basis && read && !waits
}

/// Whether a file has pages that can be read now, since OCR is there.
pub(super) fn waits_for_ocr(record: &FileRecord, ocr: bool) -> bool {
    // Only pages of PDFs can be read from their picture, and only where the file itself is one.
    let pdf = record.coverage.pages.is_some() && record.path.to_ascii_lowercase().ends_with(".pdf");
    ocr && pdf && record.coverage.missing.iter().any(|missing| missing.reason == Reason::NeedsOcr)
}

/// Whether a file may be there unseen, in a folder that could not be read.
fn is_hidden(walk: &Walk, path: &str) -> bool {
    let inside = |folder: &String| path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'));
    walk.unreadable_folders.iter().any(|folder| folder.is_empty() || inside(folder))
}

/// A hash of what the reading of a file depends on beside its bytes.
fn basis(given: &Given, beside: Option<&WalkedFile>) -> u64 {
    if beside.is_none() && *given == Given::default() {
        return u64::from(READERS);
    }
    let mut text = format!("{READERS}\0{given:?}");
    if let Some(beside) = beside {
        text.push_str(&format!("\0{}\0{}\0{}", beside.path, beside.size, beside.modified));
    }
    xxhash_rust::xxh3::xxh3_64(text.as_bytes())
}
