//! The form of a query: what is asked, free of how it was typed, and its canonical spelling.
//!
//! The canonical spelling ([`Query`] as text) uses signs only (`+`, `-`, `|`), so that it reads the same whatever the
//! case of the words; parsing it gives the same items and filters. How a line is read is left to `lex` and `parse`.

use std::fmt::{self, Display, Formatter, Write};

use jiff::civil::Date;

use super::filters;
use super::operators;

/// What is asked: never empty, and never exclusions alone unless a filter says what they are excluded from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// The line as typed.
    pub source: String,
    /// What to look for, in the order of the line. Empty when only filters are asked.
    pub items: Vec<Item>,
    /// Filters from anywhere in the line, in its order. Those on one property that are not excluded are alternatives.
    pub filters: Vec<Filter>,
}

/// Something to look for, and how much it matters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// How much it matters.
    pub need: Need,
    /// What to look for.
    pub node: Node,
}

/// How much an [`Item`] matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Counts towards the rank.
    Should,
    /// A passage without it is left out.
    Must,
    /// A passage with it is left out.
    MustNot,
}

/// What to look for. Words are as typed, without the punctuation around them; they hold a letter, a figure or a sign
/// that is read as a word, and no white space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// A word with the punctuation inside it: "2!Connect", "b&w", "213a", "8(a)", "https://x.nl".
    Word(String),
    /// The beginning of a word, of at least 2 characters.
    Prefix(String),
    /// A word that may be misspelt.
    Fuzzy {
        /// The word; at least 3 letters.
        word: String,
        /// How many letters may differ: 1 or 2.
        distance: u8,
    },
    /// Words in this order: the text between quotes, white space made single spaces.
    Phrase(String),
    /// Words near each other.
    Near {
        /// The text between quotes, as in a phrase; holds a space.
        text: String,
        /// How many words may stand in between: 1 to 50.
        distance: u32,
    },
    /// Something in a title or a heading.
    Field {
        /// Where.
        field: Field,
        /// What.
        node: Box<Node>,
    },
    /// One of at least 2 alternatives, none of which is an `Any` itself.
    Any(Vec<Node>),
    /// At least 2 items, of which at least 1 is not excluded.
    Group(Vec<Item>),
}

/// A part of a document that can be searched on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The title of the document.
    Title,
    /// The headings above the passage.
    Heading,
}

/// A condition on the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// Whether documents that meet it are left out instead of kept.
    pub excluded: bool,
    /// The condition.
    pub on: FilterOn,
}

/// The condition of a [`Filter`]. Values are as typed; which values exist is left to the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FilterOn {
    /// Of this municipality.
    Municipality(String),
    /// Of this kind of document.
    Kind(String),
    /// In this language.
    Language(String),
    /// In this collection.
    Collection(String),
    /// Dated between two days, both included; at least one is given.
    Dates {
        /// The first day.
        from: Option<Date>,
        /// The last day.
        to: Option<Date>,
    },
}

impl FilterOn {
    /// Of this year; `None` where there is no such year.
    pub fn year(year: i16) -> Option<Self> {
        let (from, to) = (Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?);
        Some(FilterOn::Dates { from: Some(from), to: Some(to) })
    }
}

impl Node {
    /// What a reader means who gives no sign: who quotes, means it.
    pub(super) fn default_need(&self) -> Need {
        let required = match self {
            Node::Phrase(_) | Node::Near { .. } => true,
            Node::Field { node, .. } => node.default_need() == Need::Must,
            Node::Any(nodes) => nodes.iter().all(|node| node.default_need() == Need::Must),
            Node::Word(_) | Node::Prefix(_) | Node::Fuzzy { .. } | Node::Group(_) => false,
        };
        if required { Need::Must } else { Need::Should }
    }
}

/// The canonical spelling. It may be longer than the source (lists become separate filters), and so longer than
/// [`parse`](super::parse) takes; otherwise it parses to the same items and filters.
impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write_separated(f, " ", &self.items)?;
        if !self.items.is_empty() && !self.filters.is_empty() {
            f.write_char(' ')?;
        }
        write_separated(f, " ", &self.filters)
    }
}

impl Display for Item {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match (self.need, &self.node) {
            // One sign in front of alternatives requires one of them, but excludes the first only.
            (Need::MustNot, Node::Any(_)) => return write!(f, "-({})", self.node),
            (Need::MustNot, _) => f.write_char('-')?,
            (Need::Must, node) if node.default_need() != Need::Must => f.write_char('+')?,
            _ => {}
        }
        self.node.fmt(f)
    }
}

impl Display for Node {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Node::Word(word) => write_word(f, word),
            Node::Prefix(word) => {
                write_word(f, word)?;
                f.write_char('*')
            }
            Node::Fuzzy { word, distance } => {
                write_word(f, word)?;
                write!(f, "~{distance}")
            }
            Node::Phrase(text) => write!(f, "\"{text}\""),
            Node::Near { text, distance } => write!(f, "\"{text}\"~{distance}"),
            Node::Field { field, node } => match **node {
                Node::Any(_) | Node::Field { .. } => write!(f, "{field}:({node})"),
                _ => write!(f, "{field}:{node}"),
            },
            Node::Any(nodes) => write_separated(f, " | ", nodes),
            Node::Group(items) => {
                f.write_char('(')?;
                write_separated(f, " ", items)?;
                f.write_char(')')
            }
        }
    }
}

impl Display for Field {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Field::Title => "titel",
            Field::Heading => "kop",
        })
    }
}

impl Display for Filter {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.excluded {
            f.write_char('-')?;
        }
        self.on.fmt(f)
    }
}

impl Display for FilterOn {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            FilterOn::Municipality(value) => write_value(f, "gemeente", value),
            FilterOn::Kind(value) => write_value(f, "soort", value),
            FilterOn::Language(value) => write_value(f, "taal", value),
            FilterOn::Collection(value) => write_value(f, "verzameling", value),
            FilterOn::Dates { from, to } => f.write_str(&filters::written_dates(*from, *to)),
        }
    }
}

fn write_separated(f: &mut Formatter<'_>, separator: &str, parts: &[impl Display]) -> fmt::Result {
    for (i, part) in parts.iter().enumerate() {
        if i > 0 {
            f.write_str(separator)?;
        }
        part.fmt(f)?;
    }
    Ok(())
}

/// A word that would be read as an operator or a prefix gets an apostrophe in front, which is punctuation.
fn write_word(f: &mut Formatter<'_>, word: &str) -> fmt::Result {
    if operators::is_special(word) {
        f.write_char('\'')?;
    }
    f.write_str(word)
}

fn write_value(f: &mut Formatter<'_>, name: &str, value: &str) -> fmt::Result {
    if value.chars().all(char::is_alphanumeric) { write!(f, "{name}:{value}") } else { write!(f, "{name}:\"{value}\"") }
}
