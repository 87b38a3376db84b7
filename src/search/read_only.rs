//! An index that is only read, on a disk that may not be written to.
//!
//! The engine locks a file of the index for the moment in which it opens one, so that no file is cleared away under
//! it. In an archive on a read-only disk, or of another user, that lock cannot be taken: whoever reads goes without.
#[cfg(unix)]
use super::partly_read::PartlyRead;
#[cfg(unix)]
use std::collections::HashMap;
#[cfg(unix)]
use std::ffi::OsString;
use std::io;
use std::path::Path;
#[cfg(unix)]
use std::path::PathBuf;
use std::sync::Arc;
#[cfg(unix)]
use std::sync::OnceLock;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr,
};

/// A folder that is read from.
#[derive(Debug, Clone)]
pub(super) struct ReadOnlyFolder {
    engine: MmapDirectory,
    /// The folder, where parts of its files are read; none where they are mapped.
    #[cfg(unix)]
    in_parts: Option<PathBuf>,
    /// Its files, opened when the first is asked for: what says which files there are is read before, so that none of
    /// these is still being written.
    #[cfg(unix)]
    opened: Arc<OnceLock<HashMap<OsString, Arc<PartlyRead>>>>,
}

impl ReadOnlyFolder {
    /// Opens a folder of which little will be read. Where the place at which a file is read is a property of the file,
    /// over which two threads would fight, its files are mapped.
    pub(super) fn open(dir: &Path) -> tantivy::Result<Self> {
        Ok(Self {
            engine: MmapDirectory::open(dir)?,
            #[cfg(unix)]
            in_parts: Some(dir.to_path_buf()),
            #[cfg(unix)]
            opened: Arc::default(),
        })
    }

    /// Opens a folder of which everything will be read: mapped, a file does not lie in memory whole.
    pub(super) fn open_to_read_all(dir: &Path) -> tantivy::Result<Self> {
        Ok(Self {
            engine: MmapDirectory::open(dir)?,
            #[cfg(unix)]
            in_parts: None,
            #[cfg(unix)]
            opened: Arc::default(),
        })
    }
}

impl Directory for ReadOnlyFolder {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        #[cfg(unix)]
        if let Some(folder) = &self.in_parts {
            let opened = self.opened.get_or_init(|| PartlyRead::open_all(folder));
            if let Some(file) = opened.get(path.as_os_str()) {
                return Ok(file.clone());
            }
        }
        self.engine.get_file_handle(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.engine.exists(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.engine.atomic_read(path)
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        match self.engine.acquire_lock(lock) {
            Err(LockError::IoError(error)) if may_not_write(&error) => Ok(DirectoryLock::from(Box::new(()))),
            result => result,
        }
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.engine.watch(callback)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        Err(DeleteError::IoError {
            io_error: Arc::new(refusal()),
            filepath: path.to_path_buf(),
        })
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        Err(OpenWriteError::wrap_io_error(refusal(), path.to_path_buf()))
    }

    fn atomic_write(&self, _path: &Path, _data: &[u8]) -> io::Result<()> {
        Err(refusal())
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }
}

fn may_not_write(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
    )
}

fn refusal() -> io::Error {
    io::Error::new(
        io::ErrorKind::ReadOnlyFilesystem,
        "the index was opened for reading",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_that_may_not_be_written_is_done_without_and_no_other_error_is() {
        for kind in [io::ErrorKind::PermissionDenied, io::ErrorKind::ReadOnlyFilesystem] {
            assert!(may_not_write(&io::Error::from(kind)));
        }
        assert!(!may_not_write(&io::Error::from(io::ErrorKind::NotFound)));
    }

    #[test]
    fn nothing_is_written_through_it() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("kept"), "x").unwrap();
        let reading = ReadOnlyFolder::open(folder.path()).unwrap();
        assert!(reading.open_write(Path::new("new")).is_err());
        assert!(reading.atomic_write(Path::new("kept"), b"y").is_err());
        assert!(reading.delete(Path::new("kept")).is_err());
        assert_eq!(std::fs::read(folder.path().join("kept")).unwrap(), b"x");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
