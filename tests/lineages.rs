//! Which passages are taken for the same through the years:
//!
//! - on the families of yearly versions in corpus/lindewaard, judged block by block in lineages/families.jsonl: pairs
//!   that belong together are joined and no others (pairwise F1 at least .97), no lineage is torn, no two are joined;
//! - what stands in more than a hundred documents is boilerplate: it joins nothing, and stands below what is about the matter;
//! - of 2,000 random pairs of passages of a judged set none is near (skipped where the sets are missing);
//! - of the two versions of a real paragraph what stayed is joined (skipped where the seeds are missing).

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;
use std::sync::atomic::AtomicBool;

use common::{Place, Random, ingest_options, skipped};
use raadpleeg::backend::embedded::{EmbeddedIndex, EmbeddedReader};
use raadpleeg::backend::{NewUnit, Reader};
use raadpleeg::evaluate::entries;
use raadpleeg::ingest::{Source, ingest};
use raadpleeg::lineage::difference::Piece;
use raadpleeg::lineage::{Fate, NEAR_ALONE, Node, comparison, units};
use raadpleeg::query::parse;
use raadpleeg::search::{SearchRequest, Searcher};
use serde_json::Value;

/// A block of a document in the index: its file, its text with single spaces, and the name of its lineage.
struct Block {
    file: String,
    text: String,
    lineage: Node,
}

fn indexed(folder: &Path) -> (Place, EmbeddedReader) {
    let place = Place::new();
    let index = EmbeddedIndex::open_or_create(&place.index()).expect("an index");
    let source = Source::new(folder, None).expect("a folder");
    ingest(&index, &[source], &ingest_options(), &mut (), &AtomicBool::new(false)).expect("a run");
    let reader = index.reader().expect("a commit");
    (place, reader)
}

fn blocks(reader: &EmbeddedReader) -> Vec<Block> {
    let mut blocks = Vec::new();
    for document in reader.passages_by_document().expect("passages") {
        for stored in reader.load(&document).expect("passages") {
            for unit in units(&stored.passage.headings, &stored.passage.text) {
                let lineage = reader.lineages(&[unit.node]).expect("lineages").remove(0);
                let name = lineage.and_then(|lineage| lineage.nodes().first().copied()).unwrap_or(unit.node);
                let text = plain(&stored.passage.text[unit.span]);
                blocks.push(Block { file: stored.document.path.clone(), text, lineage: name });
            }
        }
    }
    blocks
}

