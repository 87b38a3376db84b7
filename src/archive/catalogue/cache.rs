//! The heads of the records as they were last seen, in lines beside the records, and which folders need not be opened
//! to know that they are still so.
use super::super::files::{parse_lines, write_lines};
use super::Entry;
use super::looks::{Folder, Stamp};
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
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

/// The first line: when the folders changed of which the other lines say all.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Head {
    folders: BTreeMap<String, u64>,
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
    /// The lines of the issues.
    lines: Vec<u8>,
    written_ns: u64,
}

/// Two changes within this time can have the same time of change, as the system's clock ticks.
const TICK_NS: u64 = 20_000_000;

/// As [`TICK_NS`], on a disk that keeps whole seconds alone; some keep every second one.
const COARSE_TICK_NS: u64 = 3_000_000_000;

impl Cache {
    /// Reads a cache; one that is not there is empty.
    ///
    /// # Errors
    /// Where it is there and cannot be read.
    pub(super) fn read(path: &Path) -> Result<Self> {
        let failed = |error| Error::io("read", path, error);
        let mut file = match File::open(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            opened => opened.map_err(failed)?,
        };
        // Asked of the open file: another may have its name by the time it is read.
        let metadata = file.metadata().map_err(failed)?;
        let mut lines = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default());
        file.read_to_end(&mut lines).map_err(failed)?;
        let first = lines.split(|byte| *byte == b'\n').next().unwrap_or_default();
        Ok(Self {
            // Early versions wrote no such line.
            head: serde_json::from_slice(first).unwrap_or_default(),
            written_ns: Stamp::of_metadata(&metadata).map_or(0, |stamp| stamp.modified_ns),
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

    /// Whether a folder that was last changed then holds what the entries say. A change that came after it was looked
    /// at, in the same tick of the clock, would not show: a folder is trusted if the cache was written later than that.
    pub(super) fn knows(&self, folder: &str, modified_ns: u64) -> bool {
        let tick = if modified_ns.is_multiple_of(1_000_000_000) {
            COARSE_TICK_NS
        } else {
            TICK_NS
        };
        self.head.folders.get(folder) == Some(&modified_ns)
            && self.written_ns.saturating_sub(tick) > modified_ns
    }
}

/// Writes a cache: the entries, and the folders that hold what the entries say.
///
/// # Errors
/// Where it cannot be written.
pub(super) fn write(
    path: &Path,
    entries: &BTreeMap<String, CachedEntry>,
    folders: Vec<Folder>,
) -> Result<()> {
    let mut head = Head::default();
    for folder in folders {
        if let Some(modified_ns) = folder.modified_ns
            && says_all_of(entries, &folder)
        {
            head.folders.insert(folder.name, modified_ns);
        }
    }
    let mut lines = vec![Line::Head(head)];
    lines.extend(entries.values().map(Line::Issue));
    write_lines(path, lines.iter())
}

/// Whether the entries whose digests begin as the name of a folder are those of its records, as they look now.
pub(super) fn says_all_of(entries: &BTreeMap<String, CachedEntry>, folder: &Folder) -> bool {
    let mut of_folder = entries
        .range(folder.name.clone()..)
        .take_while(|(sha256, _)| sha256.starts_with(&folder.name));
    let Some(records) = &folder.records else {
        return false;
    };
    for (sha256, stamp) in records {
        let Some((known, entry)) = of_folder.next() else {
            return false;
        };
        if known != sha256 || *stamp != Some(entry.record) {
            return false;
        }
    }
    of_folder.next().is_none()
}
