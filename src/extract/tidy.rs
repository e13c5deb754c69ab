//! What every reader gives, made fit to be kept and shown: no control characters (an escape reaches no terminal), no soft
//! hyphens, no empty lines or blocks, and the number of characters counted.

use crate::document::Content;

/// Tidies the blocks and what the file says about itself.
pub(super) fn tidy(content: &mut Content) {
    for block in &mut content.blocks {
        if needs_tidying(&block.text) {
            block.text = tidied(&block.text);
        }
    }
    content.blocks.retain(|block| !block.text.is_empty());
    content.coverage.characters = content.blocks.iter().map(|block| block.text.chars().count() as u64).sum();
    let declared = &mut content.declared;
    let texts = [&mut declared.title, &mut declared.author, &mut declared.language];
    for text in texts {
        *text = text.take().map(|text| tidied(&text).replace('\n', " ")).filter(|text| !text.is_empty());
    }
}

/// The letters that a ligature stands for; `None` for any other character.
pub(super) fn ligature(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{FB00}' => "ff",
        '\u{FB01}' => "fi",
        '\u{FB02}' => "fl",
        '\u{FB03}' => "ffi",
        '\u{FB04}' => "ffl",
        '\u{FB05}' | '\u{FB06}' => "st",
        _ => return None,
    })
}

/// Characters that nobody sees.
fn is_unseen(c: char) -> bool {
    let mark = matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}');
    mark || (c.is_control() && !c.is_whitespace())
}

fn needs_tidying(text: &str) -> bool {
    let edge = |c: Option<char>| c.is_none_or(char::is_whitespace);
    edge(text.chars().next())
        || edge(text.chars().next_back())
        || text.contains("\n\n")
        || text.chars().any(|c| is_unseen(c) || matches!(c, '\r' | '\u{B}' | '\u{C}' | '\u{85}'))
}

fn tidied(text: &str) -> String {
    let seen: String = text.chars().filter(|c| !is_unseen(*c)).collect();
    let ends = |c: char| matches!(c, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}');
    let lines = seen.split(ends).map(str::trim_end).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, BlockKind};

    /// What cannot be shown goes, what is indented stays, and characters are counted.
    #[test]
    fn what_cannot_be_shown_goes() {
        for (text, expected) in [
            ("De brug.", Some("De brug.")),
            ("De\u{1B}[31m br\u{AD}ug\0.", Some("De[31m brug.")),
            (" een \n\n  twee\r\ndrie ", Some("een\n  twee\ndrie")),
            ("\u{200B}\u{7}\n", None),
        ] {
            let block = Block { kind: BlockKind::Paragraph, text: text.to_owned(), page: None };
            let mut content = Content { blocks: vec![block], ..Content::default() };
            tidy(&mut content);
            assert_eq!(content.blocks.first().map(|block| block.text.as_str()), expected);
            assert_eq!(content.coverage.characters, expected.unwrap_or_default().chars().count() as u64);
        }
    }
}
