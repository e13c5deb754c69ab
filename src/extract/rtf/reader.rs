//! Goes through the tokens of an RTF file and keeps what holds at each place: which text is read, which is left out,
//! and where it goes.

use std::collections::HashMap;

use super::super::codepage;
use super::super::flow::{Flow, marker, tidy};
use super::header::{Font, Header};
use super::token::{Token, Tokens};
use super::words;
use crate::document::{BlockKind, Content, Declared, Missing, Reason};

/// Groups in groups deeper than this are an attack.
const DEEPEST: usize = 2_000;

/// Where text goes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Target {
    #[default]
    Body,
    Nowhere,
    /// Nowhere, but for a group within that holds the same in words.
    Aside,
    Marker,
    Fonts,
    Styles,
    Properties,
    Title,
    Author,
    Date,
}

/// What holds within a group and the groups in it.
#[derive(Clone, Debug, Default)]
struct State {
    target: Target,
    /// Where the text goes that a group within [`Target::Aside`] holds.
    outer: Target,
    font: Font,
    /// How many bytes stand after a Unicode character for readers that know none.
    fallback: usize,
    hidden: bool,
    deleted: bool,
    /// Whether text stands for the eyes of RTF readers only, in a file made of HTML.
    only_rtf: bool,
    style: i32,
    outline: Option<u8>,
    in_table: bool,
    language: u32,
}

/// Reads a file.
#[derive(Default)]
pub struct Reader {
    stack: Vec<State>,
    state: State,
    header: Header,
    flow: Flow,
    text: String,
    marker: String,
    /// Bytes that wait for their code page.
    bytes: Vec<u8>,
    /// How many bytes of fallback are still to be skipped.
    skip: usize,
    /// The first half of a character of two.
    half: Option<u16>,
    /// Whether the group that began may be ignored by who does not know it.
    optional: bool,
    page: u32,
    default_font: i32,
    default_language: u32,
    head: bool,
    note: Option<Note>,
    notes: u32,
    declared: Declared,
    date: [i32; 3],
    languages: HashMap<u32, usize>,
    pictures: bool,
    html: bool,
}

/// A note or text box that is being read.
struct Note {
    depth: usize,
    before: String,
}

impl Reader {
    /// A reader of documents, or of the HTML that is wrapped in one.
    pub fn new(html: bool) -> Self {
        let state = State { fallback: 1, ..State::default() };
        Reader { state, page: 1252, html, ..Reader::default() }
    }

    /// Reads all of `bytes`; whether they broke off or went too deep.
    fn run(&mut self, bytes: &[u8]) -> Option<Reason> {
        let mut ended = false;
        for token in Tokens::new(bytes) {
            if self.stack.len() > DEEPEST {
                return Some(Reason::TooDeep);
            }
            self.take(token);
            // What follows the end of the document is no part of it; an end before any text is an error.
            if token == Token::Close && self.stack.is_empty() {
                ended = true;
                if !self.flow.is_empty() || !self.text.is_empty() {
                    break;
                }
            }
        }
        self.flush();
        (!ended).then_some(Reason::Damaged)
    }

    /// The blocks of a document.
    ///
    /// # Errors
    /// Why there are none.
    pub fn content(mut self, bytes: &[u8]) -> Result<Content, Reason> {
        let broken = self.run(bytes);
        self.end_note();
        self.end_paragraph(false);
        let blocks = self.flow.finish();
        if blocks.is_empty() {
            return Err(broken.unwrap_or(if self.pictures { Reason::NeedsOcr } else { Reason::Empty }));
        }
        let most = self.languages.iter().max_by_key(|&(number, count)| (count, number));
        self.declared.language = most.and_then(|(&number, _)| codepage::language(number)).map(str::to_owned);
        let mut content = Content { blocks, declared: self.declared, ..Content::default() };
        content.coverage.missing.extend(broken.map(|reason| Missing { pages: None, reason }));
        Ok(content)
    }

    /// The HTML that is wrapped in a document.
    pub fn html(mut self, bytes: &[u8]) -> String {
        self.run(bytes);
        self.text
    }

