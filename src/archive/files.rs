//! Writing that survives a kill: whole files by rename, logs by appended lines.
use crate::error::{Error, Result};
use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

/// Beginning of the names of files that are being written.
const TEMPORARY: &str = ".new-";

/// Whether a file is one that is being written, or was when its writer was killed.
pub(super) fn is_temporary(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(TEMPORARY.as_bytes())
}

/// Makes a folder and those above it.
pub(super) fn create_folder(path: &Path) -> Result<()> {
    std::fs::create_dir_all(path).map_err(|error| Error::io("create", path, error))
}

/// Reads a text file whole.
pub(super) fn read_text(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).map_err(|error| Error::io("read", path, error))
}

/// Writes a file so that its name is only ever seen with the whole content: temporary file in the same folder,
/// fsync, rename, fsync of the folder.
pub(super) fn write_atomically(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = place(path, bytes, false)?;
    sync_folder(folder)
}

/// As [`write_atomically`] for one file of many: it survives a kill of the program at once, and a failure of the
/// power after [`sync_folder`]. A read-only file cannot be written to by mistake.
pub(super) fn write_one_of_many(path: &Path, bytes: &[u8], read_only: bool) -> Result<()> {
    place(path, bytes, read_only)?;
    Ok(())
}

/// Writes a file under a temporary name, renames it, and returns its folder.
fn place<'a>(path: &'a Path, bytes: &[u8], read_only: bool) -> Result<&'a Path> {
    let failed = |error| Error::io("write", path, error);
    let folder = path.parent().unwrap_or(Path::new("."));
    create_folder(folder)?;
    let mut temporary = tempfile::Builder::new()
        .prefix(TEMPORARY)
        .tempfile_in(folder)
        .map_err(failed)?;
    temporary.write_all(bytes).map_err(failed)?;
    set_permissions(temporary.as_file(), read_only).map_err(failed)?;
    temporary.as_file().sync_all().map_err(failed)?;
    temporary.persist(path).map_err(|error| failed(error.error))?;
    Ok(folder)
}

/// Temporary files are made for their owner alone; an archive is for whoever may read its folder.
#[cfg(unix)]
fn set_permissions(file: &File, read_only: bool) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = if read_only { 0o444 } else { 0o644 };
    file.set_permissions(std::fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn set_permissions(file: &File, read_only: bool) -> std::io::Result<()> {
    let mut permissions = file.metadata()?.permissions();
    permissions.set_readonly(read_only);
    file.set_permissions(permissions)
}

/// Makes the renames in a folder lasting. Only Unix can open a folder to do so.
pub(super) fn sync_folder(folder: &Path) -> Result<()> {
    if cfg!(unix) {
        File::open(folder)
            .and_then(|opened| opened.sync_all())
            .map_err(|error| Error::io("write", folder, error))?;
    }
    Ok(())
}

/// A file of lines that only grows.
#[derive(Debug)]
pub(super) struct LineLog {
    file: File,
    path: std::path::PathBuf,
}

impl LineLog {
    /// Opens the log to append to it. A last line that a kill has cut is closed, so that it spoils no other.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let failed = |error| Error::io("write", path, error);
        let mut file = OpenOptions::new()
            .create(true)
            .read(true)
            .append(true)
            .open(path)
            .map_err(failed)?;
        if file.metadata().map_err(failed)?.len() > 0 {
            let mut last = [0_u8; 1];
            file.seek(SeekFrom::End(-1)).map_err(failed)?;
            file.read_exact(&mut last).map_err(failed)?;
            if last != *b"\n" {
                file.write_all(b"\n").map_err(failed)?;
            }
        }
        Ok(Self {
            file,
            path: path.to_path_buf(),
        })
    }

    /// Appends one value as a line of JSON, in one write.
    pub(super) fn append<T: serde::Serialize>(&mut self, value: &T) -> Result<()> {
        let mut line = serde_json::to_vec(value).map_err(|error| Error::ArchiveDamaged {
            path: self.path.clone(),
            detail: error.to_string(),
        })?;
        line.push(b'\n');
        self.file
            .write_all(&line)
            .map_err(|error| Error::io("write", &self.path, error))
    }

    /// Makes what was appended lasting.
    pub(super) fn sync(&self) -> Result<()> {
        self.file
            .sync_all()
            .map_err(|error| Error::io("write", &self.path, error))
    }
}

/// Reads the lines of a log that are whole; there is none where there is no file. A line cut by a kill is left out.
pub(super) fn read_lines<T: serde::de::DeserializeOwned>(path: &Path) -> Result<Vec<T>> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Error::io("read", path, error)),
    };
    let mut values = Vec::new();
    for line in bytes.split(|byte| *byte == b'\n') {
        if let Ok(value) = serde_json::from_slice(line) {
            values.push(value);
        }
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b.json");
        write_atomically(&path, b"one").unwrap();
        write_atomically(&path, b"two").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        assert_eq!(std::fs::read_dir(folder.path().join("a")).unwrap().count(), 1);
    }

    #[test]
    fn a_read_only_file_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.pdf");
        write_one_of_many(&path, b"one", true).unwrap();
        assert!(std::fs::metadata(&path).unwrap().permissions().readonly());
    }

    #[test]
    fn a_line_cut_by_a_kill_spoils_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log.jsonl");
        std::fs::write(&path, "[1]\n[2").unwrap();
        let mut log = LineLog::open(&path).unwrap();
        log.append(&[3]).unwrap();
        log.sync().unwrap();
        assert_eq!(read_lines::<Vec<u8>>(&path).unwrap(), [[1], [3]]);
    }

    #[test]
    fn a_log_that_is_not_there_is_empty() {
        assert!(read_lines::<u8>(Path::new("no/such/log")).unwrap().is_empty());
    }
}
