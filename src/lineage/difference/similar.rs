//! Which sentences and rows have most of their words in common.

use std::collections::HashMap;

use super::tokens::{Class, Text};
use super::units::Unit;

/// Of 1,000 words in two sentences: what they have in common where they are versions of each other.
pub(super) const ALIKE: usize = 800;
/// Units that a word may be in and still be looked for.
const MOST_UNITS: usize = 20;
/// Units that a unit is compared with.
const MOST_COMPARED: usize = 3;

/// A unit of each text, and how much they have in common.
#[derive(Clone, Copy, Debug)]
pub(super) struct Likeness {
    pub(super) before: usize,
    pub(super) after: usize,
    /// Words they have in common, of 1,000 in both (Dice 1945).
    pub(super) permille: usize,
}

/// Whether two texts of `before` and `after` words with `common` words in common have at least `permille` in common.
pub(super) fn permille(common: usize, before: usize, after: usize) -> usize {
    (2000 * common).checked_div(before + after).unwrap_or(0)
}

/// The pairs of units `before` and `after` with at least `least(row)` of their words in common, the most alike first; a
/// unit may be in more than one.
pub(super) fn likenesses(
    texts: (&Text, &Text),
    before: &[usize],
    after: &[usize],
    least: impl Fn(bool) -> usize,
) -> Vec<Likeness> {
    let words: HashMap<usize, Vec<u32>> = before.iter().map(|unit| (*unit, unit_words(texts.0, *unit))).collect();
    let mut units: HashMap<u32, Vec<usize>> = HashMap::new();
    for unit in before {
        for key in telling(texts.0, *unit) {
            units.entry(key).or_default().push(*unit);
        }
    }
    units.retain(|_, units| units.len() <= MOST_UNITS);
    let mut found = Vec::new();
    for unit in after {
        let Some(row) = texts.1.units.get(*unit).map(|unit| unit.row) else { continue };
        let own = unit_words(texts.1, *unit);
        for candidate in candidates(texts, *unit, &units) {
            let other = words.get(&candidate).map_or(&[][..], Vec::as_slice);
            // Two of very different length cannot be alike.
            let bound = permille(own.len().min(other.len()), own.len(), other.len());
            let same_sort = texts.0.units.get(candidate).is_some_and(|unit| unit.row == row);
            if same_sort && bound >= least(row) {
                let permille = permille(common(&own, other), own.len(), other.len());
                found.push(Likeness { before: candidate, after: *unit, permille });
            }
        }
    }
    found.retain(|found| texts.1.units.get(found.after).is_some_and(|unit| found.permille >= least(unit.row)));
    found.sort_by_key(|found| (usize::MAX - found.permille, found.before, found.after));
    found
}

/// The units of the older text with most telling words of `unit`.
fn candidates(texts: (&Text, &Text), unit: usize, units: &HashMap<u32, Vec<usize>>) -> Vec<usize> {
    let mut shared: HashMap<usize, usize> = HashMap::new();
    for key in telling(texts.1, unit) {
        for candidate in units.get(&key).into_iter().flatten() {
            *shared.entry(*candidate).or_default() += 1;
        }
    }
    let mut candidates: Vec<(usize, usize)> = shared.into_iter().collect();
    candidates.sort_by_key(|(candidate, shared)| (usize::MAX - shared, *candidate));
    candidates.iter().take(MOST_COMPARED).map(|(candidate, _)| *candidate).collect()
}

/// The different words of a unit that say something.
fn telling(text: &Text, unit: usize) -> Vec<u32> {
    let mut keys = keys_of(text, unit, |class| !matches!(class, Class::Mark | Class::Cell | Class::Function));
    keys.dedup();
    keys
}

/// The words of a unit, sorted.
fn unit_words(text: &Text, unit: usize) -> Vec<u32> {
    keys_of(text, unit, |class| !matches!(class, Class::Mark | Class::Cell))
}

fn keys_of(text: &Text, unit: usize, wanted: impl Fn(Class) -> bool) -> Vec<u32> {
    let tokens = text.units.get(unit).map_or(0..0, |unit: &Unit| unit.tokens.clone());
    let keys = tokens.filter(|at| wanted(text.class(*at))).filter_map(|at| text.keys.get(at).copied());
    let mut keys: Vec<u32> = keys.collect();
    keys.sort_unstable();
    keys
}

/// How many of two sorted lists are the same.
fn common(before: &[u32], after: &[u32]) -> usize {
    let mut rest = before.iter().peekable();
    let mut common = 0;
    for key in after {
        while rest.next_if(|other| *other < key).is_some() {}
        common += usize::from(rest.next_if(|other| *other == key).is_some());
    }
    common
}
