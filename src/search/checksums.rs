//! Whether the files of the index are whole, as far as the engine itself can tell.
use super::guard::guarded;
use super::index::engine_error;
use super::manifest;
use super::read_only::ReadOnlyFolder;
use crate::error::Result;
use std::path::Path;
use tantivy::Index;

/// The names of the files whose content disagrees with the checksum that the engine wrote at their end.
///
/// # Errors
/// Where there is no index that can be opened.
pub fn damaged_files(dir: &Path) -> Result<Vec<String>> {
    manifest::check(dir)?;
    let damaged = guarded(|| {
        let folder = ReadOnlyFolder::open_to_read_all(dir).map_err(engine_error)?;
        let index = Index::open(folder).map_err(engine_error)?;
        index.validate_checksum().map_err(engine_error)
    })?;
    let mut names: Vec<String> = damaged
        .iter()
        .map(|path| path.to_string_lossy().into_owned())
        .collect();
    names.sort();
    Ok(names)
}
