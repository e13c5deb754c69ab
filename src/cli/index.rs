//! `raadpleeg index`.

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use super::args::IndexArgs;
use super::output::{Output, plain};
use super::progress::progress;
use super::{LESS, WELL};
use crate::backend::embedded::EmbeddedIndex;
use crate::config::{CollectionSettings, Config, Settings};
use crate::error::{Error, ErrorKind, Result};
use crate::ingest::walk::Globs;
use crate::ingest::watch::{WatchOptions, watch};
use crate::ingest::{
    IndexReport, IngestOptions, LexiconSource, Planned, Progress, Rules, Source, dry_run, ingest, reanalyze,
    remove_collection,
};
use crate::wording::Language;

/// Files with a reason that are listed; `status` lists all.
const LISTED: usize = 20;
/// How long a run that follows folders goes on before it commits what it has.
pub(super) const SOON: Duration = Duration::from_secs(5);

pub(super) fn run(
    args: IndexArgs,
    language: Language,
    config: &Config,
    output: &mut Output,
    stop: &AtomicBool,
) -> Result<u8> {
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
    let settings = config.settings(args.config.as_deref())?;
    let sources = sources(&args, &settings)?;
    let options = IngestOptions {
        globs: Globs::new(&args.include, &args.exclude)?,
        largest_file: args.max_file_size.saturating_mul(1_000_000),
        lexicon: lexicon(&args)?,
        ocr: args.ocr || settings.ocr,
        confirm_removal: args.confirm_removal,
        ..IngestOptions::default()
    };
    if args.dry_run {
        return plan(&args.index, &sources, &options, language, output);
    }
    if args.watch {
        return follow(&args, &sources, &options, language, output, stop);
    }
    let report = update(&args.index, &sources, &options, progress(args.quiet, output), stop)?;
    if !args.quiet {
        show(&report, language, output)?;
    }
    warn(&report, language, output);
    Ok(if report.incomplete.is_empty() && report.warnings.is_empty() { WELL } else { LESS })
}

/// The folders that are named, with the rules that the settings have for them; all collections of the settings where
/// none is named.
fn sources(args: &IndexArgs, settings: &Settings) -> Result<Vec<Source>> {
    if args.collection.is_some() && args.folders.len() > 1 {
        return Err(Error::new(ErrorKind::Usage, "--collection names one folder: index several one by one"));
    }
    if args.folders.is_empty() {
        return configured(settings);
    }
    let named = args.folders.iter().map(|folder| {
        let source = Source::new(folder, args.collection.as_deref())?;
        let is_it = |known: &&CollectionSettings| known.folder.canonicalize().is_ok_and(|path| path == source.folder);
        let Some(known) = settings.collections.iter().find(is_it) else { return Ok(source) };
        let name = known.name.clone().filter(|_| args.collection.is_none());
        let collection = name.unwrap_or_else(|| source.collection.clone());
        Ok(Source { collection, rules: Rules::new(known)?, ..source })
    });
    different_names(named.collect::<Result<_>>()?)
}

/// The collections of the settings.
pub(super) fn configured(settings: &Settings) -> Result<Vec<Source>> {
    let configured = settings.collections.iter().map(|collection| {
        let source = Source::new(&collection.folder, collection.name.as_deref())?;
        Ok(Source { rules: Rules::new(collection)?, ..source })
    });
    let sources = configured.collect::<Result<Vec<Source>>>()?;
    if sources.is_empty() {
        let context = "no folder: name one, or give settings that have a [[collection]] with --config";
        return Err(Error::new(ErrorKind::Usage, context));
    }
    different_names(sources)
}

/// Prints what a run would do.
fn plan(
    index: &Path,
    sources: &[Source],
    options: &IngestOptions,
    language: Language,
    output: &mut Output,
) -> Result<u8> {
    let plan = dry_run(index, sources, options)?;
    for step in &plan {
        let line = match step {
            Planned::Add(path) => format!("+ {}", plain(path)),
            Planned::Update(path) => format!("~ {}", plain(path)),
            Planned::Remove(path) => format!("- {}", plain(path)),
            Planned::Keep(path) => format!("? {}  all files of its collection are gone: kept", plain(path)),
            Planned::Skip(path, reason) => {
                format!("! {}  {}: {}", plain(path), reason.code(), language.reason(*reason))
            }
        };
        output.line(&line)?;
    }
    let count = |of: fn(&Planned) -> bool| plan.iter().filter(|step| of(step)).count();
    output.line(&format!(
        "would read {} new and {} changed files and remove {}",
        count(|step| matches!(step, Planned::Add(_))),
        count(|step| matches!(step, Planned::Update(_))),
        count(|step| matches!(step, Planned::Remove(_))),
    ))?;
    Ok(WELL)
}

/// Follows folders until Ctrl-C; a line for every run that changed something.
fn follow(
    args: &IndexArgs,
    sources: &[Source],
    options: &IngestOptions,
    language: Language,
    output: &mut Output,
    stop: &AtomicBool,
) -> Result<u8> {
    let options = IngestOptions { commit_every: SOON, ..options.clone() };
    let how = args.poll.map_or(Ok(WatchOptions::default()), WatchOptions::every)?;
    let mut failed = Ok(());
    let (mut first, mut warned) = (true, Vec::new());
    watch(&args.index, sources, &options, how, stop, &mut |done| match done {
        Ok(report) => {
            let changed = report.added + report.changed + report.moved + report.removed > 0;
            if !args.quiet && (first || changed) {
                let shown = line(&report, output).and_then(|()| output.flush());
                failed = std::mem::replace(&mut failed, Ok(())).and(shown);
            }
            if report.warnings != warned {
                warn(&report, language, output);
                warned = report.warnings;
            }
            first = false;
        }
        Err(error) => output.error(&error),
    })?;
    failed.map(|()| WELL)
}

/// Prints what the user should know beside the report.
fn warn(report: &IndexReport, language: Language, output: &mut Output) {
    for warning in &report.warnings {
        output.note(&format!("raadpleeg: {}", plain(&language.warning(warning))));
    }
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

/// The same sources, if no two of them have one name.
fn different_names(sources: Vec<Source>) -> Result<Vec<Source>> {
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
    Ok(sources)
}

/// One line on what a run did.
fn line(report: &IndexReport, output: &mut Output) -> Result<()> {
    let moved = if report.moved > 0 { format!("{} moved, ", report.moved) } else { String::new() };
    output.line(&format!(
        "{} new, {} changed, {moved}{} unchanged, {} removed; {} documents, {} passages in the index",
        report.added, report.changed, report.unchanged, report.removed, report.documents, report.passages,
    ))
}

fn show(report: &IndexReport, language: Language, output: &mut Output) -> Result<()> {
    line(report, output)?;
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
        output.line(&format!("  ... and {more} more: `raadpleeg status --files` lists them all"))?;
    }
    Ok(())
}
