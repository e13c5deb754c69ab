//! Files of metadata beside a document: MDTO and DiWoo, Dublin Core and OWMS in XML, or JSON with plain names. Whatever
//! the scheme, what stands in it is made a list of places and texts; for each fact the best of its places counts.
//! What a fact is worth (a date that is none, a municipality that nobody knows) is for `ingest::metadata` to judge.
//!
//! Sources of the names: MDTO 1.0 (nationaalarchief.nl/mdto), DiWoo metadata (standaarden.overheid.nl/diwoo), Dublin
//! Core terms.

use serde_json::Value;

use super::markup::{self, Piece};
use crate::document::Given;

/// Facts that are kept of one file; more are no metadata of one document.
const MOST_FACTS: usize = 5_000;

/// Where titles stand, the best place first: the end of a path of names in small letters, without prefixes.
const TITLE: &[&str] = &["officieletitel", "titel", "title", "informatieobject/naam", "bestand/naam", "naam"];
const AUTHOR: &[&str] = &["creator", "opsteller", "auteur", "author", "betrokkeneactor/verwijzingnaam"];
const MUNICIPALITY: &[&str] = &[
    "publisher",
    "publisher@resource",
    "archiefvormer/verwijzingnaam",
    "gemeente",
    "municipality",
    "authority",
    "verantwoordelijke",
    "organisatie",
];
const DATE: &[&str] = &[
    "documentdatum",
    "vaststellingsdatum",
    "issued",
    "datum",
    "date",
    "event/eventtijd",
    "creatiedatum",
    "created",
    "dekkingintijdbegindatum",
    "modified",
];
const KIND: &[&str] = &["documentsoort", "soort", "type", "classificatie/begriplabel", "informatiecategorie", "kind"];
const LANGUAGE: &[&str] = &["language", "taal"];
const READERS: &[&str] = &["readers", "lezers"];

/// Whether the first bytes of an XML file say that it is metadata and no document.
pub fn is_metadata(start: &[u8]) -> bool {
    let text = String::from_utf8_lossy(start).to_lowercase();
    ["<mdto", ":mdto", "/diwoo/", "<metadata", "<owms", "purl.org/dc/"].iter().any(|mark| text.contains(mark))
}

/// What the file `name` says about the document beside it; `None` where it says nothing that is understood.
pub(super) fn read(name: &str, bytes: &[u8]) -> Option<Given> {
    let (facts, whole) = if name.to_ascii_lowercase().ends_with(".json") { of_json(bytes) } else { of_xml(bytes) };
    let readers: Vec<String> = all(&facts, READERS);
    let names = || readers.iter().filter(|name| !name.is_empty()).cloned().collect();
    // What breaks off, or is none of these, may have wanted to say who may read it: then nobody may.
    let readers = if whole { (!readers.is_empty()).then(names) } else { Some(Vec::new()) };
    let given = Given {
        title: best(&facts, TITLE),
        author: best(&facts, AUTHOR),
        date: best(&facts, DATE),
        year: best(&facts, &["jaar", "year"]).and_then(|year| year.parse().ok()),
        kind: best(&facts, KIND),
        municipality: best(&facts, MUNICIPALITY),
        language: best(&facts, LANGUAGE),
        readers,
    };
    (given != Given::default()).then_some(given)
}

/// A place (names from the top, in small letters, with "/" between them) and the text there.
type Fact = (String, String);

fn stands(fact: &Fact, place: &str) -> bool {
    fact.0.strip_suffix(place).is_some_and(|before| before.is_empty() || before.ends_with('/'))
}

fn best(facts: &[Fact], places: &[&str]) -> Option<String> {
    places.iter().find_map(|place| facts.iter().find(|fact| stands(fact, place))).map(|(_, text)| text.clone())
}

fn all(facts: &[Fact], places: &[&str]) -> Vec<String> {
    let found = facts.iter().filter(|fact| places.iter().any(|place| stands(fact, place)));
    found.map(|(_, text)| text.clone()).collect()
}

/// Adds a fact. That readers are said to be none is one too.
fn add(facts: &mut Vec<Fact>, place: String, text: &str) {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let of_readers = || READERS.contains(&place.rsplit('/').next().unwrap_or_default());
    if (!text.is_empty() || of_readers()) && facts.len() < MOST_FACTS {
        facts.push((place, text));
    }
}