/// Text as judged: without marks of lists and tables, white space made single.
fn plain(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let line = line.trim_start().trim_start_matches(['-', '*', '•', '–']).trim_start();
        let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
        let number = rest.len() < line.len() && rest.starts_with(". ");
        if number { &rest[2..] } else { line }
    });
    lines.collect::<Vec<_>>().join(" ").replace('|', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The judged blocks: file, beginning, name of the lineage.
static JUDGED: LazyLock<Vec<(String, String, String)>> = LazyLock::new(|| {
    let lines = include_str!("lineages/families.jsonl").lines();
    let lines = lines.map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    lines
        .flat_map(|line| {
            let name = text(&line["lineage"]);
            let blocks = line["blocks"].as_array().expect("blocks").clone();
            blocks.into_iter().map(move |block| (text(&block["file"]), text(&block["start"]), name.clone()))
        })
        .collect()
});

#[test]
fn versions_of_the_corpus_are_found() {
    let (_place, reader) = indexed(&Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"));
    let blocks = blocks(&reader);
    let mut found: Vec<(&str, Node)> = Vec::new();
    let mut missing = Vec::new();
    for (file, start, judged) in JUDGED.iter() {
        let of_file = blocks.iter().filter(|block| block.file == *file);
        match of_file.clone().find(|block| block.text.starts_with(start.as_str())) {
            Some(block) => found.push((judged, block.lineage)),
            None => missing.push(format!("{file}: {start}")),
        }
    }
    let (mut both, mut joined, mut torn) = (0_u32, BTreeSet::new(), BTreeSet::new());
    let mut wrong = [0_u32; 2];
    for (at, (judged, lineage)) in found.iter().enumerate() {
        for (other, other_lineage) in &found[at + 1..] {
            match (judged == other, lineage == other_lineage) {
                (true, true) => both += 1,
                (true, false) => (wrong[0], _) = (wrong[0] + 1, torn.insert(*judged)),
                (false, true) => (wrong[1], _) = (wrong[1] + 1, joined.insert((*judged, *other))),
                (false, false) => {}
            }
        }
    }
    let f1 = f64::from(2 * both) / f64::from(2 * both + wrong[0] + wrong[1]);
    assert!(missing.len() * 50 < JUDGED.len(), "{} judged blocks are no units: {missing:#?}", missing.len());
    assert!(f1 >= 0.97, "F1 {f1:.3}; torn: {torn:#?}; joined: {joined:#?}");
    assert!(torn.is_empty() && joined.is_empty(), "torn: {torn:#?}; joined: {joined:#?}");
}

fn data() -> Option<std::path::PathBuf> {
    std::env::var_os("RAADPLEEG_DATA").map(Into::into)
}

#[test]
fn random_passages_are_not_near() {
    let Some(data) = data() else { return skipped("RAADPLEEG_DATA is not set") };
    let mut random = Random(20_261_128);
    for set in ["wetten-artikelen", "rijksoverheid-vac"] {
        let folder = data.join("collections").join(set);
        let entries = entries(&folder).expect("the set");
        let texts: Vec<String> = entries.filter_map(|entry| Some(entry.ok()?.text)).collect();
        let mut near = BTreeMap::new();
        for _ in 0..1_000 {
            let (a, b) = (random.below(texts.len()), random.below(texts.len()));
            let (of_a, of_b) = (NewUnit::all(&[], &texts[a]), NewUnit::all(&[], &texts[b]));
            let likeness = of_a.iter().flat_map(|one| of_b.iter().map(|two| one.shingles.jaccard(&two.shingles)));
            let most = likeness.fold(0.0, f32::max);
            if a != b && most >= NEAR_ALONE {
                near.insert((a, b), most);
            }
        }
        assert!(near.is_empty(), "{set}: {near:?}");
    }
}

#[test]
fn what_stayed_of_a_real_paragraph_is_joined() {
    let Some(seeds) = data().map(|data| data.join("seeds")).filter(|seeds| seeds.is_dir()) else {
        return skipped("RAADPLEEG_DATA has no seeds");
    };
    let (_place, reader) = indexed(&seeds);
    let blocks = blocks(&reader);
    let lineages = |start: &str| -> Vec<(&str, Node)> {
        let starting = blocks.iter().filter(|block| block.text.contains(start));
        starting.map(|block| (block.file.as_str(), block.lineage)).collect()
    };
    for start in ["In dit specifiek kader wordt ingegaan", "is najaar 2015 begonnen met de ICTdienst"] {
        let found = lineages(start);
        assert_eq!(found.len(), 2, "{start}: {found:?}");
        assert_ne!(found[0].0, found[1].0, "{start}");
        assert_eq!(found[0].1, found[1].1, "{start}");
    }
}

const DISCLAIMER: &str = "Aan deze tekst over de waterput kunnen geen rechten worden ontleend; de gemeente is niet \
     aansprakelijk voor fouten of voor de gevolgen daarvan.";

/// 120 documents end alike and say nothing else that is the same; one is about the matter.
#[test]
fn boilerplate_joins_nothing() {
    let place = Place::new();
    let parts = ["markt", "molen", "veld", "dorp", "kerk", "school", "haven", "bos", "weide", "brug", "toren"];
    let mut random = Random(20_261_129);
    for number in 0..120 {
        let words = (0..30).map(|_| [*random.pick(&parts), *random.pick(&parts), *random.pick(&parts)].concat());
        let words: Vec<String> = words.collect();
        place.write(
            &format!("nota-{number}.md"),
            format!("# Nota {number}\n\n## Slot\n\n{DISCLAIMER}\n\n{number} {}.\n", words.join(" ")),
        );
    }
    place.write(
        "put.md",
        "# De waterput\n\nDe waterput op het plein wordt in het voorjaar hersteld, met een nieuw dak en een emmer.\n",
    );
    let (_place, reader) = indexed(&place.folder());
    let searcher = Searcher::new(Box::new(reader));
    let page = searcher.search(&parse("waterput").expect("a query"), &SearchRequest::default()).expect("an answer");
    assert_eq!(page.total, 121);
    assert_eq!(page.groups[0].hit.document.title, "De waterput");
    assert_eq!(page.groups.len(), 10, "documents with the same ending are results of their own");
    assert!(page.groups.iter().all(|group| group.hit.version_count == 0));
}

/// Of the two versions of a real paragraph what was rewritten is shown as changed, and the difference says in what.
#[test]
fn what_was_rewritten_in_a_real_paragraph_is_compared() {
    let Some(seeds) = data().map(|data| data.join("seeds")).filter(|seeds| seeds.is_dir()) else {
        return skipped("RAADPLEEG_DATA has no seeds");
    };
    let (_place, reader) = indexed(&seeds);
    let mut sides = [Vec::new(), Vec::new()];
    for document in reader.passages_by_document().expect("passages") {
        let stored = reader.load(&document).expect("passages");
        let side = ["001_", "000_"].iter().position(|start| stored[0].document.path.starts_with(start));
        if let Some(side) = side {
            sides[side] = stored.into_iter().map(|stored| stored.passage).collect();
        }
    }
    let compared = comparison(&sides[0], &sides[1]);
    for (words, gone, new) in [
        ("modulaire regeling", "maar", "waar"),
        ("ICT-samenwerking is de basis", "en het vliegwiel", "op dit onderwerp"),
        ("globale Productie/dienstencatalogus", "op inputbasis", "2021"),
    ] {
        let block = compared.iter().find(|block| block.after.contains(words)).expect("a block");
        let Fate::Changed(difference) = &block.fate else { panic!("{words}: {block:#?}") };
        let (mut same, mut went, mut came) = (String::new(), String::new(), String::new());
        for piece in &difference.pieces {
            match piece {
                Piece::Same { text } | Piece::Moved { text } => same.push_str(text),
                Piece::Gone { text } => went.push_str(text),
                Piece::New { text } => came.push_str(text),
                Piece::Changed { before, after, .. } => {
                    went.push_str(before);
                    came.push_str(after);
                }
            }
        }
        assert!(same.contains(words), "{words} stays: {difference:#?}");
        assert!(went.contains(gone) && came.contains(new), "{words}: {gone} to {new}: {difference:#?}");
    }
}
