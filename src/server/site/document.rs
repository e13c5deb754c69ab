//! A document as readers see it: opened at a passage, with its neighbours, its outline, and all that was found in it.

use rustc_hash::FxHashMap;

use super::address::Search;
use super::results::{facts, file_link, pieces};
use super::timeline;
use crate::backend::StoredPassage;
use crate::document::Document;
use crate::query::{Query, parse};
use crate::search::{Grouping, SearchRequest, Searcher};
use crate::server::ServerOptions;
use crate::server::citation::{consulted, permanent_link, reference};
use crate::server::lookup::{Heading, Opened, document_at};
use crate::server::pages::{
    Citation, DocumentPage, Frame, Gap, Link, OutlineEntry, PassageView, Piece, SearchForm, Timeline, Within,
};
use crate::server::problem::Problem;

/// Passages that are shown at once.
const SHOWN: usize = 40;
/// Passages of one document that are marked.
const MOST_FOUND: usize = 400;

/// What is asked of a document.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub id: String,
    /// The query whose words are marked, and the language of the interface.
    pub search: Search,
    /// The passage to open at.
    pub passage: Option<String>,
    /// The page of its passages, from 1; that of the opened passage where it is not given.
    pub page: Option<usize>,
}

/// What was found in a document: passages by their place, with their marked text.
#[derive(Default)]
struct FoundInside {
    total: u64,
    /// The places of matching passages, in order.
    places: Vec<u32>,
    marked: FxHashMap<u32, Vec<Piece>>,
}

/// What is needed to show passages.
struct Showing<'a> {
    asked: &'a Asked,
    options: &'a ServerOptions,
    found: FoundInside,
    opened: Option<usize>,
    timeline: Option<Timeline>,
}

/// The page of a document.
///
/// # Errors
/// When there is none, or the index cannot be read.
pub(super) fn page(
    searcher: &Searcher,
    asked: &Asked,
    options: &ServerOptions,
    frame: Frame,
    form: SearchForm,
) -> Result<DocumentPage, Problem> {
    let shelf = document_at(searcher, &asked.id)?;
    let opened = asked.passage.as_deref().map(|id| searcher.position(&shelf.passages, id)).transpose()?.flatten();
    let opened = opened.map(|(at, _)| at);
    let pages = shelf.passages.len().div_ceil(SHOWN).max(1);
    let number = asked.page.unwrap_or(opened.unwrap_or(0) / SHOWN + 1).clamp(1, pages);
    let first = (number - 1) * SHOWN;
    let Opened { outline, shown, .. } = shelf.open(searcher, first..first + SHOWN)?;
    let about = shown.first().ok_or_else(Problem::not_found)?;
    let found = found_inside(searcher, asked)?;
    let versions = searcher.document_versions(&about.document.id)?;
    let place = opened.and_then(|opened| Some((shelf.passages.get(opened)?.0, shown.get(opened.checked_sub(first)?)?)));
    let timeline = match place {
        Some(place) => timeline::timeline(searcher, &asked.search, place, &versions)?,
        None => None,
    };
    let showing = Showing { asked, options, found, opened, timeline };
    let lang = asked.search.lang;
    let link = |document: &Document| {
        let when = lang.when(document).map(|when| format!(" ({when})")).unwrap_or_default();
        let url = asked.search.document(&document.id, None, None);
        Link { text: format!("{}{when}", document.title), url }
    };
    let gaps = shelf.record.coverage.missing.iter().map(|missing| Gap {
        part: lang.pages(&shelf.record.path, missing.pages),
        reason: lang.reason(missing.reason).to_owned(),
    });
    Ok(DocumentPage {
        title: about.document.title.clone(),
        language: about.passage.language.clone(),
        facts: facts(&about.document, lang),
        author: about.document.author.clone(),
        path: about.document.path.clone(),
        dated: lang.dated(&about.document),
        previous_version: versions.iter().find(|other| other.day() < about.document.day()).map(link),
        next_version: versions.iter().rev().find(|other| other.day() > about.document.day()).map(link),
        file: file_link(&about.document, None, lang, options),
        scanned: shelf.record.coverage.ocr > 0,
        gaps: gaps.collect(),
        outline: showing.outline(outline),
        within: showing.within(),
        passages: showing.passages(&shown),
        total: shelf.passages.len() as u64,
        before: (number > 1).then(|| showing.page_url(number - 1)),
        after: (number < pages).then(|| showing.page_url(number + 1)),
        frame,
        form,
    })
}

/// What the query finds in the document; nothing where it is refused: the document is shown all the same.
fn found_inside(searcher: &Searcher, asked: &Asked) -> Result<FoundInside, Problem> {
    let Ok(query) = parse(&asked.search.parameters.vraag) else { return Ok(FoundInside::default()) };
    // A query of filters only finds everything, and marks nothing.
    let query = Query { filters: Vec::new(), ..query };
    if query.items.is_empty() {
        return Ok(FoundInside::default());
    }
    let request = SearchRequest {
        limit: MOST_FOUND,
        group: Grouping::None,
        facets: false,
        explain: false,
        whole: true,
        within: Some(asked.id.clone()),
        ..SearchRequest::default()
    };
    let page = searcher.search(&query, &request)?;
    let mut found = FoundInside { total: page.total, ..FoundInside::default() };
    for group in page.groups {
        if group.hit.matches {
            found.places.push(group.hit.passage.ordinal);
        }
        found.marked.insert(group.hit.passage.ordinal, pieces(group.hit.fragment));
    }
    found.places.sort_unstable();
    Ok(found)
}

