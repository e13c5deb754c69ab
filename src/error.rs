//! The one error of the crate: a kind that decides exit code and HTTP status, a line that says what happened and
//! what to do next, and the cause where another library gave one.

use std::error::Error as StdError;
use std::fmt;
use std::path::Path;

/// `Result` with [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// What went wrong, for a person: one line that names the thing and the next step.
pub struct Error {
    kind: ErrorKind,
    context: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// The kinds of [`Error`]; callers decide on these alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// A flag, argument or configuration that cannot be carried out.
    Usage,
    /// The query is refused; the context says where and why.
    Query,
    /// A folder, file, index, collection or passage that is not there.
    NotFound,
    /// An index made by another version of the program or of the analysis.
    OtherVersion,
    /// Another process is writing to the index.
    Locked,
    /// The index is damaged.
    Damaged,
    /// The system refused to read or write.
    Storage,
    /// A data file (such as a judged collection) that cannot be read as what it should be.
    Data,
    /// Stopped by the user.
    Interrupted,
    /// A defect of the program, or damage to an index that was not seen before.
    Internal,
}

impl Error {
    /// An error without a cause from elsewhere.
    pub fn new(kind: ErrorKind, context: impl Into<String>) -> Self {
        Error { kind, context: context.into(), source: None }
    }

    /// An error with the cause that another library gave.
    pub fn with_source(
        kind: ErrorKind,
        context: impl Into<String>,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        Error { kind, context: context.into(), source: Some(source.into()) }
    }

    /// The failure of an operation on `path`, with advice for the common causes.
    pub fn io(doing: &str, path: &Path, source: std::io::Error) -> Self {
        let advice = match source.kind() {
            std::io::ErrorKind::StorageFull => "; the disk is full: make room and run the command again",
            std::io::ErrorKind::PermissionDenied => "; check the permissions",
            std::io::ErrorKind::NotFound => "; check the path",
            std::io::ErrorKind::ReadOnlyFilesystem => "; the file system is read-only",
            _ => "",
        };
        let kind = match source.kind() {
            std::io::ErrorKind::NotFound => ErrorKind::NotFound,
            _ => ErrorKind::Storage,
        };
        Error::with_source(kind, format!("cannot {doing} {}{advice}", printable(path)), source)
    }

    /// What kind of error this is.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

/// A path on one line: control characters (a name may hold a newline) are escaped.
pub fn printable(path: &Path) -> String {
    let mut shown = String::new();
    for c in path.to_string_lossy().chars() {
        if c.is_control() { shown.extend(c.escape_default()) } else { shown.push(c) }
    }
    shown
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.context)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.kind, self.context)?;
        if let Some(source) = &self.source {
            write!(f, " ({source})")?;
        }
        Ok(())
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
