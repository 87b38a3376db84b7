//! `gazette remove`: an issue out of the archive, with the reason.
use super::super::output::counted;
use super::super::progress::Bar;
use super::super::{Context, Exit, Failure, agent, indexing};
use super::ingest::stop_on_interrupt;
use crate::archive::{Archive, Catalogue, Tombstone, remove_issue, tombstones};
use crate::error::Error;
use clap::Args;
use serde::Serialize;

/// Take issues out of the archive; a note says which, when, by whom and why
///
/// Original, record and what was set by hand are deleted; title, number, date, digest and the reason stay, and the
/// log tells it. The same file is not taken in again, unless with `gazette ingest --readmit`. With --json, one object
/// of type "removed" an issue.
#[derive(Debug, Args)]
pub(in super::super) struct RemoveArgs {
    /// Issues: short names or beginnings of identifiers
    #[arg(value_name = "ID", required_unless_present = "list")]
    ids: Vec<String>,
    /// Why: kept for ever
    #[arg(long, value_name = "TEXT", required_unless_present_any = ["list", "dry_run"])]
    reason: Option<String>,
    /// Who removes it [default: the user of the system]
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Say what would be removed, and remove nothing
    #[arg(long)]
    dry_run: bool,
    /// List what was removed
    #[arg(long, conflicts_with_all = ["ids", "reason"])]
    list: bool,
}

#[derive(Serialize)]
struct Summary {
    command: &'static str,
    issues: usize,
    dry_run: bool,
}

/// An issue that would be removed.
#[derive(Serialize)]
struct Planned<'a> {
    issue: &'a str,
    slug: &'a str,
    file_name: &'a str,
}

pub(in super::super) fn run(args: &RemoveArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let archive = Archive::open(&context.archive)?;
    if args.list {
        let all = tombstones(&archive)?;
        for tombstone in &all {
            print(tombstone, context)?;
        }
        return finish(all.len(), args, context);
    }
    if args.dry_run {
        return plan(&archive, args, context);
    }
    let reason = args.reason.as_deref().unwrap_or_default().trim();
    if reason.is_empty() {
        return Err(Error::Usage {
            message: "the reason is empty".to_string(),
            hint: "say why in a few words: --reason 'withdrawn by its author'".to_string(),
        }
        .into());
    }
    let lock = archive.lock()?;
    archive.sweep(&lock)?;
    let catalogue = Catalogue::load(&archive)?;
    let chosen = choose(&catalogue, &args.ids)?;
    for sha256 in &chosen {
        let tombstone = remove_issue(&archive, &lock, sha256, reason, agent(args.by.as_deref()))?;
        print(&tombstone, context)?;
    }
    Catalogue::load(&archive)?.save(&archive, &lock)?;
    // Ctrl-C lets the index be finished.
    let _stop = stop_on_interrupt();
    indexing::bring_up_to_date(&archive, &lock, &Bar::new(false))?;
    finish(chosen.len(), args, context)
}

/// The digests of the issues that are named, each once. All names are looked up before anything is removed.
fn choose(catalogue: &Catalogue, ids: &[String]) -> Result<Vec<String>, Error> {
    let mut chosen: Vec<String> = Vec::new();
    for id in ids {
        let sha256 = &catalogue.find(id)?.sha256;
        if !chosen.contains(sha256) {
            chosen.push(sha256.clone());
        }
    }
    Ok(chosen)
}

fn plan(archive: &Archive, args: &RemoveArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let catalogue = Catalogue::load(archive)?;
    let chosen = choose(&catalogue, &args.ids)?;
    for entry in chosen.iter().filter_map(|sha256| catalogue.by_digest(sha256)) {
        if context.out.is_json() {
            let planned = Planned {
                issue: &entry.id,
                slug: &entry.slug,
                file_name: &entry.file_name,
            };
            context.out.object("planned", &planned)?;
        } else {
            context.out.line(&format!(
                "would remove {}  {}  {}",
                entry.id, entry.slug, entry.file_name
            ))?;
        }
    }
    finish(chosen.len(), args, context)
}

fn print(tombstone: &Tombstone, context: &mut Context<'_>) -> Result<(), Failure> {
    if context.out.is_json() {
        context.out.object("removed", tombstone)?;
        return Ok(());
    }
    let by = tombstone
        .by
        .as_ref()
        .map_or(String::new(), |by| format!(" by {by}"));
    let line = format!(
        "removed {}  {}  {}: {} ({}{by})",
        tombstone.id, tombstone.slug, tombstone.file_name, tombstone.reason, tombstone.removed
    );
    context.out.line(&line.replace('\n', " "))?;
    Ok(())
}

fn finish(issues: usize, args: &RemoveArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    if context.out.is_json() {
        let summary = Summary {
            command: "remove",
            issues,
            dry_run: args.dry_run,
        };
        context.out.object("summary", &summary)?;
    } else {
        context.out.note(&counted(issues, "issue"))?;
    }
    Ok(Exit::Done)
}
