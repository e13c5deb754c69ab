//! What the query server costs beside the library, and how quickly it answers while it is asked much.
//!
//! Measures, on the synthetic set (fixed seed) or `$RAADPLEEG_DATA/collections/wetten-artikelen`, with up to 2,000
//! different queries and no cache of results: answers a second of the library as the server asks it (ten results with
//! fragments, facets, as JSON) on as many threads as there are cores; answers a second of `raadpleeg serve` on the same
//! machine, asked by `wrk` over 8 connections; the times of answers at 100 searches a second, and of suggestions at 100
//! a second, from the moment at which each was due; and the server's memory after it. Asserts that all are answered.
//!
//! With `RAADPLEEG_BENCH_INDEX` set, the index is kept in that folder for the next run.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

mod support;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use raadpleeg::answer::Answer;
use raadpleeg::backend::embedded::EmbeddedIndex;
use raadpleeg::evaluate::set_index::index_set;
use raadpleeg::query::{Query, parse};
use raadpleeg::search::{SearchRequest, Searcher};
use support::{Set, percentile};

const QUERIES: usize = 2_000;
const SECONDS: u64 = 20;
const PER_SECOND: u32 = 100;
const CONNECTIONS: usize = 8;

/// Lets wrk ask one address after the other.
const SCRIPT: &str = "local asked, at = {}, 0
for line in io.lines(os.getenv('ADDRESSES')) do asked[#asked + 1] = line end
request = function() at = at % #asked + 1 return wrk.format('GET', asked[at]) end
";

fn main() {
    let set = Set::open();
    let temporary = tempfile::tempdir().expect("a temporary folder can be made");
    let folder = std::env::var_os("RAADPLEEG_BENCH_INDEX").map_or(temporary.path().to_path_buf(), PathBuf::from);
    let index = index(&set, &folder);
    let queries: Vec<String> = set.queries().into_iter().filter(|text| parse(text).is_ok()).take(QUERIES).collect();
    println!("server, {}: {} passages, {} queries", set.name, set.passages, queries.len());
    let reader = EmbeddedIndex::open(&index).and_then(|index| index.reader()).expect("the index can be read");
    let searcher = Searcher::new(Box::new(reader));
    library(&searcher, &queries);
    drop(searcher);
    let server = Server::start(&index, temporary.path());
    let searches: Vec<String> = queries.iter().map(|text| format!("/v1/passages?vraag={}", encoded(text))).collect();
    server.paced("warming up", &searches);
    server.wrk(temporary.path(), &searches);
    server.paced("searches", &searches);
    let begins: Vec<String> =
        queries.iter().map(|text| format!("/v1/suggesties?begin={}", encoded(begin(text)))).collect();
    server.paced("suggestions", &begins);
    println!("memory of the server: {:.0} MB", server.megabytes());
}

fn index(set: &Set, folder: &Path) -> PathBuf {
    let path = folder.join("raadpleeg");
    let index = EmbeddedIndex::open_or_create(&path).expect("the index can be made");
    if index.info().expect("the index can be read").passages == 0 {
        let threads = thread::available_parallelism().map_or(1, usize::from);
        index_set(&set.dir, &index, threads).expect("the set can be indexed");
    }
    path
}

/// The first letters of the first word, as somebody has typed them: two to five.
fn begin(text: &str) -> &str {
    let word = text.split_whitespace().next().unwrap_or(text);
    let letters = 2 + text.len() % 4;
    word.char_indices().nth(letters).map_or(word, |(at, _)| &word[..at])
}

/// Answers a second of the library, asked as the server asks it.
fn library(searcher: &Searcher, queries: &[String]) {
    let parsed: Vec<Query> = queries.iter().filter_map(|text| parse(text).ok()).collect();
    let request = SearchRequest { explain: false, more: 3, ..SearchRequest::default() };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    for measured in [false, true] {
        let (next, begun) = (AtomicUsize::new(0), Instant::now());
        thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    while let Some(query) = parsed.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let page = searcher.search(query, &request).expect("the index can be read");
                        let json = serde_json::to_vec(&Answer::new(page, 0.0)).expect("an answer is JSON");
                        assert!(!json.is_empty());
                    }
                });
            }
        });
        if measured {
            let rate = parsed.len() as f64 / begun.elapsed().as_secs_f64();
            println!("library, {threads} threads: {rate:.0} answers a second");
        }
    }
}

