//! The program's side: workers that are idle, one job at a time for each, and another one where a worker dies.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::{Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rustc_hash::FxHashSet;

use super::{BYTES_PER_SECOND, FILE_SECONDS, Reply, Request, SILENCE, Step, WORK, frames};
use crate::document::{Content, Coverage, Reason};
use crate::extract::{Job, Part};

/// How many workers one file may cost; what broke the last one and all after it is not read.
const MOST_DEATHS: usize = 5;
/// How long a worker that ended its output may take to end, in milliseconds.
const LAST_BREATH: u32 = 5_000;
/// How many times the time of a job may pass on the clock.
const PATIENCE: u32 = 20;
/// More pages than any file has.
const MOST_PAGES: u32 = 10_000_000;
/// How much of what a dying worker says is kept, in bytes.
const LAST_WORDS: usize = 4096;
/// What Rust's runtime says when memory is refused.
const NO_MEMORY: &str = "memory allocation of";

/// Workers of one program.
#[derive(Debug)]
pub struct Workers {
    program: PathBuf,
    idle: Mutex<Vec<Worker>>,
}

impl Workers {
    /// Workers that are `program`, started when there is work. It must call [`super::run_if_asked`] first.
    pub fn of(program: PathBuf) -> Self {
        Workers { program, idle: Mutex::new(Vec::new()) }
    }

    /// The program that workers are.
    pub fn program(&self) -> &Path {
        &self.program
    }

    /// Reads a file and the files that it holds, itself first. What breaks a worker is left out, with its reason.
    pub fn extract(&self, job: &Job<'_>) -> Vec<Part> {
        let mut reading =
            Reading { job, parts: Vec::new(), taken: FxHashSet::default(), broken: Vec::new(), give_up: false };
        for deaths in 0..=MOST_DEATHS {
            reading.give_up = deaths == MOST_DEATHS;
            let worker = self.lock().pop().map_or_else(|| Worker::start(&self.program), Ok);
            let Ok(mut worker) = worker else { break };
            match reading.with(&mut worker) {
                Ok(spoilt) => {
                    if !spoilt {
                        self.lock().push(worker);
                        return reading.parts;
                    }
                    reading.broken.extend(worker.at.clone().map(|at| (at, Reason::Damaged)));
                }
                Err(error) => {
                    // One that died before it began says nothing about the file.
                    let at = worker.at.take();
                    let reason = worker.bury(&error);
                    reading.broken.extend(at.map(|at| (at, reason)));
                }
            }
        }
        reading.given_up()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Worker>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A job as far as it came.
struct Reading<'j> {
    job: &'j Job<'j>,
    parts: Vec<Part>,
    /// The paths of the parts.
    taken: FxHashSet<String>,
    broken: Vec<(Step, Reason)>,
    give_up: bool,
}

impl Reading<'_> {
    /// Has `worker` read the job; returns whether that spoilt it.
    fn with(&mut self, worker: &mut Worker) -> io::Result<bool> {
        let (name, bytes) = self.job.beside.unwrap_or_default();
        let beside = self.job.beside.is_some().then(|| name.to_owned());
        let (name, raw) = (self.job.name.to_owned(), self.job.raw);
        let request = Request { name, beside, raw, broken: self.broken.clone(), give_up: self.give_up };
        worker.at = None;
        frames::write_value(&mut worker.input, &request)?;
        frames::write(&mut worker.input, self.job.bytes)?;
        frames::write(&mut worker.input, bytes)?;
        worker.input.flush()?;
        let seconds = FILE_SECONDS + self.job.bytes.len() as u64 / BYTES_PER_SECOND;
        let (begun, patience) = (Instant::now(), Duration::from_secs(seconds) * PATIENCE);
        loop {
            match frames::read_value(&mut worker.output)?.ok_or(io::ErrorKind::UnexpectedEof)? {
                _ if begun.elapsed() > patience => return Err(io::ErrorKind::TimedOut.into()),
                Reply::At(step) => worker.at = Some(step),
                Reply::Part(part) if !self.is_sound(&part) => return Err(io::ErrorKind::InvalidData.into()),
                Reply::Part(part) => {
                    if self.taken.insert(part.path.clone()) {
                        self.parts.push(*part);
                    }
                }
                Reply::Done { spoilt } => return Ok(spoilt),
            }
        }
    }

    /// Whether a part can be what a worker of ours sends: the file itself first, and ranges of pages that can be.
    fn is_sound(&self, part: &Part) -> bool {
        let ranges = |coverage: &Coverage| {
            let mut ranges = coverage.missing.iter().filter_map(|missing| missing.pages);
            coverage.pages.is_none_or(|pages| pages <= MOST_PAGES)
                && ranges.all(|(from, to)| 1 <= from && from <= to && to <= MOST_PAGES)
        };
        let first = self.taken.is_empty() == part.path.is_empty() || self.taken.contains(&part.path);
        first && part.content.as_ref().map_or(true, |content| ranges(&content.coverage))
    }

