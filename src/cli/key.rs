//! `raadpleeg key`.

use super::WELL;
use super::args::KeyArgs;
use super::output::Output;
use crate::error::Result;
use crate::server::identity::keys::make_key;

pub(super) fn run(args: &KeyArgs, output: &mut Output) -> Result<u8> {
    let made = make_key(&args.name)?;
    output.line(&format!("# For the program, as header X-Api-Key; it is kept nowhere else:\n# {}\n", made.key))?;
    output.line("# For the settings, with the groups whose documents it may see:")?;
    output.line(&format!("[[server.key]]\nname = \"{}\"\nhash = \"{}\"\nreaders = []", args.name, made.hash))?;
    Ok(WELL)
}
