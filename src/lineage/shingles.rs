//! How much the words of two units have in common: the Jaccard index of their runs of three words, and the bands by
//! which units that have much in common find each other (MinHash with banding: Broder 1997; Indyk and Motwani 1998).

use xxhash_rust::xxh3::xxh3_64;

/// From this share of their shingles units of two versions of a document are near.
pub const NEAR: f32 = 0.4;
/// The same for units of documents that have little else in common: formulas ("treedt in werking met ingang van de dag
/// na ...") are alike up to some six tenths.
pub const NEAR_ALONE: f32 = 0.7;

/// Words of a shingle.
const RUN: usize = 3;
/// Bands of a unit: with [`ROWS`] each, units with half of their shingles in common share one in three of four cases,
/// with seven tenths in 98 of 100; what is missed is found by way of other years, or by its place.
const BANDS: usize = 10;
/// Smallest hashes in a band.
const ROWS: usize = 3;

/// A band as it stands in the index.
pub type Band = u32;

/// The different shingles of a unit, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shingles(Vec<u32>);

/// The shingles of words, which are given by their hashes; of fewer words than a shingle has, all of them together.
pub fn shingles(words: &[u32]) -> Shingles {
    let mixed = |run: &[u32]| {
        let hash = run.iter().fold(0x9e37_79b9_7f4a_7c15_u64, |hash, word| {
            (hash ^ u64::from(*word)).wrapping_mul(0xff51_afd7_ed55_8ccd).rotate_left(29)
        });
        (hash ^ hash >> 32) as u32
    };
    let mut all: Vec<u32> = match words.len() {
        0 => Vec::new(),
        1..RUN => vec![mixed(words)],
        _ => words.windows(RUN).map(mixed).collect(),
    };
    all.sort_unstable();
    all.dedup();
    Shingles(all)
}

impl Shingles {
    /// Each of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().copied()
    }

    /// The share of the shingles of both that both have, from 0 to 1.
    pub fn jaccard(&self, other: &Shingles) -> f32 {
        let (mut a, mut b, mut both) = (0, 0, 0);
        while let (Some(x), Some(y)) = (self.0.get(a), other.0.get(b)) {
            (a, b, both) = (a + usize::from(x <= y), b + usize::from(y <= x), both + usize::from(x == y));
        }
        let all = self.0.len() + other.0.len() - both;
        if all == 0 { 0.0 } else { both as f32 / all as f32 }
    }
}

/// Multipliers of the permutations: odd numbers from a fixed sequence (splitmix64), part of the format.
const MULTIPLIERS: [u32; BANDS * ROWS] = multipliers();

const fn multipliers() -> [u32; BANDS * ROWS] {
    let mut all = [0; BANDS * ROWS];
    let (mut state, mut at) = (0x7261_6164_706c_6565_u64, 0);
    while at < all.len() {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ state >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        all[at] = (mixed ^ mixed >> 31) as u32 | 1;
        at += 1;
    }
    all
}

/// The bands of a unit, without repeats, in order.
pub fn bands(shingles: &Shingles) -> Vec<Band> {
    let mut smallest = [u32::MAX; BANDS * ROWS];
    for shingle in &shingles.0 {
        for (least, multiplier) in smallest.iter_mut().zip(MULTIPLIERS) {
            // The high bits of a product depend on all of the factor.
            let product = shingle.wrapping_mul(multiplier);
            *least = (*least).min(product ^ product >> 15);
        }
    }
    let mut bands: Vec<Band> = smallest
        .chunks_exact(ROWS)
        .enumerate()
        .map(|(number, rows)| {
            let mut bytes = [0; 4 * (ROWS + 1)];
            for (chunk, value) in bytes.chunks_exact_mut(4).zip(rows.iter().chain([&(number as u32)])) {
                chunk.copy_from_slice(&value.to_le_bytes());
            }
            xxh3_64(&bytes) as Band
        })
        .collect();
    bands.sort_unstable();
    bands.dedup();
    bands
}

#[cfg(test)]
mod tests {
    use super::*;

    fn random(state: &mut u64) -> u32 {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*state >> 33) as u32
    }

    #[test]
    fn what_is_shared() {
        let of = |words: &[u32]| shingles(words);
        assert_eq!(of(&[1, 2, 3, 4]).jaccard(&of(&[1, 2, 3, 4])), 1.0);
        // 123 234 345 456 against 123 234 349 496.
        assert_eq!(of(&[1, 2, 3, 4, 5, 6]).jaccard(&of(&[1, 2, 3, 4, 9, 6])), 2.0 / 6.0);
        assert_eq!(of(&[1, 2, 3]).jaccard(&of(&[3, 2, 1])), 0.0);
        assert_eq!(of(&[]).jaccard(&of(&[])), 0.0);
    }

    /// How often a band is shared follows from what is shared: the curve 1 - (1 - s^rows)^bands.
    #[test]
    fn near_units_share_a_band() {
        let mut state = 7;
        for changed in [0, 2, 5, 10, 20] {
            let (mut met, mut expected) = (0.0, 0.0);
            for _ in 0..400 {
                let words: Vec<u32> = (0..60).map(|_| random(&mut state)).collect();
                let mut others = words.clone();
                (0..changed).for_each(|_| others[random(&mut state) as usize % 60] = random(&mut state));
                let (a, b) = (shingles(&words), shingles(&others));
                let (of_a, of_b) = (bands(&a), bands(&b));
                met += f32::from(u8::from(of_a.iter().any(|band| of_b.contains(band))));
                expected += 1.0 - (1.0 - a.jaccard(&b).powi(ROWS as i32)).powi(BANDS as i32);
            }
            assert!((met - expected).abs() < 40.0, "{changed} words changed: {met} of 400, {expected} expected");
        }
    }
}
