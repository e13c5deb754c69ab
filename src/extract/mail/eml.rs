//! Messages as they travel (RFC 5322, MIME). What nests or repeats so far that reading it would not end is refused.

use std::borrow::Cow;

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{
    Address, DateTime, Encoding, HeaderName, Message as Parsed, MessageParser, MessagePart, MimeHeaders, PartType,
};

use super::super::package::Budget;
use super::attachment::{Attachment, message_name, name};
use super::body::Flowed;
use super::head::{Head, Moment, person};
use super::{Draft, Message, account};
use crate::document::{Missing, Reason};

/// More messages in messages than this are an attack.
const MOST_NESTED: usize = 300;
/// More parts than this take too much memory.
const MOST_PARTS: usize = 100_000;
/// More parts in parts than this, times the size of the message, take too long.
const MOST_WORK: usize = 3_000_000_000;

/// Reads a message.
///
/// # Errors
/// [`Reason::Damaged`] where it has no header lines, [`Reason::TooDeep`], [`Reason::Expands`], and
/// [`Reason::Empty`] where nothing is in it.
pub fn eml(bytes: &[u8], budget: &Budget) -> Result<Message, Reason> {
    let bytes = prepared(bytes);
    let parsed = parse(&bytes)?;
    let draft = draft(&parsed);
    account(&draft.attachments, budget)?;
    let mut message = draft.message();
    if is_encrypted(&parsed) {
        message.content.coverage.missing.push(Missing { pages: None, reason: Reason::Encrypted });
    } else if message.content.blocks.is_empty() && message.html.is_none() && message.attachments.is_empty() {
        return Err(Reason::Empty);
    }
    Ok(message)
}

/// The bytes of a message without what mailboxes put before it, and with header lines in UTF-8: those that break the
/// rules are read as Windows writes them.
pub fn prepared(bytes: &[u8]) -> Cow<'_, [u8]> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let bytes = match bytes.strip_prefix(b"From ") {
        Some(rest) => rest.iter().position(|&byte| byte == b'\n').and_then(|end| rest.get(end + 1..)).unwrap_or(&[]),
        None => bytes,
    };
    let blank = |window: &[u8]| window.starts_with(b"\n\n") || window.starts_with(b"\n\r\n");
    let end = bytes.windows(3).position(blank).unwrap_or(bytes.len());
    let (header, rest) = bytes.split_at(end);
    if std::str::from_utf8(header).is_ok() {
        return Cow::Borrowed(bytes);
    }
    Cow::Owned([super::super::codepage::decode(header, 1252).as_bytes(), rest].concat())
}

/// The parts of a message.
///
/// # Errors
/// [`Reason::Damaged`] where it has none, [`Reason::TooDeep`].
pub fn parse(prepared: &[u8]) -> Result<Parsed<'_>, Reason> {
    let nested = count(prepared, &[b"rfc822", b"global", b"digest"]);
    if count(prepared, &[b"\n--"]) > MOST_PARTS {
        return Err(Reason::Expands);
    }
    if nested > MOST_NESTED || count(prepared, &[b"boundary"]).saturating_mul(prepared.len()) > MOST_WORK {
        return Err(Reason::TooDeep);
    }
    MessageParser::default().parse(prepared).ok_or(Reason::Damaged)
}

/// How often the words occur, in letters of whatever case.
fn count(bytes: &[u8], words: &[&[u8]]) -> usize {
    let at = |place: usize, word: &[u8]| {
        bytes.get(place..place + word.len()).is_some_and(|found| found.eq_ignore_ascii_case(word))
    };
    (0..bytes.len()).filter(|&place| words.iter().any(|word| at(place, word))).count()
}

fn draft(parsed: &Parsed) -> Draft {
    let mut draft = Draft { head: head(parsed), ..Draft::default() };
    let mut only_html = false;
    for part in parsed.text_bodies() {
        match &part.body {
            PartType::Text(text) => {
                draft.plain.push_str(&text_of(parsed, part, text));
                draft.plain.push_str("\n\n");
                draft.flowed = draft.flowed.or_else(|| flowed(part));
            }
            PartType::Html(_) => only_html = true,
            _ => {}
        }
    }
    let mut html = String::new();
    let mut has_html = false;
    for part in parsed.html_bodies() {
        match &part.body {
            PartType::Html(text) => {
                has_html = true;
                html.push_str(&text_of(parsed, part, text));
            }
            PartType::Text(text) => html.push_str(&as_html(&text_of(parsed, part, text))),
            _ => {}
        }
    }
    if only_html {
        draft.plain.clear();
    }
    draft.attachments = attachments(parsed, &html);
    draft.html = has_html.then_some(html);
    draft
}

fn head(parsed: &Parsed) -> Head {
    Head {
        subject: parsed.subject().unwrap_or("").to_owned(),
        from: people(parsed.from()),
        to: people(parsed.to()),
        copy: people(parsed.cc()),
        date: parsed.date().and_then(moment),
    }
}

