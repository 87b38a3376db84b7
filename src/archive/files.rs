//! Writing that survives a kill: whole files by rename, logs by appended lines.
use super::store::digest;
use crate::error::{Error, Result};
use crate::shares::{cores, in_shares};
use serde::de::DeserializeOwned;
use std::ffi::OsStr;
use std::fs::{File, Metadata, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

/// Beginning of the names of files that are being written.
const TEMPORARY: &str = ".new-";

/// Whether a file is one that is being written, or was when its writer was killed.
pub(super) fn is_temporary(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(TEMPORARY.as_bytes())
}

/// When a file or folder was last changed in any way, in nanoseconds since 1970: a time that no program can set.
#[cfg(unix)]
pub(super) fn last_change_ns(metadata: &Metadata) -> Option<u64> {
    use std::os::unix::fs::MetadataExt;
    let seconds = u64::try_from(metadata.ctime()).ok()?;
    let nanoseconds = u64::try_from(metadata.ctime_nsec()).ok()?;
    seconds.checked_mul(1_000_000_000)?.checked_add(nanoseconds)
}

/// Other systems keep no such time.
#[cfg(not(unix))]
pub(super) fn last_change_ns(_metadata: &Metadata) -> Option<u64> {
    None
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

/// Writes values as JSON, a line each, whole or not at all.
///
/// # Errors
/// Where the file cannot be written.
pub(super) fn write_lines<'a, T: serde::Serialize + 'a>(
    path: &Path,
    values: impl Iterator<Item = &'a T>,
) -> Result<()> {
    write_atomically(path, &json_lines(path, values)?)
}

/// Values as JSON, a line each, for the file at a path.
pub(super) fn json_lines<'a, T: serde::Serialize + 'a>(
    path: &Path,
    values: impl Iterator<Item = &'a T>,
) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    for value in values {
        serde_json::to_writer(&mut bytes, value).map_err(|error| Error::ArchiveDamaged {
            path: path.to_path_buf(),
            detail: error.to_string(),
        })?;
        bytes.push(b'\n');
    }
    Ok(bytes)
}

/// As [`write_atomically`] for one file of many: it survives a kill of the program at once, and a failure of the
/// power after [`sync_folder`]. A read-only file cannot be written to by mistake.
pub(super) fn write_one_of_many(path: &Path, bytes: &[u8], read_only: bool) -> Result<()> {
    place(path, bytes, read_only)?;
    Ok(())
}

/// Writes a file under a temporary name, renames it, and returns its folder.
fn place<'a>(path: &'a Path, bytes: &[u8], read_only: bool) -> Result<&'a Path> {
    Unnamed::write(path, bytes, read_only)?.name(path)?;
    Ok(folder_of(path))
}

fn folder_of(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new("."))
}

/// A file that is whole on the disk and does not have its name yet; dropped, it is taken away.
#[derive(Debug)]
pub(super) struct Unnamed(tempfile::NamedTempFile);

impl Unnamed {
    /// Writes a file that will have a path, under a temporary name beside it.
    pub(super) fn write(path: &Path, bytes: &[u8], read_only: bool) -> Result<Self> {
        let failed = |error| Error::io("write", path, error);
        let folder = folder_of(path);
        create_folder(folder)?;
        let mut temporary = tempfile::Builder::new()
            .prefix(TEMPORARY)
            .tempfile_in(folder)
            .map_err(failed)?;
        temporary.write_all(bytes).map_err(failed)?;
        set_permissions(temporary.as_file(), read_only).map_err(failed)?;
        temporary.as_file().sync_all().map_err(failed)?;
        Ok(Self(temporary))
    }

    /// Gives it its name.
    pub(super) fn name(self, path: &Path) -> Result<()> {
        let named = self.0.persist(path);
        named.map_err(|error| Error::io("write", path, error.error))?;
        Ok(())
    }
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

/// Takes a file away; one that is not there is away already.
pub(super) fn remove_if_there(path: &Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::io("remove", path, error)),
        _ => Ok(()),
    }
}

/// The files of a folder that are whole, by name; none where there is no folder.
pub(super) fn list_files(folder: &Path) -> Result<Vec<std::path::PathBuf>> {
    let failed = |error| Error::io("list", folder, error);
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other.map_err(failed)?,
    };
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry.map_err(failed)?;
        if !is_temporary(&entry.file_name()) {
            files.push(entry.path());
        }
    }
    files.sort();
    Ok(files)
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

