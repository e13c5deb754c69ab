//! `raadpleeg compare`: two documents side by side, section by section.

use std::sync::atomic::AtomicBool;

use serde_json::json;

use super::args::CompareArgs;
use super::output::{Output, Style, plain};
use super::search::searcher_of;
use super::{LESS, WELL, diff};
use crate::answer;
use crate::answer::difference::{block, marked};
use crate::backend::StoredPassage;
use crate::config::Config;
use crate::document::Passage;
use crate::error::{Error, ErrorKind, Result};
use crate::lineage::{Compared, Fate, comparison};
use crate::search::Searcher;
use crate::wording::Language;

pub(super) fn run(
    args: &CompareArgs,
    language: Language,
    config: &Config,
    output: &mut Output,
    stop: &AtomicBool,
) -> Result<u8> {
    let searcher = searcher_of(args.index.as_deref(), args.folder.as_deref(), config, output, stop)?;
    let (older, newer) = (document(&searcher, &args.older)?, document(&searcher, &args.newer)?);
    let passages = |side: &[StoredPassage]| side.iter().map(|stored| stored.passage.clone()).collect::<Vec<Passage>>();
    let compared = comparison(&passages(&older), &passages(&newer));
    let same = compared.iter().all(|block| block.fate == Fate::Same);
    if args.json {
        let about = |side: &[StoredPassage]| {
            side.first().map(|stored| answer::document(stored.document.clone(), stored.passage.language.clone()))
        };
        let blocks: Vec<_> = compared.into_iter().map(block).collect();
        output.json(&json!({ "oud": about(&older), "nieuw": about(&newer), "blokken": blocks }))?;
    } else {
        for (sign, side) in [("-", &older), ("+", &newer)] {
            side.first().map_or(Ok(()), |stored| diff::side(sign, stored, language, output))?;
        }
        output.line(&summary(&compared, language))?;
        show(&compared, args.all, language, output)?;
    }
    Ok(if same { WELL } else { LESS })
}

/// The passages of the document with this id, or at this path.
fn document(searcher: &Searcher, name: &str) -> Result<Vec<StoredPassage>> {
    let by_id = searcher.document(name)?;
    if !by_id.is_empty() {
        return Ok(by_id);
    }
    let records = searcher.reader().records()?;
    let mut found = records.iter().filter(|record| {
        record.path == name || name.strip_prefix(&record.collection) == Some(&format!("/{}", record.path))
    });
    let Some(record) = found.next() else {
        let context = format!("there is no document {name}: `raadpleeg status --files` lists those of the index");
        return Err(Error::new(ErrorKind::NotFound, context));
    };
    if let Some(other) = found.next() {
        let context = format!(
            "{name} is in the collections {} and {}: write the collection before it, with a /",
            record.collection, other.collection
        );
        return Err(Error::new(ErrorKind::Usage, context));
    }
    let passages = searcher.document(&record.id)?;
    if passages.is_empty() {
        return Err(Error::new(ErrorKind::Data, format!("no text is known of {name}: `raadpleeg status` says why")));
    }
    Ok(passages)
}

fn summary(compared: &[Compared], language: Language) -> String {
    let count = |is: fn(&Fate) -> bool| compared.iter().filter(|block| is(&block.fate)).count();
    let parts = [
        (count(|fate| *fate == Fate::Same), "gelijk", "the same"),
        (count(|fate| matches!(fate, Fate::Changed(_))), "gewijzigd", "changed"),
        (count(|fate| *fate == Fate::New), "nieuw", "new"),
        (count(|fate| *fate == Fate::Gone), "weg", "gone"),
    ];
    let parts = parts.map(|(count, dutch, english)| format!("{count} {}", language.pick(dutch, english)));
    format!("{}: {}", language.pick("Blokken", "Blocks"), parts.join(", "))
}

fn show(compared: &[Compared], all: bool, language: Language, output: &mut Output) -> Result<()> {
    let mut heading = None;
    for block in compared.iter().filter(|block| all || block.fate != Fate::Same) {
        if heading != Some(&block.heading) {
            output.line("")?;
            output.line(&output.styled(&plain(&block.heading), Style::Bold))?;
            heading = Some(&block.heading);
        }
        let (label, text) = match &block.fate {
            Fate::Same => (language.pick("gelijk", "the same"), block.after.clone()),
            Fate::New => (language.pick("nieuw", "new"), block.after.clone()),
            Fate::Gone => (language.pick("weg", "gone"), block.before.clone()),
            Fate::Changed(difference) => (language.pick("gewijzigd", "changed"), marked(difference)),
        };
        output.line(&format!("  {}", output.styled(label, Style::Dim)))?;
        for line in text.lines() {
            output.wrapped(&plain(line), "    ")?;
        }
    }
    Ok(())
}
