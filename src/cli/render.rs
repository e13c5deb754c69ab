//! Results as text.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::output::{Output, Style, plain};
use crate::error::Result;
use crate::search::{FragmentPiece, Group, Hit, SearchPage, Version};
use crate::wording::Language;

/// What the text says beside the results.
pub(super) struct View {
    /// The number of the first result.
    pub first: u64,
    /// Whether reasons are shown.
    pub explain: bool,
    /// Whether whole passages are shown.
    pub full: bool,
    /// How long it took.
    pub milliseconds: f64,
}

/// Prints results for people.
pub(super) fn text(
    page: &SearchPage,
    view: &View,
    folders: &BTreeMap<String, String>,
    language: Language,
    output: &mut Output,
) -> Result<()> {
    if let Some(suggestion) = &page.suggestion {
        let (meant, also) = match language {
            Language::Dutch => ("Bedoelde u", "Daarop is ook gezocht."),
            Language::English => ("Did you mean", "That was searched for too."),
        };
        output.line(&plain(&format!("{meant}: {suggestion}? {also}")))?;
    }
    if page.groups.is_empty() {
        let nothing = match (view.first, language) {
            (1, Language::Dutch) => "Niets gevonden. Probeer minder of andere woorden.",
            (1, Language::English) => "Nothing found. Try fewer or other words.",
            (_, Language::Dutch) => "Deze bladzijde is leeg: er zijn minder resultaten.",
            (_, Language::English) => "This page is empty: there are fewer results.",
        };
        return output.line(nothing);
    }
    output.line(&summary(page, view, language))?;
    for (group, number) in page.groups.iter().zip(view.first..) {
        output.line("")?;
        result(group, number, view, folders, language, output)?;
    }
    Ok(())
}

fn summary(page: &SearchPage, view: &View, language: Language) -> String {
    let time = format!("{} ms", language.decimal(view.milliseconds as f32, 1));
    if page.total == 0 {
        let near = language.pick(
            "Geen passage met de meeste van deze woorden; dit komt er het dichtst bij",
            "No passage with most of these words; these come nearest",
        );
        return format!("{near} ({time})");
    }
    let passages = language.counted(page.total, "passage", "passages");
    format!("{passages} {} ({time})", language.pick("gevonden", "found"))
}

fn result(
    group: &Group,
    number: u64,
    view: &View,
    folders: &BTreeMap<String, String>,
    language: Language,
    output: &mut Output,
) -> Result<()> {
    let hit = &group.hit;
    let label = format!("{number:>2}. ");
    let indent = " ".repeat(label.len());
    let title = wrap(&[piece(&hit.document.title)], output.width - label.len());
    for (at, line) in title.iter().enumerate() {
        let text: String = line.iter().map(|piece| output.styled(&piece.text, Style::Bold)).collect();
        output.line(&format!("{}{text}", if at == 0 { &label } else { &indent }))?;
    }
    if !hit.passage.headings.is_empty() {
        for line in wrap(&[piece(&hit.passage.headings.join(" › "))], output.width - indent.len()) {
            let text: String = line.iter().map(|piece| plain(&piece.text)).collect();
            output.line(&format!("{indent}{text}"))?;
        }
    }
    source_line(hit, &indent, folders, language, output)?;
    let whole: Vec<Vec<FragmentPiece>> = match view.full {
        true => hit.passage.text.lines().map(|line| vec![piece(line)]).collect(),
        false => vec![hit.fragment.clone()],
    };
    let width = output.width - indent.len();
    for line in whole.iter().flat_map(|pieces| wrap(pieces, width)) {
        let text: String = line.iter().map(|piece| shown(piece, output)).collect();
        output.line(format!("{indent}{text}").trim_end())?;
    }
    if group.others > 0 {
        let count = language.counted(group.others as u64, "passage", "passages");
        let more = language.pick("nog", "and");
        let rest = language.pick("in dit document", "more in this document");
        output.line(&format!("{indent}{}", output.styled(&format!("{more} {count} {rest}"), Style::Dim)))?;
    }
    versions(hit, &indent, language, output)?;
    if view.explain { reasons(hit, &indent, language, output) } else { Ok(()) }
}

/// Versions of a passage that are named in a list of results.
const VERSIONS_NAMED: usize = 3;

