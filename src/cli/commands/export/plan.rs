//! Which writer a format and its options ask for.
use crate::error::Error;
use crate::export::{Format, Of, PieceFormat};
use clap::ValueEnum;

/// Formats of an export, as they are named on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in super::super) enum ExportFormat {
    /// Pretty JSON
    Json,
    /// JSON Lines: a compact object a line
    Jsonl,
    /// Markdown
    Markdown,
    /// Plain text
    Text,
    /// iCalendar: the events
    Ics,
    /// A table with commas between the cells, or what --delimiter says
    Csv,
    /// A table with tabs between the cells
    Tsv,
    /// BibTeX
    Bibtex,
    /// RIS, for Zotero, EndNote and others
    Ris,
    /// CSL-JSON, for Zotero and pandoc
    Csl,
    /// Dublin Core in XML (oai_dc)
    DublinCore,
    /// A BagIt bag of originals, records and log, in the folder of --output
    Bagit,
}

/// What --of may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in super::super) enum OfArg {
    /// Whole issues
    Issues,
    /// Sections
    Sections,
    /// Links
    Links,
}

/// The writer of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Plan {
    /// Records.
    Whole(Format),
    /// Pieces of records.
    Pieces(PieceFormat, Of),
    /// A bag.
    Bag,
}

impl ExportFormat {
    fn name(self) -> String {
        let value = self.to_possible_value();
        value
            .map(|value| value.get_name().to_string())
            .unwrap_or_default()
    }

    /// Chooses the writer.
    pub(super) fn plan(
        self,
        of: Option<OfArg>,
        has_bom: bool,
        delimiter: Option<char>,
    ) -> Result<Plan, Error> {
        let is_table = matches!(self, Self::Csv | Self::Tsv);
        if (has_bom || delimiter.is_some()) && !is_table {
            return Err(refused(
                "--bom and --delimiter are for tables",
                "add --format csv",
            ));
        }
        if delimiter.is_some_and(|delimiter| matches!(delimiter, '"' | '\n' | '\r')) {
            return Err(refused(
                "this character cannot stand between cells",
                "try --delimiter ';'",
            ));
        }
        let of_pieces = match of {
            Some(OfArg::Issues) => Of::Issues,
            Some(OfArg::Sections) => Of::Sections,
            Some(OfArg::Links) => Of::Links,
            None if is_table => Of::Sections,
            None => Of::Issues,
        };
        let citation = |format| match of_pieces {
            Of::Links => Err(refused(
                "links can be neither cited nor described",
                "give --of issues or --of sections, or --format csv",
            )),
            of => Ok(Plan::Pieces(format, of)),
        };
        match self {
            Self::Jsonl if of_pieces != Of::Issues => Ok(Plan::Pieces(PieceFormat::Lines, of_pieces)),
            Self::Json | Self::Markdown | Self::Text | Self::Ics | Self::Bagit if of_pieces != Of::Issues => {
                Err(refused(
                    &format!("{} is a format of whole issues", self.name()),
                    "for sections and links give --format jsonl or csv",
                ))
            }
            Self::Json => Ok(Plan::Whole(Format::Json)),
            Self::Jsonl => Ok(Plan::Whole(Format::Jsonl)),
            Self::Markdown => Ok(Plan::Whole(Format::Markdown)),
            Self::Text => Ok(Plan::Whole(Format::Text)),
            Self::Ics => Ok(Plan::Whole(Format::Ics)),
            Self::Csv | Self::Tsv => {
                let usual = if self == Self::Csv { ',' } else { '\t' };
                let delimiter = delimiter.unwrap_or(usual);
                Ok(Plan::Pieces(PieceFormat::Table { delimiter, has_bom }, of_pieces))
            }
            Self::Bibtex => citation(PieceFormat::Bibtex),
            Self::Ris => citation(PieceFormat::Ris),
            Self::Csl => citation(PieceFormat::Csl),
            Self::DublinCore => citation(PieceFormat::DublinCore { is_alone: false }),
            Self::Bagit => Ok(Plan::Bag),
        }
    }
}

fn refused(message: &str, hint: &str) -> Error {
    Error::Usage {
        message: message.to_string(),
        hint: hint.to_string(),
    }
}
