//! Properties, on random texts and random edits of them:
//! - the pieces of the newer text, joined, are the newer text;
//! - the pieces of the older text have all words of the older text, in their order where nothing moved;
//! - a number, date or amount is in no change of words, and a change of a fact is one fact on each side;
//! - a text is equal to itself, and to itself with other white space, quotes and hyphens;
//! - similarity is from 0 to 1, and the answer is always the same one;
//! - long and malicious texts are done within a bound.

use std::time::{Duration, Instant};

use super::tokens::{Class, read};
use super::*;

/// Xorshift (Marsaglia 2003).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }

    fn pick<'t>(&mut self, from: &[&'t str]) -> &'t str {
        from[self.below(from.len())]
    }
}

const WORDS: [&str; 44] = [
    "de",
    "het",
    "een",
    "van",
    "in",
    "op",
    "en",
    "voor",
    "raad",
    "college",
    "begroting",
    "subsidie",
    "besluit",
    "wijk",
    "school",
    "woningen",
    "beleid",
    "stelt",
    "verleent",
    "vast",
    "wordt",
    "nieuwe",
    "oude",
    "gemeente",
    "Beuningen",
    "Druten",
    "Berg en Dal",
    "Raad",
    "€ 1,2 mln",
    "€ 350.000,-",
    "12%",
    "12,5 procent",
    "2.250",
    "1,4 miljoen",
    "2020",
    "2020/2021",
    "1 januari 2021",
    "01-01-2021",
    "artikel 2.1",
    "zes",
    "sociaal-domein",
    "foto's",
    "\"snel\"",
    "niet",
];

fn sentence(random: &mut Random) -> String {
    let count = 1 + random.below(14);
    let words: Vec<&str> = (0..count).map(|_| random.pick(&WORDS)).collect();
    format!("{}{}", words.join(random.pick(&[" ", " ", " ", ", "])), random.pick(&[".", ".", ".", ":", "?"]))
}

fn row(random: &mut Random) -> String {
    let cells = 2 + random.below(3);
    (0..cells).map(|_| random.pick(&WORDS)).collect::<Vec<_>>().join(" | ")
}

/// Sentences with what separates each from the next.
fn text(random: &mut Random) -> Vec<String> {
    (0..random.below(12))
        .map(|_| match random.below(6) {
            0 => format!("\n{}\n", row(random)),
            1 => format!("{}\n\n", sentence(random)),
            _ => format!("{} ", sentence(random)),
        })
        .collect()
}

fn edited(random: &mut Random, text: &[String]) -> Vec<String> {
    let mut edited = text.to_vec();
    for _ in 0..random.below(6) {
        let at = random.below(edited.len() + 1);
        match random.below(5) {
            0 => edited.insert(at, format!("{} ", sentence(random))),
            1 if at < edited.len() => drop(edited.remove(at)),
            2 if at < edited.len() => {
                let moved = edited.remove(at);
                let to = random.below(edited.len() + 1);
                edited.insert(to, moved);
            }
            _ if at < edited.len() => edited[at] = reworded(random, &edited[at]),
            _ => {}
        }
    }
    edited
}

fn reworded(random: &mut Random, sentence: &str) -> String {
    let mut words: Vec<String> = sentence.split(' ').map(str::to_string).collect();
    let at = random.below(words.len());
    match random.below(3) {
        0 => words[at] = random.pick(&WORDS).to_string(),
        1 => words.insert(at, random.pick(&WORDS).to_string()),
        _ => drop(words.remove(at)),
    }
    words.join(" ")
}

/// The text of the newer or the older side of `piece`.
fn side(piece: &Piece, newer: bool) -> &str {
    match piece {
        Piece::Same { text } | Piece::Moved { text } => text,
        Piece::New { text } if newer => text,
        Piece::Gone { text } if !newer => text,
        Piece::Changed { after, .. } if newer => after,
        Piece::Changed { before, .. } => before,
        _ => "",
    }
}