fn people(address: Option<&Address>) -> String {
    let people = address.into_iter().flat_map(Address::iter);
    people.map(|one| person(one.name().unwrap_or(""), one.address().unwrap_or(""))).collect::<Vec<_>>().join(", ")
}

/// The moment that a date line says; `None` where it says none that exists.
pub fn moment(date: &DateTime) -> Option<Moment> {
    let exists = date.year > 1900 && (1..=12).contains(&date.month) && (1..=31).contains(&date.day);
    exists.then(|| Moment {
        year: date.year.into(),
        month: date.month.into(),
        day: date.day.into(),
        hour: date.hour.into(),
        minute: date.minute.into(),
    })
}

fn flowed(part: &MessagePart) -> Option<Flowed> {
    let kind = part.content_type()?;
    let is = |name, value: &str| kind.attribute(name).is_some_and(|own| own.eq_ignore_ascii_case(value));
    is("format", "flowed").then(|| if is("delsp", "yes") { Flowed::Deleted } else { Flowed::Kept })
}

fn as_html(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!("<p>{}</p>", text.trim().replace("\r\n", "\n").replace("\n\n", "</p><p>").replace('\n', "<br>"))
}

/// The text of a part; where it names no character set and is no UTF-8, as Windows writes it.
pub fn text_of<'p>(parsed: &Parsed, part: &MessagePart, text: &'p str) -> Cow<'p, str> {
    let named = part.content_type().is_some_and(|kind| kind.has_attribute("charset"));
    if named || !text.contains(char::REPLACEMENT_CHARACTER) {
        return Cow::Borrowed(text);
    }
    let raw = raw(parsed, part).unwrap_or_default();
    Cow::Owned(super::super::codepage::decode(&raw, 1252))
}

/// The bytes of a part as they were before they travelled; `None` where they cannot be told.
pub fn raw<'p>(parsed: &'p Parsed, part: &MessagePart) -> Option<Cow<'p, [u8]>> {
    let bytes = parsed.raw_message().get(part.raw_body_offset() as usize..part.raw_end_offset() as usize)?;
    match part.encoding {
        Encoding::None => Some(Cow::Borrowed(bytes)),
        Encoding::Base64 => base64_decode(bytes).map(Cow::Owned),
        Encoding::QuotedPrintable => quoted_printable_decode(bytes).map(Cow::Owned),
    }
}

/// The attachments, without pictures that `html` shows.
fn attachments(parsed: &Parsed, html: &str) -> Vec<Attachment> {
    let mut all = Vec::new();
    for part in parsed.attachments() {
        let kind = kind(part);
        let shown = part.content_id().is_some_and(|id| html.contains(&format!("cid:{}", id.trim_matches(['<', '>']))));
        if shown && kind.starts_with("image/") {
            continue;
        }
        let place = all.len() + 1;
        let given = part.attachment_name().unwrap_or("");
        let (name, bytes) = match &part.body {
            PartType::Multipart(_) => continue,
            PartType::Message(nested) => {
                let bytes = if part.encoding == Encoding::None { raw(parsed, part) } else { None };
                let bytes = bytes.unwrap_or(Cow::Borrowed(nested.raw_message()));
                (message_name(nested.subject().unwrap_or(""), place), bytes.into_owned())
            }
            // Text attachments keep their own character set, which they may declare inside.
            PartType::Text(_) | PartType::Html(_) if !charset_is_named(part) => {
                (name(given, place, &kind), raw(parsed, part).map_or_else(|| part.contents().to_vec(), Cow::into_owned))
            }
            _ => (name(given, place, &kind), part.contents().to_vec()),
        };
        if !bytes.is_empty() {
            all.push(Attachment { name, bytes });
        }
    }
    all
}

fn charset_is_named(part: &MessagePart) -> bool {
    part.content_type().is_some_and(|kind| kind.has_attribute("charset"))
}

/// The content type of a part, "type/subtype" in lower case.
pub fn kind(part: &MessagePart) -> String {
    let kind = part.content_type().map(|kind| format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or("")));
    kind.unwrap_or_default().to_lowercase()
}

