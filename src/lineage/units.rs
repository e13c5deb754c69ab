//! The blocks of a passage that are compared: found in its text again, as `ingest::passages` joins them.

use std::ops::Range;

use xxhash_rust::xxh3::xxh3_64;

use super::Node;

/// Words of the smallest unit, figures left out.
const FEWEST: usize = 12;

/// A block of a passage that can have versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// What it says.
    pub node: Node,
    /// A hash of the heading above it, without figures; 0 where there is none.
    pub heading: u64,
    /// Its words, folded, figures made alike, as hashes; see [`is_long`]. Those of a table begin with its heading: its
    /// cells alone may be those of another table.
    pub words: Vec<u32>,
    /// Where it stands in the text of the passage, in bytes.
    pub span: Range<usize>,
}

/// Whether a word of a [`Unit`] has four letters or more, which most words have that say what a text is about.
pub(super) fn is_long(word: u32) -> bool {
    word & 1 == 1
}

/// A word that stands for any figure.
const FIGURE: u32 = 0;

/// The units of a passage, in order.
pub fn units(headings: &[String], text: &str) -> Vec<Unit> {
    let blocks = blocks(headings, text).into_iter().map(|(_, unit)| unit);
    blocks.filter(|unit| plain(&words(&text[unit.span.clone()])).len() >= FEWEST).collect()
}

/// The blocks of a passage with the heading above each, in order: its units, and what is too short to be one. A short
/// line without an end is a heading.
pub(super) fn blocks(headings: &[String], text: &str) -> Vec<(String, Unit)> {
    let mut heading = headings.last().cloned().unwrap_or_default();
    let mut heading_words = plain(&words(&heading));
    let mut found = Vec::new();
    for chunk in pieces(text, "\n\n") {
        let piece = &text[chunk.clone()];
        let all = words(piece);
        let is_sentence = piece.trim_end().ends_with(['.', ';', '!', '?']);
        if all.len() < FEWEST && !piece.contains('\n') && !is_sentence {
            (heading, heading_words) = (piece.trim().to_owned(), plain(&all));
            continue;
        }
        for (span, is_table) in divided(text, chunk) {
            let own = words(&text[span.clone()]);
            let words = alike(if is_table { [heading_words.as_slice(), &own].concat() } else { own });
            let (node, above) = (Node::new(hash(&words), words.len()), hash(&heading_words));
            let unit = Unit { node, heading: if heading_words.is_empty() { 0 } else { above }, words, span };
            found.push((heading.clone(), unit));
        }
    }
    found
}

/// The blocks of a chunk between empty lines, and whether each is a table: members of an article apart, a list or
/// table whole.
fn divided(text: &str, chunk: Range<usize>) -> Vec<(Range<usize>, bool)> {
    let lines: Vec<Range<usize>> =
        pieces(&text[chunk.clone()], "\n").map(|line| line.start + chunk.start..line.end + chunk.start).collect();
    let is_table = lines.iter().any(|line| text[line.clone()].contains(" | "));
    let mut blocks: Vec<(Range<usize>, bool)> = Vec::new();
    for line in lines {
        match blocks.last_mut() {
            Some((last, _)) if is_table || !is_member(&text[line.clone()]) => last.end = line.end,
            _ => blocks.push((line, is_table)),
        }
    }
    blocks
}

/// Whether a line begins with a number of its own, as a member of an article does ("2.", "3a.", "2)").
fn is_member(line: &str) -> bool {
    let rest = line.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = rest.len() < line.trim_start().len();
    let rest = rest.strip_prefix(|c: char| c.is_ascii_lowercase()).unwrap_or(rest);
    numbered && (rest.starts_with(". ") || rest.starts_with(") "))
}

/// The pieces of `text` between `separator`, without empty ones.
fn pieces<'t>(text: &'t str, separator: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    let mut start = 0;
    text.split(separator).filter_map(move |piece| {
        let span = start..start + piece.len();
        start = span.end + separator.len();
        (!piece.trim().is_empty()).then_some(span)
    })
}

