//! Where the originals came from: every path at which the content of an issue was met, as the log tells it.
use super::events::{Event, EventKind, EventLog, Outcome};
use super::layout::Paths;
use crate::error::Result;
use serde::Serialize;
use std::collections::HashMap;
use std::path::Path;

/// A path at which a content was met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Origin {
    /// The path, in full.
    pub path: String,
    /// When it was met there first, in UTC.
    pub date: String,
}

/// The paths of all issues, by the digest of their content.
#[derive(Debug, Default)]
pub struct Origins(HashMap<String, Vec<Origin>>);

impl Origins {
    /// Reads the log of an archive.
    ///
    /// # Errors
    /// Where it is there and cannot be read.
    pub fn load(paths: &Paths) -> Result<Self> {
        let mut origins = Self::default();
        for event in EventLog::read(paths)? {
            origins.add(&event);
        }
        Ok(origins)
    }

    /// Reads of the log what it says of one content.
    ///
    /// # Errors
    /// Where it is there and cannot be read.
    pub fn load_one(paths: &Paths, sha256: &str) -> Result<Self> {
        let mut origins = Self::default();
        for event in EventLog::read_of(paths, sha256)? {
            origins.add(&event);
        }
        Ok(origins)
    }

    /// Takes up an event.
    pub(super) fn add(&mut self, event: &Event) {
        let tells = matches!(event.event, EventKind::Ingestion | EventKind::Capture);
        let (Some(sha256), Some(path)) = (&event.sha256, &event.path) else {
            return;
        };
        if !tells || event.outcome != Outcome::Success || self.knows(sha256, path) {
            return;
        }
        self.0.entry(sha256.clone()).or_default().push(Origin {
            path: path.clone(),
            date: event.date.clone(),
        });
    }

    /// The paths at which a content was met, in order.
    pub fn of(&self, sha256: &str) -> &[Origin] {
        self.0.get(sha256).map_or(&[], Vec::as_slice)
    }

    /// Whether a content was met at a path.
    pub(super) fn knows(&self, sha256: &str, path: &str) -> bool {
        self.of(sha256).iter().any(|origin| origin.path == path)
    }
}

/// A path in full, as the log keeps it. Bytes that are no Unicode are written as `\\xNN`, so that nothing of a name is
/// lost.
pub(super) fn full_path(path: &Path) -> String {
    let full = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut text = String::new();
    for chunk in full.as_os_str().as_encoded_bytes().utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            text.push_str(&format!("\\x{byte:02X}"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_path_is_kept_once_and_failures_are_no_origins() {
        let mut origins = Origins::default();
        let mut event = |kind, outcome, path: &str| {
            let mut event = Event::now(kind, outcome);
            event.sha256 = Some("aa".to_string());
            event.path = Some(path.to_string());
            origins.add(&event);
        };
        event(EventKind::Ingestion, Outcome::Failure, "/a");
        event(EventKind::Ingestion, Outcome::Success, "/b");
        event(EventKind::Capture, Outcome::Success, "/c");
        event(EventKind::Capture, Outcome::Success, "/b");
        let paths: Vec<&str> = origins
            .of("aa")
            .iter()
            .map(|origin| origin.path.as_str())
            .collect();
        assert_eq!(paths, ["/b", "/c"]);
        assert!(origins.of("bb").is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_no_unicode_is_kept_whole() {
        use std::os::unix::ffi::OsStrExt;
        let name = std::ffi::OsStr::from_bytes(b"/in/lettre \xE9.pdf");
        assert_eq!(full_path(Path::new(name)), "/in/lettre \\xE9.pdf");
    }
}
