//! How alike two versions of a passage are, for people.

use xxhash_rust::xxh3::xxh3_64;

/// How alike two texts are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Likeness {
    /// Twice the number of words that both have, of all words of both (Dice 1945); from 0 to 1.
    pub share: f32,
    /// Whether they hold other figures: amounts, years, percentages, numbers.
    pub figures_differ: bool,
}

/// Compares two texts word by word, whatever their order; capitals do not matter.
pub fn likeness(a: &str, b: &str) -> Likeness {
    Words::new(a).likeness(&Words::new(b))
}

/// The words of a text, to be compared with those of several others.
pub struct Words(Vec<u64>);

impl Words {
    /// The words of a text. Of each the lowest bit of its hash tells whether it is a figure.
    pub fn new(text: &str) -> Self {
        // "1.234,56" is one figure; a full stop at its end is none of it.
        let apart = |c: char| !(c.is_alphanumeric() || matches!(c, '.' | ','));
        let mut folded = String::new();
        let words = text.split(apart).map(|word| word.trim_matches(['.', ','])).filter(|word| !word.is_empty());
        let mut words: Vec<u64> = words
            .map(|word| {
                folded.clear();
                match word.is_ascii() {
                    true => folded.extend(word.bytes().map(|byte| char::from(byte.to_ascii_lowercase()))),
                    false => folded.extend(word.chars().flat_map(char::to_lowercase)),
                }
                let figure = folded.bytes().any(|byte| byte.is_ascii_digit());
                xxh3_64(folded.as_bytes()) & !1 | u64::from(figure)
            })
            .collect();
        words.sort_unstable();
        Words(words)
    }

    /// How alike two texts are.
    pub fn likeness(&self, other: &Words) -> Likeness {
        let (mut a, mut b, mut both, mut figures_differ) = (0, 0, 0, false);
        while let (Some(x), Some(y)) = (self.0.get(a), other.0.get(b)) {
            figures_differ |= x < y && x & 1 == 1 || y < x && y & 1 == 1;
            (a, b, both) = (a + usize::from(x <= y), b + usize::from(y <= x), both + usize::from(x == y));
        }
        figures_differ |= self.0[a..].iter().chain(&other.0[b..]).any(|word| word & 1 == 1);
        let all = self.0.len() + other.0.len();
        Likeness { share: if all == 0 { 1.0 } else { 2.0 * both as f32 / all as f32 }, figures_differ }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_figures() {
        for (a, b, share, figures_differ) in [
            ("De raad stemt in.", "de raad stemt in", 1.0, false),
            ("De lasten zijn € 1.200.", "De lasten zijn € 1.300.", 0.75, true),
            ("in 2020 en 2021", "in 2021 en 2020", 1.0, false),
            ("een twee", "drie vier", 0.0, false),
            ("", "", 1.0, false),
            ("een twee drie", "een", 0.5, false),
        ] {
            assert_eq!(likeness(a, b), Likeness { share, figures_differ }, "{a} / {b}");
        }
    }
}
