//! The log of what was done to the archive, in the words of PREMIS: append-only, a line an event.
use super::files::{LineLog, read_lines, read_lines_with};
use super::layout::Paths;
use crate::error::Result;
use crate::model::PIPELINE_VERSION;
use serde::{Deserialize, Serialize};

/// Something that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// When, in UTC.
    pub date: String,
    /// What was done.
    pub event: EventKind,
    /// Digest of the file that it was done to.
    pub sha256: Option<String>,
    /// The program that did it.
    pub agent: String,
    /// Whether it succeeded.
    pub outcome: Outcome,
    /// What else must be known.
    pub note: Option<String>,
    /// Where the file came from.
    pub path: Option<String>,
}

/// Kinds of event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum EventKind {
    /// A file was taken into the archive, or refused.
    Ingestion,
    /// The content of an original was met at another path.
    Capture,
    /// An original that had been lost was put back from a copy.
    Replication,
    /// The digest of a record that had none was taken.
    MessageDigestCalculation,
    /// The record of an original was read anew.
    MetadataExtraction,
    /// Originals and records were compared with their digests.
    FixityCheck,
    /// A person set something by hand.
    Correction,
    /// An issue was taken out.
    Deaccession,
}

/// How an event ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was done.
    Success,
    /// It could not be done.
    Failure,
}

impl EventKind {
    /// The kind as it stands in the log.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ingestion => "ingestion",
            Self::Capture => "capture",
            Self::Replication => "replication",
            Self::MessageDigestCalculation => "message_digest_calculation",
            Self::MetadataExtraction => "metadata_extraction",
            Self::FixityCheck => "fixity_check",
            Self::Correction => "correction",
            Self::Deaccession => "deaccession",
        }
    }
}

impl Outcome {
    /// The outcome as it stands in the log.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Failure => "failure",
        }
    }
}

impl Event {
    /// An event of this program, now.
    pub fn now(event: EventKind, outcome: Outcome) -> Self {
        Self {
            date: now(),
            event,
            sha256: None,
            agent: format!(
                "gazette {} (pipeline {PIPELINE_VERSION})",
                env!("CARGO_PKG_VERSION")
            ),
            outcome,
            note: None,
            path: None,
        }
    }
}

/// The time to the second, in UTC.
pub(super) fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The log, open for appending.
#[derive(Debug)]
pub struct EventLog {
    log: LineLog,
}

impl EventLog {
    /// Opens the log of an archive.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn open(paths: &Paths) -> Result<Self> {
        let log = LineLog::open(&paths.events())?;
        Ok(Self { log })
    }

    /// Appends an event.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn append(&mut self, event: &Event) -> Result<()> {
        self.log.append(event)
    }

    /// Makes what was appended lasting.
    ///
    /// # Errors
    /// Where the system cannot.
    pub fn sync(&self) -> Result<()> {
        self.log.sync()
    }

    /// Reads the events of an archive, in the order in which they happened.
    ///
    /// # Errors
    /// Where the file is there and cannot be read.
    pub fn read(paths: &Paths) -> Result<Vec<Event>> {
        read_lines(&paths.events())
    }

    /// Reads the events of one content, in the order in which they happened.
    ///
    /// # Errors
    /// Where the file is there and cannot be read.
    pub fn read_of(paths: &Paths, sha256: &str) -> Result<Vec<Event>> {
        let mut events: Vec<Event> = read_lines_with(&paths.events(), sha256)?;
        events.retain(|event| event.sha256.as_deref() == Some(sha256));
        Ok(events)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_read_back_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::new(folder.path());
        let mut log = EventLog::open(&paths).unwrap();
        let mut first = Event::now(EventKind::Ingestion, Outcome::Success);
        first.sha256 = Some("3f2a".to_string());
        let second = Event::now(EventKind::FixityCheck, Outcome::Failure);
        log.append(&first).unwrap();
        log.append(&second).unwrap();
        assert_eq!(EventLog::read(&paths).unwrap(), [first, second]);
        let text = std::fs::read_to_string(paths.events()).unwrap();
        assert!(text.contains(r#""event":"fixity_check""#), "{text}");
    }

    #[test]
    fn the_time_is_in_utc_to_the_second() {
        let time = now();
        assert_eq!(time.len(), "2025-05-01T10:00:00Z".len());
        assert!(time.ends_with('Z'));
    }
}
