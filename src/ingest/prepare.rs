//! One file into what is written of it: extract, cut, describe, analyse. Pure but for reading the file; runs on many
//! threads at once.

use std::fs::File;
use std::io::Read;

use rustc_hash::FxHashMap;

use crate::analysis::{Encoder, language};
use crate::backend::{NewPassage, field_texts, heading_path};
use crate::document::{Document, FileRecord, Passage, Reason};
use crate::extract::extract;

use super::metadata::describe;
use super::passages::{Cut, cut};
use super::walk::WalkedFile;

/// A file as far as it came.
pub(super) enum Prepared {
    /// Its bytes are those of the last run.
    Unchanged(FileRecord),
    /// New content; without passages where the record tells why.
    Content(Box<(FileRecord, Document, Vec<NewPassage>)>),
}

/// A file that was read, before its words are analysed.
pub(super) enum Extracted {
    /// Its bytes are those of the last run.
    Unchanged(FileRecord),
    /// New content.
    Content(Box<Parsed>),
}

/// A file in passages, not analysed yet.
pub(super) struct Parsed {
    record: FileRecord,
    pub document: Document,
    pub cuts: Vec<Cut>,
}

/// Reads a file and cuts it into passages. `known` is its record of the last run.
pub(super) fn read(file: &WalkedFile, collection: &str, known: Option<&FileRecord>, largest: u64) -> Extracted {
    let (size, modified) = (file.size, file.modified);
    let mut record = FileRecord { size, modified, ..FileRecord::new(collection, &file.path) };
    let bytes = match bytes_of(file, largest) {
        Ok(bytes) => bytes,
        Err(reason) => return nothing(record, reason),
    };
    record.hash = format!("{:032x}", xxhash_rust::xxh3::xxh3_128(&bytes));
    if let Some(known) = known.filter(|known| known.hash == record.hash) {
        return Extracted::Unchanged(FileRecord { size, modified, ..known.clone() });
    }
    let name = file.path.rsplit('/').next().unwrap_or(&file.path);
    let content = match extract(name, &bytes) {
        Ok(content) => content,
        Err(reason) => return nothing(record, reason),
    };
    let about = describe(&content, collection, &file.path);
    let document = Document {
        id: record.id.clone(),
        collection: collection.to_string(),
        path: file.path.clone(),
        title: about.title,
        date: about.date,
        kind: about.kind.map(|kind| kind.code().to_string()),
        municipality: about.municipality,
        mentioned: about.mentioned,
    };
    record.title.clone_from(&document.title);
    record.coverage = content.coverage;
    Extracted::Content(Box::new(Parsed { record, document, cuts: cut(&content.blocks) }))
}

/// Analyses a file that was read.
pub(super) fn analyse(extracted: Extracted, encoder: &mut Encoder<'_>) -> Prepared {
    let Parsed { mut record, document, cuts } = match extracted {
        Extracted::Unchanged(record) => return Prepared::Unchanged(record),
        Extracted::Content(parsed) => *parsed,
    };
    let cuts = cuts.into_iter().enumerate();
    let mut passages: Vec<NewPassage> = cuts.map(|(ordinal, cut)| passage(&document, ordinal, cut, encoder)).collect();
    number_repeats(&mut passages);
    count(&mut record, &passages);
    Prepared::Content(Box::new((record, document, passages)))
}

/// Analyses a passage.
pub(super) fn encode(document: &Document, passage: Passage, encoder: &mut Encoder<'_>) -> NewPassage {
    let mut terms = String::with_capacity(passage.text.len() * 3);
    let words = encoder
        .encode(field_texts(document, &passage.headings, &passage.text).each_ref().map(AsRef::as_ref), &mut terms);
    NewPassage { passage, terms, words }
}

/// Enters in the record what the passages hold.
pub(super) fn count(record: &mut FileRecord, passages: &[NewPassage]) {
    record.passages = passages.len() as u32;
    record.words = passages.iter().map(|passage| u64::from(passage.words)).sum();
}

/// The bytes of a file that is not too large; one that grows meanwhile is cut at the limit.
fn bytes_of(file: &WalkedFile, largest: u64) -> Result<Vec<u8>, Reason> {
    if file.size > largest {
        return Err(Reason::TooLarge);
    }
    let mut bytes = Vec::with_capacity(file.size as usize);
    let source = File::open(&file.location).map_err(|_| Reason::Unreadable)?;
    source.take(largest).read_to_end(&mut bytes).map_err(|_| Reason::Unreadable)?;
    Ok(bytes)
}

/// A file that gave nothing, with its reason.
fn nothing(mut record: FileRecord, reason: Reason) -> Extracted {
    record.coverage.shortfall = Some(reason);
    let document = Document {
        id: record.id.clone(),
        collection: record.collection.clone(),
        path: record.path.clone(),
        title: String::new(),
        date: None,
        kind: None,
        municipality: None,
        mentioned: Vec::new(),
    };
    Extracted::Content(Box::new(Parsed { record, document, cuts: Vec::new() }))
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

fn passage(document: &Document, ordinal: usize, cut: Cut, encoder: &mut Encoder<'_>) -> NewPassage {
    let Cut { mut headings, text, pages } = cut;
    // The title is shown and ranked as title; as first heading it would count twice.
    if headings.first().is_some_and(|heading| heading == &document.title) {
        headings.remove(0);
    }
    let hash = xxhash_rust::xxh3::xxh3_64(format!("{}\0{text}", heading_path(&headings)).as_bytes());
    let passage = Passage {
        id: format!("{}-{hash:016x}", document.id),
        ordinal: ordinal as u32,
        language: language(&text).to_string(),
        text,
        headings,
        pages,
    };
    encode(document, passage, encoder)
}
