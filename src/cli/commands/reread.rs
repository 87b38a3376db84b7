//! `gazette reread`: the originals read again, and what that changes.
use super::super::output::{Style, counted};
use super::super::progress::Bar;
use super::super::recognising::{OcrArgs, When, parse_languages, tell_what_was_missed};
use super::super::{Context, Exit, Failure, indexing};
use super::ingest::stop_on_interrupt;
use crate::archive::{
    Archive, Catalogue, Difference, Original, Reread, original_of, originals_to_reread, read_file_again,
    reread,
};
use crate::error::Error;
use crate::model::{Issue, Learnt, PageText};
use crate::ocr::Recogniser;
use clap::Args;
use serde::Serialize;
use std::sync::Arc;

/// Most titles or addresses that are printed of one list.
const MAX_SHOWN: usize = 8;

/// Read originals again and show what changes
///
/// Without ID, those whose record an older version of the reader made, and those that have none. --dry-run shows the
/// changes and keeps nothing. What was set by hand stays. With --json, one object of type "reread" an issue, with its
/// outcome: changed, same, new or failed.
#[derive(Debug, Args)]
pub(in super::super) struct RereadArgs {
    /// Issues: short names or beginnings of identifiers
    #[arg(value_name = "ID")]
    ids: Vec<String>,
    /// Read all originals again
    #[arg(long, conflicts_with = "ids")]
    all: bool,
    /// Show what would change, and keep nothing
    #[arg(long)]
    dry_run: bool,
    /// Recognise pages that are pictures; without ID, of all issues that have pages without text
    #[arg(long, value_enum, value_name = "WHEN", num_args = 0..=1, default_missing_value = "auto")]
    ocr: Option<When>,
    /// Languages of pictures, by Tesseract's codes: fra, fra+eng [default: fra]
    #[arg(long, value_name = "CODES", value_parser = parse_languages)]
    ocr_language: Option<String>,
    /// Password of the PDF files that want one
    #[arg(long, value_name = "PASSWORD")]
    password: Option<String>,
}

#[derive(Serialize, Default)]
struct RereadObject<'a> {
    outcome: &'a str,
    issue: &'a str,
    slug: Option<&'a str>,
    difference: Option<&'a Difference>,
    code: Option<&'a str>,
    message: Option<&'a str>,
}

#[derive(Serialize, Default)]
struct Summary {
    command: &'static str,
    changed: usize,
    same: usize,
    new: usize,
    failed: usize,
    dry_run: bool,
    interrupted: bool,
}

pub(in super::super) fn run(args: &RereadArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let archive = Archive::open(&context.archive)?;
    let lock = if args.dry_run { None } else { Some(archive.lock()?) };
    if let Some(lock) = &lock {
        archive.sweep(lock)?;
    }
    let originals = choose(&archive, args)?;
    let stop = stop_on_interrupt();
    let bar = Bar::new(!context.out.is_quiet() && !context.out.is_json());
    bar.begin("reading", originals.len());
    let password = args.password.clone();
    let ocr = OcrArgs {
        ocr: args.ocr.unwrap_or(When::Auto),
        ocr_language: args.ocr_language.clone(),
    };
    let recogniser = ocr.recogniser(Some(archive.paths().recognised()), Arc::clone(&stop));
    let recogniser = recogniser.map(|recogniser| recogniser.watched_by(bar.watch_pages()));
    let read = |bytes: &Arc<Vec<u8>>, original: &Original, learnt: &Learnt| {
        let known = recogniser
            .as_ref()
            .and_then(|_| archive.record(&original.sha256).ok());
        let before = known.and_then(|known| known.reader.ocr);
        let issue = read_file_again(
            bytes,
            &original.file_name,
            password.as_deref(),
            recogniser.as_ref(),
            before.as_ref(),
            learnt,
        )?;
        // What was recognised once is not given up because the engine is not there today.
        if before.is_some() && issue.reader.ocr.is_none() {
            return Err(match recogniser.as_ref().and_then(Recogniser::missed) {
                Some(Error::OcrLanguageMissing { language }) => Error::OcrLanguageMissing {
                    language: language.clone(),
                },
                Some(_) => Error::OcrEngineMissing,
                None => Error::OcrFailed {
                    detail: "no page could be recognised; the record stays as it was".to_string(),
                },
            });
        }
        Ok(issue)
    };
    let mut told = Vec::new();
    let is_complete = reread(&archive, lock.as_ref(), &originals, &read, &stop, &mut |one| {
        bar.step();
        // A record that stays the same is not kept in memory.
        told.push(match one {
            Reread::Changed(changed) => Told::Changed(head(&changed.0), Box::new(changed.1)),
            Reread::Same(issue) => Told::Same(head(&issue)),
            Reread::New(issue) => Told::New(head(&issue)),
            Reread::Failed(original, error) => Told::Failed(original, error),
        });
        Ok(())
    })?;
    if let Some(lock) = &lock {
        indexing::bring_up_to_date(&archive, lock, &bar)?;
    }
    bar.clear();
    let mut summary = Summary {
        command: "reread",
        dry_run: args.dry_run,
        interrupted: !is_complete,
        ..Summary::default()
    };
    for one in &told {
        print(one, &mut summary, context)?;
    }
    if context.out.is_json() {
        context.out.object("summary", &summary)?;
    } else {
        let verb = if args.dry_run { "would change" } else { "changed" };
        context.out.line(&format!(
            "{verb} {}, {} the same, {} new, {} failed",
            counted(summary.changed, "record"),
            summary.same,
            summary.new,
            summary.failed
        ))?;
        if args.dry_run && summary.changed + summary.new > 0 {
            context
                .out
                .note("\nhint: the same command without --dry-run keeps the new readings")?;
        }
    }
    if !is_complete {
        return Err(Error::Interrupted.into());
    }
    let missed = tell_what_was_missed(recogniser.as_ref(), true, context)?;
    Ok(if summary.failed == 0 && !missed {
        Exit::Done
    } else {
        Exit::SomeUnread
    })
}

