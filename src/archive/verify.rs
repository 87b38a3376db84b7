//! Is everything what it was: originals and records against their digests, and each with its other.
use super::events::{Event, EventKind, EventLog, Outcome};
use super::files::{damaged_lines, is_temporary};
use super::fixity::Fixity;
use super::in_order::in_order;
use super::layout::Paths;
use super::lock::WriteLock;
use super::store::{Archive, digest, digest_of_file};
use crate::error::{Error, Result};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// What is wrong with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// The bytes of an original are not those that were received.
    DamagedOriginal,
    /// A record has no original.
    MissingOriginal,
    /// A record is not what was written.
    DamagedRecord,
    /// A record that was written is not there.
    MissingRecord,
    /// An original has no record and never had one.
    OrphanOriginal,
    /// What was set by hand is not what was written.
    DamagedCorrections,
    /// What was set by hand is not there any more.
    MissingCorrections,
    /// What was set by hand belongs to no issue.
    OrphanCorrections,
    /// A note of removal is not what was written.
    DamagedTombstone,
    /// A note of removal is not there any more.
    MissingTombstone,
    /// A line of a log is not what was written.
    DamagedLog,
    /// A file that this program did not write.
    ForeignFile,
    /// A file cannot be read.
    Unreadable,
    /// A file of the search index is not what was written.
    DamagedIndex,
    /// There is no search index.
    MissingIndex,
    /// The search index holds other records than the archive.
    IndexDisagrees,
}

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// What is wrong.
    pub kind: FindingKind,
    /// The file, relative to the archive.
    pub file: String,
    /// Identifier of the issue, where it is one's.
    pub issue: Option<String>,
    /// Digest that the file should have, where it is known.
    pub expected: Option<String>,
    /// Digest that it has.
    pub found: Option<String>,
    /// What is wrong, for people.
    pub message: String,
}

/// How to verify.
#[derive(Debug, Clone, Default)]
pub struct VerifyOptions {
    /// The share of files, from 0 to 1, whose bytes are read; all where there is none. That every file is there is
    /// looked at in any case.
    pub sample: Option<f64>,
    /// Chooses the sample: another number, another sample.
    pub seed: u64,
}

/// What was looked at, and what is wrong.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Verified {
    /// Originals that are there.
    pub originals: usize,
    /// Records that are there.
    pub records: usize,
    /// Files whose bytes were read.
    pub read: usize,
    /// Bytes that were read.
    pub bytes: u64,
    /// Records and corrections of an early version that had no digest: it was taken now.
    pub adopted: usize,
    /// Issues that were taken out.
    pub removed: usize,
    /// Whether the run was stopped before its end.
    pub interrupted: bool,
    /// What is wrong.
    #[serde(skip)]
    pub findings: Vec<Finding>,
}

/// A file to look at.
struct ToRead {
    path: PathBuf,
    file: String,
    sha256: String,
    kind: FileKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum FileKind {
    Original,
    Record,
    Corrections,
    Tombstone,
}

/// What reading a file told.
struct Look {
    found: Result<(String, u64)>,
    parses: bool,
}

/// Compares every file of an archive with what was written. With the lock, digests that are missing are taken, and
/// what was found goes into the log.
///
/// # Errors
/// Where the archive's folders or logs cannot be read, or the log cannot be written.
pub fn verify(
    archive: &Archive,
    lock: Option<&WriteLock>,
    options: &VerifyOptions,
    step: &dyn Fn(usize),
    stop: &AtomicBool,
) -> Result<Verified> {
    let paths = archive.paths();
    let fixity = Fixity::read(paths)?;
    let mut verified = Verified::default();
    let mut files = Vec::new();
    collect(
        paths,
        &paths.originals(),
        FileKind::Original,
        &mut files,
        &mut verified,
    )?;
    collect(
        paths,
        &paths.records(),
        FileKind::Record,
        &mut files,
        &mut verified,
    )?;
    collect(
        paths,
        &paths.corrections(),
        FileKind::Corrections,
        &mut files,
        &mut verified,
    )?;
    collect(
        paths,
        &paths.removed(),
        FileKind::Tombstone,
        &mut files,
        &mut verified,
    )?;
    find_missing(archive, &fixity, &files, &mut verified);
    find_damaged_logs(paths, &mut verified)?;
    read_files(archive, lock, &fixity, &files, options, step, stop, &mut verified)?;
    verified.findings.sort();
    if let Some(lock) = lock {
        log(archive, lock, options, &verified)?;
    }
    Ok(verified)
}

/// The files of a folder that are named by a digest; all others are foreign.
fn collect(
    paths: &Paths,
    folder: &Path,
    kind: FileKind,
    files: &mut Vec<ToRead>,
    verified: &mut Verified,
) -> Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for found in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let found = found.map_err(|error| Error::io("list", folder, error.into()))?;
        if found.file_type().is_dir() || is_temporary(found.file_name()) {
            continue;
        }
        let path = found.path();
        let stem = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .unwrap_or_default();
        let expected = match kind {
            FileKind::Record => paths.record(stem),
            FileKind::Corrections => paths.correction(stem),
            FileKind::Tombstone => paths.tombstone(stem),
            FileKind::Original => {
                let extension = path.extension().unwrap_or_default();
                let shard = stem.get(..2).unwrap_or_default();
                folder.join(shard).join(stem).with_extension(extension)
            }
        };
        let is_digest = stem.len() == 64 && stem.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_digest || expected != path {
            verified.findings.push(Finding {
                kind: FindingKind::ForeignFile,
                file: paths.relative(path),
                issue: None,
                expected: None,
                found: None,
                message: "this program did not put it there".to_string(),
            });
            continue;
        }
        match kind {
            FileKind::Original => verified.originals += 1,
            FileKind::Record => verified.records += 1,
            FileKind::Tombstone => verified.removed += 1,
            FileKind::Corrections => {}
        }
        files.push(ToRead {
            path: path.to_path_buf(),
            file: paths.relative(path),
            sha256: stem.to_string(),
            kind,
        });
    }
    Ok(())
}

