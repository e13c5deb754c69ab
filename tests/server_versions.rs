//! Versions of a passage as they are served: one result with the others beside it, the years in order, what changed; and
//! of all that only what the asker may see.

#[path = "common/command.rs"]
mod command;
#[path = "common/http.rs"]
mod http;
#[path = "common/server.rs"]
mod server;

use serde_json::Value;
use server::{Server, Site};

const GRIFFIE: [&str; 2] = ["X-Remote-User: jan", "X-Remote-Groups: griffie"];

const SERVER: &str = "proxies = [\"127.0.0.1\"]\nuser_header = \"X-Remote-User\"\ngroups_header = \"X-Remote-Groups\"";

/// Years of a report, of which 2020 is for the clerks alone.
const YEARS: [i32; 4] = [2018, 2019, 2020, 2021];

fn site() -> Site {
    let site = Site::new(SERVER);
    for year in YEARS {
        let folder = if year == 2020 { "besloten" } else { "open" };
        let amount = year * 1_000;
        site.write(
            &format!("{folder}/jaarverslag-veerpont-{year}.md"),
            &format!(
                "# Jaarverslag veerpont {year}\n\n## Dienst\n\nDe veerpont over de Elz voer in {year} elke dag van zes uur 's \
                 ochtends tot middernacht, ook op zondag.\n\n## Kosten\n\nDe gemeente betaalde de schipper in {year} een \
                 bedrag van € {amount}, dat elk jaar met de prijzen meegroeit.\n\n## Reizigers\n\nFietsers en schoolkinderen \
                 zijn de meeste reizigers; auto's worden met deze pont niet overgezet.\n"
            ),
        );
    }
    site
}

fn search(server: &Server, more: &str, headers: &[&str]) -> Vec<Value> {
    let target = format!("/v1/passages?vraag=veerpont+schipper{more}");
    let answer = server.get_with(&target, headers).expect(200).json();
    answer["treffers"].as_array().expect("results").clone()
}

fn years(versions: &Value) -> Vec<i64> {
    let versions = versions.as_array().expect("versions").iter();
    versions.map(|version| version["document"]["jaar"].as_i64().expect("a year")).collect()
}

fn id(hit: &Value) -> String {
    hit["passage"]["id"].as_str().expect("an id").to_owned()
}

/// The newest leads, the others stand beside it; all apart, or those of a year, where that is asked.
#[test]
fn one_result_with_its_versions() {
    let server = site().serve();
    let hits = search(&server, "", &GRIFFIE);
    assert_eq!(hits.len(), 1, "{hits:#?}");
    assert_eq!(hits[0]["document"]["periode"]["naam"], "2021");
    assert_eq!((hits[0]["aantalVersies"].as_u64(), years(&hits[0]["versies"])), (Some(3), vec![2020, 2019, 2018]));
    let versions = hits[0]["versies"].as_array().expect("versions").iter();
    assert!(versions.clone().all(|version| version["cijfersVerschillen"] == true), "amounts differ");
    assert!(versions.map(|version| version["gelijkenis"].as_f64().expect("a number")).all(|share| share > 0.8));
    assert_eq!(search(&server, "&versies=alle", &GRIFFIE).len(), 4);
    // The best match is of 2018; the newest is another, within the filters.
    assert_eq!(search(&server, "+2018000", &GRIFFIE)[0]["document"]["jaar"], 2018);
    let newest = search(&server, "+2018000&versies=nieuwste", &GRIFFIE);
    assert_eq!((newest.len(), &newest[0]["document"]["jaar"]), (1, &2021.into()));
    assert_eq!(search(&server, "+2018000&versies=nieuwste&tot=2019-12-31", &GRIFFIE)[0]["document"]["jaar"], 2019);
    let of_year = search(&server, "&jaar=2019", &GRIFFIE);
    assert_eq!(of_year.len(), 1);
    assert_eq!(of_year[0]["document"]["jaar"], 2019);
    assert_eq!(years(&of_year[0]["versies"]), [2021, 2020, 2018]);
    assert_eq!(search(&server, "&groepeer=geen", &GRIFFIE).len(), 4);
}

/// The difference, and the page with the years.
#[test]
fn what_changed_is_shown() {
    let server = site().serve();
    let hit = search(&server, "", &GRIFFIE).remove(0);
    let (newest, oldest) = (id(&hit), id(&hit["versies"][2]));
    let target = format!("/v1/passages/{newest}/verschil?met={oldest}");
    let found = server.get_with(&target, &GRIFFIE).expect(200).json();
    let fact = |before: &str, after: &str, kind: &str| serde_json::json!({"oud": before, "nieuw": after, "aard": kind});
    let facts = found["feiten"].as_array().expect("facts");
    assert!(facts.contains(&fact("€ 2018000", "€ 2021000", "bedrag")), "{facts:?}");
    assert!(facts.contains(&fact("2018", "2021", "datum")), "{facts:?}");
    let page = server.get_with(&format!("/verschil/{newest}?met={oldest}"), &GRIFFIE).expect(200).text();
    assert!(page.contains("<del>€ 2018000</del><ins>€ 2021000</ins>"), "{page}");
    let document = hit["document"]["id"].as_str().expect("an id");
    let page = server.get_with(&format!("/document/{document}?passage={newest}"), &GRIFFIE).expect(200).text();
    let places: Vec<usize> = YEARS.iter().filter_map(|year| page.find(&format!("<td>{year}</td>"))).collect();
    assert!(places.len() == 4 && places.is_sorted(), "the years stand in order: {page}");
    assert!(page.contains("Vorige versie:") && !page.contains("Volgende versie:"), "{page}");
    for wrong in [
        format!("/verschil/{newest}"),
        format!("/verschil/{newest}?met=x"),
        "/v1/passages/x/versies".to_owned(),
        format!("/v1/passages/{newest}/verschil?met=x"),
        format!("/v1/passages/{newest}/versies?x=1"),
    ] {
        let status = server.get_with(&wrong, &GRIFFIE).status;
        assert!([400, 404].contains(&status), "{status} at {wrong}");
    }
}

