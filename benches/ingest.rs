//! Computing time, memory and disk that indexing takes.
//!
//! Measures `evaluate::set_index::index_set` (analysis, passages and records, stored texts, facets) against plain
//! tantivy (one text field of title and text, its Dutch stemmer, positions, the text stored with lz4; the same writer
//! threads and memory for its buffer). Each runs in a process of its own, alternating, three rounds, medians: CPU
//! seconds of all threads (user and system, not the clock), peak memory (VmHWM, which counts mapped pages of the
//! index), and what the index takes on disk by kind of file. On the synthetic set (fixed seed), or on
//! `$RAADPLEEG_DATA/collections/wetten-artikelen`. Asserts the number of passages in both.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

mod support;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use raadpleeg::backend::embedded::EmbeddedIndex;
use raadpleeg::evaluate::set_index::index_set;
use support::{Set, median, plain, process};

const ROUNDS: usize = 3;

/// The argument that makes a process one that indexes and reports.
const CHILD: &str = "--child";

const SIDES: [&str; 2] = ["raadpleeg", "tantivy"];

/// What one process reported.
struct Report {
    passages: u64,
    cpu: f64,
    wall: f64,
    peak: f64,
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == CHILD) {
        return child(&arguments[at + 1], Path::new(&arguments[at + 2]), Path::new(&arguments[at + 3]));
    }
    let set = Set::open();
    let mut reports: [Vec<Report>; 2] = [Vec::new(), Vec::new()];
    let mut sizes = [BTreeMap::new(), BTreeMap::new()];
    for _ in 0..ROUNDS {
        for (number, side) in SIDES.iter().enumerate() {
            let folder = tempfile::tempdir().expect("a temporary folder can be made");
            let report = run(side, &set.dir, folder.path());
            assert_eq!(report.passages, set.passages, "{side} indexes every passage");
            reports[number].push(report);
            sizes[number] = sizes_by_kind(folder.path());
        }
    }
    println!("ingest, {}: {} passages, {ROUNDS} rounds, medians", set.name, set.passages);
    println!("{:<12}{:>12}{:>12}{:>14}{:>12}", "", "CPU s", "clock s", "peak MB", "disk MB");
    let middle = |number: usize, of: fn(&Report) -> f64| median(reports[number].iter().map(of).collect());
    for (number, side) in SIDES.iter().enumerate() {
        let disk = sizes[number].values().sum::<u64>() as f64 / 1e6;
        let (cpu, wall) = (middle(number, |r| r.cpu), middle(number, |r| r.wall));
        println!("{side:<12}{cpu:>12.2}{wall:>12.2}{:>14.0}{disk:>12.1}", middle(number, |r| r.peak));
    }
    println!("CPU of raadpleeg / tantivy: {:.2}", middle(0, |r| r.cpu) / middle(1, |r| r.cpu));
    println!("\n{:<12}{:>14}{:>14}", "MB on disk", SIDES[0], SIDES[1]);
    let kinds: std::collections::BTreeSet<&String> = sizes.iter().flat_map(BTreeMap::keys).collect();
    for kind in kinds {
        let size = |number: usize| sizes[number].get(kind).copied().unwrap_or_default() as f64 / 1e6;
        println!("{kind:<12}{:>14.1}{:>14.1}", size(0), size(1));
    }
}

fn run(side: &str, set: &Path, index: &Path) -> Report {
    let program = std::env::current_exe().expect("the program knows itself");
    let output =
        Command::new(program).args([CHILD, side]).args([set, index]).output().expect("a process can be started");
    assert!(output.status.success(), "{side} failed: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8_lossy(&output.stdout);
    let numbers: Vec<f64> = text.split_whitespace().map(|number| number.parse().expect("a number")).collect();
    let [passages, cpu, wall, peak] = numbers[..] else { panic!("{side} reported {text:?}") };
    Report { passages: passages as u64, cpu, wall, peak }
}

fn child(side: &str, set: &Path, index: &Path) {
    let begun = std::time::Instant::now();
    let passages = if side == SIDES[0] {
        let index = EmbeddedIndex::open_or_create(index).expect("the index can be made");
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        index_set(set, &index, threads).expect("the set can be indexed")
    } else {
        plain::index_set(set, index)
    };
    let wall = begun.elapsed().as_secs_f64();
    println!("{passages} {} {wall} {}", process::cpu_seconds(), process::peak_megabytes());
}

/// Bytes by the ending of the file's name.
fn sizes_by_kind(folder: &Path) -> BTreeMap<String, u64> {
    let mut sizes = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("the index can be listed") {
        let path = entry.expect("the index can be listed").path();
        let kind = path.extension().map_or_else(String::new, |kind| kind.to_string_lossy().into_owned());
        *sizes.entry(kind).or_default() += path.metadata().map_or(0, |data| data.len());
    }
    sizes
}
