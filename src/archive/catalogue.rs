//! The issues of an archive without their text: to list them, and to find one by what a person types.
//!
//! The records are the truth. What this module needs of them is kept beside them in a cache of lines, and a record
//! that the cache does not know, or that has changed since, is read again: a cache that is lost or cut costs time,
//! never an issue.
mod cache;
mod looks;

use super::files::list_files;
use super::lock::WriteLock;
use super::store::Archive;
use crate::error::{Error, Result};
use crate::model::{Issue, IssueDate};
use crate::shares::both;
use cache::{Cache, CachedEntry};
use looks::{Looks, Seen, Stamp, nanoseconds, stamps_by_digest};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// An issue without its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Identifier: the first 12 digits of the digest.
    pub id: String,
    /// Short name.
    pub slug: String,
    /// Title.
    pub title: Option<String>,
    /// Series.
    pub publication: Option<String>,
    /// Number.
    pub number: Option<String>,
    /// Date.
    pub date: Option<IssueDate>,
    /// Name of the file from which it was read.
    pub file_name: String,
    /// Digest of the original.
    pub sha256: String,
    /// Number of pages.
    pub pages: u32,
    /// Number of sections.
    pub sections: usize,
    /// Number of links.
    pub links: usize,
    /// Number of warnings.
    pub warnings: usize,
    /// Version of the pipeline that read it.
    pub pipeline: u32,
}

impl Entry {
    /// The head of a record.
    pub fn of(issue: &Issue) -> Self {
        Self {
            id: issue.id.clone(),
            slug: issue.slug.clone(),
            title: issue.title.clone(),
            publication: issue.publication.clone(),
            number: issue.number.clone(),
            date: issue.date.clone(),
            file_name: issue.source.file_name.clone(),
            sha256: issue.source.sha256.clone(),
            pages: issue.source.pages,
            sections: issue.sections.len(),
            links: issue.links.len(),
            warnings: issue.warnings.len(),
            pipeline: issue.reader.pipeline,
        }
    }
}

/// The issues of an archive.
#[derive(Debug, Default)]
pub struct Catalogue {
    by_digest: BTreeMap<String, CachedEntry>,
    slugs: HashSet<String>,
    damaged: Vec<PathBuf>,
    is_cache_behind: bool,
}

impl Catalogue {
    /// Reads the catalogue of an archive, and looks at each record whether it has changed since it was last read.
    ///
    /// # Errors
    /// Where the records cannot be listed, or were written by a newer version.
    pub fn load(archive: &Archive) -> Result<Self> {
        Self::load_with(archive, |_, _, _| false)
    }

    /// As [`Catalogue::load`], without a look at the records of a folder to which nothing was added since the cache was
    /// written, and in which nothing was taken away or put in the place of another. A record that was written into in
    /// its place, as no command does, is noticed by [`Catalogue::load`] and by `verify` alone.
    ///
    /// # Errors
    /// As [`Catalogue::load`].
    pub fn load_to_read(archive: &Archive) -> Result<Self> {
        Self::load_with(archive, Cache::knows)
    }

    fn load_with(archive: &Archive, stays_closed: impl Fn(&Cache, &str, u64) -> bool + Sync) -> Result<Self> {
        let cache = Cache::read(&archive.paths().catalogue())?;
        // Its lines are parsed while the records are looked at: opening a large archive is mostly that.
        let (entries, looks) = both(
            || cache.entries(),
            || {
                Looks::take(archive.paths(), |folder, changed_ns| {
                    stays_closed(&cache, folder, changed_ns)
                })
            },
        );
        let mut looks = looks?;
        let mut catalogue = Self::default();
        match entries {
            Some(entries) => catalogue.by_digest = entries,
            None => {
                // Cut or damaged: every record is read again.
                catalogue.is_cache_behind = true;
                looks = Looks::take(archive.paths(), |_, _| false)?;
            }
        }
        for sha256 in catalogue.keep_current(archive, &looks)? {
            catalogue.read(archive, &sha256)?;
        }
        catalogue.is_cache_behind |= looks.folders.iter().any(|folder| {
            let is_known = folder
                .changed_ns
                .is_some_and(|changed_ns| cache.knows(&folder.name, changed_ns));
            !is_known && cache::says_all_of(&catalogue.by_digest, folder)
        });
        Ok(catalogue)
    }

