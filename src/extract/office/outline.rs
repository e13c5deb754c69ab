//! Headings of documents that were written without styles for them: short lines that are bold altogether, over text
//! that is not or is longer. Where a document has headings of its own, those are all there are. And items of lists
//! that were written without a list: paragraphs with a mark of their own.

use super::flow::{Item, Place};
use crate::document::BlockKind;

/// A heading without a style is no longer than this, in characters.
const LONGEST: usize = 120;
/// The level that such headings get; a title stands above them.
const LEVEL: u8 = 2;
/// With more bold lines than this under each other, they are text.
const MOST_IN_A_ROW: usize = 3;

/// Makes headings of bold lines, where the document has none but its title.
pub(super) fn name_headings(items: &mut [Item]) {
    let is_heading = |item: &&Item| matches!(item.kind, BlockKind::Heading(_));
    let deeper = items.iter().filter(|item| matches!(item.kind, BlockKind::Heading(2..)));
    if items.iter().filter(is_heading).count() > 1 || deeper.count() > 0 {
        return;
    }
    let mut at = 0;
    while at < items.len() {
        let run = items.get(at..).unwrap_or_default().iter().take_while(|item| is_candidate(item)).count();
        if run <= MOST_IN_A_ROW && items.len() > at + run {
            for place in at..at + run {
                // A line that goes on in the next is no heading.
                let next = items.get(place + 1).filter(|next| next.bold);
                let goes_on = next.is_some_and(|next| next.text.starts_with(char::is_lowercase));
                // "Vraag 1", and under it the question.
                if let Some(item) = items.get_mut(place).filter(|item| place == at || !item.text.ends_with('?'))
                    && !goes_on
                {
                    item.kind = BlockKind::Heading(LEVEL);
                }
            }
        }
        at += run.max(1);
    }
}

fn is_candidate(item: &Item) -> bool {
    item.bold
        && item.place == Place::Text
        && item.kind == BlockKind::Paragraph
        && item.text.chars().count() <= LONGEST
        && item.text.contains(char::is_alphabetic)
        && !item.text.contains('\n')
        && !item.text.ends_with(['.', ',', ';'])
        && !is_entry(&item.text)
}

/// Whether a line is the name and the value of something ("Datum: 3 mei").
fn is_entry(text: &str) -> bool {
    text.split_once(": ").is_some_and(|(name, _)| name.len() <= 20 && !name.contains(|c: char| c.is_ascii_digit()))
}

/// Makes items of the paragraphs that begin with a typed mark: a dash or a dot, a number, a letter.
pub(super) fn name_items(items: &mut [Item]) {
    let is_text = |item: &&mut Item| item.kind == BlockKind::Paragraph && item.place == Place::Text;
    for item in items.iter_mut().filter(is_text) {
        let Some((mark, text)) = item.text.split_once(' ') else { continue };
        if matches!(mark, "-" | "–" | "—" | "•" | "·" | "*" | "▪" | "◦" | "●") {
            item.text = format!("- {text}");
            item.kind = BlockKind::ListItem;
        } else if is_number(mark) {
            item.kind = BlockKind::ListItem;
        }
    }
}

/// Whether a word is the number of an item: "3.", "12)", "b.", "(iv)".
fn is_number(mark: &str) -> bool {
    let Some(inner) = mark.strip_suffix(['.', ')']) else { return false };
    let inner = inner.strip_prefix('(').unwrap_or(inner);
    let digits = (1..=2).contains(&inner.len()) && inner.bytes().all(|byte| byte.is_ascii_digit());
    let letter = inner.len() == 1 && inner.bytes().all(|byte| byte.is_ascii_lowercase());
    let roman = (2..=4).contains(&inner.len()) && inner.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x'));
    digits || letter || roman
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::shown;

    /// A "*" before a text makes it bold, a "#" a heading of level 1.
    fn check(texts: &[&str], expected: &[&str]) {
        let item = |text: &&str| {
            let kind = if text.starts_with('#') { BlockKind::Heading(1) } else { BlockKind::Paragraph };
            Item { bold: text.starts_with('*'), ..Item::new(kind, text.trim_start_matches(['*', '#']).to_owned()) }
        };
        let mut items: Vec<Item> = texts.iter().map(item).collect();
        name_headings(&mut items);
        let blocks: Vec<_> = items.into_iter().map(|item| item.into_block(None)).collect();
        assert_eq!(shown(&blocks), expected);
    }

    #[test]
    fn typed_marks() {
        for (text, expected) in [
            ("• appels", "i - appels"),
            ("12) peren", "i 12) peren"),
            ("(iv) noten", "i (iv) noten"),
            ("b. vijgen", "i b. vijgen"),
            ("A. de Boer", "p A. de Boer"),
            ("2024. Een jaar", "p 2024. Een jaar"),
            ("-5 graden", "p -5 graden"),
        ] {
            let mut items = vec![Item::new(BlockKind::Paragraph, text.to_owned())];
            name_items(&mut items);
            let blocks: Vec<_> = items.into_iter().map(|item| item.into_block(None)).collect();
            assert_eq!(shown(&blocks), [expected]);
        }
    }

    #[test]
    fn bold_lines_over_text() {
        check(&["#Nota", "*Vraag 1", "Waarom?", "*Slot"], &["1 Nota", "2 Vraag 1", "p Waarom?", "p Slot"]);
        check(&["#Nota", "#Inleiding", "*Let op", "tekst"], &["1 Nota", "1 Inleiding", "p Let op", "p tekst"]);
        check(&["*a", "*b", "*c", "*d", "e"], &["p a", "p b", "p c", "p d", "p e"]);
        check(&["*Vraag 2", "*Kan dat?", "e"], &["2 Vraag 2", "p Kan dat?", "p e"]);
        check(
            &["*Antwoord van het college", "*op de vragen van de raad.", "e"],
            &["p Antwoord van het college", "p op de vragen van de raad.", "p e"],
        );
        check(&["*Datum: 3 mei", "e", "*Stap 1: begin", "e"], &["p Datum: 3 mei", "p e", "2 Stap 1: begin", "p e"]);
        check(&["*Dit is een zin.", "e"], &["p Dit is een zin.", "p e"]);
    }
}
