//! What format a file has: by its bytes where they tell, by its name among formats of plain text. A PDF that is called
//! nota.txt is a PDF; a text that is called nota.pdf is damaged.

use std::io::Cursor;

use super::package::Package;
use crate::document::Reason;

/// The formats that have a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Markdown,
    Html,
    Csv,
    Xml,
    Pdf,
    Rtf,
    Docx,
    Pptx,
    Xlsx,
    Odt,
    Odp,
    Ods,
    Epub,
    Zip,
    Doc,
    Xls,
    Ppt,
    Msg,
    Eml,
    Mhtml,
}

/// Endings of names and their formats. The names of formats that are known by their bytes are there too: a file with
/// such a name and other bytes is damaged, not unknown.
const ENDINGS: [(&str, Format); 37] = [
    ("txt", Format::Text),
    ("text", Format::Text),
    ("log", Format::Text),
    ("md", Format::Markdown),
    ("markdown", Format::Markdown),
    ("html", Format::Html),
    ("htm", Format::Html),
    ("xhtml", Format::Html),
    ("csv", Format::Csv),
    ("tsv", Format::Csv),
    ("xml", Format::Xml),
    ("pdf", Format::Pdf),
    ("rtf", Format::Rtf),
    ("docx", Format::Docx),
    ("docm", Format::Docx),
    ("dotx", Format::Docx),
    ("pptx", Format::Pptx),
    ("pptm", Format::Pptx),
    ("ppsx", Format::Pptx),
    ("xlsx", Format::Xlsx),
    ("xlsm", Format::Xlsx),
    ("odt", Format::Odt),
    ("ott", Format::Odt),
    ("odp", Format::Odp),
    ("ods", Format::Ods),
    ("epub", Format::Epub),
    ("zip", Format::Zip),
    ("doc", Format::Doc),
    ("dot", Format::Doc),
    ("xls", Format::Xls),
    ("ppt", Format::Ppt),
    ("pps", Format::Ppt),
    ("msg", Format::Msg),
    ("eml", Format::Eml),
    ("mht", Format::Mhtml),
    ("mhtml", Format::Mhtml),
    ("fodt", Format::Xml),
];

/// How far into a file is looked for a sign of what it is.
const SNIFFED: usize = 8192;
/// How far into a file a PDF may begin.
const PDF_STARTS_WITHIN: usize = 1024;

/// The first bytes of OLE compound files, in which old office formats and Outlook messages are.
pub(super) const OLE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// The format that the ending of `name` promises.
pub(super) fn of_name(name: &str) -> Option<Format> {
    let (stem, ending) = name.rsplit_once('.')?;
    let ending = ending.to_ascii_lowercase();
    let known = ENDINGS.iter().find(|(known, _)| *known == ending);
    known.map(|(_, format)| *format).filter(|_| !stem.is_empty())
}

impl Format {
    /// Whether what a file of this format says of dates is when the file was made, not of which day its text is.
    pub(super) fn has_properties(self) -> bool {
        !self.is_text() && !matches!(self, Format::Msg | Format::Epub | Format::Zip)
    }

    /// Whether files of this format are plain text, so that only their name tells it from the others.
    fn is_text(self) -> bool {
        use Format::{Csv, Eml, Html, Markdown, Mhtml, Text, Xml};
        matches!(self, Text | Markdown | Html | Csv | Xml | Eml | Mhtml)
    }
}

/// The format of a file.
///
/// # Errors
/// [`Reason::UnknownFormat`] where nothing tells a format that has a reader, [`Reason::Binary`] where a file that should
/// be text is not, [`Reason::Damaged`] or [`Reason::Encrypted`] where it should have a format and cannot be read as it.
pub(super) fn format(name: &str, bytes: &[u8]) -> Result<Format, Reason> {
    let named = of_name(name);
    let start = &bytes[..bytes.len().min(SNIFFED)];
    if find(&start[..start.len().min(PDF_STARTS_WITHIN)], b"%PDF-") {
        return Ok(Format::Pdf);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return packed(named, bytes);
    }
    if bytes.starts_with(OLE) {
        return compound(bytes);
    }
    if start.trim_ascii_start().starts_with(b"{\\rtf") {
        return Ok(Format::Rtf);
    }
    if super::encoding::is_binary(bytes) {
        let other = named.is_some_and(|format| !format.is_text());
        let bare = named.is_none();
        return Err(if bare {
            Reason::UnknownFormat
        } else if other {
            Reason::Damaged
        } else {
            Reason::Binary
        });
    }
    text(named, start)
}

