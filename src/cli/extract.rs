//! `raadpleeg extract`: what is read of one file, as a run would read it.

use serde_json::{Value, json};

use super::args::ExtractArgs;
use super::files::missing;
use super::output::{Output, plain};
use super::{LESS, WELL};
use crate::config;
use crate::document::{Block, BlockKind, Content, Coverage, Reason};
use crate::error::{Error, Result};
use crate::extract::worker::Workers;
use crate::extract::{Job, Part};
use crate::ingest::metadata_beside;
use crate::wording::Language;

pub(super) fn run(args: &ExtractArgs, language: Language, output: &mut Output) -> Result<u8> {
    let bytes = std::fs::read(&args.file).map_err(|error| Error::io("read", &args.file, error))?;
    let name = args.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = metadata_beside(&args.file).and_then(|path| {
        let name = path.file_name()?.to_string_lossy().into_owned();
        Some((name, std::fs::read(path).ok()?))
    });
    let beside = beside.as_ref().map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
    let job = Job { name: &name, bytes: &bytes, beside, raw: args.raw };
    let parts = Workers::of(config::program()).extract(&job);
    if args.json {
        let (own, members) = parts.split_first().map_or((None, &[][..]), |(own, members)| (Some(own), members));
        let mut answer = own.map_or(Value::Null, |own| of_part(own, language));
        answer["bestand"] = name.clone().into();
        answer["onderdelen"] = members.iter().map(|part| of_part(part, language)).collect();
        output.json(&answer)?;
    } else {
        parts.iter().try_for_each(|part| show(part, &name, args.raw, language, output))?;
    }
    let short = |part: &Part| part.content.as_ref().map_or(true, |content| !content.coverage.missing.is_empty());
    Ok(if parts.iter().any(short) { LESS } else { WELL })
}

fn of_part(part: &Part, language: Language) -> Value {
    let (content, coverage) = match &part.content {
        Ok(content) => (content.clone(), content.coverage.clone()),
        Err(reason) => (Content::default(), Coverage::nothing(*reason)),
    };
    let (declared, given) = (content.declared, |given: &crate::document::Given| json!(given));
    json!({
        "pad": part.path, "paginas": coverage.pages, "gelezenPaginas": coverage.pages_read(),
        "tekens": coverage.characters, "onvolledig": missing(&coverage, language), "titel": declared.title,
        "auteur": declared.author, "data": declared.dates, "gemaakt": declared.made, "taal": declared.language, "ernaast": given(&declared.given),
        "blokken": content.blocks.iter().map(of_block).collect::<Vec<_>>(),
    })
}

fn of_block(block: &Block) -> Value {
    let (kind, level) = match block.kind {
        BlockKind::Heading(level) => ("kop", Some(level)),
        BlockKind::Paragraph => ("alinea", None),
        BlockKind::ListItem => ("punt", None),
        BlockKind::TableHead => ("kolomkoppen", None),
        BlockKind::TableRow => ("rij", None),
    };
    json!({"soort": kind, "niveau": level, "pagina": block.page, "tekst": block.text})
}

/// Prints the text of a part: headings with "#", pages as they begin.
fn show(part: &Part, name: &str, raw: bool, language: Language, output: &mut Output) -> Result<()> {
    let content = match &part.content {
        Ok(content) => content,
        Err(reason) => return note(part, name, *reason, language, output),
    };
    if !part.path.is_empty() {
        output.line(&format!("\n== {}", plain(&part.path)))?;
    }
    let mut page = None;
    for block in &content.blocks {
        if !raw && block.page != page {
            page = block.page;
            let number = page.map(|page| page.to_string()).unwrap_or_default();
            output.line(&format!("-- {} {number}", language.pick("blz.", "p.")))?;
        }
        let mark = match block.kind {
            BlockKind::Heading(level) if !raw => format!("{} ", "#".repeat(level.into())),
            _ => String::new(),
        };
        for line in block.text.lines() {
            output.line(&format!("{mark}{}", plain(line)))?;
        }
        if !raw && !block.kind.is_row() {
            output.line("")?;
        }
    }
    content.coverage.shortfall().map_or(Ok(()), |reason| note(part, name, reason, language, output))
}

fn note(part: &Part, name: &str, reason: Reason, language: Language, output: &mut Output) -> Result<()> {
    let path = if part.path.is_empty() { name.to_owned() } else { format!("{name}/{}", part.path) };
    output.flush()?;
    output.note(&format!("{}  {}: {}", plain(&path), reason.code(), language.reason(reason)));
    Ok(())
}
