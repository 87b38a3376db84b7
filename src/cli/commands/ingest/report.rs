//! What an ingest says of each file: as text, and as JSON.
use super::super::super::output::counted;
use super::super::super::warnings::print_warnings;
use super::super::super::{Context, Failure};
use crate::archive::{Added, LeftOut, Refused, Removed, Report, needs_a_person};
use crate::model::Warning;
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::Path;

/// Most files of a kind that are printed one by one: beyond, a count says more.
const MAX_WARNED_FILES: usize = 20;

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
    /// Whether something of it is missing or was guessed.
    needs_a_person: bool,
    same_as: Option<String>,
    /// Where a moved file was before.
    moved_from: Option<String>,
    code: Option<&'a str>,
    message: Option<&'a str>,
}

/// Two issues whose texts are nearly the same.
#[derive(Serialize)]
struct AlikeObject<'a> {
    issue: &'a str,
    slug: &'a str,
    twin: &'a str,
    twin_slug: &'a str,
    percent: u8,
}

#[derive(Serialize)]
struct Summary<'a> {
    command: &'static str,
    archive: String,
    ingested: usize,
    renewed: usize,
    read_with_series: usize,
    unchanged: usize,
    moved: usize,
    duplicates: usize,
    near_duplicates: usize,
    removed: usize,
    refused: usize,
    needs_a_person: usize,
    planned: usize,
    left_out: LeftOut,
    dry_run: bool,
    interrupted: bool,
    next: &'a [String],
}

/// What must be known of a run beside its report.
pub(super) struct Run {
    pub(super) is_dry: bool,
    pub(super) is_interrupted: bool,
    pub(super) left_out: LeftOut,
    /// Commands that the user may type now.
    pub(super) next: Vec<String>,
}