/// The words of a text as hashes; every word with a digit is the same.
fn words(text: &str) -> Vec<u32> {
    let mut words = Vec::with_capacity(text.len() / 6);
    let mut folded = String::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if word.bytes().any(|byte| byte.is_ascii_digit()) {
            words.push(FIGURE);
            continue;
        }
        folded.clear();
        match word.is_ascii() {
            true => folded.extend(word.bytes().map(|byte| char::from(byte.to_ascii_lowercase()))),
            false => folded.extend(word.chars().flat_map(char::to_lowercase)),
        }
        let long = u32::from(folded.len() > 3);
        words.push((xxh3_64(folded.as_bytes()) as u32 & !1 | long).max(2));
    }
    words
}

/// Words without figures.
fn plain(words: &[u32]) -> Vec<u32> {
    words.iter().copied().filter(|word| *word != FIGURE).collect()
}

/// Words with figures that follow each other made one: "1.234.567" and "1,2" are alike.
fn alike(mut words: Vec<u32>) -> Vec<u32> {
    words.dedup_by(|next, word| *next == FIGURE && *word == FIGURE);
    words
}

fn hash(words: &[u32]) -> u64 {
    let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
    xxh3_64(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        units(&[], text).into_iter().map(|unit| &text[unit.span]).collect()
    }

    /// What is a unit: paragraphs, members, whole lists and tables of a dozen words.
    #[test]
    fn blocks_of_a_passage() {
        let long = "De raad stelt elk jaar voor 1 juli een nieuwe lijst met tarieven vast.";
        let other = "Het college legt de raad daarvoor in mei een voorstel voor met een toelichting.";
        for (text, expected) in [
            (long.to_string(), vec![long.to_string()]),
            (format!("Artikel 3\n\n{long}\n\n{other}"), vec![long.to_string(), other.to_string()]),
            (format!("1. {long}\n2. {other}"), vec![format!("1. {long}"), format!("2. {other}")]),
            (format!("- {long}\n- kort\n- {other}"), vec![format!("- {long}\n- kort\n- {other}")]),
            (format!("1. {long}\na. dit;\nb. dat."), vec![format!("1. {long}\na. dit;\nb. dat.")]),
            ("Een korte regel.\n\nNog een.".to_string(), vec![]),
            ("12 34 56 78 90 12 34 56 78 90 12 34 euro".to_string(), vec![]),
            ("Wijk | Huur | Koop | Eigenaar\nNoord | 10 | 20 | stichting Wonen aan de Lek\nZuid | 5 | 6 | gemeente".into(),
             vec!["Wijk | Huur | Koop | Eigenaar\nNoord | 10 | 20 | stichting Wonen aan de Lek\nZuid | 5 | 6 | gemeente".to_string()]),
            (String::new(), vec![]),
        ] {
            assert_eq!(texts(&text), expected, "{text}");
        }
    }

    /// Figures, capitals and marks make no other node; words do, and for a table its heading.
    #[test]
    fn nodes_are_what_is_said() {
        let node = |heading: &str, text: &str| units(&[heading.to_string()], text)[0].node;
        let text =
            "In 2020 betaalden wij € 1.234.567 aan de omgevingsdienst voor het toezicht op bedrijven in de regio.";
        let later = "In 2021 betaalden wij € 1,3 aan de Omgevingsdienst, voor het toezicht op bedrijven in de regio";
        assert_eq!(node("Milieu", text), node("Toezicht", later));
        assert_ne!(node("Milieu", text), node("Milieu", &text.replace("toezicht", "advies")));
        let table =
            "Lasten | Baten | Saldo | Reserves en voorzieningen van dit hele programma\nRaming | 1 | 2 | 3 samen";
        assert_ne!(node("Zorg", table), node("Groen", table));
        assert_eq!(node("Zorg 2020", table), node("Zorg 2021", &table.replace('1', "7")));
        assert_eq!(node("", text).words(), 16);
    }
}
