//! Stage 4: the store of record: originals, records and the ingest that makes them.
//!
//! The files are the truth and outlive this program. Whatever is derived from them (the catalogue's cache, the
//! search index) can be thrown away and made again. One process writes at a time; readers never wait.

mod batch;
mod catalogue;
mod encoding;
mod events;
mod files;
mod gather;
mod import;
mod in_order;
mod ingest;
mod layout;
mod lock;
mod refusals;
mod report;
mod seen;
mod slug;
mod store;

pub use batch::{BatchOptions, Progress, Silent, ingest_files};
pub use catalogue::{Catalogue, Entry};
pub use events::{Event, EventKind, EventLog, Outcome};
pub use gather::{Gathered, gather};
pub use import::{ImportOutcome, Imported, Importer};
pub use ingest::{LaidOut, READER_THREAD, Stage, StageValue, identify, read_bounded, read_issue, read_stage};
pub use layout::{FORMAT, Manifest, Paths};
pub use lock::WriteLock;
pub use refusals::Refusal;
pub use report::{Added, Duplicate, Refused, Report, Unchanged, needs_a_person};
pub use slug::slug_of;
pub use store::{Archive, digest};
