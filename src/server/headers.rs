//! The headers of every answer: what a browser may do with it, who may embed it, and that it is not kept.

use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_MAX_AGE,
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, ORIGIN, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, VARY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};

use super::ServerOptions;
use super::api;

/// What a page may do: its own style, script, pictures and requests, nothing of others.
const OF_PAGES: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; \
                        connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors ";
/// What an answer of the API, or a part of a page, may do by itself: nothing.
const OF_DATA: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What is asked for, as far as headers differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Page,
    Embedded,
    Api,
    /// The description of the API.
    Description,
    /// Scripts, styles and pictures.
    Asset,
    /// The script for pages of others.
    Widget,
}

impl Part {
    /// Whether people read it, rather than programs.
    pub(super) fn is_for_people(self) -> bool {
        matches!(self, Part::Page | Part::Embedded)
    }

    fn is_api(self) -> bool {
        matches!(self, Part::Api | Part::Description)
    }

    /// The part that a path belongs to.
    pub(super) fn of(path: &str) -> Self {
        match path {
            "/inbedden" => Part::Embedded,
            "/widget.js" => Part::Widget,
            "/v1/openapi.json" => Part::Description,
            "/zoeken.js" | "/stijl.css" | "/huisstijl.css" | "/favicon.svg" => Part::Asset,
            _ if path == "/v1" || path.starts_with("/v1/") => Part::Api,
            _ => Part::Page,
        }
    }
}

/// Sets the headers of an answer; what its maker set stays.
pub(super) fn set(headers: &mut HeaderMap, part: Part, options: &ServerOptions) {
    let mut usual = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.entry(name).or_insert(value);
        }
    };
    let embeds = part == Part::Embedded && !options.embed.is_empty();
    let ancestors = if embeds { options.embed.join(" ") } else { "'none'".to_owned() };
    match part.is_for_people() {
        true => usual(CONTENT_SECURITY_POLICY, &format!("{OF_PAGES}{ancestors}")),
        false => usual(CONTENT_SECURITY_POLICY, OF_DATA),
    }
    if !embeds {
        usual(X_FRAME_OPTIONS, "DENY");
    }
    usual(CACHE_CONTROL, "no-store");
    usual(X_CONTENT_TYPE_OPTIONS, "nosniff");
    usual(REFERRER_POLICY, if part.is_api() { "no-referrer" } else { "same-origin" });
    usual(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    usual(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    usual(
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    );
    if options.is_secure() {
        usual(STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
    if part.is_api() {
        usual(HeaderName::from_static("api-version"), api::VERSION);
    }
}

/// What pages of other origins may read. The description and the widget are for all; the rest of the API for the origins
/// that may embed.
pub(super) fn share(origin: Option<&HeaderValue>, headers: &mut HeaderMap, part: Part, options: &ServerOptions) {
    let cross_origin = HeaderName::from_static("cross-origin-resource-policy");
    if matches!(part, Part::Description | Part::Widget) {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(cross_origin, HeaderValue::from_static("cross-origin"));
        return;
    }
    if !part.is_api() || options.embed.is_empty() {
        return;
    }
    headers.append(VARY, HeaderValue::from_static("Origin"));
    if let Some(origin) = origin.filter(|origin| allows(options, origin)) {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        headers.insert(cross_origin, HeaderValue::from_static("cross-origin"));
        // What a page may read of a refusal beside its status.
        let exposed = HeaderValue::from_static("API-Version, Retry-After");
        headers.insert(HeaderName::from_static("access-control-expose-headers"), exposed);
    }
}

fn allows(options: &ServerOptions, origin: &HeaderValue) -> bool {
    origin.to_str().is_ok_and(|origin| options.embed.iter().any(|allowed| allowed.eq_ignore_ascii_case(origin)))
}

/// The answer to a browser that asks beforehand whether a page of another origin may send a request.
pub(super) fn preflight(method: &Method, asked: &HeaderMap, part: Part, options: &ServerOptions) -> Option<Response> {
    let asks = asked.contains_key(HeaderName::from_static("access-control-request-method"));
    if *method != Method::OPTIONS || !asks || !part.is_api() {
        return None;
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    if asked.get(ORIGIN).is_some_and(|origin| allows(options, origin)) {
        let headers = response.headers_mut();
        headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST"));
        headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("content-type, x-api-key"));
        headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    }
    Some(response)
}
