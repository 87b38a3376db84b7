//! Many files: which of them must be read, reading them on all cores, and writing what was read in a fixed order.
//!
//! First every file's digest is taken. It tells, without reading, the files that the archive holds, those that it
//! has refused, and the copies; the rest is read. One bad file never stops the others.
use super::catalogue::{Catalogue, Entry};
use super::events::{Event, EventKind, EventLog, Outcome};
use super::gather::Gathered;
use super::in_order::in_order;
use super::ingest::{read_bounded, read_issue};
use super::lock::WriteLock;
use super::refusals::Refusals;
use super::report::{Added, Duplicate, Refused, Report, Unchanged};
use super::seen::Seen;
use super::slug::make_unique;
use super::store::{Archive, digest};
use crate::error::{Error, Result};
use crate::model::{Issue, PIPELINE_VERSION};
use crate::pdf::ReadOptions;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

/// Each time so many issues have been added they are made lasting together: a folder at a time costs far less than
/// a file at a time.
const SAVE_EVERY: usize = 500;

/// How to ingest.
#[derive(Debug, Clone, Default)]
pub struct BatchOptions {
    /// Password of the PDF files that want one.
    pub password: Option<String>,
}

/// Told how far a run has come. Called from the thread that ingests.
pub trait Progress {
    /// So many files are to be compared with the archive.
    fn checking(&self, files: usize);
    /// So many files are to be read.
    fn reading(&self, files: usize);
    /// One file is done.
    fn file_done(&self, path: &Path);
}

/// A [`Progress`] that says nothing.
#[derive(Debug, Clone, Copy)]
pub struct Silent;

impl Progress for Silent {
    fn checking(&self, _files: usize) {}
    fn reading(&self, _files: usize) {}
    fn file_done(&self, _path: &Path) {}
}

/// Reads the bytes of a file with a name.
type Read<'a> = dyn Fn(&[u8], &str, &ReadOptions) -> Result<Issue> + Sync + 'a;

/// Takes files into an archive.
///
/// # Errors
/// Where the archive itself cannot be read or written. Files that cannot be read stand in the report.
pub fn ingest_files(
    archive: &Archive,
    lock: &WriteLock,
    gathered: Gathered,
    options: &BatchOptions,
    progress: &dyn Progress,
    stop: &AtomicBool,
) -> Result<Report> {
    ingest_with(&read_issue, archive, lock, gathered, options, progress, stop)
}

fn ingest_with(
    read: &Read<'_>,
    archive: &Archive,
    lock: &WriteLock,
    gathered: Gathered,
    options: &BatchOptions,
    progress: &dyn Progress,
    stop: &AtomicBool,
) -> Result<Report> {
    archive.sweep(lock)?;
    let mut batch = Batch {
        archive,
        lock,
        catalogue: Catalogue::load(archive)?,
        refusals: Refusals::open(archive.paths())?,
        events: EventLog::open(archive.paths())?,
        report: Report {
            refused: gathered.refused,
            ..Report::default()
        },
        unsaved: Vec::new(),
    };
    let digests = take_digests(archive, &gathered.files, progress, stop)?;
    let to_read = batch.plan(digests, options.password.is_some());
    batch.read_all(read, &to_read, options, progress, stop)?;
    batch.finish()
}

/// The digest of each file, in order; fewer than the files where the run is stopped.
fn take_digests(
    archive: &Archive,
    files: &[PathBuf],
    progress: &dyn Progress,
    stop: &AtomicBool,
) -> Result<Vec<(PathBuf, Result<String>)>> {
    progress.checking(files.len());
    let mut seen = Seen::load(archive.paths())?;
    let mut digests = Vec::with_capacity(files.len());
    let work = |index: usize| files.get(index).map(|path| seen.digest_of(path));
    let mut fresh = Vec::new();
    in_order(files.len(), stop, work, |index, result| {
        if let (Some(path), Some(result)) = (files.get(index), result) {
            progress.file_done(path);
            let sha256 = result.map(|met| {
                let sha256 = met.sha256.clone();
                fresh.push(met);
                sha256
            });
            digests.push((path.clone(), sha256));
        }
        Ok(())
    })?;
    seen.remember(fresh);
    seen.save(archive.paths())?;
    Ok(digests)
}

