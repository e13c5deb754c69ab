//! What a file becomes: blocks in reading order, passages that are ranked and shown, and the facts about the
//! document they come from. Plain data; how it is made stands in `extract` and `ingest`.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What extraction makes of the bytes of one file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// The text in reading order, boilerplate left out.
    pub blocks: Vec<Block>,
    /// What the file says about itself.
    pub declared: Declared,
    /// How much of the file the blocks hold.
    pub coverage: Coverage,
}

/// What a file says about itself, as written there; `ingest::metadata` judges it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Declared {
    /// The title of its properties, or the text of the HTML `<title>` or `h1`, or of the first Markdown heading.
    pub title: Option<String>,
    /// The author of its properties; the sender of a mail.
    pub author: Option<String>,
    /// Values of date metadata (such as HTML's `article:published_time`), the most telling first.
    pub dates: Vec<String>,
    /// When the file was made and changed, which is often long before or after the day of what it says.
    pub made: Vec<String>,
    /// Its language as written there ("nl-NL").
    pub language: Option<String>,
    /// Lines taken out of the text as stamps, such as "Deze pagina is gebouwd op 10/04/2021 13:56:50 met ...".
    pub stamps: Vec<String>,
    /// What a file of metadata beside it says.
    pub given: Given,
}

/// What someone says about a document beside its file, in a file of metadata or by a rule of the configuration. It wins
/// over what the document says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Given {
    /// Its title.
    pub title: Option<String>,
    /// Who made it.
    pub author: Option<String>,
    /// Its date, as written there.
    pub date: Option<String>,
    /// Its year, where the day is not known.
    pub year: Option<i16>,
    /// Its kind: a code or a name, such as "raadsvoorstel".
    pub kind: Option<String>,
    /// Whose it is: the name of a municipality, with or without "gemeente", or its TOOI identifier.
    pub municipality: Option<String>,
    /// Its language, as an ISO 639 code.
    pub language: Option<String>,
    /// Who may read it: names of groups; `None` where nothing is said about it.
    pub readers: Option<Vec<String>>,
}

impl Given {
    /// These facts, and those of `other` where these say nothing.
    pub fn or(self, other: Given) -> Given {
        Given {
            title: self.title.or(other.title),
            author: self.author.or(other.author),
            date: self.date.or(other.date),
            year: self.year.or(other.year),
            kind: self.kind.or(other.kind),
            municipality: self.municipality.or(other.municipality),
            language: self.language.or(other.language),
            readers: self.readers.or(other.readers),
        }
    }
}

/// A piece of text that is never torn apart without need.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// What the piece is.
    pub kind: BlockKind,
    /// Its text, white space as in the file but without empty lines; markers such as "a." or "1°." are part of it.
    pub text: String,
    /// The page or slide it starts on, counted from 1; `None` where a format has neither.
    pub page: Option<u32>,
}

/// The kinds of [`Block`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BlockKind {
    /// A heading and its level, 1 (highest) to 6.
    Heading(u8),
    /// Running text.
    Paragraph,
    /// One item of a list.
    ListItem,
    /// The heads of the columns of a table, separated by " | ".
    TableHead,
    /// One row of a table, its cells separated by " | ".
    TableRow,
}

impl BlockKind {
    /// Whether it is a row of a table, that of the heads included.
    pub fn is_row(self) -> bool {
        matches!(self, BlockKind::TableHead | BlockKind::TableRow)
    }
}

/// How much of a file was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Coverage {
    /// The pages, slides or sheets it has; `None` where its format has none, or they could not be counted.
    pub pages: Option<u32>,
    /// How many characters of text were read.
    pub characters: u64,
    /// How many of its pages were read from their picture.
    pub ocr: u32,
    /// What was not read; empty when all was.
    pub missing: Vec<Missing>,
}

/// Something of a file that was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// Pages from and to, counted from 1, both included; `None` for the whole file or what has no page.
    pub pages: Option<(u32, u32)>,
    /// Why.
    pub reason: Reason,
}

impl Coverage {
    /// Nothing was read, for one reason.
    pub fn nothing(reason: Reason) -> Self {
        Coverage { missing: vec![Missing { pages: None, reason }], ..Coverage::default() }
    }

    /// Why the file gave less than all of itself: the reason that costs most of it.
    pub fn shortfall(&self) -> Option<Reason> {
        let size = |missing: &&Missing| missing.pages.map_or(u32::MAX, |(from, to)| to - from.min(to));
        self.missing.iter().rev().max_by_key(size).map(|missing| missing.reason)
    }

    /// The number of pages that were read, where it has pages.
    pub fn pages_read(&self) -> Option<u32> {
        let lost: u32 = self.missing.iter().filter_map(|missing| missing.pages).map(|(from, to)| to - from + 1).sum();
        self.pages.map(|pages| pages.saturating_sub(lost))
    }

