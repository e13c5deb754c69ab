//! The command `raadpleeg`: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    raadpleeg::cli::run()
}
