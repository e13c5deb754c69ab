//! Results as CSV: every passage a row. Cells that a spreadsheet would take for formulas are made text.

use crate::search::{Group, SearchPage};
use crate::wording::steers;

/// The rows of a page under their heads.
pub fn rows(page: &SearchPage) -> String {
    let heads = "score,titel,koppen,verzameling,pad,datum,soort,gemeente,paginaVan,paginaTot,tekst\r\n";
    let mut rows = heads.to_owned();
    for Group { hit, .. } in &page.groups {
        let document = &hit.document;
        let cells = [
            format!("{:.4}", hit.score),
            document.title.clone(),
            hit.passage.headings.join(" › "),
            document.collection.clone(),
            document.path.clone(),
            document.date.map(|date| date.to_string()).unwrap_or_default(),
            document.kind.clone().unwrap_or_default(),
            document.municipality.clone().unwrap_or_default(),
            hit.passage.pages.map(|(from, _)| from.to_string()).unwrap_or_default(),
            hit.passage.pages.map(|(_, to)| to.to_string()).unwrap_or_default(),
            hit.passage.text.clone(),
        ];
        rows.push_str(&cells.map(|text| cell(&text)).join(","));
        rows.push_str("\r\n");
    }
    rows
}

/// A cell.
pub fn cell(text: &str) -> String {
    let text: String = text.chars().filter(|c| !steers(*c) || *c == '\n').collect();
    let guard = if text.trim_start().starts_with(['=', '+', '-', '@']) { "'" } else { "" };
    let quoted = text.contains([',', '"', '\n', ';']) || !guard.is_empty();
    if quoted { format!("\"{guard}{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Formulas, quotes and separators do not get out of their cell.
    #[test]
    fn cells_are_text() {
        for (text, expected) in [
            ("nota", "nota"),
            ("a,b", "\"a,b\""),
            ("=1+1", "\"'=1+1\""),
            ("\t\u{1}=1+1", "\"'=1+1\""),
            ("\n @a", "\"'\n @a\""),
            ("\u{202e}nota\u{9b}", "nota"),
            ("zeg \"ja\"", "\"zeg \"\"ja\"\"\""),
        ] {
            assert_eq!(cell(text), expected);
        }
    }
}
