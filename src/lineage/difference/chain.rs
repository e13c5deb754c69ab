//! Which pairs of places in two texts keep their order.

/// A place in the older text and one in the newer that belong together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub(super) before: usize,
    pub(super) after: usize,
    /// How much it matters that it keeps its order.
    pub(super) weight: usize,
}

/// The indexes of those of `links` that keep their order and matter most together, in order: a heaviest increasing
/// subsequence (Jacobson and Vo 1992), with the sum of each beginning in a binary indexed tree (Fenwick 1994).
///
/// Links are sorted by their place in the older text, and no two share a place. The time is n log n.
pub(super) fn heaviest_chain(links: &[Link]) -> Vec<usize> {
    let size = links.iter().map(|link| link.after + 2).max().unwrap_or(1);
    let mut best: Vec<(usize, Option<usize>)> = vec![(0, None); size];
    let mut previous: Vec<Option<usize>> = Vec::with_capacity(links.len());
    for (nth, link) in links.iter().enumerate() {
        let (weight, last) = heaviest_until(&best, link.after);
        previous.push(last);
        raise(&mut best, link.after + 1, (weight + link.weight, Some(nth)));
    }
    let mut chain = Vec::new();
    let mut at = heaviest_until(&best, size - 1).1;
    while let Some(nth) = at {
        chain.push(nth);
        at = previous.get(nth).copied().flatten();
    }
    chain.reverse();
    chain
}

/// The heaviest of the first `count` places.
fn heaviest_until(best: &[(usize, Option<usize>)], mut count: usize) -> (usize, Option<usize>) {
    let mut found = (0, None);
    while let Some(entry) = best.get(count).filter(|_| count > 0) {
        if entry.0 > found.0 {
            found = *entry;
        }
        count &= count - 1;
    }
    found
}

fn raise(best: &mut [(usize, Option<usize>)], mut place: usize, entry: (usize, Option<usize>)) {
    while let Some(known) = best.get_mut(place) {
        if entry.0 > known.0 {
            *known = entry;
        }
        place += place & place.wrapping_neg();
    }
}
