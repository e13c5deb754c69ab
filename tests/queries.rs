//! The query language, from what is typed to what is found, on the project's own corpus.
//!
//! - each operator keeps its promise for every hit, and finds at least one;
//! - ways of writing the same thing find the same;
//! - what is too long, too deep or too much is refused with exit code 2, the place and the reason; the limits
//!   themselves are not;
//! - queries made to hurt are answered or refused, and nothing panics;
//! - random lines are answered or refused, with numbers that make sense.

use std::sync::LazyLock;

use raadpleeg::answer::Answer;
use raadpleeg::backend::embedded::EmbeddedIndex;
use raadpleeg::query::parse;
use raadpleeg::search::{Grouping, SearchRequest, Searcher, Sort};
use serde_json::Value;
use support::{Random, answer, assert_fragment, corpus_index, flat, hits, search, text};

mod support;

static SEARCHER: LazyLock<Searcher> = LazyLock::new(|| {
    let reader = EmbeddedIndex::open(corpus_index()).unwrap().reader().unwrap();
    Searcher::new(Box::new(reader))
});

/// What must hold for every hit.
type Promise = fn(&Value) -> bool;

/// All in a hit that a word can stand in, in lower case.
fn all_of(hit: &Value) -> String {
    let parts = ["/document/titel", "/document/pad", "/passage/tekst"].map(|pointer| text(hit, pointer));
    flat(&format!("{} {}", parts.join(" "), headings(hit))).to_lowercase()
}

fn headings(hit: &Value) -> String {
    let headings = hit["passage"]["koppen"].as_array().unwrap().iter();
    headings.map(|heading| heading.as_str().unwrap().to_lowercase()).collect::<Vec<_>>().join(" ")
}

fn has_word(hit: &Value, word: &str) -> bool {
    all_of(hit).split(|c: char| !c.is_alphanumeric()).any(|found| found == word)
}

/// Whether words that begin so stand at most `reach` words apart.
fn near(hit: &Value, first: &str, second: &str, reach: usize) -> bool {
    let all = all_of(hit);
    let words: Vec<&str> = all.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let at = |begin: &str| -> Vec<usize> {
        words.iter().enumerate().filter(|(_, word)| word.starts_with(begin)).map(|(at, _)| at).collect()
    };
    at(first).iter().any(|one| at(second).iter().any(|other| one.abs_diff(*other) <= reach + 1))
}

#[test]
fn operators_keep_their_promise() {
    let promises: [(&str, Promise); 19] = [
        ("\"gemeenschappelijke regeling\"", |hit| all_of(hit).contains("gemeenschappelijke regeling")),
        ("“gemeenschappelijke regeling”", |hit| all_of(hit).contains("gemeenschappelijke regeling")),
        ("glasvezel -steenhoek", |hit| !has_word(hit, "steenhoek")),
        ("glasvezel NOT (steenhoek OR zompdijk)", |hit| !has_word(hit, "steenhoek") && !has_word(hit, "zompdijk")),
        ("glasvezel -\"gemeenschappelijke regeling\"", |hit| !all_of(hit).contains("gemeenschappelijke regeling")),
        ("+glasvezel kosten subsidie", |hit| all_of(hit).contains("glasvezel")),
        ("glasvezel AND subsidie", |hit| all_of(hit).contains("glasvezel") && all_of(hit).contains("subsidie")),
        ("glasvezel EN subsidie", |hit| all_of(hit).contains("glasvezel") && all_of(hit).contains("subsidie")),
        // Without a sign, what only comes near is shown too; among dates only what matches is.
        ("+(groslijst OR treeknorm)", |hit| all_of(hit).contains("groslijst") || all_of(hit).contains("treeknorm")),
        ("+(groslijst OF treeknorm) januari", |hit| {
            all_of(hit).contains("groslijst") || all_of(hit).contains("treeknorm")
        }),
        ("glasve*", |hit| all_of(hit).contains("glasve")),
        ("+schatkist* rijk", |hit| all_of(hit).contains("schatkist")),
        ("treeknrom~1", |hit| has_word(hit, "treeknorm")),
        ("glasvesel~2", |hit| all_of(hit).contains("glasve")),
        ("\"bijdrage elzenmeer\"~3", |hit| near(hit, "bijdrage", "elzenmeer", 3)),
        ("titel:glasvezel", |hit| text(hit, "/document/titel").to_lowercase().contains("glasvezel")),
        // A part of a compound is a way of holding a word.
        ("kop:kosten", |hit| headings(hit).contains("kost")),
        ("kop:(kosten OR tarieven)", |hit| headings(hit).contains("kost") || headings(hit).contains("tarie")),
        ("glasvezel gemeente:Waldervoort soort:raadsvoorstel", |hit| {
            text(hit, "/document/gemeente") == "Waldervoort" && text(hit, "/document/soort") == "raadsvoorstel"
        }),
    ];
    for (query, keeps) in promises {
        let found = answer(&["--group", "none", "--limit", "10000", "--", query]);
        assert!(!hits(&found).is_empty(), "{query} finds something");
        for hit in hits(&found) {
            assert!(keeps(hit), "{query}: {}", all_of(hit));
        }
    }
}

