//! `gazette extract`: files read, no archive needed.
use super::super::recognising::{OcrArgs, tell_what_was_missed};
use super::super::warnings::print_warnings;
use super::super::{Context, Exit, Failure};
use super::OutputFormat;
use crate::archive::{Stage, read_bounded, read_issue_with, read_stage};
use crate::error::Error;
use crate::export::write_issue;
use crate::model::{Issue, Learnt};
use crate::ocr::Recogniser;
use crate::pdf::ReadOptions;
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Read files and print their records; no archive is needed
///
/// A file that cannot be read is told of, and the others are read. The record is described by `gazette schema`. Limits against hostile files hold: what is larger than them is left
/// out, and a warning of the record says so.
#[derive(Debug, Args)]
pub(in super::super) struct ExtractArgs {
    /// PDF files, or text dumps (.txt); of several, --format jsonl prints a record a line
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Format of the output
    #[arg(long, value_enum, default_value = "json")]
    format: OutputFormat,
    /// Pages to read: 3, or 1-6
    #[arg(long, value_name = "PAGES", value_parser = parse_pages)]
    pages: Option<(u32, u32)>,
    /// Password of the PDF file
    #[arg(long, value_name = "PASSWORD")]
    password: Option<String>,
    #[command(flatten)]
    ocr: OcrArgs,
    /// A file of what other issues of the archive teach, as JSON: for the processes of this program that read a file apart
    #[arg(long, value_name = "FILE", hide = true)]
    learnt: Option<PathBuf>,
    /// Print what a stage of reading gives instead of the record, as JSON: for reports of faults
    #[arg(long, value_enum, value_name = "STAGE", conflicts_with = "format")]
    stage: Option<StageArg>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum StageArg {
    /// Positioned glyphs
    Glyphs,
    /// Lines and blocks in reading order
    Layout,
}

#[derive(Serialize)]
struct Record<'a> {
    record: &'a Issue,
}

#[derive(Serialize)]
struct StageObject<'a, T: Serialize> {
    value: &'a T,
}

#[derive(Serialize)]
struct StageSummary {
    command: &'static str,
}

#[derive(Default, Serialize)]
struct Summary {
    command: &'static str,
    files: usize,
    failed: usize,
    pages: u32,
    sections: usize,
    links: usize,
    warnings: usize,
}

impl Summary {
    fn add(&mut self, issue: &Issue) {
        self.files += 1;
        self.pages += issue.source.pages;
        self.sections += issue.sections.len();
        self.links += issue.links.len();
        self.warnings += issue.warnings.len();
    }
}

/// What a file says that other issues teach; nothing without a file.
fn learnt(path: Option<&Path>) -> Result<Learnt, Failure> {
    let Some(path) = path else {
        return Ok(Learnt::default());
    };
    let bytes = read_bounded(path)?;
    let lines = serde_json::from_slice(&bytes);
    Ok(lines.map_err(|error| Error::io("read", path, error.into()))?)
}

pub(in super::super) fn run(args: &ExtractArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    // An interruption ends this process and the recogniser's with it.
    let recogniser = args.ocr.recogniser(None, Arc::default());
    let mut summary = Summary {
        command: "extract",
        ..Summary::default()
    };
    if let [file] = args.files.as_slice() {
        if let Some(stage) = args.stage {
            return print_stage(file, stage, args, recogniser.as_ref(), context);
        }
        extract(file, args, recogniser.as_ref(), &mut summary, context)?;
    } else {
        refuse_mixed_output(args, context.out.is_json())?;
        for file in &args.files {
            match extract(file, args, recogniser.as_ref(), &mut summary, context) {
                Err(failure @ Failure::Library { .. }) => {
                    context.out.fail(&failure);
                    summary.failed += 1;
                }
                other => other?,
            }
        }
    }
    if context.out.is_json() {
        context.out.object("summary", &summary)?;
    }
    let missed = tell_what_was_missed(recogniser.as_ref(), false, context)?;
    Ok(if missed || summary.failed > 0 {
        Exit::SomeUnread
    } else {
        Exit::Done
    })
}

