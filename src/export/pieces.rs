//! Exports of pieces of issues: tables, lines, citations and descriptions, one issue after the other, holding none.
use super::citation::Citation;
use super::csv::TableStyle;
use super::oai::OaiRepository;
use super::tables::{self, EVENT_COLUMNS, ISSUE_COLUMNS, LINK_COLUMNS, SECTION_COLUMNS};
use super::{bibtex, csl, dublin_core, ris, unimarc, xml};
use crate::model::{Event, Issue, IssueDate, Link, RedactedKind, SCHEMA_VERSION, Section};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;
use std::io::{self, Write};

/// What one piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// A whole issue.
    Issues,
    /// A section.
    Sections,
    /// A link.
    Links,
    /// An event.
    Events,
}

/// In which form pieces are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PieceFormat<'a> {
    /// A table; a row a piece.
    Table(TableStyle),
    /// JSON Lines: an object a piece, with its `type`. An issue is its record.
    Lines,
    /// BibTeX.
    Bibtex,
    /// RIS.
    Ris,
    /// CSL-JSON.
    Csl,
    /// Dublin Core; a lone issue is a document of its own, several stand in `<records>`.
    DublinCore {
        /// Whether one issue alone is written.
        is_alone: bool,
    },
    /// UNIMARC in XML, of sections.
    Unimarc,
    /// A static OAI-PMH repository of Dublin Core.
    Oai(&'a OaiRepository),
}

impl PieceFormat<'_> {
    /// Extension of a file of this format.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Table(TableStyle { delimiter: '\t', .. }) => "tsv",
            Self::Table(_) => "csv",
            Self::Lines => "jsonl",
            Self::Bibtex => "bib",
            Self::Ris => "ris",
            Self::Csl => "json",
            Self::DublinCore { .. } | Self::Unimarc | Self::Oai(_) => "xml",
        }
    }
}

/// What a piece says of its issue.
#[derive(Debug, Serialize, JsonSchema)]
struct OfIssue<'a> {
    /// Identifier of the issue.
    issue: &'a str,
    /// Short name of the issue.
    slug: &'a str,
    /// The newsletter's own title.
    issue_title: Option<&'a str>,
    /// The series to which the issue belongs.
    publication: Option<&'a str>,
    /// The issue's number.
    number: Option<&'a str>,
    /// The issue's date.
    date: Option<&'a IssueDate>,
    /// Which kinds of personal data were taken out.
    redacted: &'a [RedactedKind],
}

impl<'a> OfIssue<'a> {
    fn new(issue: &'a Issue) -> Self {
        Self {
            issue: &issue.id,
            slug: &issue.slug,
            issue_title: issue.title.as_deref(),
            publication: issue.publication.as_deref(),
            number: issue.number.as_deref(),
            date: issue.date.as_ref(),
            redacted: &issue.redacted,
        }
    }
}

/// A section with what is said of its issue.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SectionOf<'a> {
    #[serde(flatten)]
    of_issue: OfIssue<'a>,
    /// The section, as the record has it.
    section: &'a Section,
}

impl<'a> SectionOf<'a> {
    /// A section of this issue.
    pub fn new(issue: &'a Issue, section: &'a Section) -> Self {
        Self {
            of_issue: OfIssue::new(issue),
            section,
        }
    }
}

/// A link with what is said of its issue and section.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LinkOf<'a> {
    #[serde(flatten)]
    of_issue: OfIssue<'a>,
    /// Title of the section in which the link stands.
    section_title: Option<&'a str>,
    /// The link, as the record has it.
    link: &'a Link,
}

impl<'a> LinkOf<'a> {
    /// A link of this issue.
    pub fn new(issue: &'a Issue, link: &'a Link) -> Self {
        let section_title = tables::section_title(issue, link.section.as_ref());
        Self {
            of_issue: OfIssue::new(issue),
            section_title,
            link,
        }
    }
}

/// An event with what is said of its issue and section.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EventOf<'a> {
    #[serde(flatten)]
    of_issue: OfIssue<'a>,
    /// Title of the section that tells it.
    section_title: Option<&'a str>,
    /// The event, as the record has it.
    event: &'a Event,
}

