//! The story of a document while it is read: paragraphs in cells, cells in rows, text boxes and notes in paragraphs,
//! each kept until it ends and then put in its place. What a paragraph is (heading, item) is left to the readers, what
//! a row looks like to `table`.

use super::clean::Line;
use super::table::{self, Row};
use crate::document::{Block, BlockKind, Reason};

/// Paragraphs, tables, rows and cells in each other deeper than this are an attack.
const DEEPEST: usize = 150;

/// A block on its way, with what is known of its looks.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Item {
    pub(super) kind: BlockKind,
    pub(super) text: String,
    /// All of it is bold.
    pub(super) bold: bool,
    /// Where it stands.
    pub(super) place: Place,
}

/// Where an item stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Place {
    /// In the text.
    #[default]
    Text,
    /// In a note: in a table it comes after its row.
    Note,
    /// Beside the text, in a text box or a table that floats.
    Box,
}

impl Item {
    /// An item without looks.
    pub(super) fn new(kind: BlockKind, text: String) -> Self {
        Item { kind, text, bold: false, place: Place::Text }
    }

    /// The block it becomes.
    pub(super) fn into_block(self, page: Option<u32>) -> Block {
        Block { kind: self.kind, text: self.text, page }
    }
}

/// What is open and what is done.
#[derive(Debug, Default)]
pub(super) struct Flow {
    done: Vec<Item>,
    open: Vec<Frame>,
}

#[derive(Debug)]
enum Frame {
    /// A paragraph, and what stands in it that follows it.
    Paragraph {
        line: Line,
        after: Vec<Item>,
    },
    Table {
        rows: Vec<Row>,
        beside: bool,
    },
    Row(Row),
    Cell {
        items: Vec<Item>,
        covered: bool,
    },
}

/// A paragraph that ended.
pub(super) struct Closed {
    pub(super) text: String,
    pub(super) bold: bool,
    /// White space follows its text.
    space: bool,
    after: Vec<Item>,
}

impl Flow {
    fn open(&mut self, frame: Frame) -> Result<(), Reason> {
        if self.open.len() >= DEEPEST {
            return Err(Reason::TooDeep);
        }
        self.open.push(frame);
        Ok(())
    }

    /// A paragraph begins.
    ///
    /// # Errors
    /// [`Reason::TooDeep`], as all that begins something.
    pub(super) fn open_paragraph(&mut self) -> Result<(), Reason> {
        self.open(Frame::Paragraph { line: Line::default(), after: Vec::new() })
    }

    /// A table begins.
    pub(super) fn open_table(&mut self) -> Result<(), Reason> {
        self.open(Frame::Table { rows: Vec::new(), beside: false })
    }

    /// A row begins.
    pub(super) fn open_row(&mut self) -> Result<(), Reason> {
        self.open(Frame::Row(Row::default()))
    }

    /// A cell begins.
    pub(super) fn open_cell(&mut self) -> Result<(), Reason> {
        self.open(Frame::Cell { items: Vec::new(), covered: false })
    }

    /// The text of the paragraph that is open.
    pub(super) fn line(&mut self) -> Option<&mut Line> {
        match self.open.last_mut() {
            Some(Frame::Paragraph { line, .. }) => Some(line),
            _ => None,
        }
    }

    /// The row that is open, also while a cell of it is.
    pub(super) fn row(&mut self) -> Option<&mut Row> {
        self.open.iter_mut().rev().find_map(|frame| match frame {
            Frame::Row(row) => Some(row),
            _ => None,
        })
    }

    /// The table that is open stands beside the text.
    pub(super) fn float_table(&mut self) {
        if let Some(Frame::Table { beside, .. }) = self.open.last_mut() {
            *beside = true;
        }
    }

    /// The cell that is open is covered by another: what stands in it is not shown.
    pub(super) fn cover_cell(&mut self) {
        if let Some(Frame::Cell { covered, .. }) = self.open.last_mut() {
            *covered = true;
        }
    }

    /// Ends the paragraph that is open; [`Flow::settle`] puts it in its place.
    pub(super) fn close_paragraph(&mut self) -> Option<Closed> {
        match self.open.pop_if(|frame| matches!(frame, Frame::Paragraph { .. })) {
            Some(Frame::Paragraph { line, after }) => {
                Some(Closed { bold: line.is_bold(), space: line.ends_with_space(), text: line.into_text(), after })
            }
            _ => None,
        }
    }

    /// Starts the paragraph that is open with the text of one that ended.
    pub(super) fn resume(&mut self, closed: Closed) {
        if let Some(line) = self.line() {
            line.push(&closed.text, closed.bold);
            if closed.space {
                line.space();
            }
        }
        self.put_all(closed.after);
    }

    /// Puts a paragraph that ended in its place, as a block of `kind`, and what stood in it after it.
    pub(super) fn settle(&mut self, closed: Closed, kind: BlockKind) {
        if !closed.text.is_empty() {
            self.put(Item { kind, text: closed.text, bold: closed.bold, place: self.place() });
        }
        self.put_all(closed.after);
    }

