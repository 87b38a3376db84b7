//! Exports of pieces of issues: tables, lines, citations and descriptions, one issue after the other, holding none.
use super::citation::Citation;
use super::tables::{self, ISSUE_COLUMNS, LINK_COLUMNS, SECTION_COLUMNS};
use super::{bibtex, csl, csv, dublin_core, ris};
use crate::model::{Issue, IssueDate, Link, SCHEMA_VERSION, Section};
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
}

/// In which form pieces are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PieceFormat {
    /// A table; a row a piece.
    Table {
        /// What stands between cells.
        delimiter: char,
        /// Whether a byte-order mark comes first, by which some spreadsheets know UTF-8.
        has_bom: bool,
    },
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
}

impl PieceFormat {
    /// Extension of a file of this format.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Table { delimiter: '\t', .. } => "tsv",
            Self::Table { .. } => "csv",
            Self::Lines => "jsonl",
            Self::Bibtex => "bib",
            Self::Ris => "ris",
            Self::Csl => "json",
            Self::DublinCore { .. } => "xml",
        }
    }
}

/// A section with what is said of its issue.
#[derive(Debug, Serialize)]
pub struct SectionOf<'a> {
    issue: &'a str,
    slug: &'a str,
    issue_title: Option<&'a str>,
    publication: Option<&'a str>,
    number: Option<&'a str>,
    date: Option<&'a IssueDate>,
    section: &'a Section,
}

impl<'a> SectionOf<'a> {
    /// A section of this issue.
    pub fn new(issue: &'a Issue, section: &'a Section) -> Self {
        Self {
            issue: &issue.id,
            slug: &issue.slug,
            issue_title: issue.title.as_deref(),
            publication: issue.publication.as_deref(),
            number: issue.number.as_deref(),
            date: issue.date.as_ref(),
            section,
        }
    }
}

/// A link with what is said of its issue and section.
#[derive(Debug, Serialize)]
pub struct LinkOf<'a> {
    issue: &'a str,
    slug: &'a str,
    issue_title: Option<&'a str>,
    publication: Option<&'a str>,
    number: Option<&'a str>,
    date: Option<&'a IssueDate>,
    section_title: Option<&'a str>,
    link: &'a Link,
}

impl<'a> LinkOf<'a> {
    /// A link of this issue.
    pub fn new(issue: &'a Issue, link: &'a Link) -> Self {
        let mut sections = issue.sections.iter();
        let section = sections.find(|section| Some(&section.id) == link.section.as_ref());
        Self {
            issue: &issue.id,
            slug: &issue.slug,
            issue_title: issue.title.as_deref(),
            publication: issue.publication.as_deref(),
            number: issue.number.as_deref(),
            date: issue.date.as_ref(),
            section_title: section.map(|section| section.title.as_str()),
            link,
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
    let is_wanted = move |link: &&Link| match (wanted, &link.section) {
        (None, _) => true,
        (Some(wanted), Some(section)) => wanted.contains(section),
        (Some(_), None) => false,
    };
    issue.links.iter().filter(is_wanted)
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
pub struct Pieces<W: Write> {
    out: W,
    format: PieceFormat,
    of: Of,
    written: usize,
}

impl<W: Write> Pieces<W> {
    /// Begins with what comes before the first piece.
    ///
    /// # Errors
    /// Where the writer fails.
    pub fn begin(mut out: W, format: PieceFormat, of: Of) -> io::Result<Self> {
        match format {
            PieceFormat::Table { delimiter, has_bom } => {
                if has_bom {
                    out.write_all("\u{FEFF}".as_bytes())?;
                }
                let columns: &[&str] = match of {
                    Of::Issues => &ISSUE_COLUMNS,
                    Of::Sections => &SECTION_COLUMNS,
                    Of::Links => &LINK_COLUMNS,
                };
                csv::write_row(&mut out, columns, delimiter)?;
            }
            PieceFormat::DublinCore { is_alone } => {
                out.write_all(dublin_core::DECLARATION.as_bytes())?;
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
    /// Where the writer fails. A link can be neither cited nor described: it is refused as invalid input.
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
        }
    }

    fn add_issue(&mut self, issue: &Issue) -> io::Result<()> {
        match self.format {
            PieceFormat::Table { delimiter, .. } => {
                csv::write_row(&mut self.out, &tables::issue_row(issue), delimiter)?;
            }
            PieceFormat::Lines => super::jsonl::write(issue, &mut self.out)?,
            PieceFormat::DublinCore { .. } => dublin_core::write(issue, None, &mut self.out)?,
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
            PieceFormat::Table { delimiter, .. } => {
                csv::write_row(&mut self.out, &tables::section_row(issue, section), delimiter)?;
            }
            PieceFormat::Lines => self.line("section", &SectionOf::new(issue, section))?,
            PieceFormat::DublinCore { .. } => dublin_core::write(issue, Some(section), &mut self.out)?,
            _ => return self.cite(&Citation::of_section(issue, section)),
        }
        self.written += 1;
        Ok(())
    }

    fn add_link(&mut self, issue: &Issue, link: &Link) -> io::Result<()> {
        match self.format {
            PieceFormat::Table { delimiter, .. } => {
                csv::write_row(&mut self.out, &tables::link_row(issue, link), delimiter)?;
            }
            PieceFormat::Lines => self.line("link", &LinkOf::new(issue, link))?,
            _ => {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidInput,
                    "a link cannot be cited",
                ));
            }
        }
        self.written += 1;
        Ok(())
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
            _ => {}
        }
        self.out.flush()?;
        Ok(self.written)
    }
}
