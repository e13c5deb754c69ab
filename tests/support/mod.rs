//! What several tests need: the program, an index of the project's own corpus, and text made comparable.

#![allow(dead_code, reason = "each test uses a part of it")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use serde_json::Value;

/// What the program did.
pub struct Ran {
    /// Its exit code; `None` where a signal ended it.
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ran {
    fn of(output: Output) -> Ran {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program prints UTF-8");
        Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// The output as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {} {}", self.out, self.err))
    }
}

/// The program, with an environment that does not depend on who runs the tests.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_raadpleeg"));
    command.env("NO_COLOR", "1").env_remove("XDG_CACHE_HOME").env_remove("HOME");
    command
}

/// Runs the program.
pub fn run(args: &[&str]) -> Ran {
    Ran::of(program().args(args).output().unwrap())
}

/// Runs the program with another cache folder.
pub fn run_with_cache(cache: &Path, args: &[&str]) -> Ran {
    Ran::of(program().env("XDG_CACHE_HOME", cache).args(args).output().unwrap())
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
        let ran = run(&["index", &shown(&corpus()), "--index", &shown(&path)]);
        assert_eq!(ran.code, Some(0), "every file of the corpus can be read: {}{}", ran.out, ran.err);
        path
    })
}

/// A path as an argument.
pub fn shown(path: &Path) -> String {
    path.to_str().expect("the path is UTF-8").to_string()
}

/// Searches the corpus; `args` are those after `search --index DIR`.
pub fn search(args: &[&str]) -> Ran {
    run(&[&["search", "--index", &shown(corpus_index())], args].concat())
}

/// The answer on the corpus as JSON; `args` as in [`search`].
pub fn answer(args: &[&str]) -> Value {
    let ran = search(&[&["--json"], args].concat());
    assert_ne!(ran.code, Some(2), "{args:?}: {}", ran.err);
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

/// Numbers that look random and are the same on every run (SplitMix64).
pub struct Numbers(pub u64);

impl Numbers {
    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % limit as u64) as usize
    }

    /// One of `list`.
    pub fn pick<'t, T>(&mut self, list: &'t [T]) -> &'t T {
        &list[self.below(list.len())]
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
