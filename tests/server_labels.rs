//! Where labels come from and when they count: rules that change while the server runs, metadata beside a file, files
//! that cannot be read, what is in a message, documents that are deleted, headers of somebody who is no proxy.

#[path = "common/command.rs"]
mod command;
#[path = "common/http.rs"]
mod http;
#[path = "common/server.rs"]
mod server;

use std::path::PathBuf;
use std::time::Duration;

use command::{command, run};
use server::{Server, wait_for};
use tempfile::TempDir;

/// How long a new commit may take to be served: ten times the half second that the server looks.
const RELOAD: Duration = Duration::from_secs(5);
const PROXY: &str = "[server]\nproxies = [\"127.0.0.1\"]\nuser_header = \"X-Remote-User\"\ngroups_header = \
                     \"X-Remote-Groups\"\nrequests_per_minute = 1000000\n";
const NOBODY: &[&str] = &[];
const CLERK: &[&str] = &["X-Remote-User: jan", "X-Remote-Groups: griffie"];
const LAWYER: &[&str] = &["X-Remote-User: els", "X-Remote-Groups: jurist"];

/// A folder `stukken` with settings beside it and its index.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        let folder = Folder(tempfile::tempdir().expect("a folder"));
        folder.write("stukken/open.md", "# Parkeren\n\nEen vergunning voor bewoners kost twintig euro.\n");
        folder.settings("", PROXY);
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }

    /// Settings with these lines in the collection.
    fn settings(&self, collection: &str, server: &str) {
        self.write(
            "raadpleeg.toml",
            &format!("[[collection]]\nfolder = \"stukken\"\nfiles = true\n{collection}\n{server}"),
        );
    }

    fn index(&self) {
        let (index, settings) = (self.path("index"), self.path("raadpleeg.toml"));
        let ran =
            run(["index".as_ref(), "--index".as_ref(), index.as_os_str(), "--config".as_ref(), settings.as_os_str()]);
        assert!(matches!(ran.code(), 0 | 1), "{ran:?}");
    }

    fn serve(&self) -> Server {
        self.index();
        let mut serving = command(["serve", "--listen", "127.0.0.1:0", "--index"]);
        Server::start(serving.arg(self.path("index")).arg("--config").arg(self.path("raadpleeg.toml")))
    }
}

/// Rules that give the files of a pattern readers.
fn rule(path: &str, readers: &[&str]) -> String {
    format!("[[collection.rule]]\npath = \"{path}\"\nreaders = {readers:?}\n")
}

/// All that the server tells somebody in which a word of a document may stand.
fn outputs(server: &Server, word: &str, headers: &[&str]) -> String {
    let begin: String = word.chars().take(4).collect();
    let targets = [
        format!("/v1/passages?vraag={begin}*"),
        format!("/v1/passages?vraag={word}x"),
        format!("/?vraag={begin}*"),
        format!("/atom?vraag={begin}*"),
        format!("/inbedden?vraag={begin}*"),
        format!("/v1/passages?vraag={begin}*&formaat=csv"),
        format!("/v1/passages?vraag={begin}*&formaat=ndjson"),
        format!("/v1/suggesties?begin={begin}"),
        "/v1/passages?verzameling=stukken&aantal=50".to_owned(),
        "/over".to_owned(),
    ];
    targets.map(|target| server.get_with(&target, headers).expect(200).text().replace(&format!("{word}x"), "")).concat()
}

fn shows(server: &Server, word: &str, headers: &[&str]) -> bool {
    outputs(server, word, headers).to_lowercase().contains(word)
}

