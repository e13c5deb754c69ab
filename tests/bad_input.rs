//! What holds whatever a folder holds and however the command is used:
//!
//! - A file that cannot be read as text is reported with its reason and the run goes on (exit code 1); a folder that
//!   cannot be read at all stops it (2).
//! - Nothing outside the folder is read, no index is indexed, and the walk ends: links, loops, pipes, hidden files.
//! - What could not be read this time is not forgotten.
//! - Collections keep their folder; wrong arguments and names are told with the next step.
//! - Names and texts of documents cannot steer a terminal or a spreadsheet, and stay on their line.
//! - Ctrl-C keeps the last commit; a closed pipe is no error.

mod common;

use std::ffi::OsStr;
use std::fs;
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::process::{Command, Stdio};

use common::{
    Place, Ran, allow, bound_by_permissions, command, digest, document, finish, on_index, path_text, run, start,
};

/// Brings the index of a place up to date, with more arguments.
fn update(place: &Place, args: &[&str]) -> Ran {
    let folder = place.folder();
    let all: Vec<&str> = [path_text(&folder)].iter().chain(args).copied().collect();
    on_index("index", &place.index(), &all)
}

/// The paths of the documents found for a query.
fn found(place: &Place, query: &str) -> Vec<String> {
    let args = ["--json", "--limit", "10000", "--versions", "all", query];
    let shown = on_index("search", &place.index(), &args);
    let answer: serde_json::Value = serde_json::from_str(&shown.out).expect("JSON");
    let hits = answer["treffers"].as_array().expect("hits").iter();
    let mut paths: Vec<String> = hits.map(|hit| hit["document"]["pad"].as_str().expect("a path").to_string()).collect();
    paths.sort();
    paths.dedup();
    paths
}

/// The files that `status` tells gave nothing or not all: path and code.
fn incomplete(place: &Place) -> Vec<(String, String)> {
    let status = on_index("status", &place.index(), &["--json"]).expect(0).json();
    let text = |value: &serde_json::Value| value.as_str().expect("text").to_string();
    let list = status["onvolledig"].as_array().expect("a list");
    list.iter().map(|file| (text(&file["pad"]), text(&file["code"]))).collect()
}

/// Each bad file is reported with its reason, and the good one beside it is found.
#[test]
fn bad_files_are_reported_and_the_run_goes_on() {
    let large = "De gemeente schrijft veel. ".repeat(45_000);
    let cases: [(&str, &[u8], &str); 8] = [
        ("leeg.txt", b"", "empty"),
        ("wit.txt", b" \n\t\n", "empty"),
        ("binair.txt", b"\x00\x01\x02\x03\x04\x05gemeente\x00\x00", "binary"),
        ("plaatje.txt", b"\x89PNG\r\n\x1a\n gemeente", "binary"),
        ("inpakken.txt", b"PK\x03\x04 gemeente", "damaged"),
        ("groot.txt", large.as_bytes(), "too-large"),
        ("tabel.ods", b"gemeente", "damaged"),
        ("foto.png", b"\x89PNG\r\n\x1a\n", "unknown-format"),
    ];
    for (name, content, reason) in cases {
        let place = Place::new();
        place.write("goed.md", document(1));
        place.write(name, content);
        let ran = update(&place, &["--max-file-size", "1"]).expect(1);
        assert!(ran.out.contains(name) && ran.out.contains(reason), "{name}: {ran:?}");
        assert_eq!(incomplete(&place), [(name.to_string(), reason.to_string())]);
        assert_eq!(found(&place, "gemeente"), ["goed.md"], "{name}");
    }
}

/// Bytes that are no UTF-8 are read in the encoding that they are in, or reported; the words around them are found.
#[test]
fn other_encodings_are_read() {
    let place = Place::new();
    place.write("latijn.txt", b"De gemeente wil een caf\xe9 met co\xf6peratie bij de haven, en dat is een idee.\n");
    let mut mixed = "De gemeente en de coöperatie over rioolheffing. ".repeat(20).into_bytes();
    mixed.extend(b"\xff\xfe\x81\xc3");
    place.write("kapot.txt", mixed);
    assert!(matches!(update(&place, &[]).code(), 0 | 1));
    assert_eq!(found(&place, "gemeente"), ["kapot.txt", "latijn.txt"]);
    assert_eq!(found(&place, "café"), ["latijn.txt"]);
}

