//! The issues of an archive without their text: to list them, and to find one by what a person types.
//!
//! The records are the truth. What this module needs of them is kept beside them in a cache of lines, and a record
//! that the cache does not know, or that has changed since, is read again: a cache that is lost or cut costs time,
//! never an issue.
use super::files::{list_files, read_lines, write_lines};
use super::layout::Paths;
use super::lock::WriteLock;
use super::store::Archive;
use crate::error::{Error, Result};
use crate::model::{Issue, IssueDate};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

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

/// A line of the cache: an entry, and how its record looked when the entry was made.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct CachedEntry {
    record: Stamp,
    /// What was set by hand over the record.
    #[serde(default)]
    corrections: Option<Stamp>,
    entry: Entry,
}

/// Length and time of change of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp {
    bytes: u64,
    modified_ns: u64,
}

impl Stamp {
    fn of(path: &Path) -> Option<Self> {
        Self::of_metadata(&std::fs::metadata(path).ok()?)
    }

    /// As [`Stamp::of`], without a way through all folders above the file.
    fn of_file(file: &std::fs::DirEntry) -> Option<Self> {
        if file.file_type().ok()?.is_symlink() {
            return Self::of(&file.path());
        }
        Self::of_metadata(&file.metadata().ok()?)
    }

    fn of_metadata(metadata: &std::fs::Metadata) -> Option<Self> {
        let age = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        Some(Self {
            bytes: metadata.len(),
            modified_ns: u64::try_from(age.as_nanos()).ok()?,
        })
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
    /// Reads the catalogue of an archive.
    ///
    /// # Errors
    /// Where the records cannot be listed, or were written by a newer version.
    pub fn load(archive: &Archive) -> Result<Self> {
        // The cache is read while the records are looked at: opening a large archive is mostly that.
        let (cached, records) = std::thread::scope(|scope| {
            let cached = scope.spawn(|| read_lines::<CachedEntry>(&archive.paths().catalogue()));
            let records = look_at_records(archive.paths());
            (cached.join(), records)
        });
        let cached = cached.unwrap_or_else(|_| Ok(Vec::new()))?;
        let mut cache: FxHashMap<String, CachedEntry> = FxHashMap::default();
        cache.reserve(cached.len());
        for line in cached {
            cache.insert(line.entry.sha256.clone(), line);
        }
        let mut catalogue = Self::default();
        let corrected = stamps_by_digest(&archive.paths().corrections())?;
        let removed = stamps_by_digest(&archive.paths().removed())?;
        for (sha256, stamp) in records? {
            // An issue whose removal was begun is gone; the next run that writes ends it.
            if removed.contains_key(&sha256) {
                continue;
            }
            if let Some(cached) = cache.remove(&sha256)
                && Some(cached.record) == stamp
                && cached.corrections.as_ref() == corrected.get(&sha256)
            {
                catalogue.insert(cached);
                continue;
            }
            catalogue.is_cache_behind = true;
            match archive.record(&sha256) {
                Ok(issue) => catalogue.add(archive, &issue),
                Err(error @ Error::ArchiveNewer { .. }) => return Err(error),
                Err(error) => {
                    let path = error.path().map(Path::to_path_buf);
                    let path = path.unwrap_or_else(|| archive.paths().record(&sha256));
                    catalogue.damaged.push(path);
                }
            }
        }
        catalogue.is_cache_behind |= !cache.is_empty();
        Ok(catalogue)
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
        Ok(Self::load(archive)?.find(name)?.sha256.clone())
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
        write_lines(&archive.paths().catalogue(), self.by_digest.values())?;
        self.is_cache_behind = false;
        Ok(())
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

/// The files of a folder that are named by a digest, and how they look.
fn stamps_by_digest(folder: &Path) -> Result<HashMap<String, Stamp>> {
    let mut stamps = HashMap::new();
    for path in list_files(folder)? {
        let stem = path.file_stem().and_then(|stem| stem.to_str());
        if let (Some(stem), Some(stamp)) = (stem, Stamp::of(&path)) {
            stamps.insert(stem.to_string(), stamp);
        }
    }
    Ok(stamps)
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

/// Threads that look at records: where nothing of the folders is in memory yet, each waits for the disk nearly all the time.
const LOOKS_AT_ONCE: usize = 16;

/// The records of an archive and how they look, in the order of the digests: folders are shared out over several threads.
fn look_at_records(paths: &Paths) -> Result<Vec<(String, Option<Stamp>)>> {
    let root = paths.records();
    let mut shards = list_files(&root)?;
    shards.retain(|path| path.is_dir());
    let share = shards.len().div_ceil(LOOKS_AT_ONCE).max(1);
    let looks = std::thread::scope(|scope| {
        let begun: Vec<_> = shards
            .chunks(share)
            .map(|shards| scope.spawn(|| look_at_shards(shards)))
            .collect();
        begun
            .into_iter()
            .map(std::thread::ScopedJoinHandle::join)
            .collect::<Vec<_>>()
    });
    let mut records = Vec::new();
    for look in looks {
        let failed = || Error::io("list", &root, std::io::Error::other("a thread failed"));
        records.extend(look.map_err(|_| failed())??);
    }
    Ok(records)
}

fn look_at_shards(shards: &[PathBuf]) -> Result<Vec<(String, Option<Stamp>)>> {
    let mut records = Vec::new();
    for shard in shards {
        let mut of_shard = Vec::new();
        let failed = |error| Error::io("list", shard, error);
        let files = match std::fs::read_dir(shard) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            files => files.map_err(failed)?,
        };
        for file in files {
            let file = file.map_err(failed)?;
            let name = file.file_name();
            let stem = name.to_str().and_then(|name| name.strip_suffix(".json"));
            if let Some(stem) = stem.filter(|stem| stem.len() == 64) {
                of_shard.push((stem.to_string(), Stamp::of_file(&file)));
            }
        }
        of_shard.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        records.extend(of_shard);
    }
    Ok(records)
}

#[cfg(test)]
mod tests {
    use super::super::store::digest;
    use super::*;
    use crate::model::{DateEvidence, DatePrecision, Source, SourceFormat};

    fn issue(slug: &str, date: Option<&str>) -> Issue {
        let source = Source::new("a.txt", SourceFormat::Text, &digest(slug.as_bytes()), 1);
        let mut issue = Issue::empty(source);
        issue.slug = slug.to_string();
        issue.date = date.map(|iso| IssueDate {
            iso: iso.to_string(),
            precision: DatePrecision::Month,
            evidence: DateEvidence::Masthead,
        });
        issue
    }

    fn slugs(catalogue: &Catalogue) -> Vec<&str> {
        catalogue
            .entries()
            .iter()
            .map(|entry| entry.slug.as_str())
            .collect()
    }

    #[test]
    fn issues_are_listed_by_date_and_found_by_name_or_digits() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::open_or_create(folder.path()).unwrap();
        let lock = archive.lock().unwrap();
        for issue in [
            issue("c", None),
            issue("b", Some("2001-02")),
            issue("a", Some("2010")),
        ] {
            archive.put_record(&lock, &issue).unwrap();
        }
        let catalogue = Catalogue::load(&archive).unwrap();
        assert_eq!(slugs(&catalogue), ["b", "a", "c"]);
        let wanted = digest(b"a");
        assert_eq!(catalogue.find("a").unwrap().sha256, wanted);
        assert_eq!(catalogue.find(&wanted[..6].to_uppercase()).unwrap().slug, "a");
        assert_eq!(catalogue.find(&wanted).unwrap().slug, "a");
        assert_eq!(catalogue.find("zz").unwrap_err().code(), "issue_not_found");
        assert_eq!(catalogue.find("").unwrap_err().code(), "issue_not_found");
    }

    #[test]
    fn one_issue_is_found_without_the_others_whatever_the_cache_says() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::open_or_create(folder.path()).unwrap();
        let lock = archive.lock().unwrap();
        // A slug may look like the beginning of another issue's digest.
        let by_digits = issue("a", None);
        let mut by_slug = issue("b", None);
        by_slug.slug = by_digits.source.sha256[..5].to_string();
        archive.put_record(&lock, &by_digits).unwrap();
        archive.put_record(&lock, &by_slug).unwrap();
        let resolve = |name: &str| Catalogue::resolve(&archive, name).unwrap();
        assert_eq!(resolve("a"), by_digits.source.sha256);
        assert_eq!(resolve(&by_digits.source.sha256[..6]), by_digits.source.sha256);
        Catalogue::load(&archive).unwrap().save(&archive, &lock).unwrap();
        assert_eq!(resolve(&by_slug.slug), by_slug.source.sha256);
        let error = Catalogue::resolve(&archive, "none").unwrap_err();
        assert_eq!(error.code(), "issue_not_found");

        // A record that was written again under another name is no longer found by the old one.
        let mut renamed = by_slug.clone();
        renamed.slug = "c".to_string();
        archive.put_record(&lock, &renamed).unwrap();
        assert_eq!(resolve("c"), by_slug.source.sha256);
        assert_eq!(resolve(&by_slug.slug), by_digits.source.sha256);
    }

    #[test]
    fn a_beginning_that_several_share_names_them() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::open_or_create(folder.path()).unwrap();
        let lock = archive.lock().unwrap();
        for end in ["0", "1"] {
            let mut issue = issue("x", None);
            issue.source.sha256 = format!("{}{end}", "a".repeat(63));
            issue.slug = format!("x{end}");
            archive.put_record(&lock, &issue).unwrap();
        }
        let catalogue = Catalogue::load(&archive).unwrap();
        let error = catalogue.find("aa").unwrap_err();
        assert!(matches!(error, Error::IssueAmbiguous { candidates, .. } if candidates.len() == 2));
    }

