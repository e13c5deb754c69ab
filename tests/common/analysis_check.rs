//! What must hold for the analysis of any text; used by the property tests and by the fuzz target.

use raadpleeg::analysis::{Analyzer, Encoder, decode};

/// Fails where spans are not valid, terms hold what an index cannot, or two ways of analysing differ.
pub fn check(analyzer: &Analyzer, text: &str) {
    let terms = analyzer.analyze(text);
    for term in &terms {
        assert!(
            text.get(term.span.clone()).is_some_and(|word| !word.is_empty()),
            "a span that is none: {:?}",
            term.span
        );
        assert!(!term.text.chars().any(|c| c.is_whitespace() || c.is_control()), "{:?}", term.text);
    }
    assert_eq!(terms, analyzer.analyze(text), "the same text again");
    let spans = analyzer.word_spans(text);
    assert!(terms.iter().all(|term| (term.position as usize) < spans.len().max(1)), "a position without a word");
    let (mut fresh, mut used) = (String::new(), String::new());
    Encoder::new(analyzer).encode(["", "", "", text], &mut fresh);
    let mut encoder = Encoder::new(analyzer);
    encoder.encode([text, text, text, text], &mut String::new());
    encoder.encode(["", "", "", text], &mut used);
    assert_eq!(fresh, used, "an encoder that was used before");
    let mut positions = Vec::new();
    decode(&fresh, |_, position| positions.push(position));
    assert!(positions.is_sorted(), "positions go back");
}
