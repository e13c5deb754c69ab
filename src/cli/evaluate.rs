//! `raadpleeg evaluate`.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use super::WELL;
use super::args::EvaluateArgs;
use super::output::{Output, plain};
use crate::backend::embedded::EmbeddedIndex;
use crate::error::{Error, ErrorKind, Result};
use crate::evaluate::set_index::{index_set, search_set};
use crate::evaluate::{Hit, JudgedSet, Measures, Outcome, Question, QuestionReport, RunFile};
use crate::query::parse;
use crate::search::{Grouping, SearchRequest, Searcher};

/// Results per query of a judged set.
const DEPTH: usize = 100;

pub(super) fn run(args: EvaluateArgs, output: &mut Output) -> Result<u8> {
    match (&args.set, &args.questions, &args.index) {
        (Some(set), _, _) => judged(set, &args, output)?,
        (None, Some(questions), Some(index)) => asked(questions, index, &args, output)?,
        _ => return Err(Error::new(ErrorKind::Usage, "give a judged set, or --questions FILE with --index DIR")),
    }
    Ok(WELL)
}

/// A folder that goes when the command is done.
struct TemporaryFolder(PathBuf);

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        // What cannot be removed is left to the system's own cleaning of temporary folders.
        drop(std::fs::remove_dir_all(&self.0));
    }
}

fn judged(dir: &Path, args: &EvaluateArgs, output: &mut Output) -> Result<()> {
    let set = JudgedSet::read(dir)?;
    let temporary = std::env::temp_dir().join(format!("raadpleeg-evaluate-{}", std::process::id()));
    let (path, _guard) = match &args.index {
        Some(index) => (index.clone(), None),
        None => (temporary.clone(), Some(TemporaryFolder(temporary))),
    };
    let index = EmbeddedIndex::open_or_create(&path)?;
    if index.info()?.passages == 0 {
        index_set(dir, &index, std::thread::available_parallelism().map_or(1, usize::from))?;
    }
    let searcher = Searcher::new(Box::new(EmbeddedIndex::open(&path)?.reader()?));
    let mut rankings: FxHashMap<String, Vec<String>> = FxHashMap::default();
    let mut file = args.run.as_ref().map(|path| RunFile::create(path, "raadpleeg")).transpose()?;
    for query in &set.queries {
        let ranked = search_set(&searcher, &query.text, DEPTH)?;
        if let Some(file) = &mut file {
            file.add(&query.id, &ranked)?;
        }
        rankings.insert(query.id.clone(), ranked.into_iter().map(|(id, _)| id).collect());
    }
    file.map(RunFile::finish).transpose()?;
    let measures = Measures::over(&set, &rankings);
    if args.verbose {
        for query in &set.queries {
            let one = Measures::of(&rankings[&query.id], &set.relevant[&query.id]);
            output.line(&plain(&format!("{:.3}  {}  {}", one.ndcg10, query.id, query.text)))?;
        }
    }
    show_measures(&set, &measures, args.json, output)
}

fn show_measures(set: &JudgedSet, measures: &Measures, json: bool, output: &mut Output) -> Result<()> {
    if json {
        let line = serde_json::json!({
            "verzameling": set.name, "vragen": set.queries.len(), "ndcg10": measures.ndcg10, "mrr10": measures.mrr10,
            "recall100": measures.recall100, "success1": measures.success1, "success3": measures.success3,
        });
        return output.line(&line.to_string());
    }
    output.line(&format!("{}: {} queries", plain(&set.name), set.queries.len()))?;
    let rows = [
        ("nDCG@10", measures.ndcg10),
        ("MRR@10", measures.mrr10),
        ("Recall@100", measures.recall100),
        ("success@1", measures.success1),
        ("success@3", measures.success3),
    ];
    rows.iter().try_for_each(|(name, value)| output.line(&format!("{name:<12} {value:.4}")))
}

fn asked(questions: &Path, index: &Path, args: &EvaluateArgs, output: &mut Output) -> Result<()> {
    let questions = Question::read(questions)?;
    let searcher = Searcher::new(Box::new(EmbeddedIndex::open(index)?.reader()?));
    let mut outcomes = Vec::new();
    for question in &questions {
        let outcome = ask(&searcher, question)?;
        if args.verbose && outcome.passage.is_none_or(|rank| rank > 3) {
            let rank = |rank: Option<usize>| rank.map_or_else(|| "-".to_string(), |rank| rank.to_string());
            let (passage, document) = (rank(outcome.passage), rank(outcome.document));
            output.line(&plain(&format!(
                "passage {passage}  document {document}  {}: {}",
                question.kind, question.text
            )))?;
        }
        outcomes.push(outcome);
    }
    show_reports(&QuestionReport::by_kind(&outcomes), args.json, output)
}

fn ask(searcher: &Searcher, question: &Question) -> Result<Outcome> {
    let request = SearchRequest {
        group: Grouping::None,
        facets: false,
        count: false,
        explain: false,
        ..SearchRequest::default()
    };
    let groups = match parse(&question.text) {
        Ok(query) => searcher.search(&query, &request)?.groups,
        // A question that is refused finds nothing.
        Err(_) => Vec::new(),
    };
    let hits: Vec<Hit<'_>> = groups
        .iter()
        .map(|group| Hit {
            path: &group.hit.document.path,
            text: &group.hit.passage.text,
            page_from: group.hit.passage.pages.map(|(from, _)| from),
            page_to: group.hit.passage.pages.map(|(_, to)| to),
        })
        .collect();
    Ok(question.judge(&hits))
}

fn show_reports(reports: &[QuestionReport], json: bool, output: &mut Output) -> Result<()> {
    if json {
        let shares = |at: &crate::evaluate::Shares| serde_json::json!({"1": at.at1, "3": at.at3, "10": at.at10});
        let rows: Vec<_> = reports
            .iter()
            .map(|report| {
                serde_json::json!({
                    "soort": report.kind, "vragen": report.number, "passage": shares(&report.passage),
                    "document": shares(&report.document), "juistePagina": report.right_page,
                })
            })
            .collect();
        return output.line(&serde_json::Value::from(rows).to_string());
    }
    output.line("kind            n  passage @1    @3   @10  document @1    @3   @10  right page")?;
    for report in reports {
        let (p, d) = (&report.passage, &report.document);
        let page = report.right_page.map_or_else(|| "-".to_string(), |share| format!("{share:.2}"));
        output.line(&format!(
            "{:<13} {:>3}      {:.3} {:.3} {:.3}       {:.3} {:.3} {:.3}  {page}",
            plain(&report.kind),
            report.number,
            p.at1,
            p.at3,
            p.at10,
            d.at1,
            d.at3,
            d.at10,
        ))?;
    }
    Ok(())
}
