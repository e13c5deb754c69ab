//! What a PDF says about itself: title, author, dates and language of its catalogue, properties and XMP.

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{DateTime, Dict, Stream, String as PdfString};

use crate::document::Declared;
use crate::extract::markup::{self, Piece};

/// More metadata than this is not read, in bytes.
const MOST_XMP: usize = 2_000_000;

/// Title, author, dates (created, then modified) and language.
pub(super) fn declared(pdf: &Pdf) -> Declared {
    let properties = pdf.metadata();
    let catalogue = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id()).unwrap_or_default();
    let xmp = catalogue.get::<Stream<'_>>(b"Metadata").map(|stream| xmp(&stream)).unwrap_or_default();
    let text = |bytes: &Option<Box<[u8]>>| bytes.as_deref().map(text_string);
    let dates = [properties.creation_date.as_ref(), properties.modification_date.as_ref()];
    let mut dates: Vec<String> = dates.into_iter().flatten().filter_map(iso).collect();
    dates.extend(xmp.dates);
    let mut seen = std::collections::HashSet::new();
    dates.retain(|date| seen.insert(date.clone()));
    Declared {
        title: text(&properties.title).and_then(|title| title_of(&title)).or_else(|| title_of(&xmp.title)),
        author: text(&properties.author).and_then(|author| tidy(&author)).or_else(|| tidy(&xmp.author)),
        dates,
        language: catalogue
            .get::<PdfString<'_>>(b"Lang")
            .and_then(|language| tidy(&text_string(language.as_bytes())))
            .or_else(|| tidy(&xmp.language)),
        ..Declared::default()
    }
}

/// A string of the file's own: UTF-16 or UTF-8 with their marks, else the PDF's Latin.
pub(super) fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
        [0xff, 0xfe, rest @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0.into_owned(),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        // Some programs write UTF-8 without saying so; Latin is hardly ever UTF-8 by chance.
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
        },
    }
}

fn tidy(text: &str) -> Option<String> {
    let text = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let text = text.collect::<Vec<_>>().join(" ");
    text.chars().any(char::is_alphanumeric).then_some(text)
}

/// A title without the name of the program and the extension that programs put in; `None` for one that says nothing.
fn title_of(title: &str) -> Option<String> {
    let mut title = tidy(title)?;
    for program in ["Microsoft Word - ", "Microsoft PowerPoint - ", "Microsoft Excel - ", "PowerPoint-presentatie - "] {
        if let Some(rest) = title.strip_prefix(program) {
            title = rest.to_owned();
        }
    }
    let lower = title.to_lowercase();
    for extension in [".docx", ".doc", ".odt", ".pdf", ".pptx", ".ppt", ".xlsx", ".xls", ".rtf", ".indd", ".dotx"] {
        if lower.ends_with(extension) {
            title.truncate(title.len().saturating_sub(extension.len()));
        }
    }
    let rubbish =
        ["untitled", "naamloos", "powerpoint-presentatie", "powerpoint presentation", "title", "titel", "print"];
    let lower = title.trim().to_lowercase();
    let nothing =
        rubbish.iter().any(|word| *word == lower) || lower.starts_with("document1") || lower.starts_with("dia 1");
    if nothing { None } else { tidy(&title) }
}

fn iso(date: &DateTime) -> Option<String> {
    let sane = (1985..2100).contains(&date.year) && (1..=12).contains(&date.month) && (1..=31).contains(&date.day);
    sane.then(|| format!("{:04}-{:02}-{:02}", date.year, date.month, date.day))
}

/// What the XMP of a file says.
#[derive(Debug, Default)]
struct Xmp {
    title: String,
    author: String,
    language: String,
    dates: Vec<String>,
}

fn xmp(stream: &Stream<'_>) -> Xmp {
    let mut found = Xmp::default();
    let Ok(bytes) = stream.decoded_data() else { return found };
    if bytes.len() > MOST_XMP {
        return found;
    }
    let mut open: Vec<String> = Vec::new();
    // XMP that breaks off gives what came before.
    let _ = markup::read(&bytes, |piece| {
        match piece {
            Piece::Start(tag) => open.push(tag.name),
            Piece::End(_) => drop(open.pop()),
            Piece::Text(text) => {
                let within = |name: &str| open.iter().rev().take(3).any(|own| own == name);
                match () {
                    () if within("title") && found.title.is_empty() => found.title = text.trim().to_owned(),
                    () if within("creator") && found.author.is_empty() => found.author = text.trim().to_owned(),
                    () if within("language") && found.language.is_empty() => found.language = text.trim().to_owned(),
                    () if within("CreateDate") || within("ModifyDate") => found.dates.extend(day(&text)),
                    () => {}
                }
            }
        }
        Ok(())
    });
    found
}

/// The day of an ISO moment.
fn day(moment: &str) -> Option<String> {
    let day = moment.trim().get(..10)?;
    let dashes = day
        .bytes()
        .enumerate()
        .all(|(place, byte)| if matches!(place, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() });
    dashes.then(|| day.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_lose_what_programs_put_in() {
        let check = |title: &str, expected: Option<&str>| assert_eq!(title_of(title).as_deref(), expected, "{title}");
        check("Microsoft Word - Nota grondbeleid.docx", Some("Nota grondbeleid"));
        check("untitled", None);
        check("Microsoft Word - Document1", None);
        check("  Beleidsplan\u{0} 2020 ", Some("Beleidsplan 2020"));
        check(".pdf", None);
    }

    #[test]
    fn strings_are_decoded_by_their_marks() {
        let check = |bytes: &[u8], expected: &str| assert_eq!(text_string(bytes), expected);
        check(b"\xfe\xff\0n\0\xeb", "në");
        check(b"\xef\xbb\xbfn\xc3\xab", "në");
        check(b"n\xeb", "në");
    }

    #[test]
    fn days_are_taken_from_moments() {
        assert_eq!(day("2021-04-10T10:00:00+02:00").as_deref(), Some("2021-04-10"));
        assert_eq!(day("april 2021"), None);
    }
}
