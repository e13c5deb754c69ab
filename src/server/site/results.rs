//! What a search found, as the page of results shows it.

use super::address::Search;
use crate::backend::StoredPassage;
use crate::document::Document;
use crate::query::plan::Keyword;
use crate::search::{FragmentPiece, Group};
use crate::server::ServerOptions;
use crate::server::app::Found;
use crate::server::pages::{
    Chip, Facet, FacetValue, Facts, FileLink, Hit, Link, More, Nothing, PageLink, Pager, Piece, Reason, Results, Sort,
    Version,
};
use crate::server::parameters::{SearchParameters, Sorteer, Versies, WINDOW};
use crate::wording::Language;

use super::searched::searched;

/// Values of a facet that are shown at once.
const SHOWN_VALUES: usize = 6;
/// Reasons that count for less explain nothing.
const LEAST_CONTRIBUTION: f32 = 0.005;
/// Pages before the current one that are shown beside the first.
const PAGES_BEFORE: u32 = 2;

/// The results of a search; `found` may hold one more than a page, which tells that there is a next.
pub(super) fn results(search: &Search, mut found: Found, options: &ServerOptions) -> crate::error::Result<Results> {
    let size = search.parameters.size();
    let more = found.page.groups.len() > size as usize;
    found.page.groups.truncate(size as usize);
    let first = u64::from((search.parameters.page() - 1) * size) + 1;
    let page = found.page;
    let suggestion = page.suggestion.map(|text| {
        let url = search.with(|parameters| parameters.vraag.clone_from(&text)).on("/");
        Link { text, url }
    });
    let hits = page.groups.into_iter().zip(first..).map(|(group, number)| hit(search, group, number, options));
    let hits: Vec<Hit> = hits.collect();
    let chips = chips(search);
    let versions = versions_link(search, hits.iter().any(|hit| !hit.versions.is_empty()));
    let nothing = match hits.is_empty() {
        true => Nothing { searched: searched(&found.view, search.lang)?, without: without(search, &chips) },
        false => Nothing::default(),
    };
    Ok(Results {
        total: page.total,
        hits,
        suggestion,
        complete: page.complete,
        sorts: sorts(search),
        versions,
        pager: pager(search, more),
        exports: exports(search),
        feed_url: Some(address_of("/atom", &search.with(|parameters| parameters.aantal = None))),
        nothing,
    })
}

/// The way to see each version of a passage, where results have any; and back.
fn versions_link(search: &Search, any: bool) -> Option<Link> {
    let to = |versies: Versies, dutch: &str, english: &str| {
        let changed = search.with(|parameters| parameters.versies = versies);
        Link { text: search.lang.pick(dutch, english).to_owned(), url: changed.on("/") }
    };
    match search.parameters.versies {
        Versies::Gegroepeerd if !any => None,
        Versies::Gegroepeerd => Some(to(Versies::Alle, "Toon elke versie apart", "Show each version by itself")),
        _ => Some(to(Versies::Gegroepeerd, "Neem versies samen", "Put versions together")),
    }
}

fn hit(search: &Search, group: Group, number: u64, options: &ServerOptions) -> Hit {
    let (lang, found) = (search.lang, group.hit);
    let stored = StoredPassage { document: found.document, passage: found.passage };
    let reasons = found.reasons.iter().filter(|reason| reason.contribution >= LEAST_CONTRIBUTION);
    let more = (group.others > 0)
        .then(|| More { count: group.others as u64, url: search.document(&stored.document.id, None, None) });
    let StoredPassage { document, passage } = &stored;
    Hit {
        number,
        title: document.title.clone(),
        url: search.passage(document, passage),
        language: passage.language.clone(),
        headings: passage.headings.clone(),
        facts: facts(document, lang),
        place: lang.pages(&document.path, passage.pages),
        fragment: pieces(found.fragment),
        partial: !found.matches,
        reasons: reasons
            .map(|reason| Reason {
                word: reason.word.clone(),
                how: lang.matched(reason.kind, reason.divided.as_ref().unwrap_or(&reason.found)),
                place: lang.place(reason.region).to_owned(),
                weight: lang.decimal(reason.contribution, 2),
            })
            .collect(),
        reasons_together: found.factors.map(|factors| lang.together(&factors)),
        more,
        versions: found.versions.iter().map(|version| version_of(search, version, document)).collect(),
        file: file_link(document, passage.pages, lang, options),
        cite_url: search.citation(&stored),
    }
}

fn version_of(search: &Search, version: &crate::search::Version, of: &Document) -> Version {
    let lang = search.lang;
    let share = format!("{}%", (version.likeness.share * 100.0).floor());
    Version {
        title: version.document.title.clone(),
        url: search.passage(&version.document, &version.passage),
        language: version.passage.language.clone(),
        date: lang.when(&version.document),
        municipality: version
            .document
            .municipality
            .clone()
            .filter(|_| version.document.municipality != of.municipality),
        likeness: share,
        figures_differ: version.likeness.figures_differ,
    }
}

