//! `raadpleeg status --files`: every file with what was read of it and what was not, as text, CSV or JSON.

use serde_json::{Value, json};

use super::output::{Output, plain};
use crate::answer::csv::cell;
use crate::document::{Coverage, FileRecord, Missing};
use crate::error::Result;
use crate::wording::Language;

/// Prints the files, those that were not wholly read first.
pub(super) fn text(records: &[FileRecord], language: Language, output: &mut Output) -> Result<()> {
    let mut records: Vec<&FileRecord> = records.iter().collect();
    records.sort_by_key(|record| record.coverage.missing.is_empty());
    for record in records {
        let coverage = &record.coverage;
        let mut facts = Vec::new();
        if let (Some(pages), Some(read)) = (coverage.pages, coverage.pages_read()) {
            let of = language.pick("van", "of");
            facts.push(format!("{read} {of} {}", language.counted(u64::from(pages), "blz.", "blz.")));
        }
        facts.push(language.counted(
            coverage.characters,
            language.pick("teken", "character"),
            language.pick("tekens", "characters"),
        ));
        facts.push(language.counted(u64::from(record.passages), "passage", "passages"));
        if coverage.ocr > 0 {
            facts.push(format!("{} OCR", language.whole(u64::from(coverage.ocr))));
        }
        output.line(&format!("{}/{}", plain(&record.collection), plain(&record.path)))?;
        output.line(&format!("    {}", facts.join(", ")))?;
        for missing in &coverage.missing {
            let pages = range(missing).map(|pages| format!("blz. {pages}: ")).unwrap_or_default();
            output.line(&format!("    ! {pages}{}: {}", missing.reason.code(), language.reason(missing.reason)))?;
        }
    }
    Ok(())
}

/// Prints the files as rows; cells that a spreadsheet would take for formulas are made text.
pub(super) fn csv(records: &[FileRecord], language: Language, output: &mut Output) -> Result<()> {
    output.raw("verzameling,pad,bytes,paginas,gelezenPaginas,tekens,passages,ocrPaginas,onvolledig,reden\r\n")?;
    for record in records {
        let coverage = &record.coverage;
        let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
        let codes = coverage.missing.iter().map(|missing| {
            let pages = range(missing).map(|pages| format!(" {pages}")).unwrap_or_default();
            format!("{}{pages}", missing.reason.code())
        });
        let cells = [
            record.collection.clone(),
            record.path.clone(),
            record.size.to_string(),
            number(coverage.pages),
            number(coverage.pages_read()),
            coverage.characters.to_string(),
            record.passages.to_string(),
            coverage.ocr.to_string(),
            codes.collect::<Vec<_>>().join("; "),
            coverage.shortfall().map(|reason| language.reason(reason).to_string()).unwrap_or_default(),
        ];
        output.raw(&cells.map(|text| cell(&text)).join(","))?;
        output.raw("\r\n")?;
    }
    Ok(())
}

/// Prints the files as a list of JSON.
pub(super) fn json(records: &[FileRecord], language: Language, output: &mut Output) -> Result<()> {
    let files = records.iter().map(|record| {
        let coverage = &record.coverage;
        json!({
            "verzameling": record.collection, "pad": record.path, "bytes": record.size, "titel": record.title,
            "paginas": coverage.pages, "gelezenPaginas": coverage.pages_read(), "tekens": coverage.characters,
            "passages": record.passages, "ocrPaginas": coverage.ocr, "onvolledig": missing(coverage, language),
        })
    });
    output.json(&json!({"bestanden": files.collect::<Vec<_>>()}))
}

/// What was not read, as JSON.
pub(super) fn missing(coverage: &Coverage, language: Language) -> Vec<Value> {
    let of = |missing: &Missing| {
        json!({
            "code": missing.reason.code(), "reden": language.reason(missing.reason),
            "van": missing.pages.map(|(from, _)| from), "tot": missing.pages.map(|(_, to)| to),
        })
    };
    coverage.missing.iter().map(of).collect()
}

/// The pages of something that was not read: "3" or "3-7".
fn range(missing: &Missing) -> Option<String> {
    let (from, to) = missing.pages?;
    Some(if from == to { from.to_string() } else { format!("{from}-{to}") })
}
