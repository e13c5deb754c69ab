//! Searching for passages, and looking one up.

use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Path, RawQuery, State};
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use http_body_util::LengthLimitError;
use serde::Serialize;
use utoipa::ToSchema;

use super::{JSON, answer, json};
use crate::answer::{self, Answer, AnswerDocument, AnswerPassage, FacetValue};
use crate::search::SearchRequest;
use crate::server::app::App;
use crate::server::asker::Asker;
use crate::server::citation::{permanent_link, reference};
use crate::server::export;
use crate::server::lookup::{Place, passage_at};
use crate::server::parameters::{Formaat, Pairs, SearchParameters};
use crate::server::problem::{Problem, ProblemBody};
use crate::wording::Language;

/// Bytes of a body: the longest query and all filters, several times.
const LARGEST_BODY: usize = 64 * 1024;
/// How long a client may take to send it.
const BODY_WITHIN: Duration = Duration::from_secs(8);

/// Een passage met haar document, haar buren en hoe u haar aanhaalt.
#[derive(Serialize, ToSchema)]
#[schema(as = PassageMetDocument)]
pub(super) struct PassageBody {
    document: AnswerDocument,
    passage: AnswerPassage,
    /// De passage ervoor.
    vorige: Option<String>,
    /// De passage erna.
    volgende: Option<String>,
    /// Hoe u de passage aanhaalt.
    verwijzing: String,
    /// De blijvende koppeling.
    koppeling: String,
}

/// Hoeveel passages voldoen, en hun kenmerken.
#[derive(Serialize, ToSchema)]
#[schema(as = Facetten)]
pub(super) struct FacetsBody {
    totaal: u64,
    #[schema(value_type = std::collections::BTreeMap<String, Vec<FacetValue>>)]
    facetten: serde_json::Map<String, serde_json::Value>,
    /// Of alles is geteld.
    volledig: bool,
}

/// Passages zoeken
#[utoipa::path(
    get, path = "/v1/passages", operation_id = "zoekPassages", tag = "zoeken", params(SearchParameters),
    responses(
        (status = 200, description = "De gevonden passages", content(
            (Answer = "application/json"), (String = "text/csv"), (String = "application/x-ndjson"))),
    )
)]
pub(super) async fn list(
    State(app): State<Arc<App>>,
    Extension(asker): Extension<Asker>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    found(&app, &asker, &SearchParameters::of(query.as_deref())?).await
}

/// Passages zoeken zonder dat de zoekvraag in het adres staat
#[utoipa::path(
    post, path = "/v1/passages/_zoek", operation_id = "zoekPassagesBesloten", tag = "zoeken",
    request_body = SearchParameters,
    responses(
        (status = 200, description = "De gevonden passages", content(
            (Answer = "application/json"), (String = "text/csv"), (String = "application/x-ndjson"))),
        (status = 413, description = "Te groot", body = ProblemBody, content_type = "application/problem+json"),
        (status = 415, description = "Geen JSON", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(super) async fn search(
    State(app): State<Arc<App>>,
    Extension(asker): Extension<Asker>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    Pairs::new(query.as_deref()).end()?;
    let media_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case(JSON) {
        let detail = "stuur de zoekvraag als JSON, met Content-Type: application/json";
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail));
    }
    let plain = |value: &HeaderValue| matches!(value.as_bytes(), b"" | b"identity");
    if !headers.get_all(CONTENT_ENCODING).iter().all(plain) {
        let detail = "stuur de zoekvraag zoals zij is, zonder Content-Encoding";
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail));
    }
    let body = whole(body).await?;
    if !body.trim_ascii_start().starts_with(b"{") {
        // A list would be read as the values in their order.
        return Err(Problem::bad_request("de zoekvraag is geen object: stuur bijvoorbeeld {\"vraag\": \"afval\"}"));
    }
    let parameters: SearchParameters = serde_json::from_slice(&body)
        .map_err(|error| Problem::bad_request(format!("de zoekvraag is niet te lezen: {error}")))?;
    found(&app, &asker, &parameters.checked()?).await
}

/// The body, when all of it came in time.
async fn whole(body: Body) -> Result<Bytes, Problem> {
    let Ok(read) = tokio::time::timeout(BODY_WITHIN, to_bytes(body, LARGEST_BODY)).await else {
        let detail = "de zoekvraag kwam te langzaam binnen; probeer het opnieuw";
        return Err(Problem::new(StatusCode::REQUEST_TIMEOUT, detail));
    };
    read.map_err(|error| match error.into_inner().is::<LengthLimitError>() {
        true => Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "de zoekvraag is te groot: stuur hoogstens 64 kB"),
        false => Problem::bad_request("de zoekvraag kwam niet heel binnen; probeer het opnieuw"),
    })
}

async fn found(app: &App, asker: &Asker, parameters: &SearchParameters) -> Result<Response, Problem> {
    let format = parameters.formaat;
    let body = app.search(asker, parameters.query()?, parameters.request(), move |found| match format {
        Formaat::Json => json(&Answer::new(found.page, found.milliseconds)),
        Formaat::Csv => Ok(export::rows(&found.page)),
        Formaat::Ndjson => export::lines(found.page),
    });
    let body = body.await?;
    Ok(match format {
        Formaat::Json => answer(JSON, body),
        Formaat::Csv => export::as_file(answer("text/csv; charset=utf-8", body), "raadpleeg.csv"),
        Formaat::Ndjson => export::as_file(answer("application/x-ndjson", body), "raadpleeg.ndjson"),
    })
}

/// De kenmerken van wat een zoekvraag vindt
#[utoipa::path(
    get, path = "/v1/facetten", operation_id = "telFacetten", tag = "zoeken", params(SearchParameters),
    responses(
        (status = 200, description = "De kenmerken met hun aantallen", body = FacetsBody),
    )
)]
pub(super) async fn facets(
    State(app): State<Arc<App>>,
    Extension(asker): Extension<Asker>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let parameters = SearchParameters::of(query.as_deref())?;
    let request = SearchRequest { limit: 0, ..parameters.request() };
    let body = app.search(&asker, parameters.query()?, request, |found| {
        let page = found.page;
        json(&FacetsBody { totaal: page.total, facetten: answer::facets(page.facets), volledig: page.complete })
    });
    Ok(answer(JSON, body.await?))
}

/// Een passage
#[utoipa::path(
    get, path = "/v1/passages/{id}", operation_id = "haalPassage", tag = "documenten",
    params(("id" = String, Path, description = "De id van de passage", max_length = 200)),
    responses(
        (status = 200, description = "De passage", body = PassageBody),
        (status = 404, description = "Er niet, of niet voor u", body = ProblemBody,
            content_type = "application/problem+json"),
    )
)]
pub(super) async fn one(
    State(app): State<Arc<App>>,
    Extension(asker): Extension<Asker>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    Pairs::new(query.as_deref()).end()?;
    let url = app.options.url.clone();
    let body = app.work(&asker, move |view| {
        let Place { stored, before, after } = passage_at(&view.searcher, &id)?;
        let (language, link) = (stored.passage.language.clone(), permanent_link(&url, &stored.passage.id));
        let verwijzing = reference(&stored, &link, Language::Dutch);
        json(&PassageBody {
            document: answer::document(stored.document, language),
            passage: answer::passage(stored.passage),
            vorige: before,
            volgende: after,
            verwijzing,
            koppeling: link,
        })
    });
    Ok(answer(JSON, body.await?))
}
