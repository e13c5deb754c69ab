//! Indexes a folder and prints the best passages: `cargo run --release --example embed corpus glasvezel`.
#![expect(clippy::print_stdout, reason = "an example shows what it finds")]

use std::path::Path;
use std::sync::atomic::AtomicBool;

use raadpleeg::backend::embedded::EmbeddedIndex;
use raadpleeg::extract::worker::run_if_asked;
use raadpleeg::ingest::{IngestOptions, Source, ingest};
use raadpleeg::query::parse;
use raadpleeg::search::{SearchRequest, Searcher};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Files are read by workers: this program, started again.
    if run_if_asked() {
        return Ok(());
    }
    let mut args = std::env::args().skip(1);
    let folder = args.next().unwrap_or_else(|| "corpus".into());
    let words = args.next().unwrap_or_else(|| "glasvezel".into());
    let place = tempfile::tempdir()?;

    let index = EmbeddedIndex::open_or_create(place.path())?;
    let sources = [Source::new(Path::new(&folder), None)?];
    let report = ingest(&index, &sources, &IngestOptions::default(), &mut (), &AtomicBool::new(false))?;
    println!("{} documents, {} passages", report.documents, report.passages);

    let searcher = Searcher::new(Box::new(index.reader()?));
    for group in searcher.search(&parse(&words)?, &SearchRequest::default())?.groups {
        println!("{:.2}  {}  {}", group.hit.score, group.hit.document.path, group.hit.passage.headings.join(" › "));
    }
    Ok(())
}
