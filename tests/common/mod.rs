//! What the integration tests share: the command, folders to work in, small documents from a seed, and the digest of
//! an index: all its documents and passages with the answers to a fixed list of queries.

#![allow(dead_code, reason = "each test takes what it needs")]

mod command;
mod random;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, LazyLock};

#[allow(unused_imports, reason = "each test takes what it needs")]
pub use command::{DEADLINE, Ran, command, finish, run, start};
pub use random::Random;

use raadpleeg::backend::Reader;
use raadpleeg::backend::embedded::EmbeddedIndex;
use raadpleeg::extract::worker::Workers;
use raadpleeg::ingest::IngestOptions;
use serde_json::Value;

/// The queries of a digest; the first finds every passage of [`document`].
pub const QUERIES: [&str; 5] =
    ["gemeente", "parkeren in de binnenstad", "\"beleid voor\" afval", "vergunning* -haven", "subsidies sportpark"];

/// Options of a run of the library: its workers are the program, and shared by all tests.
pub fn ingest_options() -> IngestOptions {
    static WORKERS: LazyLock<Arc<Workers>> =
        LazyLock::new(|| Arc::new(Workers::of(PathBuf::from(env!("CARGO_BIN_EXE_raadpleeg")))));
    IngestOptions { workers: Arc::clone(&WORKERS), ..IngestOptions::default() }
}

/// Runs `raadpleeg VERB --index INDEX` with further arguments.
pub fn on_index(verb: &str, index: &Path, args: &[&str]) -> Ran {
    let first = [verb.as_ref(), "--index".as_ref(), index.as_os_str()];
    run(first.into_iter().chain(args.iter().map(AsRef::as_ref)))
}

/// Brings `index` up to date with `folder`.
pub fn index(folder: &Path, index: &Path) -> Ran {
    on_index("index", index, &[path_text(folder)])
}

/// Starts bringing `index` up to date with `folder`.
pub fn start_index(folder: &Path, index: &Path) -> Child {
    start(&mut command(["index", path_text(folder), "--index", path_text(index)]))
}

/// A path of which the test knows that it is UTF-8.
pub fn path_text(path: &Path) -> &str {
    path.to_str().expect("the test made this path from UTF-8")
}

const SUBJECTS: [&str; 12] = [
    "parkeren",
    "afvalinzameling",
    "riolering",
    "woningbouw",
    "jeugdzorg",
    "sportparken",
    "de haven",
    "evenementen",
    "zonneparken",
    "het terrassenbeleid",
    "subsidies",
    "de omgevingsvergunning",
];

const SENTENCES: [&str; 8] = [
    "Het college stelt beleid voor {} vast en legt dit voor aan de raad.",
    "De gemeente Brinkhaven wil {} in de binnenstad beter regelen.",
    "In {jaar} is voor {} een bedrag van {getal} euro begroot.",
    "Een vergunning voor {} kan worden ingetrokken.",
    "De raad heeft besloten om {} te onderzoeken, samen met de omliggende gemeenten.",
    "Inwoners vroegen {getal} keer naar {} en het afval in de wijk.",
    "Voor het sportpark zijn {getal} aanvragen om subsidie ontvangen.",
    "Wie het niet eens is met {}, kan binnen zes weken bezwaar maken.",
];

/// A small Dutch document: a title, sections, and in each the word "gemeente".
pub fn document(seed: u64) -> String {
    let mut random = Random(seed);
    let mut text = format!("# Nota {} {seed}\n", random.pick(&SUBJECTS));
    for section in 1..=1 + random.below(4) {
        let subject = random.pick(&SUBJECTS);
        text.push_str(&format!("\n## {section}. Over {subject}\n\nDe gemeente schrijft dit over {subject}. "));
        for _ in 0..3 + random.below(12) {
            let (year, number) = (2015 + random.below(10), random.below(90_000));
            let sentence = random.pick(&SENTENCES).replace("{jaar}", &year.to_string());
            text.push_str(
                &sentence.replace("{getal}", &number.to_string()).replace("{}", random.pick::<&str>(&SUBJECTS)),
            );
            text.push(' ');
        }
        text.push('\n');
    }
    text
}

/// A folder for a test, deleted with it; other users can look into it.
pub struct Place {
    root: tempfile::TempDir,
}

impl Place {
    pub fn new() -> Self {
        Self::made_in(&std::env::temp_dir())
    }

    /// A place in memory where the system has one: for tests that write much and do not lose power.
    pub fn in_memory() -> Self {
        let memory = Path::new("/dev/shm");
        if memory.is_dir() { Self::made_in(memory) } else { Self::new() }
    }

    fn made_in(parent: &Path) -> Self {
        let root = tempfile::tempdir_in(parent).expect("a folder to work in");
        allow(root.path(), 0o755);
        fs::create_dir(root.path().join("stukken")).expect("the folder can be made");
        Place { root }
    }

    /// The path of `name` in the place.
    pub fn at(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    /// The folder with documents.
    pub fn folder(&self) -> PathBuf {
        self.at("stukken")
    }

    /// Where the index is.
    pub fn index(&self) -> PathBuf {
        self.at("index")
    }

    /// Writes a document; folders on its way are made.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.folder().join(name);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder can be made");
        fs::write(path, content).expect("a document can be written");
    }

