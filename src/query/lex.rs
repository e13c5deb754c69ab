//! A line into tokens: what is a word, a quotation, an operator or a filter, and what is mere punctuation.
//!
//! Every character is looked at a fixed number of times. What operators and parentheses bind is left to `parse`, which
//! also decides that an operator without anything to bind is a word after all.

use super::filters::{self, Prefix, Property};
use super::operators::{Operator, is_boundary, is_shouted, operator};
use super::parse::DEEPEST;
use super::refusal::{Refusal, Why};
use super::syntax::{Field, FilterOn, Need, Node};
use super::terms::{
    has_content, is_ignorable, is_mere, is_quote, is_space, near, single_spaced, trimmed, trimmed_value, word,
};

/// A part of a query and where it stands, in characters.
pub(super) struct Token {
    pub at: usize,
    /// What the sign directly in front asks: `Must` or `MustNot`.
    pub sign: Option<Need>,
    pub kind: Kind,
}

/// What a [`Token`] is.
pub(super) enum Kind {
    /// An opening parenthesis, perhaps with a field in front.
    Open(Option<Field>),
    /// The closing one; never more of them than of the others.
    Close,
    /// An operator as typed.
    Operator(Operator, &'static str),
    Term(Node),
    Filter(FilterOn),
}

/// For each parenthesis that is closed without white space or quotes in between, where.
fn partners(chars: &[char]) -> Vec<Option<usize>> {
    let mut partners = vec![None; chars.len()];
    let mut open = Vec::new();
    for (at, &c) in chars.iter().enumerate() {
        match c {
            '(' => open.push(at),
            ')' => {
                if let Some(start) = open.pop() {
                    partners[start] = Some(at);
                }
            }
            c if is_space(c) || is_quote(c) => open.clear(),
            _ => {}
        }
    }
    partners
}

/// The tokens of a line, in order.
///
/// # Errors
///
/// `TooDeep`, `BadDate` and `EmptyFilter`, whichever comes first in the line.
pub(super) fn lex(chars: &[char]) -> Result<Vec<Token>, Refusal> {
    let mut lexer = Lexer {
        chars,
        partners: partners(chars),
        operators: !is_shouted(chars),
        at: 0,
        before: Before::Space,
        sign: None,
        depth: 0,
        tokens: Vec::new(),
    };
    while let Some(&c) = chars.get(lexer.at) {
        lexer.step(c)?;
    }
    Ok(lexer.tokens)
}

/// What stands directly before; decides what the next character may begin.
#[derive(Clone, Copy, PartialEq)]
enum Before {
    /// White space, the start or an opening parenthesis: anything may begin.
    Space,
    /// A sign: no operator.
    Sign,
    /// A quotation, a value or a closing parenthesis: no sign.
    Closed,
    /// A word: parentheses and quotes are its punctuation.
    Word,
    /// Punctuation: no sign, operator or prefix.
    Mark,
}

struct Lexer<'a> {
    chars: &'a [char],
    partners: Vec<Option<usize>>,
    operators: bool,
    at: usize,
    before: Before,
    sign: Option<Need>,
    depth: usize,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    fn step(&mut self, c: char) -> Result<(), Refusal> {
        match c {
            c if is_space(c) => {
                self.sign = None;
                self.pass(1, Before::Space);
            }
            '(' if self.before != Before::Word => self.open(self.at, None)?,
            ')' => self.close(),
            c if is_quote(c) && self.before != Before::Word => self.quotation(),
            '-' | '+' if self.before == Before::Space => {
                self.sign = Some(if c == '-' { Need::MustNot } else { Need::Must });
                self.pass(1, Before::Sign);
            }
            '|' if self.may_operate() && self.chars.get(self.at + 1).is_none_or(|c| is_boundary(*c)) => {
                self.emit(self.at, Kind::Operator(Operator::Or, "|"));
                self.pass(1, Before::Closed);
            }
            c if is_ignorable(c) => self.at += 1,
            // After a word, parentheses and quotes are punctuation too.
            c if is_mere(c) => {
                if matches!(c, '-' | '+') {
                    self.sign = None;
                }
                self.pass(1, if self.before == Before::Word { Before::Word } else { Before::Mark });
            }
            _ => self.word()?,
        }
        Ok(())
    }

    fn may_operate(&self) -> bool {
        matches!(self.before, Before::Space | Before::Closed)
    }

    fn pass(&mut self, characters: usize, before: Before) {
        self.at += characters;
        self.before = before;
    }

    fn emit(&mut self, at: usize, kind: Kind) {
        self.tokens.push(Token { at, sign: self.sign.take(), kind });
    }

    fn emit_term(&mut self, at: usize, field: Option<Field>, node: Node) {
        let node = match field {
            Some(field) => Node::Field { field, node: Box::new(node) },
            None => node,
        };
        self.emit(at, Kind::Term(node));
    }

    /// Opens a group whose parenthesis stands at `at`.
    fn open(&mut self, at: usize, field: Option<Field>) -> Result<(), Refusal> {
        if self.depth == DEEPEST {
            return Err(Refusal::new(at, Why::TooDeep));
        }
        self.depth += 1;
        self.emit(at, Kind::Open(field));
        self.at = at;
        self.pass(1, Before::Space);
        Ok(())
    }

    fn close(&mut self) {
        self.sign = None;
        if self.depth > 0 {
            self.depth -= 1;
            self.emit(self.at, Kind::Close);
        }
        self.pass(1, Before::Closed);
    }

