//! Blocks into passages: what is ranked and shown.
//!
//! A passage is about 180 words (60 to 240) of consecutive blocks under one heading path. Short sections under one
//! parent are joined until 60 words: their common path is its heading, the inner headings stay in its text. A longer
//! section is cut between blocks into parts of about equal size; only a block that is too long by itself is cut
//! inside, between sentences or clauses.

use std::rc::Rc;

use crate::document::{Block, BlockKind};

/// Words under which a passage goes on past a heading.
const FEW: usize = 60;
/// Words that a passage aims at.
const TARGET: usize = 180;
/// Words that a passage has at most, unless one sentence is longer.
const MOST: usize = 240;

/// A passage before it belongs to a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Cut {
    /// The headings above it, from the top.
    pub headings: Vec<String>,
    /// Its text: paragraphs apart by an empty line, list items and table rows by a line end.
    pub text: String,
    /// The pages it stands on.
    pub pages: Option<(u32, u32)>,
}

/// A piece of text that is not cut further.
#[derive(Clone)]
struct Piece {
    kind: BlockKind,
    text: String,
    words: usize,
    page: Option<u32>,
    /// Whether it continues the piece before it (a long block that was cut).
    continues: bool,
    /// For a row the heads of its table.
    heads: Option<Rc<str>>,
}

/// Consecutive pieces under one heading path.
struct Section {
    path: Vec<(u8, String)>,
    pieces: Vec<Piece>,
}

/// Cuts a document into passages, in reading order; no word of a block is lost.
pub fn cut(blocks: &[Block]) -> Vec<Cut> {
    let mut cuts = Vec::new();
    let mut open: Vec<Section> = Vec::new();
    for section in sections(blocks) {
        if !open.is_empty() && (words(&open) >= FEW || !joinable(&open, &section)) {
            cuts.push(close(&mut open));
        }
        let total = words(&open) + section.pieces.iter().map(|piece| piece.words).sum::<usize>();
        if total <= MOST {
            open.push(section);
        } else {
            spread(section, total, &mut open, &mut cuts);
        }
    }
    if !open.is_empty() {
        cuts.push(close(&mut open));
    }
    cuts
}

/// Cuts a section that is too long, with what is open before it, into parts of about equal size; the last stays open.
fn spread(section: Section, total: usize, open: &mut Vec<Section>, cuts: &mut Vec<Cut>) {
    let parts = ((total + TARGET / 2) / TARGET).max(2);
    let size = total.div_ceil(parts);
    let mut left = total;
    let mut part = Section { path: section.path.clone(), pieces: Vec::new() };
    for piece in section.pieces {
        let have = words(open) + part.pieces.iter().map(|piece| piece.words).sum::<usize>();
        let full = have + piece.words / 2 > size || have + piece.words > MOST;
        if full && have >= FEW.min(size) && left >= FEW {
            left = left.saturating_sub(have);
            open.push(std::mem::replace(&mut part, Section { path: section.path.clone(), pieces: Vec::new() }));
            cuts.push(close(open));
        }
        part.pieces.push(piece);
    }
    open.push(part);
}

