//! What holds whatever happened to a folder:
//!
//! - R5: after any sequence of adding, changing, deleting, indexing and removing collections, an index holds the same
//!   documents and passages and gives the same results with the same scores as one made afresh, and is sound.
//!
//! - However results are fetched, in one go or by windows, none stands twice and none is skipped.
//!
//! - The lineages are those of an index made afresh too.
//!
//! All within this process, and alone in it: a command that another test starts holds on to locks for a moment.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, SystemTime};

use common::{Place, Random, document};
use raadpleeg::analysis::Layer;
use raadpleeg::backend::embedded::{EmbeddedIndex, check};
use raadpleeg::backend::{Address, Reader};
use raadpleeg::document::FileRecord;
use raadpleeg::ingest::{IngestOptions, LexiconSource, Progress, Source, ingest, remove_collection};
use raadpleeg::lineage::Lineage;
use raadpleeg::query::parse;
use raadpleeg::query::plan::{PlanTerm, QueryPlan};
use raadpleeg::search::{Grouping, SearchRequest, Searcher};
use rustc_hash::FxHashSet;

/// The passages found for a query with their scores in units of 1e-5, by passage.
fn found(searcher: &Searcher, query: &str, group: Grouping) -> Vec<(String, u32)> {
    let query = parse(query).expect("a query");
    let request = SearchRequest { limit: 10_000, group, ..SearchRequest::default() };
    let page = searcher.search(&query, &request).expect("the index can be searched");
    let hits = page.groups.into_iter().map(|group| (group.hit.passage.id, (group.hit.score * 1e5).round() as u32));
    let mut hits: Vec<(String, u32)> = hits.collect();
    hits.sort();
    hits
}

/// What a sequence of R5 works on: two folders, an index, and which of them are in it.
struct Model {
    place: Place,
    indexed: BTreeMap<&'static str, BTreeMap<PathBuf, u64>>,
    files: BTreeMap<&'static str, BTreeMap<PathBuf, u64>>,
    clock: u64,
}

/// The lineage of every unit, by passage.
fn lineages(path: &Path) -> Vec<(String, Vec<Option<Lineage>>)> {
    let reader = EmbeddedIndex::open(path).and_then(|index| index.reader()).expect("the index can be read");
    let places: Vec<Address> = reader.passages_by_document().expect("passages").concat();
    let passages = reader.load(&places).expect("passages").into_iter().map(|stored| stored.passage.id);
    let units = reader.units(&places).expect("units").into_iter();
    let lineages = units.map(|placed| reader.lineages(&placed.nodes).expect("lineages"));
    let mut all: Vec<_> = passages.zip(lineages).collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}

struct NoProgress;

impl Progress for NoProgress {
    fn start(&mut self, _: u64, _: u64) {}
    fn file(&mut self, _: u64, _: u64) {}
    fn committing(&mut self) {}
}

const FOLDERS: [&str; 2] = ["noord", "zuid"];

impl Model {
    fn new() -> Self {
        let place = Place::in_memory();
        FOLDERS.iter().for_each(|name| fs::create_dir(place.folder().join(name)).expect("a folder can be made"));
        let files = FOLDERS.map(|name| (name, BTreeMap::new())).into();
        Model { place, indexed: BTreeMap::new(), files, clock: 0 }
    }

    fn step(&mut self, random: &mut Random) {
        let name = random.pick(&FOLDERS);
        match random.below(10) {
            0..=3 => self.write(name, random),
            4 => self.delete(name, random),
            5..=8 => self.ingest(name, &self.place.index()),
            _ => self.remove_collection(name),
        }
    }

