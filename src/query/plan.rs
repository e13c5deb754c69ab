//! The neutral plan of a query: which terms to look up, what they are clues of, and what must hold. Both back ends
//! find by it and `search` ranks by it; neither knows the syntax that the user typed.

use jiff::civil::Date;

use crate::analysis::{Layer, Region};
use crate::synonyms::SynonymKind;

/// The number of a term in [`QueryPlan::terms`].
pub type TermId = usize;

/// What a query asks of a back end.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QueryPlan {
    /// The distinct terms, with the number of passages that hold each.
    pub terms: Vec<PlanTerm>,
    /// What is ranked: one clue per word, phrase or pattern of the query.
    pub clues: Vec<Clue>,
    /// Words that need not all be there, each with its share of the query's information. A passage *matches* when it
    /// meets at least half of their sum.
    pub soft: Vec<(Condition, f32)>,
    /// The terms of "artikel" and of the number asked for.
    pub article: Option<(TermId, TermId)>,
    /// What every passage must meet.
    pub must: Vec<Condition>,
    /// What no passage may meet.
    pub must_not: Vec<Condition>,
    /// Restrictions on the document.
    pub restrictions: Vec<Restriction>,
}

/// A term as the index holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanTerm {
    /// Its layer.
    pub layer: Layer,
    /// Its normal form, without the tag.
    pub text: String,
    /// In how many passages it stands.
    pub frequency: u64,
}

/// One thing that the user asked for, and the ways in which a passage can hold it.
#[derive(Clone, Debug, PartialEq)]
pub struct Clue {
    /// As the user typed it.
    pub word: String,
    /// How much it counts: 1, less for words with which questions are put.
    pub weight: f32,
    /// Whether it is a function word beside others: it ranks, but passages are not looked for by it, and it is not shown.
    pub aside: bool,
    /// In about how many passages it stands in any way.
    pub frequency: u64,
    /// The field it must stand in, if the user named one.
    pub field: Option<Region>,
    /// The ways, the most exact first.
    pub variants: Vec<Variant>,
}

/// A way in which a passage can hold a clue.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// What to look for.
    pub pattern: Pattern,
    /// What an occurrence is worth.
    pub weight: f32,
    /// How it is explained.
    pub kind: MatchKind,
    /// In about how many passages it stands; filled in by the planner.
    pub frequency: u64,
}

/// How a match is explained to the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MatchKind {
    /// The word as it was typed.
    Exact,
    /// Another form of the word.
    Form,
    /// A part of a compound in the text.
    Part,
    /// The parts of a compound of the query, near each other in the text.
    Split,
    /// Two words of the query written as one in the text.
    Joined,
    /// A phrase, or words near each other.
    Phrase,
    /// A word that begins with what was typed.
    Prefix,
    /// A word spelled nearly so.
    Spelling,
    /// Another word for the same.
    Synonym(SynonymKind),
}

impl MatchKind {
    /// Whether it stands in for the word: of these and the word itself the best counts, not the sum.
    pub fn stands_in(self) -> bool {
        matches!(self, MatchKind::Split | MatchKind::Joined | MatchKind::Synonym(_))
    }
}

/// What to look for in a passage.
#[derive(Clone, Debug, PartialEq)]
pub enum Pattern {
    /// Any of these terms.
    Any(Vec<TermId>),
    /// A term of every slot, placed as `reach` says.
    Near {
        /// Alternatives per slot.
        slots: Vec<Vec<TermId>>,
        /// How the slots lie.
        reach: Reach,
    },
}

/// How the slots of [`Pattern::Near`] lie in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// One after the other.
    Adjacent,
    /// In any order, with at most so many other words between the first and the last.
    Within(u32),
}

/// A condition on a passage.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// It holds this clue.
    Clue(usize),
    /// It meets one of these.
    Any(Vec<Condition>),
    /// It meets all of these.
    All(Vec<Condition>),
    /// It does not meet this.
    Not(Box<Condition>),
    /// It meets at least half of the sum of these weights.
    Half(Vec<(Condition, f32)>),
}

/// A restriction on the document of a passage; alternatives within one filter.
#[derive(Clone, Debug, PartialEq)]
pub enum Restriction {
    /// One of these values of a keyword field.
    Values {
        /// The field.
        field: Keyword,
        /// The values, as the index holds them.
        values: Vec<String>,
        /// Whether documents with these are left out instead.
        excluded: bool,
    },
    /// A date in one of these ranges, both ends included.
    Dates {
        /// The ranges; `None` is open.
        ranges: Vec<(Option<Date>, Option<Date>)>,
        /// Whether documents with these are left out instead.
        excluded: bool,
    },
    /// The document with this id.
    Document(String),
}

