//! Stage 6: one writer a format, from model types only.
//!
//! The same records give the same bytes: nothing of the run (its date, the order of the disk) gets into an export.

mod ics;
mod json;
mod jsonl;
mod markdown;
mod reading;
mod schema;
mod text;

mod alto;
mod bagit;
mod bibtex;
mod citation;
mod csl;
mod csv;
mod dublin_core;
mod front_matter;
mod oai;
mod pieces;
mod redact;
mod ris;
mod tables;
mod tei;
mod unimarc;
mod xml;
#[cfg(test)]
mod pieces_tests;

pub use alto::write_alto;
pub use bagit::{BAG_DECLARATION, Bagged, bag_info, bag_manifest};
pub use citation::Citation;
pub use csv::TableStyle;
pub use oai::OaiRepository;
pub use pieces::{
    EventOf, LinkOf, Of, PieceFormat, Pieces, SectionOf, chosen_events, chosen_links, chosen_sections,
};
pub use redact::{RedactedIssue, Redaction, Redactor};
pub use schema::{FieldDoc, documented_fields, line_schema, record_schema};

use crate::model::Issue;
use std::io::{self, Write};

/// Formats of export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Pretty JSON: one object for one issue, an array for several.
    Json,
    /// JSON Lines: a compact record a line.
    Jsonl,
    /// Markdown, to read or to publish.
    Markdown,
    /// Plain text, to read or to count words in.
    Text,
    /// iCalendar: the events, for a calendar program.
    Ics,
    /// TEI P5, for those who edit and count texts.
    Tei,
}

impl Format {
    /// Extension of a file of this format.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Markdown => "md",
            Self::Text => "txt",
            Self::Ics => "ics",
            Self::Tei => "xml",
        }
    }
}

/// Writes one issue.
///
/// # Errors
/// Where the writer fails.
pub fn write_issue(issue: &Issue, format: Format, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Json => json::write(issue, out),
        Format::Jsonl => jsonl::write(issue, out),
        Format::Markdown => markdown::write(issue, out),
        Format::Text => text::write(issue, out),
        Format::Ics => ics::write(issue, out),
        Format::Tei => tei::write(issue, out),
    }
}

/// Writes many issues one after the other, holding none.
#[derive(Debug)]
pub struct Series<W: Write> {
    out: W,
    format: Format,
    written: usize,
}

impl<W: Write> Series<W> {
    /// Begins a series.
    pub fn new(out: W, format: Format) -> Self {
        Self {
            out,
            format,
            written: 0,
        }
    }

    /// Adds an issue.
    ///
    /// # Errors
    /// Where the writer fails.
    pub fn add(&mut self, issue: &Issue) -> io::Result<()> {
        let is_first = self.written == 0;
        self.written += 1;
        match self.format {
            Format::Json => json::write_element(issue, is_first, &mut self.out),
            Format::Jsonl => jsonl::write(issue, &mut self.out),
            Format::Ics => {
                if is_first {
                    ics::open(&mut self.out)?;
                }
                ics::write_events(issue, &mut self.out)
            }
            Format::Tei => {
                if is_first {
                    tei::open(&mut self.out)?;
                }
                tei::write_text(issue, &mut self.out)
            }
            Format::Markdown | Format::Text => {
                if !is_first {
                    self.out.write_all(b"\n\n")?;
                }
                write_issue(issue, self.format, &mut self.out)
            }
        }
    }

    /// Ends the series.
    ///
    /// # Errors
    /// Where the writer fails.
    pub fn finish(mut self) -> io::Result<()> {
        if self.format == Format::Json {
            json::close_array(self.written == 0, &mut self.out)?;
        }
        if self.format == Format::Ics {
            if self.written == 0 {
                ics::open(&mut self.out)?;
            }
            ics::close(&mut self.out)?;
        }
        if self.format == Format::Tei {
            if self.written == 0 {
                tei::open(&mut self.out)?;
            }
            tei::close(&mut self.out)?;
        }
        self.out.flush()
    }
}

#[cfg(test)]
mod tests;
