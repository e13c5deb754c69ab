//! The pages that readers see: plain data in, HTML out.
//!
//! [`views`] holds the parts of pages, [`templates`] the whole pages, `assets` the stylesheet, the script and the icon.
//! Reading parameters, searching, building addresses and setting headers is left to the server. Nothing here escapes
//! by hand: the templates escape everything, and never hold a style or script of their own.

pub mod assets;
pub mod document;
pub mod templates;
#[cfg(test)]
mod tests;
mod texts;
pub mod views;

pub use document::{
    Change, ChangedFact, Citation, DifferencePiece, Gap, Moment, OutlineEntry, PassageView, Side, Timeline, Within,
};
pub use templates::{AboutPage, DifferencePage, DocumentPage, EmbedPage, HomePage, ProblemPage, ResultsPage};
pub use views::{
    Chip, Collection, Contact, Coverage, Facet, FacetValue, Facts, FileLink, Frame, Hidden, Hit, Link, More, Nothing,
    PageLink, Pager, Piece, QueryProblem, Reason, Results, SearchForm, Searched, Sort, UnreadFile, UnreadGroup,
    Version,
};
