//! `raadpleeg diff`: what changed in a passage.

use std::sync::atomic::AtomicBool;

use super::args::DiffArgs;
use super::output::{Output, Style, plain};
use super::search::searcher_of;
use super::{LESS, WELL};
use crate::answer::difference::{AnswerDifference, html, marked};
use crate::backend::StoredPassage;
use crate::config::Config;
use crate::error::{Error, ErrorKind, Result};
use crate::lineage::difference::{Difference, difference};
use crate::search::Searcher;
use crate::wording::Language;

pub(super) fn run(
    args: &DiffArgs,
    language: Language,
    config: &Config,
    output: &mut Output,
    stop: &AtomicBool,
) -> Result<u8> {
    let searcher = searcher_of(args.index.as_deref(), args.folder.as_deref(), config, output, stop)?;
    let (before, after) = sides(&searcher, args)?;
    let found = difference(&before.passage.text, &after.passage.text);
    let code = if found.is_equal() { WELL } else { LESS };
    if args.json {
        output.json(&AnswerDifference::new(before, after, found))?;
    } else if args.html {
        output.raw(&format!("{}\n", html(&found)))?;
    } else {
        show(&before, &after, &found, language, output)?;
    }
    Ok(code)
}

/// The older and the newer passage.
fn sides(searcher: &Searcher, args: &DiffArgs) -> Result<(StoredPassage, StoredPassage)> {
    let passage = |id: &str| {
        let missing = || {
            let context = format!("there is no passage {id}: `raadpleeg search --explain` shows the ids of passages");
            Error::new(ErrorKind::NotFound, context)
        };
        searcher.passage(id)?.ok_or_else(missing)
    };
    let (address, after) = passage(&args.passage)?;
    if let Some(older) = &args.older {
        return Ok((passage(older)?.1, after));
    }
    let day = |stored: &StoredPassage| stored.document.day();
    let versions = searcher.versions(address, &after)?.into_iter();
    let versions = versions.map(|version| StoredPassage { document: version.document, passage: version.passage });
    // They come newest first; of one without a date nobody knows which is older.
    let versions: Vec<StoredPassage> = versions.collect();
    let older = versions.iter().find(|version| day(version) < day(&after)).or(versions.first()).cloned();
    let none = || {
        let context = format!("passage {} has no other version: name a second passage", args.passage);
        Error::new(ErrorKind::NotFound, context)
    };
    Ok((older.ok_or_else(none)?, after))
}

fn show(
    before: &StoredPassage,
    after: &StoredPassage,
    found: &Difference,
    language: Language,
    output: &mut Output,
) -> Result<()> {
    side("-", before, language, output)?;
    side("+", after, language, output)?;
    let share = format!("{}%", (found.similarity * 100.0).floor());
    output.line(&format!("{share} {}", language.pick("van de woorden gelijk", "of the words the same")))?;
    output.line("")?;
    for (old, new, kind) in found.facts() {
        output.line(&plain(&format!("{}: {old} -> {new}", language.fact(kind))))?;
    }
    if !found.facts().is_empty() {
        output.line("")?;
    }
    for line in marked(found).lines() {
        output.wrapped(&plain(line), "")?;
    }
    Ok(())
}

/// One of two sides of a comparison: its title and date, and where it is.
pub(super) fn side(sign: &str, stored: &StoredPassage, language: Language, output: &mut Output) -> Result<()> {
    let document = &stored.document;
    let when = language.when(document).map(|when| format!(" ({when})")).unwrap_or_default();
    output.line(&output.styled(&format!("{sign} {}{when}", document.title), Style::Bold))?;
    output.line(&plain(&format!("  {}/{}", document.collection, document.path)))
}
