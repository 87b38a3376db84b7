//! An archive on disk: originals by their digest, and the records read from them.
//!
//! A file is written whole or not at all. Whoever holds the [`WriteLock`] may write; reading needs nothing.
use super::corrections::{self, Kept};
use super::files::{
    Unnamed, is_temporary, remove_if_there, sync_folder, write_atomically, write_one_of_many,
};
use super::in_order::in_order_on;
use super::layout::{Manifest, Paths};
use super::lock::WriteLock;
use super::removal;
use crate::error::{Error, Result};
use crate::model::{Issue, SCHEMA_VERSION, SourceFormat};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

/// Folders that are made lasting at once.
const SYNCS_AT_ONCE: usize = 8;

/// A record that is on the disk and does not have its name yet.
#[derive(Debug)]
pub(super) struct UnnamedRecord {
    file: Unnamed,
    /// Digest of its bytes.
    sha256: String,
    path: PathBuf,
}

/// An archive.
#[derive(Debug, Clone)]
pub struct Archive {
    paths: Paths,
    manifest: Manifest,
}

impl Archive {
    /// Opens the archive at a folder.
    ///
    /// # Errors
    /// Where there is none, where it is of a newer format, or where its manifest is damaged.
    pub fn open(root: &Path) -> Result<Self> {
        let paths = Paths::new(root);
        let manifest = Manifest::read(&paths)?;
        Ok(Self { paths, manifest })
    }

    /// Opens the archive at a folder, or makes one there.
    ///
    /// # Errors
    /// As [`Archive::open`], and where the folder cannot be written.
    pub fn open_or_create(root: &Path) -> Result<Self> {
        let paths = Paths::new(root);
        let manifest = match Manifest::read(&paths) {
            // Another run may make the archive at the same moment, and sweep away what this one had begun to write of it.
            Err(Error::ArchiveNotFound { .. }) => {
                Manifest::create(&paths).or_else(|error| Manifest::read(&paths).map_err(|_| error))?
            }
            other => other?,
        };
        Ok(Self { paths, manifest })
    }

    /// Where its files stand.
    pub fn paths(&self) -> &Paths {
        &self.paths
    }

    /// What it says of itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Takes the right to write.
    ///
    /// # Errors
    /// Where another process holds it.
    pub fn lock(&self) -> Result<WriteLock> {
        WriteLock::take(&self.paths)
    }

    /// Ends the removals that a killed run had begun, and clears away what it had begun to write: such files never got
    /// their name.
    ///
    /// # Errors
    /// Where the folders cannot be listed, or a removal cannot be ended.
    pub fn sweep(&self, lock: &WriteLock) -> Result<()> {
        removal::finish_all(self, lock)?;
        let root = self.paths.root();
        for found in walkdir::WalkDir::new(root).max_depth(3) {
            let found = found.map_err(|error| Error::io("list", root, error.into()))?;
            if is_temporary(found.file_name()) {
                // Whatever keeps it from being removed will keep nothing else from being done.
                let _ = std::fs::remove_file(found.path());
            }
        }
        Ok(())
    }

