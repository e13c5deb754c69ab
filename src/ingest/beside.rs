//! Which files of a folder are metadata about the file beside them: `nota.pdf` with `nota.pdf.json`, `nota.json`,
//! `nota.mdto.xml` and the like. Such a file is no document of its own.

use rustc_hash::{FxHashMap, FxHashSet};

use super::walk::WalkedFile;
use crate::extract::{is_metadata, is_supported};

/// Endings that say that a file is about another one, longest first. Those of one part count only where that other file
/// is there.
const ENDINGS: [&str; 9] = [
    ".bestand.mdto.xml",
    ".mdto.xml",
    ".diwoo.xml",
    ".metadata.xml",
    ".metadata.json",
    ".meta.json",
    ".meta.xml",
    ".json",
    ".xml",
];
/// How much of an XML file is looked at to see whether it is metadata, in bytes.
const LOOKED: u64 = 4096;

/// The files that are metadata, by the path of the file that they are about.
pub(super) fn pairs(files: &[WalkedFile]) -> FxHashMap<&str, &WalkedFile> {
    let documents = files.iter().map(|file| file.path.as_str()).filter(|path| is_document(path));
    let by_stem: FxHashMap<&str, &str> = documents.clone().map(|path| (stem(path), path)).collect();
    let whole: FxHashSet<&str> = documents.collect();
    let mut pairs: FxHashMap<&str, &WalkedFile> = FxHashMap::default();
    for file in files {
        let Some(ending) = ending(&file.path) else { continue };
        let about = &file.path[..file.path.len() - ending.len()];
        let document = whole.get(about).or_else(|| by_stem.get(about)).copied();
        let Some(document) = document.filter(|document| *document != file.path) else { continue };
        let named = ending != ".xml" || whole.contains(about);
        if named || looks_like_metadata(file) {
            pairs.entry(document).or_insert(file);
        }
    }
    pairs
}

fn ending(path: &str) -> Option<&'static str> {
    let lower = path.to_ascii_lowercase();
    ENDINGS.into_iter().find(|ending| lower.ends_with(ending))
}

/// Whether a file with this name may have metadata beside it.
fn is_document(path: &str) -> bool {
    is_supported(path) && !path.to_ascii_lowercase().ends_with(".xml")
}

fn stem(path: &str) -> &str {
    path.rsplit_once('.').map_or(path, |(stem, _)| stem)
}

/// Whether an XML file with the name of a document is about it: its first bytes name a scheme of metadata.
fn looks_like_metadata(file: &WalkedFile) -> bool {
    use std::io::Read;
    let mut start = Vec::new();
    let read = std::fs::File::open(&file.location).and_then(|source| source.take(LOOKED).read_to_end(&mut start));
    read.is_ok() && is_metadata(&start)
}
