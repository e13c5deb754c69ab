//! What several tests need: the program, an index of the project's own corpus, and text made comparable.

#![allow(dead_code, reason = "each test uses a part of it")]

#[path = "../common/command.rs"]
mod command;
#[path = "../common/random.rs"]
mod random;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

#[allow(unused_imports, reason = "each test uses a part of it")]
pub use command::{Ran, command, finish, run, start};
#[allow(unused_imports, reason = "each test uses a part of it")]
pub use random::Random;

use serde_json::Value;

/// Runs the program with another cache folder.
pub fn run_with_cache(cache: &Path, args: &[&str]) -> Ran {
    finish(start(command(args).env("XDG_CACHE_HOME", cache)))
}

/// The project's own documents.
pub fn corpus() -> PathBuf {
    project().join("corpus")
}

/// The top of the project.
pub fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A folder of this test program's own under `target`, empty.
pub fn fresh_folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(concat!("raadpleeg-", env!("CARGO_CRATE_NAME"))).join(name);
    if path.exists() {
        std::fs::remove_dir_all(&path).unwrap();
    }
    path
}

/// An index of the corpus, made once per test program.
pub fn corpus_index() -> &'static Path {
    static INDEX: OnceLock<PathBuf> = OnceLock::new();
    INDEX.get_or_init(|| {
        let path = fresh_folder("corpus-index");
        let ran = run(["index", &shown(&corpus()), "--index", &shown(&path)]);
        assert_eq!(ran.code(), 0, "every file of the corpus can be read: {}{}", ran.out, ran.err);
        path
    })
}

/// A path as an argument.
pub fn shown(path: &Path) -> String {
    path.to_str().expect("the path is UTF-8").to_string()
}

/// Searches the corpus; `args` are those after `search --index DIR`.
pub fn search(args: &[&str]) -> Ran {
    run([&["search", "--index", &shown(corpus_index())], args].concat())
}

/// The answer on the corpus as JSON; `args` as in [`search`].
pub fn answer(args: &[&str]) -> Value {
    let ran = search(&[&["--json"], args].concat());
    assert_ne!(ran.code(), 2, "{args:?}: {}", ran.err);
    ran.json()
}

/// The hits of an answer.
pub fn hits(answer: &Value) -> &Vec<Value> {
    answer["treffers"].as_array().expect("treffers is a list")
}

/// A string in an answer; empty where it is null.
pub fn text<'v>(value: &'v Value, pointer: &str) -> &'v str {
    value.pointer(pointer).unwrap_or_else(|| panic!("no {pointer} in {value}")).as_str().unwrap_or_default()
}

/// `text` with each stretch of white space as one space.
pub fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The pieces of a fragment as one text.
pub fn fragment(hit: &Value) -> String {
    hit["fragment"].as_array().unwrap().iter().map(|piece| text(piece, "/tekst")).collect()
}

/// Words of menus, stamps, cookies and shares: never part of what a document says.
pub const PAGE_FURNITURE: [&str; 6] = [
    "deze pagina is gebouwd op",
    "close this search box",
    "geef een reactie",
    "deel deze pagina",
    "met de export van",
    "cookie",
];

/// Fails where a passage or fragment of `hit` holds words of [`PAGE_FURNITURE`].
pub fn assert_no_furniture(hit: &Value) {
    let more = hit["meer"].as_array().unwrap().iter().map(|more| text(more, "/passage/tekst").to_string());
    for shown in more.chain([fragment(hit), text(hit, "/passage/tekst").to_string()]) {
        let plain = flat(&shown).to_lowercase();
        let found = PAGE_FURNITURE.iter().find(|words| plain.contains(**words));
        assert!(found.is_none(), "{}: {found:?} in {shown}", text(hit, "/document/pad"));
    }
}

/// Fails where the fragment of `hit` does not stand in its passage, or marks nothing.
pub fn assert_fragment(hit: &Value) {
    let whole = fragment(hit);
    let shown = flat(whole.strip_suffix(" …").unwrap_or(&whole));
    let passage = flat(text(hit, "/passage/tekst"));
    assert!(passage.contains(&shown), "fragment not in its passage: {shown:?} of {passage:?}");
    for piece in hit["fragment"].as_array().unwrap().iter().filter(|piece| piece["treffer"] == true) {
        assert!(!text(piece, "/tekst").trim().is_empty(), "a mark without text: {}", hit["fragment"]);
    }
}
