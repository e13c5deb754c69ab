//! Where passages are kept and matched. A back end stores what it is given and finds by a [`QueryPlan`]; it never
//! analyses text and never decides the final order, which `search` does for all back ends alike.

pub mod embedded;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::time::Instant;

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use crate::document::{Document, FileRecord, Passage};
use crate::error::Result;
use crate::lineage::{Band, Lineage, Node, Shingles, Unit, bands, shingles, units};
use crate::query::plan::{Keyword, PlanTerm, QueryPlan, TermId};

/// What an index says about itself; written with every commit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct IndexInfo {
    /// The version of the layout; see [`FORMAT`].
    pub format: u32,
    /// The fingerprint of the analysis that made its terms.
    pub fingerprint: String,
    /// The version of the program that wrote the last commit.
    pub program: String,
    /// The collections: name and absolute path of the folder.
    pub collections: BTreeMap<String, String>,
    /// When the last commit was made, ISO 8601 in UTC.
    pub committed: String,
    /// Files that gave passages.
    pub documents: u64,
    /// Passages.
    pub passages: u64,
    /// Words of all passages.
    pub words: u64,
    /// Words beyond the project's own by which compounds are split, learned from the folder; in alphabetical order.
    pub lexicon: Vec<String>,
    /// How many different words the text had from which they were learned; 0 where they were given.
    pub vocabulary: u64,
}

/// The version of the layout of indexes that this program writes and reads.
pub const FORMAT: u32 = 5;

/// A passage with its document, as stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredPassage {
    /// The document.
    pub document: Document,
    /// The passage.
    pub passage: Passage,
}

/// The texts of the fields of a passage, in the order of [`crate::analysis::REGIONS`]: what is analysed when it is
/// written, and counted in when its words are looked up by position.
pub fn field_texts<'t>(document: &'t Document, headings: &[String], text: &'t str) -> [Cow<'t, str>; 4] {
    let name = document.path.rsplit('/').next().unwrap_or(&document.path);
    let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    [document.title.as_str().into(), name.into(), heading_path(headings).into(), text.into()]
}

/// Headings from the top of the document to a passage, as one text.
pub fn heading_path(headings: &[String]) -> String {
    headings.join(" \u{203A} ")
}

/// A passage to be written: what is stored, and its terms as [`crate::analysis::Encoder`] gives them.
#[derive(Debug)]
pub struct NewPassage {
    /// The passage.
    pub passage: Passage,
    /// Its encoded terms.
    pub terms: String,
    /// The number of its words.
    pub words: u32,
    /// Its units, in order.
    pub units: Vec<NewUnit>,
}

/// A unit of a passage as it is written, and by which it is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewUnit {
    /// What it says.
    pub unit: Unit,
    /// Its shingles.
    pub shingles: Shingles,
    /// Its bands.
    pub bands: Vec<Band>,
}

impl NewUnit {
    /// The units of a passage.
    pub fn all(headings: &[String], text: &str) -> Vec<NewUnit> {
        let new = |unit: Unit| {
            let shingles = shingles(&unit.words);
            NewUnit { bands: bands(&shingles), shingles, unit }
        };
        units(headings, text).into_iter().map(new).collect()
    }
}

/// What an index knows of a passage's lineage without loading it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlacedUnits {
    /// A number that passages of one document share.
    pub document: u64,
    /// The date of its document, in days since 1970-01-01.
    pub day: Option<i64>,
    /// A number for the municipality of its document; `None` where that has none.
    pub municipality: Option<u64>,
    /// Its units, in order.
    pub nodes: Vec<Node>,
}

/// Where a passage is in an open index; of no use after the next commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address(pub u64);

/// Passages that a back end proposes, with the places of the plan's terms in them.
#[derive(Clone, Debug, Default)]
pub struct Candidates {
    /// The passages, best first by the back end's own cheap score.
    pub list: Vec<Candidate>,
    /// The places of terms, grouped by candidate; see [`Candidate::hits`].
    pub hits: Vec<Hit>,
}

/// One proposed passage.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Where it is.
    pub address: Address,
    /// A number that passages of one document share.
    pub document: u64,
    /// The number of its words.
    pub words: u32,
    /// The share of its words that stand in sentences, in percent.
    pub sentences: u8,
    /// The date of its document, in days since 1970-01-01.
    pub day: Option<i64>,
    /// Its part of [`Candidates::hits`], ordered by term, then position.
    pub hits: Range<usize>,
}

/// One occurrence of a term of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The term.
    pub term: u32,
    /// Its position; see [`crate::analysis::REGIONS`].
    pub position: u32,
}

/// What is counted of matching passages.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counting<'c> {
    /// The keyword fields whose values are counted.
    pub facets: &'c [Keyword],
    /// When counting stops, done or not.
    pub until: Option<Instant>,
}

/// How many passages match, and of what kind they are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matches {
    /// Whether counting stopped before the end: all numbers are of a part.
    pub cut_short: bool,
    /// Matching passages.
    pub total: u64,
    /// Per keyword field its values among the matching passages with their numbers, most first.
    pub facets: Vec<(Keyword, Vec<(String, u64)>)>,
}

