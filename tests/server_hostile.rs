//! What holds whatever is asked of the server (S5 of the faults to survive; S6 is in `server_headers`, S7 in
//! `server_slow`):
//!
//! - queries that are too long, too deep or too many, pages too far, filters by the thousand, text that is none and
//!   bodies that are no request are refused with the right status, as a problem, in time;
//! - what is only odd is answered;
//! - others are answered meanwhile, by the same process.

#[path = "common/command.rs"]
mod command;
#[path = "common/http.rs"]
mod http;
#[path = "common/server.rs"]
mod server;

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use http::{Answer, Client, PATIENCE, encoded, get_bytes, post_bytes, request_bytes};
use serde_json::json;
use server::{Server, Site};

/// Ten times what a refusal may take.
const DEADLINE: Duration = Duration::from_millis(500);
/// A busy machine is no defect: the fastest of so many counts.
const TRIES: usize = 4;

const SEARCH: &str = "/v1/passages/_zoek";

/// Something that is asked, and the statuses that are right for it.
struct Case {
    name: String,
    request: Vec<u8>,
    statuses: Vec<u16>,
}

fn case(name: impl Into<String>, request: Vec<u8>, statuses: &[u16]) -> Case {
    Case { name: name.into(), request, statuses: statuses.to_vec() }
}

/// Asserts that each case is answered rightly and in time, that somebody else is answered meanwhile, and that the server
/// goes on; gives how many there were.
fn check(cases: &[Case]) {
    let mut server = Site::new("").serve();
    let (done, others) = (AtomicBool::new(false), AtomicU64::new(0));
    let failures = thread::scope(|scope| {
        scope.spawn(|| others_ask(&server, &done, &others));
        let _over = Over(&done);
        cases.iter().filter_map(|case| failure(&server, case)).collect::<Vec<String>>()
    });
    assert!(failures.is_empty(), "{} of {} cases:\n{}", failures.len(), cases.len(), failures.join("\n"));
    assert!(others.load(Ordering::Relaxed) > 0, "nobody else was answered");
    assert!(server.is_alive(), "the server died");
    server.stop();
}

/// Bytes of an address that the parser of HTTP reads at most.
const LONGEST_READ: usize = 65_000;

/// Tells the others that it is over, also where a case panics.
struct Over<'a>(&'a AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Asks on and on what anybody might.
fn others_ask(server: &Server, done: &AtomicBool, answered: &AtomicU64) {
    let mut client = server.connect();
    while !done.load(Ordering::Relaxed) {
        let answer = client.ask(&get_bytes("/v1/passages?vraag=milieustraat", &[])).expect(200);
        assert_eq!(answer.json()["totaal"], 1, "another's answer stays as it is");
        answered.fetch_add(1, Ordering::Relaxed);
        thread::sleep(Duration::from_millis(5));
    }
}

/// What is wrong with the answer to a case.
fn failure(server: &Server, case: &Case) -> Option<String> {
    let mut fastest = Duration::MAX;
    for _ in 0..TRIES {
        let begun = Instant::now();
        let Some(answer) = answer(server, &case.request) else { return Some(format!("{}: no answer", case.name)) };
        fastest = fastest.min(begun.elapsed());
        if !case.statuses.contains(&answer.status) {
            let text: String = answer.text().chars().take(160).collect();
            return Some(format!("{}: {} {text:?}", case.name, answer.status));
        }
        if answer.status >= 400 && !case.request.starts_with(b"HEAD") {
            // The parser of HTTP itself refuses what is longer than it reads, without a word.
            let unread = answer.status == 414 && case.request.len() > LONGEST_READ;
            if answer.status != 431 && !unread {
                told_well(&answer, case);
            }
        }
        if fastest < DEADLINE {
            return None;
        }
    }
    Some(format!("{}: {fastest:?}", case.name))
}

fn answer(server: &Server, request: &[u8]) -> Option<Answer> {
    let mut client = server.connect();
    client.write(request);
    client.answer(request.starts_with(b"HEAD"), PATIENCE)
}

/// Programs get a problem, people a page.
fn told_well(answer: &Answer, case: &Case) {
    let target = String::from_utf8_lossy(case.request.split(|byte| *byte == b' ').nth(1).unwrap_or_default());
    if target.starts_with("/v1") {
        answer.expect_problem();
    } else {
        assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"), "{}: {answer:?}", case.name);
    }
}

