//! Which files of a folder are metadata about the file beside them: `nota.pdf` with `nota.pdf.json`, `nota.json`,
//! `nota.mdto.xml` and the like. Such a file is no document of its own.

use std::path::{Path, PathBuf};

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

/// The file of metadata beside `file`, if there is one.
pub fn metadata_beside(file: &Path) -> Option<PathBuf> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let files = files_of(folder);
    let own = files.iter().find(|other| other.location.file_name() == file.file_name())?;
    pairs(&files).get(own.path.as_str()).map(|beside| beside.location.clone())
}

/// The files of a folder, those of its folders not among them.
fn files_of(folder: &Path) -> Vec<WalkedFile> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let files = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()));
    let file = |entry: std::fs::DirEntry| WalkedFile {
        path: entry.file_name().to_string_lossy().into_owned(),
        location: entry.path(),
        size: 0,
        modified: 0,
    };
    files.map(file).collect()
}

/// The files that are metadata, by the path of the file that they are about.
pub(super) fn pairs(files: &[WalkedFile]) -> FxHashMap<&str, &WalkedFile> {
    if !files.iter().any(|file| ending(&file.path).is_some()) {
        return FxHashMap::default();
    }
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
    let ends = |ending: &&str| {
        let start = path.len().checked_sub(ending.len())?;
        path.get(start..).filter(|end| end.eq_ignore_ascii_case(ending))
    };
    ENDINGS.into_iter().find(|ending| ends(ending).is_some())
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