/// A hidden year is in no list, no page and no difference.
#[test]
fn hidden_versions_are_nowhere() {
    let server = site().serve();
    let hidden = id(&search(&server, "&jaar=2020", &GRIFFIE)[0]);
    let hit = search(&server, "", &[]).remove(0);
    assert_eq!((hit["aantalVersies"].as_u64(), years(&hit["versies"])), (Some(2), vec![2019, 2018]));
    assert_eq!(search(&server, "&versies=alle", &[]).len(), 3);
    let (shown, document) = (id(&hit), hit["document"]["id"].as_str().expect("an id"));
    for target in [
        "/?vraag=veerpont".to_owned(),
        "/?vraag=veerpont&versies=alle".to_owned(),
        format!("/document/{document}?passage={shown}"),
        format!("/v1/passages/{shown}/versies"),
        "/atom?vraag=veerpont".to_owned(),
        "/v1/passages?vraag=veerpont&formaat=ndjson".to_owned(),
    ] {
        let text = server.get(&target).expect(200).text();
        assert!(text.contains("2019") && !text.contains("2020"), "{target}: {text}");
    }
    for target in [
        format!("/verschil/{shown}?met={hidden}"),
        format!("/verschil/{hidden}?met={shown}"),
        format!("/v1/passages/{shown}/verschil?met={hidden}"),
        format!("/v1/passages/{hidden}/verschil?met={shown}"),
        format!("/v1/passages/{hidden}/versies"),
    ] {
        server.get(&target).expect(404);
        let met = server.get_with(&target, &GRIFFIE);
        met.expect(200);
    }
}

/// A passage that a later document no longer has is said to be gone there.
#[test]
fn what_is_gone_is_told() {
    let site = Site::new(SERVER);
    let section = |name: &str| {
        let words: Vec<String> = (0..80)
            .map(|at| format!("{name}{}", ["haven", "brug", "sluis", "kade", "dijk"][at % 5].repeat(1 + at / 5)))
            .collect();
        format!("## Over {name}\n\nHier staat alles over {name}: {}.\n\n", words.join(" "))
    };
    for year in [2019, 2020, 2021] {
        let sections = ["pont", "schipper", "reiziger", "fiets"].iter().take(if year == 2021 { 3 } else { 4 });
        let text: String = sections.map(|name| section(name)).collect();
        site.write(&format!("open/jaarverslag-{year}.md"), &format!("# Jaarverslag {year}\n\n{text}"));
    }
    let server = site.serve();
    let found = server.get("/v1/passages?vraag=fiets&jaar=2019&groepeer=geen").expect(200).json();
    let hit = &found["treffers"][0];
    let (document, passage) = (hit["document"]["id"].as_str().expect("an id"), id(hit));
    let page = server.get(&format!("/document/{document}?passage={passage}")).expect(200).text();
    let row =
        page.split("<tr").find(|row| row.contains("<td>staat er niet meer in</td>")).expect("a row for what is gone");
    assert!(row.contains("<td>2021</td>") && row.contains("Jaarverslag 2021"), "{row}");
}

/// Two open texts that have only a hidden one between them are not joined for whom that is hidden from.
#[test]
fn what_joins_two_texts_is_hidden_too() {
    let site = Site::new(SERVER);
    let words = |first: usize, count: usize| {
        let words =
            ["bruggen", "sluizen", "kades", "dijken", "duikers", "gemalen", "stuwen", "havens", "vaarten", "oevers"];
        let word = |at: usize| {
            format!("{}{}", words[at % 10], ["", "beheer", "onderhoud", "toezicht", "plan", "kosten"][at / 10])
        };
        (first..first + count).map(word).collect::<Vec<_>>().join(" ")
    };
    site.write("open/een.md", &format!("# Een\n\nVeerpont schipper {}.\n", words(0, 40)));
    site.write("besloten/tussen.md", &format!("# Tussen\n\nVeerpont schipper {}.\n", words(4, 40)));
    site.write("open/twee.md", &format!("# Twee\n\nVeerpont schipper {}.\n", words(8, 40)));
    let server = site.serve();
    let all = search(&server, "", &GRIFFIE);
    assert_eq!(all.len(), 1, "near by way of the one between: {all:#?}");
    let seen = search(&server, "", &[]);
    assert_eq!(seen.len(), 2, "{seen:#?}");
    assert!(seen.iter().all(|hit| hit["aantalVersies"] == 0), "{seen:#?}");
}
