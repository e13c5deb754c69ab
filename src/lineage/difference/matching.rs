//! Which tokens of two texts are the same, in place or moved.

use std::ops::Range;

use super::pairs::pair_units;
use super::sides::{Side, align_sides};
use super::similar::{ALIKE, permille};
use super::tokens::Text;
use super::units::Unit;

/// Where a unit of the newer text comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// Not from one unit of the older text.
    Nowhere,
    /// From this unit, in its place.
    Kept(usize),
    /// From this unit, which stands elsewhere.
    Moved(usize),
}

/// What belongs together in two texts.
#[derive(Debug)]
pub(super) struct Matching {
    /// Of each token of the newer text, the same token of the older.
    pub(super) partners: Vec<Option<usize>>,
    /// Of each unit of the newer text, where it comes from.
    pub(super) origins: Vec<Origin>,
    /// Of each token of the older text, whether its unit moved.
    pub(super) left: Vec<bool>,
}

impl Matching {
    /// Aligns the tokens of the units that belong together, and those of the sentences between them. Rows without a
    /// partner have nothing in common with anything.
    pub(super) fn new(before: &Text, after: &Text) -> Self {
        let mut matching = Matching {
            partners: vec![None; after.tokens.len()],
            origins: vec![Origin::Nowhere; after.units.len()],
            left: vec![false; before.tokens.len()],
        };
        if before.keys == after.keys {
            matching.partners = (0..after.tokens.len()).map(Some).collect();
            return matching;
        }
        let pairs = pair_units(before, after);
        let mut matcher = Matcher { before, after, matching };
        for (from, to) in pairs.moved {
            matcher.units(from, to, Origin::Moved(from));
        }
        let mut start = (0, 0);
        for (from, to) in pairs.kept {
            matcher.between(start.0..from, start.1..to);
            matcher.units(from, to, Origin::Kept(from));
            start = (from + 1, to + 1);
        }
        matcher.between(start.0..before.units.len(), start.1..after.units.len());
        matcher.matching
    }
}

struct Matcher<'m, 't> {
    before: &'m Text<'t>,
    after: &'m Text<'t>,
    matching: Matching,
}

impl Matcher<'_, '_> {
    /// Matches two units; rows with as many cells, cell by cell.
    fn units(&mut self, from: usize, to: usize, origin: Origin) {
        self.matching.origins.get_mut(to..=to).unwrap_or_default().fill(origin);
        let Some((from, to)) = self.before.units.get(from).zip(self.after.units.get(to)) else { return };
        if matches!(origin, Origin::Moved(_)) {
            self.matching.left.get_mut(from.tokens.clone()).unwrap_or_default().fill(true);
        }
        let (from_cells, to_cells) = (from.cells(self.before), to.cells(self.after));
        if !from.row || from_cells.len() != to_cells.len() {
            return self.set(aligned(self.before, self.after, [from], [to]));
        }
        for (from_cell, to_cell) in from_cells.into_iter().zip(to_cells) {
            if to_cell.end < to.tokens.end {
                self.set(vec![(from_cell.end, to_cell.end)]);
            }
            let cells = (Side::new(self.before, from_cell.collect()), Side::new(self.after, to_cell.collect()));
            self.set(align_sides(&cells.0, &cells.1));
        }
    }

    /// Matches what is left of `from` and `to`. Rows only where that is nearly all the same, as where lines are broken
    /// elsewhere: the cells of different rows have nothing to do with each other.
    fn between(&mut self, from: Range<usize>, to: Range<usize>) {
        let left = |unit: &&Unit| self.matching.left.get(unit.tokens.start) == Some(&true);
        let is_new = |nth: &usize| self.matching.origins.get(*nth) == Some(&Origin::Nowhere);
        let from = self.before.units.get(from).unwrap_or_default().iter().filter(|unit| !left(unit));
        let to = to.filter(is_new).filter_map(|nth| self.after.units.get(nth));
        let (from, to): (Vec<&Unit>, Vec<&Unit>) = (from.collect(), to.collect());
        let mut pairs = aligned(self.before, self.after, from.iter().copied(), to.iter().copied());
        if from.iter().chain(&to).any(|unit| unit.row) && !self.is_alike(&pairs, &from, &to) {
            let sentence = |unit: &&Unit| !unit.row;
            pairs =
                aligned(self.before, self.after, from.into_iter().filter(sentence), to.into_iter().filter(sentence));
        }
        self.set(pairs);
    }

    fn is_alike(&self, pairs: &[(usize, usize)], from: &[&Unit], to: &[&Unit]) -> bool {
        let kept = pairs.iter().filter(|(_, to)| self.after.is_word(*to)).count();
        let words = |units: &[&Unit]| units.iter().map(|unit| unit.words).sum();
        permille(kept, words(from), words(to)) >= ALIKE
    }

    fn set(&mut self, pairs: Vec<(usize, usize)>) {
        for (from, to) in pairs {
            if let Some(partner) = self.matching.partners.get_mut(to) {
                *partner = Some(from);
            }
        }
    }
}

/// The tokens that are the same, in order, in units of two texts.
fn aligned<'u>(
    before: &Text,
    after: &Text,
    from: impl IntoIterator<Item = &'u Unit>,
    to: impl IntoIterator<Item = &'u Unit>,
) -> Vec<(usize, usize)> {
    let from = from.into_iter().flat_map(|unit| unit.tokens.clone()).collect();
    let to = to.into_iter().flat_map(|unit| unit.tokens.clone()).collect();
    align_sides(&Side::new(before, from), &Side::new(after, to))
}
