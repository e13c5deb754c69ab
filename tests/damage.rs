//! What holds when the files of an index are not what they were:
//!
//! - R3: `check` names every damage; a search answers right or refuses and says what to do, never panics, never gives
//!   another answer, never touches the index. Damage that keeps the time of the file may be met later, but never as a
//!   panic. An index that may not be written serves readers and tells writers; one that may not be read says so.
//! - R6: an index of another format, analysis or storage library is refused with what to do.

mod common;

use std::fs;
use std::path::Path;

use common::{
    Place, Random, allow, answer, bound_by_permissions, contents, copy_folder, document, finish, on_index, path_text,
    start,
};

/// The file that holds the last commit.
const COMMIT: &str = "meta.json";
/// The list of files of the storage library.
const LIST: &str = ".managed.json";
const QUERIES: [&str; 3] = ["gemeente", "parkeren binnenstad", "vergunning*"];

/// An index with deleted passages, so that it has files of all kinds.
fn sample() -> Place {
    let place = Place::new();
    place.write_documents(0..60);
    common::index(&place.folder(), &place.index()).expect(0);
    place.write("map0/stuk-0.md", document(1000));
    common::index(&place.folder(), &place.index()).expect(0);
    let names = contents(&place.index());
    assert!(names.keys().any(|name| name.ends_with(".del")), "a file with deletions is among {:?}", names.keys());
    place
}

/// The files that can be damaged, the commit record among them.
fn files(index: &Path) -> Vec<String> {
    let kept = contents(index).into_iter().filter(|(name, _)| !name.ends_with(".txt"));
    let mut kept: Vec<(String, Vec<u8>)> = kept.collect();
    // Names of segments are random: in this order a seed always harms the same files.
    kept.sort_by_key(|(name, bytes)| (name.rsplit('.').next().map(str::to_string), bytes.len()));
    kept.into_iter().map(|(name, _)| name).collect()
}

#[derive(Clone, Copy, Debug)]
enum Harm {
    Flip,
    Truncate,
    Zero,
    Delete,
}

const HARMS: [Harm; 4] = [Harm::Flip, Harm::Truncate, Harm::Zero, Harm::Delete];

/// Damages a file in a place that the seed chooses; `None` deletes it.
fn harmed(mut bytes: Vec<u8>, harm: Harm, random: &mut Random) -> Option<Vec<u8>> {
    let at = place_to_harm(&bytes, random);
    match harm {
        Harm::Flip => bytes[at] ^= 1 << random.below(8),
        Harm::Truncate => bytes.truncate(at),
        Harm::Zero => {
            let end = (at + 1 + random.below(64)).min(bytes.len());
            bytes[at..end].iter_mut().for_each(|byte| *byte = if *byte == 0 { 1 } else { 0 });
        }
        Harm::Delete => return None,
    }
    Some(bytes)
}

/// Anywhere but in the version that the storage library notes behind the checksummed bytes and reads only in part.
fn place_to_harm(bytes: &[u8], random: &mut Random) -> usize {
    let start = bytes.windows(11).rposition(|window| window == b"{\"version\":").unwrap_or(bytes.len());
    let end = bytes.windows(8).rposition(|window| window == b"},\"crc\":").unwrap_or(bytes.len());
    loop {
        let at = random.below(bytes.len());
        if !(start..end).contains(&at) {
            return at;
        }
    }
}

/// Damages `file` of the index; with `hidden` it keeps its time.
fn damage(index: &Path, file: &str, harm: Harm, hidden: bool, random: &mut Random) {
    let path = index.join(file);
    let time = fs::metadata(&path).and_then(|data| data.modified()).expect("a file has a time");
    match harmed(fs::read(&path).expect("a file can be read"), harm, random) {
        Some(bytes) => fs::write(&path, bytes).expect("a file can be damaged"),
        None => return fs::remove_file(path).expect("a file can be deleted"),
    }
    if hidden {
        fs::File::options()
            .write(true)
            .open(&path)
            .and_then(|file| file.set_modified(time))
            .expect("a time can be set");
    }
}

