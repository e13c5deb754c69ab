//! What holds whatever happens while an index is written:
//!
//! - R1: killed at any moment, an index keeps its last commit, is sound, and the next run completes it.
//! - R2: on a full disk a run says so and names the folder, the last commit serves, and with room the next run
//!   completes it.
//! - R4: of two writers one wins and the other says so; a reader sees the commit before or after, never a mixture.

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use common::{
    Digest, Place, Random, answer, copy_folder, digest, document, finish, is_root, on_index, path_text, start_index,
};
use raadpleeg::backend::embedded::EmbeddedIndex;
use raadpleeg::backend::{IndexInfo, Reader};
use raadpleeg::query::parse;
use raadpleeg::search::{Grouping, SearchRequest, Searcher};

/// A folder with an index of it in many segments, after which files were changed, deleted and added.
struct Changed {
    place: Place,
    before: Digest,
}

impl Changed {
    fn new(documents: u64) -> Self {
        let place = Place::new();
        for step in 0..10 {
            place.write_documents(documents * step / 10..documents * (step + 1) / 10);
            common::index(&place.folder(), &place.index()).expect(0);
        }
        let before = digest(&place.index());
        for seed in 0..documents {
            let name = format!("map{}/stuk-{seed}.md", seed % 7);
            match seed % 5 {
                0 => fs::remove_file(place.folder().join(name)).expect("a document can be deleted"),
                1 | 2 => place.write(&name, document(seed + 1_000_000)),
                _ => {}
            }
        }
        place.write_documents(documents..documents + documents / 3);
        Changed { place, before }
    }

    /// The digest after a run that nothing disturbs, and how long that took at least.
    fn undisturbed(&self) -> (Digest, Duration) {
        let index = self.place.at("undisturbed");
        let timed = [(); 3].map(|()| {
            copy_folder(&self.place.index(), &index);
            let begun = Instant::now();
            common::index(&self.place.folder(), &index).expect(0);
            begun.elapsed()
        });
        (digest(&index), timed.into_iter().min().unwrap_or_default())
    }
}

/// R1.
#[test]
fn kills_lose_nothing() {
    const KILLS: u32 = 40;
    let changed = Changed::new(300);
    let (after, length) = changed.undisturbed();
    let index = changed.place.at("killed");
    let (mut random, mut cut_short) = (Random(1), 0);
    for kill in 0..KILLS {
        copy_folder(&changed.place.index(), &index);
        let begun = Instant::now();
        let mut child = start_index(&changed.place.folder(), &index);
        let moment = length * kill / KILLS + length * random.below(100) as u32 / (100 * KILLS);
        thread::sleep(moment.saturating_sub(begun.elapsed()));
        child.kill().expect("the command can be killed");
        let ended = finish(child);
        cut_short += u32::from(ended.status.code().is_none());
        on_index("check", &index, &[]).expect(0);
        let left = digest(&index);
        assert!(
            left == changed.before || left == after,
            "kill {kill} at {moment:?} left something between two commits"
        );
        common::index(&changed.place.folder(), &index).expect(0);
        digest(&index).expect(&after, &format!("the run after kill {kill} at {moment:?}"));
        on_index("check", &index, &[]).expect(0);
    }
    assert!(cut_short >= KILLS / 8, "only {cut_short} of {KILLS} runs were killed before their end");
}

/// R1, before there is any commit.
#[test]
fn a_killed_first_run_is_made_good() {
    let place = Place::new();
    place.write_documents(0..120);
    let begun = Instant::now();
    common::index(&place.folder(), &place.at("undisturbed")).expect(0);
    let (length, expected) = (begun.elapsed(), digest(&place.at("undisturbed")));
    for kill in 0..8 {
        let index = place.at(&format!("index-{kill}"));
        let mut child = start_index(&place.folder(), &index);
        thread::sleep(length * kill / 8);
        child.kill().expect("the command can be killed");
        finish(child);
        let checked = on_index("check", &index, &[]);
        let untouched = checked.err.contains("no commit yet") || checked.err.contains("no index in");
        assert!(checked.code() == 0 || checked.code() == 2 && untouched, "{checked:?}");
        common::index(&place.folder(), &index).expect(0);
        digest(&index).expect(&expected, &format!("the run after kill {kill}"));
    }
}

/// A small file system, unmounted with the test.
struct SmallDisk(PathBuf);

impl SmallDisk {
    /// `None` where mounting is not allowed.
    fn new(path: &Path) -> Option<Self> {
        fs::create_dir(path).expect("a place to mount on");
        let done = is_root() && mount(&["-t", "tmpfs", "-o", "size=64m", "raadpleeg-test"], path);
        done.then(|| SmallDisk(path.to_path_buf()))
    }

    fn resize(&self, bytes: usize) {
        assert!(mount(&["-o", &format!("remount,size={bytes}")], &self.0), "the disk can be resized");
    }
}

