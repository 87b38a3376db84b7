//! Issues read again with what others teach of them.
//!
//! After a run has read its files, the issues of each series are asked which lines run through them all, and those of the whole
//! archive which words they print with a hyphen; issues in which such a line was taken for text, or such a word joined at
//! the end of a line, are read once more, told of it.
use super::batch::Progress;
use super::catalogue::{Catalogue, Entry};
use super::compounds::Compounds;
use super::edges::{AllEdges, Lessons, is_taught, key_of};
use super::events::{Event, EventKind, EventLog, Outcome};
use super::in_order::in_order_on;
use super::likeness::Likeness;
use super::lock::WriteLock;
use super::reread::{Original, bytes_of, original_of};
use super::store::Archive;
use super::written::Written;
use crate::error::{Error, Result};
use crate::model::{Issue, Learnt};
use crate::shares::cores;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// What is written of such a reading in the log.
const NOTE: &str = "what other issues of the archive teach of it";

/// Reads the bytes of an original, told what others teach of it.
pub type ReadInSeries<'a> = dyn Fn(&Arc<Vec<u8>>, &Original, &Learnt) -> Result<Issue> + Sync + 'a;

/// What the issues of an archive teach each other.
#[derive(Debug)]
pub(super) struct SeriesLines {
    lessons: Lessons,
}

impl SeriesLines {
    /// Learns from the records.
    ///
    /// # Errors
    /// Where a record or the cache cannot be read.
    pub(super) fn load(archive: &Archive, catalogue: &Catalogue) -> Result<Self> {
        let edges = AllEdges::load(archive, catalogue)?;
        Ok(Self {
            lessons: edges.learn(catalogue),
        })
    }

    /// Reads an original by itself, and again where its series knows better what is text.
    pub(super) fn read(
        &self,
        archive: &Archive,
        catalogue: &Catalogue,
        original: &Original,
        read: &ReadInSeries<'_>,
    ) -> Result<Issue> {
        let bytes = Arc::new(bytes_of(archive, original)?);
        let issue = read(&bytes, original, &Learnt::default())?;
        // The record knows the series best: it may have been set by hand.
        let key = match catalogue.by_digest(&original.sha256) {
            Some(entry) => key_of(entry),
            None => key_of(&Entry::of(&issue)),
        };
        let corrected = archive.corrected(issue.clone())?;
        let known = self.lessons.of_issue(key.as_deref(), &Compounds::of(&corrected));
        if !is_taught(&corrected, &known) {
            return Ok(issue);
        }
        read(&bytes, original, &known)
    }
}

/// How issues are read a second time.
pub(super) struct SecondReading<'a> {
    /// Reads one of them.
    pub(super) read: &'a ReadInSeries<'a>,
    /// Told how far it has come.
    pub(super) progress: &'a dyn Progress,
    /// Ends it.
    pub(super) stop: &'a AtomicBool,
}

/// Whether all pages that were recognised before have been so again.
fn holds_recognised_pages(issue: &Issue, before: &Issue) -> bool {
    let pages = |issue: &Issue| -> BTreeSet<u32> {
        let recognised = issue.reader.ocr.iter().flat_map(|ocr| &ocr.pages);
        recognised.map(|page| page.page).collect()
    };
    pages(before).is_subset(&pages(issue)) && (before.reader.ocr.is_none() || issue.reader.ocr.is_some())
}

/// What came of the second reading of an issue.
enum Again {
    /// It gave nothing that could be kept: the record stays, and is read again by the next run.
    Left,
    /// The original could not be read.
    Failed(Error),
    /// It gave the record that is there.
    Same,
    /// It gave another record, which is written and wants its name.
    Changed(Box<Written>),
}

