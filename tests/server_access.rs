//! What a user may not see is nowhere in what the server answers them: not in hits, counts, facets, suggestions,
//! corrections, coverage, feeds or exports, and a hidden id is answered as one that is not there.

#[path = "common/command.rs"]
mod command;
#[path = "access/corpus.rs"]
mod corpus;
#[path = "common/http.rs"]
mod http;
#[path = "access/queries.rs"]
mod queries;
#[path = "common/random.rs"]
mod random;
#[path = "common/server.rs"]
mod server;
#[path = "access/world.rs"]
mod world;

use std::collections::{BTreeSet, HashSet};
use std::sync::LazyLock;
use std::time::Duration;

use corpus::words;
use http::{Answer, Client};
use queries::Question;
use random::Random;
use serde_json::Value;
use server::{Server, Site, wait_for};
use tempfile::TempDir;
use world::{Asker, SEED, SERVER, World, index, serve};

const QUESTIONS: usize = 500;
/// Questions that are compared with a server of the asker's documents alone.
const COMPARED: usize = 100;

static WORLD: LazyLock<World> = LazyLock::new(World::new);

/// The words of an address: what is percent-encoded in the questions is between words.
fn typed(address: &str) -> HashSet<String> {
    let mut parts = address.split('%');
    let first = parts.next().unwrap_or_default().to_owned();
    words(&parts.fold(first, |text, part| format!("{text} {}", &part[2..])))
}

#[track_caller]
fn holds_nothing(answer: &Answer, hidden: &HashSet<String>, asked: &str, who: &str) {
    let typed = typed(asked);
    let mut shown = words(&answer.text());
    shown.extend(answer.headers.iter().flat_map(|(_, value)| words(value)));
    let leaked: Vec<&String> = shown.intersection(hidden).filter(|word| !typed.contains(*word)).collect();
    assert!(leaked.is_empty(), "{who} sees {leaked:?} at {asked}: {}", answer.text());
}

/// Everyone, over all questions.
#[test]
fn nothing_hidden_is_in_any_output() {
    let world = &*WORLD;
    assert!(world.corpus.documents.len() > 150, "the documents are many");
    let hidden: Vec<HashSet<String>> = world.askers.iter().map(|asker| world.hidden(asker)).collect();
    assert!(hidden.iter().all(|hidden| hidden.len() > 100), "everyone is kept from something");
    let (mut random, mut client) = (Random(SEED + 2), world.server.connect());
    let mut found = 0;
    for number in 0..QUESTIONS {
        let question = Question::new(&mut random, &world.corpus);
        let at = number % world.askers.len();
        let asker = &world.askers[at];
        for target in question.targets() {
            let answer = asker.get(&mut client, &target).expect(200);
            holds_nothing(&answer, &hidden[at], &target, &asker.name);
            if answer.body.starts_with(b"{\"vraag") {
                found += usize::from(answer.json()["totaal"] != 0);
            }
        }
    }
    for (asker, hidden) in world.askers.iter().zip(&hidden) {
        for target in ["/", "/over", "/over?lang=en", "/v1/status", "/v1/openapi.json", "/opensearch.xml"] {
            holds_nothing(&asker.get(&mut client, target).expect(200), hidden, target, &asker.name);
        }
    }
    assert!(found > QUESTIONS / 3, "{found} questions found something: too few to see anything leak");
}

/// What an asker can tell answers apart by.
fn told(answer: &Answer) -> (u16, Vec<(String, String)>, Vec<u8>) {
    let headers = answer.headers.iter().filter(|(name, _)| name != "date").cloned();
    (answer.status, headers.collect(), answer.body.clone())
}

/// The same id with other digits.
fn absent(id: &str) -> String {
    id.chars().map(|c| if c.is_ascii_hexdigit() { if c == 'a' { 'b' } else { 'a' } } else { c }).collect()
}