/// A file that must be read.
struct ToRead {
    path: PathBuf,
    sha256: String,
    /// The short name that its issue has, where only the record is to be made anew.
    known_slug: Option<String>,
}

struct Batch<'a> {
    archive: &'a Archive,
    lock: &'a WriteLock,
    catalogue: Catalogue,
    refusals: Refusals,
    events: EventLog,
    report: Report,
    /// Digests of the issues added since the catalogue's cache was written.
    unsaved: Vec<String>,
}

impl Batch<'_> {
    /// Reports the files about which all is known and returns the others.
    fn plan(&mut self, digests: Vec<(PathBuf, Result<String>)>, has_password: bool) -> Vec<ToRead> {
        let mut first_with: HashMap<String, PathBuf> = HashMap::new();
        let mut to_read = Vec::new();
        for (path, sha256) in digests {
            let sha256 = match sha256 {
                Ok(sha256) => sha256,
                Err(error) => {
                    self.report.refused.push(Refused::by_error(&path, &error));
                    continue;
                }
            };
            if let Some(twin) = first_with.get(&sha256) {
                let twin = twin.clone();
                self.report.duplicates.push(Duplicate { path, twin });
                continue;
            }
            first_with.insert(sha256.clone(), path.clone());
            let known = self.catalogue.by_digest(&sha256);
            if let Some(entry) = known.filter(|entry| entry.pipeline >= PIPELINE_VERSION) {
                self.report.unchanged.push(unchanged(path, entry));
                continue;
            }
            if let Some(refusal) = self.refusals.standing(&sha256, has_password) {
                self.report.refused.push(Refused::by_refusal(&path, refusal));
                continue;
            }
            let known_slug = known.map(|entry| entry.slug.clone());
            to_read.push(ToRead {
                path,
                sha256,
                known_slug,
            });
        }
        to_read
    }

    fn read_all(
        &mut self,
        read: &Read<'_>,
        files: &[ToRead],
        options: &BatchOptions,
        progress: &dyn Progress,
        stop: &AtomicBool,
    ) -> Result<()> {
        progress.reading(files.len());
        let read_options = ReadOptions {
            password: options.password.clone(),
            pages: None,
        };
        let (archive, lock) = (self.archive, self.lock);
        let work = |index: usize| {
            files
                .get(index)
                .map(|file| read_file(read, archive, lock, file, &read_options))
        };
        let is_complete = in_order(files.len(), stop, work, |index, reading| {
            if let (Some(file), Some(reading)) = (files.get(index), reading) {
                match reading? {
                    Ok(issue) => self.keep(file, issue)?,
                    Err(error) => self.refuse(file, &error)?,
                }
                progress.file_done(&file.path);
            }
            Ok(())
        })?;
        // A run that was stopped while digests were taken has fewer files to read than it should.
        self.report.interrupted = !is_complete || stop.load(std::sync::atomic::Ordering::SeqCst);
        Ok(())
    }

    fn keep(&mut self, file: &ToRead, mut issue: Issue) -> Result<()> {
        let manifest = self.archive.manifest();
        issue.publication = issue.publication.or_else(|| manifest.publication.clone());
        issue.language = issue.language.or_else(|| manifest.language.clone());
        issue.slug = match &file.known_slug {
            Some(slug) => slug.clone(),
            None => make_unique(issue.slug, self.catalogue.slugs()),
        };
        self.archive.put_record(self.lock, &issue)?;
        self.catalogue.add(self.archive, &issue);
        let kind = match file.known_slug {
            Some(_) => EventKind::MetadataExtraction,
            None => EventKind::Ingestion,
        };
        self.log(kind, Outcome::Success, file, None)?;
        self.unsaved.push(file.sha256.clone());
        if self.unsaved.len() >= SAVE_EVERY {
            self.save()?;
        }
        let added = Added {
            path: file.path.clone(),
            id: issue.id,
            sha256: issue.source.sha256,
            slug: issue.slug,
            title: issue.title,
            pages: issue.source.pages,
            warnings: issue.warnings,
        };
        match file.known_slug {
            Some(_) => self.report.renewed.push(added),
            None => self.report.added.push(added),
        }
        Ok(())
    }

    fn refuse(&mut self, file: &ToRead, error: &Error) -> Result<()> {
        let kept = self.catalogue.by_digest(&file.sha256);
        if let Some(entry) = kept {
            // The record of an earlier version stays: it is better than none.
            self.report.unchanged.push(unchanged(file.path.clone(), entry));
            return self.log(EventKind::MetadataExtraction, Outcome::Failure, file, Some(error));
        }
        self.refusals.remember(&file.sha256, error)?;
        self.report.refused.push(Refused::by_error(&file.path, error));
        self.log(EventKind::Ingestion, Outcome::Failure, file, Some(error))
    }

    fn log(&mut self, kind: EventKind, outcome: Outcome, file: &ToRead, error: Option<&Error>) -> Result<()> {
        let mut event = Event::now(kind, outcome);
        event.sha256 = Some(file.sha256.clone());
        event.path = Some(file.path.to_string_lossy().into_owned());
        event.note = error.map(|error| format!("{}: {error}", error.code()));
        self.events.append(&event)
    }

    /// Makes the issues added so far lasting, and writes the catalogue's cache.
    fn save(&mut self) -> Result<()> {
        let digests = self.unsaved.drain(..).collect::<Vec<String>>();
        if !digests.is_empty() {
            self.archive
                .settle(self.lock, digests.iter().map(String::as_str))?;
        }
        self.catalogue.save(self.archive, self.lock)
    }

    /// A copy of a file that was refused is as unreadable as the file: it is named with the same reason.
    fn refuse_copies(&mut self) {
        for duplicate in std::mem::take(&mut self.report.duplicates) {
            let twin = self
                .report
                .refused
                .iter()
                .find(|file| file.path == duplicate.twin);
            match twin.cloned() {
                Some(twin) => self.report.refused.push(Refused {
                    path: duplicate.path,
                    ..twin
                }),
                None => self.report.duplicates.push(duplicate),
            }
        }
    }

    fn finish(mut self) -> Result<Report> {
        self.refuse_copies();
        self.save()?;
        self.refusals.sync()?;
        self.events.sync()?;
        Ok(self.report)
    }
}

