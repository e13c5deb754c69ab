//! What a run would do, without doing it.

use std::path::Path;

use super::changes::compare;
use super::known::Known;
use super::walk::walk;
use super::{IngestOptions, Source};
use crate::backend::Reader;
use crate::backend::embedded::{EmbeddedIndex, is_index};
use crate::document::Reason;
use crate::error::Result;

/// What a run would do with one file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Planned {
    /// It is new.
    Add(String),
    /// It is not as it was, or is to be read in another way.
    Update(String),
    /// It is gone.
    Remove(String),
    /// It is left out, with the reason.
    Skip(String, Reason),
    /// It is gone with all others of its collection, which is not believed.
    Keep(String),
}

/// What a run over `sources` would do to the index in `index`, in order of path. Files are not read: one that was only
/// touched, or moved, shows as changed, or as new and gone.
///
/// # Errors
/// When a folder or the index cannot be read.
pub fn dry_run(index: &Path, sources: &[Source], options: &IngestOptions) -> Result<Vec<Planned>> {
    let records = if is_index(index) { EmbeddedIndex::open(index)?.reader()?.records()? } else { Vec::new() };
    let known = Known::new(records);
    let mut plan = Vec::new();
    for source in sources {
        let walked = walk(&source.folder, &options.globs, is_index)?;
        let changes = compare(source, &walked, &known, options.ocr);
        let name = |path: &str| format!("{}/{path}", source.collection);
        plan.extend(changes.read.iter().map(|candidate| match candidate.before {
            Some(_) => Planned::Update(name(&candidate.file.path)),
            None => Planned::Add(name(&candidate.file.path)),
        }));
        let keeps = changes.vanished && !options.confirm_removal;
        let gone = changes.gone.iter().filter_map(|id| known.get(id));
        plan.extend(gone.map(|record| match keeps {
            true => Planned::Keep(name(&record.path)),
            false => Planned::Remove(name(&record.path)),
        }));
        plan.extend(walked.skipped.iter().map(|(path, reason)| Planned::Skip(name(path), *reason)));
    }
    plan.sort();
    Ok(plan)
}
