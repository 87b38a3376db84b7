//! Records made elsewhere, or exported from an archive, taken in as they are: nothing is read anew.
//!
//! A record is an object on a line (JSON Lines), an element of an array, or a file of its own. Whole records keep
//! their identifier, so that an exported archive comes back as it was; lesser ones are completed by
//! [`lesser`](self::lesser) and named by the digest of their text. A record that cannot be taken is named with its
//! place and stops nothing.

mod lesser;
mod reading;

use super::catalogue::Catalogue;
use super::corrections;
use super::events::{Event, EventKind, EventLog, Outcome};
use super::lock::WriteLock;
use super::slug::{make_unique, slug_of};
use super::store::Archive;
use crate::error::{Error, Result};
use crate::model::{Issue, SourceFormat};
use reading::{Received, each_record};
use std::io::BufRead;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// Each time so many records have been taken they are made lasting together.
const SAVE_EVERY: usize = 500;

/// What happened to one record.
#[derive(Debug)]
pub struct Imported {
    /// Line of the record in its file, from 1; its place in the array where the file is one.
    pub line: usize,
    /// What was done.
    pub outcome: ImportOutcome,
    /// Identifier of the issue, where the record could be read.
    pub id: Option<String>,
    /// Its short name in this archive.
    pub slug: Option<String>,
    /// Identifier given by whoever made the record.
    pub external_id: Option<String>,
}

/// What was done with a record.
#[derive(Debug)]
pub enum ImportOutcome {
    /// It is new in the archive.
    Added,
    /// It took the place of another record of the same issue.
    Replaced,
    /// The archive holds this very record.
    Unchanged,
    /// The archive holds another record of the same issue, which was kept.
    Kept,
    /// It could not be taken.
    Refused(Error),
}

/// Takes records into an archive.
pub struct Importer<'a> {
    archive: &'a Archive,
    lock: &'a WriteLock,
    catalogue: Catalogue,
    events: EventLog,
    /// Whether a record takes the place of another one of the same issue.
    replaces: bool,
    unsaved: Vec<String>,
}

impl<'a> Importer<'a> {
    /// Prepares an import. With `replaces`, a record takes the place of another record of the same issue.
    ///
    /// # Errors
    /// Where the archive cannot be read or written.
    pub fn new(archive: &'a Archive, lock: &'a WriteLock, replaces: bool) -> Result<Self> {
        archive.sweep(lock)?;
        Ok(Self {
            archive,
            lock,
            catalogue: Catalogue::load(archive)?,
            events: EventLog::open(archive.paths())?,
            replaces,
            unsaved: Vec::new(),
        })
    }

    /// Takes the records of one file, and tells `done` about each of them in turn. Ends early where `stop` is set.
    ///
    /// # Errors
    /// Where the file cannot be read to its end, or the archive cannot be written. What was taken is kept.
    pub fn take(
        &mut self,
        path: &Path,
        input: &mut dyn BufRead,
        stop: &AtomicBool,
        done: &mut dyn FnMut(Imported),
    ) -> Result<()> {
        let file_name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        let result = each_record(path, input, &mut |line, received| {
            if stop.load(Ordering::SeqCst) {
                return Err(Error::Interrupted);
            }
            let record = received.and_then(|received| lesser::complete(received, &file_name, line));
            done(self.take_one(path, line, record)?);
            Ok(())
        });
        self.save()?;
        result
    }

    fn take_one(
        &mut self,
        path: &Path,
        line: usize,
        record: Result<(Issue, Option<Received>)>,
    ) -> Result<Imported> {
        let (mut issue, original) = match record {
            Ok(record) => record,
            Err(error) => {
                return Ok(Imported {
                    line,
                    outcome: ImportOutcome::Refused(error),
                    id: None,
                    slug: None,
                    external_id: None,
                });
            }
        };
        let known = self.catalogue.by_digest(&issue.source.sha256);
        issue.slug = match known {
            Some(entry) => entry.slug.clone(),
            // What comes after the last full stop would be taken for an extension.
            None => make_unique(slug_of(&format!("{}.json", issue.slug)), self.catalogue.slugs()),
        };
        let outcome = match known {
            None => ImportOutcome::Added,
            // A record that cannot be read is no reason to keep it.
            Some(_) => match self.archive.record(&issue.source.sha256) {
                Ok(held) if held == issue => ImportOutcome::Unchanged,
                Ok(_) if !self.replaces => ImportOutcome::Kept,
                _ => ImportOutcome::Replaced,
            },
        };
        if matches!(outcome, ImportOutcome::Added | ImportOutcome::Replaced) {
            self.keep(path, &issue, original)?;
        }
        Ok(Imported {
            line,
            outcome,
            id: Some(issue.id),
            slug: Some(issue.slug),
            external_id: issue.external_id,
        })
    }

    fn keep(&mut self, path: &Path, issue: &Issue, original: Option<Received>) -> Result<()> {
        let sha256 = &issue.source.sha256;
        let note = match &original {
            Some(received) => {
                let bytes = received.text.as_bytes();
                self.archive
                    .put_original(self.lock, bytes, sha256, SourceFormat::Text)?;
                "imported record: the record as received is the original"
            }
            None => "imported record: its original did not come with it",
        };
        // What was set by hand elsewhere is set by hand here too; what was set here stays, where that says nothing of it.
        let parted = Some(issue)
            .filter(|issue| !issue.corrections.is_empty())
            .and_then(corrections::part);
        let (read, set) = parted.unwrap_or_else(|| (issue.clone(), Vec::new()));
        if !set.is_empty() {
            let mut all = self.archive.corrections(sha256)?;
            all.retain(|here| !set.iter().any(|set| set.replaces(here)));
            all.extend(set);
            self.archive.put_corrections(self.lock, sha256, &all)?;
        }
        self.archive.put_record(self.lock, &read)?;
        self.catalogue.add(self.archive, &self.archive.corrected(read)?);
        let mut event = Event::now(EventKind::Ingestion, Outcome::Success);
        event.sha256 = Some(sha256.clone());
        event.path = Some(path.to_string_lossy().into_owned());
        event.note = Some(note.to_string());
        self.events.append(&event)?;
        self.unsaved.push(sha256.clone());
        if self.unsaved.len() >= SAVE_EVERY {
            self.save()?;
        }
        Ok(())
    }

    /// Makes the records taken so far lasting, and writes the catalogue's cache.
    fn save(&mut self) -> Result<()> {
        let digests: Vec<String> = self.unsaved.drain(..).collect();
        if !digests.is_empty() {
            self.archive
                .settle(self.lock, digests.iter().map(String::as_str))?;
        }
        self.catalogue.save(self.archive, self.lock)?;
        self.events.sync()
    }
}

#[cfg(test)]
mod tests;
