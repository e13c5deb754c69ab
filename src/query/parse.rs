//! Tokens into a query: what operators, signs and parentheses bind.
//!
//! `NOT` and signs bind tightest, then `OR`, then standing side by side; `AND` makes both its sides required. Nothing
//! is negated twice: what is excluded from an exclusion is excluded. Exclusions cannot be alternatives, so they leave
//! an `OR`, and a group of nothing else; filters hold for the whole query wherever they stand.

use std::iter::Peekable;
use std::vec::IntoIter;

use super::lex::{Kind, Token, lex};
use super::operators::Operator;
use super::refusal::{Refusal, Why};
use super::syntax::{Field, Filter, Item, Need, Node, Query};

/// The longest query, in characters.
pub const LONGEST: usize = 1_000;
/// How deep parentheses may go.
pub const DEEPEST: usize = 20;
/// The most words, phrases and filters in a query.
pub const MOST_CLAUSES: usize = 64;

/// Reads `source` as a query. Takes time linear in its length, and none when it is too long.
///
/// # Errors
///
/// A [`Refusal`] for what is longer, deeper or more than the limits, for a filter without a value or with a date that
/// is none, and for a line that asks nothing. Anything else is read in some way: an operator that has nothing to bind
/// is a word, a parenthesis or quote without its other half is punctuation.
pub fn parse(source: &str) -> Result<Query, Refusal> {
    if source.chars().nth(LONGEST).is_some() {
        return Err(Refusal::new(LONGEST, Why::TooLong));
    }
    let chars: Vec<char> = source.chars().collect();
    let tokens = settled(lex(&chars)?);
    let mut clauses = tokens.iter().filter(|token| matches!(token.kind, Kind::Term(_) | Kind::Filter(_)));
    if let Some(first_too_many) = clauses.nth(MOST_CLAUSES) {
        return Err(Refusal::new(first_too_many.at, Why::TooManyClauses));
    }
    let exclusion = tokens.iter().find(|token| is_exclusion(token)).map_or(0, |token| token.at);
    let mut parser = Parser { tokens: tokens.into_iter().peekable(), filters: Vec::new() };
    let items = parser.list(false);
    let filters = parser.filters;
    if items.is_empty() && filters.is_empty() {
        return Err(Refusal::new(0, Why::Empty));
    }
    if filters.is_empty() && is_excluding(&items) {
        return Err(Refusal::new(exclusion, Why::OnlyExclusions));
    }
    Ok(Query { source: source.to_owned(), items, filters })
}

fn is_exclusion(token: &Token) -> bool {
    token.sign == Some(Need::MustNot) || matches!(token.kind, Kind::Operator(Operator::Not, _))
}

fn is_excluding(items: &[Item]) -> bool {
    items.iter().all(|item| item.need == Need::MustNot)
}

/// Operators that have nothing to bind are words; of several in a row between two things the first counts.
fn settled(tokens: Vec<Token>) -> Vec<Token> {
    // For each token, whether something to bind follows, be it after other operators.
    let mut follows = vec![false; tokens.len()];
    let mut begins = false;
    for (follows, token) in follows.iter_mut().zip(&tokens).rev() {
        *follows = begins;
        begins = match token.kind {
            Kind::Open(_) | Kind::Term(_) | Kind::Filter(_) => true,
            Kind::Close => false,
            Kind::Operator(..) => begins,
        };
    }
    let mut settled: Vec<Token> = Vec::with_capacity(tokens.len());
    for (token, follows) in tokens.into_iter().zip(follows) {
        let Kind::Operator(operator, name) = token.kind else {
            settled.push(token);
            continue;
        };
        let previous = settled.last().map(|token| &token.kind);
        let after_operand = matches!(previous, Some(Kind::Close | Kind::Term(_) | Kind::Filter(_)));
        let after_operator = matches!(previous, Some(Kind::Operator(..)));
        if follows && (after_operand || operator == Operator::Not) {
            settled.push(token);
        } else if name != "|" && !(follows && after_operator) {
            settled.push(Token { kind: Kind::Term(Node::Word(name.to_owned())), ..token });
        }
    }
    settled
}

