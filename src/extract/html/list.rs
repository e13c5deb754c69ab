//! List items: their markers as browsers show them (numbers, letters and Roman figures, from any start), and which
//! paragraphs belong to one item.

use scraper::node::Element;

use crate::document::{Block, BlockKind};
use crate::extract::lines::{self, block};

/// A list while its items are read.
pub(super) struct List {
    ordered: bool,
    style: Style,
    next: i32,
}

#[derive(Clone, Copy)]
enum Style {
    Number,
    Letter,
    Capital,
    Roman,
    RomanCapital,
}

impl List {
    /// A list as `<ol>` or `<ul>` sets it.
    pub(super) fn new(element: &Element) -> Self {
        let style = match element.attr("type") {
            Some("a") => Style::Letter,
            Some("A") => Style::Capital,
            Some("i") => Style::Roman,
            Some("I") => Style::RomanCapital,
            _ => Style::Number,
        };
        let start = element.attr("start").and_then(|start| start.trim().parse().ok()).unwrap_or(1);
        List { ordered: element.name() == "ol", style, next: start }
    }

    /// The marker of the next item: "-", "3.", "b.", "iv.".
    pub(super) fn next_marker(&mut self, item: &Element) -> String {
        if !self.ordered {
            return "-".to_owned();
        }
        if let Some(value) = item.attr("value").and_then(|value| value.trim().parse().ok()) {
            self.next = value;
        }
        let number = self.next;
        self.next = number.saturating_add(1);
        let marker = match self.style {
            Style::Number => None,
            Style::Letter => letters(number),
            Style::Capital => letters(number).map(|marker| marker.to_uppercase()),
            Style::Roman => roman(number),
            Style::RomanCapital => roman(number).map(|marker| marker.to_uppercase()),
        };
        marker.unwrap_or_else(|| number.to_string()) + "."
    }
}

/// An item of a list while it is read.
pub(super) enum Item {
    /// Nothing was read yet.
    Marked(String),
    /// Its text is in the block of this index.
    Begun(usize),
    /// It started with a heading, so its text is paragraphs.
    Plain,
}

/// Text of a list item: its first paragraph starts a block, later ones join it as long as nothing came between.
pub(super) fn item_text(item: &mut Item, blocks: &mut Vec<Block>, text: String) {
    let text = solid(&text);
    match item {
        Item::Marked(marker) => {
            let own_marker = lines::marker(&text).is_some();
            let text = if own_marker { text } else { format!("{marker} {text}") };
            *item = Item::Begun(blocks.len());
            blocks.push(block(BlockKind::ListItem, text));
        }
        Item::Begun(at) if *at + 1 == blocks.len() => {
            blocks[*at].text.push('\n');
            blocks[*at].text.push_str(&text);
        }
        Item::Begun(_) | Item::Plain => blocks.push(block(BlockKind::Paragraph, text)),
    }
}

/// The text without its empty lines.
pub(super) fn solid(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

/// 1 is "a", 27 is "aa"; there is none for zero and below.
fn letters(number: i32) -> Option<String> {
    let mut rest = u32::try_from(number).ok().filter(|number| *number > 0)?;
    let mut marker = String::new();
    while rest > 0 {
        rest -= 1;
        // The remainder is below 26, so it fits in a byte.
        marker.insert(0, char::from(b'a' + (rest % 26) as u8));
        rest /= 26;
    }
    Some(marker)
}

fn roman(number: i32) -> Option<String> {
    const FIGURES: [(i32, &str); 9] =
        [(100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")];
    let mut rest = Some(number).filter(|number| (1..400).contains(number))?;
    let mut marker = String::new();
    for (value, figure) in FIGURES {
        while rest >= value {
            marker.push_str(figure);
            rest -= value;
        }
    }
    Some(marker)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_and_letters() {
        for (number, letter, figure) in [(1, "a", "i"), (4, "d", "iv"), (27, "aa", "xxvii"), (99, "cu", "xcix")] {
            assert_eq!((letters(number).as_deref(), roman(number).as_deref()), (Some(letter), Some(figure)));
        }
        assert_eq!((letters(0), roman(0), roman(-3), roman(4000)), (None, None, None, None));
    }
}
