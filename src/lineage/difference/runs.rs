//! What is kept, what moved and what changed, in the order of the newer text, with changes that read as phrases.

use std::ops::Range;

use super::matching::{Matching, Origin};
use super::tokens::{Class, Text};

/// A stretch of text of which the same happened to all.
#[derive(Clone, Debug)]
pub(super) struct Run {
    /// Gone, new, or both; else it is in both texts.
    pub(super) changed: bool,
    /// In a sentence or row that stands elsewhere in the older text.
    pub(super) moved: bool,
    /// Its tokens in the older text, in order.
    pub(super) before: Vec<usize>,
    /// Its tokens in the newer text.
    pub(super) after: Range<usize>,
}

/// The runs of the newer text, which together are all tokens of both texts.
pub(super) fn runs(before: &Text, after: &Text, matching: &Matching) -> Vec<Run> {
    let stayed = (0..before.tokens.len()).filter(|at| matching.left.get(*at) == Some(&false)).collect();
    let mut stayed = Flow { tokens: stayed, at: 0 };
    let mut walk = Walk { matching, runs: Vec::new(), sealed: true, moved: false };
    let next_kept = next_kept(before, after, matching);
    for (unit, origin) in after.units.iter().zip(&matching.origins) {
        let (start, end) = (unit.tokens.start, unit.tokens.end);
        let from = |unit: usize| before.units.get(unit).map_or(0..0, |unit| unit.tokens.clone());
        match *origin {
            Origin::Nowhere => walk.tokens(&mut stayed, unit.tokens.clone()),
            Origin::Kept(nth) => {
                walk.gone(stayed.until(from(nth).start), start);
                walk.sealed = true;
                walk.tokens(&mut stayed, unit.tokens.clone());
                walk.gone(stayed.until(from(nth).end), end);
                walk.sealed = true;
            }
            Origin::Moved(nth) => {
                // What is new before this unit stands in the place of what is gone after it.
                if walk.ends_with_new() {
                    walk.gone(stayed.until(next_kept.get(start).copied().unwrap_or(0)), start);
                }
                let mut moved = Flow { tokens: from(nth).collect(), at: 0 };
                (walk.sealed, walk.moved) = (true, true);
                walk.tokens(&mut moved, unit.tokens.clone());
                walk.gone(moved.until(usize::MAX), end);
                (walk.sealed, walk.moved) = (true, false);
            }
        }
    }
    walk.gone(stayed.until(usize::MAX), after.tokens.len());
    joined(after, walk.runs)
}

/// Of each token of the newer text, how far the older text has been passed at the next token or unit kept in its place.
fn next_kept(before: &Text, after: &Text, matching: &Matching) -> Vec<usize> {
    let mut next = vec![usize::MAX; after.tokens.len()];
    let mut kept = usize::MAX;
    for (unit, origin) in after.units.iter().zip(&matching.origins).rev() {
        for at in unit.tokens.clone().rev() {
            if let Some(partner) = matching.partners.get(at).copied().flatten()
                && !matches!(origin, Origin::Moved(_))
            {
                kept = partner;
            }
            if let Some(entry) = next.get_mut(at) {
                *entry = kept;
            }
        }
        if let Origin::Kept(nth) = origin {
            kept = before.units.get(*nth).map_or(kept, |unit| unit.tokens.start);
        }
    }
    next
}

/// Tokens of the older text, as they are passed.
struct Flow {
    tokens: Vec<usize>,
    at: usize,
}

impl Flow {
    /// Passes the tokens before `end`.
    fn until(&mut self, end: usize) -> &[usize] {
        let rest = self.tokens.get(self.at..).unwrap_or_default();
        let passed = rest.partition_point(|at| *at < end);
        self.at += passed;
        rest.get(..passed).unwrap_or_default()
    }
}

struct Walk<'m> {
    matching: &'m Matching,
    runs: Vec<Run>,
    /// Whether the last run takes no more.
    sealed: bool,
    /// Whether it is in a unit that moved.
    moved: bool,
}

impl Walk<'_> {
    fn tokens(&mut self, flow: &mut Flow, tokens: Range<usize>) {
        for at in tokens {
            match self.matching.partners.get(at).copied().flatten() {
                None => self.add(true, at, |run| run.after.end = at + 1),
                Some(partner) => {
                    self.gone(flow.until(partner), at);
                    flow.at += 1;
                    self.add(false, at, |run| {
                        run.before.push(partner);
                        run.after.end = at + 1;
                    });
                }
            }
        }
    }

    /// Adds tokens that are gone before token `at` of the newer text.
    fn gone(&mut self, tokens: &[usize], at: usize) {
        if !tokens.is_empty() {
            self.add(true, at, |run| run.before.extend(tokens));
        }
    }

    fn ends_with_new(&self) -> bool {
        !self.sealed && self.runs.last().is_some_and(|run| run.changed && !run.after.is_empty())
    }

    /// Adds to the last run where it has this fate, or else to a new one from token `at`.
    fn add(&mut self, changed: bool, at: usize, add: impl FnOnce(&mut Run)) {
        let last = self.runs.pop_if(|run| !self.sealed && run.changed == changed);
        let mut run = last.unwrap_or(Run { changed, moved: self.moved, before: Vec::new(), after: at..at });
        add(&mut run);
        self.runs.push(run);
        self.sealed = false;
    }
}

/// The runs with those changes joined that only a few words that say little are between (after the semantic clean-up of
/// Fraser 2006).
fn joined(after: &Text, runs: Vec<Run>) -> Vec<Run> {
    let mut joined: Vec<Run> = Vec::with_capacity(runs.len());
    for run in runs {
        let between = match joined.as_slice() {
            [.., first, between] if reads_as_one(after, first, between, &run) => joined.pop(),
            _ => None,
        };
        match (between, joined.last_mut()) {
            (Some(between), Some(first)) => {
                first.before.extend(between.before);
                first.before.extend(run.before);
                first.after.end = run.after.end;
            }
            _ => joined.push(run),
        }
    }
    joined
}

/// Whether two changes with `between` between them read as one.
fn reads_as_one(text: &Text, first: &Run, between: &Run, last: &Run) -> bool {
    const MOST_TOKENS: usize = 3;
    const LONG: usize = 3;
    let replaces = |run: &Run| !run.before.is_empty() && !run.after.is_empty();
    let long = |run: &Run| replaces(run) && run.before.len().max(run.after.len()) >= LONG;
    let small = first.changed && !between.changed && last.changed && between.after.len() <= MOST_TOKENS;
    if !small || !(replaces(first) || replaces(last)) {
        return false;
    }
    let says = |at: usize| match text.class(at) {
        Class::Mark | Class::Function => Some(0),
        Class::Word => Some(1),
        Class::Cell | Class::Name | Class::Fact(_) => None,
    };
    let words: Option<usize> = between.after.clone().map(says).sum();
    let one_sentence = !(between.after.start..=between.after.end).any(|at| begins_unit(text, at));
    one_sentence && words.is_some_and(|words| words == 0 || words == 1 && long(first) && long(last))
}

fn begins_unit(text: &Text, at: usize) -> bool {
    text.units.binary_search_by_key(&at, |unit| unit.tokens.start).is_ok()
}