    fn take(&mut self, token: Token) {
        match token {
            Token::Text(bytes) => {
                let skipped = self.skip.min(bytes.len());
                self.skip -= skipped;
                // Pictures may be far larger than all text.
                if !matches!(self.state.target, Target::Nowhere | Target::Aside) {
                    self.bytes.extend(bytes.iter().skip(skipped));
                }
            }
            Token::Byte(_) if self.skip > 0 => self.skip -= 1,
            Token::Byte(byte) => self.bytes.push(byte),
            Token::Open => {
                self.flush();
                self.skip = 0;
                self.stack.push(self.state.clone());
                if self.state.target == Target::Styles {
                    self.header.style_begins();
                }
            }
            Token::Close => self.close(),
            Token::Sign(b'*') => self.optional = true,
            Token::Sign(sign) => {
                self.flush();
                match sign {
                    b'~' => self.put("\u{a0}"),
                    b'_' => self.put("-"),
                    b'{' | b'}' | b'\\' => self.put(char::from(sign).encode_utf8(&mut [0; 4])),
                    _ => {}
                }
            }
            Token::Word(word, number) => {
                self.flush();
                if self.skip > 0 && word != "u" {
                    self.skip -= 1;
                } else {
                    let optional = std::mem::take(&mut self.optional);
                    self.word(word, number, optional);
                }
            }
        }
    }

    fn close(&mut self) {
        self.flush();
        (self.skip, self.optional) = (0, false);
        let closed = self.state.target;
        if let Some(state) = self.stack.pop() {
            self.state = state;
        }
        if self.note.as_ref().is_some_and(|note| note.depth > self.stack.len()) {
            self.end_note();
        }
        if closed == Target::Date && self.state.target != Target::Date {
            let [year, month, day] = std::mem::take(&mut self.date);
            if year > 1900 && month > 0 && day > 0 {
                self.declared.dates.push(format!("{year}-{month:02}-{day:02}"));
            }
        }
    }

    /// Text out of the bytes that wait.
    fn flush(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        if self.state.font.symbols && matches!(self.state.target, Target::Body | Target::Marker) {
            // Letters of a symbol font are pictures, in lists bullets.
            self.put(if self.state.target == Target::Marker || bytes.contains(&0xb7) { "•" } else { " " });
        } else {
            self.put(&codepage::decode(&bytes, self.state.font.page.unwrap_or(self.page)));
        }
    }

    fn put(&mut self, text: &str) {
        match self.state.target {
            Target::Body if self.state.hidden || self.state.deleted || self.state.only_rtf => {}
            Target::Body => {
                self.text.push_str(text);
                if self.state.language != 0 {
                    *self.languages.entry(self.state.language).or_default() += text.len();
                }
            }
            Target::Marker => self.marker.push_str(text),
            Target::Styles => self.header.style_text(text),
            Target::Title => self.declared.title.get_or_insert_default().push_str(text),
            Target::Author => self.declared.author.get_or_insert_default().push_str(text),
            Target::Nowhere | Target::Aside | Target::Fonts | Target::Properties | Target::Date => {}
        }
    }

    fn word(&mut self, word: &str, number: Option<i32>, optional: bool) {
        self.pictures |= word == "pict";
        match self.state.target {
            Target::Fonts => return self.header.font_word(word, number),
            Target::Styles => return self.header.style_word(word, number),
            Target::Properties | Target::Date => return self.property(word, number),
            _ => {}
        }
        if self.target(word, optional) {
            return;
        }
        let on = number != Some(0);
        match word {
            "u" => self.unicode(number.unwrap_or(0)),
            "uc" => self.state.fallback = usize::try_from(number.unwrap_or(1)).unwrap_or(1).min(16),
            "ansicpg" => {
                self.page = number.and_then(|page| u32::try_from(page).ok()).filter(|&page| page > 0).unwrap_or(1252)
            }
            "mac" => self.page = 10000,
            "pc" | "pca" => self.page = 850,
            "deff" => self.default_font = number.unwrap_or(0),
            "deflang" => {
                self.default_language = number.unwrap_or(0).unsigned_abs();
                self.state.language = self.default_language;
            }
            "f" => self.state.font = self.header.font(number.unwrap_or(0)),
            "lang" => self.state.language = number.unwrap_or(0).unsigned_abs(),
            "plain" => {
                self.state.font = self.header.font(self.default_font);
                self.state.language = self.default_language;
                (self.state.hidden, self.state.deleted) = (false, false);
            }
            "v" => self.state.hidden = on,
            "deleted" => self.state.deleted = on,
            "htmlrtf" if self.html => self.state.only_rtf = on,
            _ => self.layout(word, number),
        }
    }

