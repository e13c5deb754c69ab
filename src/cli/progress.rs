//! How far a run is: a bar on a terminal, lines elsewhere.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::output::Output;
use crate::ingest::Progress;

/// A bar on a terminal, a line now and then elsewhere, nothing with `quiet`.
pub(super) fn progress(quiet: bool, output: &Output) -> Box<dyn Progress> {
    match (quiet, output.error_terminal) {
        (true, _) => Box::new(()),
        (false, true) => Box::new(Bar::default()),
        (false, false) => Box::new(Lines::default()),
    }
}

/// A progress bar over bytes.
#[derive(Default)]
struct Bar {
    bar: Option<ProgressBar>,
    files: u64,
    passages: u64,
}

impl Progress for Bar {
    fn start(&mut self, _: u64, bytes: u64) {
        let bar = ProgressBar::with_draw_target(Some(bytes), ProgressDrawTarget::stderr_with_hz(8));
        let template = "{bar:24} {percent:>3}%  {msg}  {bytes_per_sec}  {eta} left";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        self.bar = Some(bar);
    }

    fn file(&mut self, bytes: u64, passages: u64) {
        self.files += 1;
        self.passages += passages;
        if let Some(bar) = &self.bar {
            bar.set_message(format!("{} files, {} passages", self.files, self.passages));
            bar.inc(bytes);
        }
    }

    fn committing(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// A line of progress at most every ten seconds.
struct Lines {
    begun: Instant,
    shown: Instant,
    of: u64,
    files: u64,
    bytes: u64,
    passages: u64,
}

impl Default for Lines {
    fn default() -> Self {
        let now = Instant::now();
        Lines { begun: now, shown: now, of: 0, files: 0, bytes: 0, passages: 0 }
    }
}

impl Progress for Lines {
    fn start(&mut self, files: u64, _: u64) {
        self.of = files;
    }

    #[expect(clippy::print_stderr, reason = "progress is shown while the output is lent to nobody")]
    fn file(&mut self, bytes: u64, passages: u64) {
        self.files += 1;
        self.bytes += bytes;
        self.passages += passages;
        if self.shown.elapsed() >= Duration::from_secs(10) {
            self.shown = Instant::now();
            let speed = self.bytes as f64 / 1e6 / self.begun.elapsed().as_secs_f64();
            eprintln!("{} of {} files, {} passages, {speed:.1} MB/s", self.files, self.of, self.passages);
        }
    }

    fn committing(&mut self) {}
}
