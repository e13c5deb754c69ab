//! What a document is about, from its content and its path: title, date, kind, whose it is and which municipalities
//! it names. Search filters on these and shows them, so nothing is better than something wrong: where the evidence
//! is thin a field stays empty. Reading files is for `extract`, and cutting the text into passages is done elsewhere.

mod date;
mod genre;
mod kind;
mod mentioned;
mod municipality;
mod period;
mod register;
mod title;
mod words;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use date::{Found, find_dates, parse_date};
pub use kind::Kind;
pub use municipality::{canonical, tooi};

use crate::document::{Block, BlockKind, Content, Given, Period};

/// How many lines at the start say what a document is; further on the text itself speaks.
const HEAD_LINES: usize = 25;
/// How many lines at the end may hold a signature, a source or a date.
const TAIL_LINES: usize = 12;
/// The longest title, in characters.
const TITLE_LENGTH: usize = 200;
/// How much of a line is searched for phrases, in bytes: a line may be a whole document.
const OPENING: usize = 600;

/// What is known about a document beside its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metadata {
    /// Never empty, unless the path is; at most 200 characters, on one line.
    pub title: String,
    /// The day the document is of.
    pub date: Option<Date>,
    /// Where that day was found; `None` when there is none.
    pub date_source: Option<DateSource>,
    /// The year it is of, where no day is known.
    pub year: Option<i16>,
    /// The period that it is about.
    pub period: Option<Period>,
    /// What kind of document it is, where that is clear.
    pub kind: Option<Kind>,
    /// Whose document it is: the municipality that made it or published it.
    pub municipality: Option<String>,
    /// Municipalities of the register named in the text, in order of first appearance, at most 40.
    pub mentioned: Vec<String>,
}

/// Where the date of a document was found. The codes are stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateSource {
    /// What is said about the document beside its file.
    Given,
    /// What the file says about itself.
    Declared,
    /// A line at the start or the end of the text.
    Text,
    /// The name of the file.
    FileName,
    /// The stamp of the portal that made the page.
    Stamp,
    /// When the file was made.
    Made,
}

impl DateSource {
    /// The stable code, in kebab case.
    pub fn code(self) -> &'static str {
        match self {
            DateSource::Given => "given",
            DateSource::Declared => "declared",
            DateSource::Text => "text",
            DateSource::FileName => "file-name",
            DateSource::Stamp => "stamp",
            DateSource::Made => "made",
        }
    }
}

/// What can be said about a document. `collection` is the name of the collection, `path` the place of the file in its
/// folder with '/' between the parts; `given` is what is said about it beside its file, and wins where it can be read.
pub fn describe(content: &Content, collection: &str, path: &str, given: &Given) -> Metadata {
    let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = file.rsplit_once('.').filter(|(stem, end)| !stem.is_empty() && end.len() <= 5);
    let (stem, extension) = stem.unwrap_or((file, ""));
    let head = head(&content.blocks);
    let opening = head.iter().map(|line| start_of(line.text, OPENING).to_lowercase()).collect::<Vec<_>>().join("\n");
    let end = tail(&content.blocks);
    let source = Source { content, head, opening, end, collection, folders, file, stem, extension };
    let title = given.title.as_deref().and_then(title::given).unwrap_or_else(|| title::title(&source));
    let dated = given.date.as_deref().and_then(parse_date).map(|date| (date, DateSource::Given));
    let dated = dated.or_else(|| date::document_date(&source));
    // A day of another year than is given is the day of something else.
    let dated = dated.filter(|(date, _)| given.year.is_none_or(|year| year == date.year()));
    let lines: Vec<&str> = source.head.iter().map(|line| line.text).collect();
    let period = period::period(&title, path, &lines);
    let about = period.as_ref().map(|period| period.first);
    Metadata {
        date: dated.map(|(date, _)| date),
        date_source: dated.map(|(_, source)| source),
        // What is about a year is found in that year, unless it has a day of its own.
        year: given.year.or(about).filter(|_| dated.is_none()),
        period: period.map(period::Period::described),
        kind: given.kind.as_deref().and_then(kind::given).or_else(|| kind::kind(&source, &title)),
        municipality: municipality::given(given).or_else(|| municipality::whose(&source, &title)),
        mentioned: mentioned::mentioned(&content.blocks),
        title,
    }
}

/// Whether `written` names a kind of document.
pub fn is_kind(written: &str) -> bool {
    kind::given(written).is_some()
}

/// Everything there is to judge a document by.
struct Source<'a> {
    content: &'a Content,
    /// Its first lines.
    head: Vec<Line<'a>>,
    /// The beginnings of those lines in lower case.
    opening: String,
    /// Its last lines, in order.
    end: Vec<Line<'a>>,
    collection: &'a str,
    /// The folders it is in, "" at the top.
    folders: &'a str,
    file: &'a str,
    /// The file name without its extension.
    stem: &'a str,
    extension: &'a str,
}

/// A line of the text with something on it.
#[derive(Clone, Copy, Debug)]
struct Line<'a> {
    text: &'a str,
    /// The kind and the number of the block it is in.
    kind: BlockKind,
    block: usize,
}

