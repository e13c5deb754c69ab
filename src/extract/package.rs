//! A ZIP file as office formats and archives use it: parts by name, no more bytes of them than the limits allow.

use std::cell::Cell;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::document::Reason;

/// How many bytes may still come out of what is packed, over all parts and all archives in archives of one file.
#[derive(Debug)]
pub(super) struct Budget {
    left: Cell<u64>,
}

/// What a file may expand to whatever its size; small files of empty cells expand far.
const ALWAYS: u64 = 16_000_000;
/// How many times its size a file may expand.
const RATIO: u64 = 100;
/// Longest type in a part `mimetype`, in bytes.
const LONGEST_KIND: u64 = 200;
/// What no file may expand beyond.
const MOST: u64 = 200_000_000;

impl Budget {
    /// The budget of a file of `size` bytes.
    pub(super) fn of(size: usize) -> Self {
        Budget { left: Cell::new((size as u64).saturating_mul(RATIO).clamp(ALWAYS, MOST)) }
    }

    /// A budget of so many bytes.
    pub(super) fn most(bytes: u64) -> Self {
        Budget { left: Cell::new(bytes) }
    }

    /// Takes `bytes` off.
    ///
    /// # Errors
    /// [`Reason::Expands`] where so much is not left.
    pub(super) fn take(&self, bytes: u64) -> Result<(), Reason> {
        let left = self.left.get().checked_sub(bytes).ok_or(Reason::Expands)?;
        self.left.set(left);
        Ok(())
    }

    /// Reads all of `source`.
    ///
    /// # Errors
    /// [`Reason::Expands`] where it holds more than is left, [`Reason::Damaged`] where it cannot be read to its end.
    pub(super) fn read(&self, source: &mut dyn Read) -> Result<Vec<u8>, Reason> {
        let left = self.left.get();
        let mut bytes = Vec::new();
        source.take(left + 1).read_to_end(&mut bytes).map_err(|_| Reason::Damaged)?;
        self.take(bytes.len() as u64)?;
        Ok(bytes)
    }
}

/// A ZIP file that is open.
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    budget: &'b Budget,
}

impl<'b> Package<'b> {
    /// Opens a ZIP file.
    ///
    /// # Errors
    /// [`Reason::Damaged`] where its directory cannot be read.
    pub(super) fn open(bytes: &'b [u8], budget: &'b Budget) -> Result<Self, Reason> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Reason::Damaged)?;
        Ok(Package { archive, budget })
    }

    /// The names of the parts of a ZIP file.
    ///
    /// # Errors
    /// As [`Package::open`].
    pub(super) fn names_in(bytes: &[u8]) -> Result<Vec<String>, Reason> {
        Package::open(bytes, &Budget::most(0)).map(|package| package.names())
    }

    /// What the part `mimetype` says; empty where there is none, or it is no short text.
    pub(super) fn kind_of(bytes: &[u8]) -> String {
        let budget = Budget::most(LONGEST_KIND);
        let part = Package::open(bytes, &budget).and_then(|mut package| package.part("mimetype"));
        part.ok().flatten().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
    }

    /// The names of its parts, in the order of its directory.
    pub(super) fn names(&self) -> Vec<String> {
        self.archive.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect()
    }

    /// The bytes of the part `name`; `None` where it has no such part.
    ///
    /// # Errors
    /// [`Reason::Encrypted`], [`Reason::Damaged`], or [`Reason::Expands`] where the limits are passed.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Reason> {
        match self.archive.by_name(name) {
            // What it says of its size is not believed, but saves unpacking it for nothing.
            Ok(file) if file.size() > self.budget.left.get() => Err(Reason::Expands),
            Ok(mut file) => self.budget.read(&mut file).map(Some),
            Err(ZipError::FileNotFound) => Ok(None),
            Err(ZipError::UnsupportedArchive(text)) if text.contains("assword") => Err(Reason::Encrypted),
            Err(_) => Err(Reason::Damaged),
        }
    }
}
