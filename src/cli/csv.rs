//! Tables for spreadsheets: commas, quotation marks where a cell needs them, lines that end in CR LF (RFC 4180).
use std::io::{self, Write};

/// Writes a row.
pub(super) fn write_row<T: AsRef<str>>(out: &mut dyn Write, cells: &[T]) -> io::Result<()> {
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            out.write_all(b",")?;
        }
        let cell = cell.as_ref();
        if cell.contains([',', '"', '\n', '\r']) {
            write!(out, "\"{}\"", cell.replace('"', "\"\""))?;
        } else {
            out.write_all(cell.as_bytes())?;
        }
    }
    out.write_all(b"\r\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_would_break_the_table() {
        let mut out = Vec::new();
        write_row(&mut out, &["a", "b,c", "« d »", "e \"f\"", "g\nh", ""]).unwrap();
        let row = "a,\"b,c\",« d »,\"e \"\"f\"\"\",\"g\nh\",\r\n";
        assert_eq!(String::from_utf8(out).unwrap(), row);
    }
}
