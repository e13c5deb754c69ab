//! Words of the index that begin so, or are spelled nearly so.

use rustc_hash::FxHashMap;
use tantivy::Searcher;
use tantivy::schema::Field;

use crate::analysis::Layer;
use crate::backend::Expansion;
use crate::query::plan::PlanTerm;

/// Words looked at for one expansion, so that a short prefix in a large index stays quick.
const MOST_WORDS: usize = 20_000;

/// The folded words, and figures, that `expansion` stands for, with the sum of their frequencies.
pub(super) fn expand(searcher: &Searcher, field: Field, expansion: &Expansion) -> tantivy::Result<Vec<PlanTerm>> {
    let mut found: FxHashMap<(Layer, String), u64> = FxHashMap::default();
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(field)?;
        // Figures have a stem term only.
        for layer in [Layer::Surface, Layer::Stem] {
            let start = format!("{}{}", layer.tag(), fixed_start(expansion));
            let mut stream = inverted.terms().range().ge(start.as_bytes()).into_stream()?;
            let mut seen = 0;
            while seen < MOST_WORDS && stream.advance() && stream.key().starts_with(start.as_bytes()) {
                seen += 1;
                let Ok(word) = std::str::from_utf8(&stream.key()[1..]) else { continue };
                let figure = word.bytes().any(|byte| byte.is_ascii_digit());
                if (layer == Layer::Surface) != figure && fits(expansion, word) {
                    *found.entry((layer, word.to_string())).or_default() += u64::from(stream.value().doc_freq);
                }
            }
        }
    }
    let term = |((layer, text), frequency)| PlanTerm { layer, text, frequency };
    Ok(found.into_iter().map(term).collect())
}

/// What every word of the expansion begins with. A misspelling in the first letter is not looked for: it would mean
/// reading the whole dictionary.
fn fixed_start(expansion: &Expansion) -> &str {
    match expansion {
        Expansion::Prefix(prefix) => prefix,
        Expansion::Fuzzy(word, _) => word.chars().next().map_or("", |first| &word[..first.len_utf8()]),
    }
}

fn fits(expansion: &Expansion, word: &str) -> bool {
    match expansion {
        Expansion::Prefix(_) => true,
        Expansion::Fuzzy(typed, most) => edits(typed, word, usize::from(*most)) <= usize::from(*most),
    }
}

/// The number of edits (insertion, deletion, substitution, swap of neighbours) between two words, or more than `most`
/// where it is more (F. Damerau, 1964, with each place edited once).
fn edits(a: &str, b: &str, most: usize) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > most {
        return most + 1;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let substituted = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = substituted.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each kind of edit counts one.
    #[test]
    fn edits_are_counted() {
        for (a, b, expected) in
            [("raad", "raad", 0), ("raad", "rad", 1), ("raad", "raand", 1), ("raad", "read", 1), ("raad", "arad", 1)]
        {
            assert_eq!(edits(a, b, 2), expected, "{a} {b}");
        }
        assert!(edits("gemeente", "regio", 2) > 2);
    }
}