/// Other rules over the same files count once they are indexed, without a restart.
#[test]
fn new_labels_follow_within_the_reload() {
    let folder = Folder::new();
    folder.write("stukken/a/zwanenveld.md", "# Grondbod zwanenveld\n\nHet bod op het zwanenveld blijft geheim.\n");
    folder.settings(&rule("a/**", &["griffie"]), PROXY);
    let server = folder.serve();
    let seen = |headers: &[&str]| shows(&server, "zwanenveld", headers);
    assert_eq!([NOBODY, CLERK, LAWYER].map(seen), [false, true, false], "as it began");
    let steps: [(&[&str], [bool; 3]); 4] = [
        (&["jurist"], [false, false, true]),
        (&["@jan", "jurist"], [false, true, true]),
        (&[], [false; 3]),
        (&["griffie"], [false, true, false]),
    ];
    for (readers, expected) in steps {
        folder.settings(&rule("a/**", readers), PROXY);
        folder.index();
        wait_for(&format!("{readers:?}"), RELOAD, || [NOBODY, CLERK, LAWYER].map(seen) == expected);
    }
    folder.settings("", PROXY);
    folder.index();
    wait_for("for everyone", RELOAD, || [NOBODY, CLERK, LAWYER].map(seen) == [true; 3]);
    folder.settings("readers = []", PROXY);
    folder.index();
    wait_for("for nobody", RELOAD, || [NOBODY, CLERK, LAWYER].map(seen) == [false; 3]);
    assert!(!outputs(&server, "vergunning", CLERK).contains("bewoners"), "the whole collection");
}

