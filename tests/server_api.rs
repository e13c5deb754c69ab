//! What the API promises those who write programs against it: the shape of every answer, filters, pages, orders,
//! exports, documents and files, suggestions.

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
use std::time::Instant;

use jsonschema::Validator;
use serde_json::{Value, json};
use town::{KINDS, NOTES, PLACES, Town, YEARS, found, list, members, pair, text};

static TOWN: LazyLock<Town> = LazyLock::new(Town::new);

fn schema() -> Validator {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/antwoord.schema.json");
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).expect("the schema")).expect("JSON");
    jsonschema::draft202012::options().should_validate_formats(true).build(&schema).expect("a schema")
}

#[test]
fn searches_are_as_the_schema_says() {
    let schema = schema();
    for query in [
        "vraag=fietspad",
        "vraag=fietspad&uitleg=true&groepeer=geen&aantal=50",
        "vraag=berm&uitleg=true",
        "vraag=%22langs%20de%20dorpsweg%22&sorteer=datum",
        "vraag=fietspat",
        "vraag=onvindbaarwoord",
        "vraag=groe*%20OR%20fietspad~1%20-krediet",
        "soort=nota&uitleg=true",
        "jaar=2019&gemeente=Zwolle&sorteer=datum",
        "vraag=fietspad&pagina=20&aantal=50",
    ] {
        let answer = TOWN.search(query);
        let wrong: Vec<String> =
            schema.iter_errors(&answer).map(|error| format!("{} {error}", error.instance_path())).collect();
        assert!(wrong.is_empty(), "{query}:\n  {}", wrong.join("\n  "));
        let facets = members(&answer["facetten"]);
        assert_eq!(facets, ["gemeente", "jaar", "soort", "taal", "verzameling"], "{query}");
        let negative = list(&answer["treffers"]).iter().any(|hit| hit["score"].to_string().starts_with('-'));
        assert!(!negative, "a score below zero, be it -0.0: {query}");
    }
}

#[test]
fn other_answers_have_their_shape() {
    let (document, passage) = TOWN.ids("lang.md");
    let shapes: [(String, &[&str]); 5] = [
        (format!("/v1/passages/{passage}"), &["document", "koppeling", "passage", "verwijzing", "volgende", "vorige"]),
        (
            format!("/v1/documenten/{document}"),
            &["aantal", "bestand", "dekking", "document", "inhoud", "pagina", "passages", "totaal"],
        ),
        ("/v1/suggesties?begin=fiets".to_owned(), &["begin", "suggesties"]),
        ("/v1/facetten?vraag=fietspad".to_owned(), &["facetten", "totaal", "volledig"]),
        ("/v1/status".to_owned(), &["bijgewerkt", "documenten", "onvolledig", "passages", "versie", "verzamelingen"]),
    ];
    for (target, expected) in shapes {
        assert_eq!(members(&TOWN.json(&target)), expected, "{target}");
    }
    let status = TOWN.json("/v1/status");
    assert_eq!(status["documenten"], NOTES + 3);
    assert_eq!(status["onvolledig"], 1);
    let collections = json!([{ "naam": "archief", "documenten": 2 }, { "naam": "raad", "documenten": NOTES + 1 }]);
    assert_eq!(status["verzamelingen"], collections);
    assert!(text(&status["bijgewerkt"]).ends_with('Z') && text(&status["versie"]).split('.').count() == 3);
}

/// Values of one filter are alternatives, filters on different things must all hold.
#[test]
fn filters_narrow() {
    let numbers = |keep: &dyn Fn(usize) -> bool| (0..NOTES).filter(|number| keep(*number)).count();
    let cases: [(&str, usize); 12] = [
        ("gemeente=Zwolle", numbers(&|number| PLACES[number % 2] == "Zwolle")),
        ("gemeente=zwolle", numbers(&|number| PLACES[number % 2] == "Zwolle")),
        ("soort=motie", numbers(&|number| KINDS[number % 3] == "motie")),
        ("soort=motie&soort=brief", numbers(&|number| KINDS[number % 3] != "nota")),
        ("soort=motie&gemeente=Breda", numbers(&|number| number % 3 == 1 && number % 2 == 1)),
        ("jaar=2019", numbers(&|number| YEARS[number % 4] == 2019)),
        ("jaar=2019&jaar=2022", numbers(&|number| [2019, 2022].contains(&YEARS[number % 4]))),
        ("van=2019-01-01&tot=2021-12-31", numbers(&|number| [2019, 2021].contains(&YEARS[number % 4]))),
        ("van=2022-01-01", numbers(&|number| YEARS[number % 4] == 2022)),
        ("tot=2018-12-31", numbers(&|number| YEARS[number % 4] == 2018)),
        ("taal=de", 0),
        ("verzameling=raad&verzameling=archief", NOTES),
    ];
    for (filter, expected) in cases {
        let answer = TOWN.search(&format!("vraag=fietspad&versies=alle&aantal=50&{filter}"));
        assert_eq!(answer["totaal"], expected, "{filter}");
        assert_eq!(found(&answer).len(), expected, "{filter}");
        assert_eq!(TOWN.json(&format!("/v1/facetten?vraag=fietspad&{filter}"))["totaal"], expected, "{filter}");
    }
    // Without words.
    assert_eq!(TOWN.search("soort=motie&gemeente=Breda")["totaal"], 4);
    assert_eq!(TOWN.search("verzameling=nergens")["totaal"], 0);
}

