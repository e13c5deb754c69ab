//! The site for people: pages, feeds and what belongs to them. Parameters come in, what was found is put into the view
//! models of `pages`, and these are rendered where the search ran.

mod address;
mod document;
mod results;
mod searched;
mod timeline;

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use self::address::{Search, localised};
use self::document::Asked;
use super::answering::Told;
use super::app::App;
use super::asker::Asker;
use super::feed::Feed;
use super::lookup::{Place, document_at, passage_at};
use super::pages::{
    AboutPage, Contact, EmbedPage, Frame, Hidden, HomePage, ProblemPage, QueryProblem, ResultsPage, SearchForm,
};
use super::parameters::{Pairs, SearchParameters, Sorteer};
use super::problem::Problem;
use super::{ServerOptions, assets};
use crate::query::parse;
use crate::search::Grouping;
use crate::wording::Language;

/// Entries of a feed.
const FEED: u32 = 50;

/// The routes of the site.
pub(super) fn router() -> Router<Arc<App>> {
    assets::router()
        .route("/", get(home))
        .route("/document/{id}", get(document))
        .route("/passage/{id}", get(passage))
        .route("/verschil/{id}", get(difference))
        .route("/over", get(about))
        .route("/inbedden", get(embedded))
        .route("/atom", get(feed))
}

/// The parameters of a page.
fn search_of(query: Option<&str>) -> Result<Search, Problem> {
    let mut pairs = Pairs::of_form(query);
    let lang = language(&mut pairs)?;
    let parameters = SearchParameters::take(&mut pairs)?;
    pairs.end()?;
    Ok(Search { parameters, lang })
}

/// The language of a page of one document, and the query whose words are marked there.
fn marking(pairs: &mut Pairs) -> Result<Search, Problem> {
    let lang = language(pairs)?;
    let vraag = pairs.take("vraag")?.unwrap_or_default();
    Ok(Search { parameters: SearchParameters { vraag, ..SearchParameters::default() }, lang })
}

fn language(pairs: &mut Pairs) -> Result<Language, Problem> {
    match pairs.take("lang")?.as_deref() {
        None | Some("nl") => Ok(Language::Dutch),
        Some("en") => Ok(Language::English),
        Some(_) => Err(Problem::bad_request("lang kan nl of en zijn")),
    }
}

/// What every page has around its content; `other` is its address in the other language.
fn frame(options: &ServerOptions, lang: Language, other: String) -> Frame {
    let contact = &options.contact;
    let known = contact.name.is_some() || contact.email.is_some();
    Frame {
        lang,
        name: options.name.clone(),
        home_url: localised("/", "", lang),
        about_url: localised("/over", "", lang),
        other_language_url: other,
        themed: !options.tokens.is_empty(),
        contact: known.then(|| Contact {
            name: contact.name.clone().or_else(|| contact.email.clone()).unwrap_or_default(),
            email: contact.email.clone(),
            url: contact.url.clone(),
        }),
    }
}

fn other(lang: Language) -> Language {
    match lang {
        Language::Dutch => Language::English,
        Language::English => Language::Dutch,
    }
}

fn frame_of(options: &ServerOptions, search: &Search, path: &str) -> Frame {
    let elsewhere = Search { lang: other(search.lang), ..search.clone() };
    frame(options, search.lang, elsewhere.on(path))
}

/// The search form of a page; with the filters of the search where the page does not show these.
fn form(search: &Search, action: &str, filters: bool) -> SearchForm {
    let mut hidden = Vec::new();
    let mut add = |name: &str, value: &str| hidden.push(Hidden { name: name.to_owned(), value: value.to_owned() });
    if search.lang == Language::English {
        add("lang", "en");
    }
    let parameters = &search.parameters;
    if parameters.sorteer == Sorteer::Datum {
        add("sorteer", "datum");
    }
    parameters.versies.asked().iter().for_each(|versies| add("versies", versies));
    if let Some(size) = parameters.aantal {
        add("aantal", &size.to_string());
    }
    if filters {
        search.values().for_each(|(name, value)| add(name, value));
        parameters.jaar.iter().for_each(|year| add("jaar", &year.to_string()));
        for (name, day) in [("van", &parameters.van), ("tot", &parameters.tot)] {
            day.iter().for_each(|day| add(name, day));
        }
    }
    SearchForm { action: action.to_owned(), query: parameters.vraag.clone(), hidden, problem: None }
}

