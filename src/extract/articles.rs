//! Gives the articles of by-laws their names: "Artikel 3" with "Hoogte van de toeslag" on the line below it becomes
//! one heading, as readers cite it. Works on blocks of any format; what is a heading is decided before.

use super::heading::{self, Numbering};
use crate::document::{Block, BlockKind};

/// A name has at most this many words.
const MOST_WORDS: usize = 14;

/// Joins the names of articles to their headings, and leaves out names that a program put there for want of one.
pub(super) fn name_articles(blocks: Vec<Block>) -> Vec<Block> {
    let mut named: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut blocks = blocks.into_iter().peekable();
    while let Some(mut block) = blocks.next() {
        if let BlockKind::Heading(level) = block.kind {
            block.text = once(&block.text).to_owned();
            if is_bare_article(&block.text) {
                while blocks.next_if(is_placeholder).is_some() {}
                let name = blocks.next_if(is_name);
                // A short line with nothing below it is what the article says: "Vervallen".
                match name {
                    Some(name) if blocks.peek().is_some_and(|next| is_below(next, level)) => {
                        block.text = format!("{} {}", block.text, name.text);
                    }
                    Some(name) => {
                        named.push(block);
                        block = Block { kind: BlockKind::Paragraph, ..name };
                    }
                    None => {}
                }
            }
        }
        named.push(block);
    }
    named
}

/// "Artikel Artikel 1" is "Artikel 1".
fn once(heading: &str) -> &str {
    match heading.split_once(' ') {
        Some((word, rest)) if rest.starts_with(word) && heading::legal_parts(rest).is_some() => rest,
        _ => heading,
    }
}

/// An article, chapter or section with a number and no name.
fn is_bare_article(heading: &str) -> bool {
    let numbered = matches!(heading::numbered(heading), Some(Numbering::Legal(_)));
    numbered && heading::legal_parts(heading).is_some_and(|(_, _, name)| name.is_empty())
}

fn is_placeholder(block: &Block) -> bool {
    !block.kind.is_row() && matches!(block.text.as_str(), "None" | "null" | "[naam]")
}

fn is_name(block: &Block) -> bool {
    let fits = match block.kind {
        BlockKind::Heading(_) => heading::numbered(&block.text).is_none(),
        BlockKind::Paragraph => true,
        BlockKind::ListItem | BlockKind::TableHead | BlockKind::TableRow => false,
    };
    fits && is_name_text(&block.text)
}

fn is_name_text(text: &str) -> bool {
    !text.contains('\n')
        && text.split_whitespace().take(MOST_WORDS + 1).count() <= MOST_WORDS
        && text.starts_with(char::is_uppercase)
        && !text.ends_with(['.', ';', ':', ','])
}

/// Whether `next` is text of the article itself, and not the next heading.
fn is_below(next: &Block, level: u8) -> bool {
    match next.kind {
        BlockKind::Heading(next) => next > level,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    //! Properties tested: which short lines become a part of the heading of an article, and which stay.

    use super::super::lines::block;
    use super::*;

    fn blocks(texts: &[&str]) -> Vec<Block> {
        let block_of = |text: &&str| match text.split_once(' ') {
            Some(("##", rest)) => block(BlockKind::Heading(2), rest),
            Some(("###", rest)) => block(BlockKind::Heading(3), rest),
            Some(("-", rest)) => block(BlockKind::ListItem, rest),
            _ => block(BlockKind::Paragraph, *text),
        };
        texts.iter().map(block_of).collect()
    }

    fn check(given: &[&str], expected: &[&str]) {
        assert_eq!(name_articles(blocks(given)), blocks(expected), "{given:?}");
    }

    #[test]
    fn names() {
        check(&["## Artikel 3", "Hoogte", "- 1. Het is veel."], &["## Artikel 3 Hoogte", "- 1. Het is veel."]);
        check(&["## Artikel 3", "### Hoogte", "Het is veel."], &["## Artikel 3 Hoogte", "Het is veel."]);
        check(&["## Artikel 3", "None", "Het is veel."], &["## Artikel 3", "Het is veel."]);
        check(&["## Artikel Artikel 3", "Artikel 3 Het is veel."], &["## Artikel 3", "Artikel 3 Het is veel."]);
        check(&["## Artikel 3", "Het is veel.", "Nog meer."], &["## Artikel 3", "Het is veel.", "Nog meer."]);
        check(
            &["## Artikel 3", "Vervallen", "## Artikel 4", "Veel."],
            &["## Artikel 3", "Vervallen", "## Artikel 4", "Veel."],
        );
        check(&["## Artikel 3", "Vervallen"], &["## Artikel 3", "Vervallen"]);
        check(&["## Artikel 3 Hoogte", "Bedrag", "Veel."], &["## Artikel 3 Hoogte", "Bedrag", "Veel."]);
        check(
            &["## Hoofdstuk 2", "Groen", "### Artikel 3", "Veel."],
            &["## Hoofdstuk 2 Groen", "### Artikel 3", "Veel."],
        );
        check(&["## Hoogte", "Bedrag", "Veel."], &["## Hoogte", "Bedrag", "Veel."]);
    }
}
