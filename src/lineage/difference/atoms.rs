//! A text cut into words, numbers and marks. Which of them make one token together is left to `facts`.

use std::borrow::Cow;

/// What an atom looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Letters, also with "-", "/" or "'" between them.
    Word,
    /// Begins with a digit: "2.250", "2020/2021", "3a".
    Number,
    /// One character of another kind, or a row of the same dots, dashes or lines.
    Mark,
}

/// A stretch of the text, in bytes, without white space at its ends.
#[derive(Clone, Debug)]
pub(super) struct Atom<'t> {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) shape: Shape,
    /// As it is written, without what cannot be seen.
    pub(super) plain: Cow<'t, str>,
}

/// The atoms of `text`; between them is nothing but white space and what cannot be seen.
pub(super) fn atoms(text: &str) -> Vec<Atom<'_>> {
    let mut atoms = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let (length, shape) = match first {
            c if is_blank(c) => (c.len_utf8(), None),
            c if c.is_ascii_digit() => (word_length(&text[at..]), Some(Shape::Number)),
            c if c.is_alphanumeric() => (word_length(&text[at..]), Some(Shape::Word)),
            c => (mark_length(&text[at..], c), Some(Shape::Mark)),
        };
        let end = at + length;
        atoms.extend(shape.map(|shape| Atom { start: at, end, shape, plain: plain(&text[at..end]) }));
        at = end;
    }
    atoms
}

/// Adds `text` to `folded` as it is compared: without white space and what cannot be seen, with one kind of quote and
/// one of hyphen.
pub(super) fn fold(text: &str, folded: &mut String) {
    for c in text.chars() {
        match c {
            '‘' | '’' | '‚' | '‛' | '“' | '”' | '„' | '‟' | '"' | '`' | '´' | '′' | '″' | '«' | '»' => {
                folded.push('\'')
            }
            '…' => folded.push_str("..."),
            c if is_hyphen(c) || matches!(c, '—' | '―') => folded.push('-'),
            c if is_blank(c) => {}
            c => folded.push(c),
        }
    }
}

/// Whether `c` is a hyphen, a minus sign or a short dash.
pub(super) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2013}' | '\u{2212}')
}

/// White space, and what cannot be seen.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || is_unseen(c)
}

/// Soft hyphens, and spaces and joiners without width.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

fn plain(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.contains(is_unseen) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace(is_unseen, ""))
}

fn word_length(text: &str) -> usize {
    let mut length = 0;
    let mut part = 0;
    let mut previous = ' ';
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let inside = c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}');
        let joined = || part > 0 && joins(previous, c, rest.clone().next(), part == 1);
        if !(inside || joined()) {
            break;
        }
        part = if inside { part + 1 } else { 0 };
        length += c.len_utf8();
        previous = c;
    }
    length
}

/// Whether `c`, between the last character of a part of a word and `next`, keeps them together. `single`: that part is
/// one character.
fn joins(previous: char, c: char, next: Option<char>, single: bool) -> bool {
    let Some(next) = next.filter(|next| next.is_alphanumeric()) else { return false };
    let digits = previous.is_ascii_digit() && next.is_ascii_digit();
    match c {
        '/' | '\'' | '’' | '&' | '_' | '@' => true,
        '.' => digits || next.is_lowercase() || single && previous.is_uppercase() && next.is_uppercase(),
        ',' | ':' => digits,
        c => is_hyphen(c) || is_unseen(c),
    }
}

fn mark_length(text: &str, first: char) -> usize {
    let count = match first {
        '.' | '-' | '–' | '—' | '_' | '=' | '*' | '·' | '…' => text.chars().take_while(|c| *c == first).count(),
        _ => 1,
    };
    count * first.len_utf8()
}
