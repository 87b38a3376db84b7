//! The folder of an index that is written to.
//!
//! The engine makes the files that it writes anew as a whole for their owner alone; an archive is for whoever may read its
//! folder, and all files of its index are made alike.
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr,
};

/// A folder that is written to.
#[derive(Debug, Clone)]
pub(super) struct WritingFolder {
    engine: MmapDirectory,
    path: PathBuf,
}

impl WritingFolder {
    pub(super) fn open(dir: &Path) -> tantivy::Result<Self> {
        Ok(Self {
            engine: MmapDirectory::open(dir)?,
            path: dir.to_path_buf(),
        })
    }
}

impl Directory for WritingFolder {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.engine.get_file_handle(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.engine.exists(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.engine.atomic_read(path)
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.engine.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.engine.watch(callback)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.engine.delete(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.engine.open_write(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let mut temporary = builder.tempfile_in(&self.path)?;
        temporary.write_all(data)?;
        temporary.as_file().sync_data()?;
        temporary.persist(self.path.join(path))?;
        Ok(())
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.engine.sync_directory()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_written_as_a_whole_is_for_the_same_readers_as_the_others() {
        let folder = tempfile::tempdir().unwrap();
        let writing = WritingFolder::open(folder.path()).unwrap();
        for text in ["one", "two"] {
            writing.atomic_write(Path::new("whole"), text.as_bytes()).unwrap();
            assert_eq!(writing.atomic_read(Path::new("whole")).unwrap(), text.as_bytes());
        }
        std::fs::write(folder.path().join("other"), "").unwrap();
        let permissions = |name: &str| std::fs::metadata(folder.path().join(name)).unwrap().permissions();
        assert_eq!(permissions("whole"), permissions("other"));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}