#[test]
fn the_same_written_otherwise_finds_the_same() {
    for (one, other) in [
        ("glasvezel OR groslijst", "glasvezel | groslijst"),
        ("glasvezel AND subsidie", "+glasvezel +subsidie"),
        ("glasvezel NOT steenhoek", "glasvezel -steenhoek"),
        ("glasvezel NIET steenhoek", "-steenhoek glasvezel"),
        ("titel:glasvezel", "title: glasvezel"),
        ("gemeente:Elzenmeer afval", "afval municipality:elzenmeer"),
        ("Glasvezel Buitengebied", "glasvezel buitengebied"),
        ("GLASVEZEL BUITENGEBIED", "glasvezel buitengebied"),
        ("coördinatie financiën", "coordinatie financien"),
        ("glasvezel?", "glasvezel"),
    ] {
        let found = |query: &str| {
            let page = answer(&["--group", "none", "--limit", "10000", "--", query]);
            let mut ids: Vec<String> = hits(&page).iter().map(|hit| text(hit, "/passage/id").to_string()).collect();
            ids.sort();
            ids
        };
        let expected = found(one);
        assert!(!expected.is_empty(), "{one} finds something");
        assert_eq!(expected, found(other), "{one} and {other}");
    }
}

#[test]
fn too_much_is_refused_with_place_and_reason() {
    let deep = |depth: usize| format!("{}glasvezel{}", "(".repeat(depth), ")".repeat(depth));
    let words = |number: usize| (0..number).map(|at| format!("w{at}")).collect::<Vec<_>>().join(" ");
    let long = |length: usize| "a".repeat(length);
    for (query, place, reason) in [
        (long(1001), "teken 1001", "hoogstens 1000 tekens"),
        (deep(21), "teken 21", "haakjes gaan hoogstens 20 diep"),
        (words(65), "teken 247", "hoogstens 64 woorden"),
        ("jaar:vorig".into(), "teken 6", "geen jaar of datum"),
        ("glasvezel gemeente:".into(), "teken 11", "achter \"gemeente:\" staat geen waarde"),
        ("-glasvezel".into(), "teken 2", "alleen uitgesloten"),
        ("()".into(), "teken 1", "er staat geen woord"),
    ] {
        let ran = search(&["--", &query]);
        assert_eq!(ran.code(), 2, "{query}: {}", ran.out);
        assert!(ran.err.contains(&format!("{place}: ")) && ran.err.contains(reason), "{query}: {}", ran.err);
        assert_eq!(ran.err.trim_end().lines().count(), 1, "{query}: one line: {}", ran.err);
        let english = search(&["--lang", "en", "--", &query]);
        assert_eq!(english.code(), 2, "{query}");
        assert!(english.err.contains(&place.replace("teken", "character")), "{query}: {}", english.err);
    }
    for allowed in [long(1000), deep(20), words(64)] {
        let ran = search(&["--", &allowed]);
        assert_ne!(ran.code(), 2, "{allowed}: {}", ran.err);
    }
}

