//! Questions and answers in letters to a council or a parliament: "Vraag 3" and "Antwoord op vraag 3" alone on a line are
//! headings, whatever the file makes of them, so that a question and its answer are found and shown by themselves.

use crate::document::{Block, BlockKind};

/// Makes headings of the lines that number questions and answers, below the heading that they stand under.
pub(super) fn name_questions(blocks: Vec<Block>) -> Vec<Block> {
    let mut named = Vec::with_capacity(blocks.len());
    let mut level = 1;
    for block in blocks {
        match block.kind {
            BlockKind::Heading(own) if number_line(&block.text).is_none() => level = own,
            BlockKind::Heading(_) | BlockKind::Paragraph | BlockKind::ListItem => {
                if let Some(rest) = number_line(&block.text) {
                    let (kind, page) = (BlockKind::Heading((level + 1).min(6)), block.page);
                    let line = block.text.lines().next().unwrap_or_default().trim().trim_end_matches([':', '.']);
                    named.push(Block { kind, text: line.to_owned(), page });
                    if !rest.is_empty() {
                        named.push(Block { kind: BlockKind::Paragraph, text: rest.to_owned(), page });
                    }
                    continue;
                }
            }
            BlockKind::TableHead | BlockKind::TableRow => {}
        }
        named.push(block);
    }
    named
}

/// Longest line that numbers a question, in bytes.
const LONGEST: usize = 40;

/// What follows the first line of a text, where that line is no more than the number of a question or an answer.
fn number_line(text: &str) -> Option<&str> {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    let line = line.trim().trim_end_matches([':', '.']);
    if line.len() > LONGEST {
        return None;
    }
    let mut words = line.split_whitespace().map(str::to_lowercase);
    let first = words.next()?;
    let starts = matches!(first.as_str(), "vraag" | "vragen" | "antwoord" | "antwoorden");
    let mut numbered = false;
    for word in words {
        let number = word.trim_matches([',', '.', '(', ')']);
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        let joins = ["op", "vraag", "vragen", "nr", "nummer", "en", "t/m", "tot", "met"].contains(&number);
        if !is_number && !joins {
            return None;
        }
        numbered |= is_number;
    }
    (starts && numbered).then_some(rest.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::shown;

    /// Texts are paragraphs; "# " starts a heading of level 2.
    fn check(texts: &[&str], expected: &[&str]) {
        let block = |text: &&str| match text.strip_prefix("# ") {
            Some(heading) => Block { kind: BlockKind::Heading(2), text: heading.to_owned(), page: None },
            None => Block { kind: BlockKind::Paragraph, text: (*text).to_owned(), page: None },
        };
        assert_eq!(shown(&name_questions(texts.iter().map(block).collect())), expected);
    }

    #[test]
    fn numbers_of_questions_are_headings() {
        check(
            &["# Brief", "Vraag 3\nIs de brug dicht?", "Antwoord op vraag 3:\nJa.", "Antwoord vragen 4 en 5", "Nee."],
            &[
                "2 Brief",
                "3 Vraag 3",
                "p Is de brug dicht?",
                "3 Antwoord op vraag 3",
                "p Ja.",
                "3 Antwoord vragen 4 en 5",
                "p Nee.",
            ],
        );
        check(
            &["Vraag 3 gaat over de brug.", "Vraag", "Vraag het de wethouder"],
            &["p Vraag 3 gaat over de brug.", "p Vraag", "p Vraag het de wethouder"],
        );
    }
}