/// Pieces of text as pages hold them.
pub(super) fn pieces(fragment: Vec<FragmentPiece>) -> Vec<Piece> {
    fragment.into_iter().map(|piece| Piece { text: piece.text, hit: piece.found }).collect()
}

/// What is known of a document.
pub(super) fn facts(document: &Document, lang: Language) -> Facts {
    let year = || document.year.map(|year| year.to_string());
    Facts {
        kind: document.kind.as_deref().map(readable),
        municipality: document.municipality.clone(),
        date: lang.when(document),
        date_iso: document.date.map(|date| date.to_string()).or_else(year).unwrap_or_default(),
        collection: Some(document.collection.clone()),
    }
}

/// The original file of a document, at the first of some pages, where it is given out.
pub(super) fn file_link(
    document: &Document,
    pages: Option<(u32, u32)>,
    lang: Language,
    options: &ServerOptions,
) -> Option<FileLink> {
    if !options.gives_file(&document.collection, document.part) {
        return None;
    }
    let ending = document.path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    let (format, paged) = match ending.as_str() {
        "pdf" => ("PDF", true),
        "doc" | "docx" => ("Word", false),
        "xls" | "xlsx" => ("Excel", false),
        "ppt" | "pptx" => ("PowerPoint", false),
        "odt" | "ods" | "odp" => ("OpenDocument", false),
        "htm" | "html" => ("HTML", false),
        _ => (lang.pick("bestand", "file"), false),
    };
    let page = pages.map(|(from, _)| from).filter(|_| paged);
    let anchor = page.map(|page| format!("#page={page}")).unwrap_or_default();
    Some(FileLink {
        url: format!("/v1/documenten/{}/bestand{anchor}", document.id),
        format: format.to_owned(),
        place: page.and_then(|page| lang.pages(&document.path, Some((page, page)))),
    })
}

/// What results can be narrowed by, with what they are narrowed by already.
pub(super) fn facets(search: &Search, counted: &[(Keyword, Vec<(String, u64)>)]) -> Vec<Facet> {
    counted.iter().map(|(keyword, values)| facet(search, *keyword, values)).filter(is_of_use).collect()
}

/// Whether there is anything to choose.
fn is_of_use(facet: &Facet) -> bool {
    facet.values.len() > 1 || facet.values.iter().any(|value| value.chosen)
}

fn facet(search: &Search, keyword: Keyword, counted: &[(String, u64)]) -> Facet {
    let name = keyword.name();
    let chosen: Vec<String> = match keyword {
        Keyword::Year => search.parameters.jaar.iter().map(i16::to_string).collect(),
        _ => search.values().filter(|(of, _)| *of == name).map(|(_, value)| value.clone()).collect(),
    };
    let is_chosen = |value: &str| chosen.iter().any(|one| one.to_lowercase() == value.to_lowercase());
    let value = |(value, count): &(String, u64)| FacetValue {
        value: value.clone(),
        label: value_label(keyword, value, search.lang),
        count: *count,
        chosen: is_chosen(value),
    };
    let mut all: Vec<FacetValue> = counted.iter().map(value).collect();
    let known = |one: &String| counted.iter().any(|(value, _)| value.to_lowercase() == one.to_lowercase());
    all.extend(chosen.iter().filter(|one| !known(one)).map(|one| value(&(one.clone(), 0))));
    if keyword == Keyword::Year {
        all.sort_by(|a, b| b.value.cmp(&a.value));
    }
    let mut shown = 0;
    let (values, more) = all.into_iter().partition(|value| {
        shown += 1;
        value.chosen || shown <= SHOWN_VALUES
    });
    Facet { name: name.to_owned(), label: keyword_label(keyword, search.lang).to_owned(), values, more }
}

fn keyword_label(keyword: Keyword, lang: Language) -> &'static str {
    let (dutch, english) = match keyword {
        Keyword::Municipality => ("Gemeente", "Municipality"),
        Keyword::Kind => ("Soort document", "Kind of document"),
        Keyword::Year => ("Jaar", "Year"),
        Keyword::Language => ("Taal", "Language"),
        Keyword::Collection => ("Verzameling", "Collection"),
    };
    lang.pick(dutch, english)
}

fn value_label(keyword: Keyword, value: &str, lang: Language) -> String {
    match (keyword, value) {
        (Keyword::Kind, kind) => readable(kind),
        (Keyword::Language, "nl") => lang.pick("Nederlands", "Dutch").to_owned(),
        (Keyword::Language, "en") => lang.pick("Engels", "English").to_owned(),
        (Keyword::Language, "fy") => lang.pick("Fries", "Frisian").to_owned(),
        (Keyword::Language, "de") => lang.pick("Duits", "German").to_owned(),
        (Keyword::Language, "fr") => lang.pick("Frans", "French").to_owned(),
        _ => value.to_owned(),
    }
}

