//! Originals read again by a newer pipeline: what would change, and the change itself.
//!
//! A record is only replaced by a reading that was shown. What a person set by hand lies over both and is not compared.
use super::catalogue::{Catalogue, Entry};
use super::events::{Event, EventKind, EventLog, Outcome};
use super::in_order::in_order;
use super::in_series::{ReadInSeries, SeriesLines};
use super::lock::WriteLock;
use super::origins::Origins;
use super::slug::{make_unique, slug_of};
use super::store::{Archive, digest};
use crate::error::{Error, Result};
use crate::model::{Issue, PIPELINE_VERSION, SourceFormat};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

/// An original to read again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    /// Its digest.
    pub sha256: String,
    /// Its format.
    pub format: SourceFormat,
    /// The name under which it was taken in.
    pub file_name: String,
    /// Whether there is a record of it that can be read.
    pub has_record: bool,
}

/// Something of the issue itself that is read otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    /// Its key in the record.
    pub field: &'static str,
    /// What the record says.
    pub before: Option<String>,
    /// What the new reading says.
    pub after: Option<String>,
}

/// How a new reading differs from the record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// What changed of title, number, date, publication and language.
    pub fields: Vec<FieldChange>,
    /// Titles of sections that are new.
    pub sections_added: Vec<String>,
    /// Titles of sections that are gone.
    pub sections_removed: Vec<String>,
    /// Words that are new in the text.
    pub words_added: usize,
    /// Words that are gone from the text.
    pub words_removed: usize,
    /// Addresses of links that are new.
    pub links_added: Vec<String>,
    /// Addresses of links that are gone.
    pub links_removed: Vec<String>,
    /// Whether anything else of the record changed: places, kinds, warnings, the program's version.
    pub other: bool,
}

