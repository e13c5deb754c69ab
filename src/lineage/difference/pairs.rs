//! Which sentences and rows of two texts are versions of each other, in their place or moved. Their words are left to
//! `matching`.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::ops::Range;

use super::Kind;
use super::align::align;
use super::chain::{Link, heaviest_chain};
use super::similar::{ALIKE, likenesses, permille};
use super::tokens::{Class, Text};
use super::units::Unit;

/// Words that a sentence has at least that can be found moved or rewritten.
const SENTENCE_WORDS: usize = 5;
/// The same of a row.
const ROW_WORDS: usize = 3;
/// What [`ALIKE`] is for rows, of which the columns say more.
const ALIKE_ROWS: usize = 500;

/// The pairs of units, by their numbers in the older and the newer text.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    /// Those in their place: each after the one before it in both texts.
    pub(super) kept: Vec<(usize, usize)>,
    /// Those that stand elsewhere.
    pub(super) moved: Vec<(usize, usize)>,
}

/// Pairs the units that are equal; then rows with the same first cell, or with the same other cells; then those that
/// only have another number before them; then those that are alike. The pairs with most words that keep their order are
/// kept.
pub(super) fn pair_units(before: &Text, after: &Text) -> Pairs {
    let mut pairer = Pairer {
        before,
        after,
        free: (vec![true; before.units.len()], vec![true; after.units.len()]),
        links: Vec::new(),
    };
    pairer.pair_by(|text, unit| Some(keys(text, &unit.tokens)));
    pairer.pair_by(|text, unit| first_cell(text, unit));
    pairer.pair_by(|text, unit| other_cells(text, unit));
    pairer.pair_by(|text, unit| without_number(text, unit));
    pairer.pair_alike();
    pairer.finish()
}

struct Pairer<'p, 't> {
    before: &'p Text<'t>,
    after: &'p Text<'t>,
    /// Which units of each text have no pair.
    free: (Vec<bool>, Vec<bool>),
    links: Vec<Link>,
}

impl<'p, 't> Pairer<'p, 't> {
    /// Pairs the free units that have the same `key`, where both texts have as many.
    fn pair_by<K: Hash + Eq>(&mut self, key: impl Fn(&'p Text<'t>, &'p Unit) -> Option<K>) {
        let mut same: HashMap<K, (Vec<usize>, Vec<usize>)> = HashMap::new();
        for (nth, unit) in self.before.units.iter().enumerate().filter(|(nth, _)| is_free(&self.free.0, *nth)) {
            if let Some(key) = key(self.before, unit) {
                same.entry(key).or_default().0.push(nth);
            }
        }
        for (nth, unit) in self.after.units.iter().enumerate().filter(|(nth, _)| is_free(&self.free.1, *nth)) {
            if let Some(key) = key(self.after, unit) {
                same.entry(key).or_default().1.push(nth);
            }
        }
        for (before, after) in same.into_values().filter(|(before, after)| before.len() == after.len()) {
            before.into_iter().zip(after).for_each(|(before, after)| self.link(before, after));
        }
    }

    /// Pairs the free units that are alike. Rows whose first cell both texts have are left for `pair_rows_between`.
    fn pair_alike(&mut self) {
        let (before, after) = (self.before, self.after);
        let firsts = |text: &'p Text<'t>, free: &[bool]| -> HashSet<&'p [u32]> {
            free_units(free).filter_map(|nth| first_cell(text, text.units.get(nth)?)).collect()
        };
        let (before_firsts, after_firsts) = (firsts(before, &self.free.0), firsts(after, &self.free.1));
        let suits = |text: &'p Text<'t>, unit: usize, others: &HashSet<&[u32]>| {
            text.units.get(unit).is_some_and(|unit| match first_cell(text, unit) {
                Some(first) => unit.words > 1 && !others.contains(first),
                None => unit.words >= SENTENCE_WORDS,
            })
        };
        let before: Vec<usize> = free_units(&self.free.0).filter(|unit| suits(before, *unit, &after_firsts)).collect();
        let after: Vec<usize> = free_units(&self.free.1).filter(|unit| suits(after, *unit, &before_firsts)).collect();
        let least = |row| if row { ALIKE_ROWS } else { ALIKE };
        for found in likenesses((self.before, self.after), &before, &after, least) {
            if is_free(&self.free.0, found.before) && is_free(&self.free.1, found.after) {
                self.link(found.before, found.after);
            }
        }
    }

    fn link(&mut self, before: usize, after: usize) {
        set_free(&mut self.free.0, before, false);
        set_free(&mut self.free.1, after, false);
        let words = self.after.units.get(after).map_or(0, |unit| unit.words);
        self.links.push(Link { before, after, weight: words + 1 });
    }

