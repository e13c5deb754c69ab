//! Which elements of two sequences are the same, in order.

use std::collections::HashMap;
use std::ops::Range;

use super::chain::{Link, heaviest_chain};

/// Edits that a shortest script is looked for with, before elements that occur once are used, or what was found so far.
const MOST_EDITS: usize = 400;
/// How often a part is cut at elements that occur once.
const DEEPEST: usize = 5;

/// Of each element of `after`, the place in `before` of the one that it is aligned with: the same, and in order.
///
/// A shortest edit script (Myers 1986, the greedy algorithm) where that has few edits. Else the sequences are cut at
/// elements that occur once in each (patience diff, Bram Cohen), and where there are none, the script that got furthest
/// is kept and the search begins again from there. So the time is linear in the lengths, with `MOST_EDITS` as its
/// factor.
pub(super) fn align(before: &[u32], after: &[u32]) -> Vec<Option<usize>> {
    let mut aligner = Aligner { before, after, partners: vec![None; after.len()], parts: Vec::new() };
    aligner.parts.push(Part { before: 0..before.len(), after: 0..after.len(), depth: 0 });
    while let Some(part) = aligner.parts.pop() {
        aligner.part(part);
    }
    aligner.partners
}

/// Stretches to align with each other.
struct Part {
    before: Range<usize>,
    after: Range<usize>,
    depth: usize,
}

struct Aligner<'s> {
    before: &'s [u32],
    after: &'s [u32],
    partners: Vec<Option<usize>>,
    parts: Vec<Part>,
}

impl Aligner<'_> {
    fn part(&mut self, mut part: Part) {
        self.trim(&mut part);
        let before = self.before.get(part.before.clone()).unwrap_or_default();
        let after = self.after.get(part.after.clone()).unwrap_or_default();
        if before.is_empty() || after.is_empty() {
            return;
        }
        let script = Script::find(before, after);
        if !script.complete && part.depth < DEEPEST {
            let anchors = anchors(before, after);
            if !anchors.is_empty() {
                return self.cut(&part, &anchors);
            }
        }
        for (x, y) in script.pairs {
            self.pair(part.before.start + x, part.after.start + y);
        }
        let (x, y) = script.reached;
        let (before, after) = (part.before.start + x..part.before.end, part.after.start + y..part.after.end);
        self.parts.push(Part { before, after, depth: DEEPEST });
    }

    /// Aligns what is the same at both ends.
    fn trim(&mut self, part: &mut Part) {
        while !part.before.is_empty() && !part.after.is_empty() && self.same(part.before.start, part.after.start) {
            self.pair(part.before.start, part.after.start);
            (part.before.start, part.after.start) = (part.before.start + 1, part.after.start + 1);
        }
        while !part.before.is_empty() && !part.after.is_empty() && self.same(part.before.end - 1, part.after.end - 1) {
            (part.before.end, part.after.end) = (part.before.end - 1, part.after.end - 1);
            self.pair(part.before.end, part.after.end);
        }
    }

    /// Leaves the stretches between `anchors` for later; an anchor begins the stretch after it.
    fn cut(&mut self, part: &Part, anchors: &[(usize, usize)]) {
        let (mut before, mut after) = (part.before.start, part.after.start);
        let ends = anchors.iter().map(|(x, y)| (part.before.start + x, part.after.start + y));
        for (x, y) in ends.chain([(part.before.end, part.after.end)]) {
            self.parts.push(Part { before: before..x, after: after..y, depth: part.depth + 1 });
            (before, after) = (x, y);
        }
    }

    fn same(&self, x: usize, y: usize) -> bool {
        self.before.get(x) == self.after.get(y)
    }

    fn pair(&mut self, x: usize, y: usize) {
        if let Some(partner) = self.partners.get_mut(y) {
            *partner = Some(x);
        }
    }
}

/// The elements that occur once in each, as far as they keep their order.
fn anchors(before: &[u32], after: &[u32]) -> Vec<(usize, usize)> {
    let (before, after) = (once(before), once(after));
    let mut links: Vec<Link> = before
        .iter()
        .filter_map(|(key, x)| Some(Link { before: (*x)?, after: (*after.get(key)?)?, weight: 1 }))
        .collect();
    links.sort_by_key(|link| link.before);
    heaviest_chain(&links).iter().filter_map(|nth| links.get(*nth)).map(|link| (link.before, link.after)).collect()
}

/// Where each element is that occurs once.
fn once(sequence: &[u32]) -> HashMap<u32, Option<usize>> {
    let mut places = HashMap::with_capacity(sequence.len());
    for (at, key) in sequence.iter().enumerate() {
        places.entry(*key).and_modify(|place| *place = None).or_insert(Some(at));
    }
    places
}

