//! Tables for spreadsheets: quotation marks where a cell needs them, lines that end in CR LF (RFC 4180).
use std::io::{self, Write};

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableStyle {
    /// What stands between cells.
    pub delimiter: char,
    /// Whether a byte-order mark comes first, by which some spreadsheets know UTF-8.
    pub has_bom: bool,
    /// Whether cells that a spreadsheet would take for a formula begin with an apostrophe, so that it takes them for
    /// text. The apostrophe is then part of the data.
    pub guards_formulas: bool,
}

impl TableStyle {
    /// Cells as they are, with this character between them.
    pub const fn plain(delimiter: char) -> Self {
        Self {
            delimiter,
            has_bom: false,
            guards_formulas: false,
        }
    }

    /// Writes what comes before the first row.
    ///
    /// # Errors
    /// Where the writer fails.
    pub fn begin(self, out: &mut dyn Write) -> io::Result<()> {
        if self.has_bom {
            out.write_all("\u{FEFF}".as_bytes())?;
        }
        Ok(())
    }

    /// Writes a row.
    ///
    /// # Errors
    /// Where the writer fails.
    pub fn write_row<T: AsRef<str>>(self, out: &mut dyn Write, cells: &[T]) -> io::Result<()> {
        for (index, cell) in cells.iter().enumerate() {
            if index > 0 {
                write!(out, "{}", self.delimiter)?;
            }
            let cell = cell.as_ref();
            let guard = if self.guards_formulas && is_formula(cell) {
                "'"
            } else {
                ""
            };
            if cell.contains(['"', '\n', '\r', self.delimiter]) {
                write!(out, "\"{guard}{}\"", cell.replace('"', "\"\""))?;
            } else {
                write!(out, "{guard}{cell}")?;
            }
        }
        out.write_all(b"\r\n")
    }
}

/// Whether a spreadsheet may read a cell as a formula; it skips spaces before the sign.
fn is_formula(cell: &str) -> bool {
    cell.starts_with(['\t', '\r'])
        || cell
            .trim_start()
            .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_delimiter_in_use_wants_quotation_marks() {
        let mut out = Vec::new();
        TableStyle::plain(';')
            .write_row(&mut out, &["à,b", "c;d", "e\tf"])
            .unwrap();
        let cells = ["à,b", "c;d", "e\tf", "g\r\nh \"i\""];
        TableStyle::plain('\t').write_row(&mut out, &cells).unwrap();
        let rows = "à,b;\"c;d\";e\tf\r\nà,b\tc;d\t\"e\tf\"\t\"g\r\nh \"\"i\"\"\"\r\n";
        assert_eq!(String::from_utf8(out).unwrap(), rows);
    }

    #[test]
    fn formulas_become_text_on_request_only() {
        let cells = ["=1+1", "-2", "@a", " +b", "a=b", "=\"c;d\"", "\té"];
        let written = |style: TableStyle| {
            let mut out = Vec::new();
            style.write_row(&mut out, &cells).unwrap();
            String::from_utf8(out).unwrap()
        };
        let plain = TableStyle::plain(';');
        assert!(written(plain).starts_with("=1+1;-2;@a; +b;a=b;"));
        let guarded = TableStyle {
            guards_formulas: true,
            ..plain
        };
        assert_eq!(
            written(guarded),
            "'=1+1;'-2;'@a;' +b;a=b;\"'=\"\"c;d\"\"\";'\té\r\n"
        );
    }
}
