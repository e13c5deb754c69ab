//! The main part of a page into blocks, as a browser would lay it out: which elements start a new block, what white
//! space is worth, how list items are numbered. What is furniture is left to `tree`.
//!
//! Walks without recursion, so that no nesting can overflow the stack.

use std::collections::HashMap;

use ego_tree::{NodeId, NodeRef};
use scraper::Node;
use scraper::node::Element;

use super::inline::{Inline, Taken};
use super::list::{Item, List, item_text, solid};
use super::tree::{Page, keeps_button};
use crate::document::{Block, BlockKind};
use crate::extract::heading;
use crate::extract::lines::{self, block};

/// The blocks of `main`. With `whole_page` it is the body of a page without a main part, in which more is furniture.
pub(super) fn blocks(page: &Page<'_>, main: NodeRef<'_, Node>, whole_page: bool) -> Vec<Block> {
    let mut walker = Walker {
        page,
        whole_page,
        blocks: Vec::new(),
        inline: Inline::default(),
        contexts: Vec::new(),
        row: None,
        heads: false,
        term: String::new(),
        level: 1,
        linked: Vec::new(),
        root: main.id(),
    };
    walker.walk(main);
    walker.flush();
    walker.end_term();
    walker.without_repeated_links()
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
    /// Whether that row has only heads so far.
    heads: bool,
    /// A term that waits for its description.
    term: String,
    /// The level of the last heading element.
    level: u8,
    /// For each block whether all of it is links.
    linked: Vec<bool>,
    /// Where the walk starts; this is never furniture.
    root: NodeId,
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

const BLOCKS: [&str; 41] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "button",
    "caption",
    "center",
    "dd",
    "details",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "legend",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "td",
    "tr",
    "ul",
    "x-form",
];

impl Walker<'_, '_> {
    fn walk(&mut self, root: NodeRef<'_, Node>) {
        let mut node = root;
        loop {
            let entered = self.open(node);
            if let Some(child) = node.first_child().filter(|_| entered) {
                node = child;
                continue;
            }
            if entered {
                self.close(node);
            }
            while node != root && node.next_sibling().is_none() {
                // Every node below the root has a parent.
                let Some(parent) = node.parent() else { return };
                node = parent;
                self.close(node);
            }
            match node.next_sibling().filter(|_| node != root) {
                Some(next) => node = next,
                None => return,
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
        if node.id() != self.root && self.page.is_furniture(node, element, self.whole_page) {
            return false;
        }
        let name = element.name();
        if is_block(name) {
            self.flush();
        }
        match name {
            "br" => self.inline.line_break(),
            "x-b" => self.inline.strong(true),
            "x-a" => self.inline.link(true),
            "tr" if !self.is_in_layout(node) => (self.row, self.heads) = (Some(Vec::new()), true),
            "td" | "th" => {
                self.heads &= name == "th";
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

    /// Ends a node that was started.
    fn close(&mut self, node: NodeRef<'_, Node>) {
        let Some(element) = node.value().as_element() else { return };
        let name = element.name();
        if is_block(name) {
            self.flush();
        }
        match name {
            "x-b" => self.inline.strong(false),
            "x-a" => self.inline.link(false),
            "tr" => self.end_row(),
            "dl" => self.end_term(),
            _ => {}
        }
        let has_context = matches!(
            (name, self.contexts.last()),
            ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", Some(Context::Heading(_)))
                | ("summary" | "button", Some(Context::Summary))
                | ("ul" | "ol", Some(Context::List(_)))
                | ("li", Some(Context::Item(_)))
                | ("dt", Some(Context::Term))
                | ("dd", Some(Context::Description))
                | ("pre", Some(Context::Preformatted))
        );
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
        let Taken { text, strong_start, linked } = self.inline.take();
        if text.is_empty() {
            return;
        }
        self.linked.resize(self.blocks.len(), false);
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
        self.linked.resize(self.blocks.len(), linked);
    }

    fn heading(&mut self, level: u8, text: &str) {
        for context in &mut self.contexts {
            if let Context::Item(item) = context {
                *item = Item::Plain;
            }
        }
        // In agendas the number of an item stands in a block of its own before its name.
        let number = self.blocks.last().and_then(|last| agenda_number(last)).map(str::to_owned);
        if number.is_some() {
            self.blocks.pop();
            self.linked.truncate(self.blocks.len());
        }
        let number = number.map_or_else(String::new, |number| number + " ");
        self.blocks.push(block(BlockKind::Heading(level), number + &one_line(text)));
    }

    /// The blocks without buttons that come again and again, such as "Bovenaan" below each reply.
    fn without_repeated_links(self) -> Vec<Block> {
        let mut linked = self.linked;
        linked.resize(self.blocks.len(), false);
        let is_button = |block: &Block, linked: bool| {
            let flowing = matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem);
            linked && flowing && block.text.split_whitespace().take(9).count() <= 8
        };
        let mut times: HashMap<String, usize> = HashMap::new();
        for (block, linked) in self.blocks.iter().zip(&linked) {
            if is_button(block, *linked) {
                *times.entry(block.text.clone()).or_default() += 1;
            }
        }
        let kept = self.blocks.into_iter().zip(linked).filter(|(block, linked)| {
            let again = times.get(&block.text).is_some_and(|times| *times >= 3);
            !is_button(block, *linked) || !(again || is_permalink(&block.text))
        });
        kept.map(|(block, _)| block).collect()
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
            let heads = self.heads && cells.len() > 1;
            let kind = if heads { BlockKind::TableHead } else { BlockKind::TableRow };
            self.blocks.push(block(kind, row));
        }
    }
}

/// "6" when the block is an item of nothing but that.
fn agenda_number(block: &Block) -> Option<&str> {
    let number = block.text.strip_prefix("- ").filter(|_| block.kind == BlockKind::ListItem)?;
    (number.len() <= 3 && number.bytes().all(|b| b.is_ascii_digit())).then_some(number)
}

/// "#2", the address of a reply.
fn is_permalink(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name) || name == "th"
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