/// R3: sixty damages, over all files and all kinds of harm.
#[test]
fn every_damage_is_named_and_none_gives_another_answer() {
    let place = sample();
    let right = QUERIES.map(|query| answer(&place.index(), query));
    let (names, index, mut random) = (files(&place.index()), place.at("damaged"), Random(3));
    for number in 0..60 {
        let (name, harm) = (&names[number % names.len()], HARMS[number / names.len() % HARMS.len()]);
        copy_folder(&place.index(), &index);
        damage(&index, name, harm, false, &mut random);
        let (left, what) = (contents(&index), format!("{number}: {harm:?} of {name}"));
        let checked = on_index("check", &index, &[]);
        assert!(checked.code() == 2 && checked.out.contains(name.as_str()), "{what}: {checked:?}");
        let at = number % QUERIES.len();
        let ran = on_index("search", &index, &["--json", "--group", "none", "--limit", "10000", "--", QUERIES[at]]);
        match ran.code() {
            0 => assert!(common::settled(ran.json()) == right[at], "{what}: another answer"),
            _ => drop(ran.expect_error(&["raadpleeg check"])),
        }
        assert!(contents(&index) == left, "{what}: the index was changed");
    }
}

/// R3: a writer does not wipe or replace a damaged index either.
#[test]
fn a_writer_leaves_a_damaged_commit_record() {
    let place = sample();
    let (index, mut random) = (place.at("damaged"), Random(4));
    for harm in HARMS {
        copy_folder(&place.index(), &index);
        damage(&index, COMMIT, harm, false, &mut random);
        let left = contents(&index);
        common::index(&place.folder(), &index).expect_error(&[path_text(&index), "raadpleeg check"]);
        assert!(contents(&index) == left, "{harm:?}: the index was changed");
    }
}

/// R3: damage that no time betrays. `check` still names it; a search or run ends by itself.
#[test]
fn hidden_damage_never_panics() {
    let place = sample();
    let (names, index, mut random) = (files(&place.index()), place.at("damaged"), Random(5));
    let names: Vec<&String> = names.iter().filter(|name| *name != COMMIT).collect();
    for number in 0..60 {
        let (name, harm) = (names[number % names.len()], HARMS[number / names.len() % 3]);
        copy_folder(&place.index(), &index);
        damage(&index, name, harm, true, &mut random);
        let what = format!("{number}: {harm:?} of {name}");
        let checked = on_index("check", &index, &[]);
        assert!(checked.code() == 2 && checked.out.contains(name.as_str()), "{what}: {checked:?}");
        for query in QUERIES {
            let ran = on_index("search", &index, &["--explain", query]);
            assert!(matches!(ran.code(), 0..=2) && !ran.err.contains("panicked"), "{what}: {ran:?}");
            let (lines, advice) = (ran.err.lines().count(), ran.err.contains("raadpleeg check"));
            assert!(ran.code() < 2 || lines == 1 && advice, "{what}: {ran:?}");
        }
        let ran = common::index(&place.folder(), &index);
        assert!(matches!(ran.code(), 0..=2) && ran.err.lines().count() <= 1, "{what}: {ran:?}");
    }
}

/// R3: the list of files is for writers; a search does without.
#[test]
fn a_damaged_list_of_files_does_not_stop_readers() {
    let place = sample();
    let right = answer(&place.index(), QUERIES[0]);
    for content in ["", "[]", "{", "[\"meta.json\"]"] {
        fs::write(place.index().join(LIST), content).expect("the list can be damaged");
        assert_eq!(answer(&place.index(), QUERIES[0]), right);
        let checked = on_index("check", &place.index(), &[]).expect(2);
        assert!(checked.out.contains(LIST), "{checked:?}");
    }
}

