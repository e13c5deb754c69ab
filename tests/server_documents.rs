//! What the API tells of one document or passage: neighbours, outline, pages, coverage, citation; and the file itself,
//! whole or in part, where it may be fetched.

#[path = "common/command.rs"]
mod command;
#[path = "common/http.rs"]
mod http;
#[path = "common/server.rs"]
mod server;
#[path = "contract/town.rs"]
mod town;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde_json::{Value, json};
use town::{Town, list, text};

static TOWN: LazyLock<Town> = LazyLock::new(Town::new);

/// The ids of all passages of a document, page by page.
fn passages(document: &str, size: usize) -> Vec<String> {
    let mut ids = Vec::new();
    for page in 1.. {
        let answer = TOWN.json(&format!("/v1/documenten/{document}?aantal={size}&pagina={page}"));
        assert_eq!((&answer["pagina"], &answer["aantal"]), (&json!(page), &json!(size)));
        let here = list(&answer["passages"]);
        ids.extend(here.iter().map(|passage| text(&passage["id"])));
        if here.len() < size {
            assert_eq!(answer["totaal"], ids.len());
            break;
        }
    }
    ids
}

/// Each passage leads to the next, from the first to the last and back.
#[test]
fn passages_lead_to_their_neighbours() {
    let (document, first) = TOWN.ids("lang.md");
    let ids = passages(&document, 7);
    assert!(ids.len() > 12 && ids.contains(&first), "{} passages", ids.len());
    assert_eq!(ids, passages(&document, 100), "whatever the size of a page");
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "none twice");
    for (at, id) in ids.iter().enumerate() {
        let answer = TOWN.json(&format!("/v1/passages/{id}"));
        assert_eq!(answer["passage"]["id"], id.as_str());
        assert_eq!(answer["document"]["id"], document.as_str());
        assert_eq!(answer["vorige"], at.checked_sub(1).map_or(Value::Null, |at| ids[at].as_str().into()));
        assert_eq!(answer["volgende"], ids.get(at + 1).map_or(Value::Null, |id| id.as_str().into()));
        let link = format!("https://zoek.brinkhaven.nl/passage/{id}");
        assert_eq!(answer["koppeling"], link);
        let reference = text(&answer["verwijzing"]);
        assert!(reference.contains("Handboek groenbeheer") && reference.contains(&link), "{reference}");
        let moved = TOWN.get(&format!("/passage/{id}")).expect(303);
        let place = moved.header("location").expect("where to").to_owned();
        assert_eq!(place, format!("/document/{document}?passage={id}#p-{}", at + 1));
        let page = TOWN.get(place.split('#').next().expect("a path")).expect(200).text();
        assert!(page.contains(&format!("id=\"p-{}\"", at + 1)), "{place} shows it");
    }
}

#[test]
fn documents_have_an_outline_and_coverage() {
    let (document, _) = TOWN.ids("lang.md");
    let (answer, ids) = (TOWN.json(&format!("/v1/documenten/{document}")), passages(&document, 100));
    let outline = list(&answer["inhoud"]);
    assert!(outline.len() >= 12, "{outline:?}");
    let mut places = Vec::new();
    for heading in outline {
        assert!(!text(&heading["titel"]).is_empty() && heading["niveau"].as_u64() >= Some(1), "{heading}");
        let passage = text(&heading["passage"]);
        places.push(ids.iter().position(|id| *id == passage).expect("a passage of the document"));
    }
    assert!(places.is_sorted(), "in the order of the document");
    let coverage = &answer["dekking"];
    assert_eq!((&coverage["ontbreekt"], &coverage["ocr"], &coverage["paginas"]), (&json!([]), &json!(0), &Value::Null));
    assert!(coverage["tekens"].as_u64() > Some(10_000));
    assert_eq!(answer["bestand"], Value::Null, "files of this collection are not given out");
    let (note, _) = TOWN.ids("nota3.md");
    let note_answer = TOWN.json(&format!("/v1/documenten/{note}"));
    assert_eq!(note_answer["bestand"], format!("https://zoek.brinkhaven.nl/v1/documenten/{note}/bestand"));
    let about = &note_answer["document"];
    assert_eq!([&about["datum"], &about["soort"], &about["gemeente"]], ["2022-04-15", "nota", "Breda"]);
    for wrong in ["pagina=0", "aantal=0", "aantal=101", "pagina=x", "pagina=1&pagina=2", "pagina=-1"] {
        TOWN.get(&format!("/v1/documenten/{document}?{wrong}")).expect(400);
    }
    assert_eq!(TOWN.json(&format!("/v1/documenten/{document}?pagina=1000"))["passages"], json!([]));
}