    /// Leaves out the entries whose records have gone or changed, and returns the digests of the records that must be
    /// read: these, and new ones.
    fn keep_current(&mut self, archive: &Archive, looks: &Looks) -> Result<BTreeSet<String>> {
        let corrected = stamps_by_digest(&archive.paths().corrections())?;
        let removed = stamps_by_digest(&archive.paths().removed())?;
        let mut to_read = BTreeSet::new();
        let before = self.by_digest.len();
        self.by_digest.retain(|sha256, cached| {
            let (is_there, is_unchanged) = match looks.of(sha256) {
                Seen::Closed => (true, true),
                Seen::Record(stamp) => (true, stamp == Some(cached.record)),
                Seen::Nothing => (false, false),
            };
            let is_current = is_unchanged && cached.corrections.as_ref() == corrected.get(sha256);
            if is_there && !is_current {
                to_read.insert(sha256.clone());
            }
            is_current
        });
        for sha256 in looks.digests() {
            if !self.by_digest.contains_key(sha256) {
                to_read.insert(sha256.clone());
            }
        }
        // An issue whose removal was begun is gone; the next run that writes ends it.
        for sha256 in removed.keys() {
            self.by_digest.remove(sha256);
            to_read.remove(sha256);
        }
        for cached in self.by_digest.values() {
            self.slugs.insert(cached.entry.slug.clone());
        }
        self.is_cache_behind |= self.by_digest.len() < before;
        Ok(to_read)
    }

    /// Takes up a record that the cache does not know, or no longer.
    fn read(&mut self, archive: &Archive, sha256: &str) -> Result<()> {
        self.is_cache_behind = true;
        match archive.record(sha256) {
            Ok(issue) => self.add(archive, &issue),
            Err(error @ Error::ArchiveNewer { .. }) => return Err(error),
            Err(error) => {
                let path = error.path().map(Path::to_path_buf);
                self.damaged
                    .push(path.unwrap_or_else(|| archive.paths().record(sha256)));
            }
        }
        Ok(())
    }

    /// The digest of the issue that a person names, as [`Catalogue::find`] finds it, without looking at all the others
    /// where one look is enough.
    ///
    /// # Errors
    /// As [`Catalogue::load`] and [`Catalogue::find`].
    pub fn resolve(archive: &Archive, name: &str) -> Result<String> {
        if let Some(sha256) = by_cached_slug(archive, name).or_else(|| by_only_prefix(archive, name)) {
            return Ok(sha256);
        }
        Ok(Self::load_to_read(archive)?.find(name)?.sha256.clone())
    }

    /// Adds an issue whose record has just been written, or takes up its new record, corrections laid over it.
    pub fn add(&mut self, archive: &Archive, issue: &Issue) {
        let path = archive.paths().record(&issue.source.sha256);
        let Some(record) = Stamp::of(&path) else {
            return;
        };
        self.is_cache_behind = true;
        self.insert(CachedEntry {
            record,
            corrections: Stamp::of(&archive.paths().correction(&issue.source.sha256)),
            entry: Entry::of(issue),
        });
    }

    fn insert(&mut self, cached: CachedEntry) {
        self.slugs.insert(cached.entry.slug.clone());
        self.by_digest.insert(cached.entry.sha256.clone(), cached);
    }

