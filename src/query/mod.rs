//! The query language: what a reader typed into what is asked, and the plan of it that back ends and ranking share.
//!
//! [`parse`] reads a line as Dutch readers write it and gives a [`Query`], or a [`Refusal`] that says where, why and
//! what to type instead. Words are kept as typed: how they are normalised is left to `analysis`; what they match is
//! the [`plan`], which `search` makes with the index at hand. No I/O, no state.

mod filters;
mod lex;
mod operators;
mod parse;
pub mod plan;
mod refusal;
mod syntax;
mod terms;
#[cfg(test)]
mod tests;

pub use parse::{DEEPEST, LONGEST, MOST_CLAUSES, parse};
pub use refusal::{Refusal, Why};
pub use syntax::{Field, Filter, FilterOn, Item, Need, Node, Query};
