//! What lineages cost: signatures, the size of the index, adding a document, and grouping the results of a query.
//!
//! On a synthetic folder (fixed seed): documents of 40 passages in families of five years, of which each year changes the
//! figures of a third of the passages, some words of a fifth, and replaces a tenth. `RAADPLEEG_BENCH_PASSAGES` says how
//! many passages there are (20,000 without). Measures: megabytes of text a second from which units, shingles and bands
//! are made, on one thread; the folder indexed as always, and the same passages written without units, in bytes on
//! disk; a run that adds one document of a family, beside one that adds a document that is like no other; and the
//! median time of searches with versions grouped and not, the same queries in turn. Asserts that the versions are found.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use raadpleeg::analysis::{Analyzer, Encoder};
use raadpleeg::backend::embedded::EmbeddedIndex;
use raadpleeg::backend::{NewPassage, NewUnit, Reader, StoredPassage, Writer, field_texts};
use raadpleeg::extract::worker::{Workers, run_if_asked};
use raadpleeg::ingest::{IngestOptions, LexiconSource, Source, ingest};
use raadpleeg::query::parse;
use raadpleeg::search::{SearchRequest, Searcher, Versions};
use support::random::Random;
use support::{SEED, Vocabulary, percentile};

const PASSAGES: usize = 20_000;
const PER_DOCUMENT: usize = 40;
const YEARS: usize = 5;
const WORDS: usize = 140;
const QUERIES: usize = 400;

fn main() {
    if run_if_asked() {
        return;
    }
    let wanted = std::env::var("RAADPLEEG_BENCH_PASSAGES").ok().and_then(|text| text.parse().ok()).unwrap_or(PASSAGES);
    let place = tempfile::tempdir().expect("a temporary folder can be made");
    let folder = place.path().join("stukken");
    fs::create_dir(&folder).expect("a folder can be made");
    let queries = write(&folder, wanted / PER_DOCUMENT / YEARS);
    let index = EmbeddedIndex::open_or_create(&place.path().join("index")).expect("an index can be made");
    let begun = Instant::now();
    run(&index, &folder);
    let reader = index.reader().expect("the index can be read");
    println!("lineages: {} passages, indexed in {:.1} s", reader.info().passages, begun.elapsed().as_secs_f64());
    signatures(&reader);
    growth(&reader, place.path());
    grouping(&index, &queries);
    adding(&index, &folder);
}

/// Writes the families; returns queries of which each finds one of them.
fn write(folder: &Path, families: usize) -> Vec<String> {
    let vocabulary = Vocabulary::new(&mut Random(SEED));
    let mut random = Random(SEED + 1);
    let mut queries = Vec::new();
    for family in 0..families {
        let mut texts: Vec<String> =
            (0..PER_DOCUMENT).map(|_| vocabulary.text(WORDS, &mut random).replace('\n', " ")).collect();
        queries
            .push(texts[random.below(PER_DOCUMENT)].split_whitespace().skip(3).take(6).collect::<Vec<_>>().join(" "));
        for year in 2018..2018 + YEARS {
            let sections = texts.iter().enumerate();
            let sections = sections
                .map(|(at, text)| format!("## Onderdeel {at}\n\nIn {year} kost dit {} euro. {text}\n\n", year * at));
            let text = format!("# Verslag {family} over {year}\n\n{}", sections.collect::<String>());
            fs::write(folder.join(format!("verslag-{family}-{year}.md")), text).expect("a document can be written");
            for text in &mut texts {
                match random.below(10) {
                    0 => *text = vocabulary.text(WORDS, &mut random).replace('\n', " "),
                    1 | 2 => *text = text.replacen(". ", &format!(". {} ", vocabulary.text(6, &mut random)), 2),
                    _ => {}
                }
            }
        }
    }
    queries.truncate(QUERIES);
    queries
}

fn run(index: &EmbeddedIndex, folder: &Path) {
    let source = Source::new(folder, None).expect("the folder is there");
    let program = std::env::current_exe().expect("this program has a path");
    let options = IngestOptions {
        lexicon: LexiconSource::Words(Vec::new()),
        workers: Arc::new(Workers::of(program)),
        ..IngestOptions::default()
    };
    ingest(index, &[source], &options, &mut (), &AtomicBool::new(false)).expect("the folder can be indexed");
}

fn all(reader: &dyn Reader) -> impl Iterator<Item = Vec<StoredPassage>> + '_ {
    let documents = reader.passages_by_document().expect("the index can be read");
    documents.into_iter().map(|document| reader.load(&document).expect("the index can be read"))
}

