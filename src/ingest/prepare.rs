//! One file into what is written of it: read by a worker, cut, described, analysed. Pure but for reading the file; runs
//! on many threads at once.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use super::changes::{Candidate, waits_for_ocr};
use super::metadata::describe;
use super::passages::{Cut, cut};
use super::walk::WalkedFile;
use crate::analysis::{Encoder, language};
use crate::backend::{NewPassage, NewUnit, field_texts, heading_path};
use crate::document::{Content, Coverage, Document, FileRecord, Given, Passage, Reason, document_id};
use crate::extract::ocr::Ocr;
use crate::extract::worker::{LARGEST_JOB, Workers};
use crate::extract::{Job, Part};

/// A file as far as it came.
pub(super) enum Prepared {
    /// Its bytes are those of the last run.
    Unchanged(Box<FileRecord>),
    /// New content: of the file itself, then of the files that it holds.
    Content(Vec<Written>),
}

/// A document as it is written; without passages where the record tells why.
pub(super) struct Written {
    pub record: FileRecord,
    pub document: Document,
    pub passages: Vec<NewPassage>,
}

/// A file that was read, before its words are analysed.
pub(super) enum Extracted {
    /// Its bytes are those of the last run.
    Unchanged(Box<FileRecord>),
    /// New content: of the file itself, then of the files that it holds.
    Content(Vec<Parsed>),
}

/// A document in passages, not analysed yet.
pub(super) struct Parsed {
    record: FileRecord,
    pub document: Document,
    pub cuts: Vec<Cut>,
    /// Its language, where it is given.
    language: Option<String>,
}

/// Reads the files of a collection.
pub(super) struct Preparing<'a> {
    pub collection: &'a str,
    /// The ids of files that are gone, by the hash of their bytes: a new file with those bytes is one of them, moved.
    pub moved: Mutex<FxHashMap<String, String>>,
    pub workers: &'a Workers,
    pub ocr: Option<Arc<Ocr>>,
    /// The largest file that is read, in bytes.
    pub largest: u64,
}

