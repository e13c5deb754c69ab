//! A change taken apart: facts by themselves, and the words around them.

use std::ops::Range;

use super::Kind;
use super::atoms::fold;
use super::facts::is_year;
use super::runs::Run;
use super::tokens::{Class, Text};
use super::words::List;

/// What happened to a part of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Same,
    Changed(Kind),
    Gone,
    New,
}

/// A part, with its places among the tokens of the change in each text.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) part: Part,
    /// Places in `Run::before`.
    pub(super) before: Range<usize>,
    /// Tokens of the newer text.
    pub(super) after: Range<usize>,
}

/// Words on both sides from which a change is told as one text gone and another come.
const UNRELATED: usize = 12;

/// The parts of the change `run`, in order.
pub(super) fn take_apart(before: &Text, after: &Text, run: &Run) -> Vec<Piece> {
    let mut splitter = Splitter { before, after, run, pieces: Vec::new() };
    splitter.split();
    splitter.pieces
}

/// A fact on one side of a change.
struct Fact<'t> {
    kind: Kind,
    /// Places in `Run::before`, or tokens of the newer text.
    places: Range<usize>,
    text: &'t str,
}

struct Splitter<'s, 't> {
    before: &'s Text<'t>,
    after: &'s Text<'t>,
    run: &'s Run,
    pieces: Vec<Piece>,
}

impl Splitter<'_, '_> {
    fn split(&mut self) {
        let (mut before, mut after) = (0..self.run.before.len(), self.run.after.clone());
        if reads_the_same(&self.written(before.clone()), self.after.written(after.clone())) {
            return self.piece(Part::Same, before, after);
        }
        if self.is_unrelated() {
            return self.replace(before, after);
        }
        let olds = facts(self.before, &self.run.before, 0);
        let news = facts(self.after, &after.clone().collect::<Vec<_>>(), after.start);
        for (old, new, kind) in pair(&olds, &news) {
            self.words(before.start..old.places.start, after.start..new.places.start);
            (before.start, after.start) = (old.places.end, new.places.end);
            let compared = |fact: &Fact| if kind == Kind::Name { spaced(fact.text) } else { flat(fact.text) };
            let part = match (compared(old), compared(new)) {
                (old, new) if old == new => Part::Same,
                (old, new) if old.to_lowercase() == new.to_lowercase() => Part::Changed(Kind::Words),
                _ => Part::Changed(kind),
            };
            self.piece(part, old.places.clone(), new.places.clone());
        }
        self.words(before, after);
    }

    /// Whether it is about rows, or too long to be another wording of the same.
    fn is_unrelated(&self) -> bool {
        let (old, new) = (&self.run.before, &self.run.after);
        let row = old.iter().any(|at| self.before.class(*at) == Class::Cell)
            || new.clone().any(|at| self.after.class(at) == Class::Cell);
        row || old.iter().filter(|at| self.before.is_word(**at)).nth(UNRELATED - 1).is_some()
            && new.clone().filter(|at| self.after.is_word(*at)).nth(UNRELATED - 1).is_some()
    }

    /// The words between facts that changed. What is the same at their ends is kept; where a fact is left that the
    /// other side does not have, they are no change of words.
    fn words(&mut self, mut before: Range<usize>, mut after: Range<usize>) {
        let (start, mut kept) = ((before.start, after.start), 0);
        while !before.is_empty() && !after.is_empty() && self.same(before.start, after.start) {
            (before.start, after.start) = (before.start + 1, after.start + 1);
        }
        while !before.is_empty() && !after.is_empty() && self.same(before.end - 1, after.end - 1) {
            (before.end, after.end, kept) = (before.end - 1, after.end - 1, kept + 1);
        }
        self.piece(Part::Same, start.0..before.start, start.1..after.start);
        let written = (self.written(before.clone()), self.after.written(after.clone()));
        if reads_the_same(&written.0, written.1) {
            self.piece(Part::Same, before.clone(), after.clone());
        } else if before.is_empty() || after.is_empty() || self.has_fact(&before, &after) {
            self.replace(before.clone(), after.clone());
        } else {
            self.piece(Part::Changed(Kind::Words), before.clone(), after.clone());
        }
        self.piece(Part::Same, before.end..before.end + kept, after.end..after.end + kept);
    }

    fn has_fact(&self, before: &Range<usize>, after: &Range<usize>) -> bool {
        let old = self.run.before.get(before.clone()).unwrap_or_default();
        old.iter().any(|at| matches!(self.before.class(*at), Class::Fact(_)))
            || after.clone().any(|at| matches!(self.after.class(at), Class::Fact(_)))
    }

    fn same(&self, before: usize, after: usize) -> bool {
        let before = self.run.before.get(before).and_then(|at| self.before.keys.get(*at));
        before == self.after.keys.get(after)
    }

    fn written(&self, before: Range<usize>) -> String {
        written(self.before, self.run.before.get(before).unwrap_or_default())
    }

    fn replace(&mut self, before: Range<usize>, after: Range<usize>) {
        self.piece(Part::Gone, before, after.start..after.start);
        self.piece(Part::New, 0..0, after);
    }

    fn piece(&mut self, part: Part, before: Range<usize>, after: Range<usize>) {
        if !before.is_empty() || !after.is_empty() {
            self.pieces.push(Piece { part, before, after });
        }
    }
}

