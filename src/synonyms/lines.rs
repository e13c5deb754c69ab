//! A line of a list: `term | term`, or `term | term > term | term`; after a tab, notes.

use std::ops::Range;

use super::SynonymKind;

/// Terms on one line, words in one term, at most.
const MOST_TERMS: usize = 24;
const MOST_WORDS: usize = 12;

/// A parsed line; ranges are in the text of all lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub kind: SynonymKind,
    /// What can be asked.
    pub asked: Vec<Range<usize>>,
    /// What is looked for; the same terms where each stands for the others.
    pub found: Vec<Range<usize>>,
    /// Notes after the first tab: words that settle what an ambiguous abbreviation stands for, or the date from which
    /// a successor counts.
    pub note: Range<usize>,
}

/// Reads a line that will stand at `start`; `None` for comments and empty lines.
pub(super) fn parse_line(line: &str, start: usize, kind: SynonymKind) -> Result<Option<Line>, &'static str> {
    if line.trim().is_empty() || line.trim_start().starts_with('#') {
        return Ok(None);
    }
    let concept_end = line.find('\t').unwrap_or(line.len());
    let note_start = (concept_end + 1).min(line.len());
    let note_end = line[note_start..].find('\t').map_or(line.len(), |end| note_start + end);
    let note = start + note_start..start + note_end;
    let concept = &line[..concept_end];
    let (asked, found) = match concept.split_once('>') {
        Some((_, right)) if right.contains('>') => return Err("holds `>` more than once"),
        Some((left, right)) => (terms(left, start)?, terms(right, start + concept.len() - right.len())?),
        None => {
            let terms = terms(concept, start)?;
            if terms.len() < 2 {
                return Err("holds one term: write `term | other term` or `asked > found`");
            }
            (terms.clone(), terms)
        }
    };
    if asked.len() + found.len() > 2 * MOST_TERMS {
        return Err("holds too many terms: at most 24");
    }
    Ok(Some(Line { kind, asked, found, note }))
}

/// The terms of a side that stands at `start`.
fn terms(side: &str, start: usize) -> Result<Vec<Range<usize>>, &'static str> {
    let mut terms = Vec::new();
    for term in side.split('|') {
        let trimmed = term.trim();
        if !trimmed.chars().any(char::is_alphanumeric) {
            return Err("holds an empty term");
        }
        if trimmed.split_whitespace().count() > MOST_WORDS {
            return Err("holds a term of more than 12 words");
        }
        let at = start + (trimmed.as_ptr() as usize - side.as_ptr() as usize);
        terms.push(at..at + trimmed.len());
    }
    Ok(terms)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str) -> String {
        let show =
            |ranges: &[Range<usize>]| ranges.iter().map(|range| &line[range.clone()]).collect::<Vec<_>>().join(",");
        match parse_line(line, 0, SynonymKind::Concept) {
            Ok(Some(parsed)) => format!("{} / {} / {}", show(&parsed.asked), show(&parsed.found), &line[parsed.note]),
            Ok(None) => "nothing".to_string(),
            Err(wrong) => wrong.to_string(),
        }
    }

    /// Both kinds of line, notes, comments, and what is refused.
    #[test]
    fn lines_are_read() {
        for (line, expected) in [
            ("vuilnis | huisvuil", "vuilnis,huisvuil / vuilnis,huisvuil / "),
            ("kliko > container | mini container", "kliko / container,mini container / "),
            ("ab | algemeen bestuur\tbestuur\tbron", "ab,algemeen bestuur / ab,algemeen bestuur / bestuur"),
            ("# uitleg", "nothing"),
            ("  ", "nothing"),
            ("vuilnis", "holds one term: write `term | other term` or `asked > found`"),
            ("a | > b", "holds an empty term"),
            ("a > b > c", "holds `>` more than once"),
        ] {
            assert_eq!(shown(line), expected, "{line}");
        }
    }
}