    /// Keeps an original, unless it is there already.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn put_original(
        &self,
        _lock: &WriteLock,
        bytes: &[u8],
        sha256: &str,
        format: SourceFormat,
    ) -> Result<()> {
        let path = self.paths.original(sha256, format);
        if std::fs::read(&path).is_ok_and(|kept| kept == bytes) {
            return Ok(());
        }
        write_one_of_many(&path, bytes, true)
    }

    /// Reads an original.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn original(&self, sha256: &str, format: SourceFormat) -> Result<Vec<u8>> {
        let path = self.paths.original(sha256, format);
        std::fs::read(&path).map_err(|error| Error::io("read", &path, error))
    }

    /// Keeps the record of an issue, in place of an earlier one.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn put_record(&self, lock: &WriteLock, issue: &Issue) -> Result<()> {
        self.name_record(lock, self.write_record(lock, issue)?)
    }

    /// Writes the record of an issue so that [`Archive::name_record`] has only to give it its name.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub(super) fn write_record(&self, _lock: &WriteLock, issue: &Issue) -> Result<UnnamedRecord> {
        let path = self.paths.record(&issue.source.sha256);
        let mut bytes = serde_json::to_vec_pretty(issue).map_err(|error| Error::ArchiveDamaged {
            path: path.clone(),
            detail: error.to_string(),
        })?;
        bytes.push(b'\n');
        Ok(UnnamedRecord {
            file: Unnamed::write(&path, &bytes, false)?,
            sha256: digest(&bytes),
            path,
        })
    }

    /// Keeps a record that was written, in place of an earlier one.
    ///
    /// # Errors
    /// Where its name cannot be given.
    pub(super) fn name_record(&self, lock: &WriteLock, record: UnnamedRecord) -> Result<()> {
        lock.fixity
            .note_digest(&self.paths, &record.path, record.sha256)?;
        record.file.name(&record.path)
    }

    /// Makes originals and records with these digests outlast a failure of the power. A kill of the program they
    /// outlast from the moment they are put.
    ///
    /// # Errors
    /// Where the system cannot.
    pub fn settle<'a>(&self, lock: &WriteLock, digests: impl Iterator<Item = &'a str>) -> Result<()> {
        lock.fixity.sync()?;
        let mut folders = BTreeSet::new();
        for sha256 in digests {
            for path in [
                self.paths.record(sha256),
                self.paths.original(sha256, SourceFormat::Pdf),
            ] {
                // The folder, and the one above it that holds its name.
                folders.extend(path.ancestors().skip(1).take(2).map(Path::to_path_buf));
            }
        }
        let folders: Vec<PathBuf> = folders.into_iter().filter(|folder| folder.is_dir()).collect();
        let sync = |index: usize| folders.get(index).map_or(Ok(()), |folder| sync_folder(folder));
        // Disks take many orders at once.
        let unstopped = AtomicBool::new(false);
        in_order_on(SYNCS_AT_ONCE, folders.len(), &unstopped, sync, |_, synced| synced)?;
        sync_folder(self.paths.root())
    }

    /// Reads the record of the issue with an identifier, without reading the catalogue.
    ///
    /// # Errors
    /// Where there is none, or as [`Archive::record`].
    pub fn record_by_id(&self, id: &str) -> Result<Issue> {
        let not_found = || Error::IssueNotFound { id: id.to_string() };
        let path = self.paths.record(id);
        let shard = path.parent().ok_or_else(not_found)?;
        let files = match std::fs::read_dir(shard) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(not_found()),
            files => files.map_err(|error| Error::io("list", shard, error))?,
        };
        for found in files.flatten() {
            let name = found.file_name();
            let sha256 = name.to_str().and_then(|name| name.strip_suffix(".json"));
            if let Some(sha256) = sha256.filter(|sha256| sha256.starts_with(id)) {
                return self.record(sha256);
            }
        }
        Err(not_found())
    }

    /// Which version of each record, by its digest, was taken up by whoever builds an index: a note that the archive
    /// keeps and does not read. Empty where the note was lost.
    pub fn indexed_versions(&self) -> BTreeMap<String, String> {
        let bytes = std::fs::read(self.paths.indexed()).unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or_default()
    }

    /// Keeps the note of [`Archive::indexed_versions`].
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn put_indexed_versions(&self, _lock: &WriteLock, versions: &BTreeMap<String, String>) -> Result<()> {
        let path = self.paths.indexed();
        let bytes = serde_json::to_vec(versions).map_err(|error| Error::ArchiveDamaged {
            path: path.clone(),
            detail: error.to_string(),
        })?;
        write_atomically(&path, &bytes)
    }

    /// The digests of the index's files by name, as they were when the index was last written whole; `None` where that
    /// is not known.
    pub fn index_digests(&self) -> Option<BTreeMap<String, String>> {
        let text = std::fs::read_to_string(self.paths.index_digests()).ok()?;
        let line = |line: &str| {
            let (sha256, file) = line.split_once("  ")?;
            let name = file.strip_prefix("index/")?;
            Some((name.to_string(), sha256.to_string()))
        };
        text.lines().map(line).collect()
    }

    /// Keeps the digests of the index's files, in the form that `sha256sum --check` reads.
    ///
    /// # Errors
    /// Where they cannot be written.
    pub fn put_index_digests(&self, _lock: &WriteLock, digests: &BTreeMap<String, String>) -> Result<()> {
        let mut text = String::new();
        for (name, sha256) in digests {
            text.push_str(&format!("{sha256}  index/{name}\n"));
        }
        write_atomically(&self.paths.index_digests(), text.as_bytes())
    }

    /// Forgets the digests of the index's files: they are about to change.
    ///
    /// # Errors
    /// Where the file cannot be taken away.
    pub fn forget_index_digests(&self, _lock: &WriteLock) -> Result<()> {
        remove_if_there(&self.paths.index_digests())
    }

    /// Whether the archive holds this very record, to the byte.
    pub(super) fn holds_record(&self, issue: &Issue) -> bool {
        let kept = std::fs::read(self.paths.record(&issue.source.sha256));
        let written = serde_json::to_vec_pretty(issue);
        match (kept, written) {
            (Ok(kept), Ok(written)) => kept.strip_suffix(b"\n") == Some(written.as_slice()),
            _ => false,
        }
    }

    /// Lays over a record what a person set by hand.
    ///
    /// # Errors
    /// Where corrections are there and cannot be read.
    pub fn corrected(&self, mut issue: Issue) -> Result<Issue> {
        corrections::apply(&self.corrections(&issue.source.sha256)?, &mut issue);
        Ok(issue)
    }

    /// What a person set by hand over the record of the original with a digest.
    ///
    /// # Errors
    /// Where it is there and cannot be read.
    pub fn corrections(&self, sha256: &str) -> Result<Vec<Kept>> {
        corrections::read(&self.paths.correction(sha256))
    }

    /// Keeps what a person set by hand; with nothing in it, the file is taken away.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn put_corrections(&self, lock: &WriteLock, sha256: &str, kept: &[Kept]) -> Result<()> {
        let path = self.paths.correction(sha256);
        if kept.is_empty() {
            lock.fixity.note_removal(&self.paths, &path)?;
            lock.fixity.sync()?;
            return remove_if_there(&path);
        }
        let bytes = corrections::to_bytes(&path, sha256, kept)?;
        lock.fixity.note(&self.paths, &path, &bytes)?;
        lock.fixity.sync()?;
        write_atomically(&path, &bytes)
    }

    /// Reads the record of the original with a digest, with what a person set by hand over it.
    ///
    /// # Errors
    /// Where record or corrections cannot be read, are damaged, or were written by a newer version.
    pub fn record(&self, sha256: &str) -> Result<Issue> {
        self.corrected(self.record_as_read(sha256)?)
    }

    /// Reads the record of the original with a digest as the program read it, without what a person set by hand.
    ///
    /// # Errors
    /// Where it cannot be read, is damaged, or was written by a newer version.
    pub fn record_as_read(&self, sha256: &str) -> Result<Issue> {
        let path = self.paths.record(sha256);
        let bytes = std::fs::read(&path).map_err(|error| Error::io("read", &path, error))?;
        let parsed = serde_json::from_slice::<Issue>(&bytes);
        let schema = match &parsed {
            Ok(issue) => Some(issue.schema),
            Err(_) => serde_json::from_slice::<SchemaOnly>(&bytes)
                .ok()
                .map(|stated| stated.schema),
        };
        if let Some(found) = schema.filter(|found| *found > SCHEMA_VERSION) {
            return Err(Error::ArchiveNewer {
                path: self.paths.root().to_path_buf(),
                found,
                known: SCHEMA_VERSION,
            });
        }
        parsed.map_err(|error| Error::ArchiveDamaged {
            path,
            detail: error.to_string(),
        })
    }
}