/// What should be there and is not, and what is there without its other.
fn find_missing(archive: &Archive, fixity: &Fixity, files: &[ToRead], verified: &mut Verified) {
    let of_kind = |kind: FileKind| {
        let chosen = files.iter().filter(|file| file.kind == kind);
        chosen
            .map(|file| (file.sha256.as_str(), file))
            .collect::<BTreeMap<&str, &ToRead>>()
    };
    let (originals, records) = (of_kind(FileKind::Original), of_kind(FileKind::Record));
    let (corrections, removed) = (of_kind(FileKind::Corrections), of_kind(FileKind::Tombstone));
    let mut told: BTreeSet<String> = BTreeSet::new();
    for (sha256, record) in &records {
        if originals.contains_key(sha256) || removed.contains_key(sha256) {
            continue;
        }
        let mut finding = missing(
            FindingKind::MissingOriginal,
            sha256,
            "the original of this record is not there",
        );
        finding.expected = Some((*sha256).to_string());
        match archive.record_as_read(sha256) {
            // An imported record was read from no file.
            Ok(issue) if issue.source.bytes == 0 => continue,
            Ok(issue) => {
                finding.file = archive
                    .paths()
                    .relative(&archive.paths().original(sha256, issue.source.format))
            }
            Err(_) => finding.file.clone_from(&record.file),
        }
        verified.findings.push(finding);
    }
    let there: BTreeSet<&str> = files.iter().map(|file| file.file.as_str()).collect();
    for file in fixity.expected() {
        let is_there = there.contains(file);
        let (folder, stem) = split(file);
        if is_there || (folder != "removed" && removed.contains_key(stem)) {
            continue;
        }
        let (kind, message) = match folder {
            "records" => (
                FindingKind::MissingRecord,
                if originals.contains_key(stem) {
                    "the record is not there; its original is"
                } else {
                    "neither record nor original are there"
                },
            ),
            "corrections" => (
                FindingKind::MissingCorrections,
                "what was set by hand is not there any more",
            ),
            _ => (
                FindingKind::MissingTombstone,
                "the note of a removal is not there any more",
            ),
        };
        let mut finding = missing(kind, stem, message);
        finding.file = file.to_string();
        finding.expected = fixity.last(file).map(str::to_string);
        verified.findings.push(finding);
        told.insert(stem.to_string());
    }
    for (sha256, original) in &originals {
        if !records.contains_key(sha256) && !removed.contains_key(sha256) && !told.contains(*sha256) {
            let mut finding = missing(
                FindingKind::OrphanOriginal,
                sha256,
                "no record was made of this original",
            );
            finding.file.clone_from(&original.file);
            verified.findings.push(finding);
        }
    }
    for (sha256, file) in &corrections {
        if !records.contains_key(sha256) && !removed.contains_key(sha256) && !originals.contains_key(sha256) {
            let mut finding = missing(
                FindingKind::OrphanCorrections,
                sha256,
                "the issue that it belongs to is not there",
            );
            finding.file.clone_from(&file.file);
            verified.findings.push(finding);
        }
    }
}

fn split(file: &str) -> (&str, &str) {
    let folder = file.split('/').next().unwrap_or_default();
    let name = file.rsplit('/').next().unwrap_or_default();
    (folder, name.strip_suffix(".json").unwrap_or(name))
}

fn missing(kind: FindingKind, sha256: &str, message: &str) -> Finding {
    Finding {
        kind,
        file: String::new(),
        issue: sha256.get(..12).map(str::to_string),
        expected: None,
        found: None,
        message: message.to_string(),
    }
}

fn find_damaged_logs(paths: &Paths, verified: &mut Verified) -> Result<()> {
    for path in [paths.events(), paths.fixity(), paths.refusals()] {
        for line in damaged_lines(&path)? {
            verified.findings.push(Finding {
                kind: FindingKind::DamagedLog,
                file: paths.relative(&path),
                issue: None,
                expected: None,
                found: None,
                message: format!("line {line} is not what was written, or a line before it was taken out"),
            });
        }
    }
    Ok(())
}

