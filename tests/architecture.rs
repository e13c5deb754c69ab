//! The plan of the house, checked on the text of the sources.
//!
//! - a room names only rooms below it;
//! - `document`, `analysis` and `query` do no I/O;
//! - only `backend/embedded` names tantivy;
//! - only `main` and `cli` print or exit; only `config` reads the environment;
//! - every source file says at its top what it is for, and has at most 500 lines;
//! - `unsafe` says why it is safe; nothing is left to be done (`todo!` and the like).

use std::path::{Path, PathBuf};

/// The rooms from the top floor down; each may name those after it.
const ROOMS: [&str; 18] = [
    "main", "cli", "server", "answer", "wording", "evaluate", "search", "ingest", "backend", "extract", "query",
    "synonyms", "lineage", "analysis", "document", "config", "error", // The list of rooms, which names none.
    "lib",
];

/// Longest source file, in lines.
const LONGEST: usize = 500;

/// What stands for input or output, beside what only `main` and `cli` may do.
const INPUT_OUTPUT: [&str; 8] =
    ["std::fs", "std::net", "std::env", "std::process", "std::io", "fs::", "walkdir", "memmap"];

/// A source file.
struct Source {
    /// Its path from the top of the project, with "/" between the parts.
    path: String,
    text: String,
    /// The text without comments and without what stands in strings, line by line the same.
    code: String,
}

impl Source {
    fn room(&self) -> &str {
        let inside = self.path.strip_prefix("src/").unwrap_or(&self.path);
        inside.split('/').next().unwrap_or(inside).trim_end_matches(".rs")
    }

    /// The numbers and code of the lines that hold one of `names` as a whole path or word.
    fn lines_with<'s>(&'s self, names: &'s [&str]) -> impl Iterator<Item = (usize, &'s str)> {
        let lines = self.code.lines().enumerate().map(|(at, line)| (at + 1, line));
        lines.filter(|(_, line)| names.iter().any(|name| holds(line, name)))
    }
}

/// Whether `line` holds `name` with nothing of a word directly before or after it.
fn holds(line: &str, name: &str) -> bool {
    let of_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    line.match_indices(name).any(|(at, _)| {
        let after = &line[at + name.len()..];
        !of_word(line[..at].chars().next_back()) && (name.ends_with([':', '!']) || !of_word(after.chars().next()))
    })
}

fn sources(folders: &[&str]) -> Vec<Source> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = folders.iter().flat_map(|folder| walkdir::WalkDir::new(top.join(folder)).sort_by_file_name());
    let files = files.filter_map(Result::ok).map(walkdir::DirEntry::into_path);
    files.filter(|path| path.extension().is_some_and(|ending| ending == "rs")).map(|path| source(top, path)).collect()
}

fn source(top: &Path, path: PathBuf) -> Source {
    let text = std::fs::read_to_string(&path).unwrap();
    let inside = path.strip_prefix(top).unwrap().to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    Source { path: inside, code: code_of(&text), text }
}

/// `text` with comments and the content of strings taken out, line ends kept.
fn code_of(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut code = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let end = skipped(&chars, at);
        if end > at {
            code.extend(chars[at..end].iter().filter(|c| **c == '\n'));
            at = end;
        } else {
            code.push(chars[at]);
            at += 1;
        }
    }
    code
}

/// Where the comment, string or character that begins at `at` ends; `at` where none begins.
fn skipped(chars: &[char], at: usize) -> usize {
    let rest = &chars[at..];
    let until = |end: &[char], from: usize| {
        let found = rest[from..].windows(end.len()).position(|window| window == end);
        at + found.map_or(rest.len(), |found| from + found + end.len())
    };
    match rest {
        ['/', '/', ..] => at + rest.iter().position(|c| *c == '\n').unwrap_or(rest.len()),
        ['/', '*', ..] => until(&['*', '/'], 2),
        ['r', '#', '"', ..] => until(&['"', '#'], 3),
        ['r', '"', ..] => until(&['"'], 2),
        ['"', ..] => at + string_length(rest),
        ['\'', '\\', ..] => until(&['\''], 3),
        ['\'', _, '\'', ..] => at + 3,
        _ => at,
    }
}