impl Showing<'_> {
    fn passages(&self, stored: &[StoredPassage]) -> Vec<PassageView> {
        let mut before: &[String] = &[];
        let mut views = Vec::new();
        for one in stored {
            let same = !views.is_empty() && before == one.passage.headings;
            before = &one.passage.headings;
            views.push(self.passage(one, if same { Vec::new() } else { one.passage.headings.clone() }));
        }
        views
    }

    fn passage(&self, stored: &StoredPassage, headings: Vec<String>) -> PassageView {
        let (lang, ordinal) = (self.asked.search.lang, stored.passage.ordinal);
        let plain = || vec![Piece { text: stored.passage.text.clone(), hit: false }];
        let text = self.found.marked.get(&ordinal).cloned().unwrap_or_else(plain);
        let hit = self.found.places.binary_search(&ordinal).is_ok();
        let opened = self.opened.is_some_and(|opened| opened as u32 == ordinal);
        let next = self.found.places.iter().copied().find(|place| hit && *place > ordinal);
        PassageView {
            ordinal: u64::from(ordinal) + 1,
            headings,
            language: stored.passage.language.clone(),
            place: lang.pages(&stored.document.path, stored.passage.pages),
            paragraphs: paragraphs(text),
            opened,
            cite_url: self.asked.search.citation(stored),
            file: file_link(&stored.document, stored.passage.pages, lang, self.options)
                .filter(|file| file.place.is_some()),
            timeline: self.timeline.clone().filter(|_| opened),
            citation: opened.then(|| self.citation(stored)),
            next_hit: next.map(|place| self.place_url(place as usize)),
        }
    }

    fn citation(&self, stored: &StoredPassage) -> Citation {
        let lang = self.asked.search.lang;
        let url = permanent_link(&self.options.url, &stored.passage.id);
        let today = jiff::Zoned::now().date();
        Citation { text: consulted(&reference(stored, &url, lang), today, lang), url }
    }

    fn outline(&self, headings: Vec<Heading>) -> Vec<OutlineEntry> {
        let opened = self.opened.map(|opened| opened as u32);
        let current = opened.and_then(|opened| headings.iter().rposition(|heading| heading.ordinal <= opened));
        let entry = |(at, heading): (usize, Heading)| OutlineEntry {
            title: heading.title,
            level: u8::try_from(heading.level).unwrap_or(u8::MAX),
            url: self.place_url(heading.ordinal as usize),
            current: current == Some(at),
        };
        headings.into_iter().enumerate().map(entry).collect()
    }

    fn within(&self) -> Option<Within> {
        let search = &self.asked.search;
        let query = search.parameters.vraag.trim();
        if query.is_empty() {
            return None;
        }
        let opened = self.opened.map(|opened| opened as u32);
        let places = &self.found.places;
        let previous = opened.and_then(|opened| places.iter().rev().find(|place| **place < opened));
        let next = places.iter().find(|place| opened.is_none_or(|opened| **place > opened));
        let without = Search { lang: search.lang, ..Search::default() };
        Some(Within {
            query: query.to_owned(),
            passages: self.found.total,
            previous: previous.map(|place| self.place_url(*place as usize)),
            next: next.map(|place| self.place_url(*place as usize)),
            results_url: Some(search.on("/")),
            clear_url: without.document(&self.asked.id, self.asked.passage.as_deref(), None),
        })
    }

    /// The address of a passage by its place, on the page that it is on.
    fn place_url(&self, place: usize) -> String {
        format!("{}#p-{}", self.page_url(place / SHOWN + 1), place + 1)
    }

    fn page_url(&self, number: usize) -> String {
        self.asked.search.document(&self.asked.id, self.asked.passage.as_deref(), Some(number))
    }
}

/// Marked text in its lines.
fn paragraphs(text: Vec<Piece>) -> Vec<Vec<Piece>> {
    let mut paragraphs: Vec<Vec<Piece>> = vec![Vec::new()];
    for Piece { text, hit } in text {
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                paragraphs.push(Vec::new());
            }
            if let Some(paragraph) = paragraphs.last_mut().filter(|_| !line.is_empty()) {
                paragraph.push(Piece { text: line.to_owned(), hit });
            }
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines are kept, marks too, also where they lie over a break.
    #[test]
    fn text_stands_in_paragraphs() {
        let piece = |text: &str, hit| Piece { text: text.to_owned(), hit };
        let shown = |text: Vec<Piece>| -> Vec<String> {
            let one = |pieces: Vec<Piece>| -> String {
                pieces
                    .iter()
                    .map(|piece| if piece.hit { format!("[{}]", piece.text) } else { piece.text.clone() })
                    .collect()
            };
            paragraphs(text).into_iter().map(one).collect()
        };
        let text = vec![piece("Besluit:\n\na. de ", false), piece("raad", true), piece("\nb. niets", false)];
        assert_eq!(shown(text), ["Besluit:", "a. de [raad]", "b. niets"]);
    }
}
