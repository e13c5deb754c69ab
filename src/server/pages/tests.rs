//! What holds for every page: texts never become markup, nothing is inline, and each language stands by itself.

use askama::Template;

use super::document::{Change, ChangedFact, DifferencePiece, Moment, Side, Timeline};
use super::views::Version;
use super::*;
use crate::wording::Language;

const HOSTILE: &str = "\"'><script>x()</script><img src=x onerror=x()></textarea></title>{{ 7*7 }}";

fn hostile() -> String {
    HOSTILE.to_string()
}

fn pieces() -> Vec<Piece> {
    vec![Piece { text: hostile(), hit: true }, Piece { text: hostile(), hit: false }]
}

fn frame(lang: Language) -> Frame {
    let contact = Contact { name: hostile(), email: Some(hostile()), url: Some(hostile()) };
    Frame { lang, name: hostile(), other_language_url: hostile(), contact: Some(contact), ..Frame::default() }
}

fn form() -> SearchForm {
    let problem = QueryProblem { message: hostile(), before: hostile(), from: hostile() };
    let hidden = vec![Hidden { name: "lang".into(), value: hostile() }];
    SearchForm { action: "/".into(), query: hostile(), hidden, problem: Some(problem) }
}

fn facts() -> Facts {
    let some = || Some(hostile());
    Facts { kind: some(), municipality: some(), date: some(), date_iso: hostile(), collection: some() }
}

fn file() -> Option<FileLink> {
    Some(FileLink { url: hostile(), format: hostile(), place: Some(hostile()) })
}

fn hit() -> Hit {
    Hit {
        title: hostile(),
        url: hostile(),
        language: hostile(),
        headings: vec![hostile()],
        facts: facts(),
        place: Some(hostile()),
        fragment: pieces(),
        reasons: vec![Reason { word: hostile(), how: hostile(), place: hostile(), weight: hostile() }],
        more: Some(More { count: 3, url: hostile() }),
        versions: vec![Version { title: hostile(), likeness: hostile(), ..Version::default() }],
        file: file(),
        cite_url: hostile(),
        ..Hit::default()
    }
}

fn results() -> Results {
    let suggestion = Some(Link { text: hostile(), url: hostile() });
    Results { total: 1, hits: vec![hit()], suggestion, feed_url: Some(hostile()), ..Results::default() }
}

fn searched() -> Searched {
    let collection = Collection { name: hostile(), documents: 2, url: hostile() };
    Searched { documents: 2, passages: 9, updated: Some(hostile()), collections: vec![collection], unread: 1 }
}

fn timeline() -> Timeline {
    let changes = [Change::First, Change::Same, Change::Words, Change::Figures, Change::Gone];
    let moment = |change| Moment {
        when: hostile(),
        year: hostile(),
        title: hostile(),
        language: hostile(),
        url: Some(hostile()),
        difference_url: Some(hostile()),
        change,
    };
    Timeline { moments: changes.map(moment).to_vec() }
}

fn difference_page(lang: Language) -> DifferencePage {
    let side = || Side { title: hostile(), when: Some(hostile()), url: hostile() };
    DifferencePage {
        frame: frame(lang),
        form: form(),
        older: side(),
        newer: side(),
        language: hostile(),
        likeness: hostile(),
        facts: vec![ChangedFact { kind: hostile(), before: hostile(), after: hostile() }],
        pieces: vec![DifferencePiece { gone: hostile(), new: hostile(), same: hostile(), moved: hostile() }],
    }
}

fn document_page(lang: Language) -> DocumentPage {
    let citation = Citation { text: hostile(), url: hostile() };
    let passage = PassageView {
        ordinal: 1,
        headings: vec![hostile(), hostile()],
        language: hostile(),
        paragraphs: vec![pieces()],
        opened: true,
        file: file(),
        citation: Some(citation),
        timeline: Some(timeline()),
        ..PassageView::default()
    };
    DocumentPage {
        frame: frame(lang),
        form: form(),
        title: hostile(),
        language: hostile(),
        facts: facts(),
        author: Some(hostile()),
        path: hostile(),
        dated: Some(hostile()),
        previous_version: Some(Link { text: hostile(), url: hostile() }),
        next_version: Some(Link { text: hostile(), url: hostile() }),
        file: file(),
        scanned: true,
        gaps: vec![Gap { part: Some(hostile()), reason: hostile() }],
        outline: vec![OutlineEntry { title: hostile(), level: 9, url: hostile(), current: true }],
        within: Some(Within { query: hostile(), passages: 1, clear_url: hostile(), ..Within::default() }),
        passages: vec![passage],
        total: 1,
        before: Some(hostile()),
        after: Some(hostile()),
    }
}

