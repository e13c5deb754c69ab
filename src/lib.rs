//! Finds the passage: full-text search for the policy documents of Dutch municipalities.
//!
//! The answer to a query is the paragraph that a reader would quote, with its document and its heading, not a list of
//! files. Dutch is understood: *glasvezel* finds *glasvezelverbindingen*, *hond* finds *honden* and *hondenbelasting*.
//!
//! Two ways lead through the crate. A **folder** becomes an index: [`ingest`] walks it, [`extract`] makes blocks of the
//! bytes, `ingest` cuts these into passages and finds out title, date, kind and municipality, [`analysis`] turns their
//! words into terms, and [`backend`] keeps them. A **query** becomes a page of results: [`query`] reads what was typed,
//! and [`search`] plans it with the index at hand, lets the back end propose passages, ranks these, and marks the words
//! that were found. [`Error`](error::Error) is what goes wrong, for all of them.
//!
//! # Index a folder and find a passage
//!
//! ```standalone_crate
//! use std::sync::atomic::AtomicBool;
//!
//! use raadpleeg::backend::embedded::EmbeddedIndex;
//! use raadpleeg::ingest::{IngestOptions, Source, ingest};
//! use raadpleeg::query::parse;
//! use raadpleeg::search::{SearchRequest, Searcher};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // Files are read in processes of their own, under limits: this program, started again as a worker.
//! if raadpleeg::extract::worker::run_if_asked() {
//!     return Ok(());
//! }
//!
//! let place = tempfile::tempdir()?;
//! let (folder, index) = (place.path().join("stukken"), place.path().join("index"));
//! std::fs::create_dir(&folder)?;
//! std::fs::write(
//!     folder.join("raadsvoorstel.md"),
//!     "# Raadsvoorstel snel internet\n\n\
//!      ## Kosten\n\nDe aanleg van het glasvezelnetwerk kost € 480.000.\n\n\
//!      ## Planning\n\nDe raad beslist op 22 april 2021.\n",
//! )?;
//!
//! let index = EmbeddedIndex::open_or_create(&index)?;
//! let sources = [Source::new(&folder, None)?];
//! let stop = AtomicBool::new(false);
//! let report = ingest(&index, &sources, &IngestOptions::default(), &mut (), &stop)?;
//! assert_eq!(report.documents, 1);
//!
//! // The words of the query are analysed as those of the documents were.
//! let searcher = Searcher::new(Box::new(index.reader()?));
//! let page = searcher.search(&parse("kosten glasvezel")?, &SearchRequest::default())?;
//! let best = page.groups.first().ok_or("nothing found")?;
//! println!("{}\n{}", best.hit.document.title, best.hit.passage.text);
//! assert_eq!(best.hit.document.title, "Raadsvoorstel snel internet");
//! assert!(best.hit.passage.text.contains("glasvezelnetwerk"));
//! # Ok(())
//! # }
//! ```

/// Dutch: text into words, stems and the parts of compounds.
pub mod analysis;
/// Answers as JSON, for `--json`.
pub mod answer;
/// Where passages are kept and matched.
pub mod backend;
/// The command line: what each command takes and prints.
pub mod cli;
/// Settings from the environment.
pub mod config;
/// What a file becomes: blocks, passages, and what is known of the document.
pub mod document;
/// The one error of the crate.
pub mod error;
/// How good the ranking is, on judged queries and on questions.
pub mod evaluate;
/// Bytes of a file into blocks of text.
pub mod extract;
/// The whole way of a folder into an index.
pub mod ingest;
/// Which passages say nearly the same, in other years and documents.
pub mod lineage;
/// What the user asked, and the plan of it.
pub mod query;
/// The whole way of a query: plan, find, rank, mark, explain.
pub mod search;
/// How HTTP reaches the search: API, page, feeds, who may see what.
pub mod server;
/// Other words for what is asked.
pub mod synonyms;
/// What readers read, in Dutch and English.
pub mod wording;
