//! The file that says which analysis an index was built by: `gazette-index.json` in the index folder.
use super::schema::ANALYSIS_VERSION;
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

const FILE_NAME: &str = "gazette-index.json";
/// Present in every index of the engine, from its creation on.
const ENGINE_FILE_NAME: &str = "meta.json";

#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    /// [`ANALYSIS_VERSION`] of the program that built the index.
    analysis: u32,
}

/// Writes the manifest of an index made by this program.
pub(crate) fn write(dir: &Path) -> Result<()> {
    let manifest = Manifest {
        analysis: ANALYSIS_VERSION,
    };
    let path = dir.join(FILE_NAME);
    let json = serde_json::to_string(&manifest).map_err(|error| Error::Index {
        detail: error.to_string(),
    })?;
    fs::write(&path, json).map_err(|source| Error::io("write", &path, source))
}

/// Checks that there is an index that this program can read.
///
/// # Errors
/// [`Error::IndexMissing`] where there is none or only a part of one, [`Error::IndexStale`] where another version of
/// the analysis built it.
pub(crate) fn check(dir: &Path) -> Result<()> {
    let missing = || Error::IndexMissing {
        path: archive_of(dir).to_path_buf(),
    };
    if !dir.join(ENGINE_FILE_NAME).is_file() {
        return Err(missing());
    }
    let path = dir.join(FILE_NAME);
    let json = match fs::read(&path) {
        Ok(json) => json,
        Err(error) if is_absence(error.kind()) => return Err(missing()),
        Err(source) => return Err(Error::io("read", &path, source)),
    };
    let found = match serde_json::from_slice::<Manifest>(&json) {
        Ok(manifest) => manifest.analysis.to_string(),
        Err(_) => "unknown".to_string(),
    };
    let wanted = ANALYSIS_VERSION.to_string();
    if found != wanted {
        return Err(Error::IndexStale { found, wanted });
    }
    Ok(())
}

/// Whether no file can be read because there is none, or something else in its place.
fn is_absence(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::NotFound | ErrorKind::IsADirectory | ErrorKind::NotADirectory
    )
}

/// Whether everything in the folder may be deleted to make room for an index: it is empty or holds an index.
pub(crate) fn is_disposable(dir: &Path) -> bool {
    if dir.join(FILE_NAME).is_file() || dir.join(ENGINE_FILE_NAME).is_file() {
        return true;
    }
    match fs::read_dir(dir) {
        Ok(mut entries) => entries.next().is_none(),
        Err(_) => true,
    }
}

/// The folder that people know: that of the archive, which holds the index.
fn archive_of(dir: &Path) -> &Path {
    match dir.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => dir,
    }
}