fn results_page(lang: Language, results: Results) -> ResultsPage {
    let value = FacetValue { value: hostile(), label: hostile(), count: 1, chosen: true };
    ResultsPage {
        frame: frame(lang),
        form: form(),
        facets: vec![Facet { name: "soort".into(), label: hostile(), values: vec![value], more: Vec::new() }],
        from: hostile(),
        to: hostile(),
        chips: vec![Chip { label: hostile(), remove_url: hostile() }],
        clear_url: hostile(),
        results,
    }
}

fn about_page(lang: Language) -> AboutPage {
    let files = vec![UnreadFile { path: hostile(), collection: hostile(), part: Some(hostile()) }];
    let group = UnreadGroup { reason: hostile(), count: 5, files };
    let coverage = Coverage { groups: vec![group] };
    AboutPage { frame: frame(lang), form: form(), searched: searched(), coverage, version: hostile() }
}

/// Every page, with hostile texts in all its parts.
fn every_page(lang: Language) -> Vec<String> {
    let nothing = Nothing { searched: searched(), without: vec![Link { text: hostile(), url: hostile() }] };
    let empty = Results { nothing, ..Results::default() };
    let problem = ProblemPage {
        frame: frame(lang),
        form: form(),
        status: 429,
        title: hostile(),
        detail: hostile(),
        retry_seconds: Some(1),
    };
    let embed = EmbedPage { frame: frame(lang), form: form(), results: Some(results()), whole_url: hostile() };
    [
        HomePage { frame: frame(lang), form: form(), searched: searched() }.render(),
        results_page(lang, results()).render(),
        results_page(lang, empty).render(),
        document_page(lang).render(),
        difference_page(lang).render(),
        about_page(lang).render(),
        embed.render(),
        problem.render(),
    ]
    .into_iter()
    .map(Result::unwrap)
    .collect()
}

/// Whatever a title, query or address holds, it adds no element and leaves no attribute.
#[test]
fn texts_never_become_markup() {
    for page in every_page(Language::Dutch) {
        assert!(page.contains("&#60;script&#62;x()"), "the hostile text is not shown");
        assert!(!page.contains("<script>") && !page.contains("<img"), "{page}");
        assert_eq!(page.matches("</title>").count(), 1);
        assert_eq!(page.matches("<script ").count(), 1);
        assert!(!page.contains("'>&#60;script"), "a quote is not escaped: {page}");
    }
}

/// The security policy forbids what is inline, so nothing may depend on it.
#[test]
fn nothing_is_inline() {
    for page in every_page(Language::English) {
        for forbidden in [" style=", "<style", " onclick=", " onload=", "javascript:", "http://", "https://"] {
            assert!(!page.contains(forbidden), "{forbidden}");
        }
    }
}

/// No text of one language is left in the other.
#[test]
fn languages_are_apart() {
    for page in every_page(Language::English) {
        assert!(page.contains("<html lang=\"en\">"));
        for dutch in ["Zoek<", "Naar de", "gevonden<", "bladzijde", "Waar zoekt"] {
            assert!(!page.contains(dutch), "{dutch}");
        }
    }
}

/// The title counts, and tells the page of the list.
#[test]
fn titles_tell_what_was_found() {
    let title = |total: u64, hits: usize, number: u64| {
        let page = PageLink { number, current: true, ..PageLink::default() };
        let pager = Pager { pages: vec![page], ..Pager::default() };
        let hits = vec![Hit::default(); hits];
        let results = Results { total, hits, pager, ..Results::default() };
        let form = SearchForm { query: "woz".into(), ..SearchForm::default() };
        let page = ResultsPage { form, ..results_page(Language::Dutch, results) }.render().unwrap();
        page.split("<title>").nth(1).unwrap().split(" – ").next().unwrap().to_string()
    };
    assert_eq!(title(1, 1, 1), "1 passage voor woz");
    assert_eq!(title(1_234, 10, 3), "1.234 passages voor woz (bladzijde 3)");
    assert_eq!(title(0, 2, 1), "Minder goede resultaten voor woz");
    assert_eq!(title(0, 0, 1), "Niets gevonden voor woz");
}
