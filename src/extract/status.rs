//! The status tables of portal pages ("Inhoud", "Planning", "Financiën" with "=", "-" or "+"), which reach plain text
//! as a run of single words. Finds one and gives its rows; what stands around it is left to `text`.

use super::lines::Line;

/// A status table at the start of some lines.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct StatusTable {
    /// The row of heads and the rows of cells, cells separated by " | ".
    pub rows: Vec<String>,
    /// How many lines it takes.
    pub length: usize,
}

/// More heads than this in one table are a list that happens to end in a sign.
const MOST_HEADS: usize = 12;

/// What heads of status tables are called; another word after these names a row.
const ASPECTS: [&str; 14] = [
    "voortgang",
    "inhoud",
    "planning",
    "financiën",
    "financien",
    "geld",
    "tijd",
    "kwaliteit",
    "risico's",
    "risico’s",
    "organisatie",
    "communicatie",
    "informatie",
    "capaciteit",
];

/// The status table that starts at the first of `lines`: heads and then as many cells, perhaps with the name of a row
/// before them, or head and cell by turns. One pair is no table.
pub(super) fn table_at(lines: &[Line<'_>]) -> Option<StatusTable> {
    if !is_head(lines.first()?.text) {
        return None;
    }
    by_turns(lines).or_else(|| named_rows(lines)).or_else(|| heads_first(lines))
}

/// Whether `line` says what the table after it is about, and heads nothing else.
pub(super) fn is_caption(line: &str) -> bool {
    matches!(line.to_lowercase().as_str(), "voortgang" | "status" | "stand van zaken" | "stoplicht" | "score")
}

fn by_turns(lines: &[Line<'_>]) -> Option<StatusTable> {
    let pairs: Vec<_> = lines
        .chunks_exact(2)
        .take(MOST_HEADS)
        .map(|pair| (pair[0].text, pair[1].text))
        .take_while(|(head, cell)| is_head(head) && is_cell(cell))
        .collect();
    let (heads, cells): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
    table(&heads, &cells)
}

fn heads_first(lines: &[Line<'_>]) -> Option<StatusTable> {
    let texts = || lines.iter().map(|line| line.text);
    let heads: Vec<_> = texts().take(MOST_HEADS + 1).take_while(|text| is_head(text)).collect();
    let cells: Vec<_> = texts().skip(heads.len()).take(heads.len() + 1).take_while(|text| is_cell(text)).collect();
    if heads.len() == cells.len() { table(&heads, &cells) } else { None }
}

/// Heads, then rows that start with a name.
fn named_rows(lines: &[Line<'_>]) -> Option<StatusTable> {
    let texts = |from: usize| lines.get(from..).unwrap_or_default().iter().map(|line| line.text);
    let is_aspect = |text: &&str| ASPECTS.contains(&text.to_lowercase().as_str());
    let heads: Vec<_> = texts(0).take(MOST_HEADS).take_while(is_aspect).collect();
    let mut rows = vec![heads.join(" | ")];
    let mut length = heads.len();
    while heads.len() > 1 {
        let Some(name) = texts(length).next().filter(|name| is_head(name) && !is_aspect(name)) else { break };
        let cells: Vec<_> = texts(length + 1).take(heads.len() + 1).take_while(|text| is_cell(text)).collect();
        if cells.len() != heads.len() {
            break;
        }
        rows.push(format!("{name} | {}", cells.join(" | ")));
        length += 1 + cells.len();
    }
    (rows.len() > 1).then_some(StatusTable { rows, length })
}

fn table(heads: &[&str], cells: &[&str]) -> Option<StatusTable> {
    let enough = (2..=MOST_HEADS).contains(&heads.len());
    enough.then(|| StatusTable { rows: vec![heads.join(" | "), cells.join(" | ")], length: heads.len() + cells.len() })
}

fn is_head(text: &str) -> bool {
    text.len() <= 40
        && text.split_whitespace().count() <= 4
        && text.chars().any(char::is_alphabetic)
        && !text.ends_with(['.', ',', ';', ':', '?', '!'])
        && !is_cell(text)
}

/// What stands in a cell of a status table.
const CELLS: [&str; 18] = [
    "=", "-", "+", "–", "−", "±", "+/-", "++", "--", "●", "ja", "nee", "n.v.t.", "nvt", "groen", "oranje", "geel",
    "rood",
];

fn is_cell(text: &str) -> bool {
    text.len() <= 10 && CELLS.iter().any(|cell| cell.eq_ignore_ascii_case(text))
}

#[cfg(test)]
mod tests {
    //! Properties tested: both orders of heads and cells; short lines that are no table.

    use super::super::lines::lines;
    use super::*;

    /// Expected rows are separated by "/".
    fn check(text: &str, expected: Option<(&str, usize)>) {
        let text = text.replace('/', "\n\n");
        let expected =
            expected.map(|(rows, length)| StatusTable { rows: rows.split('/').map(str::to_owned).collect(), length });
        assert_eq!(table_at(&lines(&text)), expected, "{text}");
    }

    #[test]
    fn tables() {
        check("Tijd/Geld/=/-/Tekst die volgt", Some(("Tijd | Geld/= | -", 4)));
        check("Tijd/=/Geld/-/Kop", Some(("Tijd | Geld/= | -", 4)));
        check("Tijd/ja/Geld/nee", Some(("Tijd | Geld/ja | nee", 4)));
        check("Tijd/Geld/Brug Oost/=/-/Brug West/-/-", Some(("Tijd | Geld/Brug Oost | = | -/Brug West | - | -", 8)));
        check("Tijd/Geld/Kwaliteit/=/-", None);
        check("Tijd/Geld/=/-/+", None);
        check("Tijd/=", None);
        check("Tijd/Geld", None);
        check("=/-", None);
        check("De planning is gehaald./=/Geld/-", None);
    }
}
