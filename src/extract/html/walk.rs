//! The main part of a page into blocks, as a browser would lay it out: which elements start a new block, what white
//! space is worth, how list items are numbered. What is furniture is left to `tree`.
//!
//! Walks without recursion, so that no nesting can overflow the stack.

use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;

use super::inline::Inline;
use super::list::List;
use super::tree::{Page, keeps_button};
use crate::document::{Block, BlockKind};
use crate::extract::lines::{self, block};
use crate::extract::heading;

/// The blocks of `main`. With `whole_page` it is the body of a page without a main part, in which more is furniture.
pub(super) fn blocks(page: &Page<'_>, main: NodeRef<'_, Node>, whole_page: bool) -> Vec<Block> {
    let mut walker = Walker {
        page,
        whole_page,
        blocks: Vec::new(),
        inline: Inline::default(),
        contexts: Vec::new(),
        row: None,
        term: String::new(),
        level: 1,
    };
    walker.walk(main);
    walker.flush();
    walker.end_term();
    walker.blocks
}

struct Walker<'p, 't> {
    page: &'p Page<'t>,
    whole_page: bool,
    blocks: Vec<Block>,
    /// The text since the last block.
    inline: Inline,
    /// What the text is inside of, the innermost last.
    contexts: Vec<Context>,
    /// The cells of the row that is read.
    row: Option<Vec<String>>,
    /// A term that waits for its description.
    term: String,
    /// The level of the last heading element.
    level: u8,
}

enum Context {
    Heading(u8),
    /// A heading one below the last, such as the visible part of `<details>`.
    Summary,
    List(List),
    Item(Item),
    Term,
    Description,
    Preformatted,
}

/// An item of a list while it is read.
enum Item {
    /// Nothing was read yet.
    Marked(String),
    /// Its text is in the block of this index.
    Begun(usize),
    /// It started with a heading, so its text is paragraphs.
    Plain,
}

const BLOCKS: [&str; 41] = [
    "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd", "details", "dir", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "legend",
    "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "td", "tr", "ul", "x-form",
];

impl Walker<'_, '_> {
    fn walk(&mut self, root: NodeRef<'_, Node>) {
        let mut node = root;
        loop {
            if self.open(node)
                && let Some(child) = node.first_child()
            {
                node = child;
                continue;
            }
            loop {
                self.close(node);
                if node == root {
                    return;
                }
                if let Some(next) = node.next_sibling() {
                    node = next;
                    break;
                }
                // Every node below the root has a parent.
                let Some(parent) = node.parent() else { return };
                node = parent;
            }
        }
    }

    /// Starts a node; gives whether what is inside counts.
    fn open(&mut self, node: NodeRef<'_, Node>) -> bool {
        if let Some(text) = node.value().as_text() {
            let raw = matches!(self.contexts.last(), Some(Context::Preformatted));
            self.inline.push(text, raw);
            return false;
        }
        let Some(element) = node.value().as_element() else { return true };
        if self.page.is_furniture(node, element, self.whole_page) {
            return false;
        }
        let name = element.name();
        if is_block(name) {
            self.flush();
        }
        match name {
            "br" => self.inline.line_break(),
            "x-b" => self.inline.strong(true),
            "tr" if !self.is_in_layout(node) => self.row = Some(Vec::new()),
            "td" | "th" => {
                if let Some(row) = &mut self.row {
                    row.push(String::new());
                }
            }
            _ => {}
        }
        if let Some(context) = self.context(node, element) {
            self.contexts.push(context);
        }
        true
    }

    /// What the content of an element is inside of.
    fn context(&mut self, node: NodeRef<'_, Node>, element: &Element) -> Option<Context> {
        Some(match element.name() {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Context::Heading(element.name().as_bytes()[1] - b'0'),
            "summary" => Context::Summary,
            "button" if !self.is_in_heading() && keeps_button(node, element) => Context::Summary,
            "ul" | "ol" => Context::List(List::new(element)),
            "li" => {
                let list = self.contexts.iter_mut().rev().find_map(|context| match context {
                    Context::List(list) => Some(list),
                    _ => None,
                });
                let marker = list.map_or_else(|| "-".to_owned(), |list| list.next_marker(element));
                Context::Item(Item::Marked(marker))
            }
            "dt" => Context::Term,
            "dd" => Context::Description,
            "pre" => Context::Preformatted,
            _ => return None,
        })
    }

