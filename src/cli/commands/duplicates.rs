//! `gazette duplicates`: the same thing twice.
use super::super::damage::name_damaged;
use super::super::output::{Style, counted};
use super::super::{Context, Exit, Failure};
use crate::archive::{Archive, Catalogue, Entry, Likeness, Origin, Origins};
use crate::error::Error;
use clap::Args;
use serde::Serialize;
use std::collections::BTreeSet;

/// List files that are the same, and issues whose texts are nearly the same
///
/// Files with the same bytes are one issue; all their paths are kept. The same issue saved again, smaller or by
/// another program, is an issue of its own: here it stands with its twin. Nothing is dropped: `gazette remove` takes
/// out what is not wanted. With --json, objects of type "copies" and "near_duplicate".
#[derive(Debug, Args)]
pub(in super::super) struct DuplicatesArgs {
    /// Issues: short names or beginnings of identifiers [default: all]
    #[arg(value_name = "ID")]
    ids: Vec<String>,
}

#[derive(Serialize)]
struct Copies<'a> {
    issue: &'a str,
    slug: &'a str,
    paths: &'a [Origin],
}

#[derive(Serialize)]
struct NearDuplicate<'a> {
    issue: &'a str,
    slug: &'a str,
    file_name: &'a str,
    twin: &'a str,
    twin_slug: &'a str,
    twin_file_name: &'a str,
    percent: u8,
    same_number: bool,
    same_date: bool,
}

#[derive(Serialize)]
struct Summary {
    command: &'static str,
    copies: usize,
    near_duplicates: usize,
}

pub(in super::super) fn run(args: &DuplicatesArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let archive = Archive::open(&context.archive)?;
    let catalogue = Catalogue::load(&archive)?;
    let mut wanted = BTreeSet::new();
    for id in &args.ids {
        wanted.insert(catalogue.find(id)?.sha256.clone());
    }
    let only = (!wanted.is_empty()).then_some(&wanted);
    let copies = print_copies(&archive, &catalogue, only, context)?;
    let near = print_near(&archive, &catalogue, only, context)?;
    let exit = name_damaged(&catalogue, context.out)?;
    if context.out.is_json() {
        let summary = Summary {
            command: "duplicates",
            copies,
            near_duplicates: near,
        };
        context.out.object("summary", &summary)?;
    } else {
        let line = format!(
            "{} met at several paths, {}",
            counted(copies, "issue"),
            counted(near, "near-duplicate")
        );
        context.out.note(&line)?;
    }
    Ok(exit)
}

fn print_copies(
    archive: &Archive,
    catalogue: &Catalogue,
    only: Option<&BTreeSet<String>>,
    context: &mut Context<'_>,
) -> Result<usize, Failure> {
    let origins = Origins::load(archive.paths())?;
    let mut count = 0;
    for entry in catalogue.entries() {
        let paths = origins.of(&entry.sha256);
        if paths.len() < 2 || only.is_some_and(|only| !only.contains(&entry.sha256)) {
            continue;
        }
        count += 1;
        if context.out.is_json() {
            let copies = Copies {
                issue: &entry.id,
                slug: &entry.slug,
                paths,
            };
            context.out.object("copies", &copies)?;
            continue;
        }
        context.out.styled(&[
            (Style::Bold, &entry.slug),
            (Style::Faint, &format!("  {}  the same file at", entry.id)),
        ])?;
        for origin in paths {
            context.out.styled(&[
                (Style::Plain, &format!("  {}", origin.path)),
                (Style::Faint, &format!("  {}", origin.date)),
            ])?;
        }
    }
    Ok(count)
}

fn print_near(
    archive: &Archive,
    catalogue: &Catalogue,
    only: Option<&BTreeSet<String>>,
    context: &mut Context<'_>,
) -> Result<usize, Failure> {
    let likeness = Likeness::load(archive, catalogue)?;
    keep_sketches(archive, &likeness)?;
    let mut pairs: Vec<(&Entry, &Entry, u8)> = Vec::new();
    for twins in likeness.twins(archive, only)? {
        let entries = catalogue
            .by_digest(&twins.sha256)
            .zip(catalogue.by_digest(&twins.twin));
        if let Some((a, b)) = entries {
            let (first, second) = if a.slug <= b.slug { (a, b) } else { (b, a) };
            pairs.push((first, second, twins.percent()));
        }
    }
    pairs.sort_by(|a, b| (&a.0.slug, &a.1.slug).cmp(&(&b.0.slug, &b.1.slug)));
    for (issue, twin, percent) in &pairs {
        let date = |entry: &Entry| entry.date.as_ref().map(|date| date.iso.clone());
        let near = NearDuplicate {
            issue: &issue.id,
            slug: &issue.slug,
            file_name: &issue.file_name,
            twin: &twin.id,
            twin_slug: &twin.slug,
            twin_file_name: &twin.file_name,
            percent: *percent,
            same_number: issue.number == twin.number,
            same_date: date(issue) == date(twin),
        };
        if context.out.is_json() {
            context.out.object("near_duplicate", &near)?;
            continue;
        }
        context.out.styled(&[
            (Style::Bold, &issue.slug),
            (Style::Faint, &format!("  {}  ", issue.id)),
            (Style::Plain, &format!("says {percent} % the same as ")),
            (Style::Bold, &twin.slug),
            (Style::Faint, &format!("  {}", twin.id)),
        ])?;
    }
    Ok(pairs.len())
}

/// Keeps the sketches that were made now for the next time, if nobody else writes and the disk may be written to.
fn keep_sketches(archive: &Archive, likeness: &Likeness) -> Result<(), Error> {
    match archive.lock() {
        Ok(lock) => likeness.save(archive, &lock),
        Err(_) => Ok(()),
    }
}