    /// Control words of paragraphs and tables, and those that stand for a character.
    fn layout(&mut self, word: &str, number: Option<i32>) {
        match word {
            "pard" => (self.state.style, self.state.outline, self.state.in_table) = (0, None, false),
            "s" => self.state.style = number.unwrap_or(0),
            "outlinelevel" => self.state.outline = number.and_then(|level| u8::try_from(level).ok()),
            "intbl" => self.state.in_table = true,
            _ if self.state.target != Target::Body => {
                if let Some(c) = words::character(word) {
                    self.put(c.encode_utf8(&mut [0; 4]));
                }
            }
            "par" | "sect" if self.html => self.put("\n"),
            "par" | "sect" | "nestcell" => self.end_paragraph(self.state.in_table || word == "nestcell"),
            "trowd" => self.head = false,
            "trhdr" => self.head = true,
            "cell" if self.note.is_none() => {
                self.end_paragraph(true);
                self.flow.end_cell();
            }
            "row" if self.note.is_none() => self.flow.end_row(std::mem::take(&mut self.head)),
            "cell" | "row" => self.end_paragraph(true),
            "chftn" => {
                self.notes += u32::from(self.note.is_none());
                let mark = self.notes.to_string();
                self.put(&mark);
                if self.note.is_some() {
                    self.put(" ");
                }
            }
            _ => {
                if let Some(c) = words::character(word) {
                    self.put(c.encode_utf8(&mut [0; 4]));
                }
            }
        }
    }

    /// Control words that say where the text of their group goes; whether this was one.
    fn target(&mut self, word: &str, optional: bool) -> bool {
        let reading = self.state.target == Target::Body;
        let aside = self.state.target == Target::Aside;
        self.state.target = match word {
            "fonttbl" => Target::Fonts,
            "stylesheet" => Target::Styles,
            "info" => Target::Properties,
            "listtext" | "pntext" if reading => Target::Marker,
            "shp" | "object" | "upr" if self.state.target != Target::Nowhere => {
                self.state.outer = self.state.target;
                Target::Aside
            }
            "ud" | "result" if aside => self.state.outer,
            "footnote" | "shptxt" if self.note.is_none() && (reading || (aside && word == "shptxt")) => {
                let depth = self.stack.len();
                self.note = Some(Note { depth, before: std::mem::take(&mut self.text) });
                Target::Body
            }
            "htmltag" if self.html => {
                self.state.only_rtf = false;
                Target::Body
            }
            "shpinst" | "nesttableprops" | "fldrslt" => return false,
            _ if words::holds_none(word) || optional => Target::Nowhere,
            _ => return false,
        };
        true
    }

    /// A control word among the properties of the document.
    fn property(&mut self, word: &str, number: Option<i32>) {
        match word {
            // Who saved it last may be given as an author too; the first one wrote it.
            "title" if self.declared.title.is_none() => self.state.target = Target::Title,
            "author" if self.declared.author.is_none() => self.state.target = Target::Author,
            "creatim" | "revtim" => self.state.target = Target::Date,
            "yr" => self.date[0] = number.unwrap_or(0),
            "mo" => self.date[1] = number.unwrap_or(0),
            "dy" => self.date[2] = number.unwrap_or(0),
            "printim" | "buptim" => self.state.target = Target::Nowhere,
            _ => {}
        }
    }

    fn unicode(&mut self, number: i32) {
        self.skip = self.state.fallback;
        // Numbers above 32767 are written as negative ones.
        let unit = (number & 0xffff) as u16;
        let units = [self.half.take(), Some(unit)];
        match unit {
            0xd800..=0xdbff => self.half = Some(unit),
            0xf000..=0xf0ff => {
                self.put(if unit == 0xf0b7 || self.state.target == Target::Marker { "•" } else { " " })
            }
            _ => {
                let text: String = char::decode_utf16(units.into_iter().flatten()).flatten().collect();
                self.put(&text);
            }
        }
    }

    fn end_note(&mut self) {
        if let Some(note) = self.note.take() {
            let text = std::mem::replace(&mut self.text, note.before);
            self.flow.note(&text);
        }
    }

    fn end_paragraph(&mut self, in_table: bool) {
        if self.note.is_some() {
            return self.text.push('\n');
        }
        let text = tidy(&std::mem::take(&mut self.text));
        let marker = marker(&std::mem::take(&mut self.marker));
        let outline = self.state.outline.filter(|&level| level < 9).map(|level| (level + 1).min(6));
        let heading = self.header.level(self.state.style).or(outline);
        let (kind, text) = match (heading, marker.as_str()) {
            (Some(level), "" | "-") => (BlockKind::Heading(level), text),
            (Some(level), _) => (BlockKind::Heading(level), format!("{marker} {text}")),
            (None, "") => (BlockKind::Paragraph, text),
            _ if text.is_empty() => (BlockKind::Paragraph, text),
            _ => (BlockKind::ListItem, format!("{marker} {text}")),
        };
        if in_table { self.flow.in_cell(kind, &text) } else { self.flow.paragraph(kind, &text) }
    }
}
