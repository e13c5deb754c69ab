//! A judged set as an index: each entry is one passage, so that what is measured is the ranking and not the cutting.

use std::path::Path;

use crate::analysis::{Analyzer, Encoder, language};
use crate::backend::embedded::EmbeddedIndex;
use crate::backend::{FORMAT, IndexInfo, NewPassage, NewUnit, Writer};
use crate::document::{Document, FileRecord, Passage, document_id};
use crate::error::{Error, ErrorKind, Result};
use crate::query::{Item, Need, Node, Query, parse};
use crate::search::Searcher;

use super::judged::{Entry, entries};

/// The name of the collection that the entries are in.
const COLLECTION: &str = "judged-set";

/// Entries handed to an analysis thread at once.
const BATCH: usize = 256;

/// An entry as it is written.
type Written = (FileRecord, Document, NewPassage);

/// Indexes the entries of the judged set in `dir` into `index`, which must be empty, with the project's own words alone.
/// Returns their number.
///
/// # Errors
/// When the set cannot be read or the index cannot be written.
pub fn index_set(dir: &Path, index: &EmbeddedIndex, threads: usize) -> Result<u64> {
    let analyzer = &Analyzer::new();
    let mut writer = index.writer()?;
    let mut info = IndexInfo { format: FORMAT, fingerprint: Analyzer::fingerprint(), ..IndexInfo::default() };
    info.collections.insert(COLLECTION.to_string(), dir.display().to_string());
    let (work, todo) = crossbeam_channel::bounded::<Vec<Entry>>(2);
    let (done, results) = crossbeam_channel::bounded::<Vec<Written>>(2);
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            let (todo, done) = (todo.clone(), done.clone());
            scope.spawn(move || {
                let mut encoder = Encoder::new(analyzer);
                for batch in todo {
                    let written = batch.into_iter().map(|entry| prepare(entry, &mut encoder)).collect();
                    if done.send(written).is_err() {
                        return;
                    }
                }
            });
        }
        drop((todo, done));
        let reading = scope.spawn(move || read(dir, &work));
        for batch in results {
            for (record, document, passage) in batch {
                info.documents += 1;
                info.passages += 1;
                info.words += record.words;
                writer.put(&record, &document, vec![passage])?;
            }
        }
        reading.join().unwrap_or_else(|_| Err(Error::new(ErrorKind::Data, "reading the judged set failed")))
    })?;
    writer.commit(&info)?;
    writer.finish()?;
    Ok(info.passages)
}

fn read(dir: &Path, work: &crossbeam_channel::Sender<Vec<Entry>>) -> Result<()> {
    let mut batch = Vec::with_capacity(BATCH);
    for entry in entries(dir)? {
        batch.push(entry?);
        if batch.len() == BATCH && work.send(std::mem::take(&mut batch)).is_err() {
            return Ok(());
        }
    }
    // A closed channel means that writing failed, which says so itself.
    drop(work.send(batch));
    Ok(())
}

fn prepare(entry: Entry, encoder: &mut Encoder<'_>) -> Written {
    let mut terms = String::with_capacity(entry.text.len() * 3);
    let words = encoder.encode([&entry.title, "", "", &entry.text], &mut terms);
    let id = document_id(COLLECTION, &entry.id);
    let document = Document {
        id: id.clone(),
        collection: COLLECTION.to_string(),
        path: entry.id.clone(),
        title: entry.title.clone(),
        date: None,
        kind: None,
        municipality: None,
        mentioned: Vec::new(),
        author: None,
        year: None,
        date_source: None,
        period: None,
        part: false,
        readers: None,
    };
    let passage = Passage {
        id: format!("{id}-0"),
        ordinal: 0,
        language: language(&entry.text).to_string(),
        text: entry.text,
        headings: Vec::new(),
        pages: None,
    };
    let record = FileRecord {
        title: entry.title,
        passages: 1,
        words: u64::from(words),
        ..FileRecord::new(COLLECTION, &entry.id)
    };
    (record, document, NewPassage { units: NewUnit::all(&[], &passage.text), passage, terms, words })
}

/// The ids of the best `limit` entries for a query text with their scores. What the query language refuses (a whole
/// letter as a query) is taken as plain words.
///
/// # Errors
/// When the index cannot be read.
pub fn search_set(searcher: &Searcher, text: &str, limit: usize) -> Result<Vec<(String, f32)>> {
    let query = parse(text).unwrap_or_else(|_| plain(text));
    let best = searcher.best(&query, limit)?;
    let addresses: Vec<_> = best.iter().map(|(address, _)| *address).collect();
    let loaded = searcher.reader().load(&addresses)?;
    Ok(loaded.into_iter().zip(best).map(|(stored, (_, score))| (stored.document.path, score)).collect())
}

fn plain(text: &str) -> Query {
    let word = |word: &str| Item { need: Need::Should, node: Node::Word(word.to_string()) };
    Query { source: text.to_string(), items: text.split_whitespace().map(word).collect(), filters: Vec::new() }
}
