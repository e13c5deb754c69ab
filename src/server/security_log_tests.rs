//! The security log: what a line says, that nothing typed gets into it or breaks it, and that it outlives renamed files
//! and full disks.

use std::fs;
use std::sync::{Arc, Mutex};

use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::server::identity::keys::KeyHolder;

/// A writer whose content can be read, and that fails while it is told to.
#[derive(Clone, Default)]
struct Shared {
    text: Arc<Mutex<Vec<u8>>>,
    full: Arc<Mutex<bool>>,
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if *self.full.lock().unwrap() {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.text.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn silent(error: Error) {
    panic!("{error:?}");
}

fn parsed(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
}

fn user(name: &str) -> Identity {
    Identity { user: Some(name.to_string()), ..Identity::default() }
}

#[test]
fn a_line_tells_who_did_what_to_which_from_where_and_when() {
    let shared = Shared::default();
    let log = SecurityLog::to_writer(Box::new(shared.clone()), silent).unwrap();
    let key = KeyHolder { name: "intranet".into(), readers: vec!["griffie".to_string()].into() };
    let both = Identity { key: Some(key.clone()), ..user("jan") };
    let client = "::ffff:10.1.2.3".parse().unwrap();
    let event = |action, outcome| Event::new(action, outcome).from(client).in_request("01J-abc");
    log.log(Event::new(Action::Start, Outcome::Allowed));
    log.log(event(Action::ReadDocument, Outcome::Allowed).on("d41d8cd9").answered(200).by(&user("jan")));
    log.log(event(Action::FetchFile, Outcome::Refused).on("d41d8cd9").answered(404).by(&Identity::default()));
    log.log(event(Action::Search, Outcome::Failed).answered(503).by(&both));
    drop(log);
    let text = String::from_utf8(shared.text.lock().unwrap().clone()).unwrap();
    let lines: Vec<String> = parsed(&text)
        .iter()
        .map(|line| {
            let time: Timestamp = line["tijd"].as_str().unwrap().parse().unwrap();
            let written = line["tijd"].as_str().unwrap();
            assert!(written.len() == 24 && written.ends_with('Z'), "{written}");
            assert!(Timestamp::now().duration_since(time).as_secs() < 60, "{written}");
            ["actie", "object", "resultaat", "status", "herkomst", "actor", "verzoek"]
                .map(|name| line[name].to_string())
                .join(" ")
        })
        .collect();
    let expected = [
        r#""start" "-" "toegestaan" null "-" "-" "-""#,
        r#""document.lezen" "d41d8cd9" "toegestaan" 200 "10.1.2.3" "@jan" "01J-abc""#,
        r#""bestand.ophalen" "d41d8cd9" "geweigerd" 404 "10.1.2.3" "-" "01J-abc""#,
        r#""zoeken" "-" "fout" 503 "10.1.2.3" "@jan sleutel:intranet" "01J-abc""#,
    ];
    assert_eq!(lines, expected);
}

#[test]
fn what_is_no_id_is_not_logged() {
    let long = "a".repeat(101);
    let texts = [
        "bsn 123456782",
        "jan@brinkhaven.nl",
        "a b",
        "",
        "a\nb",
        "{\"actie\":\"start\"}",
        "é",
        "../../etc",
        "a/b",
        "%0a",
        &long,
        "\u{202e}a",
    ];
    for text in texts {
        let line = Event::new(Action::ReadDocument, Outcome::Refused).on(text).in_request(text).line().unwrap();
        let value: Value = serde_json::from_str(&line).unwrap();
        assert_eq!((&value["object"], &value["verzoek"]), (&"ongeldig".into(), &"ongeldig".into()), "{text:?}");
        assert!(
            text.is_empty() || text.len() == 1 || !line.trim_end().trim_matches(['{', '}']).contains(text),
            "{text:?}"
        );
    }
}

proptest! {
    /// Whatever a user is called, an event is one line of what can be seen, and reads back as it was.
    #[test]
    fn no_name_breaks_a_line(
        name in "\\PC{0,20}[\\x00-\\x20\"\\\\\u{7f}-\u{a0}\u{2028}\u{202e}\u{e0041}]{0,5}\\PC{0,5}",
    ) {
        let line = Event::new(Action::Search, Outcome::Allowed).by(&user(&name)).line().unwrap();
        let body = line.strip_suffix('\n').unwrap();
        prop_assert!(!body.chars().any(is_hidden), "{body:?}");
        let value: Value = serde_json::from_str(body).unwrap();
        prop_assert_eq!(value["actor"].as_str().unwrap(), format!("@{name}"));
    }
}

/// Waits until the file holds so many lines; the log writes in a thread of its own.
fn wait_for_lines(path: &Path, count: usize) -> Vec<Value> {
    for _ in 0..500 {
        let text = fs::read_to_string(path).unwrap_or_default();
        if text.ends_with('\n') && text.lines().count() >= count {
            return parsed(&text);
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("{} never holds {count} lines", path.display());
}

#[cfg(unix)]
#[test]
fn a_renamed_or_removed_file_is_made_anew_and_an_old_one_is_appended_to() {
    let place = tempfile::tempdir().unwrap();
    let [path, moved] = ["beveiliging.log", "beveiliging.log.1"].map(|name| place.path().join(name));
    drop(SecurityLog::to_file(&path, silent).map(|log| log.log(Event::new(Action::Start, Outcome::Allowed))));
    let log = SecurityLog::to_file(&path, silent).unwrap();
    log.log(Event::new(Action::Reload, Outcome::Allowed));
    assert_eq!(wait_for_lines(&path, 2).len(), 2);
    fs::rename(&path, &moved).unwrap();
    log.log(Event::new(Action::Stop, Outcome::Allowed));
    assert_eq!(wait_for_lines(&path, 1)[0]["actie"], "stop");
    assert_eq!(wait_for_lines(&moved, 2).len(), 2);
    fs::remove_file(&path).unwrap();
    log.log(Event::new(Action::Limit, Outcome::Refused));
    assert_eq!(wait_for_lines(&path, 1)[0]["actie"], "grens");
    let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).unwrap().permissions());
    assert_eq!(mode & 0o027, 0, "others may not read it: {mode:o}");
    assert!(SecurityLog::to_file(&place.path().join("nergens/x.log"), silent).is_err());
}

#[test]
fn a_full_disk_is_told_once_and_what_is_missing_is_logged() {
    let (shared, told) = (Shared::default(), Arc::new(Mutex::new(Vec::new())));
    let teller = Arc::clone(&told);
    let report = move |error: Error| teller.lock().unwrap().push(error.to_string());
    let mut log = Log { target: Stream(Box::new(shared.clone())), unwritten: 0, failing: false, report };
    let event = || Event::new(Action::Search, Outcome::Allowed);
    for full in [false, true, true, true, false, false] {
        *shared.full.lock().unwrap() = full;
        log.work(event());
    }
    log.lost(4);
    assert_eq!(*told.lock().unwrap(), ["cannot write the security log"]);
    let lines = parsed(&String::from_utf8(shared.text.lock().unwrap().clone()).unwrap());
    let lines: Vec<_> = lines.iter().map(|line| format!("{} {}", line["actie"], line["object"])).collect();
    let search = r#""zoeken" "-""#;
    assert_eq!(lines, [search, r#""logboek.verloren" "3""#, search, search, r#""logboek.verloren" "4""#]);
}
