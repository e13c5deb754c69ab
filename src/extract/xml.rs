//! XML documents of which the format is not known beforehand, publications of governments above all: headings,
//! paragraphs, items and rows by the names and the nesting of elements. What names mean is left to `names`.

mod about;
mod names;

use super::markup::{self, Piece, Tag};
use super::sheets::tidy::tidy;
use crate::document::{Block, BlockKind, Content, Coverage, Missing, Reason};
use names::{Role, role};

/// Reads a document.
///
/// # Errors
/// [`Reason::Damaged`] or [`Reason::TooDeep`] where nothing was read before the break, or [`Reason::Empty`].
pub fn read(bytes: &[u8]) -> Result<Content, Reason> {
    let mut reading = Reading::default();
    let read = markup::read(bytes, |piece| {
        reading.take(&piece);
        Ok(())
    });
    reading.flush();
    let mut content = Content { blocks: reading.blocks, declared: reading.about.declared(), ..Content::default() };
    if content.blocks.is_empty() {
        return Err(read.err().unwrap_or(Reason::Empty));
    }
    let missing = read.err().map(|reason| Missing { pages: None, reason });
    content.coverage = Coverage { missing: missing.into_iter().collect(), ..Coverage::default() };
    Ok(content)
}

/// A heading is no longer than this, in characters; longer ones are paragraphs.
const LONGEST_HEADING: usize = 300;

/// An element of which the end has not come.
#[derive(Default)]
struct Open {
    role: Role,
    /// Whether its text stands apart from what comes before and after.
    block: bool,
    /// Whether a heading stood in it, and in how many of the elements around it.
    headed: bool,
    above: u8,
    /// Whether text of its own came, so that elements in it are part of a line.
    mixed: bool,
    /// Whether it stands among the rows of heads.
    heads: bool,
    /// Items in it so far.
    items: u32,
}

/// A list item: the depth it stands at, and whether its first text came.
struct Item {
    depth: usize,
    marker: String,
    begun: bool,
}

/// A row of a table: the depth it stands at, its cells, and whether all are heads.
struct Row {
    depth: usize,
    cells: Vec<String>,
    head: bool,
}

/// A note: the depth it stands at, the text around it, its mark and its own text.
struct Note {
    depth: usize,
    around: String,
    mark: String,
    text: String,
}

#[derive(Default)]
struct Reading {
    blocks: Vec<Block>,
    about: about::About,
    open: Vec<Open>,
    text: String,
    /// The depth of the element that is passed over, of the heading and of the paragraph that are open.
    passed: Option<usize>,
    heading: Option<usize>,
    paragraph: Option<usize>,
    row: Option<Row>,
    note: Option<Note>,
    items: Vec<Item>,
    /// Number or label that goes before the text that comes next.
    marker: String,
    /// Notes to put after the block that refers to them.
    notes: Vec<String>,
}