pub(super) fn print_json(report: &Report, run: &Run, context: &mut Context<'_>) -> Result<(), Failure> {
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
                needs_a_person: asks_for_a_person(added),
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
    for path in &report.planned {
        let file = FileObject {
            outcome: "planned",
            path: name(path),
            ..FileObject::default()
        };
        out.object("file", &file)?;
    }
    for moved in &report.moved {
        let file = FileObject {
            outcome: "moved",
            path: name(&moved.path),
            issue: Some(&moved.id),
            slug: Some(&moved.slug),
            moved_from: Some(name(&moved.from)),
            ..FileObject::default()
        };
        out.object("file", &file)?;
    }
    for removed in &report.removed {
        let message = removal_message(removed);
        let file = FileObject {
            outcome: "removed",
            path: name(&removed.path),
            issue: Some(&removed.id),
            message: Some(&message),
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
    for alike in &report.alike {
        let object = AlikeObject {
            issue: &alike.id,
            slug: &alike.slug,
            twin: &alike.twin,
            twin_slug: &alike.twin_slug,
            percent: alike.percent,
        };
        out.object("near_duplicate", &object)?;
    }
    print_refused(&report.refused, context)?;
    let summary = Summary {
        command: "ingest",
        archive: context.archive.to_string_lossy().into_owned(),
        ingested: report.added.len(),
        renewed: report.renewed.len(),
        read_with_series: report.in_series.len(),
        unchanged: report.unchanged.len(),
        moved: report.moved.len(),
        duplicates: report.duplicates.len(),
        near_duplicates: report.alike.len(),
        removed: report.removed.len(),
        refused: report.refused.len(),
        needs_a_person: report
            .added
            .iter()
            .chain(&report.renewed)
            .filter(|added| asks_for_a_person(added))
            .count(),
        planned: report.planned.len(),
        left_out: run.left_out,
        dry_run: run.is_dry,
        interrupted: run.is_interrupted,
        next: &run.next,
    };
    context.out.object("summary", &summary)?;
    Ok(())
}

fn asks_for_a_person(added: &Added) -> bool {
    added.warnings.iter().any(|warning| needs_a_person(warning.code))
}

fn removal_message(removed: &Removed) -> String {
    format!("removed on {}: {}", removed.date, removed.reason)
}

pub(super) fn print_report(report: &Report, run: &Run, context: &mut Context<'_>) -> Result<(), Failure> {
    print_places(report, context)?;
    print_attention(report, context)?;
    print_refused(&report.refused, context)?;
    print_left_out(run.left_out, context)?;
    let mut last = if run.is_dry {
        format!(
            "would read {}, {} unchanged, {} refused",
            counted(report.planned.len(), "file"),
            report.unchanged.len(),
            report.refused.len()
        )
    } else {
        format!(
            "ingested {}, {} unchanged, {} refused",
            counted(report.added.len(), "issue"),
            report.unchanged.len(),
            report.refused.len()
        )
    };
    for (count, what) in [
        (report.renewed.len(), "read anew"),
        (
            report.in_series.len(),
            "read again with what others teach of them",
        ),
        (report.moved.len(), "moved"),
        (report.removed.len(), "removed before"),
    ] {
        if count > 0 {
            last.push_str(&format!(", {count} {what}"));
        }
    }
    for (count, what) in [
        (report.duplicates.len(), "duplicate"),
        (report.alike.len(), "near-duplicate"),
    ] {
        if count > 0 {
            last.push_str(&format!(", {}", counted(count, what)));
        }
    }
    context.out.line(&last)?;
    if !run.next.is_empty() {
        context.out.note("\nnext:")?;
        for command in &run.next {
            context.out.note(&format!("  {command}"))?;
        }
    }
    Ok(())
}

/// Prints the first lines of a kind, and how many more there are.
fn print_some(lines: &[String], more: &str, context: &mut Context<'_>) -> Result<(), Failure> {
    for line in lines.iter().take(MAX_WARNED_FILES) {
        context.out.note(line)?;
    }
    if lines.len() > MAX_WARNED_FILES {
        context
            .out
            .note(&format!("{} {more}", lines.len() - MAX_WARNED_FILES))?;
    }
    Ok(())
}

/// Copies, moved files, issues that were removed, issues that say nearly the same.
fn print_places(report: &Report, context: &mut Context<'_>) -> Result<(), Failure> {
    let mut lines = Vec::new();
    for path in &report.planned {
        lines.push(format!("would read: {}", path.display()));
    }
    print_some(&lines, "more files would be read", context)?;
    lines.clear();
    for duplicate in &report.duplicates {
        lines.push(format!(
            "duplicate: {} is {}",
            duplicate.path.display(),
            duplicate.twin.display()
        ));
    }
    print_some(
        &lines,
        "more duplicates: `gazette duplicates` lists them",
        context,
    )?;
    lines.clear();
    for moved in &report.moved {
        lines.push(format!(
            "moved: {} is {}, before at {}",
            moved.path.display(),
            moved.slug,
            moved.from.display()
        ));
    }
    print_some(&lines, "more files were moved", context)?;
    lines.clear();
    for removed in &report.removed {
        lines.push(format!(
            "left out: {} was {} (--readmit takes it in again)",
            removed.path.display(),
            removal_message(removed)
        ));
    }
    print_some(&lines, "more files were removed before", context)?;
    lines.clear();
    for alike in &report.alike {
        lines.push(format!(
            "near-duplicate: {} says {} % the same as {}; both are kept",
            alike.slug, alike.percent, alike.twin_slug
        ));
    }
    print_some(
        &lines,
        "more near-duplicates: `gazette duplicates` lists them",
        context,
    )
}

/// What of the folders was not looked at, and how it would be.
fn print_left_out(left_out: LeftOut, context: &mut Context<'_>) -> Result<(), Failure> {
    for (count, what) in [
        (left_out.hidden, "hidden (--hidden takes them)"),
        (left_out.linked, "symbolic links (--follow takes them)"),
        (left_out.excluded, "excluded"),
    ] {
        if count > 0 {
            context.out.note(&format!("left out: {count} {what}"))?;
        }
    }
    Ok(())
}

/// What a person should look at, up to a number of files.
fn print_attention(report: &Report, context: &mut Context<'_>) -> Result<(), Failure> {
    let mut files = 0;
    let mut unsaid = 0;
    for added in report.added.iter().chain(&report.renewed) {
        if files >= MAX_WARNED_FILES {
            unsaid += usize::from(asks_for_a_person(added));
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
pub(super) fn print_refused(refused: &[Refused], context: &mut Context<'_>) -> Result<(), Failure> {
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
