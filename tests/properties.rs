//! The analysis on any text: spans are valid, nothing panics, and the outcome is the same on reuse and across threads.

use proptest::prelude::*;
use raadpleeg::analysis::Analyzer;

#[path = "common/analysis_check.rs"]
mod analysis_check;

use analysis_check::check;

/// Texts with which others went wrong: borders of UTF-8, signs that combine, directions, case that changes length.
const EDGES: [&str; 14] = [
    "",
    "\u{0}",
    "\u{FEFF}afval\u{200D}stoffen",
    "e\u{301}\u{301}\u{301}",
    "İstanbul ǅ ﬀ ﬃ",
    "\u{202E}gemeente\u{202C}",
    "👩‍👩‍👧‍👦-beleid",
    "ĳĲ'’`´",
    "a\u{AD}b\u{AD}c",
    "1.2.3.4.5,6,7%€&",
    "--..''&&!!@@",
    "ßẞœŒæÆ",
    "ა-ბ·ג־د",
    "\u{10FFFF}\u{1F}\u{1E} =~+",
];

#[test]
fn edges_of_unicode_are_analysed() {
    let analyzer = Analyzer::new();
    for edge in EDGES {
        check(&analyzer, edge);
        for other in EDGES {
            check(&analyzer, &format!("{edge}{other}gemeente{edge}"));
        }
    }
}

/// Words of 10 MB: letters, signs, marks, hyphens.
#[test]
fn enormous_words_are_analysed() {
    let analyzer = Analyzer::new();
    for piece in ["a", "é", "gemeente", "a-", "1.", "'", "e\u{301}"] {
        check(&analyzer, &piece.repeat(10_000_000 / piece.len()));
    }
}

#[test]
fn threads_agree() {
    let analyzer = Analyzer::new();
    let text =
        "De hondenbelasting van 's-Hertogenbosch stijgt met 2,5% naar € 1.234,56; zie B&W-besluit 2021/17. ".repeat(50);
    let expected = analyzer.analyze(&text);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| analyzer.analyze(&text) == expected)).collect();
        assert!(threads.into_iter().all(|thread| thread.join().is_ok_and(|same| same)));
    });
}

proptest! {
    #[test]
    fn any_text_is_analysed(text in "\\PC{0,200}|[a-zéëA-Z0-9.,:;&%€!@'’\\- \n]{0,200}|(\\p{M}|\\p{Cf}|\\p{L}|[-'.&]){0,80}") {
        thread_local!(static ANALYZER: Analyzer = Analyzer::new());
        ANALYZER.with(|analyzer| check(analyzer, &text));
    }
}
