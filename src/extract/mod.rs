//! Bytes of a file into the blocks that are indexed: what format it is (`sniff`), the reader that belongs to it, and the
//! files that it holds itself (`members`: archives, attachments of mails).
//!
//! Each family of formats has a reader of its own; what holds for all of them comes after: the menus, share buttons and
//! build stamps around the text of web pages go (`boilerplate`), an article gets its name (`articles`), and no block
//! holds what cannot be shown (`tidy`). All of it runs in a process of its own under limits (`worker`). Titles, dates
//! and kinds of documents are left to `ingest::metadata`, passages to `ingest`, and what may be opened and how large it
//! may be to the one who walks the folder.

mod articles;
mod boilerplate;
mod codepage;
mod compound;
mod doc;
mod encoding;
mod flow;
mod heading;
mod html;
mod inline;
mod lines;
mod mail;
mod markdown;
mod markup;
mod members;
mod numerals;
pub mod ocr;
mod office;
mod outline;
mod package;
mod pdf;
mod phrases;
mod ppt;
mod questions;
mod rtf;
mod sheets;
mod sidecar;
mod sniff;
mod status;
mod text;
mod tidy;
pub mod worker;
mod xml;

use serde::{Deserialize, Serialize};

use crate::document::{Block, BlockKind, Content, Coverage, Missing, Reason};
use package::Budget;
use sniff::Format;

pub use members::{extract, is_left_behind};
pub use sidecar::is_metadata;

/// Changes whenever the readers give other text for the same bytes, so that files are read again.
pub const READERS: u32 = 2;

/// A file to read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Job<'a> {
    /// Its name, without folders.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// The file of metadata beside it: its name and bytes.
    pub beside: Option<(&'a str, &'a [u8])>,
    /// Whether all text is wanted, before page headers are left out and lines joined: to measure the readers by.
    pub raw: bool,
}

/// One file of a job: the file itself, or one that it holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// Where it is in the file of the job, with "/" between archives, their folders and names; empty for that file.
    pub path: String,
    /// Its size in bytes.
    pub size: u64,
    /// What it holds, or why that is not known.
    pub content: Result<Content, Reason>,
}

/// Follows the reading of a job.
pub trait Watch {
    /// Reading of a part, or of a page of it, begins.
    ///
    /// # Errors
    /// Why it is to be left out.
    fn begin(&mut self, path: &str, page: Option<u32>) -> Result<(), Reason>;

    /// A part is read.
    fn done(&mut self, part: Part);
}

/// Whether `name` has an ending that has a reader. A file without one may still turn out to be read.
pub fn is_supported(name: &str) -> bool {
    sniff::of_name(name).is_some()
}

/// What is read of one file, and the files that it holds.
#[derive(Default)]
struct Opened {
    content: Content,
    /// Names and bytes of attachments.
    attachments: Vec<(String, Vec<u8>)>,
}

/// Reads a file that holds no others, or a mail. `begin` is called before each page, and with
/// `None` before what is made of all pages.
fn open(
    format: Format,
    job: &Job<'_>,
    budget: &Budget,
    begin: &mut dyn FnMut(Option<u32>) -> Result<(), Reason>,
) -> Result<Opened, Reason> {
    let (bytes, raw) = (job.bytes, job.raw);
    let mut opened = Opened::default();
    let content = match format {
        Format::Text | Format::Markdown | Format::Html | Format::Csv => plain(format, bytes, raw),
        Format::Xml => xml::read(bytes)?,
        Format::Pdf if raw => pdf::raw(bytes).map(lines_of)?,
        Format::Pdf => pdf::read(bytes, begin)?,
        Format::Rtf => rtf::read(bytes)?,
        Format::Doc => doc::read(bytes, raw)?,
        Format::Ppt => ppt::read(bytes)?,
        Format::Docx => office::docx(bytes, budget, raw)?,
        Format::Pptx => office::pptx(bytes, budget, raw)?,
        Format::Odt => office::odt(bytes, budget, raw)?,
        Format::Odp => office::odp(bytes, budget, raw)?,
        Format::Xlsx => sheets::xlsx(bytes, budget)?,
        Format::Ods => sheets::ods(bytes, budget)?,
        Format::Xls => sheets::xls(bytes)?,
        Format::Mhtml => plain(Format::Html, mail::mhtml(bytes, budget)?.as_bytes(), raw),
        Format::Epub => book(office::epub(bytes, budget)?, raw),
        Format::Eml | Format::Msg => {
            let message = if format == Format::Eml { mail::eml(bytes, budget)? } else { mail::msg(bytes, budget)? };
            opened.attachments = message.attachments.into_iter().map(|file| (file.name, file.bytes)).collect();
            let mut content = message.content;
            if let Some(html) = message.html {
                content.blocks.extend(plain(Format::Html, html.as_bytes(), raw).blocks);
            }
            content
        }
        Format::Zip => Content::default(),
    };
    opened.content = if raw { content } else { finished(content) };
    if format.has_properties() {
        let declared = &mut opened.content.declared;
        declared.made = std::mem::take(&mut declared.dates);
    }
    tidy::tidy(&mut opened.content);
    Ok(opened)
}

