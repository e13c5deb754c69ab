//! `raadpleeg serve`.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use super::WELL;
use super::args::ServeArgs;
use super::folder::folder_index;
use super::index::{SOON, configured, update};
use super::output::{Output, plain};
use super::progress::progress;
use crate::backend::embedded::EmbeddedIndex;
use crate::config::{Config, Settings};
use crate::error::{Error, ErrorKind, Result};
use crate::ingest::watch::{WatchOptions, watch};
use crate::ingest::{IngestOptions, Source};
use crate::server::{Library, Listening, ServerOptions, serve};
use crate::wording::Language;

pub(super) fn run(
    args: &ServeArgs,
    language: Language,
    config: &Config,
    output: &mut Output,
    stop: &AtomicBool,
) -> Result<u8> {
    let mut settings = config.settings(args.config.as_deref())?;
    settings.server.listen = args.listen.or(settings.server.listen);
    let (index, sources) = served(args, &settings, config, output, stop)?;
    let library = Library::follow(&index, config.own_synonyms(args.synonyms.as_deref()))?;
    let mut options = ServerOptions::new(&settings)?;
    // Somebody who tries it at a terminal reads the address there, not a line for each request.
    options.log_to = (!std::io::stderr().is_terminal()).then_some(|| Box::new(std::io::stderr()));
    if args.folder.is_some() {
        options.files.extend(sources.iter().map(|source| source.collection.clone()));
    }
    let following = AtomicBool::new(false);
    let failed = thread::scope(|scope| {
        if !sources.is_empty() {
            let ingesting = IngestOptions { ocr: settings.ocr, commit_every: SOON, ..IngestOptions::default() };
            scope.spawn(|| follow(&index, sources, ingesting, &following));
        }
        let done = serve(Arc::new(library), options, |listening| announce(listening, language, output));
        following.store(true, Ordering::Relaxed);
        done
    });
    failed.map(|()| WELL)
}

/// The index to serve, and the folders to follow.
fn served(
    args: &ServeArgs,
    settings: &Settings,
    config: &Config,
    output: &mut Output,
    stop: &AtomicBool,
) -> Result<(PathBuf, Vec<Source>)> {
    if let Some(folder) = &args.folder {
        let indexed = folder_index(folder, config, output, stop)?;
        return Ok((indexed.path, vec![indexed.source]));
    }
    let index = args.index.clone().ok_or_else(|| {
        Error::new(ErrorKind::Usage, "say what to serve: --index DIR, or --in FOLDER to try it on a folder")
    })?;
    let sources = if args.watch { configured(settings)? } else { Vec::new() };
    if !sources.is_empty() && EmbeddedIndex::open(&index).is_err() {
        // There must be something to serve before the first request.
        let options = IngestOptions { ocr: settings.ocr, ..IngestOptions::default() };
        update(&index, &sources, &options, progress(false, output), stop)?;
    }
    Ok((index, sources))
}

/// Brings the index up to date whenever its folders change, until `stop` is set.
fn follow(index: &Path, sources: Vec<Source>, options: IngestOptions, stop: &AtomicBool) {
    // What goes wrong in a run stands in the records; the server goes on with the last commit.
    let _ = watch(index, &sources, &options, WatchOptions::default(), stop, &mut |_| ());
}

fn announce(listening: &Listening, language: Language, output: &mut Output) {
    let words = language.pick("zoeken op", "searching at");
    let bound = format!("http://{}", listening.readers);
    let behind = if listening.url == bound { String::new() } else { format!(" ({bound})") };
    let mut lines = vec![format!("{words} {}{behind}", listening.url)];
    lines.extend(listening.monitor.map(|address| format!("monitor http://{address}/metrics")));
    let told = lines.iter().try_for_each(|line| output.line(&plain(line)));
    // Who has closed standard output needs no address.
    drop(told.and_then(|()| output.flush()));
}
