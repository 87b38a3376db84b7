//! `gazette show`: one issue, to read.
use super::super::output::{Output, Style, counted};
use super::super::{Context, Exit, Failure};
use crate::archive::{Archive, Catalogue, Event, EventLog, Origin, Origins};
use crate::error::Error;
use crate::model::{Issue, Link, Section};
use clap::Args;
use serde::Serialize;
use std::io;

/// Show an issue: its sections, their text and their links
///
/// ID is the short name of the issue, or any beginning of its identifier that no other issue shares. With --json,
/// one object of type "record" that holds the whole record, or one of type "section" a section.
#[derive(Debug, Args)]
pub(in super::super) struct ShowArgs {
    /// The issue: short name or beginning of its identifier
    #[arg(value_name = "ID")]
    id: String,
    /// Show this section and those below it: its identifier, the end of it, or words of its title
    #[arg(long, value_name = "SECTION")]
    section: Option<String>,
    /// Show the titles alone
    #[arg(long)]
    titles: bool,
    /// Show what was done with it, from the log
    #[arg(long, conflicts_with_all = ["section", "titles"])]
    history: bool,
}

#[derive(Serialize)]
struct Record<'a> {
    record: &'a Issue,
    /// The paths at which the file was met.
    paths: &'a [Origin],
}

#[derive(Serialize)]
struct EventObject<'a> {
    #[serde(flatten)]
    event: &'a Event,
}

#[derive(Serialize)]
struct SectionOf<'a> {
    issue: &'a str,
    section: &'a Section,
    links: Vec<&'a Link>,
}

#[derive(Serialize)]
struct HistorySummary<'a> {
    command: &'static str,
    issue: &'a str,
    events: usize,
}

#[derive(Serialize)]
struct Summary<'a> {
    command: &'static str,
    issue: &'a str,
    sections: usize,
    links: usize,
}

pub(in super::super) fn run(args: &ShowArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let archive = Archive::open(&context.archive)?;
    let issue = archive.record(&Catalogue::resolve(&archive, &args.id)?)?;
    if args.history {
        return print_history(&archive, &issue, context);
    }
    let origins = Origins::load_one(archive.paths(), &issue.source.sha256)?;
    let paths = origins.of(&issue.source.sha256);
    let sections = match &args.section {
        Some(wanted) => find_sections(&issue, wanted)?,
        None => issue.sections.iter().collect(),
    };
    if context.out.is_json() {
        return print_json(&issue, paths, &sections, args, context);
    }
    if args.section.is_none() {
        print_head(&issue, paths, context.out)?;
    }
    for section in &sections {
        print_section(&issue, section, args.titles, context.out)?;
    }
    let beside: Vec<&Link> = issue.links.iter().filter(|link| link.section.is_none()).collect();
    if args.section.is_none() && !args.titles && !beside.is_empty() {
        context.out.line("")?;
        print_links(&beside, context.out)?;
    }
    Ok(Exit::Done)
}

/// The events of one issue, the first one first.
fn print_history(archive: &Archive, issue: &Issue, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let mut count = 0;
    for event in EventLog::read_of(archive.paths(), &issue.source.sha256)? {
        count += 1;
        if context.out.is_json() {
            context.out.object("event", &EventObject { event: &event })?;
            continue;
        }
        let facts = [&event.note, &event.path].into_iter().flatten().cloned();
        let told = facts.collect::<Vec<String>>().join("  ");
        context.out.styled(&[
            (Style::Faint, &format!("{}  ", event.date)),
            (
                Style::Bold,
                &format!("{} {}  ", event.event.as_str(), event.outcome.as_str()),
            ),
            (Style::Plain, &told),
            (Style::Faint, &format!("  {}", event.agent)),
        ])?;
    }
    if context.out.is_json() {
        let summary = HistorySummary {
            command: "show",
            issue: &issue.id,
            events: count,
        };
        context.out.object("summary", &summary)?;
    }
    Ok(Exit::Done)
}

fn print_json(
    issue: &Issue,
    paths: &[Origin],
    sections: &[&Section],
    args: &ShowArgs,
    context: &mut Context<'_>,
) -> Result<Exit, Failure> {
    let mut links = issue.links.len();
    if args.section.is_some() {
        links = 0;
        for section in sections {
            let section = SectionOf {
                issue: &issue.id,
                section,
                links: links_of(issue, section),
            };
            links += section.links.len();
            context.out.object("section", &section)?;
        }
    } else {
        context.out.object("record", &Record { record: issue, paths })?;
    }
    let summary = Summary {
        command: "show",
        issue: &issue.id,
        sections: sections.len(),
        links,
    };
    context.out.object("summary", &summary)?;
    Ok(Exit::Done)
}

