//! Many files: which of them must be read, reading them on all cores, and writing what was read in a fixed order.
//!
//! First every file's digest is taken. It tells, without reading, the files that the archive holds, those that it
//! has refused, and the copies; the rest is read. One bad file never stops the others.
use super::corrections::Kept;
use super::edges::AllEdges;
use super::events::{Event, EventKind, EventLog, Outcome};
use super::gather::Gathered;
use super::in_order::{Step, Taker, in_order, in_two_steps};
use super::in_series::{KeptOfAll, SecondReading, read_with_series};
use super::ingest::{read_bounded, read_issue};
use super::likeness::Likeness;
use super::lock::WriteLock;
use super::origins::full_path;
use super::plan::{Known, Plan, ToRead, plan, unchanged, within_pages};
use super::removal::readmit;
use super::report::{Added, Alike, Refused, Report};
use super::reread::Original;
use super::seen::Seen;
use super::slug::make_unique;
use super::store::{Archive, digest};
use super::suspects::Suspects;
use super::written::Written;
use crate::error::{Error, Result};
use crate::model::{CorrectedField, Issue, Learnt};
use crate::pdf::ReadOptions;
use crate::shares::cores;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Issues that were added are made lasting together, when they are so many or so much time has passed: a folder at a
/// time costs far less than a file at a time, and most folders of an archive hold one of some hundred issues.
const SAVE_EVERY: usize = 4_000;
const SAVE_WITHIN: Duration = Duration::from_secs(10);

/// How to ingest.
#[derive(Debug, Clone, Default)]
pub struct BatchOptions {
    /// Password of the PDF files that want one.
    pub password: Option<String>,
    /// The series to which the new issues belong: kept as set by hand.
    pub publication: Option<String>,
    /// Who says so.
    pub by: Option<String>,
    /// Files with more pages are refused.
    pub max_pages: Option<u32>,
    /// Lets issues in again that were taken out.
    pub readmit: bool,
    /// Reads every file apart.
    pub isolate: bool,
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
pub type ReadFile<'a> = dyn Fn(&Arc<Vec<u8>>, &str, &ReadOptions) -> Result<Issue> + Sync + 'a;

/// How files are read.
pub struct Readers<'a> {
    /// Reads a file within this process.
    pub usual: &'a ReadFile<'a>,
    /// Reads a file so that whatever it does costs it alone: for files that were being read when a run died, and for
    /// all where the options say so. Without it, they are read as any other.
    pub apart: Option<&'a ReadFile<'a>>,
}

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
    let readers = Readers {
        usual: &read_issue,
        apart: None,
    };
    ingest_with(&readers, archive, lock, gathered, options, progress, stop)
}

/// Tells what [`ingest_files`] would do, and does nothing: no file is read but for its digest, nothing is written.
/// `archive` is `None` where there is none yet.
///
/// # Errors
/// Where the archive cannot be read.
pub fn plan_files(
    archive: Option<&Archive>,
    gathered: Gathered,
    options: &BatchOptions,
    progress: &dyn Progress,
    stop: &AtomicBool,
) -> Result<Report> {
    let mut report = Report {
        refused: gathered.refused,
        ..Report::default()
    };
    let known = archive.map(Known::load).transpose()?;
    let mut seen = archive
        .map(|archive| Seen::load(archive.paths()))
        .transpose()?
        .unwrap_or_default();
    let digests = take_digests(&mut seen, &gathered.files, progress, stop)?;
    let plan = plan(archive, known.as_ref(), digests, options, &mut report);
    report.planned = plan.to_read.into_iter().map(|file| file.path).collect();
    report.interrupted = stop.load(Ordering::SeqCst);
    refuse_copies(&mut report);
    Ok(report)
}

/// As [`ingest_files`], with another way of reading a file.
///
/// # Errors
/// As [`ingest_files`].
pub fn ingest_with(
    readers: &Readers<'_>,
    archive: &Archive,
    lock: &WriteLock,
    gathered: Gathered,
    options: &BatchOptions,
    progress: &dyn Progress,
    stop: &AtomicBool,
) -> Result<Report> {
    archive.sweep(lock)?;
    let mut report = Report {
        refused: gathered.refused,
        ..Report::default()
    };
    let known = Known::load(archive)?;
    let mut seen = Seen::load(archive.paths())?;
    let digests = take_digests(&mut seen, &gathered.files, progress, stop)?;
    seen.save(archive.paths())?;
    let Plan { to_read, met } = plan(Some(archive), Some(&known), digests, options, &mut report);
    // A run that died may have read issues and not asked what they teach each other.
    let suspects = Suspects::begin(archive.paths())?;
    let (likeness, edges) = if to_read.is_empty() && !suspects.run_died() {
        Default::default()
    } else {
        (
            Likeness::load(archive, &known.catalogue)?,
            AllEdges::load(archive, &known.catalogue)?,
        )
    };
    let mut batch = Batch {
        archive,
        lock,
        known,
        likeness,
        edges,
        events: EventLog::open(archive.paths())?,
        options,
        report,
        unsaved: Vec::new(),
        saved: Instant::now(),
        read: BTreeSet::new(),
    };
    batch.read_all(readers, &suspects, &to_read, progress, stop)?;
    let asks_series = !to_read.is_empty() || suspects.run_died();
    if asks_series && !batch.report.interrupted {
        batch.read_with_series(readers, &suspects, progress, stop)?;
    }
    if !batch.report.interrupted {
        suspects.end(archive.paths())?;
    }
    batch.finish(&met)
}

