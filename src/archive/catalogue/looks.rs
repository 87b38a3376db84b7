//! How the records of an archive look from outside: which are there, how long they are, when they were changed.
use super::super::files::list_files;
use super::super::layout::Paths;
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::path::Path;
use std::time::UNIX_EPOCH;

/// Length and time of change of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stamp {
    pub(super) bytes: u64,
    pub(super) modified_ns: u64,
}

impl Stamp {
    pub(super) fn of(path: &Path) -> Option<Self> {
        Self::of_metadata(&std::fs::metadata(path).ok()?)
    }

    /// As [`Stamp::of`], without a way through all folders above the file.
    fn of_file(file: &std::fs::DirEntry) -> Option<Self> {
        if file.file_type().ok()?.is_symlink() {
            return Self::of(&file.path());
        }
        Self::of_metadata(&file.metadata().ok()?)
    }

    pub(super) fn of_metadata(metadata: &std::fs::Metadata) -> Option<Self> {
        let age = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        Some(Self {
            bytes: metadata.len(),
            modified_ns: u64::try_from(age.as_nanos()).ok()?,
        })
    }
}

/// The files of a folder that are named by a digest, and how they look.
pub(super) fn stamps_by_digest(folder: &Path) -> Result<HashMap<String, Stamp>> {
    let mut stamps = HashMap::new();
    for path in list_files(folder)? {
        let stem = path.file_stem().and_then(|stem| stem.to_str());
        if let (Some(stem), Some(stamp)) = (stem, Stamp::of(&path)) {
            stamps.insert(stem.to_string(), stamp);
        }
    }
    Ok(stamps)
}

/// One of the folders of records.
#[derive(Debug)]
pub(super) struct Folder {
    /// Its name: the first digits of the digests of its records.
    pub(super) name: String,
    /// When a file was last added to it, taken away or put in the place of another; taken before it was opened.
    pub(super) modified_ns: Option<u64>,
    /// Its records by digest and how they look; `None` where it was not opened.
    pub(super) records: Option<Vec<(String, Option<Stamp>)>>,
}

/// What was seen of a record.
pub(super) enum Seen {
    /// Its folder was not opened.
    Closed,
    /// There is none.
    Nothing,
    /// It is there and looks so.
    Record(Option<Stamp>),
}

/// What was seen of all records.
pub(super) struct Looks {
    /// By name.
    pub(super) folders: Vec<Folder>,
}

/// Threads that look at records: where nothing of the folders is in memory yet, each waits for the disk nearly all the time.
const LOOKS_AT_ONCE: usize = 16;

impl Looks {
    /// Looks at all records, those aside whose folder need not be opened: folders are shared out over several threads.
    ///
    /// # Errors
    /// Where a folder cannot be listed.
    pub(super) fn take(paths: &Paths, stays_closed: impl Fn(&str, u64) -> bool + Sync) -> Result<Self> {
        let root = paths.records();
        let paths = list_files(&root)?;
        let share = paths.len().div_ceil(LOOKS_AT_ONCE).max(1);
        let stays_closed = &stays_closed;
        let looks = std::thread::scope(|scope| {
            let begun: Vec<_> = paths
                .chunks(share)
                .map(|paths| scope.spawn(move || look_at_folders(paths, stays_closed)))
                .collect();
            begun
                .into_iter()
                .map(std::thread::ScopedJoinHandle::join)
                .collect::<Vec<_>>()
        });
        let mut folders = Vec::new();
        for look in looks {
            let failed = || Error::io("list", &root, std::io::Error::other("a thread failed"));
            folders.extend(look.map_err(|_| failed())??);
        }
        Ok(Self { folders })
    }

    /// What was seen of the record of the original with a digest.
    pub(super) fn of(&self, sha256: &str) -> Seen {
        let name = Paths::folder_of_record(sha256);
        let at = self
            .folders
            .binary_search_by(|folder| folder.name.as_str().cmp(name));
        let Some(folder) = at.ok().and_then(|at| self.folders.get(at)) else {
            return Seen::Nothing;
        };
        let Some(records) = &folder.records else {
            return Seen::Closed;
        };
        let at = records.binary_search_by(|(other, _)| other.as_str().cmp(sha256));
        match at.ok().and_then(|at| records.get(at)) {
            Some((_, stamp)) => Seen::Record(*stamp),
            None => Seen::Nothing,
        }
    }

    /// The digests of the records of the folders that were opened, by folder.
    pub(super) fn digests(&self) -> impl Iterator<Item = &String> {
        let opened = self.folders.iter().filter_map(|folder| folder.records.as_ref());
        opened.flatten().map(|(sha256, _)| sha256)
    }
}

fn look_at_folders(
    paths: &[std::path::PathBuf],
    stays_closed: &impl Fn(&str, u64) -> bool,
) -> Result<Vec<Folder>> {
    let mut folders = Vec::new();
    for path in paths {
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            continue;
        };
        // Looked at before it is opened: what changes in between is seen by the next look.
        let Some(metadata) = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_dir) else {
            continue;
        };
        let modified_ns = Stamp::of_metadata(&metadata).map(|stamp| stamp.modified_ns);
        let is_closed = modified_ns.is_some_and(|modified_ns| stays_closed(name, modified_ns));
        let records = if is_closed { None } else { records_in(path)? };
        if is_closed || records.is_some() {
            folders.push(Folder {
                name: name.to_string(),
                modified_ns,
                records,
            });
        }
    }
    Ok(folders)
}

/// The records in a folder, by digest; `None` where it has gone.
fn records_in(folder: &Path) -> Result<Option<Vec<(String, Option<Stamp>)>>> {
    let failed = |error| Error::io("list", folder, error);
    let files = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        files => files.map_err(failed)?,
    };
    let mut records = Vec::new();
    for file in files {
        let file = file.map_err(failed)?;
        let name = file.file_name();
        let stem = name.to_str().and_then(|name| name.strip_suffix(".json"));
        if let Some(stem) = stem.filter(|stem| stem.len() == 64) {
            records.push((stem.to_string(), Stamp::of_file(&file)));
        }
    }
    records.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
    Ok(Some(records))
}
