//! `raadpleeg search`.

use std::sync::atomic::AtomicBool;
use std::time::Instant;

use super::args::{GroupArg, SearchArgs, SortArg};
use super::folder::folder_index;
use super::output::Output;
use super::{LESS, WELL, render};
use crate::answer::{Answer, csv};
use crate::backend::embedded::EmbeddedIndex;
use crate::config::Config;
use crate::error::{Error, ErrorKind, Result};
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
        (None, Some(folder)) => folder_index(folder, config, output, stop)?.path,
        (None, None) => return Err(Error::new(ErrorKind::Usage, "say where to search: --index DIR or --in FOLDER")),
    };
    let searcher = Searcher::new(Box::new(EmbeddedIndex::open(&path)?.reader()?));
    let searcher = searcher.with_own_synonyms(config.own_synonyms(args.synonyms.as_deref()))?;
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
