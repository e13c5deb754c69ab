//! What it costs to read files in workers: the same files read by worker processes and by the same readers in one
//! process, one after the other, five rounds, medians. Files: `$RAADPLEEG_DATA/files`, else the inputs of the
//! extraction cases. CPU seconds are of the process and of its workers; both sides must give the same text.

#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

#[path = "support/process.rs"]
mod process;

use std::path::{Path, PathBuf};
use std::time::Instant;

use raadpleeg::document::Reason;
use raadpleeg::extract::worker::{Workers, run_if_asked};
use raadpleeg::extract::{Job, Part, Watch, extract};

/// Rounds of each side.
const ROUNDS: usize = 5;

fn main() {
    if run_if_asked() {
        return;
    }
    let folder = std::env::var_os("RAADPLEEG_DATA").map(|data| PathBuf::from(data).join("files"));
    let folder = folder.filter(|folder| folder.is_dir());
    let folder = folder.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/extract"));
    let files = files(&folder);
    let bytes: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    println!("{} files, {:.1} MB", files.len(), bytes as f64 / 1e6);
    let program = std::env::current_exe().expect("the bench knows itself");
    let (mut inside, mut outside) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let (cpu, wall, plain) = timed(|| files.iter().map(|(name, bytes)| characters(&in_process(name, bytes))).sum());
        inside.push((cpu, wall));
        let (cpu, wall, worked) = timed(|| {
            let workers = Workers::of(program.clone());
            files.iter().map(|(name, bytes)| characters(&workers.extract(&job(name, bytes)))).sum()
        });
        outside.push((cpu, wall));
        assert_eq!(plain, worked, "both sides give the same text");
    }
    let middle = |rounds: &[(f64, f64)], of: fn(&(f64, f64)) -> f64| {
        let mut values: Vec<f64> = rounds.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    for (side, rounds) in [("one process", &inside), ("workers", &outside)] {
        println!("{side:<12} CPU {:.2} s, clock {:.2} s", middle(rounds, |r| r.0), middle(rounds, |r| r.1));
    }
    println!("CPU of workers / one process: {:.2}", middle(&outside, |r| r.0) / middle(&inside, |r| r.0));
}

fn job<'a>(name: &'a str, bytes: &'a [u8]) -> Job<'a> {
    Job { name, bytes, ..Job::default() }
}

/// The files of a folder and its folders: name and bytes.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.file_type().is_file());
    let file = |entry: walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        (name, std::fs::read(entry.path()).expect("a file can be read"))
    };
    files.map(file).collect()
}

/// Keeps what is read.
struct Kept(Vec<Part>);

impl Watch for Kept {
    fn begin(&mut self, _: &str, _: Option<u32>) -> Result<(), Reason> {
        Ok(())
    }

    fn done(&mut self, part: Part) {
        self.0.push(part);
    }
}

fn in_process(name: &str, bytes: &[u8]) -> Vec<Part> {
    let mut kept = Kept(Vec::new());
    extract(&job(name, bytes), &mut kept);
    kept.0
}

fn characters(parts: &[Part]) -> u64 {
    parts.iter().filter_map(|part| part.content.as_ref().ok()).map(|content| content.coverage.characters).sum()
}

/// CPU seconds of this process and its children that ended, seconds on the clock, and what came of it.
fn timed(run: impl FnOnce() -> u64) -> (f64, f64, u64) {
    let (cpu, begun) = (process::cpu_seconds_with_children(), Instant::now());
    let result = run();
    (process::cpu_seconds_with_children() - cpu, begun.elapsed().as_secs_f64(), result)
}
