//! The same passage through the years, and what changed from one to the next.

use super::address::Search;
use crate::backend::{Address, StoredPassage};
use crate::document::Document;
use crate::error::Result;
use crate::lineage::difference::{Piece, difference};
use crate::lineage::likeness;
use crate::search::Searcher;
use crate::server::pages::{
    Change, ChangedFact, DifferencePage, DifferencePiece, Frame, Moment, SearchForm, Side, Timeline,
};
use crate::server::problem::Problem;

/// The versions of a passage, given those of its document; `None` where it is the only one.
///
/// # Errors
/// When the index cannot be read.
pub(super) fn timeline(
    searcher: &Searcher,
    search: &Search,
    (address, stored): (Address, &StoredPassage),
    documents: &[Document],
) -> Result<Option<Timeline>> {
    let versions = searcher.versions(address, stored)?.into_iter();
    let mut all: Vec<StoredPassage> =
        versions.map(|version| StoredPassage { document: version.document, passage: version.passage }).collect();
    if all.is_empty() {
        return Ok(None);
    }
    all.push(stored.clone());
    // Without a date first, as nobody knows when; of one day in the order of their paths.
    let key = |one: &StoredPassage| (one.document.day(), one.document.path.clone());
    all.sort_by_key(key);
    let mut moments: Vec<Moment> = Vec::new();
    for (at, one) in all.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| &all[at]);
        let change = before.map_or(Change::First, |before| change(&before.passage.text, &one.passage.text));
        let changed = before.filter(|_| change != Change::Same);
        moments.push(Moment {
            url: (one.passage.id != stored.passage.id).then(|| search.passage(&one.document, &one.passage)),
            change,
            difference_url: changed.map(|before| search.difference(&one.passage.id, &before.passage.id)),
            ..moment(search, &one.document, &one.passage.language)
        });
    }
    let last = all.last().and_then(|last| last.document.day());
    let later = documents.iter().filter(|document| last.is_some_and(|last| document.day() > Some(last)));
    moments.extend(
        later.map(|document| Moment { change: Change::Gone, ..moment(search, document, &stored.passage.language) }),
    );
    Ok(Some(Timeline { moments }))
}

fn moment(search: &Search, document: &Document, language: &str) -> Moment {
    let (when, title) = (search.lang.when(document).unwrap_or_default(), document.title.clone());
    let about = document.period.as_ref().map(|period| period.first);
    let year = about.or_else(|| Some(document.day()?.year())).map(|year| year.to_string()).unwrap_or_default();
    Moment { when, year, title, language: language.to_owned(), ..Moment::default() }
}

fn change(before: &str, after: &str) -> Change {
    let alike = likeness(before, after);
    match (alike.figures_differ, alike.share < 1.0) {
        (true, _) => Change::Figures,
        (false, true) => Change::Words,
        // The same words in another order are another text.
        (false, false) if difference(before, after).is_equal() => Change::Same,
        (false, false) => Change::Words,
    }
}

/// The page of what changed between two passages.
///
/// # Errors
/// When one of them is not there, or the index cannot be read.
pub(super) fn page(
    searcher: &Searcher,
    search: &Search,
    (newer, older): (&str, &str),
    frame: Frame,
    form: SearchForm,
) -> std::result::Result<DifferencePage, Problem> {
    let passage = |id| Ok::<_, Problem>(searcher.passage(id)?.ok_or_else(Problem::not_found)?.1);
    let (newer, older) = (passage(newer)?, passage(older)?);
    let found = difference(&older.passage.text, &newer.passage.text);
    let lang = search.lang;
    let side = |stored: &StoredPassage| Side {
        title: stored.document.title.clone(),
        when: lang.when(&stored.document),
        url: search.passage(&stored.document, &stored.passage),
    };
    let facts = found.facts().into_iter().map(|(before, after, kind)| ChangedFact {
        kind: lang.fact(kind).to_owned(),
        before: before.to_owned(),
        after: after.to_owned(),
    });
    Ok(DifferencePage {
        older: side(&older),
        newer: side(&newer),
        language: newer.passage.language.clone(),
        likeness: format!("{}%", (found.similarity * 100.0).floor()),
        facts: facts.collect(),
        pieces: found.pieces.iter().map(piece).collect(),
        frame,
        form,
    })
}

fn piece(piece: &Piece) -> DifferencePiece {
    let mut shown = DifferencePiece::default();
    match piece {
        Piece::Same { text } => shown.same.clone_from(text),
        Piece::Gone { text } => shown.gone.clone_from(text),
        Piece::New { text } => shown.new.clone_from(text),
        Piece::Moved { text } => shown.moved.clone_from(text),
        Piece::Changed { before, after, .. } => (shown.gone, shown.new) = (before.clone(), after.clone()),
    }
    shown
}
