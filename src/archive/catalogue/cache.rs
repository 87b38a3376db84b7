//! The heads of the records as they were last seen, in lines beside the records, and which folders need not be opened
//! to know that they are still so.
use super::super::files::{parse_lines, write_lines};
use super::super::layout::Paths;
use super::Entry;
use super::looks::{Folder, Stamp};
use crate::error::{Error, Result};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// An entry, and how its record looked when the entry was made.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct CachedEntry {
    pub(super) record: Stamp,
    /// What was set by hand over the record.
    #[serde(default)]
    pub(super) corrections: Option<Stamp>,
    pub(super) entry: Entry,
}

/// The first line: the folders of which the other lines say all.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Head {
    folders: BTreeMap<String, KnownFolder>,
}

/// A folder as it was when it held what the lines say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct KnownFolder {
    changed_ns: u64,
    /// Number of its records: of a cache that was cut, not as many lines can be read.
    records: usize,
}

/// A line of the cache.
#[derive(Serialize)]
#[serde(untagged)]
enum Line<'a> {
    Head(Head),
    Issue(&'a CachedEntry),
}

/// A cache as it was read.
#[derive(Debug, Default)]
pub(super) struct Cache {
    head: Head,
    /// All lines.
    lines: Vec<u8>,
}

impl Cache {
    /// Reads a cache; one that is not there is empty.
    ///
    /// # Errors
    /// Where it is there and cannot be read.
    pub(super) fn read(path: &Path) -> Result<Self> {
        let lines = match std::fs::read(path) {
            Ok(lines) => lines,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(Error::io("read", path, error)),
        };
        let first = lines.split(|byte| *byte == b'\n').next().unwrap_or_default();
        Ok(Self {
            // Early versions wrote no such line.
            head: serde_json::from_slice(first).unwrap_or_default(),
            lines,
        })
    }

    /// The entries, by digest.
    pub(super) fn entries(&self) -> BTreeMap<String, CachedEntry> {
        let lines = parse_lines::<CachedEntry>(&self.lines);
        lines
            .into_iter()
            .map(|line| (line.entry.sha256.clone(), line))
            .collect()
    }

    /// Whether the entries say what a folder holds that was last changed then.
    pub(super) fn knows(&self, folder: &str, changed_ns: u64) -> bool {
        let known = self.head.folders.get(folder);
        known.is_some_and(|known| known.changed_ns == changed_ns)
    }

    /// Whether there are as many entries of each folder as it was written: otherwise the cache was cut or damaged, and
    /// knows nothing.
    pub(super) fn is_whole(&self, entries: &BTreeMap<String, CachedEntry>) -> bool {
        let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
        for sha256 in entries.keys() {
            *counts.entry(Paths::folder_of_record(sha256)).or_default() += 1;
        }
        let mut folders = self.head.folders.iter();
        folders.all(|(name, known)| counts.get(name.as_str()).copied().unwrap_or_default() == known.records)
    }
}

/// Writes a cache: the entries, and the folders, looked at from `looked_ns` on, that hold what the entries say.
///
/// # Errors
/// Where it cannot be written.
pub(super) fn write(
    path: &Path,
    entries: &BTreeMap<String, CachedEntry>,
    folders: Vec<Folder>,
    looked_ns: u64,
) -> Result<()> {
    let mut head = Head::default();
    for folder in folders {
        if let (Some(changed_ns), Some(records)) = (folder.changed_ns, &folder.records)
            && is_settled(changed_ns, looked_ns)
            && says_all_of(entries, &folder)
        {
            let records = records.len();
            head.folders
                .insert(folder.name, KnownFolder { changed_ns, records });
        }
    }
    let mut lines = vec![Line::Head(head)];
    lines.extend(entries.values().map(Line::Issue));
    write_lines(path, lines.iter())
}

/// Two changes within this time can have the same time of change, as the system's clock ticks.
const TICK_NS: u64 = 20_000_000;

/// As [`TICK_NS`], on a disk that keeps whole seconds alone; some keep every second one.
const COARSE_TICK_NS: u64 = 3_000_000_000;

/// Whether whatever changes a folder after it was looked at gives it another time of change.
fn is_settled(changed_ns: u64, looked_ns: u64) -> bool {
    let tick = if changed_ns.is_multiple_of(1_000_000_000) {
        COARSE_TICK_NS
    } else {
        TICK_NS
    };
    looked_ns.saturating_sub(tick) > changed_ns
}

/// Whether the entries whose digests begin as the name of a folder are those of its records, as they look now.
pub(super) fn says_all_of(entries: &BTreeMap<String, CachedEntry>, folder: &Folder) -> bool {
    let mut of_folder = entries
        .range(folder.name.clone()..)
        .take_while(|(sha256, _)| sha256.starts_with(&folder.name));
    let Some(records) = &folder.records else {
        return false;
    };
    for look in records {
        let Some((known, entry)) = of_folder.next() else {
            return false;
        };
        if *known != look.sha256 || look.stamp != Some(entry.record) {
            return false;
        }
    }
    of_folder.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_settled_a_tick_after_its_change() {
        let changed = 1_700_000_000_123_456_789;
        assert!(!is_settled(changed, changed));
        assert!(!is_settled(changed, changed + 10_000_000));
        assert!(is_settled(changed, changed + 30_000_000));
        assert!(!is_settled(changed, 0), "a clock that was set back");
        let whole_second = 1_700_000_000_000_000_000;
        assert!(!is_settled(whole_second, whole_second + 2_000_000_000));
        assert!(is_settled(whole_second, whole_second + 4_000_000_000));
    }
}
