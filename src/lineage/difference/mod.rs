//! The difference between two versions of a passage, as a reader would tell it: which words went, which came, which
//! amounts, percentages, numbers, dates and names are others, and which sentences stand in another place. Which two
//! passages are versions of each other, and how a difference is shown, is left to others.
//!
//! Both texts are cut into `tokens`, of which an amount or a date is one, and into sentences and rows of tables
//! (`units`). Sentences and rows that belong together are paired (`pairs`), then the words between the pairs are
//! aligned (`matching`, `sides`, `align`); what is not aligned is made into changes that read as phrases (`runs`),
//! facts are taken out of these (`kinds`), and the pieces are written (`write`).
//!
//! ```
//! use raadpleeg::lineage::difference::{Kind, difference};
//!
//! let found = difference("De aanleg kost € 1,2 mln in 2020.", "De aanleg kost € 1,4 mln in 2021.");
//! assert_eq!(found.facts(), [("€ 1,2 mln", "€ 1,4 mln", Kind::Amount), ("2020", "2021", Kind::Date)]);
//! ```

use serde::Serialize;

mod align;
mod atoms;
mod chain;
mod facts;
mod kinds;
mod matching;
mod pairs;
mod runs;
mod sides;
mod similar;
mod tokens;
mod units;
mod words;
mod write;

#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod tests;

/// One piece of the difference, in the order in which the newer text is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "soort")]
pub enum Piece {
    /// Stands in both texts. Other white space that makes no other words, words broken at the end of a line, soft
    /// hyphens, and other styles of quotes and hyphens are no difference.
    #[serde(rename = "gelijk")]
    Same {
        /// As the newer text has it; white space alone where that separates two other pieces.
        #[serde(rename = "tekst")]
        text: String,
    },
    /// Stands in the older text only.
    #[serde(rename = "weg")]
    Gone {
        /// As the older text has it, with the white space of the older text after or before it.
        #[serde(rename = "tekst")]
        text: String,
    },
    /// Stands in the newer text only.
    #[serde(rename = "nieuw")]
    New {
        /// As the newer text has it.
        #[serde(rename = "tekst")]
        text: String,
    },
    /// Another text stands in its place. Where `kind` is a fact, each side is one fact and nothing else.
    #[serde(rename = "gewijzigd")]
    Changed {
        /// As the older text has it, without the white space around it.
        #[serde(rename = "oud")]
        before: String,
        /// As the newer text has it, without the white space around it.
        #[serde(rename = "nieuw")]
        after: String,
        /// What it is that changed.
        #[serde(rename = "aard")]
        kind: Kind,
    },
    /// A sentence or row of a table, or a part of one, that stands in another place in the older text.
    #[serde(rename = "verplaatst")]
    Moved {
        /// As the newer text has it.
        #[serde(rename = "tekst")]
        text: String,
    },
}

/// What it is that changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Kind {
    /// Words, their case or punctuation: no fact.
    #[serde(rename = "woorden")]
    Words,
    /// An amount of money, with its currency and its unit: "€ 1,2 mln", "5 euro", "€ 1.234,-".
    #[serde(rename = "bedrag")]
    Amount,
    /// A percentage with its sign or word: "12%", "12,5 procent".
    #[serde(rename = "percentage")]
    Percentage,
    /// Another number, in digits or (two to twenty, tens) in words, or one that something is referred to by: "2.250",
    /// "1,4 miljoen", "zes", "artikel 2.1", "VII".
    #[serde(rename = "getal")]
    Number,
    /// A day, month, year or range of years: "1 januari 2021", "01-01-2021", "mei", "2020", "2020/2021". A bare number
    /// from 1900 to 2099 counts as a year.
    #[serde(rename = "datum")]
    Date,
    /// One or more words with a capital that do not begin a sentence: "Beuningen", "Berg en Dal".
    #[serde(rename = "naam")]
    Name,
}

/// What changed between two texts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// The pieces. The texts of those that the newer text has, joined, are exactly the newer text.
    #[serde(rename = "stukken")]
    pub pieces: Vec<Piece>,
    /// The part of the words of both texts that was kept, in place or elsewhere: 0 for nothing, 1 for all (also for two
    /// texts without words). An amount or a date counts as one word, punctuation does not count.
    #[serde(rename = "gelijkenis")]
    pub similarity: f32,
}

/// The difference between the text `before` and the newer text `after`.
///
/// Texts may have any length. The time is about linear in their words where they are alike, and bounded by a fixed
/// number of steps a word where they are not; then fewer words than possible may be found to be the same.
#[must_use]
pub fn difference(before: &str, after: &str) -> Difference {
    let (before, after) = tokens::read(before, after);
    let matching = matching::Matching::new(&before, &after);
    let runs = runs::runs(&before, &after, &matching);
    let mut writer = write::Writer::new(&before, &after);
    for run in &runs {
        writer.run(run);
    }
    writer.finish()
}

impl Difference {
    /// The facts that changed (amounts, percentages, numbers, dates and names): before, after and kind, in the order of
    /// the newer text. Facts that only went or only came are not among them.
    #[must_use]
    pub fn facts(&self) -> Vec<(&str, &str, Kind)> {
        let changed = |piece| match piece {
            &Piece::Changed { ref before, ref after, kind } if kind != Kind::Words => {
                Some((before.as_str(), after.as_str(), kind))
            }
            _ => None,
        };
        self.pieces.iter().filter_map(changed).collect()
    }

    /// Whether nothing changed that a reader would see, but for white space, quotes and hyphens.
    #[must_use]
    pub fn is_equal(&self) -> bool {
        self.pieces.iter().all(|piece| matches!(piece, Piece::Same { .. }))
    }
}
