//! Files that were being read when a run died: one of them may have killed it.
//!
//! A note is made before a file is read and after. It needs no fsync: it must outlast the process, not the power. What
//! was begun and not ended is suspect, and the next run reads it in a process of its own, so that a poisonous file
//! costs itself alone.
use super::files::{LineLog, read_lines, remove_if_there};
use super::layout::Paths;
use crate::error::Result;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

#[derive(Debug, Serialize, Deserialize)]
struct Note {
    sha256: String,
    ended: bool,
}

/// The notes of a run.
#[derive(Debug)]
pub(super) struct Suspects {
    log: Mutex<LineLog>,
    suspect: HashSet<String>,
    run_died: bool,
}

impl Suspects {
    /// Takes up what the last run had left, and begins the notes of this one. What is suspect stays so until it ends.
    pub(super) fn begin(paths: &Paths) -> Result<Self> {
        let run_died = paths.reading().exists();
        let mut suspect = HashSet::new();
        for note in read_lines::<Note>(&paths.reading())? {
            if note.ended {
                suspect.remove(&note.sha256);
            } else {
                suspect.insert(note.sha256);
            }
        }
        if suspect.is_empty() {
            remove_if_there(&paths.reading())?;
        }
        Ok(Self {
            log: Mutex::new(LineLog::open(&paths.reading())?),
            suspect,
            run_died,
        })
    }

    /// Whether the run before this one did not come to its end.
    pub(super) fn run_died(&self) -> bool {
        self.run_died
    }

    /// Whether a file was being read when a run died.
    pub(super) fn has(&self, sha256: &str) -> bool {
        self.suspect.contains(sha256)
    }

    /// The reading of a file begins or ends.
    pub(super) fn note(&self, sha256: &str, ended: bool) -> Result<()> {
        let note = Note {
            sha256: sha256.to_string(),
            ended,
        };
        self.log
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .append(&note)
    }

    /// The run is over: nothing was being read.
    pub(super) fn end(self, paths: &Paths) -> Result<()> {
        drop(self.log);
        remove_if_there(&paths.reading())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_begun_and_not_ended_is_suspect_in_the_next_run() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::new(folder.path());
        let first = Suspects::begin(&paths).unwrap();
        first.note("aa", false).unwrap();
        first.note("bb", false).unwrap();
        first.note("aa", true).unwrap();
        drop(first);
        let second = Suspects::begin(&paths).unwrap();
        assert!(second.has("bb") && !second.has("aa"));
        second.note("bb", false).unwrap();
        second.note("bb", true).unwrap();
        second.end(&paths).unwrap();
        assert!(!Suspects::begin(&paths).unwrap().has("bb"));
    }
}