    #[test]
    fn the_cache_never_hides_what_the_records_say() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::open_or_create(folder.path()).unwrap();
        let lock = archive.lock().unwrap();
        let kept = issue("kept", None);
        let removed = issue("removed", None);
        archive.put_record(&lock, &kept).unwrap();
        archive.put_record(&lock, &removed).unwrap();
        Catalogue::load(&archive).unwrap().save(&archive, &lock).unwrap();
        assert!(!Catalogue::load(&archive).unwrap().is_cache_behind);

        let mut changed = kept.clone();
        changed.title = Some("Un titre".to_string());
        archive.put_record(&lock, &changed).unwrap();
        std::fs::remove_file(archive.paths().record(&removed.source.sha256)).unwrap();
        let catalogue = Catalogue::load(&archive).unwrap();
        assert_eq!(slugs(&catalogue), ["kept"]);
        assert_eq!(catalogue.find("kept").unwrap().title.as_deref(), Some("Un titre"));

        std::fs::write(archive.paths().catalogue(), "{\"cut").unwrap();
        assert_eq!(slugs(&Catalogue::load(&archive).unwrap()), ["kept"]);
    }

    #[test]
    fn a_damaged_record_is_set_apart() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::open_or_create(folder.path()).unwrap();
        let lock = archive.lock().unwrap();
        let issue = issue("a", None);
        archive.put_record(&lock, &issue).unwrap();
        std::fs::write(archive.paths().record(&issue.source.sha256), "{").unwrap();
        let catalogue = Catalogue::load(&archive).unwrap();
        assert!(catalogue.is_empty());
        assert_eq!(catalogue.damaged().len(), 1);
    }
}
