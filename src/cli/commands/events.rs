//! `gazette events`: what the newsletters announced and reported, by date.
use super::super::damage::name_damaged;
use super::super::harmless::harmless_line;
use super::super::kinds::event_kind;
use super::super::output::{Style, counted};
use super::super::{Context, Exit, Failure};
use super::list::days_between;
use crate::archive::{Archive, Catalogue};
use crate::export::{Format, Series};
use crate::french::fold::fold;
use crate::model::{Event, EventKind, Issue};
use crate::search::parse_range;
use clap::Args;
use serde::Serialize;

/// List the events that the issues tell, by date
///
/// Columns: start, end, place, words, issue and page. With --json, one object of type "event" a line; with --ics, a
/// file that calendar programs read. A year that is not printed is the one nearest to the issue's date.
#[derive(Debug, Args)]
pub(in super::super) struct EventsArgs {
    /// The issue: short name or beginning of its identifier [default: all]
    #[arg(value_name = "ID")]
    id: Option<String>,
    /// Keep the events of this year, month or day and later: 2012, 2012-03
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Keep the events of this year, month or day and earlier
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    /// Keep the events of sections whose title holds these words
    #[arg(long, value_name = "WORDS")]
    section: Option<String>,
    /// Keep the events at a place that holds these words
    #[arg(long, value_name = "WORDS")]
    place: Option<String>,
    /// Keep the events of one kind
    #[arg(long, value_name = "KIND", value_parser = event_kind())]
    kind: Option<EventKind>,
    /// Write iCalendar (RFC 5545)
    #[arg(long, conflicts_with = "json")]
    ics: bool,
}

#[derive(Serialize)]
struct EventOf<'a> {
    issue: &'a str,
    slug: &'a str,
    section_title: Option<&'a str>,
    event: &'a Event,
}

#[derive(Serialize)]
struct Summary {
    command: &'static str,
    issues: usize,
    events: usize,
}

/// What is wanted, read once.
struct Filter {
    days: Option<(u64, u64)>,
    section: Option<String>,
    place: Option<String>,
    kind: Option<EventKind>,
}

impl Filter {
    fn wants(&self, issue: &Issue, event: &Event) -> bool {
        let holds = |text: Option<&str>, words: &str| text.is_some_and(|text| fold(text).contains(words));
        self.kind.is_none_or(|kind| kind == event.kind)
            && self.days.is_none_or(|days| lies_between(event, days))
            && self
                .place
                .as_deref()
                .is_none_or(|words| holds(event.place.as_deref(), words))
            && self
                .section
                .as_deref()
                .is_none_or(|words| holds(section_title(issue, event), words))
    }
}

pub(in super::super) fn run(args: &EventsArgs, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let filter = Filter {
        days: days_between(args.from.as_deref(), args.to.as_deref())?,
        section: args.section.as_deref().map(fold),
        place: args.place.as_deref().map(fold),
        kind: args.kind,
    };
    let archive = Archive::open(&context.archive)?;
    let catalogue = Catalogue::load(&archive)?;
    let entries = match &args.id {
        Some(id) => vec![catalogue.find(id)?],
        None => catalogue.entries(),
    };
    let mut found: Vec<Issue> = Vec::new();
    let mut summary = Summary {
        command: "events",
        issues: entries.len(),
        events: 0,
    };
    for entry in entries {
        let mut issue = archive.record(&entry.sha256)?;
        let events = std::mem::take(&mut issue.events);
        issue.events = events
            .into_iter()
            .filter(|event| filter.wants(&issue, event))
            .collect();
        summary.events += issue.events.len();
        if !issue.events.is_empty() {
            // Only titles and events are wanted of what is held.
            issue.links.clear();
            issue.sections.iter_mut().for_each(|section| {
                section.blocks.clear();
                section.text.clear();
            });
            found.push(issue);
        }
    }
    if args.ics {
        let mut series = Series::new(context.out.raw(), Format::Ics);
        for issue in &found {
            series.add(issue)?;
        }
        series.finish()?;
    } else {
        print(&found, context)?;
    }
    let exit = match &args.id {
        Some(_) => Exit::Done,
        None => name_damaged(&catalogue, context.out)?,
    };
    if context.out.is_json() {
        context.out.object("summary", &summary)?;
    } else {
        context.out.note(&format!(
            "{} in {}",
            counted(summary.events, "event"),
            counted(summary.issues, "issue")
        ))?;
    }
    Ok(exit)
}

fn print(found: &[Issue], context: &mut Context<'_>) -> Result<(), Failure> {
    let mut by_date: Vec<(&Issue, &Event)> = found
        .iter()
        .flat_map(|issue| issue.events.iter().map(move |event| (issue, event)))
        .collect();
    by_date.sort_by(|(_, a), (_, b)| a.start.cmp(&b.start));
    for (issue, event) in by_date {
        let section_title = section_title(issue, event);
        if context.out.is_json() {
            let event = EventOf {
                issue: &issue.id,
                slug: &issue.slug,
                section_title,
                event,
            };
            context.out.object("event", &event)?;
            continue;
        }
        let mut when = event.start.replace('T', " ");
        if let Some(end) = &event.end {
            let same_day = end.get(..10) == event.start.get(..10);
            let end = if same_day {
                end.get(11..).unwrap_or(end)
            } else {
                end
            };
            when += &format!(" - {}", end.replace('T', " "));
        }
        match event.kind {
            EventKind::Date => {}
            EventKind::Deadline => when = format!("until {when}"),
            EventKind::Repeated => when += " (again and again)",
        }
        let words = format!("  {}", harmless_line(&event.text));
        let place = event
            .place
            .as_ref()
            .map_or(String::new(), |place| format!("  @ {}", harmless_line(place)));
        let source = format!("  ({} p. {})", issue.slug, event.page);
        context.out.styled(&[
            (Style::Plain, &when),
            (Style::Bold, &words),
            (Style::Plain, &place),
            (Style::Faint, &source),
        ])?;
    }
    Ok(())
}

fn section_title<'a>(issue: &'a Issue, event: &Event) -> Option<&'a str> {
    let section = issue
        .sections
        .iter()
        .find(|section| Some(&section.id) == event.section.as_ref());
    section.map(|section| section.title.as_str())
}

/// Whether any day of an event lies between two days.
fn lies_between(event: &Event, (first, last): (u64, u64)) -> bool {
    let days = |iso: &str| parse_range(iso.get(..10).unwrap_or(iso)).ok();
    let Some(start) = days(&event.start) else {
        return false;
    };
    let end = event.end.as_deref().and_then(days).unwrap_or(start);
    start.from <= last && end.to >= first
}
