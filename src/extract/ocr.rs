//! Scanned pages into text, with the programs pdftoppm (poppler) and Tesseract where they are installed. Each page is
//! read by programs of their own under limits, in a folder of their own; what was read is kept by the hash of the file,
//! so that no page is read twice.

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use crossbeam_channel::{Receiver, Sender};

use super::worker::Confined;
use crate::document::{Block, BlockKind, Content, Reason};

/// The language that pages are read in; the Dutch data of Tesseract.
const LANGUAGE: &str = "nld";
/// How fine a page is drawn, in dots per inch: what Tesseract is made for.
const DOTS: &str = "300";
/// The program that draws pages.
const DRAW: &str = "pdftoppm";
/// The program that reads them.
const READ: &str = "tesseract";
/// What no program writes on a page that it has read; a page of a cache that was broken off does not end so.
const END: &str = "\u{C}";

/// Reads scanned pages.
#[derive(Debug)]
pub struct Ocr {
    /// This program, which becomes the others under limits.
    program: PathBuf,
    /// Where pages that were read are kept.
    cache: PathBuf,
    /// One for each page that may be read at the same time, by whichever file.
    places: (Sender<()>, Receiver<()>),
}

impl Ocr {
    /// Reads with the programs of this system; `cache` is where pages that were read are kept.
    ///
    /// # Errors
    /// What is not installed: the name of a program, or of the Dutch data of Tesseract.
    pub fn new(program: &Path, cache: &Path) -> Result<Self, &'static str> {
        let answer = |name: &str, argument: &str| {
            let output = Command::new(name).arg(argument).stdin(Stdio::null()).output().ok()?;
            Some(String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
        };
        answer(DRAW, "-v").ok_or(DRAW)?;
        let languages = answer(READ, "--list-langs").ok_or(READ)?;
        if !languages.lines().any(|line| line.trim() == LANGUAGE) {
            return Err("tesseract-ocr-nld");
        }
        remove_leftovers(cache);
        let (give, take) = crossbeam_channel::unbounded();
        (0..cores()).try_for_each(|_| give.send(())).map_err(|_| READ)?;
        Ok(Ocr { program: program.to_path_buf(), cache: cache.to_path_buf(), places: (give, take) })
    }

    /// Reads the pages of a PDF that need it and puts their text in its place in `content`. `hash` is that of `bytes`.
    pub fn complete(&self, content: &mut Content, bytes: &[u8], hash: &str) {
        let pages = content.coverage.pages_missed(Reason::NeedsOcr);
        if pages.is_empty() || !bytes.windows(5).take(1024).any(|start| start == b"%PDF-") {
            return;
        }
        let read = self.pages(bytes, hash, &pages);
        content.coverage.missing.retain(|missing| missing.reason != Reason::NeedsOcr);
        for (page, text) in read {
            let Ok(text) = text else {
                // It was tried: trying again would give the same.
                content.coverage.miss_page(page, Reason::Damaged);
                continue;
            };
            content.coverage.ocr += 1;
            let blocks = paragraphs(&text, page);
            content.coverage.characters += blocks.iter().map(|block| block.text.chars().count() as u64).sum::<u64>();
            let at = content.blocks.partition_point(|block| block.page.is_none_or(|before| before <= page));
            content.blocks.splice(at..at, blocks);
        }
    }

    /// The text of each page, several at once, in order.
    fn pages(&self, bytes: &[u8], hash: &str, pages: &[u32]) -> Vec<(u32, std::io::Result<String>)> {
        let kept: Vec<Option<String>> = pages.iter().map(|page| self.kept(hash, *page)).collect();
        let folder = match kept.contains(&None) {
            true => Private::new(&self.cache, bytes),
            false => Err(std::io::ErrorKind::NotFound.into()),
        };
        let next = AtomicUsize::new(0);
        let threads = cores().min(pages.len());
        let mut read: Vec<(u32, std::io::Result<String>)> = std::thread::scope(|scope| {
            let one = || {
                let mut own = Vec::new();
                while let Some((page, kept)) = {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    pages.get(at).zip(kept.get(at))
                } {
                    let text = match (kept, &folder) {
                        (Some(text), _) => Ok(text.clone()),
                        (None, Ok(folder)) => self.page(folder, hash, *page),
                        (None, Err(error)) => Err(error.kind().into()),
                    };
                    own.push((*page, text));
                }
                own
            };
            let threads: Vec<_> = (0..threads).map(|_| scope.spawn(one)).collect();
            threads.into_iter().filter_map(|thread| thread.join().ok()).flatten().collect()
        });
        read.sort_by_key(|(page, _)| *page);
        read
    }

