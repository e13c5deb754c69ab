//! Tests of `questions`, apart to keep that file short.

use super::*;

fn hit<'a>(path: &'a str, text: &'a str, page_from: Option<u32>, page_to: Option<u32>) -> Hit<'a> {
    Hit { path, text, page_from, page_to }
}

fn asked(kind: &str, page: Option<u32>) -> Question {
    let answers = vec![
        Answer { file: "nota's/a.pdf".into(), quotation: "De foto’s van  het college".into(), page },
        Answer { file: "b.pdf".into(), quotation: "tweede antwoord".into(), page: None },
    ];
    Question { text: "foto's".into(), kind: kind.into(), answers }
}

#[test]
fn text_is_compared_as_readers_see_it() {
    for (text, expected) in [
        ("  De\u{A0}foto’s\n\tvan  B&W ", "de foto's van b&w"),
        ("ver\u{AD}ordening ‘X’", "verordening 'x'"),
        ("ÉÉN\u{202F}euro", "één euro"),
        ("a \u{AD} b", "a b"),
        (" \u{AD} ", ""),
    ] {
        assert_eq!(normalized(text), expected);
    }
}

#[test]
fn a_hit_answers_with_the_right_file_and_the_quotation() {
    let question = asked("zin", Some(5));
    let outcome = question.judge(&[
        hit("x/c.pdf", "de foto's van het college", None, None),
        hit("x/a.pdf", "iets anders", Some(5), None),
        hit("x/b.pdf", "de foto's van het college", None, None),
        hit("y/a.pdf", "1. De foto's\nvan het college.", Some(4), Some(6)),
        hit("b.pdf", "Tweede antwoord", None, None),
    ]);
    assert_eq!((outcome.passage, outcome.document), (Some(4), Some(2)));
    assert_eq!(outcome.right_page, Some(true));
}

#[test]
fn the_page_must_lie_within_those_of_the_hit() {
    let text = "de foto's van het college";
    for (page, from, to, expected) in [
        (Some(5), Some(5), None, Some(true)),
        (Some(5), Some(4), None, Some(false)),
        (Some(5), Some(4), Some(5), Some(true)),
        (Some(5), Some(6), Some(9), Some(false)),
        (Some(5), None, None, Some(false)),
        (None, Some(5), None, None),
    ] {
        let outcome = asked("zin", page).judge(&[hit("a.pdf", text, from, to)]);
        assert_eq!((outcome.passage, outcome.right_page), (Some(1), expected), "{page:?} {from:?} {to:?}");
    }
}

#[test]
fn hits_after_the_tenth_do_not_count() {
    let mut hits = vec![hit("c.pdf", "", None, None); 10];
    hits.push(hit("b.pdf", "tweede antwoord", None, None));
    let outcome = asked("zin", None).judge(&hits);
    assert_eq!((outcome.passage, outcome.document), (None, None));
    assert_eq!(asked("zin", None).judge(&hits[1..]).passage, Some(10));
    assert_eq!(asked("zin", None).judge(&[]).passage, None);
}

#[test]
fn reports_are_by_kind_and_then_for_all() {
    let outcome =
        |kind: &str, passage, document, right_page| Outcome { kind: kind.to_owned(), passage, document, right_page };
    let reports = QuestionReport::by_kind(&[
        outcome("zin", Some(1), Some(1), Some(true)),
        outcome("woord", Some(3), Some(2), None),
        outcome("zin", Some(4), Some(1), Some(false)),
        outcome("zin", None, None, None),
    ]);
    let kinds: Vec<_> = reports.iter().map(|report| (report.kind.as_str(), report.number)).collect();
    assert_eq!(kinds, [("woord", 1), ("zin", 3), (ALL, 4)]);
    assert_eq!(reports[0].passage, Shares { at1: 0.0, at3: 1.0, at10: 1.0 });
    assert_eq!((reports[0].with_page, reports[0].right_page), (0, None));
    assert_eq!(reports[2].passage, Shares { at1: 0.25, at3: 0.5, at10: 0.75 });
    assert_eq!(reports[2].document, Shares { at1: 0.5, at3: 0.75, at10: 0.75 });
    assert_eq!((reports[2].with_page, reports[2].right_page), (2, Some(0.5)));
    assert!(QuestionReport::by_kind(&[]).is_empty());
}

fn read(content: &str) -> Result<Vec<Question>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vragen.jsonl");
    std::fs::write(&path, content).unwrap();
    Question::read(&path)
}

#[test]
fn a_questions_file_is_read() {
    let questions = read(
        r#"{"vraag": "hond", "soort": "woord", "antwoorden": [{"bestand": "a/b.pdf", "citaat": "De hond", "pagina": 3}]}

{"vraag": "kat", "soort": "zin", "antwoorden": [{"bestand": "c.md", "citaat": "De kat"}], "bron": "x"}"#,
    )
    .unwrap();
    let answer = Answer { file: "a/b.pdf".into(), quotation: "De hond".into(), page: Some(3) };
    assert_eq!(questions[0], Question { text: "hond".into(), kind: "woord".into(), answers: vec![answer] });
    assert_eq!((questions[1].answers[0].page, questions.len()), (None, 2));
}

#[test]
fn errors_name_file_and_line() {
    let with = |answers: &str| format!(r#"{{"vraag": "a", "soort": "b", "antwoorden": {answers}}}"#);
    for (content, expected) in [
        ("\n{\"soort\": \"a\"}".to_owned(), "vragen.jsonl line 2: no `vraag`"),
        ("{\"vraag\": \"a\", \"soort\": 1}".to_owned(), "vragen.jsonl line 1: `soort` is not a string"),
        ("{\"vraag\": \"a\", \"soort\": \"alle\"}".to_owned(), "line 1: `soort` is \"alle\""),
        ("{\"vraag\": \"a\", \"soort\": \"b\"}".to_owned(), "line 1: no `antwoorden`"),
        (with("3"), "line 1: `antwoorden` is not a list"),
        (with("[]"), "line 1: `antwoorden` is empty"),
        (with("[3]"), "line 1: an answer is not a JSON object"),
        (with("[{\"citaat\": \"c\"}]"), "line 1: no `bestand`"),
        (with("[{\"bestand\": \"f\", \"citaat\": null}]"), "line 1: no `citaat`"),
        (with("[{\"bestand\": \"f\", \"citaat\": \"\u{AD}\"}]"), "line 1: `citaat` is empty"),
        (with("[{\"bestand\": \"f\", \"citaat\": \"c\", \"pagina\": 0}]"), "line 1: `pagina` is not a whole number"),
        ("{\"vraag\"".to_owned(), "line 1: not the JSON that is expected: EOF while parsing an object"),
        (String::new(), "vragen.jsonl: no questions in it"),
    ] {
        let error = read(&content).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Data);
        assert!(error.to_string().contains(expected), "{error} should hold {expected}");
    }
    assert_eq!(Question::read(Path::new("nergens.jsonl")).unwrap_err().kind(), ErrorKind::NotFound);
}
