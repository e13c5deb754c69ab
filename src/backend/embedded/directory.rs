//! The folder of an embedded index: tantivy's memory-mapped folder with three promises more.
//!
//! The commit record carries a checksum of its own, so that damage to it is seen. A reader needs no write access and
//! takes no lock. Files written by one user can be read by others as the umask says.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr};

/// The file that tantivy replaces to commit.
pub(super) const COMMIT_FILE: &str = "meta.json";

const CHECKSUM_MARK: &[u8] = b"\n//crc32:";

/// See the module.
#[derive(Clone, Debug)]
pub(super) struct IndexDirectory {
    inner: MmapDirectory,
    root: Arc<PathBuf>,
    writable: bool,
}

impl IndexDirectory {
    pub(super) fn open(root: &Path, writable: bool) -> Result<Self, tantivy::directory::error::OpenDirectoryError> {
        Ok(IndexDirectory { inner: MmapDirectory::open(root)?, root: Arc::new(root.to_path_buf()), writable })
    }
}

/// Appends the checksum to a commit record.
fn sealed(data: &[u8]) -> Vec<u8> {
    let mut sealed = data.to_vec();
    sealed.extend_from_slice(CHECKSUM_MARK);
    sealed.extend_from_slice(format!("{:08x}\n", crc32fast::hash(data)).as_bytes());
    sealed
}

/// The commit record without its checksum; `None` where that is missing or wrong.
pub(super) fn unsealed(sealed: &[u8]) -> Option<&[u8]> {
    let at = sealed.len().checked_sub(CHECKSUM_MARK.len() + 9)?;
    let (data, seal) = sealed.split_at(at);
    let digits = seal.strip_prefix(CHECKSUM_MARK)?.strip_suffix(b"\n")?;
    (format!("{:08x}", crc32fast::hash(data)).as_bytes() == digits).then_some(data)
}

/// Holds a lock that nobody waits for.
struct NoLock;

impl Directory for IndexDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.inner.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.inner.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.inner.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let data = self.inner.atomic_read(path)?;
        if path != Path::new(COMMIT_FILE) {
            return Ok(data);
        }
        unsealed(&data).map(<[u8]>::to_vec).ok_or_else(|| {
            let damaged = io::Error::new(io::ErrorKind::InvalidData, "the checksum of the commit record is wrong");
            OpenReadError::wrap_io_error(damaged, path.to_path_buf())
        })
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        if !self.writable {
            // A reader has nothing to say; tantivy offers it a list of files when it opens an index.
            return Ok(());
        }
        let data = if path == Path::new(COMMIT_FILE) { sealed(data) } else { data.to_vec() };
        let target = self.root.join(path);
        let draft = self.root.join(format!("{}.new", path.display()));
        let mut file = File::create(&draft)?;
        file.write_all(&data)?;
        file.sync_data()?;
        fs::rename(&draft, &target)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.inner.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        if self.writable { self.inner.acquire_lock(lock) } else { Ok(DirectoryLock::from(Box::new(NoLock))) }
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every flipped bit of a sealed record is seen.
    #[test]
    fn damage_to_the_commit_record_is_seen() {
        let record = sealed(b"{\"segments\":[]}");
        assert_eq!(unsealed(&record), Some(&b"{\"segments\":[]}"[..]));
        for bit in 0..record.len() * 8 {
            let mut damaged = record.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(unsealed(&damaged), None, "bit {bit}");
        }
        for end in 0..record.len() {
            assert_eq!(unsealed(&record[..end]), None, "cut at {end}");
        }
    }
}
