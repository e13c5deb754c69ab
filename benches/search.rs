//! Time that an answer takes, in one process with the index open, and in a new one.
//!
//! Measures the best ten passages: `Searcher::best`, the same with texts and fragments (`search` without counts), with
//! the number of matches, and with facets; next to them the ten best of a plain tantivy index for any of the stemmed
//! words, without and with their texts. All queries of the set run once unmeasured, then the ways alternate per query.
//! Also the time of a whole process (`raadpleeg search`), files in the cache. On the synthetic set (fixed seed, 1,000
//! queries of one to eight words), or on `$RAADPLEEG_DATA/collections/wetten-artikelen` with its own queries. Asserts
//! that nine of ten queries have hits and that each way finds them again.
//!
//! After `--`: `best` measures `Searcher::best` alone, the quickest of five times per query, which the other work of a
//! busy machine disturbs less, and which suits a profiler; `slow` also lists the
//! slowest queries. With `RAADPLEEG_BENCH_INDEX` set, the two indexes are kept in that folder for the next run.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use raadpleeg::backend::embedded::EmbeddedIndex;
use raadpleeg::evaluate::set_index::index_set;
use raadpleeg::query::{Query, parse};
use raadpleeg::search::{Grouping, SearchRequest, Searcher};
use support::plain::Plain;
use support::{Set, median, percentile, plain};

const LIMIT: usize = 10;
const PROCESSES: usize = 15;
const SLOWEST: usize = 20;

/// The ways that are measured, in the order of the table.
const WAYS: [&str; 6] = [
    "raadpleeg: best ten",
    "raadpleeg: with texts and fragments",
    "raadpleeg: and the number of matches",
    "raadpleeg: and facets",
    "tantivy: best ten",
    "tantivy: with texts",
];

fn main() {
    let asked = |name: &str| std::env::args().any(|argument| argument == name);
    let set = Set::open();
    let temporary = tempfile::tempdir().expect("a temporary folder can be made");
    let folder = std::env::var_os("RAADPLEEG_BENCH_INDEX").map_or(temporary.path().to_path_buf(), PathBuf::from);
    let (ours, theirs) = indexes(&set, &folder);
    let reader = EmbeddedIndex::open(&ours).and_then(|index| index.reader()).expect("the index can be read");
    let searcher = Searcher::new(Box::new(reader));
    let texts = set.queries();
    // What the query language refuses is left out.
    let queries: Vec<(&str, Query)> =
        texts.iter().filter_map(|text| Some((text.as_str(), parse(text).ok()?))).collect();
    if asked("best") {
        return best_alone(&searcher, &queries);
    }
    let mut plain = Plain::open(&theirs);
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); WAYS.len()];
    for measured in [false, true] {
        let mut answered = 0;
        for (text, query) in &queries {
            let hits = ask(&searcher, &mut plain, text, query, if measured { Some(&mut times) } else { None });
            answered += usize::from(hits > 0);
        }
        assert!(answered * 10 >= queries.len() * 9, "{answered} of {} queries have hits", queries.len());
    }
    println!("search, {}: {} passages, {} queries, milliseconds", set.name, set.passages, queries.len());
    println!("{:<40}{:>8}{:>8}{:>8}{:>8}{:>8}", "", "mean", "p50", "p90", "p99", "most");
    for (way, times) in WAYS.iter().zip(&times) {
        print_row(way, times);
    }
    if asked("slow") {
        print_slowest(&queries, &times[0]);
    }
    processes(&ours, queries[0].0);
}

/// Makes the two indexes where they are not there yet.
fn indexes(set: &Set, folder: &Path) -> (PathBuf, PathBuf) {
    let (ours, theirs) = (folder.join("raadpleeg"), folder.join("tantivy"));
    let index = EmbeddedIndex::open_or_create(&ours).expect("the index can be made");
    if index.info().expect("the index can be read").passages == 0 {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        index_set(&set.dir, &index, threads).expect("the set can be indexed");
    }
    assert_eq!(index.info().map(|info| info.passages).ok(), Some(set.passages));
    if !theirs.is_dir() {
        std::fs::create_dir_all(&theirs).expect("a folder can be made");
        assert_eq!(plain::index_set(&set.dir, &theirs), set.passages);
    }
    (ours, theirs)
}

/// Answers one query in every way; returns the number of hits.
fn ask(
    searcher: &Searcher,
    plain: &mut Plain,
    text: &str,
    query: &Query,
    mut times: Option<&mut Vec<Vec<f64>>>,
) -> usize {
    let mut time = |way: usize, answer: &mut dyn FnMut() -> usize| {
        let begun = Instant::now();
        let hits = answer();
        if let Some(times) = &mut times {
            times[way].push(begun.elapsed().as_secs_f64() * 1000.0);
        }
        hits
    };
    let hits = time(0, &mut || searcher.best(query, LIMIT).expect("the index answers").len());
    for (way, count, facets) in [(1, false, false), (2, true, false), (3, true, true)] {
        let request = SearchRequest {
            limit: LIMIT,
            count,
            facets,
            group: Grouping::None,
            explain: false,
            ..SearchRequest::default()
        };
        let found = time(way, &mut || searcher.search(query, &request).expect("the index answers").groups.len());
        assert_eq!(found, hits, "{text}");
    }
    let theirs = time(4, &mut || plain.best(text).len());
    assert_eq!(time(5, &mut || plain.load(text)), theirs, "{text}");
    hits
}

fn best_alone(searcher: &Searcher, queries: &[(&str, Query)]) {
    let mut times = vec![Vec::new(); queries.len()];
    for _ in 0..5 {
        for ((_, query), times) in queries.iter().zip(&mut times) {
            let begun = Instant::now();
            let found = searcher.best(query, LIMIT).expect("the index answers");
            times.push(begun.elapsed().as_secs_f64() * 1000.0);
            assert!(found.len() <= LIMIT);
        }
    }
    let times: Vec<f64> = times.iter().map(|times| percentile(times, 0.0)).collect();
    print_row(WAYS[0], &times);
    print_slowest(queries, &times);
}

fn print_row(name: &str, times: &[f64]) {
    let mean = times.iter().sum::<f64>() / times.len() as f64;
    let [p50, p90, p99, most] = [0.5, 0.9, 0.99, 1.0].map(|share| percentile(times, share));
    println!("{name:<40}{mean:>8.2}{p50:>8.2}{p90:>8.2}{p99:>8.2}{most:>8.2}");
}

fn print_slowest(queries: &[(&str, Query)], times: &[f64]) {
    let mut order: Vec<usize> = (0..queries.len()).collect();
    order.sort_by(|a, b| times[*b].total_cmp(&times[*a]));
    for at in order.into_iter().take(SLOWEST) {
        println!("{:>8.2}  {}", times[at], queries[at].0);
    }
}

/// The time of a whole process that opens the index and answers one query.
fn processes(index: &Path, query: &str) {
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_raadpleeg"));
        let begun = Instant::now();
        let output = command.args(arguments).output().expect("a process can be started");
        let seconds = begun.elapsed().as_secs_f64();
        assert!(output.status.success() && !output.stdout.is_empty(), "{arguments:?} answers");
        seconds * 1000.0
    };
    let index = index.to_string_lossy();
    let (mut searches, mut starts) = (Vec::new(), Vec::new());
    for _ in 0..PROCESSES {
        searches.push(run(&["search", "--index", &index, "--", query]));
        starts.push(run(&["--version"]));
    }
    println!(
        "a new process, {PROCESSES} times, median: {:.1} ms to answer, {:.1} ms to start at all",
        median(searches),
        median(starts)
    );
}
