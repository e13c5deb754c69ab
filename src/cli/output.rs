//! The terminal, or the pipe, that a command prints to.

use std::io::{self, BufWriter, IsTerminal, Stderr, Stdout, Write};

use crate::config::Config;
use crate::error::{Error, ErrorKind, Result};
use crate::wording::steers;

/// Widest lines of running text, however wide the terminal is.
const WIDEST: usize = 100;

/// Standard output and standard error, and what they can do.
pub(super) struct Output {
    out: BufWriter<Stdout>,
    err: Stderr,
    /// Whether standard output is a terminal.
    pub terminal: bool,
    /// Whether standard error is one.
    pub error_terminal: bool,
    colour: bool,
    /// Columns for running text.
    pub width: usize,
}

/// How a piece of text looks in colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Bold,
    Dim,
    Found,
}

impl Output {
    pub(super) fn new(config: &Config) -> Self {
        let terminal = io::stdout().is_terminal();
        let columns = terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0));
        Output {
            out: BufWriter::new(io::stdout()),
            err: io::stderr(),
            terminal,
            error_terminal: io::stderr().is_terminal(),
            colour: terminal && !config.no_colour,
            width: columns.clamp(30, WIDEST),
        }
    }

    /// Prints a line.
    pub(super) fn line(&mut self, text: &str) -> Result<()> {
        writeln!(self.out, "{text}").or_else(broken)
    }

    /// Prints text in lines as wide as the terminal, broken at spaces, each after `indent`.
    pub(super) fn wrapped(&mut self, text: &str, indent: &str) -> Result<()> {
        let width = self.width.saturating_sub(indent.len());
        let mut line = String::new();
        for word in text.split_whitespace() {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
                self.line(&format!("{indent}{line}"))?;
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        self.line(format!("{indent}{line}").trim_end())
    }

    /// Prints a value as a line of JSON; in it, characters that steer a terminal are escaped.
    pub(super) fn json<T: serde::Serialize>(&mut self, value: &T) -> Result<()> {
        let text = serde_json::to_string(value)
            .map_err(|error| Error::with_source(ErrorKind::Data, "the answer cannot be written as JSON", error))?;
        let mut line = String::with_capacity(text.len());
        for c in text.chars() {
            // Outside its strings JSON holds no such characters.
            if steers(c) { line.push_str(&format!("\\u{:04x}", c as u32)) } else { line.push(c) }
        }
        self.line(&line)
    }

    /// Prints text as it is.
    pub(super) fn raw(&mut self, text: &str) -> Result<()> {
        self.out.write_all(text.as_bytes()).or_else(broken)
    }

    /// Prints a line to standard error, for what accompanies the answer.
    pub(super) fn note(&mut self, text: &str) {
        // Standard error that cannot be written to leaves nobody to tell.
        drop(writeln!(self.err, "{text}"));
    }

    /// Prints an error on one line, with its cause.
    pub(super) fn error(&mut self, error: &Error) {
        drop(self.out.flush());
        let mut line = format!("raadpleeg: {error}");
        if let Some(cause) = std::error::Error::source(error) {
            line.push_str(&format!(" ({cause})"));
        }
        self.note(&plain(&line));
    }

    pub(super) fn flush(&mut self) -> Result<()> {
        self.out.flush().or_else(broken)
    }

    /// `text` in a style where there is colour; without control characters of its own.
    pub(super) fn styled(&self, text: &str, style: Style) -> String {
        let text = plain(text);
        if !self.colour {
            return text;
        }
        let code = match style {
            Style::Bold => "1",
            Style::Dim => "2",
            Style::Found => "1;33",
        };
        format!("\x1b[{code}m{text}\x1b[0m")
    }

    /// Whether words that were found must be marked by signs, since there is no colour.
    pub(super) fn needs_signs(&self) -> bool {
        !self.colour
    }

    /// `text` as a link to a file where the terminal can show links.
    pub(super) fn link(&self, text: &str, file: &std::path::Path) -> String {
        let shown = plain(text);
        if !self.terminal || !self.colour || !file.is_absolute() {
            return shown;
        }
        let safe = |byte: &u8| byte.is_ascii_alphanumeric() || b"/-_.~".contains(byte);
        let bytes = file.as_os_str().as_encoded_bytes();
        let url: String = bytes
            .iter()
            .map(|byte| if safe(byte) { (*byte as char).to_string() } else { format!("%{byte:02X}") })
            .collect();
        format!("\x1b]8;;file://{url}\x1b\\{shown}\x1b]8;;\x1b\\")
    }
}

/// Text without characters that steer a terminal; documents and file names may hold any.
pub(super) fn plain(text: &str) -> String {
    text.chars().map(|c| if steers(c) { '\u{FFFD}' } else { c }).collect()
}

/// A reader that has seen enough closes the pipe: that is no error, and there is nobody left to write for.
fn broken(error: io::Error) -> Result<()> {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return Ok(());
    }
    Err(Error::with_source(ErrorKind::Storage, "cannot write the output", error))
}