/// Queries, and whether each is refused (400), answered (200), or either.
fn queries() -> Vec<(&'static str, String, &'static [u16])> {
    let words = |count: usize, word: &dyn Fn(usize) -> String| (0..count).map(word).collect::<Vec<_>>().join(" ");
    vec![
        ("10,000 parentheses", "(".repeat(10_000), &[400]),
        ("10,000 closing parentheses", ")".repeat(10_000), &[400]),
        ("10,000 parentheses around a word", format!("{}a{}", "(".repeat(10_000), ")".repeat(10_000)), &[400]),
        ("400 deep", format!("{}afval{}", "(".repeat(400), ")".repeat(400)), &[400]),
        ("21 deep", format!("{}afval{}", "(".repeat(21), ")".repeat(21)), &[400]),
        ("20 deep", format!("{}afval{}", "(".repeat(20), ")".repeat(20)), &[200]),
        ("10,000 NOTs", "NOT ".repeat(10_000), &[400]),
        ("200 NOTs and a word", format!("afval {} zondag", "NOT ".repeat(200)), &[200]),
        ("200 NIETs", "NIET ".repeat(190), &[200, 400]),
        ("10,000 ORs", "a OR ".repeat(10_000), &[400]),
        ("400 minus signs", format!("{}afval", "-".repeat(400)), &[200, 400]),
        ("500 plus signs", "+ ".repeat(500), &[400]),
        ("only exclusions", words(60, &|n| format!("-woord{n}")), &[400]),
        ("exclusions in groups", format!("{}-a{}", "-(".repeat(15), ")".repeat(15)), &[400]),
        ("a star", "*".into(), &[200, 400]),
        ("1,000 stars", "*".repeat(1_000), &[200, 400]),
        ("a letter and a star", "a*".into(), &[200]),
        ("60 letters with stars", words(60, &|n| format!("{}*", char::from(b'a' + (n % 26) as u8))), &[200]),
        ("300 letters with stars", words(300, &|n| format!("{}*", char::from(b'a' + (n % 26) as u8))), &[400]),
        ("stars before and within", "*straat mil*eu* *a*b*c*d*".into(), &[200, 400]),
        ("60 prefixes", words(60, &|n| format!("m{n}*")), &[200]),
        ("60 fuzzy words", words(60, &|n| format!("milieustrat{n}~2")), &[200, 400]),
        ("300 fuzzy words", words(300, &|_| "a~9".to_owned()), &[400]),
        ("a phrase of 400 words", format!("\"{}\"", words(400, &|n| char::from(b'a' + (n % 26) as u8).into())), &[200]),
        ("60 phrases", words(60, &|n| format!("\"open {n} op\"")), &[200]),
        ("300 quotes", "\"".repeat(301), &[200, 400]),
        ("a phrase with stars", format!("\"{}\"", "a* ".repeat(200)), &[200, 400]),
        ("1,000 letters", "a".repeat(1_000), &[200]),
        ("1,001 letters", "a".repeat(1_001), &[400]),
        ("1,000 letters of four bytes", "\u{1D56C}".repeat(1_000), &[200]),
        ("a compound without end", "vergunning".repeat(100), &[200]),
        ("64 words", words(64, &|n| format!("woord{n}")), &[200]),
        ("65 words", words(65, &|n| format!("woord{n}")), &[400]),
        ("the same word 64 times", "afval ".repeat(64), &[200]),
        ("100 filters", format!("afval {}", "jaar:2020 ".repeat(95)), &[400]),
        ("a year that is none", "jaar:99999999999999999999".into(), &[400]),
        ("years backwards", "afval jaar:2021..1019".into(), &[200, 400]),
        ("fields within fields", "titel:kop:titel:kop:afval".into(), &[200, 400]),
        ("250 colons", ":".repeat(250), &[400]),
        ("white space", " \t\n\u{3000}\u{00A0}".into(), &[400]),
        ("999 combining marks", format!("a{}", "\u{0301}".repeat(999)), &[200]),
        ("written from right to left", "\u{202E}\u{2066}tsfa\u{2069}\u{202C} afval".into(), &[200]),
        ("joined signs", "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467} afval".into(), &[200]),
        ("nothing visible", "\u{200B}\u{FEFF}\u{2060}".into(), &[200, 400]),
        ("NUL in a word", "af\0val".into(), &[200, 400]),
        ("control characters", "\u{1B}[2J\u{7}\u{8} afval".into(), &[200]),
        ("no characters", "\u{FFFF}\u{10FFFF}\u{FDD0} afval".into(), &[200]),
        ("regular expressions", "(a+)+$ [a-z]{1,9999} /.*/ afval".into(), &[200, 400]),
        ("SQL", "afval' OR 1=1; DROP TABLE passages; --".into(), &[200]),
        (
            "another engine's language",
            "_exists_:id +{a TO z} field:[* TO *]^99 AND _query_:\"{!x}\"".into(),
            &[200, 400],
        ),
    ]
}

