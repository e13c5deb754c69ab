//! Tokens aligned so that what is gone and what is new are phrases.

use std::ops::Range;

use super::align::align;
use super::tokens::{Class, Text};

/// Tokens of one text that are aligned with some of the other.
pub(super) struct Side {
    tokens: Vec<usize>,
    keys: Vec<u32>,
    /// How well a phrase ends before each token, and after the last.
    ends: Vec<i8>,
}

/// The pairs of tokens of both sides that are the same, in order.
pub(super) fn align_sides(from: &Side, to: &Side) -> Vec<(usize, usize)> {
    let mut partners = align(&from.keys, &to.keys);
    to.slide(&mut partners, from.tokens.len());
    let mut partners = inverse(&partners, from.tokens.len());
    from.slide(&mut partners, to.tokens.len());
    let pairs = from.tokens.iter().zip(partners);
    pairs.filter_map(|(from, partner)| Some((*from, *to.tokens.get(partner?)?))).collect()
}

impl Side {
    pub(super) fn new(text: &Text, tokens: Vec<usize>) -> Self {
        const END: i8 = 4;
        let keys = tokens.iter().filter_map(|at| text.keys.get(*at).copied()).collect();
        let ends = tokens.iter().map(|at| end_before(text, *at)).chain([END]).collect();
        Side { tokens, keys, ends }
    }

    /// Lets each run that only this side has begin and end where phrases do, where it can be moved along words that are
    /// the same: `a. [b. ]b.` for `a[. b]. b.` (the lossless clean-up of Fraser 2006). `others`: tokens of the other
    /// side.
    fn slide(&self, partners: &mut [Option<usize>], others: usize) {
        let mut at = 0;
        while at < partners.len() {
            if partner(partners, at).is_some() {
                at += 1;
                continue;
            }
            let run = at..(at..partners.len()).find(|end| partner(partners, *end).is_some()).unwrap_or(partners.len());
            at = run.end;
            let left = run.start.checked_sub(1).map_or(Some(0), |left| partner(partners, left).map(|other| other + 1));
            let right = if run.end == partners.len() { Some(others) } else { partner(partners, run.end) };
            // A run with a run of the other side beside it is a replacement, and stays.
            if left == right {
                at = self.slide_run(partners, run);
            }
        }
    }

    /// Moves one run to where it reads best; the place after it.
    fn slide_run(&self, partners: &mut [Option<usize>], run: Range<usize>) -> usize {
        let Range { mut start, mut end } = run;
        while start > 0 && partner(partners, start - 1).is_some() && self.same(start - 1, end - 1) {
            (start, end) = (start - 1, end - 1);
            partners.swap(start, end);
        }
        let (mut best, mut at) = ((self.reads(start, end), start), (start, end));
        while at.1 < partners.len() && partner(partners, at.1).is_some() && self.same(at.0, at.1) {
            partners.swap(at.0, at.1);
            at = (at.0 + 1, at.1 + 1);
            best = best.max((self.reads(at.0, at.1), at.0));
        }
        while at.0 > best.1 {
            at = (at.0 - 1, at.1 - 1);
            partners.swap(at.0, at.1);
        }
        at.1
    }

    fn same(&self, one: usize, other: usize) -> bool {
        self.keys.get(one) == self.keys.get(other)
    }

    fn reads(&self, start: usize, end: usize) -> i8 {
        let end_at = |at: usize| self.ends.get(at).copied().unwrap_or(0);
        end_at(start) + end_at(end)
    }
}

fn inverse(partners: &[Option<usize>], count: usize) -> Vec<Option<usize>> {
    let mut inverse = vec![None; count];
    for (at, partner) in partners.iter().enumerate() {
        if let Some(entry) = partner.and_then(|partner| inverse.get_mut(partner)) {
            *entry = Some(at);
        }
    }
    inverse
}

fn partner(partners: &[Option<usize>], at: usize) -> Option<usize> {
    partners.get(at).copied().flatten()
}

/// How well a phrase ends before token `at`: best before a sentence or line, not before a mark that closes something.
fn end_before(text: &Text, at: usize) -> i8 {
    let Some(previous) = at.checked_sub(1) else { return 4 };
    if text.units.binary_search_by_key(&at, |unit| unit.tokens.start).is_ok() {
        return 4;
    }
    match (text.class(previous), text.class(at)) {
        _ if text.begins_line(at) => 3,
        (_, Class::Mark) if text.space_before(at).is_empty() => -2,
        (Class::Mark, _) => 2,
        (Class::Function, _) => 0,
        _ => 1,
    }
}