/// Sections in reading order. A heading with nothing under it before the next of its level keeps its place in the
/// path, so that no heading is lost.
fn sections(blocks: &[Block]) -> Vec<Section> {
    let mut path: Vec<(u8, String)> = Vec::new();
    let mut bare = false;
    let mut sections: Vec<Section> = Vec::new();
    let mut fresh = true;
    let mut heads: Option<Rc<str>> = None;
    for block in blocks {
        if let BlockKind::Heading(level) = block.kind {
            let keeps = |other: &(u8, String)| other.0 < level || (bare && other.0 == level);
            let kept = path.iter().rposition(keeps).map_or(0, |at| at + 1);
            path.truncate(kept);
            path.push((level, flat(&block.text)));
            (bare, fresh) = (true, true);
            continue;
        }
        if fresh {
            sections.push(Section { path: path.clone(), pieces: Vec::new() });
        }
        (bare, fresh) = (false, false);
        heads = match block.kind {
            BlockKind::TableHead => Some(block.text.as_str().into()),
            BlockKind::TableRow => heads,
            _ => None,
        };
        if let Some(section) = sections.last_mut() {
            let rows = pieces(block).into_iter().map(|piece| Piece { heads: heads.clone(), ..piece });
            section.pieces.extend(rows);
        }
    }
    if bare {
        // A last heading without text is text itself.
        if let Some((_, text)) = path.pop() {
            let block = Block { kind: BlockKind::Paragraph, text, page: blocks.last().and_then(|block| block.page) };
            sections.push(Section { path, pieces: pieces(&block) });
        }
    }
    sections
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn words(sections: &[Section]) -> usize {
    sections.iter().flat_map(|section| &section.pieces).map(|piece| piece.words).sum()
}

/// Whether `next` has the parent that the open sections have.
fn joinable(open: &[Section], next: &Section) -> bool {
    let Some(last) = open.last() else { return true };
    let common = common_length(&last.path, &next.path);
    common + 1 >= last.path.len().min(next.path.len())
}

fn common_length(a: &[(u8, String)], b: &[(u8, String)]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}

/// Makes the passage of the open sections and empties them.
fn close(open: &mut Vec<Section>) -> Cut {
    let sections: Vec<Section> = std::mem::take(open);
    let first = &sections[0].path;
    let common = sections.iter().map(|section| common_length(first, &section.path)).min().unwrap_or(0);
    let mut text = String::new();
    let mut before: &[(u8, String)] = &first[..common];
    for section in &sections {
        let shared = common_length(before, &section.path);
        for (_, heading) in &section.path[shared.max(common)..] {
            separate(&mut text, "\n\n");
            text.push_str(heading);
        }
        before = &section.path;
        append(&mut text, &section.pieces);
    }
    let pages = sections.iter().flat_map(|section| &section.pieces).filter_map(|piece| piece.page);
    let pages = pages.fold(None, |range: Option<(u32, u32)>, page| {
        Some(range.map_or((page, page), |(from, to)| (from.min(page), to.max(page))))
    });
    Cut { headings: first[..common].iter().map(|(_, text)| text.clone()).collect(), text, pages }
}

/// Appends pieces to `text`. Rows of a table that began in an earlier passage come under its heads again.
fn append(text: &mut String, pieces: &[Piece]) {
    let (mut kind, mut shown): (BlockKind, Option<&Rc<str>>) = (BlockKind::Paragraph, None);
    for piece in pieces {
        let again = piece.heads.as_ref().filter(|heads| piece.kind == BlockKind::TableRow && shown != Some(heads));
        shown = piece.heads.as_ref();
        if let Some(heads) = again.filter(|_| !piece.continues) {
            separate(text, "\n\n");
            text.push_str(heads);
            kind = BlockKind::TableHead;
        }
        let line = (piece.kind == kind && kind != BlockKind::Paragraph) || (piece.kind.is_row() && kind.is_row());
        let separator = if piece.continues {
            " "
        } else if line {
            "\n"
        } else {
            "\n\n"
        };
        separate(text, separator);
        text.push_str(&piece.text);
        kind = piece.kind;
    }
}

fn separate(text: &mut String, separator: &str) {
    if !text.is_empty() {
        text.push_str(separator);
    }
}

/// The block as one piece, or as several where it is longer than a passage.
fn pieces(block: &Block) -> Vec<Piece> {
    let count = |text: &str| text.split_whitespace().count();
    let total = count(&block.text);
    let piece = |text: &str, continues| Piece {
        kind: block.kind,
        text: text.trim().to_string(),
        words: count(text),
        page: block.page,
        continues,
        heads: None,
    };
    if total == 0 {
        return Vec::new();
    }
    if total <= MOST {
        return vec![piece(&block.text, false)];
    }
    let mut pieces: Vec<Piece> = Vec::new();
    let mut start = 0;
    let mut have = 0;
    let mut end = 0;
    for clause_end in clause_ends(&block.text) {
        let words = count(&block.text[end..clause_end]);
        if have > 0 && have + words > TARGET {
            pieces.push(piece(&block.text[start..end], !pieces.is_empty()));
            (start, have) = (end, 0);
        }
        have += words;
        end = clause_end;
    }
    pieces.push(piece(&block.text[start..], !pieces.is_empty()));
    pieces
}

/// Where `text` may be cut: after sentences and clauses, and after every so many words where there are none.
fn clause_ends(text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut since = 0;
    let mut before = ' ';
    let mut in_space = true;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            let clause = matches!(before, '.' | ';' | '!' | '?' | ':') || c == '\n';
            if !in_space {
                since += 1;
                if clause || since >= MOST {
                    ends.push(at);
                    since = 0;
                }
            }
            in_space = true;
        } else {
            in_space = false;
            before = c;
        }
    }
    ends.push(text.len());
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(count: usize) -> String {
        (0..count)
            .map(|i| if i % 9 == 8 { "woord.".to_string() } else { format!("w{i}") })
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn heading(level: u8, text: &str) -> Block {
        Block { kind: BlockKind::Heading(level), text: text.into(), page: None }
    }

    fn paragraph(count: usize) -> Block {
        Block { kind: BlockKind::Paragraph, text: words(count), page: None }
    }

    fn shape(blocks: &[Block]) -> String {
        let show = |cut: &Cut| format!("{}:{}", cut.headings.join(">"), cut.text.split_whitespace().count());
        cut(blocks).iter().map(show).collect::<Vec<_>>().join(" ")
    }

    /// Joining short sections, cutting long ones, paths, bare headings.
    #[test]
    fn passages_have_the_size_of_an_answer() {
        for (blocks, expected) in [
            (vec![paragraph(100)], ":100"),
            (vec![heading(1, "T"), paragraph(100), heading(2, "A"), paragraph(100)], "T:100 T>A:100"),
            // Two short articles under one parent: joined, their headings in the text.
            (vec![heading(1, "T"), heading(2, "A"), paragraph(20), heading(2, "B"), paragraph(50)], "T:72"),
            // Under different parents: not joined.
            (
                vec![heading(1, "H"), heading(2, "A"), paragraph(20), heading(1, "I"), heading(2, "B"), paragraph(50)],
                "H>A:20 I>B:50",
            ),
            (vec![paragraph(120), paragraph(120), paragraph(120)], ":240 :120"),
            (vec![paragraph(90), paragraph(90), paragraph(90), paragraph(90)], ":180 :180"),
            (vec![paragraph(500)], ":180 :180 :140"),
            (vec![heading(1, "A"), heading(1, "B"), paragraph(70), heading(1, "C"), paragraph(70)], "A>B:70 C:70"),
            (vec![paragraph(70), heading(1, "einde")], ":70 :1"),
        ] {
            assert_eq!(shape(&blocks), expected);
        }
    }

    /// A table that is cut has its heads in every passage.
    #[test]
    fn tables_keep_their_heads() {
        let row = |kind, text: String| Block { kind, text, page: None };
        let mut blocks = vec![row(BlockKind::TableHead, "Wijk | Bedrag".to_string())];
        blocks.extend((0..40).map(|i| row(BlockKind::TableRow, format!("Wijk {i} | {}", words(8)))));
        let cuts = cut(&blocks);
        assert!(cuts.len() > 1);
        for cut in &cuts {
            assert_eq!(cut.text.matches("Wijk | Bedrag").count(), 1, "{}", cut.text);
            assert!(cut.text.starts_with("Wijk | Bedrag\nWijk "), "{}", cut.text);
        }
    }

    /// The text is that of the blocks, in order, with inner headings.
    #[test]
    fn text_is_kept() {
        let item = |text: &str| Block { kind: BlockKind::ListItem, text: text.into(), page: Some(3) };
        let blocks =
            [heading(1, "T"), heading(2, "A"), item("a. een"), item("b. twee"), heading(2, "B"), item("c. drie")];
        let cuts = cut(&blocks);
        assert_eq!(cuts.len(), 1);
        assert_eq!(cuts[0].text, "A\n\na. een\nb. twee\n\nB\n\nc. drie");
        assert_eq!(cuts[0].pages, Some((3, 3)));
    }
}
