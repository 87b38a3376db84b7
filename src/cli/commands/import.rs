//! `gazette import`: records into the archive, and the index after them.
use super::super::output::counted;
use super::super::progress::Bar;
use super::super::{Context, Exit, Failure, indexing};
use super::ingest::stop_on_interrupt;
use crate::archive::{Archive, ImportOutcome, Imported, Importer};
use crate::error::Error;
use clap::Args;
use flate2::read::MultiGzDecoder;
use serde::Serialize;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use walkdir::WalkDir;

/// First bytes of a gzip file (RFC 1952).
const GZIP_MAGIC: [u8; 2] = [0x1F, 0x8B];

/// First bytes of a Zstandard frame (RFC 8878).
const ZSTD_MAGIC: [u8; 4] = [0x28, 0xB5, 0x2F, 0xFD];

/// Most refused records that are named one by one: beyond, a count says more.
const MAX_NAMED: usize = 20;

/// Add records made elsewhere, or bring an exported archive back
///
/// A record is an object on a line (.jsonl), an element of an array, or a file of its own (.json), as `gazette export`
/// writes them, packed with gzip or Zstandard or not; what was set by hand comes with them. Lesser records do too:
/// `sections`, each with `title` and `text`, and where they are known `title`, `publication`, `number`, `date`,
/// `external_id`, `links`. Importing again is safe. An issue that the archive has in another reading is left as it is,
/// unless --replace is given; what was set by hand here stays even then, where the record sets nothing in its place.
/// With --json, one object of type "import" a record, with its outcome: added, replaced, unchanged, kept or refused.
#[derive(Debug, Args)]
pub(in super::super) struct ImportArgs {
    /// Files of records and folders of them; `-` reads records on stdin
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Let a record take the place of another reading of the same issue
    #[arg(long)]
    replace: bool,
}

#[derive(Serialize)]
struct ImportObject<'a> {
    outcome: &'static str,
    path: &'a str,
    line: usize,
    issue: Option<&'a str>,
    slug: Option<&'a str>,
    external_id: Option<&'a str>,
    code: Option<&'static str>,
    message: Option<String>,
}

#[derive(Debug, Default, Serialize)]
struct Summary {
    command: &'static str,
    added: usize,
    replaced: usize,
    unchanged: usize,
    kept: usize,
    refused: usize,
    interrupted: bool,
}

pub(in super::super) fn run(args: &ImportArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let files = files_of(&args.paths)?;
    let archive = Archive::open_or_create(&context.archive)?;
    let lock = archive.lock()?;
    let stop = stop_on_interrupt();
    let mut summary = Summary {
        command: "import",
        ..Summary::default()
    };
    let mut unread = 0;
    let mut importer = Importer::new(&archive, &lock, args.replace)?;
    for path in &files {
        match import_file(&mut importer, path, &stop, &mut summary, context)? {
            Ok(()) => {}
            Err(Error::Interrupted) => {
                summary.interrupted = true;
                break;
            }
            // What ends a file early does not end the others.
            Err(error @ (Error::PathNotFound { .. } | Error::Io { .. } | Error::LimitReached { .. })) => {
                unread += 1;
                context.out.error(
                    error.code(),
                    &error.to_string(),
                    Some(path),
                    error.hint().as_deref(),
                )?;
            }
            Err(error) => return Err(error.into()),
        }
    }
    drop(importer);
    let bar = Bar::new(!context.out.is_quiet() && !context.out.is_json());
    let indexed = indexing::bring_up_to_date(&archive, &lock, &bar);
    bar.clear();
    indexed?;
    finish(&summary, unread, context)
}

fn finish(summary: &Summary, unread: usize, context: &mut Context<'_>) -> Result<Exit, Failure> {
    if context.out.is_json() {
        context.out.object("summary", summary)?;
    } else {
        if summary.kept > 0 {
            context.out.note(&format!(
                "{} of issues that the archive has in another reading: kept as they are\n\nhint: --replace puts the \
                 imported ones in their place",
                counted(summary.kept, "record")
            ))?;
        }
        if summary.refused > MAX_NAMED {
            let more = summary.refused - MAX_NAMED;
            context.out.note(&format!(
                "{} more could not be taken; --json names them all",
                counted(more, "record")
            ))?;
        }
        context.out.line(&format!(
            "imported {}, {} replaced, {} unchanged, {} refused",
            counted(summary.added, "record"),
            summary.replaced,
            summary.unchanged + summary.kept,
            summary.refused
        ))?;
    }
    if summary.interrupted {
        return Err(Error::Interrupted.into());
    }
    Ok(if summary.refused > 0 || unread > 0 {
        Exit::SomeUnread
    } else {
        Exit::Done
    })
}

