//! The digests of the index's files: taken when the index was written whole, compared when the archive is verified.
use crate::archive::{Archive, WriteLock, digest_of_file};
use crate::error::{Error, Result};
use crate::search::damaged_files;
use std::collections::BTreeMap;

/// A file of the index that is not what was written.
#[derive(Debug)]
pub(super) struct Damaged {
    pub(super) name: String,
    pub(super) expected: Option<String>,
    pub(super) found: Option<String>,
}

/// Takes the digests of the index as it is.
pub(super) fn take(archive: &Archive, lock: &WriteLock) -> Result<()> {
    archive.put_index_digests(lock, &digests(archive)?)
}

/// The files of the index that are not what was written. Where no digests were taken, since a run was killed while it
/// wrote the index, the engine's own checks are all there is.
pub(super) fn compare(archive: &Archive) -> Result<Vec<Damaged>> {
    let Some(expected) = archive.index_digests() else {
        let names = damaged_files(&archive.paths().index())?;
        return Ok(names
            .into_iter()
            .map(|name| Damaged {
                name,
                expected: None,
                found: None,
            })
            .collect());
    };
    let found = digests(archive)?;
    let mut damaged = Vec::new();
    for (name, sha256) in &expected {
        if found.get(name) != Some(sha256) {
            damaged.push(Damaged {
                name: name.clone(),
                expected: Some(sha256.clone()),
                found: found.get(name).cloned(),
            });
        }
    }
    Ok(damaged)
}

/// Whether the files of the index are what was written, as far as can be told.
///
/// # Errors
/// Where a file cannot be read.
pub(super) fn is_sound(archive: &Archive) -> Result<bool> {
    match compare(archive) {
        Ok(damaged) => Ok(damaged.is_empty()),
        Err(Error::IndexMissing { .. } | Error::IndexStale { .. } | Error::Index { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}

fn digests(archive: &Archive) -> Result<BTreeMap<String, String>> {
    let folder = archive.paths().index();
    let failed = |error| Error::io("list", &folder, error);
    let mut digests = BTreeMap::new();
    for entry in std::fs::read_dir(&folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        // Locks come and go with those who read.
        if path.is_file() && !name.ends_with(".lock") {
            digests.insert(name, digest_of_file(&path)?.0);
        }
    }
    Ok(digests)
}