    /// Adds a file or changes one, sometimes back to what it was.
    fn write(&mut self, name: &'static str, random: &mut Random) {
        let number = random.below(8);
        let path = self.place.folder().join(name).join(format!("stuk-{number}.md"));
        let seed = random.next() % 20;
        // No two files have the same text: one that is gone while another with its text comes would have moved, and
        // kept its id; tests/keeping_up.rs looks at that.
        fs::write(&path, format!("{}\n\nDit is stuk {number}.\n", document(seed))).expect("a document can be written");
        // Every change gets a time of its own, however fast it comes after the last one.
        self.clock += 1;
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_600_000_000 + self.clock);
        fs::File::options()
            .write(true)
            .open(&path)
            .and_then(|file| file.set_modified(time))
            .expect("a time can be set");
        self.files.entry(name).or_default().insert(path, seed);
    }

    fn delete(&mut self, name: &'static str, random: &mut Random) {
        let files = self.files.entry(name).or_default();
        let Some(path) = files.keys().nth(random.below(files.len().max(1))).cloned() else { return };
        files.remove(&path);
        fs::remove_file(path).expect("a document can be deleted");
    }

    fn ingest(&mut self, name: &'static str, index: &Path) {
        let source = Source::new(&self.place.folder().join(name), None).expect("the folder is there");
        let index = EmbeddedIndex::open_or_create(index).expect("the index can be opened");
        // With the same words, the same terms: a new index would learn others than one that grew.
        let lexicon = LexiconSource::Words(vec!["havenbestuur".to_string()]);
        let (options, stop) =
            (IngestOptions { lexicon, confirm_removal: true, ..common::ingest_options() }, AtomicBool::new(false));
        ingest(&index, &[source], &options, &mut NoProgress, &stop).expect("the folder is indexed");
        self.indexed.insert(name, self.files[name].clone());
    }

    fn remove_collection(&mut self, name: &str) {
        let Ok(index) = EmbeddedIndex::open(&self.place.index()) else { return };
        drop(index);
        let index = EmbeddedIndex::open_or_create(&self.place.index()).expect("the index can be opened");
        let expected = self.indexed.remove(name).map(|files| files.len() as u64);
        assert_eq!(remove_collection(&index, name).ok(), expected);
    }

    /// Brings the index up to date with what is in it, makes another from nothing, and compares them.
    fn compare(mut self, sequence: u64) {
        let names: Vec<&str> = self.indexed.keys().copied().collect();
        let fresh = self.place.at("fresh");
        for name in FOLDERS.into_iter().filter(|name| names.contains(name)) {
            self.ingest(name, &self.place.index());
            self.ingest(name, &fresh);
        }
        if names.is_empty() {
            return;
        }
        assert_eq!(check(&self.place.index()).expect("the index can be checked"), [], "sequence {sequence}");
        let [grown, made] = [self.place.index(), fresh].map(|path| self.state(&path));
        assert_eq!(grown, made, "sequence {sequence}");
        let [grown_lineages, made_lineages] = [self.place.index(), self.place.at("fresh")].map(|path| lineages(&path));
        assert_eq!(grown_lineages, made_lineages, "sequence {sequence}");
        let files: usize = names.iter().map(|name| self.files[name].len()).sum();
        assert_eq!(grown.0.len(), files, "sequence {sequence}");
    }

    fn state(&self, path: &Path) -> (Vec<FileRecord>, Vec<Vec<(String, u32)>>) {
        let open = || EmbeddedIndex::open(path).and_then(|index| index.reader()).expect("the index can be read");
        let groups = [Grouping::None, Grouping::Document];
        let asked = common::QUERIES.into_iter().flat_map(|query| groups.map(|group| (query, group)));
        let searcher = Searcher::new(Box::new(open()));
        let answers = asked.map(|(query, group)| found(&searcher, query, group));
        (open().records().expect("the records can be read"), answers.collect())
    }
}

/// R5.
#[test]
fn any_history_answers_as_an_index_made_afresh() {
    for sequence in 0..200 {
        let (mut model, mut random) = (Model::new(), Random(sequence));
        for _ in 0..8 + random.below(16) {
            model.step(&mut random);
        }
        model.compare(sequence);
    }
}

/// Windows of candidates, put together, are the candidates in one go: none stands twice and none is skipped.
#[test]
fn windows_of_candidates_fit_together() {
    let mut model = Model::new();
    for step in 0..6 {
        for seed in step * 60..step * 60 + 70 {
            let path = model.place.folder().join("noord").join(format!("stuk-{seed}.md"));
            fs::write(path, document(seed + step)).expect("a document can be written");
        }
        model.ingest("noord", &model.place.index());
    }
    let reader = EmbeddedIndex::open(&model.place.index()).and_then(|index| index.reader()).expect("the index");
    let stem = |text: &str| PlanTerm { layer: Layer::Stem, text: text.into(), frequency: 0 };
    let words = ["gemeent", "subsidie", "sportpark", "haven", "binnenstad", "vergunning", "raad", "euro", "jaar"];
    let plan = QueryPlan { terms: words.map(stem).to_vec(), ..QueryPlan::default() };
    let probes: Vec<(usize, f32)> = (0..words.len()).map(|term| (term, 0.3 + 0.37 * term as f32)).collect();
    let candidates = |count: usize, seen: &FxHashSet<Address>| {
        let found = reader.candidates(&plan, &probes, count, seen, None).expect("candidates").list;
        found.into_iter().map(|candidate| candidate.address).collect::<Vec<_>>()
    };
    let all: FxHashSet<Address> = candidates(10_000, &FxHashSet::default()).into_iter().collect();
    assert!(all.len() > 700, "{} candidates", all.len());
    for size in [7, 50, 200] {
        let mut seen = FxHashSet::default();
        for end in (size..all.len() + size).step_by(size) {
            for address in candidates(end, &seen) {
                assert!(seen.insert(address), "windows of {size}: {address:?} stands twice");
            }
        }
        assert_eq!(seen, all, "windows of {size}");
    }
}
