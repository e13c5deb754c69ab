//! Reading files in processes of their own: a crash, a hang or a bomb costs one file, or one page of it, and never the
//! run. The program starts itself again as a worker (`child`), which gives up what it does not need (`limits`), reads
//! jobs from its standard input and answers on its standard output (`frames`). `pool` keeps workers that are idle and
//! replaces those that die; `confined` runs the programs of others, such as Tesseract, under like limits.

mod child;
mod confined;
mod frames;
mod limits;
mod pool;

pub use child::run_if_asked;
pub use confined::Confined;
pub use pool::Workers;

use serde::{Deserialize, Serialize};

use super::Part;
use crate::document::Reason;

/// The argument that makes a worker of the program.
const WORK: &str = "--raadpleeg-worker";
/// The argument that makes the program give up what a stranger's program must not have, and then become that program.
const CONFINE: &str = "--raadpleeg-confine";

/// Seconds of processor time that one page may take.
const PAGE_SECONDS: u64 = 2;
/// Seconds of processor time that a file may take: so many ...
const FILE_SECONDS: u64 = 30;
/// ... and one more for so many of its bytes, so that a long document is read to its last page.
const BYTES_PER_SECOND: u64 = 200_000;
/// The largest file that a worker is given, in bytes.
pub const LARGEST_JOB: u64 = 1_000_000_000;
/// How long nothing may come from a worker, in seconds. Processor time is limited in the worker itself; this is for one
/// that sleeps, on a machine however busy.
const SILENCE: u64 = 120;

/// What a worker is asked: this, the bytes of the file, and those of the file of metadata beside it.
#[derive(Debug, Serialize, Deserialize)]
struct Request {
    name: String,
    beside: Option<String>,
    raw: bool,
    /// What broke earlier workers, and how.
    broken: Vec<(Step, Reason)>,
    /// Whether nothing is to be read from the last of those on: enough workers were lost.
    give_up: bool,
}

/// Where in a job a worker is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Step {
    path: String,
    page: Option<u32>,
}

/// What a worker answers.
#[derive(Debug, Serialize, Deserialize)]
enum Reply {
    /// It begins here.
    At(Step),
    /// It has read this.
    Part(Box<Part>),
    /// It has read all; `spoilt` where a panic left it in a state that nothing else should be read in.
    Done { spoilt: bool },
}
