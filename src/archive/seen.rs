//! The digests of files met before, so that a second run over thousands of files need not read them all.
//!
//! A digest is trusted only if path, length, time of change, and on Unix the inode and the time of its last change
//! of any kind (which no program can set back), are those of the time at which the digest was taken. A file that
//! was changed within the clock's grain of that time is never trusted. Elsewhere than on Unix every file is read.
use super::files::{read_lines, write_atomically};
use super::layout::Paths;
use super::store::digest_of_reader;
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{File, Metadata};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// A file changed less than this before its digest was taken may change again without a new time: file systems
/// count in steps of up to two seconds.
const GRAIN_NS: i128 = 2_000_000_000;

/// A file as it was met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Met {
    path: PathBuf,
    pub(super) sha256: String,
    stamp: Option<Stamp>,
}

/// What the system says of a file without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp {
    bytes: u64,
    modified_ns: i64,
    changed_ns: i64,
    inode: u64,
    device: u64,
}

impl Stamp {
    #[cfg(unix)]
    fn of(metadata: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        let nanoseconds = |seconds: i64, rest: i64| seconds.checked_mul(1_000_000_000)?.checked_add(rest);
        Some(Self {
            bytes: metadata.len(),
            modified_ns: nanoseconds(metadata.mtime(), metadata.mtime_nsec())?,
            changed_ns: i64::try_from(super::files::last_change_ns(metadata)?).ok()?,
            inode: metadata.ino(),
            device: metadata.dev(),
        })
    }

    #[cfg(not(unix))]
    fn of(_metadata: &Metadata) -> Option<Self> {
        None
    }

    /// Whether the file had been at rest for long enough at a time.
    fn is_at_rest(&self, now: SystemTime) -> bool {
        let Ok(age) = now.duration_since(UNIX_EPOCH) else {
            return false;
        };
        let now_ns = i128::try_from(age.as_nanos()).unwrap_or(0);
        now_ns - i128::from(self.changed_ns.max(self.modified_ns)) > GRAIN_NS
    }
}

/// The files met before.
#[derive(Debug, Default)]
pub(super) struct Seen {
    by_path: BTreeMap<PathBuf, Met>,
    has_changed: bool,
}

impl Seen {
    pub(super) fn load(paths: &Paths) -> Result<Self> {
        let mut seen = Self::default();
        for met in read_lines::<Met>(&paths.seen())? {
            seen.by_path.insert(met.path.clone(), met);
        }
        Ok(seen)
    }

    /// The digest of a file: the one that was kept, where it can be trusted, else taken anew.
    pub(super) fn digest_of(&self, path: &Path) -> Result<Met> {
        let failed = |error| Error::io("read", path, error);
        let full_path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
        let stamp = Stamp::of(&std::fs::metadata(path).map_err(failed)?);
        if let Some(met) = self.by_path.get(&full_path)
            && met.stamp.is_some()
            && met.stamp == stamp
        {
            return Ok(met.clone());
        }
        let begun = SystemTime::now();
        let mut file = File::open(path).map_err(failed)?;
        let (sha256, _) = digest_of_reader(&mut file).map_err(failed)?;
        // The stamp must be that of the bytes that were read: the same before and after.
        let after = Stamp::of(&file.metadata().map_err(failed)?);
        let is_sure = after == stamp && stamp.is_some_and(|stamp| stamp.is_at_rest(begun));
        Ok(Met {
            path: full_path,
            sha256,
            stamp: stamp.filter(|_| is_sure),
        })
    }

    pub(super) fn remember(&mut self, met: Vec<Met>) {
        for met in met {
            if met.stamp.is_some() && self.by_path.get(&met.path) != Some(&met) {
                self.by_path.insert(met.path.clone(), met);
                self.has_changed = true;
            }
        }
    }

    pub(super) fn save(&self, paths: &Paths) -> Result<()> {
        if !self.has_changed {
            return Ok(());
        }
        let path = paths.seen();
        let mut bytes = Vec::new();
        for met in self.by_path.values() {
            // A path that is no Unicode cannot be written in JSON: such a file is read each time.
            if let Ok(line) = serde_json::to_vec(met) {
                bytes.extend_from_slice(&line);
                bytes.push(b'\n');
            }
        }
        write_atomically(&path, &bytes)
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::super::store::digest;
    use super::*;
    use std::fs::FileTimes;
    use std::time::Duration;

    fn stamped(path: &Path) -> Met {
        let stamp = Stamp::of(&std::fs::metadata(path).unwrap());
        Met {
            path: path.to_path_buf(),
            sha256: "kept".to_string(),
            stamp,
        }
    }

    #[test]
    fn a_kept_digest_is_used_only_while_nothing_has_changed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.pdf");
        std::fs::write(&path, "one").unwrap();
        let mut seen = Seen::default();
        seen.remember(vec![stamped(&path)]);
        assert_eq!(seen.digest_of(&path).unwrap().sha256, "kept");

        // Same length and same time of change, set by hand: the system's own time tells.
        let modified = std::fs::metadata(&path).unwrap().modified().unwrap();
        std::thread::sleep(Duration::from_millis(20));
        std::fs::write(&path, "two").unwrap();
        let times = FileTimes::new().set_modified(modified);
        File::options()
            .write(true)
            .open(&path)
            .unwrap()
            .set_times(times)
            .unwrap();
        assert_eq!(seen.digest_of(&path).unwrap().sha256, digest(b"two"));
    }

    #[test]
    fn a_file_changed_just_now_is_not_trusted_later() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.pdf");
        std::fs::write(&path, "one").unwrap();
        let met = Seen::default().digest_of(&path).unwrap();
        assert_eq!((met.sha256, met.stamp), (digest(b"one"), None));
        let stamp = Stamp::of(&std::fs::metadata(&path).unwrap()).unwrap();
        assert!(stamp.is_at_rest(SystemTime::now() + Duration::from_secs(3)));
    }

    #[test]
    fn what_was_met_is_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.pdf");
        std::fs::write(&path, "one").unwrap();
        let paths = Paths::new(folder.path());
        let mut seen = Seen::default();
        seen.remember(vec![stamped(&path)]);
        seen.save(&paths).unwrap();
        assert_eq!(
            Seen::load(&paths).unwrap().digest_of(&path).unwrap().sha256,
            "kept"
        );
    }
}
