//! What did the user ask? [`syntax`](parse) reads what was typed into a [`Query`]; the [`plan`] is what a back end and
//! the ranking need of it, made by `search`. No I/O, no index.

pub mod plan;
