//! The digests of what was written, so that any change made by something else is found.
//!
//! An original carries its digest as its name. Records, corrections and notes of removal change over time: the
//! digest of each version goes into a log before the version gets its name. Killed in between, the file is still an
//! earlier version whose digest stands in the log too.
use super::files::{LineLog, read_lines};
use super::layout::Paths;
use super::store::digest;
use crate::error::Result;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// A line of the log.
#[derive(Debug, Serialize, Deserialize)]
struct Noted {
    /// Path in the archive.
    file: String,
    /// Digest of the bytes; `null` where the file was taken away.
    sha256: Option<String>,
}

/// The log, open for appending.
#[derive(Debug)]
pub(super) struct FixityLog(Mutex<LineLog>);

impl FixityLog {
    pub(super) fn open(paths: &Paths) -> Result<Self> {
        Ok(Self(Mutex::new(LineLog::open(&paths.fixity())?)))
    }

    /// Notes what a file is about to hold.
    pub(super) fn note(&self, paths: &Paths, file: &Path, bytes: &[u8]) -> Result<()> {
        self.note_digest(paths, file, digest(bytes))
    }

    /// As [`FixityLog::note`], by the digest of the bytes.
    pub(super) fn note_digest(&self, paths: &Paths, file: &Path, sha256: String) -> Result<()> {
        self.append(paths, file, Some(sha256))
    }

    /// Notes that a file is about to be taken away.
    pub(super) fn note_removal(&self, paths: &Paths, file: &Path) -> Result<()> {
        self.append(paths, file, None)
    }

    /// Makes what was noted lasting.
    pub(super) fn sync(&self) -> Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).sync()
    }

    fn append(&self, paths: &Paths, file: &Path, sha256: Option<String>) -> Result<()> {
        let noted = Noted {
            file: paths.relative(file),
            sha256,
        };
        let mut log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        log.append(&noted)
    }
}

/// What each file may hold.
#[derive(Debug, Default)]
pub(super) struct Fixity(HashMap<String, Vec<Option<String>>>);

impl Fixity {
    pub(super) fn read(paths: &Paths) -> Result<Self> {
        let mut by_file: HashMap<String, Vec<Option<String>>> = HashMap::new();
        for noted in read_lines::<Noted>(&paths.fixity())? {
            by_file.entry(noted.file).or_default().push(noted.sha256);
        }
        Ok(Self(by_file))
    }

    /// Whether a digest was ever noted for a file.
    pub(super) fn knows(&self, file: &str) -> bool {
        self.0.contains_key(file)
    }

    /// Whether a file was written with these bytes.
    pub(super) fn allows(&self, file: &str, sha256: &str) -> bool {
        let noted = self.0.get(file);
        noted.is_some_and(|noted| noted.iter().flatten().any(|known| known == sha256))
    }

    /// The digest that was noted last for a file.
    pub(super) fn last(&self, file: &str) -> Option<&str> {
        self.0.get(file)?.last()?.as_deref()
    }

    /// The files that were written last and not taken away, by name.
    pub(super) fn expected(&self) -> Vec<&str> {
        let is_kept = |noted: &Vec<Option<String>>| noted.last().is_some_and(Option::is_some);
        let mut files: Vec<&str> = self
            .0
            .iter()
            .filter(|(_, noted)| is_kept(noted))
            .map(|(file, _)| file.as_str())
            .collect();
        files.sort_unstable();
        files
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_version_is_allowed_and_the_last_tells_whether_the_file_should_be_there() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::new(folder.path());
        let log = FixityLog::open(&paths).unwrap();
        let (a, b) = (paths.record("aa"), paths.correction("bb"));
        log.note(&paths, &a, b"one").unwrap();
        log.note(&paths, &a, b"two").unwrap();
        log.note(&paths, &b, b"three").unwrap();
        log.note_removal(&paths, &b).unwrap();
        log.sync().unwrap();
        let fixity = Fixity::read(&paths).unwrap();
        assert!(fixity.allows("records/aa/aa.json", &digest(b"one")));
        assert!(fixity.allows("records/aa/aa.json", &digest(b"two")));
        assert!(!fixity.allows("records/aa/aa.json", &digest(b"three")));
        assert_eq!(fixity.expected(), ["records/aa/aa.json"]);
        assert!(fixity.knows("corrections/bb.json") && !fixity.knows("records/cc/cc.json"));
    }
}