/// Names that are no UTF-8, or hold a newline or an escape, are indexed and stay on their line.
#[test]
fn odd_names_stay_on_their_line() {
    let place = Place::new();
    for name in [&b"on\xffzin.md"[..], b"regel\nbreuk.md", b"\x1b[31mrood.md", b"-rf.md", b"wit regel .md"] {
        fs::write(place.folder().join(OsStr::from_bytes(name)), document(1)).expect("a file can be written");
    }
    fs::write(place.folder().join("leeg\n\x1b[2J.txt"), "").expect("a file can be written");
    let told = update(&place, &[]).expect(1);
    assert_eq!(found(&place, "gemeente").len(), 5);
    assert!(found(&place, "gemeente").contains(&"on\\xffzin.md".to_string()));
    let status = on_index("status", &place.index(), &[]).expect(0);
    let shown = on_index("search", &place.index(), &["--limit", "100", "--versions", "all", "gemeente"]).expect(0);
    assert!(shown.out.lines().any(|line| line.contains("regel") && line.contains("breuk.md")), "{shown:?}");
    for ran in [told, status, shown] {
        no_controls(&ran);
    }
}

#[track_caller]
fn no_controls(ran: &Ran) {
    let steers = |c: char| c != '\n' && c != '\r' && c.is_control() || ('\u{202A}'..='\u{202E}').contains(&c);
    assert!(!ran.out.contains(steers) && !ran.err.contains(steers), "{ran:?}");
}

/// Escapes and control characters of documents reach neither the terminal nor a table.
#[test]
fn texts_cannot_steer_a_terminal() {
    let place = Place::new();
    let attack = "\x1b]0;titel\x07\x1b[2J\u{9b}31m\u{202e}\u{8}";
    // Enough text that the files do not pass for binary ones.
    let text = "De gemeente bouwt aan de haven. ".repeat(40);
    place.write("aanval.md", format!("# Nota {attack}haven\n\n## Kop {attack}\n\nDe gemeente {attack}. {text}\n"));
    place.write(
        "aanval.html",
        format!("<title>Haven {attack}</title><h1>Kop {attack}</h1><p>{text} {attack} {text}</p>"),
    );
    update(&place, &[]).expect(0);
    for args in [&["gemeente"][..], &["--explain", "haven"], &["--csv", "gemeente"], &["--json", "gemeente"]] {
        no_controls(&on_index("search", &place.index(), args).expect(0));
    }
    no_controls(&on_index("search", &place.index(), &["\x1b[31mgemeente"]));
    no_controls(&on_index("search", &place.index(), &["titel:(\x1b[31m"]));
    no_controls(&on_index("index", &place.index(), &["/bestaat/\x1b[31mniet\n"]).expect(2));
}

/// A cell that a spreadsheet would take for a formula is made text, as are quotes and newlines.
#[test]
fn spreadsheets_get_no_formulas() {
    let place = Place::new();
    for (number, start) in ["=", "+", "-", "@"].iter().enumerate() {
        place.write(&format!("{start}cmd{number}.txt"), format!("{start}cmd|' /C calc'!A0 is wat de gemeente zegt.\n"));
    }
    place.write("citaat.md", "# De \"nota\"; met, tekens\n\nDe gemeente zegt \"ja\", niet nee.\n");
    update(&place, &[]).expect(0);
    let table = on_index("search", &place.index(), &["--csv", "--limit", "100", "gemeente"]).expect(0).out;
    for (number, start) in ["=", "+", "-", "@"].iter().enumerate() {
        assert!(table.contains(&format!("\"'{start}cmd{number}.txt\"")), "{table}");
        assert!(!table.contains(&format!(",{start}cmd")) && !table.contains(&format!(",\"{start}cmd")), "{table}");
    }
    assert!(
        table.contains("\"De gemeente zegt \"\"ja\"\", niet nee.\"") || table.contains("zegt \"\"ja\"\", niet nee.")
    );
}

/// Links are not followed, those that lead out and pipes are told, loops end, hidden files are left alone.
#[test]
fn the_walk_stays_inside_and_ends() {
    let place = Place::new();
    let secret = place.at("geheim.md");
    fs::write(&secret, "# Geheim\n\nDe gemeente bewaart een raadselwoord.\n").expect("a file can be written");
    fs::create_dir(place.at("buiten")).expect("a folder can be made");
    fs::copy(&secret, place.at("buiten").join("geheim.md")).expect("a file can be copied");
    place.write("goed.md", document(1));
    place.write("map/ook.md", document(2));
    place.write(".verborgen.md", document(3));
    place.write(".map/verborgen.md", document(4));
    for (target, name) in [
        (secret.as_path(), "link.md"),
        (&place.at("buiten"), "uit"),
        (&place.folder(), "map/lus"),
        ("weg".as_ref(), "niets.md"),
    ] {
        symlink(target, place.folder().join(name)).expect("a link can be made");
    }
    let made = Command::new("mkfifo").arg(place.folder().join("pijp.txt")).status();
    let piped = made.is_ok_and(|status| status.success());
    let ran = update(&place, &[]).expect(1);
    for name in ["link.md", "uit", "niets.md"].iter().chain(piped.then_some(&"pijp.txt")) {
        let line = ran.out.lines().find(|line| line.contains(&format!("/{name} ")));
        assert!(line.is_some_and(|line| line.contains("outside-folder")), "{name}: {ran:?}");
    }
    assert_eq!(found(&place, "gemeente"), ["goed.md", "map/ook.md"]);
}

