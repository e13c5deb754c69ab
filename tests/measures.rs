//! The measures of `raadpleeg evaluate` against the code of trec_eval itself (through Python, tests/check_measures.py).
//!
//! - on a small judged set with grades, ties, unjudged documents and queries without results, every measure agrees to
//!   six decimals;
//! - the check itself notices a figure that is wrong.
//!
//! Needs python3 with the package pytrec_eval-terrier, which ./test installs; without it the test is skipped, but fails
//! where CI=true.

#![expect(clippy::print_stdout, reason = "what was skipped is told")]

use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Output};

use support::{Random, fresh_folder, project, run, shown};

mod support;

const SUBJECTS: [&str; 8] = [
    "de parkeervergunning",
    "het afval",
    "de hondenbelasting",
    "het zwembad",
    "de jeugdhulp",
    "glasvezel",
    "de bibliotheek",
    "de kwijtschelding",
];

const STATEMENTS: [&str; 5] = [
    "De raad stelt de regels voor {} vast.",
    "Over {} heeft het college een brief gestuurd; {} wordt duurder.",
    "Wie {} wil, vraagt dat aan bij het loket.",
    // Twice the same text: a tie for every query.
    "De begroting noemt {} niet.",
    "De begroting noemt {} niet.",
];

const QUERIES: [&str; 14] = [
    "parkeervergunning aanvragen",
    "afval",
    "hondenbelasting",
    "wat kost het zwembad",
    "jeugdhulp regels raad",
    "glasvezel",
    "brief bibliotheek",
    "begroting",
    "kwijtschelding",
    "college duurder",
    "raad stelt vast",
    "loket",
    "xqzwkvxq",
    "qqqq zzzz",
];

/// Writes the judged set: 40 documents, 14 queries of which two find nothing, grades of 0 to 3.
fn write_set(dir: &Path) {
    std::fs::create_dir_all(dir).unwrap();
    let (mut documents, mut queries, mut judgements) =
        (String::new(), String::new(), String::from("query-id\tcorpus-id\tscore\n"));
    for (subject, about) in SUBJECTS.iter().enumerate() {
        for (statement, says) in STATEMENTS.iter().enumerate() {
            let entry =
                serde_json::json!({"_id": format!("d{subject}-{statement}"), "text": says.replace("{}", about)});
            writeln!(documents, "{entry}").unwrap();
        }
    }
    let mut numbers = Random(40);
    for (number, asked) in QUERIES.iter().enumerate() {
        writeln!(queries, "{}", serde_json::json!({"_id": format!("q{number}"), "text": asked})).unwrap();
        let first = numbers.below(SUBJECTS.len() * STATEMENTS.len());
        for judged in 0..20 {
            let document = (first + judged * 7) % (SUBJECTS.len() * STATEMENTS.len());
            let (subject, statement) = (document / STATEMENTS.len(), document % STATEMENTS.len());
            let grade = if judged == 0 { 3 } else { numbers.below(4) };
            writeln!(judgements, "q{number}\td{subject}-{statement}\t{grade}").unwrap();
        }
    }
    for (name, content) in [("corpus.jsonl", documents), ("queries.jsonl", queries), ("qrels.tsv", judgements)] {
        std::fs::write(dir.join(name), content).unwrap();
    }
}

/// Whether python3 has the package; says so where it has not, and fails in continuous integration.
fn has_trec_eval() -> bool {
    let found = Command::new("python3").args(["-c", "import pytrec_eval"]).output();
    if found.is_ok_and(|output| output.status.success()) {
        return true;
    }
    let needed = "python3 with the package pytrec_eval-terrier, which ./test installs in target/python";
    assert!(std::env::var_os("CI").is_none_or(|value| value != "true"), "needed: {needed}");
    println!("skipped: needs {needed}");
    false
}

fn check(run: &Path, judgements: &Path, measures: &Path) -> Output {
    let script = project().join("tests/check_measures.py");
    let mut command = Command::new("python3");
    command.arg(script).arg(run).arg(judgements).arg("--compare").arg(measures);
    command.output().unwrap()
}

#[test]
fn measures_agree_with_trec_eval() {
    if !has_trec_eval() {
        return;
    }
    let dir = fresh_folder("judged-set");
    write_set(&dir);
    let [trec_run, measures, wrong] = ["run.txt", "measures.json", "wrong.json"].map(|name| dir.join(name));
    let ran = run(["evaluate", &shown(&dir), "--run", &shown(&trec_run), "--json"]);
    assert_eq!(ran.code(), 0, "{}", ran.err);
    std::fs::write(&measures, &ran.out).unwrap();
    let lines = std::fs::read_to_string(&trec_run).unwrap();
    assert!(lines.lines().count() > 60 && !lines.contains("q12 "), "most queries find something, q12 nothing");

    let agrees = check(&trec_run, &dir.join("qrels.tsv"), &measures);
    assert!(agrees.status.success(), "{}", String::from_utf8_lossy(&agrees.stderr));

    let mut changed = ran.json();
    for name in ["ndcg10", "mrr10", "recall100", "success1", "success3"] {
        let figure = changed[name].as_f64().unwrap();
        assert!(figure > 0.0 && figure < 1.0, "{name} is {figure}: the set tells nothing");
        changed[name] = serde_json::json!(figure + 0.00001);
    }
    std::fs::write(&wrong, changed.to_string()).unwrap();
    let differs = check(&trec_run, &dir.join("qrels.tsv"), &wrong);
    let told = String::from_utf8_lossy(&differs.stderr);
    assert!(!differs.status.success() && told.lines().count() == 5, "a wrong figure is noticed: {told}");
}
