//! The server as administrators run it: a folder of documents, settings, an index, and the program in a process of its
//! own on ports that the system chose. What is said to it is `http`'s.

#![allow(dead_code, reason = "each test takes what it needs")]

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::command::{Ran, command, run};
use crate::http::{Answer, Client, Exchange, PATIENCE, get_bytes, post_bytes};

/// How long a server may take to start, and to stop once it is told to.
const STARTS_WITHIN: Duration = Duration::from_secs(60);
const STOPS_WITHIN: Duration = Duration::from_secs(12);

/// A folder with documents for everyone (`open`), for the group griffie (`besloten`) and for the user jan (`van-jan`),
/// settings, and an index of these.
pub struct Site {
    place: TempDir,
}

impl Site {
    /// A site whose settings of the server are `server`, lines of TOML.
    pub fn new(server: &str) -> Self {
        let site = Site { place: TempDir::new().expect("a folder for the test") };
        site.write(
            "open/afval.md",
            "# Afval\n\nDe milieustraat is op zaterdag open voor grofvuil en klein chemisch afval.\n",
        );
        site.write(
            "open/parkeren.md",
            "# Parkeren\n\nEen parkeervergunning voor bewoners kost twintig euro per jaar.\n",
        );
        site.write(
            "besloten/grond.md",
            "# Grondbod\n\nHet bod op het zwanenveld is vertrouwelijk tot de raad besluit.\n",
        );
        site.write("van-jan/notitie.md", "# Notitie\n\nDe wethouder belt morgen over de otterbrug.\n");
        site.settings(server);
        site
    }

    /// Writes the settings; requests are not counted unless `server` says so.
    pub fn settings(&self, server: &str) {
        let often = if server.contains("requests_per_minute") { "" } else { "requests_per_minute = 10000000\n" };
        let collections = "[[collection]]\nfolder = \"open\"\nfiles = true\n\n\
                           [[collection]]\nfolder = \"besloten\"\nreaders = [\"griffie\"]\n\n\
                           [[collection]]\nfolder = \"van-jan\"\nreaders = [\"@jan\"]\n\n";
        self.write("raadpleeg.toml", &format!("{collections}[server]\n{often}{server}\n"));
    }

    /// Writes a file, and the folders on the way.
    pub fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        fs::write(path, text).expect("the file can be written");
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    /// Brings the index up to date.
    #[track_caller]
    pub fn index(&self) -> Ran {
        let (settings, index) = (self.path("raadpleeg.toml"), self.path("index"));
        run(["index".as_ref(), "--config".as_ref(), settings.as_os_str(), "--index".as_ref(), index.as_os_str()])
            .expect(0)
    }

    /// Starts a server of the index, which is made first.
    #[track_caller]
    pub fn serve(&self) -> Server {
        self.index();
        Server::start(&mut self.serving())
    }

    /// The command that serves the index on a port of the system's choice.
    pub fn serving(&self) -> Command {
        let (settings, index) = (self.path("raadpleeg.toml"), self.path("index"));
        let mut serving = command(["serve", "--listen", "127.0.0.1:0"]);
        serving.arg("--config").arg(settings).arg("--index").arg(index);
        serving
    }
}

/// A server that runs. One that is dropped is killed.
pub struct Server {
    child: Child,
    /// Where it listens to readers.
    pub address: SocketAddr,
    /// Where it tells its health.
    pub monitor: Option<SocketAddr>,
    errors: Option<JoinHandle<String>>,
}

/// How a server ended.
#[derive(Debug)]
pub struct Stopped {
    pub status: ExitStatus,
    /// What it wrote to standard error, the security log included where it has no file.
    pub err: String,
    pub took: Duration,
}