#[test]
fn queries_that_are_bombs() {
    let mut cases = Vec::new();
    for (name, query, statuses) in queries() {
        let body = json!({ "vraag": query }).to_string();
        cases.push(case(
            format!("{name}, POST"),
            post_bytes(SEARCH, body.as_bytes()),
            too_large(&body).unwrap_or(statuses),
        ));
        for target in ["/v1/passages?vraag=", "/?vraag=", "/atom?vraag=", "/v1/facetten?vraag="] {
            let address = format!("{target}{}", encoded(&query));
            let long = too_long(&address);
            // The page without a word is the page; people who typed nothing made no mistake.
            let blank = [statuses, &[200]].concat();
            let usual = if query.trim().is_empty() && !target.starts_with("/v1") { &blank } else { statuses };
            cases.push(case(format!("{name}, {target}"), get_bytes(&address, &[]), long.unwrap_or(usual)));
        }
    }
    check(&cases);
}

fn too_large(body: &str) -> Option<&'static [u16]> {
    (body.len() > 64 * 1024).then_some(&[413])
}

/// What is right for an address that is longer than is read: 12 kB by the server, 16 kB with all headers by its parser.
fn too_long(address: &str) -> Option<&'static [u16]> {
    match address.len() {
        0..=12_288 => None,
        12_289..=16_000 => Some(&[414]),
        _ => Some(&[414, 431]),
    }
}

#[test]
fn parameters_out_of_bounds() {
    let many = |name: &str, count: usize| format!("vraag=afval{}", format!("&{name}=1").repeat(count));
    let refused: Vec<String> = [
        "vraag=afval&pagina=1000000",
        "vraag=afval&pagina=0",
        "vraag=afval&pagina=-1",
        "vraag=afval&pagina=101",
        "vraag=afval&pagina=1e3",
        "vraag=afval&pagina=%2B1",
        "vraag=afval&pagina=1%20",
        "vraag=afval&pagina=0x10",
        "vraag=afval&pagina=1.0",
        "vraag=afval&pagina=%D9%A1",
        "vraag=afval&pagina=",
        "vraag=afval&pagina=18446744073709551617",
        "vraag=afval&pagina=4294967295&aantal=50",
        "vraag=afval&pagina=1&pagina=2",
        "vraag=afval&aantal=1000000000",
        "vraag=afval&aantal=51",
        "vraag=afval&aantal=0",
        "vraag=afval&aantal=-10",
        "vraag=afval&aantal=50&pagina=21",
        "vraag=afval&aantal=1001&formaat=csv",
        "vraag=afval&aantal=1000&pagina=2&formaat=ndjson",
        "vraag=afval&vraag=parkeren",
        "vraag=afval&Vraag=parkeren",
        "vraag[]=afval",
        "vraag[$ne]=afval",
        "vraag=afval&__proto__=1",
        "vraag=afval&sorteer=grootte",
        "vraag=afval&sorteer=relevantie&sorteer=datum",
        "vraag=afval&formaat=xml",
        "vraag=afval&formaat=JSON",
        "vraag=afval&groepeer=alles",
        "vraag=afval&uitleg=1",
        "vraag=afval&jaar=0",
        "vraag=afval&jaar=10000",
        "vraag=afval&jaar=-2020",
        "vraag=afval&jaar=twintig",
        "vraag=afval&van=2021-02-30",
        "vraag=afval&tot=9999-99-99",
        "vraag=afval&van=-009999-01-01",
        "vraag=afval&van=2021-01-01T00:00:00Z",
        "vraag=afval&van=20210101",
        "vraag=afval&onbekend=1",
        "vraag=afval&%00=1",
        "vraag=afval&=1",
        "pagina=1",
        "",
    ]
    .map(str::to_owned)
    .into_iter()
    .chain([many("jaar", 21), many("gemeente", 21), many("gemeente", 800), many("x", 3_000), many("aantal", 1_000)])
    .chain([format!("vraag=afval&gemeente={}", "a".repeat(201)), format!("vraag=afval&{}=1", "x".repeat(5_000))])
    .chain(std::iter::once("&".repeat(10_000)))
    .collect();
    let cases: Vec<Case> = ["/v1/passages?", "/v1/facetten?"]
        .iter()
        .flat_map(|target| refused.iter().map(move |query| format!("{target}{query}")))
        .map(|target| case(target.chars().take(90).collect::<String>(), get_bytes(&target, &[]), &[400]))
        .collect();
    check(&cases);
}

