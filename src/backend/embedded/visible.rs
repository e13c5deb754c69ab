//! What an asker may see of a commit: per segment the passages and records whose readers include one of the asker's
//! labels, or everyone. Collectors leave out the others before anything is ranked or counted.

use std::collections::BTreeSet;
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocId, DocSet, Score, Searcher, SegmentOrdinal, SegmentReader, TERMINATED, Term};

/// The term of what everyone may see; those of labels begin otherwise.
const EVERYONE: &str = "*";

/// The terms under which an entry with these readers is found.
pub(super) fn reader_terms(readers: Option<&[String]>) -> Vec<String> {
    match readers {
        None => vec![EVERYONE.to_owned()],
        Some(labels) => labels.iter().map(|label| label_term(label)).collect(),
    }
}

fn label_term(label: &str) -> String {
    format!("={label}")
}

/// All labels under which entries are found, in order.
pub(super) fn labels(searcher: &Searcher, field: Field) -> tantivy::Result<Vec<String>> {
    let mut labels = BTreeSet::new();
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(field)?;
        let mut terms = inverted.terms().stream()?;
        while terms.advance() {
            let label = terms.key().strip_prefix(b"=").and_then(|label| std::str::from_utf8(label).ok());
            labels.extend(label.map(str::to_owned));
        }
    }
    Ok(labels.into_iter().collect())
}

/// Entries of one segment, a bit each; `None` where all of them are meant.
pub(super) type Entries = Option<Arc<[u64]>>;

/// What an asker may see, by segment.
#[derive(Debug)]
pub(super) struct Visible(Vec<Entries>);

impl Visible {
    /// What an asker with `labels` may see; `None` where that is everything.
    pub(super) fn new(searcher: &Searcher, field: Field, labels: &[String]) -> tantivy::Result<Option<Self>> {
        let terms: Vec<Term> = std::iter::once(EVERYONE.to_owned())
            .chain(labels.iter().map(|label| label_term(label)))
            .map(|term| Term::from_field_text(field, &term))
            .collect();
        let segments = searcher.segment_readers().iter().map(|segment| entries(segment, &terms));
        let segments: Vec<Entries> = segments.collect::<tantivy::Result<_>>()?;
        Ok(segments.iter().any(Option::is_some).then_some(Visible(segments)))
    }

    /// The entries of a segment.
    pub(super) fn segment(&self, ord: SegmentOrdinal) -> Entries {
        // A segment that is not known was not there when it was asked who may see what.
        self.0.get(ord as usize).cloned().unwrap_or_else(|| Some(Arc::from([])))
    }

    pub(super) fn holds(&self, address: DocAddress) -> bool {
        self.0.get(address.segment_ord as usize).is_some_and(|entries| holds(entries, address.doc_id))
    }
}

/// Whether an entry is among these.
pub(super) fn holds(entries: &Entries, doc: DocId) -> bool {
    let Some(bits) = entries else { return true };
    bits.get(doc as usize / 64).is_some_and(|word| word >> (doc % 64) & 1 == 1)
}

/// The entries of a segment that hold one of `terms`.
fn entries(segment: &SegmentReader, terms: &[Term]) -> tantivy::Result<Entries> {
    let mut bits = vec![0_u64; segment.max_doc().div_ceil(64) as usize];
    for term in terms {
        let inverted = segment.inverted_index(term.field())?;
        let Some(mut postings) = inverted.read_postings(term, IndexRecordOption::Basic)? else { continue };
        while postings.doc() != TERMINATED {
            let doc = postings.doc();
            bits[doc as usize / 64] |= 1 << (doc % 64);
            postings.advance();
        }
    }
    let found: u32 = bits.iter().map(|word| word.count_ones()).sum();
    Ok((found < segment.max_doc()).then(|| bits.into()))
}

/// Gives another collector only what may be seen.
pub(super) struct Only<'v, C> {
    pub inner: C,
    pub visible: Option<&'v Visible>,
}

/// The same for one segment.
pub(super) struct OnlyHere<S> {
    inner: S,
    entries: Entries,
}

impl<C: Collector> Collector for Only<'_, C> {
    type Fruit = C::Fruit;
    type Child = OnlyHere<C::Child>;

    fn for_segment(&self, ord: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<Self::Child> {
        let entries = self.visible.and_then(|visible| visible.segment(ord));
        Ok(OnlyHere { inner: self.inner.for_segment(ord, segment)?, entries })
    }

    fn requires_scoring(&self) -> bool {
        self.inner.requires_scoring()
    }

    fn merge_fruits(&self, fruits: Vec<<C::Child as SegmentCollector>::Fruit>) -> tantivy::Result<C::Fruit> {
        self.inner.merge_fruits(fruits)
    }
}

impl<S: SegmentCollector> SegmentCollector for OnlyHere<S> {
    type Fruit = S::Fruit;

    fn collect(&mut self, doc: DocId, score: Score) {
        if holds(&self.entries, doc) {
            self.inner.collect(doc, score);
        }
    }

    fn harvest(self) -> S::Fruit {
        self.inner.harvest()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Labels never look like everyone, whatever they are called.
    #[test]
    fn a_label_is_not_everyone() {
        assert_eq!(reader_terms(None), ["*"]);
        assert_eq!(reader_terms(Some(&[])), Vec::<String>::new());
        assert_eq!(reader_terms(Some(&["*".into(), "griffie".into()])), ["=*", "=griffie"]);
    }

    #[test]
    fn bits_are_found_by_number() {
        let some: Entries = Some(Arc::from([0b101, 1]));
        let found: Vec<DocId> = (0..200).filter(|doc| holds(&some, *doc)).collect();
        assert_eq!(found, [0, 2, 64]);
        assert!(holds(&None, 1_000));
    }
}
