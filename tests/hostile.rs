//! What holds whatever the files of a folder are made to do (S1 and S2 of the faults to survive; S3 is in bad_input):
//!
//! - Files that were mutated (bits flipped, cut off, pieces of others put in) are read or reported; no panic reaches the
//!   run, and every good file beside them is indexed. A longer run: `RAADPLEEG_MUTATIONS=100000 cargo test --release
//!   --test hostile`.
//! - Bombs are stopped at the limits, with their reason; no file outside is read.
//! - A worker has the limits that are promised, and can open no file.
//! - One that dies takes one page, or one member, with it.

#[path = "common/bombs.rs"]
mod bombs;
mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use bombs::bombs;
use common::{Place, Random, document, on_index};
use raadpleeg::document::Reason;
use raadpleeg::extract::Job;
use raadpleeg::extract::worker::Workers;

/// Good files beside the hostile ones.
const GOOD: u64 = 10;

/// The input files of the extraction cases, by ending.
fn inputs() -> BTreeMap<String, Vec<Vec<u8>>> {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/extract");
    let mut inputs: BTreeMap<String, Vec<Vec<u8>>> = BTreeMap::new();
    let mut folders: Vec<PathBuf> =
        fs::read_dir(cases).expect("the cases").flatten().map(|entry| entry.path()).collect();
    folders.sort();
    for folder in folders.iter().filter(|folder| folder.is_dir()) {
        let mut files: Vec<PathBuf> =
            fs::read_dir(folder).expect("a case").flatten().map(|entry| entry.path()).collect();
        files.sort();
        for file in files.iter().filter(|file| file.file_stem().is_some_and(|stem| stem == "invoer")) {
            let ending = file.extension().unwrap_or_default().to_string_lossy().into_owned();
            inputs.entry(ending).or_default().push(fs::read(file).expect("an input"));
        }
    }
    inputs
}

/// One file of `files`, changed in one of several ways.
fn mutated(files: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut bytes = random.pick(files).clone();
    let length = bytes.len().max(1);
    match random.below(5) {
        0 => bytes.truncate(random.below(length)),
        1 => {
            let other = random.pick(files);
            let (from, to) = (random.below(other.len().max(1)), random.below(length));
            let piece: Vec<u8> = other.iter().skip(from).take(1 + random.below(2000)).copied().collect();
            bytes.splice(to.min(bytes.len())..to.min(bytes.len()), piece);
        }
        2 => {
            let from = random.below(length);
            let to = (from + random.below(200)).min(bytes.len());
            bytes.drain(from.min(to)..to);
        }
        _ => {
            for _ in 0..1 + random.below(30) {
                let at = random.below(length);
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << random.below(8);
                }
            }
        }
    }
    bytes
}

fn write_good(place: &Place) {
    for seed in 0..GOOD {
        place.write(&format!("goed-{seed}.md"), document(seed));
    }
}

/// The number of passages and the codes of what was not read, by path.
fn files(place: &Place) -> BTreeMap<String, (u64, Vec<String>)> {
    let status = on_index("status", &place.index(), &["--files", "--json"]).expect(0).json();
    let file = |file: &serde_json::Value| {
        let codes = file["onvolledig"].as_array().expect("a list").iter();
        let codes = codes.map(|missing| missing["code"].as_str().expect("a code").to_owned()).collect();
        (file["pad"].as_str().expect("a path").to_owned(), (file["passages"].as_u64().expect("a number"), codes))
    };
    status["bestanden"].as_array().expect("a list").iter().map(file).collect()
}

/// Indexes the folder of a place, and fails where a good file is not in the index.
fn index_beside_good(place: &Place) -> BTreeMap<String, (u64, Vec<String>)> {
    let folder = place.folder();
    let mut ran = common::start_index(&folder, &place.index());
    let status = ran.wait().expect("the run ends");
    assert!(matches!(status.code(), Some(0 | 1)), "{status:?}");
    let files = files(place);
    for seed in 0..GOOD {
        let good = files.get(&format!("goed-{seed}.md"));
        assert!(good.is_some_and(|(passages, codes)| *passages > 0 && codes.is_empty()), "goed-{seed}.md: {good:?}");
    }
    files
}

