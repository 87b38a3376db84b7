//! `gazette export`: records out of the archive, and what other programs want of them.
mod bag;
mod choice;
mod originals;
mod plan;
mod redaction;
mod target;

use super::super::csv::TableArgs;
use super::super::damage::name_damaged;
use super::super::output::counted;
use super::super::{Context, Exit, Failure};
use crate::archive::{Archive, Catalogue, slug_of};
use crate::error::Error;
use crate::export::{
    EventOf, LinkOf, Of, PieceFormat, Pieces, SectionOf, Series, chosen_events, chosen_links,
    chosen_sections, write_issue,
};
use crate::model::{Issue, Section};
use choice::{ChoiceArgs, Chosen};
use clap::Args;
use plan::{ExportFormat, OaiArgs, Plan, refused};
use redaction::{Records, RedactArgs, Taken};
use serde::Serialize;
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use target::NewFile;

pub(super) use plan::OfArg;

/// Write records out of the archive
///
/// Without --output all go to stdout: in json as one array, in jsonl one a line. With --output DIR
/// each issue gets a file of its own, named by its short name; with --output FILE all go into one
/// file, whose ending names the format (.jsonl, .csv…) and the compression (.gz, .zst). The same
/// archive gives the same bytes.
///
///   gazette export -o links.csv --of links
///   gazette export -o sections.csv --spreadsheet                         for French spreadsheets
///   gazette export -o budget.ris --of sections --query 'budget participatif'
///   gazette export -o archive.jsonl.zst                                  `gazette import` reads it
///   gazette export lettre-12 -o lettre-12.pdf                           a scan that can be searched
///   gazette export --format alto -o alto/                               where each word stands
///   gazette export --format bagit -o bag/ --publication 'La Lettre' --from 2012
///   gazette export -o public.jsonl --redact email,phone,iban,nir,address,names:names.txt
///
/// --redact takes personal data out of what is exported; the archive stays as it is. A value is
/// replaced by a placeholder, the same wherever it stands. It is best effort: patterns do not know
/// every way to write a number or an address. Look at --dry-run first, and at the result.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(in super::super) struct ExportArgs {
    #[command(flatten)]
    choice: ChoiceArgs,
    /// Format of the export [default: what the ending of --output says, else json]
    #[arg(long, value_enum)]
    format: Option<ExportFormat>,
    /// What a row, line or citation is about [default: sections in csv, tsv and unimarc, else issues]
    #[arg(long, value_enum, value_name = "WHAT")]
    of: Option<OfArg>,
    #[command(flatten)]
    table: TableArgs,
    /// Folder for one file an issue or for the bag, or one file for all
    #[arg(long, short, value_name = "PATH")]
    output: Option<PathBuf>,
    #[command(flatten)]
    redact: RedactArgs,
    #[command(flatten)]
    oai: OaiArgs,
}

#[derive(Serialize)]
struct Record<'a> {
    record: &'a Issue,
}

/// A file that was written; one that holds all issues names none.
#[derive(Serialize)]
struct Written<'a> {
    issue: Option<&'a str>,
    slug: Option<&'a str>,
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
    /// How many sections, links or events were written, where they are what is exported.
    pieces: Option<usize>,
    relaxed: bool,
    /// How many passages were taken out, where that was asked for.
    redactions: Option<usize>,
}

