//! The description of the API, made from the code that answers.

use std::sync::{Arc, OnceLock};

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use serde_json::{Map, Value, json};
use utoipa::OpenApi;

use super::{JSON, VERSION, answer, documents, file, passages, status, suggestions, versions};
use crate::server::ServerOptions;
use crate::server::app::App;
use crate::server::parameters::Pairs;
use crate::server::problem::Problem;

#[derive(OpenApi)]
#[openapi(
    paths(
        passages::list,
        passages::search,
        passages::one,
        passages::facets,
        versions::list,
        versions::difference,
        documents::one,
        file::original,
        suggestions::list,
        status::status,
        openapi,
    ),
    tags(
        (name = "zoeken", description = "Passages zoeken, kenmerken tellen, suggesties"),
        (name = "documenten", description = "Documenten en passages opvragen"),
        (name = "beheer", description = "Wat er doorzocht wordt, en deze beschrijving"),
    )
)]
struct Description;

/// What all paths of the API begin with.
const PREFIX: &str = "/v1";

/// What every operation may also answer, with when.
const OTHERS: [(&str, &str); 8] = [
    ("400", "Onjuist verzoek"),
    ("401", "De sleutel is niet herkend"),
    ("405", "Deze methode kan hier niet"),
    ("414", "Het adres is te lang"),
    ("429", "Te veel verzoeken: probeer het na Retry-After seconden opnieuw"),
    ("431", "De kopregels van het verzoek zijn te groot"),
    ("500", "Er ging iets mis bij ons"),
    ("503", "Even te druk: probeer het na Retry-After seconden opnieuw"),
];

/// Deze beschrijving van de API
#[utoipa::path(
    get, path = "/v1/openapi.json", operation_id = "geefBeschrijving", tag = "beheer",
    responses((status = 200, description = "De beschrijving, in OpenAPI 3.1", content_type = "application/json",
        body = Object))
)]
pub(super) async fn openapi(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Result<Response, Problem> {
    static TEXT: OnceLock<(String, Bytes)> = OnceLock::new();
    Pairs::new(query.as_deref()).end()?;
    let (url, text) = TEXT.get_or_init(|| (app.options.url.clone(), described(&app.options)));
    // One program may serve two of these.
    let text = if *url == app.options.url { text.clone() } else { described(&app.options) };
    Ok(answer(JSON, text))
}

fn described(options: &ServerOptions) -> Bytes {
    let mut description = serde_json::to_value(Description::openapi()).unwrap_or_default();
    description["info"] = json!({
        "title": "raadpleeg: passages in gemeentelijke documenten",
        "description": "Vindt de passage die een lezer zou aanhalen, met document, kop, bladzijde en datum.",
        "version": VERSION,
        "contact": contact(options),
        "license": { "name": "EUPL-1.2", "identifier": "EUPL-1.2" },
    });
    // The version is part of the address of the server, as the design rules ask.
    description["servers"] = json!([{ "url": format!("{}{PREFIX}", options.url) }]);
    if let Some(paths) = description["paths"].as_object_mut() {
        *paths = std::mem::take(paths)
            .into_iter()
            .map(|(path, item)| (path.strip_prefix(PREFIX).unwrap_or(&path).to_owned(), item))
            .collect();
    }
    description["components"]["securitySchemes"] =
        json!({ "sleutel": { "type": "apiKey", "in": "header", "name": "X-Api-Key" } });
    // Public documents need no key.
    description["security"] = json!([{}, { "sleutel": [] }]);
    description["components"]["headers"] = json!({ "API-Version": {
        "description": "De versie van de API, voluit", "schema": { "type": "string", "examples": [VERSION] },
    } });
    if let Some(paths) = description["paths"].as_object_mut() {
        let operations = paths.values_mut().filter_map(Value::as_object_mut).flat_map(Map::values_mut);
        operations.for_each(complete);
    }
    serde_json::to_vec(&description).unwrap_or_default().into()
}

/// Whom to ask, as far as it is known.
fn contact(options: &ServerOptions) -> Value {
    let contact = &options.contact;
    let known = [("name", &contact.name), ("email", &contact.email), ("url", &contact.url)];
    let known = known.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value.as_deref()?.into())));
    Value::Object(known.collect())
}

/// Adds to an operation what holds for all: the header with the version, and what any request may meet.
fn complete(operation: &mut Value) {
    let Some(responses) = operation["responses"].as_object_mut() else { return };
    for (status, description) in OTHERS {
        responses.entry(status).or_insert_with(|| {
            json!({
                "description": description,
                "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Probleem" } } },
            })
        });
    }
    for (status, response) in responses {
        response["headers"]["API-Version"] = json!({ "$ref": "#/components/headers/API-Version" });
        if status == "429" || status == "503" {
            response["headers"]["Retry-After"] = json!({
                "description": "Na hoeveel seconden opnieuw", "schema": { "type": "integer", "minimum": 1 },
            });
        }
    }
}
