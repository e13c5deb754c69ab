//! The original file, where its collection gives it out: opened beneath the collection's folder, whole or a range of it,
//! under headers that keep what is in it from running.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;

use axum::Extension;
use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::header::{
    ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
    IF_RANGE, RANGE,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::document::FileRecord;
use crate::server::app::App;
use crate::server::asker::Asker;
use crate::server::file_body::FileBody;
use crate::server::lookup::document_at;
use crate::server::parameters::Pairs;
use crate::server::problem::{Problem, ProblemBody};

/// A file that may be given out, open.
struct Original {
    file: File,
    size: u64,
    record: FileRecord,
}

/// Het bestand zelf
#[utoipa::path(
    get, path = "/v1/documenten/{id}/bestand", operation_id = "haalBestand", tag = "documenten",
    params(("id" = String, Path, description = "De id van het document", max_length = 200)),
    responses(
        (status = 200, description = "Het bestand", content(
            (Vec<u8> = "application/octet-stream"), (Vec<u8> = "application/pdf"), (Vec<u8> = "text/plain"))),
        (status = 206, description = "Een deel van het bestand", content(
            (Vec<u8> = "application/octet-stream"), (Vec<u8> = "application/pdf"), (Vec<u8> = "text/plain"))),
        (status = 404, description = "Er niet, niet voor u, of niet te halen", body = ProblemBody,
            content_type = "application/problem+json"),
        (status = 416, description = "Dit deel is er niet", body = ProblemBody,
            content_type = "application/problem+json"),
    )
)]
pub(super) async fn original(
    State(app): State<Arc<App>>,
    Extension(asker): Extension<Asker>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    Pairs::new(query.as_deref()).end()?;
    let shared = Arc::clone(&app);
    let original = app.work(&asker, move |view| {
        let record = document_at(&view.searcher, &id)?.record;
        let folder = view.searcher.reader().info().collections.get(&record.collection).cloned();
        let folder = folder
            .filter(|_| shared.options.gives_file(&record.collection, !record.container.is_empty()))
            .ok_or_else(Problem::not_found)?;
        let file = open_beneath(FilePath::new(&folder), &record.path).map_err(|_| Problem::not_found())?;
        let data = file.metadata().map_err(|_| Problem::not_found())?;
        if data.is_file() { Ok(Original { file, size: data.len(), record }) } else { Err(Problem::not_found()) }
    });
    given(original.await?, &headers)
}

fn given(original: Original, asked: &HeaderMap) -> Result<Response, Problem> {
    let Original { mut file, size, record } = original;
    // The tag is of the bytes that were indexed: a file that changed since has another size, or is indexed anew.
    let tag = format!("\"{}-{size}\"", record.hash);
    let header = |name| asked.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let fresh = header(IF_RANGE).is_none_or(|known| known == tag);
    let range = header(RANGE).filter(|_| fresh).and_then(|text| range_of(text, size));
    let (status, bytes) = match range {
        None => (StatusCode::OK, 0..size),
        Some(Some(range)) => (StatusCode::PARTIAL_CONTENT, range),
        Some(None) => {
            let detail = format!("dit deel is er niet: het bestand heeft {size} bytes");
            let mut response = Problem::new(StatusCode::RANGE_NOT_SATISFIABLE, detail).into_response();
            if let Ok(value) = HeaderValue::from_str(&format!("bytes */{size}")) {
                response.headers_mut().insert(CONTENT_RANGE, value);
            }
            return Ok(response);
        }
    };
    file.seek(SeekFrom::Start(bytes.start)).map_err(|_| Problem::internal())?;
    let length = bytes.end - bytes.start;
    let mut response = (status, Body::new(FileBody::new(file.take(length)))).into_response();
    let headers = response.headers_mut();
    let name = record.path.rsplit('/').next().unwrap_or("bestand");
    let shown = shown(name);
    let mut set = |name, value: String| {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    };
    set(CONTENT_TYPE, shown.media_type.to_owned());
    set(CONTENT_SECURITY_POLICY, shown.policy.to_owned());
    set(CONTENT_DISPOSITION, format!("{}; filename*=UTF-8''{}", shown.disposition, encoded(name)));
    set(CONTENT_LENGTH, length.to_string());
    set(ACCEPT_RANGES, "bytes".to_owned());
    set(ETAG, tag);
    if status == StatusCode::PARTIAL_CONTENT {
        set(CONTENT_RANGE, format!("bytes {}-{}/{size}", bytes.start, bytes.end - 1));
    }
    Ok(response)
}