/// R3: who may only read, reads; who may not even that, is told so.
#[test]
fn permissions_are_told() {
    let place = sample();
    let index = place.index();
    let search = ["search", "--index", path_text(&index), "gemeente"];
    let Some(mut searching) = bound_by_permissions(&place, &search) else {
        return common::skipped("permissions: no user to become");
    };
    for entry in fs::read_dir(&index).expect("the index can be read") {
        allow(&entry.expect("an entry").path(), 0o444);
    }
    allow(&index, 0o555);
    let before = contents(&index);
    finish(start(&mut searching)).expect(0);
    place.write("nieuw.md", document(77));
    let (folder, write) = (place.folder(), "write to the index");
    let update = ["index", path_text(&folder), "--index", path_text(&index)];
    let mut indexing = bound_by_permissions(&place, &update).expect("a user");
    finish(start(&mut indexing)).expect_error(&[write, path_text(&index), "check the permissions"]);
    assert!(contents(&index) == before, "the index was changed");
    allow(&index, 0o000);
    for verb in ["search", "check", "status"] {
        let word = (verb == "search").then_some("gemeente");
        let args: Vec<&str> = [verb, "--index", path_text(&index)].into_iter().chain(word).collect();
        let mut reading = bound_by_permissions(&place, &args).expect("a user");
        finish(start(&mut reading)).expect_error(&["read", path_text(&index), "check the permissions"]);
    }
    allow(&index, 0o755);
}

/// Replaces text in the commit record, and seals it as the program does.
fn edit_commit(index: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(index.join(COMMIT)).expect("the commit record is text");
    let (record, _) = text.rsplit_once("\n//crc32:").expect("the commit record is sealed");
    assert!(record.contains(from), "{from} is in {record}");
    let record = record.replace(from, to);
    let sealed = format!("{record}\n//crc32:{:08x}\n", crc32fast::hash(record.as_bytes()));
    fs::write(index.join(COMMIT), sealed).expect("the commit record can be written");
}

/// R6: refused for reading, checking and writing alike, and left as it was.
#[track_caller]
fn expect_refused(place: &Place, parts: &[&str]) {
    let index = place.index();
    let before = contents(&index);
    let parts: Vec<&str> = [path_text(&index), "raadpleeg index"].iter().chain(parts).copied().collect();
    on_index("search", &index, &["gemeente"]).expect_error(&parts);
    on_index("status", &index, &[]).expect_error(&parts);
    on_index("check", &index, &[]).expect_error(&parts);
    common::index(&place.folder(), &index).expect_error(&parts);
    assert!(contents(&index) == before, "the index was changed");
}

/// R6: another format.
#[test]
fn another_format_is_refused() {
    let place = sample();
    let format = raadpleeg::backend::FORMAT;
    let [ours, other] = [format, format + 1].map(|number| format!("\\\"format\\\":{number},"));
    edit_commit(&place.index(), &ours, &other);
    expect_refused(&place, &[&format!("format {}", format + 1), "delete the folder"]);
}

/// R6: another analysis of Dutch.
#[test]
fn another_analysis_is_refused() {
    let place = sample();
    edit_commit(&place.index(), &raadpleeg::analysis::Analyzer::fingerprint(), "nl-0000000000000000");
    expect_refused(&place, &["another analysis of Dutch", "nl-0000000000000000", "index --reanalyze"]);
}

/// An index of another analysis is brought up to date from its own text: its documents may be gone by then.
#[test]
fn another_analysis_is_repaired_without_the_documents() {
    let place = sample();
    edit_commit(&place.index(), &raadpleeg::analysis::Analyzer::fingerprint(), "nl-0000000000000000");
    fs::remove_dir_all(place.folder()).expect("the documents can be removed");
    on_index("index", &place.index(), &["--reanalyze"]).expect(0);
    on_index("search", &place.index(), &["gemeente"]).expect(0);
    on_index("check", &place.index(), &[]).expect(0);
}

/// R6: a commit record in which this program's part cannot be read.
#[test]
fn another_commit_record_is_refused() {
    let place = sample();
    edit_commit(&place.index(), "\\\"format\\\":", "\\\"vorm\\\":");
    expect_refused(&place, &["commit record of another version", "delete the folder"]);
}

/// R6: files of another version of the storage library.
#[test]
fn files_of_another_library_are_refused() {
    let place = sample();
    for (name, mut bytes) in contents(&place.index()) {
        let number = b"\"index_format_version\":";
        if let Some(at) = bytes.windows(number.len()).rposition(|window| window == number) {
            bytes[at + number.len()] = b'1';
            fs::write(place.index().join(name), bytes).expect("a file can be changed");
        }
    }
    expect_refused(&place, &["another version of the program", "delete the folder"]);
}