/// What is kept of a reading until it is printed.
enum Told {
    Changed(Head, Box<Difference>),
    Same(Head),
    New(Head),
    Failed(Original, Error),
}

struct Head {
    id: String,
    slug: String,
}

fn head(issue: &Issue) -> Head {
    Head {
        id: issue.id.clone(),
        slug: issue.slug.clone(),
    }
}

/// The originals that are named, or those that are out of date.
fn choose(archive: &Archive, args: &RereadArgs) -> Result<Vec<Original>, Error> {
    let catalogue = Catalogue::load(archive)?;
    let outdated = originals_to_reread(archive, &catalogue, args.all)?;
    let mut chosen: Vec<Original> = Vec::new();
    if args.ids.is_empty() {
        chosen = outdated;
        if args.ocr.is_some() {
            add_pictures(archive, &catalogue, &mut chosen)?;
        }
        return Ok(chosen);
    }
    for id in &args.ids {
        let found = match catalogue.find(id) {
            Ok(entry) => original_of(archive, entry).ok_or_else(|| Error::Usage {
                message: format!("issue {id} has no original: it was imported, or its original is missing"),
                hint: "`gazette verify` tells which originals are missing".to_string(),
            })?,
            // An original whose record is lost is named by its digest.
            Err(error) => {
                let lost = outdated.iter().find(|original| {
                    !original.has_record && id.len() >= 4 && original.sha256.starts_with(&id.to_lowercase())
                });
                lost.cloned().ok_or(error)?
            }
        };
        if !chosen.contains(&found) {
            chosen.push(found);
        }
    }
    Ok(chosen)
}

/// Adds the originals that have pages without text.
fn add_pictures(archive: &Archive, catalogue: &Catalogue, chosen: &mut Vec<Original>) -> Result<(), Error> {
    for entry in catalogue.entries() {
        let issue = archive.record_by_id(&entry.id)?;
        let has_pictures = issue.pages.iter().any(|page| page.text == PageText::None);
        let original = original_of(archive, entry).filter(|original| !chosen.contains(original));
        chosen.extend(original.filter(|_| has_pictures));
    }
    Ok(())
}

fn print(told: &Told, summary: &mut Summary, context: &mut Context<'_>) -> Result<(), Failure> {
    let mut object = RereadObject::default();
    let message;
    match told {
        Told::Changed(head, difference) => {
            summary.changed += 1;
            (object.outcome, object.issue, object.slug) = ("changed", &head.id, Some(head.slug.as_str()));
            object.difference = Some(difference);
        }
        Told::Same(head) => {
            summary.same += 1;
            (object.outcome, object.issue, object.slug) = ("same", &head.id, Some(head.slug.as_str()));
        }
        Told::New(head) => {
            summary.new += 1;
            (object.outcome, object.issue, object.slug) = ("new", &head.id, Some(head.slug.as_str()));
        }
        Told::Failed(original, error) => {
            summary.failed += 1;
            message = error.to_string();
            (object.outcome, object.issue) = ("failed", original.sha256.get(..12).unwrap_or_default());
            (object.code, object.message) = (Some(error.code()), Some(message.as_str()));
            let name = std::path::Path::new(&original.file_name);
            context
                .out
                .error(error.code(), &message, Some(name), error.hint().as_deref())?;
        }
    }
    if context.out.is_json() {
        context.out.object("reread", &object)?;
        return Ok(());
    }
    if let Some(difference) = object.difference {
        let slug = object.slug.unwrap_or_default();
        context.out.styled(&[
            (Style::Bold, slug),
            (Style::Faint, &format!("  {}", object.issue)),
        ])?;
        for line in lines(difference) {
            context.out.styled(&[(Style::Plain, &format!("  {line}"))])?;
        }
    } else if object.outcome == "new" {
        let slug = object.slug.unwrap_or_default();
        context
            .out
            .styled(&[(Style::Bold, slug), (Style::Faint, "  had no record")])?;
    }
    Ok(())
}

fn lines(difference: &Difference) -> Vec<String> {
    let mut lines = Vec::new();
    let or_none = |value: &Option<String>| value.clone().unwrap_or_else(|| "(none)".to_string());
    for change in &difference.fields {
        lines.push(format!(
            "{}: {} -> {}",
            change.field,
            or_none(&change.before),
            or_none(&change.after)
        ));
    }
    for (sign, what, list) in [
        ("+", "section", &difference.sections_added),
        ("-", "section", &difference.sections_removed),
        ("+", "link", &difference.links_added),
        ("-", "link", &difference.links_removed),
    ] {
        for one in list.iter().take(MAX_SHOWN) {
            lines.push(format!("{sign} {what} {one}"));
        }
        if list.len() > MAX_SHOWN {
            lines.push(format!("{sign} {} more {what}s", list.len() - MAX_SHOWN));
        }
    }
    if difference.words_added + difference.words_removed > 0 {
        lines.push(format!(
            "text: {} words more, {} words less",
            difference.words_added, difference.words_removed
        ));
    }
    if difference.other {
        lines.push("places, kinds or remarks".to_string());
    }
    lines
}
