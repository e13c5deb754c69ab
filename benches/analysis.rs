//! Words per second of the analysis of whole passages, on one core.
//!
//! Measures [`Encoder`] (three layers of terms, compounds split) next to tantivy's own `SimpleTokenizer`, `LowerCaser`
//! and Dutch stemmer, alternating in one run, the median of several rounds. A new encoder is made for each round, so
//! that words that return within the set are remembered and nothing else. On the synthetic set (fixed seed), or on
//! `$RAADPLEEG_DATA/collections/wetten-artikelen`. Asserts that both find words and that each round finds the same.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

mod support;

use std::time::Instant;

use raadpleeg::analysis::{Analyzer, Encoder};
use support::{Set, median, plain};
use tantivy::tokenizer::TokenStream;

const ROUNDS: usize = 5;

fn main() {
    let set = Set::open();
    let texts: Vec<(String, String)> = set.entries().map(|entry| (entry.title, entry.text)).collect();
    assert_eq!(texts.len() as u64, set.passages);
    let bytes: usize = texts.iter().map(|(title, text)| title.len() + text.len()).sum();
    let analyzer = Analyzer::new();
    let words: u64 = texts
        .iter()
        .map(|(title, text)| analyzer.word_spans(title).len() + analyzer.word_spans(text).len())
        .map(|words| words as u64)
        .sum();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let mut found: Vec<(u64, u64)> = Vec::new();
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        let body_words = encode(&analyzer, &texts);
        ours.push(begun.elapsed().as_secs_f64());
        let begun = Instant::now();
        let tokens = tokenize(&texts);
        theirs.push(begun.elapsed().as_secs_f64());
        found.push((body_words, tokens));
    }
    assert!(found[0].0 > 0 && found[0].1 > 0);
    assert!(found.iter().all(|round| *round == found[0]), "every round finds the same: {found:?}");
    let (ours, theirs) = (median(ours), median(theirs));
    println!(
        "analysis, {}: {} passages, {words} words, {:.1} MB, {ROUNDS} rounds",
        set.name,
        texts.len(),
        bytes as f64 / 1e6
    );
    println!("{:<28}{:>10}{:>16}{:>10}", "", "seconds", "words/second", "MB/s");
    for (name, seconds) in [("raadpleeg, three layers", ours), ("tantivy, Dutch stemmer", theirs)] {
        println!("{name:<28}{seconds:>10.2}{:>16.0}{:>10.1}", words as f64 / seconds, bytes as f64 / 1e6 / seconds);
    }
    println!("time of raadpleeg / tantivy: {:.2}", ours / theirs);
}

/// Encodes all texts; returns the words of their bodies.
fn encode(analyzer: &Analyzer, texts: &[(String, String)]) -> u64 {
    let mut encoder = Encoder::new(analyzer);
    let mut out = String::new();
    let mut words = 0;
    for (title, text) in texts {
        out.clear();
        words += u64::from(encoder.encode([title, "", "", text], &mut out));
    }
    words
}

/// Reads all tokens of all texts; returns their number.
fn tokenize(texts: &[(String, String)]) -> u64 {
    let mut analyzer = plain::analyzer();
    let mut tokens = 0;
    for (title, text) in texts {
        for text in [title, text] {
            analyzer.token_stream(text).process(&mut |_| tokens += 1);
        }
    }
    tokens
}
