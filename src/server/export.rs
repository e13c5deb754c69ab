//! Results to take along: rows for a spreadsheet, lines of JSON for a program.

use axum::body::Bytes;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_DISPOSITION;
use axum::response::Response;

use super::problem::Problem;
use crate::answer::{csv, hit};
use crate::search::SearchPage;

/// A mark by which spreadsheets know UTF-8.
const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// A row a passage.
pub(super) fn rows(page: &SearchPage) -> Bytes {
    format!("{BYTE_ORDER_MARK}{}", csv::rows(page)).into()
}

/// A line of JSON a passage.
///
/// # Errors
/// When one cannot be written.
pub(super) fn lines(page: SearchPage) -> Result<Bytes, Problem> {
    let mut lines = Vec::new();
    for group in page.groups {
        serde_json::to_writer(&mut lines, &hit(group)).map_err(|_| Problem::internal())?;
        lines.push(b'\n');
    }
    Ok(lines.into())
}

/// The same answer, to be kept under a name instead of shown.
pub(super) fn as_file(mut response: Response, name: &'static str) -> Response {
    let value = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    if let Ok(value) = value {
        response.headers_mut().insert(CONTENT_DISPOSITION, value);
    }
    response
}
