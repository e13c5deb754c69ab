//! Every extraction case gives the text and the metadata that are written beside it: a folder of tests/extract holds an
//! input made for the project (`invoer.*`, by make.py), what it is about (`bedoeling.txt`) and what is read of it
//! (`verwacht.txt`). `tests/extract/add FILE NAME` adds one; `RAADPLEEG_RECORD=1 cargo test --test extract` writes what is
//! read now over what was expected, to be looked at before it is kept.

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use raadpleeg::document::{BlockKind, Content, Missing};
use raadpleeg::extract::{Job, Part};
use raadpleeg::ingest::metadata_beside;

/// The folders of the cases, in order.
fn cases() -> Vec<PathBuf> {
    let all = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/extract");
    let folders = fs::read_dir(all).expect("the cases").flatten().map(|entry| entry.path());
    let mut cases: Vec<PathBuf> = folders.filter(|folder| folder.join("bedoeling.txt").is_file()).collect();
    cases.sort();
    cases
}

/// The input of a case: the file that has metadata beside it, else the only one.
fn input(case: &Path) -> PathBuf {
    let files = fs::read_dir(case).expect("a case").flatten().map(|entry| entry.path());
    let is_input = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("invoer."));
    let mut inputs: Vec<PathBuf> = files.filter(is_input).collect();
    inputs.sort();
    let about = inputs.iter().find(|input| metadata_beside(input).is_some()).cloned();
    about.or_else(|| inputs.into_iter().next()).expect("an input")
}

/// What is read of a case, as it is written beside it.
fn read(case: &Path) -> String {
    let input = input(case);
    let bytes = fs::read(&input).expect("the input can be read");
    let name = |path: &Path| path.file_name().expect("a name").to_string_lossy().into_owned();
    let beside = metadata_beside(&input).map(|path| (name(&path), fs::read(path).expect("metadata")));
    let beside = beside.as_ref().map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
    let name = name(&input);
    let job = Job { name: &name, bytes: &bytes, beside, raw: false };
    let parts = common::ingest_options().workers.extract(&job);
    parts.iter().map(shown).collect()
}

fn shown(part: &Part) -> String {
    let mut text = if part.path.is_empty() { String::new() } else { format!("\n== {}\n", part.path) };
    match &part.content {
        Ok(content) => text.push_str(&facts(content)),
        Err(reason) => text.push_str(&format!("onvolledig: {}\n", reason.code())),
    }
    text
}

/// What is declared and covered, then a line for each block.
fn facts(content: &Content) -> String {
    let mut text = String::new();
    let (declared, coverage) = (&content.declared, &content.coverage);
    let mut line = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            text.push_str(&format!("{name}: {value}\n"));
        }
    };
    line("titel", declared.title.clone());
    line("auteur", declared.author.clone());
    line("data", (!declared.dates.is_empty()).then(|| declared.dates.join(", ")));
    line("gemaakt", (!declared.made.is_empty()).then(|| declared.made.join(", ")));
    line("taal", declared.language.clone());
    let given = &declared.given;
    line("gegeven titel", given.title.clone());
    line("gegeven datum", given.date.clone());
    line("gegeven soort", given.kind.clone());
    line("gegeven gemeente", given.municipality.clone());
    line("paginas", coverage.pages.map(|pages| pages.to_string()));
    for Missing { pages, reason } in &coverage.missing {
        let pages = pages.map(|(from, to)| format!(" {from}-{to}")).unwrap_or_default();
        line("onvolledig", Some(format!("{}{pages}", reason.code())));
    }
    text.push('\n');
    for block in &content.blocks {
        let kind = match block.kind {
            BlockKind::Heading(level) => level.to_string(),
            BlockKind::Paragraph => "p".to_owned(),
            BlockKind::ListItem => "i".to_owned(),
            BlockKind::TableHead => "h".to_owned(),
            BlockKind::TableRow => "t".to_owned(),
        };
        let page = block.page.map(|page| format!("[{page}] ")).unwrap_or_default();
        text.push_str(&format!("{page}{kind} {}\n", block.text.replace('\n', "/")));
    }
    text
}

#[test]
fn cases_are_read_as_expected() {
    let cases = cases();
    assert!(cases.len() >= 100, "{} cases", cases.len());
    let mut wrong = Vec::new();
    for case in &cases {
        let (path, found) = (case.join("verwacht.txt"), read(case));
        if std::env::var_os("RAADPLEEG_RECORD").is_some() {
            fs::write(&path, &found).expect("what is expected can be written");
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        if found != expected {
            let name = case.file_name().expect("a name").to_string_lossy();
            let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), found.lines().collect());
            let less = old.iter().filter(|line| !new.contains(line)).map(|line| format!("\n  - {line}"));
            let more = new.iter().filter(|line| !old.contains(line)).map(|line| format!("\n  + {line}"));
            wrong.push(format!("{name}:{}", less.chain(more).collect::<String>()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