    /// Reads one page and keeps its text.
    fn page(&self, folder: &Private, hash: &str, page: u32) -> std::io::Result<String> {
        let _place = self.places.1.recv().map(|()| Place(&self.places.0));
        let confined = Confined { program: &self.program, folder: &folder.path };
        let (number, name) = (page.to_string(), format!("page-{page}"));
        let arguments = ["-r", DOTS, "-gray", "-png", "-singlefile", "-f", &number, "-l", &number, SOURCE, &name];
        succeeded(confined.command(DRAW, &arguments.map(OsStr::new)).status()?)?;
        let picture = format!("{name}.png");
        // A program that could not be started has written nothing.
        fs::metadata(folder.path.join(&picture))?;
        let arguments = [&picture, &name, "-l", LANGUAGE, "--dpi", DOTS].map(OsStr::new);
        succeeded(confined.command(READ, &arguments).status()?)?;
        // The private folder goes as a whole; what stays until then only takes room.
        let _ = fs::remove_file(folder.path.join(&picture));
        // It is there after an empty page too.
        let text = String::from_utf8_lossy(&fs::read(folder.path.join(format!("{name}.txt")))?).into_owned();
        // A page that is not kept is read again one day; it is read all the same.
        let _ = self.keep(hash, page, &text);
        Ok(text)
    }

    fn place(&self, hash: &str, page: u32) -> PathBuf {
        self.cache.join(format!("{hash}-{page}.txt"))
    }

    /// The text of a page that was read before.
    fn kept(&self, hash: &str, page: u32) -> Option<String> {
        let text = fs::read_to_string(self.place(hash, page)).ok()?;
        text.strip_suffix(END).map(str::to_owned)
    }

    fn keep(&self, hash: &str, page: u32, text: &str) -> std::io::Result<()> {
        fs::create_dir_all(&self.cache)?;
        let place = self.place(hash, page);
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let part = place.with_extension(format!("part-{}-{number}", std::process::id()));
        fs::write(&part, format!("{}{END}", text.trim_end_matches(END)))?;
        fs::rename(part, place)
    }
}

/// The right to read a page, given back with this value.
struct Place<'p>(&'p Sender<()>);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        // The other side is in the same value.
        let _ = self.0.send(());
    }
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Removes what a run that was killed left behind; the index is locked, so no other is at work.
fn remove_leftovers(cache: &Path) {
    for entry in fs::read_dir(cache).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(WORK) {
            // What cannot be removed now is tried again by the next run.
            let _ = fs::remove_dir_all(entry.path());
        } else if name.contains(".part-") {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Removes the pages in `cache` of files whose hash is not in `known`: what is gone from the index is gone.
pub fn forget(cache: &Path, known: impl Fn(&str) -> bool) {
    for entry in fs::read_dir(cache).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let page = name.strip_suffix(".txt").and_then(|name| name.rsplit_once('-'));
        if page.is_some_and(|(hash, _)| !known(hash)) {
            // What cannot be removed now is tried again by the next run.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// How the names of private folders begin.
const WORK: &str = "work-";

/// The name of the file in its private folder.
const SOURCE: &str = "source.pdf";

/// A folder that only the programs which read one file may write in; it goes with this value.
#[derive(Debug)]
struct Private {
    path: PathBuf,
}

impl Private {
    fn new(cache: &Path, bytes: &[u8]) -> std::io::Result<Self> {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = cache.join(format!("{WORK}{}-{number}", std::process::id()));
        fs::create_dir_all(cache)?;
        fs::create_dir(&path)?;
        let path = path.canonicalize()?;
        fs::File::create(path.join(SOURCE))?.write_all(bytes)?;
        Ok(Private { path })
    }
}

impl Drop for Private {
    fn drop(&mut self) {
        // What cannot be removed is named as work of a process that is gone.
        let _ = fs::remove_dir_all(&self.path);
    }
}

fn succeeded(status: ExitStatus) -> std::io::Result<()> {
    if status.success() { Ok(()) } else { Err(std::io::ErrorKind::Other.into()) }
}

/// The paragraphs of a page: lines until an empty one, words joined that the end of a line breaks.
fn paragraphs(text: &str, page: u32) -> Vec<Block> {
    let mut paragraphs = vec![String::new()];
    for line in text.lines().map(str::trim) {
        let Some(open) = paragraphs.last_mut() else { break };
        if line.is_empty() {
            if !open.is_empty() {
                paragraphs.push(String::new());
            }
            continue;
        }
        let breaks = open.ends_with('-') && line.starts_with(char::is_lowercase);
        let elided = ["en ", "of "].iter().any(|word| line.starts_with(word));
        if breaks && !elided {
            open.pop();
        } else if !open.is_empty() {
            open.push(' ');
        }
        open.push_str(line);
    }
    let legible = |text: &String| text.chars().any(char::is_alphanumeric);
    let block = |text: String| Block { kind: BlockKind::Paragraph, text, page: Some(page) };
    paragraphs.into_iter().filter(legible).map(block).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines are joined, broken words too, and specks are no text.
    #[test]
    fn pages_become_paragraphs() {
        let text = "De gemeente-\nraad heeft\nbesloten.\n\n. |\n\nLand-\nen tuinbouw\n";
        let texts: Vec<String> = paragraphs(text, 3).into_iter().map(|block| block.text).collect();
        assert_eq!(texts, ["De gemeenteraad heeft besloten.", "Land- en tuinbouw"]);
    }
}
