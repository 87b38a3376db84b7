//! The index follows the archive: the records that are new, changed or gone since it was last written.
//!
//! Neither the archive nor the search knows the other; this module holds both. The index says which records it
//! holds; a note beside it says how those records looked, so that only changed ones are read again. Killed at any
//! moment, index and note are as they were or as they should be, and the next run does the rest.
use super::index_digests;
use super::progress::Bar;
use crate::archive::{Archive, Catalogue, WriteLock, in_order};
use crate::error::{Error, Result};
use crate::model::Issue;
use crate::search::{self, IndexWriter, PreparedIssue, Records};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::AtomicBool;

/// The records of an archive, as search asks for them.
pub(super) struct ArchiveRecords<'a>(pub(super) &'a Archive);

impl Records for ArchiveRecords<'_> {
    fn issue(&self, id: &str) -> Result<Issue> {
        self.0.record_by_id(id)
    }
}

/// How the index stands to the archive.
#[derive(Debug, Default)]
pub(super) struct Difference {
    /// Digests of records that the index does not hold, or holds in another state.
    pub(super) to_add: Vec<String>,
    /// Identifiers that the index holds and the archive does not.
    pub(super) to_remove: Vec<String>,
    /// Number of issues in the index.
    pub(super) indexed: usize,
}

/// Compares the index with the archive.
///
/// # Errors
/// Where the index is missing, stale or damaged, or a record cannot be read.
pub(super) fn compare(archive: &Archive, catalogue: &Catalogue) -> Result<Difference> {
    let indexed = search::indexed_ids(&archive.paths().index())?;
    let versions = archive.indexed_versions();
    let mut difference = Difference {
        indexed: indexed.len(),
        ..Difference::default()
    };
    let mut kept = BTreeSet::new();
    for entry in catalogue.entries() {
        kept.insert(entry.id.as_str());
        let is_as_noted = catalogue.version(&entry.sha256).as_ref() == versions.get(&entry.sha256);
        let is_indexed = indexed.contains_key(&entry.id);
        if is_indexed && is_as_noted {
            continue;
        }
        if !is_indexed || !search::is_current(&indexed, &archive.record(&entry.sha256)?) {
            difference.to_add.push(entry.sha256.clone());
        }
    }
    let is_gone = |id: &&String| !kept.contains(id.as_str());
    difference.to_remove = indexed.keys().filter(is_gone).cloned().collect();
    Ok(difference)
}

/// Adds to the index what it lacks and takes out what it should not hold. An index that cannot be used is built
/// again. An interruption does not stop it: what a run has put into the archive, it leaves so that it is found.
///
/// # Errors
/// Where the index cannot be written, or a record cannot be read.
pub(super) fn bring_up_to_date(archive: &Archive, lock: &WriteLock, bar: &Bar) -> Result<()> {
    let unstopped = AtomicBool::new(false);
    let catalogue = Catalogue::load(archive)?;
    let difference = match compare(archive, &catalogue) {
        Ok(difference) => difference,
        Err(Error::IndexMissing { .. } | Error::IndexStale { .. } | Error::Index { .. }) => {
            rebuild(archive, lock, bar, &unstopped)?;
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    let is_behind = !difference.to_add.is_empty() || !difference.to_remove.is_empty();
    // A run that was killed leaves no digests, whether it had written the index or not.
    let wants_digests = is_behind || archive.index_digests().is_none();
    // Damage must not be digested as what was written.
    if wants_digests && !index_digests::is_sound(archive)? {
        rebuild(archive, lock, bar, &unstopped)?;
        return Ok(());
    }
    if is_behind {
        bar.begin("indexing", difference.to_add.len());
        archive.forget_index_digests(lock)?;
        let mut writer = IndexWriter::open_or_create(&archive.paths().index())?;
        for id in &difference.to_remove {
            writer.remove_issue(id)?;
        }
        add_all(&mut writer, archive, &difference.to_add, bar, &unstopped)?;
        writer.finish()?;
    }
    if wants_digests {
        index_digests::take(archive, lock)?;
    }
    note_versions(archive, lock, &catalogue)
}

/// Builds the index again from all records and returns their number.
///
/// # Errors
/// Where a record cannot be read or the index cannot be written; the old index is then still there.
pub(super) fn rebuild(archive: &Archive, lock: &WriteLock, bar: &Bar, stop: &AtomicBool) -> Result<usize> {
    let catalogue = Catalogue::load(archive)?;
    let entries = catalogue.entries();
    bar.begin("indexing", entries.len());
    let digests: Vec<String> = entries.iter().map(|entry| entry.sha256.clone()).collect();
    let count = search::rebuild_with(&archive.paths().index(), |writer| {
        add_all(writer, archive, &digests, bar, stop)?;
        // Killed before this, the old index is still there, and is what they tell of.
        archive.forget_index_digests(lock)?;
        Ok(digests.len())
    })?;
    index_digests::take(archive, lock)?;
    note_versions(archive, lock, &catalogue)?;
    Ok(count)
}

/// Adds records to the index: read and made ready on all cores, written one by one in their order.
fn add_all(
    writer: &mut IndexWriter,
    archive: &Archive,
    digests: &[String],
    bar: &Bar,
    stop: &AtomicBool,
) -> Result<()> {
    let prepare = |index: usize| {
        let sha256 = digests.get(index)?;
        Some(archive.record(sha256).map(|issue| PreparedIssue::new(&issue)))
    };
    let is_complete = in_order(digests.len(), stop, prepare, |_, prepared| {
        if let Some(prepared) = prepared {
            writer.add_prepared(prepared?)?;
            bar.step();
        }
        Ok(())
    })?;
    if is_complete {
        Ok(())
    } else {
        Err(Error::Interrupted)
    }
}

fn note_versions(archive: &Archive, lock: &WriteLock, catalogue: &Catalogue) -> Result<()> {
    let mut versions = BTreeMap::new();
    for entry in catalogue.entries() {
        if let Some(version) = catalogue.version(&entry.sha256) {
            versions.insert(entry.sha256.clone(), version);
        }
    }
    if versions == archive.indexed_versions() {
        return Ok(());
    }
    archive.put_indexed_versions(lock, &versions)
}
