//! The heads of the records as they were last seen, in lines beside the records, and which folders need not be opened
//! to know that they are still so.
use super::super::files::{json_lines, parse_lines, write_atomically};
use super::Entry;
use super::looks::{Folder, Stamp};
use crate::error::{Error, Result};
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

/// The first line.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Head {
    /// When the folders changed of which the other lines say all.
    folders: BTreeMap<String, u64>,
    /// Number of the other lines.
    issues: usize,
    /// CRC-32 of the other lines.
    crc32: u32,
}

/// A cache as it was read.
#[derive(Debug, Default)]
pub(super) struct Cache {
    /// Early versions wrote none.
    head: Option<Head>,
    lines: Vec<u8>,
    /// Where the lines of issues begin.
    issues_start: usize,
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
        let head: Option<Head> = serde_json::from_slice(first).ok();
        let issues_start = match head {
            Some(_) => (first.len() + 1).min(lines.len()),
            None => 0,
        };
        Ok(Self {
            head,
            lines,
            issues_start,
        })
    }

    /// The entries, by digest. `None` where they are not what was written.
    pub(super) fn entries(&self) -> Option<BTreeMap<String, CachedEntry>> {
        let lines = self.lines.get(self.issues_start..).unwrap_or_default();
        let mut entries = BTreeMap::new();
        for entry in parse_lines::<CachedEntry>(lines) {
            entries.insert(entry.entry.sha256.clone(), entry);
        }
        let is_whole = self
            .head
            .as_ref()
            .is_none_or(|head| head.issues == entries.len() && head.crc32 == crc32(lines));
        is_whole.then_some(entries)
    }

    /// Whether the entries say what a folder holds that was last changed then.
    pub(super) fn knows(&self, folder: &str, changed_ns: u64) -> bool {
        let known = self.head.as_ref().and_then(|head| head.folders.get(folder));
        known == Some(&changed_ns)
    }
}

fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
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
    let lines = json_lines(path, entries.values())?;
    let mut head = Head {
        folders: BTreeMap::new(),
        issues: entries.len(),
        crc32: crc32(&lines),
    };
    for folder in folders {
        if let Some(changed_ns) = folder.changed_ns
            && is_settled(changed_ns, looked_ns)
            && says_all_of(entries, &folder)
        {
            head.folders.insert(folder.name, changed_ns);
        }
    }
    let mut bytes = json_lines(path, std::iter::once(&head))?;
    bytes.extend(lines);
    write_atomically(path, &bytes)
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