/// Imports one file. The outer error is of standard output.
fn import_file(
    importer: &mut Importer<'_>,
    path: &Path,
    stop: &AtomicBool,
    summary: &mut Summary,
    context: &mut Context<'_>,
) -> Result<Result<(), Error>, Failure> {
    let packed: Box<dyn BufRead> = if path.as_os_str() == "-" {
        Box::new(io::stdin().lock())
    } else {
        match File::open(path) {
            Ok(file) => Box::new(BufReader::new(file)),
            Err(error) => return Ok(Err(Error::io("read", path, error))),
        }
    };
    let mut input = match unpacked(packed) {
        Ok(input) => input,
        Err(error) => return Ok(Err(Error::io("read", path, error))),
    };
    let mut printed = Ok(());
    let name = path.to_string_lossy().into_owned();
    let result = importer.take(path, &mut input, stop, &mut |imported| {
        if printed.is_ok() {
            printed = report(&name, &imported, summary, context);
        }
    });
    printed?;
    Ok(result)
}

/// What a reader gives, unpacked where its first bytes are those of gzip or Zstandard.
fn unpacked(mut reader: Box<dyn BufRead>) -> io::Result<Box<dyn BufRead>> {
    let begin = reader.fill_buf()?;
    if begin.starts_with(&GZIP_MAGIC) {
        return Ok(Box::new(BufReader::new(MultiGzDecoder::new(reader))));
    }
    if begin.starts_with(&ZSTD_MAGIC) {
        return Ok(Box::new(BufReader::new(zstd::Decoder::with_buffer(reader)?)));
    }
    Ok(reader)
}

fn report(
    path: &str,
    imported: &Imported,
    summary: &mut Summary,
    context: &mut Context<'_>,
) -> io::Result<()> {
    let (outcome, count) = match &imported.outcome {
        ImportOutcome::Added => ("added", &mut summary.added),
        ImportOutcome::Replaced => ("replaced", &mut summary.replaced),
        ImportOutcome::Unchanged => ("unchanged", &mut summary.unchanged),
        ImportOutcome::Kept => ("kept", &mut summary.kept),
        ImportOutcome::Refused(_) => ("refused", &mut summary.refused),
    };
    *count += 1;
    let refused = *count;
    let error = match &imported.outcome {
        ImportOutcome::Refused(error) => Some(error),
        _ => None,
    };
    if context.out.is_json() {
        let object = ImportObject {
            outcome,
            path,
            line: imported.line,
            issue: imported.id.as_deref(),
            slug: imported.slug.as_deref(),
            external_id: imported.external_id.as_deref(),
            code: error.map(Error::code),
            message: error.map(ToString::to_string),
        };
        return context.out.object("import", &object);
    }
    if let Some(error) = error.filter(|_| refused <= MAX_NAMED) {
        context.out.error(
            error.code(),
            &format!("{path}, line {}: {error}", imported.line),
            None,
            None,
        )?;
    }
    Ok(())
}

/// The files that are meant: of a folder, and those below it, the files of records by name.
fn files_of(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" || path.is_file() {
            files.push(path.clone());
            continue;
        }
        if !path.exists() {
            return Err(Error::PathNotFound { path: path.clone() });
        }
        if !path.is_dir() {
            // A pipe.
            files.push(path.clone());
            continue;
        }
        let before = files.len();
        for found in WalkDir::new(path).sort_by_file_name() {
            let found = found.map_err(|error| Error::io("list", path, error.into()))?;
            if found.file_type().is_file() && is_of_records(found.path()) {
                files.push(found.into_path());
            }
        }
        if files.len() == before {
            return Err(Error::Usage {
                message: format!("no records in {}", path.display()),
                hint: "give .jsonl or .json files, or a folder that holds some".to_string(),
            });
        }
    }
    Ok(files)
}

/// Whether a file of a folder is one of records, by its name: `.json` and `.jsonl`, packed or not.
fn is_of_records(path: &Path) -> bool {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase();
    let inner = name
        .strip_suffix(".gz")
        .or_else(|| name.strip_suffix(".zst"))
        .unwrap_or(&name);
    inner.ends_with(".json") || inner.ends_with(".jsonl")
}
