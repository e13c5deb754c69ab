//! The server as it is run: how it starts, follows and stops, what it keeps and what not, and whom it admits. What is
//! hostile is in `server_hostile`, what is slow in `server_slow`.

#[path = "common/command.rs"]
mod command;
#[path = "common/http.rs"]
mod http;
#[path = "common/server.rs"]
mod server;

use std::collections::BTreeSet;
use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use command::{command, finish, run, start};
use http::{Client, get_bytes};
use server::{Server, Site, text_of, wait_for};

#[test]
fn an_address_in_use_is_told_in_a_line() {
    let site = Site::new("");
    let server = site.serve();
    let address = server.address.to_string();
    let mut second = command(["serve", "--listen", &address]);
    second.arg("--config").arg(site.path("raadpleeg.toml")).arg("--index").arg(site.path("index"));
    finish(start(&mut second)).expect_error(&[&address, "--listen"]);
    assert_eq!(server.found("milieustraat", &[]), 1, "the first goes on");
    server.stop();
}

#[test]
fn a_folder_that_is_served_is_followed() {
    let site = Site::new("");
    let mut serving = command(["serve", "--listen", "127.0.0.1:0"]);
    serving.arg("--in").arg(site.path("open")).env("XDG_CACHE_HOME", site.path("cache"));
    let server = Server::start(&mut serving);
    assert_eq!(server.found("milieustraat", &[]), 1);
    assert_eq!(server.found("zwembad", &[]), 0);
    site.write("open/zwembad.md", "# Zwembad\n\nHet zwembad is op maandag dicht.\n");
    wait_for("the new file is found", Duration::from_secs(20), || server.found("zwembad", &[]) == 1);
    server.stop();
}

/// Two files that say which edition they are of.
fn edition(site: &Site, number: u32) {
    for name in ["een", "twee"] {
        site.write(
            &format!("open/{name}.md"),
            &format!("# Stuk {name}\n\nDit is jaargang uitgave{number} van {name}.\n"),
        );
    }
}

/// The editions that an answer is of.
fn editions(client: &mut Client) -> BTreeSet<String> {
    let answer = client.ask(&get_bytes("/v1/passages?vraag=jaargang", &[])).expect(200).json();
    assert_eq!(answer["totaal"], 2, "{answer}");
    let hits = answer["treffers"].as_array().expect("hits");
    let texts = hits.iter().filter_map(|hit| hit["passage"]["tekst"].as_str());
    texts.filter_map(|text| text.split(' ').find(|word| word.starts_with("uitgave"))).map(str::to_owned).collect()
}

#[test]
fn a_new_commit_is_taken_over_whole_while_requests_run() {
    const LAST: u32 = 4;
    let site = Site::new("");
    edition(&site, 0);
    let server = site.serve();
    let (done, last) = (AtomicBool::new(false), BTreeSet::from([format!("uitgave{LAST}")]));
    thread::scope(|scope| {
        let askers: Vec<_> = (0..2)
            .map(|_| {
                scope.spawn(|| {
                    let (mut client, mut seen) = (server.connect(), BTreeSet::new());
                    while !done.load(Ordering::Relaxed) {
                        let editions = editions(&mut client);
                        assert_eq!(editions.len(), 1, "of one commit: {editions:?}");
                        seen.extend(editions);
                        thread::sleep(Duration::from_millis(2));
                    }
                    seen.len()
                })
            })
            .collect();
        for number in 1..=LAST {
            edition(&site, number);
            site.index();
        }
        let mut client = server.connect();
        wait_for("the last commit is served", Duration::from_secs(20), || editions(&mut client) == last);
        done.store(true, Ordering::Relaxed);
        for asker in askers {
            assert!(asker.join().expect("every answer is whole") > 1, "commits changed while it asked");
        }
    });
    server.stop();
}

