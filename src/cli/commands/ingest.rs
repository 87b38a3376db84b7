//! `gazette ingest`: files into the archive, and the index after them.
mod report;

use super::super::args::shell_word;
use super::super::harmless::harmless_line;
use super::super::isolated::read_apart;
use super::super::progress::Bar;
use super::super::recognising::{OcrArgs, tell_what_was_missed};
use super::super::{Context, Exit, Failure, agent, indexing};
use crate::archive::{
    Added, Archive, BatchOptions, Catalogue, GatherOptions, Gathered, Paths, Readers, Report, gather,
    ingest_with, plan_files, read_issue_with,
};
use crate::error::Error;
use crate::pdf::ReadOptions;
use clap::Args;
use report::{Run, print_json, print_refused, print_report};
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Add newsletters to the archive: PDF files, text dumps (.txt), folders
///
/// From a folder, and those below it, the files *.pdf and *.txt are taken; hidden files and symbolic links are not,
/// unless they are asked for. Running it again is safe and quick: files are known by their content, so that a moved
/// file is the same issue, and a second copy is named, its path kept, and not stored twice. Issues whose text is
/// nearly that of another are both kept and named. A file that cannot be read is named with the reason and stops
/// nothing. With --json, one object of type "file" a file, with its outcome: added, renewed, unchanged, moved,
/// duplicate, removed or refused (with --dry-run also: planned); then one of type "near_duplicate" a pair.
#[derive(Debug, Args)]
pub(in super::super) struct IngestArgs {
    /// Files and folders; `-` reads their list on stdin, one a line
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
    /// The list on stdin parts its paths by NUL, as `find -print0` does
    #[arg(long, short = '0')]
    null: bool,
    /// The series to which these issues belong; kept as set by hand
    #[arg(long, value_name = "NAME")]
    publication: Option<String>,
    /// Leave out files and folders of this name; with a `/`, paths below the folder: 'annexes/**'
    #[arg(long, value_name = "PATTERN")]
    exclude: Vec<String>,
    /// Refuse files that have more pages
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    max_pages: Option<u32>,
    /// Take hidden files and folders too
    #[arg(long)]
    hidden: bool,
    /// Follow symbolic links in folders
    #[arg(long)]
    follow: bool,
    /// Take issues in again that were removed
    #[arg(long)]
    readmit: bool,
    /// Read every file in a process of its own: slower, and no file can end the run
    #[arg(long)]
    isolate: bool,
    #[command(flatten)]
    ocr: OcrArgs,
    /// Password of the PDF files that want one
    #[arg(long, value_name = "PASSWORD")]
    password: Option<String>,
    /// Draw no progress bar
    #[arg(long)]
    no_progress: bool,
}

pub(in super::super) fn run(args: &IngestArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let wanted = GatherOptions {
        hidden: args.hidden,
        follow: args.follow,
        exclude: args.exclude.clone(),
    };
    let gathered = gather(&listed(&args.paths, args.null)?, &wanted)?;
    if gathered.files.is_empty() {
        return refuse_all(gathered, context);
    }
    let options = BatchOptions {
        password: args.password.clone(),
        publication: args.publication.clone(),
        by: agent(None),
        max_pages: args.max_pages,
        readmit: args.readmit,
        isolate: args.isolate,
    };
    let stop = stop_on_interrupt();
    let pictures = Paths::new(&context.archive).recognised();
    let bar = Bar::new(!args.no_progress && !context.out.is_quiet() && !context.out.is_json());
    let recogniser = args.ocr.recogniser(Some(pictures), Arc::clone(&stop));
    let recogniser = recogniser.map(|recogniser| recogniser.watched_by(bar.watch_pages()));
    let left_out = gathered.left_out;
    let mut run = Run {
        is_dry: args.dry_run,
        is_interrupted: false,
        left_out,
        next: Vec::new(),
    };
    let report = if args.dry_run {
        let archive = match Archive::open(&context.archive) {
            Err(Error::ArchiveNotFound { .. }) => None,
            other => Some(other?),
        };
        let report = plan_files(archive.as_ref(), gathered, &options, &bar, &stop)?;
        bar.clear();
        run.is_interrupted = report.interrupted;
        report
    } else {
        let archive = Archive::open_or_create(&context.archive)?;
        let lock = archive.lock()?;
        let usual = |bytes: &Arc<Vec<u8>>, name: &str, options: &ReadOptions| {
            read_issue_with(bytes, name, options, recogniser.as_ref())
        };
        let apart = |bytes: &Arc<Vec<u8>>, name: &str, options: &ReadOptions| {
            read_apart(bytes, name, options, &args.ocr, recogniser.as_ref())
        };
        let readers = Readers {
            usual: &usual,
            apart: Some(&apart),
        };
        let report = ingest_with(&readers, &archive, &lock, gathered, &options, &bar, &stop)?;
        indexing::bring_up_to_date(&archive, &lock, &bar)?;
        bar.clear();
        run.is_interrupted = report.interrupted;
        // After an interruption what comes next is the same command again.
        if !run.is_interrupted {
            run.next = next_commands(&archive, &report, &context.archive_option)?;
        }
        report
    };
    if context.out.is_json() {
        print_json(&report, &run, context)?;
    } else {
        print_report(&report, &run, context)?;
    }
    if run.is_interrupted {
        return Err(Error::Interrupted.into());
    }
    let missed = tell_what_was_missed(recogniser.as_ref(), true, context)?;
    Ok(if report.refused.is_empty() && !missed {
        Exit::Done
    } else {
        Exit::SomeUnread
    })
}