/// The letters and digits of `text`, which no difference of white space, quotes or hyphens changes.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn check(before: &str, after: &str) -> Difference {
    let found = difference(before, after);
    let told = || format!("{before:?}\n{after:?}\n{:#?}", found.pieces);
    let joined = |newer| found.pieces.iter().map(|piece| side(piece, newer)).collect::<Vec<_>>();
    assert_eq!(joined(true).concat(), after, "{}", told());
    let moved = found.pieces.iter().any(|piece| matches!(piece, Piece::Moved { .. }));
    let (mut old, mut parts): (Vec<char>, Vec<char>) =
        (letters(before).chars().collect(), letters(&joined(false).concat()).chars().collect());
    if moved {
        old.sort_unstable();
        parts.sort_unstable();
    }
    assert_eq!(parts, old, "{}", told());
    assert!((0.0..=1.0).contains(&found.similarity), "{}", told());
    assert!(!found.is_equal() || found.similarity == 1.0, "{}", told());
    for piece in &found.pieces {
        if let Piece::Changed { before, after, kind } = piece {
            assert_ne!(before, after, "{}", told());
            check_change(before, after, *kind);
        }
    }
    assert_eq!(difference(before, after), found, "{}", told());
    found
}

fn check_change(before: &str, after: &str, kind: Kind) {
    let texts = read(before, after);
    for text in [&texts.0, &texts.1] {
        let facts = text.tokens.iter().filter(|token| matches!(token.class, Class::Fact(_))).count();
        match kind {
            Kind::Words if before.to_lowercase() == after.to_lowercase() => {}
            Kind::Words | Kind::Name => assert_eq!(facts, 0, "{before:?} {after:?}"),
            _ => assert_eq!((facts, text.tokens.len()), (1, 1), "{before:?} {after:?}"),
        }
    }
}

fn words(text: &str) -> Vec<&str> {
    let mut words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    words
}

#[test]
fn random_edits_are_told_completely() {
    let mut random = Random(0x5eed);
    for _ in 0..3000 {
        let before = text(&mut random);
        let after = edited(&mut random, &before).concat();
        let before = before.concat();
        let found = check(&before, &after);
        let parts: Vec<&str> = found.pieces.iter().map(|piece| side(piece, false)).collect();
        assert_eq!(words(&parts.join(" ")), words(&before), "{before:?}\n{after:?}");
    }
}

#[test]
fn unrelated_texts_are_told_completely() {
    let mut random = Random(0xfeed);
    for _ in 0..1000 {
        check(&text(&mut random).concat(), &text(&mut random).concat());
    }
}

#[test]
fn any_characters_are_told_completely() {
    const PARTS: [&str; 32] = [
        " ", " ", "\n", "\n\n", "€", "-", ",", ".", "|", " | ", "a", "A", "de", "1", "20", "2020", "'", "“", "\u{ad}",
        "%", "/", "é", "e\u{301}", "日", "mln", "mei", "–", "—", "…", "\t", "\r\n", "euro",
    ];
    let mut random = Random(0xbead);
    for _ in 0..6000 {
        let length = random.below(25);
        let before: String = (0..length).map(|_| random.pick(&PARTS)).collect();
        let length = random.below(25);
        let after: String = (0..length).map(|_| random.pick(&PARTS)).collect();
        let found = difference(&before, &after);
        let joined: String = found.pieces.iter().map(|piece| side(piece, true)).collect();
        assert_eq!(joined, after, "{before:?}");
        let mut old: Vec<char> = letters(&before).chars().collect();
        let mut parts: Vec<char> =
            found.pieces.iter().flat_map(|piece| letters(side(piece, false)).chars().collect::<Vec<_>>()).collect();
        old.sort_unstable();
        parts.sort_unstable();
        assert_eq!(parts, old, "{before:?}\n{after:?}\n{:?}", found.pieces);
        assert!(difference(&before, &before).is_equal(), "{before:?}");
    }
}

#[test]
fn white_space_quotes_and_hyphens_do_not_count() {
    let mut random = Random(0xface);
    for _ in 0..1000 {
        let before = text(&mut random).concat();
        let mut after = String::new();
        for c in before.chars() {
            match c {
                ' ' => after.push_str(random.pick(&[" ", "  ", "\n", "\u{a0}", " \n "])),
                '\n' => after.push_str(random.pick(&[" ", "\n", "\r\n", "\n\n"])),
                '\'' => after.push_str(random.pick(&["'", "’"])),
                '"' => after.push_str(random.pick(&["\"", "“", "”", "„"])),
                '-' => after.push_str(random.pick(&["-", "‑", "–"])),
                'e' => after.push_str(random.pick(&["e", "e", "\u{ad}e"])),
                c => after.push(c),
            }
        }
        let found = check(&before, &after);
        assert!(found.is_equal(), "{before:?}\n{after:?}\n{:?}", found.pieces);
    }
}