    /// What was read of a file that breaks every worker.
    fn given_up(mut self) -> Vec<Part> {
        let reason = self.broken.last().map_or(Reason::NoWorker, |(_, reason)| *reason);
        if self.taken.insert(String::new()) {
            let size = self.job.bytes.len() as u64;
            self.parts.insert(0, Part { path: String::new(), size, content: Err(reason) });
        } else if let Some(Part { content: Ok(Content { coverage, .. }), .. }) = self.parts.first_mut() {
            coverage.missing.extend(Coverage::nothing(reason).missing);
        }
        self.parts
    }
}

/// A process that reads files.
#[derive(Debug)]
struct Worker {
    child: Child,
    input: io::BufWriter<ChildStdin>,
    output: io::BufReader<Patient>,
    last_words: Option<JoinHandle<String>>,
    /// Where it is in its job; `None` before it has begun.
    at: Option<Step>,
}

impl Worker {
    fn start(program: &Path) -> io::Result<Worker> {
        let mut command = Command::new(program);
        // Nothing of the environment is theirs to know.
        command.arg(WORK).env_clear().current_dir("/");
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let gone = || io::Error::from(io::ErrorKind::BrokenPipe);
        let input = child.stdin.take().ok_or_else(gone)?;
        let output = child.stdout.take().ok_or_else(gone)?;
        let errors = child.stderr.take().ok_or_else(gone)?;
        Ok(Worker {
            child,
            input: io::BufWriter::new(input),
            output: io::BufReader::with_capacity(1 << 16, Patient(output)),
            last_words: Some(std::thread::spawn(move || last_words(errors))),
            at: None,
        })
    }

    /// Why a worker that broke off with `error` died. One that is silent is killed.
    fn bury(mut self, error: &io::Error) -> Reason {
        let (silent, nonsense) = (error.kind() == io::ErrorKind::TimedOut, error.kind() == io::ErrorKind::InvalidData);
        let status = if silent || nonsense { None } else { self.end() };
        if status.is_none() {
            // It is killed because it does not answer; that it is gone already is as good.
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
        let words = self.last_words.take().and_then(|words| words.join().ok()).unwrap_or_default();
        if words.contains(NO_MEMORY) {
            return Reason::TooMuchMemory;
        }
        if nonsense || status.is_some_and(|status| signal(&status) == Some(SIGKILL)) {
            return Reason::NoWorker;
        }
        if status.is_none_or(|status| signal(&status) == Some(SIGXCPU)) { Reason::TimedOut } else { Reason::Damaged }
    }

    /// How it ended; `None` where it does not.
    fn end(&mut self) -> Option<ExitStatus> {
        for _ in 0..LAST_BREATH {
            match self.child.try_wait() {
                Ok(None) => std::thread::sleep(Duration::from_millis(1)),
                Ok(status) => return status,
                Err(_) => return None,
            }
        }
        None
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // An idle worker has nothing to lose.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What ends a process whose processor time is over, and one that the system or somebody else ends.
#[cfg(unix)]
use libc::{SIGKILL, SIGXCPU};
#[cfg(not(unix))]
const SIGKILL: i32 = 9;
#[cfg(not(unix))]
const SIGXCPU: i32 = 24;

/// The signal that ended a process, if one did.
#[cfg(unix)]
fn signal(status: &ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(status)
}

/// The signal that ended a process: there are none here.
#[cfg(not(unix))]
fn signal(_: &ExitStatus) -> Option<i32> {
    None
}

/// The end of what a worker says on its way out.
fn last_words(mut errors: ChildStderr) -> String {
    let (mut said, mut piece) = (Vec::new(), [0; 1024]);
    while let Ok(length @ 1..) = errors.read(&mut piece) {
        said.extend_from_slice(&piece[..length]);
        let over = said.len().saturating_sub(LAST_WORDS);
        said.drain(..over);
    }
    String::from_utf8_lossy(&said).into_owned()
}

/// The output of a worker; reading fails where nothing comes for too long.
#[derive(Debug)]
struct Patient(ChildStdout);

impl Read for Patient {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        #[cfg(unix)]
        {
            use rustix::event::{PollFd, PollFlags, Timespec, poll};
            let mut watched = [PollFd::new(&self.0, PollFlags::IN)];
            let patience = Timespec { tv_sec: SILENCE.try_into().unwrap_or(i64::MAX), tv_nsec: 0 };
            if poll(&mut watched, Some(&patience))? == 0 {
                return Err(io::ErrorKind::TimedOut.into());
            }
        }
        self.0.read(buffer)
    }
}