impl Server {
    /// Starts a server and waits until it tells where it listens.
    #[track_caller]
    pub fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the command starts");
        let (out, mut err) = (child.stdout.take().expect("its output"), child.stderr.take().expect("its errors"));
        let errors = thread::spawn(move || {
            let mut text = Vec::new();
            err.read_to_end(&mut text).expect("its errors can be read");
            String::from_utf8_lossy(&text).into_owned()
        });
        let (tell, told) = std::sync::mpsc::channel();
        thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                // The test may have ended.
                let _ = tell.send(line);
            }
        });
        let mut server = Server { child, address: ([0, 0, 0, 0], 0).into(), monitor: None, errors: Some(errors) };
        let Ok(line) = told.recv_timeout(STARTS_WITHIN) else {
            panic!("the server does not start: {}", server.killed());
        };
        server.address = address_in(&line).unwrap_or_else(|| panic!("no address in {line:?}"));
        // The second line comes with the first, where there is one.
        server.monitor = told.recv_timeout(Duration::from_millis(200)).ok().and_then(|line| address_in(&line));
        server
    }

    /// A new connection.
    pub fn connect(&self) -> Client {
        Client::new(self.address)
    }

    /// The answer to a GET request.
    #[track_caller]
    pub fn get(&self, target: &str) -> Answer {
        self.get_with(target, &[])
    }

    /// The same with more headers, whole lines.
    #[track_caller]
    pub fn get_with(&self, target: &str, headers: &[&str]) -> Answer {
        self.connect().ask(&get_bytes(target, headers))
    }

    /// The answer to a POST request of JSON.
    #[track_caller]
    pub fn post(&self, target: &str, body: &[u8]) -> Answer {
        self.connect().ask(&post_bytes(target, body))
    }

    /// Sends bytes on a connection of their own, and behind them a request that is as it should be; what comes back.
    /// Whatever the server took for a request of its own among the bytes is answered before that last one.
    pub fn send(&self, bytes: &[u8]) -> Exchange {
        let mut client = self.connect();
        client.write(bytes);
        client.write(&get_bytes("/v1/status", &["Connection: close"]));
        client.rest(PATIENCE)
    }

    /// How many passages a search finds.
    #[track_caller]
    pub fn found(&self, query: &str, headers: &[&str]) -> u64 {
        let answer = self.get_with(&format!("/v1/passages?vraag={query}"), headers).expect(200);
        answer.json()["totaal"].as_u64().expect("a number")
    }

    /// The process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Whether the process that was started still runs.
    pub fn is_alive(&mut self) -> bool {
        self.child.try_wait().expect("the server can be waited for").is_none()
    }

    /// Tells the server to stop.
    pub fn terminate(&self) {
        let sent = Command::new("kill").arg("-TERM").arg(self.child.id().to_string()).status();
        assert!(sent.expect("kill").success(), "the server had ended before it was told to");
    }

    /// Stops the server and asserts that it ended well.
    #[track_caller]
    pub fn stop(self) -> Stopped {
        self.terminate();
        let stopped = self.wait();
        assert!(stopped.status.success(), "{stopped:?}");
        assert!(!stopped.err.contains("panicked"), "{}", stopped.err);
        stopped
    }

    /// Waits until the server that was told to stop has.
    #[track_caller]
    pub fn wait(mut self) -> Stopped {
        let begun = Instant::now();
        while self.is_alive() {
            assert!(begun.elapsed() < STOPS_WITHIN, "the server does not stop: {}", self.killed());
            thread::sleep(Duration::from_millis(5));
        }
        let took = begun.elapsed();
        let status = self.child.wait().expect("it has ended");
        Stopped { status, err: self.errors(), took }
    }

    fn killed(&mut self) -> String {
        let _ = self.child.kill();
        let _ = self.child.wait();
        self.errors()
    }

    fn errors(&mut self) -> String {
        self.errors.take().map_or_else(String::new, |errors| errors.join().expect("its errors"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The address in a line such as "zoeken op http://127.0.0.1:7280".
fn address_in(line: &str) -> Option<SocketAddr> {
    let (_, rest) = line.split_once("http://")?;
    rest.split(['/', ' ', ')']).next()?.parse().ok()
}

/// Asks until what `met` says holds.
#[track_caller]
pub fn wait_for(what: &str, within: Duration, mut met: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !met() {
        assert!(begun.elapsed() < within, "{what}: not within {within:?}");
        thread::sleep(Duration::from_millis(50));
    }
}

/// The text of a file, empty where it is not there.
pub fn text_of(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}
