//! Texts of others stay texts (S4 of the faults to survive): payloads in titles, file names, headings, text, metadata
//! and queries leave pages without an element of their own, feeds well-formed, cells no formulas, lines of JSON whole,
//! terminals and headers alone. That nothing runs in a real browser is tested beside this.

#[path = "common/command.rs"]
mod command;
#[path = "common/http.rs"]
mod http;
#[path = "injection/markup.rs"]
mod markup;
#[path = "injection/payloads.rs"]
mod payloads;
#[path = "common/server.rs"]
mod server;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use command::{command, run};
use http::{Answer, encoded};
use markup::{check_page, check_xml};
use payloads::{file_name, payloads};
use serde_json::{Value, json};
use server::Server;
use tempfile::TempDir;

/// The word that all documents hold.
const WORD: &str = "giftig";
/// Headers that answers may have.
const HEADERS: &str = " accept-ranges access-control-allow-origin access-control-expose-headers allow api-version \
    cache-control connection content-disposition content-length content-range content-security-policy content-type \
    cross-origin-opener-policy cross-origin-resource-policy date etag location permissions-policy referrer-policy \
    retry-after strict-transport-security transfer-encoding vary x-content-type-options x-frame-options ";

/// Documents with a payload each, being served.
struct Site {
    place: TempDir,
    server: Server,
    /// The hits of a search for the word, as JSON.
    hits: Vec<Value>,
}

static SITE: LazyLock<Site> = LazyLock::new(Site::new);

impl Site {
    fn new() -> Self {
        let place = tempfile::tempdir().expect("a folder");
        let folder = place.path().join("stukken");
        fs::create_dir(&folder).expect("a folder");
        for (number, payload) in payloads().iter().enumerate() {
            write(&folder, number, payload);
        }
        let settings = place.path().join("raadpleeg.toml");
        let name = r#"Zoek <b onclick=alert(1)>"in" & 'uit'</b>"#;
        let text = format!(
            "[[collection]]\nfolder = \"stukken\"\nname = {name:?}\nfiles = true\n[server]\nname = {name:?}\nurl = \
             \"https://zoek.brinkhaven.nl\"\nrequests_per_minute = 1000000\n[server.contact]\nname = {name:?}\nemail = \
             \"zoeken@brinkhaven.nl\"\n"
        );
        fs::write(&settings, text).expect("the settings");
        let index = place.path().join("index");
        let ran = run(["index", "--index", path(&index), "--config", path(&settings)]);
        assert_eq!(ran.code(), 1, "some files cannot be read: {ran:?}");
        let mut serving = command(["serve", "--listen", "127.0.0.1:0", "--index", path(&index), "--config"]);
        let server = Server::start(serving.arg(&settings));
        let lines = server.get(&format!("/v1/passages?vraag={WORD}&formaat=ndjson")).expect(200).text();
        let hits = lines.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
        Site { place, server, hits }
    }

    fn index(&self) -> String {
        path(&self.place.path().join("index")).to_owned()
    }

    /// The documents of the hits, with the first passage of each.
    fn documents(&self) -> Vec<(String, String)> {
        let mut known = BTreeSet::new();
        let ids = self.hits.iter().map(|hit| (text(&hit["document"]["id"]), text(&hit["passage"]["id"])));
        ids.filter(|(document, _)| known.insert(document.clone())).collect()
    }
}

