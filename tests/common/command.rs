//! Running the command in tests.

#![allow(dead_code, reason = "each test takes what it needs")]

use std::io::Read;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

/// How long a command may take before the test gives it up as hanging.
pub const DEADLINE: Duration = Duration::from_secs(60);

/// What a command printed and how it ended.
#[derive(Debug)]
pub struct Ran {
    pub status: ExitStatus,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// The exit code; -1 where a signal ended the command.
    pub fn code(&self) -> i32 {
        self.status.code().unwrap_or(-1)
    }

    /// Asserts the exit code and that nothing panicked.
    #[track_caller]
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(self.code(), code, "{self:?}");
        assert!(!self.err.contains("panicked"), "{self:?}");
        self
    }

    /// Asserts exit code 2 and one line on standard error that holds all of `parts`.
    #[track_caller]
    pub fn expect_error(self, parts: &[&str]) -> Self {
        let ran = self.expect(2);
        assert_eq!(ran.err.lines().count(), 1, "one line: {ran:?}");
        for part in parts {
            assert!(ran.err.contains(part), "{part:?} is not in {:?}", ran.err);
        }
        ran
    }

    /// Standard output as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// The command with arguments, in an environment that does not depend on who runs the tests.
pub fn command<S: AsRef<std::ffi::OsStr>>(args: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_raadpleeg"));
    command.args(args).stdin(Stdio::null()).env("NO_COLOR", "1");
    for name in ["RUST_BACKTRACE", "XDG_CACHE_HOME", "HOME"] {
        command.env_remove(name);
    }
    command
}

/// Runs the command to its end.
pub fn run<S: AsRef<std::ffi::OsStr>>(args: impl IntoIterator<Item = S>) -> Ran {
    finish(start(&mut command(args)))
}

/// Starts a command with its output caught.
pub fn start(command: &mut Command) -> Child {
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the command starts")
}

/// Waits for a command that [`start`] started.
pub fn finish(mut child: Child) -> Ran {
    let (out, err) = (gather(child.stdout.take()), gather(child.stderr.take()));
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("the command can be waited for") {
            break status;
        }
        if begun.elapsed() > DEADLINE {
            child.kill().expect("a hanging command can be killed");
            panic!("the command hangs");
        }
        thread::sleep(Duration::from_millis(2));
    };
    Ran { status, out: out.join().expect("output"), err: err.join().expect("errors") }
}

fn gather(pipe: Option<impl Read + Send + 'static>) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            pipe.read_to_end(&mut bytes).expect("a pipe can be read");
        }
        String::from_utf8(bytes).expect("the command prints UTF-8")
    })
}
