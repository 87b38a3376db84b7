//! `gazette ingest`: files into the archive, and the index after them.
use super::super::args::shell_word;
use super::super::harmless::harmless_line;
use super::super::output::counted;
use super::super::progress::Bar;
use super::super::warnings::print_warnings;
use super::super::{Context, Exit, Failure, indexing};
use crate::archive::{
    Added, Archive, BatchOptions, Catalogue, Gathered, Refused, Report, Unchanged, gather, ingest_files,
};
use crate::error::Error;
use crate::model::Warning;
use clap::Args;
use serde::Serialize;
use std::collections::BTreeSet;
use std::io::{self, BufRead};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Most files whose warnings are printed one by one: beyond, a count says more.
const MAX_WARNED_FILES: usize = 20;

/// Add newsletters to the archive: PDF files, text dumps (.txt), folders
///
/// From a folder, and those below it, the files *.pdf and *.txt are taken; hidden files are not. Running it again is
/// safe and quick: files are known by their content, so that a moved file is the same issue and a second copy is
/// named and not stored twice. A file that cannot be read is named with the reason and stops nothing. With --json,
/// one object of type "file" a file, with its outcome: added, renewed, unchanged, duplicate or refused.
#[derive(Debug, Args)]
pub(in super::super) struct IngestArgs {
    /// Files and folders; `-` reads their list on stdin, one a line
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Password of the PDF files that want one
    #[arg(long, value_name = "PASSWORD")]
    password: Option<String>,
    /// Draw no progress bar
    #[arg(long)]
    no_progress: bool,
}

/// What happened to one file.
#[derive(Serialize, Default)]
struct FileObject<'a> {
    outcome: &'a str,
    path: String,
    issue: Option<&'a str>,
    slug: Option<&'a str>,
    title: Option<&'a str>,
    pages: Option<u32>,
    warnings: &'a [Warning],
    same_as: Option<String>,
    code: Option<&'a str>,
    message: Option<&'a str>,
}

#[derive(Serialize)]
struct Summary<'a> {
    command: &'static str,
    archive: String,
    ingested: usize,
    renewed: usize,
    unchanged: usize,
    duplicates: usize,
    refused: usize,
    interrupted: bool,
    next: &'a [String],
}

pub(in super::super) fn run(args: &IngestArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let gathered = gather(&listed(&args.paths)?);
    if gathered.files.is_empty() {
        return refuse_all(gathered, context);
    }
    let archive = Archive::open_or_create(&context.archive)?;
    let lock = archive.lock()?;
    let stop = stop_on_interrupt();
    let bar = Bar::new(!args.no_progress && !context.out.is_quiet() && !context.out.is_json());
    let options = BatchOptions {
        password: args.password.clone(),
    };
    let report = ingest_files(&archive, &lock, gathered, &options, &bar, &stop)?;
    if !report.interrupted {
        indexing::bring_up_to_date(&archive, &lock, &bar, &stop)?;
    }
    bar.clear();
    let is_interrupted = report.interrupted || stop.load(Ordering::SeqCst);
    // After an interruption there may be no index to search, and what comes next is the same command again.
    let next = if is_interrupted {
        Vec::new()
    } else {
        next_commands(&archive, &report, &context.archive_option)?
    };
    if context.out.is_json() {
        print_json(&report, is_interrupted, &next, context)?;
    } else {
        print_report(&report, &next, context)?;
    }
    if is_interrupted {
        return Err(Error::Interrupted.into());
    }
    Ok(if report.refused.is_empty() {
        Exit::Done
    } else {
        Exit::SomeUnread
    })
}

/// The paths that were given, with `-` replaced by the lines of stdin.
fn listed(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
    let mut listed = Vec::new();
    for path in paths {
        if path.as_os_str() != "-" {
            listed.push(path.clone());
            continue;
        }
        for line in io::stdin().lock().lines() {
            let line = line.map_err(|error| Error::io("list", Path::new("standard input"), error))?;
            if !line.trim().is_empty() {
                listed.push(PathBuf::from(line));
            }
        }
    }
    Ok(listed)
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
    };
    // Without a handler Ctrl-C ends the program at once, which the archive survives too.
    let _ = ctrlc::set_handler(handler);
    stop
}