    /// Enters that a page was not read; pages after each other for one reason become a range.
    pub fn miss_page(&mut self, page: u32, reason: Reason) {
        match self.missing.last_mut() {
            Some(Missing { pages: Some((_, to)), reason: before }) if *before == reason && *to + 1 == page => {
                *to = page
            }
            _ => self.missing.push(Missing { pages: Some((page, page)), reason }),
        }
    }

    /// The pages that were not read for this reason, in order.
    pub fn pages_missed(&self, reason: Reason) -> Vec<u32> {
        let ranges = self.missing.iter().filter(|missing| missing.reason == reason).filter_map(|missing| missing.pages);
        ranges.flat_map(|(from, to)| from..=to).collect()
    }
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
    /// Pictures of text, which only OCR can read.
    NeedsOcr,
    /// It cannot be read without a password.
    Encrypted,
    /// It breaks the rules of its own format.
    Damaged,
    /// Reading it took longer than the limit.
    TimedOut,
    /// Reading it took more memory than the limit.
    TooMuchMemory,
    /// It unpacks to more than the limit.
    Expands,
    /// Archives in archives, or elements in elements, deeper than the limit.
    TooDeep,
    /// The process that reads files could not be started, or answered nonsense.
    NoWorker,
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
            Reason::NeedsOcr => "needs-ocr",
            Reason::Encrypted => "encrypted",
            Reason::Damaged => "damaged",
            Reason::TimedOut => "timed-out",
            Reason::TooMuchMemory => "too-much-memory",
            Reason::Expands => "expands",
            Reason::TooDeep => "too-deep",
            Reason::NoWorker => "no-worker",
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
    /// Who made it, as far as is declared.
    #[serde(default)]
    pub author: Option<String>,
    /// The year that it is of, where no day is known.
    #[serde(default)]
    pub year: Option<i16>,
    /// Where its date was found, as a code: "given", "declared", "text", "file-name", "stamp" or "made".
    #[serde(default)]
    pub date_source: Option<String>,
    /// What it is about in time.
    #[serde(default)]
    pub period: Option<Period>,
    /// Whether it is a part of a file: a member of an archive, an attachment of a mail.
    #[serde(default)]
    pub part: bool,
    /// Who may read it: names of groups, "@name" for a user; `None` where everyone may, empty where nobody may.
    #[serde(default)]
    pub readers: Option<Vec<String>>,
}

impl Document {
    /// The day under which it is found: its date, or the first day of its year.
    pub fn day(&self) -> Option<Date> {
        self.date.or_else(|| Date::new(self.year?, 1, 1).ok())
    }
}

/// The years, or the part of a year, that a document is about, which may be others than that of its date: a budget is
/// made the year before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// The first year; of a budget with plan years the budget year.
    pub first: i16,
    /// The last year.
    pub last: i16,
    /// What readers call it, in Dutch: "2021", "2018-2022", "2e kwartaal 2021".
    pub label: String,
    /// The words that say so, as written: "begroting 2021".
    pub found: String,
    /// Where they stand, as a code: "title", "file-name", "folder", "heading", "text".
    pub source: String,
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

/// A line of at least so many words is a sentence, however it ends.
const SENTENCE: usize = 9;

impl Passage {
    /// The share of its words that stand in sentences, in percent; the others stand in rows of tables, addresses,
    /// headings and lists of words.
    pub fn sentences(&self) -> u8 {
        let (mut all, mut in_sentences) = (0_usize, 0);
        for line in self.text.lines() {
            let words = line.split_whitespace().count();
            let ends = line.trim_end().ends_with(['.', '?', '!', ';', ':']);
            all += words;
            in_sentences += if !line.contains(" | ") && (ends || words >= SENTENCE) { words } else { 0 };
        }
        (in_sentences * 100).checked_div(all).unwrap_or(0) as u8
    }
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
    /// For a member of an archive or an attachment of a mail the id of the file it is in; empty for a file itself.
    #[serde(default)]
    pub container: String,
    /// A hash of what its reading depended on beside its bytes: rules, metadata beside it, the readers themselves.
    #[serde(default)]
    pub basis: u64,
    /// Who may know of it: names of groups, "@name" for a user; `None` where everyone may.
    #[serde(default)]
    pub readers: Option<Vec<String>>,
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
            container: String::new(),
            basis: 0,
            readers: None,
        }
    }
}

/// The number of a passage among those of its document: the hash of its text that its id holds. Repeated passages of
/// a document share it.
pub fn passage_key(passage_id: &str) -> u64 {
    passage_id.split('-').nth(1).and_then(|hash| u64::from_str_radix(hash, 16).ok()).unwrap_or_default()
}

/// The first half of a document's id as a number, by which its passages are put together.
pub fn document_number(document_id: &str) -> u64 {
    document_id.get(..16).and_then(|half| u64::from_str_radix(half, 16).ok()).unwrap_or_default()
}

/// The id of the document at `path` in `collection`: 128 bits of XXH3 in hexadecimal.
pub fn document_id(collection: &str, path: &str) -> String {
    format!("{:032x}", xxhash_rust::xxh3::xxh3_128(format!("{collection}\0{path}").as_bytes()))
}