    fn quotation(&mut self) {
        match self.quoted(self.at) {
            Some((text, end)) => {
                let (node, end) = near(self.chars, text, end);
                if let Some(node) = node {
                    self.emit_term(self.at, None, node);
                }
                self.at = end;
                self.before = Before::Closed;
            }
            None => self.pass(1, Before::Mark),
        }
    }

    /// The text between the quote at `at` and the next, of whatever form, and where to go on.
    fn quoted(&self, at: usize) -> Option<(String, usize)> {
        let rest = &self.chars[at + 1..];
        let length = rest.iter().position(|c| is_quote(*c))?;
        Some((single_spaced(&rest[..length]), at + length + 2))
    }

    /// The end of the word that begins at `at`; parentheses that are closed in it belong to it.
    fn word_end(&self, at: usize, stop: impl Fn(char) -> bool) -> usize {
        let mut end = at;
        while let Some(&c) = self.chars.get(end) {
            match (c, self.partners[end]) {
                ('(', Some(closed)) => end = closed + 1,
                (c, _) if is_boundary(c) || stop(c) => break,
                _ => end += 1,
            }
        }
        end
    }

    fn word(&mut self) -> Result<(), Refusal> {
        let rest = &self.chars[self.at..];
        if self.may_operate()
            && self.operators
            && let Some((name, operator)) = operator(rest)
        {
            self.emit(self.at, Kind::Operator(operator, name));
            self.pass(name.len(), Before::Closed);
            return Ok(());
        }
        if (self.may_operate() || self.before == Before::Sign)
            && let Some((prefix, length)) = filters::prefix(rest)
        {
            return match prefix {
                Prefix::Field(field) => self.field(field, length),
                Prefix::Filter(property) => self.filter(property, length),
            };
        }
        let end = self.word_end(self.at, |_| false);
        if let Some(node) = word(&self.chars[self.at..end]) {
            self.emit_term(self.at, None, node);
        }
        self.at = end;
        self.before = Before::Word;
        Ok(())
    }

    /// Where the value of a prefix whose colon stands at `colon` begins; white space may come first, but then nothing
    /// that means something itself.
    fn value_start(&self, colon: usize) -> Option<usize> {
        let rest = &self.chars[colon + 1..];
        let spaces = rest.iter().take_while(|c| is_space(**c)).count();
        let value = &rest[spaces..];
        let other = matches!(value.first(), None | Some('-' | '+' | '|'))
            || (self.operators && operator(value).is_some())
            || filters::prefix(value).is_some();
        (spaces == 0 || !other).then_some(colon + 1 + spaces)
    }

    /// A field, if something follows that it can hold; otherwise its name is a word.
    fn field(&mut self, field: Field, length: usize) -> Result<(), Refusal> {
        let (start, colon) = (self.at, self.at + length);
        let mut at = self.value_start(colon).unwrap_or(self.chars.len());
        while let Some(&c) = self.chars.get(at) {
            let (node, end) = match c {
                '(' => return self.open(at, Some(field)),
                c if is_space(c) || c == ')' => break,
                c if is_quote(c) => match self.quoted(at) {
                    Some((text, end)) => near(self.chars, text, end),
                    None => (None, at + 1),
                },
                c if is_mere(c) || is_ignorable(c) => (None, at + 1),
                _ => {
                    let end = self.word_end(at, |_| false);
                    (word(&self.chars[at..end]), end)
                }
            };
            at = end;
            if let Some(node) = node {
                self.emit_term(start, Some(field), node);
                self.at = end;
                self.before = if is_quote(c) { Before::Closed } else { Before::Word };
                return Ok(());
            }
        }
        self.emit_term(start, None, Node::Word(self.chars[start..colon].iter().collect()));
        self.at = colon;
        self.pass(1, Before::Mark);
        Ok(())
    }

    /// A filter with one value or more, separated by commas without white space.
    fn filter(&mut self, property: Property, length: usize) -> Result<(), Refusal> {
        let (start, colon) = (self.at, self.at + length);
        let sign = self.sign.take();
        let mut next = self.value_start(colon);
        let mut found = false;
        while let Some(at) = next {
            let (value, end) = self.value(property, at);
            if let Some(value) = value {
                let on =
                    filters::condition(property, value.clone()).ok_or_else(|| Refusal::new(at, Why::BadDate(value)))?;
                self.tokens.push(Token { at, sign, kind: Kind::Filter(on) });
                found = true;
            }
            self.at = end;
            next = (self.chars.get(end) == Some(&',')).then_some(end + 1);
        }
        self.before = Before::Closed;
        let name = &self.chars[start..colon];
        if found { Ok(()) } else { Err(Refusal::new(start, Why::EmptyFilter(name.iter().collect()))) }
    }

    /// The value at `at`, if there is one, and where to go on.
    fn value(&self, property: Property, at: usize) -> (Option<String>, usize) {
        let mut at = at;
        if self.chars.get(at).is_some_and(|c| is_quote(*c)) {
            match self.quoted(at) {
                Some((text, end)) => return (Some(text).filter(|text| has_content(text)), end),
                None => at += 1,
            }
        }
        if self.chars.get(at) == Some(&'(') {
            return (None, at);
        }
        let end = self.word_end(at, |c| c == ',');
        let text: String = self.chars[at..end].iter().collect();
        // Dots at either end of a range say that it is open.
        let text = if property == Property::Dates { trimmed(&text, |c| c != '.') } else { trimmed_value(&text) };
        (Some(text.to_owned()).filter(|text| has_content(text)), end)
    }
}
