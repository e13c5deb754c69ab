//! Which words of a query stand for others.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Asked, SynonymKind, Synonyms, bucket};
use crate::analysis::{Analyzer, QueryWord, WordRole, folded_line};

/// Words between the words of a term of several words, as the query may hold them, at most.
const BETWEEN: usize = 2;

/// Linking elements between two words that are written as one.
const LINKS: [&str; 3] = ["", "s", "en"];

/// A word of a query.
#[derive(Clone, Copy, Debug)]
pub struct QueryTerm<'q> {
    /// The word, analysed.
    pub word: &'q QueryWord,
    /// Its place among the words of the query; function words have one too.
    pub place: usize,
}

/// Other words for some words of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Synonym<'s> {
    /// Which query words it stands for, as numbers of the terms given, ascending.
    pub words: Vec<usize>,
    /// Of what kind it is.
    pub kind: SynonymKind,
    /// The words to look for, as the list has them.
    pub text: &'s str,
}

impl Synonyms {
    /// What the words of a query stand for, in the order of the words, then of the lists.
    pub fn of<'s>(&'s self, query: &[QueryTerm<'_>]) -> Vec<Synonym<'s>> {
        let mut found = Vec::new();
        let mut seen = FxHashSet::default();
        for number in (0..query.len()).filter(|number| query[*number].word.role != WordRole::Function) {
            for (asked, words) in self.asked_at(number, query) {
                if seen.insert((asked.line, words.clone())) {
                    self.push_found(asked, &words, query, &mut found);
                }
            }
        }
        found
    }

    /// The terms whose looked-up word is the query word `number`, alone or together with its neighbour.
    fn asked_at(&self, number: usize, query: &[QueryTerm<'_>]) -> Vec<(Asked, Vec<usize>)> {
        let QueryTerm { word, place } = query[number];
        let mut found = Vec::new();
        for asked in self.by_stem(&word.folded, &word.terms.stem).iter().filter(|asked| self.meets(asked, word)) {
            let words = if asked.key == asked.term { Some(vec![number]) } else { self.words_of(*asked, number, query) };
            found.extend(words.map(|words| (*asked, words)));
        }
        if let Some(next) = query.get(number + 1).filter(|next| next.place == place + 1 && counts(next.word)) {
            for link in LINKS {
                let joined = format!("{}{link}{}", word.folded, next.word.folded);
                let as_one = self.by_stem(&joined, &self.analyzer.stem(&joined)).iter();
                let as_one = as_one.filter(|asked| asked.key == asked.term && !self.slice(asked.key).contains(' '));
                found.extend(as_one.map(|asked| (*asked, vec![number, number + 1])));
            }
        }
        found
    }

    /// The terms whose looked-up word has this stem; `word` is any form of it.
    fn by_stem(&self, word: &str, stem: &str) -> &[Asked] {
        let Some(bucket) = bucket(word).and_then(|bucket| self.asked.get(&bucket)) else { return &[] };
        let by_stem = bucket.by_stem.get_or_init(|| {
            let mut by_stem: FxHashMap<String, Vec<Asked>> = FxHashMap::default();
            for asked in &bucket.entries {
                by_stem.entry(self.key_stem(*asked)).or_default().push(*asked);
            }
            by_stem
        });
        by_stem.get(stem).map_or(&[], Vec::as_slice)
    }

    /// Whether `word` may be a form of the looked-up word, or is that word: names of municipalities have no forms, and
    /// many look like those of other words ("huissen").
    fn meets(&self, asked: &Asked, word: &QueryWord) -> bool {
        self.lines[asked.line as usize].kind != SynonymKind::Merger || folded_line(&self.key(*asked)) == word.folded
    }

    /// The looked-up word, as one.
    fn key(&self, asked: Asked) -> String {
        self.slice(asked.key).replace([' ', '-'], "")
    }

    fn key_stem(&self, asked: Asked) -> String {
        let key = self.key(asked);
        // Most words of the lists have no signs in them.
        if key.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return self.analyzer.stem(&key);
        }
        self.analyzer.query_words(&key).pop().map(|word| word.terms.stem).unwrap_or_default()
    }

    /// The query words that make a term of several words, where all are there and near `number`.
    fn words_of(&self, asked: Asked, number: usize, query: &[QueryTerm<'_>]) -> Option<Vec<usize>> {
        let words = self.analyzer.query_words(self.slice(asked.term));
        let content: Vec<&QueryWord> = words.iter().filter(|word| counts(word)).collect();
        let reach = content.len() + BETWEEN;
        let mut places = Vec::with_capacity(content.len());
        for word in content {
            let here = |at: &usize| query[*at].word.terms.stem == word.terms.stem && !places.contains(at);
            let near = |at: &usize| query[*at].place.abs_diff(query[number].place) <= reach;
            places.push((0..query.len()).find(|at| here(at) && near(at))?);
        }
        places.sort_unstable();
        (!places.is_empty()).then_some(places)
    }

    fn push_found<'s>(&'s self, asked: Asked, words: &[usize], query: &[QueryTerm<'_>], found: &mut Vec<Synonym<'s>>) {
        let line = &self.lines[asked.line as usize];
        if line.kind == SynonymKind::Abbreviation && !self.agrees(&self.text[line.note.clone()], query) {
            return;
        }
        for term in &line.found {
            let text = &self.text[term.clone()];
            if (term.start as u32, term.end as u32) == asked.term || same(text, words, query, &self.analyzer) {
                continue;
            }
            let synonym = Synonym { words: words.to_vec(), kind: line.kind, text };
            if !found.iter().any(|known: &Synonym<'_>| known.words == synonym.words && known.text == text) {
                found.push(synonym);
            }
        }
    }

    /// Whether one of the words that settle an ambiguous abbreviation is asked too.
    fn agrees(&self, context: &str, query: &[QueryTerm<'_>]) -> bool {
        let stems = || context.split(',').map(|word| self.analyzer.stem(word.trim()));
        context.trim().is_empty() || stems().any(|stem| query.iter().any(|term| term.word.terms.stem == stem))
    }

    fn slice(&self, range: (u32, u32)) -> &str {
        &self.text[range.0 as usize..range.1 as usize]
    }
}

/// Function words that turn the meaning of a term.
const NEGATIONS: [&str; 4] = ["geen", "niet", "niets", "zonder"];

/// Words of a term that must be in the query.
fn counts(word: &QueryWord) -> bool {
    match word.role {
        WordRole::Content | WordRole::Question => true,
        WordRole::Function => NEGATIONS.contains(&word.folded.as_str()),
        WordRole::Whole | WordRole::Compound => false,
    }
}

/// Whether a term is what was asked already, in another form.
fn same(text: &str, words: &[usize], query: &[QueryTerm<'_>], analyzer: &Analyzer) -> bool {
    let terms = analyzer.query_words(text);
    let mut stems = terms.iter().filter(|word| counts(word)).map(|word| &word.terms.stem);
    stems.all(|stem| words.iter().any(|number| query[*number].word.terms.stem == *stem))
}