/// In which other years and documents the passage stands.
fn versions(hit: &Hit, indent: &str, language: Language, output: &mut Output) -> Result<()> {
    if hit.version_count == 0 {
        return Ok(());
    }
    let when = |version: &Version| language.when(&version.document).unwrap_or_else(|| version.document.title.clone());
    let named: Vec<String> = hit.versions.iter().take(VERSIONS_NAMED).map(when).collect();
    let more = if hit.version_count > named.len() { ", ..." } else { "" };
    let count = language.counted(
        hit.version_count as u64,
        language.pick("andere versie", "other version"),
        language.pick("andere versies", "other versions"),
    );
    let differ = hit.versions.iter().any(|version| version.likeness.figures_differ);
    let figures = language.pick("; bedragen of andere cijfers verschillen", "; amounts or other figures differ");
    let line = format!("{count}: {}{more}{}", named.join(", "), if differ { figures } else { "" });
    for line in wrap(&[piece(&line)], output.width - indent.len()) {
        let text: String = line.iter().map(|piece| piece.text.as_str()).collect();
        output.line(&format!("{indent}{}", output.styled(&plain(&text), Style::Dim)))?;
    }
    Ok(())
}

/// Path, date, municipality and pages.
fn source_line(
    hit: &Hit,
    indent: &str,
    folders: &BTreeMap<String, String>,
    language: Language,
    output: &mut Output,
) -> Result<()> {
    let document = &hit.document;
    let file =
        folders.get(&document.collection).map_or_else(PathBuf::new, |folder| Path::new(folder).join(&document.path));
    let link = output.link(&format!("{}/{}", document.collection, document.path), &file);
    let mut facts: Vec<String> = Vec::new();
    facts.extend(language.pages(&document.path, hit.passage.pages));
    facts.extend(language.when(document));
    facts.extend(
        document.municipality.as_ref().map(|name| format!("{} {name}", language.pick("gemeente", "municipality of"))),
    );
    facts.extend(document.kind.clone());
    if !hit.matches {
        facts.push(language.pick("minder dan de helft van de vraag", "less than half of the query").to_string());
    }
    output.line(&format!("{indent}{link}"))?;
    if facts.is_empty() {
        return Ok(());
    }
    output.line(&format!("{indent}{}", output.styled(&facts.join(" · "), Style::Dim)))
}

fn reasons(hit: &Hit, indent: &str, language: Language, output: &mut Output) -> Result<()> {
    // What counts for nothing explains nothing.
    for reason in hit.reasons.iter().filter(|reason| reason.contribution >= 0.005) {
        let line = format!(
            "{indent}  {}: {} {} ({})",
            reason.word,
            language.matched(reason.kind, reason.divided.as_ref().unwrap_or(&reason.found)),
            language.place(reason.region),
            language.decimal(reason.contribution, 2),
        );
        output.line(&plain(&line))?;
    }
    output.line(&format!("{indent}  passage: {}", hit.passage.id))?;
    let Some(factors) = &hit.factors else { return Ok(()) };
    let line = format!("{indent}  {}: {}", language.pick("samen", "together"), language.together(factors));
    output.line(&line)
}

fn piece(text: &str) -> FragmentPiece {
    FragmentPiece { text: text.to_string(), found: false }
}

/// A piece in colour, or with signs around what was found.
fn shown(piece: &FragmentPiece, output: &Output) -> String {
    match (piece.found, output.needs_signs()) {
        (false, _) => plain(&piece.text),
        (true, true) => format!("*{}*", plain(&piece.text)),
        (true, false) => output.styled(&piece.text, Style::Found),
    }
}

/// Breaks pieces into lines of at most `width` characters, at spaces.
fn wrap(pieces: &[FragmentPiece], width: usize) -> Vec<Vec<FragmentPiece>> {
    let mut words: Vec<Vec<FragmentPiece>> = vec![Vec::new()];
    for piece in pieces {
        for (at, part) in piece.text.split(' ').enumerate() {
            if at > 0 {
                words.push(Vec::new());
            }
            if let Some(word) = words.last_mut().filter(|_| !part.is_empty()) {
                word.push(FragmentPiece { text: part.to_string(), found: piece.found });
            }
        }
    }
    let mut lines: Vec<Vec<FragmentPiece>> = vec![Vec::new()];
    let mut used = 0;
    for word in words.into_iter().filter(|word| !word.is_empty()) {
        // Signs around found words take room too.
        let length: usize = word.iter().map(|piece| piece.text.chars().count() + 2 * usize::from(piece.found)).sum();
        if used > 0 && used + 1 + length > width {
            lines.push(Vec::new());
            used = 0;
        }
        if let Some(line) = lines.last_mut() {
            if used > 0 {
                line.push(piece(" "));
                used += 1;
            }
            line.extend(word);
        }
        used += length;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines are broken at spaces, within the width, marks included.
    #[test]
    fn lines_fit() {
        let pieces = [piece("een twee "), FragmentPiece { text: "drie".into(), found: true }, piece("maal vier")];
        let lines: Vec<String> =
            wrap(&pieces, 12).iter().map(|line| line.iter().map(|piece| piece.text.as_str()).collect()).collect();
        assert_eq!(lines, ["een twee", "driemaal", "vier"]);
    }
}
