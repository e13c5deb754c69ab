//! Dutch as users meet it: synonyms of one's own, spelling, completion, `analyze`, and the words that an index learns.

use std::fs;
use std::path::{Path, PathBuf};

use raadpleeg::backend::Reader;
use raadpleeg::backend::embedded::EmbeddedIndex;
use raadpleeg::search::{Completion, Searcher};
use serde_json::Value;
use support::{answer, corpus_index, fresh_folder, hits, run, search, shown, text};

mod support;

/// A folder of its own with files, and an index beside it.
fn folder(name: &str, files: &[(&str, &str)]) -> (PathBuf, PathBuf) {
    let place = fresh_folder(name);
    let docs = place.join("stukken");
    fs::create_dir_all(&docs).unwrap();
    files.iter().for_each(|(file, text)| fs::write(docs.join(file), text).unwrap());
    (docs, place.join("index"))
}

fn indexed(docs: &Path, index: &Path, more: &[&str]) {
    let ran = run([&["index", &shown(docs), "--index", &shown(index), "-q"], more].concat());
    assert_eq!(ran.code(), 0, "{}", ran.err);
}

fn kinds(answer: &Value) -> Vec<String> {
    let reasons = hits(answer).iter().flat_map(|hit| hit["uitleg"].as_array().unwrap());
    reasons.map(|reason| text(reason, "/soort").to_string()).collect()
}

/// Each kind of synonym finds and says so; none does where they are switched off.
#[test]
fn other_words_find_and_say_so() {
    for (query, kind) in [("vuilnis", "synoniem"), ("woz", "afkorting"), ("wob", "opvolger")] {
        let found = answer(&["--explain", query]);
        assert!(kinds(&found).iter().any(|found| found == kind), "{query}: {:?}", kinds(&found));
        let without = answer(&["--explain", "--no-synonyms", query]);
        assert!(!kinds(&without).iter().any(|found| found == kind), "{query}");
    }
}

/// A municipality that was merged is found under its new name.
#[test]
fn a_former_municipality_leads_to_the_one_of_today() {
    let (docs, index) = folder("herindeling", &[("a.md", "# Nota wonen\n\nDe gemeente Berg en Dal bouwt woningen.\n")]);
    indexed(&docs, &index, &[]);
    let ran = run(["search", "--index", &shown(&index), "--explain", "Groesbeek"]);
    assert_eq!(ran.code(), 0, "{}", ran.out);
    assert!(ran.out.contains("opgegaan in"), "{}", ran.out);
}

/// The name of a municipality is no form of another word: "huis" does not mean Huissen, which is part of Lingewaard.
#[test]
fn names_of_municipalities_are_taken_as_written() {
    let synonyms = |word: &str| run(["analyze", "--json", word]).json()[0]["synoniemen"].to_string();
    assert!(synonyms("Huissen").contains("lingewaard"), "{}", synonyms("Huissen"));
    for (word, name) in [("huis", "lingewaard"), ("gors", "lochem"), ("wier", "hollands kroon")] {
        assert!(!synonyms(word).contains(name), "{word}: {}", synonyms(word));
    }
}

/// A file of one's own works at once; a line that is wrong is named.
#[test]
fn own_synonyms_are_read_and_checked() {
    let place = fresh_folder("eigen");
    fs::create_dir_all(&place).unwrap();
    let file = place.join("synoniemen.txt");
    fs::write(&file, "# van ons\nZwabberkwint > afvalstoffenheffing\n").unwrap();
    assert_eq!(search(&["zwabberkwint"]).code(), 1);
    assert_eq!(search(&["--synonyms", &shown(&file), "zwabberkwint"]).code(), 0);
    fs::write(&file, "goed | best\nalleen\n").unwrap();
    let ran = search(&["--synonyms", &shown(&file), "afval"]);
    assert_eq!(ran.code(), 2);
    assert!(ran.err.contains("line 2") && ran.err.contains("one term"), "{}", ran.err);
}

/// What is misspelt is searched for as it was meant, and offered; what sounds alike is near.
#[test]
fn misspelt_words_are_corrected() {
    for (typed, meant) in [("glasvezl", "glasvezel"), ("hontenbelasting", "hondenbelasting")] {
        let found = answer(&[typed]);
        assert_eq!(text(&found, "/suggestie"), meant);
        assert!(!hits(&found).is_empty(), "{typed}");
    }
    assert!(answer(&["glasvezel"])["suggestie"].is_null());
    assert!(search(&["glasvezl"]).out.starts_with("Bedoelde u: glasvezel?"));
}