#[test]
fn addresses_that_are_odd() {
    let long = "a".repeat(13_000);
    let longest = "a".repeat(1_000_000);
    let table: Vec<(String, &[u16])> = vec![
        ("/v1/passages?vraag=%ff%fe".into(), &[200, 400]),
        ("/v1/passages?vraag=afval%ED%A0%80".into(), &[200, 400]),
        ("/v1/passages?vraag=%C0%AFafval".into(), &[200, 400]),
        ("/v1/passages?vraag=%zz%".into(), &[200, 400]),
        ("/v1/passages?vraag=afval%2".into(), &[200, 400]),
        ("/v1/passages?vraag=af%00val".into(), &[200, 400]),
        ("/v1/passages?vraag=afval?&vraag".into(), &[400]),
        ("/v1/passages?vraag=afval;gemeente=x".into(), &[200, 400]),
        (format!("/v1/passages?vraag={long}"), &[414]),
        (format!("/v1/passages?vraag={longest}"), &[414, 431]),
        (format!("/{long}"), &[414]),
        (format!("/v1/passages/{}", "f".repeat(10_000)), &[400, 404]),
        (format!("/v1/passages/{}", "%66".repeat(1_000)), &[400, 404]),
        ("/v1/passages/%00".into(), &[400, 404]),
        ("/v1/passages/%ff".into(), &[400, 404]),
        ("/v1/passages/..%2f..%2fetc%2fpasswd".into(), &[400, 404]),
        ("/v1/documenten/../../../etc/passwd".into(), &[400, 404]),
        ("/v1/documenten/%2e%2e/%2e%2e/bestand".into(), &[400, 404]),
        ("/v1/documenten/%2e%2e%2f%2e%2e%2fetc%2fpasswd/bestand".into(), &[400, 404]),
        ("/v1/documenten/*".into(), &[400, 404]),
        ("//v1//passages?vraag=afval".into(), &[404]),
        ("/V1/Passages?vraag=afval".into(), &[404]),
        ("/v1/passages/?vraag=afval".into(), &[404]),
        ("/v1/passages;x=1?vraag=afval".into(), &[404]),
        ("/v1/suggesties?begin=a&aantal=1000000".into(), &[400]),
        ("/v1/suggesties?aantal=5".into(), &[400]),
        (format!("/v1/suggesties?begin={}", "%C3%A9".repeat(1_500)), &[200, 400]),
        (format!("/v1/suggesties?begin={}", "(".repeat(5_000)), &[200, 400]),
        ("/v1/suggesties?begin=*".into(), &[200, 400]),
        ("/v1/suggesties?begin=%00".into(), &[200, 400]),
        (format!("/document/{}?vraag=afval", "0".repeat(32)), &[404]),
        (format!("/v1/documenten/{}?pagina=99999999", "0".repeat(32)), &[400]),
        ("/?vraag=afval&pagina=1000000".into(), &[400]),
        ("/?vraag=afval&lang=xx".into(), &[400]),
        ("/atom?vraag=afval&aantal=1000000000".into(), &[400]),
        ("/?onbekend=1".into(), &[400]),
        ("/over?lang=nl&lang=en".into(), &[400]),
    ];
    let cases: Vec<Case> = table
        .into_iter()
        .map(|(target, statuses)| case(target.chars().take(90).collect::<String>(), get_bytes(&target, &[]), statuses))
        .collect();
    check(&cases);
}

