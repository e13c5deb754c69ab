//! The worker's side: give up what is not needed, then read jobs until there are none.

use std::cell::RefCell;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::{
    BYTES_PER_SECOND, CONFINE, FILE_SECONDS, PAGE_SECONDS, Reply, Request, Step, WORK, confined, frames, limits,
};
use crate::config;
use crate::document::Reason;
use crate::extract::{Job, Part, Watch, extract};

/// Where the program was started as a worker, works until there is nothing left to do; returns whether it was. To be
/// called first in the `main` of every program that reads files with this library: workers are that program again.
pub fn run_if_asked() -> bool {
    let arguments = config::arguments();
    match arguments.first().and_then(|first| first.to_str()) {
        Some(WORK) => work(),
        Some(CONFINE) => confined::become_program(&arguments[1..]),
        _ => return false,
    }
    true
}

fn work() {
    // A panic is caught and reported as damage; its message would be lost on the terminal of a run.
    std::panic::set_hook(Box::new(|_| {}));
    limits::confine_reader();
    let mut input = BufReader::new(io::stdin().lock());
    let output = RefCell::new(BufWriter::new(io::stdout().lock()));
    // Where the other side is gone there is nobody to tell.
    while let Ok(true) = serve(&mut input, &output) {}
}

/// Reads one job; `false` where there is none.
fn serve(input: &mut dyn Read, output: &RefCell<impl Write>) -> io::Result<bool> {
    let Some(request) = frames::read_value::<Request>(input)? else { return Ok(false) };
    let bytes = frames::read(input)?.unwrap_or_default();
    let beside = frames::read(input)?.unwrap_or_default();
    let job = Job {
        name: &request.name,
        bytes: &bytes,
        beside: request.beside.as_deref().map(|name| (name, beside.as_slice())),
        raw: request.raw,
    };
    let seconds = FILE_SECONDS + bytes.len() as u64 / BYTES_PER_SECOND;
    let ends = limits::seconds_used() + seconds;
    let mut watch = Reporter { request: &request, output, ends, over: None, failed: None };
    let spoilt = catch_unwind(AssertUnwindSafe(|| extract(&job, &mut watch))).is_err();
    if let Some(error) = watch.failed {
        return Err(error);
    }
    let mut output = output.borrow_mut();
    frames::write_value(&mut *output, &Reply::Done { spoilt })?;
    output.flush()?;
    Ok(!spoilt)
}

/// Tells the other side what is read, and keeps the time.
struct Reporter<'a, W: Write> {
    request: &'a Request,
    output: &'a RefCell<W>,
    /// When the time for the job is over, in seconds of processor time.
    ends: u64,
    /// Why nothing more is to be read.
    over: Option<Reason>,
    failed: Option<io::Error>,
}

impl<W: Write> Reporter<'_, W> {
    fn send(&mut self, reply: &Reply) {
        let mut output = self.output.borrow_mut();
        if let Err(error) = frames::write_value(&mut *output, reply).and_then(|()| output.flush()) {
            self.failed = Some(error);
        }
    }
}

impl<W: Write> Watch for Reporter<'_, W> {
    fn begin(&mut self, path: &str, page: Option<u32>) -> Result<(), Reason> {
        if let Some(reason) = self.over {
            return Err(reason);
        }
        let step = Step { path: path.to_owned(), page };
        let broken = &self.request.broken;
        if let Some(at) = broken.iter().position(|(broken, _)| *broken == step) {
            let reason = broken[at].1;
            self.over = (self.request.give_up && at + 1 == broken.len()).then_some(reason);
            return Err(reason);
        }
        let used = limits::seconds_used();
        if used >= self.ends {
            self.over = Some(Reason::TimedOut);
            return Err(Reason::TimedOut);
        }
        let most = if page.is_some() { used + PAGE_SECONDS } else { self.ends.max(used + FILE_SECONDS) };
        limits::end_at(most);
        self.send(&Reply::At(step));
        Ok(())
    }

    fn done(&mut self, part: Part) {
        self.send(&Reply::Part(Box::new(part)));
    }
}
