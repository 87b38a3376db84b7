//! Pretty JSON: the record as the archive keeps it, or an array of records.
use crate::model::Issue;
use std::io::{self, Write};

/// Writes one record and a newline.
pub(super) fn write(issue: &Issue, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, issue)?;
    out.write_all(b"\n")
}

/// Writes one element of an array, opening the array before the first.
pub(super) fn write_element(issue: &Issue, is_first: bool, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(if is_first { b"[\n" } else { b",\n" })?;
    serde_json::to_writer_pretty(&mut *out, issue)?;
    Ok(())
}

/// Closes the array.
pub(super) fn close_array(is_empty: bool, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(if is_empty { b"[]\n" } else { b"\n]\n" })
}
