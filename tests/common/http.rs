//! HTTP/1.1 to the byte, as no well-behaved client speaks it: what is sent is what the test wrote, and what comes back
//! is read by the letter. How the server is started is `server`'s.

#![allow(dead_code, reason = "each test takes what it needs")]

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use serde_json::Value;

/// How long an answer may take before the test gives it up.
pub const PATIENCE: Duration = Duration::from_secs(15);

/// An answer.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    /// Names in small letters, in the order that they came in.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    /// The value of a header; the first where it is there more than once.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Asserts the status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{:?} {}", self.headers, self.text());
        self
    }

    /// Asserts that a refusal is a problem of its status that tells nothing of the inside.
    #[track_caller]
    pub fn expect_problem(&self) {
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{self:?}");
        let problem = self.json();
        assert_eq!(problem["status"], self.status, "{problem}");
        for member in ["type", "title", "detail"] {
            assert!(problem[member].as_str().is_some_and(|text| !text.is_empty()), "{member}: {problem}");
        }
        let detail = problem["detail"].to_string();
        assert!(detail.len() < 600, "a line: {detail}");
        assert!(!["panicked", ".rs:", "/home", "/tmp"].iter().any(|part| detail.contains(part)), "{detail}");
    }
}

/// What came of bytes that were sent.
#[derive(Debug)]
pub struct Exchange {
    /// The final answers, in order.
    pub answers: Vec<Answer>,
    /// Answers of 1xx before them.
    pub interim: Vec<u16>,
    /// Bytes that are no answer.
    pub rest: Vec<u8>,
    /// Whether the server ended the connection.
    pub closed: bool,
}

/// The bytes of a GET request; `headers` are whole lines.
pub fn get_bytes(target: &str, headers: &[&str]) -> Vec<u8> {
    request_bytes(&format!("GET {target} HTTP/1.1"), headers, b"")
}

/// The bytes of a POST request of JSON.
pub fn post_bytes(target: &str, body: &[u8]) -> Vec<u8> {
    let length = format!("Content-Length: {}", body.len());
    request_bytes(&format!("POST {target} HTTP/1.1"), &["Content-Type: application/json", &length], body)
}

/// The bytes of a request; lines are without their end.
pub fn request_bytes(first: &str, headers: &[&str], body: &[u8]) -> Vec<u8> {
    let mut bytes = format!("{first}\r\nHost: zoek.example\r\n").into_bytes();
    for line in headers {
        bytes.extend_from_slice(line.as_bytes());
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(b"\r\n");
    bytes.extend_from_slice(body);
    bytes
}

/// `text` as a value in an address.
pub fn encoded(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => value.push(char::from(byte)),
            _ => value.push_str(&format!("%{byte:02X}")),
        }
    }
    value
}

/// A connection that stays open between requests.
pub struct Client {
    stream: TcpStream,
    received: Vec<u8>,
    closed: bool,
}

impl Client {
    /// Connects.
    pub fn new(address: SocketAddr) -> Self {
        let stream = TcpStream::connect_timeout(&address, PATIENCE).expect("the server takes connections");
        stream.set_nodelay(true).expect("no delay");
        stream.set_write_timeout(Some(PATIENCE)).expect("a limit of time");
        Client { stream, received: Vec::new(), closed: false }
    }

    /// Sends bytes. A server that has heard enough does not take them all.
    pub fn write(&mut self, bytes: &[u8]) {
        if self.stream.write_all(bytes).is_err() {
            self.closed = true;
        }
    }

    /// Tells the server that nothing more comes.
    pub fn end(&self) {
        // It may have gone already.
        let _ = self.stream.shutdown(Shutdown::Write);
    }

    /// Sends a request and reads its answer.
    #[track_caller]
    pub fn ask(&mut self, request: &[u8]) -> Answer {
        self.write(request);
        self.answer(request.starts_with(b"HEAD "), PATIENCE).expect("an answer")
    }

    /// Reads the next final answer; `None` where the connection ends, or nothing whole comes within `patience`.
    pub fn answer(&mut self, head_only: bool, patience: Duration) -> Option<Answer> {
        let until = Instant::now() + patience;
        loop {
            if let Some((answer, length)) = parse(&self.received, head_only, false) {
                self.received.drain(..length);
                if answer.status >= 200 {
                    return Some(answer);
                }
                continue;
            }
            if !self.read_until(until) {
                return None;
            }
        }
    }

    /// Reads once more; whether there may be more to come before `until`.
    fn read_until(&mut self, until: Instant) -> bool {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return false;
        }
        self.stream.set_read_timeout(Some(left)).expect("a limit of time");
        let mut buffer = vec![0; 64 * 1024];
        match self.stream.read(&mut buffer) {
            Ok(0) => self.closed = true,
            Ok(length) => {
                self.received.extend_from_slice(&buffer[..length]);
                return true;
            }
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(_) => self.closed = true,
        }
        false
    }

    /// Reads what comes until the connection ends or `patience` does.
    pub fn rest(mut self, patience: Duration) -> Exchange {
        let until = Instant::now() + patience;
        while self.read_until(until) {}
        let (mut answers, mut interim) = (Vec::new(), Vec::new());
        while let Some((answer, length)) = parse(&self.received, false, self.closed) {
            self.received.drain(..length);
            if answer.status < 200 { interim.push(answer.status) } else { answers.push(answer) }
        }
        Exchange { answers, interim, rest: self.received, closed: self.closed }
    }
}

/// Reads the answer that `bytes` begin with, and its length; `None` where it is not whole.
fn parse(bytes: &[u8], head_only: bool, ended: bool) -> Option<(Answer, usize)> {
    let head = find(bytes, b"\r\n\r\n")?;
    let text = String::from_utf8_lossy(&bytes[..head]).into_owned();
    let mut lines = text.split("\r\n");
    let status = lines.next()?.strip_prefix("HTTP/1.")?.get(2..5)?.parse().ok()?;
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let mut answer = Answer { status, headers, body: Vec::new() };
    let rest = &bytes[head + 4..];
    let bodiless = head_only || status < 200 || status == 204 || status == 304;
    let length = if bodiless {
        0
    } else if answer.header("transfer-encoding") == Some("chunked") {
        let (body, length) = chunks(rest)?;
        answer.body = body;
        return Some((answer, head + 4 + length));
    } else {
        match answer.header("content-length").and_then(|length| length.parse().ok()) {
            Some(length) => length,
            None if ended => rest.len(),
            None => return None,
        }
    };
    answer.body = rest.get(..length)?.to_vec();
    Some((answer, head + 4 + length))
}

/// The body in chunks that `bytes` begin with, and the length of it all.
fn chunks(bytes: &[u8]) -> Option<(Vec<u8>, usize)> {
    let (mut body, mut at) = (Vec::new(), 0);
    loop {
        let line = find(&bytes[at..], b"\r\n")?;
        let size = usize::from_str_radix(std::str::from_utf8(&bytes[at..at + line]).ok()?, 16).ok()?;
        at += line + 2;
        body.extend_from_slice(bytes.get(at..at + size)?);
        at += size + 2;
        if bytes.len() < at {
            return None;
        }
        if size == 0 {
            return Some((body, at));
        }
    }
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}
