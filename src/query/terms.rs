//! Words and quotations: which characters belong to them, and what `*` and `~` behind them ask.

use super::syntax::Node;
use crate::analysis;

/// The least that can be the beginning of a word, in characters.
const SHORTEST_PREFIX: usize = 2;
/// The least that can be misspelt, in letters.
const SHORTEST_FUZZY: usize = 3;
const MOST_EDITS: u32 = 2;
const FARTHEST: u32 = 50;

pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// Double quotes of any form, as word processors make them; single ones are apostrophes too often.
pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂')
}

/// Invisible: what analysis passes over, and marks of direction.
pub(super) fn is_ignorable(c: char) -> bool {
    analysis::is_ignorable(c) || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2061}'..='\u{2069}')
}

/// Punctuation and signs that mean nothing around a word. Combining marks belong to the letter before.
pub(super) fn is_mere(c: char) -> bool {
    !(is_word_char(c) || analysis::is_mark(c) || is_space(c) || is_ignorable(c))
}

/// Letters, figures, and signs that are read as a word.
fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '€' | '%' | '&' | '§')
}

/// Whether there is something to look for in `text`.
pub(super) fn has_content(text: &str) -> bool {
    text.chars().any(is_word_char)
}

/// A word and what stands behind it, up to white space; begins with no punctuation. `None` without content.
pub(super) fn word(raw: &[char]) -> Option<Node> {
    let raw: String = raw.iter().collect();
    let raw = trimmed_end(&raw, |c| !matches!(c, '*' | '~'));
    if !has_content(raw) {
        return None;
    }
    let bare = trimmed_end(raw, |_| true).to_owned();
    if raw.ends_with('*') {
        let long = bare.chars().count() >= SHORTEST_PREFIX;
        return Some(if long { Node::Prefix(bare) } else { Node::Word(bare) });
    }
    if let Some((word, figures)) = raw.rsplit_once('~')
        && figures.bytes().all(|b| b.is_ascii_digit())
        && let word = trimmed_end(word, |_| true)
        && can_be_misspelt(word)
    {
        return Some(Node::Fuzzy { word: word.to_owned(), distance: edits(number(figures)) });
    }
    Some(Node::Word(bare))
}

/// What the quotation `text` asks, given what stands behind it at `end`, and where to go on.
pub(super) fn near(chars: &[char], text: String, end: usize) -> (Option<Node>, usize) {
    let figures = match chars.get(end) {
        Some('~') => chars[end + 1..].iter().take_while(|c| c.is_ascii_digit()).count(),
        _ => return (Some(Node::Phrase(text)).filter(has_text), end),
    };
    let next = end + 1 + figures;
    let figures: String = chars[end + 1..next].iter().collect();
    let distance = number(&figures);
    let word = trimmed(&text, |_| true);
    let single = !text.contains(' ');
    let node = if single && can_be_misspelt(word) && !word.contains(['(', ')']) {
        Node::Fuzzy { word: word.to_owned(), distance: edits(distance) }
    } else if let (false, Some(distance @ 1..)) = (single, distance) {
        Node::Near { text, distance: distance.min(FARTHEST) }
    } else {
        Node::Phrase(text)
    };
    (Some(node).filter(has_text), next)
}

fn has_text(node: &Node) -> bool {
    match node {
        Node::Phrase(text) | Node::Near { text, .. } => has_content(text),
        _ => true,
    }
}

fn can_be_misspelt(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).nth(SHORTEST_FUZZY - 1).is_some()
}

/// The number that `figures` write, at most the largest there is; `None` for none.
fn number(figures: &str) -> Option<u32> {
    if figures.is_empty() { None } else { Some(figures.parse().unwrap_or(u32::MAX)) }
}

fn edits(asked: Option<u32>) -> u8 {
    if asked.unwrap_or(1) >= MOST_EDITS { 2 } else { 1 }
}

/// `text` with runs of white space and control characters made single spaces, none at the ends.
pub(super) fn single_spaced(text: &[char]) -> String {
    let words: Vec<String> =
        text.split(|c| is_space(*c)).filter(|word| !word.is_empty()).map(|word| word.iter().collect()).collect();
    words.join(" ")
}

/// `text` without punctuation at either end, as far as it is `loose`.
pub(super) fn trimmed(text: &str, loose: impl Fn(char) -> bool) -> &str {
    let text = text.trim_start_matches(|c| is_ignorable(c) || (is_mere(c) && loose(c)));
    trimmed_end(text, loose)
}

/// A closing parenthesis stays: words end before one that is not opened in them.
fn trimmed_end(text: &str, loose: impl Fn(char) -> bool) -> &str {
    text.trim_end_matches(|c| is_ignorable(c) || (is_mere(c) && c != ')' && loose(c)))
}

/// The value of a filter without the punctuation around it; the apostrophe of "'s-Hertogenbosch" is part of the name.
pub(super) fn trimmed_value(text: &str) -> &str {
    let text = trimmed_end(text, |_| true);
    let bare = trimmed(text, |_| true);
    let start = text.len() - bare.len();
    let mut letters = bare.chars();
    let short = letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none_or(|c| c == '-');
    match text[..start].char_indices().next_back() {
        Some((at, '\'' | '’' | '‘')) if short => &text[at..],
        _ => bare,
    }
}