/// A file of lines that only grows. Each line ends with a check of itself and of the line before it, so that a line
/// that was changed, added or taken out later is found by [`damaged_lines`].
#[derive(Debug)]
pub(super) struct LineLog {
    file: File,
    path: std::path::PathBuf,
    /// Check of the last line.
    last: String,
}

/// What stands before the check in a line.
const CHECK_KEY: &str = ",\"check\":\"";

/// Length of a check: enough against accidents; against forgers nothing on the same disk is enough.
const CHECK_DIGITS: usize = 16;

/// Longest line that is looked for at the end of a log.
const LONGEST_LINE: u64 = 1 << 16;

/// The check of a line that comes after a line with another check.
fn check_of(previous: &str, body: &[u8]) -> String {
    let mut bytes = previous.as_bytes().to_vec();
    bytes.extend_from_slice(body);
    let mut check = digest(&bytes);
    check.truncate(CHECK_DIGITS);
    check
}

/// A line as it was before its check was added, and the check. `None` where it has none.
fn split_check(line: &[u8]) -> Option<(Vec<u8>, String)> {
    let line = std::str::from_utf8(line).ok()?;
    let (body, rest) = line.rsplit_once(CHECK_KEY)?;
    let check = rest.strip_suffix("\"}")?;
    Some((format!("{body}}}").into_bytes(), check.to_string()))
}

/// Numbers (from 1) of the lines that are not what was written. A line that was cut by a kill is no damage, nor are
/// lines without a check before the first line that has one: early versions wrote none.
pub(super) fn damaged_lines(path: &Path) -> Result<Vec<usize>> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Error::io("read", path, error)),
    };
    let mut damaged = Vec::new();
    let mut previous: Option<String> = None;
    for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        let parsed = serde_json::from_slice::<serde_json::Value>(line);
        let is_cut = parsed.as_ref().is_err_and(serde_json::Error::is_eof);
        if is_cut {
            continue;
        }
        match split_check(line) {
            Some((body, check)) => {
                // The line after a damaged one is judged by the check that stands in the file.
                if check != check_of(previous.as_deref().unwrap_or_default(), &body) {
                    damaged.push(index + 1);
                }
                previous = Some(check);
            }
            None if previous.is_none() && parsed.is_ok() => {}
            None => damaged.push(index + 1),
        }
    }
    Ok(damaged)
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
        let mut last = String::new();
        let length = file.metadata().map_err(failed)?.len();
        if length > 0 {
            let mut tail = Vec::new();
            let begin = length.saturating_sub(LONGEST_LINE);
            file.seek(SeekFrom::Start(begin)).map_err(failed)?;
            file.read_to_end(&mut tail).map_err(failed)?;
            if tail.last() != Some(&b'\n') {
                file.write_all(b"\n").map_err(failed)?;
            }
            let mut lines = tail.rsplit(|byte| *byte == b'\n');
            last = lines
                .find_map(split_check)
                .map_or(String::new(), |(_, check)| check);
        }
        Ok(Self {
            file,
            path: path.to_path_buf(),
            last,
        })
    }

    /// Appends one value, which must be an object, as a line of JSON, in one write.
    pub(super) fn append<T: serde::Serialize>(&mut self, value: &T) -> Result<()> {
        let mut line = serde_json::to_vec(value).map_err(|error| Error::ArchiveDamaged {
            path: self.path.clone(),
            detail: error.to_string(),
        })?;
        let check = check_of(&self.last, &line);
        line.pop();
        line.extend_from_slice(format!("{CHECK_KEY}{check}\"}}\n").as_bytes());
        self.last = check;
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
pub(super) fn read_lines<T: DeserializeOwned + Send>(path: &Path) -> Result<Vec<T>> {
    read_lines_with(path, "")
}

/// As [`read_lines`], those alone that hold some words.
pub(super) fn read_lines_with<T: DeserializeOwned + Send>(path: &Path, words: &str) -> Result<Vec<T>> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(parse_lines_with(&bytes, words)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(Error::io("read", path, error)),
    }
}

