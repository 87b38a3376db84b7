//! `gazette cite`: an issue or a section for a citation manager.
use super::super::{Context, Exit, Failure};
use super::export::{piece_text, print_text};
use crate::archive::{Archive, Catalogue};
use crate::error::Error;
use crate::export::PieceFormat;
use crate::model::{Issue, Section};
use clap::{Args, ValueEnum};
use serde::Serialize;

/// Cite an issue or a section in BibTeX, RIS or CSL-JSON
///
/// The section is named as `search --json` and `show --json` name it, or by the end of its path.
///
///   gazette cite la-lettre-2012-03
///   gazette cite c9eb6432ce81#agenda/samedi --format ris
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(in super::super) struct CiteArgs {
    /// The issue, by short name or beginning of its identifier, and a section of it
    #[arg(value_name = "ID[#SECTION]")]
    place: String,
    /// Format of the citation
    #[arg(long, value_enum, default_value = "bibtex")]
    format: CiteFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CiteFormat {
    /// BibTeX
    Bibtex,
    /// RIS, for Zotero, EndNote and others
    Ris,
    /// CSL-JSON, for Zotero and pandoc
    Csl,
}

#[derive(Serialize)]
struct Summary {
    command: &'static str,
    citations: usize,
}

pub(in super::super) fn run(args: &CiteArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let archive = Archive::open(&context.archive)?;
    let catalogue = Catalogue::load_to_read(&archive)?;
    let (id, wanted) = match args.place.split_once('#') {
        Some((id, section)) => (id, Some(section)),
        None => (args.place.as_str(), None),
    };
    let entry = catalogue.find(id)?;
    let issue = archive.record(&entry.sha256)?;
    let section = wanted.map(|name| find_section(&issue, name)).transpose()?;
    let format = match args.format {
        CiteFormat::Bibtex => PieceFormat::Bibtex,
        CiteFormat::Ris => PieceFormat::Ris,
        CiteFormat::Csl => PieceFormat::Csl,
    };
    if context.out.is_json() {
        print_text(&issue, section, format, context)?;
        let summary = Summary {
            command: "cite",
            citations: 1,
        };
        context.out.object("summary", &summary)?;
        return Ok(Exit::Done);
    }
    let text = piece_text(&issue, section, format)?;
    context.out.raw().write_all(text.as_bytes())?;
    Ok(Exit::Done)
}

/// The section with an identifier, or the only one whose path ends with it.
fn find_section<'a>(issue: &'a Issue, name: &str) -> Result<&'a Section, Error> {
    if let Some(section) = issue.sections.iter().find(|section| section.id == name) {
        return Ok(section);
    }
    let ending = format!("/{name}");
    let mut ending_so = issue
        .sections
        .iter()
        .filter(|section| section.id.ends_with(&ending));
    let message = match (ending_so.next(), ending_so.next()) {
        (Some(section), None) => return Ok(section),
        (Some(first), Some(second)) => {
            format!(
                "{name} names several sections of {}: {}, {}",
                issue.slug, first.id, second.id
            )
        }
        _ => format!("no section {name} in {}", issue.slug),
    };
    Err(Error::Usage {
        message,
        hint: format!("`gazette export {} --format csv` lists its sections", issue.id),
    })
}
