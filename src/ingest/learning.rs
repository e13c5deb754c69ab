//! The first run: part of the text is read before any of it is analysed, so that the words which its compounds are made
//! of are known from the first passage on. What was read for this is kept and not read again.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use rustc_hash::FxHashMap;

use super::lexicon::{LexiconSource, learn};
use super::prepare::{self, Extracted};
use super::walk::{Walk, WalkedFile};
use super::{Run, Source};
use crate::analysis::{Analyzer, Vocabulary};
use crate::document::document_id;
use crate::error::{Error, ErrorKind, Result};

/// How much of a folder is read to learn its words, in bytes of its files: enough for some millions of words.
const SAMPLE: u64 = 32_000_000;

/// What a run analyses with.
pub(super) struct Learned {
    /// Knows the words of the index.
    pub analyzer: Analyzer,
    /// Files that were read to learn their words, by their id.
    read: Mutex<FxHashMap<String, Extracted>>,
}

impl Learned {
    /// A file that was read already, if it was.
    pub(super) fn take(&self, id: &str) -> Option<Extracted> {
        self.read.lock().unwrap_or_else(std::sync::PoisonError::into_inner).remove(id)
    }
}

impl Run<'_> {
    /// Decides which words the index knows beyond the project's own. An index that has a commit keeps those it has.
    pub(super) fn settle_lexicon(&mut self, walked: &[(&Source, Walk)]) -> Result<Learned> {
        let mut read = FxHashMap::default();
        match (&self.options.lexicon, self.info.format) {
            (LexiconSource::Folder, 0) => read = self.learn(walked)?,
            (LexiconSource::Folder, _) => {}
            (LexiconSource::Words(words), 0) => self.info.lexicon.clone_from(words),
            (LexiconSource::Words(words), _) if *words == self.info.lexicon => {}
            (LexiconSource::Words(_), _) => {
                let context = "the index has other words than the file of --lexicon: give it with --reanalyze to change \
                               them";
                return Err(Error::new(ErrorKind::Usage, context));
            }
        }
        Ok(Learned { analyzer: Analyzer::with_words(&self.info.lexicon), read: Mutex::new(read) })
    }

    /// Learns from part of the folders; returns what was read.
    fn learn(&mut self, walked: &[(&Source, Walk)]) -> Result<FxHashMap<String, Extracted>> {
        let sample = sample(walked);
        let share = sample.len().div_ceil(self.options.threads.max(1)).max(1);
        let (largest, stop) = (self.options.largest_file, self.stop);
        let shares: Vec<(Vocabulary, Vec<(String, Extracted)>)> = std::thread::scope(|scope| {
            let threads: Vec<_> =
                sample.chunks(share).map(|files| scope.spawn(move || read_and_count(files, largest, stop))).collect();
            threads.into_iter().filter_map(|thread| thread.join().ok()).collect()
        });
        self.check_stop()?;
        let (mut vocabulary, mut read) = (Vocabulary::default(), FxHashMap::default());
        for (words, files) in shares {
            vocabulary.merge(words);
            read.extend(files);
        }
        learn(&vocabulary, &mut self.info);
        Ok(read)
    }
}

/// Reads files and counts their words.
fn read_and_count(
    files: &[(&str, &WalkedFile)],
    largest: u64,
    stop: &AtomicBool,
) -> (Vocabulary, Vec<(String, Extracted)>) {
    let (mut vocabulary, mut read) = (Vocabulary::default(), Vec::with_capacity(files.len()));
    for (collection, file) in files {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let extracted = prepare::read(file, collection, None, largest);
        if let Extracted::Content(parsed) = &extracted {
            vocabulary.add(&parsed.document.title);
            parsed.cuts.iter().for_each(|cut| vocabulary.add(&cut.text));
        }
        read.push((document_id(collection, &file.path), extracted));
    }
    (vocabulary, read)
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
