//! Who is slow holds up nobody (S7 of the faults to survive): hundreds of connections that send or take next to
//! nothing, while others are answered. How fast is printed, not asserted: machines differ.

#![allow(clippy::print_stdout, reason = "figures, and what was left out, are for who runs the test")]

#[path = "common/command.rs"]
mod command;
#[path = "common/http.rs"]
mod http;
#[path = "common/server.rs"]
mod server;

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use http::get_bytes;
use server::{Server, Site};

/// Connections of each kind; four kinds.
const EACH: usize = 125;
/// How long others ask beside them.
const BESIDE: Duration = Duration::from_secs(12);
/// Within this the server lets go who sends too slowly.
const LET_GO: Duration = Duration::from_secs(20);

/// How a connection is slow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A header, a byte at a time.
    Headers,
    /// Half a request, and then nothing.
    Half,
    /// A body, a byte at a time.
    Body,
    /// Asks and asks, and reads no answer.
    Deaf,
}

struct Slow {
    kind: Kind,
    stream: TcpStream,
    gone: bool,
}

impl Slow {
    fn new(server: &Server, kind: Kind) -> Self {
        let mut stream = TcpStream::connect(server.address).expect("the server takes connections");
        stream.set_nonblocking(true).expect("not blocking");
        let first: Vec<u8> = match kind {
            Kind::Headers => b"GET /v1/status HTTP/1.1\r\nHost: zoek.example\r\nX-Slow: ".to_vec(),
            Kind::Half => b"GET /v1/passages?vraag=afval HTTP/1.1\r\nHost: zoek".to_vec(),
            Kind::Body => b"POST /v1/passages/_zoek HTTP/1.1\r\nHost: zoek.example\r\n\
                            Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"
                .to_vec(),
            Kind::Deaf => get_bytes("/v1/openapi.json", &[]).repeat(200),
        };
        let gone = stream.write_all(&first).is_err();
        Slow { kind, stream, gone }
    }

    /// Goes on as slowly; finds out whether the server has ended the connection.
    fn go_on(&mut self) {
        if self.gone || self.kind == Kind::Deaf {
            return;
        }
        let mut buffer = [0; 4_096];
        loop {
            match self.stream.read(&mut buffer) {
                Ok(0) => self.gone = true,
                Ok(_) => continue,
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(_) => self.gone = true,
            }
            break;
        }
        if matches!(self.kind, Kind::Headers | Kind::Body) && !self.gone {
            self.gone = matches!(self.stream.write(b" "), Err(error) if error.kind() != ErrorKind::WouldBlock);
        }
    }
}

/// Opens the slow ones and keeps them up until all that send have been let go or `within` is over and `beside` is set;
/// gives how many of each kind are left.
fn keep_up(server: &Server, kinds: &[Kind], within: Duration, beside: &AtomicBool) -> Vec<(Kind, usize)> {
    let begun = Instant::now();
    let mut slow: Vec<Slow> = (0..EACH).flat_map(|_| kinds).map(|kind| Slow::new(server, *kind)).collect();
    let left = |slow: &[Slow], kind: Kind| slow.iter().filter(|one| one.kind == kind && !one.gone).count();
    loop {
        slow.iter_mut().for_each(Slow::go_on);
        let all_gone = slow.iter().all(|one| one.gone || one.kind == Kind::Deaf);
        if beside.load(Ordering::Relaxed) && (all_gone || begun.elapsed() > within) {
            return kinds.iter().map(|kind| (*kind, left(&slow, *kind))).collect();
        }
        thread::sleep(Duration::from_millis(500));
    }
}

/// Searches for so long, each on a connection of its own; all are answered. Gives the 95th percentile of their times.
fn search_for(server: &Server, long: Duration) -> Duration {
    let (begun, mut times) = (Instant::now(), Vec::new());
    while begun.elapsed() < long {
        let asked = Instant::now();
        assert_eq!(server.found("milieustraat", &[]), 1);
        times.push(asked.elapsed());
        thread::sleep(Duration::from_millis(5));
    }
    times.sort();
    times[times.len() * 95 / 100]
}

/// The open files that this process may have.
fn files_allowed() -> u64 {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"));
    line.and_then(|line| line.split_whitespace().next()).and_then(|limit| limit.parse().ok()).unwrap_or(256)
}

#[test]
fn the_slow_hold_up_nobody() {
    if files_allowed() < 4 * EACH as u64 + 100 {
        println!("left out: {} open files are too few, see ulimit -n", files_allowed());
        return;
    }
    let mut server = Site::new("").serve();
    let without = search_for(&server, Duration::from_secs(2));
    let done = AtomicBool::new(false);
    let kinds = [Kind::Headers, Kind::Half, Kind::Body, Kind::Deaf];
    let (with, left) = thread::scope(|scope| {
        let slow = scope.spawn(|| keep_up(&server, &kinds, Duration::ZERO, &done));
        let others = scope.spawn(|| search_for(&server, BESIDE));
        let with = others.join();
        done.store(true, Ordering::Relaxed);
        (with.expect("others are answered"), slow.join().expect("the slow"))
    });
    let ratio = with.as_secs_f64() / without.as_secs_f64();
    println!("95th percentile {without:?} without, {with:?} with the slow: {ratio:.2} times; left: {left:?}");
    assert!(server.is_alive());
    assert_eq!(server.found("milieustraat", &[]), 1);
    server.stop();
}

/// Asserts that all of a kind are let go in time.
fn are_let_go(kind: Kind) {
    if files_allowed() < EACH as u64 + 100 {
        println!("left out: {} open files are too few, see ulimit -n", files_allowed());
        return;
    }
    let server = Site::new("").serve();
    let left = keep_up(&server, &[kind], LET_GO, &AtomicBool::new(true));
    assert_eq!(left, [(kind, 0)], "let go within {LET_GO:?}");
    assert_eq!(server.found("milieustraat", &[]), 1);
    server.stop();
}

#[test]
fn slow_headers_are_let_go() {
    are_let_go(Kind::Headers);
}

#[test]
fn half_requests_are_let_go() {
    are_let_go(Kind::Half);
}

#[test]
fn slow_bodies_are_let_go() {
    are_let_go(Kind::Body);
}
