//! Bytes of a file into the blocks that are indexed: what format it is, whether it is text at all, and the reader
//! that belongs to it.
//!
//! Each format has a reader of its own (`text`, `markdown`, `html`); what holds for all of them comes after: the
//! menus, share buttons and build stamps around the text go (`boilerplate`), and an article gets its name
//! (`articles`). Titles, dates and kinds of documents are left to `ingest::metadata`, passages to `ingest`, and what
//! may be opened and how large it may be to the one who walks the folder.

mod articles;
mod boilerplate;
mod encoding;
mod heading;
mod html;
mod inline;
mod lines;
mod markdown;
mod outline;
mod phrases;
mod status;
mod text;

use crate::document::{Block, BlockKind, Content, Coverage, Reason};

/// The formats that have a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Text,
    Markdown,
    Html,
}

/// How far into a file is looked for a sign of what it is.
const SNIFFED: usize = 8192;

/// Whether `name` has an extension that has a reader. A file without such an extension may still turn out to be HTML.
pub fn is_supported(name: &str) -> bool {
    format_of_name(name).is_some()
}

/// Makes the content of the file `name` from its bytes. Takes time and memory in proportion to the bytes.
///
/// # Errors
///
/// [`Reason::UnknownFormat`] when neither the name nor the first bytes tell a format that has a reader,
/// [`Reason::Binary`] when the bytes are not text, and [`Reason::Empty`] when no text is left.
pub fn extract(name: &str, bytes: &[u8]) -> Result<Content, Reason> {
    let format = match format_of_name(name) {
        Some(format) => format,
        None if sniffs_as_html(bytes) => Format::Html,
        None => return Err(Reason::UnknownFormat),
    };
    if is_binary(bytes) {
        return Err(Reason::Binary);
    }
    let decoded = encoding::decode(bytes, format == Format::Html);
    let mut content = match format {
        Format::Text => Content { blocks: text::read(&decoded.text), ..Content::default() },
        Format::Markdown => markdown::read(&decoded.text),
        Format::Html => html::read(&decoded.text),
    };
    content.blocks = boilerplate::clean(content.blocks, &mut content.declared.stamps);
    content.blocks = articles::name_articles(content.blocks);
    if format == Format::Text {
        headings_without_text(&mut content);
    }
    if content.blocks.is_empty() {
        return Err(Reason::Empty);
    }
    content.coverage = Coverage { shortfall: decoded.lossy.then_some(Reason::Undecodable) };
    Ok(content)
}

/// In plain text a heading is a guess; at the end of the file, with nothing under it, it is a signature or a note.
fn headings_without_text(content: &mut Content) {
    let is_guess =
        |block: &Block| matches!(block.kind, BlockKind::Heading(_)) && heading::numbered(&block.text).is_none();
    for block in content.blocks.iter_mut().skip(1).rev().take_while(|block| is_guess(block)) {
        block.kind = BlockKind::Paragraph;
    }
}

fn format_of_name(name: &str) -> Option<Format> {
    let (stem, extension) = name.rsplit_once('.')?;
    if stem.is_empty() {
        return None;
    }
    match extension.to_ascii_lowercase().as_str() {
        "txt" | "text" | "log" => Some(Format::Text),
        "md" | "markdown" => Some(Format::Markdown),
        "html" | "htm" | "xhtml" => Some(Format::Html),
        _ => None,
    }
}

fn sniffs_as_html(bytes: &[u8]) -> bool {
    let start = bytes[..bytes.len().min(SNIFFED)].to_ascii_lowercase();
    let contains = |needle: &[u8]| start.windows(needle.len()).any(|window| window == needle);
    contains(b"<!doctype html") || contains(b"<html")
}

/// First bytes of files that are sometimes given the name of a text file.
const MAGIC: [&[u8]; 10] = [
    b"%PDF",
    b"PK\x03\x04",
    b"\xD0\xCF\x11\xE0",
    b"\x89PNG",
    b"GIF8",
    b"\xFF\xD8\xFF",
    b"{\\rtf",
    b"\x1F\x8B",
    b"7z\xBC\xAF",
    b"\x7FELF",
];

fn is_binary(bytes: &[u8]) -> bool {
    if MAGIC.iter().any(|magic| bytes.starts_with(magic)) {
        return true;
    }
    if encoding::has_utf16_mark(bytes) {
        return false;
    }
    let start = &bytes[..bytes.len().min(SNIFFED)];
    let controls = start.iter().filter(|b| **b < 0x20 && !matches!(**b, b'\t' | b'\n' | b'\r' | 0x0C)).count();
    start.contains(&0) || controls * 20 > start.len()
}