fn print_json(
    report: &Report,
    is_interrupted: bool,
    next: &[String],
    context: &mut Context<'_>,
) -> Result<(), Failure> {
    let out = &mut *context.out;
    let name = |path: &Path| path.to_string_lossy().into_owned();
    for (outcome, list) in [("added", &report.added), ("renewed", &report.renewed)] {
        for added in list {
            let file = FileObject {
                outcome,
                path: name(&added.path),
                issue: Some(&added.id),
                slug: Some(&added.slug),
                title: added.title.as_deref(),
                pages: Some(added.pages),
                warnings: &added.warnings,
                ..FileObject::default()
            };
            out.object("file", &file)?;
        }
    }
    for unchanged in &report.unchanged {
        let file = FileObject {
            outcome: "unchanged",
            path: name(&unchanged.path),
            issue: Some(&unchanged.id),
            slug: Some(&unchanged.slug),
            ..FileObject::default()
        };
        out.object("file", &file)?;
    }
    for duplicate in &report.duplicates {
        let file = FileObject {
            outcome: "duplicate",
            path: name(&duplicate.path),
            same_as: Some(name(&duplicate.twin)),
            ..FileObject::default()
        };
        out.object("file", &file)?;
    }
    for refused in &report.refused {
        let file = FileObject {
            outcome: "refused",
            path: name(&refused.path),
            code: Some(&refused.code),
            message: Some(&refused.message),
            ..FileObject::default()
        };
        out.object("file", &file)?;
    }
    print_refused(&report.refused, context)?;
    let summary = Summary {
        command: "ingest",
        archive: context.archive.to_string_lossy().into_owned(),
        ingested: report.added.len(),
        renewed: report.renewed.len(),
        unchanged: report.unchanged.len(),
        duplicates: report.duplicates.len(),
        refused: report.refused.len(),
        interrupted: is_interrupted,
        next,
    };
    context.out.object("summary", &summary)?;
    Ok(())
}

fn print_report(report: &Report, next: &[String], context: &mut Context<'_>) -> Result<(), Failure> {
    for duplicate in &report.duplicates {
        let line = format!(
            "duplicate: {} is {}",
            duplicate.path.display(),
            duplicate.twin.display()
        );
        context.out.note(&line)?;
    }
    print_renamed(report, context)?;
    print_attention(report, context)?;
    print_refused(&report.refused, context)?;
    let mut last = format!(
        "ingested {}, {} unchanged, {} refused",
        counted(report.added.len(), "issue"),
        report.unchanged.len(),
        report.refused.len()
    );
    if !report.renewed.is_empty() {
        last.push_str(&format!(", {} read anew", report.renewed.len()));
    }
    if !report.duplicates.is_empty() {
        last.push_str(&format!(", {}", counted(report.duplicates.len(), "duplicate")));
    }
    context.out.line(&last)?;
    if !next.is_empty() {
        context.out.note("\nnext:")?;
        for command in next {
            context.out.note(&format!("  {command}"))?;
        }
    }
    Ok(())
}

/// Files that the archive holds under another name, up to a number: copies, or files that were renamed.
fn print_renamed(report: &Report, context: &mut Context<'_>) -> Result<(), Failure> {
    let is_renamed = |file: &&Unchanged| {
        let name = file.path.file_name();
        name.is_some_and(|name| name.to_string_lossy() != file.taken_as)
    };
    let renamed: Vec<&Unchanged> = report.unchanged.iter().filter(is_renamed).collect();
    for file in renamed.iter().take(MAX_WARNED_FILES) {
        let line = format!(
            "known: {} is {}, taken in as {}",
            file.path.display(),
            file.slug,
            file.taken_as
        );
        context.out.note(&line)?;
    }
    if renamed.len() > MAX_WARNED_FILES {
        let more = renamed.len() - MAX_WARNED_FILES;
        context
            .out
            .note(&format!("known: {more} more files have other names than before"))?;
    }
    Ok(())
}

/// What a person should look at, up to a number of files.
fn print_attention(report: &Report, context: &mut Context<'_>) -> Result<(), Failure> {
    let mut files = 0;
    let mut unsaid = 0;
    for added in report.added.iter().chain(&report.renewed) {
        if files >= MAX_WARNED_FILES {
            let counts = added
                .warnings
                .iter()
                .any(|warning| crate::archive::needs_a_person(warning.code));
            unsaid += usize::from(counts);
            continue;
        }
        let name = added.path.to_string_lossy();
        if print_warnings(context.out, &name, &added.warnings)? > 0 {
            files += 1;
        }
    }
    if unsaid > 0 {
        let line =
            format!("warning: {unsaid} more issues have warnings: `gazette show ID` tells those of one");
        context.out.note(&line)?;
    }
    Ok(())
}

/// The files that could not be read, each with its reason, then what can be done, once a kind.
fn print_refused(refused: &[Refused], context: &mut Context<'_>) -> Result<(), Failure> {
    let mut hints = BTreeSet::new();
    for file in refused {
        let hint = file.hint.as_deref();
        let said_now = hint.filter(|_| context.out.is_json());
        context
            .out
            .error(&file.code, &file.message, Some(&file.path), said_now)?;
        if let Some(hint) = hint {
            hints.insert(hint);
        }
    }
    if context.out.is_json() || hints.is_empty() {
        return Ok(());
    }
    context.out.hint_lines(hints.into_iter())?;
    Ok(())
}

/// Commands that the user may type now, with names of this archive.
fn next_commands(archive: &Archive, report: &Report, option: &str) -> Result<Vec<String>, Error> {
    let catalogue = Catalogue::load(archive)?;
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
    Some(harmless_line(&word.to_lowercase()))
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