/// The format of a file that is plain text.
fn text(named: Option<Format>, start: &[u8]) -> Result<Format, Reason> {
    let lower = start.to_ascii_lowercase();
    let html = find(&lower, b"<!doctype html") || find(&lower, b"<html");
    let mail = super::mail::looks_like_mail(start);
    match named {
        Some(Format::Mhtml) if mail => Ok(Format::Mhtml),
        Some(Format::Eml | Format::Mhtml) | None if super::mail::looks_like_web_archive(start) => Ok(Format::Mhtml),
        Some(Format::Eml | Format::Mhtml) | None if mail => Ok(Format::Eml),
        Some(Format::Eml | Format::Mhtml) => Err(Reason::Damaged),
        Some(Format::Xml) | None if find(&lower, b"opendocument.presentation") => Ok(Format::Odp),
        Some(Format::Xml) | None if find(&lower, b"<office:document") => Ok(Format::Odt),
        Some(Format::Xml) if html => Ok(Format::Html),
        // Some programs call a page or a text .doc or .xls.
        Some(format) if !format.is_text() => match format {
            Format::Doc | Format::Xls | Format::Docx | Format::Xlsx if html => Ok(Format::Html),
            _ if start.trim_ascii().is_empty() => Err(Reason::Empty),
            Format::Xls if start.contains(&b'\t') || start.contains(&b';') => Ok(Format::Csv),
            Format::Doc => Ok(Format::Text),
            _ => Err(Reason::Damaged),
        },
        Some(format) => Ok(format),
        None if html => Ok(Format::Html),
        None if lower.trim_ascii_start().starts_with(b"<?xml") => Ok(Format::Xml),
        None => Err(Reason::UnknownFormat),
    }
}

/// The format of a ZIP file: by the parts that formats must have.
fn packed(named: Option<Format>, bytes: &[u8]) -> Result<Format, Reason> {
    let names = Package::names_in(bytes)?;
    let holds = |begin: &str| names.iter().any(|name| name.starts_with(begin));
    if holds("content.xml") || holds("mimetype") {
        let kind = Package::kind_of(bytes);
        let kinds = [
            ("opendocument.text", Format::Odt),
            ("opendocument.presentation", Format::Odp),
            ("opendocument.spreadsheet", Format::Ods),
            ("epub", Format::Epub),
        ];
        let known = kinds.into_iter().find(|(known, _)| kind.contains(known)).map(|(_, format)| format);
        let named = named.filter(|format| matches!(format, Format::Odt | Format::Odp | Format::Ods | Format::Epub));
        if let Some(format) = known.or(named) {
            return Ok(format);
        }
    }
    let office = names.iter().any(|name| name.eq_ignore_ascii_case("[content_types].xml"));
    let parts = [("word/", Format::Docx), ("ppt/", Format::Pptx), ("xl/", Format::Xlsx)];
    let part = parts.into_iter().find(|(begin, _)| office && holds(begin));
    Ok(part.map_or(Format::Zip, |(_, format)| format))
}

/// The format of an OLE compound file: by the streams that formats must have.
fn compound(bytes: &[u8]) -> Result<Format, Reason> {
    let file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| Reason::Damaged)?;
    if file.exists("/EncryptedPackage") {
        return Err(Reason::Encrypted);
    }
    let streams = [
        ("/WordDocument", Format::Doc),
        ("/Workbook", Format::Xls),
        ("/Book", Format::Xls),
        ("/PowerPoint Document", Format::Ppt),
        ("/__properties_version1.0", Format::Msg),
    ];
    streams.into_iter().find(|(stream, _)| file.exists(stream)).map(|(_, format)| format).ok_or(Reason::UnknownFormat)
}

fn find(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}
