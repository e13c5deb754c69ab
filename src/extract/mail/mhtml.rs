//! Web archives (MHTML): the page itself, without the pictures and styles stored with it.

use mail_parser::{HeaderName, MessagePart, MimeHeaders, PartType};

use super::super::package::Budget;
use super::eml::{parse, prepared, text_of};
use super::header_lines;
use crate::document::Reason;

/// Whether `bytes` are a web archive, and not a message of that shape that somebody sent.
pub fn looks_like_web_archive(bytes: &[u8]) -> bool {
    let lines = header_lines(bytes);
    let value = |name: &str| lines.iter().find(|(own, _)| own == name).map(|(_, value)| value.to_lowercase());
    let related = value("content-type")
        .is_some_and(|kind| kind.starts_with("multipart/related") || kind.starts_with("text/html"));
    let saved = value("from").is_some_and(|from| from.contains("saved by"));
    let snapshot = value("snapshot-content-location").is_some();
    related && (saved || snapshot || (value("to").is_none() && value("received").is_none()))
}

/// The HTML of the page of a web archive.
///
/// # Errors
/// [`Reason::Damaged`] where it is no archive, [`Reason::Empty`] where it has no page, [`Reason::TooDeep`],
/// [`Reason::Expands`].
pub fn mhtml(bytes: &[u8], budget: &Budget) -> Result<String, Reason> {
    let bytes = prepared(bytes);
    let parsed = parse(&bytes)?;
    let id = |text: &str| text.trim().trim_matches(['<', '>']).to_owned();
    let kind = parsed.header(HeaderName::ContentType).and_then(|header| header.as_content_type());
    let start = kind.and_then(|kind| kind.attribute("start")).map(id);
    let is_start = |part: &&MessagePart| start.is_some() && part.content_id().map(id) == start;
    let pages = || parsed.parts.iter().filter(|part| matches!(part.body, PartType::Html(_)));
    let page = pages().find(is_start).or_else(|| pages().next()).ok_or(Reason::Empty)?;
    let PartType::Html(text) = &page.body else { return Err(Reason::Empty) };
    budget.take(text.len() as u64)?;
    Ok(text_of(&parsed, page, text).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive(start: &str) -> String {
        format!(
            "From: <Saved by Browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"b\"{start}\r\n\r\n\
             --b\r\nContent-Type: text/html\r\nContent-ID: <1>\r\n\r\n<p>kader</p>\r\n\
             --b\r\nContent-Type: text/html; charset=utf-8\r\nContent-ID: <2>\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
             <p>caf=C3=A9</p>\r\n--b--\r\n"
        )
    }

    #[test]
    fn pages() {
        let check = |start, expected: &str| {
            assert!(looks_like_web_archive(archive(start).as_bytes()));
            assert_eq!(mhtml(archive(start).as_bytes(), &Budget::of(0)).unwrap().trim(), expected);
        };
        check("", "<p>kader</p>");
        check("; start=\"<2>\"", "<p>café</p>");
        let latin = b"Content-Type: text/html\r\nMIME-Version: 1.0\r\n\r\n<p>caf\xe9</p>";
        assert_eq!(mhtml(latin, &Budget::of(0)).unwrap(), "<p>café</p>");
    }

    #[test]
    fn others() {
        let check = |text: &str, reason| assert_eq!(mhtml(text.as_bytes(), &Budget::of(0)).err(), Some(reason));
        check("From: a\r\nContent-Type: text/plain\r\n\r\nx", Reason::Empty);
        check("", Reason::Damaged);
        assert!(!looks_like_web_archive(b"From: a\r\nTo: b\r\nContent-Type: multipart/related\r\n\r\n"));
    }
}