/// Characters of the string that `rest` begins with, quotes included.
fn string_length(rest: &[char]) -> usize {
    let mut at = 1;
    while at < rest.len() && rest[at] != '"' {
        at += if rest[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

/// Fails with all that `of_file` finds in the sources in `folders`.
fn check(folders: &[&str], rule: &str, of_file: impl Fn(&Source) -> Vec<String>) {
    let sources = sources(folders);
    assert!(!sources.is_empty(), "no sources in {folders:?}");
    let found: Vec<String> = sources
        .iter()
        .flat_map(|source| of_file(source).into_iter().map(|what| format!("{}: {what}", source.path)))
        .collect();
    assert!(found.is_empty(), "{rule}:\n  {}", found.join("\n  "));
}

/// Fails where a source outside `allowed` (beginnings of paths) holds one of `names`.
fn only_in(allowed: &[&str], names: &[&str], rule: &str) {
    check(&["src"], rule, |source| {
        if allowed.iter().any(|allowed| source.path.starts_with(allowed)) {
            return Vec::new();
        }
        source.lines_with(names).map(|(number, line)| format!("line {number}: {}", line.trim())).collect()
    });
}

#[test]
fn rooms_name_only_rooms_below_them() {
    let floor = |room: &str| ROOMS.iter().position(|known| *known == room);
    check(&["src"], "a room may name only those below it in ROOMS", |source| {
        let Some(own) = floor(source.room()) else {
            return vec!["is in no room of ROOMS: give it a floor".to_string()];
        };
        let mut wrong = Vec::new();
        for (number, line) in source.code.lines().enumerate() {
            for named in line.split("crate::").skip(1) {
                let named = named.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
                let below = floor(named).is_some_and(|other| other > own || named == source.room());
                if !below {
                    let named = if named.is_empty() { "several rooms at once" } else { named };
                    wrong.push(format!("line {}: names {named}", number + 1));
                }
            }
        }
        wrong
    });
}

#[test]
fn rooms_of_pure_thought_do_no_input_or_output() {
    check(&["src/document.rs", "src/analysis", "src/query"], "no input or output here", |source| {
        let lines = source.lines_with(&INPUT_OUTPUT);
        lines.map(|(number, line)| format!("line {number}: {}", line.trim())).collect()
    });
}

#[test]
fn only_the_embedded_back_end_names_tantivy() {
    only_in(&["src/backend/embedded"], &["tantivy"], "only backend/embedded may name tantivy");
}

#[test]
fn only_main_and_cli_print_or_exit() {
    let prints =
        ["println!", "print!", "eprintln!", "eprint!", "io::stdout", "io::stderr", "process::exit", "process::abort"];
    // A worker answers on its standard output; nobody reads that but the program.
    let rooms = ["src/main.rs", "src/cli", "src/extract/worker/child.rs"];
    only_in(&rooms, &prints, "only main and cli may print or exit");
}

#[test]
fn only_config_reads_the_environment() {
    check(&["src"], "only config may read the environment", |source| {
        if source.room() == "config" {
            return Vec::new();
        }
        let reading = source.lines_with(&["std::env", "env::var", "env::var_os", "env::args", "env::current_exe"]);
        let reading = reading.filter(|(_, line)| !line.contains("std::env::temp_dir()"));
        reading.map(|(number, line)| format!("line {number}: {}", line.trim())).collect()
    });
}

#[test]
fn every_file_says_what_it_is_for() {
    check(&["src", "tests", "benches"], "a file begins with //! and what it is for", |source| {
        let first = source.text.lines().next().unwrap_or_default();
        if first.starts_with("//! ") { Vec::new() } else { vec![format!("begins with {first:?}")] }
    });
}

#[test]
fn files_are_short() {
    check(&["src", "tests", "benches"], "files have at most 500 lines", |source| {
        let lines = source.text.lines().count();
        if lines > LONGEST { vec![format!("{lines} lines")] } else { Vec::new() }
    });
}

#[test]
fn unsafe_code_says_why_it_is_safe() {
    check(&["src", "tests", "benches"], "`// SAFETY` stands in the three lines above unsafe code", |source| {
        let lines: Vec<&str> = source.text.lines().collect();
        let unexplained = source.lines_with(&["unsafe"]).filter(|(number, _)| {
            let before = &lines[number.saturating_sub(4)..number - 1];
            !before.iter().any(|line| line.contains("// SAFETY"))
        });
        unexplained.map(|(number, _)| format!("line {number}")).collect()
    });
}

#[test]
fn nothing_is_left_to_be_done() {
    check(&["src", "tests", "benches"], "no unfinished code", |source| {
        let lines = source.lines_with(&["todo!", "unimplemented!", "dbg!"]);
        lines.map(|(number, line)| format!("line {number}: {}", line.trim())).collect()
    });
}

/// The reading of sources itself: what is code, and what only looks like it.
#[test]
fn comments_and_strings_are_no_code() {
    for (text, expected) in [
        ("a // std::fs\nb", "a \nb"),
        ("a /* x\ny */ b", "a \n b"),
        (r#"f("std::fs // \" x") + 1"#, "f() + 1"),
        ("f('\"', '\\'', 'a') + \"x\"", "f(, , ) + "),
        ("fn f<'a>(x: &'a str)", "fn f<'a>(x: &'a str)"),
        ("r#\"dbg!\"# + 1", " + 1"),
    ] {
        assert_eq!(code_of(text), expected);
    }
    assert!(holds("use std::fs;", "std::fs") && !holds("my_std::fs", "std::fs") && !holds("unsafe_op", "unsafe"));
}