    /// Ends a node that was started, or passed over.
    fn close(&mut self, node: NodeRef<'_, Node>) {
        let Some(element) = node.value().as_element() else { return };
        if self.page.is_furniture(node, element, self.whole_page) {
            return;
        }
        let name = element.name();
        if is_block(name) {
            self.flush();
        }
        match name {
            "x-b" => self.inline.strong(false),
            "tr" => self.end_row(),
            "dl" => self.end_term(),
            _ => {}
        }
        let has_context = match (name, self.contexts.last()) {
            ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", Some(Context::Heading(_)))
            | ("summary" | "button", Some(Context::Summary))
            | ("ul" | "ol", Some(Context::List(_)))
            | ("li", Some(Context::Item(_)))
            | ("dt", Some(Context::Term))
            | ("dd", Some(Context::Description))
            | ("pre", Some(Context::Preformatted)) => true,
            _ => false,
        };
        if has_context {
            self.contexts.pop();
        }
    }

    fn is_in_heading(&self) -> bool {
        matches!(self.contexts.last(), Some(Context::Heading(_) | Context::Summary | Context::Term))
    }

    fn is_in_layout(&self, row: NodeRef<'_, Node>) -> bool {
        let tables = row.ancestors().take(3).filter_map(|node| Some((node, node.value().as_element()?)));
        let mut tables = tables.filter(|(_, element)| element.name() == "table");
        tables.next().is_some_and(|(node, element)| self.page.is_layout(node, element))
    }

    /// Makes the text since the last block a block.
    fn flush(&mut self) {
        let (text, strong_start) = self.inline.take();
        if text.is_empty() {
            return;
        }
        if let Some(row) = &mut self.row {
            let Some(cell) = row.last_mut() else { return };
            if !cell.is_empty() {
                cell.push(' ');
            }
            cell.push_str(&text.split_whitespace().collect::<Vec<_>>().join(" "));
            return;
        }
        match self.contexts.last_mut() {
            Some(Context::Heading(level)) => {
                self.level = *level;
                let level = *level;
                self.heading(level, &text);
            }
            Some(Context::Summary) => {
                let level = (self.level + 1).min(6);
                self.heading(level, &text);
            }
            Some(Context::Term) => {
                self.end_term();
                self.term = one_line(&text);
            }
            Some(Context::Description) => self.description(&text),
            Some(Context::Item(item)) => item_text(item, &mut self.blocks, text),
            Some(Context::Preformatted) => self.blocks.push(block(BlockKind::Paragraph, text)),
            Some(Context::List(_)) | None => self.paragraphs(&text, strong_start),
        }
    }

    fn heading(&mut self, level: u8, text: &str) {
        for context in &mut self.contexts {
            if let Context::Item(item @ Item::Marked(_)) = context {
                *item = Item::Plain;
            }
        }
        self.blocks.push(block(BlockKind::Heading(level), one_line(text)));
    }

    /// Text outside of lists. Two line breaks after each other separate paragraphs; a first line in strong letters is
    /// a heading if it looks like one.
    fn paragraphs(&mut self, text: &str, strong_start: bool) {
        let mut lines = lines::lines(text);
        let title = |line: &str| heading::is_title(line) || heading::numbered(line).is_some();
        if strong_start && lines.first().is_some_and(|first| title(first.text)) {
            let first = lines.remove(0);
            self.blocks.push(block(BlockKind::Heading((self.level + 1).min(6)), first.text));
        }
        for paragraph in lines.chunk_by(|_, next| !next.after_gap) {
            self.blocks.extend(lines::items(paragraph));
        }
    }

    fn description(&mut self, text: &str) {
        let term = std::mem::take(&mut self.term);
        let text = solid(text);
        if term.is_empty() {
            self.blocks.push(block(BlockKind::ListItem, text));
            return;
        }
        let joint = if term.ends_with([':', '?', '.', '!']) { "" } else { ":" };
        self.blocks.push(block(BlockKind::ListItem, format!("{term}{joint} {text}")));
    }

    /// A term without a description is a paragraph.
    fn end_term(&mut self) {
        if !self.term.is_empty() {
            self.blocks.push(block(BlockKind::Paragraph, std::mem::take(&mut self.term)));
        }
    }

    fn end_row(&mut self) {
        let Some(cells) = self.row.take() else { return };
        let row = cells.join(" | ");
        let row = row.trim_matches([' ', '|']);
        if !row.is_empty() {
            self.blocks.push(block(BlockKind::TableRow, row));
        }
    }
}

/// Text of a list item: its first paragraph starts a block, later ones join it as long as nothing came between.
fn item_text(item: &mut Item, blocks: &mut Vec<Block>, text: String) {
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

fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name) || name == "th"
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text without its empty lines.
fn solid(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}
