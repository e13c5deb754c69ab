//! Files that lines are appended to. What the lines say, and what happens when they cannot be written, is their
//! writers' matter.

use std::fs::{File, OpenOptions};
use std::io::{Read, Result, Seek, SeekFrom, Write};
use std::path::Path;

/// Opens the file at `path` for appending; where it is not there, it is made, and others than its owner and group may
/// not read it. A last line that a crash or a full disk cut off is ended, so that it spoils no other.
pub(crate) fn open_for_lines(path: &Path) -> Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o640);
    let mut file = options.open(path)?;
    if file.metadata()?.len() > 0 {
        let mut last = [0];
        file.seek(SeekFrom::End(-1))?;
        file.read_exact(&mut last)?;
        if last != *b"\n" {
            file.write_all(b"\n")?;
        }
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_stands_by_itself() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("regels");
        for (before, after) in
            [(None, "nieuw\n"), (Some(""), "nieuw\n"), (Some("a\n"), "a\nnieuw\n"), (Some("a\nb"), "a\nb\nnieuw\n")]
        {
            let _ = std::fs::remove_file(&path);
            before.into_iter().for_each(|text| std::fs::write(&path, text).unwrap());
            open_for_lines(&path).unwrap().write_all(b"nieuw\n").unwrap();
            assert_eq!(std::fs::read_to_string(&path).unwrap(), after);
        }
    }
}
