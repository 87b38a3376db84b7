//! `gazette correct`: what was read wrong, set right by hand.
use super::super::output::{Style, counted};
use super::super::progress::Bar;
use super::super::{Context, Exit, Failure, agent, indexing};
use super::ingest::stop_on_interrupt;
use super::show::find_section;
use crate::archive::{Archive, Catalogue, Event, EventKind, EventLog, Kept, Outcome};
use crate::error::Error;
use crate::model::{CorrectedField, Correction, Issue};
use clap::{Args, ValueEnum};
use serde::Serialize;

/// Set by hand what was read wrong; list or undo what was set
///
/// What is set is kept apart from the record, laid over every new reading of the issue, and
/// exported with what the reading had said. An empty value says that there is none: --number ''.
/// Without an option, what was set is listed; without ID, that of all issues.
///
///   gazette correct lettre-2012 --date 2012-03 --number 7
///   gazette correct lettre-2012 --section agenda --section-title 'Agenda du mois' --level 2
///   gazette correct lettre-2012 --undo number
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(in super::super) struct CorrectArgs {
    /// The issue: short name or beginning of its identifier
    #[arg(value_name = "ID")]
    id: Option<String>,
    /// The issue's title
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Its number
    #[arg(long, value_name = "TEXT")]
    number: Option<String>,
    /// Its date: 2012, 2012-03, 2012-03-15 or in French, 'mars 2012'
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// The series to which it belongs
    #[arg(long, value_name = "NAME")]
    publication: Option<String>,
    /// Who may do what with it, and from when on
    #[arg(long, value_name = "TEXT")]
    rights: Option<String>,
    /// A remark
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// The section that --section-title and --level are about: as `gazette show --section` takes it
    #[arg(long, value_name = "SECTION")]
    section: Option<String>,
    /// The title of that section
    #[arg(long, value_name = "TEXT", requires = "section")]
    section_title: Option<String>,
    /// The level of that section, 1 to 6
    #[arg(long, value_name = "N", requires = "section")]
    level: Option<String>,
    /// Take back what was set: one of its names, or all; with --section, that of the section
    #[arg(long, value_enum, value_name = "WHAT")]
    undo: Option<Undo>,
    /// Who sets it [default: the user of the system]
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

/// What can be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Undo {
    /// The issue's title
    Title,
    /// Its number
    Number,
    /// Its date
    Date,
    /// Its series
    Publication,
    /// Its rights
    Rights,
    /// The remark
    Note,
    /// The title of the section
    SectionTitle,
    /// The level of the section
    Level,
    /// All that was set on the issue, or on the section
    All,
}

impl Undo {
    fn field(self) -> Option<CorrectedField> {
        match self {
            Self::Title => Some(CorrectedField::Title),
            Self::Number => Some(CorrectedField::Number),
            Self::Date => Some(CorrectedField::Date),
            Self::Publication => Some(CorrectedField::Publication),
            Self::Rights => Some(CorrectedField::Rights),
            Self::Note => Some(CorrectedField::Note),
            Self::SectionTitle => Some(CorrectedField::SectionTitle),
            Self::Level => Some(CorrectedField::SectionLevel),
            Self::All => None,
        }
    }
}

#[derive(Serialize)]
struct CorrectionObject<'a> {
    issue: &'a str,
    slug: &'a str,
    #[serde(flatten)]
    correction: &'a Correction,
}

#[derive(Serialize)]
struct Summary {
    command: &'static str,
    issues: usize,
    corrections: usize,
    set: usize,
    undone: usize,
}

pub(in super::super) fn run(args: &CorrectArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let archive = Archive::open(&context.archive)?;
    let wanted = wanted(args);
    if wanted.is_empty() && args.undo.is_none() {
        return list(&archive, args.id.as_deref(), context);
    }
    let Some(id) = &args.id else {
        return Err(Error::Usage {
            message: "which issue is to be corrected?".to_string(),
            hint: "`gazette list` shows the issues of the archive".to_string(),
        }
        .into());
    };
    let lock = archive.lock()?;
    let mut catalogue = Catalogue::load(&archive)?;
    let sha256 = catalogue.find(id)?.sha256.clone();
    let as_read = archive.record_as_read(&sha256)?;
    let mut kept = archive.corrections(&sha256)?;
    let before = kept.clone();
    let undone = match args.undo {
        Some(undo) => take_back(&as_read, args, undo, &mut kept)?,
        None => 0,
    };
    let set = set(&archive, &sha256, args, &wanted, &mut kept)?;
    archive.put_corrections(&lock, &sha256, &kept)?;
    log(&archive, &sha256, &before, &kept)?;
    let issue = archive.record(&sha256)?;
    catalogue.add(&archive, &issue);
    catalogue.save(&archive, &lock)?;
    // Ctrl-C lets the index be finished.
    let _stop = stop_on_interrupt();
    indexing::bring_up_to_date(&archive, &lock, &Bar::new(false))?;
    print(&[issue], set, undone, context)?;
    Ok(Exit::Done)
}

/// What is to be set, as it was typed.
fn wanted(args: &CorrectArgs) -> Vec<(CorrectedField, String)> {
    let mut wanted = Vec::new();
    for (field, value) in [
        (CorrectedField::Title, &args.title),
        (CorrectedField::Number, &args.number),
        (CorrectedField::Date, &args.date),
        (CorrectedField::Publication, &args.publication),
        (CorrectedField::Rights, &args.rights),
        (CorrectedField::Note, &args.note),
        (CorrectedField::SectionTitle, &args.section_title),
        (CorrectedField::SectionLevel, &args.level),
    ] {
        wanted.extend(value.clone().map(|value| (field, value)));
    }
    wanted
}

