//! `gazette extract`: one file read, no archive needed.
use super::super::recognising::{OcrArgs, tell_what_was_missed};
use super::super::warnings::print_warnings;
use super::super::{Context, Exit, Failure};
use super::OutputFormat;
use crate::archive::{Stage, read_bounded, read_issue_with, read_stage};
use crate::error::Error;
use crate::export::write_issue;
use crate::model::Issue;
use crate::pdf::ReadOptions;
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::path::PathBuf;
use std::sync::Arc;

/// Read one file and print its record; no archive is needed
///
/// The record is described by `gazette schema`. Limits against hostile files hold: what is larger than them is left
/// out, and a warning of the record says so.
#[derive(Debug, Args)]
pub(in super::super) struct ExtractArgs {
    /// A PDF file, or a text dump (.txt)
    #[arg(value_name = "FILE")]
    file: PathBuf,
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

#[derive(Serialize)]
struct Summary {
    command: &'static str,
    pages: u32,
    sections: usize,
    links: usize,
    warnings: usize,
}

pub(in super::super) fn run(args: &ExtractArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let bytes = read_bounded(&args.file)?;
    let file_name = args
        .file
        .file_name()
        .unwrap_or(args.file.as_os_str())
        .to_string_lossy();
    let options = ReadOptions {
        languages: None,
        password: args.password.clone(),
        pages: args.pages,
    };
    // An interruption ends this process and the recogniser's with it.
    let recogniser = args.ocr.recogniser(None, Arc::default());
    if let Some(stage) = args.stage {
        let stage = match stage {
            StageArg::Glyphs => Stage::Glyphs,
            StageArg::Layout => Stage::Layout,
        };
        let value = read_stage(&bytes, &file_name, &options, stage, recogniser.as_ref())
            .map_err(Failure::on(&args.file))?;
        if context.out.is_json() {
            context.out.object("stage", &StageObject { value: &value })?;
            let summary = StageSummary { command: "extract" };
            context.out.object("summary", &summary)?;
        } else {
            serde_json::to_writer_pretty(context.out.raw(), &value).map_err(std::io::Error::from)?;
            context.out.raw().write_all(b"\n")?;
        }
        return Ok(Exit::Done);
    }
    let issue = read_issue_with(&bytes, &file_name, &options, recogniser.as_ref())
        .map_err(Failure::on(&args.file))?;
    let is_beyond_the_end = |(first, _)| issue.pages.iter().all(|page| page.page < first);
    if args.pages.is_some_and(is_beyond_the_end) {
        return Err(Failure::from(Error::Usage {
            message: format!("{file_name} has none of these pages"),
            hint: "leave --pages out to read them all".to_string(),
        }));
    }
    if context.out.is_json() {
        context.out.object("record", &Record { record: &issue })?;
        let summary = Summary {
            command: "extract",
            pages: issue.source.pages,
            sections: issue.sections.len(),
            links: issue.links.len(),
            warnings: issue.warnings.len(),
        };
        context.out.object("summary", &summary)?;
    } else {
        write_issue(&issue, args.format.format(), context.out.raw())?;
        print_warnings(context.out, &file_name, &issue.warnings)?;
    }
    let missed = tell_what_was_missed(recogniser.as_ref(), false, context)?;
    Ok(if missed { Exit::SomeUnread } else { Exit::Done })
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