/// Of several files only what stands in a line of its own can be told apart.
fn refuse_mixed_output(args: &ExtractArgs, is_json: bool) -> Result<(), Failure> {
    if args.stage.is_some() {
        return Err(Failure::from(Error::Usage {
            message: "--stage is of one file".to_string(),
            hint: "name one file".to_string(),
        }));
    }
    if !is_json && !matches!(args.format, OutputFormat::Jsonl) {
        return Err(Failure::from(Error::Usage {
            message: "the records of several files are printed a line each".to_string(),
            hint: "add --format jsonl, or name one file".to_string(),
        }));
    }
    Ok(())
}

fn read_options(args: &ExtractArgs) -> Result<ReadOptions, Failure> {
    Ok(ReadOptions {
        password: args.password.clone(),
        pages: args.pages,
        max_pages: None,
        languages: None,
        learnt: Arc::new(learnt(args.learnt.as_deref())?),
    })
}

fn name_of(file: &Path) -> String {
    let name = file.file_name().unwrap_or(file.as_os_str());
    name.to_string_lossy().into_owned()
}

/// Reads one file and prints its record.
fn extract(
    file: &Path,
    args: &ExtractArgs,
    recogniser: Option<&Recogniser>,
    summary: &mut Summary,
    context: &mut Context<'_>,
) -> Result<(), Failure> {
    let bytes = Arc::new(read_bounded(file)?);
    let file_name = name_of(file);
    let issue =
        read_issue_with(&bytes, &file_name, &read_options(args)?, recogniser).map_err(Failure::on(file))?;
    let is_beyond_the_end = |(first, _)| issue.pages.iter().all(|page| page.page < first);
    if args.pages.is_some_and(is_beyond_the_end) {
        return Err(Failure::on(file)(Error::Usage {
            message: format!("{file_name} has none of these pages"),
            hint: "leave --pages out to read them all".to_string(),
        }));
    }
    summary.add(&issue);
    if context.out.is_json() {
        context.out.object("record", &Record { record: &issue })?;
    } else {
        write_issue(&issue, args.format.format(), context.out.raw())?;
        print_warnings(context.out, &file_name, &issue.warnings)?;
    }
    Ok(())
}

/// Reads one file up to a stage and prints what that stage gives.
fn print_stage(
    file: &Path,
    stage: StageArg,
    args: &ExtractArgs,
    recogniser: Option<&Recogniser>,
    context: &mut Context<'_>,
) -> Result<Exit, Failure> {
    let bytes = Arc::new(read_bounded(file)?);
    let stage = match stage {
        StageArg::Glyphs => Stage::Glyphs,
        StageArg::Layout => Stage::Layout,
    };
    let value = read_stage(&bytes, &name_of(file), &read_options(args)?, stage, recogniser)
        .map_err(Failure::on(file))?;
    if context.out.is_json() {
        context.out.object("stage", &StageObject { value: &value })?;
        let summary = StageSummary { command: "extract" };
        context.out.object("summary", &summary)?;
    } else {
        serde_json::to_writer_pretty(context.out.raw(), &value).map_err(std::io::Error::from)?;
        context.out.raw().write_all(b"\n")?;
    }
    Ok(Exit::Done)
}

/// Reads `3` or `1-6`.
fn parse_pages(text: &str) -> Result<(u32, u32), String> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let number = |digits: &str| digits.trim().parse::<u32>().ok().filter(|page| *page > 0);
    match (number(first), number(last)) {
        (Some(first), Some(last)) if first <= last => Ok((first, last)),
        (Some(_), Some(_)) => Err("the first page must not come after the last".to_string()),
        _ => Err("pages are counted from 1: `3`, or `1-6`".to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_one_or_from_one_to_another() {
        assert_eq!(parse_pages("3"), Ok((3, 3)));
        assert_eq!(parse_pages("1-6"), Ok((1, 6)));
        for wrong in ["", "0", "6-1", "a", "1-2-3", "-4"] {
            assert!(parse_pages(wrong).is_err(), "{wrong}");
        }
    }
}