fn set(
    archive: &Archive,
    sha256: &str,
    args: &CorrectArgs,
    wanted: &[(CorrectedField, String)],
    kept: &mut Vec<Kept>,
) -> Result<usize, Error> {
    // Sections are named as they are seen, and anchored as they are read.
    let seen = archive.record(sha256)?;
    let as_read = archive.record_as_read(sha256)?;
    for (field, value) in wanted {
        let is_of_section = matches!(field, CorrectedField::SectionTitle | CorrectedField::SectionLevel);
        let section = match args.section.as_deref().filter(|_| is_of_section) {
            Some(name) => {
                let id = &find_section(&seen, name)?.id;
                as_read.sections.iter().find(|section| section.id == *id)
            }
            None => None,
        };
        let new = Kept::new(*field, section, value, agent(args.by.as_deref()))?;
        kept.retain(|old| !new.replaces(old));
        kept.push(new);
    }
    Ok(wanted.len())
}

/// Takes back what was set and gives the number of things.
fn take_back(as_read: &Issue, args: &CorrectArgs, undo: Undo, kept: &mut Vec<Kept>) -> Result<usize, Error> {
    let field = undo.field();
    let of_section = |kept: &Kept| match (&args.section, &kept.section) {
        (None, anchor) => anchor.is_none() || field.is_none() || field == Some(kept.field),
        (Some(_), None) => false,
        (Some(name), Some(anchor)) => {
            anchor.id == *name || find_section(as_read, name).is_ok_and(|section| section.id == anchor.id)
        }
    };
    let before = kept.len();
    kept.retain(|kept| !(field.is_none_or(|field| field == kept.field) && of_section(kept)));
    if kept.len() == before {
        return Err(Error::Usage {
            message: "nothing of that was set by hand".to_string(),
            hint: format!("`gazette correct {}` lists what was", as_read.slug),
        });
    }
    Ok(before - kept.len())
}

/// The log keeps every value that ever was set.
fn log(archive: &Archive, sha256: &str, before: &[Kept], after: &[Kept]) -> Result<(), Error> {
    let mut events = EventLog::open(archive.paths())?;
    let mut tell = |kept: &Kept, verb: &str| {
        let mut event = Event::now(EventKind::Correction, Outcome::Success);
        event.sha256 = Some(sha256.to_string());
        let section = kept
            .section
            .as_ref()
            .map_or(String::new(), |anchor| format!(" of {}", anchor.id));
        let value = kept
            .value
            .as_deref()
            .map_or("none".to_string(), |value| format!("{value:?}"));
        let by = kept.by.as_ref().map_or(String::new(), |by| format!(" ({by})"));
        event.note = Some(format!("{}{section} {verb} {value}{by}", kept.field.as_str()));
        events.append(&event)
    };
    for kept in before.iter().filter(|kept| !after.contains(kept)) {
        tell(kept, "no longer set to")?;
    }
    for kept in after.iter().filter(|kept| !before.contains(kept)) {
        tell(kept, "set to")?;
    }
    events.sync()
}

fn list(archive: &Archive, id: Option<&str>, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let catalogue = Catalogue::load_to_read(archive)?;
    let mut issues = Vec::new();
    match id {
        Some(id) => issues.push(archive.record(&catalogue.find(id)?.sha256)?),
        None => {
            for entry in catalogue.entries() {
                if archive.paths().correction(&entry.sha256).exists() {
                    issues.push(archive.record(&entry.sha256)?);
                }
            }
        }
    }
    print(&issues, 0, 0, context)?;
    Ok(Exit::Done)
}

fn print(issues: &[Issue], set: usize, undone: usize, context: &mut Context<'_>) -> Result<(), Failure> {
    let mut corrections = 0;
    for issue in issues {
        if !context.out.is_json() {
            let title = issue.title.as_deref().unwrap_or(&issue.source.file_name);
            context.out.styled(&[
                (Style::Bold, title),
                (Style::Faint, &format!("  {}  {}", issue.id, issue.slug)),
            ])?;
        }
        for correction in &issue.corrections {
            corrections += 1;
            if context.out.is_json() {
                let object = CorrectionObject {
                    issue: &issue.id,
                    slug: &issue.slug,
                    correction,
                };
                context.out.object("correction", &object)?;
                continue;
            }
            let section = correction
                .section
                .as_ref()
                .map_or(String::new(), |id| format!(" of {id}"));
            let none = "(none)";
            let by = correction
                .by
                .as_ref()
                .map_or(String::new(), |by| format!(" by {by}"));
            context.out.styled(&[
                (
                    Style::Plain,
                    &format!("  {}{section}: ", correction.field.as_str()),
                ),
                (Style::Bold, correction.value.as_deref().unwrap_or(none)),
                (
                    Style::Faint,
                    &format!(
                        "  read as {}, set {}{by}",
                        correction.read.as_deref().unwrap_or(none),
                        correction.date
                    ),
                ),
            ])?;
        }
        for warning in &issue.warnings {
            if warning.code == crate::model::WarningCode::CorrectionNotApplied {
                context.out.note(&format!("warning: {}", warning.message))?;
            }
        }
    }
    if context.out.is_json() {
        let summary = Summary {
            command: "correct",
            issues: issues.len(),
            corrections,
            set,
            undone,
        };
        context.out.object("summary", &summary)?;
    } else {
        let count = counted(corrections, "correction");
        context
            .out
            .note(&format!("{count} in {}", counted(issues.len(), "issue")))?;
    }
    Ok(())
}
