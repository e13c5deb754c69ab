//! What holds for every answer: the headers of its kind of route, who may embed it, methods, what browsers keep, and
//! that the description of the API tells the routes that answer.

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

use http::Answer;
use serde_json::Value;
use town::{INTRANET, STRANGER, Town, members};

static TOWN: LazyLock<Town> = LazyLock::new(Town::new);

const OF_PAGES: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; \
                        connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors ";
const OF_DATA: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// A kind of route, by what its answers say.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Page,
    Embedded,
    Api,
    Asset,
}

/// Every route that is fetched, with its kind and media type.
fn routes() -> Vec<(String, Kind, &'static str)> {
    let (document, passage) = TOWN.ids("nota1.md");
    let table = [
        ("/", Kind::Page, "text/html; charset=utf-8"),
        ("/?vraag=fietspad", Kind::Page, "text/html; charset=utf-8"),
        ("/document/{d}", Kind::Page, "text/html; charset=utf-8"),
        ("/passage/{p}", Kind::Page, ""),
        ("/over", Kind::Page, "text/html; charset=utf-8"),
        ("/inbedden", Kind::Embedded, "text/html; charset=utf-8"),
        ("/inbedden?vraag=fietspad", Kind::Embedded, "text/html; charset=utf-8"),
        ("/atom?vraag=fietspad", Kind::Page, "application/atom+xml; charset=utf-8"),
        ("/opensearch.xml", Kind::Page, "application/opensearchdescription+xml"),
        ("/robots.txt", Kind::Page, "text/plain; charset=utf-8"),
        ("/.well-known/security.txt", Kind::Page, "text/plain; charset=utf-8"),
        ("/widget.js", Kind::Asset, "text/javascript; charset=utf-8"),
        ("/zoeken.js", Kind::Asset, "text/javascript; charset=utf-8"),
        ("/stijl.css", Kind::Asset, "text/css; charset=utf-8"),
        ("/huisstijl.css", Kind::Asset, "text/css; charset=utf-8"),
        ("/favicon.svg", Kind::Asset, "image/svg+xml"),
        ("/v1/passages?vraag=fietspad", Kind::Api, "application/json"),
        ("/v1/passages?vraag=fietspad&formaat=csv", Kind::Api, "text/csv; charset=utf-8"),
        ("/v1/passages?vraag=fietspad&formaat=ndjson", Kind::Api, "application/x-ndjson"),
        ("/v1/passages/{p}", Kind::Api, "application/json"),
        ("/v1/documenten/{d}", Kind::Api, "application/json"),
        ("/v1/documenten/{d}/bestand", Kind::Api, "text/plain; charset=utf-8"),
        ("/v1/suggesties?begin=fiets", Kind::Api, "application/json"),
        ("/v1/facetten?vraag=fietspad", Kind::Api, "application/json"),
        ("/v1/status", Kind::Api, "application/json"),
        ("/v1/openapi.json", Kind::Api, "application/json"),
    ];
    let filled = |path: &str| path.replace("{d}", &document).replace("{p}", &passage);
    table.map(|(path, kind, media_type)| (filled(path), kind, media_type)).to_vec()
}

#[track_caller]
fn check_headers(answer: &Answer, kind: Kind, target: &str) {
    let is = |name: &str, expected: &str| assert_eq!(answer.header(name), Some(expected), "{name} of {target}");
    let file = target.ends_with("/bestand") && answer.status == 200;
    match kind {
        Kind::Page => is("content-security-policy", &format!("{OF_PAGES}'none'")),
        Kind::Embedded => is("content-security-policy", &format!("{OF_PAGES}{INTRANET}")),
        Kind::Api if file => is("content-security-policy", &format!("{OF_DATA}; sandbox")),
        Kind::Api | Kind::Asset => is("content-security-policy", OF_DATA),
    }
    assert_eq!(answer.header("x-frame-options"), (kind != Kind::Embedded).then_some("DENY"), "{target}");
    is("x-content-type-options", "nosniff");
    is("referrer-policy", if kind == Kind::Api { "no-referrer" } else { "same-origin" });
    is("cross-origin-opener-policy", "same-origin");
    let open = ["/widget.js", "/v1/openapi.json"].contains(&target);
    is("cross-origin-resource-policy", if open { "cross-origin" } else { "same-origin" });
    is("strict-transport-security", "max-age=31536000; includeSubDomains");
    assert!(answer.header("permissions-policy").is_some_and(|policy| policy.contains("camera=()")), "{target}");
    assert_eq!(answer.header("api-version"), (kind == Kind::Api).then_some("1.0.0"), "{target}");
    assert_eq!(answer.header("access-control-allow-origin"), open.then_some("*"), "{target}");
    assert_eq!(answer.header("access-control-allow-credentials"), None, "{target}");
    let kept = answer.header("etag").is_some() && kind != Kind::Api;
    is("cache-control", if kept { "public, max-age=300" } else { "no-store" });
    assert!(answer.header("server").is_none(), "no program names itself");
    let mut names = BTreeSet::new();
    assert!(answer.headers.iter().all(|(name, _)| names.insert(name)), "a header twice: {:?}", answer.headers);
}