    fn finish(mut self) -> Pairs {
        self.links.sort_by_key(|link| link.before);
        let chain = heaviest_chain(&self.links);
        let mut chain = chain.iter().copied().peekable();
        let mut pairs = Pairs::default();
        for (nth, link) in std::mem::take(&mut self.links).into_iter().enumerate() {
            if chain.next_if_eq(&nth).is_some() {
                pairs.kept.push((link.before, link.after));
            } else if self.is_moved(&link) {
                pairs.moved.push((link.before, link.after));
            } else {
                set_free(&mut self.free.0, link.before, true);
                set_free(&mut self.free.1, link.after, true);
            }
        }
        self.pair_rows_between(&mut pairs.kept);
        pairs
    }

    /// Whether a pair that stands elsewhere is told as moved: long enough, its facts the same, and most of its words.
    fn is_moved(&self, link: &Link) -> bool {
        let units = self.before.units.get(link.before).zip(self.after.units.get(link.after));
        units.is_some_and(|(before, after)| {
            let least = if after.row { ROW_WORDS } else { SENTENCE_WORDS };
            let long = before.words.min(after.words) >= least;
            let equal = keys(self.before, &before.tokens) == keys(self.after, &after.tokens);
            let same_facts = || facts(self.before, before) == facts(self.after, after);
            long && (equal || same_facts() && self.is_alike(before, after))
        })
    }

    fn is_alike(&self, before: &Unit, after: &Unit) -> bool {
        let partners = align(keys(self.before, &before.tokens), keys(self.after, &after.tokens));
        let kept =
            after.tokens.clone().zip(partners).filter(|(at, partner)| partner.is_some() && self.after.is_word(*at));
        permille(kept.count(), before.words, after.words) >= ALIKE
    }

    /// Pairs rows by their first cells where these occur more often in one text than in the other.
    fn pair_rows_between(&self, kept: &mut Vec<(usize, usize)>) {
        let mut numbers = HashMap::new();
        let mut found = Vec::new();
        let ends = (self.before.units.len(), self.after.units.len());
        let mut start = (0, 0);
        for (before, after) in kept.iter().copied().chain([ends]) {
            let before_rows = free_rows(self.before, &self.free.0, start.0..before, &mut numbers);
            let after_rows = free_rows(self.after, &self.free.1, start.1..after, &mut numbers);
            for (partner, row) in align(&before_rows.1, &after_rows.1).into_iter().zip(&after_rows.0) {
                found.extend(partner.and_then(|partner| before_rows.0.get(partner)).map(|partner| (*partner, *row)));
            }
            start = (before + 1, after + 1);
        }
        kept.extend(found);
        kept.sort_unstable();
    }
}

/// The free rows of `units` that have a first cell, and for each a number that says which.
fn free_rows<'t>(
    text: &'t Text,
    free: &[bool],
    units: Range<usize>,
    numbers: &mut HashMap<&'t [u32], u32>,
) -> (Vec<usize>, Vec<u32>) {
    units
        .filter(|nth| is_free(free, *nth))
        .filter_map(|nth| {
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            let number = *numbers.entry(first_cell(text, text.units.get(nth)?)?).or_insert(next);
            Some((nth, number))
        })
        .unzip()
}

fn keys<'t>(text: &'t Text, tokens: &Range<usize>) -> &'t [u32] {
    text.keys.get(tokens.clone()).unwrap_or_default()
}

/// What the first cell of a row says.
fn first_cell<'t>(text: &'t Text, unit: &Unit) -> Option<&'t [u32]> {
    unit.row.then(|| unit.first_cell(text)).flatten().map(|cell| keys(text, &cell))
}

/// What the cells of a row say but for the first, where they say enough to know it by.
fn other_cells<'t>(text: &'t Text, unit: &Unit) -> Option<&'t [u32]> {
    const WORDS: usize = 2;
    let first = unit.row.then(|| unit.first_cell(text)).flatten()?;
    let others = first.end..unit.tokens.end;
    (others.clone().filter(|at| text.is_word(*at)).count() >= WORDS).then(|| keys(text, &others))
}

/// What a sentence or heading says after the number that it begins with: "06 Voedselbank", "Artikel 5 Begrippen".
fn without_number<'t>(text: &'t Text, unit: &Unit) -> Option<&'t [u32]> {
    let numbered = !unit.row && text.class(unit.tokens.start) == Class::Fact(Kind::Number);
    (numbered && unit.words > 1).then(|| keys(text, &(unit.tokens.start + 1..unit.tokens.end)))
}

/// The facts of a unit, in order.
fn facts(text: &Text, unit: &Unit) -> Vec<u32> {
    let is_fact = |at: &usize| matches!(text.class(*at), Class::Fact(_) | Class::Name);
    unit.tokens.clone().filter(is_fact).filter_map(|at| text.keys.get(at).copied()).collect()
}

fn is_free(free: &[bool], unit: usize) -> bool {
    free.get(unit) == Some(&true)
}

fn free_units(free: &[bool]) -> impl Iterator<Item = usize> {
    free.iter().enumerate().filter(|(_, free)| **free).map(|(unit, _)| unit)
}

fn set_free(free: &mut [bool], unit: usize, value: bool) {
    if let Some(known) = free.get_mut(unit) {
        *known = value;
    }
}
