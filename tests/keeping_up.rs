//! What becomes of an index when its folder changes, and what is said about files beside them:
//!
//! - A file that moved keeps its document; what comes to its old place is another one.
//! - An archive's members and a mail's attachments are documents of their own, and go with it.
//! - A folder without any file is not believed, until it is confirmed.
//! - Metadata beside a file wins over what the file says; rules of raadpleeg.toml hold where it says nothing; a change of
//!   either is taken over.
//! - A dry run tells what a run does, and does nothing.
//! - Following a folder brings every change into the index.
//! - A scanned page is read where Tesseract is installed, once, and told as a scan where it is not asked for.

#[path = "common/bombs.rs"]
mod bombs;
mod common;

use std::fs;
use std::path::Path;
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant};

use common::{DEADLINE, Place, Ran, command, document, on_index, path_text, start};
use serde_json::Value;

/// Brings the index of a place up to date, with more arguments.
fn update(place: &Place, args: &[&str]) -> Ran {
    let folder = place.folder();
    on_index("index", &place.index(), &[&[path_text(&folder)], args].concat())
}

/// The documents that hold all words of `query`: path, id and the document.
fn documents(place: &Place, query: &str) -> Vec<(String, String, Value)> {
    let answer = common::answer(&place.index(), query);
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let hits = answer["treffers"].as_array().expect("hits").iter().map(|hit| &hit["document"]);
    let mut found: Vec<_> = hits.map(|found| (text(&found["pad"]), text(&found["id"]), found.clone())).collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found.dedup_by(|a, b| a.0 == b.0);
    found
}

fn paths(place: &Place, query: &str) -> Vec<String> {
    documents(place, query).into_iter().map(|(path, _, _)| path).collect()
}

/// The bytes of the input of an extraction case.
fn case(path: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/extract").join(path)).expect("a case")
}

#[test]
fn a_file_that_moved_keeps_its_document() {
    let place = Place::new();
    place.write("brug.txt", "De ophaalbrug gaat dicht.");
    place.write("weg.txt", "De rotonde gaat open.");
    update(&place, &[]).expect(0);
    let id = documents(&place, "ophaalbrug")[0].1.clone();
    fs::create_dir(place.folder().join("2022")).expect("a folder");
    fs::rename(place.folder().join("brug.txt"), place.folder().join("2022/ophaalbrug.txt")).expect("a move");
    let ran = update(&place, &[]).expect(0);
    assert!(ran.out.contains("0 new, 0 changed, 1 moved, 1 unchanged, 0 removed"), "{ran:?}");
    let moved = documents(&place, "ophaalbrug");
    assert_eq!((moved[0].0.as_str(), &moved[0].1), ("2022/ophaalbrug.txt", &id));
    // Another document comes to the old place.
    place.write("brug.txt", "De fietsbrug gaat open.");
    update(&place, &[]).expect(0);
    let found = documents(&place, "fietsbrug");
    let new = found.iter().find(|(path, _, _)| path == "brug.txt").expect("the new document is found");
    assert_ne!(new.1, id);
    assert_eq!(documents(&place, "ophaalbrug")[0].1, id);
    let ran = update(&place, &[]).expect(0);
    assert!(ran.out.contains("0 new, 0 changed, 3 unchanged"), "{ran:?}");
    on_index("check", &place.index(), &[]).expect(0);
}

#[test]
fn members_of_archives_are_documents_and_go_with_them() {
    let place = Place::new();
    place.write("goed.md", document(1));
    let letters = bombs::zip(&[("map/een.txt", b"De eerste rotonde."), ("twee.md", b"# Twee\n\nDe tweede rotonde.")]);
    let archive =
        bombs::zip(&[("binnen.zip", &letters), ("drie.txt", b"De derde rotonde."), ("foto.png", b"\x89PNG\r\n")]);
    place.write("post.zip", archive);
    let ran = update(&place, &[]).expect(1);
    assert!(ran.out.contains("post.zip/foto.png  unknown-format"), "{ran:?}");
    let all = ["post.zip/binnen.zip/map/een.txt", "post.zip/binnen.zip/twee.md", "post.zip/drie.txt"];
    assert_eq!(paths(&place, "rotonde"), all);
    // Nothing has changed.
    assert!(update(&place, &[]).expect(1).out.contains("0 new, 0 changed, 2 unchanged"));
    place.write("post.zip", bombs::zip(&[("drie.txt", b"De derde rotonde is klaar.")]));
    update(&place, &[]).expect(0);
    assert_eq!(paths(&place, "rotonde"), ["post.zip/drie.txt"]);
    fs::remove_file(place.folder().join("post.zip")).expect("the archive can be deleted");
    update(&place, &[]).expect(0);
    assert_eq!(paths(&place, "rotonde"), [""; 0]);
    on_index("check", &place.index(), &[]).expect(0);
}

