//! Stage 3: blocks to an issue: masthead, sections and their levels, links in their section. Cannot fail: gives a
//! record with warnings.
// Not called until `from_layout` builds sections.
#[allow(dead_code)]
mod masthead;

use crate::layout::Layout;
use crate::model::{Issue, Source};
use crate::plain::Dump;

/// Builds the record of an issue from its laid-out pages. `source` holds file name, digest and length; the rest
/// of it is filled from the document's information.
pub fn from_layout(layout: &Layout, source: Source) -> Issue {
    let _ = layout;
    Issue::empty(source)
}

/// Builds the record of an issue from a text dump.
pub fn from_dump(dump: &Dump, source: Source) -> Issue {
    let _ = dump;
    Issue::empty(source)
}