/// What is not there is said in one way, whatever its id looks like.
#[test]
fn what_is_not_there_is_not_found() {
    let (document, passage) = TOWN.ids("kaart.txt");
    let other = |id: &str| id.replace(|c: char| c.is_ascii_digit(), "a");
    let mut bodies = BTreeSet::new();
    for target in [
        format!("/v1/documenten/{}", other(&document)),
        format!("/v1/documenten/{passage}"),
        format!("/v1/passages/{document}"),
        format!("/v1/passages/{}", other(&passage)),
        format!("/v1/passages/{document}-"),
        format!("/v1/passages/{document}-0000000000000000"),
        format!("/v1/documenten/{}", document.to_uppercase()),
        format!("/v1/documenten/{document}/bestand"),
        format!("/v1/documenten/{}/bestand", other(&document)),
        "/v1/documenten/%2e%2e".to_owned(),
        "/v1/documenten/..%2f..%2fetc%2fpasswd/bestand".to_owned(),
        "/v1/passages/-".to_owned(),
        format!("/v1/passages/{}", "a".repeat(300)),
    ] {
        let answer = TOWN.get(&target).expect(404);
        answer.expect_problem();
        assert_eq!(answer.header("api-version"), Some("1.0.0"), "{target}");
        bodies.insert(answer.text());
    }
    assert_eq!(bodies.len(), 1, "{bodies:?}");
}

/// Ranges are those of RFC 9110; what is not understood gives the whole file.
#[test]
fn files_are_given_whole_and_in_part() {
    let (document, _) = TOWN.ids("nota3.md");
    let target = format!("/v1/documenten/{document}/bestand");
    let whole = TOWN.get(&target).expect(200);
    let size = whole.body.len();
    assert!(whole.text().starts_with("# Nota 3 over het fietspad") && size > 100);
    let tag = whole.header("etag").expect("a tag").to_owned();
    let others = "\"anders\"".to_owned();
    let cases: [(&str, Option<&str>, u16, std::ops::Range<usize>); 13] = [
        ("bytes=0-9", None, 206, 0..10),
        ("bytes=10-", None, 206, 10..size),
        ("bytes=-5", None, 206, size - 5..size),
        ("bytes=0-100000", None, 206, 0..size),
        ("bytes=-100000", None, 206, 0..size),
        ("bytes=0-9", Some(&tag), 206, 0..10),
        ("bytes=0-9", Some(&others), 200, 0..size),
        ("bytes=0-9", Some("Sat, 01 Jan 2022 00:00:00 GMT"), 200, 0..size),
        ("bytes=5-2", None, 200, 0..size),
        ("bytes=0-1,4-5", None, 200, 0..size),
        ("regels=0-1", None, 200, 0..size),
        ("bytes=100000-", None, 416, 0..0),
        ("bytes=-0", None, 416, 0..0),
    ];
    for (range, known, status, part) in cases {
        let range_line = format!("Range: {range}");
        let known_line = known.map(|tag| format!("If-Range: {tag}"));
        let headers: Vec<&str> = [Some(range_line.as_str()), known_line.as_deref()].into_iter().flatten().collect();
        let answer = TOWN.server.get_with(&target, &headers).expect(status);
        if status == 416 {
            answer.expect_problem();
            assert_eq!(answer.header("content-range"), Some(format!("bytes */{size}").as_str()), "{range}");
            continue;
        }
        assert_eq!(answer.body, whole.body[part.clone()], "{range} {known:?}");
        assert_eq!(answer.header("etag"), Some(tag.as_str()));
        assert_eq!(answer.header("accept-ranges"), Some("bytes"));
        let expected = format!("bytes {}-{}/{size}", part.start, part.end.max(1) - 1);
        assert_eq!(answer.header("content-range"), (status == 206).then_some(expected.as_str()), "{range}");
    }
}

/// A browser runs nothing of what it is given, and keeps none of it.
#[test]
fn files_come_under_safe_headers() {
    let (page, _) = TOWN.ids("pagina.html");
    let (note, _) = TOWN.ids("nota0.md");
    for (id, kind, how) in [
        (&page, "application/octet-stream", "attachment; filename*=UTF-8''pagina.html"),
        (&note, "text/plain; charset=utf-8", "inline; filename*=UTF-8''nota0.md"),
    ] {
        let target = format!("/v1/documenten/{id}/bestand");
        let file = TOWN.get(&target).expect(200);
        assert_eq!(file.header("content-type"), Some(kind));
        assert_eq!(file.header("content-disposition"), Some(how));
        assert!(file.header("content-security-policy").is_some_and(|policy| policy.ends_with("sandbox")));
        let head = TOWN.ask("HEAD", &target, &[]).expect(200);
        assert_eq!((head.header("content-length"), head.body.len()), (Some(file.body.len().to_string().as_str()), 0));
        assert_eq!(file.header("cache-control"), Some("no-store"), "another user of the browser may not see it");
    }
    let (closed, _) = TOWN.ids("kaart.txt");
    TOWN.get(&format!("/v1/documenten/{closed}/bestand")).expect(404);
}
