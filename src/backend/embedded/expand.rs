//! Words of the index that begin so, or are spelled nearly so.

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::postings::TermInfo;
use tantivy::query::{DfaWrapper, FuzzyTermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::termdict::TermDictionary;
use tantivy::{DocAddress, DocId, DocSet, InvertedIndexReader, Searcher, SegmentReader, TERMINATED, Term};

use crate::analysis::Layer;
use crate::backend::Expansion;
use crate::query::plan::PlanTerm;

/// Words looked at for one expansion, so that a short prefix in a large index stays quick.
const MOST_WORDS: usize = 20_000;
/// Bytes of a word that others are sought near to: what that costs grows with its length.
const LONGEST_NEAR: usize = 240;

/// The folded words, and figures, that `expansion` stands for, with the sum of their frequencies.
pub(super) fn expand(searcher: &Searcher, field: Field, expansion: &Expansion) -> tantivy::Result<Vec<PlanTerm>> {
    let mut found: FxHashMap<(Layer, String), u64> = FxHashMap::default();
    for layer in layers(expansion).iter().copied() {
        let mut take = |key: &[u8], info: &TermInfo| {
            let word = key.split_first().filter(|(tag, _)| **tag == layer.tag() as u8).map(|(_, word)| word);
            let Some(Ok(word)) = word.map(std::str::from_utf8) else { return };
            let figure = word.bytes().any(|byte| byte.is_ascii_digit());
            if (layer == Layer::Surface) != figure {
                *found.entry((layer, word.to_string())).or_default() += u64::from(info.doc_freq);
            }
        };
        let tagged = |word: &str| format!("{}{word}", layer.tag());
        // A tag, and for slips two letters, must be the same.
        let near = match expansion {
            Expansion::Prefix(prefix) => {
                for segment in searcher.segment_readers() {
                    words_from(segment.inverted_index(field)?.terms(), &tagged(prefix), &mut take)?;
                }
                continue;
            }
            Expansion::Fuzzy(word, edits) => Near::new(field, &tagged(word), *edits, 1)?,
            Expansion::Slips(word) => Near::new(field, &tagged(word), 1, 3)?,
        };
        let Some(near) = near else { continue };
        for segment in searcher.segment_readers() {
            near.words(segment.inverted_index(field)?.terms(), &mut take)?;
        }
    }
    let term = |((layer, text), frequency)| PlanTerm { layer, text, frequency };
    Ok(found.into_iter().map(term).collect())
}

/// The layers that words of an expansion are in: figures have a stem term only, words without figures are not looked for
/// there.
fn layers(expansion: &Expansion) -> &'static [Layer] {
    match expansion {
        Expansion::Prefix(_) => &[Layer::Surface, Layer::Stem],
        Expansion::Fuzzy(word, _) | Expansion::Slips(word) => {
            let figures = word.bytes().any(|byte| byte.is_ascii_digit());
            if figures { &[Layer::Stem] } else { &[Layer::Surface] }
        }
    }
}

/// The tagged words at most so many edits away from one, that begin with the same bytes: made once for all segments.
struct Near {
    automaton: DfaWrapper,
    begin: Vec<u8>,
}

impl Near {
    /// `None` where the word is too long to look for.
    fn new(field: Field, tagged: &str, edits: u8, same: usize) -> tantivy::Result<Option<Near>> {
        if tagged.len() > LONGEST_NEAR {
            return Ok(None);
        }
        let automaton = FuzzyTermQuery::new(Term::from_field_text(field, tagged), edits, true).automaton()?;
        Ok(Some(Near { automaton, begin: tagged.as_bytes()[..tagged.len().min(same)].to_vec() }))
    }

    fn words(&self, words: &TermDictionary, mut take: impl FnMut(&[u8], &TermInfo)) -> tantivy::Result<()> {
        let mut stream = words.search(&self.automaton).ge(&self.begin).lt(after(&self.begin)).into_stream()?;
        while stream.advance() {
            take(stream.key(), stream.value());
        }
        Ok(())
    }
}

/// The first key after all that begin with `start`; the tag of a layer and letters never end in the highest byte.
fn after(start: &[u8]) -> Vec<u8> {
    let mut after = start.to_vec();
    if let Some(last) = after.last_mut() {
        *last = last.saturating_add(1);
    }
    after
}

/// The words that begin with `start`, in order.
fn words_from(words: &TermDictionary, start: &str, mut take: impl FnMut(&[u8], &TermInfo)) -> tantivy::Result<()> {
    let mut stream = words.range().ge(start.as_bytes()).into_stream()?;
    let mut seen = 0;
    while seen < MOST_WORDS && stream.advance() && stream.key().starts_with(start.as_bytes()) {
        seen += 1;
        take(stream.key(), stream.value());
    }
    Ok(())
}

/// The entries of a term that are not deleted.
pub(super) fn living<'s>(
    segment: &'s SegmentReader,
    inverted: &InvertedIndexReader,
    info: &TermInfo,
) -> tantivy::Result<impl Iterator<Item = DocId> + use<'s>> {
    let mut postings = inverted.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
    let docs = std::iter::from_fn(move || {
        let doc = postings.doc();
        postings.advance();
        (doc != TERMINATED).then_some(doc)
    });
    Ok(docs.filter(|doc| !segment.is_deleted(*doc)))
}

/// The living entries that have a value which begins with `start` and that `sees` lets through, at most `most` of each
/// segment.
pub(super) fn records_from(
    searcher: &Searcher,
    field: Field,
    start: &str,
    most: usize,
    sees: impl Fn(DocAddress) -> bool,
) -> tantivy::Result<Vec<DocAddress>> {
    let mut found = Vec::new();
    for (ord, segment) in searcher.segment_readers().iter().enumerate() {
        let inverted = segment.inverted_index(field)?;
        let mut stream = inverted.terms().range().ge(start.as_bytes()).into_stream()?;
        let mut here = 0;
        while here < most && stream.advance() && stream.key().starts_with(start.as_bytes()) {
            let entries = living(segment, &inverted, stream.value())?.map(|doc| DocAddress::new(ord as u32, doc));
            found.extend(entries.filter(|entry| sees(*entry)).take(most - here).inspect(|_| here += 1));
        }
    }
    Ok(found)
}

/// How many different folded words there are; figures are left out.
pub(super) fn distinct_words(searcher: &Searcher, field: Field) -> tantivy::Result<u64> {
    let mut words: FxHashSet<u64> = FxHashSet::default();
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(field)?;
        let mut stream = inverted.terms().range().ge([Layer::Surface.tag() as u8]).into_stream()?;
        while stream.advance() && stream.key().first() == Some(&(Layer::Surface.tag() as u8)) {
            words.insert(xxhash_rust::xxh3::xxh3_64(stream.key()));
        }
    }
    Ok(words.len() as u64)
}
