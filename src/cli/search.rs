//! `raadpleeg search`.

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use super::args::{GroupArg, SearchArgs, SortArg, VersionsArg};
use super::folder::folder_index;
use super::output::Output;
use super::{LESS, WELL, render};
use crate::answer::{Answer, csv};
use crate::backend::embedded::EmbeddedIndex;
use crate::config::Config;
use crate::error::{Error, ErrorKind, Result};
use crate::query::{Filter, FilterOn, parse};
use crate::search::{Grouping, SearchPage, SearchRequest, Searcher, Sort, Versions};
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
    let searcher = searcher_of(args.index.as_deref(), args.folder.as_deref(), config, output, stop)?;
    let searcher = searcher.with_own_synonyms(config.own_synonyms(args.synonyms.as_deref()))?;
    let request = request(&args);
    let begun = Instant::now();
    let page = searcher.search(&query, &request)?;
    let milliseconds = begun.elapsed().as_secs_f64() * 1000.0;
    let code = if page.groups.is_empty() { LESS } else { WELL };
    show(&args, page, milliseconds, &searcher, language, output)?;
    Ok(code)
}

/// Searches the index that is named, or that of the folder.
pub(super) fn searcher_of(
    index: Option<&Path>,
    folder: Option<&Path>,
    config: &Config,
    output: &mut Output,
    stop: &AtomicBool,
) -> Result<Searcher> {
    let path = match (index, folder) {
        (Some(index), _) => index.to_path_buf(),
        (None, Some(folder)) => folder_index(folder, config, output, stop)?.path,
        (None, None) => return Err(Error::new(ErrorKind::Usage, "say where to search: --index DIR or --in FOLDER")),
    };
    Ok(Searcher::new(Box::new(EmbeddedIndex::open(&path)?.reader()?)))
}

fn request(args: &SearchArgs) -> SearchRequest {
    let of_year = match args.versions {
        VersionsArg::Year(year) => FilterOn::year(year),
        _ => None,
    };
    SearchRequest {
        limit: args.limit as usize,
        offset: (args.page as usize - 1).saturating_mul(args.limit as usize),
        sort: if args.sort == SortArg::Date { Sort::Date } else { Sort::Relevance },
        group: if args.group == GroupArg::None || args.csv { Grouping::None } else { Grouping::Document },
        versions: match args.versions {
            VersionsArg::Grouped | VersionsArg::Year(_) => Versions::Grouped,
            VersionsArg::Newest => Versions::Newest,
            VersionsArg::All => Versions::All,
        },
        filters: of_year.map(|on| vec![Filter { excluded: false, on }]).into_iter().collect(),
        facets: args.json,
        count: true,
        explain: args.explain,
        synonyms: !args.no_synonyms,
        more: if args.json { usize::MAX } else { 0 },
        ..SearchRequest::default()
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
        return output.raw(&csv::rows(&page));
    }
    let view =
        render::View { first: (args.page - 1) * args.limit + 1, explain: args.explain, full: args.full, milliseconds };
    render::text(&page, &view, &searcher.reader().info().collections, language, output)
}