/// Each case in a bound that only a hang exceeds.
#[test]
fn long_texts_are_done_within_a_bound() {
    const BOUND: Duration = Duration::from_secs(20);
    for (name, before, after) in long_texts(20_000) {
        let start = Instant::now();
        let found = difference(&before, &after);
        assert!(start.elapsed() < BOUND, "{name}: {:?}", start.elapsed());
        let joined: String = found.pieces.iter().map(|piece| side(piece, true)).collect();
        assert_eq!(joined, after, "{name}");
    }
}

/// Pairs of texts of about so many words.
fn long_texts(size: usize) -> Vec<(&'static str, String, String)> {
    let mut random = Random(0xcafe);
    let mut shuffled: Vec<String> = (0..size / 8).map(|_| format!("{} ", sentence(&mut random))).collect();
    let sentences = shuffled.clone();
    let few: String = sentences
        .iter()
        .map(|text| if random.below(20) == 0 { reworded(&mut random, text) } else { text.clone() })
        .collect();
    let many: String = sentences.iter().map(|text| reworded(&mut random, text)).collect();
    for at in (1..shuffled.len()).rev() {
        shuffled.swap(at, random.below(at + 1));
    }
    let mut random_words =
        |count: usize, kinds: usize| -> String { (0..count).map(|_| format!("w{} ", random.below(kinds))).collect() };
    let random_pairs = [2, 20, 2_000, 1_000_000].map(|kinds| (random_words(size, kinds), random_words(size, kinds)));
    let numbered = |start: usize| -> String { (start..start + size).map(|nth| format!("w{nth} ")).collect() };
    let reversed: String = (0..size).rev().map(|nth| format!("w{nth} ")).collect();
    let rows =
        |step: usize| -> String { (0..size / 3).map(|nth| format!("Totaal | {} | {}\n", nth * step, nth)).collect() };
    let text = sentences.concat();
    let mut texts = vec![
        ("equal", text.clone(), text.clone()),
        ("few edits", text.clone(), few),
        ("many edits", text.clone(), many),
        ("shuffled", text.clone(), shuffled.concat()),
        ("one word", "a ".repeat(size), "a ".repeat(size / 2)),
        ("two words", "a b ".repeat(size / 2), "b a a ".repeat(size / 3)),
        ("short sentences", "Ja nee. ".repeat(size / 2), "Nee ja. Ja nee. ".repeat(size / 4)),
        ("no white space", "a".repeat(size * 6), "a".repeat(size * 5)),
        ("marks", "€ - | ".repeat(size / 3), "| € , ".repeat(size / 3)),
        ("amounts", "€ 1 ".repeat(size / 2), "€ 2 ".repeat(size / 2)),
        ("closing", ") ".repeat(size), ". ) ".repeat(size / 2)),
        ("list numbers", "1. ".repeat(size / 2), "2. 1. ".repeat(size / 4)),
        ("initials", "A. ".repeat(size / 2), "A. B. ".repeat(size / 4)),
        ("empty rows", " |\n".repeat(size), " | |\n".repeat(size / 2)),
        ("long row", "a | ".repeat(size / 2), "b | a | ".repeat(size / 4)),
        ("names", format!("x {}", "Aa ".repeat(size)), format!("x {}", "Bb van ".repeat(size / 2))),
        ("shifted", numbered(0), numbered(size / 2)),
        ("reversed", numbered(0), reversed),
        ("rows", rows(1), rows(7)),
        ("one and many", "woord".to_string(), text),
    ];
    let names = ["random of 2", "random of 20", "random of 2,000", "random"];
    texts.extend(names.into_iter().zip(random_pairs).map(|(name, (before, after))| (name, before, after)));
    texts
}

#[test]
#[ignore = "measures: for a release build"]
fn long_texts_are_fast() {
    for (size, bound) in [(5_000, 50), (20_000, 1_000)] {
        for (name, before, after) in long_texts(size) {
            let start = Instant::now();
            let found = difference(&before, &after);
            let time = start.elapsed();
            assert!(!found.pieces.is_empty() && time < Duration::from_millis(bound), "{size} {name}: {time:?}");
        }
    }
}