fn unchanged(path: PathBuf, entry: &Entry) -> Unchanged {
    Unchanged {
        path,
        id: entry.id.clone(),
        slug: entry.slug.clone(),
        taken_as: entry.file_name.clone(),
    }
}

/// Reads one file and keeps its original. The outer error is of the archive and ends the run; the inner one is of
/// the file.
fn read_file(
    read: &Read<'_>,
    archive: &Archive,
    lock: &WriteLock,
    file: &ToRead,
    options: &ReadOptions,
) -> Result<Result<Issue>> {
    let bytes = match read_bounded(&file.path) {
        Ok(bytes) => bytes,
        Err(error) => return Ok(Err(error)),
    };
    if digest(&bytes) != file.sha256 {
        let changed = std::io::Error::other("it changed while it was being read");
        return Ok(Err(Error::io("ingest", &file.path, changed)));
    }
    let file_name = file.path.file_name().unwrap_or(file.path.as_os_str());
    let issue = match read(&bytes, &file_name.to_string_lossy(), options) {
        Ok(issue) => issue,
        Err(error) => return Ok(Err(error)),
    };
    archive.put_original(lock, &bytes, &file.sha256, issue.source.format)?;
    Ok(Ok(issue))
}

#[cfg(test)]
#[path = "batch_tests.rs"]
mod tests;
