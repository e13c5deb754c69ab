//! Other words for what is asked: everyday and official words, abbreviations, laws with their successors, merged
//! municipalities, and what a municipality adds itself.
//!
//! All come from plain text files in one format (`lines`): a line a concept, `a | b | c` where each stands for the
//! others, `lay | lay > official` where only the left stands for the right. Which words a query holds is decided by stem;
//! what a synonym weighs is left to `search`. Nothing is analysed before it may match, so that opening the lists costs
//! some milliseconds.

mod lines;
mod lookup;

use std::path::Path;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use crate::analysis::Analyzer;
use crate::error::{Error, ErrorKind, Result};
use lines::{Line, parse_line};

pub use lookup::{QueryTerm, Synonym};

/// The lists that the project brings.
const LISTS: [(SynonymKind, &str); 12] = [
    (SynonymKind::Abbreviation, include_str!("data/afkortingen.tsv")),
    (SynonymKind::Successor, include_str!("data/wetten.tsv")),
    (SynonymKind::Merger, include_str!("data/herindelingen.tsv")),
    (SynonymKind::Concept, include_str!("data/algemeen.txt")),
    (SynonymKind::Concept, include_str!("data/werk-en-inkomen.txt")),
    (SynonymKind::Concept, include_str!("data/zorg-jeugd-onderwijs.txt")),
    (SynonymKind::Concept, include_str!("data/burgerzaken-en-recht.txt")),
    (SynonymKind::Concept, include_str!("data/bouwen-en-wonen.txt")),
    (SynonymKind::Concept, include_str!("data/milieu-en-openbare-ruimte.txt")),
    (SynonymKind::Concept, include_str!("data/verkeer-en-veiligheid.txt")),
    (SynonymKind::Concept, include_str!("data/bestuur-financien-ict.txt")),
    (SynonymKind::Concept, include_str!("data/economie-cultuur-samenleving-rijk.txt")),
];

/// The largest file of a municipality's own words, in bytes.
const LARGEST_FILE: u64 = 4_000_000;

/// Of what kind a synonym is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SynonymKind {
    /// Another word for the same, everyday or official.
    Concept,
    /// An abbreviation and what it is short for.
    Abbreviation,
    /// What took the place of a law, plan or body.
    Successor,
    /// The municipality that a former one is part of now.
    Merger,
}

/// The words that stand for each other; made once, shared by all threads.
pub struct Synonyms {
    analyzer: Arc<Analyzer>,
    /// The lines of all lists, one after the other.
    text: String,
    lines: Vec<Line>,
    /// The terms by which lines are asked, by the first two bytes of the word they are looked up by.
    asked: FxHashMap<[u8; 2], Bucket>,
}

/// Terms whose words begin alike.
#[derive(Default)]
struct Bucket {
    entries: Vec<Asked>,
    /// The same by the stem of the word; analysed when it is first needed.
    by_stem: OnceLock<FxHashMap<String, Vec<Asked>>>,
}

/// A term by which a line is asked.
#[derive(Clone, Copy, Debug)]
struct Asked {
    /// The line.
    line: u32,
    /// Where the word stands by which the term is looked up; the whole term where that is to be read as one word.
    key: (u32, u32),
    /// Where the term stands.
    term: (u32, u32),
}

impl Synonyms {
    /// No synonyms at all.
    fn none(analyzer: Arc<Analyzer>) -> Self {
        Synonyms { analyzer, text: String::new(), lines: Vec::new(), asked: FxHashMap::default() }
    }

    /// The project's own lists, compared by the stems of `analyzer`.
    pub fn new(analyzer: Arc<Analyzer>) -> Self {
        let mut synonyms = Self::none(analyzer);
        for (kind, list) in LISTS {
            for line in list.lines() {
                let added = synonyms.add(line, kind);
                debug_assert!(added.is_ok(), "{line}: {added:?}");
            }
        }
        synonyms
    }

    /// The same with the lines of a file of one's own: lower or upper case, `#` before comments.
    ///
    /// # Errors
    /// When the file cannot be read, or a line is not in the format: the error names the line and what is wrong.
    pub fn with_file(mut self, path: &Path) -> Result<Self> {
        let metadata = std::fs::metadata(path).map_err(|error| Error::io("read the synonyms in", path, error))?;
        if metadata.len() > LARGEST_FILE {
            let context = format!("{} is larger than {} MB", path.display(), LARGEST_FILE / 1_000_000);
            return Err(Error::new(ErrorKind::Usage, context));
        }
        let text = std::fs::read_to_string(path).map_err(|error| Error::io("read the synonyms in", path, error))?;
        for (number, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            self.add(&line.to_lowercase(), SynonymKind::Concept).map_err(|wrong| {
                Error::new(ErrorKind::Usage, format!("{}, line {}: {wrong}", path.display(), number + 1))
            })?;
        }
        Ok(self)
    }

    /// Adds a line; comments and empty lines add nothing.
    fn add(&mut self, line: &str, kind: SynonymKind) -> std::result::Result<(), &'static str> {
        let start = self.text.len();
        let Some(parsed) = parse_line(line, start, kind)? else { return Ok(()) };
        self.text.push_str(line);
        let number = self.lines.len() as u32;
        for term in &parsed.asked {
            self.enter(number, (term.start as u32, term.end as u32));
        }
        self.lines.push(parsed);
        Ok(())
    }

    /// Enters a term under its longest word and, where it has several, also as if it were written as one.
    fn enter(&mut self, line: u32, term: (u32, u32)) {
        let text = &self.text[term.0 as usize..term.1 as usize];
        let words = text.split([' ', '-']).filter(|word| !word.is_empty());
        let Some(longest) = words.clone().max_by_key(|word| word.len()) else { return };
        let start = term.0 + (longest.as_ptr() as usize - text.as_ptr() as usize) as u32;
        let mut keys = vec![(start, start + longest.len() as u32)];
        if words.count() > 1 {
            keys.push(term);
        }
        for key in keys {
            if let Some(bucket) = bucket(&self.text[key.0 as usize..]) {
                self.asked.entry(bucket).or_default().entries.push(Asked { line, key, term });
            }
        }
    }
}

/// What words are looked up by before anything is analysed.
fn bucket(word: &str) -> Option<[u8; 2]> {
    word.as_bytes().first_chunk().copied()
}