/// The values of the lines that can be read as such, in their order.
pub(super) fn parse_lines<T: DeserializeOwned + Send>(bytes: &[u8]) -> Vec<T> {
    parse_lines_with(bytes, "")
}

/// Lines that are parsed on one core take this many bytes at least.
const LEAST_SHARE: usize = 1 << 18;

fn parse_lines_with<T: DeserializeOwned + Send>(bytes: &[u8], words: &str) -> Vec<T> {
    let share = bytes.len().div_ceil(cores()).max(LEAST_SHARE);
    let parts = parts_of_lines(bytes, share);
    let parse =
        |parts: &[&[u8]]| -> Vec<T> { parts.iter().flat_map(|part| parse_part(part, words)).collect() };
    in_shares(&parts, parts.len(), parse)
        .into_iter()
        .flatten()
        .collect()
}

/// Whole lines in parts that are as long as asked for, or as much longer as their last line.
fn parts_of_lines(mut bytes: &[u8], share: usize) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    while let Some(rest) = bytes.get(share..) {
        let Some(end) = rest.iter().position(|byte| *byte == b'\n') else {
            break;
        };
        let (part, others) = bytes.split_at(share + end + 1);
        parts.push(part);
        bytes = others;
    }
    parts.push(bytes);
    parts
}

fn parse_part<T: DeserializeOwned>(bytes: &[u8], words: &str) -> Vec<T> {
    let mut values = Vec::new();
    for line in bytes.split(|byte| *byte == b'\n') {
        let text = std::str::from_utf8(line).unwrap_or_default();
        if text.contains(words) {
            values.extend(serde_json::from_str::<T>(text).ok());
        }
    }
    values
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
        let values = |path: &Path| -> Vec<u64> {
            let lines = read_lines::<serde_json::Value>(path).unwrap();
            lines.iter().map(|line| line["n"].as_u64().unwrap()).collect()
        };
        std::fs::write(&path, "{\"n\":1}\n{\"n\":2").unwrap();
        let mut log = LineLog::open(&path).unwrap();
        log.append(&serde_json::json!({"n": 3})).unwrap();
        log.sync().unwrap();
        assert_eq!(values(&path), [1, 3]);
        assert!(damaged_lines(&path).unwrap().is_empty());
    }

    #[test]
    fn a_line_that_was_changed_or_taken_out_later_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log.jsonl");
        for number in 1..=4 {
            let mut log = LineLog::open(&path).unwrap();
            log.append(&serde_json::json!({"n": number, "check": "of another kind"}))
                .unwrap();
        }
        assert!(damaged_lines(&path).unwrap().is_empty());
        let whole = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, whole.replace("\"n\":2", "\"n\":7")).unwrap();
        assert_eq!(damaged_lines(&path).unwrap(), [2]);
        let without_third: Vec<&str> = whole.lines().filter(|line| !line.contains("\"n\":3")).collect();
        std::fs::write(&path, without_third.join("\n")).unwrap();
        assert_eq!(damaged_lines(&path).unwrap(), [3], "the line that came after it");
    }

    #[test]
    fn lines_are_parsed_in_their_order_whatever_the_parts() {
        let bytes = b"1\n2\nthree\n\n4\n55555\n6";
        for share in 1..=bytes.len() + 1 {
            let parts = parts_of_lines(bytes, share);
            assert_eq!(parts.concat(), bytes);
            let values: Vec<u64> = parts.iter().flat_map(|part| parse_part(part, "")).collect();
            assert_eq!(values, [1, 2, 4, 55555, 6], "{share}");
        }
        assert!(parse_lines::<u64>(b"").is_empty());
    }

    #[test]
    fn a_long_log_is_read_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log.jsonl");
        let written: Vec<usize> = (0..LEAST_SHARE).collect();
        write_lines(&path, written.iter()).unwrap();
        assert!(std::fs::metadata(&path).unwrap().len() > 4 * LEAST_SHARE as u64);
        assert_eq!(read_lines::<usize>(&path).unwrap(), written);
        assert_eq!(read_lines_with::<usize>(&path, "99999").unwrap(), [99999, 199999]);
    }

    #[test]
    fn a_log_that_is_not_there_is_empty() {
        assert!(read_lines::<u8>(Path::new("no/such/log")).unwrap().is_empty());
    }
}
