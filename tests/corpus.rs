//! The questions of tests/questions/corpus.jsonl on an index of the project's own corpus.
//!
//! - every quotation stands in one passage of its file: extraction keeps it, and cutting does not tear it;
//! - every question is taken by the query language;
//! - the passage that a reader would quote is as often first, and among three, as in tests/questions/baseline.json,
//!   for each kind of question and for all; so is the right document.
//!
//! After a change for the better, `RAADPLEEG_RECORD=1 cargo test --release --test corpus` records the new figures.

#![expect(clippy::print_stdout, reason = "the table is shown")]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::LazyLock;

use raadpleeg::backend::embedded::EmbeddedIndex;
use raadpleeg::evaluate::{Hit, Outcome, Question, QuestionReport};
use raadpleeg::query::parse;
use raadpleeg::search::{Group, Grouping, SearchRequest, Searcher};
use support::{corpus_index, flat, project};

mod support;

/// Name of a kind to name of a figure to figure.
type Figures = BTreeMap<String, BTreeMap<String, f64>>;

static SEARCHER: LazyLock<Searcher> = LazyLock::new(|| {
    let reader = EmbeddedIndex::open(corpus_index()).unwrap().reader().unwrap();
    Searcher::new(Box::new(reader))
});

fn questions() -> Vec<Question> {
    Question::read(&project().join("tests/questions/corpus.jsonl")).unwrap()
}

fn passages(query: &str, limit: usize) -> Vec<Group> {
    let query = parse(query).unwrap_or_else(|refusal| panic!("{query}: {refusal}"));
    let request =
        SearchRequest { limit, group: Grouping::None, facets: false, count: false, ..SearchRequest::default() };
    SEARCHER.search(&query, &request).unwrap().groups
}

/// Text as quotations are compared: white space, case, quotation marks and soft hyphens make no difference.
fn plain(text: &str) -> String {
    flat(&text.replace('\u{AD}', "").replace(['’', '‘'], "'").to_lowercase())
}

#[test]
fn every_quotation_stands_in_a_passage_of_its_file() {
    let mut files: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for group in passages("verzameling:corpus", 10_000) {
        let file = format!("corpus/{}", group.hit.document.path);
        files.entry(file).or_default().push(plain(&group.hit.passage.text));
    }
    let mut lost = Vec::new();
    for question in questions() {
        for answer in &question.answers {
            let quotation = plain(&answer.quotation);
            let Some(passages) = files.get(&answer.file) else {
                lost.push(format!("{}: no such file {}", question.text, answer.file));
                continue;
            };
            if !passages.iter().any(|passage| passage.contains(&quotation)) {
                let torn = passages.join(" ").contains(&quotation);
                let how = if torn { "torn over two passages" } else { "in no passage" };
                lost.push(format!("{}: {how} of {}: {}", question.text, answer.file, answer.quotation));
            }
        }
    }
    assert!(lost.is_empty(), "{} quotations:\n  {}", lost.len(), lost.join("\n  "));
}

#[test]
fn the_right_passage_is_found_as_often_as_before() {
    let found: Vec<Outcome> = questions().iter().map(outcome).collect();
    let reports = QuestionReport::by_kind(&found);
    print_table(&reports);
    let figures: Figures = reports.iter().map(|report| (report.kind.clone(), figures(report))).collect();
    let path = baseline_path();
    if std::env::var_os("RAADPLEEG_RECORD").is_some_and(|value| value == "1") {
        std::fs::write(&path, serde_json::to_string_pretty(&figures).unwrap() + "\n").unwrap();
        println!("recorded in {}", path.display());
    }
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let worse = worse(&serde_json::from_str(&text).unwrap(), &figures);
    let advice = "if it is for the better all the same, record it with RAADPLEEG_RECORD=1";
    assert!(worse.is_empty(), "below tests/questions/baseline.json ({advice}):\n  {}", worse.join("\n  "));
}

fn outcome(question: &Question) -> Outcome {
    let groups = passages(&question.text, 10);
    question.judge(&groups.iter().map(hit).collect::<Vec<_>>())
}

fn hit(Group { hit, .. }: &Group) -> Hit<'_> {
    Hit { path: &hit.document.path, text: &hit.passage.text, page_from: None, page_to: None }
}

fn baseline_path() -> PathBuf {
    project().join("tests/questions/baseline.json")
}

/// The figures that may not fall; of whole questions, so that three decimals tell them apart.
fn figures(report: &QuestionReport) -> BTreeMap<String, f64> {
    let rounded = |share: f64| (share * 1000.0).round() / 1000.0;
    let figures = [
        ("questions", report.number as f64),
        ("passage@1", rounded(report.passage.at1)),
        ("passage@3", rounded(report.passage.at3)),
        ("document@1", rounded(report.document.at1)),
    ];
    figures.into_iter().map(|(name, figure)| (name.to_string(), figure)).collect()
}

/// What is lower now than in `before`, or asked otherwise.
fn worse(before: &Figures, now: &Figures) -> Vec<String> {
    let mut worse = Vec::new();
    for (kind, figures) in before {
        for (name, was) in figures {
            let is = now.get(kind).and_then(|figures| figures.get(name)).copied().unwrap_or(0.0);
            let falls = if name == "questions" { is != *was } else { is < *was };
            if falls {
                worse.push(format!("{kind} {name}: {is}, was {was}"));
            }
        }
    }
    let added = now.keys().filter(|kind| !before.contains_key(*kind));
    worse.extend(added.map(|kind| format!("{kind}: not in the baseline yet")));
    worse
}

/// Shown by `cargo test --test corpus -- --nocapture`, and when the test fails.
fn print_table(reports: &[QuestionReport]) {
    println!("kind            n  passage @1     @3  document @1");
    for report in reports {
        let (kind, number) = (&report.kind, report.number);
        let (passage, document) = (&report.passage, &report.document);
        println!("{kind:<13} {number:>3}       {:.3}  {:.3}        {:.3}", passage.at1, passage.at3, document.at1);
    }
}
