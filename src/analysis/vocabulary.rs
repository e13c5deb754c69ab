//! The words of a folder, and which of them its compounds are made of.
//!
//! A folder has words that no list of ours holds: of a trade, of a project, of a year. A word is learned when it is
//! frequent enough (or stands in a list of Dutch words that the caller has), written small, not divisible itself, and
//! when several other words of the folder are compounds with it. The last is what keeps slips, names and foreign
//! words out.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Analyzer;
use super::segment::{Form, normalize, segment};

/// How often a word must stand in the folder.
const FREQUENT: u32 = 5;

/// Of how many occurrences of a word one at most may begin with a capital: names are no parts.
const CAPITALS: u32 = 5;

/// In how many other words of the folder a learned word must be a part.
const COMPOUNDS: u32 = 3;

/// Letters of the shortest and the longest word that is learned: short ones fit by chance.
const LENGTHS: std::ops::RangeInclusive<usize> = 5..=16;

/// Most words that are learned, the most productive first.
const MOST_LEARNED: usize = 5_000;

/// Linking elements after a learned first part.
const LINKS: [&str; 4] = ["", "s", "en", "e"];

/// Longer words (bytes) are not kept: they are no compounds.
const LONGEST_KEPT: usize = 60;

/// The words of a folder, with how often each occurs.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    words: FxHashMap<Box<str>, Count>,
    scratch: String,
}

#[derive(Clone, Copy, Debug, Default)]
struct Count {
    small: u32,
    capital: u32,
}

impl Vocabulary {
    /// Counts the words of `text`.
    pub fn add(&mut self, text: &str) {
        let Vocabulary { words, scratch } = self;
        segment(text, |piece| {
            if piece.form != Form::Word || piece.span.len() > LONGEST_KEPT {
                return;
            }
            let capital = text[piece.span.clone()].starts_with(char::is_uppercase);
            scratch.clear();
            normalize(text, &piece, scratch);
            let count = match words.get_mut(scratch.as_str()) {
                Some(count) => count,
                None => words.entry(scratch.as_str().into()).or_default(),
            };
            if capital { count.capital += 1 } else { count.small += 1 }
        });
    }

    /// Adds the words of `other`.
    pub fn merge(&mut self, other: Vocabulary) {
        for (word, count) in other.words {
            let sum = self.words.entry(word).or_default();
            sum.small += count.small;
            sum.capital += count.capital;
        }
    }

    /// How many different words there are.
    pub fn distinct(&self) -> usize {
        self.words.len()
    }

    /// The words of which compounds of this vocabulary are made and that `analyzer` does not know, in alphabetical
    /// order. `listed` are words that count as Dutch although they are rare here; forms and compounds among them do
    /// no harm.
    pub fn learn<'w>(&'w self, analyzer: &Analyzer, listed: impl IntoIterator<Item = &'w str>) -> Vec<String> {
        let written_small = |count: &Count| count.capital * CAPITALS <= count.small;
        let frequent = self.words.iter().filter(|(_, count)| count.small >= FREQUENT && written_small(count));
        let mut candidates: FxHashSet<&str> = frequent.map(|(word, _)| &**word).collect();
        candidates.extend(listed);
        candidates.retain(|word| could_be_part(word) && !looks_inflected(word, analyzer) && analyzer.is_new_word(word));
        let mut compounds: FxHashMap<&str, u32> = FxHashMap::default();
        for (word, count) in &self.words {
            if count.small > 0 && word.bytes().all(|byte| byte.is_ascii_lowercase()) {
                for part in parts_of(word, &candidates, analyzer) {
                    *compounds.entry(part).or_default() += 1;
                }
            }
        }
        let mut learned: Vec<(&str, u32)> = compounds.into_iter().filter(|(_, count)| *count >= COMPOUNDS).collect();
        learned.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        let mut learned: Vec<String> =
            learned.into_iter().take(MOST_LEARNED).map(|(word, _)| word.to_string()).collect();
        learned.sort_unstable();
        learned
    }
}

fn could_be_part(word: &str) -> bool {
    LENGTHS.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Whether `word` looks like a form of a verb, an adjective or another word rather than like a word that compounds are
/// made of.
fn looks_inflected(word: &str, analyzer: &Analyzer) -> bool {
    let participle = word.starts_with("ge") && ["d", "t", "en", "de", "te"].iter().any(|end| word.ends_with(end));
    let verb = ["dt", "de", "te", "end", "ende"].iter().any(|end| word.ends_with(end));
    let form = ["e", "s", "t", "en", "er", "re", "ste"].iter().any(|end| {
        let bare = word.strip_suffix(end).unwrap_or_default();
        bare.len() >= 3 && analyzer.is_listed(bare)
    });
    participle || verb || form || analyzer.is_plural(word)
}

/// The candidates that make a compound of `word`, which is unknown as yet, with a known word before or after.
fn parts_of<'c>(word: &str, candidates: &FxHashSet<&'c str>, analyzer: &Analyzer) -> Vec<&'c str> {
    let (shortest, longest) = (*LENGTHS.start(), *LENGTHS.end());
    let mut found = Vec::new();
    if word.len() < shortest + 4 || !analyzer.is_undivided(word) {
        return found;
    }
    for border in 4..=word.len() - 4 {
        let (first, last) = word.split_at(border);
        if last.len() >= shortest
            && last.len() <= longest
            && let Some(part) = candidates.get(last)
            && analyzer.begins_compounds(first)
        {
            found.push(*part);
        }
        let mut bare = LINKS.iter().filter_map(|link| first.strip_suffix(link));
        let first = bare.find_map(|bare| candidates.get(bare));
        if let Some(part) = first
            && analyzer.ends_compounds(last)
        {
            found.push(*part);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What returns in compounds is learned; names, slips and divisible words are not.
    #[test]
    fn productive_words_are_learned() {
        let analyzer = Analyzer::new();
        let mut vocabulary = Vocabulary::default();
        for _ in 0..6 {
            vocabulary.add("De zwibbel, het glasvezelnet en Frunnel, Frunnel, Frunnel; een prutsje.");
        }
        vocabulary.add("zwibbelbelasting zwibbelplan, het zwibbelsbeleid en de gemeentezwibbel");
        vocabulary.add("frunnelplan frunnelbeleid frunnelstraat frunnelnota glasvezelnetplan prutsjesbeleid");
        assert_eq!(vocabulary.learn(&analyzer, []), ["zwibbel"]);
        assert_eq!(vocabulary.learn(&analyzer, ["frunnel"]), ["frunnel", "zwibbel"], "a list of words is believed");
        let taught = Analyzer::with_words(&["zwibbel".to_string()]);
        let parts: Vec<String> = taught.word("zwibbelbelasting").parts.into_iter().map(|(part, _)| part).collect();
        assert_eq!(parts, ["zwibbel", "belast"]);
    }
}