impl<'a> EventOf<'a> {
    /// An event of this issue.
    pub fn new(issue: &'a Issue, event: &'a Event) -> Self {
        let section_title = tables::section_title(issue, event.section.as_ref());
        Self {
            of_issue: OfIssue::new(issue),
            section_title,
            event,
        }
    }
}

/// The sections of an issue that are wanted: all, or those of these identifiers.
pub fn chosen_sections<'a>(
    issue: &'a Issue,
    wanted: Option<&'a BTreeSet<String>>,
) -> impl Iterator<Item = &'a Section> {
    let is_wanted = move |section: &&Section| wanted.is_none_or(|wanted| wanted.contains(&section.id));
    issue.sections.iter().filter(is_wanted)
}

/// The links of an issue that are wanted: all, or those that stand in sections of these identifiers.
pub fn chosen_links<'a>(
    issue: &'a Issue,
    wanted: Option<&'a BTreeSet<String>>,
) -> impl Iterator<Item = &'a Link> {
    issue
        .links
        .iter()
        .filter(move |link| stands_in(link.section.as_ref(), wanted))
}

/// The events of an issue that are wanted: all, or those that sections of these identifiers tell.
pub fn chosen_events<'a>(
    issue: &'a Issue,
    wanted: Option<&'a BTreeSet<String>>,
) -> impl Iterator<Item = &'a Event> {
    issue
        .events
        .iter()
        .filter(move |event| stands_in(event.section.as_ref(), wanted))
}

fn stands_in(section: Option<&String>, wanted: Option<&BTreeSet<String>>) -> bool {
    match (wanted, section) {
        (None, _) => true,
        (Some(wanted), Some(section)) => wanted.contains(section),
        (Some(_), None) => false,
    }
}

#[derive(Serialize)]
struct Line<'a, T: Serialize> {
    r#type: &'static str,
    schema: u32,
    #[serde(flatten)]
    body: &'a T,
}

/// Writes pieces.
#[derive(Debug)]
pub struct Pieces<'a, W: Write> {
    out: W,
    format: PieceFormat<'a>,
    of: Of,
    written: usize,
}

impl<'a, W: Write> Pieces<'a, W> {
    /// Begins with what comes before the first piece.
    ///
    /// # Errors
    /// Where the writer fails.
    pub fn begin(mut out: W, format: PieceFormat<'a>, of: Of) -> io::Result<Self> {
        match format {
            PieceFormat::Table(style) => {
                style.begin(&mut out)?;
                let columns: &[&str] = match of {
                    Of::Issues => &ISSUE_COLUMNS,
                    Of::Sections => &SECTION_COLUMNS,
                    Of::Links => &LINK_COLUMNS,
                    Of::Events => &EVENT_COLUMNS,
                };
                style.write_row(&mut out, columns)?;
            }
            PieceFormat::Unimarc => {
                out.write_all(xml::DECLARATION.as_bytes())?;
                out.write_all(unimarc::OPEN.as_bytes())?;
            }
            PieceFormat::Oai(repository) => repository.open(&mut out)?,
            PieceFormat::DublinCore { is_alone } => {
                out.write_all(xml::DECLARATION.as_bytes())?;
                if !is_alone {
                    out.write_all(b"<records>\n")?;
                }
            }
            _ => {}
        }
        Ok(Self {
            out,
            format,
            of,
            written: 0,
        })
    }

    /// Adds the pieces of an issue: all, or those in sections of these identifiers.
    ///
    /// # Errors
    /// Where the writer fails. What can be neither cited nor described (a link, an event, an issue in UNIMARC) is refused as
    /// invalid input.
    pub fn add(&mut self, issue: &Issue, wanted: Option<&BTreeSet<String>>) -> io::Result<()> {
        match self.of {
            Of::Issues => self.add_issue(issue),
            Of::Sections => {
                for section in chosen_sections(issue, wanted) {
                    self.add_section(issue, section)?;
                }
                Ok(())
            }
            Of::Links => {
                for link in chosen_links(issue, wanted) {
                    self.add_link(issue, link)?;
                }
                Ok(())
            }
            Of::Events => {
                for event in chosen_events(issue, wanted) {
                    self.add_event(issue, event)?;
                }
                Ok(())
            }
        }
    }

