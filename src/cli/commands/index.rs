//! `gazette index`: the search index, which can be made again at any time.
use super::super::indexing::{compare, rebuild};
use super::super::progress::Bar;
use super::super::{Context, Exit, Failure};
use super::ingest::stop_on_interrupt;
use crate::archive::{Archive, Catalogue};
use crate::search::ANALYSIS_VERSION;
use clap::{Args, Subcommand};
use serde::Serialize;

/// Rebuild the search index, or tell how it stands
#[derive(Debug, Args)]
pub(in super::super) struct IndexArgs {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Build the index again from the records; the old one serves until the new one is whole
    Rebuild,
    /// Tell whether the index holds what the archive holds
    Status,
}

#[derive(Serialize)]
struct Summary {
    command: &'static str,
    analysis: u32,
    issues: usize,
    indexed: usize,
    /// Records that the index lacks or holds in an older state.
    behind: usize,
    /// Issues that the index holds and the archive does not.
    surplus: usize,
}

pub(in super::super) fn run(args: &IndexArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    match args.action {
        Action::Rebuild => run_rebuild(context),
        Action::Status => run_status(context),
    }
}

fn run_rebuild(context: &mut Context<'_>) -> Result<Exit, Failure> {
    let archive = Archive::open(&context.archive)?;
    let lock = archive.lock()?;
    let stop = stop_on_interrupt();
    let bar = Bar::new(!context.out.is_quiet() && !context.out.is_json());
    let result = rebuild(&archive, &lock, &bar, &stop);
    bar.clear();
    let count = result?;
    if context.out.is_json() {
        let summary = Summary {
            command: "index rebuild",
            analysis: ANALYSIS_VERSION,
            issues: count,
            indexed: count,
            behind: 0,
            surplus: 0,
        };
        context.out.object("summary", &summary)?;
    } else {
        context.out.line(&format!("indexed {count} issues"))?;
    }
    Ok(Exit::Done)
}

fn run_status(context: &mut Context<'_>) -> Result<Exit, Failure> {
    let archive = Archive::open(&context.archive)?;
    let catalogue = Catalogue::load(&archive)?;
    let difference = compare(&archive, &catalogue)?;
    let summary = Summary {
        command: "index status",
        analysis: ANALYSIS_VERSION,
        issues: catalogue.len(),
        indexed: difference.indexed,
        behind: difference.to_add.len(),
        surplus: difference.to_remove.len(),
    };
    let is_current = summary.behind == 0 && summary.surplus == 0;
    if context.out.is_json() {
        context.out.object("summary", &summary)?;
    } else {
        let line = format!(
            "{} issues in the archive, {} in the index (analysis {})",
            summary.issues, summary.indexed, summary.analysis
        );
        context.out.line(&line)?;
        if is_current {
            context.out.line("the index is up to date")?;
        } else {
            let line = format!(
                "{} issues to index, {} to take out",
                summary.behind, summary.surplus
            );
            context.out.line(&line)?;
            context.out.note("\nhint: run `gazette index rebuild`")?;
        }
    }
    Ok(if is_current { Exit::Done } else { Exit::Index })
}