/// Bodies of a search, and the statuses that are right for them.
fn bodies() -> Vec<(&'static str, Vec<u8>, &'static [u16])> {
    let nested = |open: &str, close: &str, depth: usize| [open.repeat(depth), close.repeat(depth)].concat();
    let years = (0..10_000).map(|year| year.to_string()).collect::<Vec<_>>().join(",");
    let utf16: Vec<u8> = r#"{"vraag":"afval"}"#.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let table: Vec<(&'static str, String, &'static [u16])> = vec![
        ("nothing", String::new(), &[400]),
        ("null", "null".into(), &[400]),
        ("a text", "\"afval\"".into(), &[400]),
        ("30,000 brackets", nested("[", "]", 30_000), &[400]),
        ("10,000 brackets within", format!("{{\"vraag\":{}}}", nested("[", "]", 10_000)), &[400]),
        ("6,000 objects", nested("{\"a\":", "}", 6_000), &[400]),
        ("unknown and deep", format!("{{\"x\":{}}}", nested("[", "]", 20_000)), &[400]),
        ("only opened", "{\"vraag\":".repeat(5_000), &[400]),
        ("a key twice", r#"{"vraag":"afval","vraag":"parkeren"}"#.into(), &[400]),
        ("a key twice, once escaped", r#"{"vraag":"afval","\u0076raag":"parkeren"}"#.into(), &[400]),
        ("a list twice", r#"{"vraag":"afval","jaar":[2020],"jaar":[2021]}"#.into(), &[400]),
        ("an unknown key", r#"{"vraag":"afval","readers":["griffie"]}"#.into(), &[400]),
        ("a prototype", r#"{"vraag":"afval","__proto__":{"x":1}}"#.into(), &[400]),
        ("an object for a text", r#"{"vraag":{"$ne":null}}"#.into(), &[400]),
        ("a list for a text", r#"{"vraag":["afval"]}"#.into(), &[400]),
        ("a text for a list", r#"{"vraag":"afval","gemeente":"Brinkhaven"}"#.into(), &[400]),
        ("a text for a number", r#"{"vraag":"afval","pagina":"1"}"#.into(), &[400]),
        ("no number", r#"{"vraag":"afval","pagina":1e999}"#.into(), &[400]),
        ("half a page", r#"{"vraag":"afval","pagina":1.5}"#.into(), &[400]),
        ("a page below", r#"{"vraag":"afval","pagina":-1}"#.into(), &[400]),
        ("a page far away", r#"{"vraag":"afval","pagina":1000000}"#.into(), &[400]),
        ("many at once", r#"{"vraag":"afval","aantal":1000000000}"#.into(), &[400]),
        ("no page", r#"{"vraag":"afval","pagina":null}"#.into(), &[400]),
        ("a number without end", format!("{{\"pagina\":{}}}", "9".repeat(60_000)), &[400]),
        ("10,000 years", format!("{{\"vraag\":\"afval\",\"jaar\":[{years}]}}"), &[400]),
        ("10,000 municipalities", json!({"vraag": "afval", "gemeente": vec!["a"; 10_000]}).to_string(), &[400]),
        ("half a character", r#"{"vraag":"\ud800"}"#.into(), &[400]),
        ("NUL", r#"{"vraag":"af\u0000val"}"#.into(), &[200, 400]),
        ("a bare control character", "{\"vraag\":\"a\u{1}\"}".into(), &[400]),
        ("something behind", r#"{"vraag":"afval"} {"vraag":"parkeren"}"#.into(), &[400]),
        ("a comment", "{\"vraag\":\"afval\"} // x".into(), &[400]),
        ("single quotes", "{'vraag':'afval'}".into(), &[400]),
        ("NaN", r#"{"vraag":"afval","pagina":NaN}"#.into(), &[400]),
        ("a mark of byte order", "\u{FEFF}{\"vraag\":\"afval\"}".into(), &[200, 400]),
        ("white space", " ".repeat(60_000), &[400]),
        ("a query of 60 kB", json!({"vraag": "a ".repeat(30_000)}).to_string(), &[400]),
        ("a query of 66 kB", json!({"vraag": "a".repeat(66_000)}).to_string(), &[413]),
        ("a query of 1 MB", json!({"vraag": "a".repeat(1_000_000)}).to_string(), &[413]),
        ("a query of 4 MB", json!({"vraag": "a".repeat(4_000_000)}).to_string(), &[413]),
    ];
    let texts = table.into_iter().map(|(name, body, statuses)| (name, body.into_bytes(), statuses));
    let bytes: [(&'static str, Vec<u8>, &'static [u16]); 3] = [
        ("UTF-16", utf16, &[400]),
        ("no UTF-8", b"{\"vraag\":\"\xff\xfe\"}".to_vec(), &[400]),
        ("zeros", vec![0; 10_000], &[400]),
    ];
    texts.chain(bytes).collect()
}

#[test]
fn bodies_that_are_no_search() {
    let cases: Vec<Case> =
        bodies().into_iter().map(|(name, body, statuses)| case(name, post_bytes(SEARCH, &body), statuses)).collect();
    check(&cases);
}

#[test]
fn media_types_and_methods_that_are_others() {
    let plain = br#"{"vraag":"afval"}"#;
    let posted = |headers: &[&str], body: &[u8]| {
        let length = format!("Content-Length: {}", body.len());
        request_bytes(&format!("POST {SEARCH} HTTP/1.1"), &[headers, &[&length]].concat(), body)
    };
    let mut cases: Vec<Case> = [
        (&["Content-Type: application/json; charset=utf-8"][..], &[200][..]),
        (&["Content-Type: APPLICATION/JSON"], &[200]),
        (&["Content-Type: text/plain"], &[415]),
        (&["Content-Type: text/json"], &[415]),
        (&["Content-Type: application/xml"], &[415]),
        (&["Content-Type: application/jsonp"], &[415]),
        (&["Content-Type: application/x-www-form-urlencoded"], &[415]),
        (&["Content-Type: multipart/form-data; boundary=x"], &[415]),
        (&["Content-Type: "], &[415]),
        (&["Content-Type: ;;;;"], &[415]),
        (&["Content-Type: \u{e9}"], &[415]),
        (&["Content-Type: text/plain", "Content-Type: application/json"], &[400, 415]),
        (&[], &[415]),
    ]
    .into_iter()
    .map(|(headers, statuses)| case(format!("{headers:?}"), posted(headers, plain), statuses))
    .collect();
    for method in ["PUT", "DELETE", "PATCH", "GET", "OPTIONS", "HEAD", "PROPFIND", "zoek"] {
        let request = request_bytes(&format!("{method} {SEARCH} HTTP/1.1"), &[], b"");
        cases.push(case(format!("{method} {SEARCH}"), request, &[405]));
    }
    for method in ["PUT", "DELETE", "PATCH", "POST"] {
        let request = request_bytes(&format!("{method} /v1/status HTTP/1.1"), &["Content-Length: 0"], b"");
        cases.push(case(format!("{method} /v1/status"), request, &[405]));
    }
    check(&cases);
}

/// Many at once: those who ask bombs do not shut out one who asks as one should.
#[test]
fn many_bombs_at_once() {
    let server = Site::new("").serve();
    let letters = ('a'..='z').map(|letter| format!("{letter}*")).collect::<Vec<_>>().join(" ");
    let bombs: Vec<Vec<u8>> = ["(".repeat(10_000), letters, "a ".repeat(500), "NOT ".repeat(240)]
        .iter()
        .map(|query| post_bytes(SEARCH, json!({ "vraag": query }).to_string().as_bytes()))
        .collect();
    let done = AtomicBool::new(false);
    let answered = AtomicU64::new(0);
    thread::scope(|scope| {
        for turn in 0..16 {
            let (bombs, server, done) = (&bombs, &server, &done);
            scope.spawn(move || {
                let mut client: Client = server.connect();
                for bomb in bombs.iter().cycle().skip(turn) {
                    if done.load(Ordering::Relaxed) {
                        break;
                    }
                    let status = client.ask(bomb).status;
                    assert!([200, 400].contains(&status), "{status}");
                }
            });
        }
        scope.spawn(|| others_ask(&server, &done, &answered));
        thread::sleep(Duration::from_secs(2));
        done.store(true, Ordering::Relaxed);
    });
    assert!(answered.into_inner() > 3, "another is answered, again and again");
    server.stop();
}
