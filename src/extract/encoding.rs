//! Bytes into text: which encoding a file has, and one kind of line end. Nothing else about the text changes here;
//! what the text means is left to the readers.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// The text of a file.
#[derive(Debug)]
pub(super) struct Decoded {
    /// Lines end in LF; control characters other than tab are left out.
    pub text: String,
    /// Whether bytes without meaning became U+FFFD.
    pub lossy: bool,
}

/// How far into an HTML file its encoding may be declared; browsers look at 1,024 bytes.
const DECLARATION_WITHIN: usize = 4096;

/// How many bytes are enough to guess an encoding from.
const GUESSED_FROM: usize = 1 << 20;

/// Decodes a file. A byte order mark comes first, then UTF-8 when the bytes allow it, then the declaration in HTML,
/// then a guess: windows-1252 for the Dutch of the years before UTF-8.
pub(super) fn decode(bytes: &[u8], html: bool) -> Decoded {
    let (encoding, mark) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, length),
        None => (encoding_of(bytes, html), 0),
    };
    let (text, lossy) = encoding.decode_without_bom_handling(&bytes[mark..]);
    Decoded { text: plain_line_ends(text), lossy }
}

/// Whether the bytes start with the byte order mark of UTF-16; such text is full of NUL bytes.
pub(super) fn has_utf16_mark(bytes: &[u8]) -> bool {
    Encoding::for_bom(bytes).is_some_and(|(encoding, _)| encoding == UTF_16LE || encoding == UTF_16BE)
}

/// How far into a file is looked for bytes that text does not have.
const LOOKED: usize = 8192;

/// First bytes of files that have no reader and are sometimes given the name of a text file.
const MAGIC: [&[u8]; 6] = [b"\x89PNG", b"GIF8", b"\xFF\xD8\xFF", b"\x1F\x8B", b"7z\xBC\xAF", b"\x7FELF"];

/// Whether the bytes are no text.
pub(super) fn is_binary(bytes: &[u8]) -> bool {
    if MAGIC.iter().any(|magic| bytes.starts_with(magic)) {
        return true;
    }
    if has_utf16_mark(bytes) {
        return false;
    }
    let start = &bytes[..bytes.len().min(LOOKED)];
    let controls = start.iter().filter(|b| **b < 0x20 && !matches!(**b, b'\t' | b'\n' | b'\r' | 0x0C)).count();
    start.contains(&0) || controls * 20 > start.len()
}

fn encoding_of(bytes: &[u8], html: bool) -> &'static Encoding {
    if is_mostly_utf8(bytes) {
        return UTF_8;
    }
    let declared = if html { declared_encoding(bytes) } else { None };
    // A page that says it is UTF-8 and is not was saved again by some other program.
    match declared.filter(|encoding| *encoding != UTF_8) {
        Some(encoding) => encoding,
        None => guess(bytes),
    }
}

/// Whether the bytes are UTF-8, apart from less than one in ten of the characters beyond ASCII: a file that was cut
/// off or damaged somewhere, not a file in another encoding.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad == 0 || bad * 10 <= good || (bad == 1 && good > 0)
}

/// The encoding that a page declares in `<meta charset>` or `<meta http-equiv="content-type">`.
fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARATION_WITHIN)]).to_ascii_lowercase();
    let mut rest = start.as_str();
    while let Some(at) = rest.find("charset") {
        rest = &rest[at + "charset".len()..];
        let value = rest.trim_start().strip_prefix('=').map(|value| value.trim_start_matches([' ', '"', '\'']));
        let label = value.and_then(|value| value.split([' ', '"', '\'', ';', '>', '/']).next());
        // A page that could be read as far as this is not UTF-16, whatever it says.
        let encoding = label.and_then(|label| Encoding::for_label(label.as_bytes()));
        if let Some(encoding) = encoding.filter(|encoding| encoding.is_ascii_compatible()) {
            return Some(encoding);
        }
    }
    None
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let first = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0);
    // Some text before the first odd byte helps the guess along.
    let start = first.saturating_sub(1024);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[start..bytes.len().min(start + GUESSED_FROM)], true);
    detector.guess(Some(b"nl"), Utf8Detection::Deny)
}

fn plain_line_ends(text: Cow<'_, str>) -> String {
    let is_plain = |c: char| (!c.is_control() || matches!(c, '\n' | '\t')) && !matches!(c, '\u{2028}' | '\u{2029}');
    if text.chars().all(is_plain) {
        return text.into_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\r' => {
                characters.next_if_eq(&'\n');
                out.push('\n');
            }
            // A page ends here in text that was made for a printer.
            '\u{0C}' => out.push_str("\n\n"),
            '\u{0B}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            c if is_plain(c) => out.push(c),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    //! Properties tested: each sign of an encoding in its order; damage is reported and does not change the rest.

    use super::*;

    fn check(bytes: &[u8], html: bool, text: &str, lossy: bool) {
        let decoded = decode(bytes, html);
        assert_eq!((decoded.text.as_str(), decoded.lossy), (text, lossy), "{bytes:?}");
    }

    #[test]
    fn encodings() {
        check(b"\xEF\xBB\xBFDe caf\xC3\xA9s", false, "De cafés", false);
        check(b"\xFF\xFEc\0a\0f\0\xE9\0", false, "café", false);
        check(b"\xFE\xFF\0c\0a\0f\0\xE9", false, "café", false);
        check("De financiën zijn op orde: € 12".as_bytes(), false, "De financiën zijn op orde: € 12", false);
        check(b"De financi\xEBn zijn op orde: \x80 12", false, "De financiën zijn op orde: € 12", false);
        check(b"E\xE9n woord: \x91nee\x92", false, "Eén woord: ‘nee’", false);
        check(b"<meta charset=\"iso-8859-15\">prijs \xA4 5", true, "<meta charset=\"iso-8859-15\">prijs € 5", false);
        check(
            b"<meta content='text/html; charset=windows-1252'>be\xEFnvloed",
            true,
            "<meta content='text/html; charset=windows-1252'>beïnvloed",
            false,
        );
        check(b"<meta charset=utf-8>be\xEFnvloed", true, "<meta charset=utf-8>beïnvloed", false);
        check(b"<meta charset=utf-16>be\xEFnvloed", true, "<meta charset=utf-16>beïnvloed", false);
        check(
            "De één en de ander\u{2014}".as_bytes().split_last().unwrap().1,
            false,
            "De één en de ander\u{FFFD}",
            true,
        );
        check(b"\xFF\xFEc\0\x00\xD8", false, "c\u{FFFD}", true);
    }

    #[test]
    fn line_ends() {
        check(b"een\r\ntwee\rdrie\nvier", false, "een\ntwee\ndrie\nvier", false);
        check(b"een\x0Ctwee\x0Bdrie\x07\tvier", false, "een\n\ntwee\ndrie\tvier", false);
        check("een\u{A0}twee\u{2028}drie".as_bytes(), false, "een\u{A0}twee\ndrie", false);
    }
}