#[test]
fn queries_made_to_hurt_hurt_nobody() {
    let bombs = [
        ("(", 10_000),
        ("(", 1_000),
        (")", 1_000),
        ("()", 500),
        ("(a ", 300),
        ("\"", 10_000),
        ("\"", 1_000),
        ("\"a\" ", 250),
        ("NOT ", 2_500),
        ("NOT ", 250),
        ("NIET (", 150),
        ("OR ", 333),
        ("a OR ", 200),
        ("-", 1_000),
        ("- ", 500),
        ("*", 10_000),
        ("*", 1_000),
        ("be* ", 64),
        ("?", 1_000),
        ("gemeente~2 ", 64),
        ("\"de van\"~50 ", 64),
        ("titel:", 160),
        ("titel:(", 140),
        ("jaar:2021 ", 64),
        ("de ", 64),
        ("verantwoordelijkheidsverdeling", 33),
        ("\u{301}", 1_000),
        ("\u{0}", 1_000),
        ("👩‍👩‍👧", 180),
    ];
    for (piece, times) in bombs {
        let bomb = piece.repeat(times);
        answer_in_process(&bomb, &SearchRequest::default());
        answer_in_process(&format!("glasvezel {bomb}"), &SearchRequest::default());
        answer_in_process(
            &format!("{bomb} glasvezel"),
            &SearchRequest { sort: Sort::Date, ..SearchRequest::default() },
        );
    }
    for bomb in ["(".repeat(10_000), "\"".repeat(10_000), "NOT ".repeat(2_500), "* ".repeat(500), "be* ".repeat(64)] {
        let ran = search(&["--", &bomb]);
        assert!((0..=2).contains(&ran.code()), "no panic and no signal: {} {}", ran.code(), ran.err);
    }
}

/// What random lines are made of.
const PIECES: [&str; 58] = [
    "glasvezel",
    "gemeente",
    "afval",
    "de",
    "wat",
    "kost",
    "het",
    "subsidie",
    "jeugdhulpverordening",
    "2021",
    "€",
    "1.912.750",
    "R@DAR",
    "3a",
    "art.",
    "b&w",
    "co-creatie",
    "coördinatie",
    "İstanbul",
    "ß",
    "ﬁets",
    "日本",
    "👍",
    "\u{200B}",
    "\u{AD}",
    "\u{301}",
    "\u{202E}",
    "\t",
    "\n",
    " ",
    "  ",
    "(",
    ")",
    "\"",
    "“",
    "'",
    "-",
    "+",
    "|",
    "OR",
    "OF",
    "AND",
    "EN",
    "NOT",
    "NIET",
    "*",
    "~",
    "~1",
    "~9",
    "?",
    "titel:",
    "kop:",
    "gemeente:",
    "soort:",
    "jaar:",
    "jaar:2019..2021",
    "datum:2021-04",
    "-taal:nl",
];

#[test]
fn random_lines_are_answered_or_refused() {
    let mut numbers = Random(2021);
    for _ in 0..300 {
        let length = 1 + numbers.below(14);
        let line: String =
            (0..length).map(|_| format!("{}{}", numbers.pick(&PIECES), numbers.pick(&["", " ", " "]))).collect();
        let request = SearchRequest {
            limit: 1 + numbers.below(20),
            offset: numbers.below(30),
            sort: *numbers.pick(&[Sort::Relevance, Sort::Date]),
            group: *numbers.pick(&[Grouping::Document, Grouping::None]),
            ..SearchRequest::default()
        };
        answer_in_process(&line, &request);
    }
}

/// Searches, unless the query is refused, and checks what must hold for any answer.
fn answer_in_process(line: &str, request: &SearchRequest) {
    let Ok(query) = parse(line) else { return };
    let page = SEARCHER.search(&query, request).unwrap_or_else(|error| panic!("{line:?}: {error}"));
    assert!(page.groups.len() <= request.limit, "{line:?}");
    let scores = page.groups.iter().map(|group| group.hit.score);
    assert!(
        scores.clone().all(|score| score.is_finite() && score >= 0.0),
        "{line:?}: {:?}",
        scores.collect::<Vec<_>>()
    );
    let matching = page.groups.iter().filter(|group| group.hit.matches).count() as u64;
    assert!(page.total >= matching, "{line:?}: {} in all, {matching} here", page.total);
    let answer = serde_json::to_value(Answer::new(page, 0.0)).unwrap();
    assert_eq!(text(&answer, "/vraag"), line);
    hits(&answer).iter().for_each(assert_fragment);
}