impl Difference {
    /// Whether both readings are the same.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// What became of an original.
#[derive(Debug)]
pub enum Reread {
    /// The record was, or would be, replaced.
    Changed(Box<(Issue, Difference)>),
    /// The new reading is the same as the record.
    Same(Box<Issue>),
    /// The original had no record: it was, or would be, made.
    New(Box<Issue>),
    /// The original could not be read: the record stays.
    Failed(Original, Error),
}

/// The originals that an older pipeline has read, or all with `all`; and those that have no record that can be read.
///
/// # Errors
/// Where the archive's folders cannot be listed.
pub fn originals_to_reread(archive: &Archive, catalogue: &Catalogue, all: bool) -> Result<Vec<Original>> {
    let mut originals: Vec<Original> = Vec::new();
    for entry in catalogue.entries() {
        if all || entry.pipeline < PIPELINE_VERSION {
            originals.extend(original_of(archive, entry));
        }
    }
    let root = archive.paths().originals();
    let origins = Origins::load(archive.paths())?;
    if !root.is_dir() {
        return Ok(originals);
    }
    for found in walkdir::WalkDir::new(&root).min_depth(2).sort_by_file_name() {
        let found = found.map_err(|error| Error::io("list", &root, error.into()))?;
        let path = found.path();
        let stem = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .unwrap_or_default();
        let format = match path.extension().and_then(|extension| extension.to_str()) {
            Some("pdf") => SourceFormat::Pdf,
            Some("txt") => SourceFormat::Text,
            _ => continue,
        };
        let is_known = catalogue.by_digest(stem).is_some() || archive.paths().tombstone(stem).exists();
        if stem.len() != 64 || is_known {
            continue;
        }
        let origin = origins.of(stem).first().map(|origin| PathBuf::from(&origin.path));
        let name = origin
            .as_deref()
            .unwrap_or(path)
            .file_name()
            .unwrap_or_default()
            .to_string_lossy();
        originals.push(Original {
            sha256: stem.to_string(),
            format,
            file_name: name.into_owned(),
            has_record: false,
        });
    }
    Ok(originals)
}

/// The original of an issue; `None` for an imported record, which was read from none.
pub fn original_of(archive: &Archive, entry: &Entry) -> Option<Original> {
    for format in [SourceFormat::Pdf, SourceFormat::Text] {
        if archive.paths().original(&entry.sha256, format).is_file() {
            return Some(Original {
                sha256: entry.sha256.clone(),
                format,
                file_name: entry.file_name.clone(),
                has_record: true,
            });
        }
    }
    None
}

/// Reads originals again. Without the lock nothing is kept.
///
/// # Errors
/// Where the archive cannot be written. An original that cannot be read is told of and stops nothing.
pub fn reread(
    archive: &Archive,
    lock: Option<&WriteLock>,
    originals: &[Original],
    read: &ReadInSeries<'_>,
    stop: &AtomicBool,
    tell: &mut dyn FnMut(Reread) -> Result<()>,
) -> Result<bool> {
    let catalogue = Catalogue::load(archive)?;
    let mut slugs = catalogue.slugs().clone();
    let series = SeriesLines::load(archive, &catalogue)?;
    let work = |index: usize| {
        originals
            .get(index)
            .map(|original| series.read(archive, &catalogue, original, read))
    };
    let mut kept = Vec::new();
    let mut is_interrupted = false;
    let is_complete = in_order(originals.len(), stop, work, |index, issue| {
        let (Some(original), Some(issue)) = (originals.get(index), issue) else {
            return Ok(());
        };
        let mut issue = match issue {
            Ok(issue) => issue,
            // It was not read to its end: the record stays, and nothing failed.
            Err(Error::Interrupted) => {
                is_interrupted = true;
                return Ok(());
            }
            Err(error) => {
                if lock.is_some() {
                    log(archive, original, Some(&error))?;
                }
                return tell(Reread::Failed(original.clone(), error));
            }
        };
        let before = archive
            .record_as_read(&original.sha256)
            .ok()
            .filter(|_| original.has_record);
        match &before {
            Some(before) => {
                issue.slug.clone_from(&before.slug);
                issue.external_id.clone_from(&before.external_id);
                issue.source.file_name.clone_from(&before.source.file_name);
            }
            None => {
                issue.slug = make_unique(slug_of(&original.file_name), &slugs);
                slugs.insert(issue.slug.clone());
            }
        }
        let manifest = archive.manifest();
        issue.publication = issue.publication.or_else(|| manifest.publication.clone());
        issue.language = issue.language.or_else(|| manifest.language.clone());
        let difference = before.as_ref().map(|before| difference(before, &issue));
        let is_same = difference.as_ref().is_some_and(Difference::is_none);
        // A record that says the same in other bytes was changed by something else: it is written as it was.
        if let Some(lock) = lock.filter(|_| !is_same || !archive.holds_record(&issue)) {
            archive.put_record(lock, &issue)?;
            kept.push(original.sha256.clone());
            log(archive, original, None)?;
        }
        tell(match difference {
            Some(_) if is_same => Reread::Same(Box::new(issue)),
            Some(difference) => Reread::Changed(Box::new((issue, difference))),
            None => Reread::New(Box::new(issue)),
        })
    })?;
    if let Some(lock) = lock.filter(|_| !kept.is_empty()) {
        archive.settle(lock, kept.iter().map(String::as_str))?;
        Catalogue::load(archive)?.save(archive, lock)?;
    }
    Ok(is_complete && !is_interrupted)
}

/// The bytes of an original, as they were received.
///
/// # Errors
/// Where it cannot be read, or is not what was received.
pub(super) fn bytes_of(archive: &Archive, original: &Original) -> Result<Vec<u8>> {
    let bytes = archive.original(&original.sha256, original.format)?;
    if digest(&bytes) != original.sha256 {
        return Err(Error::ArchiveDamaged {
            path: archive.paths().original(&original.sha256, original.format),
            detail: "the bytes are not those that were received".to_string(),
        });
    }
    Ok(bytes)
}

fn log(archive: &Archive, original: &Original, error: Option<&Error>) -> Result<()> {
    let outcome = match error {
        Some(_) => Outcome::Failure,
        None => Outcome::Success,
    };
    let mut event = Event::now(EventKind::MetadataExtraction, outcome);
    event.sha256 = Some(original.sha256.clone());
    event.note = error.map(|error| format!("{}: {error}", error.code()));
    let mut events = EventLog::open(archive.paths())?;
    events.append(&event)?;
    events.sync()
}

/// How a reading differs from the one before.
fn difference(before: &Issue, after: &Issue) -> Difference {
    let date = |issue: &Issue| issue.date.as_ref().map(|date| date.iso.clone());
    let mut fields = Vec::new();
    for (field, was, is) in [
        ("title", before.title.clone(), after.title.clone()),
        ("number", before.number.clone(), after.number.clone()),
        ("date", date(before), date(after)),
        (
            "publication",
            before.publication.clone(),
            after.publication.clone(),
        ),
        ("language", before.language.clone(), after.language.clone()),
    ] {
        if was != is {
            fields.push(FieldChange {
                field,
                before: was,
                after: is,
            });
        }
    }
    let titles = |issue: &Issue| {
        issue
            .sections
            .iter()
            .map(|section| section.title.clone())
            .collect()
    };
    let (sections_added, sections_removed) = changed(titles(before), titles(after));
    let words = |issue: &Issue| {
        let texts = issue
            .sections
            .iter()
            .flat_map(|section| section.text.split_whitespace());
        texts.map(str::to_string).collect::<Vec<String>>()
    };
    let (words_added, words_removed) = changed(words(before), words(after));
    let urls = |issue: &Issue| issue.links.iter().map(|link| link.url.clone()).collect();
    let (links_added, links_removed) = changed(urls(before), urls(after));
    let mut difference = Difference {
        fields,
        sections_added,
        sections_removed,
        words_added: words_added.len(),
        words_removed: words_removed.len(),
        links_added,
        links_removed,
        other: false,
    };
    difference.other = difference.is_none() && before != after;
    difference
}

/// What of two lists only the second has, and what only the first: each in the order of its list.
fn changed(before: Vec<String>, after: Vec<String>) -> (Vec<String>, Vec<String>) {
    let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
    for one in &before {
        *counts.entry(one).or_default() -= 1;
    }
    for one in &after {
        *counts.entry(one).or_default() += 1;
    }
    let mut counts_left = counts.clone();
    let mut added = Vec::new();
    for one in &after {
        if let Some(count) = counts.get_mut(one.as_str()).filter(|count| **count > 0) {
            *count -= 1;
            added.push(one.clone());
        }
    }
    let mut removed = Vec::new();
    for one in &before {
        if let Some(count) = counts_left.get_mut(one.as_str()).filter(|count| **count < 0) {
            *count += 1;
            removed.push(one.clone());
        }
    }
    (added, removed)
}

#[cfg(test)]
#[path = "reread_tests.rs"]
mod tests;