#[test]
fn a_hidden_id_is_answered_as_an_absent_one() {
    let (world, mut compared) = (&*WORLD, 0);
    let mut client = world.server.connect();
    for (number, asker) in world.askers.iter().enumerate() {
        // Every asker others, so that in the end all were asked for.
        for passage in world.passages_hidden_from(asker).skip(number % 12).step_by(12) {
            let (id, document) = (&passage.id, &passage.document);
            let by_document = ["/document/@", "/document/@?lang=en", "/v1/documenten/@", "/v1/documenten/@/bestand"];
            let by_passage = ["/passage/@", "/v1/passages/@"];
            let targets = by_document.map(|target| (target, document));
            for (target, id) in targets.into_iter().chain(by_passage.map(|target| (target, id))) {
                let hidden = asker.get(&mut client, &target.replace('@', id)).expect(404);
                let missing = asker.get(&mut client, &target.replace('@', &absent(id)));
                assert_eq!(told(&hidden), told(&missing), "{} at {target} {id}", asker.name);
                compared += 1;
            }
        }
    }
    assert!(compared > 1000, "{compared}");
}

#[test]
fn what_one_may_see_is_there_by_id() {
    let (world, mut seen) = (&*WORLD, 0);
    let mut client = world.server.connect();
    for asker in world.askers.iter().step_by(6) {
        let hidden: HashSet<&str> = world.passages_hidden_from(asker).map(|passage| passage.id.as_str()).collect();
        for passage in world.passages.iter().filter(|passage| !hidden.contains(passage.id.as_str())).step_by(9) {
            let answer = asker.get(&mut client, &format!("/v1/passages/{}", passage.id)).expect(200).json();
            assert_eq!(answer["document"]["id"], passage.document, "{}", asker.name);
            asker.get(&mut client, &format!("/document/{}", passage.document)).expect(200);
            seen += 1;
        }
    }
    assert!(seen > 50, "{seen}");
}

/// Ids of hits, in no order.
fn hits(answer: &Value) -> BTreeSet<(String, String)> {
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let hits = answer["treffers"].as_array().expect("hits").iter();
    hits.map(|hit| (text(&hit["document"]["id"]), text(&hit["passage"]["id"]))).collect()
}

/// Suggestions in their order.
fn suggestions(answer: &Value) -> Vec<String> {
    answer["suggesties"].as_array().expect("suggestions").iter().map(Value::to_string).collect()
}

/// A server of the documents alone that an asker may see.
fn alone(asker: &Asker) -> (TempDir, Server) {
    let place = tempfile::tempdir().expect("a folder");
    let settings = WORLD.corpus.write(place.path(), Some(&asker.labels), SERVER);
    let server = serve(&index(place.path(), &settings), &settings);
    (place, server)
}

/// What the server of everything answers the asker, and what the other answers: it knows no keys, and everything there is
/// for everyone.
#[track_caller]
fn asks(asker: &Asker, [with, alone]: &mut [Client; 2], target: &str) -> [Value; 2] {
    let answers = [asker.get(with, target), WORLD.askers[0].get(alone, target)];
    answers.map(|answer| answer.expect(200).json())
}

/// Asks both servers the same; their answers must not differ in what is found and counted.
#[track_caller]
fn same(question: &Question, asker: &Asker, clients: &mut [Client; 2]) -> bool {
    let mut both = |target: &str| {
        let answers = asks(asker, clients, target);
        let [with, alone] = &answers;
        for member in ["totaal", "facetten", "suggestie", "volledig"] {
            assert_eq!(with[member], alone[member], "{member} for {} at {target}", asker.name);
        }
        answers
    };
    let Question { query, begin } = question;
    let wide = query
        .split('&')
        .filter(|pair| !["aantal=", "pagina=", "groepeer=", "sorteer="].iter().any(|p| pair.starts_with(p)));
    let wide = wide.collect::<Vec<_>>().join("&");
    both(&format!("/v1/facetten?{wide}"));
    let [with, alone] = both(&format!("/v1/suggesties?begin={begin}&aantal=20")).map(|answer| suggestions(&answer));
    // Which words are left out of a full list is `suggestions_are_ranked_by_what_one_may_see`'s.
    if with.len().max(alone.len()) < 20 {
        let sorted = |list: Vec<String>| list.into_iter().collect::<BTreeSet<_>>();
        assert_eq!(sorted(with), sorted(alone), "suggestions for {} of {begin}", asker.name);
    }
    let [with, alone] = both(&format!("/v1/passages?{wide}&groepeer=geen&aantal=50&sorteer=datum"));
    let total = with["totaal"].as_u64().expect("a number");
    // By date only what matches is shown, by relevance also what nearly does. Of more than a page holds, which come
    // first may differ where days tie.
    if total <= 50 {
        assert_eq!(hits(&with), hits(&alone), "for {} at {wide}", asker.name);
    }
    total > 0
}