/// The right word finds the document with a slip in it, below those without.
#[test]
fn slips_in_documents_are_found() {
    let mut files: Vec<(String, String)> = (0..20)
        .map(|at| (format!("goed-{at}.md"), format!("# Nota {at}\n\nDe infrastructuur van wijk {at} is op orde.\n")))
        .collect();
    files.push(("slip.md".into(), "# Nota slip\n\nDe infrastrucuur van de haven is op orde.\n".into()));
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let (docs, index) = folder("slips", &files);
    indexed(&docs, &index, &[]);
    let ran = run(["search", "--index", &shown(&index), "--json", "--limit", "50", "infrastructuur"]);
    let found = ran.json();
    let paths: Vec<&str> = hits(&found).iter().map(|hit| text(hit, "/document/pad")).collect();
    assert_eq!(paths.len(), 21);
    assert_eq!(paths.last(), Some(&"slip.md"));
}

/// Words and titles go on from what is typed.
#[test]
fn typing_is_completed() {
    let searcher = Searcher::new(Box::new(EmbeddedIndex::open(corpus_index()).unwrap().reader().unwrap()));
    let words = searcher.complete("kosten glasv", 5).unwrap();
    assert!(words.contains(&Completion::Word("kosten glasvezel".into())), "{words:?}");
    let titles = searcher.complete("Afvalstoffenv", 5).unwrap();
    let title = |completion: &Completion| matches!(completion, Completion::Title(title) if title.contains("Afvalstoffenverordening"));
    assert!(titles.iter().any(title), "{titles:?}");
    assert!(searcher.complete("glasvezel ", 5).unwrap().is_empty());
    assert!(searcher.complete("g", 5).unwrap().is_empty());
}

/// `analyze` tells stem, parts and synonyms.
#[test]
fn words_are_analyzed() {
    let ran = run(["analyze", "--json", "hondenbelasting", "vuilnis"]);
    let words = ran.json();
    assert_eq!(words[0]["delen"], serde_json::json!(["hond", "belast"]));
    assert!(words[1]["synoniemen"].as_array().unwrap().contains(&"restafval".into()), "{words}");
    assert!(run(["analyze", "hondenbelasting"]).out.contains("[hond + belast]"));
}

/// What a first run reads teaches the words of its compounds; they are stored, and change only on demand.
#[test]
fn an_index_learns_the_words_of_its_folder() {
    let text = "# Nota zwibbels\n\nDe zwibbel is er. Een zwibbel kost geld. Zonder zwibbel geen plan. De zwibbel groeit, \
                een zwibbel bloeit.\n\nHet zwibbelplan, de zwibbelbelasting en het zwibbelbeleid gaan voor; de \
                gemeentezwibbel volgt.\n";
    let (docs, index) = folder("leren", &[("a.md", text)]);
    indexed(&docs, &index, &[]);
    let lexicon = || EmbeddedIndex::open(&index).unwrap().reader().unwrap().info().lexicon.clone();
    assert!(lexicon().contains(&"zwibbel".to_string()), "{:?}", lexicon());
    let analyzed = run(["analyze", "--index", &shown(&index), "zwibbelbelasting"]);
    assert!(analyzed.out.contains("[zwibbel + belast]"), "{}", analyzed.out);

    let words = docs.parent().unwrap().join("woorden.txt");
    fs::write(&words, "# geen\n").unwrap();
    let refused = run(["index", &shown(&docs), "--index", &shown(&index), "--lexicon", &shown(&words)]);
    assert_eq!(refused.code(), 2);
    assert!(refused.err.contains("--reanalyze"), "{}", refused.err);
    let again = run(["index", "--reanalyze", "--index", &shown(&index), "--lexicon", &shown(&words)]);
    assert_eq!(again.code(), 0, "{}", again.err);
    assert!(lexicon().is_empty());
    assert_eq!(run(["search", "--index", &shown(&index), "zwibbelbeleid"]).code(), 0);
    assert_eq!(run(["index", "--reanalyze", "--index", &shown(&index)]).code(), 0);
    assert!(lexicon().contains(&"zwibbel".to_string()));
    assert_eq!(run(["check", "--index", &shown(&index)]).code(), 0);
}

/// An index that was analysed again answers as one made afresh with the same words.
#[test]
fn analysing_again_gives_the_same_index() {
    let words = fresh_folder("zelfde");
    fs::create_dir_all(&words).unwrap();
    let lexicon = words.join("woorden.txt");
    fs::write(&lexicon, "brom\nzwibbel\n").unwrap();
    let (one, other) = (words.join("een"), words.join("ander"));
    let corpus = support::corpus();
    indexed(&corpus, &one, &[]);
    assert_eq!(run(["index", "--reanalyze", "--index", &shown(&one), "--lexicon", &shown(&lexicon)]).code(), 0);
    indexed(&corpus, &other, &["--lexicon", &shown(&lexicon)]);
    for query in ["glasvezel", "kosten hondenbelasting", "vuilnis"] {
        let found = |index: &Path| {
            let ran = run(["search", "--index", &shown(index), "--json", "--group", "none", query]);
            let found = ran.json();
            hits(&found).iter().map(|hit| text(hit, "/passage/id").to_string()).collect::<Vec<_>>()
        };
        assert_eq!(found(&one), found(&other), "{query}");
    }
}