/// The digest of each file, in order; fewer than the files where the run is stopped.
fn take_digests(
    seen: &mut Seen,
    files: &[PathBuf],
    progress: &dyn Progress,
    stop: &AtomicBool,
) -> Result<Vec<(PathBuf, Result<String>)>> {
    progress.checking(files.len());
    let mut digests = Vec::with_capacity(files.len());
    let known: &Seen = seen;
    let work = |index: usize| files.get(index).map(|path| known.digest_of(path));
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
    Ok(digests)
}

struct Batch<'a> {
    archive: &'a Archive,
    lock: &'a WriteLock,
    known: Known,
    likeness: Likeness,
    edges: AllEdges,
    events: EventLog,
    options: &'a BatchOptions,
    report: Report,
    /// Digests of the issues added since the catalogue's cache was written, and when that was.
    unsaved: Vec<String>,
    saved: Instant,
    /// Digests of all issues that were read.
    read: BTreeSet<String>,
}

impl Batch<'_> {
    fn read_all(
        &mut self,
        readers: &Readers<'_>,
        suspects: &Suspects,
        files: &[ToRead],
        progress: &dyn Progress,
        stop: &AtomicBool,
    ) -> Result<()> {
        progress.reading(files.len());
        let (archive, lock, options) = (self.archive, self.lock, self.options);
        let read_options = ReadOptions {
            password: options.password.clone(),
            max_pages: options.max_pages,
            ..ReadOptions::default()
        };
        let read = |index: usize| {
            let file = files.get(index)?;
            let is_apart = options.isolate || suspects.has(&file.sha256);
            let read = readers.apart.filter(|_| is_apart).unwrap_or(readers.usual);
            let begun = suspects.note(&file.sha256, false);
            let reading = begun.and_then(|()| read_file(read, archive, lock, file, options, &read_options));
            Some(reading.and_then(|issue| suspects.note(&file.sha256, true).map(|()| issue)))
        };
        let write = |_: usize, issue: Issue| {
            Written::write(archive, lock, issue).map(|written| Ended::Kept(Box::new(written)))
        };
        let mut keeper = Keeper {
            batch: self,
            files,
            progress,
        };
        // While one thread waits until a file is on the disk, another reads.
        let is_complete = in_two_steps(cores() * 2, files.len(), stop, read, write, &mut keeper)?;
        // A run that was stopped while digests were taken has fewer files to read than it should.
        self.report.interrupted = !is_complete || stop.load(Ordering::SeqCst);
        Ok(())
    }

    /// Reads those issues again that the others of their series teach something.
    fn read_with_series(
        &mut self,
        readers: &Readers<'_>,
        suspects: &Suspects,
        progress: &dyn Progress,
        stop: &AtomicBool,
    ) -> Result<()> {
        // What a record holds is told by the catalogue's cache: the issues of this run must be lasting before.
        self.save()?;
        let (archive, options) = (self.archive, self.options);
        let read = |bytes: &Arc<Vec<u8>>, original: &Original, learnt: &Learnt| {
            let sha256 = &original.sha256;
            let before = archive.record_as_read(sha256).ok();
            // All pages: issues of earlier runs are among these, and were within the limits of theirs.
            let read_options = ReadOptions {
                password: options.password.clone(),
                pages: None,
                max_pages: None,
                languages: before.and_then(|before| before.reader.ocr.map(|ocr| ocr.languages)),
                learnt: Arc::new(learnt.clone()),
            };
            let is_apart = options.isolate || suspects.has(sha256);
            let reader = readers.apart.filter(|_| is_apart).unwrap_or(readers.usual);
            suspects.note(sha256, false)?;
            let reading = reader(bytes, &original.file_name, &read_options);
            suspects.note(sha256, true)?;
            reading
        };
        let kept = KeptOfAll {
            catalogue: &mut self.known.catalogue,
            likeness: &mut self.likeness,
            edges: &mut self.edges,
            events: &mut self.events,
        };
        let how = SecondReading {
            read: &read,
            progress,
            stop,
        };
        self.report.in_series = read_with_series(self.archive, self.lock, kept, &how)?;
        self.report.interrupted = stop.load(Ordering::SeqCst);
        Ok(())
    }

    /// Gives an issue what only the whole archive tells, before its record is written.
    fn admit(&mut self, file: &ToRead, mut issue: Issue) -> Result<Issue> {
        let manifest = self.archive.manifest();
        issue.publication = issue.publication.or_else(|| manifest.publication.clone());
        issue.language = issue.language.or_else(|| manifest.language.clone());
        issue.slug = match &file.known_slug {
            Some(slug) => slug.clone(),
            None => make_unique(issue.slug, self.known.catalogue.slugs()),
        };
        self.known.catalogue.reserve_slug(&issue.slug);
        Ok(issue)
    }

    /// Takes up an issue whose record was written.
    fn keep(&mut self, file: &ToRead, written: Written) -> Result<()> {
        if file.readmits {
            readmit(self.archive, self.lock, &file.sha256)?;
        }
        if file.known_slug.is_none() {
            self.set_publication(written.issue())?;
        }
        let named = written.name(self.archive, self.lock)?;
        if file.restores {
            self.log(EventKind::Replication, Outcome::Success, file, None)?;
        }
        let kind = match file.known_slug {
            Some(_) => EventKind::MetadataExtraction,
            None => EventKind::Ingestion,
        };
        self.log(kind, Outcome::Success, file, None)?;
        let issue = named.take_up(
            self.archive,
            &mut self.known.catalogue,
            &mut self.likeness,
            &mut self.edges,
        )?;
        self.unsaved.push(file.sha256.clone());
        self.read.insert(file.sha256.clone());
        if self.unsaved.len() >= SAVE_EVERY || self.saved.elapsed() >= SAVE_WITHIN {
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

    /// Keeps the series that the user names as set by hand: no new reading forgets it.
    fn set_publication(&self, issue: &Issue) -> Result<()> {
        let Some(publication) = &self.options.publication else {
            return Ok(());
        };
        let kept = Kept::new(
            CorrectedField::Publication,
            None,
            publication,
            self.options.by.clone(),
        )?;
        let mut all = self.archive.corrections(&issue.source.sha256)?;
        all.retain(|other| !kept.replaces(other));
        all.push(kept);
        self.archive
            .put_corrections(self.lock, &issue.source.sha256, &all)
    }

    fn refuse(&mut self, file: &ToRead, error: &Error) -> Result<()> {
        let kept = self.known.catalogue.by_digest(&file.sha256);
        if let Some(entry) = kept {
            // The record of an earlier version stays: it is better than none.
            self.report.unchanged.push(unchanged(file.path.clone(), entry));
            return self.log(EventKind::MetadataExtraction, Outcome::Failure, file, Some(error));
        }
        self.known.refusals.remember(&file.sha256, error)?;
        self.report.refused.push(Refused::by_error(&file.path, error));
        self.log(EventKind::Ingestion, Outcome::Failure, file, Some(error))
    }

    fn log(&mut self, kind: EventKind, outcome: Outcome, file: &ToRead, error: Option<&Error>) -> Result<()> {
        let mut event = Event::now(kind, outcome);
        event.sha256 = Some(file.sha256.clone());
        event.path = Some(full_path(&file.path));
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
        self.known.catalogue.save(self.archive, self.lock)?;
        self.saved = Instant::now();
        Ok(())
    }

    /// Keeps the paths at which issues were met beside those that are known.
    fn keep_paths(&mut self, met: &[(String, PathBuf)]) -> Result<()> {
        for (sha256, path) in met {
            let path = full_path(path);
            let is_held = self.known.catalogue.by_digest(sha256).is_some();
            if !is_held || self.known.origins.knows(sha256, &path) {
                continue;
            }
            // A run that was killed or that met a full disk wrote the record and did not come to log it.
            let is_unlogged = self.known.origins.of(sha256).is_empty() && !self.read.contains(sha256);
            let kind = if is_unlogged {
                EventKind::Ingestion
            } else {
                EventKind::Capture
            };
            let mut event = Event::now(kind, Outcome::Success);
            event.sha256 = Some(sha256.clone());
            event.path = Some(path);
            self.known.origins.add(&event);
            self.events.append(&event)?;
        }
        Ok(())
    }

    /// Names the issues that were read and say nearly the same as another.
    fn find_alike(&mut self) -> Result<()> {
        if self.read.is_empty() {
            return Ok(());
        }
        for twins in self.likeness.twins(self.archive, Some(&self.read))? {
            // The one that was read now is named first; of two, the later one.
            let (new, old) = if self.read.contains(&twins.twin) {
                (&twins.twin, &twins.sha256)
            } else {
                (&twins.sha256, &twins.twin)
            };
            let entries = self
                .known
                .catalogue
                .by_digest(new)
                .zip(self.known.catalogue.by_digest(old));
            if let Some((issue, twin)) = entries {
                self.report.alike.push(Alike {
                    id: issue.id.clone(),
                    slug: issue.slug.clone(),
                    twin: twin.id.clone(),
                    twin_slug: twin.slug.clone(),
                    percent: twins.percent(),
                });
            }
        }
        self.report
            .alike
            .sort_by(|a, b| (&a.slug, &a.twin_slug).cmp(&(&b.slug, &b.twin_slug)));
        self.likeness.save(self.archive, self.lock)
    }

    fn finish(mut self, met: &[(String, PathBuf)]) -> Result<Report> {
        refuse_copies(&mut self.report);
        self.keep_paths(met)?;
        self.save()?;
        self.find_alike()?;
        self.known.refusals.sync()?;
        self.events.sync()?;
        Ok(self.report)
    }
}

/// What was read of a file: the outer error is of the archive and ends the run, the inner one is of the file; nothing
/// where there is no such file.
type Reading = Option<Result<Result<Issue>>>;

/// What came of a file.
enum Ended {
    Kept(Box<Written>),
    Refused(Error),
    /// It was not read to its end, and will be by the next run.
    Left,
}

/// Takes what the threads have read and written into the archive.
struct Keeper<'a, 'b> {
    batch: &'a mut Batch<'b>,
    files: &'a [ToRead],
    progress: &'a dyn Progress,
}

impl Taker<Reading, Issue, Result<Ended>> for Keeper<'_, '_> {
    fn decide(&mut self, index: usize, reading: Reading) -> Result<Step<Issue, Result<Ended>>> {
        let (Some(file), Some(reading)) = (self.files.get(index), reading) else {
            return Ok(Step::Done(Ok(Ended::Left)));
        };
        Ok(match reading? {
            Ok(issue) => Step::Second(self.batch.admit(file, issue)?),
            Err(Error::Interrupted) => Step::Done(Ok(Ended::Left)),
            Err(error) => Step::Done(Ok(Ended::Refused(error))),
        })
    }

    fn take(&mut self, index: usize, ended: Result<Ended>) -> Result<()> {
        let Some(file) = self.files.get(index) else {
            return Ok(());
        };
        match ended? {
            Ended::Kept(written) => self.batch.keep(file, *written)?,
            Ended::Refused(error) => self.batch.refuse(file, &error)?,
            Ended::Left => return Ok(()),
        }
        self.progress.file_done(&file.path);
        Ok(())
    }
}

/// A copy of a file that was refused is as unreadable as the file: it is named with the same reason.
fn refuse_copies(report: &mut Report) {
    for duplicate in std::mem::take(&mut report.duplicates) {
        let twin = report.refused.iter().find(|file| file.path == duplicate.twin);
        match twin.cloned() {
            Some(twin) => report.refused.push(Refused {
                path: duplicate.path,
                ..twin
            }),
            None => report.duplicates.push(duplicate),
        }
    }
}

/// Reads one file and keeps its original. The outer error is of the archive and ends the run; the inner one is of
/// the file.
fn read_file(
    read: &ReadFile<'_>,
    archive: &Archive,
    lock: &WriteLock,
    file: &ToRead,
    options: &BatchOptions,
    read_options: &ReadOptions,
) -> Result<Result<Issue>> {
    let bytes = match read_bounded(&file.path) {
        Ok(bytes) => Arc::new(bytes),
        Err(error) => return Ok(Err(error)),
    };
    if digest(&bytes) != file.sha256 {
        let changed = std::io::Error::other("it changed while it was being read");
        return Ok(Err(Error::io("ingest", &file.path, changed)));
    }
    let file_name = file.path.file_name().unwrap_or(file.path.as_os_str());
    let file_name = file_name.to_string_lossy();
    let issue = match read(&bytes, &file_name, read_options) {
        Ok(issue) => issue,
        Err(error) => return Ok(Err(error)),
    };
    if let Err(error) = within_pages(issue.source.pages, options) {
        return Ok(Err(error));
    }
    archive.put_original(lock, &bytes, &file.sha256, issue.source.format)?;
    Ok(Ok(issue))
}

#[cfg(test)]
#[path = "batch_tests.rs"]
mod tests;