#[test]
fn every_answer_has_its_headers() {
    for (target, kind, media_type) in routes() {
        let answer = TOWN.get(&target);
        let status = if target.starts_with("/passage/") { 303 } else { 200 };
        assert_eq!(answer.status, status, "{target}");
        assert_eq!(answer.header("content-type").unwrap_or_default(), media_type, "{target}");
        check_headers(&answer, kind, &target);
        let path = target.split('?').next().expect("a path");
        for (method, other, status) in [
            ("GET", format!("{path}?kleur=rood"), 400),
            ("DELETE", target.clone(), 405),
            ("POST", target.clone(), 405),
            ("PUT", target.clone(), 405),
            ("GET", format!("{}/", path.trim_end_matches('/')), 404),
        ] {
            let answer = TOWN.ask(method, &other, &[]);
            // The page itself ends in "/", and what stays as it is takes no parameters to refuse.
            if answer.status == 200 && (path == "/" || answer.header("etag").is_some()) {
                continue;
            }
            assert_eq!(answer.status, status, "{method} {other}");
            // Behind a slash there is nothing, of no kind but that of the API.
            let kind = if status == 404 && kind != Kind::Api { Kind::Page } else { kind };
            check_headers(&answer, kind, if status == 404 { &other } else { path });
            assert_eq!(answer.header("allow"), (status == 405).then_some("GET,HEAD"), "{method} {other}");
            let problem = answer.header("content-type") == Some("application/problem+json");
            assert_eq!(problem, [Kind::Api, Kind::Asset].contains(&kind), "{method} {other}: pages for people");
        }
    }
}

/// HEAD is GET without the body.
#[test]
fn head_tells_what_get_would() {
    for (target, ..) in routes() {
        let (mut get, mut head) = (TOWN.get(&target), TOWN.ask("HEAD", &target, &[]));
        assert_eq!((get.status, head.body.len()), (head.status, 0), "{target}");
        for answer in [&mut get, &mut head] {
            // How long a search took is part of its length.
            answer
                .headers
                .retain(|(name, _)| name != "date" && (name != "content-length" || !target.contains("vraag")));
        }
        assert_eq!(get.headers, head.headers, "{target}");
    }
    let missing = TOWN.ask("HEAD", "/v1/nergens", &[]);
    assert_eq!((missing.status, missing.header("content-type")), (404, Some("application/problem+json")));
}

#[test]
fn what_is_not_there_is_a_problem_or_a_page() {
    for (target, problem) in [
        ("/v1", true),
        ("/v1/", true),
        ("/v1/nergens", true),
        ("/v1/passages/", true),
        ("/v1/passages/_zoek/", true),
        ("/v1//passages", true),
        ("/V1/passages", false),
        ("/v2/passages", false),
        ("/nergens", false),
        ("/over/", false),
        ("/document/", false),
        ("/index.html", false),
        ("/.git/config", false),
        ("/health/live", false),
        ("/metrics", false),
    ] {
        let answer = TOWN.get(target).expect(404);
        check_headers(&answer, if problem { Kind::Api } else { Kind::Page }, target);
        assert_eq!(answer.header("content-type") == Some("application/problem+json"), problem, "{target}");
        if problem {
            answer.expect_problem();
        }
    }
    let read = TOWN.get("/v1/passages/_zoek");
    assert_eq!((read.status, read.header("allow").map(|allow| allow.contains("POST"))), (405, Some(true)));
}

