//! `raadpleeg search`.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use super::args::{GroupArg, SearchArgs, SortArg};
use super::output::Output;
use super::{LESS, WELL, index, render};
use crate::answer::Answer;
use crate::backend::embedded::EmbeddedIndex;
use crate::config::Config;
use crate::error::{Error, ErrorKind, Result};
use crate::ingest::{IngestOptions, Source};
use crate::query::parse;
use crate::search::{Grouping, SearchPage, SearchRequest, Searcher, Sort};
use crate::wording::Language;

pub(super) fn run(
    args: SearchArgs,
    language: Language,
    config: &Config,
    output: &mut Output,
    stop: &AtomicBool,
) -> Result<u8> {
    let text = args.words.join(" ");
    let query =
        parse(&text).map_err(|refusal| Error::new(ErrorKind::Query, refusal.message(language == Language::Dutch)))?;
    let path = match (&args.index, &args.folder) {
        (Some(index), _) => index.clone(),
        (None, Some(folder)) => index_of(folder, config, output, stop)?,
        (None, None) => return Err(Error::new(ErrorKind::Usage, "say where to search: --index DIR or --in FOLDER")),
    };
    let searcher = Searcher::new(Box::new(EmbeddedIndex::open(&path)?.reader()?));
    let searcher = match config.own_synonyms(args.synonyms.as_deref()) {
        Some(file) => searcher.with_own_synonyms(file)?,
        None => searcher,
    };
    let request = request(&args);
    let begun = Instant::now();
    let page = searcher.search(&query, &request)?;
    let milliseconds = begun.elapsed().as_secs_f64() * 1000.0;
    let code = if page.groups.is_empty() { LESS } else { WELL };
    show(&args, page, milliseconds, &searcher, language, output)?;
    Ok(code)
}

fn request(args: &SearchArgs) -> SearchRequest {
    SearchRequest {
        limit: args.limit as usize,
        offset: (args.page as usize - 1).saturating_mul(args.limit as usize),
        sort: if args.sort == SortArg::Date { Sort::Date } else { Sort::Relevance },
        group: if args.group == GroupArg::None || args.csv { Grouping::None } else { Grouping::Document },
        facets: args.json,
        count: true,
        explain: args.explain,
        synonyms: !args.no_synonyms,
        more: args.json,
    }
}

fn show(
    args: &SearchArgs,
    page: SearchPage,
    milliseconds: f64,
    searcher: &Searcher,
    language: Language,
    output: &mut Output,
) -> Result<()> {
    if args.json {
        return output.json(&Answer::new(page, milliseconds));
    }
    if args.csv {
        return render::csv(&page, output);
    }
    let view =
        render::View { first: (args.page - 1) * args.limit + 1, explain: args.explain, full: args.full, milliseconds };
    render::text(&page, &view, &searcher.reader().info().collections, language, output)
}

/// The index of a folder in the user's cache, brought up to date. It can always be made again, so that one of another
/// version is; and one that another process is writing serves as it is.
fn index_of(folder: &Path, config: &Config, output: &mut Output, stop: &AtomicBool) -> Result<PathBuf> {
    let source = Source::new(folder, None)?;
    let path = config.index_of_folder(&source.folder)?;
    let update = |output: &Output| {
        let options = IngestOptions::default();
        index::update(&path, std::slice::from_ref(&source), &options, super::progress::progress(false, output), stop)
    };
    let report = match update(output) {
        Err(error) if matches!(error.kind(), ErrorKind::OtherVersion | ErrorKind::Damaged) => {
            std::fs::remove_dir_all(&path).map_err(|error| Error::io("remove the old index", &path, error))?;
            update(output)
        }
        Err(error) if error.kind() == ErrorKind::Locked && EmbeddedIndex::open(&path).is_ok() => {
            output.note("note: the index of this folder is being updated by another process; searching its last state");
            return Ok(path);
        }
        other => other,
    }?;
    let missed = report.incomplete.len();
    if missed > 0 {
        let shown = path.display();
        output.note(&format!("note: {missed} files were not or not wholly read: raadpleeg status --index {shown}"));
    }
    Ok(path)
}