/// The section that is meant and those below it. An identifier is looked for first, then the end of one, then the
/// words of a title.
fn find_sections<'a>(issue: &'a Issue, wanted: &str) -> Result<Vec<&'a Section>, Error> {
    Ok(subtree(issue, find_section(issue, wanted)?))
}

/// The section that is meant.
pub(super) fn find_section<'a>(issue: &'a Issue, wanted: &str) -> Result<&'a Section, Error> {
    let lower = wanted.to_lowercase();
    let ending = format!("/{wanted}");
    let tests: [&dyn Fn(&Section) -> bool; 3] = [
        &|section| section.id == wanted,
        &|section| section.id.ends_with(&ending),
        &|section| section.title.to_lowercase().contains(&lower),
    ];
    for test in tests {
        if let Some(found) = issue.sections.iter().find(|section| test(section)) {
            return Ok(found);
        }
    }
    Err(Error::Usage {
        message: format!("issue {} has no section {wanted}", issue.slug),
        hint: format!("`gazette show {} --titles` shows its sections", issue.slug),
    })
}

/// A section and all those that it holds, at any depth.
fn subtree<'a>(issue: &'a Issue, root: &'a Section) -> Vec<&'a Section> {
    let mut held = vec![root];
    for section in &issue.sections {
        let parent = section.parent.as_deref();
        if parent.is_some_and(|parent| held.iter().any(|above| above.id == parent)) {
            held.push(section);
        }
    }
    held
}

fn print_head(issue: &Issue, paths: &[Origin], out: &mut Output) -> io::Result<()> {
    out.styled(&[(
        Style::Bold,
        issue.title.as_deref().unwrap_or(&issue.source.file_name),
    )])?;
    let mut facts = Vec::new();
    facts.extend(issue.publication.clone());
    facts.extend(issue.number.as_ref().map(|number| format!("no {number}")));
    facts.extend(issue.date.as_ref().map(|date| date.iso.clone()));
    facts.push(counted(issue.source.pages as usize, "page"));
    facts.push(counted(issue.sections.len(), "section"));
    facts.push(counted(issue.links.len(), "link"));
    out.styled(&[(Style::Plain, &facts.join(", "))])?;
    let names = format!("{}  {}  {}", issue.id, issue.slug, issue.source.file_name);
    out.styled(&[(Style::Faint, &names)])?;
    // One path says no more than the name of the file does.
    for origin in paths.iter().filter(|_| paths.len() > 1) {
        out.styled(&[(Style::Faint, &format!("met at {}", origin.path))])?;
    }
    for (name, text) in [("rights", &issue.rights), ("note", &issue.note)] {
        if let Some(text) = text {
            out.styled(&[(Style::Faint, &format!("{name}: ")), (Style::Plain, text)])?;
        }
    }
    if !issue.corrections.is_empty() {
        let fields: Vec<&str> = issue.corrections.iter().map(|set| set.field.as_str()).collect();
        out.styled(&[(Style::Faint, &format!("set by hand: {}", fields.join(", ")))])?;
    }
    for warning in &issue.warnings {
        let place = warning.page.map_or(String::new(), |page| format!("p. {page}: "));
        let line = format!("warning: {place}{}  [{}]", warning.message, warning.code.as_str());
        out.styled(&[(Style::Faint, &line)])?;
    }
    Ok(())
}

fn print_section(issue: &Issue, section: &Section, titles_only: bool, out: &mut Output) -> io::Result<()> {
    let page = format!("p. {:<4}", section.page_start);
    let title = if section.title.is_empty() {
        "(untitled)"
    } else {
        &section.title
    };
    if titles_only {
        let indent = "  ".repeat(usize::from(section.level.saturating_sub(1)));
        let id = format!("  {}", section.id);
        return out.styled(&[
            (Style::Faint, &page),
            (Style::Plain, &indent),
            (Style::Bold, title),
            (Style::Faint, &id),
        ]);
    }
    out.line("")?;
    out.styled(&[(Style::Faint, &page), (Style::Bold, title)])?;
    for line in section.subtitle.iter().chain(section.byline_beside_text()) {
        out.styled(&[(Style::Faint, line)])?;
    }
    if !section.text.is_empty() {
        out.line(&section.text)?;
    }
    print_links(&links_of(issue, section), out)
}

fn links_of<'a>(issue: &'a Issue, section: &Section) -> Vec<&'a Link> {
    let stands_here = |link: &&Link| link.section.as_deref() == Some(section.id.as_str());
    issue.links.iter().filter(stands_here).collect()
}

fn print_links(links: &[&Link], out: &mut Output) -> io::Result<()> {
    for link in links {
        out.styled(&[
            (Style::Faint, "-> "),
            (Style::Plain, &link.text),
            (Style::Faint, &format!("  {}", link.url)),
        ])?;
    }
    Ok(())
}
