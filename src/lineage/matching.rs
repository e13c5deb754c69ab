//! Which unit of one document answers to which of another. Whoever asks gives the documents in one order, so that of two
//! documents the result is always the same.

use super::units::{Unit, is_long};

/// Two units of two documents, by their numbers there, and how much they have in common.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The unit of the one document.
    pub a: usize,
    /// The unit of the other.
    pub b: usize,
    /// What they share, from 0 to 1.
    pub likeness: f32,
}

/// Matched units from which two documents can be versions.
const FEWEST_MATCHED: usize = 3;
/// The share of the larger document that is matched in versions.
const MATCHED: f32 = 0.3;
/// Units of the longest documents that are aligned; what a longer one rewrote is not found by its place.
const LONGEST: usize = 3_000;
/// Words of rewritten units that are the same (Dice), under the same heading.
const UNDER_HEADING: f32 = 0.2;
/// The same between the same neighbours.
const IN_PLACE: f32 = 0.35;
/// Words with which both begin that show, between the same neighbours, that one took the place of the other.
const OPENING: usize = 5;
/// What the same heading and the same place add to that share when units compete.
const HEADING_COUNTS: f32 = 0.15;
const PLACE_COUNTS: f32 = 0.1;

/// Of near pairs those that answer to each other: the most alike first, each unit once; of equals those at the same
/// place of their documents.
pub fn matching(near: &[Pair], lengths: (usize, usize)) -> Vec<Pair> {
    let place = |at: usize, length: usize| at as f32 / length.max(1) as f32;
    let apart = |pair: &Pair| (place(pair.a, lengths.0) - place(pair.b, lengths.1)).abs();
    let mut order: Vec<&Pair> = near.iter().collect();
    order.sort_by(|x, y| {
        let numbers = |pair: &Pair| (pair.a + pair.b, pair.a.min(pair.b));
        y.likeness
            .total_cmp(&x.likeness)
            .then_with(|| apart(x).total_cmp(&apart(y)))
            .then_with(|| numbers(x).cmp(&numbers(y)))
    });
    each_once(order.into_iter().copied(), lengths)
}

fn each_once(pairs: impl Iterator<Item = Pair>, lengths: (usize, usize)) -> Vec<Pair> {
    let (mut of_a, mut of_b) = (vec![false; lengths.0], vec![false; lengths.1]);
    pairs
        .filter(|pair| {
            let free = !of_a[pair.a] && !of_b[pair.b];
            if free {
                (of_a[pair.a], of_b[pair.b]) = (true, true);
            }
            free
        })
        .collect()
}

/// Whether documents of so many units are versions of each other, of which so many were matched.
pub fn are_versions(matched: usize, lengths: (usize, usize)) -> bool {
    matched >= FEWEST_MATCHED && matched as f32 >= MATCHED * lengths.0.max(lengths.1) as f32
}

/// What was rewritten in one of two versions: pairs of units beside those `matched`, which share some words under the
/// same heading or between the same neighbours, or there begin alike.
pub fn alignment(a: &[Unit], b: &[Unit], matched: &[Pair]) -> Vec<Pair> {
    if a.len().max(b.len()) > LONGEST {
        return Vec::new();
    }
    let (of_a, of_b) = (
        Neighbours::new(a.len(), matched.iter().map(|pair| (pair.a, pair.b))),
        Neighbours::new(b.len(), matched.iter().map(|pair| (pair.b, pair.a))),
    );
    let bags = |units: &[Unit]| units.iter().map(bag).collect::<Vec<_>>();
    let (bags_a, bags_b) = (bags(a), bags(b));
    let mut found = Vec::new();
    for (i, one) in a.iter().enumerate().filter(|(i, _)| !of_a.matched(*i)) {
        for (j, other) in b.iter().enumerate().filter(|(j, _)| !of_b.matched(*j)) {
            let under = one.heading != 0 && one.heading == other.heading;
            let here = of_a.holds(i, j) && of_b.holds(j, i);
            if !under && !here {
                continue;
            }
            let same = dice(&bags_a[i], &bags_b[j]);
            let opens = here
                && one.words.len() >= OPENING
                && one.words.iter().take(OPENING).eq(other.words.iter().take(OPENING));
            if opens || under && same >= UNDER_HEADING || here && same >= IN_PLACE {
                let likeness =
                    same + f32::from(u8::from(under)) * HEADING_COUNTS + f32::from(u8::from(here)) * PLACE_COUNTS;
                found.push(Pair { a: i, b: j, likeness });
            }
        }
    }
    matching(&found, (a.len(), b.len()))
}

