//! The nouns that every stage shares. Depends on nothing else of the crate.
//!
//! Together they are the issue record: the JSON that `gazette extract` and `gazette export` write and that the
//! archive keeps. Keys are never renamed within a [`SCHEMA_VERSION`]; an absent value is `null` or an empty list,
//! never a missing key.

pub mod address;
mod correction;
mod date;
mod event;
mod evidence;
mod issue;
mod link;
mod placed;
mod redacted;
mod learnt;
mod section;
mod warning;

pub use correction::{CorrectedField, Correction};
pub use date::{DateEvidence, DatePrecision, IssueDate};
pub use event::{Event, EventKind, EventPrecision};
pub use evidence::Evidence;
pub use issue::{
    DoubtfulWord, Furniture, FurnitureKind, Hyphens, Issue, Ocr, OcrPage, Page, PageText, Reader, Source,
    SourceFormat, SourceText,
};
pub use learnt::Learnt;
pub use link::{Link, LinkKind, LinkOrigin, Redirector};
pub use placed::{PlacedBlock, PlacedLine, PlacedPage, PlacedWord, RecognisedWord};
pub use redacted::RedactedKind;
pub use section::{Block, BlockKind, Section, SectionKind};
pub use warning::{Warning, WarningCode};

/// Version of the record's shape, written as `"schema"` in every record.
pub const SCHEMA_VERSION: u32 = 1;

/// Version of the reading pipeline: raised whenever the same file may give another record.
pub const PIPELINE_VERSION: u32 = 1;

/// A rectangle `[x0, y0, x1, y1]` in points, origin at the top left of the page as it is seen.
pub type Rect = [f32; 4];