/// An index inside the folder is never walked, whatever text it holds.
#[test]
fn an_index_is_not_indexed() {
    let place = Place::new();
    place.write("goed.md", document(1));
    let inside = place.folder().join("index");
    for _ in 0..2 {
        let ran = common::index(&place.folder(), &inside).expect(0);
        assert!(ran.out.contains("1 documents"), "{ran:?}");
    }
    update(&place, &[]).expect(0);
    assert_eq!(found(&place, "raadpleeg OR gemeente"), ["goed.md"]);
}

/// What lies in a folder that cannot be read now stays in the index; a file that became readable is read.
#[test]
fn unreadable_folders_keep_their_documents() {
    let place = Place::new();
    (0..3).for_each(|seed| place.write(&format!("map/stuk-{seed}.md"), document(seed)));
    place.write("dicht.md", document(8));
    let (folder, index) = (place.folder(), place.index());
    fs::create_dir(&index).expect("a folder for the index");
    allow(&index, 0o777);
    let args = ["index", path_text(&folder), "--index", path_text(&index)];
    let run =
        |code: i32| bound_by_permissions(&place, &args).map(|mut command| finish(start(&mut command)).expect(code));
    allow(&folder.join("dicht.md"), 0o000);
    let Some(first) = run(1) else { return common::skipped("permissions: no user to become") };
    assert!(first.out.contains("dicht.md") && first.out.contains("unreadable"), "{first:?}");
    allow(&folder.join("map"), 0o000);
    allow(&folder.join("dicht.md"), 0o644);
    let second = run(1).expect("a user");
    assert!(
        second.out.contains("0 removed") && second.out.contains("stukken/map ") && second.out.contains("unreadable"),
        "{second:?}"
    );
    assert_eq!(found(&place, "gemeente"), ["dicht.md", "map/stuk-0.md", "map/stuk-1.md", "map/stuk-2.md"]);
    allow(&folder.join("map"), 0o755);
    fs::remove_dir_all(folder.join("map")).expect("the folder can be deleted");
    run(0);
    assert_eq!(found(&place, "gemeente"), ["dicht.md"]);
    allow(&folder, 0o000);
    let told = run(2).expect("a user").expect_error(&[path_text(&folder), "check the permissions"]);
    allow(&folder, 0o755);
    assert_eq!(found(&place, "gemeente"), ["dicht.md"], "{told:?}");
}

/// Globs choose files; what they leave out later leaves the index.
#[test]
fn globs_choose() {
    let place = Place::new();
    ["a.md", "b.txt", "archief/c.md", "archief/diep/d.txt"].iter().for_each(|name| place.write(name, document(1)));
    let cases: [(&[&str], &[&str]); 5] = [
        (&[], &["a.md", "archief/c.md", "archief/diep/d.txt", "b.txt"]),
        (&["--include", "*.md"], &["a.md", "archief/c.md"]),
        (&["--exclude", "archief/**"], &["a.md", "b.txt"]),
        (&["--include", "*.md", "--include", "*.txt", "--exclude", "archief/**"], &["a.md", "b.txt"]),
        (&["--include", "*.md", "--exclude", "archief/**"], &["a.md"]),
    ];
    for (args, expected) in cases {
        update(&place, args).expect(0);
        assert_eq!(found(&place, "gemeente"), expected, "{args:?}");
    }
    update(&place, &["--include", "a[", "-q"]).expect_error(&["a[", "not a file pattern", "*.md"]);
}

