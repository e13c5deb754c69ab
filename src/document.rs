//! What a file becomes: blocks in reading order, passages that are ranked and shown, and the facts about the
//! document they come from. Plain data; how it is made stands in `extract` and `ingest`.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What extraction makes of the bytes of one file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Content {
    /// The text in reading order, boilerplate left out.
    pub blocks: Vec<Block>,
    /// What the file says about itself.
    pub declared: Declared,
    /// How much of the file the blocks hold.
    pub coverage: Coverage,
}

/// What a file says about itself, as written there; `ingest::metadata` judges it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Declared {
    /// The text of the HTML `<title>` or `h1`, or of the first Markdown heading of level 1.
    pub title: Option<String>,
    /// Values of date metadata (such as HTML's `article:published_time`), the most telling first.
    pub dates: Vec<String>,
    /// Lines taken out of the text as stamps, such as "Deze pagina is gebouwd op 10/04/2021 13:56:50 met ...".
    pub stamps: Vec<String>,
}

/// A piece of text that is never torn apart without need.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// What the piece is.
    pub kind: BlockKind,
    /// Its text, white space as in the file but without empty lines; markers such as "a." or "1°." are part of it.
    pub text: String,
    /// The page it starts on, counted from 1; `None` where a format has no pages.
    pub page: Option<u32>,
}

/// The kinds of [`Block`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading and its level, 1 (highest) to 6.
    Heading(u8),
    /// Running text.
    Paragraph,
    /// One item of a list.
    ListItem,
    /// One row of a table, its cells separated by " | ".
    TableRow,
}

/// How much of a file was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// Why the file gave less than all of itself; `None` when all was read.
    pub shortfall: Option<Reason>,
}

/// Why a file gave nothing, or less than all of itself. The codes are stable: reports, the index and scripts keep them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// No text in it.
    Empty,
    /// Bytes that are not text in a file that should be text.
    Binary,
    /// Some bytes had no meaning in the encoding; the rest was read.
    Undecodable,
    /// Larger than the configured limit.
    TooLarge,
    /// The system refused to open or read it.
    Unreadable,
    /// No reader for this kind of file.
    UnknownFormat,
    /// A symbolic link that leads out of the folder, or a special file.
    OutsideFolder,
}

impl Reason {
    /// The stable code, in kebab case.
    pub fn code(self) -> &'static str {
        match self {
            Reason::Empty => "empty",
            Reason::Binary => "binary",
            Reason::Undecodable => "undecodable",
            Reason::TooLarge => "too-large",
            Reason::Unreadable => "unreadable",
            Reason::UnknownFormat => "unknown-format",
            Reason::OutsideFolder => "outside-folder",
        }
    }
}

/// What is known about a document; stored with each of its passages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Made from collection and path; the same after every run.
    pub id: String,
    /// The name of its collection.
    pub collection: String,
    /// Its path inside the folder of the collection, with "/" between the parts.
    pub path: String,
    /// Its title; never empty.
    pub title: String,
    /// The date that it carries.
    pub date: Option<Date>,
    /// What kind of document it is: a code such as "raadsvoorstel".
    pub kind: Option<String>,
    /// The municipality whose document it is.
    pub municipality: Option<String>,
    /// The municipalities that its text names.
    pub mentioned: Vec<String>,
}

/// What is ranked and shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Passage {
    /// The id of its document, a hyphen, and a hash of its text: the same as long as the text is.
    pub id: String,
    /// Its place among the passages of its document, from 0.
    pub ordinal: u32,
    /// Its text: that of its blocks, inner headings included.
    pub text: String,
    /// The headings above it, from the top.
    pub headings: Vec<String>,
    /// The pages it stands on, from and to; `None` where the format has none.
    pub pages: Option<(u32, u32)>,
    /// Its language, as an ISO 639-1 code.
    pub language: String,
}

/// A file as the last run found it; kept in the index beside the passages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileRecord {
    /// The id that its document has or would have.
    pub id: String,
    /// The name of its collection.
    pub collection: String,
    /// Its path inside the folder of the collection.
    pub path: String,
    /// Its size in bytes.
    pub size: u64,
    /// When it was changed, in nanoseconds since 1970; negative before.
    pub modified: i64,
    /// A hash of its bytes; empty where they were not read.
    pub hash: String,
    /// The title of its document; empty where it gave nothing.
    pub title: String,
    /// How many passages it gave.
    pub passages: u32,
    /// How many words those hold.
    pub words: u64,
    /// How much of it was read.
    pub coverage: Coverage,
}

impl FileRecord {
    /// The record of a file of which nothing is known yet.
    pub fn new(collection: &str, path: &str) -> Self {
        FileRecord {
            id: document_id(collection, path),
            collection: collection.to_string(),
            path: path.to_string(),
            size: 0,
            modified: 0,
            hash: String::new(),
            title: String::new(),
            passages: 0,
            words: 0,
            coverage: Coverage::default(),
        }
    }
}

/// The id of the document at `path` in `collection`: 128 bits of XXH3 in hexadecimal.
pub fn document_id(collection: &str, path: &str) -> String {
    format!("{:032x}", xxhash_rust::xxh3::xxh3_128(format!("{collection}\0{path}").as_bytes()))
}
