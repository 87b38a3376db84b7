//! One writer at a time. The lock is the system's: a process that is killed gives it back.
use super::fixity::FixityLog;
use super::layout::Paths;
use crate::error::{Error, Result};
use std::fs::{File, OpenOptions, TryLockError};

/// The right to write to an archive, for as long as the value lives. Readers need none.
#[derive(Debug)]
pub struct WriteLock {
    _file: File,
    /// Whoever may write notes what they write.
    pub(super) fixity: FixityLog,
}

impl WriteLock {
    /// Takes the right to write, at once or not at all.
    ///
    /// # Errors
    /// Where another process holds it, or the lock file cannot be made.
    pub fn take(paths: &Paths) -> Result<Self> {
        let path = paths.lock();
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(|error| Error::io("lock", &path, error))?;
        match file.try_lock() {
            Ok(()) => Ok(Self {
                _file: file,
                fixity: FixityLog::open(paths)?,
            }),
            Err(TryLockError::WouldBlock) => Err(Error::ArchiveLocked {
                path: paths.root().to_path_buf(),
            }),
            Err(TryLockError::Error(error)) => Err(Error::io("lock", &path, error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_writer_is_refused_until_the_first_is_done() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::new(folder.path());
        let first = WriteLock::take(&paths).unwrap();
        assert!(matches!(
            WriteLock::take(&paths),
            Err(Error::ArchiveLocked { .. })
        ));
        drop(first);
        assert!(WriteLock::take(&paths).is_ok());
    }
}
