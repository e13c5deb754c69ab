//! What `search --json` prints, on the project's own corpus.
//!
//! - answers of every kind of query meet docs/antwoord.schema.json, and the schema refuses what it should;
//! - every fragment stands in its passage, and marks something where a word of the text was found;
//! - no passage or fragment holds words of menus, stamps, cookie notices or share buttons.

use jsonschema::Validator;
use raadpleeg::answer::Answer;
use raadpleeg::backend::embedded::EmbeddedIndex;
use raadpleeg::evaluate::Question;
use raadpleeg::query::parse;
use raadpleeg::search::{SearchRequest, Searcher};
use serde_json::{Value, json};
use support::{answer, assert_fragment, assert_no_furniture, corpus_index, hits, project, text};

mod support;

/// Queries of every kind, as arguments.
const QUERIES: [&[&str]; 24] = [
    &["glasvezel"],
    &["wat kost een parkeervergunning?"],
    &["verhuis kosten vergoeding"],
    &["hondebelasting kwijtschelding"],
    &["€ 1.912.750"],
    &["R@DAR"],
    &["\"gemeenschappelijke regeling\""],
    &["glasvezel OR groslijst"],
    &["+glasvezel subsidie"],
    &["glasve*"],
    &["treeknrom~1"],
    &["\"bijdrage elzenmeer\"~3"],
    &["titel:glasvezel"],
    &["kop:kosten"],
    &["gemeente:Elzenmeer"],
    &["jaar:2021 soort:verordening"],
    &["taal:en"],
    &["xqzwkvxq"],
    &["glasvezel", "--explain"],
    &["jeugd leden subsidie sportvereniging", "--explain"],
    &["afval", "--sort", "date"],
    &["afval", "--group", "none", "--limit", "100"],
    &["afval", "--page", "3", "--limit", "2"],
    &["afval", "--page", "9999"],
];

fn schema() -> Validator {
    let text = std::fs::read_to_string(project().join("docs/antwoord.schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&text).unwrap();
    jsonschema::draft202012::options().should_validate_formats(true).build(&schema).unwrap()
}

/// Fails with all that is wrong with `answer`.
fn assert_valid(schema: &Validator, answer: &Value, query: &str) {
    let wrong: Vec<String> =
        schema.iter_errors(answer).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(wrong.is_empty(), "{query}:\n  {}", wrong.join("\n  "));
}

#[test]
fn answers_meet_the_schema() {
    let schema = schema();
    for args in QUERIES {
        let answer = answer(args);
        assert_valid(&schema, &answer, &args.join(" "));
        assert_eq!(text(&answer, "/vraag"), args[0]);
        hits(&answer).iter().for_each(assert_fragment);
    }
}

#[test]
fn questions_get_answers_that_meet_the_schema() {
    let schema = schema();
    let reader = EmbeddedIndex::open(corpus_index()).unwrap().reader().unwrap();
    let searcher = Searcher::new(Box::new(reader));
    let analyzer = searcher.analyzer();
    for question in Question::read(&project().join("tests/questions/corpus.jsonl")).unwrap() {
        let page = searcher.search(&parse(&question.text).unwrap(), &SearchRequest::default()).unwrap();
        let answer = serde_json::to_value(Answer::new(page, 1.5)).unwrap();
        assert_valid(&schema, &answer, &question.text);
        for hit in hits(&answer) {
            assert_fragment(hit);
            assert_no_furniture(hit);
            // Function words rank, but are not shown.
            let shows = |reason: &Value| {
                text(reason, "/veld") == "tekst" && !analyzer.is_function_word(&text(reason, "/woord").to_lowercase())
            };
            let in_text = hit["uitleg"].as_array().unwrap().iter().any(shows);
            let marked = hit["fragment"].as_array().unwrap().iter().any(|piece| piece["treffer"] == true);
            assert!(marked || !in_text, "{}: nothing marked in {}", question.text, hit["fragment"]);
        }
    }
}

#[test]
fn the_schema_refuses_what_is_not_promised() {
    let schema = schema();
    let good = answer(&["glasvezel", "--explain"]);
    assert_valid(&schema, &good, "glasvezel");
    for (pointer, value) in [
        ("/totaal", json!(-1)),
        ("/volledig", json!(null)),
        ("/treffers/0/document/datum", json!("10 april 2021")),
        ("/treffers/0/document/datum", json!("2021-02-30")),
        ("/treffers/0/document/titel", json!("")),
        ("/treffers/0/passage/paginaVan", json!(0)),
        ("/treffers/0/fragment/0/treffer", json!("ja")),
        ("/treffers/0/uitleg/0/soort", json!("toeval")),
        ("/treffers/0/versies", json!([{"gelijkenis": 0.9}])),
        ("/facetten", json!({"soort": [{"waarde": "nota"}]})),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).unwrap_or_else(|| panic!("no {pointer}")) = value.clone();
        assert!(!schema.is_valid(&bad), "{pointer} = {value} should be refused");
    }
    for pointer in ["", "/treffers/0", "/treffers/0/document", "/treffers/0/passage", "/treffers/0/uitleg/0"] {
        let names: Vec<String> = good.pointer(pointer).unwrap().as_object().unwrap().keys().cloned().collect();
        for name in names {
            let mut bad = good.clone();
            bad.pointer_mut(pointer).unwrap().as_object_mut().unwrap().remove(&name);
            assert!(!schema.is_valid(&bad), "{pointer} without {name} should be refused");
        }
        let mut bad = good.clone();
        bad.pointer_mut(pointer).unwrap()["extra"] = json!(1);
        assert!(!schema.is_valid(&bad), "{pointer} with more should be refused");
    }
}

#[test]
fn no_passage_holds_the_furniture_of_pages() {
    let all = answer(&["verzameling:corpus", "--group", "none", "--limit", "10000"]);
    assert_eq!(all["totaal"].as_u64().unwrap(), hits(&all).len() as u64);
    hits(&all).iter().for_each(assert_no_furniture);
}
