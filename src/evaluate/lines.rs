//! A data file line by line, with errors that name the file and the line. What a line should hold is left to the
//! callers.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::{Error, ErrorKind, Result, printable};

/// Reads one line after the other, so that a file may be larger than memory.
pub(super) struct Lines {
    reader: BufReader<File>,
    path: PathBuf,
    number: usize,
    buffer: Vec<u8>,
}

/// A line that is not blank, without its end.
pub(super) struct Line<'a> {
    /// What it holds, without the sign that some programs put at the start of a file (U+FEFF).
    pub text: &'a str,
    path: &'a Path,
    number: usize,
}

impl Lines {
    /// Opens `path`.
    pub(super) fn open(path: PathBuf) -> std::io::Result<Self> {
        Ok(Lines { reader: BufReader::new(File::open(&path)?), path, number: 0, buffer: Vec::new() })
    }

    /// The next line that is not blank; `None` at the end of the file.
    ///
    /// Fails when the system refuses to read, and when the line is not UTF-8.
    pub(super) fn next(&mut self) -> Result<Option<Line<'_>>> {
        loop {
            self.buffer.clear();
            let read = self.reader.read_until(b'\n', &mut self.buffer);
            if read.map_err(|source| Error::io("read", &self.path, source))? == 0 {
                return Ok(None);
            }
            self.number += 1;
            if !self.buffer.trim_ascii().is_empty() {
                break;
            }
        }
        let (path, number) = (self.path.as_path(), self.number);
        let text = std::str::from_utf8(&self.buffer).map_err(|_| wrong(path, number, "not UTF-8"))?;
        let text = if number == 1 { text.trim_start_matches('\u{FEFF}') } else { text };
        Ok(Some(Line { text: text.trim_end_matches(['\n', '\r']), path, number }))
    }

    /// The file.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Line<'_> {
    /// Whether this is the first line of the file.
    pub(super) fn is_first(&self) -> bool {
        self.number == 1
    }

    /// The line as a JSON object.
    pub(super) fn json<T: DeserializeOwned>(&self) -> Result<T> {
        // Anything but an object is said as such: serde would read a list as the fields of T in order.
        if !self.text.trim_start().starts_with('{') {
            return Err(self.wrong("not a JSON object"));
        }
        serde_json::from_str(self.text).map_err(|error| {
            // serde counts lines within the one line it was given: only the column means anything here.
            let what = error.to_string();
            let what = what.split(" at line ").next().unwrap_or(&what);
            self.wrong(&format!("not the JSON that is expected: {what} (column {})", error.column()))
        })
    }

    /// The error that `what` is wrong with this line.
    pub(super) fn wrong(&self, what: &str) -> Error {
        wrong(self.path, self.number, what)
    }

    /// The text that `value`, the field `name`, must be.
    pub(super) fn string(&self, name: &str, value: Option<Value>) -> Result<String> {
        match value {
            Some(Value::String(text)) => Ok(text),
            Some(_) => Err(self.wrong(&format!("`{name}` is not a string"))),
            None => Err(self.wrong(&format!("no `{name}`"))),
        }
    }

    /// As [`Line::string`], for a field that must hold more than white space.
    pub(super) fn filled(&self, name: &str, value: Option<Value>) -> Result<String> {
        let text = self.string(name, value)?;
        if text.trim().is_empty() { Err(self.wrong(&format!("`{name}` is empty"))) } else { Ok(text) }
    }
}

fn wrong(path: &Path, number: usize, what: &str) -> Error {
    Error::new(ErrorKind::Data, format!("{} line {number}: {what}", printable(path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(content: &[u8]) -> Result<Vec<(usize, String)>> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data.jsonl");
        std::fs::write(&path, content).unwrap();
        let mut lines = Lines::open(path).unwrap();
        let mut all = Vec::new();
        while let Some(line) = lines.next()? {
            all.push((line.number, line.text.to_owned()));
        }
        Ok(all)
    }

    #[test]
    fn blank_lines_count_but_are_not_given() {
        let lines = all("\u{FEFF}een\r\n\n  \ntwee\t\ndrie".as_bytes()).unwrap();
        assert_eq!(lines, [(1, "een".to_owned()), (4, "twee\t".to_owned()), (5, "drie".to_owned())]);
    }

    #[test]
    fn bytes_that_are_not_utf8_are_named_by_line() {
        let error = all(b"goed\nfout \xFF\n").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Data);
        assert!(error.to_string().ends_with("data.jsonl line 2: not UTF-8"), "{error}");
    }
}
