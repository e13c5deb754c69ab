//! What the server once took, or answered late, and refuses since: each test is of one defect. The rest of what is
//! hostile is in `server_hostile`.

#[path = "common/command.rs"]
mod command;
#[path = "common/http.rs"]
mod http;
#[path = "common/server.rs"]
mod server;

use std::time::{Duration, Instant};

use http::{encoded, request_bytes};
use serde_json::json;
use server::Site;

const SEARCH: &str = "/v1/passages/_zoek";

/// Derived readers of JSON take the members of an object in a list, too, in an order that nobody promised.
#[test]
fn a_body_that_is_a_list_is_refused() {
    let server = Site::new("").serve();
    for body in [r#"["afval"]"#, r#"["afval",["Brinkhaven"]]"#, "[]"] {
        server.post(SEARCH, body.as_bytes()).expect(400).expect_problem();
    }
    server.stop();
}

/// "{"vraag":"afval"}", compressed by gzip.
const GZIP: &[u8] =
    b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xabV*+JLLW\xb2RJL+K\xccQ\xaa\x05\x00\x0b\x07\xdf;\x11\x00\x00\x00";

/// A body that says that it is coded is not read as though it were not (RFC 9110, 8.4: 415).
#[test]
fn a_coded_body_is_refused() {
    let plain = br#"{"vraag":"afval"}"#;
    let server = Site::new("").serve();
    for (coding, body) in
        [("gzip", GZIP), ("gzip", plain), ("br", plain), ("deflate, gzip", GZIP), ("zstd", plain), ("", GZIP)]
    {
        let (coding, length) = (format!("Content-Encoding: {coding}"), format!("Content-Length: {}", body.len()));
        let headers = ["Content-Type: application/json", &coding, &length];
        let answer = server.connect().ask(&request_bytes(&format!("POST {SEARCH} HTTP/1.1"), &headers, body));
        let status = if coding.ends_with(": ") { 400 } else { 415 };
        assert_eq!(answer.status, status, "{coding}: {}", answer.text());
        answer.expect_problem();
    }
    server.stop();
}

/// The page gives 400 for the same, with the same words in it.
#[test]
fn a_query_that_is_refused_is_an_error_in_a_frame_too() {
    let server = Site::new("").serve();
    for query in [":".repeat(250), "-a -b".into(), "woord ".repeat(65), format!("{}afval", "(".repeat(21))] {
        let page = server.get(&format!("/?vraag={}", encoded(&query))).expect(400);
        let frame = server.get(&format!("/inbedden?vraag={}", encoded(&query)));
        assert_eq!(frame.status, page.status, "{query}");
        assert_eq!(frame.header("content-type"), Some("text/html; charset=utf-8"));
    }
    server.stop();
}

/// A thousand characters that become eighteen thousand, four thousand words of them.
#[test]
fn letters_that_grow_are_answered_in_time() {
    let server = Site::new("").serve();
    let body = json!({ "vraag": "\u{FDFA}".repeat(1_000) }).to_string();
    // A busy machine is no defect: the fastest counts.
    let fastest = (0..4).map(|_| {
        let begun = Instant::now();
        let answer = server.post(SEARCH, body.as_bytes());
        assert!([200, 400].contains(&answer.status), "{answer:?}");
        begun.elapsed()
    });
    let fastest = fastest.min().expect("four");
    assert!(fastest < Duration::from_millis(500), "{fastest:?}");
    server.stop();
}