/// Blocks as the tests of each reader write them: "1 " to "6 " a heading of that level, "p " a paragraph, "i " an item,
/// "t " a row of a table, and "/" for the end of a line.
#[cfg(test)]
fn shown(blocks: &[crate::document::Block]) -> Vec<String> {
    let kind = |kind| match kind {
        BlockKind::Heading(level) => level.to_string(),
        BlockKind::Paragraph => "p".to_owned(),
        BlockKind::ListItem => "i".to_owned(),
        BlockKind::TableRow => "t".to_owned(),
    };
    blocks.iter().map(|block| format!("{} {}", kind(block.kind), block.text.replace('\n', "/"))).collect()
}

#[cfg(test)]
mod tests {
    //! Properties tested: the format follows the name and, without one, the first bytes; what is not text is refused
    //! with the right reason; no bytes make it panic; time stays in proportion to the input.

    use std::time::{Duration, Instant};

    use proptest::prelude::*;

    use super::*;

    fn check(name: &str, bytes: &[u8], expected: Result<&str, Reason>) {
        let found = extract(name, bytes).map(|content| content.blocks[0].text.clone());
        assert_eq!(found.as_deref(), expected.as_ref().map(|text| *text), "{name}: {}", String::from_utf8_lossy(bytes));
    }

    #[test]
    fn formats_and_reasons() {
        check("nota.txt", b"De gracht wordt verdiept.", Ok("De gracht wordt verdiept."));
        check("NOTA.TXT", b"De gracht wordt verdiept.", Ok("De gracht wordt verdiept."));
        check("nota.md", b"De *gracht* wordt verdiept.", Ok("De gracht wordt verdiept."));
        check("nota.htm", b"<p>De gracht<br>wordt verdiept.", Ok("De gracht\nwordt verdiept."));
        check("pagina", b"<!DOCTYPE html><p>De gracht.</p>", Ok("De gracht."));
        check("pagina.aspx", b"\n<HTML><p>De gracht.</p>", Ok("De gracht."));
        check("pagina", b"De gracht.", Err(Reason::UnknownFormat));
        check(".txt", b"De gracht.", Err(Reason::UnknownFormat));
        check("nota.docx", b"PK\x03\x04", Err(Reason::UnknownFormat));
        check("nota.txt", b"", Err(Reason::Empty));
        check("nota.txt", b" \r\n\t\n\xC2\xA0", Err(Reason::Empty));
        check("nota.md", b"<!-- niets -->", Err(Reason::Empty));
        check("nota.html", b"<html><body><script>var a;</script></body></html>", Err(Reason::Empty));
        check("nota.txt", b"%PDF-1.7 en verder", Err(Reason::Binary));
        check("nota.md", b"PK\x03\x04 en verder", Err(Reason::Binary));
        check("nota.txt", b"a\0b", Err(Reason::Binary));
        check("nota.txt", b"\x01\x02\x03\x04tekst", Err(Reason::Binary));
        check("nota.txt", b"\xFF\xFED\0e\0 \0b\0r\0u\0g\0.\0", Ok("De brug."));
    }

    #[test]
    fn supported_names() {
        for name in ["a.txt", "a.b.TEXT", "a.log", "a.md", "a.markdown", "a.html", "a.htm", "a.xhtml"] {
            assert!(is_supported(name), "{name}");
        }
        for name in ["", "a", "txt", ".txt", "a.pdf", "a.txt~", "a.", "map.md/x"] {
            assert!(!is_supported(name), "{name}");
        }
    }

    #[test]
    fn undecodable_bytes_are_reported_and_the_rest_is_read() {
        let content = extract("nota.txt", "De één én de ander\u{2026}".as_bytes().split_last().unwrap().1).unwrap();
        assert_eq!(content.coverage.shortfall, Some(Reason::Undecodable));
        assert_eq!(content.blocks[0].text, "De één én de ander\u{FFFD}");
    }