/// S1.
#[test]
fn mutated_files_are_read_or_reported() {
    let count = std::env::var("RAADPLEEG_MUTATIONS").ok().and_then(|count| count.parse().ok()).unwrap_or(1000);
    let inputs = inputs();
    let formats: Vec<(&String, &Vec<Vec<u8>>)> = inputs.iter().collect();
    let mut random = Random(5);
    let mut left = count;
    while left > 0 {
        let place = Place::in_memory();
        write_good(&place);
        let batch = left.min(2000);
        for number in 0..batch {
            let (ending, files) = formats[number % formats.len()];
            place.write(&format!("m{number}.{ending}"), mutated(files, &mut random));
        }
        let files = index_beside_good(&place);
        for number in 0..batch {
            let name = format!("m{number}.{}", formats[number % formats.len()].0);
            let (_, codes) = files.get(&name).unwrap_or_else(|| panic!("{name} has no record"));
            assert!(!codes.iter().any(|code| code == "no-worker"), "{name}: {codes:?}");
        }
        left -= batch;
    }
}

/// S2.
#[test]
fn bombs_are_stopped() {
    let place = Place::new();
    write_good(&place);
    for bomb in bombs() {
        place.write(bomb.name, bomb.bytes);
    }
    let files = index_beside_good(&place);
    for bomb in bombs() {
        // An archive itself is read; what it holds is stopped.
        let own = |path: &String| *path == bomb.name || path.starts_with(&format!("{}/", bomb.name));
        let codes: Vec<&String> =
            files.iter().filter(|(path, _)| own(path)).flat_map(|(_, (_, codes))| codes).collect();
        let right = codes.iter().any(|code| bomb.reasons.contains(&code.as_str()));
        assert!(right || bomb.reasons.is_empty(), "{}: {codes:?}", bomb.name);
    }
    let found = common::answer(&place.index(), "root");
    let told = found["treffers"].to_string();
    assert!(!told.contains("/bin/") && !told.contains("root:"), "a file of the system was read: {told}");
}

/// What the system says of a process; empty where it is gone.
fn of_process(process: &str, file: &str) -> String {
    fs::read_to_string(format!("/proc/{process}/{file}")).unwrap_or_default()
}

/// The numbers of the workers of this process.
fn workers() -> Vec<String> {
    let parent = std::process::id().to_string();
    let processes = fs::read_dir("/proc").expect("processes").flatten().map(|entry| entry.file_name());
    let ours = |process: &String| {
        of_process(process, "status").lines().any(|line| line.split_whitespace().eq(["PPid:", &parent]))
            && of_process(process, "cmdline").contains("worker")
    };
    processes.filter_map(|name| name.into_string().ok()).filter(ours).collect()
}

/// A worker that was killed while it had nothing to do costs no file.
#[cfg(target_os = "linux")]
#[test]
fn a_worker_that_died_idle_costs_nothing() {
    let own = Workers::of(PathBuf::from(env!("CARGO_BIN_EXE_raadpleeg")));
    let before = workers();
    let read = |text: &str| own.extract(&Job { name: "a.txt", bytes: text.as_bytes(), ..Job::default() });
    assert!(read("De raad.")[0].content.is_ok());
    for worker in workers().iter().filter(|worker| !before.contains(worker)) {
        let killed = std::process::Command::new("kill").args(["-9", worker]).status();
        assert!(killed.is_ok_and(|status| status.success()), "{worker}");
    }
    let content = read("Het college.").remove(0).content.expect("it is read by another");
    assert_eq!(content.blocks[0].text, "Het college.");
}

/// A member that is too large hides none of those after it.
#[test]
fn members_after_one_that_does_not_fit_are_read() {
    let large = vec![b'a'; 40_000_000];
    let archive = bombs::zip(&[("a.txt", &large), ("b.txt", b"De brief."), ("b.txt/c.txt", b"De nota.")]);
    let options = common::ingest_options();
    let parts = options.workers.extract(&Job { name: "post.zip", bytes: &archive, ..Job::default() });
    let read: Vec<(&str, bool)> = parts.iter().map(|part| (part.path.as_str(), part.content.is_ok())).collect();
    assert_eq!(read, [("", true), ("a.txt", false), ("b.txt", true), ("b.txt/c.txt", true)]);
}