/// The facts, and whether these are all.
fn of_xml(bytes: &[u8]) -> (Vec<Fact>, bool) {
    let mut facts = Vec::new();
    let mut path: Vec<String> = Vec::new();
    let mut any = false;
    let mut text = String::new();
    // A file that breaks off has said what came before.
    let read = markup::read(bytes, |piece| {
        match piece {
            Piece::Start(tag) => {
                any = true;
                path.push(tag.name.to_lowercase());
                text.clear();
                if let Some(resource) = tag.get("resource").filter(|resource| resource.contains("/gemeente/")) {
                    add(&mut facts, format!("{}@resource", path.join("/")), resource);
                }
            }
            Piece::Text(part) => text.push_str(&part),
            Piece::End(_) => {
                add(&mut facts, path.join("/"), &std::mem::take(&mut text));
                path.pop();
            }
        }
        Ok(())
    });
    let whole = read.is_ok() && any && path.is_empty() && facts.len() < MOST_FACTS;
    (facts, whole)
}

/// The facts, and whether these are all.
fn of_json(bytes: &[u8]) -> (Vec<Fact>, bool) {
    let mut facts = Vec::new();
    // Depth is limited by the parser.
    let text = super::encoding::decode(bytes, false).text;
    let Ok(value) = serde_json::from_str::<Value>(&text) else { return (facts, false) };
    let mut open: Vec<(String, &Value)> = vec![(String::new(), &value)];
    while let Some((place, value)) = open.pop() {
        match value {
            Value::Object(members) => {
                let named = members.iter().rev().map(|(name, value)| {
                    let name = name.rsplit(':').next().unwrap_or(name).to_lowercase();
                    (if place.is_empty() { name } else { format!("{place}/{name}") }, value)
                });
                open.extend(named);
                add(&mut facts, place, "");
            }
            Value::Array(items) => {
                open.extend(items.iter().rev().map(|item| (place.clone(), item)));
                add(&mut facts, place, "");
            }
            Value::String(text) => add(&mut facts, place, text),
            Value::Number(number) => add(&mut facts, place, &number.to_string()),
            Value::Bool(_) => add(&mut facts, place, ""),
            Value::Null => {}
        }
    }
    let whole = facts.len() < MOST_FACTS;
    (facts, whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expected: title, date, municipality, kind; "" where nothing is said.
    fn check(name: &str, text: &str, expected: [&str; 4]) {
        let given = read(name, text.as_bytes()).unwrap_or_default();
        let found = [given.title, given.date, given.municipality, given.kind];
        assert_eq!(found.each_ref().map(|fact| fact.as_deref().unwrap_or_default()), expected, "{text}");
    }

    #[test]
    fn schemes() {
        check(
            "a.mdto.xml",
            "<MDTO xmlns='x'><informatieobject><identificatie><identificatieKenmerk>7</identificatieKenmerk></identificatie>\
             <naam>Brief\n over de brug</naam><classificatie><begripLabel>brief</begripLabel></classificatie>\
             <event><eventTijd>2022-04-05</eventTijd></event>\
             <archiefvormer><verwijzingNaam>Gemeente Tiel</verwijzingNaam></archiefvormer></informatieobject></MDTO>",
            ["Brief over de brug", "2022-04-05", "Gemeente Tiel", "brief"],
        );
        check(
            "a.xml",
            "<d:Document xmlns:d='https://standaarden.overheid.nl/diwoo/metadata/'><d:DiWoo><d:publisher \
             resource='https://identifier.overheid.nl/tooi/id/gemeente/gm0281'>gemeente Tiel</d:publisher>\
             <d:titelcollectie><d:officieleTitel>De brug</d:officieleTitel></d:titelcollectie>\
             <d:creatiedatum>2022-05-10</d:creatiedatum></d:DiWoo></d:Document>",
            ["De brug", "2022-05-10", "gemeente Tiel", ""],
        );
        check(
            "a.json",
            r#"{"dcterms:title": "De brug", "soort": "nota", "datum": "2022-06-08", "gemeente": "Tiel", "leeg": null}"#,
            ["De brug", "2022-06-08", "Tiel", "nota"],
        );
        check("a.json", "\u{FEFF}{\"titel\": \"De brug\"}", ["De brug", "", "", ""]);
        check("a.json", "geen json", ["", "", "", ""]);
        check("a.xml", "<a><title>Half", ["", "", "", ""]);
    }

    #[test]
    fn readers_are_all_kept() {
        let given = read("a.json", br#"{"lezers": ["griffie", "college"]}"#).unwrap_or_default();
        assert_eq!(given.readers, Some(vec!["griffie".to_owned(), "college".to_owned()]));
    }
}
