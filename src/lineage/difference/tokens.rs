//! A text as the tokens that are compared: words, names, facts and marks.

use std::collections::HashMap;
use std::ops::Range;

use super::Kind;
use super::atoms::{Atom, Shape, atoms, fold};
use super::facts::FactReader;
use super::units::{Unit, units};
use super::words::List;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Punctuation or another sign.
    Mark,
    /// What separates the cells of a row.
    Cell,
    Word,
    /// A word that says little on its own.
    Function,
    /// A word with a capital that does not begin a sentence.
    Name,
    /// An amount, percentage, number or date.
    Fact(Kind),
}

/// What is compared as one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// In bytes.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) class: Class,
    /// Has a capital, where a sentence begins.
    capital: bool,
}

/// A text with its tokens.
#[derive(Debug)]
pub(super) struct Text<'t> {
    pub(super) source: &'t str,
    pub(super) tokens: Vec<Token>,
    /// Of each token, a number that is the same for those that compare as equal in either text.
    pub(super) keys: Vec<u32>,
    /// Sentences and rows, which together are all tokens.
    pub(super) units: Vec<Unit>,
}

/// The tokens of both texts.
pub(super) fn read<'t>(before: &'t str, after: &'t str) -> (Text<'t>, Text<'t>) {
    let mut keys = Keys::default();
    let mut texts = (Text::read(before, &mut keys), Text::read(after, &mut keys));
    // A word that is a name inside a sentence is one at its beginning too.
    let mut names = vec![false; keys.known.len()];
    for text in [&texts.0, &texts.1] {
        text.tokens.iter().zip(&text.keys).filter(|(token, _)| token.class == Class::Name).for_each(|(_, key)| {
            if let Some(name) = names.get_mut(*key as usize) {
                *name = true;
            }
        });
    }
    texts.0.recognise(&names);
    texts.1.recognise(&names);
    texts
}

impl<'t> Text<'t> {
    fn read(source: &'t str, keys: &mut Keys) -> Self {
        let tokens = Classifier { text: source, begins: true }.tokens(&atoms(source));
        let keys = tokens.iter().map(|token| keys.key(&source[token.start..token.end])).collect();
        let mut text = Text { source, tokens, keys, units: Vec::new() };
        text.units = units(&text);
        text
    }

    fn recognise(&mut self, names: &[bool]) {
        for (token, key) in self.tokens.iter_mut().zip(&self.keys) {
            if token.capital && token.class == Class::Word && names.get(*key as usize) == Some(&true) {
                token.class = Class::Name;
            }
        }
    }

    /// Token `at` as it is written; nothing past the last.
    pub(super) fn token(&self, at: usize) -> &'t str {
        self.tokens.get(at).map_or("", |token| &self.source[token.start..token.end])
    }

    /// What token `at` is; a mark past the last.
    pub(super) fn class(&self, at: usize) -> Class {
        self.tokens.get(at).map_or(Class::Mark, |token| token.class)
    }

    /// Tokens `range` as they are written, without the white space around them.
    pub(super) fn written(&self, range: Range<usize>) -> &'t str {
        let first = self.tokens.get(range.start);
        let last = range.end.checked_sub(1).and_then(|last| self.tokens.get(last));
        first.zip(last).map_or("", |(first, last)| self.source.get(first.start..last.end).unwrap_or(""))
    }

    /// The white space before token `at`; past the last, what ends the text.
    pub(super) fn space_before(&self, at: usize) -> &'t str {
        let start = at.checked_sub(1).and_then(|before| self.tokens.get(before)).map_or(0, |token| token.end);
        let end = self.tokens.get(at).map_or(self.source.len(), |token| token.start);
        &self.source[start..end]
    }

    /// Whether a line begins with token `at`.
    pub(super) fn begins_line(&self, at: usize) -> bool {
        at == 0 || self.space_before(at).contains(['\n', '\r'])
    }

    /// Whether token `at` counts as a word.
    pub(super) fn is_word(&self, at: usize) -> bool {
        !matches!(self.class(at), Class::Mark | Class::Cell)
    }
}