/// Reads plain text of any kind.
fn plain(format: Format, bytes: &[u8], raw: bool) -> Content {
    let decoded = encoding::decode(bytes, format == Format::Html);
    let mut content = match format {
        Format::Markdown => markdown::read(&decoded.text),
        Format::Html => html::read(&decoded.text),
        Format::Csv => sheets::csv(&decoded.text),
        _ => Content { blocks: text::read(&decoded.text), ..Content::default() },
    };
    if format != Format::Csv && !raw {
        content.blocks = boilerplate::clean(content.blocks, &mut content.declared.stamps);
    }
    if format == Format::Text {
        headings_without_text(&mut content);
    }
    if decoded.lossy {
        content.coverage.missing.push(Missing { pages: None, reason: Reason::Undecodable });
    }
    content
}

/// What holds for every format.
fn finished(mut content: Content) -> Content {
    content.blocks = questions::name_questions(articles::name_articles(content.blocks));
    content
}

/// The chapters of a book, one after the other.
fn book(book: office::Book, raw: bool) -> Content {
    let chapters = book.chapters.iter().map(|(_, page)| plain(Format::Html, page, raw));
    let blocks = chapters.flat_map(|chapter| chapter.blocks).collect();
    Content { blocks, declared: book.declared, coverage: Coverage { missing: book.missing, ..Coverage::default() } }
}

/// Text as paragraphs of a line each.
fn lines_of(text: String) -> Content {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let paragraph = |line: &str| Block { kind: BlockKind::Paragraph, text: line.to_owned(), page: None };
    Content { blocks: lines.map(paragraph).collect(), ..Content::default() }
}

/// In plain text a heading is a guess; at the end of the file, with nothing under it, it is a signature or a note.
fn headings_without_text(content: &mut Content) {
    let is_guess =
        |block: &Block| matches!(block.kind, BlockKind::Heading(_)) && heading::numbered(&block.text).is_none();
    for block in content.blocks.iter_mut().skip(1).rev().take_while(|block| is_guess(block)) {
        block.kind = BlockKind::Paragraph;
    }
}

/// Blocks as the tests of each reader write them: "1 " to "6 " a heading of that level, "p " a paragraph, "i " an item,
/// "h " the heads of a table, "t " a row of it, and "/" for the end of a line.
#[cfg(test)]
fn shown(blocks: &[crate::document::Block]) -> Vec<String> {
    let kind = |kind| match kind {
        BlockKind::Heading(level) => level.to_string(),
        BlockKind::Paragraph => "p".to_owned(),
        BlockKind::ListItem => "i".to_owned(),
        BlockKind::TableHead => "h".to_owned(),
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

    /// Keeps what is read.
    #[derive(Default)]
    struct Kept(Vec<Part>);

    impl Watch for Kept {
        fn begin(&mut self, _: &str, _: Option<u32>) -> Result<(), Reason> {
            Ok(())
        }

        fn done(&mut self, part: Part) {
            self.0.push(part);
        }
    }

    /// What is read of a file itself.
    fn extract(name: &str, bytes: &[u8]) -> Result<Content, Reason> {
        let mut kept = Kept::default();
        super::extract(&Job { name, bytes, ..Job::default() }, &mut kept);
        kept.0.remove(0).content
    }

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
        check("nota.docx", b"PK\x03\x04", Err(Reason::Damaged));
        check("nota.docx", b"De gracht.", Err(Reason::Damaged));
        check("nota.txt", b"", Err(Reason::Empty));
        check("nota.txt", b" \r\n\t\n\xC2\xA0", Err(Reason::Empty));
        check("nota.md", b"<!-- niets -->", Err(Reason::Empty));
        check("nota.html", b"<html><body><script>var a;</script></body></html>", Err(Reason::Empty));
        check("nota.txt", b"%PDF-1.7 en verder", Err(Reason::Damaged));
        check("nota.md", b"PK\x03\x04 en verder", Err(Reason::Damaged));
        check("nota.md", b"\x89PNG en verder", Err(Reason::Binary));
        check("foto", b"\x89PNG en verder", Err(Reason::UnknownFormat));
        check("nota.txt", b"a\0b", Err(Reason::Binary));
        check("nota.txt", b"\x01\x02\x03\x04tekst", Err(Reason::Binary));
        check("nota.txt", b"\xFF\xFED\0e\0 \0b\0r\0u\0g\0.\0", Ok("De brug."));
    }

    #[test]
    fn supported_names() {
        for name in [
            "a.txt",
            "a.b.TEXT",
            "a.log",
            "a.md",
            "a.markdown",
            "a.html",
            "a.htm",
            "a.xhtml",
            "a.pdf",
            "a.DOCX",
            "a.zip",
        ] {
            assert!(is_supported(name), "{name}");
        }
        for name in ["", "a", "txt", ".txt", "a.png", "a.txt~", "a.", "map.md/x"] {
            assert!(!is_supported(name), "{name}");
        }
    }

    #[test]
    fn undecodable_bytes_are_reported_and_the_rest_is_read() {
        let content = extract("nota.txt", "De één én de ander\u{2026}".as_bytes().split_last().unwrap().1).unwrap();
        assert_eq!(content.coverage.shortfall(), Some(Reason::Undecodable));
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
