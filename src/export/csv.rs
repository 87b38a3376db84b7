//! Tables for spreadsheets: quotation marks where a cell needs them, lines that end in CR LF (RFC 4180).
use std::io::{self, Write};

/// Writes a row with this character between the cells.
///
/// # Errors
/// Where the writer fails.
pub fn write_row<T: AsRef<str>>(out: &mut dyn Write, cells: &[T], delimiter: char) -> io::Result<()> {
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            write!(out, "{delimiter}")?;
        }
        let cell = cell.as_ref();
        if cell.contains(['"', '\n', '\r', delimiter]) {
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
    fn only_the_delimiter_in_use_wants_quotation_marks() {
        let mut out = Vec::new();
        write_row(&mut out, &["à,b", "c;d", "e\tf"], ';').unwrap();
        write_row(&mut out, &["à,b", "c;d", "e\tf", "g\r\nh \"i\""], '\t').unwrap();
        let rows = "à,b;\"c;d\";e\tf\r\nà,b\tc;d\t\"e\tf\"\t\"g\r\nh \"\"i\"\"\"\r\n";
        assert_eq!(String::from_utf8(out).unwrap(), rows);
    }
}
