//! Which writer a format and its options ask for.
use crate::cli::csv::TableArgs;
use crate::error::Error;
use crate::export::{Format, OaiRepository, Of, PieceFormat};
use clap::{Args, ValueEnum};
use std::path::Path;

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
    /// UNIMARC in XML: a notice for each article
    Unimarc,
    /// A static OAI-PMH repository of Dublin Core, for a gateway
    Oai,
    /// TEI P5 in XML
    Tei,
    /// A BagIt bag of originals, records and log, in the folder of --output
    Bagit,
    /// ALTO 4 in XML: the place of each word on the pages of the original
    Alto,
    /// The original, with the words that were recognised as its invisible text layer
    Pdf,
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
    /// Events
    Events,
}

impl OfArg {
    pub(in super::super) fn of(self) -> Of {
        match self {
            Self::Issues => Of::Issues,
            Self::Sections => Of::Sections,
            Self::Links => Of::Links,
            Self::Events => Of::Events,
        }
    }
}

/// What a static repository says of itself.
#[derive(Debug, Args)]
pub(super) struct OaiArgs {
    /// For oai: the address under which the gateway will serve the repository
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// For oai: who answers for it
    #[arg(long, value_name = "ADDRESS")]
    admin_email: Option<String>,
    /// For oai: the day on which its records last changed, 2026-01-31
    #[arg(long, value_name = "DAY")]
    datestamp: Option<String>,
}

impl OaiArgs {
    fn is_given(&self) -> bool {
        self.base_url.is_some() || self.admin_email.is_some() || self.datestamp.is_some()
    }

    /// The repository of an archive, where all is said that must be.
    pub(super) fn repository(&self, name: &str) -> Result<OaiRepository, Error> {
        let (Some(base_url), Some(admin_email), Some(datestamp)) =
            (&self.base_url, &self.admin_email, &self.datestamp)
        else {
            return Err(refused(
                "a static repository says where it is served, who answers for it and when it last changed",
                "give --base-url URL --admin-email ADDRESS --datestamp 2026-01-31",
            ));
        };
        let has_host = base_url
            .strip_prefix("http")
            .and_then(|rest| rest.split_once("://"))
            .is_some_and(|(_, host)| !host.is_empty());
        if !has_host || base_url.chars().any(char::is_whitespace) {
            return Err(refused(
                &format!("{base_url} is no address of a gateway"),
                "give http://… or https://…",
            ));
        }
        let is_day = datestamp.len() == 10 && datestamp.parse::<jiff::civil::Date>().is_ok();
        if !is_day {
            return Err(refused(
                &format!("{datestamp} is no day"),
                "give --datestamp 2026-01-31",
            ));
        }
        if !admin_email.contains('@') {
            return Err(refused(
                &format!("{admin_email} is no mail address"),
                "give --admin-email ADDRESS",
            ));
        }
        Ok(OaiRepository {
            name: name.to_string(),
            base_url: base_url.clone(),
            admin_email: admin_email.clone(),
            datestamp: datestamp.clone(),
        })
    }
}

/// The writer of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Plan<'a> {
    /// Records.
    Whole(Format),
    /// Pieces of records.
    Pieces(PieceFormat<'a>, Of),
    /// A bag.
    Bag,
    /// Originals that are read again.
    Original(OriginalFormat),
}

/// Formats made from an original and not from its record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OriginalFormat {
    Alto,
    Pdf,
}

impl OriginalFormat {
    /// What the names of its files end in.
    pub(super) fn extension(self) -> &'static str {
        match self {
            Self::Alto => "alto.xml",
            Self::Pdf => "pdf",
        }
    }
}

impl ExportFormat {
    fn name(self) -> String {
        let value = self.to_possible_value();
        value
            .map(|value| value.get_name().to_string())
            .unwrap_or_default()
    }