    fn add_issue(&mut self, issue: &Issue) -> io::Result<()> {
        match self.format {
            PieceFormat::Table(style) => {
                style.write_row(&mut self.out, &tables::issue_row(issue))?;
            }
            PieceFormat::Lines => super::jsonl::write(issue, &mut self.out)?,
            PieceFormat::DublinCore { .. } => dublin_core::write(issue, None, &mut self.out)?,
            PieceFormat::Oai(repository) => self.describe(repository, issue, None)?,
            PieceFormat::Unimarc => return Err(refused("UNIMARC describes articles")),
            _ => return self.cite(&Citation::of_issue(issue)),
        }
        self.written += 1;
        Ok(())
    }

    /// Adds one section.
    ///
    /// # Errors
    /// Where the writer fails.
    pub fn add_section(&mut self, issue: &Issue, section: &Section) -> io::Result<()> {
        match self.format {
            PieceFormat::Table(style) => {
                style.write_row(&mut self.out, &tables::section_row(issue, section))?;
            }
            PieceFormat::Lines => self.line("section", &SectionOf::new(issue, section))?,
            PieceFormat::DublinCore { .. } => dublin_core::write(issue, Some(section), &mut self.out)?,
            PieceFormat::Oai(repository) => self.describe(repository, issue, Some(section))?,
            PieceFormat::Unimarc => unimarc::write(issue, section, &mut self.out)?,
            _ => return self.cite(&Citation::of_section(issue, section)),
        }
        self.written += 1;
        Ok(())
    }

    fn add_link(&mut self, issue: &Issue, link: &Link) -> io::Result<()> {
        match self.format {
            PieceFormat::Table(style) => {
                style.write_row(&mut self.out, &tables::link_row(issue, link))?;
            }
            PieceFormat::Lines => self.line("link", &LinkOf::new(issue, link))?,
            _ => return Err(refused("a link cannot be cited")),
        }
        self.written += 1;
        Ok(())
    }

    fn add_event(&mut self, issue: &Issue, event: &Event) -> io::Result<()> {
        match self.format {
            PieceFormat::Table(style) => {
                style.write_row(&mut self.out, &tables::event_row(issue, event))?;
            }
            PieceFormat::Lines => self.line("event", &EventOf::new(issue, event))?,
            _ => return Err(refused("an event cannot be cited")),
        }
        self.written += 1;
        Ok(())
    }

    /// A description as a repository holds it.
    fn describe(
        &mut self,
        repository: &OaiRepository,
        issue: &Issue,
        section: Option<&Section>,
    ) -> io::Result<()> {
        let place = match section {
            Some(section) => format!("{}#{}", issue.id, section.id),
            None => issue.id.clone(),
        };
        repository.open_record(&place, &mut self.out)?;
        dublin_core::write(issue, section, &mut self.out)?;
        OaiRepository::close_record(&mut self.out)
    }

    fn line<T: Serialize>(&mut self, r#type: &'static str, body: &T) -> io::Result<()> {
        let line = Line {
            r#type,
            schema: SCHEMA_VERSION,
            body,
        };
        serde_json::to_writer(&mut self.out, &line)?;
        self.out.write_all(b"\n")
    }

    fn cite(&mut self, citation: &Citation) -> io::Result<()> {
        let is_first = self.written == 0;
        if self.format == PieceFormat::Csl {
            csl::write_element(citation, is_first, &mut self.out)?;
        } else {
            if !is_first {
                self.out.write_all(b"\n")?;
            }
            if self.format == PieceFormat::Ris {
                ris::write(citation, &mut self.out)?;
            } else {
                bibtex::write(citation, &mut self.out)?;
            }
        }
        self.written += 1;
        Ok(())
    }

    /// Ends the export and says how many pieces it has.
    ///
    /// # Errors
    /// Where the writer fails.
    pub fn finish(mut self) -> io::Result<usize> {
        match self.format {
            PieceFormat::Csl => super::json::close_array(self.written == 0, &mut self.out)?,
            PieceFormat::DublinCore { is_alone: false } => self.out.write_all(b"</records>\n")?,
            PieceFormat::Unimarc => self.out.write_all(unimarc::CLOSE.as_bytes())?,
            PieceFormat::Oai(_) => OaiRepository::close(&mut self.out)?,
            _ => {}
        }
        self.out.flush()?;
        Ok(self.written)
    }
}

fn refused(message: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, message)
}