/// What stands beside a file about who may read it counts, and what cannot be understood gives it to nobody.
#[test]
fn metadata_beside_a_file_says_who_may_read_it() {
    let cases: [(&str, &str, bool, bool); 15] = [
        ("json", r#"{"titel": "Bod", "lezers": ["griffie"]}"#, false, true),
        ("json", r#"{"lezers": "griffie"}"#, false, true),
        ("json", r#"{"readers": ["jurist", "@jan"]}"#, false, true),
        ("json", r#"{"titel": "Bod"}"#, true, true),
        ("xml", "<metadata><titel>Bod</titel><lezers>griffie</lezers></metadata>", false, true),
        // As where it is not there.
        ("json", r#"{"titel": "Bod", "lezers": null}"#, true, true),
        // An empty list is nobody, as in the settings.
        ("json", r#"{"titel": "Bod", "lezers": []}"#, false, false),
        ("json", r#"{"titel": "Bod", "lezers": [""]}"#, false, false),
        ("json", r#"{"titel": "Bod", "lezers": {"groep": "griffie"}}"#, false, false),
        ("json", r#"{"titel": "Bod", "lezers": false}"#, false, false),
        ("xml", "<metadata><titel>Bod</titel><lezers><lezer>griffie</lezer></lezers></metadata>", false, false),
        // Broken off, or written by hand with a slip.
        ("json", r#"{"titel": "Bod", "lezers": ["griffie"],}"#, false, false),
        ("json", r#"{"titel": "Bod", "lezers": ["gri"#, false, false),
        ("json", "", false, false),
        ("xml", "<metadata><titel>Bod</titel><lezers>gri", false, false),
    ];
    let folder = Folder::new();
    for (number, (ending, beside, ..)) in cases.iter().enumerate() {
        let word = word_of(number);
        folder.write(&format!("stukken/{word}.md"), &format!("# Bod {word}\n\nHet bod {word} blijft onder ons.\n"));
        folder.write(&format!("stukken/{word}.md.{ending}"), beside);
    }
    let server = folder.serve();
    let mut wrong = Vec::new();
    for (number, (_, beside, everyone, clerk)) in cases.iter().enumerate() {
        let seen = [NOBODY, CLERK].map(|headers| shows(&server, &word_of(number), headers));
        if seen != [*everyone, *clerk] {
            wrong.push(format!("{beside}: everyone, clerk see {seen:?}, not {:?}", [everyone, clerk]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A word for each number, none near another.
fn word_of(number: usize) -> String {
    let syllables = ["bra", "vol", "kem", "dri", "sto", "wig", "pla", "ner", "tum", "gro", "fel", "zan"];
    [number, number / 3 + 5, number * 5 + 1].map(|at| syllables[at % 12]).concat()
}

/// The name of a file that cannot be read, and the reason, are told those who may read it alone.
#[test]
fn files_that_cannot_be_read_keep_their_labels() {
    let folder = Folder::new();
    folder.write("stukken/a/bravolkem.pdf", "geen pdf");
    folder.write("stukken/dristowig.pdf", "geen pdf");
    folder.write("stukken/dristowig.pdf.json", r#"{"titel": "Planertum", "lezers": ["griffie"]}"#);
    folder.write("stukken/a/grofelzan.docx", "PK geen docx");
    folder.write("stukken/leeg.zip", "PK geen zip");
    folder.settings(&rule("a/**", &["griffie"]), PROXY);
    let server = folder.serve();
    let status = |headers: &[&str]| server.get_with("/v1/status", headers).expect(200).json()["onvolledig"].clone();
    let leaked: Vec<&str> = ["bravolkem", "dristowig", "grofelzan"]
        .into_iter()
        .filter(|word| shows(&server, word, NOBODY) || shows(&server, word, LAWYER))
        .collect();
    assert!(leaked.is_empty(), "{leaked:?}");
    assert!(["bravolkem", "grofelzan"].iter().all(|word| shows(&server, word, CLERK)));
    assert_eq!(status(NOBODY), 1, "leeg.zip");
    assert!(status(CLERK).as_u64() >= Some(3));
}

/// A part of a message is for those whom the message is for, whatever rules say about its own name.
#[test]
fn parts_have_the_labels_of_their_file() {
    let folder = Folder::new();
    let message = "From: a@brinkhaven.nl\nSubject: Bravolkem\nMIME-Version: 1.0\nContent-Type: multipart/mixed; \
                   boundary=g\n\n--g\nContent-Type: text/plain\n\nHet dristowig ligt klaar.\n--g\nContent-Type: \
                   text/markdown; name=\"planer.md\"\nContent-Disposition: attachment; filename=\"planer.md\"\n\n# \
                   Planertum\n\nHet grofelzan blijft onder ons.\n--g--\n";
    folder.write("stukken/post.eml", message);
    let rules = [rule("*.eml", &["griffie"]), rule("**/planer.md", &["jurist"])].concat();
    folder.settings(&rules, PROXY);
    let server = folder.serve();
    for word in ["bravolkem", "dristowig", "planertum", "grofelzan"] {
        let seen = [NOBODY, CLERK, LAWYER].map(|headers| shows(&server, word, headers));
        assert_eq!(seen, [false, true, false], "{word}");
    }
}

/// What was deleted is told nobody any more, also where everything is for everyone.
#[test]
fn what_is_deleted_is_gone_from_suggestions_and_corrections() {
    for collection in ["", "readers = [\"griffie\"]"] {
        let folder = Folder::new();
        for number in 0..12 {
            // Some are in the same segment.
            let text = format!("# Nota {number}\n\nHet groen in wijk {number} wordt gemaaid.\n");
            folder.write(&format!("stukken/nota{number}.md"), &text);
        }
        folder.write("stukken/weg.md", "# Zwanenveld\n\nHet bod op het zwanenveld, met naam en adres.\n");
        folder.settings(collection, PROXY);
        let server = folder.serve();
        assert!(shows(&server, "zwanenveld", CLERK));
        std::fs::remove_file(folder.path("stukken/weg.md")).expect("the file goes");
        folder.index();
        wait_for("the new commit", RELOAD, || {
            server.get_with("/v1/status", CLERK).expect(200).json()["documenten"] == 13
        });
        assert!(!shows(&server, "zwanenveld", CLERK), "still told after it was deleted; settings {collection:?}");
    }
}

/// The headers of a proxy are believed of no one else.
#[test]
fn headers_of_others_open_nothing() {
    let folder = Folder::new();
    folder.write("stukken/a/zwanenveld.md", "# Grondbod zwanenveld\n\nHet bod op het zwanenveld blijft geheim.\n");
    folder.settings(&rule("a/**", &["griffie"]), &PROXY.replace("127.0.0.1", "10.9.8.7"));
    let server = folder.serve();
    let spoofed: [&[&str]; 4] = [
        CLERK,
        &["X-Remote-User: jan", "X-Remote-Groups: griffie", "X-Forwarded-For: 10.9.8.7"],
        &["X-Remote-Groups: griffie", "Forwarded: for=10.9.8.7;by=10.9.8.7", "X-Real-IP: 10.9.8.7"],
        &["x-remote-user: jan", "X-Remote_Groups: griffie", "X-REMOTE-GROUPS: griffie"],
    ];
    for headers in spoofed {
        assert!(!shows(&server, "zwanenveld", headers), "{headers:?}");
    }
}
