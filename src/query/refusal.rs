//! Why a query is refused: where, why, and what to type instead, in Dutch or English.

use std::fmt;

use super::filters;
use super::parse::{DEEPEST, LONGEST, MOST_CLAUSES};

/// A query that is not carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Where the reason stands, in characters from the start of the line, from 0.
    pub at: usize,
    /// The reason.
    pub why: Why,
}

/// The reason of a [`Refusal`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// More than [`LONGEST`] characters.
    TooLong,
    /// Parentheses more than [`DEEPEST`] deep.
    TooDeep,
    /// More than [`MOST_CLAUSES`] words, phrases and filters.
    TooManyClauses,
    /// This value of a year or date filter is none.
    BadDate(String),
    /// The filter of this name, as typed, has no value.
    EmptyFilter(String),
    /// Everything is excluded and nothing asked.
    OnlyExclusions,
    /// White space and punctuation only.
    Empty,
}

/// How much of what was typed is repeated in a message.
const LONGEST_REPEATED: usize = 40;

impl Refusal {
    pub(super) fn new(at: usize, why: Why) -> Self {
        Refusal { at, why }
    }

    /// One line for the reader: where (counted from 1), why, and what to type instead.
    pub fn message(&self, dutch: bool) -> String {
        let (place, reason) = if dutch { ("teken", self.dutch()) } else { ("character", self.english()) };
        format!("{place} {}: {reason}", self.at + 1)
    }

    fn dutch(&self) -> String {
        match &self.why {
            Why::TooLong => format!("een zoekvraag heeft hoogstens {LONGEST} tekens; typ alleen de kern"),
            Why::TooDeep => format!("haakjes gaan hoogstens {DEEPEST} diep; typ de vraag met minder haakjes"),
            Why::TooManyClauses => format!(
                "een zoekvraag heeft hoogstens {MOST_CLAUSES} woorden, zinsdelen en filters; laat weg wat vanaf hier \
                 staat, of zet een zin tussen aanhalingstekens"
            ),
            Why::BadDate(value) => format!(
                "\"{}\" is geen jaar of datum; typ 2019, 2019..2021, 2021-04, 2021-04-10 of 10-04-2021",
                shortened(value)
            ),
            Why::EmptyFilter(name) => format!(
                "achter \"{name}:\" staat geen waarde; typ bijvoorbeeld {}, of het woord zonder dubbele punt",
                filters::example(name)
            ),
            Why::OnlyExclusions => "er wordt alleen uitgesloten; typ ook een woord dat er wel in moet staan".into(),
            Why::Empty => "er staat geen woord; typ een woord, of een filter zoals gemeente:Druten".into(),
        }
    }

    fn english(&self) -> String {
        match &self.why {
            Why::TooLong => format!("a query has at most {LONGEST} characters; type the gist only"),
            Why::TooDeep => format!("parentheses go at most {DEEPEST} deep; type the query with fewer"),
            Why::TooManyClauses => format!(
                "a query has at most {MOST_CLAUSES} words, phrases and filters; leave out what stands from here on, \
                 or put a sentence between quotes"
            ),
            Why::BadDate(value) => format!(
                "\"{}\" is not a year or date; type 2019, 2019..2021, 2021-04, 2021-04-10 or 10-04-2021",
                shortened(value)
            ),
            Why::EmptyFilter(name) => format!(
                "\"{name}:\" has no value; type for example {}, or the word without the colon",
                filters::example(name)
            ),
            Why::OnlyExclusions => "everything is excluded; type a word that must be there as well".into(),
            Why::Empty => "there is no word; type a word, or a filter such as gemeente:Druten".into(),
        }
    }
}

fn shortened(value: &str) -> String {
    match value.char_indices().nth(LONGEST_REPEATED) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(false))
    }
}

impl std::error::Error for Refusal {}
