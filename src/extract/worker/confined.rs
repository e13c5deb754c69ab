//! Programs of others (pdftoppm, Tesseract) under limits: this program is started first, gives up what they must not
//! have, and becomes them. What they may write is one folder.

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::{Command, Stdio};

use super::{CONFINE, limits};

/// A program of others, to be run under limits.
#[derive(Debug)]
pub struct Confined<'a> {
    /// This program, which becomes it.
    pub program: &'a Path,
    /// The one folder that it may write in.
    pub folder: &'a Path,
}

impl Confined<'_> {
    /// The command that runs `name` with `arguments`: it has no input, and what it gives it writes in the folder.
    pub fn command(&self, name: &str, arguments: &[&OsStr]) -> Command {
        let mut command = Command::new(self.program);
        command.arg(CONFINE).arg(self.folder).arg(name).args(arguments).current_dir(self.folder);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        // Several pages are read at once; threads in each would get in each other's way.
        command.env("OMP_THREAD_LIMIT", "1").env("TMPDIR", self.folder);
        command
    }
}

/// Becomes the program that the arguments name: the folder, the program and its own arguments. Returns only where that
/// fails.
pub(super) fn become_program(arguments: &[OsString]) {
    let [folder, name, rest @ ..] = arguments else { return };
    limits::confine_program(Path::new(folder));
    let mut command = Command::new(name);
    command.args(rest);
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        // Returns only where the program is not there; the caller sees that nothing came.
        drop(command.exec());
    }
    #[cfg(not(unix))]
    {
        // The caller sees that nothing came.
        drop(command.status());
    }
}