/// The values of what is filtered on are counted as if it was not; years are counted too.
#[test]
fn facets_count_what_can_be_chosen() {
    let all = TOWN.search("vraag=fietspad");
    let chosen = TOWN.search("vraag=fietspad&jaar=2019&soort=motie");
    let values = |answer: &Value, facet: &str| -> Vec<(String, u64)> {
        let values = list(&answer["facetten"][facet]).iter();
        values.map(|value| (text(&value["waarde"]), value["aantal"].as_u64().expect("a number"))).collect()
    };
    let year = |year: &str, count| (year.to_owned(), count);
    assert_eq!(values(&all, "jaar"), [year("2018", 6), year("2019", 6), year("2021", 6), year("2022", 6)]);
    assert_eq!(values(&chosen, "jaar").len(), 4, "other years may be chosen beside");
    assert_eq!(values(&chosen, "jaar").iter().map(|(_, count)| count).sum::<u64>(), 8, "among the motions");
    assert_eq!(values(&chosen, "soort").iter().map(|(_, count)| count).sum::<u64>(), 6, "of that year");
    for facet in ["soort", "gemeente", "taal", "verzameling"] {
        let counts: Vec<u64> = values(&all, facet).into_iter().map(|(_, count)| count).collect();
        assert!(counts.iter().rev().is_sorted() && counts.iter().sum::<u64>() == NOTES as u64, "{facet}: {counts:?}");
    }
    assert_eq!(TOWN.json("/v1/facetten?vraag=fietspad")["facetten"], all["facetten"]);
}

