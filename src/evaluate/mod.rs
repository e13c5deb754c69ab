//! Measuring a ranking: on judged queries, as researchers do, and on questions with quoted answers, as users would.
//!
//! [`judged`] reads a judged set, [`set_index`] indexes and searches it, [`measures`] says how good rankings are,
//! [`run`] writes them down so that others can check it, and [`questions`] says how often the passage that a reader
//! would quote is among the first hits. Showing the outcome is left to the caller.

pub mod judged;
mod lines;
pub mod measures;
pub mod questions;
pub mod run;
pub mod set_index;

pub use judged::{Entry, JudgedQuery, JudgedSet, Judgements, entries};
pub use measures::Measures;
pub use questions::{Answer, Hit, Outcome, Question, QuestionReport, Shares};
pub use run::RunFile;
