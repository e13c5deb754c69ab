//! All weights of the ranking, in one place. What each is worth stands in docs/RELEVANCE.md.

use crate::analysis::Region;

/// The weights of the ranking.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// BM25: how soon more occurrences of a word stop counting.
    pub k1: f32,
    /// BM25: how much long passages are held back.
    pub b: f32,
    /// An occurrence of the word exactly as typed, beside that of its stem.
    pub exact: f32,
    /// An occurrence of the stem.
    pub stem: f32,
    /// An occurrence as a part of a compound in the text.
    pub part: f32,
    /// All parts of a compound of the query, near each other.
    pub split: f32,
    /// Some part of a compound of the query, anywhere, where the compound is not: as a share of one occurrence.
    pub loose_part: f32,
    /// Two neighbouring words of the query, written as one.
    pub joined: f32,
    /// A word spelled nearly as typed (`woord~`).
    pub spelling: f32,
    /// A slip that a document makes in the word.
    pub slip: f32,
    /// Another word for the same.
    pub synonym: f32,
    /// An abbreviation for what it is short for, and the other way round.
    pub abbreviation: f32,
    /// A word with which questions are put, beside others.
    pub question: f32,
    /// A word in the title, the file name, the headings, the text.
    pub regions: [f32; 4],
    /// The share of the query that the passage meets multiplies its score by 1 to 1 + this.
    pub coverage: f32,
    /// The share of the query that stands within [`Weights::window_words`] adds up to this share.
    pub window: f32,
    /// Words of a window.
    pub window_words: u32,
    /// The article that is asked for by its number, as a heading, adds this share.
    pub article: f32,
    /// Neighbouring words of the query that are near each other in the passage add up to this share.
    pub pairs: f32,
    /// How near such words must be.
    pub pair_words: u32,
    /// A passage without sentences (a table, an address, a list of words) loses this share of its score; one that has
    /// some, in proportion.
    pub sentences: f32,
    /// The newest document adds this share, one of a council term older half of it, and so on; one without a date
    /// nothing. Enough to put the newest of near-equal versions first, too little to bury an older answer.
    pub recency: f32,
}

impl Default for Weights {
    fn default() -> Self {
        Weights {
            k1: 1.2,
            b: 0.75,
            exact: 0.15,
            stem: 1.0,
            part: 0.7,
            split: 0.4,
            loose_part: 0.6,
            joined: 0.8,
            spelling: 0.8,
            slip: 0.5,
            synonym: 0.5,
            abbreviation: 0.6,
            question: 0.3,
            regions: [0.5, 0.5, 1.0, 1.0],
            coverage: 1.5,
            window: 0.4,
            window_words: 25,
            article: 0.5,
            pairs: 0.15,
            pair_words: 3,
            sentences: 0.2,
            recency: 0.08,
        }
    }
}

impl Weights {
    /// What an occurrence in `region` counts.
    pub fn region(&self, region: Region) -> f32 {
        self.regions[match region {
            Region::Title => 0,
            Region::FileName => 1,
            Region::Headings => 2,
            Region::Body => 3,
        }]
    }
}

/// Candidates that are ranked at once, at least: more cost time and hardly change the first ten (docs/RELEVANCE.md).
pub const WINDOW: usize = 100;