/// How a browser may take a file.
struct Shown {
    media_type: &'static str,
    disposition: &'static str,
    policy: &'static str,
}

/// PDF and plain text are shown, all else is kept: a browser would run what is in it.
fn shown(name: &str) -> Shown {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    let sandbox = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";
    match ending.as_str() {
        "pdf" => Shown {
            media_type: "application/pdf",
            disposition: "inline",
            // The viewers of browsers do not start in a sandbox.
            policy: "default-src 'none'; object-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        },
        "txt" | "md" => Shown { media_type: "text/plain; charset=utf-8", disposition: "inline", policy: sandbox },
        _ => Shown { media_type: "application/octet-stream", disposition: "attachment", policy: sandbox },
    }
}

/// A name as RFC 8187 writes it in a header.
fn encoded(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => text.push(char::from(byte)),
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}

/// The bytes that a Range header asks of a file; `None` where it asks what is answered with the whole file (several
/// ranges, other units), `Some(None)` where there are no such bytes.
fn range_of(text: &str, size: u64) -> Option<Option<Range<u64>>> {
    let (from, to) = text.strip_prefix("bytes=")?.trim().split_once('-')?;
    let number = |text: &str| -> Option<Option<u64>> {
        match text.bytes().all(|byte| byte.is_ascii_digit()) {
            true if text.is_empty() => Some(None),
            true => text.parse().ok().map(Some),
            false => None,
        }
    };
    let range = match (number(from)?, number(to)?) {
        (Some(from), Some(to)) if from > to => return None,
        (Some(from), to) => from..to.map_or(size, |to| to.saturating_add(1).min(size)),
        (None, Some(last)) => size.saturating_sub(last)..size,
        (None, None) => return None,
    };
    Some((range.start < range.end).then_some(range))
}

/// Opens the file at `path` in `folder`, without leaving the folder on the way.
fn open_beneath(folder: &FilePath, path: &str) -> std::io::Result<File> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{Mode, OFlags, ResolveFlags, openat2};
        let root = File::open(folder)?;
        let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC;
        match openat2(&root, path, flags, Mode::empty(), ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS) {
            Err(rustix::io::Errno::NOSYS) => {}
            found => return Ok(File::from(found?)),
        }
    }
    let (root, full): (PathBuf, PathBuf) = (folder.canonicalize()?, folder.join(path).canonicalize()?);
    if full.starts_with(&root) && full.is_file() { File::open(full) } else { Err(std::io::ErrorKind::NotFound.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read() {
        for (text, expected) in [
            ("bytes=0-9", Some(Some(0..10))),
            ("bytes=5-", Some(Some(5..100))),
            ("bytes=-10", Some(Some(90..100))),
            ("bytes=-200", Some(Some(0..100))),
            ("bytes=90-1000", Some(Some(90..100))),
            ("bytes=100-", Some(None)),
            ("bytes=-0", Some(None)),
            ("bytes=9-5", None),
            ("bytes=0-1,5-6", None),
            ("bytes=-", None),
            ("lines=0-1", None),
            ("bytes=+1-2", None),
        ] {
            assert_eq!(range_of(text, 100), expected, "{text}");
        }
    }

    /// A link, a parent folder and an absolute path lead nowhere.
    #[test]
    fn nothing_outside_the_folder_is_opened() {
        let place = tempfile::tempdir().expect("folder");
        let folder = place.path().join("stukken");
        std::fs::create_dir(&folder).expect("folder");
        std::fs::write(folder.join("nota.txt"), "nota").expect("file");
        std::fs::write(place.path().join("geheim.txt"), "geheim").expect("file");
        assert!(open_beneath(&folder, "nota.txt").is_ok());
        assert!(open_beneath(&folder, "../geheim.txt").is_err());
        assert!(open_beneath(&folder, "/etc/hostname").is_err());
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(place.path().join("geheim.txt"), folder.join("link.txt")).expect("link");
            assert!(open_beneath(&folder, "link.txt").is_err());
        }
    }
}
