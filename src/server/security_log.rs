//! The security log, as the Baseline Informatiebeveiliging Overheid (BIO2) asks: who did what, to which object, from
//! where, when, and whether that was allowed. No query and no secret is ever in it. How long it is kept, and where it
//! goes from the file, is for the administrator's means (logrotate, a log collector).
//!
//! An event is a line of JSON: `tijd`, `actie`, `object`, `resultaat`, `status`, `herkomst`, `actor`, `verzoek`.

use std::fs::File;
use std::io::{self, Write};
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Serialize, Serializer};

use crate::error::{Error, ErrorKind, Result};
use crate::server::append::open_for_lines;
use crate::server::background::{Background, Worker};
use crate::server::characters::is_hidden;
use crate::server::identity::Identity;

/// Events that may wait to be written.
const ROOM: usize = 8_192;

/// Characters of an id of an object or a request, at most.
const LONGEST_ID: usize = 100;

/// What stands where there is nothing to name.
const NOTHING: &str = "-";

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Action {
    /// Passages, facets or suggestions are asked for.
    #[serde(rename = "zoeken")]
    Search,
    /// A document or one of its passages is read.
    #[serde(rename = "document.lezen")]
    ReadDocument,
    /// The original file of a document is fetched.
    #[serde(rename = "bestand.ophalen")]
    FetchFile,
    /// A key is presented.
    #[serde(rename = "aanmelden.sleutel")]
    PresentKey,
    /// A believed proxy names a user or groups, and they are set aside.
    #[serde(rename = "aanmelden.proxy")]
    ClaimIdentity,
    /// A limit is met: too many requests, too large, too long.
    #[serde(rename = "grens")]
    Limit,
    /// A new commit of the index is taken into use.
    #[serde(rename = "herladen")]
    Reload,
    /// The server starts.
    #[serde(rename = "start")]
    Start,
    /// The server stops.
    #[serde(rename = "stop")]
    Stop,
    /// Events are missing before this one: the log was too slow or could not be written. `object` is their number.
    #[serde(rename = "logboek.verloren")]
    Lost,
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Outcome {
    /// It was done.
    #[serde(rename = "toegestaan")]
    Allowed,
    /// It was not done: the asker may not, or asked too much.
    #[serde(rename = "geweigerd")]
    Refused,
    /// It was not done: something failed.
    #[serde(rename = "fout")]
    Failed,
}

/// What happened, as one line tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Event {
    /// When: UTC, RFC 3339, to the millisecond; given when the event is logged.
    #[serde(rename = "tijd", serialize_with = "to_the_millisecond")]
    time: Timestamp,
    #[serde(rename = "actie")]
    action: Action,
    /// The id of a document or passage; "-" where there is none, "ongeldig" where what was asked for can be no id.
    object: String,
    #[serde(rename = "resultaat")]
    outcome: Outcome,
    /// The HTTP status of the answer; null where nobody asked.
    status: Option<u16>,
    /// The client's address; "-" for what the server does of itself.
    #[serde(rename = "herkomst")]
    origin: String,
    /// "@name" for a user, "sleutel:name" for a key, both with a space between, "-" for neither.
    actor: String,
    /// The id of the request, which its answer and other logs carry too.
    #[serde(rename = "verzoek")]
    request: String,
}

impl Event {
    /// Something that ended so; of which nothing else is known yet.
    pub fn new(action: Action, outcome: Outcome) -> Self {
        let nothing = || NOTHING.to_string();
        Event {
            time: Timestamp::UNIX_EPOCH,
            action,
            object: nothing(),
            outcome,
            status: None,
            origin: nothing(),
            actor: nothing(),
            request: nothing(),
        }
    }

    /// Done to the document or passage of this id. Whatever else was typed there is not logged.
    pub fn on(mut self, id: &str) -> Self {
        self.object = id_or_invalid(id);
        self
    }

    /// Answered with this HTTP status.
    pub fn answered(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// Asked from this address.
    pub fn from(mut self, client: IpAddr) -> Self {
        self.origin = client.to_canonical().to_string();
        self
    }

    /// Asked by `asker`.
    pub fn by(mut self, asker: &Identity) -> Self {
        let user = asker.user.iter().map(|user| format!("@{user}"));
        let key = asker.key.iter().map(|key| format!("sleutel:{}", key.name));
        let names: Vec<String> = user.chain(key).collect();
        self.actor = if names.is_empty() { NOTHING.to_string() } else { names.join(" ") };
        self
    }

    /// Asked in the request of this id.
    pub fn in_request(mut self, id: &str) -> Self {
        self.request = id_or_invalid(id);
        self
    }

    /// The line of the event, with its end.
    fn line(&self) -> io::Result<String> {
        let mut line = escaped(&serde_json::to_string(self)?);
        line.push('\n');
        Ok(line)
    }
}

fn id_or_invalid(id: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte);
    let valid = (1..=LONGEST_ID).contains(&id.len()) && id.bytes().all(plain);
    if valid { id } else { "ongeldig" }.to_string()
}

