//! The stored text of an index analysed again: with the words that it teaches by now, or after the rules changed. No
//! file is read. All is written in one commit, so that readers see the old terms or the new.

use std::sync::atomic::{AtomicBool, Ordering};

use rustc_hash::FxHashMap;

use super::lexicon::{LexiconSource, learn};
use super::{Progress, prepare, state};
use crate::analysis::{Analyzer, Encoder, Vocabulary};
use crate::backend::embedded::{EmbeddedIndex, EmbeddedReader};
use crate::backend::{Address, NewPassage, Reader, Writer};
use crate::document::{Document, FileRecord};
use crate::error::{Error, ErrorKind, Result};

/// Documents that are loaded and analysed together.
const BATCH: usize = 64;

/// Learns the words of the whole index, or takes those of `lexicon`, and analyses every passage again. Returns how many
/// words beyond the project's own the index knows now.
///
/// # Errors
/// When the index cannot be read or written, or `stop` is set; then the last commit is intact.
pub fn reanalyze(
    index: &EmbeddedIndex,
    lexicon: &LexiconSource,
    progress: &mut dyn Progress,
    stop: &AtomicBool,
) -> Result<u64> {
    let mut writer = index.writer()?;
    let reader = index.stored_reader()?;
    let documents = reader.passages_by_document()?;
    let mut info = reader.info().clone();
    match lexicon {
        LexiconSource::Words(words) => (info.lexicon, info.vocabulary) = (words.clone(), 0),
        LexiconSource::Folder => {
            let vocabulary = count(&reader, &documents, stop)?;
            learn(&vocabulary, &mut info);
        }
    }
    let analyzer = Analyzer::with_words(&info.lexicon);
    let mut records: FxHashMap<String, FileRecord> =
        reader.records()?.into_iter().map(|record| (record.id.clone(), record)).collect();
    progress.start(documents.len() as u64, documents.len() as u64);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    // Kept from batch to batch: they remember what becomes of words.
    let mut encoders: Vec<Encoder<'_>> = (0..threads).map(|_| Encoder::new(&analyzer)).collect();
    for batch in documents.chunks(BATCH) {
        check(stop)?;
        for (document, passages) in encode(&reader, batch, &mut encoders)? {
            let Some(record) = records.get_mut(&document.id) else { continue };
            prepare::count(record, &passages);
            progress.file(1, passages.len() as u64);
            writer.put(record, &document, passages)?;
        }
    }
    progress.committing();
    state(&mut info, records.values());
    writer.commit(&info)?;
    writer.finish()?;
    Ok(info.lexicon.len() as u64)
}

fn check(stop: &AtomicBool) -> Result<()> {
    match stop.load(Ordering::Relaxed) {
        true => Err(Error::new(ErrorKind::Interrupted, "stopped; the index is as it was")),
        false => Ok(()),
    }
}

fn count(reader: &EmbeddedReader, documents: &[Vec<Address>], stop: &AtomicBool) -> Result<Vocabulary> {
    let mut vocabulary = Vocabulary::default();
    for addresses in documents {
        check(stop)?;
        for (number, stored) in reader.load(addresses)?.into_iter().enumerate() {
            if number == 0 {
                vocabulary.add(&stored.document.title);
            }
            vocabulary.add(&stored.passage.text);
        }
    }
    Ok(vocabulary)
}

/// The documents of a batch with their passages analysed, on all threads.
fn encode(
    reader: &EmbeddedReader,
    batch: &[Vec<Address>],
    encoders: &mut [Encoder<'_>],
) -> Result<Vec<(Document, Vec<NewPassage>)>> {
    let share = batch.len().div_ceil(encoders.len()).max(1);
    let encode_share =
        |documents: &[Vec<Address>], encoder: &mut Encoder<'_>| -> Result<Vec<(Document, Vec<NewPassage>)>> {
            let mut encoded = Vec::with_capacity(documents.len());
            for addresses in documents {
                let stored = reader.load(addresses)?;
                let Some(document) = stored.first().map(|stored| stored.document.clone()) else { continue };
                let passages = stored.into_iter().map(|stored| prepare::encode(&document, stored.passage, encoder));
                let passages = passages.collect();
                encoded.push((document, passages));
            }
            Ok(encoded)
        };
    let shares = batch.chunks(share).zip(encoders);
    std::thread::scope(|scope| {
        let threads: Vec<_> =
            shares.map(|(documents, encoder)| scope.spawn(move || encode_share(documents, encoder))).collect();
        let mut all = Vec::new();
        for thread in threads {
            let failed = || Error::new(ErrorKind::Internal, "analysing failed: please report this");
            all.extend(thread.join().map_err(|_| failed())??);
        }
        Ok(all)
    })
}