    /// The format that the ending of a file names, `.gz` and `.zst` aside.
    pub(super) fn of_ending(path: &Path) -> Option<Self> {
        Some(match super::target::ending(path)?.as_str() {
            "json" => Self::Json,
            "jsonl" | "ndjson" => Self::Jsonl,
            "md" => Self::Markdown,
            "txt" => Self::Text,
            "ics" => Self::Ics,
            "csv" => Self::Csv,
            "tsv" => Self::Tsv,
            "bib" => Self::Bibtex,
            "ris" => Self::Ris,
            "pdf" => Self::Pdf,
            _ => return None,
        })
    }

    /// Chooses the writer.
    pub(super) fn plan<'a>(
        self,
        of: Option<OfArg>,
        table: &TableArgs,
        oai: &OaiArgs,
        repository: Option<&'a OaiRepository>,
    ) -> Result<Plan<'a>, Error> {
        let is_table = matches!(self, Self::Csv | Self::Tsv);
        if table.is_given() && !is_table {
            return Err(refused(
                "--bom, --delimiter, --guard-formulas and --spreadsheet are for tables",
                "add --format csv",
            ));
        }
        if oai.is_given() && self != Self::Oai {
            return Err(refused(
                "--base-url, --admin-email and --datestamp are for static repositories",
                "add --format oai",
            ));
        }
        table.check()?;
        let of_pieces = match of {
            Some(of) => of.of(),
            None if is_table || self == Self::Unimarc => Of::Sections,
            None => Of::Issues,
        };
        let citation = |format| match of_pieces {
            Of::Links | Of::Events => Err(refused(
                "links and events can be neither cited nor described",
                "give --of issues or --of sections, or --format csv",
            )),
            of => Ok(Plan::Pieces(format, of)),
        };
        match self {
            Self::Jsonl if of_pieces != Of::Issues => Ok(Plan::Pieces(PieceFormat::Lines, of_pieces)),
            Self::Json
            | Self::Markdown
            | Self::Text
            | Self::Ics
            | Self::Tei
            | Self::Bagit
            | Self::Alto
            | Self::Pdf
                if of_pieces != Of::Issues =>
            {
                Err(refused(
                    &format!("{} is a format of whole issues", self.name()),
                    "for sections, links and events give --format jsonl or csv",
                ))
            }
            Self::Json => Ok(Plan::Whole(Format::Json)),
            Self::Jsonl => Ok(Plan::Whole(Format::Jsonl)),
            Self::Markdown => Ok(Plan::Whole(Format::Markdown)),
            Self::Text => Ok(Plan::Whole(Format::Text)),
            Self::Ics => Ok(Plan::Whole(Format::Ics)),
            Self::Tei => Ok(Plan::Whole(Format::Tei)),
            Self::Csv => Ok(Plan::Pieces(PieceFormat::Table(table.style(',')), of_pieces)),
            Self::Tsv => Ok(Plan::Pieces(PieceFormat::Table(table.style('\t')), of_pieces)),
            Self::Bibtex => citation(PieceFormat::Bibtex),
            Self::Ris => citation(PieceFormat::Ris),
            Self::Csl => citation(PieceFormat::Csl),
            Self::DublinCore => citation(PieceFormat::DublinCore { is_alone: false }),
            Self::Unimarc if of_pieces != Of::Sections => Err(refused(
                "a UNIMARC notice is about an article",
                "leave --of out, or give --of sections",
            )),
            Self::Unimarc => Ok(Plan::Pieces(PieceFormat::Unimarc, Of::Sections)),
            Self::Oai => match repository {
                Some(repository) => citation(PieceFormat::Oai(repository)),
                None => Err(refused(
                    "a repository says what it is",
                    "see `gazette help export`",
                )),
            },
            Self::Bagit => Ok(Plan::Bag),
            Self::Alto => Ok(Plan::Original(OriginalFormat::Alto)),
            Self::Pdf => Ok(Plan::Original(OriginalFormat::Pdf)),
        }
    }
}

pub(super) fn refused(message: &str, hint: &str) -> Error {
    Error::Usage {
        message: message.to_string(),
        hint: hint.to_string(),
    }
}