/// Reads an original again and writes the record if it is another one, without its name.
///
/// # Errors
/// Where the archive cannot be written.
fn read_again(
    archive: &Archive,
    lock: &WriteLock,
    read: &ReadInSeries<'_>,
    original: &Original,
    known: &Learnt,
) -> Result<Again> {
    let reading = bytes_of(archive, original).and_then(|bytes| read(&Arc::new(bytes), original, known));
    let mut issue = match reading {
        Ok(issue) => issue,
        Err(Error::Interrupted) => return Ok(Again::Left),
        Err(error) => return Ok(Again::Failed(error)),
    };
    // A record that cannot be read is told of by `verify`; what was recognised once is not given up because the engine is
    // not there today, or reads fewer pages.
    let before = match archive.record_as_read(&original.sha256) {
        Ok(before) if holds_recognised_pages(&issue, &before) => before,
        _ => return Ok(Again::Left),
    };
    issue.slug.clone_from(&before.slug);
    issue.external_id.clone_from(&before.external_id);
    issue.source.file_name.clone_from(&before.source.file_name);
    issue.publication = issue.publication.or(before.publication.clone());
    issue.language = issue.language.or(before.language.clone());
    if issue == before {
        return Ok(Again::Same);
    }
    Ok(Again::Changed(Box::new(Written::write(archive, lock, issue)?)))
}

/// What is kept of all issues, to be brought up to date.
pub(super) struct KeptOfAll<'a> {
    pub(super) catalogue: &'a mut Catalogue,
    pub(super) likeness: &'a mut Likeness,
    pub(super) edges: &'a mut AllEdges,
    pub(super) events: &'a mut EventLog,
}

/// Reads those issues again that were read without what their series teaches, or with what it teaches no more, and keeps
/// what changed: gives their digests. With `stop` set, what is left is read by the next run.
///
/// # Errors
/// Where the archive cannot be read or written. An original that cannot be read keeps the record that it has.
pub(super) fn read_with_series(
    archive: &Archive,
    lock: &WriteLock,
    kept: KeptOfAll<'_>,
    how: &SecondReading<'_>,
) -> Result<Vec<String>> {
    let KeptOfAll {
        catalogue,
        likeness,
        edges,
        events,
    } = kept;
    let SecondReading { read, progress, stop } = how;
    let lessons = edges.learn(catalogue);
    let mut files: Vec<(Original, Learnt)> = Vec::new();
    for (sha256, known) in edges.to_read_again(catalogue, &lessons) {
        let Some(entry) = catalogue.by_digest(&sha256) else {
            continue;
        };
        if let Some(original) = original_of(archive, entry) {
            files.push((original, known));
        }
    }
    if !files.is_empty() {
        progress.reading(files.len());
    }
    let work = |index: usize| {
        let (original, known) = files.get(index)?;
        Some(read_again(archive, lock, read, original, known))
    };
    let mut changed = Vec::new();
    // While one thread waits until a record is on the disk, another reads.
    in_order_on(cores() * 2, files.len(), stop, work, |index, again| {
        let (Some((original, known)), Some(again)) = (files.get(index), again) else {
            return Ok(());
        };
        progress.file_done(Path::new(&original.file_name));
        match again? {
            Again::Left => return Ok(()),
            // It would fail again, and perhaps for long. Other errors pass: a password or a disk that is not there.
            Again::Failed(error @ (Error::ReaderPanicked { .. } | Error::LimitReached { .. })) => {
                let mut event = Event::now(EventKind::MetadataExtraction, Outcome::Failure);
                event.sha256 = Some(original.sha256.clone());
                event.note = Some(format!("{NOTE}: {}: {error}", error.code()));
                events.append(&event)?;
            }
            Again::Failed(_) => return Ok(()),
            Again::Same => {}
            Again::Changed(written) => {
                let named = written.name(archive, lock)?;
                let mut event = Event::now(EventKind::MetadataExtraction, Outcome::Success);
                event.sha256 = Some(original.sha256.clone());
                event.note = Some(NOTE.to_string());
                events.append(&event)?;
                named.take_up(archive, catalogue, likeness, edges)?;
                changed.push(original.sha256.clone());
            }
        }
        edges.note_read(&original.sha256, known);
        Ok(())
    })?;
    archive.settle(lock, changed.iter().map(String::as_str))?;
    edges.save(archive, lock)?;
    Ok(changed)
}
