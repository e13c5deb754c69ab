//! `raadpleeg status`.

use std::collections::BTreeMap;

use super::WELL;
use super::args::StatusArgs;
use super::files;
use super::output::{Output, plain};
use crate::backend::embedded::EmbeddedIndex;
use crate::backend::{IndexInfo, Reader};
use crate::document::{FileRecord, Reason};
use crate::error::Result;
use crate::wording::Language;

pub(super) fn run(args: StatusArgs, language: Language, output: &mut Output) -> Result<u8> {
    let reader = EmbeddedIndex::open(&args.index)?.reader()?;
    let (records, size, vocabulary) = (reader.records()?, reader.size()?, reader.vocabulary()?);
    if args.files {
        match (args.json, args.csv) {
            (true, _) => files::json(&records, language, output),
            (_, true) => files::csv(&records, language, output),
            _ => files::text(&records, language, output),
        }?;
        return Ok(WELL);
    }
    let status = Status { info: reader.info(), records: &records, size, vocabulary };
    if args.json { json(&status, language, output) } else { text(&status, language, output) }?;
    Ok(WELL)
}

/// What there is to say about an index.
struct Status<'a> {
    info: &'a IndexInfo,
    records: &'a [FileRecord],
    /// Bytes on disk.
    size: u64,
    /// How many different words it holds.
    vocabulary: u64,
}

impl Status<'_> {
    /// Whether the index has met so many words since it learned that it would learn others now.
    fn outgrown(&self) -> bool {
        self.info.vocabulary > 0 && self.vocabulary >= 2 * self.info.vocabulary
    }
}

fn text(status: &Status<'_>, language: Language, output: &mut Output) -> Result<()> {
    let Status { info, records, size, .. } = *status;
    let read = records.iter().filter(|record| record.coverage.shortfall().is_none()).count();
    output.line(&format!("documents    {}", info.documents))?;
    output.line(&format!("passages     {}", info.passages))?;
    output.line(&format!("words        {}", info.words))?;
    output.line(&format!("coverage     {read} of {} files wholly read", records.len()))?;
    output.line(&format!("size         {:.1} MB", size as f64 / 1e6))?;
    output.line(&format!("format       {}", info.format))?;
    output.line(&format!("analysis     {}", info.fingerprint))?;
    output.line(&format!("lexicon      {} words of its own", info.lexicon.len()))?;
    if status.outgrown() {
        output.line("             its words have doubled since it learned: run `raadpleeg index --reanalyze`")?;
    }
    output.line(&format!("last commit  {} by version {}", info.committed, info.program))?;
    for (name, folder) in &info.collections {
        let count = records.iter().filter(|record| record.collection == *name).count();
        output.line(&format!("collection   {}: {count} files of {}", plain(name), plain(folder)))?;
    }
    for (reason, files) in by_reason(records) {
        output.line(&format!("\n{} ({}), {} files:", reason.code(), language.reason(reason), files.len()))?;
        for record in files {
            output.line(&format!("  {}/{}", plain(&record.collection), plain(&record.path)))?;
        }
    }
    Ok(())
}

fn by_reason(records: &[FileRecord]) -> BTreeMap<Reason, Vec<&FileRecord>> {
    let mut reasons: BTreeMap<Reason, Vec<&FileRecord>> = BTreeMap::new();
    for record in records {
        if let Some(reason) = record.coverage.shortfall() {
            reasons.entry(reason).or_default().push(record);
        }
    }
    reasons
}

fn json(status: &Status<'_>, language: Language, output: &mut Output) -> Result<()> {
    let Status { info, records, size, vocabulary } = *status;
    let incomplete = records.iter().filter_map(|record| {
        let reason = record.coverage.shortfall()?;
        Some(serde_json::json!({
            "verzameling": record.collection, "pad": record.path, "code": reason.code(), "reden": language.reason(reason),
        }))
    });
    let line = serde_json::json!({
        "documenten": info.documents, "passages": info.passages, "woorden": info.words, "bestanden": records.len(),
        "onvolledig": incomplete.collect::<Vec<_>>(), "bytes": size, "formaat": info.format,
        "woordenlijst": info.lexicon.len(), "verschillendeWoorden": vocabulary, "opnieuwAnalyseren": status.outgrown(),
        "analyse": info.fingerprint, "versie": info.program, "laatsteCommit": info.committed,
        "verzamelingen": info.collections,
    });
    output.json(&line)
}