    /// Puts a paragraph of a note in its place.
    pub(super) fn settle_note(&mut self, closed: Closed) {
        if !closed.text.is_empty() {
            self.put(Item { kind: BlockKind::Paragraph, text: closed.text, bold: closed.bold, place: Place::Note });
        }
        self.put_all(closed.after);
    }

    /// Ends a cell.
    pub(super) fn close_cell(&mut self) {
        if let Some(Frame::Cell { items, covered }) = self.open.pop_if(|frame| matches!(frame, Frame::Cell { .. }))
            && let Some(Frame::Row(row)) = self.open.last_mut()
        {
            row.cells.push(if covered { Vec::new() } else { items });
        }
    }

    /// Ends a row.
    pub(super) fn close_row(&mut self) {
        if let Some(Frame::Row(row)) = self.open.pop_if(|frame| matches!(frame, Frame::Row(_)))
            && let Some(Frame::Table { rows, .. }) = self.open.last_mut()
            && !row.dropped
        {
            rows.push(row);
        }
    }

    /// Ends a table.
    pub(super) fn close_table(&mut self) {
        if let Some(Frame::Table { rows, beside }) = self.open.pop_if(|frame| matches!(frame, Frame::Table { .. })) {
            let mut items = table::items(rows);
            items
                .iter_mut()
                .filter(|item| beside && item.place == Place::Text)
                .for_each(|item| item.place = Place::Box);
            self.put_all(items);
        }
    }

    /// Puts an item where the story is: after the paragraph that is open, in the cell that is open, or at the end.
    pub(super) fn put(&mut self, item: Item) {
        self.target().push(item);
    }

    /// Puts items where the story is.
    pub(super) fn put_all(&mut self, mut items: Vec<Item>) {
        let place = self.target();
        if place.is_empty() {
            *place = items;
        } else {
            place.append(&mut items);
        }
    }

    /// Within another paragraph, it is a box.
    fn place(&self) -> Place {
        let boxed = self.open.iter().any(|frame| matches!(frame, Frame::Paragraph { .. }));
        if boxed { Place::Box } else { Place::Text }
    }

    fn target(&mut self) -> &mut Vec<Item> {
        let inner = self.open.iter_mut().rev().find_map(|frame| match frame {
            Frame::Paragraph { after, .. } => Some(after),
            Frame::Cell { items, .. } => Some(items),
            Frame::Table { .. } | Frame::Row(_) => None,
        });
        inner.unwrap_or(&mut self.done)
    }

    /// What is done; starts anew. What is still open, in a file that breaks off, is ended.
    pub(super) fn finish(&mut self) -> Vec<Item> {
        while let Some(frame) = self.open.last() {
            match frame {
                Frame::Paragraph { .. } => {
                    if let Some(closed) = self.close_paragraph() {
                        self.settle(closed, BlockKind::Paragraph);
                    }
                }
                Frame::Cell { .. } => self.close_cell(),
                Frame::Row(_) => self.close_row(),
                Frame::Table { .. } => self.close_table(),
            }
        }
        std::mem::take(&mut self.done)
    }
}

#[cfg(test)]
mod tests {
    //! Properties tested: text boxes follow their paragraph, and what breaks off is kept.

    use super::*;

    fn write(flow: &mut Flow, text: &str) {
        flow.open_paragraph().unwrap();
        flow.line().unwrap().push(text, false);
    }

    fn end(flow: &mut Flow) {
        let closed = flow.close_paragraph().unwrap();
        flow.settle(closed, BlockKind::Paragraph);
    }

    fn texts(flow: &mut Flow) -> Vec<String> {
        flow.finish().into_iter().map(|item| item.text).collect()
    }

    #[test]
    fn a_text_box_follows_its_paragraph() {
        let mut flow = Flow::default();
        write(&mut flow, "buiten");
        write(&mut flow, "kader");
        end(&mut flow);
        flow.line().unwrap().push(" verder", false);
        end(&mut flow);
        assert_eq!(texts(&mut flow), ["buiten verder", "kader"]);
    }

    #[test]
    fn what_breaks_off_is_kept() {
        let mut flow = Flow::default();
        flow.open_table().unwrap();
        flow.open_row().unwrap();
        for text in ["een", "twee"] {
            flow.open_cell().unwrap();
            write(&mut flow, text);
            end(&mut flow);
            flow.close_cell();
        }
        flow.open_cell().unwrap();
        write(&mut flow, "drie");
        assert_eq!(texts(&mut flow), ["een | twee | drie"]);
    }

    #[test]
    fn too_deep_is_refused() {
        let mut flow = Flow::default();
        let opened = (0..DEEPEST + 1).map(|_| flow.open_table()).collect::<Result<Vec<_>, _>>();
        assert_eq!(opened, Err(Reason::TooDeep));
    }
}
