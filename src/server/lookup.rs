//! Looking up what has an id, and what a view holds. What is not there and what may not be seen are the same.

use std::collections::BTreeMap;
use std::ops::Range;

use super::problem::Problem;
use crate::backend::{Address, StoredPassage};
use crate::document::{Coverage, FileRecord};
use crate::error::Error;
use crate::search::Searcher;

/// What a view holds.
pub(super) struct Held {
    /// Documents by collection.
    pub collections: BTreeMap<String, u64>,
    /// Files that were not, or not wholly, read.
    pub unread: Vec<Unread>,
}

/// A file that was not, or not wholly, read.
pub(super) struct Unread {
    pub collection: String,
    pub path: String,
    pub coverage: Coverage,
}

/// A passage with the ids of those beside it.
pub(super) struct Place {
    pub stored: StoredPassage,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// A document with its passages, not yet loaded.
pub(super) struct Shelf {
    pub record: FileRecord,
    pub passages: Vec<(Address, u64)>,
}

impl Held {
    /// Looks through the records of all files.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub(super) fn of(searcher: &Searcher) -> Result<Self, Error> {
        let mut held = Held { collections: BTreeMap::new(), unread: Vec::new() };
        for record in searcher.reader().records()? {
            if record.passages > 0 {
                *held.collections.entry(record.collection.clone()).or_default() += 1;
            }
            if record.coverage.shortfall().is_some() {
                let FileRecord { collection, path, coverage, .. } = record;
                held.unread.push(Unread { collection, path, coverage });
            }
        }
        Ok(held)
    }
}

/// The document with this id.
///
/// # Errors
/// When there is none, or the index cannot be read.
pub(super) fn document_at(searcher: &Searcher, id: &str) -> Result<Shelf, Problem> {
    let record = searcher.reader().record(id)?.ok_or_else(Problem::not_found)?;
    let passages = searcher.reader().passages_of(id)?;
    if passages.is_empty() { Err(Problem::not_found()) } else { Ok(Shelf { record, passages }) }
}

/// The passage with this id.
///
/// # Errors
/// When there is none, or the index cannot be read.
pub(super) fn passage_at(searcher: &Searcher, id: &str) -> Result<Place, Problem> {
    let document = id.split('-').next().unwrap_or_default();
    let passages = searcher.reader().passages_of(document)?;
    let (at, stored) = searcher.position(&passages, id)?.ok_or_else(Problem::not_found)?;
    let beside = |at: Option<usize>| -> Result<Option<StoredPassage>, Problem> {
        let address = at.and_then(|at| passages.get(at));
        Ok(address.map(|(address, _)| searcher.reader().load(&[*address])).transpose()?.and_then(|mut one| one.pop()))
    };
    let id_of = |stored: Option<StoredPassage>| stored.map(|stored| stored.passage.id);
    Ok(Place { stored, before: id_of(beside(at.checked_sub(1))?), after: id_of(beside(Some(at + 1))?) })
}

/// A heading with the first passage under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Heading {
    pub title: String,
    /// How deep, from 1.
    pub level: usize,
    pub passage: String,
    /// The place of that passage in its document.
    pub ordinal: u32,
}

/// Passages that are loaded for an outline; one of a larger document is of its beginning.
const OUTLINED: usize = 2_000;

/// What is shown of a document at once.
pub(super) struct Opened {
    /// Its first passage.
    pub first: StoredPassage,
    /// Its headings in their order.
    pub outline: Vec<Heading>,
    /// The passages that were asked for, as far as they are there.
    pub shown: Vec<StoredPassage>,
}

impl Shelf {
    /// Loads the passages at `range`, and what the outline needs; none twice.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub(super) fn open(&self, searcher: &Searcher, range: Range<usize>) -> Result<Opened, Problem> {
        let load = |range: Range<usize>| {
            let places = self.passages.get(range).unwrap_or_default();
            let addresses: Vec<Address> = places.iter().map(|(address, _)| *address).collect();
            searcher.reader().load(&addresses)
        };
        let (end, outlined) = (range.end.min(self.passages.len()), OUTLINED.min(self.passages.len()));
        let range = range.start.min(end)..end;
        let begin = load(0..outlined)?;
        let shown = match begin.get(range.clone()) {
            Some(shown) => shown.to_vec(),
            None => load(range)?,
        };
        let outline = headings(&begin);
        let first = begin.into_iter().next().ok_or_else(Problem::not_found)?;
        Ok(Opened { first, outline, shown })
    }
}

/// What each passage adds to the path of headings of the one before.
fn headings(passages: &[StoredPassage]) -> Vec<Heading> {
    let mut found = Vec::new();
    let mut path: &[String] = &[];
    for StoredPassage { passage, .. } in passages {
        let same = path.iter().zip(&passage.headings).take_while(|(a, b)| a == b).count();
        for (level, title) in passage.headings.iter().enumerate().skip(same) {
            let (title, id) = (title.clone(), passage.id.clone());
            found.push(Heading { title, level: level + 1, passage: id, ordinal: passage.ordinal });
        }
        path = &passage.headings;
    }
    found
}