#[test]
fn a_server_that_is_told_to_stop_ends_well() {
    let server = Site::new("").serve();
    let mut idle = server.connect();
    idle.ask(&get_bytes("/v1/status", &[])).expect(200);
    let stopped = server.stop();
    assert_eq!(stopped.status.code(), Some(0));
    assert!(stopped.took < Duration::from_secs(10), "a connection that asks nothing holds it up: {stopped:?}");
    assert!(stopped.err.contains(r#""actie":"stop""#), "{}", stopped.err);
}

#[test]
fn health_and_metrics_are_for_the_monitor_alone() {
    let server = Site::new("monitor = \"127.0.0.1:0\"").serve();
    let monitor = server.monitor.expect("a monitor");
    let ask = |target: &str| Client::new(monitor).ask(&get_bytes(target, &[]));
    assert_eq!(server.found("milieustraat", &[]), 1);
    for target in ["/health/live", "/health/ready"] {
        assert_eq!(ask(target).expect(200).text(), "ok\n");
    }
    let metrics = ask("/metrics").expect(200).text();
    assert!(metrics.contains("raadpleeg_search_seconds_count 1\n"), "{metrics}");
    assert!(!metrics.contains("milieustraat"), "{metrics}");
    for target in ["/health/live", "/health/ready", "/metrics"] {
        server.get(target).expect(404);
    }
    ask("/v1/passages?vraag=milieustraat").expect(404);
    server.stop();
}

#[test]
fn logs_hold_no_query_and_statistics_no_person() {
    let site = Site::new("statistics = \"statistiek\"\nsecurity_log = \"beveiliging.log\"");
    let server = site.serve();
    for query in ["milieustraat", "jan.jansen%40brinkhaven.nl%20milieustraat"] {
        server.get(&format!("/v1/passages?vraag={query}")).expect(200);
        server.get(&format!("/?vraag={query}")).expect(200);
    }
    let stopped = server.stop();
    let log = text_of(&site.path("beveiliging.log"));
    assert_eq!(log.matches(r#""actie":"zoeken""#).count(), 4, "{log}");
    for text in [&log, &stopped.err] {
        assert!(!["milieustraat", "jansen", "vraag"].iter().any(|part| text.contains(part)), "{text}");
    }
    let files = fs::read_dir(site.path("statistiek")).expect("the folder of statistics");
    let kept: String = files.map(|file| text_of(&file.expect("a file").path())).collect();
    assert_eq!(kept.matches(r#""vraag":"milieustraat""#).count(), 2, "{kept}");
    assert!(!kept.contains("jansen") && !kept.contains('@'), "{kept}");
    let folder = site.path("statistiek");
    let told = run(["statistics".as_ref(), folder.as_os_str()]).expect(0);
    assert!(told.out.contains("milieustraat") && !told.out.contains("jansen"), "{told:?}");
}

#[test]
fn a_key_that_was_made_admits() {
    let made = run(["key", "intranet"]).expect(0);
    let key = made.out.split_whitespace().find(|word| word.starts_with("rp_intranet_")).expect("a key");
    let hash = made.out.lines().find(|line| line.starts_with("hash = ")).expect("a hash");
    assert!(!hash.contains(key), "the settings do not hold the key");
    let site = Site::new(&format!("[[server.key]]\nname = \"intranet\"\n{hash}\nreaders = [\"griffie\"]"));
    let server = site.serve();
    let header = format!("X-Api-Key: {key}");
    assert_eq!(server.found("zwanenveld", &[&header]), 1, "of the group of the key");
    assert_eq!(server.found("otterbrug", &[&header]), 0, "of somebody else");
    assert_eq!(server.found("zwanenveld", &[]), 0, "without the key");
    for wrong in [format!("{header}x"), "X-Api-Key: rp_intranet_".into(), "X-Api-Key: rp_other_abc".into()] {
        server.get_with("/v1/passages?vraag=zwanenveld", &[&wrong]).expect(401).expect_problem();
    }
    let stopped = server.stop();
    assert!(!stopped.err.contains(key), "no secret in the log");
}

#[test]
fn who_asks_too_often_is_told_when_to_come_back() {
    let server = Site::new("requests_per_minute = 4").serve();
    let refused = (0..100).map(|_| server.get("/v1/status")).find(|answer| answer.status != 200);
    let refused = refused.expect("a limit").expect(429);
    refused.expect_problem();
    let seconds: u64 = refused.header("retry-after").expect("Retry-After").parse().expect("seconds");
    assert!((1..=60).contains(&seconds), "{seconds}");
    server.stop();
}

#[test]
fn completions_and_manual_pages_are_written() {
    let completions = run(["completions", "bash"]).expect(0);
    assert!(["complete ", "serve", "statistics"].iter().all(|part| completions.out.contains(part)));
    let place = tempfile::tempdir().expect("a folder for the test");
    run(["man".as_ref(), place.path().as_os_str()]).expect(0);
    for page in ["raadpleeg.1", "raadpleeg-serve.1", "raadpleeg-key.1"] {
        assert!(text_of(&place.path().join(page)).contains(".TH raadpleeg"), "{page}");
    }
}