#[allow(clippy::too_many_arguments)]
fn read_files(
    archive: &Archive,
    lock: Option<&WriteLock>,
    fixity: &Fixity,
    files: &[ToRead],
    options: &VerifyOptions,
    step: &dyn Fn(usize),
    stop: &AtomicBool,
    verified: &mut Verified,
) -> Result<()> {
    let chosen: Vec<&ToRead> = files
        .iter()
        .filter(|file| is_chosen(&file.file, options))
        .collect();
    step(chosen.len());
    let work = |index: usize| chosen.get(index).map(|file| look(file, fixity));
    let is_complete = in_order(chosen.len(), stop, work, |index, looked| {
        if let (Some(file), Some(looked)) = (chosen.get(index), looked) {
            judge(archive, lock, fixity, file, looked, verified)?;
        }
        step(0);
        Ok(())
    })?;
    verified.interrupted = !is_complete || stop.load(Ordering::SeqCst);
    if let Some(lock) = lock {
        lock.fixity.sync()?;
    }
    Ok(())
}

/// Whether a file is in the sample: told by its name and the seed, so that a sample can be looked at again.
fn is_chosen(file: &str, options: &VerifyOptions) -> bool {
    let Some(share) = options.sample else {
        return true;
    };
    let name = digest(format!("{} {file}", options.seed).as_bytes());
    let place = name
        .get(..8)
        .and_then(|digits| u32::from_str_radix(digits, 16).ok());
    f64::from(place.unwrap_or(0)) / f64::from(u32::MAX) < share
}

fn look(file: &ToRead, fixity: &Fixity) -> Look {
    let needs_parsing = file.kind != FileKind::Original && !fixity.knows(&file.file);
    let parses = needs_parsing
        && std::fs::read(&file.path)
            .is_ok_and(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).is_ok());
    Look {
        found: digest_of_file(&file.path),
        parses,
    }
}

fn judge(
    archive: &Archive,
    lock: Option<&WriteLock>,
    fixity: &Fixity,
    file: &ToRead,
    looked: Look,
    verified: &mut Verified,
) -> Result<()> {
    let mut finding = missing(FindingKind::Unreadable, &file.sha256, "");
    finding.file.clone_from(&file.file);
    let found = match looked.found {
        Ok((found, bytes)) => {
            verified.read += 1;
            verified.bytes += bytes;
            found
        }
        Err(error) => {
            finding.message = error.to_string();
            verified.findings.push(finding);
            return Ok(());
        }
    };
    if file.kind == FileKind::Original {
        if found != file.sha256 {
            finding.kind = FindingKind::DamagedOriginal;
            finding.expected = Some(file.sha256.clone());
            finding.found = Some(found);
            finding.message = "the bytes are not those that were received".to_string();
            verified.findings.push(finding);
        }
        return Ok(());
    }
    if fixity.allows(&file.file, &found) {
        return Ok(());
    }
    if !fixity.knows(&file.file) && looked.parses {
        // Written by a version that noted no digests.
        if let Some(lock) = lock {
            let bytes = std::fs::read(&file.path).map_err(|error| Error::io("read", &file.path, error))?;
            lock.fixity.note(archive.paths(), &file.path, &bytes)?;
            verified.adopted += 1;
        }
        return Ok(());
    }
    (finding.kind, finding.message) = match file.kind {
        FileKind::Corrections => (
            FindingKind::DamagedCorrections,
            "what was set by hand is not what was written".to_string(),
        ),
        FileKind::Tombstone => (
            FindingKind::DamagedTombstone,
            "the note of a removal is not what was written".to_string(),
        ),
        _ => (
            FindingKind::DamagedRecord,
            "the record is not what was written".to_string(),
        ),
    };
    finding.expected = fixity.last(&file.file).map(str::to_string);
    finding.found = Some(found);
    verified.findings.push(finding);
    Ok(())
}

/// One event for the check, and one for each file that is not what it should be.
fn log(archive: &Archive, _lock: &WriteLock, options: &VerifyOptions, verified: &Verified) -> Result<()> {
    let mut events = EventLog::open(archive.paths())?;
    let outcome = if verified.findings.is_empty() {
        Outcome::Success
    } else {
        Outcome::Failure
    };
    for finding in &verified.findings {
        let mut event = Event::now(EventKind::FixityCheck, Outcome::Failure);
        let (_, stem) = split(&finding.file);
        event.sha256 = (stem.len() >= 64).then(|| stem.chars().take(64).collect());
        event.note = Some(format!("{}: {}", finding.file, finding.message));
        events.append(&event)?;
    }
    let mut event = Event::now(EventKind::FixityCheck, outcome);
    let scope = match options.sample {
        Some(share) => format!("a sample of {:.1} %, seed {}", share * 100.0, options.seed),
        None => "all files".to_string(),
    };
    event.note = Some(format!(
        "{scope}: {} originals, {} records, {} files read, {} findings",
        verified.originals,
        verified.records,
        verified.read,
        verified.findings.len()
    ));
    events.append(&event)?;
    if verified.adopted > 0 {
        let mut event = Event::now(EventKind::MessageDigestCalculation, Outcome::Success);
        event.note = Some(format!("{} files of an early version", verified.adopted));
        events.append(&event)?;
    }
    events.sync()
}