fn mount(options: &[&str], path: &Path) -> bool {
    Command::new("mount").args(options).arg(path).output().is_ok_and(|output| output.status.success())
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let unmounted = Command::new("umount").arg("--lazy").arg(&self.0).output();
        assert!(unmounted.is_ok_and(|output| output.status.success()) || thread::panicking(), "the disk is unmounted");
    }
}

fn size_of(index: &Path) -> usize {
    common::contents(index).values().map(|bytes| bytes.len().next_multiple_of(4096)).sum()
}

/// R2.
#[test]
fn a_full_disk_is_told_and_got_over() {
    let changed = Changed::new(200);
    let (after, _) = changed.undisturbed();
    let Some(disk) = SmallDisk::new(&changed.place.at("disk")) else {
        return common::skipped("a full disk: mounting a small file system is not allowed here");
    };
    let index = changed.place.at("disk").join("index");
    let size = size_of(&changed.place.index());
    // With room for nothing, for a part of the new segment, for most of it; without a commit before, for little.
    for (first, room) in
        [(false, size + 8192), (false, size * 11 / 10), (false, size * 5 / 4), (true, 40_960), (true, size / 2)]
    {
        disk.resize(64 << 20);
        if first {
            fs::remove_dir_all(&index).expect("the index can be deleted");
        } else {
            copy_folder(&changed.place.index(), &index);
        }
        disk.resize(room);
        let told = common::index(&changed.place.folder(), &index);
        told.expect_error(&[path_text(&index), "the disk is full", "make room and run the command again"]);
        if first {
            on_index("search", &index, &["gemeente"]).expect_error(&[path_text(&index), "raadpleeg index"]);
        } else {
            on_index("check", &index, &[]).expect(0);
            digest(&index).expect(&changed.before, &format!("with room for {room} bytes"));
        }
        disk.resize(64 << 20);
        common::index(&changed.place.folder(), &index).expect(0);
        digest(&index).expect(&after, &format!("after room for {room} bytes"));
        on_index("check", &index, &[]).expect(0);
    }
}

/// R4: every time exactly one of two runs wins.
#[test]
fn of_two_writers_one_wins() {
    let place = Place::new();
    for round in 0..10 {
        place.write_documents(0..200);
        (0..200).for_each(|seed| place.write(&format!("nieuw/stuk-{seed}.md"), document(seed + 1000 * round)));
        let both = [(); 2].map(|()| start_index(&place.folder(), &place.index()));
        let [first, second] = both.map(finish);
        let (winner, loser) = if first.code() == 0 { (first, second) } else { (second, first) };
        winner.expect(0);
        loser.expect_error(&[path_text(&place.index()), "is being written by another process"]);
        on_index("check", &place.index(), &[]).expect(0);
    }
}

/// R4: while every document is replaced, each answer is that of one commit. Once by the command, and faster within
/// this process.
#[test]
fn readers_see_whole_commits() {
    let place = Place::new();
    let states = [0, 5000].map(|start| {
        (0..200).for_each(|seed| place.write(&format!("stuk-{seed}.md"), document(start + seed)));
        common::index(&place.folder(), &place.index()).expect(0);
        (snapshot(&place.index()), answer(&place.index(), "gemeente"))
    });
    assert!(states[0] != states[1], "the states differ");
    for round in 0..10 {
        let start_seed = if round % 2 == 0 { 0 } else { 5000 };
        (0..200).for_each(|seed| place.write(&format!("stuk-{seed}.md"), document(start_seed + seed)));
        let mut writer = start_index(&place.folder(), &place.index());
        let mut looks = 0;
        while writer.try_wait().expect("the writer can be waited for").is_none() {
            let seen = snapshot(&place.index());
            assert!(
                states.iter().any(|state| state.0 == seen),
                "round {round}: a mixture of {} passages",
                seen.1.len()
            );
            if looks % 10 == 0 {
                let seen = answer(&place.index(), "gemeente");
                assert!(states.iter().any(|state| state.1 == seen), "round {round}: another answer");
            }
            looks += 1;
        }
        finish(writer).expect(0);
        assert!(looks > 0, "the reader looked while the writer wrote");
        assert!(answer(&place.index(), "gemeente") == states[round % 2].1, "round {round}: the end");
    }
}

/// What one opening of the index says of itself and finds.
fn snapshot(index: &Path) -> (IndexInfo, Vec<(String, u32)>) {
    let reader = EmbeddedIndex::open(index).and_then(|index| index.reader()).expect("the index can be read");
    let info = IndexInfo { committed: String::new(), ..reader.info().clone() };
    (info, found(Box::new(reader), "gemeente"))
}

/// The passages found for a query with their scores, by passage.
fn found(reader: Box<dyn Reader>, query: &str) -> Vec<(String, u32)> {
    let request = SearchRequest { limit: 10_000, group: Grouping::None, ..SearchRequest::default() };
    let searcher = Searcher::new(reader);
    let page = searcher.search(&parse(query).expect("a query"), &request).expect("the index can be searched");
    let hits = page.groups.into_iter().map(|group| (group.hit.passage.id, group.hit.score.to_bits()));
    let mut hits: Vec<(String, u32)> = hits.collect();
    hits.sort();
    hits
}