impl Preparing<'_> {
    /// Reads a file and cuts it into passages.
    pub(super) fn read(&self, candidate: &Candidate<'_>) -> Extracted {
        let file = candidate.file;
        let mut record = FileRecord {
            id: candidate.id.clone(),
            size: file.size,
            modified: file.modified,
            basis: candidate.basis,
            readers: candidate.given.readers.clone(),
            ..FileRecord::new(self.collection, &file.path)
        };
        let bytes = match bytes_of(file, self.largest) {
            Ok(bytes) => bytes,
            Err(reason) => return Extracted::Content(vec![nothing(record, reason)]),
        };
        record.hash = hash(&bytes);
        if let Some(before) = self.as_before(&record, candidate) {
            return Extracted::Unchanged(Box::new(before));
        }
        if candidate.before.is_none()
            && let Some(id) = self.moved.lock().unwrap_or_else(PoisonError::into_inner).remove(&record.hash)
        {
            record.id = id;
        }
        let beside = candidate.beside.map(|file| bytes_of(file, self.largest).map(|bytes| (file, bytes)));
        if matches!(beside, Some(Err(_))) {
            // What stands there may say who may read it: until it is known nobody may. The next run asks again.
            let unknown = FileRecord { hash: String::new(), readers: Some(Vec::new()), ..record };
            return Extracted::Content(vec![nothing(unknown, Reason::Unreadable)]);
        }
        let beside = beside.and_then(Result::ok);
        let beside = beside.as_ref().map(|(file, bytes)| (name_of(&file.path), bytes.as_slice()));
        let job = Job { name: name_of(&file.path), bytes: &bytes, beside, raw: false };
        let mut parts = self.workers.extract(&job);
        if let (Some(ocr), Some(Part { content: Ok(content), .. })) = (&self.ocr, parts.first_mut()) {
            ocr.complete(content, &bytes, &record.hash);
        }
        // What a file holds may be read by those who may read the file.
        let readers = match parts.first().map(|part| &part.content) {
            Some(Ok(content)) => content.declared.given.readers.clone(),
            _ => beside.and_then(|beside| self.readers_beside(beside)),
        };
        let given = Given { readers, ..Given::default() }.or(candidate.given.clone());
        let parts = parts.into_iter().map(|part| self.parsed(&record, part, &given));
        Extracted::Content(parts.collect())
    }

    /// Who may read a file that cannot be read, as what stands beside it says; nobody where that cannot be read either.
    fn readers_beside(&self, beside: (&str, &[u8])) -> Option<Vec<String>> {
        let job = Job { name: "leeg.txt", bytes: b"-", beside: Some(beside), raw: false };
        match self.workers.extract(&job).into_iter().next().map(|part| part.content) {
            Some(Ok(content)) => content.declared.given.readers,
            _ => Some(Vec::new()),
        }
    }

    /// The record of the last run with the place of this one, where bytes and all that reading depends on are the same.
    fn as_before(&self, record: &FileRecord, candidate: &Candidate<'_>) -> Option<FileRecord> {
        let before = candidate.before.as_ref()?;
        let again = waits_for_ocr(before, self.ocr.is_some()) || before.coverage.shortfall() == Some(Reason::NoWorker);
        let same = before.hash == record.hash && before.basis == record.basis && !again;
        same.then(|| FileRecord { size: record.size, modified: record.modified, ..before.clone() })
    }

    /// One part of a file, described and cut.
    fn parsed(&self, of: &FileRecord, part: Part, given: &Given) -> Parsed {
        let record = match part.path.as_str() {
            "" => of.clone(),
            inside => FileRecord {
                id: document_id(&of.id, inside),
                path: format!("{}/{inside}", of.path),
                size: part.size,
                container: of.id.clone(),
                hash: of.hash.clone(),
                ..of.clone()
            },
        };
        match part.content {
            Ok(content) => described(record, content, given),
            Err(reason) => nothing(FileRecord { readers: given.readers.clone(), ..record }, reason),
        }
    }
}

/// Describes what was read and cuts it.
fn described(mut record: FileRecord, mut content: Content, given: &Given) -> Parsed {
    let given = std::mem::take(&mut content.declared.given).or(given.clone());
    let about = describe(&content, &record.collection, &record.path, &given);
    let document = Document {
        title: about.title,
        date: about.date,
        kind: about.kind.map(|kind| kind.code().to_string()),
        municipality: about.municipality,
        mentioned: about.mentioned,
        author: given.author.or(content.declared.author),
        year: about.year,
        date_source: about.date_source.map(|source| source.code().to_owned()),
        period: about.period,
        readers: given.readers,
        ..untold(&record)
    };
    record.title.clone_from(&document.title);
    record.readers.clone_from(&document.readers);
    record.coverage = content.coverage;
    let language = given.language.as_deref().and_then(two_letters);
    Parsed { record, document, cuts: cut(&content.blocks), language }
}

/// The ISO 639-1 code of a language as metadata writes it.
fn two_letters(written: &str) -> Option<String> {
    let lower = written.rsplit(['/', '#']).next().unwrap_or(written).to_lowercase();
    let code = match lower.as_str() {
        "nld" | "dut" | "nederlands" => "nl",
        "eng" | "engels" => "en",
        "fry" | "fries" | "frysk" => "fy",
        "deu" | "ger" | "duits" => "de",
        "fra" | "fre" | "frans" => "fr",
        other => other.split('-').next().filter(|code| code.len() == 2)?,
    };
    Some(code.to_string())
}

/// Analyses a file that was read.
pub(super) fn analyse(extracted: Extracted, encoder: &mut Encoder<'_>) -> Prepared {
    match extracted {
        Extracted::Unchanged(record) => Prepared::Unchanged(record),
        Extracted::Content(parts) => {
            Prepared::Content(parts.into_iter().map(|parsed| written(parsed, encoder)).collect())
        }
    }
}