/// For each unit the numbers in the other document between which it belongs: those of the matched units around it.
struct Neighbours(Vec<Option<(i64, i64)>>);

impl Neighbours {
    fn new(length: usize, matched: impl Iterator<Item = (usize, usize)>) -> Self {
        let mut others: Vec<Option<i64>> = vec![None; length];
        matched.for_each(|(own, other)| others[own] = Some(other as i64));
        let (mut bounds, mut low) = (Vec::with_capacity(length), -1);
        for other in &others {
            low = other.map_or(low, |other: i64| low.max(other));
            bounds.push(other.is_none().then_some((low, i64::MAX)));
        }
        let mut high = i64::MAX;
        for (bound, other) in bounds.iter_mut().zip(&others).rev() {
            high = other.map_or(high, |other| high.min(other));
            if let Some((_, upper)) = bound {
                *upper = high;
            }
        }
        Neighbours(bounds)
    }

    fn matched(&self, own: usize) -> bool {
        self.0[own].is_none()
    }

    fn holds(&self, own: usize, other: usize) -> bool {
        self.0[own].is_some_and(|(low, high)| (low + 1..high).contains(&(other as i64)))
    }
}

/// The different long words of a unit, in order.
fn bag(unit: &Unit) -> Vec<u32> {
    let mut words: Vec<u32> = unit.words.iter().copied().filter(|word| is_long(*word)).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// Twice the number of words that both have, of all (Dice 1945).
fn dice(a: &[u32], b: &[u32]) -> f32 {
    let (mut x, mut y, mut both) = (0, 0, 0);
    while let (Some(one), Some(other)) = (a.get(x), b.get(y)) {
        (x, y, both) = (x + usize::from(one <= other), y + usize::from(other <= one), both + usize::from(one == other));
    }
    if a.is_empty() && b.is_empty() { 0.0 } else { 2.0 * both as f32 / (a.len() + b.len()) as f32 }
}

#[cfg(test)]
mod tests {
    use super::super::units;
    use super::*;

    fn pair(a: usize, b: usize, likeness: f32) -> Pair {
        Pair { a, b, likeness }
    }

    /// The most alike first, each once; of parallel texts those at the same place.
    #[test]
    fn each_unit_answers_to_one() {
        let near = [pair(0, 0, 0.6), pair(0, 1, 0.9), pair(1, 1, 0.8), pair(1, 0, 0.5)];
        assert_eq!(matching(&near, (2, 2)), [pair(0, 1, 0.9), pair(1, 0, 0.5)]);
        let parallel = [pair(0, 0, 0.7), pair(0, 1, 0.7), pair(1, 0, 0.7), pair(1, 1, 0.7)];
        assert_eq!(matching(&parallel, (2, 2)), [pair(0, 0, 0.7), pair(1, 1, 0.7)]);
        let turned: Vec<Pair> = near.iter().map(|one| pair(one.b, one.a, one.likeness)).collect();
        assert_eq!(matching(&turned, (2, 2)), [pair(1, 0, 0.9), pair(0, 1, 0.5)]);
    }

    /// Rewritten under the same heading: joined in versions; another subject is not.
    #[test]
    fn what_was_rewritten_is_found_by_its_place() {
        let document = |middle: &str| {
            let text = format!(
                "Inleiding\n\nDe gemeente neemt deel aan de omgevingsdienst, die namens haar toezicht houdt op bedrijven in de \
                 regio.\n\nFinanciën\n\n{middle}\n\nRisico's\n\nHet grootste risico is dat de dienst meer uren maakt dan wij \
                 hebben begroot, zoals vorig jaar."
            );
            units(&[], &text)
        };
        let before =
            document("De bijdrage van de gemeente stijgt, omdat de dienst meer toezicht houdt dan het jaar ervoor.");
        let rewritten =
            document("Wij betalen meer dan voorheen: de dienst houdt strenger toezicht, en de bijdrage groeit mee.");
        let other = document(
            "In het centrum komen dertig nieuwe bomen, en de vijver wordt in het voorjaar gebaggerd met subsidie.",
        );
        let matched = [pair(0, 0, 1.0), pair(2, 2, 1.0)];
        let found =
            |a: &[Unit], b: &[Unit]| alignment(a, b, &matched).iter().map(|pair| (pair.a, pair.b)).collect::<Vec<_>>();
        assert_eq!(found(&before, &rewritten), [(1, 1)]);
        assert_eq!(found(&rewritten, &before), [(1, 1)]);
        assert_eq!(found(&before, &other), []);
        assert!(are_versions(3, (5, 10)) && !are_versions(3, (5, 11)) && !are_versions(2, (2, 2)));
    }
}
