//! A file and the files that it holds: members of archives, archives in archives, attachments of mails. Each is read by
//! the reader of its own format and becomes a document of its own; one that cannot be read costs only itself.

use rustc_hash::FxHashSet;

use super::package::{Budget, Package};
use super::sniff::{self, Format};
use super::{Job, Opened, Part, Watch, open, sidecar};
use crate::document::{Content, Reason};

/// Files in files deeper than this are an attack.
const DEEPEST: usize = 5;
/// What every member costs of the budget, in bytes: so that no archive of empty files becomes a million documents.
const MEMBER: u64 = 1024;
/// The most text that is taken out of one file, in bytes.
const MOST_TEXT: u64 = 200_000_000;

/// Reads a file and all that it holds; `watch` is given each part as it is done, the file itself first.
pub fn extract(job: &Job<'_>, watch: &mut dyn Watch) {
    let budget = Budget::of(job.bytes.len());
    let text = Budget::most(MOST_TEXT);
    let mut reading = Reading { watch, budget: &budget, text: &text, taken: FxHashSet::default() };
    reading.file("", job, 0);
}

struct Reading<'r> {
    watch: &'r mut dyn Watch,
    /// What may still be unpacked.
    budget: &'r Budget,
    /// What may still be read.
    text: &'r Budget,
    /// The paths that parts have.
    taken: FxHashSet<String>,
}

impl Reading<'_> {
    /// Reads the file at `path`, and what it holds, `depth` files deep.
    fn file(&mut self, path: &str, job: &Job<'_>, depth: usize) {
        let (archive, attachments, content) = match self.own(path, job, depth) {
            Ok((format, Opened { content, attachments })) => {
                let archive = format == Format::Zip;
                let content = self.fitting(content, archive || !attachments.is_empty());
                (archive, attachments, content)
            }
            Err(reason) => (false, Vec::new(), Err(reason)),
        };
        self.watch.done(Part { path: path.to_owned(), size: job.bytes.len() as u64, content });
        for (name, bytes) in &attachments {
            let inside = self.free_path(path, name);
            self.member(&inside, Ok(bytes), job, depth);
        }
        if archive {
            self.archive(path, job, depth);
        }
    }

    fn own(&mut self, path: &str, job: &Job<'_>, depth: usize) -> Result<(Format, Opened), Reason> {
        if depth > DEEPEST {
            return Err(Reason::TooDeep);
        }
        self.watch.begin(path, None)?;
        let format = sniff::format(job.name, job.bytes)?;
        let watch = &mut *self.watch;
        let mut opened = open(format, job, self.budget, &mut |page| watch.begin(path, page))?;
        if let Some((name, bytes)) = job.beside {
            opened.content.declared.given = sidecar::read(name, bytes).unwrap_or_default();
        }
        Ok((format, opened))
    }

    /// The content, unless there is none or too much of it.
    fn fitting(&self, content: Content, holds: bool) -> Result<Content, Reason> {
        let bytes = content.blocks.iter().map(|block| block.text.len() as u64).sum();
        self.text.take(bytes).map_err(|_| Reason::TooLarge)?;
        let nothing = content.blocks.is_empty() && content.coverage.missing.is_empty() && !holds;
        if nothing { Err(Reason::Empty) } else { Ok(content) }
    }

    /// Reads the members of an archive.
    fn archive(&mut self, path: &str, job: &Job<'_>, depth: usize) {
        let Ok(mut package) = Package::open(job.bytes, self.budget) else { return };
        for name in package.names() {
            let Some(clean) = clean_path(&name) else { continue };
            let inside = self.free_path(path, &clean);
            // Unpacking may be what breaks the worker, so it is told before. One that does not fit costs itself alone.
            let begun = self.watch.begin(&inside, None).and_then(|()| self.budget.take(MEMBER));
            let bytes = begun.and_then(|()| package.part(&name)).and_then(|bytes| bytes.ok_or(Reason::Damaged));
            self.member(&inside, bytes.as_deref().map_err(|reason| *reason), job, depth);
        }
    }

    /// The path of `name` in the file at `path`, with a number where another part has it already.
    fn free_path(&mut self, path: &str, name: &str) -> String {
        let whole = if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") };
        let file = whole.rfind('/').map_or(0, |at| at + 1);
        let dot = whole[file..].rfind('.').map_or(whole.len(), |at| file + at);
        let (stem, ending) = whole.split_at(dot);
        let numbered = (2..).map(|number| format!("{stem} ({number}){ending}"));
        let free = std::iter::once(whole.clone()).chain(numbered).find(|path| !self.taken.contains(path));
        let free = free.unwrap_or_default();
        self.taken.insert(free.clone());
        free
    }

    fn member(&mut self, inside: &str, bytes: Result<&[u8], Reason>, job: &Job<'_>, depth: usize) {
        match bytes {
            Ok(bytes) => {
                let name = inside.rsplit('/').next().unwrap_or(inside);
                self.file(inside, &Job { name, bytes, beside: None, raw: job.raw }, depth + 1);
            }
            Err(reason) => self.watch.done(Part { path: inside.to_owned(), size: 0, content: Err(reason) }),
        }
    }
}

/// Whether a file or folder of this name is hidden, or of the system and the programs that used a folder: no document.
pub fn is_left_behind(name: &str) -> bool {
    let system = ["thumbs.db", "desktop.ini", "__macosx"].iter().any(|own| name.eq_ignore_ascii_case(own));
    // Office programs keep a lock beside a file that is open.
    system || name.starts_with('.') || name.starts_with("~$")
}

/// The path of a member without what leads out of the archive; `None` for folders and for what systems leave behind.
fn clean_path(name: &str) -> Option<String> {
    if name.ends_with(['/', '\\']) {
        return None;
    }
    let parts: Vec<&str> = name.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | "..")).collect();
    let hidden = parts.iter().any(|part| is_left_behind(part));
    (!hidden && !parts.is_empty()).then(|| parts.join("/"))
}