pub(in super::super) fn run(args: &ExportArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let of_ending = args.output.as_deref().and_then(ExportFormat::of_ending);
    let format = args.format.or(of_ending).unwrap_or(ExportFormat::Json);
    if args.format.is_none() && args.output.as_deref().and_then(target::ending).as_deref() == Some("xml") {
        return Err(Failure::from(refused(
            "several formats are written in XML",
            "give --format dublin-core, unimarc, oai, tei or alto",
        )));
    }
    // What is wrong with the arguments is told before an archive is looked for; its name is put in afterwards.
    let mut repository = (format == ExportFormat::Oai)
        .then(|| args.oai.repository(""))
        .transpose()?;
    format.plan(args.of, &args.table, &args.oai, repository.as_ref())?;
    let archive = Archive::open(&context.archive)?;
    if let Some(repository) = &mut repository {
        let name = &archive.manifest().name;
        repository.name = match args.redact.is_asked() {
            true => args.redact.redactor()?.redact_text(name),
            false => name.clone(),
        };
    }
    let plan = format.plan(args.of, &args.table, &args.oai, repository.as_ref())?;
    let output = args.output.as_deref();
    check_output(plan, output, &args.redact)?;
    let catalogue = Catalogue::load(&archive)?;
    let chosen = args.choice.choose(&archive, &catalogue)?;
    if chosen.is_relaxed {
        context
            .out
            .note("no section has all the words: those with some of them are exported")?;
    }
    let mut records = Records::new(&archive, &args.redact)?;
    let mut pieces = None;
    let mut has_failed = false;
    match (plan, output) {
        _ if args.redact.dry_run => records.list(&chosen, context)?,
        (Plan::Bag, folder) => {
            let folder = folder.unwrap_or(Path::new("."));
            write_bag(&archive, &chosen, args.choice.is_all(), folder, context)?;
        }
        (Plan::Original(format), output) => {
            has_failed = originals::write(&archive, &chosen.entries, format, output, context)?;
        }
        (plan, Some(path)) if target::is_file(path) => {
            pieces = write_stream(&mut records, &chosen, plan, path, context)?;
        }
        (plan, Some(folder)) => pieces = write_files(&mut records, &chosen, plan, folder, context)?,
        (plan, None) if context.out.is_json() => pieces = print_all(&mut records, &chosen, plan, context)?,
        (plan, None) => {
            let mut failed = None;
            let taken = chosen.entries.iter().map(|entry| records.take(&chosen, entry));
            pieces = write_all(plan, taken, context.out.raw(), &mut failed)?;
            failed.map_or(Ok(()), Err)?;
        }
    }
    let exit = if has_failed {
        Exit::SomeUnread
    } else if args.choice.ids.is_empty() {
        name_damaged(&catalogue, context.out)?
    } else {
        Exit::Done
    };
    let redactions = records.finish()?;
    if context.out.is_json() {
        let summary = Summary {
            command: "export",
            issues: chosen.entries.len(),
            pieces,
            relaxed: chosen.is_relaxed,
            redactions,
        };
        context.out.object("summary", &summary)?;
    } else if let Some(count) = redactions.filter(|_| !args.redact.dry_run) {
        context.out.note(&format!(
            "took out {}, as far as patterns see; look at the result before it is published",
            counted(count, "passage")
        ))?;
    }
    Ok(exit)
}

/// Refuses what cannot be written where it is asked for.
fn check_output(plan: Plan<'_>, output: Option<&Path>, redact: &RedactArgs) -> Result<(), Error> {
    match (plan, output) {
        (Plan::Bag, _) if redact.is_asked() => Err(refused(
            "a bag carries the originals, from which nothing can be taken out",
            "export records instead: --format jsonl --redact …",
        )),
        (Plan::Original(_), _) if redact.is_asked() => Err(refused(
            "this format is made from the originals, from which nothing can be taken out",
            "export records instead: --format jsonl --redact …",
        )),
        (Plan::Bag, None) => Err(refused("a bag is a folder", "name it with --output DIR")),
        (Plan::Bag, Some(path)) if target::is_file(path) => Err(refused(
            &format!("a bag is a folder, and {} names a file", path.display()),
            "name a folder, and pack it afterwards",
        )),
        (Plan::Pieces(PieceFormat::Oai(_), _), Some(path)) if !target::is_file(path) => Err(refused(
            "a static repository is one file",
            "name it with --output FILE.xml",
        )),
        _ => Ok(()),
    }
}

/// Writes all issues as one stream, and gives how many pieces are in it, where pieces are what is exported. What keeps
/// a record from being read goes to `failed` and ends the stream.
fn write_all<W: Write>(
    plan: Plan<'_>,
    taken: impl Iterator<Item = Result<Taken, Failure>>,
    out: W,
    failed: &mut Option<Failure>,
) -> io::Result<Option<usize>> {
    let mut whole = taken.map_while(|taken| taken.map_err(|failure| *failed = Some(failure)).ok());
    match plan {
        Plan::Whole(format) => {
            let mut series = Series::new(out, format);
            whole.try_for_each(|taken| series.add(&taken.issue))?;
            series.finish()?;
            Ok(None)
        }
        Plan::Pieces(format, of) => {
            let mut pieces = Pieces::begin(out, format, of)?;
            whole.try_for_each(|taken| pieces.add(&taken.issue, taken.sections()))?;
            Ok(Some(pieces.finish()?))
        }
        Plan::Bag | Plan::Original(_) => Ok(None),
    }
}