/// How a word of the query stands for several terms of the index.
#[derive(Clone, Debug, PartialEq)]
pub enum Expansion {
    /// All words that begin so.
    Prefix(String),
    /// All words at most so many edits away (insertion, deletion, substitution, swap of neighbours).
    Fuzzy(String, u8),
    /// All words one edit away that begin with the same two letters, as most slips of the pen do.
    Slips(String),
}

/// Reads one commit of an index.
pub trait Reader: Send + Sync {
    /// What the index says about itself.
    fn info(&self) -> &IndexInfo;

    /// In how many passages each term stands, in order.
    fn frequencies(&self, terms: &[PlanTerm]) -> Result<Vec<u64>>;

    /// The folded words that an expansion stands for with their frequencies, most frequent first, at most `limit`.
    fn expand(&self, expansion: &Expansion, limit: usize) -> Result<Vec<PlanTerm>>;

    /// The best `count` passages by a cheap score over `probes` (terms with boosts), among those that meet the plan's
    /// conditions and hold a probe (or any passages where there are no probes); those that were `seen` are left out.
    /// Passages with nearly the same score may change places from call to call, so that a range would not do.
    /// What was found `until` then, where that is given.
    fn candidates(
        &self,
        plan: &QueryPlan,
        probes: &[(TermId, f32)],
        count: usize,
        seen: &FxHashSet<Address>,
        until: Option<Instant>,
    ) -> Result<Candidates>;

    /// The matching passages at `range`, newest first, then by document and place.
    fn newest(&self, plan: &QueryPlan, range: Range<usize>) -> Result<Candidates>;

    /// The number of matching passages, with the values of some of their keyword fields.
    fn matches(&self, plan: &QueryPlan, counting: &Counting<'_>) -> Result<Matches>;

    /// The titles of which a word begins with `begin` (folded), those that begin so themselves first, at most `limit`.
    fn titles(&self, begin: &str, limit: usize) -> Result<Vec<String>>;

    /// The passages of each document, in their order; documents in no particular order.
    fn passages_by_document(&self) -> Result<Vec<Vec<Address>>>;

    /// How many different words the passages hold.
    fn vocabulary(&self) -> Result<u64>;

    /// Loads passages, in the order asked.
    fn load(&self, addresses: &[Address]) -> Result<Vec<StoredPassage>>;

    /// All file records, by collection and path.
    fn records(&self) -> Result<Vec<FileRecord>>;

    /// The record of one file or part of one; `None` where there is none.
    fn record(&self, document_id: &str) -> Result<Option<FileRecord>>;

    /// The passages of one document in their order, each with its [`passage_key`](crate::document::passage_key); none
    /// where there is no such document.
    fn passages_of(&self, document_id: &str) -> Result<Vec<(Address, u64)>>;

    /// The units of passages, in the order asked.
    fn units(&self, addresses: &[Address]) -> Result<Vec<PlacedUnits>>;

    /// The passages that hold a band, band by band in the order of `bands`, which are in order. A band of more than `most`
    /// passages is left out.
    fn with_bands(&self, bands: &[Band], most: usize) -> Result<Vec<(Band, Address)>>;

    /// The passages that hold a unit which says this.
    fn with_node(&self, node: Node) -> Result<Vec<Address>>;

    /// The nodes of the lineage of each node, in the order asked; the first, which is the smallest, is its name. `None` for
    /// what stands in [`crate::lineage::BOILERPLATE`] passages or more.
    fn lineage_nodes(&self, nodes: &[Node]) -> Result<Vec<Option<Vec<Node>>>>;

    /// The lineage of each node, in the order asked; `None` for a node that is one by itself.
    fn lineages(&self, nodes: &[Node]) -> Result<Vec<Option<Lineage>>>;

    /// The labels that some passage or record is for, in order.
    fn labels(&self) -> Result<Vec<String>>;

    /// The same commit as somebody with `labels` sees it: only what everyone may read or what is for one of them. All that
    /// the view says, its counts included, is of that alone; only frequencies, which rank and are never shown, may be of
    /// the whole.
    fn seen_by(&self, labels: &[String]) -> Result<Box<dyn Reader>>;

    /// The size of the index in bytes.
    fn size(&self) -> Result<u64>;
}

/// Writes to an index; nothing is seen by readers before [`Writer::commit`].
pub trait Writer {
    /// Replaces all that the index holds of a file by this record and these passages.
    fn put(&mut self, record: &FileRecord, document: &Document, passages: Vec<NewPassage>) -> Result<()>;

    /// Replaces the record of a file whose passages stay as they are.
    fn update_record(&mut self, record: &FileRecord) -> Result<()>;

    /// Removes all that the index holds of a file.
    fn remove(&mut self, document_id: &str) -> Result<()>;

    /// Replaces a lineage, which is named by its smallest node; without edges it is removed.
    fn put_lineage(&mut self, name: Node, lineage: &Lineage) -> Result<()>;

    /// Makes all changes since the last commit visible at once.
    fn commit(&mut self, info: &IndexInfo) -> Result<()>;
}