#[test]
fn unknown_parameters_are_refused_by_name() {
    let (document, passage) = TOWN.ids("kaart.txt");
    for target in [
        "/v1/passages?vraag=groen&kleur=rood".to_owned(),
        "/v1/facetten?vraag=groen&kleur=rood".to_owned(),
        "/v1/suggesties?begin=groen&kleur=rood".to_owned(),
        "/v1/status?kleur=rood".to_owned(),
        "/v1/openapi.json?kleur=rood".to_owned(),
        format!("/v1/passages/{passage}?kleur=rood"),
        format!("/v1/documenten/{document}?kleur=rood"),
        format!("/v1/documenten/{document}/bestand?kleur=rood"),
        "/v1/passages?vraag=groen&Vraag=groen".to_owned(),
        "/?vraag=groen&kleur=rood".to_owned(),
        "/over?kleur=rood".to_owned(),
        "/inbedden?kleur=rood".to_owned(),
        "/atom?vraag=groen&kleur=rood".to_owned(),
        format!("/document/{document}?kleur=rood"),
        format!("/passage/{passage}?kleur=rood"),
    ] {
        let answer = TOWN.get(&target).expect(400);
        assert!(answer.text().contains("kleur") || answer.text().contains("Vraag"), "{target}: {}", answer.text());
    }
    let refused = TOWN.server.post("/v1/passages/_zoek", br#"{"vraag": "groen", "kleur": "rood"}"#).expect(400);
    assert!(refused.text().contains("kleur"), "{}", refused.text());
}

/// Pages together hold each result once, in the order of one large page.
#[test]
fn pages_follow_each_other() {
    for query in [
        "vraag=fietspad",
        "vraag=berm%20beheerder&groepeer=geen",
        "vraag=fietspad&sorteer=datum",
        "soort=nota&soort=brief",
        "verzameling=archief&groepeer=geen",
    ] {
        let whole = found(&TOWN.search(&format!("{query}&aantal=50")));
        for size in [1, 3, 7, 10] {
            let pages =
                (1..=50 / size).map(|page| found(&TOWN.search(&format!("{query}&aantal={size}&pagina={page}"))));
            let together: Vec<String> = pages.flatten().collect();
            let reached = whole.len().min(50 / size * size);
            assert_eq!(together, whole[..reached], "{query} by {size}");
        }
        assert_eq!(whole.iter().collect::<BTreeSet<_>>().len(), whole.len(), "{query}: none twice");
    }
    let past = TOWN.search("vraag=fietspad&aantal=50&pagina=20");
    assert_eq!((past["totaal"].as_u64(), found(&past).len()), (Some(NOTES as u64), 0));
}

#[test]
fn the_window_has_an_end() {
    for (query, status) in [
        ("aantal=50&pagina=20", 200),
        ("aantal=50&pagina=21", 400),
        ("aantal=51", 400),
        ("aantal=0", 400),
        ("pagina=0", 400),
        ("aantal=1&pagina=1000", 200),
        ("aantal=1&pagina=1001", 400),
        ("aantal=1000&formaat=csv", 200),
        ("aantal=1001&formaat=csv", 400),
        ("aantal=4294967295&pagina=4294967295", 400),
    ] {
        TOWN.get(&format!("/v1/passages?vraag=groen&{query}")).expect(status);
    }
}

/// The newest first; what has no date comes last.
#[test]
fn dates_order() {
    let answer = TOWN.search("taal=nl&sorteer=datum&versies=alle&aantal=50");
    let dates: Vec<Option<String>> =
        list(&answer["treffers"]).iter().map(|hit| hit["document"]["datum"].as_str().map(str::to_owned)).collect();
    assert!(dates.iter().filter(|date| date.is_some()).count() >= NOTES && dates.iter().any(Option::is_none));
    assert!(dates.iter().rev().is_sorted(), "{dates:?}");
}

#[test]
fn passages_of_a_document_stand_together_or_apart() {
    let (together, apart) = (TOWN.search("vraag=berm&aantal=50"), TOWN.search("vraag=berm&aantal=50&groepeer=geen"));
    assert_eq!(together["totaal"], apart["totaal"]);
    let hits = list(&together["treffers"]);
    assert_eq!((hits.len(), found(&apart).len() as u64), (1, apart["totaal"].as_u64().expect("a number").min(50)));
    assert_eq!(hits[0]["aantalMeer"], together["totaal"].as_u64().expect("a number") - 1, "all others are counted");
    assert_eq!(list(&hits[0]["meer"]).len(), 3, "the best of them are there");
    for hit in list(&apart["treffers"]) {
        assert_eq!((&hit["aantalMeer"], &hit["meer"]), (&json!(0), &json!([])));
    }
    let explained = TOWN.search("vraag=berm&uitleg=true");
    for (answer, explains) in [(&together, false), (&explained, true)] {
        let hit = &answer["treffers"][0];
        assert_eq!((!list(&hit["uitleg"]).is_empty(), hit["factoren"].is_object()), (explains, explains));
    }
}

/// A search in a body is that in an address.
#[test]
fn post_is_as_get() {
    for (query, body) in [
        ("vraag=fietspad", json!({ "vraag": "fietspad" })),
        ("vraag=fietspad&soort=nota&soort=brief", json!({ "vraag": "fietspad", "soort": ["nota", "brief"] })),
        ("jaar=2019&jaar=2021&sorteer=datum", json!({ "jaar": [2019, 2021], "sorteer": "datum" })),
        ("vraag=berm&groepeer=geen&uitleg=true", json!({ "vraag": "berm", "groepeer": "geen", "uitleg": true })),
        ("vraag=groen&pagina=2&aantal=3", json!({ "vraag": "groen", "pagina": 2, "aantal": 3 })),
        (
            "vraag=fietspad&van=2019-01-01&tot=2021-06-30&gemeente=Zwolle&taal=nl&verzameling=raad",
            json!({ "vraag": "fietspad", "van": "2019-01-01", "tot": "2021-06-30", "gemeente": ["Zwolle"],
                "taal": ["nl"], "verzameling": ["raad"] }),
        ),
        ("vraag=fietspad&formaat=csv", json!({ "vraag": "fietspad", "formaat": "csv" })),
        ("vraag=fietspad&formaat=ndjson&aantal=2", json!({ "vraag": "fietspad", "formaat": "ndjson", "aantal": 2 })),
    ] {
        let got = TOWN.get(&format!("/v1/passages?{query}")).expect(200);
        let posted = TOWN.server.post("/v1/passages/_zoek", body.to_string().as_bytes()).expect(200);
        let timeless = |text: String| {
            text.split("\"duurMs\":")
                .map(|part| part.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.'))
                .collect::<String>()
        };
        assert_eq!(timeless(got.text()), timeless(posted.text()), "{query}");
        assert_eq!(got.header("content-disposition"), posted.header("content-disposition"), "{query}");
    }
}

/// Exports hold what the answer in JSON holds, a passage a line.
#[test]
fn exports_hold_the_same() {
    for query in ["vraag=fietspad", "vraag=berm", "soort=nota", "verzameling=archief&sorteer=datum"] {
        let expected = found(&TOWN.search(&format!("{query}&groepeer=geen&aantal=50")));
        let lines = TOWN.get(&format!("/v1/passages?{query}&formaat=ndjson&aantal=50")).expect(200);
        assert_eq!(lines.header("content-type"), Some("application/x-ndjson"));
        assert_eq!(lines.header("content-disposition"), Some("attachment; filename=\"raadpleeg.ndjson\""));
        let hits = lines.text().lines().map(|line| serde_json::from_str(line).expect("JSON")).collect::<Vec<Value>>();
        assert_eq!(found(&json!({ "treffers": hits })), expected, "{query}");
        let rows = TOWN.get(&format!("/v1/passages?{query}&formaat=csv&aantal=50")).expect(200);
        assert_eq!(rows.header("content-type"), Some("text/csv; charset=utf-8"));
        let rows = rows.text();
        let heads = "\u{feff}score,titel,koppen,verzameling,pad,datum,soort,gemeente,paginaVan,paginaTot,tekst";
        assert_eq!(rows.lines().next(), Some(heads));
        let scores = rows.split("\r\n").skip(1).filter(|row| !row.is_empty());
        let scores: Vec<&str> = scores.map(|row| row.split(',').next().unwrap_or_default()).collect();
        assert_eq!(scores.len(), expected.len(), "{query}");
        assert!(scores.iter().all(|score| score.parse::<f64>().is_ok()), "{query}: scores are numbers: {scores:?}");
    }
}

/// A word that is nowhere is corrected to one that is there, and that was searched for.
#[test]
fn corrections_are_offered() {
    for (query, expected) in
        [("fietspat", Some("fietspad")), ("fietspad", None), ("qqqqqq", None), ("dorpsweeg", Some("dorpsweg"))]
    {
        let answer = TOWN.search(&pair("vraag", query));
        assert_eq!(answer["suggestie"].as_str(), expected, "{query}");
        assert_eq!(answer["totaal"].as_u64() > Some(0), query != "qqqqqq", "{query}");
    }
}

#[test]
fn suggestions_go_on_from_what_is_typed() {
    let ask = |query: &str| -> Vec<(String, String)> {
        let answer = TOWN.json(&format!("/v1/suggesties?{query}"));
        list(&answer["suggesties"]).iter().map(|one| (text(&one["tekst"]), text(&one["soort"]))).collect()
    };
    let word = |text: &str| (text.to_owned(), "woord".to_owned());
    assert_eq!(ask("begin=fiet")[0], word("fietspad"));
    assert_eq!(ask("begin=Het%20FIET")[0], word("het fietspad"));
    assert!(ask("begin=hand").contains(&("Handboek groenbeheer".to_owned(), "titel".to_owned())));
    for nothing in ["begin=", "begin=f", "begin=fietspad%20", "begin=qqqq"] {
        assert_eq!(ask(nothing), [], "{nothing}");
    }
    for count in [1, 2, 5, 20] {
        let given = ask(&format!("begin=not&aantal={count}"));
        assert!(!given.is_empty() && given.len() <= count, "{given:?}");
        assert!(given.is_sorted_by_key(|(_, kind)| kind == "titel"), "words first: {given:?}");
        assert_eq!(given.iter().collect::<BTreeSet<_>>().len(), given.len(), "none twice: {given:?}");
    }
    for wrong in ["", "begin=a&aantal=0", "begin=a&aantal=21", "begin=a&aantal=x", "begin=a&begin=b"] {
        TOWN.get(&format!("/v1/suggesties?{wrong}")).expect(400);
    }
}

/// A search whose time is over says so; nothing is made of it that is not true.
#[test]
fn a_search_without_time_is_answered_in_part() {
    let server = TOWN.with("query_ms = 1");
    let heavy = (0..60).map(|number| format!("b{}* ", ["e", "er", "ee", "eh"][number % 4])).collect::<String>();
    for query in [heavy.as_str(), "de het een van en", "groen~2 OR berm~2 OR zomer~2 OR wijk~2"] {
        let begun = Instant::now();
        let answer = server.get(&format!("/v1/passages?{}&uitleg=true", pair("vraag", query))).expect(200).json();
        assert!(answer["volledig"].is_boolean() && begun.elapsed().as_secs() < 10, "{query}");
        server.get(&format!("/?{}", pair("vraag", query))).expect(200);
        server.get(&format!("/v1/facetten?{}", pair("vraag", query))).expect(200);
    }
}