fn path(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

fn text(value: &Value) -> String {
    value.as_str().expect("text").to_owned()
}

/// A document with a payload wherever text of a document comes from; for some, one that cannot be read.
fn write(folder: &Path, number: usize, payload: &str) {
    let escaped: String = payload.chars().map(|c| format!("&#{};", u32::from(c))).collect();
    let (ending, bytes) = match number % 3 {
        0 => (
            "md",
            format!("# {payload} {WORD}\n\n{WORD}: {payload}\n\n## Kop {payload}\n\nOnder de kop {payload} {WORD}.\n"),
        ),
        1 => {
            ("txt", format!("{payload}\n\nEen {WORD} stuk.\n\nArtikel 1 {payload}\n\nEen {WORD} artikel: {payload}\n"))
        }
        _ => (
            "html",
            format!(
                "<!DOCTYPE html><meta charset=utf-8><title>{escaped}</title><h1>{escaped}</h1><p>Een {WORD} stuk met \
                 {escaped} erin.</p><h2>Kop {escaped}</h2><p>En {WORD} zo: {escaped}</p>"
            ),
        ),
    };
    let file = folder.join(format!("{}.{ending}", file_name(number, payload)));
    fs::write(&file, bytes).expect("a document");
    if number.is_multiple_of(2) {
        let facts = json!({ "titel": format!("{payload} {number}"), "auteur": payload, "soort": payload,
            "gemeente": payload, "taal": payload, "datum": "2024-05-11" });
        fs::write(format!("{}.json", path(&file)), facts.to_string()).expect("metadata");
    }
    if number.is_multiple_of(7) {
        fs::write(folder.join(format!("{}.pdf", file_name(number, payload))), "geen pdf").expect("a broken file");
    }
}

/// Checks an answer by its type; gives how many things were checked in it.
#[track_caller]
fn check(answer: &Answer, asked: &str) {
    for (name, value) in &answer.headers {
        assert!(HEADERS.contains(&format!(" {name} ")), "header {name} at {asked}");
        assert!(!value.chars().any(char::is_control) && value.is_ascii(), "{name}: {value:?} at {asked}");
    }
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{asked}");
    assert!(answer.header("content-security-policy").is_some_and(|policy| policy.starts_with("default-src 'none'")));
    let media_type = answer.header("content-type").unwrap_or_default();
    let is_json = |text: &str| serde_json::from_str::<Value>(text).map(drop).map_err(|error| error.to_string());
    let body = answer.text();
    let sound = match media_type.split(';').next().unwrap_or_default() {
        "text/html" => check_page(&body).map(drop),
        "application/atom+xml" | "application/opensearchdescription+xml" => check_xml(&body).map(drop),
        "application/json" | "application/problem+json" => is_json(&body),
        "application/x-ndjson" => body.lines().try_for_each(is_json),
        "text/csv" => cells(&body).map(drop),
        _ if asked.ends_with("/bestand") || body.is_empty() => Ok(()),
        other => Err(format!("an answer of type {other:?}")),
    };
    assert!(sound.is_ok(), "{sound:?} at {asked}: {body}");
}

/// The rows of a CSV file; none of the cells is a formula, all rows have as many.
fn cells(csv: &str) -> Result<Vec<Vec<String>>, String> {
    let csv = csv.strip_prefix('\u{feff}').ok_or("no mark of UTF-8")?;
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut rest = csv.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' if quoted && rest.peek() == Some(&'"') => cell.extend(rest.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted && rest.next_if_eq(&'\n').is_some() => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    let formula =
        |cell: &&String| cell.starts_with(['=', '+', '-', '@', '\t', '\r']) || cell.trim_start().starts_with('=');
    match rows.iter().flatten().find(formula) {
        Some(cell) => Err(format!("formula {cell:?}")),
        None if quoted || rows.iter().any(|row| row.len() != rows[0].len()) => Err("cells of different rows".into()),
        None => Ok(rows),
    }
}

/// Every payload as what is asked, at every route that takes text.
#[test]
fn queries_stay_text() {
    let site = &*SITE;
    let document = site.documents().first().expect("a document").0.clone();
    let mut checked = 0;
    for payload in payloads() {
        let p = encoded(&payload);
        let targets = [
            format!("/?vraag={p}"),
            format!("/?vraag={WORD}%20{p}"),
            format!("/?vraag={WORD}&gemeente={p}&soort={p}&taal={p}&verzameling={p}"),
            format!("/?vraag=%22{p}&lang=en"),
            format!("/?{p}={p}"),
            format!("/?vraag={WORD}&van={p}"),
            format!("/?lang={p}"),
            format!("/inbedden?vraag={p}"),
            format!("/inbedden?vraag={WORD}&gemeente={p}"),
            format!("/atom?vraag={p}"),
            format!("/atom?vraag={WORD}&soort={p}"),
            format!("/document/{document}?vraag={p}&passage={p}"),
            format!("/document/{p}"),
            format!("/passage/{p}"),
            format!("/{p}"),
            format!("/over?{p}"),
            format!("/v1/{p}"),
            format!("/v1/passages?vraag={p}&uitleg=true"),
            format!("/v1/passages?vraag={p}&formaat=csv"),
            format!("/v1/passages?vraag={p}&formaat=ndjson"),
            format!("/v1/passages?vraag={WORD}&sorteer={p}"),
            format!("/v1/passages?{p}=1"),
            format!("/v1/passages/{p}"),
            format!("/v1/documenten/{p}/bestand"),
            format!("/v1/suggesties?begin={p}"),
            format!("/v1/facetten?gemeente={p}"),
        ];
        for target in targets {
            let answer = site.server.get(&target);
            assert!(answer.status < 500 && answer.status != 303, "{} at {target}", answer.status);
            check(&answer, &target);
            checked += 1;
        }
        for body in [json!({ "vraag": payload }), json!({ "vraag": WORD, "soort": [payload] }), json!({ payload: 1 })] {
            let answer = site.server.post("/v1/passages/_zoek", body.to_string().as_bytes());
            assert!(answer.status < 500, "{body}");
            check(&answer, &body.to_string());
            checked += 1;
        }
    }
    assert!(payloads().len() >= 100 && checked > 100 * 25);
}

/// Every document with a payload in it, at every route that shows it.
#[test]
fn documents_stay_text() {
    let site = &*SITE;
    let documents = site.documents();
    assert!(documents.len() > 120, "{} of {} payloads gave a document", documents.len(), payloads().len());
    for (document, passage) in &documents {
        for target in [
            format!("/document/{document}?vraag={WORD}&passage={passage}"),
            format!("/document/{document}?lang=en"),
            format!("/passage/{passage}"),
            format!("/v1/documenten/{document}"),
            format!("/v1/passages/{passage}"),
            format!("/v1/documenten/{document}/bestand"),
        ] {
            let answer = site.server.get(&target);
            assert!([200, 303].contains(&answer.status), "{} at {target}", answer.status);
            check(&answer, &target);
        }
        let file = site.server.get(&format!("/v1/documenten/{document}/bestand")).expect(200);
        let disposition = file.header("content-disposition").expect("how it is to be kept").to_owned();
        let (how, name) = disposition.split_once("; filename*=UTF-8''").expect("a name in UTF-8");
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-_%".contains(&byte);
        assert!(["inline", "attachment"].contains(&how) && name.bytes().all(plain), "{disposition}");
        let html = file.header("content-type").is_some_and(|kind| kind.contains("html") || kind.contains("xml"));
        assert!(!html && file.header("content-security-policy").is_some_and(|policy| policy.contains("sandbox")));
    }
}

/// All documents together: lists, facets, coverage, feeds, exports.
#[test]
fn lists_stay_text() {
    let site = &*SITE;
    let pages = (1..=6).flat_map(|page| {
        ["/", "/inbedden", "/v1/passages"].map(|path| format!("{path}?vraag={WORD}&aantal=50&pagina={page}"))
    });
    let others = [
        "/".to_owned(),
        "/over".to_owned(),
        "/over?lang=en".to_owned(),
        "/opensearch.xml".to_owned(),
        format!("/?vraag={WORD}&sorteer=datum&groepeer=geen&lang=en&aantal=50"),
        format!("/atom?vraag={WORD}&aantal=50"),
        format!("/v1/passages?vraag={WORD}&formaat=csv"),
        "/v1/passages?jaar=2024&formaat=csv".to_owned(),
        format!("/v1/passages?vraag={WORD}&formaat=ndjson"),
        format!("/v1/facetten?vraag={WORD}"),
        "/v1/status".to_owned(),
        "/v1/openapi.json".to_owned(),
    ];
    for target in pages.chain(others) {
        check(&site.server.get(&target).expect(200), &target);
    }
    let feed = check_xml(&site.server.get(&format!("/atom?vraag={WORD}&aantal=50")).text()).expect("XML");
    assert_eq!(feed.iter().filter(|tag| tag.name == "entry").count(), 50, "no entry more or less");
    let rows = cells(&site.server.get(&format!("/v1/passages?vraag={WORD}&formaat=csv")).text()).expect("CSV");
    assert_eq!(rows.len(), site.hits.len() + 1, "a row for each passage");
}

/// What the command prints in a pipe steers no terminal.
#[test]
fn terminals_are_left_alone() {
    let site = &*SITE;
    let index = site.index();
    let steers =
        |c: char| c.is_control() && c != '\n' || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let mut lists: Vec<Vec<&str>> = vec![
        vec!["search", "--index", &index, "--limit", "1000", "--explain", WORD],
        vec!["search", "--index", &index, "--limit", "1000", "--full", "--group", "none", "--lang", "en", WORD],
        vec!["status", "--index", &index],
        vec!["search", "--index", &index, "--limit", "1000", "--json", WORD],
    ];
    let payloads: Vec<String> = payloads().into_iter().filter(|payload| !payload.contains('\0')).collect();
    for payload in &payloads {
        lists.push(vec!["search", "--index", &index, "--limit", "3", "--", payload]);
    }
    for arguments in lists {
        let ran = run(&arguments);
        let printed = format!("{}{}", ran.out, ran.err);
        assert!((0..=2).contains(&ran.code()), "{ran:?}");
        assert!(!printed.contains(steers), "{arguments:?}: {:?}", printed.lines().find(|line| line.contains(steers)));
    }
}

/// What the checks are for, they refuse.
#[test]
fn the_checks_notice() {
    let page = |body: &str| format!("<!DOCTYPE html><html><body>{body}</body></html>");
    for good in ["", "<p class=\"a\">&#60;b&#62; &amp; 1 > 0</p>", "<script src=\"/zoeken.js\" defer></script>"] {
        assert!(check_page(&page(good)).is_ok(), "{good}: {:?}", check_page(&page(good)));
    }
    for bad in [
        "<img src=\"/x\">",
        "<p onclick=\"x\"></p>",
        "<p class=a></p>",
        "<p style=\"x\"></p>",
        "<a href=\"javascript:x\">x</a>",
        "<a href=\"//example.com\">x</a>",
        "<script>x</script>",
        "<script src=\"/widget.js\"></script>",
        "1 < 2",
        "&onbekend;",
        "</p>",
        "<p>",
        "<!-- x -->",
    ] {
        assert!(check_page(&page(bad)).is_err(), "{bad}");
    }
    let xml = |body: &str| format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{body}");
    assert!(check_xml(&xml("<a b=\"&#39;\"><c/>x</a>\n")).is_ok());
    for bad in
        ["<a>", "<a/><b/>", "<a>\u{1b}</a>", "<a>&nbsp;</a>", "<a b='c'/>", "x<a/>", "<a></b>", "<a><![CDATA[x]]></a>"]
    {
        assert!(check_xml(&xml(bad)).is_err(), "{bad}");
    }
    for (csv, good) in
        [("a,b\r\n\"'=1\",c\r\n", true), ("a\r\n=1\r\n", false), ("a,b\r\nc\r\n", false), ("\"a\n\"\"b\"\r\n", true)]
    {
        assert_eq!(cells(&format!("\u{feff}{csv}")).is_ok(), good, "{csv}");
    }
}
