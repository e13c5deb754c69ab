//! What goes wrong, as a problem in JSON (RFC 9457). A line for the one who asked; never a path or a cause of ours.

use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::{Error, ErrorKind};

/// A request that is not answered as asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The status.
    pub status: StatusCode,
    /// What happened and what to do, in Dutch: one line.
    pub detail: String,
    /// After how many seconds it is of use to ask again.
    pub retry_after: Option<u64>,
}

/// Een verzoek dat niet is uitgevoerd (RFC 9457).
#[derive(Serialize, ToSchema)]
#[schema(as = Probleem)]
pub(super) struct ProblemBody {
    /// Altijd `about:blank`: de status zegt wat voor probleem het is.
    r#type: &'static str,
    /// De status in woorden.
    title: &'static str,
    /// De HTTP-status.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// Wat er aan de hand is en wat u kunt doen.
    detail: String,
}

impl Problem {
    pub(super) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Problem { status, detail: detail.into(), retry_after: None }
    }

    /// A parameter, body or query that cannot be carried out.
    pub(super) fn bad_request(detail: impl Into<String>) -> Self {
        Problem::new(StatusCode::BAD_REQUEST, detail)
    }

    /// What is not there, or not for the one who asks: the same answer for both.
    pub(super) fn not_found() -> Self {
        Problem::new(StatusCode::NOT_FOUND, "dit is er niet, of niet voor u; zoek opnieuw of meld u aan")
    }

    /// Something of ours failed.
    pub(super) fn internal() -> Self {
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "er ging iets mis bij ons; probeer het later opnieuw")
    }

    /// Too much is asked at once.
    pub(super) fn overloaded() -> Self {
        let detail = "het is nu te druk; probeer het over enkele seconden opnieuw";
        Problem { retry_after: Some(2), ..Problem::new(StatusCode::SERVICE_UNAVAILABLE, detail) }
    }

    /// The status in words, in Dutch.
    pub(super) fn title(&self) -> &'static str {
        match self.status {
            StatusCode::BAD_REQUEST => "Onjuist verzoek",
            StatusCode::UNAUTHORIZED => "Sleutel niet herkend",
            StatusCode::FORBIDDEN => "Niet toegestaan",
            StatusCode::NOT_FOUND => "Niet gevonden",
            StatusCode::METHOD_NOT_ALLOWED => "Methode niet toegestaan",
            StatusCode::REQUEST_TIMEOUT => "Te langzaam",
            StatusCode::PAYLOAD_TOO_LARGE => "Te groot",
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE => "Kopregels te groot",
            StatusCode::URI_TOO_LONG => "Adres te lang",
            StatusCode::RANGE_NOT_SATISFIABLE => "Dit deel is er niet",
            StatusCode::UNSUPPORTED_MEDIA_TYPE => "Soort inhoud niet ondersteund",
            StatusCode::TOO_MANY_REQUESTS => "Te veel verzoeken",
            StatusCode::SERVICE_UNAVAILABLE => "Even niet beschikbaar",
            _ => "Fout bij ons",
        }
    }
}

/// What a failure of the library is to the one who asked. Its own line names files of ours and is not told.
impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error.kind() {
            ErrorKind::Query => Problem::bad_request(error.to_string()),
            ErrorKind::NotFound => Problem::not_found(),
            _ => Problem::internal(),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = ProblemBody {
            r#type: "about:blank",
            title: self.title(),
            status: self.status.as_u16(),
            detail: self.detail.clone(),
        };
        let json = serde_json::to_vec(&body).unwrap_or_default();
        let mut response = (self.status, json).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = self.retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        // Pages tell it in their own way.
        response.extensions_mut().insert(self);
        response
    }
}