#[test]
fn attachments_of_a_mail_are_documents() {
    let place = Place::new();
    place.write("bericht.eml", case("eml-bijlagen/invoer.eml"));
    update(&place, &[]).expect(0);
    assert_eq!(paths(&place, "agenda"), ["bericht.eml", "bericht.eml/agenda.pdf"]);
    assert_eq!(paths(&place, "bestemmingsplan"), ["bericht.eml/agenda.pdf", "bericht.eml/besluit.docx"]);
}

#[test]
fn an_empty_folder_is_not_believed() {
    let place = Place::new();
    place.write("een/brug.txt", "De ophaalbrug gaat dicht.");
    update(&place, &[]).expect(0);
    fs::remove_dir_all(place.folder().join("een")).expect("the files can be deleted");
    let ran = update(&place, &[]).expect(1);
    assert!(ran.err.contains("--confirm-removal"), "{ran:?}");
    assert_eq!(paths(&place, "ophaalbrug"), ["een/brug.txt"]);
    let planned = update(&place, &["--dry-run"]).expect(0);
    assert!(planned.out.starts_with("? stukken/een/brug.txt"), "{planned:?}");
    update(&place, &["--confirm-removal"]).expect(0);
    assert_eq!(paths(&place, "ophaalbrug"), [""; 0]);
}

#[test]
fn a_dry_run_tells_and_does_nothing() {
    let place = Place::new();
    for name in ["a.txt", "b.txt", "c.txt"] {
        place.write(name, format!("De brug van {name}"));
    }
    let planned = update(&place, &["--dry-run"]).expect(0);
    assert!(planned.out.contains("+ stukken/a.txt") && planned.out.contains("read 3 new"), "{planned:?}");
    assert!(!place.index().exists());
    update(&place, &[]).expect(0);
    let before = common::contents(&place.index());
    place.write("a.txt", "De brug is nu een tunnel geworden.");
    place.write("d.txt", "De nieuwe brug.");
    fs::remove_file(place.folder().join("b.txt")).expect("a file can be deleted");
    let planned = update(&place, &["--dry-run"]).expect(0);
    let steps =
        "+ stukken/d.txt\n~ stukken/a.txt\n- stukken/b.txt\nwould read 1 new and 1 changed files and remove 1\n";
    assert_eq!(planned.out, steps);
    assert_eq!(common::contents(&place.index()), before);
}

