//! A compound file as older office formats and Outlook use it: streams by path, no more bytes of them than the
//! budget allows.

use std::io::{Cursor, Read};

use cfb::CompoundFile;

use super::package::Budget;
use crate::document::Reason;

/// A compound file that is open.
#[derive(Debug)]
pub struct Compound<'b> {
    file: CompoundFile<Cursor<&'b [u8]>>,
    budget: &'b Budget,
}

impl<'b> Compound<'b> {
    /// Opens a compound file.
    ///
    /// # Errors
    /// [`Reason::Damaged`] where its tables cannot be read.
    pub fn open(bytes: &'b [u8], budget: &'b Budget) -> Result<Self, Reason> {
        let file = CompoundFile::open(Cursor::new(bytes)).map_err(|_| Reason::Damaged)?;
        Ok(Compound { file, budget })
    }

    /// Whether it has a stream at `path`.
    pub fn has(&self, path: &str) -> bool {
        self.file.is_stream(path)
    }

    /// The names of what stands directly in the storage `path`, in no order that matters; none where there is no such
    /// storage.
    pub fn names(&self, path: &str) -> Vec<String> {
        self.file.read_storage(path).map(|all| all.map(|entry| entry.name().to_owned()).collect()).unwrap_or_default()
    }

    /// The bytes of the stream at `path`, as far as they can be read; `None` where there is no such stream.
    ///
    /// # Errors
    /// [`Reason::Expands`] where the budget is passed.
    pub fn stream(&mut self, path: &str) -> Result<Option<Vec<u8>>, Reason> {
        if !self.has(path) {
            return Ok(None);
        }
        let Ok(mut stream) = self.file.open_stream(path) else { return Ok(None) };
        let mut bytes = Vec::new();
        let mut piece = [0; 4096];
        // A chain that breaks off gives what came before the break.
        while let Ok(count @ 1..) = stream.read(&mut piece) {
            self.budget.take(count as u64)?;
            bytes.extend(piece.iter().take(count));
        }
        Ok(Some(bytes))
    }
}

/// Numbers in little-endian bytes; `None` beyond the end.
pub mod number {
    /// The byte at `at`.
    pub fn u8(bytes: &[u8], at: usize) -> Option<u8> {
        bytes.get(at).copied()
    }

    /// The 16-bit number at `at`.
    pub fn u16(bytes: &[u8], at: usize) -> Option<u16> {
        Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
    }

    /// The 32-bit number at `at`.
    pub fn u32(bytes: &[u8], at: usize) -> Option<u32> {
        Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
    }

    /// The 64-bit number at `at`.
    pub fn u64(bytes: &[u8], at: usize) -> Option<u64> {
        Some(u64::from_le_bytes(bytes.get(at..at.checked_add(8)?)?.try_into().ok()?))
    }

    /// UTF-16 text of `bytes`, up to its first NUL.
    pub fn utf16(bytes: &[u8]) -> String {
        let units = bytes.chunks_exact(2).map(|pair| u16::from(pair[0]) | u16::from(pair[1]) << 8);
        char::decode_utf16(units.take_while(|&unit| unit != 0))
            .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect()
    }
}

/// A compound file of these streams, by path; storages on their paths are made.
#[cfg(test)]
pub fn built(streams: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
    let mut file = CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (path, bytes) in streams {
        let (storage, _) = path.rsplit_once('/').unwrap();
        file.create_storage_all(storage).unwrap();
        file.create_stream(path).unwrap().write_all(bytes).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams() {
        let bytes = built(&[("/a", &[7; 9_000]), ("/b/c", b"x")]);
        let check = |path: &str, size: Option<usize>| {
            let budget = Budget::of(0);
            let mut file = Compound::open(&bytes, &budget).unwrap();
            assert_eq!(file.stream(path).unwrap().map(|bytes| bytes.len()), size, "{path}");
        };
        check("/a", Some(9_000));
        check("/b/c", Some(1));
        check("/b", None);
        check("/d", None);
        assert_eq!(Compound::open(b"geen", &Budget::of(0)).err(), Some(Reason::Damaged));
    }

    #[test]
    fn numbers() {
        assert_eq!(
            [number::u16(&[1, 2], 0), number::u16(&[1, 2], 1), number::u16(&[], usize::MAX)],
            [Some(513), None, None]
        );
        assert_eq!(number::utf16(&[0xe9, 0, 0, 0, 1]), "é");
    }
}
