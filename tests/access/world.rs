//! The documents of the access test under their rules, being served, and everyone who asks.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use crate::command::{Ran, command, run};
use crate::corpus::{COLLECTIONS, Corpus, Document, words};
use crate::http::{Answer, Client, get_bytes};
use crate::random::Random;
use crate::server::Server;

pub const SEED: u64 = 20_260_801;
const USERS: usize = 20;
/// What both the server with access rules and those of one asker's documents are set to.
pub const SERVER: &str = "[server]\nrequests_per_minute = 6000000\n";
const IDENTITY: &str =
    "proxies = [\"127.0.0.1\"]\nuser_header = \"X-Remote-User\"\ngroups_header = \"X-Remote-Groups\"\n";
const KEYS: [(&str, &[&str]); 3] = [("intranet", &["griffie"]), ("archief", &["ict", "jurist"]), ("leeg", &[])];

/// Somebody who asks: the headers of their requests and the labels that these give.
pub struct Asker {
    pub name: String,
    /// Whole lines.
    pub headers: Vec<String>,
    pub labels: Vec<String>,
}

/// A passage as the search without restrictions shows it.
pub struct Passage {
    pub id: String,
    pub document: String,
    collection: String,
    path: String,
}

/// Everything under its rules, being served.
pub struct World {
    _place: TempDir,
    pub corpus: Corpus,
    pub askers: Vec<Asker>,
    pub passages: Vec<Passage>,
    pub server: Server,
}

impl World {
    pub fn new() -> Self {
        let place = tempfile::tempdir().expect("a folder");
        let corpus = Corpus::new(SEED);
        let (settings, askers) = people();
        let settings = corpus.write(place.path(), None, &settings);
        let path = index(place.path(), &settings);
        let passages = all_passages(&path);
        World { passages, server: serve(&path, &settings), _place: place, corpus, askers }
    }

    /// Ids of passages and documents that the asker may not see, and words that stand in no document that they may see.
    pub fn hidden(&self, asker: &Asker) -> HashSet<String> {
        let (seen, hidden): (Vec<_>, Vec<_>) =
            self.corpus.documents.iter().partition(|document| document.is_for(&asker.labels));
        let known: HashSet<String> = seen.iter().flat_map(|document| document.words()).collect();
        let mut secret: HashSet<String> = hidden.iter().flat_map(|document| document.words()).collect();
        // Words that pages and formats have of themselves are no secret.
        let own = words("bericht raadsvoorstel gemeente auteur content multipart markdown attachment filename");
        secret.retain(|word| word.len() > 5 && !known.contains(word) && !own.contains(word));
        secret.extend(self.passages_hidden_from(asker).map(|passage| passage.document.clone()));
        secret
    }

    pub fn passages_hidden_from<'w>(&'w self, asker: &'w Asker) -> impl Iterator<Item = &'w Passage> {
        self.passages.iter().filter(|passage| !self.document_of(passage).is_for(&asker.labels))
    }

    fn document_of(&self, passage: &Passage) -> &Document {
        let of = |document: &&Document| {
            let inside = passage.path.strip_prefix(&document.path);
            let here = COLLECTIONS[document.collection].0 == passage.collection;
            here && inside.is_some_and(|rest| rest.is_empty() || !rest.starts_with(char::is_alphanumeric))
        };
        self.corpus.documents.iter().find(of).expect("a document")
    }
}

impl Asker {
    /// Asks over a connection.
    #[track_caller]
    pub fn get(&self, client: &mut Client, target: &str) -> Answer {
        let lines: Vec<&str> = self.headers.iter().map(String::as_str).collect();
        client.ask(&get_bytes(target, &lines))
    }
}

/// Settings of the server with its keys, and everyone who asks.
fn people() -> (String, Vec<Asker>) {
    let mut random = Random(SEED + 1);
    let groups = ["griffie", "college", "jurist", "ict", "onbekend"];
    let mut askers = vec![Asker { name: "nobody".into(), headers: Vec::new(), labels: Vec::new() }];
    for number in 0..USERS {
        let user = format!("u{number:02}");
        let own: Vec<&str> = groups.into_iter().filter(|_| random.below(3) == 0).collect();
        let labels = own.iter().map(|&group| group.to_owned()).chain([format!("@{user}")]).collect();
        let headers = vec![format!("X-Remote-User: {user}"), format!("X-Remote-Groups: {}", own.join(";"))];
        askers.push(Asker { name: user, headers, labels });
    }
    let mut settings = format!("{SERVER}{IDENTITY}");
    for (name, readers) in KEYS {
        let made = run(["key", name]).expect(0);
        let all = format!("{}\n{}", made.out, made.err);
        let key = all.split_whitespace().find(|word| word.starts_with("rp_")).expect("a key").to_owned();
        let hash = all.lines().find(|line| line.starts_with("hash")).expect("a hash");
        settings.push_str(&format!("[[server.key]]\nname = \"{name}\"\n{hash}\nreaders = {readers:?}\n"));
        let labels = readers.iter().map(|&reader| reader.to_owned()).collect();
        askers.push(Asker { name: name.into(), headers: vec![format!("X-Api-Key: {key}")], labels });
    }
    (settings, askers)
}

/// Makes the index of a place as `settings` say, with no words learned; some of its files cannot be read.
#[track_caller]
pub fn index(place: &Path, settings: &Path) -> PathBuf {
    let (path, lexicon) = (place.join("index"), place.join("woorden"));
    std::fs::write(&lexicon, "glasvezel\n").expect("a list of words");
    let args = ["--index".as_ref(), path.as_os_str(), "--config".as_ref(), settings.as_os_str()];
    let args = ["index".as_ref()].into_iter().chain(args).chain(["--lexicon".as_ref(), lexicon.as_os_str()]);
    let ran: Ran = run(args);
    assert!(matches!(ran.code(), 0 | 1), "{ran:?}");
    path
}

/// Serves an index.
#[track_caller]
pub fn serve(index: &Path, settings: &Path) -> Server {
    let mut serving = command(["serve", "--listen", "127.0.0.1:0"]);
    serving.arg("--config").arg(settings).arg("--index").arg(index);
    Server::start(&mut serving)
}

/// All passages, as who may open the index itself sees them.
fn all_passages(path: &Path) -> Vec<Passage> {
    let mut passages = Vec::new();
    for (collection, _) in COLLECTIONS {
        let query = format!("verzameling:{collection}");
        let args = ["search", "--json", "--group", "none", "--limit", "1000", "--index"].map(AsRef::as_ref);
        let answer = run(args.into_iter().chain([path.as_os_str(), query.as_ref()])).expect(0).json();
        let hits = answer["treffers"].as_array().expect("hits");
        assert_eq!(answer["totaal"], hits.len(), "all passages of {collection} fit one page");
        let text = |value: &Value| value.as_str().expect("text").to_owned();
        passages.extend(hits.iter().map(|hit| Passage {
            id: text(&hit["passage"]["id"]),
            document: text(&hit["document"]["id"]),
            collection: text(&hit["document"]["verzameling"]),
            path: text(&hit["document"]["pad"]),
        }));
    }
    passages
}
