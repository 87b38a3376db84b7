//! `gazette export`: records out of the archive, and what other programs want of them.
mod bag;
mod choice;
mod plan;

use super::super::damage::name_damaged;
use super::super::output::counted;
use super::super::{Context, Exit, Failure};
use crate::archive::{Archive, Catalogue, slug_of};
use crate::error::Error;
use crate::export::{
    LinkOf, Of, PieceFormat, Pieces, SectionOf, Series, chosen_links, chosen_sections, write_issue,
};
use crate::model::{Issue, Section};
use choice::{ChoiceArgs, Chosen};
use clap::Args;
use plan::{ExportFormat, OfArg, Plan};
use serde::Serialize;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Write records out of the archive
///
/// Without --output all go to stdout: in json as one array, in jsonl one a line. With --output DIR
/// each issue gets a file of its own, named by its short name. The same archive gives the same
/// bytes.
///
///   gazette export --format csv --of links > links.csv
///   gazette export --format csv --bom --delimiter ';' > sections.csv     for French spreadsheets
///   gazette export --format ris --of sections --query 'budget participatif' > budget.ris
///   gazette export --format bagit --output bag/ --publication 'La Lettre' --from 2012
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(in super::super) struct ExportArgs {
    #[command(flatten)]
    choice: ChoiceArgs,
    /// Format of the export
    #[arg(long, value_enum, default_value = "json")]
    format: ExportFormat,
    /// What a row, line or citation is about [default: sections in csv and tsv, else issues]
    #[arg(long, value_enum, value_name = "WHAT")]
    of: Option<OfArg>,
    /// Begin tables with a byte-order mark, by which some spreadsheets know UTF-8
    #[arg(long)]
    bom: bool,
    /// Character between the cells of a table
    #[arg(long, value_name = "CHARACTER")]
    delimiter: Option<char>,
    /// Folder for one file an issue, or for the bag; made where it is not there
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
}

#[derive(Serialize)]
struct Record<'a> {
    record: &'a Issue,
}

#[derive(Serialize)]
struct Written<'a> {
    issue: &'a str,
    slug: &'a str,
    path: String,
}

/// A piece in a format that has no JSON of its own.
#[derive(Serialize)]
struct Text<'a> {
    issue: &'a str,
    slug: &'a str,
    section: Option<&'a str>,
    text: String,
}

#[derive(Serialize)]
struct Bag {
    path: String,
    files: usize,
    bytes: u64,
}

#[derive(Serialize)]
struct Summary {
    command: &'static str,
    issues: usize,
    /// How many sections or links were written, where they are what is exported.
    pieces: Option<usize>,
    relaxed: bool,
}

pub(in super::super) fn run(args: &ExportArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let plan = args.format.plan(args.of, args.bom, args.delimiter)?;
    let archive = Archive::open(&context.archive)?;
    let catalogue = Catalogue::load(&archive)?;
    let chosen = args.choice.choose(&archive, &catalogue)?;
    if chosen.is_relaxed {
        context
            .out
            .note("no section has all the words: those with some of them are exported")?;
    }
    let mut pieces = None;
    match (plan, &args.output) {
        (Plan::Bag, None) => {
            return Err(Failure::from(Error::Usage {
                message: "a bag is a folder".to_string(),
                hint: "name it with --output DIR".to_string(),
            }));
        }
        (Plan::Bag, Some(folder)) => write_bag(&archive, &chosen, args.choice.is_all(), folder, context)?,
        (plan, Some(folder)) => pieces = write_files(&archive, &chosen, plan, folder, context)?,
        (Plan::Whole(_), None) if context.out.is_json() => {
            for entry in &chosen.entries {
                let record = archive.record(&entry.sha256)?;
                context.out.object("record", &Record { record: &record })?;
            }
        }
        (Plan::Pieces(format, of), None) if context.out.is_json() => {
            let mut count = 0;
            for entry in &chosen.entries {
                let issue = archive.record(&entry.sha256)?;
                count += print_objects(&issue, chosen.sections(entry), format, of, context)?;
            }
            pieces = Some(count);
        }
        (Plan::Whole(format), None) => {
            let mut series = Series::new(context.out.raw(), format);
            for entry in &chosen.entries {
                series.add(&archive.record(&entry.sha256)?)?;
            }
            series.finish()?;
        }
        (Plan::Pieces(format, of), None) => {
            let mut written = Pieces::begin(context.out.raw(), format, of)?;
            for entry in &chosen.entries {
                written.add(&archive.record(&entry.sha256)?, chosen.sections(entry))?;
            }
            pieces = Some(written.finish()?);
        }
    }
    let exit = if args.choice.ids.is_empty() {
        name_damaged(&catalogue, context.out)?
    } else {
        Exit::Done
    };
    if context.out.is_json() {
        let summary = Summary {
            command: "export",
            issues: chosen.entries.len(),
            pieces,
            relaxed: chosen.is_relaxed,
        };
        context.out.object("summary", &summary)?;
    }
    Ok(exit)
}

