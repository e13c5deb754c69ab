//! The first run: part of the text is read before any of it is analysed, so that the words which its compounds are made
//! of are known from the first passage on. What was read for this is kept and not read again.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock};

use rustc_hash::FxHashMap;

use super::Source;
use super::changes::{Candidate, Changes};
use super::lexicon::{LexiconSource, learn};
use super::prepare::{Extracted, Preparing};
use super::run::Run;
use super::walk::Walk;
use crate::analysis::{Analyzer, Vocabulary};
use crate::error::{Error, ErrorKind, Result};

/// How much of a folder is read to learn its words, in bytes of its files: enough for some millions of words.
const SAMPLE: u64 = 32_000_000;

/// What a run analyses with.
pub(super) struct Learned {
    /// The words of the index beyond the project's own.
    words: Vec<String>,
    /// Made when the first file is to be analysed: mostly there is none.
    analyzer: OnceLock<Analyzer>,
    /// Files that were read to learn their words, by their id.
    read: Mutex<FxHashMap<String, Extracted>>,
}

impl Learned {
    /// Knows the words of the index.
    pub(super) fn analyzer(&self) -> &Analyzer {
        self.analyzer.get_or_init(|| Analyzer::with_words(&self.words))
    }

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
        Ok(Learned { words: self.info.lexicon.clone(), analyzer: OnceLock::new(), read: Mutex::new(read) })
    }

    /// Learns from part of the folders; returns what was read.
    fn learn(&mut self, walked: &[(&Source, Walk)]) -> Result<FxHashMap<String, Extracted>> {
        let changes: Vec<Changes<'_>> = walked.iter().map(|(source, walk)| self.changes(source, walk)).collect();
        let named = walked.iter().map(|(source, _)| source.collection.as_str()).zip(&changes);
        let readers: Vec<Preparing<'_>> = named.map(|(name, changes)| self.preparing(name, changes)).collect();
        let sample = sample(&changes, &readers);
        let share = sample.len().div_ceil(self.options.threads.max(1)).max(1);
        let stop = self.stop;
        let shares: Vec<(Vocabulary, Vec<(String, Extracted)>)> = std::thread::scope(|scope| {
            let threads: Vec<_> =
                sample.chunks(share).map(|files| scope.spawn(move || read_and_count(files, stop))).collect();
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

/// A file of the sample, and what reads it.
type Sampled<'s> = (&'s Candidate<'s>, &'s Preparing<'s>);

/// Reads files and counts their words.
fn read_and_count(files: &[Sampled<'_>], stop: &AtomicBool) -> (Vocabulary, Vec<(String, Extracted)>) {
    let (mut vocabulary, mut read) = (Vocabulary::default(), Vec::with_capacity(files.len()));
    for (candidate, preparing) in files {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let extracted = preparing.read(candidate);
        if let Extracted::Content(parts) = &extracted {
            for parsed in parts {
                vocabulary.add(&parsed.document.title);
                parsed.cuts.iter().for_each(|cut| vocabulary.add(&cut.text));
            }
        }
        read.push((candidate.id.clone(), extracted));
    }
    (vocabulary, read)
}

/// Files from everywhere in the folders, the same ones for the same names, up to [`SAMPLE`].
fn sample<'s>(changes: &'s [Changes<'s>], readers: &'s [Preparing<'s>]) -> Vec<Sampled<'s>> {
    let files = changes.iter().zip(readers);
    let files = files.flat_map(|(changes, reader)| changes.read.iter().map(move |candidate| (candidate, reader)));
    let mut files: Vec<Sampled<'s>> = files.collect();
    files.sort_by_key(|(candidate, _)| &candidate.id);
    let mut size = 0;
    files.retain(|(candidate, _)| {
        let fits = size + candidate.file.size <= SAMPLE;
        size += if fits { candidate.file.size } else { 0 };
        fits
    });
    files
}