/// Tokens of a text as they are written, with a space where others are left out.
pub(super) fn written(text: &Text, tokens: &[usize]) -> String {
    let stretches = tokens.chunk_by(|one, next| *next == one + 1);
    let stretches = stretches.filter_map(|tokens| Some(text.written(*tokens.first()?..tokens.last()? + 1)));
    stretches.collect::<Vec<_>>().join(" ")
}

/// Whether two texts differ only in white space that does not make other words, or in a word broken at the end of a
/// line.
fn reads_the_same(before: &str, after: &str) -> bool {
    let (old, new) = (spaced(before), spaced(after));
    let broken = |text: &str| text.contains("-\n") || text.contains("-\r");
    old == new || (broken(before) || broken(after)) && old.replace('-', "") == new.replace('-', "")
}

/// `text` as it is compared, with spaces between words that nothing else separates.
fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    let mut broken = false;
    for part in text.split_whitespace() {
        if !broken && spaced.ends_with(char::is_alphanumeric) && part.starts_with(char::is_alphanumeric) {
            spaced.push(' ');
        }
        fold(part, &mut spaced);
        broken = part.ends_with('\u{ad}');
    }
    spaced
}

fn flat(text: &str) -> String {
    let mut flat = String::with_capacity(text.len());
    fold(text, &mut flat);
    flat
}

/// The facts among `tokens`; names that stand together, as "Berg en Dal", are one. `start` is the place of the first
/// token.
fn facts<'t>(text: &Text<'t>, tokens: &[usize], start: usize) -> Vec<Fact<'t>> {
    let mut facts = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let (kind, length) = match text.class(*token) {
            Class::Fact(kind) => (kind, 1),
            Class::Name => (Kind::Name, name_length(text, tokens.get(at..).unwrap_or_default())),
            _ => {
                at += 1;
                continue;
            }
        };
        let last = tokens.get(at + length - 1).copied().unwrap_or(*token);
        facts.push(Fact { kind, places: start + at..start + at + length, text: text.written(*token..last + 1) });
        at += length;
    }
    facts
}

/// How many of `tokens` make one name, of which the first is one.
fn name_length(text: &Text, tokens: &[usize]) -> usize {
    const MOST_PARTICLES: usize = 3;
    let mut length = 1;
    let mut particles = 0;
    for (nth, at) in tokens.iter().enumerate().skip(1) {
        match text.class(*at) {
            _ if tokens.get(nth - 1) != Some(&(at - 1)) => break,
            Class::Name => (length, particles) = (nth + 1, 0),
            Class::Function if particles < MOST_PARTICLES && List::Particle.has(text.token(*at)) => particles += 1,
            _ => break,
        }
    }
    length
}

/// Pairs as many facts as possible in order, of the same kind rather than of kinds that may stand for each other: a
/// longest common subsequence by dynamic programming (Wagner and Fischer 1974). One side has fewer than `UNRELATED`
/// facts.
fn pair<'f, 't>(olds: &'f [Fact<'t>], news: &'f [Fact<'t>]) -> Vec<(&'f Fact<'t>, &'f Fact<'t>, Kind)> {
    // The best sum of what is after each pair of places.
    let width = news.len() + 1;
    let mut best = vec![0; (olds.len() + 1) * width];
    let get = |best: &[u32], old: usize, new: usize| best.get(old * width + new).copied().unwrap_or(0);
    for (old, fact) in olds.iter().enumerate().rev() {
        for (new, other) in news.iter().enumerate().rev() {
            let paired = suits(fact, other).map_or(0, |(_, worth)| worth + get(&best, old + 1, new + 1));
            let value = paired.max(get(&best, old + 1, new)).max(get(&best, old, new + 1));
            if let Some(entry) = best.get_mut(old * width + new) {
                *entry = value;
            }
        }
    }
    let mut pairs = Vec::new();
    let (mut old, mut new) = (0, 0);
    while let Some((fact, other)) = olds.get(old).zip(news.get(new)) {
        let value = get(&best, old, new);
        match suits(fact, other) {
            Some((kind, worth)) if worth + get(&best, old + 1, new + 1) == value => {
                pairs.push((fact, other, kind));
                (old, new) = (old + 1, new + 1);
            }
            _ if get(&best, old + 1, new) == value => old += 1,
            _ => new += 1,
        }
    }
    pairs
}

/// What it is that changed where `new` stands for `old`, and how well that suits.
fn suits(old: &Fact, new: &Fact) -> Option<(Kind, u32)> {
    const SAME_KIND: u32 = 3;
    const OTHER_KIND: u32 = 2;
    if old.kind == new.kind {
        return Some((old.kind, SAME_KIND));
    }
    let digits = |fact: &Fact| -> String { fact.text.chars().filter(char::is_ascii_digit).collect() };
    let (number, other) = if old.kind == Kind::Number { (old, new) } else { (new, old) };
    let same_number = digits(number) == digits(other) || number.text.contains("miljoen") || number.text.contains("mln");
    match (number.kind, other.kind) {
        (Kind::Number, Kind::Amount | Kind::Percentage) if same_number => Some((other.kind, OTHER_KIND)),
        // A number from 1900 to 2099 that is no year.
        (Kind::Number, Kind::Date) if is_year(other.text) => Some((Kind::Number, OTHER_KIND)),
        _ => None,
    }
}