fn signatures(reader: &dyn Reader) {
    let passages: Vec<StoredPassage> = all(reader).take(100).flatten().collect();
    let bytes: usize = passages.iter().map(|stored| stored.passage.text.len()).sum();
    let rates = (0..5).map(|_| {
        let begun = Instant::now();
        let units = passages.iter().map(|stored| NewUnit::all(&stored.passage.headings, &stored.passage.text).len());
        assert!(units.sum::<usize>() >= passages.len(), "every passage has a unit");
        bytes as f64 / 1e6 / begun.elapsed().as_secs_f64()
    });
    println!("signatures: {:.0} MB of text a second on one thread", rates.fold(0.0, f64::max));
}

fn size(folder: &Path) -> u64 {
    let files = fs::read_dir(folder).expect("the index has a folder").filter_map(Result::ok);
    files.filter_map(|file| Some(file.metadata().ok()?.len())).sum()
}

/// The same passages without units beside the index as it is.
fn growth(reader: &raadpleeg::backend::embedded::EmbeddedReader, place: &Path) {
    let without = EmbeddedIndex::open_or_create(&place.join("zonder")).expect("an index can be made");
    let analyzer = Analyzer::with_words(&reader.info().lexicon);
    let mut encoder = Encoder::new(&analyzer);
    let mut writer = without.writer().expect("the index can be written");
    let records: std::collections::HashMap<String, _> =
        reader.records().expect("records").into_iter().map(|record| (record.id.clone(), record)).collect();
    for stored in all(reader) {
        let document = stored[0].document.clone();
        let passages = stored.into_iter().map(|StoredPassage { passage, .. }| {
            let mut terms = String::new();
            let texts = field_texts(&document, &passage.headings, &passage.text);
            let words = encoder.encode(texts.each_ref().map(AsRef::as_ref), &mut terms);
            NewPassage { passage, terms, words, units: Vec::new() }
        });
        let passages = passages.collect();
        writer.put(&records[&document.id], &document, passages).expect("a document can be written");
    }
    writer.commit(reader.info()).expect("the index can be committed");
    writer.finish().expect("merges end");
    let (with, without): (u64, u64) = (reader.size().expect("a size"), size(&place.join("zonder")));
    println!(
        "index: {:.1} MB, without lineages {:.1} MB: {:.1}% more",
        with as f64 / 1e6,
        without as f64 / 1e6,
        (with as f64 / without as f64 - 1.0) * 100.0
    );
}

fn grouping(index: &EmbeddedIndex, queries: &[String]) {
    let searcher = Searcher::new(Box::new(index.reader().expect("the index can be read")));
    let request = |versions| SearchRequest { versions, explain: false, more: 0, ..SearchRequest::default() };
    let requests = [Versions::All, Versions::Grouped].map(request);
    let mut times = [Vec::new(), Vec::new()];
    let mut versions = 0;
    for round in 0..3 {
        for query in queries.iter().filter_map(|text| parse(text).ok()) {
            for (request, times) in requests.iter().zip(&mut times) {
                let begun = Instant::now();
                let page = searcher.search(&query, request).expect("the index can be read");
                times.push(begun.elapsed().as_secs_f64() * 1e3);
                versions +=
                    usize::from(round == 0 && page.groups.first().is_some_and(|first| first.hit.version_count > 0));
            }
        }
    }
    assert!(versions * 10 > queries.len() * 7, "{versions} of {} best results have versions", queries.len());
    let [apart, grouped] = times.map(|times| (percentile(&times, 0.5), percentile(&times, 0.99)));
    println!(
        "a search: p50 {:.2} ms, p99 {:.2} ms; with versions {:.2} and {:.2} ms",
        apart.0, apart.1, grouped.0, grouped.1
    );
}

/// A document of a family that is there, beside one that is like no other.
fn adding(index: &EmbeddedIndex, folder: &Path) {
    let vocabulary = Vocabulary::new(&mut Random(SEED));
    let mut random = Random(SEED + 2);
    let text: String = (0..PER_DOCUMENT)
        .map(|at| format!("## Stuk {at}\n\n{}\n\n", vocabulary.text(WORDS, &mut random).replace('\n', " ")))
        .collect();
    let family = fs::read_to_string(folder.join("verslag-0-2022.md")).expect("a document of the first family");
    let took = |name: &str, text: &str| {
        let path: PathBuf = folder.join(name);
        let times = (0..3).map(|round| {
            fs::write(&path, format!("{text}\n\nRonde {round}.\n")).expect("a document can be written");
            let begun = Instant::now();
            run(index, folder);
            begun.elapsed().as_secs_f64() * 1e3
        });
        times.fold(f64::MAX, f64::min)
    };
    let nothing = {
        let begun = Instant::now();
        run(index, folder);
        begun.elapsed().as_secs_f64() * 1e3
    };
    let alone = took("nieuw-alleen.md", &text);
    let related = took("verslag-0-2023.md", &family);
    println!(
        "a run: {nothing:.0} ms without changes, {alone:.0} ms with a document like no other, {related:.0} ms with one of a family"
    );
}
