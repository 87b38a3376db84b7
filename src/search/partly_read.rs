//! Files of the index of which the parts that are asked for are read, and no others.
//!
//! A mapped file is read around each place that is looked at, up to some megabytes of it where the system is set so:
//! of an index that is not in memory yet, the first answer would cost a reading of nearly all. Mapped, it also ends the
//! program where it is cut by another; a part that is not there is an error here.
use crate::shares::in_shares;
use std::collections::HashMap;
use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tantivy::HasLen;
use tantivy::directory::{FileHandle, OwnedBytes};

/// A file of this many bytes is read whole.
const SHORT: u64 = 1 << 18;

/// So many bytes at the end of a longer one are read at once: there the engine keeps what says where all else stands.
const END: u64 = 1 << 15;

/// Some systems let a program have 256 files open: of a folder of more than this many, none is kept open.
const MOST_OPEN: usize = 128;

/// Threads that open files: where these are not in memory yet, each waits for the disk nearly all the time.
const OPENED_AT_ONCE: usize = 8;

/// An open file.
#[derive(Debug)]
pub(super) struct PartlyRead {
    file: File,
    bytes: usize,
    /// Its end, or all of it.
    end: OwnedBytes,
}

impl PartlyRead {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let bytes = metadata.len();
        let kept = if bytes <= SHORT { bytes } else { END };
        let mut end = vec![0; usize::try_from(kept).map_err(io::Error::other)?];
        file.read_exact_at(&mut end, bytes.saturating_sub(kept))?;
        Ok(Self {
            file,
            bytes: usize::try_from(bytes).map_err(io::Error::other)?,
            end: OwnedBytes::new(end),
        })
    }

    /// Opens the files of a folder, several at once, by name; none where there are too many, or one cannot be opened:
    /// it is then for the engine to open those that it needs, one by one.
    pub(super) fn open_all(folder: &Path) -> HashMap<OsString, Arc<Self>> {
        let mut paths = Vec::new();
        for file in folder.read_dir().into_iter().flatten().flatten() {
            paths.push(file.path());
        }
        if paths.len() > MOST_OPEN {
            return HashMap::new();
        }
        let opened: io::Result<Vec<_>> = in_shares(&paths, OPENED_AT_ONCE, open_each).into_iter().collect();
        opened.unwrap_or_default().into_iter().flatten().collect()
    }
}

fn open_each(paths: &[PathBuf]) -> io::Result<Vec<(OsString, Arc<PartlyRead>)>> {
    let mut opened = Vec::new();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_os_string();
        match PartlyRead::open(path) {
            Ok(file) => opened.push((name, Arc::new(file))),
            // Who writes the index takes files away that no segment holds any more.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(opened)
}

impl HasLen for PartlyRead {
    fn len(&self) -> usize {
        self.bytes
    }
}

impl FileHandle for PartlyRead {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.start > range.end || range.end > self.bytes {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let end_start = self.bytes - self.end.len();
        if range.start >= end_start {
            return Ok(self.end.slice(range.start - end_start..range.end - end_start));
        }
        let mut part = vec![0; range.len()];
        self.file.read_exact_at(&mut part, range.start as u64)?;
        Ok(OwnedBytes::new(part))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_read_and_one_that_is_not_there_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let short: Vec<u8> = (0..1_000_u32).map(|place| place as u8).collect();
        let long: Vec<u8> = (0..SHORT as u32 + 7).map(|place| (place / 3) as u8).collect();
        for (name, bytes) in [("empty", &Vec::new()), ("short", &short), ("long", &long)] {
            std::fs::write(folder.path().join(name), bytes).unwrap();
            let file = PartlyRead::open(&folder.path().join(name)).unwrap();
            assert_eq!(file.len(), bytes.len());
            let end = bytes.len().saturating_sub(END as usize);
            for (from, to) in [
                (0, 0),
                (0, bytes.len()),
                (end.saturating_sub(1), bytes.len()),
                (end, bytes.len()),
                (end + 5, end + 9),
                (3, 700),
                (bytes.len(), bytes.len()),
            ] {
                let part = file.read_bytes(from..to);
                match bytes.get(from..to) {
                    Some(wanted) => assert_eq!(part.unwrap().as_slice(), wanted, "{name} {from}..{to}"),
                    None => assert!(part.is_err(), "{name} {from}..{to}"),
                }
            }
            assert!(file.read_bytes(0..bytes.len() + 1).is_err(), "{name}");
        }
        assert!(PartlyRead::open(&folder.path().join("none")).is_err());
    }

    #[test]
    fn a_file_that_was_cut_while_it_is_open_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, vec![1; 2 * SHORT as usize]).unwrap();
        let file = PartlyRead::open(&path).unwrap();
        std::fs::write(&path, "un").unwrap();
        assert!(file.read_bytes(3..7).is_err());
    }

    #[test]
    fn all_files_of_a_folder_are_opened() {
        let folder = tempfile::tempdir().unwrap();
        for number in 0..20_usize {
            std::fs::write(folder.path().join(format!("{number}")), vec![0; number]).unwrap();
        }
        let opened = PartlyRead::open_all(folder.path());
        assert_eq!(opened.len(), 20);
        assert_eq!(
            opened.get(std::ffi::OsStr::new("13")).map(|file| file.len()),
            Some(13)
        );
        assert!(PartlyRead::open_all(&folder.path().join("none")).is_empty());
        std::fs::create_dir(folder.path().join("folder")).unwrap();
        assert!(
            PartlyRead::open_all(folder.path()).is_empty(),
            "one that cannot be read"
        );
        std::fs::remove_dir(folder.path().join("folder")).unwrap();
        for number in 20..=MOST_OPEN {
            std::fs::write(folder.path().join(format!("{number}")), "x").unwrap();
        }
        assert!(PartlyRead::open_all(folder.path()).is_empty());
    }
}