/// A running server.
struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn start(index: &Path, folder: &Path) -> Self {
        let settings = folder.join("raadpleeg.toml");
        let log = folder.join("beveiliging.log");
        let text = format!(
            "[server]\nlisten = \"127.0.0.1:0\"\nrequests_per_minute = 100000000\nsecurity_log = {:?}\n",
            log.display().to_string()
        );
        std::fs::write(&settings, text).expect("settings can be written");
        let mut command = Command::new(env!("CARGO_BIN_EXE_raadpleeg"));
        let command = command.arg("serve").arg("--index").arg(index).arg("--config").arg(settings);
        let mut process = command.stdout(Stdio::piped()).spawn().expect("the server starts");
        let mut line = String::new();
        let output = process.stdout.take().expect("standard output is a pipe");
        BufReader::new(output).read_line(&mut line).expect("the server says where it listens");
        let address = line.trim().rsplit('/').next().unwrap_or_default().to_string();
        Server { process, address }
    }

    /// Requests a second that wrk gets answered.
    fn wrk(&self, folder: &Path, addresses: &[String]) {
        let (script, list) = (folder.join("wrk.lua"), folder.join("addresses.txt"));
        std::fs::write(&script, SCRIPT).expect("a script can be written");
        std::fs::write(&list, addresses.join("\n")).expect("a list can be written");
        let mut wrk = Command::new("wrk");
        wrk.args(["-t1", &format!("-c{CONNECTIONS}"), &format!("-d{SECONDS}s"), "--latency", "-s"]);
        wrk.arg(script).arg(format!("http://{}", self.address)).env("ADDRESSES", list);
        match wrk.output() {
            Ok(output) => {
                let text = String::from_utf8_lossy(&output.stdout);
                assert!(!text.contains("Non-2xx"), "{text}");
                for line in text.lines().filter(|line| line.contains("Requests/sec") || line.contains('%')) {
                    println!("wrk, {CONNECTIONS} connections: {}", line.trim());
                }
            }
            Err(_) => println!("skipped: wrk is not installed (on Debian: apt-get install wrk)"),
        }
    }

    /// Asks at an even pace, over several connections; prints the times from when each was due.
    fn paced(&self, name: &str, addresses: &[String]) {
        let (next, begun) = (AtomicUsize::new(0), Instant::now());
        let asked = (PER_SECOND as usize * SECONDS as usize).min(addresses.len());
        let times: Vec<f64> = thread::scope(|scope| {
            let clients: Vec<_> = (0..CONNECTIONS * 2)
                .map(|_| {
                    scope.spawn(|| {
                        let mut connection = Connection::open(&self.address);
                        let mut times = Vec::new();
                        loop {
                            let number = next.fetch_add(1, Ordering::Relaxed);
                            let Some(address) = addresses.get(number).filter(|_| number < asked) else { return times };
                            let due = begun + Duration::from_secs(1) / PER_SECOND * number as u32;
                            thread::sleep(due.saturating_duration_since(Instant::now()));
                            connection.get(address);
                            times.push(due.elapsed().as_secs_f64() * 1000.0);
                        }
                    })
                })
                .collect();
            clients.into_iter().flat_map(|client| client.join().expect("a client ends well")).collect()
        });
        let [p50, p95, p99, most] = [0.5, 0.95, 0.99, 1.0].map(|share| percentile(&times, share));
        println!(
            "{name} at {PER_SECOND} a second, milliseconds: p50 {p50:.2}, p95 {p95:.2}, p99 {p99:.2}, most {most:.2}"
        );
    }

    /// Resident memory.
    fn megabytes(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or_default();
        line.split_whitespace().nth(1).and_then(|kilobytes| kilobytes.parse::<f64>().ok()).unwrap_or_default() / 1000.0
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A connection that is kept.
struct Connection {
    stream: BufReader<TcpStream>,
}

impl Connection {
    fn open(address: &str) -> Self {
        let stream = TcpStream::connect(address).expect("the server listens");
        stream.set_nodelay(true).expect("a socket has options");
        Connection { stream: BufReader::new(stream) }
    }

    fn get(&mut self, address: &str) {
        let request = format!("GET {address} HTTP/1.1\r\nHost: bench\r\n\r\n");
        self.stream.get_mut().write_all(request.as_bytes()).expect("the server reads");
        let (mut line, mut length) = (String::new(), 0);
        self.stream.read_line(&mut line).expect("the server answers");
        assert!(line.starts_with("HTTP/1.1 200"), "{line} to {address}");
        loop {
            line.clear();
            self.stream.read_line(&mut line).expect("the server answers");
            if line == "\r\n" {
                break;
            }
            if let Some(value) = line.strip_prefix("content-length: ") {
                length = value.trim().parse().expect("a length is a number");
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).expect("the answer is whole");
    }
}

/// Text in an address.
fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