fn written(parsed: Parsed, encoder: &mut Encoder<'_>) -> Written {
    let Parsed { mut record, document, cuts, language } = parsed;
    let cuts = cuts.into_iter().enumerate();
    let mut passages: Vec<NewPassage> =
        cuts.map(|(ordinal, cut)| passage(&document, ordinal, cut, language.as_deref(), encoder)).collect();
    number_repeats(&mut passages);
    count(&mut record, &passages);
    Written { record, document, passages }
}

/// Analyses a passage.
pub(super) fn encode(document: &Document, passage: Passage, encoder: &mut Encoder<'_>) -> NewPassage {
    let mut terms = String::with_capacity(passage.text.len() * 3);
    let words = encoder
        .encode(field_texts(document, &passage.headings, &passage.text).each_ref().map(AsRef::as_ref), &mut terms);
    NewPassage { units: NewUnit::all(&passage.headings, &passage.text), passage, terms, words }
}

/// Enters in the record what the passages hold.
pub(super) fn count(record: &mut FileRecord, passages: &[NewPassage]) {
    record.passages = passages.len() as u32;
    record.words = passages.iter().map(|passage| u64::from(passage.words)).sum();
}

/// The hash of a file's bytes: 128 bits of XXH3 in hexadecimal.
fn hash(bytes: &[u8]) -> String {
    format!("{:032x}", xxhash_rust::xxh3::xxh3_128(bytes))
}

fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The bytes of a file that is not too large; one that grows meanwhile is cut at the limit.
fn bytes_of(file: &WalkedFile, largest: u64) -> Result<Vec<u8>, Reason> {
    if file.size > largest.min(LARGEST_JOB) {
        return Err(Reason::TooLarge);
    }
    let mut bytes = Vec::with_capacity(file.size as usize);
    let source = open(&file.location).map_err(|_| Reason::Unreadable)?;
    source.take(largest).read_to_end(&mut bytes).map_err(|_| Reason::Unreadable)?;
    Ok(bytes)
}

/// Opens a file that the walk found: what took its place since then, a link or a pipe, is not followed or waited for.
fn open(path: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK);
    }
    let file = options.open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(std::io::ErrorKind::InvalidInput.into()) }
}

/// A file that gave nothing, with its reason.
fn nothing(mut record: FileRecord, reason: Reason) -> Parsed {
    record.coverage = Coverage::nothing(reason);
    Parsed { document: untold(&record), record, cuts: Vec::new(), language: None }
}

/// A document of which nothing is known but where it is.
fn untold(record: &FileRecord) -> Document {
    Document {
        id: record.id.clone(),
        collection: record.collection.clone(),
        path: record.path.clone(),
        title: String::new(),
        date: None,
        kind: None,
        municipality: None,
        mentioned: Vec::new(),
        author: None,
        year: None,
        date_source: None,
        period: None,
        part: !record.container.is_empty(),
        readers: None,
    }
}

/// Passages of one document with the same text get ids of their own.
fn number_repeats(passages: &mut [NewPassage]) {
    let mut seen: FxHashMap<String, u32> = FxHashMap::default();
    for new in passages {
        let count = seen.entry(new.passage.id.clone()).or_default();
        *count += 1;
        if *count > 1 {
            new.passage.id.push_str(&format!("-{count}"));
        }
    }
}

fn passage(
    document: &Document,
    ordinal: usize,
    cut: Cut,
    given: Option<&str>,
    encoder: &mut Encoder<'_>,
) -> NewPassage {
    let Cut { mut headings, text, pages } = cut;
    // The title is shown and ranked as title; as first heading it would count twice.
    if headings.first().is_some_and(|heading| heading == &document.title) {
        headings.remove(0);
    }
    let hash = xxhash_rust::xxh3::xxh3_64(format!("{}\0{text}", heading_path(&headings)).as_bytes());
    let passage = Passage {
        id: format!("{}-{hash:016x}", document.id),
        ordinal: ordinal as u32,
        language: given.map_or_else(|| language(&text).to_string(), str::to_owned),
        text,
        headings,
        pages,
    };
    encode(document, passage, encoder)
}