    /// Inputs that make a careless reader take time that grows with the square of their length, or overflow the stack.
    #[test]
    fn hostile_input_takes_linear_time() {
        let many = 20_000;
        let cases = [
            ("a.html", "<div>".repeat(100_000) + "tekst"),
            ("a.html", "<div></x>".repeat(many) + "tekst"),
            ("a.html", "<span><div></span>".repeat(many) + "tekst"),
            ("a.html", "<ul><li>".repeat(many) + "tekst"),
            ("a.html", "<table><tr><td>".repeat(many) + "tekst"),
            ("a.html", "<b><i><p>x".repeat(many)),
            ("a.html", (0..many).map(|i| format!("<font color={i}><p>x")).collect()),
            ("a.html", "<a href=x>x".repeat(many)),
            ("a.html", "<style>".repeat(many) + "tekst"),
            ("a.html", "<!--".repeat(many) + "tekst"),
            ("a.html", "<p class=\"".repeat(many) + "tekst"),
            ("a.html", "<p ".to_owned() + &"x=1 ".repeat(many) + ">tekst"),
            ("a.html", "<".repeat(many) + "tekst"),
            ("a.html", "<svg><p>".repeat(many) + "tekst"),
            ("a.html", "<option>x<p>".repeat(many) + "tekst"),
            ("a.html", "<dl><dt>x".repeat(many) + "tekst"),
            ("a.html", "<form>".repeat(many) + "tekst"),
            ("a.md", "[".repeat(many) + "tekst"),
            ("a.md", "[a](".repeat(many) + "tekst"),
            ("a.md", "**a ".repeat(many) + "tekst"),
            ("a.md", "[a](x)`a`` ".repeat(many) + "tekst"),
            ("a.md", "a_b*c`".repeat(many) + "tekst"),
            ("a.md", "> ".repeat(many) + "tekst"),
            ("a.md", "<!-- ".repeat(many) + "tekst"),
            ("a.txt", "Kop\n\n".repeat(many)),
            ("a.txt", "Kop\n".repeat(many)),
            ("a.txt", "=\n\n".repeat(many)),
            ("a.txt", "1. a\n".repeat(many)),
            ("a.txt", "Geef een reactie\n\n".repeat(many)),
            ("a.txt", "a > ".repeat(many)),
            ("a.txt", "Deze pagina is gebouwd op ".repeat(many)),
        ];
        for (name, input) in cases {
            let start = Instant::now();
            let _ = extract(name, input.as_bytes());
            let shown: String = input.chars().take(20).collect();
            assert!(start.elapsed() < Duration::from_secs(20), "{shown}: {:?}", start.elapsed());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
            for name in ["a.txt", "a.md", "a.html", "a"] {
                let _ = extract(name, &bytes);
            }
        }

        #[test]
        fn any_mixture_of_markup_is_read(parts in proptest::collection::vec(part(), 0..60)) {
            let input = parts.concat();
            for name in ["a.txt", "a.md", "a.html"] {
                if let Ok(content) = extract(name, input.as_bytes()) {
                    for block in &content.blocks {
                        prop_assert!(!block.text.trim().is_empty());
                        prop_assert_eq!(block.text.trim(), &block.text);
                        prop_assert!(!block.text.lines().any(|line| line.trim().is_empty()));
                    }
                }
            }
        }
    }

    fn part() -> impl Strategy<Value = String> {
        prop_oneof![
            proptest::sample::select(PARTS).prop_map(str::to_owned),
            "[a-zA-Z .:;=\\-\n]{0,12}",
            any::<char>().prop_map(String::from),
        ]
    }

    const PARTS: &[&str] = &[
        "<p>",
        "</p>",
        "<div class=\"menu\">",
        "</div>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<li>",
        "<ul>",
        "<ol>",
        "<a href=x>",
        "</a>",
        "<h1>",
        "<h2>",
        "</h2>",
        "<br>",
        "<!--",
        "-->",
        "<",
        ">",
        "&amp;",
        "&#0;",
        "<script>",
        "</script>",
        "<details>",
        "<summary>",
        "<dl>",
        "<dt>",
        "<dd>",
        "<b>",
        "</b>",
        "<main>",
        "<pre>",
        "\n",
        "\n\n",
        "# ",
        "## Artikel 1",
        "**",
        "[",
        "](",
        ")",
        "| a | b |",
        "|---|---|",
        "---",
        "```",
        "> ",
        "1. ",
        "a. ",
        "- ",
        "=",
        "Artikel 2",
        "Hoofdstuk 1",
        "Geef een reactie",
        "Home > ",
        "\u{AD}",
        "é",
        "\u{A0}",
        "<x-a>",
        "<template>",
    ];
}