/// Pages of the configured origins may ask, others may not, and no one with cookies.
#[test]
fn only_the_configured_origins_may_ask() {
    let (document, passage) = TOWN.ids("nota1.md");
    let origin = |origin: &str| format!("Origin: {origin}");
    for target in [
        "/v1/passages?vraag=fietspad".to_owned(),
        "/v1/suggesties?begin=fiets".to_owned(),
        "/v1/facetten?vraag=fietspad".to_owned(),
        "/v1/status".to_owned(),
        format!("/v1/passages/{passage}"),
        format!("/v1/documenten/{document}"),
        "/v1/passages".to_owned(),
        "/v1/nergens".to_owned(),
    ] {
        let allowed = TOWN.server.get_with(&target, &[&origin(INTRANET)]);
        assert_eq!(allowed.header("access-control-allow-origin"), Some(INTRANET), "{target}");
        assert_eq!(allowed.header("cross-origin-resource-policy"), Some("cross-origin"), "{target}");
        assert_eq!(allowed.header("access-control-allow-credentials"), None, "{target}");
        for other in
            [STRANGER, "null", "https://intranet.brinkhaven.nl.example.com", "http://intranet.brinkhaven.nl", "*"]
        {
            let refused = TOWN.server.get_with(&target, &[&origin(other)]);
            assert_eq!(refused.header("access-control-allow-origin"), None, "{other} at {target}");
            assert_eq!(refused.header("vary"), Some("Origin"), "{target}");
        }
        let asks = ["Access-Control-Request-Method: GET", "Access-Control-Request-Headers: x-api-key"];
        let preflight = |from: &str| TOWN.ask("OPTIONS", &target, &[&origin(from), asks[0], asks[1]]).expect(204);
        let allowed = preflight(INTRANET);
        assert_eq!(allowed.header("access-control-allow-origin"), Some(INTRANET), "{target}");
        assert_eq!(allowed.header("access-control-allow-methods"), Some("GET, POST"), "{target}");
        assert_eq!(allowed.header("access-control-allow-headers"), Some("content-type, x-api-key"), "{target}");
        let refused = preflight(STRANGER);
        assert_eq!(refused.header("access-control-allow-origin"), None, "{target}");
        assert_eq!(refused.header("access-control-allow-methods"), None, "{target}");
    }
    for target in ["/", "/over", "/inbedden?vraag=fietspad", "/atom?vraag=fietspad", "/zoeken.js"] {
        let page = TOWN.server.get_with(target, &[&origin(INTRANET)]).expect(200);
        assert_eq!(page.header("access-control-allow-origin"), None, "{target}");
    }
}

/// What stays as it is has a tag, and is not sent to who has it.
#[test]
fn assets_are_kept_until_they_change() {
    let mut kept = 0;
    for (target, ..) in routes() {
        let first = TOWN.get(&target);
        let Some(tag) = first.header("etag").filter(|_| !target.starts_with("/v1")) else { continue };
        kept += 1;
        for (known, status) in [
            (format!("If-None-Match: {tag}"), 304),
            (format!("If-None-Match: \"x\", W/{tag}"), 304),
            ("If-None-Match: *".to_owned(), 304),
            ("If-None-Match: \"x\"".to_owned(), 200),
        ] {
            let again = TOWN.server.get_with(&target, &[&known]);
            assert_eq!(again.status, status, "{target} with {known}");
            assert_eq!((again.header("etag"), again.header("cache-control")), (Some(tag), Some("public, max-age=300")));
            assert!(status == 200 || again.body.is_empty());
        }
    }
    assert_eq!(kept, 8, "scripts, styles, icon, description, robots, security.txt");
}

#[test]
fn small_files_say_what_they_should() {
    let text = |target: &str| TOWN.get(target).expect(200).text();
    assert!(text("/huisstijl.css").contains("--basis: #123456"));
    assert!(text("/robots.txt").contains("Disallow: /"));
    let security = text("/.well-known/security.txt");
    for line in [
        "Contact: mailto:security@brinkhaven.nl",
        "Expires: 2099-11-01T00:00:00Z",
        "Canonical: https://zoek.brinkhaven.nl/.well-known/security.txt",
    ] {
        assert!(security.lines().any(|known| known == line), "{line}: {security}");
    }
    assert!(text("/opensearch.xml").contains("https://zoek.brinkhaven.nl/?vraag={searchTerms}"));
    let bare = TOWN.with("user_header = \"X-Remote-User\"");
    bare.get("/huisstijl.css").expect(200);
}

/// The description tells what answers, and nothing else.
#[test]
fn the_description_is_of_the_routes() {
    let (document, passage) = TOWN.ids("nota1.md");
    let description = TOWN.json("/v1/openapi.json");
    assert!(description["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")));
    assert_eq!(members(&description["info"]["contact"]), ["email", "name", "url"]);
    assert_eq!(description["servers"][0]["url"], "https://zoek.brinkhaven.nl/v1");
    let mut told = BTreeSet::new();
    for (path, operations) in description["paths"].as_object().expect("paths") {
        let id = if path.starts_with("/passages") { &passage } else { &document };
        for (method, operation) in operations.as_object().expect("operations") {
            let method = method.to_uppercase();
            let answer = TOWN.ask(&method, &format!("/v1{}", path.replace("{id}", id)), &[]);
            assert!(![404, 405].contains(&answer.status), "{method} {path}: {}", answer.status);
            let known = operation["responses"].as_object().expect("responses");
            assert!(known.contains_key(&answer.status.to_string()), "{method} {path} may answer {}", answer.status);
            assert!(known.values().all(|response: &Value| response["headers"]["API-Version"].is_object()), "{path}");
            told.insert(format!("{method} {path}"));
        }
    }
    let expected = [
        "GET /documenten/{id}",
        "GET /documenten/{id}/bestand",
        "GET /facetten",
        "GET /openapi.json",
        "GET /passages",
        "GET /passages/{id}",
        "GET /passages/{id}/verschil",
        "GET /passages/{id}/versies",
        "GET /status",
        "GET /suggesties",
        "POST /passages/_zoek",
    ];
    assert_eq!(told.iter().map(String::as_str).collect::<Vec<_>>(), expected);
}
