//! Tables for spreadsheets, as the commands print them: commas between the cells, or what the user says.
use crate::error::Error;
use crate::export::TableStyle;
use clap::Args;
use std::io::{self, Write};

/// How tables are written.
#[derive(Debug, Args)]
pub(super) struct TableArgs {
    /// Begin tables with a byte-order mark, by which some spreadsheets know UTF-8
    #[arg(long)]
    bom: bool,
    /// Character between the cells of a table
    #[arg(long, value_name = "CHARACTER")]
    delimiter: Option<char>,
    /// Put an apostrophe before cells that begin with = + - @, which spreadsheets would run as formulas
    #[arg(long)]
    guard_formulas: bool,
    /// Tables for French spreadsheets: --bom --delimiter ';' --guard-formulas
    #[arg(long)]
    spreadsheet: bool,
}

impl TableArgs {
    /// Whether any of it was asked for.
    pub(super) fn is_given(&self) -> bool {
        self.bom || self.delimiter.is_some() || self.guard_formulas || self.spreadsheet
    }

    /// The style, with what stands between cells where nothing is said.
    pub(super) fn style(&self, usual: char) -> TableStyle {
        let usual = if self.spreadsheet { ';' } else { usual };
        TableStyle {
            delimiter: self.delimiter.unwrap_or(usual),
            has_bom: self.bom || self.spreadsheet,
            guards_formulas: self.guard_formulas || self.spreadsheet,
        }
    }

    /// Refuses what cannot stand between cells.
    pub(super) fn check(&self) -> Result<(), Error> {
        if self
            .delimiter
            .is_some_and(|delimiter| matches!(delimiter, '"' | '\n' | '\r'))
        {
            return Err(Error::Usage {
                message: "this character cannot stand between cells".to_string(),
                hint: "try --delimiter ';'".to_string(),
            });
        }
        Ok(())
    }
}

/// Writes a row.
pub(super) fn write_row<T: AsRef<str>>(out: &mut dyn Write, cells: &[T]) -> io::Result<()> {
    TableStyle::plain(',').write_row(out, cells)
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