struct Parser {
    tokens: Peekable<IntoIter<Token>>,
    filters: Vec<Filter>,
}

impl Parser {
    /// Items up to a closing parenthesis or the end. `excluded` when an enclosing group is.
    fn list(&mut self, excluded: bool) -> Vec<Item> {
        let mut items = Vec::new();
        let mut after_and = false;
        while let Some(token) = self.tokens.peek()
            && !matches!(token.kind, Kind::Close)
        {
            if self.passes(Operator::And) {
                after_and = true;
                continue;
            }
            let (found, mut exclusions) = self.alternatives(excluded);
            if let Some(mut found) = found {
                if after_and || self.is_next(Operator::And) {
                    found.need = Need::Must;
                }
                items.push(found);
            }
            items.append(&mut exclusions);
            after_and = false;
        }
        items
    }

    /// What stands between `OR`s as one item, if it is not all excluded, and the exclusions among it.
    fn alternatives(&mut self, excluded: bool) -> (Option<Item>, Vec<Item>) {
        let mut nodes = Vec::new();
        let mut required = false;
        let mut exclusions = Vec::new();
        loop {
            let (items, plus) = self.operand(excluded);
            for item in items {
                if item.need == Need::MustNot {
                    exclusions.push(item);
                    continue;
                }
                required |= plus || (item.need == Need::Must && item.node.default_need() != Need::Must);
                match item.node {
                    Node::Any(inner) => nodes.extend(inner),
                    node => nodes.push(node),
                }
            }
            if !self.passes(Operator::Or) {
                break;
            }
        }
        let node = if nodes.len() > 1 { Some(Node::Any(nodes)) } else { nodes.pop() };
        let found = node.map(|node| Item { need: if required { Need::Must } else { node.default_need() }, node });
        (found, exclusions)
    }

    /// A term, filter or group with its `NOT`s and sign: one item, or exclusions only, or nothing. Also whether there
    /// is a plus.
    fn operand(&mut self, enclosed: bool) -> (Vec<Item>, bool) {
        let mut excluded = false;
        while self.passes(Operator::Not) {
            excluded = true;
        }
        let Some(token) = self.tokens.next() else { return (Vec::new(), false) };
        let sign = if excluded { Some(Need::MustNot) } else { token.sign };
        let excluded = sign == Some(Need::MustNot);
        let items = match token.kind {
            Kind::Term(node) => vec![Item { need: sign.unwrap_or(node.default_need()), node }],
            Kind::Open(field) => {
                let items = self.list(enclosed || excluded);
                // A parenthesis that is never closed is closed at the end.
                self.tokens.next();
                grouped(items, field, sign)
            }
            Kind::Filter(on) => {
                self.filters.push(Filter { excluded: enclosed || excluded, on });
                Vec::new()
            }
            // `settled` leaves none of these where something to bind is due.
            Kind::Close | Kind::Operator(..) => Vec::new(),
        };
        (items, sign == Some(Need::Must))
    }

    fn is_next(&mut self, wanted: Operator) -> bool {
        matches!(self.tokens.peek(), Some(Token { kind: Kind::Operator(operator, _), .. }) if *operator == wanted)
    }

    fn passes(&mut self, wanted: Operator) -> bool {
        let passes = self.is_next(wanted);
        if passes {
            self.tokens.next();
        }
        passes
    }
}

/// The content of a pair of parentheses as one item, or as its exclusions if it holds nothing else.
fn grouped(mut items: Vec<Item>, field: Option<Field>, sign: Option<Need>) -> Vec<Item> {
    if items.len() > 1 && !is_excluding(&items) {
        items = vec![Item { need: Need::Should, node: Node::Group(items) }];
    }
    let within = |node| match field {
        Some(field) => Node::Field { field, node: Box::new(node) },
        None => node,
    };
    items
        .into_iter()
        .map(|Item { need, node }| Item {
            need: if need == Need::MustNot { need } else { sign.unwrap_or(need) },
            node: within(node),
        })
        .collect()
}