    /// Writes the documents of seeds `from..to` as `stuk-SEED.md`.
    pub fn write_documents(&self, seeds: std::ops::Range<u64>) {
        seeds.for_each(|seed| self.write(&format!("map{}/stuk-{seed}.md", seed % 7), document(seed)));
    }
}

/// Sets the permissions of `path`.
pub fn allow(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("permissions can be set");
}

/// Copies a flat folder with the times of its files.
pub fn copy_folder(from: &Path, to: &Path) {
    if to.exists() {
        fs::remove_dir_all(to).expect("the old copy can be removed");
    }
    fs::create_dir(to).expect("the copy can be made");
    for entry in fs::read_dir(from).expect("the folder can be read") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        fs::copy(entry.path(), &target).expect("a file can be copied");
        let time = entry.metadata().and_then(|data| data.modified()).expect("a file has a time");
        fs::File::options()
            .write(true)
            .open(&target)
            .and_then(|file| file.set_modified(time))
            .expect("a time can be set");
    }
}

/// The bytes of all files of a flat folder; lock files, which are empty, left out.
pub fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).expect("the folder can be read").map(|entry| entry.expect("an entry"));
    let named = entries.map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()));
    let kept = named.filter(|(name, _)| !name.ends_with(".lock"));
    kept.map(|(name, path)| (name, fs::read(path).expect("a file can be read"))).collect()
}

/// The answer to a query, without its time, in an order that does not depend on how the index came about.
pub fn answer(index: &Path, query: &str) -> Value {
    let ran = on_index("search", index, &["--json", "--group", "none", "--limit", "10000", "--", query]);
    assert!(matches!(ran.code(), 0 | 1), "{ran:?}");
    let answer = settled(ran.json());
    let ids: Vec<&str> =
        answer["treffers"].as_array().expect("hits").iter().filter_map(|hit| hit["passage"]["id"].as_str()).collect();
    assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "a passage stands twice in the answer to {query}");
    answer
}

/// An answer without its time, its hits by passage.
pub fn settled(mut answer: Value) -> Value {
    answer.as_object_mut().expect("an answer is an object").remove("duurMs");
    let id = |hit: &Value| hit["passage"]["id"].as_str().map(str::to_string);
    answer["treffers"].as_array_mut().expect("an answer has hits").sort_by_key(id);
    answer
}

/// All that an index holds and answers; equal for indexes that differ only in how they came about.
#[derive(Debug, PartialEq)]
pub struct Digest {
    pub documents: Vec<String>,
    pub answers: Vec<Value>,
}

impl Digest {
    /// Asserts that two digests are equal, telling the first difference.
    #[track_caller]
    pub fn expect(&self, expected: &Digest, when: &str) {
        let documents = self.documents.iter().zip(&expected.documents).find(|(is, should)| is != should);
        assert!(documents.is_none(), "{when}: {documents:?}");
        assert_eq!(self.documents.len(), expected.documents.len(), "{when}: documents");
        for (is, should) in self.answers.iter().zip(&expected.answers) {
            let hits = [is, should].map(|answer| answer["treffers"].as_array().expect("hits"));
            let hit = hits[0].iter().zip(hits[1]).find(|(is, should)| is != should);
            assert!(hit.is_none(), "{when}: {hit:?}");
            assert_eq!(hits[0].len(), hits[1].len(), "{when}: hits for {}", is["vraag"]);
            assert_eq!(is, should, "{when}");
        }
    }
}

/// The digest of an index.
pub fn digest(index: &Path) -> Digest {
    let records = EmbeddedIndex::open(index).and_then(|index| index.reader()).and_then(|reader| reader.records());
    let shown = records.expect("the index can be read").into_iter().map(|record| {
        let (words, shortfall) = (record.words, record.coverage.shortfall());
        format!(
            "{}/{} {} {} {} {words} {shortfall:?}",
            record.collection, record.path, record.id, record.hash, record.passages
        )
    });
    let (documents, answers) = (shown.collect(), QUERIES.map(|query| answer(index, query)).to_vec());
    Digest { documents, answers }
}

/// Whether the tests run as a user whom permissions do not bind.
pub fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata("/proc/self").is_ok_and(|data| data.uid() == 0)
}

/// Makes a command run as a user whom permissions bind; `None` where that is not possible.
pub fn bound_by_permissions(place: &Place, args: &[&str]) -> Option<Command> {
    if !is_root() {
        return Some(command(args));
    }
    let program = place.at("raadpleeg");
    if !program.exists() {
        // A link first: a program that was just written may still be open for writing in another test's child.
        let original = env!("CARGO_BIN_EXE_raadpleeg");
        fs::hard_link(original, &program).or_else(|_| fs::copy(original, &program).map(drop)).expect("the program");
    }
    let user = ["--reuid=65534", "--regid=65534", "--clear-groups"];
    Command::new("setpriv").args(user).arg("true").status().ok().filter(ExitStatus::success)?;
    let mut command = Command::new("setpriv");
    command.args(user).arg(program).args(args).stdin(Stdio::null());
    Some(command)
}

/// Says that a test could not be done here.
#[expect(clippy::print_stderr, reason = "who runs the tests must see what was not tested")]
pub fn skipped(why: &str) {
    eprintln!("skipped: {why}");
}
