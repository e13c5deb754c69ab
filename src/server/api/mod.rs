//! Version 1 of the API, after the NLGov REST API Design Rules: what is asked and answered, in JSON.

mod documents;
mod file;
mod openapi;
mod passages;
mod status;
mod suggestions;
mod versions;

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Serialize;

use super::app::App;
use super::problem::Problem;

/// The version of the API, in full, as `API-Version` tells it.
pub(super) const VERSION: &str = "1.0.0";

/// The routes of the API.
pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/v1/passages", get(passages::list))
        .route("/v1/passages/_zoek", post(passages::search))
        .route("/v1/passages/{id}", get(passages::one))
        .route("/v1/passages/{id}/versies", get(versions::list))
        .route("/v1/passages/{id}/verschil", get(versions::difference))
        .route("/v1/documenten/{id}", get(documents::one))
        .route("/v1/documenten/{id}/bestand", get(file::original))
        .route("/v1/suggesties", get(suggestions::list))
        .route("/v1/facetten", get(passages::facets))
        .route("/v1/status", get(status::status))
        .route("/v1/openapi.json", get(openapi::openapi))
}

/// A value as the body of an answer.
fn json<T: Serialize>(value: &T) -> Result<Bytes, Problem> {
    serde_json::to_vec(value).map(Bytes::from).map_err(|_| Problem::internal())
}

/// An answer with this body.
fn answer(media_type: &'static str, body: Bytes) -> Response {
    (StatusCode::OK, [(CONTENT_TYPE, HeaderValue::from_static(media_type))], body).into_response()
}

/// The media type of answers.
const JSON: &str = "application/json";
