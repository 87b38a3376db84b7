//! JSON Lines: a compact record a line, in UTF-8.
use crate::model::Issue;
use std::io::{self, Write};

/// Writes one record and a newline.
pub(super) fn write(issue: &Issue, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, issue)?;
    out.write_all(b"\n")
}
