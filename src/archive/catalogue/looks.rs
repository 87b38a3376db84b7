//! How the records of an archive look from outside: which are there, how long they are, when they were changed.
use super::super::files::{last_change_ns, list_files};
use super::super::layout::Paths;
use crate::error::{Error, Result};
use crate::shares::in_shares;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

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
        Some(Self {
            bytes: metadata.len(),
            modified_ns: nanoseconds(metadata.modified().ok()?),
        })
    }
}

/// Nanoseconds since 1970; 0 before.
pub(super) fn nanoseconds(time: SystemTime) -> u64 {
    let age = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(age.as_nanos()).unwrap_or(u64::MAX)
}

/// When a folder was last changed: a file that was added, taken away or put in the place of another changes it. By the
/// time that no copy of it sets, where there is one.
pub(super) fn changed_ns(folder: &std::fs::Metadata) -> Option<u64> {
    if cfg!(unix) {
        return last_change_ns(folder);
    }
    Some(nanoseconds(folder.modified().ok()?))
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

/// A record that was looked at.
#[derive(Debug)]
pub(super) struct Look {
    /// Digest of its original.
    pub(super) sha256: String,
    /// How it looks; `None` where it cannot be looked at.
    pub(super) stamp: Option<Stamp>,
}

/// One of the folders of records.
#[derive(Debug)]
pub(super) struct Folder {
    /// Its name: the first digits of the digests of its records.
    pub(super) name: String,
    /// When it was last changed; taken before it was opened.
    pub(super) changed_ns: Option<u64>,
    /// Its records by digest; `None` where it was not opened.
    pub(super) records: Option<Vec<Look>>,
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
        let folders = list_files(&paths.records())?;
        let looks = in_shares(&folders, LOOKS_AT_ONCE, |share| {
            look_at_folders(share, &stays_closed)
        });
        let mut folders = Vec::new();
        for look in looks {
            folders.extend(look?);
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
        let at = records.binary_search_by(|look| look.sha256.as_str().cmp(sha256));
        match at.ok().and_then(|at| records.get(at)) {
            Some(look) => Seen::Record(look.stamp),
            None => Seen::Nothing,
        }
    }

    /// The digests of the records of the folders that were opened, by folder.
    pub(super) fn digests(&self) -> impl Iterator<Item = &String> {
        let opened = self.folders.iter().filter_map(|folder| folder.records.as_ref());
        opened.flatten().map(|look| &look.sha256)
    }
}

fn look_at_folders(paths: &[PathBuf], stays_closed: &impl Fn(&str, u64) -> bool) -> Result<Vec<Folder>> {
    let mut folders = Vec::new();
    for path in paths {
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            continue;
        };
        // Looked at before it is opened: what changes in between is seen by the next look.
        let metadata = match std::fs::metadata(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            metadata => metadata.map_err(|error| Error::io("look at", path, error))?,
        };
        if !metadata.is_dir() {
            continue;
        }
        let changed_ns = changed_ns(&metadata);
        let is_closed = changed_ns.is_some_and(|changed_ns| stays_closed(name, changed_ns));
        let records = if is_closed { None } else { records_in(path)? };
        if is_closed || records.is_some() {
            folders.push(Folder {
                name: name.to_string(),
                changed_ns,
                records,
            });
        }
    }
    Ok(folders)
}

/// The records in a folder, by digest; `None` where it has gone.
fn records_in(folder: &Path) -> Result<Option<Vec<Look>>> {
    let failed = |error| Error::io("list", folder, error);
    let files = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        files => files.map_err(failed)?,
    };
    let mut records = Vec::new();
    for file in files {
        let file = file.map_err(failed)?;
        let name = file.file_name();
        let stem = name.to_str().and_then(|name| name.strip_suffix(".json"));
        if let Some(stem) = stem.filter(|stem| stem.len() == 64) {
            records.push(Look {
                sha256: stem.to_string(),
                stamp: Stamp::of_file(&file),
            });
        }
    }
    records.sort_unstable_by(|one, other| one.sha256.cmp(&other.sha256));
    Ok(Some(records))
}