#[test]
fn metadata_beside_a_file_wins() {
    let place = Place::new();
    place.write("nota.md", "# Een oude titel\n\nDatum: 3 mei 2020\n\nOver de ophaalbrug.");
    place.write(
        "nota.json",
        r#"{"titel": "Nota bruggen", "datum": "2022-06-08", "soort": "brief", "gemeente": "Tiel"}"#,
    );
    update(&place, &[]).expect(0);
    let known = |place: &Place| documents(place, "ophaalbrug").remove(0).2;
    let fact = |document: &Value, name: &str| document[name].as_str().unwrap_or_default().to_owned();
    let found = known(&place);
    let facts = ["titel", "datum", "soort", "gemeente"].map(|name| fact(&found, name));
    assert_eq!(facts, ["Nota bruggen", "2022-06-08", "brief", "Tiel"]);
    assert_eq!(paths(&place, "bruggen"), ["nota.md"], "the metadata is no document");
    // Changed metadata is taken over, though the file is as it was.
    place.write("nota.json", r#"{"titel": "Nota over de bruggen"}"#);
    update(&place, &[]).expect(0);
    let found = known(&place);
    assert_eq!([fact(&found, "titel"), fact(&found, "datum")], ["Nota over de bruggen", "2020-05-03"]);
}

#[test]
fn rules_hold_where_nothing_else_is_said() {
    let place = Place::new();
    place.write("2021/nota.md", "# Nota over de ophaalbrug\n\nOver de ophaalbrug.");
    place.write("nota.md", "# Nota over de rotonde\n\nOver de rotonde.");
    let settings = place.at("raadpleeg.toml");
    let write = |year: u32| {
        let rule = format!(
            "[[collection.rule]]\npath = \"2021/**\"\nyear = {year}\nkind = \"brief\"\nreaders = [\"griffie\"]\n"
        );
        let text = format!("[[collection]]\nname = \"raad\"\nfolder = \"stukken\"\nmunicipality = \"Tiel\"\n{rule}");
        fs::write(&settings, text).expect("the settings can be written");
    };
    write(2021);
    let run = || on_index("index", &place.index(), &["--config", path_text(&settings)]);
    run().expect(0);
    let found = documents(&place, "ophaalbrug").remove(0).2;
    assert_eq!(
        (&found["gemeente"], &found["soort"], &found["verzameling"]),
        (&"Tiel".into(), &"brief".into(), &"raad".into())
    );
    assert_eq!(paths(&place, "jaar:2021 ophaalbrug"), ["2021/nota.md"]);
    assert_eq!(documents(&place, "rotonde")[0].2["gemeente"], "Tiel");
    write(2019);
    run().expect(0);
    assert_eq!(paths(&place, "jaar:2019 ophaalbrug"), ["2021/nota.md"]);
    fs::write(&settings, "ocr = true\nocrs = false\n").expect("the settings can be written");
    on_index("index", &place.index(), &["--config", path_text(&settings)]).expect_error(&["line 2", "ocrs"]);
}

/// A run that follows a folder; it ends with the test.
struct Following(Child);

impl Drop for Following {
    fn drop(&mut self) {
        // One that ended already is no harm.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn eventually(what: &str, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < DEADLINE, "{what}");
        thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn following_a_folder_brings_every_change() {
    for args in [&["--watch", "--quiet"][..], &["--watch", "--quiet", "--poll", "1"]] {
        let place = Place::new();
        place.write("een.txt", "De ophaalbrug gaat dicht.");
        let folder = place.folder();
        let index = place.index();
        let all = [&["index", path_text(&folder), "--index", path_text(&index)], args].concat();
        let mut following = Following(start(&mut command(all)));
        let finds = |query: &str, expected: &[&str]| {
            let ran = on_index("search", &index, &["--json", "--", query]);
            ran.code() < 2 && paths(&place, query) == expected
        };
        eventually("the first run", || finds("ophaalbrug", &["een.txt"]));
        place.write("map/twee.txt", "De rotonde gaat open.");
        eventually("a new file in a new folder", || finds("rotonde", &["map/twee.txt"]));
        fs::rename(folder.join("een.txt"), folder.join("map/drie.txt")).expect("a move");
        eventually("a file that moved", || finds("ophaalbrug", &["map/drie.txt"]));
        fs::remove_file(folder.join("map/twee.txt")).expect("a file can be deleted");
        eventually("a file that is gone", || finds("rotonde", &[]));
        // The whole folder goes, as a share does that is not there.
        fs::rename(&folder, place.at("elders")).expect("a move");
        thread::sleep(Duration::from_secs(3));
        assert!(following.0.try_wait().expect("the run").is_none(), "the run goes on");
        assert!(finds("ophaalbrug", &["map/drie.txt"]), "what is known of the folder was kept");
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "a check that was skipped is told")]
fn scans_are_read_where_that_is_asked_for() {
    let there = |name: &str, argument: &str| Command::new(name).arg(argument).output().is_ok();
    let place = Place::new();
    place.write("tekst.md", document(1));
    place.write("scan.pdf", case("pdf-scan/invoer.pdf"));
    let ran = update(&place, &[]).expect(1);
    assert!(ran.out.contains("scan.pdf  needs-ocr"), "{ran:?}");
    if !there("tesseract", "--version") || !there("pdftoppm", "-v") {
        let ran = update(&place, &["--ocr"]).expect(1);
        assert!(ran.err.contains("tesseract-ocr"), "{ran:?}");
        println!("skipped: reading a scan needs tesseract-ocr, tesseract-ocr-nld and poppler-utils");
        return;
    }
    update(&place, &["--ocr"]).expect(0);
    let status = on_index("status", &place.index(), &["--files", "--json"]).expect(0).json();
    let scan =
        status["bestanden"].as_array().expect("files").iter().find(|file| file["pad"] == "scan.pdf").expect("it");
    assert_eq!((&scan["ocrPaginas"], &scan["gelezenPaginas"]), (&1.into(), &1.into()), "{scan}");
    assert!(scan["passages"].as_u64() > Some(0), "{scan}");
    let kept: Vec<_> =
        fs::read_dir(place.index().join("scans")).expect("pages").flatten().map(|page| page.file_name()).collect();
    assert_eq!(kept.len(), 1, "the text of the page is kept, the work is not: {kept:?}");
    on_index("check", &place.index(), &[]).expect(0);
}
