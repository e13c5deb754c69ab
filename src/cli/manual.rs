//! `raadpleeg completions` and `raadpleeg man`: what shells and manuals know of the commands, made from their arguments.

use clap::CommandFactory;

use super::WELL;
use super::args::{Cli, CompletionsArgs, ManArgs};
use super::output::Output;
use crate::error::{Error, Result};

/// The name of the program.
const PROGRAM: &str = env!("CARGO_PKG_NAME");

/// Prints the completions for a shell.
pub(super) fn completions(args: &CompletionsArgs, output: &mut Output) -> Result<u8> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), PROGRAM, &mut script);
    output.raw(&String::from_utf8_lossy(&script))?;
    Ok(WELL)
}

/// Writes a page for the program and one for each command.
pub(super) fn pages(args: &ManArgs, output: &mut Output) -> Result<u8> {
    let folder = &args.folder;
    std::fs::create_dir_all(folder).map_err(|error| Error::io("make the folder", folder, error))?;
    clap_mangen::generate_to(Cli::command(), folder)
        .map_err(|error| Error::io("write manual pages to", folder, error))?;
    output.line(&format!("manual pages are in {}", folder.display()))?;
    Ok(WELL)
}