    /// Writes the cache, if it has fallen behind.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn save(&mut self, archive: &Archive, _lock: &WriteLock) -> Result<()> {
        if !self.is_cache_behind {
            return Ok(());
        }
        self.write(archive, nanoseconds(SystemTime::now()))?;
        self.is_cache_behind = false;
        Ok(())
    }

    /// Writes the cache at a time of the clock.
    fn write(&self, archive: &Archive, now_ns: u64) -> Result<()> {
        let looks = Looks::take(archive.paths(), |_, _| false)?;
        cache::write(
            &archive.paths().catalogue(),
            &self.by_digest,
            looks.folders,
            now_ns,
        )
    }

    /// Number of issues.
    pub fn len(&self) -> usize {
        self.by_digest.len()
    }

    /// Whether there is no issue.
    pub fn is_empty(&self) -> bool {
        self.by_digest.is_empty()
    }

    /// The issue with a digest.
    pub fn by_digest(&self, sha256: &str) -> Option<&Entry> {
        self.by_digest.get(sha256).map(|cached| &cached.entry)
    }

    /// A text that changes whenever the record of an issue is written: enough to know whether it must be looked at.
    pub fn version(&self, sha256: &str) -> Option<String> {
        let cached = self.by_digest.get(sha256)?;
        let mut version = format!("{}-{}", cached.record.bytes, cached.record.modified_ns);
        if let Some(stamp) = cached.corrections {
            version.push_str(&format!("-{}-{}", stamp.bytes, stamp.modified_ns));
        }
        Some(version)
    }

    /// The short names in use.
    pub(super) fn slugs(&self) -> &HashSet<String> {
        &self.slugs
    }

    /// Notes that a short name will be used.
    pub(super) fn reserve_slug(&mut self, slug: &str) {
        self.slugs.insert(slug.to_string());
    }

    /// Records that cannot be read.
    pub fn damaged(&self) -> &[PathBuf] {
        &self.damaged
    }

    /// The issues by date, those without a date last, then by short name.
    pub fn entries(&self) -> Vec<&Entry> {
        let mut entries: Vec<&Entry> = self.by_digest.values().map(|cached| &cached.entry).collect();
        entries.sort_by(|a, b| sort_key(a).cmp(&sort_key(b)));
        entries
    }

    /// The issue that a person names: by its short name, or by any beginning of its identifier or digest that no
    /// other issue shares.
    ///
    /// # Errors
    /// Where no issue has that name, or several have that beginning.
    pub fn find(&self, name: &str) -> Result<&Entry> {
        if let Some(cached) = self.by_digest.values().find(|cached| cached.entry.slug == name) {
            return Ok(&cached.entry);
        }
        let prefix = name.to_ascii_lowercase();
        let is_hexadecimal = !prefix.is_empty() && prefix.bytes().all(|byte| byte.is_ascii_hexdigit());
        let mut found = Vec::new();
        if is_hexadecimal {
            for (sha256, cached) in self.by_digest.range(prefix.clone()..) {
                if !sha256.starts_with(&prefix) {
                    break;
                }
                found.push(&cached.entry);
            }
        }
        match found.as_slice() {
            [] => Err(Error::IssueNotFound { id: name.to_string() }),
            [entry] => Ok(entry),
            several => Err(Error::IssueAmbiguous {
                id: name.to_string(),
                candidates: several.iter().map(|entry| entry.id.clone()).collect(),
            }),
        }
    }
}

fn sort_key(entry: &Entry) -> (bool, Option<&str>, &str) {
    let date = entry.date.as_ref().map(|date| date.iso.as_str());
    (date.is_none(), date, entry.slug.as_str())
}

/// The issue with a short name, as the cache has it, if its record has not changed since.
fn by_cached_slug(archive: &Archive, slug: &str) -> Option<String> {
    let cache = std::fs::read_to_string(archive.paths().catalogue()).ok()?;
    let key = format!("\"slug\":{}", serde_json::to_string(slug).ok()?);
    let line = cache.lines().find(|line| line.contains(&key))?;
    let cached: CachedEntry = serde_json::from_str(line).ok()?;
    let sha256 = cached.entry.sha256;
    let is_current = Stamp::of(&archive.paths().record(&sha256)) == Some(cached.record)
        && !archive.paths().tombstone(&sha256).exists();
    (is_current && cached.entry.slug == slug).then_some(sha256)
}

/// The one issue whose digest begins so, where that many digits tell its folder.
fn by_only_prefix(archive: &Archive, name: &str) -> Option<String> {
    let prefix = name.to_ascii_lowercase();
    if prefix.len() < 4 || !prefix.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let path = archive.paths().record(&prefix);
    let mut found = None;
    for file in list_files(path.parent()?).ok()? {
        let stem = file.file_stem().and_then(|stem| stem.to_str())?;
        if stem.starts_with(&prefix) {
            if found.is_some() || archive.paths().tombstone(stem).exists() {
                return None;
            }
            found = Some(stem.to_string());
        }
    }
    // A record that cannot be read is told of by the catalogue.
    found.filter(|sha256| archive.record(sha256).is_ok())
}

#[cfg(test)]
mod tests;