/// The keyword fields of a document, for filters and facets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Keyword {
    /// The collection it is in.
    Collection,
    /// Whose document it is.
    Municipality,
    /// What kind of document it is.
    Kind,
    /// The year that it is of.
    Year,
    /// The language of the passage.
    Language,
}

/// All keyword fields, in the order in which facets are shown.
pub const KEYWORDS: [Keyword; 5] =
    [Keyword::Municipality, Keyword::Kind, Keyword::Year, Keyword::Language, Keyword::Collection];

impl Keyword {
    /// The Dutch name in queries and results.
    pub fn name(self) -> &'static str {
        match self {
            Keyword::Collection => "verzameling",
            Keyword::Municipality => "gemeente",
            Keyword::Kind => "soort",
            Keyword::Year => "jaar",
            Keyword::Language => "taal",
        }
    }
}

/// What makes a match: half of `total`, a hair less so that rounding does not decide.
pub fn half_of(total: f32) -> f32 {
    total * 0.5 * (1.0 - 1e-5)
}

impl QueryPlan {
    /// The number of a term, added if it is new; its frequency is filled in by the planner.
    pub fn term(&mut self, layer: Layer, text: &str) -> TermId {
        let known = self.terms.iter().position(|term| term.layer == layer && term.text == text);
        known.unwrap_or_else(|| {
            self.terms.push(PlanTerm { layer, text: text.to_string(), frequency: 0 });
            self.terms.len() - 1
        })
    }
}

impl Restriction {
    /// Whether it restricts what a keyword field is about.
    pub fn is_on(&self, keyword: Keyword) -> bool {
        match self {
            Restriction::Values { field, excluded, .. } => *field == keyword && !excluded,
            Restriction::Dates { excluded, .. } => keyword == Keyword::Year && !excluded,
            Restriction::Document(_) => false,
        }
    }
}

impl Pattern {
    /// The terms that occur in it.
    pub fn terms(&self) -> impl Iterator<Item = TermId> + '_ {
        let slots: &[Vec<TermId>] = match self {
            Pattern::Any(terms) => std::slice::from_ref(terms),
            Pattern::Near { slots, .. } => slots,
        };
        slots.iter().flatten().copied()
    }
}

impl Reach {
    /// Where the slots lie as asked: the first position of each place, ascending. `positions` holds, per slot, its
    /// positions in ascending order; places do not reach over the border of a field.
    pub fn places(self, positions: &[&[u32]]) -> Vec<u32> {
        match self {
            Reach::Adjacent => adjacent(positions),
            Reach::Within(between) => within(positions, between),
        }
    }
}

fn adjacent(positions: &[&[u32]]) -> Vec<u32> {
    let Some((first, rest)) = positions.split_first() else { return Vec::new() };
    let follows = |start: u32| rest.iter().zip(1..).all(|(slot, offset)| slot.binary_search(&(start + offset)).is_ok());
    first.iter().copied().filter(|start| follows(*start)).collect()
}

/// Smallest windows that hold every slot: the leftmost cursor moves on until one slot is used up.
fn within(positions: &[&[u32]], between: u32) -> Vec<u32> {
    let longest = between + positions.len() as u32;
    let mut cursors = vec![0; positions.len()];
    let mut places = Vec::new();
    loop {
        let mut first = (u32::MAX, 0);
        let mut last = 0;
        for (slot, cursor) in cursors.iter().enumerate() {
            let Some(position) = positions[slot].get(*cursor) else { return places };
            first = first.min((*position, slot));
            last = last.max(*position);
        }
        let (start, slot) = first;
        let distinct = positions.len() == 1 || last > start;
        if distinct && last - start < longest && Region::of(start) == Region::of(last) {
            places.push(start);
        }
        cursors[slot] += 1;
        if positions.is_empty() {
            return places;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Phrases and nearness, with repeated words and field borders.
    #[test]
    fn places_are_found() {
        for (reach, slots, expected) in [
            (Reach::Adjacent, vec![vec![1, 5, 9], vec![2, 6]], vec![1, 5]),
            (Reach::Adjacent, vec![vec![1], vec![3]], vec![]),
            (Reach::Adjacent, vec![vec![1, 2, 3], vec![2, 3], vec![3]], vec![1]),
            (Reach::Within(0), vec![vec![4], vec![3]], vec![3]),
            (Reach::Within(2), vec![vec![200, 300], vec![203]], vec![200]),
            (Reach::Within(2), vec![vec![200], vec![204]], vec![]),
            (Reach::Within(9), vec![vec![190], vec![193]], vec![]),
            (Reach::Within(5), vec![vec![], vec![1]], vec![]),
        ] {
            let slots: Vec<&[u32]> = slots.iter().map(Vec::as_slice).collect();
            assert_eq!(reach.places(&slots), expected, "{reach:?} {slots:?}");
        }
    }
}
