//! Attachments of messages: names that are safe to use as names of files.

use std::collections::HashSet;

/// A file that a message carries.
#[derive(Clone, Debug, PartialEq)]
pub struct Attachment {
    /// Its name: no path, no control characters, never empty, no two the same in a message.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Names longer than this (in characters) are cut.
const LONGEST: usize = 150;

/// A safe name out of the one a message gives; "bijlage-3.pdf" where it gives none, after the place (from 1) of the
/// attachment and the content type `kind`.
pub fn name(given: &str, place: usize, kind: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or("");
    let safe: String = last.chars().filter_map(safe).collect();
    let safe = super::super::flow::tidy(&safe);
    let safe = safe.trim_matches(['.', ' ']);
    // A hidden ending alone is no name.
    let ending_only = last.trim().starts_with('.');
    if safe.is_empty() || ending_only {
        let ending = if ending_only && !safe.is_empty() { safe } else { ending(kind) };
        return format!("bijlage-{place}{}{ending}", if ending.is_empty() { "" } else { "." });
    }
    shortened(safe)
}

/// The name of an attached message with this subject.
pub fn message_name(subject: &str, place: usize) -> String {
    let subject = subject.replace(['/', '\\'], "-");
    if subject.trim().is_empty() { format!("bijlage-{place}.eml") } else { name(&format!("{subject}.eml"), place, "") }
}

fn safe(c: char) -> Option<char> {
    match c {
        '<' | '>' | ':' | '"' | '|' | '?' | '*' => Some('_'),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => None,
        c if c.is_control() && !c.is_whitespace() => None,
        '\n' | '\r' | '\t' => Some(' '),
        c => Some(c),
    }
}

fn shortened(name: &str) -> String {
    let count = name.chars().count();
    if count <= LONGEST {
        return name.to_owned();
    }
    let (stem, ending) = name.rsplit_once('.').filter(|(_, ending)| ending.len() <= 8).unwrap_or((name, ""));
    let stem: String = stem.chars().take(LONGEST - 9).collect();
    format!("{}{}{ending}", stem.trim_end(), if ending.is_empty() { "" } else { "." })
}

/// Gives attachments with the same name a number each.
pub fn tell_apart(attachments: &mut [Attachment]) {
    let mut taken = HashSet::new();
    for (place, attachment) in attachments.iter_mut().enumerate() {
        if !taken.insert(attachment.name.to_lowercase()) {
            let (stem, ending) = attachment.name.rsplit_once('.').unwrap_or((&attachment.name, ""));
            let dot = if ending.is_empty() { "" } else { "." };
            attachment.name = format!("{stem}-{}{dot}{ending}", place + 1);
            taken.insert(attachment.name.to_lowercase());
        }
    }
}

/// The ending of names of files of a content type; empty where it is unknown.
fn ending(kind: &str) -> &'static str {
    match kind.to_lowercase().as_str() {
        "application/pdf" => "pdf",
        "application/msword" => "doc",
        "application/rtf" | "text/rtf" => "rtf",
        "application/zip" | "application/x-zip-compressed" => "zip",
        "application/vnd.ms-excel" => "xls",
        "application/vnd.ms-powerpoint" => "ppt",
        "application/vnd.ms-outlook" => "msg",
        "application/vnd.oasis.opendocument.spreadsheet" => "ods",
        "application/vnd.oasis.opendocument.text" => "odt",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation" => "pptx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => "xlsx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "docx",
        "application/json" => "json",
        "application/xml" | "text/xml" => "xml",
        "image/gif" => "gif",
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/tiff" => "tif",
        "message/delivery-status" | "text/plain" => "txt",
        "message/rfc822" => "eml",
        "text/calendar" => "ics",
        "text/csv" => "csv",
        "text/html" => "html",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        let check = |given, kind, expected: &str| assert_eq!(name(given, 2, kind), expected, "{given}");
        check("../../etc/nota.pdf", "", "nota.pdf");
        check("c:\\map\\nota \u{7}\r\n1.pdf", "", "nota 1.pdf");
        check("", "application/pdf", "bijlage-2.pdf");
        check("..", "x/y", "bijlage-2");
        check(".pdf", "", "bijlage-2.pdf");
        check("fac\u{202e}fdp.exe", "", "facfdp.exe");
        check("a:b?.txt", "", "a_b_.txt");
        assert_eq!(name(&format!("{}.docx", "a".repeat(400)), 1, "").len(), LONGEST - 9 + 5);
        assert_eq!(message_name("RE: Nota / 2", 1), "RE_ Nota - 2.eml");
    }

    #[test]
    fn same_names() {
        let of = |name: &str| Attachment { name: name.to_owned(), bytes: Vec::new() };
        let mut all = [of("a.png"), of("A.png"), of("b")];
        tell_apart(&mut all);
        assert_eq!(all.map(|attachment| attachment.name), ["a.png", "A-2.png", "b"]);
    }
}
