//! Stage 4: the store of record: originals, records and the ingest that makes them.
//!
//! The files are the truth and outlive this program. Whatever is derived from them (the catalogue's cache, the
//! search index) can be thrown away and made again. One process writes at a time; readers never wait.

mod batch;
mod catalogue;
mod compounds;
mod corrections;
mod edges;
mod encoding;
mod events;
mod files;
mod fixity;
mod gather;
mod import;
mod in_order;
mod in_series;
mod ingest;
mod layout;
mod likeness;
mod lock;
mod origins;
mod places;
mod plan;
mod reader_threads;
mod refusals;
mod removal;
mod report;
mod reread;
mod seen;
mod series;
mod slug;
mod store;
mod suspects;
mod verify;
mod written;

pub use batch::{BatchOptions, Progress, ReadFile, Readers, Silent, ingest_files, ingest_with, plan_files};
pub use catalogue::{Catalogue, Entry};
pub use corrections::{Anchor, Kept};
pub use events::{Event, EventKind, EventLog, Outcome};
pub use gather::{GatherOptions, Gathered, LeftOut, gather};
pub use import::{ImportOutcome, Imported, Importer};
pub use in_order::in_order;
pub use in_series::ReadInSeries;
pub use ingest::{
    LaidOut, READER_THREAD, Stage, StageValue, identify, read_bounded, read_file_again, read_issue,
    read_issue_with, read_stage,
};
pub use layout::{FORMAT, Manifest, Paths};
pub use likeness::{Likeness, NEARLY_THE_SAME, Twins};
pub use lock::WriteLock;
pub use origins::{Origin, Origins};
pub use places::{Places, add_text_layer, read_places};
pub use refusals::Refusal;
pub use removal::{Tombstone, remove_issue, tombstone, tombstones};
pub use report::{Added, Alike, Duplicate, Moved, Refused, Removed, Report, Unchanged, needs_a_person};
pub use reread::{Difference, FieldChange, Original, Reread, original_of, originals_to_reread, reread};
pub use series::{
    Doubled, Numbering, OutOfOrder, Periodicity, Place, Series, runs, series, series_key, series_name,
};
pub use slug::slug_of;
pub use store::{Archive, digest, digest_of_file};
pub use verify::{Finding, FindingKind, Verified, VerifyOptions, verify};