/// Wrong arguments, folders and names: exit code 2, one line that names the thing and the next step, nothing changed.
#[test]
fn wrong_use_is_told() {
    let place = Place::new();
    place.write("a.md", document(1));
    place.write("andere/stukken/b.md", document(2));
    update(&place, &[]).expect(0);
    let (before, index, other) = (digest(&place.index()), place.index(), place.folder().join("andere/stukken"));
    let (missing, file, nothing) = (place.at("weg"), place.folder().join("a.md"), place.at("geen-index"));
    let [index, other, missing, file, nothing] =
        [&index, &other, &missing, &file, &nothing].map(|path| path_text(path));
    let folder = place.folder();
    let folder = path_text(&folder);
    let cases: [(&[&str], &[&str]); 11] = [
        (&["index", missing, "--index", index], &[missing, "check the path"]),
        (&["index", file, "--index", index], &[file, "folder"]),
        (&["index", other, "--index", index], &["stukken", other, "--collection", "--remove stukken"]),
        (&["index", folder, other, "--index", index], &[folder, other, "--collection NAME"]),
        (&["index", folder, other, "--collection", "x", "--index", index], &["--collection", "one by one"]),
        (&["index", "--remove", "weg", "--index", index], &["weg", "it has: stukken"]),
        (&["index", "--remove", "weg", "--index", nothing], &[nothing, "raadpleeg index"]),
        (&["index", other, "--index", folder], &[folder, "choose an empty folder"]),
        (&["search", "gemeente", "--index", nothing], &[nothing, "raadpleeg index"]),
        (&["check", "--index", nothing], &[nothing, "raadpleeg index"]),
        (&["status", "--index", file], &[file]),
    ];
    for (args, parts) in cases {
        run(args).expect_error(parts);
    }
    for args in [
        &["index"][..],
        &["search", "x"],
        &["zoek"],
        &["index", folder],
        &["search", "x", "--index", index, "--limit", "0"],
    ] {
        run(args).expect(2);
    }
    digest(&place.index()).expect(&before, "after wrong use");
    assert!(!place.at("geen-index").exists(), "no index was made by reading");
}

/// Collections are removed by name; the others stay.
#[test]
fn collections_are_removed() {
    let place = Place::new();
    place.write("noord/a.md", document(1));
    place.write("zuid/b.md", document(2));
    let folders = [place.folder().join("noord"), place.folder().join("zuid")];
    on_index("index", &place.index(), &folders.each_ref().map(|path| path_text(path))).expect(0);
    on_index("index", &place.index(), &["--remove", "noord"]).expect(0);
    assert_eq!(found(&place, "gemeente"), ["b.md"]);
    on_index("index", &place.index(), &["--remove", "noord"]).expect_error(&["noord", "it has: zuid"]);
    on_index("index", &place.index(), &[path_text(&folders[1]), "--collection", "oost"]).expect(0);
    assert_eq!(found(&place, "verzameling:oost gemeente"), ["b.md"]);
    on_index("check", &place.index(), &[]).expect(0);
}

/// `--quiet` prints nothing but errors; the exit codes of `raadpleeg index --help` hold.
#[test]
fn quiet_is_quiet() {
    let place = Place::new();
    place.write("a.md", document(1));
    for (name, code) in [("a.md", 0), ("leeg.txt", 1)] {
        place.write(name, if code == 0 { document(2) } else { String::new() });
        let ran = update(&place, &["--quiet"]).expect(code);
        assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", ""), "{name}");
    }
    let ran = on_index("index", &place.index(), &["--remove", "stukken", "-q"]).expect(0);
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", ""));
    on_index("search", &place.index(), &["gemeente"]).expect(1);
}

/// Ctrl-C at several moments: exit code 2 with the last commit intact, or 0 where the run was all but done.
#[test]
fn interrupted_runs_keep_the_last_commit() {
    let place = Place::new();
    place.write_documents(0..50);
    update(&place, &[]).expect(0);
    let before = digest(&place.index());
    place.write_documents(50..700);
    let mut stopped = 0;
    for wait in [30, 50, 70, 90, 120, 200, 400] {
        let child = common::start_index(&place.folder(), &place.index());
        std::thread::sleep(std::time::Duration::from_millis(wait));
        let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
        assert!(sent.is_ok_and(|status| status.success()), "the signal was sent");
        let ran = finish(child);
        if ran.code() == 0 {
            break;
        }
        // A signal before the handler is there ends the process.
        if ran.status.code().is_some() {
            ran.expect_error(&["stopped; the last commit is intact"]);
            stopped += 1;
        }
        digest(&place.index()).expect(&before, "after Ctrl-C");
    }
    assert!(stopped > 0, "no run was stopped between two files");
    update(&place, &[]).expect(0);
    on_index("check", &place.index(), &[]).expect(0);
    assert_eq!(found(&place, "gemeente").len(), 700);
}

/// A reader that has seen enough and closes the pipe is no error.
#[test]
fn a_closed_pipe_is_success() {
    let place = Place::new();
    place.write_documents(0..300);
    update(&place, &[]).expect(0);
    for format in [&["--group", "none"][..], &["--csv"], &["--json"]] {
        let args = ["search", "--index", path_text(&place.index()), "--limit", "10000", "gemeente"].map(String::from);
        let mut command = command(args.iter().map(String::as_str).chain(format.iter().copied()));
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the command starts");
        let mut pipe = child.stdout.take().expect("a pipe");
        pipe.read_exact(&mut [0; 16]).expect("a first piece");
        drop(pipe);
        let ran = finish(child).expect(0);
        assert_eq!(ran.err, "", "{format:?}");
    }
}
