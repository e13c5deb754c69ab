//! What each command takes and prints. Parses, calls the library, renders; never indexes or ranks by itself.

mod analyze;
mod args;
mod check;
mod compare;
mod diff;
mod evaluate;
mod extract;
mod files;
mod folder;
mod index;
mod key;
mod manual;
mod output;
mod progress;
mod render;
mod search;
mod serve;
mod statistics;
mod status;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

use clap::Parser;

use crate::config::Config;
use crate::error::{Error, ErrorKind, Result};
use crate::extract::worker::run_if_asked;
use args::{Cli, Command};
use output::Output;

/// Exit codes: all well, less than all (no hits, files not read), nothing done.
pub(crate) const WELL: u8 = 0;
pub(crate) const LESS: u8 = 1;
const FAILED: u8 = 2;

/// Runs the command line; the exit code is the one that the docs promise.
pub fn run() -> ExitCode {
    if run_if_asked() {
        return ExitCode::SUCCESS;
    }
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    std::panic::set_hook(Box::new(|panic| {
        PANIC.get_or_init(|| panic.to_string().trim_start_matches("panicked at ").replace('\n', " "));
    }));
    let config = Config::from_environment();
    let mut output = Output::new(&config);
    let done = catch_unwind(AssertUnwindSafe(|| command(cli, &config, &mut output)));
    match done.unwrap_or_else(|_| Err(internal())).and_then(|code| output.flush().map(|()| code)) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            output.error(&error);
            ExitCode::from(FAILED)
        }
    }
}

/// The first panic of any thread, for one line of the command's own instead of a trace.
static PANIC: OnceLock<String> = OnceLock::new();

/// Damage that no checksum was looked at for shows as a panic; so does a defect of the program.
fn internal() -> Error {
    let context =
        "internal error: run `raadpleeg check --index DIR`; where the index is sound, please report this line";
    match PANIC.get() {
        Some(panic) => Error::with_source(ErrorKind::Internal, context, panic.as_str()),
        None => Error::new(ErrorKind::Internal, context),
    }
}

/// Help is no error; wrong arguments are.
fn usage(error: &clap::Error) -> ExitCode {
    // What cannot be printed cannot be reported either.
    drop(error.print());
    ExitCode::from(if error.use_stderr() { FAILED } else { WELL })
}

fn command(cli: Cli, config: &Config, output: &mut Output) -> Result<u8> {
    let language = cli.language();
    let stop = stop_on_interrupt(&cli.command)?;
    match cli.command {
        Command::Index(args) => index::run(args, language, config, output, &stop),
        Command::Search(args) => search::run(args, language, config, output, &stop),
        Command::Status(args) => status::run(args, language, output),
        Command::Check(args) => check::run(args, output),
        Command::Diff(args) => diff::run(&args, language, config, output, &stop),
        Command::Compare(args) => compare::run(&args, language, config, output, &stop),
        Command::Extract(args) => extract::run(&args, language, output),
        Command::Evaluate(args) => evaluate::run(args, output),
        Command::Analyze(args) => analyze::run(&args, config, output),
        Command::Serve(args) => serve::run(&args, language, config, output, &stop),
        Command::Statistics(args) => statistics::run(&args, language, config, output),
        Command::Key(args) => key::run(&args, output),
        Command::Completions(args) => manual::completions(&args, output),
        Command::Man(args) => manual::pages(&args, output),
    }
}

/// Ctrl-C ends an indexing run between two files, so that the last commit stays whole; it ends other commands at once.
fn stop_on_interrupt(command: &Command) -> Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    if matches!(command, Command::Index(_)) {
        let flag = Arc::clone(&stop);
        ctrlc::set_handler(move || flag.store(true, std::sync::atomic::Ordering::Relaxed))
            .map_err(|error| Error::with_source(ErrorKind::Storage, "cannot watch for Ctrl-C", error))?;
    }
    Ok(stop)
}