/// The limits as the kernel has them, of a worker that waits for work.
#[cfg(target_os = "linux")]
#[test]
fn workers_have_their_limits() {
    let options = common::ingest_options();
    options.workers.extract(&Job { name: "a.txt", bytes: b"De raad.", ..Job::default() });
    let workers = workers();
    assert!(!workers.is_empty(), "no worker is there");
    for worker in workers {
        let limits = of_process(&worker, "limits");
        if limits.is_empty() {
            // One of another test, which has ended.
            continue;
        }
        let limit = |name: &str| limits.lines().find(|line| line.starts_with(name)).unwrap_or_default().to_owned();
        assert!(limit("Max address space").contains("536870912"), "{limits}");
        assert!(limit("Max file size").contains(" 0 "), "{limits}");
        let status = of_process(&worker, "status");
        let value =
            |name: &str| status.lines().find_map(|line| line.strip_prefix(name)).map(str::trim).map(str::to_owned);
        assert_eq!(value("Seccomp:").as_deref(), Some("2"), "{status}");
        assert_eq!(value("NoNewPrivs:").as_deref(), Some("1"), "{status}");
    }
}

/// What is read of a file that breaks a worker on one page: the other pages.
#[test]
fn a_page_that_breaks_a_worker_costs_that_page() {
    let bytes = bombs::pdf_with_one_bad_page();
    let options = common::ingest_options();
    let parts = options.workers.extract(&Job { name: "half.pdf", bytes: &bytes, ..Job::default() });
    let content = parts[0].content.as_ref().expect("most of it is read");
    let text: Vec<&str> = content.blocks.iter().map(|block| block.text.as_str()).collect();
    assert!(
        text.iter().any(|text| text.contains("eerste")) && text.iter().any(|text| text.contains("derde")),
        "{text:?}"
    );
    assert_eq!(content.coverage.pages, Some(3));
    let missing: Vec<_> = content.coverage.missing.iter().map(|missing| missing.pages).collect();
    assert_eq!(missing, [Some((2, 2))], "{:?}", content.coverage);
    assert!(matches!(content.coverage.shortfall(), Some(Reason::TooMuchMemory | Reason::TimedOut | Reason::Damaged)));
}

/// Nothing is cut: the last page of a long document is read, and known by its number.
#[test]
fn a_document_of_two_thousand_pages_is_read_to_the_last() {
    const PAGES: u32 = 2000;
    let bytes = bombs::pdf_of(PAGES);
    let options = common::ingest_options();
    let parts = options.workers.extract(&Job { name: "lang.pdf", bytes: &bytes, ..Job::default() });
    let content = parts[0].content.as_ref().expect("it is read");
    assert_eq!((content.coverage.pages, content.coverage.pages_read()), (Some(PAGES), Some(PAGES)));
    let last =
        content.blocks.iter().find(|block| block.text.contains("besluit 2000 van de raad")).expect("the last page");
    assert_eq!(last.page, Some(PAGES));
}

/// A member that is a bomb takes nothing with it but itself.
#[test]
fn a_bomb_in_an_archive_costs_itself() {
    let bomb = bombs().into_iter().find(|bomb| bomb.name == "gigabyte.pdf").expect("the bomb");
    let archive =
        bombs::zip(&[("a.txt", b"De eerste brief."), ("bom.pdf", &bomb.bytes), ("c.txt", b"De derde brief.")]);
    let options = common::ingest_options();
    let parts = options.workers.extract(&Job { name: "post.zip", bytes: &archive, ..Job::default() });
    let read: BTreeMap<&str, usize> = parts
        .iter()
        .map(|part| (part.path.as_str(), part.content.as_ref().map_or(0, |content| content.blocks.len())))
        .collect();
    assert_eq!(read, BTreeMap::from([("", 0), ("a.txt", 1), ("bom.pdf", 0), ("c.txt", 1)]));
}