/// Why the query is refused, and where.
fn query_problem(search: &Search) -> Option<QueryProblem> {
    let text = &search.parameters.vraag;
    if text.trim().is_empty() {
        return None;
    }
    let refusal = parse(text).err()?;
    let at = text.char_indices().nth(refusal.at).map_or(text.len(), |(at, _)| at);
    let (before, from) = text.split_at(at);
    Some(QueryProblem {
        message: refusal.message(search.lang == Language::Dutch),
        before: before.to_owned(),
        from: from.to_owned(),
    })
}

/// A page as an answer.
fn html(status: StatusCode, page: &impl Template) -> Result<Response, Problem> {
    let text = page.render().map_err(|_| Problem::internal())?;
    Ok((status, [(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))], text).into_response())
}

/// A page that tells what is wrong with the query.
fn refusal(page: &impl Template) -> Result<Response, Problem> {
    let mut response = html(StatusCode::BAD_REQUEST, page)?;
    response.extensions_mut().insert(Told);
    Ok(response)
}

async fn home(
    State(app): State<Arc<App>>,
    Extension(asker): Extension<Asker>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let search = search_of(query.as_deref())?;
    if !search.parameters.asks() {
        return front(&app, &asker, search, None).await;
    }
    let asked = match search.parameters.query() {
        Ok(asked) => asked,
        Err(problem) => {
            let refused = query_problem(&search).ok_or(problem)?;
            return front(&app, &asker, search, Some(refused)).await;
        }
    };
    let mut request = search.parameters.request();
    request.explain = true;
    // One more tells whether there is a next page.
    request.limit += 1;
    request.more = 0;
    let shown = Arc::clone(&app);
    let page = app.search(&asker, asked, request, move |found| {
        let facets = results::facets(&search, &found.page.facets);
        let page = ResultsPage {
            frame: frame_of(&shown.options, &search, "/"),
            form: form(&search, "/", false),
            facets,
            from: search.parameters.van.clone().unwrap_or_default(),
            to: search.parameters.tot.clone().unwrap_or_default(),
            chips: results::chips(&search),
            clear_url: results::unfiltered(&search).on("/"),
            results: results::results(&search, found, &shown.options)?,
        };
        html(StatusCode::OK, &page)
    });
    page.await
}

/// The page before anything was asked, or with what is wrong with the query.
async fn front(
    app: &Arc<App>,
    asker: &Asker,
    search: Search,
    problem: Option<QueryProblem>,
) -> Result<Response, Problem> {
    let shown = Arc::clone(app);
    let page = app.work(asker, move |view| {
        let refused = problem.is_some();
        let page = HomePage {
            frame: frame_of(&shown.options, &search, "/"),
            form: SearchForm { problem, ..form(&search, "/", true) },
            searched: searched::searched(&view, search.lang)?,
        };
        if refused { refusal(&page) } else { html(StatusCode::OK, &page) }
    });
    page.await
}

async fn document(
    State(app): State<Arc<App>>,
    Extension(asker): Extension<Asker>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let mut pairs = Pairs::of_form(query.as_deref());
    let asked =
        Asked { id, search: marking(&mut pairs)?, passage: pairs.take("passage")?, page: pairs.take_number("pagina")? };
    pairs.end()?;
    let shown = Arc::clone(&app);
    let page = app.work(&asker, move |view| {
        let search = &asked.search;
        let elsewhere = Search { lang: other(search.lang), ..search.clone() };
        let there = elsewhere.document(&asked.id, asked.passage.as_deref(), None);
        let (frame, form) = (frame(&shown.options, search.lang, there), form(search, "/", false));
        html(StatusCode::OK, &document::page(&view.searcher, &asked, &shown.options, frame, form)?)
    });
    page.await
}

