//! `raadpleeg analyze`: what becomes of words.

use std::sync::Arc;

use serde::Serialize;

use super::WELL;
use super::args::AnalyzeArgs;
use super::output::{Output, plain};
use crate::analysis::{Analyzer, QueryWord, WordRole};
use crate::backend::Reader;
use crate::backend::embedded::EmbeddedIndex;
use crate::config::Config;
use crate::error::Result;
use crate::synonyms::{QueryTerm, Synonyms};

/// What becomes of one word.
#[derive(Serialize)]
struct Analyzed {
    woord: String,
    stam: String,
    delen: Vec<String>,
    synoniemen: Vec<String>,
}

pub(super) fn run(args: &AnalyzeArgs, config: &Config, output: &mut Output) -> Result<u8> {
    let learned = match &args.index {
        Some(index) => EmbeddedIndex::open(index)?.reader()?.info().lexicon.clone(),
        None => Vec::new(),
    };
    let analyzer = Arc::new(Analyzer::with_words(&learned));
    let mut synonyms = Synonyms::new(Arc::clone(&analyzer));
    if let Some(file) = config.own_synonyms(args.synonyms.as_deref()) {
        synonyms = synonyms.with_file(file)?;
    }
    let words = analyzed(&args.words.join(" "), &analyzer, &synonyms);
    if args.json {
        output.json(&words)?;
    } else {
        words.iter().try_for_each(|word| line(word, output))?;
    }
    Ok(WELL)
}

fn analyzed(text: &str, analyzer: &Analyzer, synonyms: &Synonyms) -> Vec<Analyzed> {
    let words = analyzer.query_words(text);
    let single = |word: &&QueryWord| !matches!(word.role, WordRole::Whole | WordRole::Compound);
    let terms: Vec<QueryTerm<'_>> =
        words.iter().filter(single).enumerate().map(|(place, word)| QueryTerm { word, place }).collect();
    let found = synonyms.of(&terms);
    let of = |number: usize| found.iter().filter(move |synonym| synonym.words.contains(&number));
    let analyzed = terms.iter().enumerate().map(|(number, term)| {
        let word = &term.word.terms;
        let mut synonyms: Vec<String> = Vec::new();
        for synonym in of(number) {
            if !synonyms.iter().any(|known| known == synonym.text) {
                synonyms.push(synonym.text.to_string());
            }
        }
        Analyzed {
            woord: term.word.typed.clone(),
            stam: word.stem.clone(),
            delen: word.parts[..word.single_parts].iter().map(|(part, _)| part.clone()).collect(),
            synoniemen: synonyms,
        }
    });
    analyzed.collect()
}

fn line(word: &Analyzed, output: &mut Output) -> Result<()> {
    let mut text = format!("{}: {}", word.woord, word.stam);
    if !word.delen.is_empty() {
        text.push_str(&format!("  [{}]", word.delen.join(" + ")));
    }
    if !word.synoniemen.is_empty() {
        text.push_str(&format!("  = {}", word.synoniemen.join(", ")));
    }
    output.line(&plain(&text))
}
