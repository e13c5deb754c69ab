//! `raadpleeg check`.

use super::args::CheckArgs;
use super::output::{Output, plain};
use super::{FAILED, WELL};
use crate::backend::embedded::check;
use crate::error::Result;

pub(super) fn run(args: CheckArgs, output: &mut Output) -> Result<u8> {
    let damages = check(&args.index)?;
    if damages.is_empty() {
        output.line("the index is sound: all checksums and counts agree")?;
        return Ok(WELL);
    }
    for damage in &damages {
        output.line(&plain(&format!("{} {}", damage.what, damage.problem)))?;
    }
    let advice = "delete the folder and run `raadpleeg index` again; your documents are not touched";
    output.line(&format!("{} damaged: {advice}", damages.len()))?;
    Ok(FAILED)
}
