//! `gazette export`: records out of the archive.
use super::super::damage::name_damaged;
use super::super::output::counted;
use super::super::{Context, Exit, Failure};
use super::OutputFormat;
use crate::archive::{Archive, Catalogue, Entry, slug_of};
use crate::error::Error;
use crate::export::{Format, Series, write_issue};
use crate::model::Issue;
use clap::Args;
use serde::Serialize;
use std::ffi::OsString;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Write records out of the archive
///
/// Without --output all go to stdout: in json as one array, in jsonl one a line. With --output DIR each issue gets
/// a file of its own, named by its short name. The same archive gives the same bytes.
#[derive(Debug, Args)]
pub(in super::super) struct ExportArgs {
    /// Issues: short names or beginnings of identifiers [default: all]
    #[arg(value_name = "ID")]
    ids: Vec<String>,
    /// Format of the records
    #[arg(long, value_enum, default_value = "json")]
    format: OutputFormat,
    /// Folder for one file an issue; made where it is not there
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

#[derive(Serialize)]
struct Summary {
    command: &'static str,
    issues: usize,
}

pub(in super::super) fn run(args: &ExportArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let archive = Archive::open(&context.archive)?;
    let catalogue = Catalogue::load(&archive)?;
    let entries = choose(&catalogue, &args.ids)?;
    let format = args.format.format();
    match &args.output {
        Some(folder) => write_files(&archive, &entries, format, folder, context)?,
        None if context.out.is_json() => {
            for entry in &entries {
                let record = archive.record(&entry.sha256)?;
                context.out.object("record", &Record { record: &record })?;
            }
        }
        None => {
            let mut series = Series::new(context.out.raw(), format);
            for entry in &entries {
                series.add(&archive.record(&entry.sha256)?)?;
            }
            series.finish()?;
        }
    }
    let exit = if args.ids.is_empty() {
        name_damaged(&catalogue, context.out)?
    } else {
        Exit::Done
    };
    if context.out.is_json() {
        let summary = Summary {
            command: "export",
            issues: entries.len(),
        };
        context.out.object("summary", &summary)?;
    }
    Ok(exit)
}

/// The issues that are named, each once and in that order, or all of them.
fn choose<'a>(catalogue: &'a Catalogue, ids: &[String]) -> Result<Vec<&'a Entry>, Error> {
    if ids.is_empty() {
        return Ok(catalogue.entries());
    }
    let mut chosen: Vec<&Entry> = Vec::new();
    for id in ids {
        let entry = catalogue.find(id)?;
        if !chosen.contains(&entry) {
            chosen.push(entry);
        }
    }
    Ok(chosen)
}

fn write_files(
    archive: &Archive,
    entries: &[&Entry],
    format: Format,
    folder: &Path,
    context: &mut Context<'_>,
) -> Result<(), Failure> {
    std::fs::create_dir_all(folder).map_err(|error| Error::io("create", folder, error))?;
    for entry in entries {
        let issue = archive.record(&entry.sha256)?;
        // A short name that was set by another program must not lead out of the folder.
        let name = format!("{}.{}", slug_of(&entry.slug), format.extension());
        let path = folder.join(name);
        write_file(&issue, format, &path).map_err(|error| Error::io("write", &path, error))?;
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
        counted(entries.len(), "file"),
        folder.display()
    ))?;
    Ok(())
}

/// Writes a file that gets its name when it is whole: an export that was interrupted leaves none cut short.
fn write_file(issue: &Issue, format: Format, path: &Path) -> std::io::Result<()> {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".part");
    let part = path.with_file_name(name);
    let mut file = BufWriter::new(File::create(&part)?);
    write_issue(issue, format, &mut file)?;
    file.flush()?;
    std::fs::rename(&part, path)
}
