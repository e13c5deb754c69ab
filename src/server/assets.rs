//! What pages load beside themselves, and small files for programs: with a tag of their content, so that browsers keep
//! them until they change.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::app::App;
use super::feed::open_search;
use super::pages::assets::{ICON, SCRIPT, STYLESHEET};
use super::problem::Problem;

/// The web component that other sites embed.
const WIDGET: &str = include_str!("pages/assets/widget.js");
/// What search engines may fetch: nothing, results are no content of their own.
const ROBOTS: &str = "User-agent: *\nDisallow: /\n";

const SCRIPT_TYPE: &str = "text/javascript; charset=utf-8";
const STYLE_TYPE: &str = "text/css; charset=utf-8";

/// The routes of assets.
pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/stijl.css", get(|asked: HeaderMap| async move { kept(&asked, STYLE_TYPE, STYLESHEET.into()) }))
        .route("/zoeken.js", get(|asked: HeaderMap| async move { kept(&asked, SCRIPT_TYPE, SCRIPT.into()) }))
        .route("/widget.js", get(|asked: HeaderMap| async move { kept(&asked, SCRIPT_TYPE, WIDGET.into()) }))
        .route("/favicon.svg", get(|asked: HeaderMap| async move { kept(&asked, "image/svg+xml", ICON.into()) }))
        .route(
            "/robots.txt",
            get(|asked: HeaderMap| async move { kept(&asked, "text/plain; charset=utf-8", ROBOTS.into()) }),
        )
        .route("/huisstijl.css", get(tokens))
        .route("/opensearch.xml", get(description))
        .route("/.well-known/security.txt", get(security))
}

/// Something that stays as it is while the program does.
fn kept(asked: &HeaderMap, media_type: &'static str, body: Bytes) -> Response {
    let tag = format!("\"{:016x}\"", xxhash_rust::xxh3::xxh3_64(&body));
    let known = asked.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let known = known.is_some_and(|known| {
        known.split(',').map(str::trim).any(|one| one == "*" || one.trim_start_matches("W/") == tag)
    });
    let mut response = if known { StatusCode::NOT_MODIFIED.into_response() } else { body.into_response() };
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(ETAG, tag);
    }
    response
}

/// The design tokens of the municipality.
async fn tokens(State(app): State<Arc<App>>, asked: HeaderMap) -> Result<Response, Problem> {
    if app.options.tokens.is_empty() {
        return Err(Problem::not_found());
    }
    Ok(kept(&asked, STYLE_TYPE, app.options.tokens.clone().into()))
}

async fn description(State(app): State<Arc<App>>, asked: HeaderMap) -> Response {
    kept(&asked, "application/opensearchdescription+xml", open_search(&app.options.url, &app.options.name))
}

/// Where to report a weakness (RFC 9116).
async fn security(State(app): State<Arc<App>>, asked: HeaderMap) -> Result<Response, Problem> {
    let security = app.options.security.as_ref().ok_or_else(Problem::not_found)?;
    let mut text = String::new();
    for contact in &security.contact {
        text.push_str(&format!("Contact: {contact}\n"));
    }
    text.push_str(&format!("Expires: {}\nPreferred-Languages: nl, en\n", security.expires));
    text.push_str(&format!("Canonical: {}/.well-known/security.txt\n", app.options.url));
    text.extend(security.policy.iter().map(|policy| format!("Policy: {policy}\n")));
    Ok(kept(&asked, "text/plain; charset=utf-8", text.into()))
}
