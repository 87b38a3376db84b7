//! Issues that are taken out: the one way in which the archive forgets, and it remembers that it did.
//!
//! First the note of removal is written (which issue, when, by whom, why), then record, corrections and original are
//! taken away. Killed in between, the issue is gone for readers and the next run that writes ends the removal.
use super::corrections::Kept;
use super::events::{Event, EventKind, EventLog, Outcome, now};
use super::files::{list_files, remove_if_there, write_atomically};
use super::lock::WriteLock;
use super::store::Archive;
use crate::error::{Error, Result};
use crate::model::{IssueDate, SourceFormat};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// What is left of an issue that was taken out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tombstone {
    /// Version of this shape.
    pub schema: u32,
    /// Digest of the original.
    pub sha256: String,
    /// Identifier of the issue.
    pub id: String,
    /// Its short name.
    pub slug: String,
    /// Its title.
    pub title: Option<String>,
    /// Its number.
    pub number: Option<String>,
    /// Its date.
    pub date: Option<IssueDate>,
    /// Name of the file from which it was read.
    pub file_name: String,
    /// Why it was taken out.
    pub reason: String,
    /// When, in UTC.
    pub removed: String,
    /// By whom, where that was told.
    pub by: Option<String>,
    /// What a person had set by hand.
    pub corrections: Vec<Kept>,
}

/// Takes an issue out of the archive.
///
/// # Errors
/// Where its record cannot be read or the archive cannot be written.
pub fn remove_issue(
    archive: &Archive,
    lock: &WriteLock,
    sha256: &str,
    reason: &str,
    by: Option<String>,
) -> Result<Tombstone> {
    let issue = archive.record(sha256)?;
    let tombstone = Tombstone {
        schema: 1,
        sha256: sha256.to_string(),
        id: issue.id,
        slug: issue.slug,
        title: issue.title,
        number: issue.number,
        date: issue.date,
        file_name: issue.source.file_name,
        reason: reason.to_string(),
        removed: now(),
        by,
        corrections: archive.corrections(sha256)?,
    };
    let path = archive.paths().tombstone(sha256);
    let mut bytes = serde_json::to_vec_pretty(&tombstone).map_err(|error| damaged(&path, &error))?;
    bytes.push(b'\n');
    lock.fixity.note(archive.paths(), &path, &bytes)?;
    write_atomically(&path, &bytes)?;
    finish(archive, lock, sha256)?;
    let mut event = Event::now(EventKind::Deaccession, Outcome::Success);
    event.sha256 = Some(sha256.to_string());
    event.note = Some(match &tombstone.by {
        Some(by) => format!("{reason} ({by})"),
        None => reason.to_string(),
    });
    let mut events = EventLog::open(archive.paths())?;
    events.append(&event)?;
    events.sync()?;
    lock.fixity.sync()?;
    Ok(tombstone)
}

/// Takes away the files of an issue that has its note of removal.
fn finish(archive: &Archive, lock: &WriteLock, sha256: &str) -> Result<()> {
    let paths = archive.paths();
    for path in [paths.record(sha256), paths.correction(sha256)] {
        if path.exists() {
            lock.fixity.note_removal(paths, &path)?;
            remove_if_there(&path)?;
        }
    }
    for format in [SourceFormat::Pdf, SourceFormat::Text] {
        remove_if_there(&paths.original(sha256, format))?;
    }
    Ok(())
}

/// Ends the removals that a killed run had begun.
pub(super) fn finish_all(archive: &Archive, lock: &WriteLock) -> Result<()> {
    for path in list_files(&archive.paths().removed())? {
        if let Some(sha256) = path.file_stem().and_then(|stem| stem.to_str()) {
            finish(archive, lock, sha256)?;
        }
    }
    Ok(())
}

/// The issue with a digest, if it was taken out.
///
/// # Errors
/// Where the note of its removal is there and cannot be read.
pub fn tombstone(archive: &Archive, sha256: &str) -> Result<Option<Tombstone>> {
    let path = archive.paths().tombstone(sha256);
    match std::fs::read(&path) {
        Ok(bytes) => serde_json::from_slice(&bytes)
            .map(Some)
            .map_err(|error| damaged(&path, &error)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::io("read", &path, error)),
    }
}

/// The issues that were taken out, in the order of their removal.
///
/// # Errors
/// Where a note of removal cannot be read.
pub fn tombstones(archive: &Archive) -> Result<Vec<Tombstone>> {
    let mut all = Vec::new();
    for path in list_files(&archive.paths().removed())? {
        let stem = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .unwrap_or_default();
        all.extend(tombstone(archive, stem)?);
    }
    all.sort_by(|a, b| (&a.removed, &a.slug).cmp(&(&b.removed, &b.slug)));
    Ok(all)
}

/// Lets the original with a digest come back: the note of its removal is taken away, the log keeps it.
pub(super) fn readmit(archive: &Archive, lock: &WriteLock, sha256: &str) -> Result<()> {
    let path = archive.paths().tombstone(sha256);
    lock.fixity.note_removal(archive.paths(), &path)?;
    lock.fixity.sync()?;
    remove_if_there(&path)
}

fn damaged(path: &Path, error: &serde_json::Error) -> Error {
    Error::ArchiveDamaged {
        path: path.to_path_buf(),
        detail: error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::catalogue::Catalogue;
    use super::super::store::digest;
    use super::*;
    use crate::model::{Issue, Source};

    fn archive_with(bytes: &[u8]) -> (tempfile::TempDir, Archive, String) {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::open_or_create(folder.path()).unwrap();
        let lock = archive.lock().unwrap();
        let sha256 = digest(bytes);
        let source = Source::new("a.txt", SourceFormat::Text, &sha256, bytes.len() as u64);
        archive
            .put_original(&lock, bytes, &sha256, SourceFormat::Text)
            .unwrap();
        archive.put_record(&lock, &Issue::empty(source)).unwrap();
        drop(lock);
        (folder, archive, sha256)
    }

    #[test]
    fn what_is_taken_out_leaves_a_note_and_a_line_in_the_log() {
        let (_folder, archive, sha256) = archive_with(b"un");
        let lock = archive.lock().unwrap();
        let removed = remove_issue(&archive, &lock, &sha256, "withdrawn by its author", None).unwrap();
        assert!(!archive.paths().record(&sha256).exists());
        assert!(archive.original(&sha256, SourceFormat::Text).is_err());
        assert_eq!(tombstones(&archive).unwrap(), [removed]);
        let events = EventLog::read(archive.paths()).unwrap();
        assert_eq!(events[0].event, EventKind::Deaccession);
        assert_eq!(events[0].note.as_deref(), Some("withdrawn by its author"));
        readmit(&archive, &lock, &sha256).unwrap();
        assert!(tombstones(&archive).unwrap().is_empty());
    }

    #[test]
    fn a_removal_that_was_killed_is_over_for_readers_and_ended_by_the_next_writer() {
        let (_folder, archive, sha256) = archive_with(b"un");
        let lock = archive.lock().unwrap();
        let record = std::fs::read(archive.paths().record(&sha256)).unwrap();
        remove_issue(&archive, &lock, &sha256, "x", None).unwrap();
        std::fs::write(archive.paths().record(&sha256), record).unwrap();
        assert!(Catalogue::load(&archive).unwrap().is_empty());
        finish_all(&archive, &lock).unwrap();
        assert!(!archive.paths().record(&sha256).exists());
    }
}
