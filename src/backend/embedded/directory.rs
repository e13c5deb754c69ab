//! The folder of an embedded index: tantivy's memory-mapped folder with four promises more.
//!
//! The commit record carries a checksum of its own, so that damage to it is seen. A reader needs no write access and
//! takes no lock. Files written by one user can be read by others as the umask says. Why a file could not be written
//! is remembered, since tantivy's threads do not tell.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, DirectoryLock, FileHandle, Lock, MmapDirectory, TerminatingWrite, WatchCallback, WatchHandle,
    WritePtr,
};

/// The file that tantivy replaces to commit.
pub(super) const COMMIT_FILE: &str = "meta.json";

/// The file in which tantivy lists the files that are its own, to remove those that no commit needs.
pub(super) const LIST_FILE: &str = ".managed.json";

const CHECKSUM_MARK: &[u8] = b"\n//crc32:";

/// See the module.
#[derive(Clone, Debug)]
pub(super) struct IndexDirectory {
    inner: MmapDirectory,
    root: Arc<PathBuf>,
    writable: bool,
    failure: WriteFailure,
}

impl IndexDirectory {
    pub(super) fn open(root: &Path, writable: bool) -> Result<Self, tantivy::directory::error::OpenDirectoryError> {
        let (inner, root) = (MmapDirectory::open(root)?, Arc::new(root.to_path_buf()));
        Ok(IndexDirectory { inner, root, writable, failure: WriteFailure::default() })
    }

    /// Where failures to write to this folder are noted.
    pub(super) fn failure(&self) -> WriteFailure {
        self.failure.clone()
    }

    fn replace(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        let target = self.root.join(path);
        let draft = self.root.join(format!("{}.new", path.display()));
        let mut file = File::create(&draft)?;
        file.write_all(data)?;
        file.sync_data()?;
        fs::rename(&draft, &target)?;
        // A commit that was told must also outlive a loss of power.
        self.inner.sync_directory()
    }
}

/// The first failure to write since it was last asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct WriteFailure(Arc<Mutex<Option<io::Error>>>);

impl WriteFailure {
    /// The failure, which is forgotten.
    pub(super) fn take(&self) -> Option<io::Error> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn note<T>(&self, result: io::Result<T>) -> io::Result<T> {
        if let Err(error) = &result {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(|| copy(error));
        }
        result
    }
}

/// The same error once more.
pub(super) fn copy(error: &io::Error) -> io::Error {
    match error.raw_os_error() {
        Some(code) => io::Error::from_raw_os_error(code),
        None => io::Error::new(error.kind(), error.to_string()),
    }
}

/// A file being written, whose failures are noted.
struct Watched {
    file: Box<dyn TerminatingWrite + Send + Sync>,
    failure: WriteFailure,
}

impl Write for Watched {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        self.failure.note(self.file.write(data))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.failure.note(self.file.flush())
    }
}

impl TerminatingWrite for Watched {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        self.failure.note(self.file.terminate_ref(token))
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
        let opened = self.inner.open_write(path);
        if let Err(OpenWriteError::IoError { io_error, .. }) = &opened {
            drop(self.failure.note::<()>(Err(copy(io_error))));
        }
        let file =
            opened?.into_inner().map_err(|error| OpenWriteError::wrap_io_error(error.into(), path.to_path_buf()))?;
        Ok(BufWriter::new(Box::new(Watched { file, failure: self.failure.clone() })))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        if path == Path::new(LIST_FILE) && !self.writable {
            // Only a writer removes files; `check` looks at the list.
            return Err(OpenReadError::FileDoesNotExist(path.to_path_buf()));
        }
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
        self.failure.note(self.replace(path, &data))
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.failure.note(self.inner.sync_directory())
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