/// Prints the pieces of an issue as objects, and gives how many there are. Citations and descriptions are objects that
/// hold their text.
fn print_objects(
    issue: &Issue,
    wanted: Option<&BTreeSet<String>>,
    format: PieceFormat,
    of: Of,
    context: &mut Context<'_>,
) -> io::Result<usize> {
    let is_text = !matches!(format, PieceFormat::Table { .. } | PieceFormat::Lines);
    let mut count = 0;
    match of {
        Of::Issues if is_text => {
            print_text(issue, None, format, context)?;
            count += 1;
        }
        Of::Issues => {
            context.out.object("record", &Record { record: issue })?;
            count += 1;
        }
        Of::Sections => {
            for section in chosen_sections(issue, wanted) {
                if is_text {
                    print_text(issue, Some(section), format, context)?;
                } else {
                    context.out.object("section", &SectionOf::new(issue, section))?;
                }
                count += 1;
            }
        }
        Of::Links => {
            for link in chosen_links(issue, wanted) {
                context.out.object("link", &LinkOf::new(issue, link))?;
                count += 1;
            }
        }
    }
    Ok(count)
}

/// Prints a citation or a description as an object.
pub(super) fn print_text(
    issue: &Issue,
    section: Option<&Section>,
    format: PieceFormat,
    context: &mut Context<'_>,
) -> io::Result<()> {
    let (kind, format) = match format {
        PieceFormat::DublinCore { .. } => ("description", PieceFormat::DublinCore { is_alone: true }),
        format => ("citation", format),
    };
    let text = Text {
        issue: &issue.id,
        slug: &issue.slug,
        section: section.map(|section| section.id.as_str()),
        text: piece_text(issue, section, format)?,
    };
    context.out.object(kind, &text)
}

/// An issue or a section in a format of pieces.
pub(super) fn piece_text(
    issue: &Issue,
    section: Option<&Section>,
    format: PieceFormat,
) -> io::Result<String> {
    let mut bytes = Vec::new();
    let of = if section.is_some() {
        Of::Sections
    } else {
        Of::Issues
    };
    let mut pieces = Pieces::begin(&mut bytes, format, of)?;
    match section {
        Some(section) => pieces.add_section(issue, section)?,
        None => pieces.add(issue, None)?,
    }
    pieces.finish()?;
    String::from_utf8(bytes).map_err(io::Error::other)
}

fn write_bag(
    archive: &Archive,
    chosen: &Chosen<'_>,
    is_whole: bool,
    folder: &Path,
    context: &mut Context<'_>,
) -> Result<(), Failure> {
    let (files, bytes) = bag::write(archive, &chosen.entries, is_whole, folder)?;
    if context.out.is_json() {
        let bag = Bag {
            path: folder.to_string_lossy().into_owned(),
            files,
            bytes,
        };
        context.out.object("bag", &bag)?;
    }
    context.out.note(&format!(
        "wrote a bag of {} ({}, {bytes} bytes) to {}",
        counted(chosen.entries.len(), "issue"),
        counted(files, "file"),
        folder.display()
    ))?;
    Ok(())
}

/// Writes a file an issue, and gives how many pieces are in them, where pieces are what is exported.
fn write_files(
    archive: &Archive,
    chosen: &Chosen<'_>,
    plan: Plan,
    folder: &Path,
    context: &mut Context<'_>,
) -> Result<Option<usize>, Failure> {
    std::fs::create_dir_all(folder).map_err(|error| Error::io("create", folder, error))?;
    let mut pieces = None;
    for entry in &chosen.entries {
        let issue = archive.record(&entry.sha256)?;
        let extension = match plan {
            Plan::Whole(format) => format.extension(),
            Plan::Pieces(format, _) => format.extension(),
            Plan::Bag => continue,
        };
        // A short name that was set by another program must not lead out of the folder.
        let path = folder.join(format!("{}.{extension}", slug_of(&entry.slug)));
        let count = write_file(&issue, chosen.sections(entry), plan, &path)
            .map_err(|error| Error::io("write", &path, error))?;
        if let Some(count) = count {
            *pieces.get_or_insert(0) += count;
        }
        if context.out.is_json() {
            let written = Written {
                issue: &entry.id,
                slug: &entry.slug,
                path: path.to_string_lossy().into_owned(),
            };
            context.out.object("file", &written)?;
        }
    }
    context.out.note(&format!(
        "wrote {} to {}",
        counted(chosen.entries.len(), "file"),
        folder.display()
    ))?;
    Ok(pieces)
}

/// Writes a file that gets its name when it is whole: an export that was interrupted leaves none cut short.
fn write_file(
    issue: &Issue,
    wanted: Option<&BTreeSet<String>>,
    plan: Plan,
    path: &Path,
) -> io::Result<Option<usize>> {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".part");
    let part = path.with_file_name(name);
    let mut file = BufWriter::new(File::create(&part)?);
    let mut count = None;
    match plan {
        Plan::Whole(format) => write_issue(issue, format, &mut file)?,
        Plan::Pieces(format, of) => {
            let format = match format {
                PieceFormat::DublinCore { .. } => PieceFormat::DublinCore {
                    is_alone: of == Of::Issues,
                },
                format => format,
            };
            let mut pieces = Pieces::begin(&mut file, format, of)?;
            pieces.add(issue, wanted)?;
            count = Some(pieces.finish()?);
        }
        Plan::Bag => {}
    }
    file.flush()?;
    std::fs::rename(&part, path)?;
    Ok(count)
}