/// Numbers for texts that compare as equal.
#[derive(Debug, Default)]
struct Keys {
    known: HashMap<String, u32>,
    folded: String,
}

impl Keys {
    fn key(&mut self, token: &str) -> u32 {
        self.folded.clear();
        fold(token, &mut self.folded);
        if let Some(key) = self.known.get(&self.folded) {
            return *key;
        }
        let key = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
        self.known.insert(self.folded.clone(), key);
        key
    }
}

/// Tells names from words that have their capital because they begin a sentence.
struct Classifier<'t> {
    text: &'t str,
    begins: bool,
}

impl<'t> Classifier<'t> {
    fn tokens(mut self, atoms: &[Atom]) -> Vec<Token> {
        let facts = FactReader { atoms };
        let mut tokens = Vec::with_capacity(atoms.len());
        let mut at = 0;
        let mut end = 0;
        while let Some(atom) = atoms.get(at) {
            self.begins |= at == 0 || self.text[end..atom.start].contains(['\n', '\r', '\t']);
            let (class, next) = match facts.fact(at) {
                Some((kind, next)) => (Class::Fact(kind), next),
                None => (self.class(atom), at + 1),
            };
            end = next.checked_sub(1).and_then(|last| atoms.get(last)).map_or(atom.end, |last| last.end);
            let token = Token { start: atom.start, end, class, capital: self.begins && has_capital(&atom.plain) };
            self.pass(token, tokens.last().copied());
            tokens.push(token);
            at = next;
        }
        tokens
    }

    fn class(&self, atom: &Atom) -> Class {
        match atom.shape {
            Shape::Mark if atom.plain == "|" && self.stands_alone(atom) => Class::Cell,
            Shape::Mark => Class::Mark,
            _ if List::Function.has(&atom.plain) => Class::Function,
            _ if !self.begins && has_capital(&atom.plain) => Class::Name,
            _ => Class::Word,
        }
    }

    fn stands_alone(&self, atom: &Atom) -> bool {
        let before = self.text[..atom.start].chars().next_back().is_none_or(char::is_whitespace);
        before && self.text[atom.end..].chars().next().is_none_or(char::is_whitespace)
    }

    /// Finds out whether the token after `token` begins a sentence.
    fn pass(&mut self, token: Token, before: Option<Token>) {
        let written = &self.text[token.start..token.end];
        self.begins = match token.class {
            Class::Cell => true,
            Class::Mark => {
                let word = before.map_or("", |before| &self.text[before.start..before.end]);
                let full_stop = written.starts_with('.') && !is_abbreviation(word);
                full_stop || matches!(written, "!" | "?" | ":" | ";" | "•" | "…") || self.begins
            }
            // The number or letter of a list or heading.
            Class::Fact(_) => self.begins,
            _ => self.begins && written.chars().nth(1).is_none(),
        };
    }
}

/// Whether `word` is written as names are: not a single letter, and not a long word in capitals, as headings have.
fn has_capital(word: &str) -> bool {
    const LONGEST_IN_CAPITALS: usize = 6;
    let mut letters = word.trim_start_matches("s-").chars();
    letters.next().is_some_and(char::is_uppercase)
        && letters.next().is_some()
        && (word.len() <= LONGEST_IN_CAPITALS || word.chars().any(char::is_lowercase))
}

/// Whether a full stop after `word` is part of it: "dhr.", "o.a.", "J.".
pub(super) fn is_abbreviation(word: &str) -> bool {
    let initial = word.chars().next().is_some_and(char::is_uppercase) && word.chars().nth(1).is_none();
    let dotted = word.contains('.') && word.chars().next().is_some_and(char::is_alphabetic);
    initial || dotted || List::Abbreviated.has(word)
}
