//! Words in capitals that bind, in Dutch and English, and when they are words after all.

use super::filters;
use super::terms::{is_quote, is_space};

/// What an operator does with what stands beside it.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Operator {
    Or,
    And,
    Not,
}

const OPERATORS: [(&str, Operator); 6] = [
    ("OR", Operator::Or),
    ("OF", Operator::Or),
    ("AND", Operator::And),
    ("EN", Operator::And),
    ("NOT", Operator::Not),
    ("NIET", Operator::Not),
];

/// Whether `word`, standing alone, would be read as an operator or a prefix.
pub(super) fn is_special(word: &str) -> bool {
    let chars: Vec<char> = word.chars().collect();
    operator(&chars).is_some() || filters::prefix(&chars).is_some()
}

/// The operator that `text` begins with; it is a word unless it ends there.
pub(super) fn operator(text: &[char]) -> Option<(&'static str, Operator)> {
    OPERATORS.into_iter().find(|(name, _)| {
        name.chars().eq(text.iter().take(name.len()).copied()) && text.get(name.len()).is_none_or(|c| is_boundary(*c))
    })
}

/// What ends a word, apart from parentheses that are closed in it.
pub(super) fn is_boundary(c: char) -> bool {
    is_space(c) || is_quote(c) || matches!(c, '(' | ')')
}

/// In a line of capitals, "OR" and "EN" are no louder than the other words.
pub(super) fn is_shouted(chars: &[char]) -> bool {
    let mut words = chars.split(|c| !c.is_alphanumeric());
    !chars.iter().any(|c| c.is_lowercase())
        && words.any(|word| word.iter().any(|c| c.is_uppercase()) && operator(word).is_none())
}