fn lines<'a>(at: usize, block: &'a Block) -> impl DoubleEndedIterator<Item = Line<'a>> {
    let texts = block.text.lines().map(str::trim).filter(|text| !text.is_empty());
    texts.map(move |text| Line { text, kind: block.kind, block: at })
}

fn head(blocks: &[Block]) -> Vec<Line<'_>> {
    blocks.iter().enumerate().flat_map(|(at, block)| lines(at, block)).take(HEAD_LINES).collect()
}

fn tail(blocks: &[Block]) -> Vec<Line<'_>> {
    let last = blocks.iter().enumerate().rev().flat_map(|(at, block)| lines(at, block).rev());
    let mut last: Vec<_> = last.take(TAIL_LINES).collect();
    last.reverse();
    last
}

/// How many words the text has, `None` when more than `most`: a line may be a whole document.
fn has_at_most(text: &str, most: usize) -> Option<usize> {
    let count = text.split_whitespace().take(most + 1).count();
    (count <= most).then_some(count)
}

/// The first `most` bytes of the text, fewer where that would cut a character.
fn start_of(text: &str, most: usize) -> &str {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// `text` without `prefix`, capitals aside. The prefix is ASCII.
fn strip_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let start = text.get(..prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}

/// The text without the marks that make it bold or a heading.
fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '#' | '_' | '•' | '|' | '>'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::Declared;

    /// Blocks from paragraphs: "# " starts a heading, "- " an item of a list.
    pub(super) fn content(text: &str) -> Content {
        let blocks = text.split("\n\n").filter(|part| !part.is_empty()).map(|part| {
            let heading = part.strip_prefix("# ").map(|text| (BlockKind::Heading(1), text));
            let item = || part.strip_prefix("- ").map(|text| (BlockKind::ListItem, text));
            let (kind, text) = heading.or_else(item).unwrap_or((BlockKind::Paragraph, part));
            Block { kind, text: text.to_owned(), page: None }
        });
        Content { blocks: blocks.collect(), ..Content::default() }
    }

    /// The description of a text in a collection at a path.
    pub(super) fn described(text: &str, collection: &str, path: &str) -> Metadata {
        describe(&content(text), collection, path, &Given::default())
    }

    #[test]
    fn a_document_as_a_whole() {
        let text = "Gemeente Elzenmeer\n\n# Sluisplan 2022\n\nElzenmeer, 3 mei 2022\n\nSamen met Tiel en Zaltbommel.";
        let expected = Metadata {
            title: "Sluisplan 2022".to_owned(),
            date: Date::new(2022, 5, 3).ok(),
            date_source: Some(DateSource::Text),
            year: None,
            period: period::period("Sluisplan 2022", "2022/sluis.txt", &[]).map(period::Period::described),
            kind: Some(Kind::Nota),
            municipality: Some("Elzenmeer".to_owned()),
            mentioned: vec!["Tiel".to_owned(), "Zaltbommel".to_owned()],
        };
        assert_eq!(described(text, "plannen", "2022/sluis.txt"), expected);
    }

    #[test]
    fn what_the_file_declares_comes_first() {
        let mut made = content("Datum: 3 mei 2022");
        made.declared = Declared { dates: vec!["gisteren".to_owned(), "2022-05-04".to_owned()], ..Declared::default() };
        let found = describe(&made, "", "2022-05-05.txt", &Given::default());
        assert_eq!((found.date, found.date_source), (Date::new(2022, 5, 4).ok(), Some(DateSource::Declared)));
    }

    /// Pieces that meet the rules halfway, and anything else.
    fn piece() -> impl Strategy<Value = String> {
        let known = [
            "Gemeente ",
            "Bron: ",
            "Datum: ",
            "10 ",
            "april ",
            "2021",
            "-04-",
            "’21",
            "Berg",
            " en ",
            "Dal",
            "&",
            "Onderwerp",
            "Artikel ",
            "# ",
            "\n",
            "\n\n",
            "gebouwd op ",
            "1/2/",
            "__",
            "é",
            "ß",
            "İ",
            "verordening ",
            "'s-",
            "raad van ",
        ];
        prop_oneof![proptest::sample::select(known.to_vec()).prop_map(str::to_owned), any::<String>()]
    }

    proptest! {
        #[test]
        fn random_text_never_panics(
            parts in proptest::collection::vec(piece(), 0..40),
            names in proptest::collection::vec(piece(), 0..6),
            title in proptest::option::of(piece()),
        ) {
            let (text, path) = (parts.concat(), names.concat());
            let mut made = content(&text);
            let given = Given { title: title.clone(), date: title.clone(), kind: title.clone(), ..Given::default() };
            made.declared = Declared { title, dates: parts.clone(), stamps: parts, ..Declared::default() };
            let found = describe(&made, &path, &path, &given);
            prop_assert!(found.title.chars().count() <= TITLE_LENGTH);
            prop_assert!(found.date.is_some() == found.date_source.is_some());
            made.declared = Declared::default();
            describe(&made, &text, &text, &Given::default());
            parse_date(&text);
            find_dates(&text);
        }
    }
}
