//! Stage 5: the disposable index and the questions that can be asked of it.
//!
//! The index is made from the records and can be made again from them at any time; it says by which version of the
//! analysis it was built. One index document stands for one section. Every hit gives its issue, its section, its
//! page and a quotation as printed.

mod keys;
mod schema;
mod shelf;
mod dates;
mod document;
mod manifest;
mod read_only;
mod writing_folder;
mod ready;
mod guard;
mod index;
mod distance;
#[cfg(unix)]
mod partly_read;
mod query;
mod needle;
mod repair;
mod readings;
mod collect;
mod compile;
mod snippet;
mod statistics;
mod copies;
mod facets;
mod run;
mod concordance;
mod trend;
mod explain;
mod analysis;
mod checksums;

#[cfg(test)]
mod tests;

pub use analysis::{Analysed, analyse};
pub use checksums::damaged_files;
pub use concordance::{Concordance, Line, LineSort};
pub use dates::{DateRange, parse_range};
pub use document::fingerprint;
pub use explain::Reading;
pub use facets::{Count, Facet};
pub use guard::SEARCH_THREAD;
pub use index::{IndexWriter, PreparedIssue, indexed_ids, is_current, rebuild, rebuild_with};
pub use query::{Query, parse, parse_words};
pub use repair::Repair;
pub use run::{Answer, Copy, Hit, Mode, Options, Reader, Records, Sort, search};
pub use schema::ANALYSIS_VERSION;
pub use trend::{Period, Step, Trend};