fn to_the_millisecond<S: Serializer>(time: &Timestamp, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("{time:.3}"))
}

/// JSON in which what a terminal or a reader would not show as it is, is written as "\u....".
fn escaped(json: &str) -> String {
    let mut line = String::with_capacity(json.len() + 1);
    for c in json.chars() {
        if is_hidden(c) {
            let units = c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect::<String>();
            line.push_str(&units);
        } else {
            line.push(c);
        }
    }
    line
}

/// The security log. Dropping it writes what was logged and stops.
pub struct SecurityLog {
    background: Background<Event>,
}

impl SecurityLog {
    /// Logs to the file at `path`, appended to. When the file is renamed or removed (as logrotate does), a new one is
    /// made at the next event. A failure to write is told to `report` once, and again only when it worked between; the
    /// number of events that are missing is logged as soon as it works.
    ///
    /// # Errors
    /// When the file cannot be opened, or the system gives no thread.
    pub fn to_file(path: &Path, report: impl FnMut(Error) + Send + 'static) -> Result<Self> {
        let file = open_for_lines(path).map_err(|error| Error::io("open the security log", path, error))?;
        Self::start(LogFile { path: path.to_path_buf(), file, torn: false }, report)
    }

    /// Logs to `writer`, such as standard error, which a service manager collects.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn to_writer(writer: Box<dyn Write + Send>, report: impl FnMut(Error) + Send + 'static) -> Result<Self> {
        Self::start(Stream(writer), report)
    }

    fn start(target: impl Target, report: impl FnMut(Error) + Send + 'static) -> Result<Self> {
        let log = Log { target, unwritten: 0, failing: false, report };
        Ok(SecurityLog { background: Background::start("security log", ROOM, log)? })
    }

    /// Logs `event` with the time of now. Never waits: events that cannot be kept up with are counted, and their number
    /// is logged.
    pub fn log(&self, event: Event) {
        self.background.give(Event { time: Timestamp::now(), ..event });
    }
}

/// Where lines go.
trait Target: Send + 'static {
    fn write(&mut self, line: &str) -> io::Result<()>;
    fn failed(&self, error: io::Error) -> Error;
}

struct Stream(Box<dyn Write + Send>);

impl Target for Stream {
    fn write(&mut self, line: &str) -> io::Result<()> {
        self.0.write_all(line.as_bytes())?;
        self.0.flush()
    }

    fn failed(&self, error: io::Error) -> Error {
        Error::with_source(ErrorKind::Storage, "cannot write the security log", error)
    }
}

struct LogFile {
    path: PathBuf,
    file: File,
    /// Whether the last line may be there in part.
    torn: bool,
}

impl Target for LogFile {
    fn write(&mut self, line: &str) -> io::Result<()> {
        if std::mem::replace(&mut self.torn, true) || !is_at(&self.file, &self.path) {
            self.file = open_for_lines(&self.path)?;
        }
        self.file.write_all(line.as_bytes())?;
        self.torn = false;
        Ok(())
    }

    fn failed(&self, error: io::Error) -> Error {
        Error::io("write the security log", &self.path, error)
    }
}

/// Whether `file` is still what is at `path`.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let (Ok(own), Ok(there)) = (file.metadata(), std::fs::metadata(path)) else { return false };
    (own.dev(), own.ino()) == (there.dev(), there.ino())
}

/// Whether there is still a file at `path`; an open one cannot be renamed here.
#[cfg(not(unix))]
fn is_at(_file: &File, path: &Path) -> bool {
    path.exists()
}

struct Log<T, R> {
    target: T,
    /// Events that are missing, and that no line tells of yet.
    unwritten: u64,
    failing: bool,
    report: R,
}

impl<T: Target, R: FnMut(Error) + Send + 'static> Worker<Event> for Log<T, R> {
    fn work(&mut self, event: Event) {
        let caught_up = self.unwritten == 0 || self.write_unwritten();
        if !caught_up || !self.write(&event) {
            self.unwritten += 1;
        }
    }

    fn lost(&mut self, count: u64) {
        self.unwritten += count;
        self.write_unwritten();
    }
}

impl<T: Target, R: FnMut(Error)> Log<T, R> {
    fn write_unwritten(&mut self) -> bool {
        let event = Event::new(Action::Lost, Outcome::Failed).on(&self.unwritten.to_string());
        let written = self.write(&Event { time: Timestamp::now(), ..event });
        if written {
            self.unwritten = 0;
        }
        written
    }

    fn write(&mut self, event: &Event) -> bool {
        let written = event.line().and_then(|line| self.target.write(&line));
        let failed = written.is_err();
        if let Err(error) = written
            && !self.failing
        {
            (self.report)(self.target.failed(error));
        }
        self.failing = failed;
        !failed
    }
}

#[cfg(test)]
#[path = "security_log_tests.rs"]
mod tests;