/// Five askers get what they would of a server that has only their documents. Ids can be compared, for they come of the
/// names of collections, paths and text, which are the same there. Scores, and with these the order, are not: the two
/// servers may hold documents in other segments.
#[test]
fn the_rest_is_as_if_it_were_not_there() {
    let (world, mut found) = (&*WORLD, 0);
    for (number, asker) in [0, 4, 8, 15, 21].map(|at| &world.askers[at]).into_iter().enumerate() {
        let (_place, alone) = alone(asker);
        let mut clients = [world.server.connect(), alone.connect()];
        let mut random = Random(SEED + 3 + number as u64);
        for _ in 0..COMPARED {
            let question = Question::new(&mut random, &world.corpus);
            found += usize::from(same(&question, asker, &mut clients));
        }
        let [mut with, mut only] = asks(asker, &mut clients, "/v1/status");
        (with["bijgewerkt"], only["bijgewerkt"]) = (Value::Null, Value::Null);
        assert_eq!(with, only, "{}", asker.name);
    }
    assert!(found > COMPARED, "{found}");
}

/// How often a word stands in hidden documents neither puts it higher nor others out of the list.
#[test]
fn suggestions_are_ranked_by_what_one_may_see() {
    let nobody = &WORLD.askers[0];
    let (_place, alone) = alone(nobody);
    let mut clients = [WORLD.server.connect(), alone.connect()];
    for begin in ["bra", "tum", "vol", "kem", "sto"] {
        let target = format!("/v1/suggesties?begin={begin}&aantal=20");
        let [with, only] = asks(nobody, &mut clients, &target);
        assert_eq!(suggestions(&with), suggestions(&only), "{begin}");
    }
}

/// Settings of the site whose second collection and one folder of the first have these readers.
fn labelled(site: &Site, closed: &str, rule: &str) {
    site.write(
        "raadpleeg.toml",
        &format!(
            "[[collection]]\nfolder = \"open\"\nfiles = true\n{rule}\n\
             [[collection]]\nfolder = \"besloten\"\n{closed}\n\
             [server]\nproxies = [\"127.0.0.1\"]\nuser_header = \"X-Remote-User\"\ngroups_header = \"X-Remote-Groups\"\n\
             requests_per_minute = 1000000\n"
        ),
    );
}

#[test]
fn other_readers_hold_after_indexing_again() {
    const ALL: &str = "[[collection.rule]]\npath = \"afval*\"\nreaders = [\"@piet\"]\n";
    let site = Site::new("");
    labelled(&site, "readers = [\"griffie\"]", "");
    let server = site.serve();
    let piet = ["X-Remote-User: piet"];
    let griffie = ["X-Remote-User: jan", "X-Remote-Groups: griffie"];
    let seen = |word: &str| [server.found(word, &[]), server.found(word, &piet), server.found(word, &griffie)];
    assert_eq!((seen("zwanenveld"), seen("milieustraat")), ([0, 0, 1], [1, 1, 1]));
    let hit = server.get("/v1/passages?vraag=milieustraat").expect(200).json()["treffers"][0].clone();
    let (document, passage) = (hit["document"]["id"].as_str(), hit["passage"]["id"].as_str());
    let (document, passage) = (document.expect("an id"), passage.expect("an id"));

    labelled(&site, "", ALL);
    site.index();
    wait_for("the opened collection", Duration::from_secs(20), || seen("zwanenveld") == [1, 1, 1]);
    assert_eq!(seen("milieustraat"), [0, 1, 0], "the closed folder");
    for target in [
        format!("/v1/documenten/{document}"),
        format!("/v1/documenten/{document}/bestand"),
        format!("/v1/passages/{passage}"),
    ] {
        server.get(&target).expect(404);
        server.get_with(&target, &piet).expect(200);
    }

    // The file beside a document has the last word.
    site.write("open/afval.md.json", "{\"lezers\": [\"griffie\"]}");
    labelled(&site, "readers = []", ALL);
    site.index();
    wait_for("the collection of nobody", Duration::from_secs(20), || seen("zwanenveld") == [0, 0, 0]);
    assert_eq!(seen("milieustraat"), [0, 0, 1], "the readers beside the file");
}