/// The paths that were given, with `-` replaced by those of the list on stdin.
fn listed(paths: &[PathBuf], by_null: bool) -> Result<Vec<PathBuf>, Error> {
    let mut listed = Vec::new();
    for path in paths {
        if path.as_os_str() != "-" {
            listed.push(path.clone());
            continue;
        }
        let mut bytes = Vec::new();
        io::stdin()
            .lock()
            .read_to_end(&mut bytes)
            .map_err(|error| Error::io("list", Path::new("standard input"), error))?;
        let end = if by_null { b'\0' } else { b'\n' };
        for line in bytes.split(|byte| *byte == end) {
            let line = if by_null {
                line
            } else {
                line.strip_suffix(b"\r").unwrap_or(line)
            };
            if !line.trim_ascii().is_empty() {
                listed.push(path_of(line)?);
            }
        }
    }
    Ok(listed)
}

/// A path as it stands in a list: any bytes where paths are bytes.
#[cfg(unix)]
fn path_of(bytes: &[u8]) -> Result<PathBuf, Error> {
    use std::os::unix::ffi::OsStrExt;
    Ok(PathBuf::from(std::ffi::OsStr::from_bytes(bytes)))
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> Result<PathBuf, Error> {
    let text = std::str::from_utf8(bytes).map_err(|_| Error::Usage {
        message: "the list on standard input is not UTF-8".to_string(),
        hint: "write it in UTF-8".to_string(),
    })?;
    Ok(PathBuf::from(text))
}

/// Nothing can be read: no archive is made for it.
fn refuse_all(mut gathered: Gathered, context: &mut Context<'_>) -> Result<Exit, Failure> {
    if gathered.refused.len() <= 1 {
        let error = gathered.first_error.take().unwrap_or(Error::Usage {
            message: "no path was given on standard input".to_string(),
            hint: "give one path a line, for example from `find`".to_string(),
        });
        return Err(error.into());
    }
    print_refused(&gathered.refused, context)?;
    Ok(Exit::SomeUnread)
}

/// A flag that Ctrl-C sets: what has begun is finished. A second Ctrl-C ends the program at once; whatever is being
/// written then has not got its name yet, so that the archive stays whole.
pub(super) fn stop_on_interrupt() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stop);
    let handler = move || {
        if flag.swap(true, Ordering::SeqCst) {
            std::process::exit(Exit::Interrupted as i32);
        }
        if io::stderr().is_terminal() {
            // Whoever pressed the keys sees that they were heard.
            let _ = writeln!(
                io::stderr(),
                "finishing what was begun; Ctrl-C again ends at once"
            );
        }
    };
    // Without a handler Ctrl-C ends the program at once, which the archive survives too.
    let _ = ctrlc::set_handler(handler);
    stop
}

/// Commands that the user may type now, with names of this archive.
fn next_commands(archive: &Archive, report: &Report, option: &str) -> Result<Vec<String>, Error> {
    let catalogue = Catalogue::load_to_read(archive)?;
    let newest = report.added.first().map(|added: &Added| added.id.clone());
    let entries = catalogue.entries();
    let Some(id) = newest.or_else(|| entries.first().map(|entry| entry.id.clone())) else {
        return Ok(Vec::new());
    };
    let record = archive.record(&catalogue.find(&id)?.sha256)?;
    let titles = record.sections.iter().map(|section| section.title.as_str());
    let word = titles.chain(record.title.as_deref()).find_map(searchable_word);
    let query = shell_word(&word.unwrap_or_else(|| "assemblée générale".to_string()));
    Ok(vec![
        format!("gazette search {query}{option}"),
        format!("gazette show {id}{option}"),
        format!("gazette list{option}"),
        format!("gazette export {id} --format json{option}"),
    ])
}

/// A word of a title that is long enough to mean something.
fn searchable_word(title: &str) -> Option<String> {
    let mut words = title.split(|character: char| !character.is_alphabetic());
    let word = words.find(|word| word.chars().count() >= 5)?;
    Some(harmless_line(&word.to_lowercase()).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_to_search_for_is_taken_from_a_title() {
        assert_eq!(
            searchable_word("À la une : l'Assemblée !").as_deref(),
            Some("assemblée")
        );
        assert_eq!(searchable_word("n° 12"), None);
    }
}
