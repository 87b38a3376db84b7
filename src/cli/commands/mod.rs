//! A file a command: its arguments with their help, then the function that runs it.

pub(super) mod analyze;
pub(super) mod cite;
pub(super) mod completions;
pub(super) mod correct;
pub(super) mod duplicates;
pub(super) mod events;
pub(super) mod export;
pub(super) mod extract;
pub(super) mod import;
pub(super) mod gaps;
pub(super) mod index;
pub(super) mod ingest;
pub(super) mod kwic;
pub(super) mod links;
pub(super) mod list;
pub(super) mod remove;
pub(super) mod reread;
pub(super) mod schema;
pub(super) mod search;
pub(super) mod show;
pub(super) mod trend;
pub(super) mod verify;

use crate::export::Format;
use clap::ValueEnum;

/// Formats of a record, as they are named on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum OutputFormat {
    /// Pretty JSON
    Json,
    /// JSON Lines: a compact record a line
    Jsonl,
    /// Markdown
    Markdown,
    /// Plain text
    Text,
    /// iCalendar: the events
    Ics,
}

impl OutputFormat {
    pub(super) fn format(self) -> Format {
        match self {
            Self::Json => Format::Json,
            Self::Jsonl => Format::Jsonl,
            Self::Markdown => Format::Markdown,
            Self::Text => Format::Text,
            Self::Ics => Format::Ics,
        }
    }
}