/// The permanent link of a passage: its document, opened there. Where the passage was changed, the document.
async fn passage(
    State(app): State<Arc<App>>,
    Extension(asker): Extension<Asker>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let mut pairs = Pairs::of_form(query.as_deref());
    let search = marking(&mut pairs)?;
    pairs.end()?;
    let address = app.work(&asker, move |view| match passage_at(&view.searcher, &id) {
        Ok(Place { stored, .. }) => Ok(search.passage(&stored.document, &stored.passage)),
        Err(_) => {
            // The text was changed since: what is left of the link is the document.
            let shelf = document_at(&view.searcher, id.split('-').next().unwrap_or_default())?;
            Ok(search.document(&shelf.record.id, None, None))
        }
    });
    let location = HeaderValue::from_str(&address.await?).map_err(|_| Problem::internal())?;
    Ok((StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response())
}

/// What changed in a passage since another.
async fn difference(
    State(app): State<Arc<App>>,
    Extension(asker): Extension<Asker>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let mut pairs = Pairs::of_form(query.as_deref());
    let search = Search { lang: language(&mut pairs)?, ..Search::default() };
    let older = pairs.take("met")?.ok_or_else(|| Problem::bad_request("met: geef de id van de andere passage"))?;
    pairs.end()?;
    let shown = Arc::clone(&app);
    let page = app.work(&asker, move |view| {
        let elsewhere = Search { lang: other(search.lang), ..Search::default() };
        let frame = frame(&shown.options, search.lang, elsewhere.difference(&id, &older));
        let form = form(&search, "/", false);
        html(StatusCode::OK, &timeline::page(&view.searcher, &search, (&id, &older), frame, form)?)
    });
    page.await
}

async fn about(
    State(app): State<Arc<App>>,
    Extension(asker): Extension<Asker>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let mut pairs = Pairs::of_form(query.as_deref());
    let search = Search { lang: language(&mut pairs)?, ..Search::default() };
    pairs.end()?;
    let shown = Arc::clone(&app);
    let page = app.work(&asker, move |view| {
        let page = AboutPage {
            frame: frame_of(&shown.options, &search, "/over"),
            form: form(&search, "/", false),
            searched: searched::searched(&view, search.lang)?,
            coverage: searched::coverage(&view, search.lang)?,
            version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        html(StatusCode::OK, &page)
    });
    page.await
}

async fn embedded(
    State(app): State<Arc<App>>,
    Extension(asker): Extension<Asker>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let search = search_of(query.as_deref())?;
    if !search.parameters.asks() {
        return html(StatusCode::OK, &embed_page(&app.options, &search));
    }
    let asked = match search.parameters.query() {
        Ok(asked) => asked,
        Err(problem) => {
            let refused = query_problem(&search).ok_or(problem)?;
            let page = embed_page(&app.options, &search);
            let form = SearchForm { problem: Some(refused), ..page.form };
            return refusal(&EmbedPage { form, ..page });
        }
    };
    let mut request = search.parameters.request();
    (request.explain, request.facets, request.more) = (false, false, 0);
    let shown = Arc::clone(&app);
    let page = app.search(&asker, asked, request, move |found| {
        let page = embed_page(&shown.options, &search);
        let results = Some(results::results(&search, found, &shown.options)?);
        html(StatusCode::OK, &EmbedPage { results, ..page })
    });
    page.await
}

/// The small page before anything was found.
fn embed_page(options: &ServerOptions, search: &Search) -> EmbedPage {
    EmbedPage {
        frame: frame_of(options, search, "/inbedden"),
        form: form(search, "/inbedden", true),
        results: None,
        whole_url: search.on("/"),
    }
}

async fn feed(
    State(app): State<Arc<App>>,
    Extension(asker): Extension<Asker>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let mut search = search_of(query.as_deref())?;
    let query_string = search.with(|parameters| parameters.sorteer = Sorteer::Relevantie).query_string();
    search.parameters.sorteer = Sorteer::Datum;
    search.parameters.pagina = None;
    search.parameters.aantal = search.parameters.aantal.or(Some(FEED));
    let mut request = search.parameters.request();
    (request.explain, request.facets, request.more, request.group) = (false, false, 0, Grouping::None);
    let shown = Arc::clone(&app);
    let body = app.search(&asker, search.parameters.query()?, request, move |found| {
        let updated = &found.view.searcher.reader().info().committed;
        let options = &shown.options;
        Ok(Feed { url: &options.url, name: &options.name, query: &query_string, updated }.of(&found.page))
    });
    let media_type = HeaderValue::from_static("application/atom+xml; charset=utf-8");
    Ok((StatusCode::OK, [(CONTENT_TYPE, media_type)], body.await?).into_response())
}

/// A problem as a page.
pub(super) fn problem(app: &App, problem: &Problem, english: bool) -> Response {
    let search = Search { lang: if english { Language::English } else { Language::Dutch }, ..Search::default() };
    let page = ProblemPage {
        frame: frame_of(&app.options, &search, "/"),
        form: form(&search, "/", false),
        status: problem.status.as_u16(),
        title: problem.title().to_owned(),
        detail: problem.detail.clone(),
        retry_seconds: problem.retry_after,
    };
    html(problem.status, &page).unwrap_or_else(|problem| problem.into_response())
}