/// Whether only who has the key can read it.
fn is_encrypted(parsed: &Parsed) -> bool {
    let header = parsed.header(HeaderName::ContentType).and_then(|header| header.as_content_type());
    header.is_some_and(|kind| {
        let sealed = kind.attribute("smime-type").is_none_or(|kind| kind.eq_ignore_ascii_case("enveloped-data"));
        match kind.subtype().unwrap_or("").to_lowercase().as_str() {
            "encrypted" => kind.ctype().eq_ignore_ascii_case("multipart"),
            "pkcs7-mime" | "x-pkcs7-mime" => sealed,
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::shown;
    use super::*;

    fn read(text: &str) -> Message {
        eml(text.replace('\n', "\r\n").as_bytes(), &Budget::of(0)).unwrap()
    }

    #[test]
    fn plain() {
        let message = read(
            "From: =?utf-8?q?Andr=C3=A9?= Bos <a@x.nl>\nTo: b@x.nl, \"C, D\" <c@x.nl>\nSubject: =?iso-8859-1?Q?Besluit_caf=E9?=\n\
             Date: Sat, 10 Apr 2021 13:56:00 +0200\nContent-Type: text/plain; charset=iso-8859-1\n\
             Content-Transfer-Encoding: quoted-printable\n\nHet is ge=EBist\ndat =\nkan.\n",
        );
        assert_eq!(
            shown(&message.content.blocks),
            [
                "1 Besluit café",
                "p Van: André Bos <a@x.nl>/Aan: b@x.nl, C, D <c@x.nl>/Datum: 10 april 2021 13:56",
                "p Het is geëist/dat kan.",
            ]
        );
        let declared = message.content.declared;
        assert_eq!((declared.title.as_deref(), declared.dates), (Some("Besluit café"), vec!["2021-04-10".to_owned()]));
    }

    fn mixed(parts: &[&str]) -> String {
        let parts: String = parts.iter().map(|part| format!("--b\n{part}\n")).collect();
        format!(
            "From: a@x.nl\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n{parts}--b--\n"
        )
    }

    #[test]
    fn attached() {
        let check = |part: &str, expected: &[(&str, &[u8])]| {
            let message = read(&mixed(&["Content-Type: text/plain\n\nTekst", part]));
            let found: Vec<_> =
                message.attachments.iter().map(|one| (one.name.as_str(), one.bytes.as_slice())).collect();
            assert_eq!(found, expected, "{part}");
            assert_eq!(shown(&message.content.blocks).last().unwrap(), "p Tekst");
        };
        let pdf = "Content-Type: application/pdf\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment";
        check(&format!("{pdf}; filename*=utf-8''..%2Fcaf%C3%A9.pdf\n\nYWJj\n"), &[("café.pdf", b"abc")]);
        check(&format!("{pdf}; filename=\"=?utf-8?q?caf=C3=A9.pdf?=\"\n\nYWJj\n"), &[("café.pdf", b"abc")]);
        check(&format!("{pdf}\n\nYWJj\n"), &[("bijlage-1.pdf", b"abc")]);
        let text = "Content-Type: text/csv\nContent-Disposition: attachment; filename=a.csv\n\ncaf\u{e9}";
        check(text, &[("a.csv", "café".as_bytes())]);
        let nested = "From: c@x.nl\r\nSubject: Binnen\r\n\r\nDaar";
        let whole = format!("Content-Type: message/rfc822\n\n{nested}").replace("\r\n", "\n");
        check(&whole, &[("Binnen.eml", nested.as_bytes())]);
    }

    #[test]
    fn html() {
        let check = |plain: &str, html: &str, expected: bool| {
            let parts = [format!("Content-Type: text/plain\n\n{plain}"), format!("Content-Type: text/html\n\n{html}")];
            let parts = parts.iter().map(String::as_str).collect::<Vec<_>>();
            let message = read(&mixed(&parts).replace("multipart/mixed", "multipart/alternative"));
            assert_eq!(message.html.is_some(), expected, "{plain}");
        };
        check("Tekst", "<p>Tekst</p>", false);
        check(" ", "<p>Tekst</p>", true);
        let message = read("From: a\nSubject: b\nContent-Type: text/html\n\n<p>x</p>");
        assert_eq!((message.html.as_deref().map(str::trim), message.content.blocks.len()), (Some("<p>x</p>"), 2));
    }

    #[test]
    fn without_character_set() {
        let check = |bytes: &[u8]| {
            let blocks = eml(bytes, &Budget::of(0)).unwrap().content.blocks;
            assert_eq!(shown(&blocks), ["1 café", "p Van: a", "p één"]);
        };
        check(b"From: a\r\nSubject: caf\xe9\r\n\r\n\xe9\xe9n");
        check("From x 2021\nFrom: a\nSubject: café\n\néén".as_bytes());
    }

    #[test]
    fn pictures_in_html() {
        let image = "Content-Type: image/png\nContent-ID: <p1>\nContent-Transfer-Encoding: base64\n\nYWJj\n";
        let message = read(&mixed(&["Content-Type: text/html\n\n<img src='cid:p1'>", image]));
        assert_eq!(message.attachments, []);
    }

    #[test]
    fn attacks() {
        let nested = "Content-Type: message/rfc822\r\n\r\n".repeat(100_000);
        assert_eq!(eml(nested.as_bytes(), &Budget::of(0)).err(), Some(Reason::TooDeep));
        let many = "From: a\r\nTo: b\r\n\r\n".to_owned() + &"\r\n--b".repeat(MOST_PARTS + 1);
        assert_eq!(eml(many.as_bytes(), &Budget::of(0)).err(), Some(Reason::Expands));
        assert_eq!(eml(b"", &Budget::of(0)).err(), Some(Reason::Damaged));
    }
}
