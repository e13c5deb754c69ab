//! `raadpleeg index`.

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::args::IndexArgs;
use super::output::{Output, plain};
use super::{LESS, WELL};
use crate::backend::embedded::EmbeddedIndex;
use crate::error::{Error, ErrorKind, Result};
use crate::ingest::walk::Globs;
use crate::ingest::{
    IndexReport, IngestOptions, LexiconSource, Progress, Source, ingest, reanalyze, remove_collection,
};
use crate::wording::Language;

/// Files with a reason that are listed; `status` lists all.
const LISTED: usize = 20;

pub(super) fn run(args: IndexArgs, language: Language, output: &mut Output, stop: &AtomicBool) -> Result<u8> {
    if let Some(name) = &args.remove {
        EmbeddedIndex::open(&args.index)?;
        let removed = remove_collection(&EmbeddedIndex::open_or_create(&args.index)?, name)?;
        if !args.quiet {
            output.line(&format!("removed collection {} with {removed} files", plain(name)))?;
        }
        return Ok(WELL);
    }
    if args.reanalyze {
        return analyse_again(&args, output, stop);
    }
    if args.collection.is_some() && args.folders.len() > 1 {
        return Err(Error::new(ErrorKind::Usage, "--collection names one folder: index several one by one"));
    }
    let sources = args
        .folders
        .iter()
        .map(|folder| Source::new(folder, args.collection.as_deref()))
        .collect::<Result<Vec<Source>>>()?;
    same_names(&sources)?;
    let options = IngestOptions {
        globs: Globs::new(&args.include, &args.exclude)?,
        largest_file: args.max_file_size.saturating_mul(1_000_000),
        lexicon: lexicon(&args)?,
        ..IngestOptions::default()
    };
    let report = update(&args.index, &sources, &options, progress(args.quiet, output), stop)?;
    if !args.quiet {
        show(&report, language, output)?;
    }
    Ok(if report.incomplete.is_empty() { WELL } else { LESS })
}

fn lexicon(args: &IndexArgs) -> Result<LexiconSource> {
    args.lexicon.as_deref().map_or(Ok(LexiconSource::Folder), LexiconSource::file)
}

fn analyse_again(args: &IndexArgs, output: &mut Output, stop: &AtomicBool) -> Result<u8> {
    let index = EmbeddedIndex::open_to_reanalyze(&args.index)?;
    let words = reanalyze(&index, &lexicon(args)?, &mut *progress(args.quiet, output), stop)?;
    if !args.quiet {
        output.line(&format!("analysed again; the index knows {words} words beyond the program's own"))?;
    }
    Ok(WELL)
}

/// Brings an index up to date, showing progress as `progress` does.
pub(super) fn update(
    index: &Path,
    sources: &[Source],
    options: &IngestOptions,
    mut progress: Box<dyn Progress>,
    stop: &AtomicBool,
) -> Result<IndexReport> {
    let index = EmbeddedIndex::open_or_create(index)?;
    ingest(&index, sources, options, &mut *progress, stop)
}

/// A bar on a terminal, a line now and then elsewhere, nothing with `quiet`.
pub(super) fn progress(quiet: bool, output: &Output) -> Box<dyn Progress> {
    match (quiet, output.error_terminal) {
        (true, _) => Box::new(()),
        (false, true) => Box::new(Bar::default()),
        (false, false) => Box::new(Lines::default()),
    }
}

fn same_names(sources: &[Source]) -> Result<()> {
    for (at, source) in sources.iter().enumerate() {
        if let Some(other) = sources[..at].iter().find(|other| other.collection == source.collection) {
            let context = format!(
                "{} and {} would both be collection {}: index one of them with --collection NAME",
                other.folder.display(),
                source.folder.display(),
                source.collection,
            );
            return Err(Error::new(ErrorKind::Usage, context));
        }
    }
    Ok(())
}

fn show(report: &IndexReport, language: Language, output: &mut Output) -> Result<()> {
    output.line(&format!(
        "{} new, {} changed, {} unchanged, {} removed; {} documents, {} passages in the index",
        report.added, report.changed, report.unchanged, report.removed, report.documents, report.passages,
    ))?;
    if report.incomplete.is_empty() {
        return Ok(());
    }
    output.line(&format!("{} files were not or not wholly read:", report.incomplete.len()))?;
    for (collection, path, reason) in report.incomplete.iter().take(LISTED) {
        let reason = format!("{}: {}", reason.code(), language.reason(*reason));
        output.line(&format!("  {}/{}  {reason}", plain(collection), plain(path)))?;
    }
    if report.incomplete.len() > LISTED {
        let more = report.incomplete.len() - LISTED;
        output.line(&format!("  ... and {more} more: `raadpleeg status` lists them all"))?;
    }
    Ok(())
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
