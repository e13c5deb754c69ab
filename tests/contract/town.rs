//! The documents of the test of the API's contract, and a server of them with everything configured: a collection whose
//! files may be fetched, one whose files may not, an origin that embeds, an address with https.

#![allow(dead_code, reason = "each test takes what it needs")]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use super::command::{command, run};
use super::http::{Answer, Client, encoded, request_bytes};
use super::server::Server;

/// The origin that may embed, and one that may not.
pub const INTRANET: &str = "https://intranet.brinkhaven.nl";
pub const STRANGER: &str = "https://example.com";
/// Documents in the collection `raad`.
pub const NOTES: usize = 24;
/// Their years, kinds and municipalities, in turn.
pub const YEARS: [i16; 4] = [2018, 2019, 2021, 2022];
pub const KINDS: [&str; 3] = ["nota", "motie", "brief"];
pub const PLACES: [&str; 2] = ["Zwolle", "Breda"];

const SETTINGS: &str = r#"
[[collection]]
folder = "raad"
files = true

[[collection]]
folder = "archief"

[server]
url = "https://zoek.brinkhaven.nl"
name = "Zoeken in Brinkhaven"
tokens = "huisstijl.css"
embed = ["https://intranet.brinkhaven.nl"]
requests_per_minute = 10000000
[server.contact]
name = "Functioneel beheer"
email = "zoeken@brinkhaven.nl"
url = "https://www.brinkhaven.nl/contact"
[server.security]
contact = ["mailto:security@brinkhaven.nl"]
expires = "2099-11-01T00:00:00Z"
"#;

/// The town's documents, being served.
pub struct Town {
    place: TempDir,
    pub server: Server,
}

impl Town {
    /// Writes the documents, indexes and serves them.
    pub fn new() -> Self {
        let place = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| {
            let path = place.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        };
        for number in 0..NOTES {
            write(&format!("raad/nota{number}.md"), &note(number));
            let (year, kind, place) = (YEARS[number % 4], KINDS[number % 3], PLACES[number % 2]);
            let facts =
                format!(r#"{{"datum": "{year}-0{}-15", "soort": "{kind}", "gemeente": "{place}"}}"#, number % 9 + 1);
            write(&format!("raad/nota{number}.md.json"), &facts);
        }
        write("raad/stuk.pdf", "geen pdf");
        write(
            "raad/pagina.html",
            "<!DOCTYPE html><title>Loket</title><h1>Loket</h1><p>Het loket is open op werkdagen.</p>",
        );
        write("archief/kaart.txt", "Kaart van de veenplas\n\nDe veenplas ligt ten noorden van de dorpskern.\n");
        write("archief/lang.md", &long());
        write("huisstijl.css", ":root { --basis: #123456; }\n");
        write("raadpleeg.toml", SETTINGS);
        let (index, settings) = paths(place.path());
        let ran =
            run(["index".as_ref(), "--index".as_ref(), index.as_os_str(), "--config".as_ref(), settings.as_os_str()]);
        assert_eq!(ran.code(), 1, "one file cannot be read: {ran:?}");
        Town { server: serve(&index, &settings), place }
    }

    /// A server of the same index with more settings.
    pub fn with(&self, more: &str) -> Server {
        let (index, settings) = paths(self.place.path());
        let other = settings.with_file_name("anders.toml");
        fs::write(&other, SETTINGS.replace("[server]", &format!("[server]\n{more}"))).expect("the settings");
        serve(&index, &other)
    }

    pub fn get(&self, target: &str) -> Answer {
        self.server.get(target)
    }

    /// An answer in JSON.
    #[track_caller]
    pub fn json(&self, target: &str) -> Value {
        let answer = self.get(target).expect(200);
        assert_eq!(answer.header("content-type"), Some("application/json"), "{target}");
        answer.json()
    }

    /// The answer of a search.
    #[track_caller]
    pub fn search(&self, query: &str) -> Value {
        self.json(&format!("/v1/passages?{query}"))
    }

    /// Sends any request.
    pub fn ask(&self, method: &str, target: &str, headers: &[&str]) -> Answer {
        Client::new(self.server.address).ask(&request_bytes(&format!("{method} {target} HTTP/1.1"), headers, b""))
    }

    /// The ids of a document, by its path, and of its first passage.
    #[track_caller]
    pub fn ids(&self, path: &str) -> (String, String) {
        for collection in ["raad", "archief"] {
            let lines = self.get(&format!("/v1/passages?verzameling={collection}&formaat=ndjson")).expect(200).text();
            let hits = lines.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
            if let Some(hit) = hits.into_iter().find(|hit| hit["document"]["pad"] == path) {
                return (text(&hit["document"]["id"]), text(&hit["passage"]["id"]));
            }
        }
        panic!("no {path}");
    }
}

fn paths(place: &Path) -> (PathBuf, PathBuf) {
    (place.join("index"), place.join("raadpleeg.toml"))
}

fn serve(index: &Path, settings: &Path) -> Server {
    let mut serving = command(["serve", "--listen", "127.0.0.1:0", "--index"]);
    Server::start(serving.arg(index).arg("--config").arg(settings))
}

/// A short document.
fn note(number: usize) -> String {
    format!(
        "# Nota {number} over het fietspad\n\nHet fietspad langs de dorpsweg wordt verbreed in fase {number}. De raad stelt \
         het krediet beschikbaar.\n"
    )
}

/// A document of many passages under headings.
fn long() -> String {
    let mut text = "# Handboek groenbeheer\n".to_owned();
    for chapter in 1..=12 {
        text.push_str(&format!("\n## Hoofdstuk {chapter}\n"));
        for section in 1..=3 {
            text.push_str(&format!("\n### Onderdeel {chapter}.{section}\n\n"));
            for sentence in 0..14 {
                text.push_str(&format!(
                    "De beheerder van het groen maait berm {chapter}{section}{sentence} elke zomer, en meldt dat aan de wijk. "
                ));
            }
            text.push('\n');
        }
    }
    text
}

/// A text in JSON.
#[track_caller]
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

/// A list in JSON.
#[track_caller]
pub fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap_or_else(|| panic!("no list: {value}"))
}

/// The names of the members of an object, sorted.
#[track_caller]
pub fn members(value: &Value) -> Vec<&str> {
    let mut names: Vec<&str> =
        value.as_object().unwrap_or_else(|| panic!("no object: {value}")).keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

/// The ids of the passages that a search found, in order.
pub fn found(answer: &Value) -> Vec<String> {
    list(&answer["treffers"]).iter().map(|hit| text(&hit["passage"]["id"])).collect()
}

/// A parameter with its value.
pub fn pair(name: &str, value: &str) -> String {
    format!("{name}={}", encoded(value))
}
