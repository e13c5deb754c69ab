//! Which files of a folder are to be read: not the hidden ones, not those outside it, not indexes, and only those that
//! the globs let through. What is left out against the reader's expectation is reported.

use std::path::{Path, PathBuf};

use globset::{Glob, GlobSet, GlobSetBuilder};
use walkdir::WalkDir;

use crate::document::Reason;
use crate::error::{Error, ErrorKind, Result};
use crate::extract::is_left_behind;

/// A file that is there.
#[derive(Clone, Debug)]
pub struct WalkedFile {
    /// Where it is.
    pub location: PathBuf,
    /// Its path in the folder, with "/" between the parts; bytes that are not UTF-8 as `\xNN`.
    pub path: String,
    /// Its size in bytes.
    pub size: u64,
    /// When it was changed, in nanoseconds since 1970.
    pub modified: i64,
}

/// What a folder holds.
#[derive(Debug, Default)]
pub struct Walk {
    /// The files, in order of path.
    pub files: Vec<WalkedFile>,
    /// What was left out: path and reason.
    pub skipped: Vec<(String, Reason)>,
    /// Folders that could not be read: what was known of their files must stay.
    pub unreadable_folders: Vec<String>,
}

/// Which files to take.
#[derive(Clone, Debug, Default)]
pub struct Globs {
    include: Option<GlobSet>,
    exclude: Option<GlobSet>,
}

impl Globs {
    /// Globs over paths in the folder ("*.md", "archief/**"). Without `include` all files are taken.
    ///
    /// # Errors
    /// When a pattern is not a glob.
    pub fn new(include: &[String], exclude: &[String]) -> Result<Self> {
        Ok(Globs { include: glob_set(include)?, exclude: glob_set(exclude)? })
    }

    fn takes(&self, path: &str) -> bool {
        self.include.as_ref().is_none_or(|set| set.is_match(path))
            && !self.exclude.as_ref().is_some_and(|set| set.is_match(path))
    }
}

fn glob_set(patterns: &[String]) -> Result<Option<GlobSet>> {
    if patterns.is_empty() {
        return Ok(None);
    }
    let bad = |error: globset::Error| {
        let context =
            format!("{} is not a file pattern: write for example *.md or archief/**", error.glob().unwrap_or("?"));
        Error::with_source(ErrorKind::Usage, context, error)
    };
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        set.add(Glob::new(pattern).map_err(bad)?);
    }
    set.build().map(Some).map_err(bad)
}

/// Walks `root`. Links are not followed: what lies in the folder is found by its own path.
///
/// # Errors
/// When `root` itself is no folder that can be read.
pub fn walk(root: &Path, globs: &Globs, is_index: impl Fn(&Path) -> bool) -> Result<Walk> {
    std::fs::read_dir(root).map_err(|error| Error::io("read the folder", root, error))?;
    let mut walk = Walk::default();
    let visible = |entry: &walkdir::DirEntry| {
        let hidden = is_left_behind(&entry.file_name().to_string_lossy());
        entry.depth() == 0 || !(hidden || entry.file_type().is_dir() && is_index(entry.path()))
    };
    for entry in WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(visible) {
        match entry {
            Ok(entry) if entry.depth() == 0 || entry.file_type().is_dir() => {}
            Ok(entry) => take(root, &entry, globs, &mut walk),
            Err(error) => {
                let path = path_in(root, error.path().unwrap_or(root));
                walk.unreadable_folders.push(path.clone());
                walk.skipped.push((path, Reason::Unreadable));
            }
        }
    }
    Ok(walk)
}

fn take(root: &Path, entry: &walkdir::DirEntry, globs: &Globs, walk: &mut Walk) {
    let path = path_in(root, entry.path());
    if !globs.takes(&path) {
        return;
    }
    if entry.file_type().is_symlink() {
        if leads_out(root, entry.path()) {
            walk.skipped.push((path, Reason::OutsideFolder));
        }
        return;
    }
    if !entry.file_type().is_file() {
        walk.skipped.push((path, Reason::OutsideFolder));
        return;
    }
    match entry.metadata() {
        Ok(data) => {
            let modified = data.modified().ok().map_or(0, nanoseconds);
            walk.files.push(WalkedFile { location: entry.path().to_path_buf(), path, size: data.len(), modified });
        }
        Err(_) => walk.skipped.push((path, Reason::Unreadable)),
    }
}

/// A link to a file of the folder loses nothing when it is skipped; others do.
fn leads_out(root: &Path, link: &Path) -> bool {
    match (root.canonicalize(), link.canonicalize()) {
        (Ok(root), Ok(target)) => !target.starts_with(root),
        _ => true,
    }
}

fn nanoseconds(time: std::time::SystemTime) -> i64 {
    match time.duration_since(std::time::UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_nanos()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_nanos()).map_or(i64::MIN, |nanos| -nanos),
    }
}

/// The path of `full` in `root`.
fn path_in(root: &Path, full: &Path) -> String {
    let inside = full.strip_prefix(root).unwrap_or(full);
    let parts = inside.components().map(|part| {
        let chunks = part.as_os_str().as_encoded_bytes().utf8_chunks();
        chunks.fold(String::new(), |mut text, chunk| {
            text.push_str(chunk.valid());
            text.extend(chunk.invalid().iter().map(|byte| format!("\\x{byte:02x}")));
            text
        })
    });
    parts.collect::<Vec<_>>().join("/")
}