/// Prints all issues, or their pieces, as objects.
fn print_all(
    records: &mut Records<'_>,
    chosen: &Chosen<'_>,
    plan: Plan<'_>,
    context: &mut Context<'_>,
) -> Result<Option<usize>, Failure> {
    let mut pieces = None;
    for entry in &chosen.entries {
        let taken = records.take(chosen, entry)?;
        match plan {
            Plan::Pieces(format, of) => {
                let count = print_objects(&taken.issue, taken.sections(), format, of, context)?;
                *pieces.get_or_insert(0) += count;
            }
            _ => context.out.object("record", &Record { record: &taken.issue })?,
        }
    }
    if matches!(plan, Plan::Pieces(..)) {
        pieces.get_or_insert(0);
    }
    Ok(pieces)
}

/// Prints the pieces of an issue as objects, and gives how many there are. Citations and descriptions are objects that
/// hold their text.
fn print_objects(
    issue: &Issue,
    wanted: Option<&BTreeSet<String>>,
    format: PieceFormat<'_>,
    of: Of,
    context: &mut Context<'_>,
) -> io::Result<usize> {
    let is_text = !matches!(format, PieceFormat::Table(_) | PieceFormat::Lines);
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
        Of::Events => {
            for event in chosen_events(issue, wanted) {
                context.out.object("event", &EventOf::new(issue, event))?;
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
    format: PieceFormat<'_>,
    context: &mut Context<'_>,
) -> io::Result<()> {
    let (kind, format) = match format {
        PieceFormat::DublinCore { .. } | PieceFormat::Oai(_) => {
            ("description", PieceFormat::DublinCore { is_alone: true })
        }
        PieceFormat::Unimarc => ("description", format),
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
    format: PieceFormat<'_>,
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

/// Writes all issues into one file.
fn write_stream(
    records: &mut Records<'_>,
    chosen: &Chosen<'_>,
    plan: Plan<'_>,
    path: &Path,
    context: &mut Context<'_>,
) -> Result<Option<usize>, Failure> {
    let failed_to_write = |error| Error::io("write", path, error);
    let mut file = NewFile::create(path).map_err(failed_to_write)?;
    let mut failed = None;
    let taken = chosen.entries.iter().map(|entry| records.take(chosen, entry));
    let pieces = write_all(plan, taken, &mut file, &mut failed).map_err(failed_to_write)?;
    failed.map_or(Ok(()), Err)?;
    file.finish().map_err(failed_to_write)?;
    if context.out.is_json() {
        let written = Written {
            issue: None,
            slug: None,
            path: path.to_string_lossy().into_owned(),
        };
        context.out.object("file", &written)?;
    }
    context.out.note(&format!(
        "wrote {} to {}",
        counted(chosen.entries.len(), "issue"),
        path.display()
    ))?;
    Ok(pieces)
}

/// Tells scripts of the file of an issue.
fn tell_file(issue: &Issue, path: &Path, context: &mut Context<'_>) -> Result<(), Failure> {
    if context.out.is_json() {
        let written = Written {
            issue: Some(&issue.id),
            slug: Some(&issue.slug),
            path: path.to_string_lossy().into_owned(),
        };
        context.out.object("file", &written)?;
    }
    Ok(())
}

/// Writes a file an issue, and gives how many pieces are in them, where pieces are what is exported.
fn write_files(
    records: &mut Records<'_>,
    chosen: &Chosen<'_>,
    plan: Plan<'_>,
    folder: &Path,
    context: &mut Context<'_>,
) -> Result<Option<usize>, Failure> {
    std::fs::create_dir_all(folder).map_err(|error| Error::io("create", folder, error))?;
    let extension = match plan {
        Plan::Whole(format) => format.extension(),
        Plan::Pieces(format, _) => format.extension(),
        Plan::Original(format) => format.extension(),
        Plan::Bag => "",
    };
    let mut pieces = None;
    for entry in &chosen.entries {
        let taken = records.take(chosen, entry)?;
        let issue = &taken.issue;
        // A short name that was set by another program must not lead out of the folder.
        let path = folder.join(format!("{}.{extension}", slug_of(&issue.slug)));
        let count = write_file(issue, taken.sections(), plan, &path)
            .map_err(|error| Error::io("write", &path, error))?;
        if let Some(count) = count {
            *pieces.get_or_insert(0) += count;
        }
        tell_file(issue, &path, context)?;
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
    plan: Plan<'_>,
    path: &Path,
) -> io::Result<Option<usize>> {
    let mut file = NewFile::create(path)?;
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
        Plan::Bag | Plan::Original(_) => {}
    }
    file.finish_one_of_many()?;
    Ok(count)
}