/// A shortest edit script, or the beginning of one.
struct Script {
    /// What it keeps, last first.
    pairs: Vec<(usize, usize)>,
    /// Until where in both sequences it goes.
    reached: (usize, usize),
    /// Whether that is their ends.
    complete: bool,
}

impl Script {
    /// Myers 1986, figure 2: `furthest` has for each diagonal x - y how far in `before` a path of so many edits gets.
    fn find(before: &[u32], after: &[u32]) -> Script {
        let (n, m) = (before.len(), after.len());
        let most = (n + m).min(MOST_EDITS);
        let mut furthest = Furthest { of: vec![0; 2 * most + 3], middle: most + 1 };
        let mut rounds: Vec<Vec<usize>> = Vec::new();
        for edits in 0..=most {
            let mut round = Vec::with_capacity(edits + 1);
            for diagonal in (0..=edits).map(|nth| Diagonal { nth, edits }) {
                let mut x = furthest.step(diagonal);
                while let Some(y) = diagonal.y(x)
                    && x < n
                    && before.get(x) == after.get(y)
                {
                    x += 1;
                }
                furthest.set(diagonal, x);
                round.push(x);
                if x == n && diagonal.y(x) == Some(m) {
                    rounds.push(round);
                    return Script { pairs: path(&rounds, diagonal), reached: (n, m), complete: true };
                }
            }
            rounds.push(round);
        }
        Script::furthest(&rounds, n, m)
    }

    /// The script of the path that got furthest in both sequences.
    fn furthest(rounds: &[Vec<usize>], n: usize, m: usize) -> Script {
        let edits = rounds.len().saturating_sub(1);
        let ends = rounds.last().map_or(&[][..], Vec::as_slice).iter().enumerate();
        let reached = ends
            .filter_map(|(nth, x)| Some((Diagonal { nth, edits }, *x, Diagonal { nth, edits }.y(*x)?)))
            .filter(|(_, x, y)| *x <= n && *y <= m)
            .max_by_key(|(_, x, y)| x + y);
        match reached {
            Some((diagonal, x, y)) => Script { pairs: path(rounds, diagonal), reached: (x, y), complete: false },
            None => Script { pairs: Vec::new(), reached: (n, m), complete: false },
        }
    }
}

/// The diagonal x - y = 2 `nth` - `edits`, on which a path of `edits` edits may end.
#[derive(Clone, Copy)]
struct Diagonal {
    nth: usize,
    edits: usize,
}

impl Diagonal {
    fn y(self, x: usize) -> Option<usize> {
        (x + self.edits).checked_sub(2 * self.nth)
    }

    /// The diagonal that a path comes from whose last edit is a deletion (from the left) or an insertion.
    fn from(self, deletion: bool) -> Diagonal {
        Diagonal { nth: self.nth.wrapping_sub(usize::from(deletion)), edits: self.edits.wrapping_sub(1) }
    }
}

struct Furthest {
    of: Vec<usize>,
    middle: usize,
}

impl Furthest {
    /// Where a path on `diagonal` gets with its last edit.
    fn step(&self, diagonal: Diagonal) -> usize {
        let at = self.place(diagonal);
        let (left, right) = (self.get(at.wrapping_sub(1)), self.get(at + 1));
        if diagonal.edits == 0 {
            0
        } else if diagonal.nth == 0 || diagonal.nth < diagonal.edits && left < right {
            right
        } else {
            left + 1
        }
    }

    fn place(&self, diagonal: Diagonal) -> usize {
        (self.middle + 2 * diagonal.nth).wrapping_sub(diagonal.edits)
    }

    fn get(&self, at: usize) -> usize {
        self.of.get(at).copied().unwrap_or(0)
    }

    fn set(&mut self, diagonal: Diagonal, x: usize) {
        let at = self.place(diagonal);
        if let Some(known) = self.of.get_mut(at) {
            *known = x;
        }
    }
}

/// What the path that ends in the last of `rounds` on `diagonal` keeps, last first.
fn path(rounds: &[Vec<usize>], mut diagonal: Diagonal) -> Vec<(usize, usize)> {
    let reach = |diagonal: Diagonal| rounds.get(diagonal.edits).and_then(|round| round.get(diagonal.nth)).copied();
    let mut pairs = Vec::new();
    while let Some(end) = reach(diagonal) {
        let (left, right) = (reach(diagonal.from(true)), reach(diagonal.from(false)));
        let deletion = left.is_some_and(|left| right.is_none_or(|right| left >= right));
        let start = match (left, right) {
            (Some(left), _) if deletion => left + 1,
            (_, right) => right.unwrap_or(0),
        };
        pairs.extend((start..end).rev().filter_map(|x| Some((x, diagonal.y(x)?))));
        if diagonal.edits == 0 {
            break;
        }
        diagonal = diagonal.from(deletion);
    }
    pairs
}