impl Reading {
    fn take(&mut self, piece: &Piece) {
        match piece {
            Piece::Start(tag) => {
                if self.passed.is_some() {
                    self.about.start(tag);
                    self.open.push(Open::default());
                } else {
                    self.start(tag);
                }
            }
            Piece::End(_) => {
                let depth = self.open.len();
                match self.passed {
                    Some(passed) => {
                        self.about.end();
                        self.passed = Some(passed).filter(|passed| *passed != depth);
                    }
                    None => self.end(depth),
                }
                self.open.pop();
            }
            Piece::Text(text) if self.passed.is_some() => self.about.text(text),
            Piece::Text(text) => {
                let blank = text.trim().is_empty();
                self.open.last_mut().into_iter().for_each(|open| open.mixed |= !blank);
                self.text.extend(text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }));
            }
        }
    }

    fn start(&mut self, tag: &Tag) {
        let depth = self.open.len() + 1;
        let parent = self.open.last();
        let above = parent.map_or(0, |parent| parent.above.saturating_add(u8::from(parent.headed)));
        let mixed = parent.is_some_and(|parent| parent.mixed);
        let mut role = role(&tag.name, depth);
        let heads = role == Role::Heads || parent.is_some_and(|parent| parent.heads);
        let line = self.heading.is_some() || self.paragraph.is_some() || mixed;
        if self.row.as_ref().is_some_and(|row| row.depth + 1 == depth) {
            role = if role == Role::HeadCell { role } else { Role::Cell };
        } else if role == Role::Unknown && line || (self.heading.is_some() && !matches!(role, Role::Break | Role::Note))
        {
            self.text.push_str(if self.heading.is_some() { " " } else { "" });
            role = Role::Inline;
        }
        let block = !matches!(role, Role::Inline | Role::Break | Role::Note | Role::Marker);
        if block {
            self.flush();
        }
        self.open.push(Open { role, block, above, heads, ..Open::default() });
        self.begin(role, depth, tag);
    }

    fn begin(&mut self, role: Role, depth: usize, tag: &Tag) {
        match role {
            Role::About => {
                self.passed = Some(depth);
                self.about.start(tag);
            }
            Role::Break => self.text.push('\n'),
            Role::Heading(_) if self.row.is_none() && self.note.is_none() => self.heading = Some(depth),
            Role::Paragraph => self.paragraph = self.paragraph.or(Some(depth)),
            Role::Item => self.begin_item(depth),
            Role::Row if self.row.is_none() => self.row = Some(Row { depth, cells: Vec::new(), head: true }),
            Role::Cell | Role::HeadCell => self.row.as_mut().into_iter().for_each(|row| {
                row.head &= role == Role::HeadCell;
                row.cells.push(String::new());
            }),
            Role::Note if self.note.is_none() => {
                let around = std::mem::take(&mut self.text);
                self.note = Some(Note { depth, around, mark: String::new(), text: String::new() });
            }
            // A label before text of its own would be glued to what stands before it.
            Role::Marker => self.text.push(' '),
            _ => {}
        }
    }

    /// Begins an item; lists of which the kind is known give it a mark.
    fn begin_item(&mut self, depth: usize) {
        self.paragraph = None;
        let list = self.open.iter_mut().rev().nth(1);
        let marker = list.map_or_else(String::new, |list| {
            list.items = list.items.saturating_add(1);
            match list.role {
                Role::Dashes => "-".to_owned(),
                Role::Numbers => format!("{}.", list.items),
                _ => String::new(),
            }
        });
        self.items.push(Item { depth, marker, begun: false });
    }

    fn end(&mut self, depth: usize) {
        let Some(open) = self.open.last() else { return };
        let (role, block) = (open.role, open.block);
        match role {
            Role::Heading(level) if self.heading == Some(depth) => self.end_heading(level),
            Role::Marker if self.heading.is_none() && self.row.is_none() => self.end_marker(),
            Role::Note => self.end_note(depth),
            _ if block => self.flush(),
            _ => {}
        }
        match role {
            Role::Row if self.row.as_ref().is_some_and(|row| row.depth == depth) => self.end_row(),
            Role::Item => self.end_item(depth),
            Role::Paragraph if self.paragraph == Some(depth) => self.paragraph = None,
            _ => {}
        }
    }

    /// The text so far becomes a block, or part of the row or the note that is open.
    fn flush(&mut self) {
        let text = tidy(&std::mem::take(&mut self.text));
        if text.is_empty() {
            return;
        }
        let joined = |old: &mut String, sign: &str| {
            old.push_str(if old.is_empty() { "" } else { sign });
            old.push_str(&text);
        };
        if let Some(note) = &mut self.note {
            return joined(&mut note.text, " ");
        }
        if let Some(row) = &mut self.row {
            // Text of a row outside its cells is a cell all the same.
            if row.cells.is_empty() {
                row.cells.push(String::new());
            }
            return row.cells.last_mut().into_iter().for_each(|cell| joined(cell, "\n"));
        }
        let item = self.items.last_mut().filter(|item| !item.begun);
        let kind = if item.is_some() { BlockKind::ListItem } else { BlockKind::Paragraph };
        let mut marker = std::mem::take(&mut self.marker);
        if let Some(item) = item {
            item.begun = true;
            marker = if marker.is_empty() { std::mem::take(&mut item.marker) } else { marker };
        }
        self.push(kind, &format!("{marker} {text}"));
    }

    fn push(&mut self, kind: BlockKind, text: &str) {
        self.blocks.push(Block { kind, text: text.trim().to_owned(), page: None });
        let notes = std::mem::take(&mut self.notes).into_iter();
        self.blocks.extend(notes.map(|text| Block { kind: BlockKind::Paragraph, text, page: None }));
    }

    fn end_heading(&mut self, level: Option<u8>) {
        self.heading = None;
        let marker = std::mem::take(&mut self.marker);
        let text = format!("{marker} {}", tidy(&std::mem::take(&mut self.text)).replace('\n', " "));
        if text.trim().is_empty() {
            return;
        }
        self.items.iter_mut().rev().take_while(|item| !item.begun).for_each(|item| item.begun = true);
        let parent = self.open.iter_mut().rev().nth(1);
        let by_depth = parent.map_or(1, |parent| {
            // A second heading in one element (a subtitle) stands below the first.
            let level = parent.above.saturating_add(1 + u8::from(parent.headed));
            parent.headed = true;
            level
        });
        let long = text.chars().count() > LONGEST_HEADING;
        let level = level.unwrap_or(by_depth).clamp(1, 6);
        self.push(if long { BlockKind::Paragraph } else { BlockKind::Heading(level) }, &text);
    }

    fn end_marker(&mut self) {
        let marker = tidy(&std::mem::take(&mut self.text)).replace('\n', " ");
        match &mut self.note {
            Some(note) if note.mark.is_empty() => note.mark = marker,
            Some(note) => note.text.push_str(&marker),
            None => {
                self.marker.push_str(if self.marker.is_empty() { "" } else { " " });
                self.marker.push_str(&marker);
            }
        }
    }

    fn end_note(&mut self, depth: usize) {
        if self.note.as_ref().is_none_or(|note| note.depth != depth) {
            return;
        }
        self.flush();
        let Some(note) = self.note.take() else { return };
        self.text = note.around + &note.mark;
        let text = format!("{} {}", note.mark, note.text);
        self.notes.extend(Some(text.trim().to_owned()).filter(|text| !text.is_empty()));
    }

    fn end_row(&mut self) {
        let Some(row) = self.row.take() else { return };
        let head = row.head || self.open.last().is_some_and(|open| open.heads);
        let separated = |cell: &String| if cell.is_empty() { " |".to_owned() } else { format!(" | {cell}") };
        let text: String = row.cells.iter().map(separated).collect();
        let text = text.trim_end_matches([' ', '|']).strip_prefix(" | ").unwrap_or(&text);
        let filled = row.cells.iter().filter(|cell| !cell.is_empty()).count();
        let kind = match (filled, head) {
            (0, _) => return,
            _ if row.cells.len() == 1 => BlockKind::Paragraph,
            (_, true) => BlockKind::TableHead,
            _ => BlockKind::TableRow,
        };
        self.push(kind, text);
    }

    /// Ends an item; a mark without text is text itself.
    fn end_item(&mut self, depth: usize) {
        if self.items.last().is_some_and(|item| item.depth == depth) {
            if !self.marker.is_empty() {
                self.text = std::mem::take(&mut self.marker);
                self.flush();
            }
            self.items.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::shown;

    fn check(xml: &str, expected: &[&str]) {
        let blocks = read(xml.as_bytes()).map(|content| shown(&content.blocks)).unwrap_or_default();
        assert_eq!(blocks, expected, "{xml}");
    }

    #[test]
    fn a_regulation() {
        let xml = "<regeling><intitule>Regels voor bomen</intitule><regeling-tekst><hoofdstuk><kop><label>Hoofdstuk</label>\
            <nr>1</nr><titel>Algemeen</titel></kop><artikel><kop><label>Artikel</label> <nr>3</nr> <titel>Begrippen</titel>\
            </kop><lid><lidnr>1.</lidnr><al>In deze regels is een <nadruk>boom</nadruk> een houtig gewas:</al><lijst><li>\
            <li.nr>a.</li.nr><al>hoog;</al></li><li><li.nr>b.</li.nr><al>laag.</al><al>En oud.</al></li></lijst></lid>\
            </artikel></hoofdstuk></regeling-tekst></regeling>";
        let expected = [
            "1 Regels voor bomen",
            "2 Hoofdstuk 1 Algemeen",
            "3 Artikel 3 Begrippen",
            "i 1. In deze regels is een boom een houtig gewas:",
            "i a. hoog;",
            "i b. laag.",
            "p En oud.",
        ];
        check(xml, &expected);
    }

    #[test]
    fn lines_lists_and_notes() {
        check("<a><b>Een <x>twee</x> drie</b><c>vier<br/>vijf\nzes</c></a>", &["p Een twee drie", "p vier/vijf zes"]);
        check(
            "<a><ul><li>een</li><li>twee</li></ul><ol><li><p>drie</p></li></ol></a>",
            &["i - een", "i - twee", "i 1. drie"],
        );
        check(
            "<a><p>Zie<noot><noot.nr>1</noot.nr><noot.al>De nota.</noot.al></noot> hier</p></a>",
            &["p Zie1 hier", "p 1 De nota."],
        );
        check("<a><item><title>Kap</title><text>Vijf eiken</text></item></a>", &["1 Kap", "p Vijf eiken"]);
        check("<a><h2>Kop</h2><label>Naam</label><v>Jan</v></a>", &["2 Kop", "p Naam Jan"]);
        check("<a><artikel><nr>4</nr><titel>Slot</titel><p>Einde.</p></artikel></a>", &["1 4 Slot", "p Einde."]);
        check("<a><sectie><head>Deel</head><sectie><head>Stuk</head></sectie></sectie></a>", &["1 Deel", "2 Stuk"]);
    }

    #[test]
    fn tables() {
        let cals = "<table><thead><row><entry>Wijk</entry><entry>Boom</entry></row></thead><tbody><row><entry><al>Noord</al>\
            <al>oost</al></entry><entry/><entry>eik</entry></row><row><entry>alleen</entry></row></tbody></table>";
        check(cals, &["h Wijk | Boom", "t Noord/oost | | eik", "p alleen"]);
        check(
            "<a><tr><th>Wijk</th><th>Boom</th></tr><tr><td>Zuid</td><td>es</td></tr></a>",
            &["h Wijk | Boom", "t Zuid | es"],
        );
        check("<a><row><naam>Laan</naam><lengte>12</lengte></row></a>", &["t Laan | 12"]);
    }

    #[test]
    fn what_a_document_says_of_itself() {
        let xml = "<stuk><metadata><meta name='DC.title' content='Bomen'/><dcterms:creator>Gemeente Eik</dcterms:creator>\
            <dcterms:modified>2021-02-03</dcterms:modified><dcterms:issued>2021-01-02</dcterms:issued>\
            <dcterms:language>nl</dcterms:language></metadata><p>Tekst</p></stuk>";
        let content = read(xml.as_bytes()).unwrap_or_default();
        assert_eq!(shown(&content.blocks), ["p Tekst"]);
        let declared = content.declared;
        let texts = [declared.title, declared.author, declared.language].map(Option::unwrap_or_default);
        assert_eq!(texts, ["Bomen", "Gemeente Eik", "nl"]);
        assert_eq!(declared.dates, ["2021-01-02", "2021-02-03"]);
    }

    #[test]
    fn what_breaks_off() {
        assert_eq!(read(b"<a><b/></a>"), Err(Reason::Empty));
        assert_eq!(read(b"<a><b>"), Err(Reason::Damaged));
        let half = read(b"<a><p>Een</p><p>twee").unwrap_or_default();
        assert_eq!((shown(&half.blocks), half.coverage.missing.len()), (vec!["p Een".into(), "p twee".into()], 1));
        assert_eq!(read("<a>".repeat(5_000).as_bytes()), Err(Reason::TooDeep));
    }
}
