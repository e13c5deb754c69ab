//! The first run: part of the text is read before any of it is analysed, so that the words which its compounds are made
//! of are known from the first passage on. What was read for this is kept and not read again.

use std::sync::{Arc, Mutex};

use rustc_hash::FxHashMap;

use super::lexicon::{LexiconSource, count_words, listed_words, system_words};
use super::prepare::{self, Extracted};
use super::walk::{Walk, WalkedFile};
use super::{Run, Source};
use crate::analysis::{Analyzer, Vocabulary};
use crate::document::document_id;
use crate::error::{Error, ErrorKind, Result};

/// How much of a folder is read to learn its words, in bytes of its files: enough for some millions of words.
const SAMPLE: u64 = 32_000_000;

impl Run<'_> {
    /// Decides which words the index knows beyond the project's own. An index that has a commit keeps those it has.
    pub(super) fn settle_lexicon(&mut self, walked: &[(&Source, Walk)]) -> Result<()> {
        match (&self.options.lexicon, self.info.format) {
            (LexiconSource::Folder, 0) => self.learn(walked)?,
            (LexiconSource::Folder, _) => return Ok(()),
            (LexiconSource::Words(words), 0) => self.info.lexicon.clone_from(words),
            (LexiconSource::Words(words), _) if *words == self.info.lexicon => return Ok(()),
            (LexiconSource::Words(_), _) => {
                let context = "the index has other words than the file of --lexicon: give it with --reanalyze to change \
                               them";
                return Err(Error::new(ErrorKind::Usage, context));
            }
        }
        self.analyzer = Arc::new(Analyzer::with_words(&self.info.lexicon));
        Ok(())
    }

    fn learn(&mut self, walked: &[(&Source, Walk)]) -> Result<()> {
        let sample = sample(walked);
        let share = sample.len().div_ceil(self.options.threads.max(1)).max(1);
        let (read, largest, stop) = (&*Arc::clone(&self.read), self.options.largest_file, self.stop);
        let vocabularies: Vec<Vocabulary> = std::thread::scope(|scope| {
            let threads: Vec<_> = sample
                .chunks(share)
                .map(|files| {
                    scope.spawn(move || {
                        let mut vocabulary = Vocabulary::default();
                        for (collection, file) in files {
                            if stop.load(std::sync::atomic::Ordering::Relaxed) {
                                break;
                            }
                            let extracted = prepare::read(file, collection, None, largest);
                            if let Extracted::Content(parsed) = &extracted {
                                count_words(parsed, &mut vocabulary);
                            }
                            put(read, document_id(collection, &file.path), extracted);
                        }
                        vocabulary
                    })
                })
                .collect();
            threads.into_iter().filter_map(|thread| thread.join().ok()).collect()
        });
        self.check_stop()?;
        let mut vocabulary = Vocabulary::default();
        vocabularies.into_iter().for_each(|part| vocabulary.merge(part));
        let system = system_words();
        self.info.lexicon = vocabulary.learn(&self.analyzer, listed_words(&system));
        self.info.vocabulary = vocabulary.distinct() as u64;
        Ok(())
    }
}

/// Files from everywhere in the folders, the same ones for the same names, up to [`SAMPLE`].
fn sample<'w>(walked: &'w [(&Source, Walk)]) -> Vec<(&'w str, &'w WalkedFile)> {
    let files =
        walked.iter().flat_map(|(source, walk)| walk.files.iter().map(|file| (source.collection.as_str(), file)));
    let mut files: Vec<(&str, &WalkedFile)> = files.collect();
    files.sort_by_cached_key(|(collection, file)| document_id(collection, &file.path));
    let mut size = 0;
    files.retain(|(_, file)| {
        let fits = size + file.size <= SAMPLE;
        size += if fits { file.size } else { 0 };
        fits
    });
    files
}

/// Keeps a file that was read.
fn put(read: &Mutex<FxHashMap<String, Extracted>>, id: String, extracted: Extracted) {
    read.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(id, extracted);
}

/// A file that was read before, if it was.
pub(super) fn take(read: &Mutex<FxHashMap<String, Extracted>>, id: &str) -> Option<Extracted> {
    read.lock().unwrap_or_else(std::sync::PoisonError::into_inner).remove(id)
}
