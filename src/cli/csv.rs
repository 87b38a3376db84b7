//! Tables for spreadsheets, as the commands print them: commas between the cells.
use std::io::{self, Write};

/// Writes a row.
pub(super) fn write_row<T: AsRef<str>>(out: &mut dyn Write, cells: &[T]) -> io::Result<()> {
    crate::export::write_row(out, cells, ',')
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