/// The version alone, of a record whose other keys may have changed.
#[derive(serde::Deserialize)]
struct SchemaOnly {
    schema: u32,
}

/// The SHA-256 of some bytes, in hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// The SHA-256 of a file, and its length.
///
/// # Errors
/// Where it cannot be read.
pub fn digest_of_file(path: &Path) -> Result<(String, u64)> {
    let failed = |error| Error::io("read", path, error);
    let mut file = std::fs::File::open(path).map_err(failed)?;
    digest_of_reader(&mut file).map_err(failed)
}

/// The SHA-256 of what a reader gives, and its length.
pub(super) fn digest_of_reader(reader: &mut impl Read) -> std::io::Result<(String, u64)> {
    let mut hasher = Sha256::new();
    let mut buffer = vec![0_u8; 1 << 18];
    let mut bytes = 0;
    loop {
        let length = reader.read(&mut buffer)?;
        let Some(chunk) = buffer.get(..length).filter(|chunk| !chunk.is_empty()) else {
            break;
        };
        hasher.update(chunk);
        bytes += length as u64;
    }
    Ok((hexadecimal(&hasher.finalize()), bytes))
}

fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        for nibble in [byte >> 4, byte & 0x0F] {
            text.extend(char::from_digit(u32::from(nibble), 16));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Source;

    fn issue(bytes: &[u8]) -> Issue {
        let source = Source::new("a.txt", SourceFormat::Text, &digest(bytes), bytes.len() as u64);
        Issue::empty(source)
    }

    #[test]
    fn digests_are_those_of_the_standard() {
        assert_eq!(
            digest(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn originals_and_records_are_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::open_or_create(folder.path()).unwrap();
        let lock = archive.lock().unwrap();
        let issue = issue(b"bonjour");
        let sha256 = issue.source.sha256.clone();
        archive
            .put_original(&lock, b"bonjour", &sha256, SourceFormat::Text)
            .unwrap();
        archive.put_record(&lock, &issue).unwrap();

        let archive = Archive::open(folder.path()).unwrap();
        assert_eq!(archive.original(&sha256, SourceFormat::Text).unwrap(), b"bonjour");
        assert_eq!(archive.record(&sha256).unwrap(), issue);
        assert_eq!(archive.record_by_id(&issue.id).unwrap(), issue);
        assert_eq!(archive.record_by_id("3f").unwrap_err().code(), "issue_not_found");
    }

    #[test]
    fn the_same_record_is_written_in_the_same_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::open_or_create(folder.path()).unwrap();
        let lock = archive.lock().unwrap();
        let issue = issue(b"bonjour");
        let path = archive.paths().record(&issue.source.sha256);
        archive.put_record(&lock, &issue).unwrap();
        let first = std::fs::read(&path).unwrap();
        archive.put_record(&lock, &issue).unwrap();
        assert_eq!(first, std::fs::read(&path).unwrap());
        assert!(first.ends_with(b"}\n"));
    }

    #[test]
    fn what_a_killed_run_had_begun_is_swept_away() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::open_or_create(folder.path()).unwrap();
        let lock = archive.lock().unwrap();
        let issue = issue(b"bonjour");
        archive.put_record(&lock, &issue).unwrap();
        let record = archive.paths().record(&issue.source.sha256);
        let begun = record.with_file_name(".new-a1b2c3");
        std::fs::write(&begun, "{").unwrap();
        archive.sweep(&lock).unwrap();
        assert!(!begun.exists());
        assert!(record.exists());
    }

    #[test]
    fn damaged_and_newer_records_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::open_or_create(folder.path()).unwrap();
        let lock = archive.lock().unwrap();
        let issue = issue(b"bonjour");
        let sha256 = issue.source.sha256.clone();
        archive.put_record(&lock, &issue).unwrap();
        let path = archive.paths().record(&sha256);
        std::fs::write(&path, r#"{"schema": 2, "titre": "x"}"#).unwrap();
        assert_eq!(archive.record(&sha256).unwrap_err().code(), "archive_newer");
        std::fs::write(&path, r#"{"schema": 1"#).unwrap();
        assert_eq!(archive.record(&sha256).unwrap_err().code(), "archive_damaged");
    }
}