/// The code of a kind as readers write it.
fn readable(kind: &str) -> String {
    kind.replace('-', " ")
}

/// What results are narrowed by, and the way to be rid of each.
pub(super) fn chips(search: &Search) -> Vec<Chip> {
    let lang = search.lang;
    let mut chips = Vec::new();
    let mut add = |keyword: Keyword, value: &str, without: &dyn Fn(&mut SearchParameters)| {
        let label = format!("{}: {}", keyword_label(keyword, lang), value_label(keyword, value, lang));
        chips.push(Chip { label, remove_url: search.with(without).on("/") });
    };
    for value in &search.parameters.gemeente {
        add(Keyword::Municipality, value, &|parameters| parameters.gemeente.retain(|one| one != value));
    }
    for value in &search.parameters.soort {
        add(Keyword::Kind, value, &|parameters| parameters.soort.retain(|one| one != value));
    }
    for value in &search.parameters.jaar {
        add(Keyword::Year, &value.to_string(), &|parameters| parameters.jaar.retain(|one| one != value));
    }
    for value in &search.parameters.taal {
        add(Keyword::Language, value, &|parameters| parameters.taal.retain(|one| one != value));
    }
    for value in &search.parameters.verzameling {
        add(Keyword::Collection, value, &|parameters| parameters.verzameling.retain(|one| one != value));
    }
    let day = |text: &str| text.parse().map_or_else(|_| text.to_owned(), |date| lang.date(date));
    if let Some(from) = &search.parameters.van {
        let label = format!("{} {}", lang.pick("Vanaf", "From"), day(from));
        chips.push(Chip { label, remove_url: search.with(|parameters| parameters.van = None).on("/") });
    }
    if let Some(to) = &search.parameters.tot {
        let label = format!("{} {}", lang.pick("Tot en met", "Up to"), day(to));
        chips.push(Chip { label, remove_url: search.with(|parameters| parameters.tot = None).on("/") });
    }
    chips
}

/// The same search without any filter.
pub(super) fn unfiltered(search: &Search) -> Search {
    search.with(|parameters| {
        let vraag = std::mem::take(&mut parameters.vraag);
        let SearchParameters { sorteer, aantal, groepeer, versies, .. } = *parameters;
        *parameters = SearchParameters { vraag, sorteer, aantal, groepeer, versies, ..SearchParameters::default() };
    })
}

/// The ways to a search with less filters.
fn without(search: &Search, chips: &[Chip]) -> Vec<Link> {
    let lang = search.lang;
    let each = chips.iter().map(|chip| Link {
        text: format!("{} {}", lang.pick("zonder", "without"), chip.label),
        url: chip.remove_url.clone(),
    });
    let mut links: Vec<Link> = each.collect();
    if links.len() > 1 {
        let text = lang.pick("zonder alle filters", "without any filter").to_owned();
        links.push(Link { text, url: unfiltered(search).on("/") });
    }
    links
}

fn sorts(search: &Search) -> Vec<Sort> {
    let lang = search.lang;
    let orders = [
        (Sorteer::Relevantie, lang.pick("Beste eerst", "Best first")),
        (Sorteer::Datum, lang.pick("Nieuwste eerst", "Newest first")),
    ];
    let sort = |(order, label): (Sorteer, &str)| Sort {
        label: label.to_owned(),
        url: search.with(|parameters| parameters.sorteer = order).on("/"),
        current: search.parameters.sorteer == order,
    };
    orders.into_iter().map(sort).collect()
}

/// The way through the pages. How many there are is not known beforehand, only whether there is a next.
fn pager(search: &Search, more: bool) -> Pager {
    let current = search.parameters.page();
    let more = more && (current + 1) * search.parameters.size() <= WINDOW;
    let last = current + u32::from(more);
    if last == 1 {
        return Pager::default();
    }
    let url = |page: u32| search.with(|parameters| parameters.pagina = Some(page)).on("/");
    let first_shown = current.saturating_sub(PAGES_BEFORE).max(2);
    let pages = std::iter::once(1).chain(first_shown..=last).map(|page| PageLink {
        number: u64::from(page),
        url: url(page),
        current: page == current,
        gap_before: page == first_shown && page > 2,
    });
    Pager {
        previous: (current > 1).then(|| url(current - 1)),
        next: more.then(|| url(current + 1)),
        pages: pages.collect(),
    }
}

/// The results to take along.
fn exports(search: &Search) -> Vec<Link> {
    let plain = search.with(|parameters| parameters.aantal = None);
    let link = |name: &str, code: &str| Link {
        text: name.to_owned(),
        url: format!("{}&formaat={code}", address_of("/v1/passages", &plain)),
    };
    vec![link("CSV", "csv"), link("NDJSON", "ndjson")]
}

/// An address for programs, which has no language of an interface.
fn address_of(path: &str, search: &Search) -> String {
    format!("{path}?{}", search.query_string())
}
